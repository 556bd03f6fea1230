use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::Customer;
use crate::Id;

/// A reader group: with groups switched on, a key opens the published readers of its groups.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReaderGroup {
    /// Row id.
    pub id: Id<ReaderGroup>,
    /// Its customer.
    pub customer_id: Id<Customer>,
    /// Name, unique among the customer's live groups without regard to case.
    pub name: String,
    /// When it was created.
    pub created_at: DateTime<Utc>,
    /// When it was deleted.
    pub deleted_at: Option<DateTime<Utc>>,
}
