//! Users.

use chrono::{DateTime, NaiveDate, Utc};
use mobileaccess_domain::{
    Edit, Id, Language,
    rows::{
        ActivationCode, CodeEnd, Customer, Device, DeviceStatus, Key, KeyStatus, Platform, ReaderGroup, User,
        UserStatus,
    },
    users::UserFields,
};

use crate::{CreditLeft, Page, PageInfo, dto};

dto! {
    /// Where a key stands, in the words of the screens.
    #[derive(Copy, Eq, PartialOrd, Ord)]
    #[serde(rename_all = "snake_case")]
    pub enum KeyStage {
        /// The user has no key.
        None,
        /// Waits for activation with an open code.
        Waiting,
        /// Waits for the next sync of a phone that is active (after a restore).
        Arriving,
        /// Its last code expired unused.
        Expired,
        /// Active.
        Active,
        /// Suspended.
        Suspended,
        /// Deleted by an administrator.
        DeletedByAdmin,
        /// Deleted by the user.
        DeletedByUser,
        /// Deleted with its user.
        Deleted,
    }

    /// Keys by stage.
    #[derive(Default, Copy)]
    pub struct Stages {
        /// Waiting.
        pub waiting: u32,
        /// Waiting for a sync.
        pub arriving: u32,
        /// Expired.
        pub expired: u32,
        /// Active.
        pub active: u32,
        /// Suspended.
        pub suspended: u32,
    }

    /// What the demo's simulated phone can do with a key.
    #[derive(Copy, Eq)]
    #[serde(rename_all = "snake_case")]
    pub enum SimulatedUse {
        /// Nothing: this is not the demo, or somebody else's phone holds it.
        No,
        /// Scan its handout.
        Scan,
        /// It holds the key, or held it.
        Open,
    }

    /// One user.
    pub struct UserRequest {
        /// The user.
        pub user_id: Id<User>,
    }

    /// A page of users.
    pub struct ListUsersRequest {
        /// The customer.
        pub customer_id: Id<Customer>,
        /// Page; sorts by `name`, `email`, `phone`, `device`, `number`, `stage`, `created_at`, `valid_to`.
        pub page: Page,
        /// Shown users; empty shows all.
        #[serde(default)]
        pub user_status: Vec<UserStatus>,
        /// Shown keys; empty shows all.
        #[serde(default)]
        pub key_stage: Vec<KeyStage>,
        /// Only users whose key opens this group.
        #[serde(default)]
        pub group_id: Option<Id<ReaderGroup>>,
    }

    /// One row: a user with the key that matters most (a live one, else the latest).
    pub struct UserRow {
        /// The user.
        pub id: Id<User>,
        /// Full name.
        pub name: String,
        /// E-mail.
        pub email: String,
        /// Phone.
        pub phone: String,
        /// Status.
        pub status: UserStatus,
        /// When the user was created.
        pub created_at: DateTime<Utc>,
        /// Name of the device.
        pub device_name: Option<String>,
        /// Status of the device.
        pub device_status: Option<DeviceStatus>,
        /// The key.
        pub key_id: Option<Id<Key>>,
        /// User ID.
        pub number: Option<u32>,
        /// Where the key stands.
        pub stage: KeyStage,
        /// When the stage began, for example activated since.
        pub stage_at: Option<DateTime<Utc>>,
        /// When the open code expires, for a waiting key; when it expired, for an expired one.
        pub code_expires_at: Option<DateTime<Utc>>,
        /// Last day of validity.
        pub valid_to: Option<NaiveDate>,
        /// How many further live keys the user has.
        pub more_keys: u32,
        /// How often the handout was printed or saved.
        pub handouts: u32,
    }

    /// A page of users.
    pub struct UserPage {
        /// Rows.
        pub rows: Vec<UserRow>,
        /// Where the page stands.
        pub info: PageInfo,
        /// Keys by stage, over all users of the customer.
        pub stages: Stages,
    }

    /// A user that matches, with the key that its row shows.
    #[derive(Copy)]
    pub struct MatchingUser {
        /// The user.
        pub id: Id<User>,
        /// The key of its row.
        pub key_id: Option<Id<Key>>,
    }

    /// All users that match.
    pub struct MatchingUsers {
        /// Users, in the order of the table.
        pub users: Vec<MatchingUser>,
    }

    /// Saves users as CSV.
    pub struct ExportUsersRequest {
        /// What to save.
        pub list: ListUsersRequest,
        /// Where to.
        pub file: String,
        /// As what; CSV if nothing is said.
        #[serde(default)]
        #[ts(optional = nullable)]
        pub format: Option<crate::files::SheetFormat>,
    }

    /// An activation code without its secret.
    pub struct CodeView {
        /// The code's row.
        pub id: Id<ActivationCode>,
        /// Its first five characters.
        pub head: String,
        /// When it was made.
        pub created_at: DateTime<Utc>,
        /// When it expires.
        pub expires_at: DateTime<Utc>,
        /// Why it ended.
        pub end: Option<CodeEnd>,
        /// When it ended.
        pub ended_at: Option<DateTime<Utc>>,
        /// Whether it would still activate the key.
        pub open: bool,
        /// How often a handout was printed or saved.
        pub handouts: u32,
    }

    /// What may be done with a key now; the screen offers nothing else.
    #[derive(Copy)]
    pub struct KeyActions {
        /// Print or save its handout.
        pub handout: bool,
        /// Send its code by e-mail.
        pub send: bool,
        /// Make a further code.
        pub reissue: bool,
        /// Suspend.
        pub suspend: bool,
        /// Resume.
        pub resume: bool,
        /// Delete.
        pub delete: bool,
        /// Restore for one credit.
        pub restore: bool,
        /// Move to a new phone.
        pub swap: bool,
        /// Change validity, name, groups.
        pub edit: bool,
    }

    /// A key on the user card.
    pub struct KeyView {
        /// The key.
        pub id: Id<Key>,
        /// Key Name.
        pub name: String,
        /// User ID.
        pub number: u32,
        /// First day.
        pub valid_from: NaiveDate,
        /// Last day.
        pub valid_to: Option<NaiveDate>,
        /// Groups.
        pub group_ids: Vec<Id<ReaderGroup>>,
        /// Status as stored.
        pub status: KeyStatus,
        /// Where it stands.
        pub stage: KeyStage,
        /// When the status last changed.
        pub status_at: DateTime<Utc>,
        /// When it was issued.
        pub created_at: DateTime<Utc>,
        /// When it was activated.
        pub activated_at: Option<DateTime<Utc>>,
        /// When the phone last synchronised; `None` is shown as N/A.
        pub synchronized_at: Option<DateTime<Utc>>,
        /// Whether the demo's simulated phone may scan its handout, or holds it.
        pub simulated: SimulatedUse,
        /// Whether the phone is known to have what the status says.
        pub confirmed: bool,
        /// The code that matters: the open one that ends last, else the latest.
        pub code: Option<CodeView>,
        /// How many other open codes there are.
        pub other_open_codes: u32,
        /// Published doors it opens.
        pub doors: u32,
        /// What may be done now.
        pub actions: KeyActions,
        /// Messages about that code.
        pub messages: Vec<crate::messages::MessageView>,
    }

    /// A device on the user card.
    pub struct DeviceView {
        /// The device.
        pub id: Id<Device>,
        /// Name.
        pub name: String,
        /// Status.
        pub status: DeviceStatus,
        /// The phone's system.
        pub platform: Option<Platform>,
        /// The phone's model.
        pub model: String,
        /// When it was created.
        pub created_at: DateTime<Utc>,
        /// When it was activated.
        pub activated_at: Option<DateTime<Utc>>,
        /// When it was deleted.
        pub deleted_at: Option<DateTime<Utc>>,
        /// Its keys, the live one first.
        pub keys: Vec<KeyView>,
    }

    /// The user card (manual, chapters 4.3.1 to 4.3.3).
    pub struct UserCard {
        /// The user.
        pub id: Id<User>,
        /// Its customer.
        pub customer_id: Id<Customer>,
        /// What was entered.
        pub fields: UserFields,
        /// Full name.
        pub name: String,
        /// Status.
        pub status: UserStatus,
        /// When the user was created.
        pub created_at: DateTime<Utc>,
        /// When the user was deleted.
        pub deleted_at: Option<DateTime<Utc>>,
        /// Devices, live ones first, then latest first.
        pub devices: Vec<DeviceView>,
        /// Credit of the customer, for what costs some.
        pub credit: CreditLeft,
        /// Time zone of the customer.
        pub time_zone: String,
        /// Whether the account may waive the credit of a phone swap.
        pub may_waive: bool,
        /// By which ways a code can be sent.
        pub ways: crate::messages::MessageWays,
    }

    /// Creates a user.
    pub struct CreateUserRequest {
        /// The customer.
        pub customer_id: Id<Customer>,
        /// What was entered.
        pub fields: UserFields,
    }

    /// Edits a user.
    pub struct EditUserRequest {
        /// The user.
        pub user_id: Id<User>,
        /// Title.
        #[serde(default)]
        #[ts(optional = nullable)]
        pub title: Option<Edit<String>>,
        /// First name.
        #[serde(default)]
        #[ts(optional = nullable)]
        pub first_name: Option<Edit<String>>,
        /// Last name.
        #[serde(default)]
        #[ts(optional = nullable)]
        pub last_name: Option<Edit<String>>,
        /// E-mail.
        #[serde(default)]
        #[ts(optional = nullable)]
        pub email: Option<Edit<String>>,
        /// Phone.
        #[serde(default)]
        #[ts(optional = nullable)]
        pub phone: Option<Edit<String>>,
        /// Language of handouts.
        #[serde(default)]
        #[ts(optional = nullable)]
        pub language: Option<Edit<Option<Language>>>,
    }
}
