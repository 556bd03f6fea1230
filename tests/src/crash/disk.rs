//! A disk whose power fails: what the shim wrote down is done again in memory, and what nobody had forced to the disk is
//! lost, wholly or in part.
//!
//! A file's content and its name are forced separately, as POSIX has it: a new file whose folder was never forced is
//! gone with all that is in it. A rename happens in both folders at once, which every journalling file system promises.

use std::{
    collections::BTreeMap,
    fs,
    os::unix::fs::MetadataExt as _,
    path::{Component, Path, PathBuf},
};

use super::{Outcome, host::Dice, says};

/// What a disk may lose and keep in parts.
const SECTOR: usize = 512;

/// What the power failure left.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Loss {
    /// Only what was forced to the disk.
    Everything,
    /// Beside it, any part of the rest: single sectors of writes, some of the names.
    Anything,
}

/// A change of a file's content.
enum Change {
    Write(usize, Vec<u8>),
    Truncate(usize),
}

impl Change {
    fn apply(&self, content: &mut Vec<u8>) {
        match self {
            Self::Truncate(length) => content.resize(*length, 0),
            Self::Write(offset, data) => {
                let end = offset + data.len();
                if content.len() < end {
                    content.resize(end, 0);
                }
                if let Some(place) = content.get_mut(*offset..end) {
                    place.copy_from_slice(data);
                }
            }
        }
    }

    /// The parts that reach the disk each for itself.
    fn sectors(&self) -> Vec<Change> {
        let Self::Write(offset, data) = self else { return Vec::new() };
        let (mut parts, mut at, mut rest) = (Vec::new(), *offset, data.as_slice());
        while !rest.is_empty() {
            let (part, more) = rest.split_at(rest.len().min(SECTOR - at % SECTOR));
            parts.push(Self::Write(at, part.to_vec()));
            at += part.len();
            rest = more;
        }
        parts
    }
}

/// A change of a folder's names. The two halves of a rename have the same number.
struct Naming {
    number: usize,
    name: String,
    node: Option<usize>,
}

enum Node {
    File { forced: Vec<u8>, since: Vec<Change> },
    Folder { forced: BTreeMap<String, usize>, now: BTreeMap<String, usize>, since: Vec<Naming> },
}

/// The disk below one folder.
pub(crate) struct Disk {
    root: PathBuf,
    nodes: Vec<Node>,
    inodes: BTreeMap<u64, usize>,
    namings: usize,
}

fn folder() -> Node {
    Node::Folder { forced: BTreeMap::new(), now: BTreeMap::new(), since: Vec::new() }
}

impl Disk {
    /// A disk that holds for good what is below `root` now.
    pub(crate) fn of(root: &Path) -> Outcome<Self> {
        let mut disk = Self { root: root.to_owned(), nodes: Vec::new(), inodes: BTreeMap::new(), namings: 0 };
        disk.read(root)?;
        Ok(disk)
    }

    fn add(&mut self, node: Node, inode: u64) -> usize {
        self.nodes.push(node);
        let id = self.nodes.len() - 1;
        self.inodes.insert(inode, id);
        id
    }

    fn read(&mut self, path: &Path) -> Outcome<usize> {
        let status = fs::metadata(path).map_err(says("read", path))?;
        if !status.is_dir() {
            let forced = fs::read(path).map_err(says("read", path))?;
            return Ok(self.add(Node::File { forced, since: Vec::new() }, status.ino()));
        }
        let id = self.add(folder(), status.ino());
        let mut found = BTreeMap::new();
        for entry in fs::read_dir(path).map_err(says("read", path))? {
            let entry = entry.map_err(says("read", path))?;
            found.insert(entry.file_name().to_string_lossy().into_owned(), self.read(&entry.path())?);
        }
        if let Some(Node::Folder { forced, now, .. }) = self.nodes.get_mut(id) {
            forced.clone_from(&found);
            *now = found;
        }
        Ok(id)
    }

    /// The folder of a path below the root, and the path's last name.
    fn place(&self, path: &str) -> Outcome<(usize, String)> {
        let lost = || format!("{path} is not on the disk");
        let inner = Path::new(path).strip_prefix(&self.root).map_err(|_| lost())?;
        let mut parts: Vec<String> = Vec::new();
        for part in inner.components() {
            match part {
                Component::Normal(name) => parts.push(name.to_string_lossy().into_owned()),
                _ => return Err(lost()),
            }
        }
        let name = parts.pop().ok_or_else(lost)?;
        let mut at = 0;
        for part in parts {
            match self.nodes.get(at) {
                Some(Node::Folder { now, .. }) => at = *now.get(&part).ok_or_else(lost)?,
                _ => return Err(lost()),
            }
        }
        Ok((at, name))
    }

    fn name(&mut self, path: &str, node: Option<usize>, number: usize) -> Outcome<Option<usize>> {
        let (at, name) = self.place(path)?;
        let Some(Node::Folder { now, since, .. }) = self.nodes.get_mut(at) else {
            return Err(format!("{path} is in no folder"));
        };
        let before = match node {
            Some(node) => now.insert(name.clone(), node),
            None => now.remove(&name),
        };
        since.push(Naming { number, name, node });
        Ok(before)
    }

    fn change(&mut self, inode: u64, change: Change) {
        if let Some(Node::File { since, .. }) = self.inodes.get(&inode).and_then(|id| self.nodes.get_mut(*id)) {
            since.push(change);
        }
    }

    /// Names up to this number reach the disk in one folder.
    fn force_names(&mut self, id: usize, last: usize) -> Vec<usize> {
        let Some(Node::Folder { forced, since, .. }) = self.nodes.get_mut(id) else { return Vec::new() };
        let (reached, rest): (Vec<Naming>, Vec<Naming>) = since.drain(..).partition(|naming| naming.number <= last);
        *since = rest;
        reached
            .into_iter()
            .map(|naming| {
                match naming.node {
                    Some(node) => forced.insert(naming.name, node),
                    None => forced.remove(&naming.name),
                };
                naming.number
            })
            .collect()
    }

    fn force(&mut self, inode: u64) {
        let Some(id) = self.inodes.get(&inode).copied() else { return };
        match self.nodes.get_mut(id) {
            Some(Node::File { forced, since }) => since.drain(..).for_each(|change| change.apply(forced)),
            Some(Node::Folder { .. }) => {
                let reached = self.force_names(id, usize::MAX);
                // The other halves of renames, and what came before them there.
                for other in 0..self.nodes.len() {
                    let half = match self.nodes.get(other) {
                        Some(Node::Folder { since, .. }) => {
                            since.iter().map(|naming| naming.number).filter(|number| reached.contains(number)).max()
                        }
                        _ => None,
                    };
                    if let Some(last) = half {
                        self.force_names(other, last);
                    }
                }
            }
            None => {}
        }
    }

    /// Does again what the shim wrote down. A last record that was cut off did not happen.
    pub(crate) fn replay(&mut self, log: &[u8]) -> Outcome<()> {
        let mut rest = log;
        while let Some((record, more)) = Record::read(rest) {
            rest = more;
            self.namings += 1;
            let number = self.namings;
            let size = usize::try_from(record.offset).map_err(|_| "an offset past all files")?;
            match record.op {
                1 => {
                    let node = self.add(Node::File { forced: Vec::new(), since: Vec::new() }, record.inode);
                    self.name(&record.path, Some(node), number)?;
                }
                2 => self.change(record.inode, Change::Write(size, record.data.to_vec())),
                3 => self.change(record.inode, Change::Truncate(size)),
                4 | 5 => self.force(record.inode),
                6 => {
                    let node = self.name(&record.path, None, number)?;
                    self.name(&record.other, node, number)?;
                }
                7 => {
                    self.name(&record.path, None, number)?;
                }
                8 => {
                    let node = self.add(folder(), record.inode);
                    self.name(&record.path, Some(node), number)?;
                }
                other => return Err(format!("the shim wrote down a call {other} that nobody knows")),
            }
        }
        Ok(())
    }

    /// Makes the folder what the power failure left of it.
    pub(crate) fn fail(mut self, loss: Loss, dice: &mut Dice) -> Outcome<()> {
        let (mut kept_names, all) = (Vec::new(), self.namings);
        if loss == Loss::Anything {
            // A journal keeps names in their order; without one any of them may be there.
            let first = usize::try_from(dice.below(u64::try_from(all + 1).unwrap_or(1))).unwrap_or(0);
            let ordered = dice.of_hundred(50);
            kept_names = (0..=all).map(|number| if ordered { number <= first } else { dice.of_hundred(50) }).collect();
        }
        for node in &mut self.nodes {
            match node {
                Node::File { forced, since } if loss == Loss::Anything => {
                    let length = forced.len();
                    for change in since.drain(..) {
                        match change {
                            Change::Truncate(_) if dice.of_hundred(50) => change.apply(forced),
                            Change::Truncate(_) => {}
                            Change::Write(..) => match dice.below(3) {
                                0 => {}
                                1 => change.apply(forced),
                                _ => change
                                    .sectors()
                                    .iter()
                                    .filter(|_| dice.of_hundred(50))
                                    .for_each(|part| part.apply(forced)),
                            },
                        }
                    }
                    // A file may have grown without its new content.
                    if forced.len() > length && dice.of_hundred(10) {
                        forced.get_mut(length..).unwrap_or_default().fill(0);
                    }
                }
                Node::Folder { forced, since, .. } => {
                    for naming in since.drain(..) {
                        if kept_names.get(naming.number).copied().unwrap_or(false) {
                            match naming.node {
                                Some(node) => forced.insert(naming.name, node),
                                None => forced.remove(&naming.name),
                            };
                        }
                    }
                }
                Node::File { .. } => {}
            }
        }
        for entry in fs::read_dir(&self.root).map_err(says("read", &self.root))? {
            let path = entry.map_err(says("read", &self.root))?.path();
            let removed = if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
            removed.map_err(says("remove", &path))?;
        }
        self.write(0, &self.root)
    }

    fn write(&self, id: usize, path: &Path) -> Outcome<()> {
        match self.nodes.get(id) {
            Some(Node::File { forced, .. }) => {
                // The index of the write-ahead log is shared memory: nothing of it outlives the machine.
                let memory = path.extension().is_some_and(|extension| extension == "db-shm");
                if memory { Ok(()) } else { fs::write(path, forced).map_err(says("write", path)) }
            }
            Some(Node::Folder { forced, .. }) => {
                fs::create_dir_all(path).map_err(says("make", path))?;
                forced.iter().try_for_each(|(name, node)| self.write(*node, &path.join(name)))
            }
            None => Ok(()),
        }
    }
}

/// One call, as the shim wrote it down.
struct Record<'a> {
    op: u32,
    inode: u64,
    offset: u64,
    path: String,
    other: String,
    data: &'a [u8],
}

impl<'a> Record<'a> {
    fn read(log: &'a [u8]) -> Option<(Self, &'a [u8])> {
        let (head, rest) = log.split_at_checked(32)?;
        let small = |at: usize| Some(u32::from_ne_bytes(head.get(at..at + 4)?.try_into().ok()?));
        let large = |at: usize| Some(u64::from_ne_bytes(head.get(at..at + 8)?.try_into().ok()?));
        let length = |at: usize| usize::try_from(small(at)?).ok();
        let (path, rest) = rest.split_at_checked(length(4)?)?;
        let (other, rest) = rest.split_at_checked(length(8)?)?;
        let (data, rest) = rest.split_at_checked(length(12)?)?;
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let (path, other) = (text(path), text(other));
        Some((Self { op: small(0)?, inode: large(16)?, offset: large(24)?, path, other, data }, rest))
    }
}
