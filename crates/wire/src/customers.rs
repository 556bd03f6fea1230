//! Customers and the distributor.

use chrono::{DateTime, NaiveDate, Utc};
use mobileaccess_domain::{
    Edit, FieldError, Id,
    customers::CustomerEdits,
    rows::{Contact, Customer, Distributor, SystemType},
};

use crate::{CreditLeft, Page, PageInfo, computers::HeldLease, dto};

dto! {
    /// Which customers are shown.
    #[derive(Copy, Eq)]
    #[serde(rename_all = "snake_case")]
    pub enum CustomerFilter {
        /// Live ones.
        Active,
        /// Deleted ones.
        Deleted,
    }

    /// A page of customers.
    pub struct ListCustomersRequest {
        /// Page; sorts by `name`, `system_id`, `system_type`, `city`, `keys`, `credit`, `waiting`, `changed_at`, `created_at`.
        pub page: Page,
        /// Shown ones; empty shows all.
        #[serde(default)]
        pub status: Vec<CustomerFilter>,
    }

    /// One row of the table.
    pub struct CustomerRow {
        /// The customer.
        pub id: Id<Customer>,
        /// Name.
        pub name: String,
        /// System type.
        pub system_type: SystemType,
        /// System ID.
        pub system_id: String,
        /// City.
        pub city: String,
        /// Address in one line.
        pub address: String,
        /// Keys that are not deleted.
        pub keys: u32,
        /// Keys waiting for activation.
        pub waiting: u32,
        /// Codes that expired unused.
        pub expired: u32,
        /// Reader changes that phones do not know.
        pub unpublished: u32,
        /// Credit.
        pub credit: CreditLeft,
        /// When it was created.
        pub created_at: DateTime<Utc>,
        /// When something in it last changed.
        pub changed_at: DateTime<Utc>,
        /// When it was deleted.
        pub deleted_at: Option<DateTime<Utc>>,
    }

    /// A page of customers.
    pub struct CustomerPage {
        /// Rows.
        pub rows: Vec<CustomerRow>,
        /// Where the page stands.
        pub info: PageInfo,
    }

    /// Saves customers as CSV.
    pub struct ExportCustomersRequest {
        /// What to save.
        pub list: ListCustomersRequest,
        /// Where to.
        pub file: String,
        /// As what; CSV if nothing is said.
        #[serde(default)]
        #[ts(optional = nullable)]
        pub format: Option<crate::files::SheetFormat>,
    }

    /// One customer with all settings. The System Key is masked.
    pub struct CustomerDetail {
        /// The customer.
        pub id: Id<Customer>,
        /// Name.
        pub name: String,
        /// System type.
        pub system_type: SystemType,
        /// System ID.
        pub system_id: String,
        /// Length of the System Key, to draw the mask.
        pub system_key_length: u32,
        /// App id for Android.
        pub app_android: Option<u16>,
        /// App id for iOS.
        pub app_ios: Option<u16>,
        /// Contact.
        pub contact: Contact,
        /// Key Name.
        pub key_name: String,
        /// Prefix.
        pub key_prefix: String,
        /// Default validity; `None` is unlimited.
        pub default_valid_to: Option<NaiveDate>,
        /// Allow duplicate key ID.
        pub allow_duplicate_user_id: bool,
        /// One-tap.
        pub one_tap: bool,
        /// Automatic.
        pub automatic: bool,
        /// Reader groups.
        pub groups_enabled: bool,
        /// Time zone.
        pub time_zone: String,
        /// Whether a key was ever issued: the system type is fixed then.
        pub keys_issued: bool,
        /// Keys that are not deleted.
        pub keys: u32,
        /// Users that are not deleted.
        pub users: u32,
        /// Live readers.
        pub readers: u32,
        /// Credit.
        pub credit: CreditLeft,
        /// When it was created.
        pub created_at: DateTime<Utc>,
        /// When it was deleted.
        pub deleted_at: Option<DateTime<Utc>>,
        /// When readers were last published.
        pub published_at: Option<DateTime<Utc>>,
        /// Another customer that lives has the same System ID, because one of them was created without network.
        pub system_id_twice: bool,
        /// What computers hold of its credit and User IDs.
        pub on_site: Vec<HeldLease>,
        /// What the account that asks may do here.
        pub may: CustomerMay,
    }

    /// What an account may do in a customer.
    #[derive(Copy)]
    pub struct CustomerMay {
        /// Edit system settings.
        pub edit_system: bool,
        /// Switch *Allow duplicate key ID*.
        pub allow_duplicates: bool,
        /// Move credit.
        pub move_credit: bool,
        /// Delete and restore.
        pub delete: bool,
        /// Create and delete accounts.
        pub accounts: bool,
        /// Waive the credit of a phone swap.
        pub waive: bool,
    }

    /// What the wizard starts with.
    pub struct CustomerPrefill {
        /// The distributor's code.
        pub code: String,
        /// Next System ID in series.
        pub system_id: String,
        /// Available credit; `None` for who may not move it.
        pub credit: Option<i64>,
        /// Trial credits that are added free of charge.
        pub trial: i64,
        /// Time zone.
        pub time_zone: String,
        /// System ID of demo systems.
        pub demo_system_id: String,
        /// System Key of demo systems.
        pub demo_system_key: String,
    }

    /// Creates a customer.
    pub struct CreateCustomerRequest {
        /// Name.
        pub name: String,
        /// System type.
        pub system_type: SystemType,
        /// System ID.
        pub system_id: String,
        /// System Key.
        pub system_key: String,
        /// Contact.
        pub contact: Contact,
        /// Password of the first account; `None` is *Do not create account*.
        pub password: Option<String>,
        /// Key Name.
        pub key_name: String,
        /// Prefix.
        pub key_prefix: String,
        /// Default validity; `None` is unlimited.
        pub default_valid_to: Option<NaiveDate>,
        /// Paid credit to transfer at once.
        pub credit: i64,
        /// Purchase order number of that transfer.
        #[serde(default)]
        pub note: String,
        /// One-tap identification.
        pub one_tap: bool,
        /// Automatic identification.
        pub automatic: bool,
        /// Reader groups.
        #[serde(default)]
        pub groups_enabled: bool,
        /// Names of reader groups to begin with.
        #[serde(default)]
        pub groups: Vec<String>,
        /// IANA time zone; the distributor's when empty.
        #[serde(default)]
        pub time_zone: String,
    }

    /// What is wrong so far.
    pub struct CheckResponse {
        /// Wrong fields.
        pub fields: Vec<FieldError>,
    }

    /// A customer was created.
    pub struct CreatedCustomer {
        /// The customer.
        pub customer_id: Id<Customer>,
    }

    /// Edits a customer.
    pub struct EditCustomerRequest {
        /// The customer.
        pub customer_id: Id<Customer>,
        /// What changes.
        pub edits: CustomerEdits,
    }

    /// What a deletion would do.
    pub struct DeletePreview {
        /// Name to type.
        pub name: String,
        /// Users in it.
        pub users: u32,
        /// Keys in use.
        pub keys: u32,
        /// Readers.
        pub readers: u32,
        /// Credit left.
        pub credit: CreditLeft,
        /// What computers hold of it: keys that they have not sent yet would be void.
        pub on_site: Vec<HeldLease>,
    }

    /// Deletes a customer.
    pub struct DeleteCustomerRequest {
        /// The customer.
        pub customer_id: Id<Customer>,
        /// Its name, typed.
        pub typed_name: String,
        /// Whether to take unspent paid credit back.
        pub take_back: bool,
    }

    /// The System Key in clear.
    pub struct SystemKey {
        /// The System Key.
        pub system_key: String,
    }

    /// The distributor's general settings.
    pub struct DistributorDetail {
        /// The distributor.
        pub id: Id<Distributor>,
        /// Name.
        pub name: String,
        /// Code.
        pub code: String,
        /// Contact.
        pub contact: Contact,
        /// Time zone.
        pub time_zone: String,
        /// When it was set up.
        pub created_at: DateTime<Utc>,
        /// Where phones find the cloud: what stands in QR codes before the code. Empty, and they hold the bare code.
        pub public_address: String,
    }

    /// An admin says where phones find the cloud.
    pub struct PublicAddressRequest {
        /// The address, `https://keys.example.com`; empty for bare codes.
        pub address: Edit<String>,
    }

    /// The issuer changes the distributor's general settings.
    pub struct EditDistributorRequest {
        /// New name.
        #[serde(default)]
        pub name: Option<Edit<String>>,
        /// New contact.
        #[serde(default)]
        pub contact: Option<Edit<Contact>>,
    }
}
