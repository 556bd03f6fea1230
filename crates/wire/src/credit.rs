//! Credit.

use chrono::{DateTime, Utc};
use mobileaccess_domain::{
    Id,
    rows::{Customer, Transfer},
};

use crate::{CreditLeft, Page, PageInfo, computers::HeldLease, dto};

dto! {
    /// Whose credit.
    pub struct CreditScope {
        /// The customer, or `None` for the distributor.
        pub customer_id: Option<Id<Customer>>,
    }

    /// Credit at a glance (manual, chapters 3.2.2 and 4.2.3).
    pub struct CreditOverview {
        /// What the distributor has; `None` for who may not see it.
        pub distributor: Option<i64>,
        /// What the customer has, when one was asked for.
        pub customer: Option<CreditLeft>,
        /// Credit that came along from a computer that was its own issuer, until the issuer confirms it: of the customer, or of
        /// everybody.
        pub unconfirmed: i64,
        /// Number of live customers, or of the customer's keys ever issued.
        pub count: u32,
        /// Customers with the most need first, for the distributor.
        pub customers: Vec<CustomerCredit>,
        /// What computers hold of the customer's credit, when one was asked for: it cannot be taken back meanwhile.
        pub on_site: Vec<HeldLease>,
    }

    /// Credit of one customer.
    pub struct CustomerCredit {
        /// The customer.
        pub customer_id: Id<Customer>,
        /// Name.
        pub name: String,
        /// What it has.
        pub credit: CreditLeft,
        /// Keys issued in the last 30 days.
        pub spent_30_days: u32,
        /// Days until it runs out at that pace; `None` if it does not.
        pub days_left: Option<u32>,
    }

    /// The manual's words for a movement, by the side it is seen from.
    #[derive(Copy)]
    #[serde(rename_all = "snake_case")]
    pub enum MovementType {
        /// Distributor: bought from the issuer.
        PurchaseCredit,
        /// Distributor: given to a customer.
        Transfer,
        /// Either: given back.
        Refunding,
        /// Customer: received.
        Adding,
        /// Customer: spent on a key.
        Purchase,
        /// Customer: the five free credits. Shown to the distributor too, where they change nothing.
        Trial,
        /// Customer: a key's credit given back.
        KeyRefund,
    }

    /// One movement.
    pub struct Movement {
        /// The ledger entry.
        pub id: Id<Transfer>,
        /// When.
        pub at: DateTime<Utc>,
        /// Type.
        pub kind: MovementType,
        /// Amount with the sign seen from this side; trial lines show 5 to the distributor but count 0.
        pub amount: i64,
        /// Whether it changed the balance of this side.
        pub counts: bool,
        /// Balance of this side after it.
        pub balance: i64,
        /// The customer, seen from the distributor.
        pub customer_id: Option<Id<Customer>>,
        /// Its name.
        pub customer_name: Option<String>,
        /// User ID of the key that was paid for.
        pub user_id_number: Option<u32>,
        /// Trial credit.
        pub trial: bool,
        /// `Paid` or `Refunded` in the manual's status column.
        pub refunded: bool,
        /// Purchase order number or other note.
        pub note: String,
        /// Who moved it.
        pub email: Option<String>,
    }

    /// A page of movements, newest first unless sorted otherwise.
    pub struct ListMovementsRequest {
        /// The customer, or `None` for the distributor.
        pub customer_id: Option<Id<Customer>>,
        /// Page; sorts by `at`, `kind`, `amount`.
        pub page: Page,
    }

    /// A page of movements.
    pub struct MovementPage {
        /// Rows.
        pub rows: Vec<Movement>,
        /// Where the page stands.
        pub info: PageInfo,
    }

    /// Saves movements as CSV.
    pub struct ExportMovementsRequest {
        /// What to save.
        pub list: ListMovementsRequest,
        /// Where to.
        pub file: String,
        /// As what; CSV if nothing is said.
        #[serde(default)]
        #[ts(optional = nullable)]
        pub format: Option<crate::files::SheetFormat>,
    }

    /// Moves credit.
    pub struct MoveCreditRequest {
        /// The customer.
        pub customer_id: Id<Customer>,
        /// Whole credits.
        pub amount: i64,
        /// Purchase order number or other note.
        #[serde(default)]
        pub note: String,
    }

    /// The issuer sells credit to this computer's distributor.
    pub struct SellCreditRequest {
        /// Whole credits.
        pub amount: i64,
        /// Purchase order number.
        pub note: String,
    }
}
