//! Dialogs and steps beyond the pages themselves: papers, templates, spreadsheets of users, selections, and what a cloud adds.

use super::list::{Screen, Step, go, screen};
use Step::{Choose, Click, ClickIfThere, Css, Fill, Keys, See};

use crate::office::Demo;

/// A file with users, chosen and understood.
const TENANTS: &str = "users/tenants.csv";

/// Papers of a customer, templates, and what the distributor does with many at once.
pub fn distributor(demo: &Demo) -> Vec<Screen> {
    let Demo { customer, .. } = demo;
    let own = |tab: &str| go(&format!("/customers/{customer}/{tab}"));
    let chosen = |what: &'static str| {
        vec![go("/"), go("/invitations"), See("invitations"), Click("select-page"), Click("bulk-more"), Click(what)]
    };
    vec![
        screen("customer-paper-config", [own("general"), Click("paper-config"), See("paper-preview")]),
        screen("customer-paper-handover", [own("general"), Click("paper-handover"), See("paper-preview")]),
        screen("customer-paper-statement", [own("general"), Click("paper-statement"), See("paper-preview")]),
        screen(
            "customer-paper-statement-days",
            [own("general"), Click("paper-statement"), See("paper-preview"), Click("period"), Click("option-custom")],
        ),
        screen(
            "customer-system-breaks",
            [
                own("general"),
                Click("edit-system"),
                Fill("system_id", "Alfa0099"),
                Fill("system_key", "Klic-jiny"),
                See("system-breaks"),
            ],
        ),
        screen("customer-exports", [own("billing"), Click("movements-export-more")]),
        screen("template-create", [go("/templates"), Click("create-template")]),
        screen("template-wrong", [go("/templates"), Click("create-template"), Click("template-submit")]),
        screen(
            "template-created",
            [
                go("/templates"),
                Click("create-template"),
                Fill("name", "Bytový dům"),
                Fill("note", "Dva vchody a garáž"),
                Fill("key_prefix", "77"),
                Click("template-submit"),
                See("templates"),
            ],
        ),
        screen("template-edit", [go("/templates"), Click("edit-template")]),
        screen("template-apply", [own("mobile-key"), Click("apply-template")]),
        screen("invitations-selected", [go("/"), go("/invitations"), See("invitations"), Click("select-page")]),
        screen(
            "invitations-reissue",
            [
                go("/"),
                go("/invitations"),
                See("invitations"),
                Click("select-page"),
                Click("bulk-reissue"),
                See("bulk-about"),
            ],
        ),
        Screen { name: "invitations-validity", steps: chosen("bulk-validity") },
        Screen { name: "invitations-delete", steps: chosen("bulk-delete") },
        screen("invitations-none-found", [go("/invitations"), Click("invitations-search"), Keys("zzz".to_owned())]),
        screen("activity-filter", [go("/activity"), Click("filter-noun")]),
        screen("activity-none-found", [go("/"), go("/activity"), Click("activity-search"), Keys("zzz".to_owned())]),
        screen("activity-found", [go("/"), go("/activity"), Click("activity-search"), Keys("byt".to_owned())]),
    ]
}

/// Users from a spreadsheet, and one action on many.
pub fn customer(demo: &Demo) -> Vec<Screen> {
    let Demo { customer, .. } = demo;
    let at = |place: &str| go(&format!("/w/{customer}{place}"));
    let file = [at("/users"), at("/users/import"), Click("import-choose"), Choose(TENANTS), See("user-import-preview")];
    let until = |more: &[Step]| [file.as_slice(), more].concat();
    let chosen = |what: &'static str| {
        vec![at(""), at("/users"), See("users"), Click("select-page"), Click("bulk-more"), Click(what)]
    };
    vec![
        screen("work-user-import", [at("/users"), at("/users/import")]),
        Screen { name: "work-user-import-add", steps: file.to_vec() },
        Screen { name: "work-user-import-columns", steps: until(&[Css("[data-testid='user-file-reading'] summary")]) },
        Screen { name: "work-user-import-change", steps: until(&[Click("tab-change")]) },
        Screen { name: "work-user-import-invalid", steps: until(&[Click("tab-invalid")]) },
        Screen { name: "work-user-import-unchanged", steps: until(&[Click("tab-unchanged")]) },
        Screen {
            name: "work-user-import-no-users",
            steps: vec![
                at("/users"),
                at("/users/import"),
                Click("import-choose"),
                Choose("readers/my-doors.json"),
                See("user-import-preview"),
            ],
        },
        Screen {
            name: "work-user-import-done",
            steps: until(&[ClickIfThere("with-keys"), Click("import-commit"), See("import-done")]),
        },
        screen("work-user-imports", [at("/users/imports"), See("imports")]),
        screen("work-user-import-undo", [at("/users/imports"), Click("undo"), See("undo-user-import")]),
        screen(
            "work-user-import-undone",
            [at("/users/imports"), Click("undo"), See("undo-user-import"), Click("confirm-action")],
        ),
        Screen {
            name: "work-bulk-menu",
            steps: vec![at(""), at("/users"), See("users"), Click("select-page"), Click("bulk-more")],
        },
        Screen { name: "work-bulk-suspend", steps: chosen("bulk-suspend") },
        Screen { name: "work-bulk-resume", steps: chosen("bulk-resume") },
        Screen { name: "work-bulk-reissue", steps: chosen("bulk-reissue") },
        Screen { name: "work-bulk-send-without-cloud", steps: chosen("bulk-send") },
        Screen { name: "work-bulk-validity", steps: chosen("bulk-validity") },
        Screen {
            name: "work-bulk-validity-to",
            steps: [chosen("bulk-validity").as_slice(), &[Css("label:has([data-testid='bulk-change-to'])")]].concat(),
        },
        Screen { name: "work-bulk-delete", steps: chosen("bulk-delete") },
        Screen { name: "work-bulk-delete-users", steps: chosen("bulk-delete-users") },
        screen("work-readers-menu", [at("/readers"), Click("readers-more")]),
        screen("work-settings-restore", [at("/settings"), ClickIfThere("backup-create"), Click("backup-restore")]),
    ]
}

/// Joining a cloud, before anything is known of it.
pub fn join() -> Vec<Screen> {
    vec![
        screen("join", [ClickIfThere("join-back"), Click("first-run-join")]),
        screen("join-wrong", [Click("join-submit")]),
        screen(
            "join-nobody-there",
            [
                Fill("address", "http://127.0.0.1:9"),
                Fill("email", "eva@alfa.cz"),
                Fill("password", "Heslo-123"),
                Click("join-submit"),
                Css("[role='alert'], [aria-invalid='true']"),
            ],
        ),
    ]
}

/// What a computer of a cloud has beyond one that is alone.
pub fn joined(customer: &str) -> Vec<Screen> {
    let users = || go(&format!("/w/{customer}/users"));
    vec![
        screen("cloud-home", [go("/")]),
        screen("cloud-sync", [go("/"), Click("sync-chip")]),
        screen("cloud-computers", [go("/computers"), See("computers")]),
        screen("cloud-computer-menu", [go("/computers"), Click("computer-menu")]),
        screen("cloud-computer-rename", [go("/computers"), Click("computer-menu"), Click("computer-rename")]),
        screen("cloud-computer-lost", [go("/computers"), Click("computer-menu"), Click("computer-lost")]),
        screen("cloud-take-to-site", [go("/computers"), Click("take-to-site")]),
        screen(
            "cloud-take-to-site-chosen",
            [go("/computers"), Click("take-to-site"), Css("[data-testid='take-customer'] label")],
        ),
        screen("cloud-settings", [go("/settings"), See("cloud-joined")]),
        screen("cloud-test-message", [go("/settings"), Click("test-message"), See("test-message-failed")]),
        screen(
            "cloud-bulk-send",
            [
                // What an earlier look had chosen is forgotten elsewhere.
                go("/computers"),
                users(),
                See("users"),
                Click("select-page"),
                Click("bulk-more"),
                Click("bulk-send"),
                See("bulk-no-address"),
            ],
        ),
        screen("cloud-key", [users(), Keys("n".to_owned()), See("key-form"), See("send-choice")]),
        screen(
            "cloud-key-done",
            [
                users(),
                Keys("n".to_owned()),
                See("key-form"),
                Fill("full_name", "Božena Němcová"),
                Fill("email", "bozena@bytovka.cz"),
                Click("key-submit"),
                See("key-done"),
            ],
        ),
        screen(
            "cloud-user-message",
            [users(), Css("[data-testid='users'] [data-testid='row'] td:nth-child(2)"), See("message")],
        ),
        screen("cloud-invitations", [go("/invitations"), See("invitations")]),
    ]
}

/// Where the cloud cannot be reached and something waits for it.
pub fn offline() -> Vec<Screen> {
    vec![screen("cloud-offline-sync", [go("/"), Click("sync-chip"), See("sync-waiting-list")])]
}

/// Where two people said different things.
pub fn attention() -> Vec<Screen> {
    vec![screen("cloud-attention", [go("/"), Click("sync-chip"), See("attention-item")])]
}
