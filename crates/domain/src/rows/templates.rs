use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Distributor;
use crate::Id;

/// How long new keys are valid by default, as a template says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum TemplateValidity {
    /// Without end.
    Unlimited,
    /// So many calendar months from the day the template is applied.
    Months {
        /// 1 to 120.
        count: u32,
    },
    /// To this day.
    Until {
        /// The last day.
        day: NaiveDate,
    },
}

/// What a template sets. `None` leaves a setting as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct TemplateFields {
    /// Key Name.
    pub key_name: Option<String>,
    /// Mobile Key Prefix.
    pub key_prefix: Option<String>,
    /// Default validity.
    pub validity: Option<TemplateValidity>,
    /// Using notification bar / widget.
    pub one_tap: Option<bool>,
    /// By lighting up display.
    pub automatic: Option<bool>,
    /// Reader groups switched on or off.
    pub groups_enabled: Option<bool>,
    /// Names of reader groups that a site gets where it has none of that name.
    pub groups: Vec<String>,
}

/// A site template: settings that a distributor gives to its customers, new and old, at once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiteTemplate {
    /// Row id.
    pub id: Id<SiteTemplate>,
    /// Its distributor.
    pub distributor_id: Id<Distributor>,
    /// Name, unique among the distributor's live templates without regard to case.
    pub name: String,
    /// What it is for.
    pub note: String,
    /// What it sets.
    #[serde(flatten)]
    pub fields: TemplateFields,
    /// When it was created.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub changed_at: DateTime<Utc>,
    /// When it was deleted; it can be restored.
    pub deleted_at: Option<DateTime<Utc>>,
}
