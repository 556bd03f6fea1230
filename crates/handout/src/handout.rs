use std::fmt;

use chrono::{NaiveDate, NaiveDateTime};
use mobileaccess_text::Language;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Why a code activates nothing any more. Its handout can still be looked at, with a warning across it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Void {
    /// Its month is over.
    Expired,
    /// A phone used it.
    Used,
    /// Another code of the same key was used first.
    Superseded,
    /// It was reported lost.
    Lost,
    /// Its key was deleted.
    KeyDeleted,
}

impl Void {
    pub(crate) fn text_id(self) -> &'static str {
        match self {
            Self::Expired => "handout-void-expired",
            Self::Used => "handout-void-used",
            Self::Superseded => "handout-void-superseded",
            Self::Lost => "handout-void-lost",
            Self::KeyDeleted => "handout-void-key-deleted",
        }
    }
}

/// What is printed for one mobile key (manual, chapter 4.3.2). Days and times are local to the customer's site.
#[derive(Clone, PartialEq, Eq)]
pub struct Handout {
    /// The activation code, 20 characters of base58; printed in groups of five.
    pub code: String,
    /// What the QR holds: the code alone, or an address with the code after `#`.
    pub qr_content: String,
    /// Full name of the user.
    pub recipient_name: String,
    /// Name of the customer, printed as the site.
    pub customer_name: String,
    /// Name of the key as the phone shows it.
    pub key_name: String,
    /// The User ID that readers see; printed as `17 (0x11)`.
    pub user_id: u32,
    /// First day of validity.
    pub valid_from: NaiveDate,
    /// Last day of validity; `None` is unlimited.
    pub valid_to: Option<NaiveDate>,
    /// When the code stops working.
    pub code_expires: NaiveDateTime,
    /// Language of the recipient.
    pub language: Language,
    /// Where the phone app is found, if the distributor set an address; the stores are named otherwise.
    pub app_link: Option<String>,
    /// Whether the customer is a demo system; prints a watermark.
    pub demo: bool,
    /// Why the code is void, if it is; prints a warning.
    pub void: Option<Void>,
}

impl fmt::Debug for Handout {
    /// Leaves out the code and the QR content: they open doors and have no business in a log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Handout")
            .field("key_name", &self.key_name)
            .field("user_id", &self.user_id)
            .field("void", &self.void)
            .finish_non_exhaustive()
    }
}
