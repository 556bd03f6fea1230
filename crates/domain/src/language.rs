use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A language of screens, handouts and files (manual, chapters 3.1.1 and 4.1.1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// English.
    #[default]
    En,
    /// Czech.
    Cs,
}
