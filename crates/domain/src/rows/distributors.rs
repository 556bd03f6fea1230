use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Channels, Contact};
use crate::Id;

/// A distributor: an authorised partner who creates customers and sells them credit (manual, chapters 1 and 3).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Distributor {
    /// Row id.
    pub id: Id<Distributor>,
    /// Name shown in the workspace switcher; the only field the manual requires (chapter 3.2.1).
    pub name: String,
    /// Four letters or digits that begin every System ID of its customers (chapter 3.3.1). Never `demo`.
    pub code: String,
    /// Contact data, entered by the issuer.
    pub contact: Contact,
    /// IANA time zone of the office; customers take it over as their default.
    pub time_zone: String,
    /// Where phones reach its cloud (`https://keys.example.com`), printed in the QR of every handout; empty while there is none.
    #[serde(default)]
    pub public_address: String,
    /// By which ways its cloud sends messages to key holders.
    #[serde(default, skip_serializing_if = "Channels::is_off")]
    pub channels: Channels,
    /// When it was set up.
    pub created_at: DateTime<Utc>,
}
