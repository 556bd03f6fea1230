//! The world: what happens in it follows from the seed.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use chrono::{DateTime, Duration, Utc};
use mobileaccess_cloud::{Cloud, CreateDistributor, Database, Entropy, Keys};
use mobileaccess_domain::accounts::CreateAccount;
use mobileaccess_domain::customers::CreateCustomer;
use mobileaccess_domain::keys::{CODE_ALPHABET, CODE_LENGTH, Holder, IssueKey, NewCode};
use mobileaccess_domain::rows::{
    Account, Assignment, Contact, Customer, Distributor, Key, Lease, Role, SystemType, User,
};
use mobileaccess_domain::users::UserFields;
use mobileaccess_domain::{Id, Language, Mutation, UserId};
use mobileaccess_store::sqlite;
use mobileaccess_sync::Stepped;
use mobileaccess_wire::sync::Secret;
use tempfile::TempDir;
use uuid::Uuid;

use crate::computer::fault;
use crate::link::Sky;
use crate::phones::Pocket;
use crate::{Chance, Computer, Link, Weather};

/// Login of the distributor's admin.
const ADMIN: &str = "jana@alfa.example";
/// Login of the installer.
const INSTALLER: &str = "technik@alfa.example";
/// More steps than any quiet world needs.
const ENOUGH: u32 = 400;

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
    pub(crate) folder: TempDir,
    pub(crate) chance: Chance,
    pub(crate) sky: Arc<Sky>,
    keys: Keys,
    /// The tenant.
    pub distributor: Id<Distributor>,
    pub(crate) admin: Id<Account>,
    pub(crate) installer: Option<Id<Account>>,
    /// The computers.
    pub computers: Vec<Computer>,
    pub(crate) customers: Vec<Id<Customer>>,
    pub(crate) issued: Vec<Issued>,
    /// What stands in the QR of each key that was issued.
    pub(crate) codes: BTreeMap<Id<Key>, String>,
    pub(crate) pockets: Vec<Pocket>,
    pub(crate) given: Vec<Id<Assignment>>,
    /// Computers whose promises are void: copied, set back to an older state, or declared lost.
    pub(crate) unsure: BTreeSet<usize>,
    /// Whether the cloud was restored: what computers push again comes in another order.
    pub(crate) restored: bool,
    /// What was seen on the way and must never be.
    pub(crate) seen: Vec<String>,
    trace: Vec<String>,
    count: u32,
    pub(crate) cloud_backup: Option<PathBuf>,
    pub(crate) backups: BTreeMap<usize, PathBuf>,
}

/// A key that a computer issued.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Issued {
    pub(crate) computer: usize,
    pub(crate) mutation: Uuid,
    pub(crate) customer: Id<Customer>,
    pub(crate) user: Id<User>,
    pub(crate) key: Id<Key>,
    /// Whether it was handed over under a lease that the cloud had confirmed.
    pub(crate) promised: bool,
}

/// The user of a new key.
pub(crate) fn user_of(issue: &IssueKey) -> Id<User> {
    match issue.holder {
        Holder::New { user_id, .. } | Holder::Existing { user_id } => user_id,
    }
}

pub(crate) fn cloud_fault(error: mobileaccess_cloud::Error) -> String {
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
            held: Mutex::default(),
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
            codes: BTreeMap::new(),
            pockets: Vec::new(),
            given: Vec::new(),
            unsure: BTreeSet::new(),
            restored: false,
            seen: Vec::new(),
            trace: Vec::new(),
            count: 0,
            cloud_backup: None,
            backups: BTreeMap::new(),
        };
        world.join("office", ADMIN, &made.code).await?;
        world.settle().await?;
        Ok(world)
    }

    pub(crate) fn now(&self) -> DateTime<Utc> {
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

    pub(crate) fn place(&mut self, name: &str) -> PathBuf {
        self.count += 1;
        self.folder.path().join(format!("{:03}-{name}", self.count))
    }

    pub(crate) fn say(&mut self, line: impl Into<String>) {
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
        let id = self.chance.uuid();
        self.ask_as(computer, id, mutation).await
    }

    async fn ask_as(&mut self, computer: usize, id: Uuid, mutation: Mutation) -> Result<bool, String> {
        self.pass(Duration::seconds(1));
        let now = self.now();
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
        self.create_customer_under(computer, system_id, credit, None).await
    }

    pub(crate) async fn create_customer_under(
        &mut self,
        computer: usize,
        system_id: &str,
        credit: i64,
        lease: Option<Id<Lease>>,
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
            groups_enabled: true,
            time_zone: "Europe/Prague".to_owned(),
            lease,
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
        let issue = self.new_key(computer, customer, number, None);
        let key = issue.key_id;
        self.ask_for_key(computer, issue, false).await?;
        Ok(key)
    }

    pub(crate) async fn ask_for_key(&mut self, computer: usize, issue: IssueKey, promised: bool) -> Result<(), String> {
        let mutation = self.chance.uuid();
        let issued = Issued {
            computer,
            mutation,
            customer: issue.customer_id,
            user: user_of(&issue),
            key: issue.key_id,
            promised,
        };
        let code = issue.code.code.clone();
        if self.ask_as(computer, mutation, issue.into()).await? {
            self.codes.insert(issued.key, code);
            self.issued.push(issued);
        }
        Ok(())
    }

    /// A key with all that belongs to it, not asked for yet.
    pub(crate) fn new_key(
        &mut self,
        computer: usize,
        customer: Id<Customer>,
        number: u32,
        lease: Option<Id<Lease>>,
    ) -> IssueKey {
        let (user, key) = (Id::new(self.chance.uuid()), Id::new(self.chance.uuid()));
        let random = self.chance.bytes();
        let sign = |byte: &u8| char::from(CODE_ALPHABET[usize::from(*byte) % CODE_ALPHABET.len()]);
        let code = random.iter().take(CODE_LENGTH).map(sign).collect();
        let fields =
            UserFields {
                first_name: "Petr".to_owned(), last_name: format!("Žižka {number}"), ..UserFields::default()
            };
        IssueKey {
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
            code: NewCode { id: Id::new(self.chance.uuid()), code, send: Vec::new() },
            lease,
        }
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
                if self.computers[place].gone {
                    continue;
                }
                self.computers[place].press();
                for step in 0..ENOUGH {
                    let now = self.now();
                    let stepped = self.computers[place].step(now, &mut self.chance).await.map_err(fault)?;
                    if stepped != Stepped::Idle {
                        let line = format!("{}: {stepped:?}, coming to rest", self.computers[place].name);
                        self.say(line);
                    }
                    match stepped {
                        Stepped::On { pulled: true } => self.look(place).await?,
                        Stepped::On { pulled: false } => {}
                        Stepped::Wait(until) => {
                            waited = true;
                            let skew = self.computers[place].skew;
                            let passes = (until - skew - self.now()).max(Duration::zero()) + Duration::milliseconds(1);
                            self.pass(passes);
                        }
                        Stepped::Wipe => {
                            self.computers[place].gone = true;
                            break;
                        }
                        Stepped::Idle | Stepped::Cancelled => break,
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

    pub(crate) async fn back_up_cloud(&mut self) -> Result<(), String> {
        self.stop_cloud().await?;
        let copy = self.place("cloud-backup");
        std::fs::copy(self.cloud_files(), &copy).map_err(fault)?;
        self.cloud_backup = Some(copy);
        self.say("cloud: backed up");
        self.start_cloud().await
    }

    pub(crate) async fn set_cloud_back(&mut self) -> Result<(), String> {
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
        cloud.begin_recovery(&Entropy::new(self.chance.bytes())).await.map_err(cloud_fault)?;
        self.restored = true;
        self.say("cloud: restored from its backup");
        Ok(())
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

/// Events in each world before it comes to rest.
pub const EVENTS: u32 = 60;

/// One world from a seed: an office, a laptop of its admin, an installer's laptop.
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
