//! The activity log.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use mobileaccess_domain::{
    Id, Language,
    rows::{Account, Customer},
};
use serde_json::Value;
use uuid::Uuid;

use crate::{PageInfo, dto};

dto! {
    /// A page of the log.
    pub struct ListActivityRequest {
        /// Only this customer; the whole distributor when `None`.
        pub customer_id: Option<Id<Customer>>,
        /// Only entries that touched this row.
        pub record: Option<Uuid>,
        /// Words that must all be found: in what was done, whom or what it was about, who did it, or a value.
        #[serde(default)]
        #[ts(optional = nullable)]
        pub search: Option<String>,
        /// Only mutations about these nouns, for example `key`; all if there are none.
        #[serde(default)]
        #[ts(optional = nullable)]
        pub nouns: Option<Vec<String>>,
        /// Only what this account did.
        #[serde(default)]
        #[ts(optional = nullable)]
        pub account_id: Option<Id<Account>>,
        /// Only from this day on, local to the customer or the office.
        #[serde(default)]
        #[ts(optional = nullable)]
        pub from: Option<NaiveDate>,
        /// Only to the end of this day.
        #[serde(default)]
        #[ts(optional = nullable)]
        pub to: Option<NaiveDate>,
        /// Language of the words that say what was done.
        #[serde(default)]
        #[ts(optional = nullable)]
        pub language: Option<Language>,
        /// Page, from 0.
        #[serde(default)]
        pub page: u32,
        /// Rows per page.
        pub page_size: u32,
    }

    /// Saves the log as a file.
    pub struct ExportActivityRequest {
        /// Only this customer; the whole distributor when `None`.
        pub customer_id: Option<Id<Customer>>,
        /// Only entries that touched this row.
        #[serde(default)]
        pub record: Option<Uuid>,
        /// As in the list.
        #[serde(default)]
        #[ts(optional = nullable)]
        pub search: Option<String>,
        /// As in the list.
        #[serde(default)]
        #[ts(optional = nullable)]
        pub nouns: Option<Vec<String>>,
        /// As in the list.
        #[serde(default)]
        #[ts(optional = nullable)]
        pub account_id: Option<Id<Account>>,
        /// As in the list.
        #[serde(default)]
        #[ts(optional = nullable)]
        pub from: Option<NaiveDate>,
        /// As in the list.
        #[serde(default)]
        #[ts(optional = nullable)]
        pub to: Option<NaiveDate>,
        /// Language.
        #[serde(default)]
        pub language: mobileaccess_domain::Language,
        /// Where to.
        pub file: String,
        /// As what; CSV if nothing is said.
        #[serde(default)]
        #[ts(optional = nullable)]
        pub format: Option<crate::files::SheetFormat>,
    }

    /// A row that was changed.
    pub struct ChangedRow {
        /// Noun.
        pub noun: String,
        /// Row id.
        pub id: Uuid,
        /// Whether it was new.
        pub created: bool,
        /// Fields: before and after.
        #[ts(type = "Record<string, [unknown, unknown]>")]
        pub fields: BTreeMap<String, (Value, Value)>,
    }

    /// One entry.
    pub struct ActivityRow {
        /// The mutation.
        pub id: Uuid,
        /// When the authority carried it out.
        pub at: DateTime<Utc>,
        /// When it was done by the clock of the computer where it was done, if that is another time.
        pub at_there: Option<DateTime<Utc>>,
        /// Name of the computer it was done on; `None` is this one.
        pub computer: Option<String>,
        /// Name of the mutation, for example `key.issue`.
        pub name: String,
        /// Login e-mail of who did it; `None` for set-up, the issuer and phones.
        pub email: Option<String>,
        /// `account`, `issuer`, `phone` or `setup`.
        pub actor: String,
        /// Name of the customer it happened in.
        pub customer_name: Option<String>,
        /// Whom or what it was about, by the name it has now: a user, an account, a reader, a group; may be empty.
        pub subject: String,
        /// User ID of the key it was about.
        pub user_id_number: Option<u32>,
        /// Whole credits that were moved.
        pub credit: Option<i64>,
        /// What changed.
        pub rows: Vec<ChangedRow>,
        /// How many rows changed in all.
        pub row_count: u64,
    }

    /// Who did something in the log.
    pub struct ActivityActor {
        /// The account.
        pub id: Id<Account>,
        /// Its login e-mail.
        pub email: String,
    }

    /// A page of the log, newest first.
    pub struct ActivityPage {
        /// Entries.
        pub rows: Vec<ActivityRow>,
        /// Accounts that may be filtered by.
        pub actors: Vec<ActivityActor>,
        /// Where the page stands.
        pub info: PageInfo,
    }
}
