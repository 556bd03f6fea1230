//! Accounts.

use chrono::{DateTime, Utc};
use mobileaccess_domain::{
    Id, Language,
    rows::{Account, Customer, Role},
};

use crate::dto;

dto! {
    /// Whose accounts.
    pub struct AccountScope {
        /// The customer, or `None` for the distributor's own people.
        pub customer_id: Option<Id<Customer>>,
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
        /// When it was deleted.
        pub deleted_at: Option<DateTime<Utc>>,
        /// Whether it is the account that asks.
        pub own: bool,
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
