//! Routes: commands, events, what tests choose in dialogs, and the screens themselves.

use std::{convert::Infallible, path::PathBuf, sync::Arc};

use axum::{
    Json, Router,
    extract::{Path, State},
    http::{HeaderMap, StatusCode, Uri, header},
    response::{
        IntoResponse, Response, Sse,
        sse::{Event, KeepAlive},
    },
    routing::{get, post},
};
use mobileaccess_app::App;
use mobileaccess_wire::Failure;
use serde::Deserialize;
use serde_json::{Value, json};
use tokio_stream::{Stream, StreamExt, wrappers::BroadcastStream};

use crate::{host::BridgeHost, statics};

#[derive(Clone)]
struct Bridge {
    app: Arc<App<BridgeHost>>,
    ui: Arc<PathBuf>,
}

/// A file that a test names.
#[derive(Deserialize)]
struct Named {
    path: PathBuf,
}

pub(crate) fn router(app: Arc<App<BridgeHost>>, ui: PathBuf) -> Router {
    Router::new()
        .route("/call/{name}", post(call))
        .route("/events", get(events))
        .route("/test/next-open", post(next_open))
        .route("/test/next-save", post(next_save))
        .route("/test/drop", post(drop_file))
        .route("/test/close", post(close))
        .fallback(screens)
        .with_state(Bridge { app, ui: Arc::new(ui) })
}

/// Only a page of this very bridge may call: the body must be JSON (which a foreign page cannot send without asking first),
/// and the host must be this computer (which a rebound name is not).
async fn call(
    State(bridge): State<Bridge>,
    Path(name): Path<String>,
    headers: HeaderMap,
    Json(request): Json<Value>,
) -> Response {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let host = host.rsplit_once(':').map_or(host, |(host, _)| host);
    if !["127.0.0.1", "localhost"].contains(&host) {
        return StatusCode::FORBIDDEN.into_response();
    }
    let reply = mobileaccess_host::reply(&bridge.app, &name, request).await;
    ([(header::CONTENT_TYPE, "application/json")], reply).into_response()
}

async fn events(State(bridge): State<Bridge>) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let heard = BroadcastStream::new(bridge.app.host().events.subscribe());
    // Whoever fell so far behind that events were lost asks for everything again by the next event.
    let stream = heard.filter_map(|event| {
        let (name, payload) = event.ok()?;
        Some(Ok(Event::default().event(name).data(payload.to_string())))
    });
    Sse::new(stream).keep_alive(KeepAlive::default())
}

async fn next_open(State(bridge): State<Bridge>, Json(named): Json<Named>) -> StatusCode {
    bridge.app.host().files.answer_open(named.path);
    StatusCode::NO_CONTENT
}

async fn next_save(State(bridge): State<Bridge>, Json(named): Json<Named>) -> StatusCode {
    bridge.app.host().files.answer_save(named.path);
    StatusCode::NO_CONTENT
}

/// As if the file had been dropped on the window.
async fn drop_file(State(bridge): State<Bridge>, Json(named): Json<Named>) -> Response {
    let host = bridge.app.host();
    match host.files.hold(named.path) {
        Ok(picked) => {
            host.emit("file-dropped", json!(picked));
            StatusCode::NO_CONTENT.into_response()
        }
        Err(failure) => failed(&failure),
    }
}

/// As if somebody closed the window; whether it asks first.
async fn close(State(bridge): State<Bridge>) -> Json<bool> {
    let asks = bridge.app.has_reasons_to_stay().await;
    if asks {
        bridge.app.host().emit("close-asked", Value::Null);
    }
    Json(asks)
}

fn failed(failure: &Failure) -> Response {
    (StatusCode::INTERNAL_SERVER_ERROR, failure.code.clone()).into_response()
}

async fn screens(State(bridge): State<Bridge>, uri: Uri) -> Response {
    statics::serve(&bridge.ui, uri.path()).await
}
