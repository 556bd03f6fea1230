//! Files written so that a crash leaves either the old or the new one, readable by their owner only.

use std::fs::{self, File, OpenOptions};
use std::io::Write as _;
use std::path::Path;

use crate::error::Result;

/// Creates a folder, and those above it, that only its owner can enter.
///
/// # Errors
/// Faults of the file system.
pub fn create_private_folder(folder: &Path) -> Result<()> {
    let missing = folder.ancestors().take_while(|above| !above.exists()).count();
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)?;
    // A folder outlives a power failure only once the one above it is forced to the disk. What an earlier process made
    // and did not live to force is forced along, as far as this one may.
    for (level, above) in folder.ancestors().skip(1).take(missing.max(2)).enumerate() {
        let forced = if above.as_os_str().is_empty() { sync_folder(Path::new(".")) } else { sync_folder(above) };
        if level < missing {
            forced?;
        }
    }
    Ok(())
}

fn private_options() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Opens (and makes, when missing) a file that only its owner can read.
pub(crate) fn open_private(path: &Path) -> Result<File> {
    Ok(private_options().truncate(false).open(path)?)
}

/// Replaces a file at once: after a crash it has the old content or the new, never a mixture.
///
/// # Errors
/// Faults of the file system; the old content is kept then.
pub fn write_atomically(path: &Path, content: &[u8]) -> Result<()> {
    let temporary = path.with_extension("writing");
    let mut file = private_options().truncate(true).open(&temporary)?;
    file.write_all(content)?;
    file.sync_all()?;
    drop(file);
    fs::rename(&temporary, path)?;
    sync_folder_of(path)
}

/// Makes renames within a folder durable.
pub(crate) fn sync_folder(folder: &Path) -> Result<()> {
    // Windows has no such call; there the rename itself is journalled.
    #[cfg(unix)]
    File::open(folder)?.sync_all()?;
    #[cfg(not(unix))]
    let _ = folder;
    Ok(())
}

/// Makes a rename of `path` durable.
pub(crate) fn sync_folder_of(path: &Path) -> Result<()> {
    path.parent().map_or(Ok(()), sync_folder)
}

/// Copies a file with its content on the disk before this returns.
pub(crate) fn copy_durably(from: &Path, to: &Path) -> Result<()> {
    let mut source = File::open(from)?;
    let mut target = private_options().truncate(true).open(to)?;
    std::io::copy(&mut source, &mut target)?;
    target.sync_all()?;
    Ok(())
}
