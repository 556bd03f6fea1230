//! Where the data of a computer live.

use std::{
    env,
    ffi::OsString,
    path::{Path, PathBuf},
};

/// Environment variable that names another data folder.
pub const DATA_FOLDER_VARIABLE: &str = "MOBILEACCESS_PROFILE";

/// The data folder: what the environment variable says, else the system's place for a program's own data.
///
/// `None` where the environment names neither a data folder nor a home.
pub fn data_folder() -> Option<PathBuf> {
    if let Some(folder) = set(DATA_FOLDER_VARIABLE) {
        return Some(PathBuf::from(folder));
    }
    Some(own_data()?.join("mobileaccess"))
}

fn set(name: &str) -> Option<OsString> {
    env::var_os(name).filter(|value| !value.is_empty())
}

#[cfg(target_os = "windows")]
fn own_data() -> Option<PathBuf> {
    // Local, not roaming: a store copied to another computer would have to fork.
    set("LOCALAPPDATA").map(PathBuf::from)
}

#[cfg(target_os = "macos")]
fn own_data() -> Option<PathBuf> {
    Some(Path::new(&set("HOME")?).join("Library/Application Support"))
}

#[cfg(not(any(target_os = "windows", target_os = "macos")))]
fn own_data() -> Option<PathBuf> {
    // The XDG rules ignore a relative path.
    let named = set("XDG_DATA_HOME").map(PathBuf::from).filter(|folder| folder.is_absolute());
    named.or_else(|| Some(Path::new(&set("HOME")?).join(".local/share")))
}
