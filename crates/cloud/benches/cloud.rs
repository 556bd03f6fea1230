//! What sync costs against the least that the same work could cost, measured in the same run on the same disk: pushes of 10,000
//! mutations, the first sync of 100,000 rows, a computer that comes back with 5,000 mutations, and the way of a change from one
//! computer to another. The cloud is a process of its own, and every commit is forced to the disk.
//!
//! A floor is the raw writing of the rows that were written, on the same schema with its indexes, with the same engine,
//! encryption and durability: for a push in as many transactions as there were pushes, for a first sync in one.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a benchmark that cannot go on has failed")]

#[path = "../src/testing.rs"]
#[expect(unreachable_pub, dead_code, reason = "it is written for the library, and more than is needed here")]
mod testing;

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use mobileaccess_cloud::db::{Kind, Value};
use mobileaccess_cloud::tables::TABLES;
use mobileaccess_cloud::{Database, Entropy, Keys};
use mobileaccess_domain::customers::CreateCustomer;
use mobileaccess_domain::readers::{ImportReaders, ImportRow};
use mobileaccess_domain::rows::{Contact, Customer, Distributor, SystemType};
use mobileaccess_domain::users::{CreateUser, UserFields};
use mobileaccess_domain::{Id, Mutation};
use mobileaccess_store::pull::SyncState;
use mobileaccess_store::{Authority, Profile, Request, Store, Who, sqlite};
use mobileaccess_sync::http::{Address, Http};
use mobileaccess_sync::{KeyPair, Replica, Session, Stepped, Transport as _};
use mobileaccess_wire::sync::{
    ChainPlace, EnrolRequest, Enrolled, PROTOCOL, PushRequest, Pushed, PushedMutation, Secret, Standing,
};
use tempfile::TempDir;

/// Nothing prints a store's key, so the benchmark, which writes past the store, gives it one that it knows.
const FILE_KEY: [u8; 32] = [0x5a; 32];
const MUTATIONS: usize = 10_000;
const BATCH: usize = 500;
const READERS: usize = 100_000;
const PENDING: usize = 5_000;
const TENANTS: usize = 50;
const ROUNDS: usize = 200;

#[expect(clippy::disallowed_methods, reason = "a benchmark is a host")]
fn now() -> DateTime<Utc> {
    Utc::now()
}

fn bytes() -> [u8; 32] {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).unwrap();
    bytes
}

fn id<T>() -> Id<T> {
    // As hosts make them: in order of time.
    let millis = now().timestamp_millis().unsigned_abs();
    Id::new(uuid::Builder::from_unix_timestamp_millis(millis, bytes()[..10].try_into().unwrap()).into_uuid())
}

fn entropy() -> impl FnMut(&mut [u8]) -> std::io::Result<()> {
    |bytes: &mut [u8]| getrandom::fill(bytes).map_err(|error| std::io::Error::other(error.to_string()))
}

fn against(bench: &str, value: Duration, floor: Duration, budget: f64) {
    let (value, floor) = (value.as_secs_f64() * 1e3, floor.as_secs_f64() * 1e3);
    println!(
        "{{\"bench\":\"{bench}\",\"value_ms\":{value:.3},\"floor_ms\":{floor:.3},\"ratio\":{:.2},\"budget\":{budget}}}",
        value / floor
    );
}

/// Who answers: a process of its own.
struct Server {
    process: Child,
    folder: TempDir,
    database: Option<String>,
    url: String,
}

impl Server {
    fn start(database: Option<String>) -> Self {
        let folder = TempDir::new_in(std::env::var_os("BENCH_DIR").unwrap_or_else(|| ".".into())).unwrap();
        let mut command = Self::command(folder.path(), database.as_deref());
        command.args(["serve", "--plain", "--listen", "127.0.0.1:0"]).stdout(Stdio::piped());
        let mut process = command.spawn().unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let line: serde_json::Value = serde_json::from_str(&lines.next().unwrap().unwrap()).unwrap();
        std::thread::spawn(move || lines.for_each(drop));
        Self { process, folder, database, url: format!("http://{}", line["address"].as_str().unwrap()) }
    }

    fn command(folder: &Path, database: Option<&str>) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_mobileaccess-cloud"));
        command.arg("--data").arg(folder);
        if let Some(url) = database {
            command.args(["--database", url]);
        }
        command
    }

    fn issuer(&self, words: &[&str]) -> String {
        let output = Self::command(self.folder.path(), self.database.as_deref()).args(words).output().unwrap();
        assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    }

    fn distributor(&self, code: &str) -> String {
        let email = Self::email(code);
        self.issuer(&["create-distributor", "--name", code, "--code", code, "--email", &email])
    }

    fn email(code: &str) -> String {
        format!("jana@{}.example", code.to_lowercase())
    }

    fn way(&self) -> Arc<Http> {
        Arc::new(Http::new(&Address { url: self.url.clone(), certificate: None }).unwrap())
    }

    /// How long the raw writing of everything takes that this cloud has written after `before`, in so many transactions.
    async fn floor(&self, postgres: Option<&testing::Postgres>, before: &Before, transactions: usize) -> Duration {
        let keys = Keys::read(&self.folder.path().join("cloud.key")).unwrap();
        let source = self.open(&keys).await;
        let target_folder = TempDir::new_in(self.folder.path()).unwrap();
        let target = match postgres {
            None => Database::open_file(&target_folder.path().join("cloud.db"), &keys).await.unwrap(),
            Some(server) => {
                let name = format!("floor{}", u32::from_le_bytes(bytes()[..4].try_into().unwrap()));
                Database::connect(&server.database(&name).await.unwrap()).await.unwrap()
            }
        };
        let mut tx = source.read().await.unwrap();
        let (mut first, mut parts) = (Vec::new(), vec![Vec::new(); transactions]);
        for (table, order) in TABLES {
            let columns: Vec<&str> = table.columns.iter().map(|(name, _)| *name).collect();
            let text = format!("SELECT {} FROM {} ORDER BY {order}", columns.join(", "), table.name);
            let mut rows = Vec::new();
            for row in tx.fetch(&text, Vec::new()).await.unwrap() {
                let value = |(at, (_, kind)): (usize, &(&str, Kind))| match kind {
                    Kind::Id => Value::Id(row.opt_id(at).unwrap()),
                    Kind::Int => Value::Int(row.opt_int(at).unwrap()),
                    Kind::Text => Value::Text(row.opt_text(at).unwrap()),
                    Kind::Bytes => Value::Bytes(row.opt_bytes(at).unwrap()),
                };
                rows.push(table.columns.iter().enumerate().map(value).collect::<Vec<_>>());
            }
            // What was there before is no part of what is measured.
            let known = before.0.get(table.name).copied().unwrap_or(0).min(rows.len());
            let new = rows.split_off(known);
            first.push((table, rows));
            let size = new.len().div_ceil(transactions).max(1);
            for (part, rows) in parts.iter_mut().zip(new.chunks(size)) {
                part.push((table, rows.to_vec()));
            }
        }
        tx.roll_back().await.unwrap();
        source.close().await;
        let mut tx = target.write().await.unwrap();
        for (table, rows) in first {
            tx.put(table, rows).await.unwrap();
        }
        tx.commit().await.unwrap();
        let start = Instant::now();
        for part in parts {
            let mut tx = target.write().await.unwrap();
            for (table, rows) in part {
                tx.put(table, rows).await.unwrap();
            }
            tx.commit().await.unwrap();
        }
        let took = start.elapsed();
        target.close().await;
        took
    }

    async fn open(&self, keys: &Keys) -> Database {
        match &self.database {
            Some(url) => Database::connect(url).await.unwrap(),
            None => Database::open_file(&self.folder.path().join("cloud.db"), keys).await.unwrap(),
        }
    }

    /// How many rows there are.
    async fn before(&self) -> Before {
        let keys = Keys::read_or_make(&self.folder.path().join("cloud.key"), &Entropy::new(bytes())).unwrap();
        let database = self.open(&keys).await;
        let mut tx = database.read().await.unwrap();
        let mut counts = BTreeMap::new();
        for (table, _) in TABLES {
            let count = tx.number(&format!("SELECT count(*) FROM {}", table.name), Vec::new()).await.unwrap();
            counts.insert(table.name, usize::try_from(count).unwrap());
        }
        tx.roll_back().await.unwrap();
        database.close().await;
        Before(counts)
    }
}

/// How many rows each table had.
struct Before(BTreeMap<&'static str, usize>);

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

/// A computer that only pushes.
struct Client {
    way: Arc<Http>,
    token: Secret,
    enrolled: Enrolled,
    head: ChainPlace,
}

async fn enrol(way: &Http, email: &str, code: &str) -> (KeyPair, Enrolled) {
    let keys = KeyPair::generate(&mut entropy()).unwrap();
    let request = EnrolRequest {
        protocol: PROTOCOL,
        email: email.to_owned(),
        secret: Secret(code.to_owned()),
        public_key: keys.public(),
        computer: "Bench".to_owned(),
        app_version: "0".to_owned(),
        outbox: ChainPlace { seq: 0, hash: "0".repeat(64) },
    };
    let enrolled = way.enrol(&request).await.unwrap();
    (keys, enrolled)
}

impl Client {
    async fn new(server: &Server, code: &str) -> Self {
        let (way, secret) = (server.way(), server.distributor(code));
        let (_, enrolled) = enrol(&way, &Server::email(code), &secret).await;
        let head = ChainPlace { seq: 0, hash: "0".repeat(64) };
        Self { way, token: enrolled.token.secret.clone(), enrolled, head }
    }

    fn requests(&mut self, mutations: Vec<Mutation>, batch: usize) -> Vec<PushRequest> {
        let mut requests = Vec::new();
        let mut pending = mutations.len() as u64;
        for part in mutations.chunks(batch) {
            let base = self.head.clone();
            let mut sent = Vec::new();
            for mutation in part {
                let id = id::<()>().uuid();
                let mut content = serde_json::to_value(mutation).unwrap();
                let hash = blake3::hash(format!("{} {id} {content}", self.head.hash).as_bytes()).to_hex().to_string();
                self.head = ChainPlace { seq: self.head.seq + 1, hash: hash.clone() };
                sent.push(PushedMutation {
                    seq: self.head.seq,
                    id,
                    name: mutation.name().to_owned(),
                    version: mutation.version(),
                    args: content["args"].take(),
                    actor: serde_json::Value::Null,
                    client_time: now(),
                    hash,
                });
            }
            pending -= sent.len() as u64;
            let history_id = self.enrolled.history_id;
            requests.push(PushRequest { protocol: PROTOCOL, history_id, base, mutations: sent, pending });
        }
        requests
    }

    async fn push(&self, requests: &[PushRequest]) {
        for request in requests {
            match self.way.push(&self.token, request).await.unwrap() {
                Pushed::Done { outcomes, .. } => {
                    assert!(outcomes.iter().all(|outcome| outcome.refusal.is_none()), "{:?}", outcomes.first());
                }
                other => panic!("{other:?}"),
            }
        }
    }

    async fn customer(&mut self, system_id: &str) -> Id<Customer> {
        let create = new_customer(self.enrolled.distributor_id, system_id);
        let customer = create.customer_id;
        let requests = self.requests(vec![create.into()], 1);
        self.push(&requests).await;
        customer
    }
}

fn new_customer(distributor: Id<Distributor>, system_id: &str) -> CreateCustomer {
    CreateCustomer {
        groups: Vec::new(),
        customer_id: id(),
        distributor_id: distributor,
        name: format!("Bytovka {system_id}"),
        system_type: SystemType::Importer,
        system_id: system_id.to_owned(),
        system_key: "Tajemstvi8".to_owned(),
        contact: Contact::default(),
        account: None,
        key_name: "klíč".to_owned(),
        key_prefix: "39".to_owned(),
        default_valid_to: None,
        credit: 0,
        note: String::new(),
        one_tap: true,
        automatic: true,
        groups_enabled: false,
        time_zone: "Europe/Prague".to_owned(),
        lease: None,
    }
}

fn new_user(customer_id: Id<Customer>, number: usize) -> Mutation {
    let fields = UserFields {
        first_name: "Jana".to_owned(),
        last_name: format!("Dvořáková {number}"),
        email: format!("jana{number}@dum.example"),
        ..UserFields::default()
    };
    CreateUser { user_id: id(), customer_id, fields, lease: None }.into()
}

/// Pushes of 10,000 mutations by one tenant, and by fifty at once.
async fn pushes(engine: &str, postgres: Option<&testing::Postgres>) -> Duration {
    let database = async |name: &str| match postgres {
        Some(server) => Some(server.database(name).await.unwrap()),
        None => None,
    };
    let server = Server::start(database("one").await);
    let mut client = Client::new(&server, "Alfa").await;
    let customer = client.customer("Alfa0001").await;
    let before = server.before().await;
    let requests = client.requests((0..MUTATIONS).map(|number| new_user(customer, number)).collect(), BATCH);
    let start = Instant::now();
    client.push(&requests).await;
    let took = start.elapsed();
    let floor = server.floor(postgres, &before, MUTATIONS / BATCH).await;
    against(&format!("push of 10,000 mutations, {engine}, one tenant"), took, floor, 2.0);

    let server = Server::start(database("fifty").await);
    let mut clients = Vec::new();
    for number in 0..TENANTS {
        let code = format!("T{number:03}");
        let mut client = Client::new(&server, &code).await;
        let customer = client.customer(&format!("{code}0001")).await;
        clients.push((client, customer));
    }
    let before = server.before().await;
    let each = MUTATIONS / TENANTS;
    let mut work = Vec::new();
    for (mut client, customer) in clients {
        let requests = client.requests((0..each).map(|number| new_user(customer, number)).collect(), BATCH);
        work.push((client, requests));
    }
    let start = Instant::now();
    let tasks: Vec<_> =
        work.into_iter().map(|(client, requests)| tokio::spawn(async move { client.push(&requests).await })).collect();
    for task in tasks {
        task.await.unwrap();
    }
    let all = start.elapsed();
    let all_floor = server.floor(postgres, &before, TENANTS).await;
    against(&format!("push of 10,000 mutations, {engine}, fifty tenants"), all, all_floor, 2.0);
    floor
}

/// A computer with a store.
struct Desk {
    folder: TempDir,
    store: Store,
    who: Who,
    replica: Replica<Arc<Http>>,
}

impl Desk {
    async fn join(server: &Server, email: &str, code: &str) -> Self {
        let folder = TempDir::new_in(std::env::var_os("BENCH_DIR").unwrap_or_else(|| ".".into())).unwrap();
        let way = server.way();
        let (keys, enrolled) = enrol(&way, email, code).await;
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
        let (profile, key) = Profile::create(&folder.path().join("profile"), now(), &mut known).unwrap();
        let store = Store::create(&profile, &key).await.unwrap();
        profile.finish().unwrap();
        let state = SyncState {
            address: server.url.clone(),
            certificate: None,
            replica_id: enrolled.replica_id,
            history_id: enrolled.history_id,
            distributor_id: enrolled.distributor_id,
            account_id: enrolled.account_id,
            private_key: Some(keys.secret()),
            base_seq: 0,
            sent_seq: 0,
            acked_seq: 0,
            last_contact: None,
            standing: Standing::Good,
            fresh: true,
        };
        let mut write = store.begin().await.unwrap();
        sqlite::sync::put_state(write.connection(), &state).await.unwrap();
        write.commit().await.unwrap();
        let session = Session::with_token(enrolled.token);
        let replica = Replica::new(store.clone(), way, keys, "Bench".to_owned(), session);
        Self { folder, store, who: Who::Account(enrolled.account_id), replica }
    }

    async fn ask(&self, mutation: &Mutation) {
        let request =
            Request { mutation_id: id::<()>().uuid(), mutation, who: self.who, at: now(), authority: Authority::Cloud };
        self.store.transact(request).await.unwrap().unwrap();
    }

    /// Goes on until there is nothing more to do.
    async fn rest(&mut self) {
        loop {
            match self.replica.step(now(), 0.0, &mut entropy()).await.unwrap() {
                Stepped::On { .. } => {}
                Stepped::Idle => return,
                other => panic!("{other:?}: {:?}", self.replica.session().problem()),
            }
        }
    }

    async fn has(&self, user: uuid::Uuid) -> bool {
        let mut connection = self.store.read().await.unwrap();
        sqlite::users::get(&mut connection, Id::new(user)).await.unwrap().is_some()
    }
}

fn raw(path: &Path) -> rusqlite::Connection {
    let raw = rusqlite::Connection::open(path).unwrap();
    let key: String = FILE_KEY.iter().map(|byte| format!("{byte:02x}")).collect();
    raw.execute_batch(&format!(
        "PRAGMA key = \"x'{key}'\"; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; \
         PRAGMA temp_store = MEMORY; PRAGMA cache_size = -32768;"
    ))
    .unwrap();
    raw
}

/// How long the raw writing of every row of a store takes, in one transaction.
async fn raw_store(server: &Server, email: &str, full: &Desk) -> Duration {
    let code = server.issuer(&["enrol-code", email]);
    let empty = Desk::join(server, email, &code).await;
    empty.store.close().await;
    let from = raw(&full.folder.path().join("profile/mobileaccess.db"));
    let mut to = raw(&empty.folder.path().join("profile/mobileaccess.db"));
    let mut content = Vec::new();
    for table in [
        "distributors",
        "customers",
        "accounts",
        "replicas",
        "readers",
        "reader_imports",
        "audit",
        "audit_customers",
        "audit_rows",
        "sync_scopes",
        "sync_rows",
    ] {
        let mut statement = from.prepare(&format!("SELECT * FROM {table}")).unwrap();
        let columns = statement.column_count();
        let rows: Vec<Vec<rusqlite::types::Value>> = statement
            .query_map([], |row| (0..columns).map(|at| row.get(at)).collect())
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap();
        content.push((table, columns, rows));
    }
    let start = Instant::now();
    let tx = to.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate).unwrap();
    for (table, columns, rows) in &content {
        let marks = vec!["?"; *columns].join(", ");
        let mut statement = tx.prepare(&format!("INSERT INTO {table} VALUES ({marks})")).unwrap();
        for row in rows {
            statement.execute(rusqlite::params_from_iter(row)).unwrap();
        }
    }
    tx.commit().unwrap();
    start.elapsed()
}

async fn first_sync() {
    let server = Server::start(None);
    let mut client = Client::new(&server, "Alfa").await;
    let customer = client.customer("Alfa0001").await;
    let row = |number: usize| ImportRow {
        new_id: id(),
        name: Some(format!("Vchod {number}")),
        reader_id: Some(format!("IMA {number:06}")),
        mac: Some(format!("00:1E:C0:{:02X}:{:02X}:{:02X}", number >> 16 & 255, number >> 8 & 255, number & 255)),
        group: None,
        allow_identification: None,
        one_tap: None,
        signal_range: None,
        one_tap_signal: None,
        extra: Default::default(),
    };
    for part in 0..READERS / 10_000 {
        let import = ImportReaders {
            import_id: id(),
            customer_id: customer,
            file_name: "readers.json".to_owned(),
            rows: (part * 10_000..(part + 1) * 10_000).map(row).collect(),
            delete: Vec::new(),
            invalid: 0,
        };
        let requests = client.requests(vec![import.into()], 1);
        client.push(&requests).await;
    }
    let email = Server::email("Alfa");
    let code = server.issuer(&["enrol-code", &email]);
    let mut desk = Desk::join(&server, &email, &code).await;
    let start = Instant::now();
    desk.rest().await;
    let took = start.elapsed();
    desk.store.close().await;
    let floor = raw_store(&server, &email, &desk).await;
    against("first sync of 100,000 rows", took, floor, 2.0);
}

async fn reconnect(push_floor: Duration) {
    let server = Server::start(None);
    let code = server.distributor("Alfa");
    let mut desk = Desk::join(&server, &Server::email("Alfa"), &code).await;
    desk.rest().await;
    let distributor = desk.store.sync_state().await.unwrap().unwrap().distributor_id;
    let create = new_customer(distributor, "Alfa0001");
    let customer = create.customer_id;
    desk.ask(&create.into()).await;
    desk.replica.session().ask();
    desk.rest().await;
    for number in 0..PENDING {
        desk.ask(&new_user(customer, number)).await;
    }
    let start = Instant::now();
    desk.replica.session().ask();
    desk.rest().await;
    // The same mutations as in the push, and half as many; what the computer itself writes is no part of the floor.
    against("reconnect with 5,000 pending", start.elapsed(), push_floor / 2, 2.0);
}

async fn from_a_to_b() {
    let server = Server::start(None);
    let (code, email) = (server.distributor("Alfa"), Server::email("Alfa"));
    let mut a = Desk::join(&server, &email, &code).await;
    a.rest().await;
    let distributor = a.store.sync_state().await.unwrap().unwrap().distributor_id;
    let create = new_customer(distributor, "Alfa0001");
    let customer = create.customer_id;
    a.ask(&create.into()).await;
    a.replica.session().ask();
    a.rest().await;
    let code = server.issuer(&["enrol-code", &email]);
    let mut b = Desk::join(&server, &email, &code).await;
    b.rest().await;
    let poked = Arc::new(tokio::sync::Notify::new());
    let listening = tokio::spawn({
        let (way, poked) = (server.way(), Arc::clone(&poked));
        let token = b.replica.session().token().unwrap().clone();
        async move { way.listen(&token, || poked.notify_one()).await }
    });
    tokio::time::sleep(Duration::from_millis(300)).await;
    let mut times = Vec::new();
    for number in 0..ROUNDS {
        let mutation = new_user(customer, number);
        let Mutation::CreateUser(CreateUser { user_id, .. }) = &mutation else { return };
        let start = Instant::now();
        a.ask(&mutation).await;
        // Pushed; what the pull shows comes afterwards.
        a.replica.step(now(), 0.0, &mut entropy()).await.unwrap();
        while !b.has(user_id.uuid()).await {
            poked.notified().await;
            b.replica.session().poke();
            b.rest().await;
        }
        times.push(start.elapsed());
        a.rest().await;
    }
    listening.abort();
    times.sort();
    let at = |share: usize| times[times.len() * share / 100].as_secs_f64() * 1e3;
    println!("{{\"bench\":\"change on A seen on B, p50\",\"value_ms\":{:.3},\"budget\":\"15 ms\"}}", at(50));
    println!("{{\"bench\":\"change on A seen on B, p95\",\"value_ms\":{:.3}}}", at(95));
}

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let floor = pushes("embedded", None).await;
        let server = testing::Postgres::start().unwrap();
        pushes("PostgreSQL", Some(&server)).await;
        drop(server);
        first_sync().await;
        reconnect(floor).await;
        from_a_to_b().await;
    });
}
