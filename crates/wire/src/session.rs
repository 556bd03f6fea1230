//! Session, settings, workspaces and drafts.

use chrono::{DateTime, NaiveDate, Utc};
use mobileaccess_domain::{
    Id, Language,
    rows::{Account, Customer, Distributor, Role, SystemType},
};
use serde_json::Value;

use crate::{Failure, dto};

/// Where nobody said otherwise, a customer's credit is low when three keys are left.
pub const fn low_credit_of_a_customer() -> u32 {
    3
}

/// The distributor's own is low earlier: it has to be bought.
pub const fn low_credit_of_a_distributor() -> u32 {
    10
}

dto! {
    /// Where this computer stands.
    #[serde(rename_all = "snake_case")]
    pub enum Stage {
        /// Nothing is set up yet.
        FirstRun,
        /// The store is closed.
        Locked,
        /// Somebody works.
        Unlocked,
        /// The store cannot be opened; `problem` says why.
        Broken,
    }

    /// Which data is open.
    #[serde(rename_all = "snake_case")]
    pub enum ProfileKind {
        /// This computer's own.
        Main,
        /// The demo.
        Demo,
    }

    /// What the window shows first.
    pub struct SessionView {
        /// Where this computer stands.
        pub stage: Stage,
        /// Which data is open.
        pub profile: ProfileKind,
        /// Whether a demo exists on this computer.
        pub has_demo: bool,
        /// Whether this computer has data of its own.
        pub has_main: bool,
        /// Who works, when unlocked.
        pub account: Option<SessionAccount>,
        /// The distributor, when unlocked.
        pub distributor: Option<DistributorName>,
        /// Version of the program.
        pub version: String,
        /// Why the store cannot be opened.
        pub problem: Option<Failure>,
        /// Language the screens were last used in on this computer.
        pub language: Language,
        /// `light`, `dark` or `system`.
        pub theme: String,
    }

    /// Who works.
    pub struct SessionAccount {
        /// The account.
        pub id: Id<Account>,
        /// Login e-mail.
        pub email: String,
        /// Role.
        pub role: Role,
        /// The customer of a customer admin.
        pub customer_id: Option<Id<Customer>>,
        /// When the login expires.
        pub expires_at: Option<DateTime<Utc>>,
        /// The last local day on which it opens.
        pub expires_on: Option<NaiveDate>,
        /// Local days left until it expires; 0 on the last one.
        pub days_left: Option<i64>,
    }

    /// The distributor in short.
    pub struct DistributorName {
        /// The distributor.
        pub id: Id<Distributor>,
        /// Name.
        pub name: String,
        /// Code.
        pub code: String,
        /// Time zone of the office.
        pub time_zone: String,
    }

    /// *Set up this computer*.
    pub struct SetUpRequest {
        /// Distributor's name.
        pub name: String,
        /// Distributor's code, four letters or digits.
        pub code: String,
        /// Login e-mail of the first admin.
        pub email: String,
        /// Password.
        pub password: String,
        /// IANA time zone; the computer's own when empty.
        #[serde(default)]
        pub time_zone: String,
        /// Language of the screens.
        pub language: Language,
    }

    /// What set-up answers, once.
    pub struct SetUpResponse {
        /// Opens the store when every password is forgotten. Shown once, kept nowhere.
        pub recovery_code: String,
    }

    /// Opens the store.
    pub struct UnlockRequest {
        /// Login e-mail.
        pub email: String,
        /// Password.
        pub password: String,
    }

    /// Opens the store with the recovery code.
    pub struct RecoverRequest {
        /// The recovery code; spaces, dashes and case do not matter.
        pub recovery_code: String,
        /// Login e-mail of a distributor admin.
        pub email: String,
        /// New password.
        pub new_password: String,
    }

    /// One's own password, asked again.
    pub struct PasswordRequest {
        /// Password.
        pub password: String,
    }

    /// Opens the demo.
    pub struct OpenDemoRequest {
        /// Language of the screens.
        pub language: Language,
    }

    /// Language of one's screens.
    pub struct SetLanguageRequest {
        /// The language.
        pub language: Language,
    }

    /// Settings of this computer.
    pub struct Settings {
        /// Minutes without a person until the screens lock; 0 is never.
        pub auto_lock_minutes: u32,
        /// `light`, `dark` or `system`.
        pub theme: String,
        /// Language of the screens before somebody logs in.
        pub language: Language,
        /// Where phones find the app for Android.
        pub android_link: String,
        /// Where phones find the app for iOS.
        pub ios_link: String,
        /// Credit of a customer is said to be low when there is no more of it than this.
        #[serde(default = "low_credit_of_a_customer")]
        pub low_credit_customer: u32,
        /// The same of the distributor's own credit.
        #[serde(default = "low_credit_of_a_distributor")]
        pub low_credit_own: u32,
        /// Printer calibration to the right, in mm.
        pub calibration_x_mm: f32,
        /// Printer calibration downwards, in mm.
        pub calibration_y_mm: f32,
    }

    /// Whether the window may close, asked when somebody wants to close it.
    pub struct QuitRequest {
        /// It may. Otherwise it stays, and the next wish to close it is asked about again.
        pub quit: bool,
    }

    /// One workspace that can be chosen.
    pub struct Workspace {
        /// The customer, or `None` for the distributor itself.
        pub customer_id: Option<Id<Customer>>,
        /// Name.
        pub name: String,
        /// System ID, or the distributor's code.
        pub code: String,
        /// System type of a customer.
        pub system_type: Option<SystemType>,
        /// Whether the customer is deleted.
        pub deleted: bool,
    }

    /// Every workspace of the account.
    pub struct Workspaces {
        /// The distributor first, if the account may work in it, then customers by name.
        pub workspaces: Vec<Workspace>,
    }

    /// Name of a draft.
    pub struct DraftName {
        /// Name, for example `customer-wizard`.
        pub name: String,
    }

    /// A draft.
    pub struct Draft {
        /// Its content; `null` if there is none.
        #[ts(type = "unknown")]
        pub value: Value,
    }

    /// Keeps a draft.
    pub struct PutDraft {
        /// Name.
        pub name: String,
        /// Its content; `null` removes it.
        #[ts(type = "unknown")]
        pub value: Value,
    }

    /// What others would miss if the program ended now.
    pub struct Leaving {
        /// Changes that the cloud has not got yet.
        pub waiting: u64,
        /// What this computer holds for work without network.
        pub held: Vec<crate::computers::HeldLease>,
        /// There is no network.
        pub away: bool,
        /// Other computers get their data from this program.
        pub serves: bool,
    }
}
