//! The world: what happens in it follows from the seed.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use chrono::{DateTime, Duration, Utc};
use mobileaccess_cloud::{Cloud, CreateDistributor, Database, Entropy, Keys};
use mobileaccess_domain::accounts::{AssignCustomer, CreateAccount, UnassignCustomer};
use mobileaccess_domain::credit::TransferCredit;
use mobileaccess_domain::customers::CreateCustomer;
use mobileaccess_domain::keys::{CODE_ALPHABET, CODE_LENGTH, DeleteKey, Holder, IssueKey, NewCode};
use mobileaccess_domain::rows::{Account, Assignment, Contact, Customer, Distributor, Key, Role, SystemType, User};
use mobileaccess_domain::users::{EditUser, UserFields};
use mobileaccess_domain::{Edit, Id, Language, Mutation, UserId};
use mobileaccess_store::sqlite;
use mobileaccess_store::sqlite::mutations::MutationStatus;
use mobileaccess_sync::Stepped;
use mobileaccess_wire::sync::Secret;
use tempfile::TempDir;

use crate::computer::fault;
use crate::link::Sky;
use crate::{Chance, Computer, Link, Weather};

/// Login of the distributor's admin.
const ADMIN: &str = "jana@alfa.example";
/// Login of the installer.
const INSTALLER: &str = "technik@alfa.example";
/// More steps than any quiet world needs.
const ENOUGH: u32 = 400;
/// Copies of computers, at most.
const CLONES: usize = 2;

/// How a run ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The seed.
    pub seed: u64,
    /// What happened, line by line.
    pub trace: Vec<String>,
    /// What must never be.
    pub wrong: Vec<String>,
}

impl Outcome {
    /// A short text that stands for the trace.
    pub fn fingerprint(&self) -> String {
        blake3::hash(self.trace.join("\n").as_bytes()).to_hex().chars().take(16).collect()
    }
}

/// A cloud and the computers that belong to it.
pub struct World {
    folder: TempDir,
    chance: Chance,
    sky: Arc<Sky>,
    keys: Keys,
    /// The tenant.
    pub distributor: Id<Distributor>,
    admin: Id<Account>,
    installer: Option<Id<Account>>,
    /// The computers.
    pub computers: Vec<Computer>,
    customers: Vec<Id<Customer>>,
    issued: Vec<(Id<User>, Id<Key>)>,
    given: Vec<Id<Assignment>>,
    trace: Vec<String>,
    count: u32,
    cloud_backup: Option<PathBuf>,
    backups: BTreeMap<usize, PathBuf>,
}

fn cloud_fault(error: mobileaccess_cloud::Error) -> String {
    format!("cloud: {error}")
}

impl World {
    /// A distributor on a cloud, with one office computer.
    ///
    /// # Errors
    /// What went wrong, in words.
    pub async fn new(seed: u64) -> Result<Self, String> {
        // Memory where there is some: what is proved here is order, not the disk.
        let place = std::path::Path::new("/dev/shm");
        let builder = || tempfile::Builder::new();
        let folder =
            if place.is_dir() { builder().prefix("mobileaccess").tempdir_in(place) } else { builder().tempdir() };
        let folder = folder.map_err(fault)?;
        let mut chance = Chance::new(seed, "world");
        let now: DateTime<Utc> = DateTime::from_timestamp(1_772_452_800, 0).unwrap_or_default();
        let keys = Keys::new(&[7; 32]);
        let db = Database::open_file(&folder.path().join("cloud.db"), &keys).await.map_err(cloud_fault)?;
        let cloud = Cloud::open(db, keys.clone(), &Entropy::new(chance.bytes())).await.map_err(cloud_fault)?;
        let new = CreateDistributor {
            name: "Alfa Distribuce".to_owned(),
            code: "Alfa".to_owned(),
            time_zone: "Europe/Prague".to_owned(),
            email: ADMIN.to_owned(),
            language: Language::Cs,
        };
        let made = cloud.create_distributor(now, &Entropy::new(chance.bytes()), &new).await.map_err(cloud_fault)?;
        let made = made.map_err(fault)?;
        let sold = cloud.sell_credit(now, &Entropy::new(chance.bytes()), made.distributor, 1000, "PO 1").await;
        sold.map_err(cloud_fault)?.map_err(fault)?;
        let sky = Arc::new(Sky {
            cloud: Mutex::new(Some(cloud)),
            now: Mutex::new(now),
            weather: Mutex::default(),
            chance: Mutex::new(Chance::new(seed, "network")),
        });
        let mut world = Self {
            folder,
            chance,
            sky,
            keys,
            distributor: made.distributor,
            admin: made.account,
            installer: None,
            computers: Vec::new(),
            customers: Vec::new(),
            issued: Vec::new(),
            given: Vec::new(),
            trace: Vec::new(),
            count: 0,
            cloud_backup: None,
            backups: BTreeMap::new(),
        };
        world.join("office", ADMIN, &made.code).await?;
        world.settle().await?;
        Ok(world)
    }

    fn now(&self) -> DateTime<Utc> {
        self.sky.now.lock().map(|now| *now).unwrap_or_default()
    }

    /// Lets time pass.
    pub fn pass(&self, time: Duration) {
        if let Ok(mut now) = self.sky.now.lock() {
            *now += time;
        }
    }

    /// Sets the weather.
    pub fn weather(&self, weather: Weather) {
        if let Ok(mut now) = self.sky.weather.lock() {
            *now = weather;
        }
    }

    /// The cloud.
    ///
    /// # Errors
    /// When it is down.
    pub fn cloud(&self) -> Result<Cloud, String> {
        self.sky.cloud.lock().ok().and_then(|cloud| cloud.clone()).ok_or_else(|| "the cloud is down".to_owned())
    }

    fn place(&mut self, name: &str) -> PathBuf {
        self.count += 1;
        self.folder.path().join(format!("{:03}-{name}", self.count))
    }

    fn say(&mut self, line: impl Into<String>) {
        self.trace.push(line.into());
    }

    async fn join(&mut self, name: &str, email: &str, code: &Secret) -> Result<(), String> {
        let folder = self.place(name);
        let (now, link) = (self.now(), Link::new(Arc::clone(&self.sky)));
        let joined = Computer::join(folder, name, (email, code), &link, &mut self.chance, now).await?;
        self.computers.push(joined);
        Ok(())
    }

    /// A further computer of the distributor's admin.
    ///
    /// # Errors
    /// What went wrong, in words.
    pub async fn admins_computer(&mut self, name: &str) -> Result<usize, String> {
        let entropy = Entropy::new(self.chance.bytes());
        let code = self.cloud()?.make_enrol_code(self.now(), &entropy, self.admin).await.map_err(cloud_fault)?;
        self.join(name, ADMIN, &code).await?;
        Ok(self.computers.len() - 1)
    }

    /// An installer with a computer.
    ///
    /// # Errors
    /// What went wrong, in words.
    pub async fn installers_computer(&mut self, name: &str) -> Result<usize, String> {
        let account = self.chance.uuid();
        let create = CreateAccount {
            account_id: Id::new(account),
            distributor_id: self.distributor,
            customer_id: None,
            role: Role::Installer,
            email: INSTALLER.to_owned(),
            password_hash: "$argon2id$nobody".to_owned(),
            expires_at: None,
        };
        self.ask(0, create.into()).await?;
        self.settle().await?;
        let entropy = Entropy::new(self.chance.bytes());
        let code = self.cloud()?.make_enrol_code(self.now(), &entropy, Id::new(account)).await.map_err(cloud_fault)?;
        self.installer = Some(Id::new(account));
        self.join(name, INSTALLER, &code).await?;
        Ok(self.computers.len() - 1)
    }

    /// Does something on a computer; whether its own rules let it.
    ///
    /// # Errors
    /// A fault of the store, in words.
    pub async fn ask(&mut self, computer: usize, mutation: Mutation) -> Result<bool, String> {
        self.pass(Duration::seconds(1));
        let (id, now) = (self.chance.uuid(), self.now());
        let done = self.computers[computer].ask(&mutation, id, now).await.map_err(fault)?;
        let said = done.as_ref().err().map_or_else(|| "done".to_owned(), |refusal| refusal.code());
        let line = format!("{}: {} {said}", self.computers[computer].name, mutation.name());
        self.say(line);
        Ok(done.is_ok())
    }

    /// A new customer with credit, made on a computer.
    ///
    /// # Errors
    /// A fault of the store, in words.
    pub async fn create_customer(
        &mut self,
        computer: usize,
        system_id: &str,
        credit: i64,
    ) -> Result<Id<Customer>, String> {
        let customer = Id::new(self.chance.uuid());
        let create = CreateCustomer {
            groups: Vec::new(),
            customer_id: customer,
            distributor_id: self.distributor,
            name: format!("Bytovka {system_id}"),
            system_type: SystemType::Importer,
            system_id: system_id.to_owned(),
            system_key: "Tajemstvi8".to_owned(),
            contact: Contact::default(),
            account: None,
            key_name: "klic".to_owned(),
            key_prefix: "39".to_owned(),
            default_valid_to: None,
            credit,
            note: String::new(),
            one_tap: true,
            automatic: true,
            groups_enabled: false,
            time_zone: "Europe/Prague".to_owned(),
            lease: None,
        };
        if self.ask(computer, create.into()).await? {
            self.customers.push(customer);
        }
        Ok(customer)
    }

    /// Issues a key on a computer.
    ///
    /// # Errors
    /// A fault of the store, in words.
    pub async fn issue(&mut self, computer: usize, customer: Id<Customer>, number: u32) -> Result<Id<Key>, String> {
        let (user, key) = (Id::new(self.chance.uuid()), Id::new(self.chance.uuid()));
        let random = self.chance.bytes();
        let sign = |byte: &u8| char::from(CODE_ALPHABET[usize::from(*byte) % CODE_ALPHABET.len()]);
        let code = random.iter().take(CODE_LENGTH).map(sign).collect();
        let fields =
            UserFields {
                first_name: "Petr".to_owned(), last_name: format!("Žižka {number}"), ..UserFields::default()
            };
        let issue = IssueKey {
            customer_id: customer,
            holder: Holder::New { user_id: user, fields },
            device_id: Id::new(self.chance.uuid()),
            device_name: format!("Device{number:03}"),
            key_id: key,
            key_name: "klic".to_owned(),
            number: UserId::new(number).unwrap_or(UserId::FIRST),
            valid_from: (self.now() + self.computers[computer].skew).date_naive(),
            valid_to: None,
            group_ids: Vec::new(),
            code: NewCode { id: Id::new(self.chance.uuid()), code },
            lease: None,
        };
        if self.ask(computer, issue.into()).await? {
            self.issued.push((user, key));
        }
        Ok(key)
    }

    /// Everybody syncs until there is nothing more to do.
    ///
    /// # Errors
    /// When they do not come to rest.
    pub async fn settle(&mut self) -> Result<(), String> {
        // A computer and its silent copy take the token from each other for ever; what counts is what their stores hold.
        let mut before = String::new();
        for _ in 0..ENOUGH {
            let mut waited = false;
            let mut stands = String::new();
            for place in 0..self.computers.len() {
                self.computers[place].press();
                for step in 0..ENOUGH {
                    let now = self.now();
                    match self.computers[place].step(now, &mut self.chance).await.map_err(fault)? {
                        Stepped::On { .. } => {}
                        Stepped::Wait(until) => {
                            waited = true;
                            let skew = self.computers[place].skew;
                            let passes = (until - skew - self.now()).max(Duration::zero()) + Duration::milliseconds(1);
                            self.pass(passes);
                        }
                        Stepped::Idle | Stepped::Cancelled | Stepped::Wipe => break,
                    }
                    if step + 1 == ENOUGH {
                        let local = self.computers[place].local().await;
                        let problem = self.computers[place].problem();
                        return Err(format!(
                            "{} does not come to rest: {problem:?}, {local}",
                            self.computers[place].name
                        ));
                    }
                }
                stands += &self.computers[place].local().await;
                let mut connection = self.computers[place].store().read().await.map_err(fault)?;
                stands += &fault(sqlite::sync::sums(&mut connection).await.map_err(fault)?);
            }
            if !waited && stands == before {
                return Ok(());
            }
            before = stands;
        }
        Err("the world does not come to rest".to_owned())
    }

    /// What must never be, and is.
    ///
    /// # Errors
    /// A fault of a store, in words.
    pub async fn examine(&mut self) -> Result<Vec<String>, String> {
        let mut wrong = Vec::new();
        let mut sums: BTreeMap<String, BTreeSet<(u64, String)>> = BTreeMap::new();
        let mut numbers: BTreeMap<(Id<Customer>, UserId), BTreeSet<Id<Key>>> = BTreeMap::new();
        let mut accepted: BTreeSet<Id<Key>> = BTreeSet::new();
        for computer in &mut self.computers {
            let name = computer.name.clone();
            if let Some(problem) = computer.problem() {
                wrong.push(format!("{name}: {problem}"));
            }
            let found = computer.store().check().await.map_err(fault)?;
            wrong.extend(found.into_iter().map(|what| format!("{name}: {what}")));
            let mut connection = computer.store().read().await.map_err(fault)?;
            let pending = sqlite::mutations::pending_count(&mut connection).await.map_err(fault)?;
            if pending > 0 {
                wrong.push(format!("{name}: {pending} mutations have no outcome"));
            }
            for scope in sqlite::sync::differing(&mut connection).await.map_err(fault)? {
                wrong.push(format!("{name}: {scope} differs from the cloud"));
            }
            for (scope, sum) in sqlite::sync::sums(&mut connection).await.map_err(fault)? {
                sums.entry(scope.to_string()).or_default().insert(sum);
            }
            for entry in sqlite::sync::outbox(&mut connection, 0, u32::MAX).await.map_err(fault)? {
                let known = sqlite::mutations::with_id(&mut connection, entry.id).await.map_err(fault)?;
                let Some(known) = known.filter(|known| known.status == MutationStatus::Accepted) else { continue };
                if let Mutation::IssueKey(issued) = known.mutation {
                    numbers.entry((issued.customer_id, issued.number)).or_default().insert(issued.key_id);
                    accepted.insert(issued.key_id);
                }
            }
        }
        for (scope, found) in sums {
            if found.len() > 1 {
                wrong.push(format!("{scope} is not the same everywhere"));
            }
        }
        for ((_, number), keys) in numbers {
            if keys.len() > 1 {
                wrong.push(format!("User ID {number} was accepted for {} keys", keys.len()));
            }
        }
        // The office has every customer.
        let mut connection = self.computers[0].store().read().await.map_err(fault)?;
        for key in accepted {
            if sqlite::keys::get(&mut connection, key).await.map_err(fault)?.is_none() {
                wrong.push(format!("the accepted key {key} is lost"));
            }
        }
        Ok(wrong)
    }

    fn pick(&mut self) -> usize {
        let count = u64::try_from(self.computers.len()).unwrap_or(1);
        usize::try_from(self.chance.below(count)).unwrap_or(0)
    }

    async fn work(&mut self) -> Result<(), String> {
        let computer = self.pick();
        let customer = usize::try_from(self.chance.below(8)).unwrap_or(0);
        let customer = self.customers.get(customer % self.customers.len().max(1)).copied();
        let issued = usize::try_from(self.chance.below(64)).unwrap_or(0);
        let issued = self.issued.get(issued % self.issued.len().max(1)).copied();
        match (self.chance.below(10), customer, issued) {
            (0, ..) | (_, None, _) if self.customers.len() < 6 => {
                let serial = self.chance.below(9) + 1;
                self.create_customer(computer, &format!("Alfa{serial:04}"), 3).await?;
            }
            (1, Some(customer_id), _) => {
                let amount = i64::try_from(self.chance.below(5)).unwrap_or(0) + 1;
                self.ask(computer, TransferCredit { customer_id, amount, note: String::new() }.into()).await?;
            }
            (2 | 3, _, Some((user_id, _))) => {
                let (from, to) = ("Petr".to_owned(), format!("Petr {}", self.chance.below(3)));
                let edit = EditUser {
                    user_id,
                    title: None,
                    first_name: Some(Edit { from, to }),
                    last_name: None,
                    email: None,
                    phone: None,
                    language: None,
                };
                self.ask(computer, edit.into()).await?;
            }
            (4, _, Some((_, key_id))) => drop(self.ask(computer, DeleteKey { key_id }.into()).await?),
            (_, Some(customer), _) => {
                let number = u32::try_from(self.chance.below(25)).unwrap_or(0) + 1;
                self.issue(computer, customer, number).await?;
            }
            _ => {}
        }
        Ok(())
    }

    async fn sync(&mut self) -> Result<(), String> {
        let place = self.pick();
        self.pass(Duration::seconds(2));
        for _ in 0..=self.chance.below(5) {
            // Cut off at the commit: what was asked of the cloud was done, and this computer does not know.
            let cut = self.chance.per_mille(60);
            let before = if cut { Some(self.place("cut")) } else { None };
            if let Some(before) = &before {
                self.computers[place].copy_to(before)?;
            }
            let now = self.now();
            let stepped = self.computers[place].step(now, &mut self.chance).await.map_err(fault)?;
            let line = format!("{}: {stepped:?}{}", self.computers[place].name, if cut { ", cut off" } else { "" });
            self.say(line);
            if let Some(before) = before {
                self.computers[place].start_anew(Some(&before)).await?;
            }
            if matches!(stepped, Stepped::Idle | Stepped::Wait(_)) {
                break;
            }
        }
        Ok(())
    }

    async fn mishap(&mut self) -> Result<(), String> {
        let place = self.pick();
        let name = self.computers[place].name.clone();
        match self.chance.below(12) {
            0..=3 => {
                self.say(format!("{name}: killed"));
                self.computers[place].start_anew(None).await?;
            }
            4 if self.computers.iter().filter(|computer| computer.name.contains('\'')).count() < CLONES => {
                let folder = self.place("clone");
                let link = Link::new(Arc::clone(&self.sky));
                let clone = self.computers[place].clone_to(folder, &format!("{name}'"), &link).await?;
                self.say(format!("{name}: copied"));
                self.computers.push(clone);
                self.cloud_backup = None;
            }
            5 | 6 => {
                let folder = self.place("backup");
                self.computers[place].copy_to(&folder)?;
                self.say(format!("{name}: backed up"));
                self.backups.insert(place, folder);
            }
            7 => {
                if let Some(backup) = self.backups.remove(&place) {
                    self.say(format!("{name}: set back"));
                    self.computers[place].start_anew(Some(&backup)).await?;
                    self.cloud_backup = None;
                }
            }
            8 => self.assign().await?,
            9 => {
                let days = i64::try_from(self.chance.below(730)).unwrap_or(0) - 365;
                self.computers[place].skew = Duration::days(days);
                self.say(format!("{name}: clock off by {days} days"));
            }
            10 => self.back_up_cloud().await?,
            _ => self.set_cloud_back().await?,
        }
        Ok(())
    }

    async fn assign(&mut self) -> Result<(), String> {
        let (Some(installer), Some(customer)) = (self.installer, self.customers.last().copied()) else { return Ok(()) };
        match self.given.pop() {
            Some(assignment_id) => {
                self.ask(0, UnassignCustomer { assignment_id, account_id: installer }.into()).await?;
            }
            None => {
                let assignment_id = Id::new(self.chance.uuid());
                let assign = AssignCustomer { assignment_id, account_id: installer, customer_id: customer };
                if self.ask(0, assign.into()).await? {
                    self.given.push(assignment_id);
                }
            }
        }
        Ok(())
    }

    fn cloud_files(&self) -> PathBuf {
        self.folder.path().join("cloud.db")
    }

    async fn stop_cloud(&mut self) -> Result<(), String> {
        let cloud = self.cloud()?;
        if let Ok(mut held) = self.sky.cloud.lock() {
            *held = None;
        }
        cloud.close().await;
        Ok(())
    }

    async fn start_cloud(&mut self) -> Result<(), String> {
        let db = Database::open_file(&self.cloud_files(), &self.keys).await.map_err(cloud_fault)?;
        let entropy = Entropy::new(self.chance.bytes());
        let cloud = Cloud::open(db, self.keys.clone(), &entropy).await.map_err(cloud_fault)?;
        if let Ok(mut held) = self.sky.cloud.lock() {
            *held = Some(cloud);
        }
        Ok(())
    }

    async fn back_up_cloud(&mut self) -> Result<(), String> {
        self.stop_cloud().await?;
        let copy = self.place("cloud-backup");
        std::fs::copy(self.cloud_files(), &copy).map_err(fault)?;
        self.cloud_backup = Some(copy);
        self.say("cloud: backed up");
        self.start_cloud().await
    }

    async fn set_cloud_back(&mut self) -> Result<(), String> {
        let Some(backup) = self.cloud_backup.take() else { return Ok(()) };
        self.stop_cloud().await?;
        for end in ["-wal", "-shm"] {
            let beside = PathBuf::from(format!("{}{end}", self.cloud_files().display()));
            if beside.exists() {
                std::fs::remove_file(beside).map_err(fault)?;
            }
        }
        std::fs::copy(backup, self.cloud_files()).map_err(fault)?;
        self.start_cloud().await?;
        let cloud = self.cloud()?;
        let mut tx = cloud.db().write().await.map_err(cloud_fault)?;
        let history = self.chance.uuid();
        tx.execute("UPDATE meta SET history_id = $1", vec![history.into()]).await.map_err(cloud_fault)?;
        tx.commit().await.map_err(cloud_fault)?;
        self.say("cloud: restored from its backup");
        Ok(())
    }

    /// Lives for so many events, then comes to rest and is examined.
    ///
    /// # Errors
    /// A fault of the world itself, in words.
    pub async fn live(&mut self, events: u32) -> Result<Vec<String>, String> {
        self.weather(Weather { lost: 80, unanswered: 80, twice: 60, late: 60, cut: 80 });
        for _ in 0..events {
            match self.chance.below(100) {
                0..40 => self.work().await?,
                40..92 => self.sync().await?,
                _ => self.mishap().await?,
            }
        }
        self.weather(Weather::default());
        self.settle().await?;
        self.examine().await
    }

    /// What happened.
    pub fn into_trace(self) -> Vec<String> {
        self.trace
    }

    /// Closes everything.
    pub async fn close(&mut self) {
        for computer in &self.computers {
            computer.store().close().await;
        }
        if let Ok(cloud) = self.cloud() {
            cloud.close().await;
        }
    }
}

/// One world from a seed: an office, two laptops of its admin, an installer's laptop.
pub async fn run_seed(seed: u64, events: u32) -> Outcome {
    let run = async {
        let mut world = World::new(seed).await.map_err(|error| (Vec::new(), error))?;
        let lived = async {
            world.admins_computer("laptop-1").await?;
            world.installers_computer("laptop-2").await?;
            world.settle().await?;
            world.live(events).await
        };
        let lived = lived.await;
        world.close().await;
        let trace = world.into_trace();
        match lived {
            Ok(wrong) => Ok((trace, wrong)),
            Err(error) => Err((trace, error)),
        }
    };
    match run.await {
        Ok((trace, wrong)) => Outcome { seed, trace, wrong },
        Err((trace, error)) => Outcome { seed, trace, wrong: vec![error] },
    }
}
