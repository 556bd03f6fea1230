//! The users table of one customer, in memory: every page, filter and search over 100,000 users answers within a frame.
//!
//! It is derived from the rows and dropped when another process wrote: the store's revision tells. What this process wrote
//! itself is read again user by user.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

use chrono::{DateTime, Utc};
use mobileaccess_domain::{
    Change, Effects, Id, Language,
    rows::{ActivationCode, Customer, Device, Key, KeyStatus, ReaderGroup, User, UserStatus},
};
use mobileaccess_store::sqlite;
use mobileaccess_wire::{
    Failure, PageInfo,
    users::{KeyStage, ListUsersRequest, Stages, UserRow},
};

use crate::{
    App, Host,
    data::{Open, fault},
    search_words::{Alphabet, Words, fold},
    users::{Whole, main_code, stage},
};

/// One user as the table needs it.
struct Entry {
    row: UserRow,
    /// Name, e-mail, phone, device and User ID, folded.
    folded: String,
    groups: Vec<Id<ReaderGroup>>,
    /// When the open codes of a waiting key run out; the stage follows from it and the time.
    open_until: Option<DateTime<Utc>>,
}

impl Entry {
    fn new(whole: &Whole, now: DateTime<Utc>) -> Self {
        // The key that matters most: a live one, else the latest.
        let key = whole.keys.iter().max_by_key(|key| (!key.status.is_deleted(), key.created_at, key.id));
        let live = whole.keys.iter().filter(|key| !key.status.is_deleted()).count();
        let device = key.and_then(|key| whole.devices.iter().find(|device| device.id == key.device_id));
        let device = device
            .or_else(|| whole.devices.iter().max_by_key(|device| (device.deleted_at.is_none(), device.created_at)));
        let codes = key.map(|key| whole.codes_of(key.id)).unwrap_or_default();
        let code = main_code(&codes, now);
        let waiting = key.is_some_and(|key| key.status == KeyStatus::Waiting);
        let open_until =
            codes.iter().filter(|code| code.end.is_none()).map(|code| code.expires_at).max().filter(|_| waiting);
        let user = &whole.user;
        let row = UserRow {
            id: user.id,
            name: user.full_name(),
            email: user.email.clone(),
            phone: user.phone.clone(),
            status: user.status(),
            created_at: user.created_at,
            device_name: device.map(|device| device.name.clone()),
            device_status: device.map(|device| device.status),
            key_id: key.map(|key| key.id),
            number: key.map(|key| key.number.get()),
            stage: key.map_or(KeyStage::None, |key| stage(key, device, &codes, now)),
            stage_at: key.map(|key| key.status_at),
            code_expires_at: if waiting { code.map(|code| code.expires_at) } else { None },
            valid_to: key.and_then(|key| key.valid_to),
            more_keys: u32::try_from(live.saturating_sub(1)).unwrap_or(u32::MAX),
            handouts: code.map_or(0, |code| code.handouts),
        };
        let number = row.number.map(|number| number.to_string()).unwrap_or_default();
        let device_name = row.device_name.as_deref().unwrap_or_default();
        let folded =
            fold(&[&row.name, &row.email, &row.phone, device_name, number.as_str()].map(|text| text).join(" "));
        Self { folded, groups: key.map(|key| key.group_ids.clone()).unwrap_or_default(), open_until, row }
    }

    fn stage(&self, now: DateTime<Utc>) -> KeyStage {
        match self.row.stage {
            KeyStage::Waiting | KeyStage::Expired if self.open_until.is_some_and(|until| now < until) => {
                KeyStage::Waiting
            }
            KeyStage::Waiting => KeyStage::Expired,
            stage => stage,
        }
    }
}

/// The columns that can be sorted by.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Column {
    Name(Language),
    Email,
    Phone,
    Device,
    Number,
    Stage,
    CreatedAt,
    ValidTo,
}

impl Column {
    fn of(sort: &str, language: Language) -> Self {
        match sort {
            "email" => Self::Email,
            "phone" => Self::Phone,
            "device" => Self::Device,
            "number" => Self::Number,
            "stage" => Self::Stage,
            "created_at" => Self::CreatedAt,
            "valid_to" => Self::ValidTo,
            _ => Self::Name(language),
        }
    }
}

/// The users of one customer.
pub(crate) struct Directory {
    revision: u64,
    entries: Vec<Entry>,
    places: HashMap<Id<User>, usize>,
    orders: HashMap<Column, Vec<u32>>,
}

impl Directory {
    fn new(revision: u64, entries: Vec<Entry>) -> Self {
        let places = entries.iter().enumerate().map(|(place, entry)| (entry.row.id, place)).collect();
        Self { revision, entries, places, orders: HashMap::new() }
    }

    fn put(&mut self, entry: Entry) {
        match self.places.get(&entry.row.id) {
            Some(place) => {
                if let Some(known) = self.entries.get_mut(*place) {
                    *known = entry;
                }
            }
            None => {
                let place = self.entries.len();
                self.places.insert(entry.row.id, place);
                self.entries.push(entry);
                for order in self.orders.values_mut() {
                    order.push(u32::try_from(place).unwrap_or(u32::MAX));
                }
            }
        }
    }

    /// The rows in the order of a column. An order that is nearly right is quickly put right, so it is sorted again after
    /// every change rather than patched.
    fn order(&mut self, column: Column) -> &[u32] {
        let entries = &self.entries;
        let order = self
            .orders
            .entry(column)
            .or_insert_with(|| (0..u32::try_from(entries.len()).unwrap_or(u32::MAX)).collect());
        let row = |place: &u32| &entries[*place as usize].row;
        match column {
            Column::Name(language) => {
                let alphabet = Alphabet::new(language);
                order.sort_by(|a, b| alphabet.compare(&row(a).name, &row(b).name));
            }
            Column::Email => order.sort_by(|a, b| row(a).email.cmp(&row(b).email)),
            Column::Phone => order.sort_by(|a, b| row(a).phone.cmp(&row(b).phone)),
            Column::Device => order.sort_by(|a, b| row(a).device_name.cmp(&row(b).device_name)),
            Column::Number => order.sort_by_key(|a| row(a).number),
            Column::Stage => order.sort_by_key(|a| (row(a).stage, row(a).code_expires_at)),
            Column::CreatedAt => order.sort_by_key(|a| (row(a).created_at, row(a).id)),
            Column::ValidTo => order.sort_by_key(|a| row(a).valid_to.unwrap_or(chrono::NaiveDate::MAX)),
        }
        order
    }

    /// What matches a request: places in the order of the table, and how many the filters hide.
    fn matching(&mut self, request: &ListUsersRequest, now: DateTime<Utc>) -> (Vec<u32>, u32) {
        let words = Words::new(&request.page.search);
        let column = Column::of(&request.page.sort, request.page.language);
        if !self.orders.contains_key(&column) {
            self.order(column);
        }
        let order = self.orders.get(&column).map(Vec::as_slice).unwrap_or_default();
        let mut found = Vec::new();
        let mut hidden = 0;
        let mut look = |place: u32| {
            let Some(entry) = self.entries.get(place as usize) else { return };
            if !words.are_in_folded(&entry.folded) {
                return;
            }
            let shown = (request.user_status.is_empty() || request.user_status.contains(&entry.row.status))
                && (request.key_stage.is_empty() || request.key_stage.contains(&entry.stage(now)))
                && request.group_id.is_none_or(|group| entry.groups.contains(&group));
            if shown { found.push(place) } else { hidden += 1 }
        };
        if request.page.descending {
            order.iter().rev().for_each(|place| look(*place));
        } else {
            order.iter().for_each(|place| look(*place));
        }
        (found, hidden)
    }

    fn row(&self, place: u32, now: DateTime<Utc>) -> Option<UserRow> {
        let entry = self.entries.get(place as usize)?;
        Some(UserRow { stage: entry.stage(now), ..entry.row.clone() })
    }

    /// One page of what matches.
    pub(crate) fn page(&mut self, request: &ListUsersRequest, now: DateTime<Utc>) -> (Vec<UserRow>, PageInfo) {
        let (found, hidden_by_filters) = self.matching(request, now);
        let size = request.page.page_size.clamp(1, 500);
        let total = u32::try_from(found.len()).unwrap_or(u32::MAX);
        let page = request.page.page.min(total.saturating_sub(1) / size);
        let from = page as usize * size as usize;
        let rows = found.iter().skip(from).take(size as usize).filter_map(|place| self.row(*place, now)).collect();
        let all = u32::try_from(self.entries.len()).unwrap_or(u32::MAX);
        (rows, PageInfo { page, page_size: size, total, hidden_by_filters, all })
    }

    /// Every row that matches, in the order of the table.
    pub(crate) fn all(&mut self, request: &ListUsersRequest, now: DateTime<Utc>) -> Vec<UserRow> {
        let (found, _) = self.matching(request, now);
        found.iter().filter_map(|place| self.row(*place, now)).collect()
    }

    /// Keys of live users by stage.
    pub(crate) fn stages(&self, now: DateTime<Utc>) -> Stages {
        let mut stages = Stages::default();
        for entry in self.entries.iter().filter(|entry| entry.row.status == UserStatus::Active) {
            match entry.stage(now) {
                KeyStage::Waiting => stages.waiting += 1,
                KeyStage::Arriving => stages.arriving += 1,
                KeyStage::Expired => stages.expired += 1,
                KeyStage::Active => stages.active += 1,
                KeyStage::Suspended => stages.suspended += 1,
                _ => {}
            }
        }
        stages
    }
}

/// Directories that were looked at last, and the users whose rows changed since.
#[derive(Default)]
pub(crate) struct Directories {
    kept: Vec<(Id<Customer>, Arc<tokio::sync::Mutex<Option<Directory>>>)>,
    dirty: BTreeMap<Id<Customer>, BTreeSet<Id<User>>>,
    /// How often this process raised the store's revision.
    own_writes: u64,
    /// `own_writes` when a directory was last brought up to date.
    seen_writes: BTreeMap<Id<Customer>, u64>,
}

/// Directories kept at a time: switching between two customers is quick, and memory stays bounded.
const KEPT: usize = 3;
/// Above so many changed users, reading everything again is quicker.
const MAX_DIRTY: usize = 500;

impl Directories {
    pub(crate) fn clear(&mut self) {
        *self = Self::default();
    }

    /// Notes what this process wrote.
    pub(crate) fn wrote(&mut self, effects: &Effects) {
        self.own_writes += 1;
        for change in &effects.changes {
            match change {
                Change::User(row) => self.touch(row.customer_id, row.id),
                Change::Device(row) => self.touch(row.customer_id, row.user_id),
                Change::Key(row) => self.touch(row.customer_id, row.user_id),
                Change::Code(row) => self.touch_code(row.customer_id, row.key_id, effects),
                _ => {}
            }
        }
    }

    /// A write of this process that touches no user.
    pub(crate) fn wrote_something(&mut self) {
        self.own_writes += 1;
    }

    fn touch(&mut self, customer: Id<Customer>, user: Id<User>) {
        self.dirty.entry(customer).or_default().insert(user);
    }

    fn touch_code(&mut self, customer: Id<Customer>, key: Id<Key>, effects: &Effects) {
        let named = effects.changes.iter().any(|change| matches!(change, Change::Key(row) if row.id == key));
        if !named {
            // Whose key it is, only the directory knows.
            self.dirty.entry(customer).or_default().insert(Id::new(key.uuid()));
        }
    }

    fn slot(&mut self, customer: Id<Customer>) -> Arc<tokio::sync::Mutex<Option<Directory>>> {
        if let Some(at) = self.kept.iter().position(|(id, _)| *id == customer) {
            let kept = self.kept.remove(at);
            self.kept.push(kept);
        } else {
            if self.kept.len() >= KEPT {
                let (gone, _) = self.kept.remove(0);
                self.dirty.remove(&gone);
                self.seen_writes.remove(&gone);
            }
            self.kept.push((customer, Arc::default()));
        }
        self.kept.last().map(|(_, slot)| Arc::clone(slot)).unwrap_or_default()
    }
}

impl<H: Host> App<H> {
    /// Looks at a customer's users, brought up to date.
    pub(crate) async fn with_directory<T>(
        &self,
        open: &Open,
        customer: Id<Customer>,
        look: impl FnOnce(&mut Directory) -> T,
    ) -> Result<T, Failure> {
        let slot = self.directories.lock().map(|mut directories| directories.slot(customer)).unwrap_or_default();
        let mut kept = slot.lock().await;
        let (dirty, own_writes, seen_writes) = match self.directories.lock() {
            Ok(mut directories) => {
                let dirty = directories.dirty.remove(&customer).unwrap_or_default();
                let seen = directories.seen_writes.get(&customer).copied().unwrap_or(0);
                (dirty, directories.own_writes, seen)
            }
            Err(_) => Default::default(),
        };
        let revision = open.store.revision().await.map_err(fault)?;
        let known = kept
            .as_ref()
            .is_some_and(|directory| revision - directory.revision.min(revision) == own_writes - seen_writes);
        if !known || dirty.len() > MAX_DIRTY {
            *kept = Some(self.load_directory(open, customer, revision).await?);
        } else if let Some(directory) = kept.as_mut() {
            self.refresh(open, directory, dirty).await?;
            directory.revision = revision;
        }
        if let Ok(mut directories) = self.directories.lock() {
            directories.seen_writes.insert(customer, own_writes);
        }
        kept.as_mut().map(look).ok_or_else(|| Failure::new("internal").with("name", "directory"))
    }

    async fn refresh(&self, open: &Open, directory: &mut Directory, dirty: BTreeSet<Id<User>>) -> Result<(), Failure> {
        if dirty.is_empty() {
            return Ok(());
        }
        let mut connection = open.store.read().await.map_err(fault)?;
        for id in dirty {
            let user = match sqlite::users::get(&mut connection, id).await.map_err(fault)? {
                Some(user) => user,
                None => {
                    // A code changed without its key: the id is the key's.
                    let key = sqlite::keys::get(&mut connection, Id::new(id.uuid())).await.map_err(fault)?;
                    let Some(key) = key else { continue };
                    let Some(user) = sqlite::users::get(&mut connection, key.user_id).await.map_err(fault)? else {
                        continue;
                    };
                    user
                }
            };
            let whole = Whole {
                devices: sqlite::keys::devices_of(&mut connection, user.id).await.map_err(fault)?,
                keys: sqlite::keys::keys_of(&mut connection, user.id).await.map_err(fault)?,
                codes: sqlite::keys::codes_of(&mut connection, user.id).await.map_err(fault)?,
                user,
            };
            directory.put(Entry::new(&whole, self.host.now()));
        }
        let columns: Vec<Column> = directory.orders.keys().copied().collect();
        for column in columns {
            directory.order(column);
        }
        Ok(())
    }

    async fn load_directory(&self, open: &Open, customer: Id<Customer>, revision: u64) -> Result<Directory, Failure> {
        let mut connection = open.store.read().await.map_err(fault)?;
        let users = sqlite::users::of_customer(&mut connection, customer).await.map_err(fault)?;
        let mut devices: HashMap<Id<User>, Vec<Device>> = HashMap::new();
        for device in sqlite::keys::devices_of_customer(&mut connection, customer).await.map_err(fault)? {
            devices.entry(device.user_id).or_default().push(device);
        }
        let mut keys: HashMap<Id<User>, Vec<Key>> = HashMap::new();
        let mut holders: HashMap<Id<Key>, Id<User>> = HashMap::new();
        for key in sqlite::keys::of_customer(&mut connection, customer).await.map_err(fault)? {
            holders.insert(key.id, key.user_id);
            keys.entry(key.user_id).or_default().push(key);
        }
        let mut codes: HashMap<Id<User>, Vec<ActivationCode>> = HashMap::new();
        for code in sqlite::keys::codes_of_customer(&mut connection, customer).await.map_err(fault)? {
            if let Some(user) = holders.get(&code.key_id) {
                codes.entry(*user).or_default().push(code);
            }
        }
        let now = self.host.now();
        let entries = users.into_iter().map(|user| {
            let whole = Whole {
                devices: devices.remove(&user.id).unwrap_or_default(),
                keys: keys.remove(&user.id).unwrap_or_default(),
                codes: codes.remove(&user.id).unwrap_or_default(),
                user,
            };
            Entry::new(&whole, now)
        });
        Ok(Directory::new(revision, entries.collect()))
    }
}
