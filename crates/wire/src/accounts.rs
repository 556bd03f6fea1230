//! Accounts.

use chrono::{DateTime, NaiveDate, Utc};
use mobileaccess_domain::{
    Edit, Id, Language,
    rows::{Account, Customer, Role},
};

use crate::dto;

dto! {
    /// Whose accounts.
    pub struct AccountScope {
        /// The customer, or `None` for the distributor's own people.
        pub customer_id: Option<Id<Customer>>,
    }

    /// Saves accounts as a file.
    pub struct ExportAccountsRequest {
        /// The customer, or `None` for the distributor's own people.
        pub customer_id: Option<Id<Customer>>,
        /// Language.
        #[serde(default)]
        pub language: Language,
        /// Where to.
        pub file: String,
        /// As what; CSV if nothing is said.
        #[serde(default)]
        #[ts(optional = nullable)]
        pub format: Option<crate::files::SheetFormat>,
    }

    /// One account.
    pub struct AccountRow {
        /// The account.
        pub id: Id<Account>,
        /// Login e-mail.
        pub email: String,
        /// Role.
        pub role: Role,
        /// Language of its screens.
        pub language: Option<Language>,
        /// When it was created.
        pub created_at: DateTime<Utc>,
        /// When the login expires.
        pub expires_at: Option<DateTime<Utc>>,
        /// The last local day on which it opens.
        pub expires_on: Option<NaiveDate>,
        /// When it was deleted.
        pub deleted_at: Option<DateTime<Utc>>,
        /// Whether it is the account that asks.
        pub own: bool,
        /// The customers given to an installer, by name.
        pub customers: Vec<GivenCustomer>,
    }

    /// A customer given to an installer.
    pub struct GivenCustomer {
        /// The customer.
        pub id: Id<Customer>,
        /// Its name.
        pub name: String,
        /// Its System ID.
        pub system_id: String,
        /// Whether it is deleted.
        pub deleted: bool,
    }

    /// Accounts, in the order of their creation.
    pub struct Accounts {
        /// Accounts.
        pub accounts: Vec<AccountRow>,
    }

    /// Creates an account.
    pub struct CreateAccountRequest {
        /// The customer, or `None` for the distributor's own people.
        pub customer_id: Option<Id<Customer>>,
        /// Role.
        pub role: Role,
        /// Login e-mail.
        pub email: String,
        /// Password.
        pub password: String,
        /// The last local day on which it opens; never expires when missing.
        #[serde(default)]
        pub expires_on: Option<NaiveDate>,
    }

    /// Sets when a login expires.
    pub struct SetExpiryRequest {
        /// The account.
        pub account_id: Id<Account>,
        /// The last local day on which it opens, before and after; `null` is never.
        pub expires_on: Edit<Option<NaiveDate>>,
    }

    /// A customer that is given to an installer, or taken away.
    pub struct GiveCustomerRequest {
        /// The installer's account.
        pub account_id: Id<Account>,
        /// The customer.
        pub customer_id: Id<Customer>,
    }

    /// Deletes an account.
    pub struct DeleteAccountRequest {
        /// The account.
        pub account_id: Id<Account>,
    }

    /// Changes a password.
    pub struct ChangePasswordRequest {
        /// The account.
        pub account_id: Id<Account>,
        /// The current password, needed for one's own.
        pub current_password: Option<String>,
        /// The new password.
        pub new_password: String,
    }
}
