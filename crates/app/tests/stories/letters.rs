//! Letters and text messages of an office: how they leave by its own servers, and many of them at once.

use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

use crate::clouds::busy;
use crate::office_server::MailServer;
use crate::support::Computer;

/// A real HTTP gateway that keeps what it was told. It takes what comes with the right key, and says what it does not like.
pub(crate) struct Gateway {
    pub(crate) url: String,
    heard: Arc<Mutex<Vec<String>>>,
}

impl Gateway {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/send", listener.local_addr().unwrap());
        let heard = Arc::new(Mutex::new(Vec::new()));
        let told = Arc::clone(&heard);
        tokio::spawn(async move {
            loop {
                let (mut stream, _) = listener.accept().await.unwrap();
                let (mut request, mut piece) = (Vec::new(), [0; 4096]);
                let whole = loop {
                    let count = stream.read(&mut piece).await.unwrap();
                    request.extend_from_slice(&piece[..count]);
                    let text = String::from_utf8_lossy(&request).into_owned();
                    let length = text.lines().find_map(|line| {
                        let (name, value) = line.split_once(':')?;
                        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().unwrap())
                    });
                    let body = text.find("\r\n\r\n").map(|at| request.len() - at - 4);
                    if count == 0 || body.is_some_and(|body| body >= length.unwrap_or(0)) {
                        break text;
                    }
                };
                let right = whole.lines().any(|line| line.eq_ignore_ascii_case("x-key: Bearer velmi-tajne"));
                let (status, said) =
                    if right { ("200 OK", "id 4711") } else { ("403 Forbidden", "unknown key: Bearer jine-tajne") };
                told.lock().unwrap().push(whole);
                let length = said.len();
                let answer =
                    format!("HTTP/1.1 {status}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{said}");
                stream.write_all(answer.as_bytes()).await.unwrap();
            }
        });
        Self { url, heard }
    }

    pub(crate) fn heard(&self) -> Vec<String> {
        self.heard.lock().unwrap().clone()
    }

    async fn wait_for(&self, count: usize) -> Vec<String> {
        let end = tokio::time::Instant::now() + std::time::Duration::from_secs(60);
        while self.heard().len() < count {
            assert!(tokio::time::Instant::now() < end, "{} text messages came of {count}", self.heard().len());
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        self.heard()
    }
}

fn by_mail(port: u16) -> Value {
    json!({
        "from": "Alfa Locks <klice@alfa.example>", "host": "127.0.0.1", "port": port, "security": "none",
        "username": "", "password": null, "reminder_days": 0,
    })
}

fn by_sms(url: &str, changes: Value) -> Value {
    let mut settings = json!({
        "on": true, "url": url, "headers": [{"name": "X-Key", "value": "Bearer velmi-tajne"}],
        "body": r#"{"to": "{phone}", "text": "{text}"}"#, "body_kind": "json",
    });
    settings.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
    settings
}

#[tokio::test]
async fn an_office_server_sends_text_messages_by_a_gateway_that_is_set_in_the_window() {
    let desk = Computer::serving();
    let (_, customer) = busy(&desk).await;
    desk.ok("office.turn_on", json!({"password": "Heslo-123", "computer": "Kancelář"})).await;
    let view = desk.ok("office.sms", json!({})).await;
    assert_eq!((&view["on"], &view["url"], &view["letters"]), (&json!(false), &json!(""), &json!(false)));
    assert_eq!(desk.fails("office.test_sms", json!({"phone": "+420601234567"})).await.code, "nothing_to_do");
    let gateway = Gateway::start().await;
    let post = MailServer::start().await;
    desk.ok("office.set_mail", by_mail(post.port)).await;

    // What is wrong is said at its field.
    let header = |name: &str, value: Value| json!({"headers": [{"name": name, "value": value}]});
    for (changes, field, code) in [
        (json!({"url": ""}), "url", "required"),
        (json!({"url": "sms gateway"}), "url", "bad_web"),
        (json!({"url": "http://sms.example/send"}), "url", "needs_tls"),
        (json!({"url": "http://localhost.evil.example/send"}), "url", "needs_tls"),
        (json!({"url": "https://sms.example/?to={number}"}), "url", "unknown_placeholder"),
        (json!({"body": r#"{"to": "{phone}", "text": "{message}"}"#}), "body", "unknown_placeholder"),
        (json!({"body": r#"{"to": "{phone}"}"#}), "body", "missing_placeholder"),
        (json!({"body": r#"{"to": "{phone}", "text": {text}}"#}), "body", "bad_json"),
        (json!({"body": "x".repeat(5000)}), "body", "too_long"),
        (header("two words", json!("x")), "headers.0.name", "bad_header"),
        (header("X-Key", json!("a\nb")), "headers.0.value", "bad_header"),
        (header("", json!("x")), "headers.0.name", "required"),
        (header("X-Key", json!(null)), "headers.0.value", "required"),
    ] {
        let refused = desk.fails("office.set_sms", by_sms(&gateway.url, changes)).await;
        assert_eq!(
            (refused.fields[0].field.as_str(), json!(refused.fields[0].code)["code"].clone()),
            (field, json!(code)),
            "{refused:?}"
        );
    }
    assert_eq!(desk.ok("office.sms", json!({})).await["url"], "", "nothing of it was kept");

    // The key is kept, shown to nobody, and goes to this server only.
    let view = desk.ok("office.set_sms", by_sms(&gateway.url, json!({}))).await;
    assert_eq!((&view["on"], &view["headers"]), (&json!(true), &json!(["X-Key"])));
    assert!(!view.to_string().contains("velmi-tajne"));
    let view = desk.ok("office.set_sms", by_sms(&gateway.url, header("x-key", json!(null)))).await;
    assert_eq!(view["headers"], json!(["x-key"]));
    let elsewhere = by_sms("https://other.example/send", header("x-key", json!(null)));
    let refused = desk.fails("office.set_sms", elsewhere).await;
    assert_eq!(refused.fields[0].field, "headers.0.value", "another server does not get to see it");

    let tested = desk.ok("office.test_sms", json!({"phone": "+420601234567"})).await;
    assert_eq!(
        (&tested["status"], &tested["problem"], &tested["detail"]),
        (&json!(200), &json!(null), &json!("id 4711"))
    );
    let heard = gateway.heard().pop().unwrap();
    assert!(heard.contains("+420601234567") && heard.contains("Alfa"), "{heard}");
    assert_eq!(desk.fails("office.test_sms", json!({"phone": "601 234 567"})).await.fields[0].field, "phone");

    // A key goes out with its letter and the notice of it; the notice holds no code.
    let mut request = desk.key_request(&customer, "Petr Bílý").await;
    request["send"] = json!([
        {"channel": "email", "to": "petr@bytovka.example"}, {"channel": "sms", "to": "+420777123456"}
    ]);
    let issued = desk.ok("keys.issue", request.clone()).await;
    assert!(issued["key_id"].is_string());
    post.wait_for(1).await;
    let heard = gateway.wait_for(2).await.pop().unwrap();
    assert!(heard.contains("+420777123456") && heard.contains("content-type: application/json"), "{heard}");

    // Another key is not taken; what the gateway says of it is told without it.
    desk.ok("office.set_sms", by_sms(&gateway.url, header("X-Key", json!("Bearer jine-tajne")))).await;
    let tested = desk.ok("office.test_sms", json!({"phone": "+420601234567"})).await;
    assert_eq!((&tested["status"], &tested["problem"]), (&json!(403), &json!("login")));
    assert_eq!(tested["detail"], "unknown key: …");

    // Switched off it is kept and can be tried, and nothing is announced by it.
    let view = desk.ok("office.set_sms", by_sms(&gateway.url, json!({"on": false}))).await;
    assert_eq!((&view["on"], &view["headers"]), (&json!(false), &json!(["X-Key"])));
    assert_eq!(desk.ok("office.test_sms", json!({"phone": "+420601234567"})).await["status"], 200);
    request["number"] = desk.key_request(&customer, "Karel Modrý").await["number"].clone();
    assert_eq!(desk.fails("keys.issue", request).await.fields[0].field, "send_sms");
    let view = desk.ok("office.set_sms", by_sms("", json!({"on": false, "headers": [], "body": ""}))).await;
    assert_eq!((&view["url"], &view["headers"]), (&json!(""), &json!([])));
    // Letters go on by their own server.
    assert_eq!(desk.ok("office.mail", json!({})).await["host"], "127.0.0.1");
    desk.app.end().await;
}

/// Issues a key to somebody with these addresses; says its id.
async fn key_of(desk: &Computer, customer: &str, name: &str, email: &str, phone: &str) -> Value {
    let mut request = desk.key_request(customer, name).await;
    request["holder"]["fields"] = json!({"first_name": "", "email": email, "phone": phone});
    desk.ok("keys.issue", request).await["key_id"].clone()
}

#[tokio::test]
async fn the_codes_of_many_keys_are_sent_by_mail_each_row_for_itself() {
    let desk = Computer::serving();
    let (_, customer) = busy(&desk).await;
    let petr = key_of(&desk, &customer, "Petr Bílý", "petr@bytovka.example", "+420777123456").await;
    let jana = key_of(&desk, &customer, "Jana Malá", "", "+420777123457").await;
    let karel = key_of(&desk, &customer, "Karel Modrý", "karel@bytovka.example", "").await;
    let gone = key_of(&desk, &customer, "Eva Pryč", "eva@bytovka.example", "").await;
    desk.ok("keys.delete", json!({"key_id": gone})).await;
    let all = json!([petr, jana, karel, gone]);
    let action = |sms: bool| json!({"action": {"kind": "send", "sms": sms}, "key_ids": all});

    // Without a cloud, and without a mail server, it is said what to do.
    for name in ["bulk.preview", "bulk.run"] {
        assert_eq!(desk.fails(name, action(true)).await.code, "letters_need_a_cloud");
    }
    desk.ok("office.turn_on", json!({"password": "Heslo-123", "computer": "Kancelář"})).await;
    for name in ["bulk.preview", "bulk.run"] {
        assert_eq!(desk.fails(name, action(true)).await.code, "letters_are_off");
    }
    let (post, gateway) = (MailServer::start().await, Gateway::start().await);
    desk.ok("office.set_mail", by_mail(post.port)).await;
    desk.ok("office.set_sms", by_sms(&gateway.url, json!({}))).await;

    // Counted before, with the names of those whom no letter reaches.
    let preview = desk.ok("bulk.preview", action(true)).await;
    assert_eq!((&preview["key_ids"], &preview["cost"]), (&json!([petr, karel]), &json!(0)));
    assert_eq!(preview["left_out"][0]["count"], 1, "{preview}");
    let letters = &preview["letters"];
    assert_eq!(letters["no_address"].as_array().unwrap().len(), 1);
    assert_eq!((&letters["no_address"][0]["name"], &letters["no_address"][0]["key_id"]), (&json!("Jana Malá"), &jana));
    let counted = ["on_the_way", "again", "sms", "phones"].map(|name| letters[name].clone());
    assert_eq!(counted, [json!(0), json!(0), json!(true), json!(1)]);

    let done = desk.ok("bulk.run", action(true)).await;
    assert_eq!(done["key_ids"], json!([petr, karel]));
    let failed: Vec<_> = done["failed"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (row["name"].clone(), row["failure"]["code"].clone()))
        .collect();
    assert_eq!(failed[0], (json!("Jana Malá"), json!("no_email_address")));
    assert_eq!(failed[1].0, "Eva Pryč");
    let letters = post.wait_for(2).await;
    assert!(
        ["petr@bytovka.example", "karel@bytovka.example"].iter().all(|to| letters
            .iter()
            .filter(|letter| letter.contains(to))
            .count()
            == 1)
    );
    let heard = gateway.wait_for(1).await;
    assert!(heard.len() == 1 && heard[0].contains("+420777123456"), "{heard:?}");

    // Once more: that they were sent before is said, and they go out again, this time without a text message.
    let letters = async || desk.ok("bulk.preview", action(false)).await["letters"].clone();
    let end = tokio::time::Instant::now() + std::time::Duration::from_secs(60);
    while letters().await["on_the_way"] != 0 {
        assert!(tokio::time::Instant::now() < end);
        desk.ok("cloud.sync_now", json!({})).await;
    }
    assert_eq!(letters().await["again"], 2);
    let done = desk.ok("bulk.run", action(false)).await;
    assert_eq!(done["key_ids"], json!([petr, karel]));
    post.wait_for(4).await;
    assert_eq!(gateway.heard().len(), 1);
    desk.app.end().await;
}
