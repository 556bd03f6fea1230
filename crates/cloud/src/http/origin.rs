//! Where a request comes from: what failed attempts are counted by.

use std::net::IpAddr;

use axum::extract::connect_info::Connected;
use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use axum::serve::IncomingStream;

use super::serve::Plain;
use super::{Api, TlsListener};

/// The other end of a connection.
#[derive(Clone, Copy, Debug)]
pub struct Peer(IpAddr);

impl Connected<IncomingStream<'_, Plain>> for Peer {
    fn connect_info(stream: IncomingStream<'_, Plain>) -> Self {
        Self(stream.remote_addr().ip())
    }
}

impl Connected<IncomingStream<'_, TlsListener>> for Peer {
    fn connect_info(stream: IncomingStream<'_, TlsListener>) -> Self {
        Self(stream.remote_addr().ip())
    }
}

/// Where a request comes from, where the host tells.
pub(super) struct Origin(pub(super) Option<IpAddr>);

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
