//! Every screen of the real window once: nothing that axe finds, no text that is cut off where it is tightest; and forms that
//! are filled in wrongly. `cargo xtask screens` looks at every screen in every language, theme and size, with pictures.

use fantoccini::key::Key;
use mobileaccess_tests::{
    office::{self, EMAIL, PASSWORD, demo},
    programs::file,
    screens::{Camera, TIGHT},
    tour,
    window::{Computer, Window},
};
use serde_json::json;

#[tokio::test]
async fn every_screen_is_without_a_finding() {
    let window = Window::open(Computer::new()).await;
    let mut camera = Camera::new(window, None);
    let count = tour::everywhere(&mut camera, &[TIGHT], &[]).await;
    let Camera { window, findings, .. } = camera;
    window.close().await;
    assert!(findings.is_empty(), "{} findings:\n  {}", findings.len(), findings.join("\n  "));
    assert!(count > 130, "only {count} screens were come to");
}

#[tokio::test]
async fn every_screen_of_a_computer_of_a_cloud_is_without_a_finding() {
    let camera = Camera::new(Window::open(Computer::new()).await, None);
    let (count, camera) = tour::with_a_cloud(camera, &[TIGHT], &[]).await;
    let Camera { window, findings, .. } = camera;
    window.close().await;
    assert!(findings.is_empty(), "{} findings:\n  {}", findings.len(), findings.join("\n  "));
    assert!(count > 10, "only {count} screens were come to");
}

/// A form: how one comes to it, what is typed into which field, and what sends it.
struct Form {
    address: String,
    /// What is clicked on the way.
    opens: &'static [&'static str],
    typed: Vec<(&'static str, String)>,
    /// Days, typed digit by digit into the parts of a date field.
    days: &'static [(&'static str, &'static str, &'static str)],
    /// Nothing, where what is typed is looked at by itself.
    sends: &'static str,
}

fn form(address: String, opens: &'static [&'static str], typed: &[(&'static str, &str)], sends: &'static str) -> Form {
    let typed = typed.iter().map(|(name, text)| (*name, (*text).to_owned())).collect();
    Form { address, opens, typed, days: &[], sends }
}

/// What the dialogs for files are called, in both languages.
const CHOOSE: &str = "Choose a reader file|Choose a file with users|Vyberte soubor";

const HOSTILE: &str = "<script>alert(1)</script> \u{202e}مفتاح 🗝";

/// As much as the web view lets into one field.
fn long() -> String {
    "x".repeat(500_000)
}

/// Fills a form in wrongly: its fields say why, and what was typed stays.
async fn is_told_what_is_wrong(window: &Window, form: &Form) {
    let what = format!("{} {:?}", form.address, form.opens);
    if !form.address.is_empty() {
        window.go(&form.address).await;
        window.at_rest().await;
    }
    for step in form.opens {
        // A word of a tester, or any other selector.
        if step.contains('[') { window.click_css(step).await } else { window.click(step).await }
    }
    // Pasted, as nobody types a megabyte.
    let paste = "const [name, text] = arguments; \
        const field = [...document.querySelectorAll(`[name='${name}'], [data-testid='${name}']`)].filter((one) => one.checkVisibility()).at(-1); \
        field.focus(); field.select(); document.execCommand('insertText', false, text); \
        if (field.value !== text) { field.value = text; field.dispatchEvent(new InputEvent('input', { bubbles: true })); } \
        if (field.dataset.testid?.startsWith('cell-')) field.blur();";
    for (name, text) in &form.typed {
        window.find(&format!("[name='{name}'], [data-testid='{name}']")).await;
        window.client().execute(paste, vec![json!(name), json!(text)]).await.unwrap();
    }
    for (name, digits, _) in form.days {
        // An empty one shows what being empty means, until it has the focus.
        window.test_id(name).await;
        let focus = "document.querySelector(`[data-testid='${arguments[0]}'] [role='spinbutton']`).focus()";
        window.client().execute(focus, vec![json!(name)]).await.unwrap();
        window.keys(digits).await;
    }
    if !form.sends.is_empty() {
        window.click(form.sends).await;
    }
    window.find("[aria-invalid='true']").await;
    // Each field that is wrong has its reason beneath it, and every field still holds what was typed.
    let reasons = "return [...document.querySelectorAll(\"[aria-invalid='true']\")].map((field) => \
        (field.getAttribute('aria-describedby') ?? '').split(' ').map((id) => document.getElementById(id)?.textContent ?? '').join(' ').trim())";
    let reasons = window.client().execute(reasons, Vec::new()).await.unwrap();
    let reasons = reasons.as_array().unwrap();
    assert!(!reasons.is_empty() && reasons.iter().all(|reason| reason.as_str() != Some("")), "{what}: {reasons:?}");
    for (name, text) in &form.typed {
        let kept = "const [name, text] = arguments; \
            return [...document.querySelectorAll(`[name='${name}'], [data-testid='${name}']`)].some((one) => one.value === text)";
        let kept = window.client().execute(kept, vec![json!(name), json!(text)]).await.unwrap();
        assert!(kept == true, "{what}: what was typed into {name} is lost");
    }
    for (name, _, day) in form.days {
        assert!(
            window.shows(&format!("[data-testid='{name}'][data-value='{day}']")).await,
            "{what}: {name} lost its day"
        );
    }
    assert!(!window.shows("[data-sonner-toast][data-type='error']").await, "{what}: no toast for a refusal");
    for _ in 0..3 {
        if window.shows("[data-testid='leave-dialog']").await {
            window.click("confirm-action").await;
        } else if window.shows("[role='dialog']").await {
            window.keys(&Key::Escape.to_string()).await;
        }
        window.at_rest().await;
    }
    window.go("/").await;
    window.at_rest().await;
    for (asked, answer) in [("leave-dialog", "confirm-action"), ("unpublished-dialog", "unpublished-leave")] {
        if window.shows(&format!("[data-testid='{asked}']")).await {
            window.click(answer).await;
            window.at_rest().await;
        }
    }
}

#[tokio::test]
async fn what_was_typed_wrong_is_said_at_its_field_and_nothing_is_lost() {
    let computer = Computer::new();
    let at = demo(&computer.data());
    let window = Window::open(computer).await;
    let long = long();
    // Before anything is set up: the address of a cloud that is none.
    let join = [("address", HOSTILE), ("email", ""), ("password", ""), ("computer", &long)];
    is_told_what_is_wrong(&window, &form(String::new(), &["first-run-join"], &join, "join-submit")).await;
    window.click("join-back").await;
    window.click("first-run-demo").await;
    window.test_id("demo-banner").await;
    let (customer, grouped) = (&at.customer, &at.grouped);
    let detail = |tab: &str| format!("/customers/{customer}/{tab}");
    let work = |place: &str| format!("/w/{customer}{place}");
    let backwards = Form {
        days: &[("to", "01012001", "2001-01-01")],
        ..form(detail("general"), &["paper-statement", "period", "option-custom"], &[], "")
    };
    let validity = Form {
        days: &[("bulk-valid-from", "01012031", "2031-01-01"), ("bulk-valid-to", "01012030", "2030-01-01")],
        ..form(
            work("/users"),
            &["select-page", "bulk-more", "bulk-validity", "label:has([data-testid='bulk-change-to'])"],
            &[],
            "",
        )
    };
    let forms = [
        validity,
        form("/customers/new".to_owned(), &[], &[("name", &long), ("system_id", HOSTILE)], "wizard-continue"),
        form(detail("general"), &["edit-contact"], &[("email", "nobody"), ("web", HOSTILE)], "edit-save"),
        form(
            detail("general"),
            &["edit-system"],
            &[("name", &long), ("system_id", ""), ("system_key", "")],
            "edit-save",
        ),
        form(detail("accounts"), &["create-account"], &[("email", HOSTILE), ("password", "x")], "account-save"),
        form(
            "/accounts".to_owned(),
            &["create-account"],
            &[("email", &long), ("password", "Heslo-123"), ("confirm", "Heslo-124")],
            "account-save",
        ),
        form(
            "/profile/account".to_owned(),
            &["change-own-password"],
            &[("new_password", "short"), ("confirm", "short")],
            "password-save",
        ),
        form(
            work("/users?create=1"),
            &[],
            &[("first_name", ""), ("last_name", HOSTILE), ("email", "nobody")],
            "user-submit",
        ),
        form(work("/users?create=1"), &[], &[("first_name", &long), ("last_name", "Nová")], "user-submit"),
        form(work("/readers"), &["create-reader"], &[("name", &long), ("reader_id", "")], "reader-submit"),
        form(format!("/w/{grouped}/groups"), &["create-group"], &[("name", &long)], "group-submit"),
        form(work(""), &[], &[("full_name", &long)], "key-submit"),
        // Templates.
        form("/templates".to_owned(), &["create-template"], &[("name", "")], "template-submit"),
        form(
            "/templates".to_owned(),
            &["create-template"],
            &[("name", &long), ("note", &long), ("key_name", &long), ("key_prefix", HOSTILE)],
            "template-submit",
        ),
        // Papers: looked at while they are typed.
        form(
            detail("general"),
            &["paper-handover"],
            &[("handed_by", &long), ("taken_by", HOSTILE), ("remarks", &long)],
            "",
        ),
        backwards,
    ];
    for form in &forms {
        is_told_what_is_wrong(&window, form).await;
    }
    // A cell of a spreadsheet is repaired where it stands.
    window.go(&work("/users/import")).await;
    window.click("import-choose").await;
    window.answer_dialog(CHOOSE, &file("fixtures/users/tenants.csv")).await;
    window.test_id("user-import-preview").await;
    window.click("tab-invalid").await;
    let cell = form(String::new(), &[], &[("cell-email", HOSTILE)], "");
    is_told_what_is_wrong(&window, &cell).await;
    window.close().await;
}

#[tokio::test]
async fn what_was_typed_wrong_about_computers_and_mail_is_said_at_its_field() {
    let computer = Computer::new();
    let data = computer.data();
    let own = json!({
        "name": "Alfa Locks", "code": "Alfa", "email": EMAIL, "password": PASSWORD, "time_zone": "Europe/Prague", "language": "cs"
    });
    office::read(&data, "session.set_up", own);
    let wizard = json!({
        "name": "Bytový dům Žižkov", "system_type": "importer", "system_id": "Alfa0001", "system_key": "Klic-tajny", "contact": {},
        "password": null, "key_name": "klic-dum", "key_prefix": "39", "default_valid_to": null, "credit": 0, "one_tap": true,
        "automatic": true
    });
    office::read(&data, "customers.create", wizard);
    let window = Window::open(computer).await;
    window.unlock(PASSWORD).await;
    window.go("/settings").await;
    window.click("office-turn-on").await;
    let long = long();
    let typed = |typed: &[(&'static str, &str)], opens, sends| form("/settings".to_owned(), opens, typed, sends);
    is_told_what_is_wrong(
        &window,
        &Form { address: String::new(), ..typed(&[("password", "Heslo-124"), ("computer", "")], &[], "office-submit") },
    )
    .await;
    window.go("/settings").await;
    window.click("office-turn-on").await;
    window.fill("password", PASSWORD).await;
    window.click("office-submit").await;
    window.test_id("office").await;
    let mail: &[&'static str] = &["office-mail-edit"];
    let sms: &[&'static str] = &["office-sms-edit", "office-sms-header-add"];
    let forms = [
        typed(&[("from", ""), ("host", ""), ("port", "smtp")], mail, "office-mail-submit"),
        typed(&[("from", HOSTILE), ("host", HOSTILE), ("port", "99999999999")], mail, "office-mail-submit"),
        typed(&[("from", "klice@alfa.example"), ("host", &long), ("username", &long)], mail, "office-mail-submit"),
        typed(&[("url", HOSTILE), ("body", HOSTILE)], sms, "office-sms-submit"),
        typed(
            &[("url", &long), ("body", &long), ("headers.0.name", &long), ("headers.0.value", "")],
            sms,
            "office-sms-submit",
        ),
        typed(
            &[("url", "http://sms.example"), ("body", "{\"to\": {phone}}"), ("headers.0.name", HOSTILE)],
            sms,
            "office-sms-submit",
        ),
        form("/computers".to_owned(), &["computer-menu", "computer-rename"], &[("name", "")], "rename-computer-submit"),
        form(
            "/computers".to_owned(),
            &["computer-menu", "computer-rename"],
            &[("name", &long)],
            "rename-computer-submit",
        ),
    ];
    for form in &forms {
        is_told_what_is_wrong(&window, form).await;
    }
    window.close().await;
}
