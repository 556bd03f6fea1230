//! Letters and text messages: queued with the mutation, carried by real servers, told to the computers.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use chrono::{DateTime, Duration, Utc};
use mail_parser::{MessageParser, MimeHeaders as _};
use mobileaccess_cloud::{Cloud, MailSettings};
use mobileaccess_domain::keys::{DeleteKey, Holder, IssueKey, ReissueCode};
use mobileaccess_domain::messages::{
    MessageOutcome, Recipient, RemindHolder, ReportMessage, SendMessage, SetChannels, message_id,
};
use mobileaccess_domain::rows::{ActivationCode, Channel, Channels, MessagePurpose};
use mobileaccess_domain::users::UserFields;
use mobileaccess_domain::{FieldCode, Id, Language, Refusal};
use mobileaccess_mail::sms::Gateway;
use mobileaccess_mail::smtp::{Security, Server};
use serde_json::Value;
use tempfile::TempDir;

use crate::on_both_engines;
use crate::support::{Computer, EMAIL, Place, entropy, id, new_code, new_key, office};

/// A real mail server that puts what it takes into a folder.
struct MailServer {
    port: u16,
    folder: TempDir,
    process: Child,
}

impl MailServer {
    async fn start(options: &[&str]) -> Self {
        Self::start_in(TempDir::new().unwrap(), options).await
    }

    async fn start_in(folder: TempDir, options: &[&str]) -> Self {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/mail_server.py");
        let mut process = Command::new("/usr/bin/python3")
            .arg(script)
            .arg(folder.path())
            .args(options)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let port =
            line.trim().parse().unwrap_or_else(|_| panic!("no port: is aiosmtpd there (cargo xtask setup --tests)?"));
        Self { port, folder, process }
    }

    fn letters(&self) -> Vec<Vec<u8>> {
        let mut paths: Vec<_> =
            std::fs::read_dir(self.folder.path()).unwrap().map(|file| file.unwrap().path()).collect();
        paths.retain(|path| path.extension().is_some_and(|ending| ending == "eml"));
        paths.sort();
        paths.iter().map(|path| std::fs::read(path).unwrap()).collect()
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

fn settings(port: u16) -> MailSettings {
    MailSettings {
        from: "Alfa <keys@alfa.example>".into(),
        server: Some(Server {
            host: "localhost".into(),
            port,
            security: Security::None,
            username: String::new(),
            password: String::new(),
            root_certificate: None,
        }),
        gateway: None,
        reminder_days: 0,
        app_link: "http://ima.cz/app/key".into(),
    }
}

/// An office on a cloud with a mail server.
async fn office_with_mail(cloud: &Cloud, settings: &MailSettings) -> Computer {
    let mut office = office(cloud, "Alfa", EMAIL).await;
    cloud.set_mail_settings(office.now, &entropy(), None, Some(settings)).await.unwrap();
    office.pull().await;
    office
}

fn key_by_mail(customer: Id<mobileaccess_domain::rows::Customer>, number: u32, language: Language) -> IssueKey {
    let mut key = new_key(customer, number);
    let fields = UserFields {
        first_name: "Petr".into(),
        last_name: "Žižka".into(),
        email: "petr@bytovka2.example".into(),
        language: Some(language),
        ..UserFields::default()
    };
    key.holder = Holder::New { user_id: id(), fields };
    key.code.send = vec![by_mail("petr@bytovka2.example")];
    key
}

fn by_mail(to: &str) -> Recipient {
    Recipient { channel: Channel::Email, to: to.into(), language: Language::En }
}

/// Sends everything that is due.
async fn send_all(cloud: &Cloud, at: DateTime<Utc>) -> u32 {
    let mut sent = 0;
    while cloud.send_next(|| at, || Ok(entropy())).await.unwrap() {
        sent += 1;
    }
    sent
}

/// What the office knows of a message.
fn known(office: &Computer, code: Id<ActivationCode>, channel: Channel, purpose: MessagePurpose) -> Value {
    let id = message_id(code, channel, purpose).to_string();
    office.rows("message").into_iter().find(|row| row["id"] == id.as_str()).cloned().unwrap_or(Value::Null)
}

fn invitation(office: &Computer, code: Id<ActivationCode>) -> Value {
    known(office, code, Channel::Email, MessagePurpose::Invitation)
}

/// Reads the QR out of a picture with a library that did not make it.
fn scan(picture: &[u8]) -> String {
    let picture = image::load_from_memory(picture).unwrap().to_luma8();
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let mut picture =
        rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| picture.get_pixel(x as u32, y as u32).0[0]);
    picture.detect_grids()[0].decode().unwrap().1
}

async fn a_key_is_sent_by_mail_in_the_holders_language_and_the_office_sees_it(place: Place) {
    let mail = MailServer::start(&[]).await;
    let cloud = place.cloud().await;
    let mut office = office_with_mail(&cloud, &settings(mail.port)).await;
    assert_eq!(office.rows("distributor")[0]["channels"]["email"], true, "the office knows that letters can be sent");
    let customer = office.customer("Alfa0001", 10).await;
    for (number, language) in [(1, Language::En), (2, Language::Cs)] {
        let key = key_by_mail(customer, number, language);
        let code = key.code.clone();
        office.asks(key).await.unwrap();
        assert_eq!(invitation(&office, code.id)["status"], "queued");
        assert_eq!(send_all(&cloud, office.now).await, 1);
        office.pull().await;
        assert_eq!(invitation(&office, code.id)["status"], "sent");
        let row = office.rows("code").into_iter().find(|row| row["id"] == code.id.to_string().as_str()).unwrap();
        assert_eq!(row["handouts"], 1, "a letter is a handout");
        let letters = mail.letters();
        let raw = letters.last().unwrap();
        let letter = MessageParser::default().parse(raw).unwrap();
        let text = letter.body_text(0).unwrap();
        assert!(text.contains(&code.code), "{text}");
        assert!(text.contains("Petr Žižka"), "{text}");
        assert_eq!(text.contains("Nainstalujte si aplikaci"), language == Language::Cs, "{text}");
        assert_eq!(text.contains("Install the app"), language == Language::En, "{text}");
        let pictures: Vec<_> = letter.parts.iter().filter(|part| part.is_content_type("image", "png")).collect();
        assert_eq!(pictures.len(), 2);
        for picture in pictures {
            assert!(scan(picture.contents()).ends_with(&code.code), "the QR holds the code");
        }
    }
    assert_eq!(mail.letters().len(), 2);
    assert_eq!(send_all(&cloud, office.now + Duration::days(4)).await, 0, "nothing is sent twice");
    // The same push once more: the stored outcome, and no further letter.
    let again = office.push_from(crate::support::nowhere()).await;
    assert!(matches!(again, mobileaccess_wire::sync::Pushed::Done { .. }));
    assert_eq!(send_all(&cloud, office.now + Duration::days(4)).await, 0);
}

async fn a_mail_server_that_is_away_for_a_while_loses_and_doubles_nothing(place: Place) {
    let folder = TempDir::new().unwrap();
    let gone = MailServer::start(&[]).await;
    let port = gone.port;
    drop(gone);
    let cloud = place.cloud().await;
    let mut office = office_with_mail(&cloud, &settings(port)).await;
    let customer = office.customer("Alfa0001", 10).await;
    let mut codes = Vec::new();
    for number in 1..=3 {
        let key = key_by_mail(customer, number, Language::Cs);
        codes.push(key.code.id);
        office.asks(key).await.unwrap();
    }
    let mut at = office.now;
    assert_eq!(send_all(&cloud, at).await, 3, "each is tried once and then rests");
    assert_eq!(send_all(&cloud, at).await, 0);
    office.pull().await;
    for code in &codes {
        let message = invitation(&office, *code);
        assert_eq!((&message["status"], &message["problem"]), (&"queued".into(), &"unreachable".into()));
    }
    let revisions = office.scopes.clone();
    at += Duration::minutes(1);
    assert_eq!(send_all(&cloud, at).await, 3, "tried again");
    office.pull().await;
    assert_eq!(office.scopes, revisions, "computers are not told the same at every attempt");
    let port = port.to_string();
    let mail = MailServer::start_in(folder, &["--port", &port]).await;
    at += Duration::hours(2);
    assert_eq!(send_all(&cloud, at).await, 3);
    assert_eq!(mail.letters().len(), 3);
    office.pull().await;
    for code in &codes {
        let message = invitation(&office, *code);
        assert_eq!((&message["status"], &message["problem"]), (&"sent".into(), &Value::Null));
    }
}

async fn what_cannot_be_sent_for_days_is_given_up_and_can_be_sent_again(place: Place) {
    let mail = MailServer::start(&["--later"]).await;
    let cloud = place.cloud().await;
    let mut office = office_with_mail(&cloud, &settings(mail.port)).await;
    let customer = office.customer("Alfa0001", 10).await;
    let key = key_by_mail(customer, 1, Language::Cs);
    let code = key.code.id;
    office.asks(key).await.unwrap();
    let mut attempts = 0;
    let mut at = office.now;
    for _ in 0..200 {
        attempts += send_all(&cloud, at).await;
        at += Duration::hours(1);
    }
    assert!((60..90).contains(&attempts), "an hour between attempts, three days: {attempts}");
    office.now = at;
    office.pull().await;
    assert_eq!(
        (&invitation(&office, code)["status"], &invitation(&office, code)["problem"]),
        (&"failed".into(), &"try_later".into())
    );
    let well = MailServer::start(&[]).await;
    cloud.set_mail_settings(at, &entropy(), None, Some(&settings(well.port))).await.unwrap();
    assert_eq!(send_all(&cloud, at).await, 0, "nothing leaves by itself after it was given up");
    let again = SendMessage { code_id: code, recipient: by_mail("petr@bytovka2.example"), round: 0 };
    office.asks(again.clone()).await.unwrap();
    assert_eq!(send_all(&cloud, office.now).await, 1);
    office.pull().await;
    assert_eq!(
        (&invitation(&office, code)["status"], &invitation(&office, code)["round"]),
        (&"sent".into(), &1.into())
    );
    assert_eq!(office.asks(again).await, Err(Refusal::MessageStale), "who saw an older state does not double it");
    assert_eq!(well.letters().len(), 1);
}

async fn a_refused_recipient_is_shown_and_another_address_helps(place: Place) {
    let mail = MailServer::start(&["--refuse", "petr@bytovka2.example"]).await;
    let cloud = place.cloud().await;
    let mut office = office_with_mail(&cloud, &settings(mail.port)).await;
    let customer = office.customer("Alfa0001", 10).await;
    let key = key_by_mail(customer, 1, Language::Cs);
    let (code, text) = (key.code.id, key.code.code.clone());
    office.asks(key).await.unwrap();
    assert_eq!(send_all(&cloud, office.now).await, 1);
    assert_eq!(send_all(&cloud, office.now + Duration::days(1)).await, 0, "it is not tried again");
    office.pull().await;
    let message = invitation(&office, code);
    assert_eq!((&message["status"], &message["problem"]), (&"refused".into(), &"recipient_refused".into()));
    assert!(message["detail"].as_str().unwrap().contains("no such mailbox"));
    assert!(!message.to_string().contains(&text), "the code is in no message row");
    let other = SendMessage { code_id: code, recipient: by_mail("petr.zizka@bytovka2.example"), round: 0 };
    office.asks(other).await.unwrap();
    assert_eq!(send_all(&cloud, office.now).await, 1);
    office.pull().await;
    assert_eq!(invitation(&office, code)["status"], "sent");
    assert_eq!(invitation(&office, code)["to"], "petr.zizka@bytovka2.example");
}

async fn whoever_ends_before_the_note_leaves_a_letter_that_is_sent_again_under_the_same_id(place: Place) {
    let mail = MailServer::start(&[]).await;
    let cloud = place.cloud().await;
    let mut office = office_with_mail(&cloud, &settings(mail.port)).await;
    let customer = office.customer("Alfa0001", 10).await;
    let key = key_by_mail(customer, 1, Language::Cs);
    let code = key.code.id;
    office.asks(key).await.unwrap();
    let at = office.now;
    let first = cloud.claim_message(at, &entropy()).await.unwrap().unwrap();
    let carried = first.carry().await;
    // Here the process ends. Another one leaves the message alone while the claim holds.
    assert!(cloud.claim_message(at + Duration::minutes(9), &entropy()).await.unwrap().is_none());
    let later = at + Duration::minutes(11);
    assert_eq!(send_all(&cloud, later).await, 1);
    // It was only slow: what it notes now changes nothing.
    cloud.settle_message(later, &entropy(), &first, carried).await.unwrap();
    let letters = mail.letters();
    let ids: Vec<_> = letters
        .iter()
        .map(|raw| MessageParser::default().parse(raw).unwrap().message_id().unwrap().to_owned())
        .collect();
    assert_eq!(ids.len(), 2);
    assert_eq!(ids[0], ids[1], "mail servers and readers recognise the repeat");
    office.pull().await;
    assert_eq!(invitation(&office, code)["status"], "sent");
}

async fn a_code_that_ended_is_not_sent(place: Place) {
    let mail = MailServer::start(&[]).await;
    let cloud = place.cloud().await;
    let mut office = office_with_mail(&cloud, &settings(mail.port)).await;
    let customer = office.customer("Alfa0001", 10).await;
    let key = key_by_mail(customer, 1, Language::Cs);
    let (key_id, code) = (key.key_id, key.code.id);
    office.asks(key).await.unwrap();
    office.asks(DeleteKey { key_id }).await.unwrap();
    assert_eq!(send_all(&cloud, office.now).await, 1);
    office.pull().await;
    assert_eq!(invitation(&office, code)["status"], "void");
    let lost = key_by_mail(customer, 2, Language::Cs);
    let (lost_key, lost_code) = (lost.key_id, lost.code.id);
    office.asks(lost).await.unwrap();
    let mut code = lost_new_code();
    code.send = vec![by_mail("petr@bytovka2.example")];
    let new = code.id;
    office.asks(ReissueCode { key_id: lost_key, code, lost: true, lease: None }).await.unwrap();
    assert_eq!(send_all(&cloud, office.now).await, 2);
    office.pull().await;
    assert_eq!(invitation(&office, lost_code)["status"], "void");
    assert_eq!(invitation(&office, new)["status"], "sent");
    assert_eq!(mail.letters().len(), 1);
}

fn lost_new_code() -> mobileaccess_domain::keys::NewCode {
    mobileaccess_domain::keys::NewCode { id: id(), code: new_code(), send: Vec::new() }
}

async fn nothing_leaves_during_a_recovery_nor_for_a_suspended_distributor(place: Place) {
    let mail = MailServer::start(&[]).await;
    let cloud = place.cloud().await;
    let mut office = office_with_mail(&cloud, &settings(mail.port)).await;
    let customer = office.customer("Alfa0001", 10).await;
    office.asks(key_by_mail(customer, 1, Language::Cs)).await.unwrap();
    let backup = place.folder.path().join("backup.db");
    cloud.back_up(&backup).await.unwrap();
    cloud.suspend(office.distributor(), Some(office.now)).await.unwrap();
    assert_eq!(send_all(&cloud, office.now).await, 0);
    cloud.suspend(office.distributor(), None).await.unwrap();
    let from = mobileaccess_cloud::Database::open_file(&backup, &place.keys).await.unwrap();
    let to = mobileaccess_cloud::Database::open_file(&place.folder.path().join("new.db"), &place.keys).await.unwrap();
    Cloud::restore(&from, &to, &entropy()).await.unwrap();
    let restored = Cloud::open(to, place.keys.clone(), &entropy()).await.unwrap();
    assert_eq!(send_all(&restored, office.now).await, 0, "the operator has not ended it");
    restored.end_recovery().await.unwrap();
    assert_eq!(send_all(&restored, office.now).await, 1, "the queue came back with the back-up");
    assert_eq!(mail.letters().len(), 1);
}

async fn only_the_cloud_says_what_became_of_messages(place: Place) {
    let mail = MailServer::start(&[]).await;
    let cloud = place.cloud().await;
    let mut without = office(&cloud, "Beta", "beta@beta.example").await;
    let customer = without.customer("Beta0001", 10).await;
    let refused = without.asks(key_by_mail(customer, 1, Language::Cs)).await.unwrap_err();
    let Refusal::Invalid { fields } = refused else { panic!("{refused:?}") };
    assert_eq!((fields[0].field.as_str(), &fields[0].code), ("send_email", &FieldCode::ChannelOff));
    let mut office = office_with_mail(&cloud, &settings(mail.port)).await;
    let customer = office.customer("Alfa0001", 10).await;
    let key = key_by_mail(customer, 1, Language::Cs);
    let code = key.code.id;
    office.asks(key).await.unwrap();
    let message = message_id(code, Channel::Email, MessagePurpose::Invitation);
    let report = ReportMessage { message_id: message, round: 0, outcome: MessageOutcome::Sent };
    assert_eq!(office.asks(report).await, Err(Refusal::NotAllowed));
    assert_eq!(office.asks(RemindHolder { code_id: code }).await, Err(Refusal::NotAllowed));
    let channels = Channels { email: true, sms: true, reminder_days: 3 };
    let set = SetChannels { distributor_id: office.distributor(), channels };
    assert_eq!(office.asks(set).await, Err(Refusal::NotAllowed));
    let foreign = SendMessage { code_id: code, recipient: by_mail("x@y.example"), round: 0 };
    assert_eq!(without.asks(foreign).await, Err(Refusal::NotFound));
}

async fn a_holder_is_reminded_once_before_the_code_ends(place: Place) {
    let mail = MailServer::start(&[]).await;
    let cloud = place.cloud().await;
    let with_reminder = MailSettings { reminder_days: 5, ..settings(mail.port) };
    let mut office = office_with_mail(&cloud, &with_reminder).await;
    let customer = office.customer("Alfa0001", 10).await;
    let key = key_by_mail(customer, 1, Language::Cs);
    let code = key.code.id;
    office.asks(key).await.unwrap();
    assert_eq!(send_all(&cloud, office.now).await, 1);
    let begun = office.now;
    assert_eq!(cloud.queue_reminders(begun + Duration::days(20), &entropy()).await.unwrap(), 0, "it is early");
    let soon = begun + Duration::days(27);
    assert_eq!(cloud.queue_reminders(soon, &entropy()).await.unwrap(), 1);
    assert_eq!(cloud.queue_reminders(soon, &entropy()).await.unwrap(), 0, "once per code");
    assert_eq!(send_all(&cloud, soon).await, 1);
    let letters = mail.letters();
    let letter = MessageParser::default().parse(&letters[1]).unwrap();
    assert!(letter.subject().unwrap().contains("čeká"), "{:?}", letter.subject());
    office.now = soon;
    office.pull().await;
    assert_eq!(known(&office, code, Channel::Email, MessagePurpose::Reminder)["status"], "sent");
    assert_eq!(cloud.queue_reminders(soon + Duration::days(1), &entropy()).await.unwrap(), 0);
}

async fn a_text_message_follows_the_letter_and_never_holds_the_code(place: Place) {
    let mail = MailServer::start(&[]).await;
    let (gateway, mut heard) = gateway().await;
    let cloud = place.cloud().await;
    let with_sms = MailSettings {
        gateway: Some(Gateway {
            url: gateway,
            headers: vec![("X-Key".into(), "geheim".into())],
            body: r#"{"to":"{phone}","text":"{text}"}"#.into(),
            ..Gateway::default()
        }),
        ..settings(mail.port)
    };
    with_sms.check().unwrap();
    let mut office = office_with_mail(&cloud, &with_sms).await;
    let customer = office.customer("Alfa0001", 10).await;
    let mut key = key_by_mail(customer, 1, Language::Cs);
    let code = key.code.clone();
    let sms = Recipient { channel: Channel::Sms, to: "+420777123456".into(), language: Language::Cs };
    key.code.send.insert(0, sms.clone());
    office.asks(key).await.unwrap();
    assert_eq!(send_all(&cloud, office.now).await, 2, "the letter, then the text message");
    let said = heard.recv().await.unwrap();
    assert!(said.contains("+420777123456"), "{said}");
    assert!(!said.contains(&code.code), "{said}");
    office.pull().await;
    assert_eq!(known(&office, code.id, Channel::Sms, MessagePurpose::Invitation)["status"], "sent");
    // Alone it would announce nothing.
    let mut alone = key_by_mail(customer, 2, Language::Cs);
    alone.code.send = vec![sms];
    let refused = office.asks(alone).await.unwrap_err();
    let Refusal::Invalid { fields } = refused else { panic!("{refused:?}") };
    assert_eq!((fields[0].field.as_str(), &fields[0].code), ("send_sms", &FieldCode::NeedsEmail));
}

async fn a_distributor_sends_by_its_own_server_and_everybody_else_by_the_clouds(place: Place) {
    let (whole, own) = (MailServer::start(&[]).await, MailServer::start(&["--login", "beta", "velmi-tajne"]).await);
    let cloud = place.cloud().await;
    let mut alfa = office_with_mail(&cloud, &settings(whole.port)).await;
    let mut beta = office(&cloud, "Beta", "beta@beta.example").await;
    let mut of_beta = settings(own.port);
    of_beta.from = "Beta <keys@beta.example>".into();
    let server = of_beta.server.as_mut().unwrap();
    (server.username, server.password) = ("beta".into(), "velmi-tajne".into());
    let (at, of) = (alfa.now.max(beta.now), beta.distributor());
    let set = async |settings: Option<&MailSettings>| {
        cloud.set_mail_settings(at, &entropy(), Some(of), settings).await.unwrap();
    };
    set(Some(&of_beta)).await;
    beta.pull().await;
    let (of_alfa, hers) = (alfa.customer("Alfa0001", 10).await, beta.customer("Beta0001", 10).await);
    let mut number = 0;
    let mut each_sends_one = async |whole_has: usize, own_has: usize| {
        number += 1;
        alfa.asks(key_by_mail(of_alfa, number, Language::Cs)).await.unwrap();
        beta.asks(key_by_mail(hers, number, Language::Cs)).await.unwrap();
        assert_eq!(send_all(&cloud, alfa.now.max(beta.now)).await, 2);
        assert_eq!((whole.letters().len(), own.letters().len()), (whole_has, own_has));
    };
    // How many letters of a server come from Alfa's sender, and how many from Beta's; the order is the carrier's.
    let from = |server: &MailServer| {
        let letters: Vec<String> =
            server.letters().iter().map(|letter| String::from_utf8_lossy(letter).into_owned()).collect();
        let of = |sender: &str| {
            letters.iter().filter(|text| text.lines().any(|l| l.starts_with("From:") && l.contains(sender))).count()
        };
        (of("keys@alfa.example"), of("keys@beta.example"))
    };
    each_sends_one(1, 1).await;
    assert_eq!((from(&whole), from(&own)), ((1, 0), (0, 1)));
    // What is kept of its password nobody reads in the database.
    let mut tx = cloud.db().read().await.unwrap();
    let rows = tx.fetch("SELECT body FROM mail_settings", Vec::new()).await.unwrap();
    assert_eq!(rows.len(), 2);
    assert!(rows.iter().all(|row| !row.str(0).unwrap().contains("velmi-tajne")));
    tx.roll_back().await.unwrap();
    // Without a server of its own it sends by the cloud's, from its own address; without settings as the cloud does.
    set(Some(&MailSettings { server: None, ..of_beta.clone() })).await;
    each_sends_one(3, 1).await;
    assert_eq!(from(&whole), (2, 1));
    set(None).await;
    each_sends_one(5, 1).await;
    assert_eq!(from(&whole), (4, 1));
    // And where the cloud has none, it is the only one that sends.
    set(Some(&of_beta)).await;
    cloud.set_mail_settings(at, &entropy(), None, None).await.unwrap();
    let channels = |computer: &Computer| computer.rows("distributor")[0]["channels"]["email"] == true;
    for computer in [&mut alfa, &mut beta] {
        computer.pull().await;
    }
    assert_eq!((channels(&alfa), channels(&beta)), (false, true));
}

/// A real HTTP gateway that says what it was told.
async fn gateway() -> (String, tokio::sync::mpsc::UnboundedReceiver<String>) {
    let (told, heard) = tokio::sync::mpsc::unbounded_channel();
    let router = axum::Router::new().route(
        "/send",
        axum::routing::post(move |body: String| {
            drop(told.send(body));
            async { "ok" }
        }),
    );
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await });
    (format!("http://{address}/send"), heard)
}

on_both_engines!(
    a_key_is_sent_by_mail_in_the_holders_language_and_the_office_sees_it,
    a_mail_server_that_is_away_for_a_while_loses_and_doubles_nothing,
    what_cannot_be_sent_for_days_is_given_up_and_can_be_sent_again,
    a_refused_recipient_is_shown_and_another_address_helps,
    whoever_ends_before_the_note_leaves_a_letter_that_is_sent_again_under_the_same_id,
    a_code_that_ended_is_not_sent,
    nothing_leaves_during_a_recovery_nor_for_a_suspended_distributor,
    only_the_cloud_says_what_became_of_messages,
    a_holder_is_reminded_once_before_the_code_ends,
    a_text_message_follows_the_letter_and_never_holds_the_code,
    a_distributor_sends_by_its_own_server_and_everybody_else_by_the_clouds,
);

/// Several processes of the cloud on one database, all of them sending at once.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_processes_on_postgresql_send_each_letter_once() {
    let place = Place::postgres().await;
    let mail = MailServer::start(&[]).await;
    let cloud = place.cloud().await;
    let mut office = office_with_mail(&cloud, &settings(mail.port)).await;
    let customer = office.customer("Alfa0001", 60).await;
    for number in 1..=40 {
        office.does(key_by_mail(customer, number, Language::Cs));
    }
    assert!(office.push().await.iter().all(|outcome| outcome.refusal.is_none()));
    let at = office.now;
    let mut carriers = Vec::new();
    for _ in 0..2 {
        let process = place.cloud().await;
        for _ in 0..4 {
            let process = process.clone();
            carriers.push(tokio::spawn(async move { send_all(&process, at).await }));
        }
    }
    for carrier in carriers {
        carrier.await.unwrap();
    }
    assert_eq!(send_all(&cloud, at).await, 0);
    let letters = mail.letters();
    let ids: std::collections::BTreeSet<_> = letters
        .iter()
        .map(|raw| MessageParser::default().parse(raw).unwrap().message_id().unwrap().to_owned())
        .collect();
    assert_eq!((letters.len(), ids.len()), (40, 40), "each once");
    office.pull().await;
    assert!(office.rows("message").iter().all(|row| row["status"] == "sent"));
}

#[test]
fn settings_do_not_show_their_secrets() {
    let mut settings = settings(25);
    settings.server.as_mut().unwrap().password = "velmi-tajne".into();
    settings.gateway = Some(Gateway {
        url: "https://sms.example/?key=velmi-tajne&to={phone}&text={text}".into(),
        headers: vec![("Authorization".into(), "velmi-tajne".into())],
        ..Gateway::default()
    });
    assert!(!format!("{settings:?}").contains("velmi-tajne"));
    settings.check().unwrap();
    settings.server.as_mut().unwrap().host = "mail.example".into();
    assert!(settings.check().is_err(), "without TLS nothing goes over a network");
}
