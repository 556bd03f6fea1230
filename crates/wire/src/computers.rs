//! Computers that belong to a cloud, what they hold to work without network, and what lost ones delivered.

use chrono::{DateTime, NaiveDate, Utc};
use mobileaccess_domain::{
    Edit, Id,
    rows::{Account, Customer, Lease, NumberRange, Quarantined, Replica},
};

use crate::dto;

dto! {
    /// What a computer holds of one customer.
    pub struct HeldLease {
        /// The lease.
        pub lease_id: Id<Lease>,
        /// The computer.
        pub computer_id: Id<Replica>,
        /// Its name.
        pub computer: String,
        /// The customer.
        pub customer_id: Id<Customer>,
        /// Its name.
        pub customer: String,
        /// Paid credits that the authority knows to be unspent.
        pub paid: i64,
        /// Trial credits that the authority knows to be unspent.
        pub trial: i64,
        /// What the customer has in all: with it and on computers.
        pub of: i64,
        /// User IDs, used ones included.
        pub numbers: Vec<NumberRange>,
        /// How many of them no key has.
        pub numbers_left: u64,
        /// When it was taken.
        pub taken_at: DateTime<Utc>,
        /// It came with a customer that was created without network, and goes back at the first sync.
        pub until_sync: bool,
        /// The cloud has not confirmed it yet.
        pub waiting: bool,
    }

    /// One computer.
    pub struct ComputerRow {
        /// The computer.
        pub id: Id<Replica>,
        /// Its name.
        pub name: String,
        /// Whose it is: the login e-mail.
        pub account: String,
        /// The customer of its account, for a customer's admin.
        pub customer: Option<String>,
        /// The one that asks.
        pub this: bool,
        /// When it was added.
        pub enrolled_at: DateTime<Utc>,
        /// When it was ended.
        pub revoked_at: Option<DateTime<Utc>>,
        /// When it was declared lost.
        pub lost_at: Option<DateTime<Utc>>,
        /// Its data turned out to be a copy of another computer's.
        pub copied: bool,
        /// When the cloud last heard of it; `None` where only the cloud knows.
        pub last_contact: Option<DateTime<Utc>>,
        /// Changes that wait on it; `None` where only the cloud knows.
        pub waiting: Option<u64>,
        /// What it holds.
        pub leases: Vec<HeldLease>,
    }

    /// The computers that the account may see, the one that asks first.
    pub struct Computers {
        /// Whether this computer belongs to a cloud. If not, it is its own authority and there are no others.
        pub joined: bool,
        /// The computers.
        pub computers: Vec<ComputerRow>,
    }

    /// A computer.
    #[derive(Copy, Eq)]
    pub struct ComputerRequest {
        /// The computer.
        pub computer_id: Id<Replica>,
    }

    /// Another name for a computer.
    pub struct RenameComputerRequest {
        /// The computer.
        pub computer_id: Id<Replica>,
        /// Its name.
        pub name: Edit<String>,
    }

    /// A customer whose credit and User IDs can be taken to site.
    pub struct SiteCustomer {
        /// The customer.
        pub customer_id: Id<Customer>,
        /// Its name.
        pub name: String,
        /// Its System ID.
        pub system_id: String,
        /// Paid credit that is free.
        pub paid: i64,
        /// Trial credit that is free.
        pub trial: i64,
    }

    /// What this computer can do without network.
    pub struct Site {
        /// Whether it belongs to a cloud. If not, the whole job works here anyway.
        pub joined: bool,
        /// Whether the cloud cannot be reached just now.
        pub away: bool,
        /// What it holds.
        pub held: Vec<HeldLease>,
        /// What can be taken.
        pub customers: Vec<SiteCustomer>,
        /// The day of the next trip, if one is planned.
        pub trip: Option<NaiveDate>,
        /// The trip is today or tomorrow, or was planned for a day that has passed, and nothing is taken.
        pub trip_near: bool,
    }

    /// What to take of one customer.
    #[derive(Eq)]
    pub struct TakeOne {
        /// The customer.
        pub customer_id: Id<Customer>,
        /// Paid credits.
        pub paid: i64,
        /// Trial credits.
        pub trial: i64,
        /// How many User IDs: the next that are free.
        pub numbers: u32,
    }

    /// *Take to site*.
    #[derive(Eq)]
    pub struct TakeToSiteRequest {
        /// What to take.
        pub customers: Vec<TakeOne>,
    }

    /// *Give back*.
    #[derive(Eq)]
    pub struct GiveBackRequest {
        /// The leases; all of this computer's if it is empty.
        pub lease_ids: Vec<Id<Lease>>,
    }

    /// Plans a trip, or none.
    #[derive(Eq)]
    pub struct PlanTripRequest {
        /// The day.
        pub day: Option<NaiveDate>,
    }

    /// One thing that a lost computer delivered.
    pub struct QuarantineRow {
        /// The item.
        pub id: Id<Quarantined>,
        /// The computer.
        pub computer: String,
        /// Whose it was: the login e-mail.
        pub account: String,
        /// What was done, as in the activity log.
        pub action: String,
        /// The customer, where it is about one.
        pub customer: Option<String>,
        /// Whom it is about.
        pub about: String,
        /// The User ID of a key.
        pub user_id_number: Option<u32>,
        /// When it was done there.
        pub made_at: DateTime<Utc>,
    }

    /// What waits for a decision, computer by computer in the order in which it was done there.
    pub struct Quarantine {
        /// The items.
        pub items: Vec<QuarantineRow>,
    }

    /// Items to decide about, in order.
    #[derive(Eq)]
    pub struct QuarantineRequest {
        /// The items.
        pub item_ids: Vec<Id<Quarantined>>,
    }

    /// Makes a one-time code for an account.
    pub struct EnrolCodeRequest {
        /// The account.
        pub account_id: Id<Account>,
    }

    /// What is typed on another computer to work there with an account.
    pub struct EnrolCode {
        /// The cloud's address, with the fingerprint of its certificate where no public authority vouches for it.
        pub address: String,
        /// Login e-mail of the account.
        pub email: String,
        /// The code; good once.
        pub code: String,
        /// Until when.
        pub expires_at: DateTime<Utc>,
    }
}
