//! What a person would choose in a dialog, named by the test before it clicks.

use std::{
    collections::{HashMap, VecDeque},
    path::{Path, PathBuf},
    sync::Mutex,
};

use mobileaccess_wire::{Failure, files::Picked};

/// Chosen files by handle, and the answers of the next dialogs.
#[derive(Default)]
pub(crate) struct Files {
    inner: Mutex<Inner>,
}

#[derive(Default)]
struct Inner {
    chosen: HashMap<String, PathBuf>,
    next_open: VecDeque<PathBuf>,
    next_save: VecDeque<PathBuf>,
}

impl Files {
    fn with<T>(&self, act: impl FnOnce(&mut Inner) -> T) -> Option<T> {
        self.inner.lock().ok().map(|mut inner| act(&mut inner))
    }

    pub(crate) fn answer_open(&self, path: PathBuf) {
        self.with(|inner| inner.next_open.push_back(path));
    }

    pub(crate) fn answer_save(&self, path: PathBuf) {
        self.with(|inner| inner.next_save.push_back(path));
    }

    pub(crate) fn next_open(&self) -> Option<PathBuf> {
        self.with(|inner| inner.next_open.pop_front()).flatten()
    }

    pub(crate) fn next_save(&self) -> Option<PathBuf> {
        self.with(|inner| inner.next_save.pop_front()).flatten()
    }

    /// Gives a file a handle.
    pub(crate) fn hold(&self, path: PathBuf) -> Result<Picked, Failure> {
        let handle = mobileaccess_host::token().ok_or_else(|| Failure::new("store_no_random_numbers"))?;
        let name = mobileaccess_host::files::name(&path);
        self.with(|inner| inner.chosen.insert(handle.clone(), path));
        Ok(Picked { file: Some(handle), name: Some(name) })
    }

    /// The file behind a handle. A test without dialogs may give a path that exists or whose folder does.
    pub(crate) fn path(&self, handle: &str) -> Result<PathBuf, Failure> {
        if let Some(path) = self.with(|inner| inner.chosen.get(handle).cloned()).flatten() {
            return Ok(path);
        }
        let path = Path::new(handle);
        if path.is_absolute() { Ok(path.to_path_buf()) } else { Err(Failure::new("no_such_file")) }
    }
}
