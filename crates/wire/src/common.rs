//! Pieces that several commands share.

use mobileaccess_domain::{Id, Language, rows::Customer};

use crate::dto;

dto! {
    /// Nothing to say.
    #[derive(Default)]
    pub struct Empty {}

    /// One customer.
    pub struct CustomerRequest {
        /// The customer.
        pub customer_id: Id<Customer>,
    }

    /// Which page of a table, in which order. Paging, sorting and searching happen in the core.
    pub struct Page {
        /// Words that must all begin a word of the row, without regard to case and accents. Empty finds everything.
        #[serde(default)]
        pub search: String,
        /// Column to sort by; the table's own default when empty or unknown.
        #[serde(default)]
        pub sort: String,
        /// Whether to sort downwards.
        #[serde(default)]
        pub descending: bool,
        /// Page, from 0. A page past the end is the last one.
        #[serde(default)]
        pub page: u32,
        /// Rows per page, 1 to 500.
        #[serde(default = "default_page_size")]
        pub page_size: u32,
        /// Language whose alphabet sorts names.
        #[serde(default)]
        pub language: Language,
    }

    /// Where a page stands in its table.
    #[derive(Default)]
    pub struct PageInfo {
        /// Page, from 0.
        pub page: u32,
        /// Rows per page.
        pub page_size: u32,
        /// Rows that match search and filters.
        pub total: u32,
        /// Rows that match the search but are hidden by the filters.
        pub hidden_by_filters: u32,
        /// All rows of the table.
        pub all: u32,
    }

    /// Something changed after a commit: screens that show these nouns read again.
    pub struct Changed {
        /// Nouns: `distributor`, `customers`, `accounts`, `users`, `keys`, `readers`, `groups`, `imports`, `credit`, `activity`,
        /// `backups`, `session`, `computers`, `quarantine`, `templates`.
        pub nouns: Vec<String>,
        /// The customer, if the change was in one.
        pub customer_id: Option<Id<Customer>>,
    }

    /// Spendable credit of a customer.
    #[derive(Copy)]
    pub struct CreditLeft {
        /// Paid credit.
        pub paid: i64,
        /// Trial credit.
        pub trial: i64,
        /// Demo systems are not limited by credit.
        pub unlimited: bool,
    }
}

fn default_page_size() -> u32 {
    50
}

impl Default for Page {
    fn default() -> Self {
        Self {
            search: String::new(),
            sort: String::new(),
            descending: false,
            page: 0,
            page_size: default_page_size(),
            language: Language::default(),
        }
    }
}
