//! Reading and writing the files that a person chose.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, ErrorKind, Read, Write},
    path::Path,
};

use mobileaccess_app::{FileContent, Written};
use mobileaccess_wire::Failure;

/// Reads a file, at most `limit` bytes of it.
///
/// # Errors
/// `no_such_file`, `file_too_large` or `file_unreadable`.
pub fn read(path: &Path, limit: u64) -> Result<FileContent, Failure> {
    let file = File::open(path).map_err(|error| unreadable(&error))?;
    read_from(file, path, limit)
}

/// Reads a file that is open already; `path` gives its name.
///
/// # Errors
/// As [`read`].
pub fn read_from(file: File, path: &Path, limit: u64) -> Result<FileContent, Failure> {
    let known = file.metadata().map_err(|error| unreadable(&error))?;
    if known.is_dir() {
        return Err(Failure::new("file_unreadable"));
    }
    if known.len() > limit {
        return Err(Failure::new("file_too_large"));
    }
    let mut bytes = Vec::new();
    // A file may grow while it is read, and a device has no length at all: the limit holds for what is read.
    file.take(limit.saturating_add(1)).read_to_end(&mut bytes).map_err(|error| unreadable(&error))?;
    if u64::try_from(bytes.len()).is_ok_and(|length| length <= limit) {
        Ok(FileContent { name: name(path), bytes })
    } else {
        Err(Failure::new("file_too_large"))
    }
}

/// The failure for a file that cannot be read.
pub fn unreadable(error: &io::Error) -> Failure {
    Failure::new(if error.kind() == ErrorKind::NotFound { "no_such_file" } else { "file_unreadable" })
}

/// A file's name without its folder.
pub fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// Writes a file whole or not at all: into a new file beside it, forced to the disk, then put in its place.
///
/// # Errors
/// `no_such_file` (the folder is gone), `disk_full` or `file_unwritable`.
pub fn write(path: &Path, bytes: &[u8]) -> Result<Written, Failure> {
    let token = crate::token().ok_or_else(|| Failure::new("store_no_random_numbers"))?;
    // A bare name has an empty parent: it lies in the current folder.
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let beside = folder.join(format!(".{}.{token}.part", name(path)));
    let written = write_beside(&beside, bytes).and_then(|()| fs::rename(&beside, path));
    if let Err(error) = written {
        // It may never have come to be; either way nothing of it stays.
        let _ = fs::remove_file(&beside);
        return Err(unwritable(&error));
    }
    sync_folder(folder);
    let folder = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_path_buf());
    Ok(Written { name: name(path), folder: shown(&folder) })
}

fn write_beside(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Forces a new name to the disk, on systems where a folder can be opened. The content is safe already; where this fails,
/// only a power cut in the next seconds could bring the old name back.
fn sync_folder(folder: &Path) {
    if cfg!(unix)
        && let Ok(folder) = File::open(folder)
    {
        let _ = folder.sync_all();
    }
}

fn unwritable(error: &io::Error) -> Failure {
    Failure::new(match error.kind() {
        ErrorKind::NotFound => "no_such_file",
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "disk_full",
        _ => "file_unwritable",
    })
}

/// A folder as a person writes it, without the prefix that Windows puts before a resolved path.
fn shown(folder: &Path) -> String {
    let text = folder.display().to_string();
    text.strip_prefix(r"\\?\").map(str::to_owned).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_replaces_another_whole_and_leaves_nothing_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("Klíče.pdf");
        write(&path, b"first").unwrap();
        let written = write(&path, b"second").unwrap();
        assert_eq!(written.name, "Klíče.pdf");
        assert_eq!(read(&path, 6).unwrap().bytes, b"second");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn what_goes_wrong_has_a_code() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        assert_eq!(read(&path, 1).err().unwrap().code, "no_such_file");
        assert_eq!(read(folder.path(), 1).err().unwrap().code, "file_unreadable");
        fs::write(&path, b"123").unwrap();
        assert_eq!(read(&path, 2).err().unwrap().code, "file_too_large");
        assert_eq!(write(&path.join("b"), b"1").err().unwrap().code, "file_unwritable");
        assert_eq!(write(&folder.path().join("gone/b"), b"1").err().unwrap().code, "no_such_file");
        let taken = folder.path().join("folder");
        fs::create_dir(&taken).unwrap();
        assert_eq!(write(&taken, b"1").err().unwrap().code, "file_unwritable");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2, "nothing half written stays");
    }
}
