//! Mobile keys.

use chrono::{DateTime, NaiveDate, Utc};
use mobileaccess_domain::{
    Edit, Id, Language,
    rows::{ActivationCode, Customer, Key, ReaderGroup, User},
    users::UserFields,
};

use crate::{
    CreditLeft, dto,
    messages::{MessageWays, SendTo},
};

dto! {
    /// One key.
    pub struct KeyRequest {
        /// The key.
        pub key_id: Id<Key>,
    }

    /// What the key wizard starts with.
    pub struct PrefillKeyRequest {
        /// The customer.
        pub customer_id: Id<Customer>,
        /// The user, if there is one already.
        pub user_id: Option<Id<User>>,
    }

    /// What the key wizard starts with (manual, chapters 2.1.4 and 4.3.2).
    pub struct KeyPrefill {
        /// Next device name in series, for example `Device017`.
        pub device_name: String,
        /// Key Name of the customer.
        pub key_name: String,
        /// Next free User ID.
        pub number: u32,
        /// Today, in the customer's time zone.
        pub valid_from: NaiveDate,
        /// Default validity; `None` is unlimited.
        pub valid_to: Option<NaiveDate>,
        /// Credit before.
        pub credit: CreditLeft,
        /// Whether groups are switched on.
        pub groups_enabled: bool,
        /// Whether duplicates are allowed.
        pub allow_duplicate_user_id: bool,
        /// It is spent from what this computer took to site: there is no network, and the QR works at once.
        pub from_site: bool,
        /// There is no network. Unless it is from site, the QR is shown only once the cloud has confirmed the key.
        pub away: bool,
        /// By which ways the code can be sent.
        pub ways: MessageWays,
        /// E-mail address of the user that is there already; may be empty.
        pub email: String,
        /// Phone number of the user that is there already; may be empty.
        pub phone: String,
    }

    /// Whom the key is for.
    #[serde(tag = "kind", rename_all = "snake_case")]
    pub enum KeyHolder {
        /// A new user.
        New {
            /// What was entered. Give either the names or `full_name`.
            fields: UserFields,
            /// Name in one field; split at its last space.
            #[serde(default)]
            full_name: Option<String>,
        },
        /// A user that is there.
        Existing {
            /// The user.
            user_id: Id<User>,
        },
    }

    /// Issues a key.
    pub struct IssueKeyRequest {
        /// The customer.
        pub customer_id: Id<Customer>,
        /// Whom for.
        pub holder: KeyHolder,
        /// Device name.
        pub device_name: String,
        /// Key Name.
        pub key_name: String,
        /// User ID.
        pub number: u32,
        /// First day.
        pub valid_from: NaiveDate,
        /// Last day; `None` is unlimited.
        pub valid_to: Option<NaiveDate>,
        /// Reader groups.
        #[serde(default)]
        pub group_ids: Vec<Id<ReaderGroup>>,
        /// Where the code is to be sent.
        #[serde(default)]
        #[ts(as = "Option<_>", optional)]
        pub send: Vec<SendTo>,
    }

    /// A key was issued or its code made anew.
    pub struct IssuedKey {
        /// The user.
        pub user_id: Id<User>,
        /// Full name.
        pub user_name: String,
        /// The key.
        pub key_id: Id<Key>,
        /// The code's row; `None` if the key arrives by sync.
        pub code_id: Option<Id<ActivationCode>>,
        /// When the code expires.
        pub code_expires_at: Option<DateTime<Utc>>,
        /// Where a letter with the code goes; empty if none does.
        pub letter_to: String,
        /// User ID.
        pub number: u32,
        /// Credit after.
        pub credit: CreditLeft,
    }

    /// Edits a key.
    pub struct EditKeyRequest {
        /// The key.
        pub key_id: Id<Key>,
        /// Key Name.
        #[serde(default)]
        #[ts(optional = nullable)]
        pub name: Option<Edit<String>>,
        /// First day.
        #[serde(default)]
        #[ts(optional = nullable)]
        pub valid_from: Option<Edit<NaiveDate>>,
        /// Last day.
        #[serde(default)]
        #[ts(optional = nullable)]
        pub valid_to: Option<Edit<Option<NaiveDate>>>,
        /// Groups.
        #[serde(default)]
        #[ts(optional = nullable)]
        pub group_ids: Option<Edit<Vec<Id<ReaderGroup>>>>,
    }

    /// A further code.
    pub struct ReissueCodeRequest {
        /// The key.
        pub key_id: Id<Key>,
        /// Whether the codes so far are lost and must stop working.
        pub lost: bool,
        /// Where the new one is to be sent.
        #[serde(default)]
        #[ts(as = "Option<_>", optional)]
        pub send: Vec<SendTo>,
    }

    /// A user's new phone.
    pub struct SwapPhoneRequest {
        /// The key whose User ID moves.
        pub key_id: Id<Key>,
        /// Name of the new device.
        pub device_name: String,
        /// Why the credit is waived; `None` charges it.
        pub waiver: Option<String>,
    }

    /// A code in clear.
    pub struct RevealedCode {
        /// 20 characters.
        pub code: String,
        /// When it expires.
        pub expires_at: DateTime<Utc>,
        /// Language of the user's handout.
        pub language: Option<Language>,
    }
}
