//! Activations per second: real processes of the cloud on a real PostgreSQL, asked over HTTP, against a bare transaction of the
//! same shape by the same number of clients. Every commit is forced to the disk.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a measurement reads the clock and ends when it cannot go on"
)]

#[path = "../tests/suite/support.rs"]
#[expect(dead_code, reason = "the stories need more of it")]
mod support;

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::Utc;
use mobileaccess_cloud::testing::Postgres;
use mobileaccess_cloud::{Cloud, Database, Keys};
use mobileaccess_domain::rows::Platform;
use mobileaccess_phone::http::HttpLine;
use mobileaccess_phone::{KeyPair, Line as _};
use mobileaccess_wire::phones::{ActivateKey, Ask, Signed};
use mobileaccess_wire::sync::{PROTOCOL, Secret};
use serde_json::json;
use sqlx::postgres::{PgPool, PgPoolOptions};
use uuid::Uuid;

/// Activations of one tenant wait for each other, at the cloud as in any transaction that locks a row: several tenants.
const TENANTS: usize = 16;
const KEYS: usize = 64;
/// Phones that ask at the same time.
const PHONES: usize = 32;

/// A process of the cloud.
struct Process {
    child: Child,
    address: String,
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn process(folder: &Path, url: &str) -> Process {
    let mut child = Command::new(env!("CARGO_BIN_EXE_mobileaccess-cloud"))
        .arg("--data")
        .arg(folder)
        .args(["--database", url, "serve", "--plain", "--listen", "127.0.0.1:0"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let said: serde_json::Value = serde_json::from_str(&lines.next().unwrap().unwrap()).unwrap();
    std::thread::spawn(move || lines.for_each(drop));
    Process { address: format!("http://{}", said["address"].as_str().unwrap()), child }
}

/// The activations of every tenant's keys, signed beforehand: what is measured is the cloud.
async fn prepared(cloud: &Cloud, round: usize) -> Vec<Signed> {
    let mut requests = Vec::new();
    for tenant in 0..TENANTS {
        let code = format!("{}{tenant:03}", ["A", "B", "C"][round]);
        let mut office = support::office(cloud, &code, &format!("admin@{code}.example")).await;
        let customer = office.customer(&format!("{code}0001"), i64::try_from(KEYS).unwrap()).await;
        // The stories live in a spring that is over; the processes have the clock of today.
        office.now = Utc::now();
        let mut codes = Vec::new();
        for number in 0..KEYS {
            let key = support::new_key(customer, u32::try_from(number + 1).unwrap());
            codes.push(key.code.code.clone());
            office.does(key);
        }
        for outcome in office.push().await {
            assert!(outcome.refusal.is_none(), "{outcome:?}");
        }
        for code in codes {
            let platform = Platform::Android;
            let body = ActivateKey { protocol: PROTOCOL, code: Secret(code), platform, model: "Pixel 9".into() };
            requests.push(KeyPair::new(&support::bytes()).signed(Ask::Activate, &body).unwrap());
        }
    }
    // Tenants in turn.
    (0..KEYS)
        .flat_map(|key| (0..TENANTS).map(move |tenant| tenant * KEYS + key))
        .map(|at| requests[at].clone())
        .collect()
}

/// All of it by so many phones at once; how long one activation took on average, in milliseconds.
async fn activate_all(requests: Vec<Signed>, processes: &[Process]) -> f64 {
    let count = requests.len();
    let shared = Arc::new(tokio::sync::Mutex::new(requests.into_iter()));
    let started = Instant::now();
    let mut phones = tokio::task::JoinSet::new();
    for phone in 0..PHONES {
        let shared = Arc::clone(&shared);
        let line = HttpLine::new(&processes[phone % processes.len()].address.parse().unwrap()).unwrap();
        phones.spawn(async move {
            loop {
                let Some(request) = shared.lock().await.next() else { return };
                let state = line.ask(Ask::Activate, &request).await.unwrap_or_else(|error| panic!("{error:?}"));
                assert_eq!(state.keys.len(), 1);
            }
        });
    }
    phones.join_all().await;
    each(started.elapsed(), count)
}

fn each(took: Duration, count: usize) -> f64 {
    took.as_secs_f64() * 1000.0 / f64::from(u32::try_from(count).unwrap())
}

/// What an activation cannot do without: find the code, lock the tenant, use the code up, write device, key and code and a line
/// of the log, move the sum of the scope and the tenant's row. One statement each, no rules, no JSON read, no HTTP.
async fn bare(pool: &PgPool, tenant: Uuid, code: Uuid, revision: i64) -> sqlx::Result<()> {
    let mut tx = pool.begin().await?;
    let found = "SELECT r.body FROM row_keys k JOIN rows r ON r.id = k.id AND r.noun = k.noun WHERE k.key = $1";
    sqlx::query(found).bind(code).fetch_optional(&mut *tx).await?;
    sqlx::query("SELECT revision FROM distributors WHERE id = $1 FOR UPDATE").bind(tenant).fetch_one(&mut *tx).await?;
    sqlx::query("INSERT INTO used_codes (code_id, used_at) VALUES ($1, 1)").bind(code).execute(&mut *tx).await?;
    let scope = format!("bare:{tenant}");
    let ids: Vec<Uuid> = (0..4).map(|_| support::id::<()>().uuid()).collect();
    let revisions: Vec<i64> = (0..4).map(|at| revision * 4 + at + 1).collect();
    let body = "x".repeat(500);
    sqlx::query(
        "INSERT INTO rows (id, noun, distributor_id, scope, revision, body) \
         SELECT u.id, 'bare', $2, $3, u.revision, $4 FROM UNNEST($1::uuid[], $5::bigint[]) AS u (id, revision) \
         ON CONFLICT (id, noun) DO UPDATE SET revision = excluded.revision, body = excluded.body",
    )
    .bind(&ids)
    .bind(tenant)
    .bind(&scope)
    .bind(&body)
    .bind(&revisions)
    .execute(&mut *tx)
    .await?;
    sqlx::query(
        "INSERT INTO scopes (scope, distributor_id, revision, count, hash) VALUES ($1, $2, $3, 1, $4) \
         ON CONFLICT (scope) DO UPDATE SET revision = excluded.revision, hash = excluded.hash",
    )
    .bind(&scope)
    .bind(tenant)
    .bind(revision)
    .bind([7_u8; 32].as_slice())
    .execute(&mut *tx)
    .await?;
    sqlx::query("UPDATE distributors SET audit_seq = audit_seq + 1 WHERE id = $1")
        .bind(tenant)
        .execute(&mut *tx)
        .await?;
    tx.commit().await
}

async fn floor(url: &str) -> f64 {
    let pool = PgPoolOptions::new().max_connections(u32::try_from(PHONES).unwrap()).connect(url).await.unwrap();
    let tenants: Vec<Uuid> =
        sqlx::query_scalar("SELECT id FROM distributors ORDER BY code").fetch_all(&pool).await.unwrap();
    let tenants = &tenants[..TENANTS];
    let work: Vec<(Uuid, i64)> =
        (0..KEYS).flat_map(|key| tenants.iter().map(move |tenant| (*tenant, i64::try_from(key).unwrap()))).collect();
    let count = work.len();
    let shared = Arc::new(tokio::sync::Mutex::new(work.into_iter()));
    let started = Instant::now();
    let mut clients = tokio::task::JoinSet::new();
    for _ in 0..PHONES {
        let (shared, pool) = (Arc::clone(&shared), pool.clone());
        clients.spawn(async move {
            loop {
                let Some((tenant, revision)) = shared.lock().await.next() else { return };
                bare(&pool, tenant, support::id::<()>().uuid(), revision).await.unwrap();
            }
        });
    }
    clients.join_all().await;
    let took = each(started.elapsed(), count);
    pool.close().await;
    took
}

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(measure());
}

async fn measure() {
    let server = tokio::task::spawn_blocking(|| Postgres::start().unwrap()).await.unwrap();
    let url = server.database("cloud").await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let keys = Keys::read_or_make(&folder.path().join("cloud.key"), &support::entropy()).unwrap();
    let cloud = Cloud::open(Database::connect(&url).await.unwrap(), keys, &support::entropy()).await.unwrap();
    let (one, two) = (prepared(&cloud, 0).await, prepared(&cloud, 1).await);
    let first = process(folder.path(), &url);
    let alone = activate_all(one, std::slice::from_ref(&first)).await;
    let pair = [first, process(folder.path(), &url)];
    let together = activate_all(two, &pair).await;
    let bare = floor(&url).await;
    for (what, value) in [("one process", alone), ("two processes", together)] {
        println!(
            "{}",
            json!({
                "bench": format!("activation on PostgreSQL, {PHONES} phones at once, {what}"), "value_ms": value,
                "floor_ms": bare, "ratio": value / bare, "budget": 1.43, "per_second": 1000.0 / value,
            })
        );
    }
    println!(
        "{}",
        json!({
            "bench": "activation by two processes against one", "value_ms": together, "floor_ms": alone,
            "ratio": together / alone, "budget": 1.0,
        })
    );
    cloud.close().await;
}
