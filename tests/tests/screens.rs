//! Every screen of the real window once: nothing that axe finds, no text that is cut off where it is tightest; and forms that
//! are filled in wrongly. `cargo xtask screens` looks at every screen in every language, theme and size, with pictures.

use fantoccini::key::Key;
use mobileaccess_tests::{
    office::demo,
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
    assert!(count > 80, "only {count} screens were come to");
}

/// A form: how one comes to it, what is typed into which field, and what sends it.
struct Form {
    address: String,
    opens: &'static str,
    typed: Vec<(&'static str, String)>,
    sends: &'static str,
}

#[tokio::test]
async fn what_was_typed_wrong_is_said_at_its_field_and_nothing_is_lost() {
    let computer = Computer::new();
    let at = demo(&computer.data());
    let window = Window::open(computer).await;
    window.click("first-run-demo").await;
    window.test_id("demo-banner").await;
    // As much as the web view lets into one field.
    let long = "x".repeat(500_000);
    let hostile = "<script>alert(1)</script> \u{202e}مفتاح 🗝";
    let (customer, grouped) = (&at.customer, &at.grouped);
    let form = |address: String, opens, typed: &[(&'static str, &str)], sends| {
        let typed = typed.iter().map(|(name, text)| (*name, (*text).to_owned())).collect();
        Form { address, opens, typed, sends }
    };
    let forms = [
        form("/customers/new".to_owned(), "", &[("name", &long), ("system_id", hostile)], "wizard-continue"),
        form(
            format!("/customers/{customer}/general"),
            "edit-contact",
            &[("email", "nobody"), ("web", hostile)],
            "edit-save",
        ),
        form(
            format!("/customers/{customer}/accounts"),
            "create-account",
            &[("email", hostile), ("password", "x")],
            "account-save",
        ),
        form(
            "/accounts".to_owned(),
            "create-account",
            &[("email", &long), ("password", "Heslo-123"), ("confirm", "Heslo-124")],
            "account-save",
        ),
        form(
            "/profile/account".to_owned(),
            "change-own-password",
            &[("new_password", "short"), ("confirm", "short")],
            "password-save",
        ),
        form(
            format!("/w/{customer}/users?create=1"),
            "",
            &[("first_name", ""), ("last_name", hostile), ("email", "nobody")],
            "user-submit",
        ),
        form(
            format!("/w/{customer}/users?create=1"),
            "",
            &[("first_name", &long), ("last_name", "Nová")],
            "user-submit",
        ),
        form(format!("/w/{customer}/readers"), "create-reader", &[("name", &long), ("reader_id", "")], "reader-submit"),
        form(format!("/w/{grouped}/groups"), "create-group", &[("name", &long)], "group-submit"),
        form(format!("/w/{customer}"), "", &[("full_name", &long)], "key-submit"),
    ];
    for form in forms {
        let what = format!("{} {}", form.address, form.opens);
        window.go(&form.address).await;
        window.at_rest().await;
        if !form.opens.is_empty() {
            window.click(form.opens).await;
        }
        // Pasted, as nobody types a megabyte.
        let paste = "const [name, text] = arguments; \
            const field = [...document.querySelectorAll(`[name='${name}']`)].filter((one) => one.checkVisibility()).at(-1); \
            field.focus(); field.select(); document.execCommand('insertText', false, text); \
            if (field.value !== text) { field.value = text; field.dispatchEvent(new InputEvent('input', { bubbles: true })); }";
        for (name, text) in &form.typed {
            window.find(&format!("[name='{name}']")).await;
            window.client().execute(paste, vec![json!(name), json!(text)]).await.unwrap();
        }
        window.click(form.sends).await;
        window.find("[aria-invalid='true']").await;
        // Each field that is wrong has its reason beneath it, and every field still holds what was typed.
        let reasons = "return [...document.querySelectorAll(\"[aria-invalid='true']\")].map((field) => \
            (field.getAttribute('aria-describedby') ?? '').split(' ').map((id) => document.getElementById(id)?.textContent ?? '').join(' ').trim())";
        let reasons = window.client().execute(reasons, Vec::new()).await.unwrap();
        let reasons = reasons.as_array().unwrap();
        assert!(!reasons.is_empty() && reasons.iter().all(|reason| reason.as_str() != Some("")), "{what}: {reasons:?}");
        for (name, text) in &form.typed {
            let kept = "const [name, text] = arguments; \
                return [...document.querySelectorAll(`[name='${name}']`)].some((one) => one.value === text)";
            let kept = window.client().execute(kept, vec![json!(name), json!(text)]).await.unwrap();
            assert!(kept == true, "{what}: what was typed into {name} is lost");
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
        if window.shows("[data-testid='leave-dialog']").await {
            window.click("confirm-action").await;
        }
    }
    window.close().await;
}
