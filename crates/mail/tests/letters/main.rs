//! Stories of letters, told to a real mail server.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a story that cannot go on has failed")]

mod server;

use chrono::{DateTime, NaiveDate, Utc};
use mail_parser::{MessageParser, MimeHeaders as _};
use mobileaccess_domain::{Language, UserId};
use mobileaccess_mail::{
    ProblemKind,
    letter::{Envelope, KeyLetter, Occasion, key_letter, test_letter},
    smtp::{Mailer, Security, Server},
};
use server::MailServer;

const CODE: &str = "9w75cT8op7PmMpWpdmNn";
const ADDRESS: &str = "https://keys.example/k#9w75cT8op7PmMpWpdmNn";

fn at() -> DateTime<Utc> {
    "2026-11-25T09:00:00Z".parse().unwrap()
}

fn petr(language: Language) -> KeyLetter<'static> {
    KeyLetter {
        occasion: Occasion::NewKey,
        language,
        name: "Petr <b>Žižka</b>",
        site: "Bytovka 2 & syn",
        sender: "Alfa s.r.o.",
        key_name: "klic-dum02",
        number: UserId::new(17).unwrap(),
        valid_from: NaiveDate::from_ymd_opt(2026, 11, 25).unwrap(),
        valid_to: None,
        code: CODE,
        qr_content: ADDRESS,
        link: Some(ADDRESS),
        code_until: "2026-12-25T10:00:00".parse().unwrap(),
        app_link: "https://ima.cz/app/key",
        demo: false,
    }
}

fn envelope(to: &'static str) -> Envelope<'static> {
    Envelope {
        from: "Alfa s.r.o. <keys@alfa.test>",
        reply_to: "office@alfa.test",
        to_name: "Petr Žižka",
        to,
        message_id: "<0193@keys.example>",
        date: at(),
    }
}

fn settings(port: u16) -> Server {
    Server {
        host: "localhost".to_owned(),
        port,
        security: Security::None,
        username: String::new(),
        password: String::new(),
        root_certificate: None,
    }
}

/// Reads the QR out of a picture with a library that did not make it.
fn scan(picture: &[u8]) -> String {
    let picture = image::load_from_memory(picture).unwrap().to_luma8();
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let mut picture =
        rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| picture.get_pixel(x as u32, y as u32).0[0]);
    picture.detect_grids()[0].decode().unwrap().1
}

#[tokio::test]
async fn a_key_arrives_by_mail_with_its_qr_in_the_page_and_as_a_file_in_both_languages() {
    let mail = MailServer::start(&[]).await;
    let mailer = Mailer::new(&settings(mail.port)).unwrap();
    for language in [Language::En, Language::Cs] {
        mailer.send(key_letter(&petr(language), &envelope("petr@bytovka.test")).unwrap()).await.unwrap();
    }
    let letters = mail.letters();
    assert_eq!(letters.len(), 2);
    for (raw, (until, step, valid)) in letters.iter().zip([
        ("25 Dec 2026 10:00", "GO TO MOBILE KEYS DOWNLOAD", "from 25 Nov 2026"),
        ("25.\u{a0}12.\u{a0}2026 10:00", "PŘEJÍT KE STAŽENÍ MOBILNÍCH KLÍČŮ", "od 25.\u{a0}11.\u{a0}2026"),
    ]) {
        let letter = MessageParser::default().parse(raw).unwrap();
        assert_eq!(letter.message_id(), Some("0193@keys.example"), "a repeat is recognised");
        assert!(letter.subject().unwrap().contains("Bytovka 2 & syn"));
        assert_eq!(letter.to().unwrap().first().unwrap().address(), Some("petr@bytovka.test"));
        let plain = letter.body_text(0).unwrap();
        let html = letter.body_html(0).unwrap();
        for page in [&plain, &html] {
            for words in [CODE, until, step, valid, "17 (0x11)", "Alfa s.r.o.", "https://ima.cz/app/key"] {
                assert!(page.contains(words), "{words} is missing in {page}");
            }
        }
        assert!(html.contains("Petr &lt;b&gt;Žižka&lt;/b&gt;"), "what people typed stays text");
        assert!(!html.contains("<script") && !html.contains("http://"), "nothing is fetched from elsewhere");
        let pictures: Vec<_> = letter.parts.iter().filter(|part| part.is_content_type("image", "png")).collect();
        assert_eq!(pictures.len(), 2, "one in the page, one as a file");
        for picture in pictures {
            assert_eq!(scan(picture.contents()), ADDRESS);
        }
        let inline = letter.parts.iter().find_map(|part| part.content_id()).unwrap();
        assert!(html.contains(&format!("cid:{inline}")), "the page shows the picture that is there");
    }
}

#[tokio::test]
async fn a_reminder_says_until_when_and_a_test_message_that_there_is_nothing_to_do() {
    let mail = MailServer::start(&[]).await;
    let mailer = Mailer::new(&settings(mail.port)).unwrap();
    let reminder = KeyLetter { occasion: Occasion::Reminder, ..petr(Language::En) };
    mailer.send(key_letter(&reminder, &envelope("petr@bytovka.test")).unwrap()).await.unwrap();
    mailer.send(test_letter(Language::Cs, "Alfa", &envelope("office@alfa.test")).unwrap()).await.unwrap();
    let letters = mail.letters();
    let parser = MessageParser::default();
    let reminder = parser.parse(&letters[0]).unwrap();
    assert!(reminder.subject().unwrap().contains("still waiting"));
    assert!(reminder.body_text(0).unwrap().contains("25 Dec 2026 10:00"));
    let test = parser.parse(&letters[1]).unwrap();
    assert!(test.body_text(0).unwrap().contains("Není třeba nic dělat"));
}

#[tokio::test]
async fn safe_servers_are_spoken_to_safely_and_a_wrong_password_is_told_apart() {
    for mode in ["--tls", "--starttls"] {
        let certificate = server::Certificate::make();
        let mail =
            MailServer::start(&[mode, &certificate.cert(), &certificate.key(), "--login", "alfa", "Secret-1"]).await;
        let good = Server {
            security: if mode == "--tls" { Security::Tls } else { Security::StartTls },
            username: "alfa".to_owned(),
            password: "Secret-1".to_owned(),
            root_certificate: Some(certificate.pem()),
            ..settings(mail.port)
        };
        let letter = || test_letter(Language::En, "Alfa", &envelope("office@alfa.test")).unwrap();
        let send = async |server: &Server| Mailer::new(server).unwrap().send(letter()).await;
        send(&good).await.unwrap();
        assert_eq!(mail.letters().len(), 1, "{mode}");
        let wrong = Server { password: "Secret-2".to_owned(), ..good.clone() };
        let problem = send(&wrong).await.unwrap_err();
        assert_eq!(problem.kind, ProblemKind::Login, "{problem:?}");
        assert!(!format!("{problem:?} {wrong:?}").contains("Secret"), "a password is never shown");
        let stranger = Server { root_certificate: None, ..good.clone() };
        let problem = send(&stranger).await.unwrap_err();
        assert_eq!(problem.kind, ProblemKind::Tls, "a certificate of nobody we know: {problem:?}");
    }
}

#[tokio::test]
async fn a_recipient_that_does_not_exist_is_final_and_everything_else_can_be_tried_again() {
    let mail = MailServer::start(&["--refuse", "nobody@bytovka.test"]).await;
    let send = async |port, to| {
        let letter = key_letter(&petr(Language::En), &envelope(to))?;
        Mailer::new(&settings(port)).unwrap().send(letter).await
    };
    let refused = send(mail.port, "nobody@bytovka.test").await.unwrap_err();
    assert_eq!(refused.kind, ProblemKind::RecipientRefused);
    assert!(refused.detail.contains("no such mailbox"), "{refused:?}");
    assert!(!refused.kind.is_passing());
    let malformed = send(mail.port, "not an address").await.unwrap_err();
    assert_eq!(malformed.kind, ProblemKind::RecipientRefused);

    let busy = MailServer::start(&["--later"]).await;
    let later = send(busy.port, "petr@bytovka.test").await.unwrap_err();
    assert_eq!(later.kind, ProblemKind::TryLater);
    assert!(later.kind.is_passing());

    let gone = MailServer::start(&[]).await;
    let port = gone.port;
    gone.stop().await;
    let unreachable = send(port, "petr@bytovka.test").await.unwrap_err();
    assert_eq!(unreachable.kind, ProblemKind::Unreachable);
    assert!(unreachable.kind.is_passing());
}

#[tokio::test]
async fn a_gateway_gets_the_notice_without_the_code_and_its_refusals_are_told_apart() {
    use axum::{Router, http::StatusCode, routing::post};
    use mobileaccess_mail::sms::{Gateway, notice};
    let (sender, mut receiver) = tokio::sync::mpsc::unbounded_channel();
    let answer = move |headers: axum::http::HeaderMap, body: String| {
        let sender = sender.clone();
        async move {
            if headers.get("x-key").is_none_or(|key| key != "abc") {
                return StatusCode::UNAUTHORIZED;
            }
            sender.send(body).unwrap();
            StatusCode::ACCEPTED
        }
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let serving = tokio::spawn(async move {
        let app =
            Router::new().route("/send", post(answer)).route("/busy", post(async || StatusCode::SERVICE_UNAVAILABLE));
        let app = app.route("/told", post(async || (StatusCode::UNPROCESSABLE_ENTITY, "no such sender\nfor key abc")));
        axum::serve(listener, app).await.unwrap();
    });
    let gateway = |path: &str, key: &str| Gateway {
        url: format!("http://127.0.0.1:{port}{path}"),
        headers: vec![("x-key".to_owned(), key.to_owned())],
        body: r#"{"to":"{phone}","text":"{text}"}"#.to_owned(),
        ..Gateway::default()
    };
    let text = notice(Language::Cs, "Bytovka \"2\"");
    gateway("/send", "abc").send("+420601234567", &text).await.unwrap();
    let body = receiver.recv().await.unwrap();
    assert_eq!(
        body,
        r#"{"to":"+420601234567","text":"Mobilní klíč do objektu Bytovka \"2\" jsme poslali na váš e-mail."}"#
    );
    assert!(!body.contains(CODE));
    assert_eq!(gateway("/send", "other").send("+420601234567", &text).await.unwrap_err().kind, ProblemKind::Login);
    assert_eq!(gateway("/busy", "abc").send("+420601234567", &text).await.unwrap_err().kind, ProblemKind::TryLater);
    assert_eq!(
        gateway("/nowhere", "abc").send("+420601234567", &text).await.unwrap_err().kind,
        ProblemKind::BadSettings
    );
    let nowhere = Gateway { url: "not a url".to_owned(), ..Gateway::default() };
    assert_eq!(nowhere.send("+420601234567", &text).await.unwrap_err().kind, ProblemKind::BadSettings);

    // What a person hears who tries it out: the gateway's own words, without the secret that it repeats.
    let told = Gateway { url: format!("http://127.0.0.1:{port}/told"), ..gateway("/told", "abc") };
    let answer = told.try_out("+420601234567", &text).await.unwrap();
    assert_eq!((answer.status, answer.problem), (422, Some(ProblemKind::Rejected)));
    assert_eq!(answer.said, "no such sender for key …");
    serving.abort();
}
