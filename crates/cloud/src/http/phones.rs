//! The routes of phones. They have no token: each request carries the phone's own signature.

use axum::extract::State;
use axum::routing::post;
use axum::{Json, http::header, response::IntoResponse};
use mobileaccess_wire::phones::{Ask, Signed};

use super::origin::Origin;
use super::{Access, Api, Route};
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
