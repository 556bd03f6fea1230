//! The window without a mouse: everything from the first screen to a saved handout by keys, and the choice of a workspace.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use fantoccini::key::Key;
use mobileaccess_tests::{
    office::{EMAIL, PASSWORD, answer, customer, read},
    qr,
    window::{Computer, Window},
};
use serde_json::{Value, json};

/// Presses Tab until the focus is on an element of this CSS selector.
async fn tab_to(window: &Window, css: &str) {
    let script = "return document.activeElement !== null && document.activeElement.matches(arguments[0])";
    for _ in 0..120 {
        let there = window.client().execute(script, vec![json!(css)]).await.unwrap();
        if there == true {
            return;
        }
        window.keys(&Key::Tab.to_string()).await;
    }
    window.photograph("failed").await;
    panic!("Tab never comes to {css}");
}

/// Tabs to a thing, once it is there, and presses Enter on it.
async fn press(window: &Window, css: &str) {
    window.find(css).await;
    tab_to(window, css).await;
    window.keys(&Key::Enter.to_string()).await;
}

/// Tabs to a field and types into it.
async fn type_into(window: &Window, name: &str, text: &str) {
    let css = format!("[name='{name}']");
    window.find(&css).await;
    tab_to(window, &css).await;
    window.keys(&(Key::Control + "a")).await;
    window.keys(text).await;
}

async fn appears(path: &Path) -> bool {
    let end = Instant::now() + Duration::from_secs(8);
    while !path.is_file() && Instant::now() < end {
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    path.is_file()
}

#[tokio::test]
async fn the_whole_main_path_goes_by_keyboard_alone() {
    let window = Window::open(Computer::new()).await;
    let data = window.computer().data();
    press(&window, "[data-testid='first-run-set-up']").await;
    for (name, text) in [("name", "Alfa Locks"), ("code", "Alfa"), ("email", EMAIL), ("password", PASSWORD)] {
        type_into(&window, name, text).await;
    }
    type_into(&window, "repeat", PASSWORD).await;
    window.keys(&Key::Enter.to_string()).await;
    window.find("[data-testid='recovery-code']").await;
    tab_to(&window, "[name='recovery-saved']").await;
    window.keys(" ").await;
    press(&window, "[data-testid='first-run-done']").await;
    window.find("[data-testid='place-customers']").await;
    window.at_rest().await;

    // The wizard: one letter opens it, Enter leads on, and back without loss.
    window.keys("n").await;
    for (name, text) in [("name", "Bytový dům"), ("system_id", "Alfa0001"), ("system_key", "Klic-tajny")] {
        type_into(&window, name, text).await;
    }
    press(&window, "[data-testid='wizard-continue']").await;
    window.find("[data-step='contact']").await;
    // Of a group of choices Tab comes to the chosen one; the arrows choose.
    tab_to(&window, "[data-testid^='with_account-']").await;
    let no = "return document.querySelector(\"[data-testid='with_account-no']\").checked";
    for _ in 0..2 {
        if window.client().execute(no, Vec::new()).await.unwrap() != true {
            window.keys(&Key::Down.to_string()).await;
        }
    }
    press(&window, "[data-testid='wizard-continue']").await;
    window.find("[data-step='key']").await;
    type_into(&window, "key_name", "dům").await;
    press(&window, "[data-testid='wizard-back']").await;
    window.find("[data-step='contact']").await;
    press(&window, "[data-testid='wizard-continue']").await;
    window.find("[data-step='key']").await;
    let kept = "return document.querySelector(\"[name='key_name']\").value";
    assert_eq!(window.client().execute(kept, Vec::new()).await.unwrap(), "dům", "going back loses nothing");
    press(&window, "[data-testid='wizard-continue']").await;
    window.find("[data-step='finish']").await;
    press(&window, "[data-testid='wizard-finish']").await;
    window.find("[data-testid='customer-created']").await;

    // To the customer by the palette, as to everything.
    window.keys(&(Key::Control + "k")).await;
    window.find("[data-testid='palette-input']").await;
    window.keys("Alfa0001").await;
    window.find("[data-testid='palette-item']").await;
    window.at_rest().await;
    window.keys(&Key::Escape.to_string()).await;
    press(&window, "[data-testid='workspace-switcher']").await;
    window.find("[data-testid='workspace-Alfa0001']").await;
    press(&window, "[data-testid='workspace-Alfa0001']").await;
    window.find("[data-testid='place-readers']").await;
    window.at_rest().await;

    // A reader, a user with a key, the handout.
    window.keys("g").await;
    window.keys("r").await;
    window.find("[data-testid='empty-import'], [data-testid='import-readers']").await;
    window.at_rest().await;
    window.keys("a").await;
    window.find("[data-testid='reader-dialog']").await;
    type_into(&window, "name", "Hlavní vchod").await;
    type_into(&window, "reader_id", "IMA XhOUJ").await;
    window.keys(&Key::Enter.to_string()).await;
    window.wait_for_text("Hlavní vchod").await;
    window.at_rest().await;
    window.keys("n").await;
    window.find("[data-testid='key-form']").await;
    type_into(&window, "full_name", "Božena Němcová").await;
    window.keys(&Key::Enter.to_string()).await;
    window.find("[data-testid='key-done']").await;
    let pdf = window.computer().home().join("by-keys.pdf");
    for _ in 0..3 {
        press(&window, "[data-testid='key-save-pdf']").await;
        window.answer_dialog("Save PDF", &pdf).await;
        if appears(&pdf).await {
            break;
        }
    }
    assert!(pdf.is_file(), "the handout was saved");
    window.lock().await;

    let first = customer(&data, "Alfa0001");
    let users = read(&data, "users.list", json!({"customer_id": first, "page": {}}));
    let card = read(&data, "users.card", json!({"user_id": users["rows"][0]["id"]}));
    let revealed = read(&data, "keys.reveal_code", json!({"key_id": card["devices"][0]["keys"][0]["id"]}));
    assert_eq!(json!(qr::in_pdf(&pdf)), json!([revealed["code"]]), "the QR on paper holds the very code");
    let readers = read(&data, "readers.list", json!({"customer_id": first, "page": {}}));
    assert_eq!(readers["rows"][0]["reader_id"], "IMA XhOUJ");
    window.close().await;
}

/// Another process sets the computer up, with one customer.
fn set_up(data: &Path) {
    let request = json!({"name": "Alfa Locks", "code": "Alfa", "email": EMAIL, "password": PASSWORD, "time_zone": "Europe/Prague", "language": "en"});
    assert_eq!(answer(data, PASSWORD, &[], "session.set_up", &request)["ok"], true);
    let request = json!({
        "name": "Bytovka-01", "system_type": "importer", "system_id": "Alfa0001", "system_key": "Klic-tajny", "contact": {},
        "password": null, "key_name": "klic", "key_prefix": "", "default_valid_to": null, "credit": 0, "one_tap": true, "automatic": true
    });
    read(data, "customers.create", request);
}

#[tokio::test]
async fn whoever_logs_in_chooses_where_to_work() {
    let computer = Computer::new();
    set_up(&computer.data());
    let window = Window::open(computer).await;
    window.log_in(PASSWORD).await;
    let chosen = "return document.querySelector(\"[name='workspace']:checked\").dataset.testid";
    let chosen = async || window.client().execute(chosen, Vec::new()).await.unwrap();
    assert_eq!(chosen().await, "choose-Alfa", "the distributor's own is chosen already");
    window.photograph("16-choose-workspace").await;
    // The focus is on it: an arrow and Enter are all it takes.
    window.keys(&Key::Down.to_string()).await;
    assert_eq!(chosen().await, "choose-Alfa0001");
    window.keys(&Key::Enter.to_string()).await;
    window.find("[data-testid='place-readers']").await;
    // Where the rail is narrow, the name stands in the top bar; it is one text either way.
    let name = "return document.querySelector(\"[data-testid='workspace-name']\").textContent";
    let name = async || window.client().execute(name, Vec::new()).await.unwrap();
    assert_eq!(name().await, "Bytovka-01");

    // Change workplace: one stays logged in.
    window.click("account-menu").await;
    window.click("change-workspace").await;
    window.find("[data-testid='change-workspace-dialog']").await;
    window.click_css("label:has([data-testid='choose-Alfa'])").await;
    window.click("change-workspace-select").await;
    window.find("[data-testid='place-customers']").await;
    assert_eq!(name().await, "Alfa Locks");

    // Locked and opened again, one goes on where one was; after a log-out nothing of it is left.
    window.click("workspace-switcher").await;
    window.click("workspace-Alfa0001").await;
    window.click("place-readers").await;
    window.lock().await;
    window.log_in(PASSWORD).await;
    assert_eq!(chosen().await, "choose-Alfa0001");
    window.click("workspace-select").await;
    window.find("[data-testid='empty-import'], [data-testid='import-readers']").await;
    window.click("account-menu").await;
    window.click("session-log-out").await;
    window.test_id("unlock-submit").await;
    let email = "return document.querySelector(\"[name='email']\").value";
    assert_eq!(window.client().execute(email, Vec::new()).await.unwrap(), Value::from(""));
    window.log_in(PASSWORD).await;
    assert_eq!(chosen().await, "choose-Alfa");
    window.close().await;
}
