//! A computer of a distributor, for stories about its store.
use std::path::{Path, PathBuf};

use chrono::{DateTime, Duration, NaiveDate, Utc};
use mobileaccess_domain::credit::{SellCredit, TransferCredit};
use mobileaccess_domain::customers::CreateCustomer;
use mobileaccess_domain::distributors::SetUpDistributor;
use mobileaccess_domain::keys::{Holder, IssueKey, NewCode};
use mobileaccess_domain::readers::{ImportReaders, ImportRow};
use mobileaccess_domain::rows::{Account, Contact, Customer, Distributor, Key, SystemType, User};
use mobileaccess_domain::users::UserFields;
use mobileaccess_domain::{Id, Language, Mutation, Refusal, UserId};
use mobileaccess_store::backup::{self, Doors};
use mobileaccess_store::sqlite::accounts;
use mobileaccess_store::{Authority, Done, FileKey, KdfParams, Profile, Request, Result, Store, Who};
use tempfile::TempDir;

pub const EMAIL: &str = "jana@alfa.example";
pub const PASSWORD: &str = "Žižkov-1420";

/// The cheapest parameters that are allowed; a story is not about guessing.
pub const KDF: KdfParams = KdfParams::MINIMUM;

pub fn entropy() -> impl FnMut(&mut [u8]) -> std::io::Result<()> {
    |bytes: &mut [u8]| getrandom::fill(bytes).map_err(|error| std::io::Error::other(error.to_string()))
}

pub fn id<T>() -> Id<T> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).unwrap();
    Id::new(uuid::Builder::from_random_bytes(bytes).into_uuid())
}

pub fn noon() -> DateTime<Utc> {
    "2026-03-02T12:00:00Z".parse().unwrap()
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A set-up computer with its folder, which is gone afterwards.
pub struct Computer {
    pub folder: TempDir,
    pub profile: Profile,
    pub store: Store,
    pub distributor: Id<Distributor>,
    pub admin: Id<Account>,
    pub now: DateTime<Utc>,
}

impl Computer {
    /// *Set up this computer*, with the distributor code `Alfa`.
    pub async fn set_up() -> Self {
        let folder = TempDir::new().unwrap();
        let root = folder.path().join("profile");
        Self::set_up_in(folder, &root).await.unwrap()
    }

    pub async fn set_up_in(folder: TempDir, root: &Path) -> Result<Self> {
        let (profile, key) = Profile::create(root, noon(), &mut entropy())?;
        let store = Store::create(&profile, &key).await?;
        let (distributor, admin) = (id(), id());
        let change = profile.change_slots()?;
        let slot = profile.add_password_slot(&change, &key, EMAIL, PASSWORD, KDF, &mut entropy())?;
        let set_up = Mutation::from(SetUpDistributor {
            distributor_id: distributor,
            name: "Alfa Distribuce".into(),
            code: "Alfa".into(),
            time_zone: "Europe/Prague".into(),
            account_id: admin,
            email: EMAIL.into(),
            password_hash: "$argon2id$…".into(),
            language: Language::Cs,
        });
        let mut write = store.begin().await?;
        write.transact(request(&set_up, Who::Setup, noon())).await?.unwrap();
        accounts::name_slot(write.connection(), admin, slot).await?;
        write.commit().await?;
        drop(change);
        profile.finish()?;
        Ok(Self { folder, profile, store, distributor, admin, now: noon() })
    }

    /// Carries out a mutation as the distributor's admin, a second after the one before.
    pub async fn ask(&mut self, mutation: impl Into<Mutation>) -> std::result::Result<Done, Refusal> {
        self.ask_as(mutation, Who::Account(self.admin)).await
    }

    pub async fn ask_as(&mut self, mutation: impl Into<Mutation>, who: Who) -> std::result::Result<Done, Refusal> {
        self.now += Duration::seconds(1);
        self.store.transact(request(&mutation.into(), who, self.now)).await.unwrap()
    }

    /// The issuer sells credit, the distributor creates a customer and gives it some.
    pub async fn customer(&mut self, system_id: &str, credit: i64) -> Id<Customer> {
        if credit > 0 {
            let sale = SellCredit { distributor_id: self.distributor, amount: credit, note: "PO 7".into() };
            self.ask_as(sale, Who::Issuer).await.unwrap();
        }
        let customer_id = id();
        self.ask(CreateCustomer {
            customer_id,
            distributor_id: self.distributor,
            name: format!("Bytovka {system_id}"),
            system_type: SystemType::Importer,
            system_id: system_id.into(),
            system_key: "Tajemstvi8".into(),
            contact: Contact { city: "Plzeň".into(), email: "domovnik@bytovka.example".into(), ..Contact::default() },
            account: None,
            key_name: "klic".into(),
            key_prefix: "39".into(),
            default_valid_to: None,
            credit: 0,
            note: String::new(),
            one_tap: true,
            automatic: true,
            groups_enabled: false,
            groups: Vec::new(),
            time_zone: "Europe/Prague".into(),
            lease: None,
        })
        .await
        .unwrap();
        if credit > 0 {
            self.ask(TransferCredit { customer_id, amount: credit, note: String::new() }).await.unwrap();
        }
        customer_id
    }

    /// A new user with a key; returns the answer, to be unwrapped or not.
    pub async fn issue(
        &mut self,
        customer_id: Id<Customer>,
        name: (&str, &str),
        number: u32,
    ) -> std::result::Result<Issued, Refusal> {
        let (mutation, issued) = issue_key(customer_id, name, number);
        self.ask(mutation).await.map(|_| issued)
    }

    /// Locks, and unlocks again.
    pub async fn reopen(&mut self) {
        self.store.close().await;
        let unlocked = self.profile.unlock(EMAIL, PASSWORD).unwrap();
        (self.store, _) = Store::open(&self.profile, &unlocked).await.unwrap();
    }

    /// Locks: everything is closed, only the folder stays.
    pub async fn lock(self) -> (TempDir, Profile) {
        self.store.close().await;
        (self.folder, self.profile)
    }
}

pub struct Issued {
    pub user: Id<User>,
    pub key: Id<Key>,
    pub code: String,
}

pub fn issue_key(customer_id: Id<Customer>, (first, last): (&str, &str), number: u32) -> (Mutation, Issued) {
    let issued = Issued { user: id(), key: id(), code: code() };
    let mutation = IssueKey {
        customer_id,
        holder: Holder::New {
            user_id: issued.user,
            fields: UserFields {
                first_name: first.into(),
                last_name: last.into(),
                email: format!("user{number}@bytovka.example"),
                ..UserFields::default()
            },
        },
        device_id: id(),
        device_name: format!("Device{number:03}"),
        key_id: issued.key,
        key_name: "klic".into(),
        number: UserId::new(number).unwrap(),
        valid_from: day("2026-03-02"),
        valid_to: None,
        group_ids: Vec::new(),
        code: NewCode { id: id(), code: issued.code.clone(), send: Vec::new() },
        lease: None,
    };
    (mutation.into(), issued)
}

pub fn code() -> String {
    let mut bytes = [0; 20];
    getrandom::fill(&mut bytes).unwrap();
    const SIGNS: &[u8; 58] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    bytes.iter().map(|byte| char::from(SIGNS[usize::from(*byte) % 58])).collect()
}

pub fn import(customer_id: Id<Customer>, count: usize) -> ImportReaders {
    ImportReaders {
        import_id: id(),
        customer_id,
        file_name: "my-doors.json".into(),
        rows: (0..count)
            .map(|number| ImportRow {
                new_id: id(),
                name: Some(format!("Vchod {number}")),
                reader_id: Some(format!("IMA {number:05}")),
                mac: Some(format!("00:1E:C0:{:02X}:{:02X}:{:02X}", number >> 16, (number >> 8) & 255, number & 255)),
                group: None,
                allow_identification: Some(true),
                one_tap: None,
                signal_range: None,
                one_tap_signal: None,
                extra: serde_json::Map::new(),
            })
            .collect(),
        delete: Vec::new(),
        invalid: 0,
    }
}

/// Brings a backup back, as the product does: asks whose slots count, verifies, replaces.
pub async fn restore(profile: &Profile, key: &FileKey, name: &str) -> Result<PathBuf> {
    let doors = Doors::of(profile, key).await;
    let sound = backup::verify(profile, key, name).await?;
    backup::restore(profile, key, &sound, &doors, noon()).await
}

pub fn request(mutation: &Mutation, who: Who, at: DateTime<Utc>) -> Request<'_> {
    Request { mutation_id: id::<()>().uuid(), mutation, who, at, authority: Authority::Here }
}

/// Numbers that look random and are the same in every run.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn roll(&mut self, range: impl std::ops::RangeBounds<u32>) -> u32 {
        use std::ops::Bound::{Excluded, Included, Unbounded};
        let first = match range.start_bound() {
            Included(first) => *first,
            Excluded(_) | Unbounded => 0,
        };
        let last = match range.end_bound() {
            Included(last) => *last,
            Excluded(end) => end - 1,
            Unbounded => u32::MAX,
        };
        // As Knuth has it; the upper half is the better one.
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let roll = u32::try_from(self.0 >> 32).unwrap();
        first + u32::try_from(u64::from(roll) % (u64::from(last - first) + 1)).unwrap()
    }

    pub fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.roll(0..u32::try_from(of.len()).unwrap()) as usize]
    }
}
