//! In which order the copies of a folder were made. Their names say by what clock: one that was a year ahead would make its
//! copies the newest for a year, and those of every right day the first to go.
//!
//! The names stand in a file, oldest first. A copy that is not in it comes before all that are, by its name: it is of an earlier
//! version of this program, or somebody put it there.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::error::Result;
use crate::files;

/// The file, beside the copies.
const FILE: &str = "order.txt";

fn noted(place: &Path) -> Vec<String> {
    // Without the file, or with one that does not read, names are all there is to go by.
    let text = fs::read_to_string(place.join(FILE)).unwrap_or_default();
    text.lines().map(str::to_owned).collect()
}

/// Notes that the copy of this name is the newest from now on. Comes before the copy gets its name: one that is noted and is not
/// there does no harm, one that is there and is not noted would count as the oldest.
///
/// # Errors
/// Faults of the file system.
pub fn note(place: &Path, name: &str) -> Result<()> {
    let mut names = noted(place);
    names.retain(|known| known != name && place.join(known).exists());
    names.push(name.to_owned());
    files::write_atomically(&place.join(FILE), (names.join("\n") + "\n").as_bytes())
}

/// Sorts copies of a folder, the one that was made last first.
pub fn newest_first<T>(place: &Path, copies: &mut [T], name: impl Fn(&T) -> &str) {
    let noted = noted(place);
    let places: BTreeMap<&str, usize> = noted.iter().enumerate().map(|(at, name)| (name.as_str(), at)).collect();
    copies.sort_by(|one, other| {
        let key = |copy| (places.get(name(copy)).copied(), name(copy).to_owned());
        key(other).cmp(&key(one))
    });
}
