//! Handles of files that the person chose. A screen never holds a path, only a handle that nobody can guess.

use std::{
    collections::HashMap,
    fs,
    path::{Path, PathBuf},
    sync::Mutex,
};

use mobileaccess_host as shared;
use mobileaccess_wire::{Failure, files::Picked};

/// Handles given out since the window opened.
pub(crate) struct Files {
    held: Mutex<HashMap<String, PathBuf>>,
    /// Where a PDF waits for a viewer on systems that print in no other way.
    printing: PathBuf,
}

impl Files {
    pub(crate) fn new(folder: &Path) -> Self {
        Self { held: Mutex::default(), printing: folder.join("printing") }
    }

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

    /// Puts a PDF where a viewer can read it. It is removed when the window closes, at the latest at the next start.
    pub(crate) fn for_viewer(&self, pdf: &[u8]) -> Result<PathBuf, Failure> {
        let token = shared::token().ok_or_else(|| Failure::new("store_no_random_numbers"))?;
        fs::create_dir_all(&self.printing).map_err(|_| Failure::new("print_failed"))?;
        let path = self.printing.join(format!("{token}.pdf"));
        shared::files::write(&path, pdf)?;
        Ok(path)
    }

    /// Removes what was printed through a viewer.
    pub(crate) fn forget_printed(&self) {
        // It is mostly not there at all. Where a viewer still holds a file, the next start removes it.
        let _ = fs::remove_dir_all(&self.printing);
    }
}

/// The name with the ending of its kind, which some dialogs leave off. A file that is there already and that the dialog
/// did not ask about is never meant.
pub(crate) fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let ended = path.with_extension(ending);
    if path.extension().is_some() || ended.exists() { path.to_owned() } else { ended }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_handle_leads_to_its_file_and_a_made_up_one_nowhere() {
        let files = Files::new(Path::new("data"));
        let picked = files.hold(PathBuf::from("/media/usb/my-doors.json")).unwrap();
        assert_eq!(picked.name.as_deref(), Some("my-doors.json"));
        assert_eq!(files.path(&picked.file.unwrap()).unwrap(), Path::new("/media/usb/my-doors.json"));
        assert_eq!(files.path("/etc/passwd").unwrap_err().code, "no_such_file");
    }
}
