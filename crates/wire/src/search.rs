//! The palette's search.

use mobileaccess_domain::{Id, rows::Customer};
use uuid::Uuid;

use crate::dto;

dto! {
    /// Finds records by words.
    pub struct SearchRequest {
        /// Words; each must begin a word of the record.
        pub text: String,
        /// Only within this customer.
        pub customer_id: Option<Id<Customer>>,
        /// The most hits per kind, 1 to 50.
        pub limit: u32,
    }

    /// What was found.
    #[serde(rename_all = "snake_case")]
    pub enum HitKind {
        /// A customer.
        Customer,
        /// A user.
        User,
        /// A reader.
        Reader,
    }

    /// One record found.
    pub struct Hit {
        /// Kind.
        pub kind: HitKind,
        /// Row id.
        pub id: Uuid,
        /// Its customer.
        pub customer_id: Id<Customer>,
        /// Name of its customer.
        pub customer_name: String,
        /// Name of the record.
        pub title: String,
        /// A second line, for example e-mail, MAC or System ID.
        pub subtitle: String,
        /// Whether it is deleted.
        pub deleted: bool,
    }

    /// Records found, best first within each kind.
    pub struct SearchResponse {
        /// Hits.
        pub hits: Vec<Hit>,
    }
}
