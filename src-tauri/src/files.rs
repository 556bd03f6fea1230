//! Handles of files that the person chose. A screen never holds a path, only a handle that nobody can guess.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    sync::Mutex,
};

use mobileaccess_host as shared;
use mobileaccess_wire::{Failure, files::Picked};

/// Handles given out since the window opened.
#[derive(Default)]
pub(crate) struct Files {
    held: Mutex<HashMap<String, PathBuf>>,
}

impl Files {
    /// Gives a chosen file a handle.
    pub(crate) fn hold(&self, path: PathBuf) -> Result<Picked, Failure> {
        let handle = shared::token().ok_or_else(|| Failure::new("store_no_random_numbers"))?;
        let name = shared::files::name(&path);
        if let Ok(mut held) = self.held.lock() {
            held.insert(handle.clone(), path);
        }
        Ok(Picked { file: Some(handle), name: Some(name) })
    }

    /// The file of a handle.
    pub(crate) fn path(&self, handle: &str) -> Result<PathBuf, Failure> {
        let path = self.held.lock().ok().and_then(|held| held.get(handle).cloned());
        path.ok_or_else(|| Failure::new("no_such_file"))
    }
}

/// The name with the ending of its kind, which some dialogs leave off.
pub(crate) fn with_ending(path: &Path, ending: &str) -> PathBuf {
    if path.extension().is_some() { path.to_owned() } else { path.with_extension(ending) }
}
