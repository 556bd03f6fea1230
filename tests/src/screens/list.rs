//! Every screen, dialog and step there is. A new one is one line here: the name of its picture, and how one comes to it.

use super::further;
use crate::office::Demo;

/// One thing that a person does to come to a screen.
#[derive(Clone, Debug)]
pub enum Step {
    /// Goes to an address.
    Go(String),
    /// Clicks the first element with this `data-testid`.
    Click(&'static str),
    /// Clicks the first element with this `data-testid` if it is there: a draft of an earlier look, for example.
    ClickIfThere(&'static str),
    /// Clicks the first element of a CSS selector.
    Css(&'static str),
    /// Presses keys.
    Keys(String),
    /// Types into the field of this name.
    Fill(&'static str, &'static str),
    /// Waits for an element with this `data-testid`.
    See(&'static str),
    /// Answers the native file dialog with one of the sample files.
    Choose(&'static str),
}

use Step::{Choose, Click, ClickIfThere, Css, Fill, Keys, See};

/// One screen.
#[derive(Clone, Debug)]
pub struct Screen {
    /// Its picture's name.
    pub name: &'static str,
    /// How one comes to it.
    pub steps: Vec<Step>,
}

/// A screen.
pub fn screen<const N: usize>(name: &'static str, steps: [Step; N]) -> Screen {
    Screen { name, steps: steps.to_vec() }
}

pub(super) fn go(address: &str) -> Step {
    Step::Go(address.to_owned())
}

fn control(letter: &str) -> Step {
    Keys(fantoccini::key::Key::Control + letter)
}

/// Before anything is set up.
pub fn first_run() -> Vec<Screen> {
    vec![screen("first-run", [])]
}

/// The form of the set-up, empty and with everything wrong.
pub fn set_up() -> Vec<Screen> {
    vec![
        screen("set-up", [Click("set-up-back"), Click("first-run-set-up")]),
        screen("set-up-wrong", [Click("set-up-submit")]),
    ]
}

/// The recovery code, which is shown once.
pub fn recovery_code() -> Vec<Screen> {
    vec![screen("recovery-code", [])]
}

/// An office with nothing in it yet.
pub fn empty_office() -> Vec<Screen> {
    vec![
        screen("empty-home", [go("/")]),
        screen("empty-customers", [go("/customers")]),
        screen("empty-credit", [go("/credit")]),
        screen("empty-accounts", [go("/accounts")]),
        screen("no-such-page", [go("/nowhere")]),
        screen("settings-own", [go("/settings"), See("office-turn-on")]),
        screen("settings-move-to-cloud", [go("/settings"), Click("cloud-move")]),
        screen("settings-move-to-cloud-wrong", [go("/settings"), Click("cloud-move"), Click("move-submit")]),
        screen("settings-join-cloud", [go("/settings"), Click("cloud-join")]),
        screen("settings-join-cloud-by-code", [go("/settings"), Click("cloud-join"), Fill("code", "MA-1")]),
        screen("settings-office-turn-on", [go("/settings"), Click("office-turn-on")]),
        screen("computers-alone", [go("/computers")]),
    ]
}

/// A computer that is the office server, and so belongs to a cloud: its own.
pub fn office_server() -> Vec<Screen> {
    vec![
        screen("office-server", [go("/settings"), See("office-mail-edit")]),
        screen("office-mail", [go("/settings"), Click("office-mail-edit")]),
        screen("office-mail-wrong", [go("/settings"), Click("office-mail-edit"), Click("office-mail-submit")]),
        screen("office-sms", [go("/settings"), Click("office-sms-edit"), Click("office-sms-header-add")]),
        screen(
            "office-sms-wrong",
            [
                go("/settings"),
                Click("office-sms-edit"),
                Click("office-sms-header-add"),
                Fill("url", "https://sms.example/send?to={number}"),
                Fill("body", r#"{"text": {text}}"#),
                Click("office-sms-submit"),
            ],
        ),
        screen(
            "office-sms-set",
            [
                go("/settings"),
                Click("office-sms-edit"),
                Fill("url", "http://127.0.0.1:9/send"),
                Fill("body", r#"{"to": "{phone}", "text": "{text}"}"#),
                Click("office-sms-submit"),
                See("office-sms-test"),
            ],
        ),
        screen(
            "office-sms-tested",
            [
                go("/settings"),
                Click("office-sms-test"),
                Fill("phone", "601234567"),
                Click("office-sms-test-submit"),
                See("office-sms-test-failed"),
            ],
        ),
        screen("office-backups", [go("/settings"), Click("office-back-up"), See("office-backups")]),
        screen("office-restore", [go("/settings"), Click("office-backup-restore")]),
        screen(
            "office-restore-wrong",
            [
                go("/settings"),
                Click("office-backup-restore"),
                Fill("password", "Heslo-000"),
                Click("office-restore-confirm"),
            ],
        ),
        screen("office-computers", [go("/computers"), See("computers")]),
        screen("office-computer-menu", [go("/computers"), Click("computer-menu")]),
        screen("office-computer-rename", [go("/computers"), Click("computer-menu"), Click("computer-rename")]),
        screen("office-add-computer", [go("/computers"), Click("add-computer-open")]),
        screen(
            "office-enrol-code",
            [go("/accounts"), Click("account-computer"), Click("enrol-make"), See("enrol-code")],
        ),
        screen("office-take-to-site", [go("/computers"), Click("take-to-site")]),
        screen("office-sync", [go("/"), Click("sync-chip")]),
        screen("office-accounts", [go("/accounts")]),
    ]
}

/// A customer with nothing in it yet.
pub fn empty_customer(id: &str) -> Vec<Screen> {
    let at = |place: &str| go(&format!("/w/{id}{place}"));
    vec![
        screen("empty-work-users", [at("/users")]),
        screen("empty-work-readers", [at("/readers")]),
        screen("empty-work-imports", [at("/readers/imports")]),
        screen("empty-work-publish", [at("/readers/publish")]),
        screen("empty-customer-accounts", [go(&format!("/customers/{id}/accounts"))]),
    ]
}

/// Logging in.
pub fn unlock() -> Vec<Screen> {
    vec![
        screen("unlock-recovery", [Click("unlock-recovery")]),
        screen("unlock", [Click("unlock-with-password")]),
        screen(
            "unlock-wrong",
            [
                Fill("email", "eva@alfa.cz"),
                Fill("password", "Heslo-124"),
                Click("unlock-submit"),
                See("unlock-failure"),
            ],
        ),
    ]
}

/// After the log-in, where there is more than one workspace.
pub fn choice() -> Vec<Screen> {
    vec![screen("choose-workspace", [See("workspace-select")])]
}

/// What an installer sees, with one customer given to him.
pub fn installer(id: &str) -> Vec<Screen> {
    let own = |tab: &str| go(&format!("/customers/{id}/{tab}"));
    vec![
        screen("installer-home", [go("/")]),
        screen("installer-customers", [go("/customers")]),
        screen("installer-customer-general", [own("general")]),
        screen("installer-customer-mobile-key", [own("mobile-key")]),
        screen("installer-customer-billing", [own("billing")]),
        screen("installer-customer-accounts", [own("accounts")]),
        screen("installer-wizard", [go("/customers/new")]),
        screen("installer-profile", [go("/profile/account")]),
        screen("installer-work-home", [go(&format!("/w/{id}"))]),
    ]
}

/// What a customer's admin sees whose login ends soon.
pub fn owner(id: &str) -> Vec<Screen> {
    let at = |place: &str| go(&format!("/w/{id}{place}"));
    vec![
        screen("owner-home", [at("")]),
        screen("owner-profile", [at("/profile/general")]),
        screen("owner-mobile-key", [at("/profile/mobile-key")]),
        screen("owner-account", [at("/profile/account")]),
        screen("owner-credit", [at("/credit")]),
        screen("owner-settings", [at("/settings")]),
    ]
}

/// Everything with the demo's data, from the distributor's home on.
pub fn demo(demo: &Demo) -> Vec<Screen> {
    let mut all = distributor(demo);
    all.extend(further::distributor(demo));
    all.extend(customer(demo));
    all.extend(further::customer(demo));
    all
}

fn distributor(demo: &Demo) -> Vec<Screen> {
    let Demo { customer, .. } = demo;
    let own = |tab: &str| go(&format!("/customers/{customer}/{tab}"));
    let wizard = [
        go("/customers/new"),
        See("customer-wizard"),
        ClickIfThere("wizard-start-over"),
        Fill("name", "Bytový dům Žižkov"),
        Fill("system_id", "Alfa0077"),
        Fill("system_key", "Klic-tajny"),
    ];
    let until = |more: &[Step]| [wizard.as_slice(), more].concat();
    let contact = [Click("wizard-continue"), Css("label:has([data-testid='with_account-no'])")];
    let key = [contact.as_slice(), &[Click("wizard-continue"), Fill("key_name", "dům-Žižkov")]].concat();
    let finish = [key.as_slice(), &[Click("wizard-continue")]].concat();
    vec![
        screen("home", [go("/")]),
        screen("palette", [go("/"), control("k")]),
        screen("palette-found", [go("/"), control("k"), See("palette-input"), Keys("byt".to_owned())]),
        screen("shortcuts", [go("/"), Keys("?".to_owned())]),
        screen("account-menu", [go("/"), Click("account-menu")]),
        screen("workspace-menu", [go("/"), Click("workspace-switcher")]),
        screen("change-workspace", [go("/"), Click("account-menu"), Click("change-workspace")]),
        screen("customers", [go("/customers")]),
        screen("customers-none-found", [go("/customers"), Click("customers-search"), Keys("zzz".to_owned())]),
        screen(
            "customer-wizard-wrong",
            [go("/customers/new"), See("customer-wizard"), ClickIfThere("wizard-start-over"), Click("wizard-continue")],
        ),
        Screen { name: "customer-wizard-1", steps: wizard.to_vec() },
        Screen { name: "customer-wizard-2", steps: until(&contact) },
        Screen { name: "customer-wizard-3", steps: until(&key) },
        Screen { name: "customer-wizard-4", steps: until(&finish) },
        screen("customer-general", [own("general")]),
        screen("customer-edit-system", [own("general"), Click("edit-system")]),
        screen("customer-edit-contact", [own("general"), Click("edit-contact")]),
        screen("customer-delete", [own("general"), Click("delete-customer")]),
        screen("customer-mobile-key", [own("mobile-key")]),
        screen("customer-edit-key-settings", [own("mobile-key"), Click("edit-key-settings")]),
        screen("customer-billing", [own("billing")]),
        screen("customer-add-credit", [own("billing"), Click("transfer-credit")]),
        screen("customer-take-back", [go(&format!("/customers/{}/billing", demo.grouped)), Click("take-back-credit")]),
        screen("customer-accounts", [own("accounts")]),
        screen("customer-create-account", [own("accounts"), Click("create-account")]),
        screen("customer-create-account-wrong", [own("accounts"), Click("create-account"), Click("account-save")]),
        screen("customer-change-password", [own("accounts"), Click("change-password")]),
        screen("customer-set-expiry", [own("accounts"), Click("set-expiry")]),
        screen("customer-delete-account", [own("accounts"), Click("delete-account")]),
        screen("customer-activity", [own("activity")]),
        screen("credit", [go("/credit")]),
        screen("credit-transfer", [go("/credit?transfer=1")]),
        screen("accounts", [go("/accounts")]),
        screen("accounts-create", [go("/accounts"), Click("create-account")]),
        screen("accounts-give-customers", [go("/accounts"), Click("give-customers")]),
        screen("activity", [go("/activity")]),
        screen("profile-general", [go("/profile/general")]),
        screen("profile-public-address", [go("/profile/general"), Click("edit-public-address")]),
        screen(
            "profile-public-address-wrong",
            [
                go("/profile/general"),
                Click("edit-public-address"),
                Fill("address", "keys.example.com"),
                Click("address-save"),
            ],
        ),
        screen("profile-billing", [go("/profile/billing")]),
        screen("profile-account", [go("/profile/account")]),
        screen("profile-change-password", [go("/profile/account"), Click("change-own-password")]),
        screen("settings", [go("/settings")]),
        screen("invitations", [go("/invitations")]),
        screen("templates", [go("/templates")]),
        screen("computers", [go("/computers")]),
    ]
}

fn customer(demo: &Demo) -> Vec<Screen> {
    let Demo { customer, grouped, showroom, users, scanned } = demo;
    let at = |place: &str| go(&format!("/w/{customer}{place}"));
    let card = |stage: &str| go(&format!("/w/{customer}/users/{}", users.get(stage).map_or("missing", String::as_str)));
    let groups = go(&format!("/w/{grouped}/groups"));
    vec![
        screen("work-home", [at("")]),
        screen("work-users", [at("/users")]),
        screen("work-users-selected", [at("/users"), See("users"), Click("select-page")]),
        screen("work-user-waiting", [card("waiting"), See("user-card")]),
        screen(
            "work-user-phone",
            [go(&format!("/w/{}/users/{}", scanned.0, scanned.1)), Click("key-try"), See("phone-key")],
        ),
        screen("work-user-active", [card("active"), See("user-card")]),
        screen("work-user-suspended", [card("suspended"), See("user-card")]),
        screen("work-user-expired", [card("expired"), See("user-card")]),
        screen("work-user-deleted", [card("deleted"), See("user-card")]),
        screen("work-user-deleted-by-admin", [card("deleted_by_admin"), See("user-card")]),
        screen("work-user-deleted-by-user", [card("deleted_by_user"), See("user-card")]),
        screen("work-user-without-key", [card("none"), See("user-card")]),
        screen("work-create-user", [at("/users"), Keys("e".to_owned())]),
        screen(
            "work-create-user-wrong",
            [at("/users"), Keys("e".to_owned()), See("user-dialog"), Click("user-submit")],
        ),
        screen("work-edit-user", [card("active"), Click("card-edit")]),
        screen("work-delete-user", [card("active"), Click("card-more"), Click("card-delete")]),
        screen("work-key", [at("/users"), Keys("n".to_owned()), See("key-form")]),
        screen("work-key-wrong", [at("/users"), Keys("n".to_owned()), See("key-form"), Click("key-submit")]),
        screen(
            "work-key-done",
            [
                go(&format!("/w/{showroom}/users")),
                Keys("n".to_owned()),
                See("key-form"),
                Fill("full_name", "Jana Ukázková"),
                Click("key-submit"),
                See("key-done"),
            ],
        ),
        screen("work-handout", [card("waiting"), Click("card-print"), See("handout-preview")]),
        screen("work-readers", [at("/readers")]),
        screen("work-reader", [at("/readers"), Click("create-reader")]),
        screen("work-reader-wrong", [at("/readers"), Click("create-reader"), Click("reader-submit")]),
        screen("work-import", [at("/readers/import")]),
        screen(
            "work-import-preview",
            [
                at("/readers"),
                Css("[data-testid='import-readers'], [data-testid='empty-import']"),
                Choose("readers/bare-array-other-names.json"),
                See("import-preview"),
            ],
        ),
        screen("work-imports", [at("/readers/imports")]),
        screen("work-publish", [at("/readers/publish")]),
        screen("work-groups", [groups.clone()]),
        screen("work-group", [groups, Click("create-group")]),
        screen("work-credit", [at("/credit")]),
        screen("work-activity", [at("/activity")]),
        screen("work-profile-general", [at("/profile/general")]),
        screen("work-profile-mobile-key", [at("/profile/mobile-key")]),
        screen("work-profile-account", [at("/profile/account")]),
        screen("work-settings", [at("/settings")]),
    ]
}
