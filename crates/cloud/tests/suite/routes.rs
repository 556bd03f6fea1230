//! Who may call what: every route of the list, with every kind of token. A route without a row here fails.

use std::collections::BTreeMap;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use chrono::{DateTime, Utc};
use mobileaccess_cloud::http::{Access, Api, Host, router, routes};
use mobileaccess_cloud::tables::TABLES;
use mobileaccess_cloud::{Cloud, Denied, Error};
use mobileaccess_domain::accounts::{CreateAccount, DeleteAccount};
use mobileaccess_domain::rows::{Distributor, Role};
use mobileaccess_wire::phones::Signed;
use mobileaccess_wire::sync::{ForkRequest, PROTOCOL, PasswordRequest, PullRequest, Secret};
use serde_json::{Value, json};
use tower::ServiceExt as _;

use crate::support::{Computer, EMAIL, Place, bytes, enrolment, entropy, id, new_key, noon, nowhere, office};

pub(crate) fn host() -> Host {
    fn now() -> DateTime<Utc> {
        noon() + chrono::Duration::minutes(5)
    }
    Host::new(now, || Ok(bytes()))
}

/// The hash of everything that the cloud keeps.
pub(crate) async fn content(cloud: &Cloud) -> String {
    content_of(cloud, None).await
}

/// The hash of everything that the cloud keeps, or of everything that is one tenant's.
pub(crate) async fn content_of(cloud: &Cloud, tenant: Option<mobileaccess_domain::Id<Distributor>>) -> String {
    let mut hasher = blake3::Hasher::new();
    let mut tx = cloud.db().read().await.unwrap();
    for (table, order) in TABLES {
        let columns: Vec<&str> = table.columns.iter().map(|(name, _)| *name).collect();
        let column = if table.name == "distributors" { "id" } else { "distributor_id" };
        let (mut only, mut values) = (String::new(), Vec::new());
        if let Some(tenant) = tenant {
            if !columns.contains(&column) {
                continue;
            }
            only = format!("WHERE {column} = $1");
            values.push(tenant.into());
        }
        let text = format!("SELECT {} FROM {} {only} ORDER BY {order}", columns.join(", "), table.name);
        for row in tx.fetch(&text, values).await.unwrap() {
            for (at, (_, kind)) in table.columns.iter().enumerate() {
                let value = match kind {
                    mobileaccess_cloud::db::Kind::Id => format!("{:?}", row.opt_id(at).unwrap()),
                    mobileaccess_cloud::db::Kind::Int => format!("{:?}", row.opt_int(at).unwrap()),
                    mobileaccess_cloud::db::Kind::Text => format!("{:?}", row.opt_text(at).unwrap()),
                    mobileaccess_cloud::db::Kind::Bytes => format!("{:?}", row.opt_bytes(at).unwrap()),
                };
                hasher.update(value.as_bytes());
            }
        }
    }
    tx.roll_back().await.unwrap();
    hasher.finalize().to_hex().to_string()
}

pub(crate) async fn call(
    api: &Api,
    method: &str,
    path: &str,
    token: Option<&str>,
    body: &Value,
) -> (StatusCode, Vec<u8>) {
    let mut request = Request::builder().method(method).uri(path).header("content-type", "application/json");
    if let Some(token) = token {
        request = request.header("authorization", format!("Bearer {token}"));
    }
    let text = if body.is_null() { String::new() } else { body.to_string() };
    let response = router(api.clone()).oneshot(request.body(Body::from(text)).unwrap()).await.unwrap();
    let status = response.status();
    // An event stream has no end to wait for.
    if path == "/v1/events" {
        return (status, Vec::new());
    }
    (status, axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap().to_vec())
}

/// A valid body for a route, as this computer would send it.
pub(crate) fn body_of(path: &str, computer: &Computer) -> Value {
    let history_id = computer.enrolled.history_id;
    match path {
        "/health" | "/metrics" | "/v1/hello" | "/v1/events" | "/v1/move" | "/k" | "/k.js" | "/k.css" => Value::Null,
        "/v1/enrol" => {
            let key = ed25519_dalek::SigningKey::from_bytes(&bytes());
            json!(enrolment(&key, EMAIL, "not the password"))
        }
        "/v1/token" => json!({ "replica_id": computer.enrolled.replica_id, "challenge": "00", "signature": "00" }),
        "/v1/push" => json!(computer.request(nowhere(), history_id)),
        "/v1/pull" => json!(PullRequest {
            protocol: PROTOCOL,
            history_id,
            scopes: BTreeMap::new(),
            acked_seq: 0,
            resume: BTreeMap::new(),
        }),
        "/v1/fork" => {
            let key = ed25519_dalek::SigningKey::from_bytes(&bytes());
            let public_key = enrolment(&key, EMAIL, "").public_key;
            json!(ForkRequest { public_key, computer: "Copy".into(), outbox: nowhere() })
        }
        "/v1/phone/activate" | "/v1/phone/sync" | "/v1/phone/delete" | "/v1/phone/receipt" => json!(Signed {
            body: "{}".into(),
            public_key: enrolment(&ed25519_dalek::SigningKey::from_bytes(&bytes()), EMAIL, "").public_key,
            signature: "00".repeat(64),
        }),
        "/v1/test-message" => json!({}),
        "/v1/code" => json!({ "account_id": computer.enrolled.account_id }),
        "/v1/password" => json!(PasswordRequest { secret: Secret("not the password".into()) }),
        other => panic!("{other} has no row in the matrix: who may call it, and with what?"),
    }
}

#[tokio::test]
async fn nobody_calls_without_a_token() {
    let place = Place::embedded().await;
    let cloud = place.cloud().await;
    let mut office = office(&cloud, "Alfa", EMAIL).await;
    office.customer("Alfa0001", 3).await;
    let api = Api::new(cloud.clone(), host());
    let before = content(&cloud).await;
    for route in routes() {
        let body = body_of(route.path, &office);
        for token in [None, Some("0".repeat(64))] {
            let (status, _) = call(&api, route.method, route.path, token.as_deref(), &body).await;
            match (route.access, route.path) {
                (Access::Open, "/health" | "/metrics" | "/v1/hello" | "/k" | "/k.js" | "/k.css") => {
                    assert_eq!(status, 200, "{}", route.path)
                }
                _ => assert!([401, 403, 404].contains(&status.as_u16()), "{} answers {status}", route.path),
            }
        }
    }
    assert_eq!(content(&cloud).await, before, "nothing has changed");
    cloud.close().await;
}

/// A computer of an account with this role.
async fn with_role(office: &mut Computer, role: Role, email: &str, customer: Option<uuid::Uuid>) -> Computer {
    let account_id = id();
    office
        .asks(CreateAccount {
            account_id,
            distributor_id: office.distributor(),
            customer_id: customer.map(mobileaccess_domain::Id::new),
            role,
            email: email.into(),
            password_hash: "$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHQ$AAAAAAAAAAAAAAAAAAAAAA".into(),
            expires_at: None,
        })
        .await
        .unwrap();
    let code = office.cloud.make_enrol_code(noon(), &entropy(), account_id).await.unwrap();
    Computer::enrol(&office.cloud, email, &code.0).await
}

#[tokio::test]
async fn everybody_reaches_their_own_and_nothing_else() {
    let place = Place::embedded().await;
    let cloud = place.cloud().await;
    let mut alfa = office(&cloud, "Alfa", EMAIL).await;
    let (own, other) = (alfa.customer("Alfa0001", 5).await, alfa.customer("Alfa0002", 5).await);
    let mut beta = office(&cloud, "Beta", "petr@beta.example").await;
    let foreign = beta.customer("Beta0001", 5).await;
    let mut installer = with_role(&mut alfa, Role::Installer, "karel@alfa.example", None).await;
    let assign = mobileaccess_domain::accounts::AssignCustomer {
        assignment_id: id(),
        account_id: installer.enrolled.account_id,
        customer_id: own,
    };
    alfa.asks(assign).await.unwrap();
    let mut caretaker = with_role(&mut alfa, Role::CustomerAdmin, "domovnik@bytovka.example", Some(own.uuid())).await;
    alfa.pull().await;
    assert!(alfa.rows("customer").len() == 2, "an admin has every customer of its distributor and no other");
    for (number, computer) in (1_u32..).zip([&mut installer, &mut caretaker]) {
        computer.pull().await;
        assert_eq!(computer.rows("customer").len(), 1);
        assert!(computer.rows.keys().all(|(scope, _, _)| !scope.to_string().starts_with("ledger:")));
        // Own ids change rows; a neighbour's and a stranger's are not there.
        computer.asks(new_key(own, number)).await.unwrap();
        let before = (rows_of(&cloud, other).await, rows_of(&cloud, foreign).await);
        for forbidden in [other, foreign] {
            let refusal = computer.asks(new_key(forbidden, 77)).await.unwrap_err();
            assert!(["not_found", "not_allowed"].contains(&refusal.code().as_str()), "{refusal:?}");
        }
        assert_eq!((rows_of(&cloud, other).await, rows_of(&cloud, foreign).await), before);
    }
    // Codes for other people's computers are for admins to make, and for their own people.
    let code = |session, account| {
        let cloud = cloud.clone();
        async move { cloud.make_enrol_code_as(noon(), &entropy(), &session, account).await }
    };
    let mine = installer.enrolled.account_id;
    for computer in [&installer, &caretaker] {
        assert!(matches!(code(computer.session, mine).await, Err(Error::Denied(Denied::NotAllowed))));
    }
    assert!(matches!(code(beta.session, mine).await, Err(Error::Denied(Denied::NotFound))));
    let made = code(alfa.session, mine).await.unwrap();
    Computer::enrol(&cloud, "karel@alfa.example", &made.code.0).await;
    // An account that ends takes its scopes along; what it has not sent is still heard.
    let delete = DeleteAccount { account_id: installer.enrolled.account_id, distributor_id: alfa.distributor() };
    alfa.asks(delete).await.unwrap();
    let end = installer.pull().await;
    assert_eq!(end.standing, mobileaccess_wire::sync::Standing::AccountEnded);
    assert!(installer.rows.is_empty() && end.scopes.is_empty());
    assert_eq!(installer.asks(new_key(own, 9)).await.unwrap_err().code(), "account_ended");
    cloud.close().await;
}

async fn rows_of(cloud: &Cloud, customer: mobileaccess_domain::Id<mobileaccess_domain::rows::Customer>) -> Vec<i64> {
    let mut tx = cloud.db().read().await.unwrap();
    let scope = format!("customer:{customer}");
    let rows = tx.fetch("SELECT revision FROM rows WHERE scope = $1 ORDER BY 1", vec![scope.into()]).await.unwrap();
    let revisions = rows.iter().map(|row| row.int(0).unwrap()).collect();
    tx.roll_back().await.unwrap();
    revisions
}

#[tokio::test]
async fn a_token_works_over_http_and_ends() {
    let place = Place::embedded().await;
    let cloud = place.cloud().await;
    let mut office = office(&cloud, "Alfa", EMAIL).await;
    let customer = office.customer("Alfa0001", 3).await;
    let api = Api::new(cloud.clone(), host());
    let token = office.token().await.unwrap();
    assert!(cloud.session(noon(), &office.enrolled.token.secret.0).await.is_err(), "a new token ends the old one");
    office.does(new_key(customer, 1));
    let body = body_of("/v1/push", &office);
    let (status, _) = call(&api, "POST", "/v1/push", Some(&token.secret.0), &body).await;
    assert_eq!(status, 200);
    let (status, lines) = call(&api, "POST", "/v1/pull", Some(&token.secret.0), &body_of("/v1/pull", &office)).await;
    assert_eq!(status, 200);
    let lines = String::from_utf8(lines).unwrap();
    assert!(lines.lines().last().unwrap().starts_with(r#"{"kind":"end""#));
    assert!(
        cloud.session(noon() + chrono::Duration::hours(2), &token.secret.0).await.is_err(),
        "and it ends by itself"
    );
    // Guessing is slowed down.
    let guess = body_of("/v1/enrol", &office);
    let mut statuses = Vec::new();
    for _ in 0..7 {
        statuses.push(call(&api, "POST", "/v1/enrol", None, &guess).await.0.as_u16());
    }
    assert_eq!(statuses, [401, 401, 401, 401, 401, 429, 429]);
    cloud.close().await;
}

#[tokio::test]
async fn who_changes_a_password_here_knows_it_and_others_are_told() {
    use mobileaccess_wire::sync::Standing;
    let place = Place::embedded().await;
    let cloud = place.cloud().await;
    let mut here = office(&cloud, "Alfa", EMAIL).await;
    let code = cloud.make_enrol_code_for(noon(), &entropy(), EMAIL).await.unwrap();
    let mut there = Computer::enrol(&cloud, EMAIL, &code.0).await;
    let change = mobileaccess_domain::accounts::ChangePassword {
        account_id: here.enrolled.account_id,
        password_hash: "$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHQ$AAAAAAAAAAAAAAAAAAAAAA".into(),
    };
    here.asks(change).await.unwrap();
    assert_eq!(here.pull().await.standing, Standing::Good);
    assert_eq!(there.pull().await.standing, Standing::PasswordChanged);
    // A computer that is declared lost gets nothing any more, and what it did waits for the distributor.
    let customer = here.customer("Alfa0001", 3).await;
    there.pull().await;
    let lost = mobileaccess_domain::replicas::DeclareReplicaLost { replica_id: there.enrolled.replica_id };
    here.asks(lost).await.unwrap();
    there.does(new_key(customer, 1));
    let pushed = there.push_from(nowhere()).await;
    assert_eq!(pushed, mobileaccess_wire::sync::Pushed::Quarantined { last_seq: 1 });
    assert_eq!(there.pull().await.standing, Standing::Lost);
    assert!(there.rows.is_empty());
    here.pull().await;
    assert_eq!((here.rows("key").len(), here.rows("quarantined").len()), (0, 1));
    let item_id = here.rows("quarantined")[0]["id"].as_str().unwrap().parse().unwrap();
    here.asks(mobileaccess_domain::quarantine::AcceptQuarantined { item_id }).await.unwrap();
    assert_eq!(here.rows("key").len(), 1);
    cloud.close().await;
}
