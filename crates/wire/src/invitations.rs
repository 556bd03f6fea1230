//! Invitations: keys that wait for their first activation, over all customers or in one.

use chrono::{DateTime, NaiveDate, Utc};
use mobileaccess_domain::{
    Id,
    rows::{Customer, Key, User},
};

use crate::{Page, PageInfo, dto};

dto! {
    /// How an invitation stands.
    #[derive(Copy, Eq, PartialOrd, Ord)]
    #[serde(rename_all = "snake_case")]
    pub enum InvitationState {
        /// Its code works for more than three days.
        Waiting,
        /// Its code ends within three days.
        Expiring,
        /// No code opens it any more.
        Expired,
    }

    /// What else may be said of an invitation.
    #[derive(Copy, Eq, PartialOrd, Ord)]
    #[serde(rename_all = "snake_case")]
    pub enum InvitationMark {
        /// Issued a month ago or longer, and never activated since, whatever codes it had.
        NeverActivated,
        /// No handout of any of its codes was ever printed or saved.
        NotHandedOut,
        /// Every handout that there is names an address of the cloud that it has no longer, or a code that was ended.
        PrintAgain,
    }

    /// A page of invitations.
    pub struct ListInvitationsRequest {
        /// Only this customer's; `None` takes all customers of the acting account.
        #[serde(default)]
        pub customer_id: Option<Id<Customer>>,
        /// Page; sorts by `name`, `customer`, `email`, `phone`, `number`, `issued_at`, `expires_at`, `handouts`, `codes`.
        pub page: Page,
        /// Shown states; empty shows all.
        #[serde(default)]
        pub state: Vec<InvitationState>,
        /// Shown only with all of these marks.
        #[serde(default)]
        pub marks: Vec<InvitationMark>,
    }

    /// One invitation.
    pub struct InvitationRow {
        /// The key.
        pub key_id: Id<Key>,
        /// Its user.
        pub user_id: Id<User>,
        /// Its customer.
        pub customer_id: Id<Customer>,
        /// The customer's name.
        pub customer_name: String,
        /// Full name of the user.
        pub name: String,
        /// E-mail.
        pub email: String,
        /// Phone.
        pub phone: String,
        /// Name of the device.
        pub device_name: String,
        /// User ID.
        pub number: u32,
        /// How it stands.
        pub state: InvitationState,
        /// When the key was issued.
        pub issued_at: DateTime<Utc>,
        /// When its newest code was made.
        pub code_created_at: Option<DateTime<Utc>>,
        /// Until when a code opens it, or opened it; `None` when every code was ended.
        pub expires_at: Option<DateTime<Utc>>,
        /// Last day of the key's validity.
        pub valid_to: Option<NaiveDate>,
        /// How many codes were made for it.
        pub codes: u32,
        /// How often a handout was printed or saved.
        pub handouts: u32,
        /// Whether it was issued a month ago or longer.
        pub never_activated: bool,
        /// Whether its handout is to be printed again.
        pub print_again: bool,
        /// The letter with its newest code that was sent, if any.
        pub letter: Option<crate::messages::MessageView>,
    }

    /// Invitations by state and mark, over all that the account may see, whatever is searched or filtered.
    #[derive(Default, Copy)]
    pub struct InvitationCounts {
        /// Waiting.
        pub waiting: u32,
        /// About to expire.
        pub expiring: u32,
        /// Expired.
        pub expired: u32,
        /// Issued a month ago or longer.
        pub never_activated: u32,
        /// Never printed or saved.
        pub not_handed_out: u32,
        /// To be printed again.
        pub print_again: u32,
        /// Customers that have any.
        pub customers: u32,
    }

    /// A page of invitations.
    pub struct InvitationPage {
        /// Rows.
        pub rows: Vec<InvitationRow>,
        /// Where the page stands.
        pub info: PageInfo,
        /// Counts.
        pub counts: InvitationCounts,
    }

    /// An invitation that matches.
    #[derive(Copy)]
    pub struct MatchingInvitation {
        /// The key.
        pub key_id: Id<Key>,
        /// Its customer.
        pub customer_id: Id<Customer>,
    }

    /// A customer that matching invitations belong to.
    pub struct InvitingCustomer {
        /// The customer.
        pub id: Id<Customer>,
        /// Name.
        pub name: String,
    }

    /// All invitations that match, in the order of the table.
    pub struct MatchingInvitations {
        /// Invitations.
        pub invitations: Vec<MatchingInvitation>,
        /// Their customers, by name.
        pub customers: Vec<InvitingCustomer>,
    }

    /// Saves invitations as a file.
    pub struct ExportInvitationsRequest {
        /// What to save.
        pub list: ListInvitationsRequest,
        /// Where to.
        pub file: String,
        /// As what; CSV if nothing is said.
        #[serde(default)]
        #[ts(optional = nullable)]
        pub format: Option<crate::files::SheetFormat>,
    }
}
