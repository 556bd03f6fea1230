//! The routes of phones. They have no token: each request carries the phone's own signature.

use std::net::IpAddr;

use axum::extract::connect_info::Connected;
use axum::extract::{ConnectInfo, FromRequestParts, State};
use axum::http::request::Parts;
use axum::routing::post;
use axum::serve::IncomingStream;
use axum::{Json, http::header, response::IntoResponse};
use mobileaccess_wire::phones::{Ask, Signed};
use tokio::net::TcpListener;

use super::{Access, Api, Route, TlsListener};
use crate::error::Result;

pub(super) fn routes() -> Vec<Route> {
    let route = |ask: Ask, handler| Route { method: "POST", path: ask.path(), access: Access::Phone, handler };
    vec![
        route(Ask::Activate, post(activate)),
        route(Ask::Sync, post(sync)),
        route(Ask::Delete, post(delete)),
        route(Ask::Receipt, post(receipt)),
    ]
}

/// The other end of a connection.
#[derive(Clone, Copy, Debug)]
pub struct Peer(IpAddr);

impl Connected<IncomingStream<'_, TcpListener>> for Peer {
    fn connect_info(stream: IncomingStream<'_, TcpListener>) -> Self {
        Self(stream.remote_addr().ip())
    }
}

impl Connected<IncomingStream<'_, TlsListener>> for Peer {
    fn connect_info(stream: IncomingStream<'_, TlsListener>) -> Self {
        Self(stream.remote_addr().ip())
    }
}

/// Where a request comes from, where the host tells.
struct Origin(Option<IpAddr>);

impl FromRequestParts<Api> for Origin {
    type Rejection = std::convert::Infallible;
    async fn from_request_parts(parts: &mut Parts, api: &Api) -> std::result::Result<Self, Self::Rejection> {
        if api.inner.host.behind_a_proxy {
            let told = parts.headers.get_all("x-forwarded-for").iter().next_back();
            let last = told.and_then(|line| line.to_str().ok()).and_then(|line| line.rsplit(',').next());
            return Ok(Self(last.and_then(|address| address.trim().parse().ok())));
        }
        Ok(Self(parts.extensions.get::<ConnectInfo<Peer>>().map(|info| info.0.0)))
    }
}

async fn activate(State(api): State<Api>, from: Origin, Json(signed): Json<Signed>) -> Result<impl IntoResponse> {
    answer(&api, from, Ask::Activate, &signed).await
}

async fn sync(State(api): State<Api>, from: Origin, Json(signed): Json<Signed>) -> Result<impl IntoResponse> {
    answer(&api, from, Ask::Sync, &signed).await
}

async fn delete(State(api): State<Api>, from: Origin, Json(signed): Json<Signed>) -> Result<impl IntoResponse> {
    answer(&api, from, Ask::Delete, &signed).await
}

async fn receipt(State(api): State<Api>, from: Origin, Json(signed): Json<Signed>) -> Result<impl IntoResponse> {
    answer(&api, from, Ask::Receipt, &signed).await
}

async fn answer(api: &Api, from: Origin, ask: Ask, signed: &Signed) -> Result<impl IntoResponse + use<>> {
    let state = api.cloud().phone(api.now(), &api.entropy()?, from.0, ask, signed).await?;
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(state)))
}
