//! HTTP: a thin layer over [`Cloud`]. The routes are one list, from which the server and the tests of who may call what are
//! built; a new route goes into the list of its own file.

mod origin;
mod page;
mod phones;
mod replicas;
mod serve;
mod tls;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::Router;
use axum::extract::{DefaultBodyLimit, FromRequestParts, Request, State};
use axum::http::{HeaderMap, StatusCode, header, request::Parts};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get};
use chrono::{DateTime, Utc};
use tokio::sync::watch;

use crate::cloud::{Cloud, Session};
use crate::error::{Denied, Error};
use crate::secrets::Entropy;

pub use origin::Peer;
pub use serve::serve;
pub use tls::{Certificate, TlsListener};

/// The largest request: an import of ten thousand readers is about five megabytes.
const MAX_BODY: usize = 32 * 1024 * 1024;

type Now = dyn Fn() -> DateTime<Utc> + Send + Sync;
type Random = dyn Fn() -> std::io::Result<[u8; 32]> + Send + Sync;

/// What a host brings: its clock and its source of random numbers.
#[derive(Clone)]
pub struct Host {
    now: Arc<Now>,
    entropy: Arc<Random>,
    behind_a_proxy: bool,
}

impl std::fmt::Debug for Host {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Host")
    }
}

impl Host {
    /// From what tells the time, and what gives 32 random bytes.
    pub fn new(
        now: impl Fn() -> DateTime<Utc> + Send + Sync + 'static,
        entropy: impl Fn() -> std::io::Result<[u8; 32]> + Send + Sync + 'static,
    ) -> Self {
        Self { now: Arc::new(now), entropy: Arc::new(entropy), behind_a_proxy: false }
    }

    /// Every connection comes from a proxy of one's own, which says in the last entry of `X-Forwarded-For` where the request
    /// came from. Elsewhere that line is not believed: whoever asks could write it.
    #[must_use]
    pub fn behind_a_proxy(self, behind: bool) -> Self {
        Self { behind_a_proxy: behind, ..self }
    }
}

/// Who may call a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Anybody.
    Open,
    /// Whoever has the token of a computer.
    Replica,
    /// A phone, by its own signature.
    Phone,
}

/// One route.
#[derive(Debug)]
pub struct Route {
    /// `GET` or `POST`.
    pub method: &'static str,
    /// The path.
    pub path: &'static str,
    /// Who may call it.
    pub access: Access,
    /// What answers.
    pub handler: MethodRouter<Api>,
}

/// What the handlers share.
#[derive(Clone, Debug)]
pub struct Api {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    cloud: Cloud,
    host: Host,
    counters: Counters,
    /// Whether the process is ending: answers without an end are ended then.
    ending: watch::Sender<bool>,
}

/// What the metrics count.
#[derive(Debug, Default)]
struct Counters {
    requests: AtomicU64,
    denied: AtomicU64,
    failed: AtomicU64,
    mutations: AtomicU64,
    rows: AtomicU64,
}

impl Api {
    /// The interface of a cloud.
    pub fn new(cloud: Cloud, host: Host) -> Self {
        let ending = watch::Sender::new(false);
        Self { inner: Arc::new(Inner { cloud, host, counters: Counters::default(), ending }) }
    }

    /// Ends the streams of events, which would otherwise have no end: the process is asked to stop.
    pub fn end_streams(&self) {
        self.inner.ending.send_replace(true);
    }

    /// The cloud.
    pub fn cloud(&self) -> &Cloud {
        &self.inner.cloud
    }

    /// The time.
    pub fn now(&self) -> DateTime<Utc> {
        (self.inner.host.now)()
    }

    /// Random bytes for one request.
    ///
    /// # Errors
    /// When the host's source fails.
    pub fn entropy(&self) -> Result<Entropy, Error> {
        Ok(Entropy::new((self.inner.host.entropy)()?))
    }
}

/// Every route of the cloud.
pub fn routes() -> Vec<Route> {
    let mut routes = vec![
        Route { method: "GET", path: "/health", access: Access::Open, handler: get(health) },
        Route { method: "GET", path: "/metrics", access: Access::Open, handler: get(metrics) },
    ];
    routes.extend(replicas::routes());
    routes.extend(phones::routes());
    routes.extend(page::routes());
    routes
}

/// The server's router.
pub fn router(api: Api) -> Router {
    let mut router = Router::new();
    for route in routes() {
        router = router.route(route.path, route.handler);
    }
    router
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .layer(axum::middleware::from_fn_with_state(api.clone(), count))
        .with_state(api)
}

async fn count(State(api): State<Api>, request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    let counters = &api.inner.counters;
    counters.requests.fetch_add(1, Ordering::Relaxed);
    if response.status().is_client_error() {
        counters.denied.fetch_add(1, Ordering::Relaxed);
    } else if response.status().is_server_error() {
        counters.failed.fetch_add(1, Ordering::Relaxed);
    }
    response
}

/// Whether the cloud answers and its database too.
async fn health(State(api): State<Api>) -> Result<&'static str, Error> {
    api.cloud().history().await.map(|_| "ok\n")
}

/// Counts for a monitoring system, in the text form of Prometheus.
async fn metrics(State(api): State<Api>) -> Result<String, Error> {
    let history = api.cloud().history().await?;
    let waiting = api.cloud().messages_waiting().await?;
    let counters = &api.inner.counters;
    let mut text = String::new();
    for (name, kind, help, value) in [
        ("requests_total", "counter", "Requests answered.", counters.requests.load(Ordering::Relaxed)),
        ("requests_denied_total", "counter", "Requests denied (4xx).", counters.denied.load(Ordering::Relaxed)),
        ("requests_failed_total", "counter", "Requests failed (5xx).", counters.failed.load(Ordering::Relaxed)),
        ("mutations_total", "counter", "Mutations taken in.", counters.mutations.load(Ordering::Relaxed)),
        ("pulled_bytes_total", "counter", "Bytes of rows sent.", counters.rows.load(Ordering::Relaxed)),
        ("messages_waiting", "gauge", "Messages that are still to be sent.", waiting),
        ("recovering", "gauge", "1 while a restore is being ended.", u64::from(history.recovering)),
    ] {
        text += &format!(
            "# HELP mobileaccess_{name} {help}\n# TYPE mobileaccess_{name} {kind}\nmobileaccess_{name} {value}\n"
        );
    }
    Ok(text)
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let (status, body) = self.reply();
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, axum::Json(body)).into_response();
        if let Self::Denied(Denied::TooManyRequests { seconds }) = &self
            && let Ok(value) = seconds.to_string().parse()
        {
            response.headers_mut().insert(header::RETRY_AFTER, value);
        }
        if status.is_server_error() {
            // Its text holds no value of any row.
            eprintln!("{}", serde_json::json!({ "level": "error", "what": self.to_string() }));
        }
        response
    }
}

impl FromRequestParts<Api> for Session {
    type Rejection = Error;
    async fn from_request_parts(parts: &mut Parts, api: &Api) -> Result<Self, Error> {
        let token = bearer(&parts.headers).ok_or(Denied::Token)?;
        api.cloud().session(api.now(), token).await
    }
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ")
}
