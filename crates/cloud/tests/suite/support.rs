//! A cloud, and computers that talk to it as the real ones do, without HTTP in between.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};

use chrono::{DateTime, Duration, Utc};
use ed25519_dalek::{Signer as _, SigningKey};
use mobileaccess_cloud::testing::Postgres;
use mobileaccess_cloud::{Cloud, CreateDistributor, Database, Entropy, Keys, Session};
use mobileaccess_domain::customers::CreateCustomer;
use mobileaccess_domain::keys::{Holder, IssueKey, NewCode};
use mobileaccess_domain::rows::{Contact, Customer, Distributor, Key, SystemType};
use mobileaccess_domain::users::UserFields;
use mobileaccess_domain::{Id, Language, Mutation, Refusal, UserId};
use mobileaccess_wire::sync::{
    ChainPlace, EnrolRequest, Enrolled, Outcome, PROTOCOL, PullEnd, PullLine, PullRequest, PushRequest, Pushed,
    PushedMutation, Scope, ScopeSum, Secret, TokenRequest, canonical, token_message,
};
use serde_json::Value;
use tempfile::TempDir;
use tokio::sync::mpsc;
use uuid::Uuid;

pub(crate) const EMAIL: &str = "jana@alfa.example";

pub(crate) fn noon() -> DateTime<Utc> {
    "2026-03-02T12:00:00Z".parse().unwrap()
}

static COUNTER: AtomicU64 = AtomicU64::new(1);

/// Bytes that no other call gets; a story is not about guessing.
pub(crate) fn bytes() -> [u8; 32] {
    *blake3::hash(&COUNTER.fetch_add(1, Ordering::Relaxed).to_be_bytes()).as_bytes()
}

pub(crate) fn entropy() -> Entropy {
    Entropy::new(bytes())
}

pub(crate) fn id<T>() -> Id<T> {
    let mut random = [0; 16];
    random.copy_from_slice(&bytes()[..16]);
    Id::new(uuid::Builder::from_random_bytes(random).into_uuid())
}

/// Where a cloud keeps its data; gone afterwards.
pub(crate) struct Place {
    pub(crate) folder: TempDir,
    pub(crate) server: Option<Postgres>,
    pub(crate) keys: Keys,
}

impl Place {
    pub(crate) async fn embedded() -> Self {
        Self { folder: TempDir::new().unwrap(), server: None, keys: Keys::new(&[7; 32]) }
    }

    pub(crate) async fn postgres() -> Self {
        let server = tokio::task::spawn_blocking(|| Postgres::start().unwrap()).await.unwrap();
        server.database("cloud").await.unwrap();
        Self { folder: TempDir::new().unwrap(), server: Some(server), keys: Keys::new(&[7; 32]) }
    }

    /// A process of the cloud on this data.
    pub(crate) async fn cloud(&self) -> Cloud {
        let db = match &self.server {
            Some(server) => Database::connect(&server.url("cloud")).await.unwrap(),
            None => Database::open_file(&self.folder.path().join("cloud.db"), &self.keys).await.unwrap(),
        };
        Cloud::open(db, self.keys.clone(), &entropy()).await.unwrap()
    }
}

/// A distributor on a cloud, and its first admin's computer.
pub(crate) async fn office(cloud: &Cloud, code: &str, email: &str) -> Computer {
    let new = CreateDistributor {
        name: format!("{code} Distribuce"),
        code: code.into(),
        time_zone: "Europe/Prague".into(),
        email: email.into(),
        language: Language::Cs,
    };
    let made = cloud.create_distributor(noon(), &entropy(), &new).await.unwrap().unwrap();
    cloud.sell_credit(noon(), &entropy(), made.distributor, 1000, "PO 7").await.unwrap().unwrap();
    Computer::enrol(cloud, email, &made.code.0).await
}

/// A computer: its key pair, its outbox, and what it pulled.
#[derive(Clone)]
pub(crate) struct Computer {
    pub(crate) cloud: Cloud,
    pub(crate) enrolled: Enrolled,
    pub(crate) key: SigningKey,
    pub(crate) session: Session,
    pub(crate) outbox: Vec<PushedMutation>,
    pub(crate) start: ChainPlace,
    pub(crate) now: DateTime<Utc>,
    /// Per scope: cursor, and rows by noun and id.
    pub(crate) scopes: BTreeMap<Scope, u64>,
    pub(crate) rows: BTreeMap<(Scope, String, Uuid), Value>,
    pub(crate) acked: u64,
}

pub(crate) fn nowhere() -> ChainPlace {
    ChainPlace { seq: 0, hash: "0".repeat(64) }
}

impl Computer {
    pub(crate) async fn enrol(cloud: &Cloud, email: &str, secret: &str) -> Self {
        let key = SigningKey::from_bytes(&bytes());
        let request = enrolment(&key, email, secret);
        let enrolled = cloud.enrol(noon(), &entropy(), &request).await.unwrap();
        let session = cloud.session(noon(), &enrolled.token.secret.0).await.unwrap();
        Self {
            cloud: cloud.clone(),
            enrolled,
            key,
            session,
            outbox: Vec::new(),
            start: nowhere(),
            now: noon(),
            scopes: BTreeMap::new(),
            rows: BTreeMap::new(),
            acked: 0,
        }
    }

    pub(crate) fn distributor(&self) -> Id<Distributor> {
        self.enrolled.distributor_id
    }

    /// A further token by the key pair.
    pub(crate) async fn token(&self) -> mobileaccess_cloud::Result<mobileaccess_wire::sync::Token> {
        let challenge = self.cloud.hello(self.now, &entropy()).await?.challenge;
        let signature = self.key.sign(&token_message(self.enrolled.replica_id, &challenge));
        let signature: String = signature.to_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
        let request = TokenRequest { replica_id: self.enrolled.replica_id, challenge, signature };
        self.cloud.token(self.now, &entropy(), &request).await
    }

    pub(crate) fn head(&self) -> ChainPlace {
        self.outbox.last().map_or(self.start.clone(), |last| ChainPlace { seq: last.seq, hash: last.hash.clone() })
    }

    /// Does something, without network.
    pub(crate) fn does(&mut self, mutation: impl Into<Mutation>) -> Uuid {
        self.does_as(id::<()>().uuid(), mutation.into())
    }

    pub(crate) fn does_as(&mut self, mutation_id: Uuid, mutation: Mutation) -> Uuid {
        self.now += Duration::seconds(1);
        let head = self.head();
        let Value::Object(mut object) = serde_json::to_value(&mutation).unwrap() else { panic!("an object") };
        let args = object.remove("args").unwrap();
        let content = format!("{}{}{}{}", head.hash, mutation_id, mutation.name(), canonical(&args));
        self.outbox.push(PushedMutation {
            seq: head.seq + 1,
            id: mutation_id,
            name: mutation.name().to_owned(),
            version: mutation.version(),
            args,
            actor: Value::Null,
            client_time: self.now,
            hash: blake3::hash(content.as_bytes()).to_hex().to_string(),
        });
        mutation_id
    }

    /// What is pushed from a place on.
    pub(crate) fn request(&self, base: ChainPlace, history_id: Uuid) -> PushRequest {
        let mutations = self.outbox.iter().filter(|mutation| mutation.seq > base.seq).cloned().collect();
        PushRequest { protocol: PROTOCOL, history_id, base, mutations, pending: 0 }
    }

    pub(crate) async fn push_from(&mut self, base: ChainPlace) -> Pushed {
        self.now += Duration::seconds(1);
        let request = self.request(base, self.enrolled.history_id);
        self.cloud.push(self.now, &self.session, &request).await.unwrap()
    }

    /// Pushes everything that the cloud has not answered yet.
    pub(crate) async fn push(&mut self) -> Vec<Outcome> {
        let base = self.outbox.iter().rev().find(|mutation| mutation.seq == self.acked);
        let base = base.map_or(self.start.clone(), |it| ChainPlace { seq: it.seq, hash: it.hash.clone() });
        match self.push_from(base).await {
            Pushed::Done { outcomes, .. } => outcomes,
            other => panic!("{other:?}"),
        }
    }

    /// Does something with network, and says why not.
    pub(crate) async fn asks(&mut self, mutation: impl Into<Mutation>) -> Result<(), Refusal> {
        let asked = self.does(mutation);
        let outcomes = self.push().await;
        self.pull().await;
        let outcome = outcomes.into_iter().find(|outcome| outcome.id == asked).unwrap();
        outcome.refusal.map_or(Ok(()), Err)
    }

    /// The lines of a pull.
    pub(crate) async fn lines(&mut self, request: &PullRequest) -> Vec<PullLine> {
        self.now += Duration::seconds(1);
        let (sink, mut chunks) = mpsc::channel(4);
        let (cloud, session, at, request) = (self.cloud.clone(), self.session, self.now, request.clone());
        let pull = tokio::spawn(async move { cloud.pull(at, &session, &request, sink).await });
        let mut text = Vec::new();
        while let Some(chunk) = chunks.recv().await {
            text.extend(chunk);
        }
        pull.await.unwrap().unwrap();
        let text = String::from_utf8(text).unwrap();
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    pub(crate) fn wanted(&self) -> PullRequest {
        PullRequest {
            protocol: PROTOCOL,
            history_id: self.enrolled.history_id,
            scopes: self.scopes.clone(),
            acked_seq: self.acked,
            resume: BTreeMap::new(),
        }
    }

    /// Pulls and applies, and compares every scope's count and sum with what is there now.
    pub(crate) async fn pull(&mut self) -> PullEnd {
        let request = self.wanted();
        let lines = self.lines(&request).await;
        let mut end = None;
        let mut last: BTreeMap<Scope, u64> = BTreeMap::new();
        for line in lines {
            match line {
                PullLine::Begin(begin) => {
                    for scope in begin.added.iter().chain(&begin.dropped) {
                        self.rows.retain(|(of, _, _), _| of != scope);
                        self.scopes.remove(scope);
                    }
                }
                PullLine::Row(row) => {
                    let before = last.insert(row.scope, row.revision);
                    assert!(before < Some(row.revision), "revisions ascend within a scope");
                    let key = if row.noun == "audit" { "mutation_id" } else { "id" };
                    let row_id = row.row[key].as_str().unwrap().parse().unwrap();
                    self.rows.insert((row.scope, row.noun, row_id), row.row);
                }
                PullLine::Gone { scope, noun, id, .. } => drop(self.rows.remove(&(scope, noun, id))),
                PullLine::End(it) => end = Some(it),
                PullLine::HistoryChanged { .. } => panic!("another history"),
            }
        }
        let end = end.unwrap();
        for (scope, mark) in &end.scopes {
            let mut sum = ScopeSum::default();
            let mut count = 0;
            for ((_, noun, _), row) in self.rows.iter().filter(|((of, _, _), _)| of == scope) {
                sum.add(&ScopeSum::hash(noun, canonical(row).as_bytes()));
                count += 1;
            }
            assert_eq!((count, sum.to_string()), (mark.count, mark.hash.clone()), "{scope}");
        }
        self.scopes = end.scopes.iter().map(|(scope, mark)| (*scope, mark.revision)).collect();
        self.acked = end.outcomes.last().map_or(self.acked, |outcome| outcome.seq);
        end
    }

    /// The rows of a noun.
    pub(crate) fn rows(&self, noun: &str) -> Vec<&Value> {
        self.rows.iter().filter(|((_, of, _), _)| of == noun).map(|(_, row)| row).collect()
    }

    /// Creates a customer with some credit.
    pub(crate) async fn customer(&mut self, system_id: &str, credit: i64) -> Id<Customer> {
        let customer = new_customer(self.distributor(), system_id, credit);
        let customer_id = customer.customer_id;
        self.asks(customer).await.unwrap();
        customer_id
    }
}

pub(crate) fn enrolment(key: &SigningKey, email: &str, secret: &str) -> EnrolRequest {
    EnrolRequest {
        protocol: PROTOCOL,
        email: email.into(),
        secret: Secret(secret.into()),
        public_key: key.verifying_key().to_bytes().iter().map(|byte| format!("{byte:02x}")).collect(),
        computer: "Laptop-2".into(),
        app_version: "0.1.0".into(),
        outbox: nowhere(),
    }
}

pub(crate) fn new_customer(distributor: Id<Distributor>, system_id: &str, credit: i64) -> CreateCustomer {
    CreateCustomer {
        groups: Vec::new(),
        lease: None,
        customer_id: id(),
        distributor_id: distributor,
        name: format!("Bytovka {system_id}"),
        system_type: SystemType::Importer,
        system_id: system_id.into(),
        system_key: "Tajemstvi8".into(),
        contact: Contact { city: "Plzeň".into(), ..Contact::default() },
        account: None,
        key_name: "klíč".into(),
        key_prefix: "39".into(),
        default_valid_to: None,
        credit,
        note: "PO 8".into(),
        one_tap: true,
        automatic: true,
        groups_enabled: false,
        time_zone: "Europe/Prague".into(),
    }
}

pub(crate) fn new_code() -> String {
    bytes()
        .iter()
        .take(20)
        .map(|byte| char::from(mobileaccess_domain::keys::CODE_ALPHABET[usize::from(byte % 58)]))
        .collect()
}

pub(crate) fn new_key(customer_id: Id<Customer>, number: u32) -> IssueKey {
    IssueKey {
        lease: None,
        customer_id,
        holder: Holder::New {
            user_id: id(),
            fields: UserFields { first_name: format!("Uživatel {number}"), ..UserFields::default() },
        },
        device_id: id(),
        device_name: "Device001".into(),
        key_id: id::<Key>(),
        key_name: "klíč".into(),
        number: UserId::new(number).unwrap(),
        valid_from: "2026-03-02".parse().unwrap(),
        valid_to: None,
        group_ids: Vec::new(),
        code: NewCode { id: id(), code: new_code(), send: Vec::new() },
    }
}
