//! A rule said no. A refusal is a value with a stable code, not a fault; the text is made from the code in the UI's language.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::rows::{KeyStatus, TransferKind};

/// What is wrong with one field of a form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum FieldCode {
    /// Must not be empty.
    Required,
    /// Longer than allowed.
    TooLong {
        /// The most characters allowed.
        max: u32,
    },
    /// Holds a control character, for example a line break where one line is meant.
    ControlCharacter,
    /// Not an e-mail address.
    BadEmail,
    /// Not an international phone number.
    BadPhone,
    /// Not a web address.
    BadWeb,
    /// Digits only.
    DigitsOnly,
    /// A distributor code is four letters or digits, and not `demo`.
    BadDistributorCode,
    /// The distributor code is taken.
    DistributorCodeTaken,
    /// A System ID is four characters of the distributor's code and four of the installation.
    BadSystemId,
    /// The System ID must begin with the distributor's code.
    SystemIdPrefix {
        /// The distributor's code.
        prefix: String,
    },
    /// Another customer has this System ID.
    SystemIdTaken,
    /// A demo system has fixed values.
    DemoValue,
    /// The system type cannot change once a key was issued.
    SystemTypeFixed,
    /// A computer holds credit or User IDs of this customer.
    TakenToSite,
    /// No such app version.
    BadAppVersion,
    /// Not a time zone.
    BadTimeZone,
    /// Another active account has this login e-mail.
    EmailTaken,
    /// The password breaks the rule: 8 characters, upper and lower case, and a digit or special character.
    PasswordRule,
    /// The current password is wrong.
    WrongPassword,
    /// Out of the allowed range.
    OutOfRange {
        /// Lowest.
        min: i64,
        /// Highest.
        max: i64,
    },
    /// The User ID belongs, or belonged, to another key.
    UserIdTaken,
    /// The last day lies before the first.
    EndsBeforeStart,
    /// The last day has passed already.
    InThePast,
    /// No such group, or groups are switched off.
    NoSuchGroup,
    /// Another live group has this name.
    GroupNameTaken,
    /// Another live template has this name.
    TemplateNameTaken,
    /// Not a MAC address of six bytes.
    BadMac,
    /// Another reader of this customer has this MAC.
    MacTaken,
    /// Another reader of this customer has this Reader ID.
    ReaderIdTaken,
    /// Not one of the steps.
    NotAStep,
    /// Does not match what is asked for.
    DoesNotMatch,
    /// The cloud does not send messages by this way.
    ChannelOff,
    /// A text message only announces a letter, which was not asked for.
    NeedsEmail,
    /// Not the name of a server.
    BadHost,
    /// Without TLS only a server on the same computer is used.
    NeedsTls,
    /// Nothing stands for what is in braces.
    UnknownPlaceholder {
        /// What is in braces.
        name: String,
    },
    /// Something has to stand for this.
    MissingPlaceholder {
        /// What is to be in braces.
        name: String,
    },
    /// Not JSON.
    BadJson,
    /// Not a header of HTTP.
    BadHeader,
    /// A header of this name is there already.
    HeaderTwice,
    /// Not one of the choices.
    UnknownChoice,
    /// The text could not be understood as a value of this kind.
    Malformed,
}

/// A field of a form and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FieldError {
    /// Name of the field in the request, for example `system_id` or `contact.email`.
    pub field: String,
    /// What is wrong.
    #[serde(flatten)]
    pub code: FieldCode,
}

/// Why a mutation was not carried out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Refusal {
    /// It does not exist, or not for this actor.
    NotFound,
    /// The actor's role does not allow it.
    NotAllowed,
    /// Fields of the form are wrong.
    Invalid {
        /// All of them, so that a form can show every message at once.
        fields: Vec<FieldError>,
    },
    /// Somebody else changed these fields since they were read.
    EditConflict {
        /// The fields.
        fields: Vec<String>,
    },
    /// Not enough credit.
    NoCredit {
        /// Whole credits needed.
        needed: i64,
        /// Whole credits there are.
        available: i64,
    },
    /// Demo systems are not on the ledger.
    DemoHasNoCredit,
    /// The distributor is set up already.
    AlreadySetUp,
    /// The customer is deleted; restore it first.
    CustomerDeleted,
    /// The customer is not deleted.
    CustomerNotDeleted,
    /// The account is deleted; create it anew.
    AccountDeleted,
    /// The last distributor admin cannot be deleted.
    LastAdmin,
    /// The account that did it was deleted or has expired.
    AccountEnded,
    /// The computer was ended or declared lost.
    ComputerEnded,
    /// The lease was given back, or its computer was declared lost.
    LeaseEnded,
    /// The computer's store was copied, and what the key would use of its lease is gone: *QR void, reprint*.
    CopyVoid,
    /// Somebody decided about this item of quarantine already.
    AlreadyDecided,
    /// An account cannot delete itself.
    OwnAccount,
    /// The user is deleted and cannot be restored.
    UserDeleted,
    /// The device is deleted; the user needs a new one.
    DeviceDeleted,
    /// The key is in a state in which this cannot be done.
    KeyState {
        /// Its status.
        status: KeyStatus,
    },
    /// The device holds a live key already.
    DeviceHasKey,
    /// One uniform answer for every code that opens nothing: unknown, used, expired, lost.
    CodeInvalid,
    /// Only a distributor may waive the credit of a phone swap.
    WaiverNotAllowed,
    /// A row of the import matches two different readers, or the readers changed since the preview.
    ImportStale,
    /// The import would change nothing.
    NothingToDo,
    /// The import was undone already.
    AlreadyUndone,
    /// The reader is deleted.
    ReaderDeleted,
    /// The group is deleted.
    GroupDeleted,
    /// Groups are switched off for this customer.
    GroupsOff,
    /// The id of something new is taken already.
    IdTaken,
    /// The cloud does not know this action, or not in this version: the program that sent it is newer.
    UnknownMutation {
        /// Its name.
        name: String,
        /// The version of its arguments.
        version: u32,
    },
    /// The site template is deleted.
    TemplateDeleted,
    /// The site template says something else than the plan that was shown.
    TemplateStale,
    /// The message is on its way, or was sent again by somebody else meanwhile.
    MessageStale,
    /// A ledger entry of this kind cannot be made by hand.
    BadTransfer {
        /// The kind.
        kind: TransferKind,
    },
}

impl Refusal {
    /// The stable code, from which the text is made.
    pub fn code(&self) -> String {
        serde_json::to_value(self)
            .ok()
            .and_then(|value| value.get("code").and_then(|code| code.as_str().map(str::to_owned)))
            .unwrap_or_default()
    }
}
