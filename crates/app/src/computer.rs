//! What a computer remembers before anybody unlocks it: language, theme, time to auto-lock, app links, calibration. No secret
//! and no name, in a plain file.

use std::path::{Path, PathBuf};

use mobileaccess_domain::Language;
use mobileaccess_store::files;
use mobileaccess_wire::{
    Failure,
    session::{Settings, low_credit_of_a_customer, low_credit_of_a_distributor},
};

const FILE: &str = "computer.json";

/// Where phones find the app, as the manual's e-mail says (chapter 4.3.2); a setting.
const APP_LINK: &str = "http://ima.cz/app/key";

pub(crate) fn defaults() -> Settings {
    Settings {
        auto_lock_minutes: 15,
        theme: "system".to_owned(),
        language: Language::En,
        android_link: APP_LINK.to_owned(),
        ios_link: APP_LINK.to_owned(),
        low_credit_customer: low_credit_of_a_customer(),
        low_credit_own: low_credit_of_a_distributor(),
        calibration_x_mm: 0.0,
        calibration_y_mm: 0.0,
    }
}

fn path(folder: &Path) -> PathBuf {
    folder.join(FILE)
}

/// The settings of this computer; the defaults if there are none or the file cannot be read.
pub(crate) fn load(folder: &Path) -> Settings {
    std::fs::read(path(folder)).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_else(defaults)
}

/// Keeps the settings.
pub(crate) fn save(folder: &Path, settings: &Settings) -> Result<(), Failure> {
    let unwritable = || Failure::new("settings_unwritable");
    let bytes = serde_json::to_vec_pretty(settings).map_err(|_| unwritable())?;
    files::create_private_folder(folder)
        .and_then(|()| files::write_atomically(&path(folder), &bytes))
        .map_err(|_| unwritable())
}
