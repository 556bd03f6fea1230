use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Customer, ReaderGroup};
use crate::Id;

macro_rules! percent_steps {
    ($(#[$doc:meta])* $name:ident { $($(#[$step_doc:meta])* $step:ident = $percent:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
        #[serde(try_from = "u8", into = "u8")]
        #[ts(type = "number")]
        pub enum $name { $($(#[$step_doc])* $step),+ }

        impl $name {
            /// Every step, smallest percentage first.
            pub const ALL: &[Self] = &[$(Self::$step),+];

            /// The step with this percentage, or `None` when there is no such step.
            pub const fn from_percent(percent: u8) -> Option<Self> {
                match percent { $($percent => Some(Self::$step),)+ _ => None }
            }

            /// The percentage.
            pub const fn percent(self) -> u8 {
                match self { $(Self::$step => $percent),+ }
            }
        }
        impl TryFrom<u8> for $name {
            type Error = &'static str;
            fn try_from(percent: u8) -> Result<Self, Self::Error> {
                Self::from_percent(percent).ok_or("no such step")
            }
        }
        impl From<$name> for u8 {
            fn from(step: $name) -> Self { step.percent() }
        }
    };
}

percent_steps! {
    /// Signal range: how strong a phone must be heard (manual, chapter 4.4). The shown distances are 6 m, 4-5 m,
    /// 2-3 m and 0.1 m.
    SignalRange {
        /// 10 %, about 6 m.
        Percent10 = 10,
        /// 40 %, about 4-5 m.
        Percent40 = 40,
        /// 70 %, about 2-3 m.
        Percent70 = 70,
        /// 100 %, about 0.1 m.
        Percent100 = 100,
    }
}

percent_steps! {
    /// Signal needed for one-tap access (manual, chapter 4.4).
    OneTapSignal {
        /// 40 %.
        Percent40 = 40,
        /// 55 %.
        Percent55 = 55,
        /// 70 %.
        Percent70 = 70,
    }
}

/// What a person sets on a reader, and what phones learn of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReaderFields {
    /// Shown to every user on *My Doors*. Required.
    pub name: String,
    /// Reader ID, for example `IMA XhOUJ`. Required; independent of the MAC.
    pub reader_id: String,
    /// MAC as `00:1E:C0:25:EA:74`, or `None`.
    pub mac: Option<String>,
    /// Its group, or `None`.
    pub group_id: Option<Id<ReaderGroup>>,
    /// *Allow identification from app*.
    pub allow_identification: bool,
    /// *One-tap access* of this reader; `None` follows the customer's global setting.
    pub one_tap: Option<bool>,
    /// Signal range.
    pub signal_range: SignalRange,
    /// One-tap access signal.
    pub one_tap_signal: OneTapSignal,
}

/// The state of a reader that phones were last told, kept to know what is not published yet.
pub type PublishedReader = ReaderFields;

/// A BLE door reader (manual, chapter 4.4).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reader {
    /// Row id.
    pub id: Id<Reader>,
    /// Its customer.
    pub customer_id: Id<Customer>,
    /// What a person sets.
    #[serde(flatten)]
    pub fields: ReaderFields,
    /// Fields of an import file that this version does not know, kept as a JSON object.
    pub extra: serde_json::Map<String, serde_json::Value>,
    /// What phones were last told; `None` if never, or no longer.
    pub published: Option<PublishedReader>,
    /// When it was created.
    pub created_at: DateTime<Utc>,
    /// When a field last changed.
    pub changed_at: DateTime<Utc>,
    /// When it was deleted.
    pub deleted_at: Option<DateTime<Utc>>,
}

impl Reader {
    /// Whether phones know something else than what is set here.
    pub fn is_unpublished(&self) -> bool {
        match (&self.deleted_at, &self.published) {
            (Some(_), published) => published.is_some(),
            (None, Some(published)) => *published != self.fields,
            (None, None) => true,
        }
    }
}
