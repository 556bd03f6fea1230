//! What sync costs against the least that the same work could cost, measured in the same run on the same disk: pushes of 10,000
//! mutations, the first sync of 100,000 rows, a computer that comes back with 5,000 mutations, and the way of a change from one
//! computer to another. The cloud is a process of its own, so are the two computers of the last, and every commit is forced to the
//! disk.
//!
//! A floor is the raw writing of the rows that were written, on the same schema with its indexes, with the same engine,
//! encryption and durability: for a push in as many transactions as there were pushes, for a first sync in one.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a benchmark that cannot go on has failed")]

#[path = "../../src/testing.rs"]
#[expect(unreachable_pub, dead_code, reason = "it is written for the library, and more than is needed here")]
mod testing;

mod apart;
mod computers;
mod server;

use std::collections::{BTreeMap, HashSet};
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

use computers::{Client, Desk, new_customer, new_user, raw_changes, raw_store};
use server::Server;

/// The floors have the same one as the cloud.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Nothing prints a store's key, so the benchmark, which writes past the store, gives it one that it knows.
const FILE_KEY: [u8; 32] = [0x5a; 32];
const MUTATIONS: usize = 10_000;
const BATCH: usize = 500;
const READERS: usize = 100_000;
const PENDING: usize = 5_000;
const TENANTS: usize = 50;
const ROUNDS: usize = 200;
/// How often a push and a coming back are measured; the middle one is told, of what they took and of their floors.
const RUNS: usize = 3;

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

fn against(bench: &str, value: Duration, floor: Duration, budget: impl Into<Option<f64>>) {
    let (value, floor) = (value.as_secs_f64() * 1e3, floor.as_secs_f64() * 1e3);
    let budget = budget.into().map_or(String::new(), |budget| format!(",\"budget\":{budget}"));
    println!(
        "{{\"bench\":\"{bench}\",\"value_ms\":{value:.3},\"floor_ms\":{floor:.3},\"ratio\":{:.2}{budget}}}",
        value / floor
    );
}

/// The middle one of some figures of every run.
fn middle<T>(runs: &[T], figure: impl Fn(&T) -> Duration) -> Duration {
    let mut times: Vec<Duration> = runs.iter().map(figure).collect();
    times.sort_unstable();
    times[times.len() / 2]
}

/// Pushes of 10,000 mutations by one tenant, and by fifty at once.
async fn pushes(engine: &str, postgres: Option<&testing::Postgres>) {
    for (name, tenants) in [("one tenant", 1), ("fifty tenants", TENANTS)] {
        let mut runs = Vec::new();
        for run in 0..RUNS {
            runs.push(push_once(run, tenants, postgres).await);
        }
        let (took, floor) = (middle(&runs, |run| run.0), middle(&runs, |run| run.1));
        against(&format!("push of 10,000 mutations, {engine}, {name}"), took, floor, 2.0);
    }
}

/// How long the pushes took, and the raw writing of what they wrote.
async fn push_once(run: usize, tenants: usize, postgres: Option<&testing::Postgres>) -> (Duration, Duration) {
    let database = match postgres {
        Some(server) => Some(server.database(&format!("push{tenants}x{run}")).await.unwrap()),
        None => None,
    };
    let server = Server::start(database);
    let mut clients = Vec::new();
    for number in 0..tenants {
        let code = format!("T{number:03}");
        let mut client = Client::new(&server, &code).await;
        let customer = client.customer(&format!("{code}0001")).await;
        clients.push((client, customer));
    }
    let before = server.before().await;
    let each = MUTATIONS / tenants;
    let mut work = Vec::new();
    for (mut client, customer) in clients {
        let requests = client.requests((0..each).map(|number| new_user(customer, number)).collect(), BATCH);
        work.push((client, requests));
    }
    let transactions = work.iter().map(|(_, requests)| requests.len()).sum();
    let start = Instant::now();
    let tasks: Vec<_> =
        work.into_iter().map(|(client, requests)| tokio::spawn(async move { client.push(&requests).await })).collect();
    for task in tasks {
        task.await.unwrap();
    }
    let took = start.elapsed();
    (took, server.floor(postgres, &before, transactions).await)
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
    let mut desk = Desk::join(&server.url, &email, &code).await;
    let start = Instant::now();
    desk.rest().await;
    let took = start.elapsed();
    desk.store.close().await;
    let floor = raw_store(&server, &email, &desk).await;
    against("first sync of 100,000 rows", took, floor, 2.0);
}

/// A computer that comes back with work. What it costs is written at the cloud and on the computer, so the floor is the raw
/// writing of both, one after the other; the second line is against the cloud's part alone.
async fn reconnect(engine: &str, postgres: Option<&testing::Postgres>) {
    let mut runs = Vec::new();
    for run in 0..RUNS {
        runs.push(reconnect_once(run, postgres).await);
    }
    let (took, cloud, both) =
        (middle(&runs, |run| run.0), middle(&runs, |run| run.1), middle(&runs, |run| run.1 + run.2));
    against(&format!("reconnect with 5,000 pending, {engine}"), took, both, 2.0);
    against(&format!("reconnect with 5,000 pending, {engine}, to the cloud's part of it"), took, cloud, None);
}

/// How long it took, and the raw writing of what the cloud and what the computer wrote.
async fn reconnect_once(run: usize, postgres: Option<&testing::Postgres>) -> (Duration, Duration, Duration) {
    let database = match postgres {
        Some(server) => Some(server.database(&format!("reconnect{run}")).await.unwrap()),
        None => None,
    };
    let server = Server::start(database);
    let code = server.distributor("Alfa");
    let mut desk = Desk::join(&server.url, &Server::email("Alfa"), &code).await;
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
    let before = server.before().await;
    let waiting = desk.copy();
    let start = Instant::now();
    desk.replica.session().ask();
    desk.rest().await;
    let took = start.elapsed();
    desk.store.close().await;
    let cloud = server.floor(postgres, &before, PENDING / BATCH).await;
    (took, cloud, raw_changes(&waiting, &desk))
}

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let mut words = std::env::args().skip_while(|word| word != apart::COMPUTER_B).skip(1);
    if let (Some(url), Some(email), Some(code)) = (words.next(), words.next(), words.next()) {
        return runtime.block_on(apart::computer_b(&url, &email, &code));
    }
    // Words after `--` name what is to be measured; without any, everything is.
    let named: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    let is_asked = |name: &str| named.is_empty() || named.iter().any(|word| word == name);
    runtime.block_on(async {
        let server = testing::Postgres::start().unwrap();
        for (engine, postgres) in [("embedded", None), ("PostgreSQL", Some(&server))] {
            if is_asked("push") {
                pushes(engine, postgres).await;
            }
            if is_asked("reconnect") {
                reconnect(engine, postgres).await;
            }
        }
        drop(server);
        if is_asked("first-sync") {
            first_sync().await;
        }
        if is_asked("a-to-b") {
            apart::from_a_to_b().await;
        }
    });
}
