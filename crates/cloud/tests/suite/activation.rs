//! Activation as the network sees it: over real HTTP, and answer by answer.

use std::collections::BTreeSet;
use std::net::SocketAddr;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use chrono::{DateTime, Utc};
use mobileaccess_cloud::Cloud;
use mobileaccess_cloud::http::{self, Api, Host, router};
use mobileaccess_domain::keys::{DeleteKey, NewCode, ReissueCode};
use mobileaccess_domain::rows::Platform;
use mobileaccess_domain::users::DeleteUser;
use mobileaccess_phone::http::HttpLine;
use mobileaccess_phone::{KeyPair, LineError, Phone, PhoneError, Ticket};
use mobileaccess_wire::phones::{ActivateKey, Ask};
use mobileaccess_wire::sync::{CloudError, PROTOCOL, Secret};
use serde_json::json;
use tokio::net::TcpListener;
use tower::ServiceExt as _;

use crate::on_both_engines;
use crate::support::{EMAIL, Place, bytes, entropy, id, new_code, new_key, noon, office};

on_both_engines! {
    of_fifty_phones_over_http_one_gets_the_key_and_the_others_hear_the_same,
    whatever_is_wrong_with_a_code_the_answer_is_the_same,
}

fn host_at(now: fn() -> DateTime<Utc>) -> Host {
    Host::new(now, || Ok(bytes()))
}

/// A process of the cloud, as far as the network can tell.
async fn serve(cloud: &Cloud) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let api = Api::new(cloud.clone(), host_at(noon));
    tokio::spawn(http::serve(api, listener, None, std::future::pending()));
    address
}

async fn of_fifty_phones_over_http_one_gets_the_key_and_the_others_hear_the_same(place: Place) {
    let cloud = place.cloud().await;
    let second = if place.server.is_some() { place.cloud().await } else { cloud.clone() };
    let mut office = office(&cloud, "Alfa", EMAIL).await;
    let customer = office.customer("Alfa0001", 3).await;
    let key = new_key(customer, 17);
    let ticket = Ticket::read(&key.code.code).unwrap();
    office.asks(key).await.unwrap();
    let doors = [serve(&cloud).await, serve(&second).await];
    let mut attempts = tokio::task::JoinSet::new();
    for number in 0..50 {
        let (ticket, door) = (ticket.clone(), doors[number % 2]);
        attempts.spawn(async move {
            let line = HttpLine::new(&format!("http://{door}").parse().unwrap()).unwrap();
            let mut phone = Phone::new(&bytes(), Platform::Android, "Pixel 9");
            let outcome = phone.activate(&line, &ticket).await;
            (phone, outcome)
        });
    }
    let outcomes = attempts.join_all().await;
    let winners: Vec<&Phone> = outcomes.iter().filter(|(_, it)| it.is_ok()).map(|(phone, _)| phone).collect();
    let heard: BTreeSet<String> =
        outcomes.iter().filter_map(|(_, it)| it.as_ref().err()).map(|error| format!("{error:?}")).collect();
    assert_eq!(winners.len(), 1, "{heard:?}");
    // Every other hears that the code is none, or to wait because too many heard it.
    let none =
        PhoneError::Line(LineError::Refused(CloudError { code: "code_invalid".into(), args: Default::default() }));
    let allowed = BTreeSet::from([format!("{none:?}"), format!("{:?}", PhoneError::Line(LineError::Busy))]);
    assert!(heard.contains(&format!("{none:?}")) && heard.is_subset(&allowed), "{heard:?}");
    office.pull().await;
    assert_eq!(office.rows("device")[0]["public_key"], winners[0].public_key());
    let mut tx = cloud.db().read().await.unwrap();
    let used = tx.fetch("SELECT code_id FROM used_codes", Vec::new()).await.unwrap();
    assert_eq!(used.len(), 1);
    tx.roll_back().await.unwrap();
    second.close().await;
    cloud.close().await;
}

/// The whole answer to an activation: status, heading lines and body.
async fn answer(api: &Api, code: &str) -> (StatusCode, Vec<(String, String)>, Vec<u8>) {
    answer_from(api, code, "").await
}

/// The same to a request of which a proxy says where it came from.
async fn answer_from(api: &Api, code: &str, from: &str) -> (StatusCode, Vec<(String, String)>, Vec<u8>) {
    let platform = Platform::Ios;
    let body = ActivateKey { protocol: PROTOCOL, code: Secret(code.into()), platform, model: "iPhone".into() };
    let signed = json!(KeyPair::new(&bytes()).signed(Ask::Activate, &body).unwrap());
    let request = Request::post(Ask::Activate.path()).header("content-type", "application/json");
    let request = request.header("x-forwarded-for", from);
    let response = router(api.clone()).oneshot(request.body(Body::from(signed.to_string())).unwrap()).await.unwrap();
    let status = response.status();
    let text = |value: &axum::http::HeaderValue| value.to_str().unwrap().to_owned();
    let headers = response.headers().iter().map(|(name, value)| (name.to_string(), text(value))).collect();
    (status, headers, axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap().to_vec())
}

async fn whatever_is_wrong_with_a_code_the_answer_is_the_same(place: Place) {
    let cloud = place.cloud().await;
    let mut office = office(&cloud, "Alfa", EMAIL).await;
    let customer = office.customer("Alfa0001", 8).await;
    let mut issued = Vec::new();
    for number in 1..=6 {
        let key = new_key(customer, number);
        issued.push(key.clone());
        office.asks(key).await.unwrap();
    }
    let code = |at: usize| issued[at].code.code.clone();
    let api = Api::new(cloud.clone(), host_at(noon));
    assert_eq!(answer(&api, &code(0)).await.0, StatusCode::OK);
    let lost = ReissueCode {
        key_id: issued[1].key_id,
        code: NewCode { id: id(), code: new_code(), send: Vec::new() },
        lost: true,
        lease: None,
    };
    office.asks(lost).await.unwrap();
    office.asks(DeleteKey { key_id: issued[2].key_id }).await.unwrap();
    office.pull().await;
    let user = office.rows("key").into_iter().find(|row| row["id"] == issued[3].key_id.to_string()).unwrap()["user_id"]
        .clone();
    office.asks(DeleteUser { user_id: user.as_str().unwrap().parse().unwrap() }).await.unwrap();

    let of_nobody = answer(&api, &new_code()).await;
    assert_eq!(of_nobody.0, StatusCode::NOT_FOUND);
    assert!(String::from_utf8_lossy(&of_nobody.2).contains("code_invalid"));
    for (what, code) in [
        ("used", code(0)),
        ("lost", code(1)),
        ("of a deleted key", code(2)),
        ("of a deleted user", code(3)),
        ("too short", "abc".to_owned()),
        ("empty", String::new()),
        ("with signs that no code has", "0".repeat(20)),
        ("very long", "9".repeat(10_000)),
    ] {
        assert_eq!(answer(&api, &code).await, of_nobody, "{what}");
    }
    // Its month is over.
    let late = Api::new(cloud.clone(), host_at(|| noon() + chrono::Duration::days(40)));
    assert_eq!(answer(&late, &code(4)).await, of_nobody);
    // Only what is right is answered otherwise.
    assert_eq!(answer(&api, &code(5)).await.0, StatusCode::OK);

    cloud.close().await;
}

#[tokio::test]
async fn who_guesses_codes_is_slowed_down_and_nobody_else_is() {
    let place = Place::embedded().await;
    let cloud = place.cloud().await;
    let mut office = office(&cloud, "Alfa", EMAIL).await;
    let customer = office.customer("Alfa0001", 3).await;
    let keys = [new_key(customer, 1), new_key(customer, 2)];
    let good = keys.clone().map(|key| key.code.code);
    for key in keys {
        office.asks(key).await.unwrap();
    }
    // Whoever guesses writes another address in front each time; the proxy adds the true one.
    let api = Api::new(cloud.clone(), host_at(noon).behind_a_proxy(true));
    let mut statuses = Vec::new();
    for number in 0..60 {
        let from = format!("10.9.9.{number}, 10.1.1.1");
        statuses.push(answer_from(&api, &new_code(), &from).await.0.as_u16());
    }
    assert_eq!(statuses[..50], [404; 50], "a building's worth of old codes is answered at once");
    assert_eq!(statuses[50..], [429; 10]);
    assert_eq!(answer_from(&api, &good[0], "10.1.1.1").await.0, 429, "even with a good code it has to wait");
    assert_eq!(answer_from(&api, &good[0], "10.2.2.2").await.0, StatusCode::OK);
    // Where there is no proxy, what a request says of itself counts for nothing.
    let open = Api::new(cloud.clone(), host_at(noon));
    assert_eq!(answer_from(&open, &good[1], "10.1.1.1").await.0, StatusCode::OK);
    cloud.close().await;
}

/// The status of the answer to a computer that moves in without a snapshot.
async fn moves_in(api: &Api, code: &str, from: &str) -> u16 {
    let request = Request::post("/v1/move").header("authorization", format!("Bearer {code}"));
    let request = request.header("x-forwarded-for", from);
    router(api.clone()).oneshot(request.body(Body::empty()).unwrap()).await.unwrap().status().as_u16()
}

#[tokio::test]
async fn who_guesses_codes_for_a_move_keeps_no_other_computer_waiting() {
    let place = Place::embedded().await;
    let cloud = place.cloud().await;
    let code = cloud.make_move_code(noon(), &entropy()).await.unwrap().0;
    let api = Api::new(cloud.clone(), host_at(noon).behind_a_proxy(true));
    let mut statuses = Vec::new();
    for number in 0..8 {
        statuses.push(moves_in(&api, "MA-NOTTHECODE", &format!("10.9.9.{number}, 10.1.1.1")).await);
    }
    assert_eq!(statuses, [401, 401, 401, 401, 401, 429, 429, 429]);
    assert_eq!(moves_in(&api, &code, "10.1.1.1").await, 429, "even with a good code it has to wait");
    // From elsewhere the code is looked at; what it is told is that it brought nothing.
    assert_eq!(moves_in(&api, &code, "10.2.2.2").await, 400);
    // Where there is no proxy, what a request says of itself counts for nothing: these all come from one place.
    let open = Api::new(cloud.clone(), host_at(noon));
    let mut statuses = Vec::new();
    for number in 0..7 {
        statuses.push(moves_in(&open, "MA-NOTTHECODE", &format!("10.8.8.{number}")).await);
    }
    assert_eq!(statuses, [401, 401, 401, 401, 401, 429, 429]);
    cloud.close().await;
}
