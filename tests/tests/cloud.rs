//! The cloud's own program, and computers that talk to it as they do anywhere: over TCP and TLS, with a way that is cut.

#![cfg(target_os = "linux")]

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use mobileaccess_sync::Failed;
use mobileaccess_sync::Transport as _;
use mobileaccess_sync::http::{Address, Http};
use mobileaccess_tests::cloud::{ADMIN, Cloud, Computer, PASSWORD, Way, issue, new_customer, phone};
use mobileaccess_tests::qr;
use mobileaccess_wire::sync::{ChainPlace, EnrolRequest, PROTOCOL, PullRequest, Secret};
use serde_json::{Value, json};

/// Longer than anything here takes; whoever waits so long waits for ever.
const PATIENCE: Duration = Duration::from_secs(120);

fn a_distributor(cloud: &Cloud) -> String {
    let code = cloud.issuer(&[
        "create-distributor",
        "--name",
        "Alfa Locks",
        "--code",
        "Alfa",
        "--email",
        ADMIN,
        "--language",
        "cs",
    ]);
    cloud.issuer(&["sell", "Alfa", "100", "--po", "PO 2026-0042"]);
    code
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("a text: {value}")).to_owned()
}

#[tokio::test]
async fn a_cloud_is_known_by_its_certificate() {
    let mut cloud = Cloud::embedded();
    let url = format!("https://{}", cloud.address);
    let address = |certificate: Option<String>| Address { url: url.clone(), certificate };
    assert_eq!(Http::shown_certificate(&address(None)).await.as_deref(), Some(cloud.certificate.as_str()));
    let right = Http::new(&address(Some(cloud.certificate.clone()))).unwrap();
    let hello = right.hello().await.unwrap();
    assert_eq!((hello.product.as_str(), hello.protocol), ("mobileaccess-cloud", PROTOCOL));

    // Another certificate, or none to compare with: nothing is sent there.
    let other = "0".repeat(64);
    for wrong in [Some(other), None] {
        assert_eq!(Http::new(&address(wrong)).unwrap().hello().await, Err(Failed::NoNetwork));
    }
    let plain = Address { url: format!("http://{}", cloud.address), certificate: None };
    assert_eq!(Http::new(&plain).unwrap().hello().await, Err(Failed::NoNetwork));

    // The same cloud after a start has the same certificate, and a kept connection is made anew.
    cloud.kill();
    cloud.start();
    assert_eq!(right.hello().await.unwrap().history_id, hello.history_id);
}

/// Enrols by hand, as another team's client would.
async fn enrol(way: &Http, code: &str) -> Secret {
    let mut entropy =
        |bytes: &mut [u8]| getrandom::fill(bytes).map_err(|error| std::io::Error::other(error.to_string()));
    let keys = mobileaccess_sync::KeyPair::generate(&mut entropy).unwrap();
    let request = EnrolRequest {
        protocol: PROTOCOL,
        email: ADMIN.to_owned(),
        secret: Secret(code.to_owned()),
        public_key: keys.public(),
        computer: "Ruční".to_owned(),
        app_version: "0".to_owned(),
        outbox: ChainPlace { seq: 0, hash: "0".repeat(64) },
    };
    way.enrol(&request).await.unwrap().token.secret
}

async fn whole(way: &Http, token: &Secret) -> Result<Vec<u8>, Failed> {
    let history_id = way.hello().await?.history_id;
    let request = PullRequest {
        protocol: PROTOCOL,
        history_id,
        scopes: Default::default(),
        acked_seq: 0,
        resume: Default::default(),
    };
    let mut text = Vec::new();
    let mut take = |bytes: &[u8]| {
        text.extend_from_slice(bytes);
        true
    };
    way.pull(token, &request, &mut take).await?;
    Ok(text)
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_come_compressed_and_a_cut_first_sync_goes_on_where_it_was() {
    let cloud = Cloud::embedded();
    let code = a_distributor(&cloud);
    let office = Computer::join(cloud.address, &cloud.certificate, ADMIN, &code, "Kancelář");
    let customer = text(&office.must("customers.create", &new_customer("Alfa0001", 10))["customer_id"]);
    let reader = |at: u32| {
        json!({
            "name": format!("Dveře {at}"), "readerId": format!("IMA {at:05}"), "mac": null, "group": null,
            "allowIdentification": true, "oneTapAccess": false, "signalRange": 40, "oneTapSignal": 55,
        })
    };
    let readers: Vec<Value> = (0..6000).map(reader).collect();
    let exported = json!({
        "format": "mobileaccess-readers", "version": 1, "systemId": "Alfa0001",
        "exportedAt": "2026-03-08T09:12:44Z", "readers": readers,
    });
    let file = office.file("readers.json");
    std::fs::write(&file, exported.to_string()).unwrap();
    let mut session = office.session();
    let preview = session.must("readers.import_preview", &json!({"customer_id": customer, "file": file}));
    let imported = session.must("readers.import", &json!({"preview_id": preview["preview_id"]}));
    assert_eq!(imported["added"], 6000, "{imported}");
    drop(session);
    assert_eq!(office.sync()["value"]["waiting"], 0);

    // An address that is not known for a loopback is answered with compressed rows: the same, and much shorter.
    let way = Way::to(cloud.address);
    let far = Address {
        url: format!("https://[::ffff:127.0.0.1]:{}", way.address.port()),
        certificate: Some(cloud.certificate.clone()),
    };
    let near = Address { url: format!("https://{}", cloud.address), certificate: Some(cloud.certificate.clone()) };
    let (far, near) = (Http::new(&far).unwrap(), Http::new(&near).unwrap());
    let token = enrol(&near, &cloud.issuer(&["enrol-code", ADMIN])).await;
    let plain = whole(&near, &token).await.unwrap();
    let rows = |text: &[u8]| -> BTreeSet<String> {
        let text = String::from_utf8(text.to_vec()).unwrap();
        text.lines().filter(|line| line.contains(r#""kind":"row""#)).map(str::to_owned).collect()
    };
    assert!(rows(&plain).len() > 6000);
    assert_eq!(rows(&whole(&far, &token).await.unwrap()), rows(&plain));

    // A laptop whose way breaks again and again gets everything once.
    let before = way.connections.load(Ordering::SeqCst);
    let (address, certificate) = (way.address, cloud.certificate.clone());
    let code = cloud.issuer(&["enrol-code", ADMIN]);
    way.cut_after(400_000);
    let joined = tokio::task::spawn_blocking(move || Computer::join(address, &certificate, ADMIN, &code, "Notebook-1"));
    let laptop = joined.await.unwrap();
    assert!(way.connections.load(Ordering::SeqCst) > before + 1, "it was cut");
    // What the laptop itself did while it joined goes to the office with its first words.
    laptop.sync();
    office.sync();
    laptop.sync();
    assert_eq!(office.sums().await, laptop.sums().await);
}

#[tokio::test(flavor = "multi_thread")]
async fn news_is_told_and_a_cloud_that_is_asked_to_end_does_so_at_once() {
    let mut cloud = Cloud::embedded();
    let code = a_distributor(&cloud);
    let office = Computer::join(cloud.address, &cloud.certificate, ADMIN, &code, "Kancelář");
    let address = Address { url: format!("https://{}", cloud.address), certificate: Some(cloud.certificate.clone()) };
    let way = Arc::new(Http::new(&address).unwrap());
    let token = enrol(&way, &cloud.issuer(&["enrol-code", ADMIN])).await;
    let (poked, mut pokes) = tokio::sync::mpsc::unbounded_channel();
    let listening = tokio::spawn({
        let (way, token) = (Arc::clone(&way), token.clone());
        async move {
            let told = || {
                let _ = poked.send(());
            };
            way.listen(&token, told).await
        }
    });
    // Whoever begins to listen asks for what happened before, and is told of what happens from then on.
    let told = async |pokes: &mut tokio::sync::mpsc::UnboundedReceiver<()>| {
        tokio::time::timeout(PATIENCE, pokes.recv()).await.is_ok_and(|poke| poke.is_some())
    };
    assert!(told(&mut pokes).await, "it listens");
    office.must("customers.create", &new_customer("Alfa0001", 1));
    office.sync();
    assert!(told(&mut pokes).await, "nobody is told");
    let stopped = tokio::task::spawn_blocking(move || (cloud.stop(), cloud));
    let (well, _cloud) = tokio::time::timeout(PATIENCE, stopped).await.unwrap().unwrap();
    assert!(well, "it ends well although somebody listens");
    assert_eq!(listening.await.unwrap(), Err(Failed::NoNetwork));
}

/// An office, and two installers who work for days for the same customer without a network.
async fn days_without_a_network(cloud: Cloud) {
    let code = a_distributor(&cloud);
    let office = Computer::join(cloud.address, &cloud.certificate, ADMIN, &code, "Kancelář");
    let customer = text(&office.must("customers.create", &new_customer("Alfa0001", 20))["customer_id"]);
    let (mut ways, mut laptops) = (Vec::new(), Vec::new());
    for number in 1..=2 {
        let email = format!("technik{number}@alfa.cz");
        let account = json!({"customer_id": null, "role": "installer", "email": email, "password": PASSWORD});
        let accounts = office.must("accounts.create", &account);
        let rows = accounts["accounts"].as_array().expect("accounts");
        let id = text(&rows.iter().find(|row| row["email"] == email.as_str()).expect("the new one")["id"]);
        office.must("accounts.give_customer", &json!({"account_id": id, "customer_id": customer}));
        office.sync();
        let way = Way::to(cloud.address);
        laptops.push(Computer::join(way.address, &cloud.certificate, &email, "", &format!("Notebook-{number}")));
        ways.push(way);
    }
    for laptop in &laptops {
        let take = json!({"customers": [{"customer_id": customer, "paid": 4, "trial": 1, "numbers": 10}]});
        let site = laptop.must("site.take", &take);
        assert_eq!(site["held"].as_array().map(Vec::len), Some(1), "{site}");
    }
    ways.iter().for_each(|way| way.set_open(false));

    // Both spend all that they took, print it, and are told that there is nothing more.
    let mut printed = BTreeSet::new();
    for (number, laptop) in laptops.iter().enumerate() {
        let mut session = laptop.session();
        let mut keys = Vec::new();
        for person in 0..5 {
            let issued = issue(&mut session, &customer, &format!("Petr Novák {number}{person}")).expect("an answer");
            assert_eq!(issued["ok"], true, "{issued}");
            keys.push(text(&issued["value"]["key_id"]));
        }
        let over = issue(&mut session, &customer, "Jana Pozdní").expect("an answer");
        assert_eq!((&over["ok"], &over["failure"]["code"]), (&json!(false), &json!("no_credit")), "{over}");
        let file = laptop.file("handouts.pdf");
        let job = json!({"customer_id": customer, "key_ids": keys, "stock": "a4", "language": "cs"});
        session.must("handouts.save_pdf", &json!({"job": job, "file": file}));
        let codes = qr::in_pdf(&file);
        assert_eq!(codes.len(), 5, "five handouts");
        printed.extend(codes);
        assert_eq!(laptop.call("cloud.sync_now", &json!({}))["value"]["stage"], "offline");
    }
    assert_eq!(printed.len(), 10, "every QR is another");
    // Until the laptops were heard of, a phone that is held before such a page gets nothing.
    let pockets = tempfile::tempdir().unwrap();
    let early = pockets.path().join("early");
    let page = laptops[0].file("handouts.pdf").display().to_string();
    assert_eq!(phone(&cloud, &early, &["activate", &page, "--nth", "1"])["ok"], false);
    // The office goes on meanwhile, with a network and with what is left.
    office.sync();
    let mut session = office.session();
    for person in 0..3 {
        let issued = issue(&mut session, &customer, &format!("Eva Dvořáková {person}")).expect("an answer");
        assert_eq!(issued["ok"], true, "{issued}");
    }
    drop(session);

    ways.iter().for_each(|way| way.set_open(true));
    for computer in laptops.iter().chain([&office]).chain(&laptops) {
        let status = computer.sync();
        assert_eq!((&status["value"]["waiting"], &status["value"]["attention"]), (&json!(0), &json!(0)), "{status}");
    }
    // Ten people hold their phones before the ten codes, and every one of them gets a key.
    for (number, laptop) in laptops.iter().enumerate() {
        let page = laptop.file("handouts.pdf").display().to_string();
        for nth in 1..=5 {
            let pocket = pockets.path().join(format!("{number}-{nth}"));
            let activated = phone(&cloud, &pocket, &["activate", &page, "--nth", &nth.to_string()]);
            assert_eq!(activated["ok"], true, "{activated}");
        }
    }
    // A code that was used is used.
    assert_eq!(phone(&cloud, &early, &["activate", &page, "--nth", "1"])["ok"], false);
    laptops.iter().chain([&office]).for_each(|computer| drop(computer.sync()));
    // Everybody has the same, and every User ID was given once.
    let all = office.sums().await;
    for laptop in &laptops {
        for scope in laptop.sums().await {
            assert!(all.contains(&scope), "{scope:?} is not as in the office: {all:?}");
        }
    }
    let users = office.must("users.list", &json!({"customer_id": customer, "page": {}}));
    let rows = users["rows"].as_array().expect("users");
    assert_eq!(rows.len(), 13, "ten from the site, three from the office");
    let active = rows.iter().filter(|row| row["stage"].as_str().is_some_and(|stage| stage.starts_with("active")));
    assert_eq!(active.count(), 10, "{rows:?}");
    let numbers: BTreeSet<u64> = rows.iter().filter_map(|row| row["number"].as_u64()).collect();
    assert_eq!(numbers.len(), 13, "no User ID twice: {numbers:?}");
    let credit = office.must("credit.overview", &json!({"customer_id": customer}));
    // Twenty were bought and five are on trial; thirteen are spent.
    let left = &credit["customer"];
    assert_eq!(
        left["paid"].as_i64().zip(left["trial"].as_i64()).map(|(paid, trial)| paid + trial),
        Some(12),
        "{credit}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn two_laptops_work_for_days_without_a_network_on_the_embedded_cloud() {
    days_without_a_network(Cloud::embedded()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_laptops_work_for_days_without_a_network_on_postgresql() {
    days_without_a_network(Cloud::postgres().await).await;
}
