//! The routes of computers.

use std::convert::Infallible;
use std::io::Write as _;
use std::sync::atomic::Ordering;

use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use mobileaccess_wire::sync::{
    CodeRequest, EnrolRequest, Enrolled, ForkRequest, Hello, MadeCode, Moved, PasswordRequest, PullRequest, PulledRow,
    PushRequest, Pushed, TestedMessage, Token, TokenRequest,
};
use tokio::sync::mpsc;
use tokio_stream::wrappers::{BroadcastStream, ReceiverStream, WatchStream};
use tokio_stream::{Stream, StreamExt as _};

use super::origin::Origin;
use super::{Access, Api, Route};
use crate::cloud::Session;
use crate::error::{Denied, Error, Result};

/// The largest snapshot that moves in: some hundred thousand rows.
const MAX_SNAPSHOT: usize = 1024 * 1024 * 1024;

pub(super) fn routes() -> Vec<Route> {
    use Access::{Open, Replica};
    vec![
        Route { method: "GET", path: "/v1/hello", access: Open, handler: get(hello) },
        Route { method: "POST", path: "/v1/enrol", access: Open, handler: post(enrol) },
        Route { method: "POST", path: "/v1/token", access: Open, handler: post(token) },
        Route { method: "POST", path: "/v1/push", access: Replica, handler: post(push) },
        Route { method: "POST", path: "/v1/pull", access: Replica, handler: post(pull) },
        Route { method: "POST", path: "/v1/fork", access: Replica, handler: post(fork) },
        Route { method: "POST", path: "/v1/password", access: Replica, handler: post(password) },
        Route { method: "POST", path: "/v1/test-message", access: Replica, handler: post(test_message) },
        Route { method: "POST", path: "/v1/code", access: Replica, handler: post(code) },
        Route { method: "GET", path: "/v1/events", access: Replica, handler: get(events) },
        Route {
            method: "POST",
            path: "/v1/move",
            access: Open,
            handler: post(move_in).layer(DefaultBodyLimit::max(MAX_SNAPSHOT)),
        },
    ]
}

async fn hello(State(api): State<Api>) -> Result<Json<Hello>> {
    api.cloud().hello(api.now(), &api.entropy()?).await.map(Json)
}

async fn enrol(State(api): State<Api>, Json(request): Json<EnrolRequest>) -> Result<Json<Enrolled>> {
    api.cloud().enrol(api.now(), &api.entropy()?, &request).await.map(Json)
}

async fn token(State(api): State<Api>, Json(request): Json<TokenRequest>) -> Result<Json<Token>> {
    api.cloud().token(api.now(), &api.entropy()?, &request).await.map(Json)
}

async fn push(State(api): State<Api>, session: Session, body: Bytes) -> Result<Json<Pushed>> {
    // Without the places of faults that `Json` keeps account of, which costs as much again as the reading.
    let request: PushRequest =
        serde_json::from_slice(&body).map_err(|_| Denied::BadRequest("the push does not read"))?;
    let pushed = api.cloud().push(api.now(), &session, &request).await?;
    if let Pushed::Done { outcomes, .. } = &pushed {
        api.inner.counters.mutations.fetch_add(outcomes.len() as u64, Ordering::Relaxed);
    }
    Ok(Json(pushed))
}

async fn fork(State(api): State<Api>, session: Session, Json(request): Json<ForkRequest>) -> Result<Json<Enrolled>> {
    api.cloud().fork(api.now(), &api.entropy()?, &session, &request).await.map(Json)
}

async fn password(State(api): State<Api>, session: Session, Json(request): Json<PasswordRequest>) -> Result<Json<()>> {
    api.cloud().prove_password(api.now(), &session, &request.secret).await.map(Json)
}

async fn test_message(State(api): State<Api>, session: Session) -> Result<Json<TestedMessage>> {
    api.cloud().test_message(api.now(), &api.entropy()?, &session).await.map(Json)
}

async fn code(State(api): State<Api>, session: Session, Json(request): Json<CodeRequest>) -> Result<Json<MadeCode>> {
    api.cloud().make_enrol_code_as(api.now(), &api.entropy()?, &session, request.account_id).await.map(Json)
}

/// A computer moves in: the code as token, lines of `PulledRow` as body.
async fn move_in(State(api): State<Api>, from: Origin, headers: HeaderMap, body: String) -> Result<Json<Moved>> {
    let code = super::bearer(&headers).ok_or(Denied::Token)?;
    let lines: std::result::Result<Vec<PulledRow>, _> = body.lines().map(serde_json::from_str).collect();
    let lines = lines.map_err(|_| Denied::BadRequest("a line of the snapshot does not read"))?;
    let distributor_id = api.cloud().move_in(api.now(), &api.entropy()?, from.0, code, lines).await?;
    Ok(Json(Moved { distributor_id }))
}

/// Answers with lines as they are read. An error before the first line is an answer like any other; one after it cuts the
/// stream, whose missing last line tells the client.
async fn pull(
    State(api): State<Api>,
    session: Session,
    headers: HeaderMap,
    Json(request): Json<PullRequest>,
) -> Result<Response> {
    let (sink, mut chunks) = mpsc::channel::<Vec<u8>>(4);
    let reader = api.clone();
    let at = api.now();
    let task = tokio::spawn(async move { reader.cloud().pull(at, &session, &request, sink).await });
    let Some(first) = chunks.recv().await else {
        return match task.await {
            Ok(Err(error)) => Err(error),
            _ => Err(Error::Damaged("a pull ended without a line".to_owned())),
        };
    };
    let gzip = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok());
    let gzip = gzip.is_some_and(|value| value.split(',').any(|part| part.trim().starts_with("gzip")));
    let (out, body) = mpsc::channel::<std::result::Result<Vec<u8>, std::io::Error>>(4);
    let counting = api.clone();
    tokio::spawn(async move {
        let mut packer = Packer::new(gzip);
        let mut next = Some(first);
        while let Some(chunk) = next {
            counting.inner.counters.rows.fetch_add(chunk.len() as u64, Ordering::Relaxed);
            let packed = packer.pack(&chunk);
            if out.send(packed).await.is_err() {
                return;
            }
            next = chunks.recv().await;
        }
        // A pull that failed half-way must look cut off, not finished.
        let end = match task.await {
            Ok(Ok(())) => packer.end(),
            _ => Err(std::io::ErrorKind::BrokenPipe.into()),
        };
        drop(out.send(end).await);
    });
    let mut response = Body::from_stream(ReceiverStream::new(body)).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/x-ndjson"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if gzip {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    Ok(response)
}

/// Compresses chunk by chunk, so that lines leave as they are read.
struct Packer(Option<flate2::write::GzEncoder<Vec<u8>>>);

impl Packer {
    fn new(gzip: bool) -> Self {
        Self(gzip.then(|| flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast())))
    }

    fn pack(&mut self, chunk: &[u8]) -> std::io::Result<Vec<u8>> {
        let Some(encoder) = &mut self.0 else { return Ok(chunk.to_vec()) };
        encoder.write_all(chunk)?;
        Ok(std::mem::take(encoder.get_mut()))
    }

    fn end(self) -> std::io::Result<Vec<u8>> {
        self.0.map_or_else(|| Ok(Vec::new()), flate2::write::GzEncoder::finish)
    }
}

/// Tells a computer to pull. What it says is only *something changed*: what, the pull shows.
async fn events(
    State(api): State<Api>,
    session: Session,
) -> Result<Sse<impl Stream<Item = std::result::Result<Event, Infallible>>>> {
    api.cloud().refuse_suspended(&session).await?;
    let pokes = BroadcastStream::new(api.cloud().pokes()).filter_map(move |poke| match poke {
        Ok(distributor) if distributor != session.distributor => None,
        // One that missed some is told to pull too.
        _ => Some(Some(Ok(Event::default().event("changed").data("{}")))),
    });
    let ended = WatchStream::new(api.inner.ending.subscribe()).filter_map(|ending| ending.then_some(None));
    Ok(Sse::new(pokes.merge(ended).map_while(|event| event)).keep_alive(KeepAlive::default()))
}
