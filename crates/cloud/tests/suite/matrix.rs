//! Each route of the list, with each role, at home, abroad and without a token. A route without a row here fails.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use ed25519_dalek::Signer as _;
use mobileaccess_cloud::Database;
use mobileaccess_cloud::http::{Access, Api, routes};
use mobileaccess_domain::Id;
use mobileaccess_domain::accounts::{AssignCustomer, CreateAccount};
use mobileaccess_domain::rows::{Customer, Role};
use mobileaccess_wire::sync::{
    CodeRequest, ForkRequest, PROTOCOL, PasswordRequest, PullRequest, Scope, Secret, TokenRequest, token_message,
};
use serde_json::{Value, json};

use crate::routes::{body_of, call, content, content_of, host};
use crate::support::{Computer, EMAIL, Place, bytes, enrolment, entropy, id, new_key, noon, nowhere, office};

const PASSWORD: &str = "Heslo-123";
/// Its hash, as cheap as a hash may be.
const HASH: &str = "$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHQ$1DDRbPI45HInWKd9rrbECA";

/// What a route does for whoever may call it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Does {
    /// Shows something to anybody.
    Shows,
    /// Answers its own caller.
    Answers,
    /// Answers its own caller, and keeps something.
    Keeps,
    /// Answers an admin of the distributor, and nobody else.
    ForAdmins,
    /// Nothing for a computer: it wants another proof, and other stories tell of it.
    Nothing,
}

/// The rows of the matrix.
fn does(path: &str) -> Does {
    match path {
        "/health" | "/metrics" | "/v1/hello" | "/k" | "/k.js" | "/k.css" => Does::Shows,
        "/v1/pull" | "/v1/password" | "/v1/events" => Does::Answers,
        "/v1/enrol" | "/v1/token" | "/v1/push" | "/v1/fork" => Does::Keeps,
        "/v1/code" | "/v1/test-message" => Does::ForAdmins,
        "/v1/move" | "/v1/phone/activate" | "/v1/phone/sync" | "/v1/phone/delete" | "/v1/phone/receipt" => {
            Does::Nothing
        }
        other => panic!("{other} has no row in the matrix: who may call it, and what does it do?"),
    }
}

/// Whether the cloud said no; whoever guesses codes is told to wait after a while.
fn is_no(status: StatusCode) -> bool {
    [401, 403, 404, 429].contains(&status.as_u16())
}

/// Somebody with a computer, a login, and a customer.
struct Person {
    computer: Computer,
    email: String,
    customer: Id<Customer>,
    token: String,
}

impl Person {
    async fn new(office: &mut Computer, role: Role, email: &str, customer: Id<Customer>) -> Self {
        let account_id = id();
        office
            .asks(CreateAccount {
                account_id,
                distributor_id: office.distributor(),
                customer_id: (role == Role::CustomerAdmin).then_some(customer),
                role,
                email: email.into(),
                password_hash: HASH.into(),
                expires_at: None,
            })
            .await
            .unwrap();
        if role == Role::Installer {
            office.asks(AssignCustomer { assignment_id: id(), account_id, customer_id: customer }).await.unwrap();
        }
        let code = office.cloud.make_enrol_code(noon(), &entropy(), account_id).await.unwrap();
        let computer = Computer::enrol(&office.cloud, email, &code.0).await;
        let token = computer.enrolled.token.secret.0.clone();
        Self { computer, email: email.into(), customer, token }
    }

    /// What this person sends, about somebody's customer, login and computer: their own, or another's.
    async fn body(&mut self, api: &Api, path: &str, about: &About) -> Value {
        let history_id = self.computer.enrolled.history_id;
        match path {
            "/v1/enrol" => {
                let key = ed25519_dalek::SigningKey::from_bytes(&bytes());
                json!(enrolment(&key, &about.email, &about.secret))
            }
            "/v1/token" => {
                let (_, hello) = call(api, "GET", "/v1/hello", None, &Value::Null).await;
                let hello: Value = serde_json::from_slice(&hello).unwrap();
                let challenge = hello["challenge"].as_str().unwrap().to_owned();
                let signature = self.computer.key.sign(&token_message(about.replica, &challenge));
                let signature = signature.to_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
                json!(TokenRequest { replica_id: about.replica, challenge, signature })
            }
            "/v1/push" => {
                self.computer.does(new_key(about.customer, about.number));
                json!(self.computer.request(nowhere(), history_id))
            }
            "/v1/pull" => json!(PullRequest {
                protocol: PROTOCOL,
                history_id,
                scopes: BTreeMap::from([(Scope::Customer(about.customer), 0)]),
                acked_seq: 0,
                resume: BTreeMap::new(),
            }),
            "/v1/fork" => {
                let key = ed25519_dalek::SigningKey::from_bytes(&bytes());
                let public_key = enrolment(&key, &self.email, "").public_key;
                json!(ForkRequest { public_key, computer: "Copy".into(), outbox: about.outbox.clone() })
            }
            "/v1/password" => json!(PasswordRequest { secret: Secret(about.secret.clone()) }),
            "/v1/code" => json!(CodeRequest { account_id: about.account }),
            other => body_of(other, &self.computer),
        }
    }
}

/// What a request is about.
struct About {
    email: String,
    secret: String,
    replica: Id<mobileaccess_domain::rows::Replica>,
    account: Id<mobileaccess_domain::rows::Account>,
    customer: Id<Customer>,
    number: u32,
    outbox: mobileaccess_wire::sync::ChainPlace,
}

impl About {
    fn of(person: &Person, secret: &str, number: u32) -> Self {
        Self {
            email: person.email.clone(),
            secret: secret.into(),
            replica: person.computer.enrolled.replica_id,
            account: person.computer.enrolled.account_id,
            customer: person.customer,
            number,
            outbox: nowhere(),
        }
    }
}

#[tokio::test]
async fn each_route_with_each_role_at_home_abroad_and_without_a_token() {
    let place = Place::embedded().await;
    let cloud = place.cloud().await;
    let api = Api::new(cloud.clone(), host());
    let mut alfa = office(&cloud, "Alfa", EMAIL).await;
    let mut beta = office(&cloud, "Beta", "petr@beta.example").await;
    let (own, foreign) = (alfa.customer("Alfa0001", 20).await, beta.customer("Beta0001", 20).await);
    let tenant = Some(alfa.distributor());
    for (number, role) in (1_u32..).zip([Role::DistributorAdmin, Role::Installer, Role::CustomerAdmin]) {
        let mut person = Person::new(&mut alfa, role, &format!("kdo{number}@alfa.example"), own).await;
        let mut stranger = Person::new(&mut beta, role, &format!("kdo{number}@beta.example"), foreign).await;
        for route in routes() {
            let what = format!("{} {} as {role:?}", route.method, route.path);
            let row = does(route.path);

            // Abroad: the token is good, what is asked for is another tenant's.
            let before = content_of(&cloud, tenant).await;
            let about = About::of(&person, "Cizi-heslo-1", 70 + number);
            let body = stranger.body(&api, route.path, &about).await;
            let token = stranger.token.clone();
            let (status, answer) = call(&api, route.method, route.path, Some(&token), &body).await;
            assert_eq!(content_of(&cloud, tenant).await, before, "{what}, abroad");
            let answer = String::from_utf8_lossy(&answer).into_owned();
            match (row, route.path) {
                (Does::Shows, _) | (_, "/v1/events" | "/v1/fork") => {
                    assert_eq!(status, 200, "{what}, abroad: {answer}")
                }
                // It asks about nobody: an admin's letter goes to the admin's own address.
                (_, "/v1/test-message") => {
                    assert_eq!(status == 200, role == Role::DistributorAdmin, "{what}, abroad: {status} {answer}")
                }
                // An answer, and in it that there is no such customer.
                (_, "/v1/push") => {
                    let pushed: Value = serde_json::from_str(&answer).unwrap();
                    let refusal = pushed["outcomes"].as_array().unwrap().last().unwrap()["refusal"].to_string();
                    assert!(refusal.contains("not_found"), "{what}, abroad: {answer}");
                }
                (_, "/v1/pull") => {
                    let rows = answer.lines().filter(|line| line.contains(r#""kind":"row""#));
                    assert!(rows.clone().count() > 0, "its own it gets");
                    assert!(rows.clone().all(|line| !line.contains(&own.to_string())), "{what}, abroad");
                }
                _ => assert!(is_no(status), "{what}, abroad: {status} {answer}"),
            }

            // Without a token, and with one that nobody has.
            let before = content(&cloud).await;
            let about = About::of(&person, "Cizi-heslo-1", 80 + number);
            let body = if row == Does::Shows { Value::Null } else { stranger.body(&api, route.path, &about).await };
            stranger.computer.outbox.truncate(1);
            for token in [None, Some("0".repeat(64))] {
                let (status, _) = call(&api, route.method, route.path, token.as_deref(), &body).await;
                let shown = row == Does::Shows && status == StatusCode::OK;
                assert!(shown || is_no(status), "{what}, without a token: {status}");
            }
            assert_eq!(content(&cloud).await, before, "{what}, without a token");

            // At home.
            let before = content_of(&cloud, tenant).await;
            let about = About::of(&person, PASSWORD, number);
            let body = person.body(&api, route.path, &about).await;
            let token = person.token.clone();
            let (status, answer) = call(&api, route.method, route.path, Some(&token), &body).await;
            let answer = String::from_utf8_lossy(&answer).into_owned();
            if row == Does::Nothing || (row == Does::ForAdmins && role != Role::DistributorAdmin) {
                assert!(is_no(status), "{what}: {status}");
                assert_eq!(content_of(&cloud, tenant).await, before, "{what}");
                continue;
            }
            assert_eq!(status, 200, "{what}: {answer}");
            if row == Does::Keeps {
                assert_ne!(content_of(&cloud, tenant).await, before, "{what} keeps something");
            }
            match route.path {
                "/v1/push" => {
                    assert!(answer.contains(r#""refusal":null"#) || !answer.contains("refusal\":{"), "{answer}")
                }
                "/v1/pull" => assert!(answer.contains(&own.to_string()), "{what} brings its customer"),
                // A new token ends the one before.
                "/v1/token" => {
                    let token: Value = serde_json::from_str(&answer).unwrap();
                    token["secret"].as_str().unwrap().clone_into(&mut person.token);
                }
                _ => {}
            }
        }
    }
    cloud.close().await;
}

#[tokio::test]
async fn a_suspended_tenant_is_told_so_and_nothing_of_it_changes() {
    let place = Place::embedded().await;
    let cloud = place.cloud().await;
    let api = Api::new(cloud.clone(), host());
    let mut alfa = office(&cloud, "Alfa", EMAIL).await;
    let own = alfa.customer("Alfa0001", 20).await;
    let mut person = Person::new(&mut alfa, Role::DistributorAdmin, "kdo@alfa.example", own).await;
    cloud.suspend(alfa.distributor(), Some(noon())).await.unwrap();
    for route in routes().into_iter().filter(|route| route.access == Access::Replica) {
        let before = content(&cloud).await;
        let about = About::of(&person, PASSWORD, 1);
        let body = person.body(&api, route.path, &about).await;
        let token = person.token.clone();
        let (status, answer) = call(&api, route.method, route.path, Some(&token), &body).await;
        let told = String::from_utf8_lossy(&answer).contains("tenant_suspended") || route.path == "/v1/events";
        assert!(status == 403 && told, "{}: {status}", route.path);
        // That a computer was there may be noted.
        if route.path != "/v1/pull" {
            assert_eq!(content(&cloud).await, before, "{}", route.path);
        }
    }
    cloud.suspend(alfa.distributor(), None).await.unwrap();
    let about = About::of(&person, PASSWORD, 2);
    let body = person.body(&api, "/v1/push", &about).await;
    let token = person.token.clone();
    assert_eq!(call(&api, "POST", "/v1/push", Some(&token), &body).await.0, 200);
    cloud.close().await;
}

#[tokio::test]
async fn a_copy_on_another_database_knows_the_same_people() {
    let (here, there) = (Place::embedded().await, Place::embedded().await);
    let cloud = here.cloud().await;
    let mut alfa = office(&cloud, "Alfa", EMAIL).await;
    let own = alfa.customer("Alfa0001", 20).await;
    let mut person = Person::new(&mut alfa, Role::DistributorAdmin, "kdo@alfa.example", own).await;
    let target = Database::open_file(&there.folder.path().join("cloud.db"), &there.keys).await.unwrap();
    cloud.copy_to(&target).await.unwrap();
    target.close().await;
    let copy = there.cloud().await;
    assert_eq!(content(&copy).await, content(&cloud).await);
    let again = there.cloud().await;
    assert!(cloud.copy_to(again.db()).await.is_err(), "what holds something is not written over");
    let api = Api::new(copy.clone(), host());
    for route in routes().into_iter().filter(|route| route.access == Access::Replica) {
        let about = About::of(&person, PASSWORD, 3);
        let body = person.body(&api, route.path, &about).await;
        let token = person.token.clone();
        let (status, answer) = call(&api, route.method, route.path, Some(&token), &body).await;
        assert_eq!(status, 200, "{}: {}", route.path, String::from_utf8_lossy(&answer));
    }
    again.close().await;
    copy.close().await;
    cloud.close().await;
}
