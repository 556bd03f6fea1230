//! What this phone keeps: one file that only its owner can read, written whole or not at all.

use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use mobileaccess_phone::Phone;
use serde::{Deserialize, Serialize};

/// A device of some cloud that this phone is.
#[derive(Serialize, Deserialize)]
pub(crate) struct Kept {
    /// Its key pair, keys and receipt.
    pub(crate) phone: Phone,
    /// Where its cloud was reached, with the pinned certificate after `#`.
    pub(crate) cloud: String,
}

/// A key pair whose activation has no answer yet. Asking again with it is answered as the first time, so that an answer that
/// was lost on its way loses nothing.
#[derive(Serialize, Deserialize)]
pub(crate) struct Pending {
    /// A hash of the code: enough to know it again, not enough to use it.
    pub(crate) code: String,
    /// The phone to be.
    pub(crate) phone: Phone,
}

/// Everything.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct Pocket {
    #[serde(default)]
    pub(crate) phones: Vec<Kept>,
    #[serde(default)]
    pub(crate) pending: Vec<Pending>,
    #[serde(skip)]
    path: PathBuf,
}

impl Pocket {
    /// Reads the file; a phone that has none yet holds nothing.
    pub(crate) fn open(path: &Path) -> io::Result<Self> {
        let pocket = match fs::read(path) {
            Ok(bytes) => serde_json::from_slice(&bytes)
                .map_err(|_| io::Error::new(ErrorKind::InvalidData, "it is not the file of a phone"))?,
            Err(error) if error.kind() == ErrorKind::NotFound => Self::default(),
            Err(error) => return Err(error),
        };
        Ok(Self { path: path.to_owned(), ..pocket })
    }

    /// Writes the file beside the old one, forces it to the disk and puts it in its place.
    pub(crate) fn save(&self) -> io::Result<()> {
        let mut bytes = serde_json::to_vec_pretty(self)?;
        bytes.push(b'\n');
        let mut name = self.path.file_name().unwrap_or_default().to_owned();
        name.push(format!(".{}.part", std::process::id()));
        let beside = self.path.with_file_name(name);
        let written = write_private(&beside, &bytes).and_then(|()| fs::rename(&beside, &self.path));
        if written.is_err() {
            let _ = fs::remove_file(&beside);
        }
        written
    }
}

fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use mobileaccess_domain::rows::Platform;

    use super::*;

    #[test]
    fn what_a_phone_keeps_is_there_again_and_nobody_else_can_read_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("phone.json");
        let mut pocket = Pocket::open(&path).unwrap();
        assert!(pocket.phones.is_empty() && !path.exists());
        let phone = Phone::new(&[7; 32], Platform::Android, "Pixel 9");
        pocket.pending.push(Pending { code: "00".to_owned(), phone: phone.clone() });
        pocket.save().unwrap();
        pocket.save().unwrap();
        let again = Pocket::open(&path).unwrap();
        assert_eq!(again.pending[0].phone.public_key(), phone.public_key());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing lies beside it");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        }
        fs::write(&path, "{").unwrap();
        assert!(Pocket::open(&path).is_err(), "a damaged file is said to be one, and not begun anew");
    }
}
