use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Customer;
use crate::{Id, Language};

/// Whether a user is there or was removed (manual, chapter 4.3.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum UserStatus {
    /// May hold keys.
    Active,
    /// Removed; still listed, never restored.
    Deleted,
}

/// A key holder (manual, chapter 4.3.1).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    /// Row id.
    pub id: Id<User>,
    /// Its customer.
    pub customer_id: Id<Customer>,
    /// Title before the name, may be empty.
    pub title: String,
    /// First name, required.
    pub first_name: String,
    /// Last name, may be empty.
    pub last_name: String,
    /// E-mail, may be empty: a printed handout does without.
    pub email: String,
    /// Phone in E.164, may be empty.
    pub phone: String,
    /// Language of this user's handouts; `None` follows the tenant's screens.
    pub language: Option<Language>,
    /// When the user was created.
    pub created_at: DateTime<Utc>,
    /// When the user was deleted; `None` while active.
    pub deleted_at: Option<DateTime<Utc>>,
}

impl User {
    /// Status by the row alone.
    pub fn status(&self) -> UserStatus {
        if self.deleted_at.is_some() { UserStatus::Deleted } else { UserStatus::Active }
    }

    /// Title, first and last name as one line.
    pub fn full_name(&self) -> String {
        let parts = [self.title.trim(), self.first_name.trim(), self.last_name.trim()];
        parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(" ")
    }
}
