//! This computer and its cloud: joining, what waits, what needs attention.

use chrono::{DateTime, NaiveDate, Utc};
use mobileaccess_domain::{
    Id, Language,
    rows::{Customer, ReaderGroup, User},
    users::UserFields,
};
use uuid::Uuid;

use crate::{Failure, dto};

dto! {
    /// Asks who is at an address.
    pub struct ProbeRequest {
        /// `https://cloud.example`, or with the fingerprint of the certificate after `#`.
        pub address: String,
    }

    /// Who is at an address.
    pub struct CloudProbe {
        /// The address as it is kept.
        pub address: String,
        /// SHA-256 of the certificate where no public authority vouches for it: to be compared with the one that the office
        /// server shows, before anything is sent.
        pub certificate: Option<String>,
        /// Version of the cloud's program; empty while the certificate is not confirmed.
        pub version: String,
    }

    /// *Join a cloud*.
    pub struct JoinRequest {
        /// The address.
        pub address: String,
        /// The fingerprint that the person has compared.
        #[serde(default)]
        pub certificate: Option<String>,
        /// Login e-mail.
        pub email: String,
        /// Password of the account.
        pub password: String,
        /// A one-time code in place of the password's proof, for an account that must not send its password here.
        #[serde(default)]
        pub code: String,
        /// Name of this computer in lists.
        pub computer: String,
        /// Language of the screens.
        pub language: Language,
        /// Whether what is on this computer is set aside. Without it, joining is refused where there is something.
        #[serde(default)]
        pub set_aside: bool,
    }

    /// *Move to a cloud*: everything that was set up on this computer alone goes along.
    pub struct MoveRequest {
        /// The address.
        pub address: String,
        /// The fingerprint that the person has compared.
        #[serde(default)]
        pub certificate: Option<String>,
        /// The issuer's one-time code.
        pub code: String,
        /// The password of whoever moves.
        pub password: String,
        /// Name of this computer in lists.
        pub computer: String,
    }

    /// Where this computer stands with its cloud.
    #[derive(Copy, Eq)]
    #[serde(rename_all = "snake_case")]
    pub enum CloudStage {
        /// It belongs to none: this computer has the last word.
        None,
        /// The first rows are coming.
        First,
        /// Everything is sent and up to date.
        UpToDate,
        /// A request is under way.
        Working,
        /// Changes wait here, for the cloud cannot be reached.
        Offline,
        /// The cloud answers, but refuses this computer or its program.
        Trouble,
    }

    /// What the chip in the top bar shows.
    pub struct CloudStatus {
        /// Where it stands.
        pub stage: CloudStage,
        /// The cloud's address.
        pub address: String,
        /// Changes that wait for the cloud.
        pub waiting: u64,
        /// When the oldest of them was made.
        pub waiting_since: Option<DateTime<Utc>>,
        /// Things that need a person.
        pub attention: u64,
        /// When the cloud was last heard of.
        pub last_contact: Option<DateTime<Utc>>,
        /// Rows of the first sync that came.
        pub received: u64,
        /// Rows of the first sync in all, as far as it is known.
        pub expected: u64,
        /// What was last wrong.
        pub problem: Option<Failure>,
        /// Where this computer is moving to, if it has not arrived: until then nothing is changed here.
        pub moving: Option<String>,
        /// `good`, `password_changed`, `account_ended`, `revoked`, `lost`.
        pub standing: String,
        /// Rows that wait for the cloud, at most 2,000 of them.
        pub rows: Vec<Uuid>,
    }

    /// One change that waits.
    pub struct WaitingChange {
        /// Its id.
        pub id: Uuid,
        /// What was done, as in the activity log.
        pub action: String,
        /// When.
        pub at: DateTime<Utc>,
        /// Whom or what it is about.
        pub about: String,
    }

    /// What waits for the cloud.
    pub struct Waiting {
        /// Oldest first, at most 200.
        pub changes: Vec<WaitingChange>,
        /// All of them.
        pub total: u64,
    }

    /// A field that somebody else changed meanwhile.
    pub struct FieldConflict {
        /// Name of the field.
        pub field: String,
        /// What it was changed to here.
        pub mine: String,
        /// What it is now.
        pub theirs: String,
    }

    /// What was typed for a key that was refused.
    pub struct TypedKey {
        /// Name of the device.
        pub device_name: String,
        /// Key Name.
        pub key_name: String,
        /// First day.
        pub valid_from: NaiveDate,
        /// Last day.
        pub valid_to: Option<NaiveDate>,
        /// Reader groups.
        pub group_ids: Vec<Id<ReaderGroup>>,
    }

    /// What was typed into a form whose mutation was refused, so that it can be corrected and sent again.
    pub struct Typed {
        /// The customer.
        pub customer_id: Id<Customer>,
        /// The user that was to get one more device, if it still is one.
        pub user_id: Option<Id<User>>,
        /// Its name.
        pub user_name: String,
        /// A user that was to be new.
        pub fields: Option<UserFields>,
        /// The key; none where only a user was created.
        pub key: Option<TypedKey>,
    }

    /// One thing that needs a person.
    pub struct AttentionItem {
        /// The mutation that was refused.
        pub id: Uuid,
        /// What was asked, as in the activity log.
        pub action: String,
        /// When it was asked.
        pub at: DateTime<Utc>,
        /// Whom or what it is about.
        pub about: String,
        /// Why it was refused.
        pub failure: Failure,
        /// Fields that differ, for an edit that met another one.
        pub conflicts: Vec<FieldConflict>,
        /// What was typed, where a form can take it once more.
        pub typed: Option<Typed>,
        /// A handout may be out that opens nothing: it has to be printed anew.
        pub void_handout: bool,
    }

    /// A customer whose System ID another one has too.
    pub struct SystemIdTwice {
        /// The customer.
        pub customer_id: Id<Customer>,
        /// Its name.
        pub name: String,
        /// The System ID.
        pub system_id: String,
    }

    /// The inbox.
    pub struct Inbox {
        /// Newest first, at most 200.
        pub items: Vec<AttentionItem>,
        /// What lost computers delivered and nobody has decided about; only for the distributor's admins.
        pub quarantined: u64,
        /// Customers that were created without network and have the same System ID.
        pub twice: Vec<SystemIdTwice>,
    }

    /// What to do about a thing.
    #[derive(Copy, Eq)]
    #[serde(rename_all = "snake_case")]
    pub enum AttentionAction {
        /// Leave it.
        Discard,
        /// Ask the same again.
        Resend,
        /// Put one's own values in the place of theirs.
        Mine,
        /// Let theirs stand.
        Theirs,
    }

    /// Deals with one thing of the inbox.
    pub struct AttentionRequest {
        /// The mutation.
        pub id: Uuid,
        /// What to do.
        pub action: AttentionAction,
    }

    /// The password that the account has now.
    pub struct NewPasswordRequest {
        /// The password.
        pub password: String,
    }
}
