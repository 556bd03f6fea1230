//! What the store costs against the least that the same work could cost, measured in the same run on the same disk: import of
//! 10,000 readers, one key, and every look at a list of 100,000 users.
//!
//! A floor is one raw prepared-statement transaction of the same rows, on the same schema with its indexes and triggers, with
//! the same encryption and durability.
#![expect(clippy::unwrap_used, reason = "a benchmark that cannot go on has failed")]

use std::path::Path;
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use mobileaccess_domain::credit::{SellCredit, TransferCredit};
use mobileaccess_domain::customers::CreateCustomer;
use mobileaccess_domain::distributors::SetUpDistributor;
use mobileaccess_domain::keys::{Holder, IssueKey, NewCode};
use mobileaccess_domain::reader_file;
use mobileaccess_domain::readers::ImportReaders;
use mobileaccess_domain::rows::{
    Account, Contact, Customer, Distributor, KeyStatus, OneTapSignal, ReaderFields, SignalRange, SystemType,
};
use mobileaccess_domain::users::UserFields;
use mobileaccess_domain::{Id, Language, Mutation, UserId};
use mobileaccess_store::directory::{ListQuery, UserColumn};
use mobileaccess_store::{Authority, KdfParams, Profile, Request, Store, Who, sqlite};
use tempfile::TempDir;
use uuid::Uuid;

/// Nothing prints a store's key, so the benchmark, which writes past the store, gives it one that it knows.
const FILE_KEY: [u8; 32] = [0x5a; 32];

const READERS: usize = 10_000;
const USERS: usize = 100_000;

fn id<T>() -> Id<T> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).unwrap();
    // As hosts make them: in order of time.
    let millis = Instant::now().duration_since(*START).as_millis() as u64 + 1_772_000_000_000;
    Id::new(uuid::Builder::from_unix_timestamp_millis(millis, bytes[..10].try_into().unwrap()).into_uuid())
}

static START: std::sync::LazyLock<Instant> = std::sync::LazyLock::new(Instant::now);

fn noon() -> DateTime<Utc> {
    "2026-03-02T12:00:00Z".parse().unwrap()
}

fn entropy() -> impl FnMut(&mut [u8]) -> std::io::Result<()> {
    |bytes: &mut [u8]| getrandom::fill(bytes).map_err(|error| std::io::Error::other(error.to_string()))
}

fn code() -> String {
    const SIGNS: &[u8; 58] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    let mut bytes = [0; 20];
    getrandom::fill(&mut bytes).unwrap();
    bytes.iter().map(|byte| char::from(SIGNS[usize::from(*byte) % 58])).collect()
}

fn median(mut times: Vec<Duration>) -> f64 {
    times.sort();
    times[times.len() / 2].as_secs_f64() * 1e3
}

fn p99(mut times: Vec<Duration>) -> f64 {
    times.sort();
    times[times.len() * 99 / 100].as_secs_f64() * 1e3
}

fn against(bench: &str, value: f64, floor: f64, budget: f64) {
    println!(
        "{{\"bench\":\"{bench}\",\"value_ms\":{value:.3},\"floor_ms\":{floor:.3},\"ratio\":{:.2},\"budget\":{budget}}}",
        value / floor
    );
}

struct Bench {
    folder: TempDir,
    profile: Profile,
    store: Store,
    distributor: Id<Distributor>,
    admin: Id<Account>,
    now: DateTime<Utc>,
}

impl Bench {
    async fn set_up() -> Self {
        let folder = TempDir::new_in(std::env::var_os("BENCH_DIR").unwrap_or_else(|| ".".into())).unwrap();
        // The second thing that a new profile asks randomness for is its file key.
        let mut asked = 0;
        let mut known = |bytes: &mut [u8]| {
            asked += 1;
            if asked == 2 {
                bytes.copy_from_slice(&FILE_KEY);
                return Ok(());
            }
            entropy()(bytes)
        };
        let (profile, key) = Profile::create(&folder.path().join("profile"), noon(), &mut known).unwrap();
        let store = Store::create(&profile, &key).await.unwrap();
        let (distributor, admin) = (id(), id());
        let mut bench = Self { folder, profile, store, distributor, admin, now: noon() };
        let change = bench.profile.change_slots().unwrap();
        let slot = bench
            .profile
            .add_password_slot(&change, &key, "jana@alfa.example", "Heslo-1420", KdfParams::MINIMUM, &mut entropy())
            .unwrap();
        let set_up = SetUpDistributor {
            distributor_id: distributor,
            name: "Alfa".into(),
            code: "Alfa".into(),
            time_zone: "Europe/Prague".into(),
            account_id: admin,
            email: "jana@alfa.example".into(),
            password_hash: "$".into(),
            language: Language::Cs,
        };
        bench.ask(set_up.into(), Who::Setup).await;
        let mut write = bench.store.begin().await.unwrap();
        sqlite::accounts::name_slot(write.connection(), admin, slot).await.unwrap();
        write.commit().await.unwrap();
        drop(change);
        bench.profile.finish().unwrap();
        bench
    }

    async fn ask(&mut self, mutation: Mutation, who: Who) -> Duration {
        self.now += chrono::Duration::seconds(1);
        let request = Request {
            mutation_id: id::<()>().uuid(),
            mutation: &mutation,
            who,
            at: self.now,
            authority: Authority::Here,
        };
        let start = Instant::now();
        self.store.transact(request).await.unwrap().unwrap();
        start.elapsed()
    }

    async fn customer(&mut self, number: usize, credit: i64) -> Id<Customer> {
        let customer_id = id();
        let create = CreateCustomer {
            customer_id,
            distributor_id: self.distributor,
            name: format!("Bytovka {number}"),
            system_type: SystemType::Importer,
            system_id: format!("Alfa{number:04}"),
            system_key: "Tajemstvi".into(),
            contact: Contact::default(),
            account: None,
            key_name: "klic".into(),
            key_prefix: String::new(),
            default_valid_to: None,
            credit: 0,
            note: String::new(),
            one_tap: true,
            automatic: true,
            groups_enabled: false,
            groups: Vec::new(),
            time_zone: "Europe/Prague".into(),
            lease: None,
        };
        self.ask(create.into(), Who::Account(self.admin)).await;
        if credit > 0 {
            let sale = SellCredit { distributor_id: self.distributor, amount: credit, note: "PO".into() };
            self.ask(sale.into(), Who::Issuer).await;
            let transfer = TransferCredit { customer_id, amount: credit, note: String::new() };
            self.ask(transfer.into(), Who::Account(self.admin)).await;
        }
        customer_id
    }

    /// A second, raw connection to the same kind of store: a copy of this one, so that what it writes disturbs nothing.
    fn raw(&self, place: &Path) -> rusqlite::Connection {
        std::fs::create_dir_all(place).unwrap();
        let to = place.join("mobileaccess.db");
        std::fs::copy(self.profile.database(), &to).unwrap();
        let raw = rusqlite::Connection::open(&to).unwrap();
        raw.pragma_update(None, "key", format!("x'{}'", FILE_KEY.map(|byte| format!("{byte:02x}")).concat())).unwrap();
        for (name, value) in
            [("journal_mode", "WAL"), ("synchronous", "FULL"), ("foreign_keys", "ON"), ("temp_store", "MEMORY")]
        {
            raw.query_row(&format!("PRAGMA {name} = {value}"), [], |_| Ok(())).ok();
        }
        raw.pragma_update(None, "cache_size", -32 * 1024).unwrap();
        // As warm as the store's own writer: pages read, log made.
        raw.query_row("SELECT sum(length(name)) FROM readers", [], |_| Ok(())).unwrap();
        raw.execute_batch("UPDATE meta SET revision = revision + 1").unwrap();
        raw
    }
}

fn main() {
    tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap().block_on(async {
        let only = std::env::args().nth(1).unwrap_or_default();
        let wanted = |name: &str| only.is_empty() || only.starts_with('-') || only == name;
        if wanted("import") {
            import().await;
        }
        if wanted("issue") {
            issue().await;
        }
        if wanted("lists") {
            lists().await;
        }
    });
}

async fn import() {
    let mut bench = Bench::set_up().await;
    let fields: Vec<ReaderFields> = (0..READERS)
        .map(|number| ReaderFields {
            name: format!("Vchod {number}, schodiště {}", number % 17),
            reader_id: format!("IMA {number:05}"),
            mac: Some(format!("00:1E:C0:{:02X}:{:02X}:{:02X}", number >> 16, (number >> 8) & 255, number & 255)),
            group_id: None,
            allow_identification: true,
            one_tap: (number % 3 > 0).then_some(number % 3 == 1),
            signal_range: SignalRange::ALL[number % 4],
            one_tap_signal: OneTapSignal::ALL[number % 3],
        })
        .collect();
    let extra = serde_json::Map::new();
    let exported = fields.iter().map(|fields| reader_file::ExportedReader { fields, group: None, extra: &extra });
    let file = reader_file::export("Alfa0001", exported, noon());
    println!("# the file has {} KiB", file.len() / 1024);

    let (mut whole, mut least, mut parsing) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..7 {
        let customer_id = bench.customer(round + 1, 0).await;
        bench.now += chrono::Duration::seconds(1);
        let start = Instant::now();
        let parsed = reader_file::parse(file.as_bytes(), "Alfa0001").unwrap();
        let rows = parsed.rows.into_iter().map(|row| row.into_import(id())).collect();
        let import = ImportReaders {
            import_id: id(),
            customer_id,
            file_name: "my-doors.json".into(),
            rows,
            delete: Vec::new(),
            invalid: 0,
        };
        let mutation = Mutation::from(import);
        let request = Request {
            mutation_id: id::<()>().uuid(),
            mutation: &mutation,
            who: Who::Account(bench.admin),
            at: bench.now,
            authority: Authority::Here,
        };
        bench.store.transact(request).await.unwrap().unwrap();
        whole.push(start.elapsed());

        // The floor: the same rows into a copy of the store of that moment, on the same disk.
        bench.store.close().await;
        let raw = bench.raw(&bench.folder.path().join(format!("raw{round}")));
        bench.reopen().await;
        let start = Instant::now();
        let parsed = reader_file::parse(file.as_bytes(), "Alfa0001").unwrap();
        parsing.push(start.elapsed());
        raw.execute_batch("BEGIN IMMEDIATE").unwrap();
        {
            let mut insert = raw
                .prepare(
                    "INSERT INTO readers (id, customer_id, name, reader_id, mac, group_id, allow_identification, one_tap, \
                     signal_range, one_tap_signal, extra, published, created_at, changed_at, deleted_at) \
                     VALUES (?, ?, ?, ?, ?, NULL, ?, ?, ?, ?, '{}', NULL, ?, ?, NULL)",
                )
                .unwrap();
            for row in &parsed.rows {
                let new: Id<()> = id();
                insert
                    .execute(rusqlite::params![
                        new.uuid().as_bytes(),
                        customer_id.uuid().as_bytes(),
                        row.name,
                        row.reader_id,
                        row.mac,
                        row.allow_identification,
                        row.one_tap,
                        row.signal_range.map(|step| step.percent()),
                        row.one_tap_signal.map(|step| step.percent()),
                        noon().timestamp_millis(),
                        noon().timestamp_millis(),
                    ])
                    .unwrap();
            }
        }
        raw.execute_batch("COMMIT").unwrap();
        least.push(start.elapsed());
    }
    println!("# of the floor, parsing takes {:.1} ms", median(parsing));
    against("import_readers_10000", median(whole), median(least), 1.5);
    bench.store.close().await;
}

impl Bench {
    async fn reopen(&mut self) {
        let unlocked = self.profile.unlock("jana@alfa.example", "Heslo-1420").unwrap();
        self.store = Store::open(&self.profile, &unlocked).await.unwrap().0;
    }
}

fn issue_key(customer_id: Id<Customer>, number: u32) -> Mutation {
    IssueKey {
        customer_id,
        holder: Holder::New {
            user_id: id(),
            fields: UserFields {
                first_name: "Petr".into(),
                last_name: format!("Žižka {number}"),
                email: format!("petr{number}@bytovka.example"),
                ..UserFields::default()
            },
        },
        device_id: id(),
        device_name: format!("Device{number:03}"),
        key_id: id(),
        key_name: "klic".into(),
        number: UserId::new(number).unwrap(),
        valid_from: "2026-03-02".parse().unwrap(),
        valid_to: None,
        group_ids: Vec::new(),
        code: NewCode { id: id(), code: code(), send: Vec::new() },
        lease: None,
    }
    .into()
}

async fn issue() {
    let mut bench = Bench::set_up().await;
    let customer = bench.customer(1, 1000).await;
    bench.ask(issue_key(customer, 1), Who::Account(bench.admin)).await;
    bench.store.close().await;
    let raw = bench.raw(&bench.folder.path().join("raw"));
    bench.reopen().await;
    let (mut whole, mut least) = (Vec::new(), Vec::new());
    let user: Vec<u8> = raw.query_row("SELECT id FROM users LIMIT 1", [], |row| row.get(0)).unwrap();
    let mut insert = raw
        .prepare(
            "INSERT INTO devices (id, customer_id, user_id, name, status, created_at) VALUES (?, ?, ?, ?, 'active', ?)",
        )
        .unwrap();
    for number in 2..=300_u32 {
        let mutation = issue_key(customer, number);
        let took = bench.ask(mutation, Who::Account(bench.admin)).await;
        let new: Id<()> = id();
        let start = Instant::now();
        insert
            .execute(rusqlite::params![
                new.uuid().as_bytes(),
                customer.uuid().as_bytes(),
                user,
                "Device",
                noon().timestamp_millis()
            ])
            .unwrap();
        let floor = start.elapsed();
        if number > 20 {
            whole.push(took);
            least.push(floor);
        }
    }
    against("issue_key", median(whole), median(least), 2.0);
    drop(insert);
    drop(raw);
    bench.store.close().await;
}

const FIRSTS: [&str; 20] = [
    "Jan",
    "Petr",
    "Jiří",
    "Eva",
    "Hana",
    "Anna",
    "Zdeněk",
    "Řehoř",
    "Šárka",
    "Žofie",
    "Lenka",
    "Václav",
    "Čeněk",
    "Olga",
    "Ivan",
    "Kateřina",
    "Markéta",
    "Tomáš",
    "Ondřej",
    "Štěpán",
];
const LASTS: [&str; 25] = [
    "Novák",
    "Svoboda",
    "Žižkov",
    "Černý",
    "Chalupa",
    "Hora",
    "Dvořák",
    "Procházka",
    "Kučera",
    "Veselý",
    "Horák",
    "Němec",
    "Marek",
    "Pospíšil",
    "Hájek",
    "Jelínek",
    "Král",
    "Růžička",
    "Beneš",
    "Fiala",
    "Sedláček",
    "Zeman",
    "Šimek",
    "Urban",
    "Řezníček",
];

/// A hundred thousand users with keys, written as rows: making them by mutations would take most of the benchmark's time.
fn fill(raw: &rusqlite::Connection, customer: Id<Customer>) {
    raw.execute_batch("PRAGMA foreign_keys = OFF; BEGIN").unwrap();
    let customer = customer.uuid();
    let mut user = raw
        .prepare(
            "INSERT INTO users (id, customer_id, first_name, last_name, email, phone, created_at, deleted_at) \
             VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .unwrap();
    let mut device = raw
        .prepare(
            "INSERT INTO devices (id, customer_id, user_id, name, status, created_at, deleted_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
        )
        .unwrap();
    let mut key = raw
        .prepare(
            "INSERT INTO keys (id, customer_id, user_id, device_id, name, number, valid_from, valid_to, status, created_at, \
             status_at) VALUES (?, ?, ?, ?, 'klic', ?, '2026-03-02', ?, ?, ?, ?)",
        )
        .unwrap();
    let mut activation = raw
        .prepare(
            "INSERT INTO activation_codes (id, customer_id, key_id, code, created_at, expires_at, ended_at, end_reason) \
             VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .unwrap();
    for number in 0..USERS {
        let ids: [Uuid; 4] = std::array::from_fn(|_| id::<()>().uuid());
        let at = noon().timestamp_millis() + number as i64 * 1000;
        let deleted = (number % 10 == 9).then_some(at);
        let status = match number % 10 {
            0..=5 => "active",
            6 | 7 => "waiting",
            8 => "suspended",
            _ => "deleted",
        };
        user.execute(rusqlite::params![
            ids[0].as_bytes(),
            customer.as_bytes(),
            FIRSTS[number * 7 % FIRSTS.len()],
            format!("{}{}", LASTS[number * 11 % LASTS.len()], if number % 2 == 0 { "" } else { "ová" }),
            format!("user{number}@bytovka.example"),
            format!("+420{:09}", 600_000_000 + number),
            at,
            deleted
        ])
        .unwrap();
        device
            .execute(rusqlite::params![
                ids[1].as_bytes(),
                customer.as_bytes(),
                ids[0].as_bytes(),
                format!("Device{number:03}"),
                if deleted.is_some() { "deleted" } else { "active" },
                at,
                deleted
            ])
            .unwrap();
        key.execute(rusqlite::params![
            ids[2].as_bytes(),
            customer.as_bytes(),
            ids[0].as_bytes(),
            ids[1].as_bytes(),
            number as i64 + 1,
            (number % 4 == 0).then_some("2027-12-31"),
            status,
            at,
            at
        ])
        .unwrap();
        let ended = (status != "waiting").then_some(at + 1);
        activation
            .execute(rusqlite::params![
                ids[3].as_bytes(),
                customer.as_bytes(),
                ids[2].as_bytes(),
                code(),
                at,
                at + 1_000_000_000,
                ended,
                ended.map(|_| "used")
            ])
            .unwrap();
    }
    raw.execute_batch("COMMIT; PRAGMA wal_checkpoint(TRUNCATE); PRAGMA foreign_keys = ON").unwrap();
}

fn resident_mib() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kib| kib.parse::<f64>().ok()).unwrap_or(0.0) / 1024.0
}

async fn lists() {
    let mut bench = Bench::set_up().await;
    let customer = bench.customer(1, 0).await;
    bench.store.close().await;
    {
        let raw = bench.raw(&bench.folder.path().join("raw"));
        fill(&raw, customer);
    }
    std::fs::copy(bench.folder.path().join("raw/mobileaccess.db"), bench.profile.database()).unwrap();
    bench.reopen().await;

    let query = |search: &str, column| ListQuery {
        search: search.to_owned(),
        column,
        descending: false,
        page: 0,
        page_size: 50,
        language: Language::Cs,
    };
    let before = resident_mib();
    let start = Instant::now();
    bench.store.users_page(customer, &query("", UserColumn::CreatedAt), |_| true).await.unwrap();
    println!("{{\"bench\":\"users_100000_first_page\",\"value_ms\":{:.1}}}", start.elapsed().as_secs_f64() * 1e3);
    println!("{{\"bench\":\"users_100000_memory\",\"value_mib\":{:.1}}}", resident_mib() - before);

    const COLUMNS: [UserColumn; 8] = [
        UserColumn::Name,
        UserColumn::Email,
        UserColumn::Phone,
        UserColumn::Device,
        UserColumn::Number,
        UserColumn::Status,
        UserColumn::CreatedAt,
        UserColumn::ValidTo,
    ];
    let mut firsts = Vec::new();
    for column in COLUMNS {
        for language in [Language::Cs, Language::En] {
            let start = Instant::now();
            bench.store.users_page(customer, &ListQuery { language, ..query("", column) }, |_| true).await.unwrap();
            firsts.push(start.elapsed());
        }
    }
    println!(
        "{{\"bench\":\"users_100000_first_sort\",\"value_ms\":{:.1}}}",
        firsts.iter().max().unwrap().as_secs_f64() * 1e3
    );

    let mut times = Vec::new();
    for column in COLUMNS {
        for language in [Language::Cs, Language::En] {
            for descending in [false, true] {
                for page in [0, 1, 1000, 1999, u32::MAX] {
                    let asked = ListQuery { language, descending, page, ..query("", column) };
                    let start = Instant::now();
                    let found = bench.store.users_page(customer, &asked, |_| true).await.unwrap();
                    times.push(start.elapsed());
                    assert_eq!(found.total as usize, USERS);
                }
            }
        }
    }
    bounded("users_100000_page_and_sort_p99", times);

    let mut times = Vec::new();
    let typed = ["zizkovova jan", "chalupa", "user9999", "600012", "device00", "řez šárka", "nikdo takový", "0x1f"];
    for text in typed {
        for end in 1..=text.chars().count() {
            let search: String = text.chars().take(end).collect();
            for column in [UserColumn::Name, UserColumn::CreatedAt] {
                let start = Instant::now();
                bench
                    .store
                    .users_page(customer, &query(&search, column), |user| user.deleted_at.is_none())
                    .await
                    .unwrap();
                times.push(start.elapsed());
            }
        }
    }
    for letter in "abcdefghijklmnopqrstuvwxyz0123456789".chars() {
        let start = Instant::now();
        let asked = query(&letter.to_string(), UserColumn::Name);
        bench.store.users_page(customer, &asked, |user| user.deleted_at.is_none()).await.unwrap();
        times.push(start.elapsed());
    }
    bounded("users_100000_search_as_you_type_p99", times);

    let mut times = Vec::new();
    for status in [KeyStatus::Waiting, KeyStatus::Active, KeyStatus::Suspended, KeyStatus::Deleted] {
        for column in COLUMNS {
            for page in [0, u32::MAX] {
                let asked = ListQuery { page, ..query("", column) };
                let start = Instant::now();
                let shown = |user: &mobileaccess_store::directory::UserEntry| {
                    user.key.as_ref().is_some_and(|key| key.status == status)
                };
                bench.store.users_page(customer, &asked, shown).await.unwrap();
                times.push(start.elapsed());
            }
        }
    }
    bounded("users_100000_filter_p99", times);

    let mut times = Vec::new();
    for number in 0..40 {
        bench.ask(issue_key_free(customer, number), Who::Account(bench.admin)).await;
        let start = Instant::now();
        bench.store.users_page(customer, &query("", UserColumn::Name), |_| true).await.unwrap();
        times.push(start.elapsed());
    }
    bounded("users_100000_page_after_a_write_p99", times);
    bench.store.close().await;
}

fn issue_key_free(customer: Id<Customer>, number: u32) -> Mutation {
    mobileaccess_domain::users::CreateUser {
        user_id: id(),
        customer_id: customer,
        fields: UserFields {
            first_name: "Nový".into(),
            last_name: format!("Uživatel {number}"),
            ..UserFields::default()
        },
        lease: None,
    }
    .into()
}

fn bounded(bench: &str, times: Vec<Duration>) {
    println!("{{\"bench\":\"{bench}\",\"value_ms\":{:.3},\"budget\":\"16 ms\"}}", p99(times));
}
