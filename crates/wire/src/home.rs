//! The first screens: what needs somebody now.

use chrono::{DateTime, Utc};
use mobileaccess_domain::{
    Id,
    rows::{Customer, User},
};

use crate::{CreditLeft, credit::Movement, dto, users::Stages};

dto! {
    /// Something of a customer that needs attention, with a count.
    pub struct Attention {
        /// The customer.
        pub customer_id: Id<Customer>,
        /// Name.
        pub name: String,
        /// How many.
        pub count: u32,
    }

    /// A customer that runs out of credit.
    pub struct LowCredit {
        /// The customer.
        pub customer_id: Id<Customer>,
        /// Name.
        pub name: String,
        /// What it has.
        pub credit: CreditLeft,
        /// Days until it runs out at the pace of the last 30 days; `None` if it has nothing or no pace is known.
        pub days_left: Option<u32>,
    }

    /// What needs a distributor now (manual, chapter 2; design, places).
    pub struct DistributorHome {
        /// Available credit; `None` for who may not see it.
        pub credit: Option<i64>,
        /// Whether that is as little as this computer's settings warn of.
        pub credit_low: bool,
        /// Live customers.
        pub customers: u32,
        /// Codes that expire within three days, by customer.
        pub expiring: Vec<Attention>,
        /// Codes that expired unused, by customer.
        pub expired: Vec<Attention>,
        /// Customers with little credit.
        pub low_credit: Vec<LowCredit>,
        /// Customers with reader changes that phones do not know.
        pub unpublished: Vec<Attention>,
        /// Last movements.
        pub movements: Vec<Movement>,
        /// Keys of all customers by stage.
        pub stages: Stages,
    }

    /// A key that waits.
    pub struct WaitingKey {
        /// The user.
        pub user_id: Id<User>,
        /// Name.
        pub name: String,
        /// When its last open code expires.
        pub expires_at: DateTime<Utc>,
    }

    /// What needs a customer now (manual, chapter 4.1.2).
    pub struct CustomerHome {
        /// Credit.
        pub credit: CreditLeft,
        /// Whether that is as little as this computer's settings warn of.
        pub credit_low: bool,
        /// Users that are not deleted.
        pub users: u32,
        /// Keys by stage.
        pub stages: Stages,
        /// Live readers.
        pub readers: u32,
        /// Reader changes that phones do not know.
        pub unpublished: u32,
        /// Codes that expire within three days.
        pub expiring: u32,
        /// Waiting keys that expire first.
        pub waiting: Vec<WaitingKey>,
        /// Where phones find the app for Android, as text and as SVG of the QR.
        pub android: AppLink,
        /// Where phones find the app for iOS.
        pub ios: AppLink,
    }

    /// A link with its QR.
    pub struct AppLink {
        /// Address.
        pub url: String,
        /// QR as SVG.
        pub svg: String,
    }
}
