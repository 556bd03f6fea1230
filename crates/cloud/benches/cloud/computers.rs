//! Computers of the cloud: one that only pushes, and one with a store.

use super::*;

/// A computer that only pushes.
pub(crate) struct Client {
    pub(crate) way: Arc<Http>,
    pub(crate) token: Secret,
    pub(crate) enrolled: Enrolled,
    pub(crate) head: ChainPlace,
}

/// The way to a cloud on this computer.
pub(crate) fn way(url: &str) -> Arc<Http> {
    Arc::new(Http::new(&Address { url: url.to_owned(), certificate: None }).unwrap())
}

pub(crate) async fn enrol(way: &Http, email: &str, code: &str) -> (KeyPair, Enrolled) {
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
    pub(crate) async fn new(server: &Server, code: &str) -> Self {
        let (way, secret) = (way(&server.url), server.distributor(code));
        let (_, enrolled) = enrol(&way, &Server::email(code), &secret).await;
        let head = ChainPlace { seq: 0, hash: "0".repeat(64) };
        Self { way, token: enrolled.token.secret.clone(), enrolled, head }
    }

    pub(crate) fn requests(&mut self, mutations: Vec<Mutation>, batch: usize) -> Vec<PushRequest> {
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

    pub(crate) async fn push(&self, requests: &[PushRequest]) {
        for request in requests {
            match self.way.push(&self.token, request).await.unwrap() {
                Pushed::Done { outcomes, .. } => {
                    assert!(outcomes.iter().all(|outcome| outcome.refusal.is_none()), "{:?}", outcomes.first());
                }
                other => panic!("{other:?}"),
            }
        }
    }

    pub(crate) async fn customer(&mut self, system_id: &str) -> Id<Customer> {
        let create = new_customer(self.enrolled.distributor_id, system_id);
        let customer = create.customer_id;
        let requests = self.requests(vec![create.into()], 1);
        self.push(&requests).await;
        customer
    }
}

pub(crate) fn new_customer(distributor: Id<Distributor>, system_id: &str) -> CreateCustomer {
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

pub(crate) fn new_user(customer_id: Id<Customer>, number: usize) -> Mutation {
    let fields = UserFields {
        first_name: "Jana".to_owned(),
        last_name: format!("Dvořáková {number}"),
        email: format!("jana{number}@dum.example"),
        ..UserFields::default()
    };
    CreateUser { user_id: id(), customer_id, fields, lease: None }.into()
}

/// A computer with a store.
pub(crate) struct Desk {
    pub(crate) folder: TempDir,
    pub(crate) store: Store,
    pub(crate) who: Who,
    pub(crate) replica: Replica<Arc<Http>>,
}

impl Desk {
    pub(crate) async fn join(url: &str, email: &str, code: &str) -> Self {
        let folder = TempDir::new_in(std::env::var_os("BENCH_DIR").unwrap_or_else(|| ".".into())).unwrap();
        let way = way(url);
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
            address: url.to_owned(),
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

    pub(crate) async fn ask(&self, mutation: &Mutation) {
        let request =
            Request { mutation_id: id::<()>().uuid(), mutation, who: self.who, at: now(), authority: Authority::Cloud };
        self.store.transact(request).await.unwrap().unwrap();
    }

    /// Goes on until there is nothing more to do.
    pub(crate) async fn rest(&mut self) {
        loop {
            match self.replica.step(now(), 0.0, &mut entropy()).await.unwrap() {
                Stepped::On { .. } => {}
                Stepped::Idle => return,
                other => panic!("{other:?}: {:?}", self.replica.session().problem()),
            }
        }
    }

    /// A copy of its database as it is now, with what is still in the log.
    pub(crate) fn copy(&self) -> TempDir {
        let copy = TempDir::new_in(self.folder.path()).unwrap();
        for file in ["mobileaccess.db", "mobileaccess.db-wal"] {
            std::fs::copy(self.folder.path().join("profile").join(file), copy.path().join(file)).unwrap();
        }
        copy
    }

    pub(crate) async fn has(&self, user: uuid::Uuid) -> bool {
        let mut connection = self.store.read().await.unwrap();
        sqlite::users::get(&mut connection, Id::new(user)).await.unwrap().is_some()
    }
}

pub(crate) fn raw(path: &Path) -> rusqlite::Connection {
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
pub(crate) async fn raw_store(server: &Server, email: &str, full: &Desk) -> Duration {
    let code = server.issuer(&["enrol-code", email]);
    let empty = Desk::join(&server.url, email, &code).await;
    empty.store.close().await;
    let from = raw(&full.folder.path().join("profile/mobileaccess.db"));
    let mut to = raw(&empty.folder.path().join("profile/mobileaccess.db"));
    let tables = ["distributors", "customers", "accounts", "replicas", "readers", "reader_imports"];
    let content = content(&from, tables.iter().chain(&LOG_AND_SYNC));
    let start = Instant::now();
    let tx = to.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate).unwrap();
    write_raw(&tx, &content);
    tx.commit().unwrap();
    start.elapsed()
}

/// How long the raw writing takes, in one transaction, of every row that a computer has otherwise than in a copy of its database
/// from before, and of what became of each mutation.
pub(crate) fn raw_changes(before: &TempDir, after: &Desk) -> Duration {
    let from = raw(&after.folder.path().join("profile/mobileaccess.db"));
    let mut to = raw(&before.path().join("mobileaccess.db"));
    let tables = || ["users"].iter().chain(&LOG_AND_SYNC);
    let mut new = content(&from, tables());
    for ((_, _, rows), (_, _, known)) in new.iter_mut().zip(content(&to, tables())) {
        let known: HashSet<String> = known.iter().map(|row| format!("{row:?}")).collect();
        rows.retain(|row| !known.contains(&format!("{row:?}")));
    }
    let pending: Vec<i64> = to
        .prepare("SELECT seq FROM mutations WHERE status = 'pending'")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    assert_eq!(pending.len(), PENDING);
    let start = Instant::now();
    let tx = to.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate).unwrap();
    let mut statement = tx.prepare("UPDATE mutations SET status = 'accepted' WHERE seq = ?").unwrap();
    for seq in pending {
        statement.execute([seq]).unwrap();
    }
    drop(statement);
    write_raw(&tx, &new);
    tx.commit().unwrap();
    start.elapsed()
}

/// The tables of the log and of what came from where.
const LOG_AND_SYNC: [&str; 5] = ["audit", "audit_customers", "audit_rows", "sync_scopes", "sync_rows"];

type Content<'a> = Vec<(&'a str, usize, Vec<Vec<rusqlite::types::Value>>)>;

/// Every row of some tables.
fn content<'a>(from: &rusqlite::Connection, tables: impl Iterator<Item = &'a &'a str>) -> Content<'a> {
    let mut content = Vec::new();
    for table in tables {
        let mut statement = from.prepare(&format!("SELECT * FROM {table}")).unwrap();
        let columns = statement.column_count();
        let rows: Vec<Vec<rusqlite::types::Value>> = statement
            .query_map([], |row| (0..columns).map(|at| row.get(at)).collect())
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap();
        content.push((*table, columns, rows));
    }
    content
}

fn write_raw(tx: &rusqlite::Transaction<'_>, content: &Content<'_>) {
    for (table, columns, rows) in content {
        let marks = vec!["?"; *columns].join(", ");
        let mut statement = tx.prepare(&format!("INSERT OR REPLACE INTO {table} VALUES ({marks})")).unwrap();
        for row in rows {
            statement.execute(rusqlite::params_from_iter(row)).unwrap();
        }
    }
}
