use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Distributor;
use crate::Id;

/// What kind of access control system a customer has (manual, chapter 3.3.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SystemType {
    /// `IMAporter`: a real installation with its own System ID and System Key, limited by credit.
    Importer,
    /// `IMAporter demo`: fixed `demo0001`/`demo`, publicly known, never limited by credit, never on the ledger.
    Demo,
}

/// Contact data of a tenant. Only the e-mail address is ever required, and only for what sends e-mail.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct Contact {
    /// Street and house number.
    pub address: String,
    /// Postal code.
    pub zip: String,
    /// City.
    pub city: String,
    /// Contact e-mail; changing it never touches a login (chapter 3.4.1).
    pub email: String,
    /// Phone number in E.164 (`+420601234567`), or empty.
    pub phone: String,
    /// Web address.
    pub web: String,
}

/// A customer: one installed access control system and its owner's tenant (manual, chapters 3.3 and 3.4).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Customer {
    /// Row id.
    pub id: Id<Customer>,
    /// The distributor who created it.
    pub distributor_id: Id<Distributor>,
    /// Name, freely chosen.
    pub name: String,
    /// Cannot change once a key was issued.
    pub system_type: SystemType,
    /// `XXXXYYYY`: distributor code and installation serial; `demo0001` for demo systems.
    pub system_id: String,
    /// Pairing secret between phone and readers. Never logged, masked on screen.
    pub system_key: String,
    /// App id for Android (107 to 110 as shipped), if one is set.
    pub app_android: Option<u16>,
    /// App id for iOS, if one is set.
    pub app_ios: Option<u16>,
    /// Contact data.
    pub contact: Contact,
    /// Shown to every user in the phone app (chapter 3.3.3).
    pub key_name: String,
    /// Mobile Key Prefix: digits that keep clear of DESFire card numbers; two or three digits are advised. May be empty.
    pub key_prefix: String,
    /// Last day that new keys are valid by default; `None` is unlimited.
    pub default_valid_to: Option<NaiveDate>,
    /// *Allow duplicate key ID* (distributors only, not recommended).
    pub allow_duplicate_user_id: bool,
    /// Global access setting: one-tap from the notification bar or widget.
    pub one_tap: bool,
    /// Global access setting: automatic when the display lights up.
    pub automatic: bool,
    /// Whether reader groups are switched on; without them every key opens every published reader.
    pub groups_enabled: bool,
    /// IANA time zone of the site; validity days are local days here.
    pub time_zone: String,
    /// True once any key was ever issued, deleted ones included.
    pub keys_issued: bool,
    /// When it was created.
    pub created_at: DateTime<Utc>,
    /// When it was deleted; `None` while it lives. A deleted customer can be restored.
    pub deleted_at: Option<DateTime<Utc>>,
    /// When reader changes were last published to phones.
    pub published_at: Option<DateTime<Utc>>,
    /// *System ID used twice*: another customer that lives has the same one, because one of the two was created without
    /// network. Follows from the rows, and is kept in each because not everybody has both.
    #[serde(default)]
    pub system_id_twice: bool,
}

impl Customer {
    /// Whether the customer is a demo system: fixed identity, no credit, no ledger.
    pub fn is_demo(&self) -> bool {
        self.system_type == SystemType::Demo
    }
}
