//! The matrix of commands and roles, a line for each command.

use serde_json::{Value, json};

/// What a command does to the store when it succeeds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Does {
    /// It leaves every row as it is.
    Read,
    /// It changes rows.
    Write,
    /// It opens, closes or replaces stores: there is nothing to compare.
    Session,
}
use Does::{Read, Session, Write};

/// One command with a request that does something.
pub(crate) struct Row {
    pub(crate) name: &'static str,
    /// Who may: **A**dmin of the distributor, **I**nstaller it was given to, the customer's **O**wner.
    pub(crate) who: &'static str,
    pub(crate) does: Does,
    /// The request, from the ids of a place and who is logged in.
    pub(crate) request: fn(&Value, &Value) -> Value,
}

const fn row(name: &'static str, who: &'static str, does: Does, request: fn(&Value, &Value) -> Value) -> Row {
    Row { name, who, does, request }
}

/// The id of a computer that nobody has.
const NOBODY: &str = "00000000-0000-7000-8000-000000000000";

fn nothing(_: &Value, _: &Value) -> Value {
    json!({})
}

fn of_customer(at: &Value, _: &Value) -> Value {
    json!({"customer_id": at["customer"]})
}

fn new_customer(at: &Value) -> Value {
    json!({
        "name": "Nová", "system_type": "importer", "system_id": at["free_system_id"], "system_key": "Klic-novy",
        "contact": {"email": "nova@bytovka.cz", "phone": "+420777123456"}, "password": null, "key_name": "klic", "key_prefix": "39",
        "default_valid_to": null, "credit": 0, "note": "", "one_tap": true, "automatic": true
    })
}

fn new_key(at: &Value) -> Value {
    json!({
        "customer_id": at["customer"],
        "holder": {"kind": "new", "fields": {"first_name": "Jan", "last_name": "Nový", "email": "jan@novy.cz", "phone": "+420777123456"}},
        "device_name": "Device009", "key_name": "klic-dum", "number": 99, "valid_from": "2026-11-23", "valid_to": null
    })
}

fn new_reader(at: &Value) -> Value {
    json!({
        "customer_id": at["customer"], "name": "Loft", "reader_id": "IMA 9", "mac": "00:1E:C0:25:EA:99", "group_id": at["group"],
        "allow_identification": true, "one_tap": null, "signal_range": 40, "one_tap_signal": 55
    })
}

fn job(at: &Value) -> Value {
    json!({"customer_id": at["customer"], "key_ids": [at["waiting"]], "stock": "a4", "language": "cs"})
}

/// The table: a line for each command, in the order of the list.
pub(crate) const ROWS: &[Row] = &[
    row("session.state", "AIO", Read, nothing),
    row(
        "session.set_up",
        "",
        Session,
        |_, _| json!({"name": "Gamma", "code": "Gama", "email": "g@g.cz", "password": "Heslo-123", "time_zone": "Europe/Prague", "language": "cs"}),
    ),
    row("session.unlock", "AIO", Session, |_, me| json!({"email": me["email"], "password": me["password"]})),
    row(
        "session.recover",
        "",
        Session,
        |_, me| json!({"recovery_code": "nope", "email": me["email"], "new_password": "Heslo-999"}),
    ),
    row("session.new_recovery_code", "A", Session, |_, me| json!({"password": me["password"]})),
    row("session.lock", "AIO", Session, nothing),
    row("session.touch", "AIO", Read, nothing),
    row("session.quit", "AIO", Read, |_, _| json!({"quit": false})),
    row("session.ask_quit", "AIO", Read, nothing),
    row("session.open_demo", "AIO", Session, |_, _| json!({"language": "cs"})),
    row("session.leave_demo", "AIO", Session, nothing),
    row("session.remove_demo", "AIO", Session, nothing),
    row("session.set_language", "AIO", Write, |_, _| json!({"language": "en"})),
    row("settings.get", "AIO", Read, nothing),
    row("settings.set", "AIO", Read, |_, _| {
        json!({
            "auto_lock_minutes": 10, "theme": "dark", "language": "cs", "android_link": "https://ima.cz/a", "ios_link": "https://ima.cz/i",
            "calibration_x_mm": 0.5, "calibration_y_mm": 0.0
        })
    }),
    row("workspaces.list", "AIO", Read, nothing),
    row("search.run", "AIO", Read, |at, _| json!({"text": "waiting", "customer_id": at["customer"], "limit": 10})),
    row("drafts.get", "AIO", Read, |_, _| json!({"name": "customer-wizard"})),
    row("drafts.put", "AIO", Write, |_, _| json!({"name": "customer-wizard", "value": {"name": "Nová"}})),
    row("files.pick_open", "AIO", Read, |_, _| json!({"kind": "readers_json", "title": "Choose"})),
    row("files.pick_save", "AIO", Read, |_, _| json!({"kind": "pdf", "title": "Save", "name": "a.pdf"})),
    row("files.open_saved", "AIO", Read, |_, _| json!({"file": "a.pdf"})),
    row("backups.list", "AIO", Read, nothing),
    row("backups.create", "AIO", Read, nothing),
    row(
        "backups.restore",
        "AIO",
        Session,
        |_, me| json!({"name": me["backup"], "email": me["email"], "password": me["password"]}),
    ),
    row("store.rebuild", "AIO", Read, nothing),
    row("store.check", "AIO", Read, nothing),
    row("home.distributor", "AI", Read, nothing),
    row("home.customer", "AIO", Read, of_customer),
    row("customers.list", "AI", Read, |_, _| json!({"page": {"search": "byt"}})),
    row("customers.get", "AIO", Read, of_customer),
    row("customers.prefill", "AI", Read, nothing),
    row("customers.check", "AI", Read, |_, _| new_customer(&json!({"free_system_id": "Alfa7001"}))),
    row("customers.create", "AI", Write, |_, _| new_customer(&json!({"free_system_id": "Alfa7001"}))),
    row(
        "customers.edit",
        "AIO",
        Write,
        |at, _| json!({"customer_id": at["customer"], "edits": {"key_name": {"from": "klic-dum", "to": "klic-novy"}}}),
    ),
    row(
        "customers.edit",
        "AI",
        Write,
        |at, _| json!({"customer_id": at["customer"], "edits": {"name": {"from": at["name"], "to": "Jiná"}}}),
    ),
    row(
        "customers.edit",
        "A",
        Write,
        |at, _| json!({"customer_id": at["customer"], "edits": {"allow_duplicate_user_id": {"from": false, "to": true}}}),
    ),
    row("customers.delete_preview", "AIO", Read, of_customer),
    row(
        "customers.delete",
        "A",
        Write,
        |at, _| json!({"customer_id": at["customer"], "typed_name": at["name"], "take_back": true}),
    ),
    row("customers.restore", "A", Write, |at, _| json!({"customer_id": at["gone"]})),
    row("customers.reveal_system_key", "AIO", Read, of_customer),
    row("customers.export", "AI", Read, |_, _| json!({"list": {"page": {}}, "file": "customers.csv"})),
    row("credit.overview", "A", Read, |_, _| json!({"customer_id": null})),
    row("credit.overview", "AIO", Read, of_customer),
    row("credit.movements", "A", Read, |_, _| json!({"customer_id": null, "page": {}})),
    row("credit.movements", "AIO", Read, |at, _| json!({"customer_id": at["customer"], "page": {}})),
    row(
        "credit.export",
        "AIO",
        Read,
        |at, _| json!({"list": {"customer_id": at["customer"], "page": {}}, "file": "credit.csv"}),
    ),
    row("credit.transfer", "A", Write, |at, _| json!({"customer_id": at["customer"], "amount": 1, "note": "PO 7"})),
    row("credit.refund", "A", Write, |at, _| json!({"customer_id": at["customer"], "amount": 1, "note": "PO 7"})),
    row("issuer.sell_credit", "A", Write, |_, _| json!({"amount": 1, "note": "PO 8"})),
    row("issuer.edit_distributor", "A", Write, |_, _| json!({"name": {"from": "Alfa Locks", "to": "Alfa Doors"}})),
    row("distributor.get", "AI", Read, nothing),
    row(
        "distributor.set_public_address",
        "A",
        Write,
        |_, _| json!({"address": {"from": "", "to": "https://keys.example.com"}}),
    ),
    row("accounts.list", "A", Read, |_, _| json!({"customer_id": null})),
    row("accounts.list", "AIO", Read, of_customer),
    row("accounts.export", "A", Read, |_, _| json!({"customer_id": null, "file": "accounts.csv"})),
    row(
        "accounts.export",
        "AIO",
        Read,
        |at, _| json!({"customer_id": at["customer"], "file": "accounts.xlsx", "format": "xlsx"}),
    ),
    row(
        "accounts.create",
        "A",
        Write,
        |at, _| json!({"customer_id": at["customer"], "role": "customer_admin", "email": "novy@x.cz", "password": "Novacek-1", "expires_on": "2027-01-01"}),
    ),
    row(
        "accounts.create",
        "A",
        Write,
        |_, _| json!({"customer_id": null, "role": "installer", "email": "novy@x.cz", "password": "Novacek-1"}),
    ),
    row("accounts.delete", "A", Write, |at, _| json!({"account_id": at["account"]})),
    row(
        "accounts.set_expiry",
        "A",
        Write,
        |at, _| json!({"account_id": at["account"], "expires_on": {"from": null, "to": "2027-01-01"}}),
    ),
    row("accounts.give_customer", "A", Write, |at, _| json!({"account_id": at["idle"], "customer_id": at["customer"]})),
    row(
        "accounts.take_customer",
        "A",
        Write,
        |at, _| json!({"account_id": at["installer"], "customer_id": at["customer"]}),
    ),
    row(
        "accounts.change_password",
        "A",
        Write,
        |at, _| json!({"account_id": at["account"], "current_password": null, "new_password": "Zmena-123"}),
    ),
    row(
        "accounts.change_password",
        "AIO",
        Write,
        |_, me| json!({"account_id": me["account"], "current_password": me["password"], "new_password": "Zmena-123"}),
    ),
    row("users.list", "AIO", Read, |at, _| json!({"customer_id": at["customer"], "page": {"search": "wait"}})),
    row("users.matching", "AIO", Read, |at, _| json!({"customer_id": at["customer"], "page": {"search": "wait"}})),
    row("users.card", "AIO", Read, |at, _| json!({"user_id": at["user"]})),
    row("users.create", "AIO", Write, |at, _| {
        json!({
            "customer_id": at["customer"],
            "fields": {"title": "Ing.", "first_name": "Jan", "last_name": "Nový", "email": "jan@novy.cz", "phone": "+420777123456", "language": "en"}
        })
    }),
    row("users.edit", "AIO", Write, |at, _| json!({"user_id": at["user"], "title": {"from": "", "to": "Ing."}})),
    row("users.delete", "AIO", Write, |at, _| json!({"user_id": at["user"]})),
    row(
        "users.export",
        "AIO",
        Read,
        |at, _| json!({"list": {"customer_id": at["customer"], "page": {}}, "file": "users.csv"}),
    ),
    row("user_imports.open", "AIO", Read, |at, _| json!({"customer_id": at["customer"], "file": "people.csv"})),
    row("user_imports.adjust", "AIO", Read, |at, _| json!({"preview_id": at["people"], "with_keys": false})),
    row(
        "user_imports.rows",
        "AIO",
        Read,
        |at, _| json!({"preview_id": at["people"], "action": "add", "page_size": 50}),
    ),
    row(
        "user_imports.repair",
        "AIO",
        Read,
        |at, _| json!({"preview_id": at["people"], "row": 1, "column": 0, "value": "Jiný Člověk"}),
    ),
    row(
        "user_imports.choose",
        "AIO",
        Read,
        |at, _| json!({"preview_id": at["people"], "action": "add", "chosen": false}),
    ),
    row(
        "user_imports.export_rows",
        "AIO",
        Read,
        |at, _| json!({"preview_id": at["people"], "action": "add", "file": "rows.csv"}),
    ),
    row("user_imports.run", "AIO", Write, |at, _| json!({"preview_id": at["people"]})),
    row("user_imports.list", "AIO", Read, of_customer),
    row("user_imports.export", "AIO", Read, |at, _| json!({"customer_id": at["customer"], "file": "imports.csv"})),
    row("user_imports.undo_preview", "AIO", Read, |at, _| json!({"import_id": at["user_import"]})),
    row("user_imports.undo", "AIO", Write, |at, _| json!({"import_id": at["user_import"]})),
    row("jobs.progress", "AIO", Read, |_, _| json!({"job": "import"})),
    row("jobs.cancel", "AIO", Read, |_, _| json!({"job": "import"})),
    row("keys.prefill", "AIO", Read, |at, _| json!({"customer_id": at["customer"], "user_id": at["user"]})),
    row("keys.issue", "AIO", Write, |at, _| new_key(at)),
    row(
        "keys.edit",
        "AIO",
        Write,
        |at, _| json!({"key_id": at["active"], "name": {"from": "klic-dum", "to": "klic-novy"}}),
    ),
    row("keys.reissue_code", "AIO", Write, |at, _| json!({"key_id": at["waiting"], "lost": true})),
    row("keys.suspend", "AIO", Write, |at, _| json!({"key_id": at["active"]})),
    row("keys.resume", "AIO", Write, |at, _| json!({"key_id": at["suspended"]})),
    row("keys.delete", "AIO", Write, |at, _| json!({"key_id": at["active"]})),
    row("keys.restore", "AIO", Write, |at, _| json!({"key_id": at["deleted"]})),
    row(
        "keys.swap_phone",
        "AIO",
        Write,
        |at, _| json!({"key_id": at["active"], "device_name": "Nový", "waiver": null}),
    ),
    row(
        "keys.swap_phone",
        "A",
        Write,
        |at, _| json!({"key_id": at["active"], "device_name": "Nový", "waiver": "Rozbitý telefon"}),
    ),
    row("keys.reveal_code", "AIO", Read, |at, _| json!({"key_id": at["waiting"]})),
    row(
        "bulk.preview",
        "AIO",
        Read,
        |at, _| json!({"action": {"kind": "suspend"}, "key_ids": [at["active"], at["waiting"]]}),
    ),
    row("bulk.run", "AIO", Write, |at, _| json!({"action": {"kind": "suspend"}, "key_ids": [at["active"]]})),
    row("bulk.run", "AIO", Write, |at, _| json!({"action": {"kind": "delete_users"}, "user_ids": [at["user"]]})),
    // Outside the demo there is no simulated phone, whoever asks.
    row("phones.try", "", Write, |at, _| json!({"key_id": at["waiting"]})),
    row("phones.delete_key", "", Write, |at, _| json!({"key_id": at["active"]})),
    row("invitations.list", "AIO", Read, |at, _| json!({"customer_id": at["customer"], "page": {}})),
    row("invitations.list", "AIO", Read, |_, _| json!({"page": {}})),
    row("invitations.matching", "AIO", Read, |at, _| json!({"customer_id": at["customer"], "page": {}})),
    row(
        "invitations.export",
        "AIO",
        Read,
        |at, _| json!({"list": {"customer_id": at["customer"], "page": {}}, "file": "invitations.csv"}),
    ),
    row("handouts.preview", "AIO", Read, |at, _| json!({"job": job(at), "page": 0})),
    row("handouts.save_pdf", "AIO", Write, |at, _| json!({"job": job(at), "file": "a.pdf"})),
    row("handouts.save_png", "AIO", Write, |at, _| json!({"job": job(at), "file": "a.png"})),
    row("handouts.printers", "AIO", Read, nothing),
    row("handouts.print", "AIO", Write, |at, _| json!({"job": job(at), "printer": null})),
    row("handouts.test_sheet", "AIO", Read, |_, _| json!({"stock": "l7160", "file": "t.pdf"})),
    row("readers.list", "AIO", Read, |at, _| json!({"customer_id": at["customer"], "page": {}})),
    row("readers.get", "AIO", Read, |at, _| json!({"id": at["reader"]})),
    row("readers.create", "AIO", Write, |at, _| new_reader(at)),
    row("readers.edit", "AIO", Write, |at, _| json!({"id": at["reader"], "name": {"from": "Gate", "to": "Brána"}})),
    row("readers.delete", "AIO", Write, |at, _| json!({"id": at["reader"]})),
    row(
        "readers.export",
        "AIO",
        Read,
        |at, _| json!({"list": {"customer_id": at["customer"], "page": {}}, "file": "readers.csv"}),
    ),
    row("readers.export_json", "AIO", Read, |at, _| json!({"customer_id": at["customer"], "file": "readers.json"})),
    row("readers.import_preview", "AIO", Read, |at, _| json!({"customer_id": at["customer"], "file": "more.json"})),
    row("readers.import", "AIO", Write, |at, _| json!({"preview_id": at["preview"]})),
    row("readers.imports", "AIO", Read, of_customer),
    row("readers.export_imports", "AIO", Read, |at, _| json!({"customer_id": at["customer"], "file": "imports.csv"})),
    row("readers.undo_import", "AIO", Write, |at, _| json!({"import_id": at["import"]})),
    row("readers.unpublished", "AIO", Read, of_customer),
    row("readers.publish", "AIO", Write, of_customer),
    row("groups.list", "AIO", Read, of_customer),
    row("groups.create", "AIO", Write, |at, _| json!({"customer_id": at["customer"], "name": "Byty"})),
    row(
        "groups.edit",
        "AIO",
        Write,
        |at, _| json!({"group_id": at["group"], "name": {"from": "Garage", "to": "Garáž"}}),
    ),
    row("groups.delete", "AIO", Write, |at, _| json!({"group_id": at["group"]})),
    row("templates.list", "AI", Read, nothing),
    row("templates.draft", "AI", Read, of_customer),
    row("templates.create", "A", Write, |_, _| json!({"name": "Villa", "note": "", "fields": {"key_prefix": "66"}})),
    row(
        "templates.edit",
        "A",
        Write,
        |at, _| json!({"template_id": at["template"], "note": {"from": "", "to": "for small houses"}}),
    ),
    row("templates.delete", "A", Write, |at, _| json!({"template_id": at["template"]})),
    row("templates.restore", "A", Write, |at, _| json!({"template_id": at["gone_template"]})),
    row("templates.preview", "AI", Read, |at, _| json!({"template_id": at["template"], "customer_id": at["customer"]})),
    row("templates.apply", "AI", Write, |at, _| {
        json!({
            "template_id": at["template"], "customer_id": at["customer"],
            "edits": {"key_prefix": {"from": "39", "to": "55"}}, "groups": ["Sklepy"]
        })
    }),
    row(
        "papers.preview",
        "AIO",
        Read,
        |at, _| json!({"job": {"paper": {"kind": "reader_config", "customer_id": at["customer"], "show_key": false}, "language": "cs"}, "page": 0}),
    ),
    row("papers.save_pdf", "AIO", Read, |at, _| {
        let handover = json!({"handed_by": "Ivan", "taken_by": "Olga", "day": "2026-11-23", "list_users": true});
        json!({"job": {"paper": {"kind": "handover", "customer_id": at["customer"], "handover": handover}, "language": "en"}, "file": "protocol.pdf"})
    }),
    row("papers.print", "AIO", Read, |at, _| {
        let paper =
            json!({"kind": "statement", "customer_id": at["customer"], "from": "2026-11-01", "to": "2026-11-30"});
        json!({"job": {"paper": paper, "language": "cs"}, "printer": null})
    }),
    row(
        "papers.save_statement",
        "AIO",
        Read,
        |at, _| json!({"customer_id": at["customer"], "from": "2026-11-01", "to": "2026-11-30", "language": "cs", "file": "statement.csv"}),
    ),
    row(
        "papers.save_statement",
        "A",
        Read,
        |_, _| json!({"customer_id": null, "from": "2026-11-01", "to": "2026-11-30", "language": "cs", "file": "all.csv"}),
    ),
    // These computers belong to no cloud, so there is nothing to take and none to end.
    row("computers.list", "AIO", Read, nothing),
    row("computers.rename", "", Read, |_, _| json!({"computer_id": NOBODY, "name": {"from": "a", "to": "b"}})),
    row("computers.revoke", "", Read, |_, _| json!({"computer_id": NOBODY})),
    row("computers.declare_lost", "", Read, |_, _| json!({"computer_id": NOBODY})),
    row("site.get", "AIO", Read, nothing),
    row(
        "site.take",
        "",
        Read,
        |at, _| json!({"customers": [{"customer_id": at["customer"], "paid": 1, "trial": 0, "numbers": 1}]}),
    ),
    row("site.give_back", "", Read, |_, _| json!({"lease_ids": []})),
    row("site.plan_trip", "AIO", Write, |_, _| json!({"day": "2030-01-01"})),
    row("quarantine.list", "A", Read, nothing),
    row("quarantine.accept", "A", Read, |_, _| json!({"item_ids": []})),
    row("quarantine.discard", "A", Read, |_, _| json!({"item_ids": []})),
    row("activity.list", "A", Read, |_, _| json!({"customer_id": null, "record": null, "page_size": 20})),
    row("activity.list", "AIO", Read, |at, _| json!({"customer_id": at["customer"], "record": null, "page_size": 20})),
    row("activity.export", "A", Read, |_, _| json!({"customer_id": null, "file": "log.csv"})),
    row("activity.export", "AIO", Read, |at, _| json!({"customer_id": at["customer"], "file": "log.csv"})),
    // A computer that belongs to no cloud: there is nothing to ask, and what waits for one is nothing.
    row("cloud.status", "AIO", Read, nothing),
    row("cloud.probe", "", Read, |_, _| json!({"address": "http://127.0.0.1:9"})),
    row("cloud.join", "", Read, |_, me| {
        json!({
            "address": "http://127.0.0.1:9", "email": me["email"], "password": me["password"], "computer": "Laptop", "language": "cs",
            "set_aside": false
        })
    }),
    row("cloud.stop_first_sync", "AIO", Read, nothing),
    row("cloud.sync_now", "AIO", Read, nothing),
    row("cloud.waiting", "AIO", Read, nothing),
    row("cloud.attention", "AIO", Read, nothing),
    row("cloud.resolve", "", Read, |at, _| json!({"id": at["user"], "action": "discard"})),
    // Messages are a cloud's to send.
    row(
        "messages.send",
        "",
        Read,
        |at, _| json!({"key_id": at["waiting"], "recipient": {"channel": "email", "to": "petr@bytovka.example"}, "round": 0}),
    ),
    row("messages.test", "", Read, nothing),
    row("messages.undelivered", "AIO", Read, nothing),
    row("cloud.new_password", "", Read, |_, me| json!({"password": me["password"]})),
    row(
        "cloud.move",
        "",
        Read,
        |_, me| json!({"address": "http://127.0.0.1:9", "code": "MA-1", "password": me["password"], "computer": "Laptop"}),
    ),
    row("cloud.cancel_move", "", Read, nothing),
    row("office.get", "A", Read, nothing),
    row("office.turn_on", "", Read, |_, me| json!({"password": me["password"], "computer": "Office"})),
    row("office.set_lan", "", Read, |_, _| json!({"lan": true})),
    row("office.mail", "", Read, nothing),
    row(
        "office.set_mail",
        "",
        Read,
        |_, _| json!({"from": "office@example.com", "host": "mail.example.com", "port": 587, "security": "start_tls", "username": "", "password": null, "reminder_days": 0}),
    ),
    row("office.sms", "", Read, nothing),
    row(
        "office.set_sms",
        "",
        Read,
        |_, _| json!({"on": true, "url": "https://sms.example.com/?to={phone}&text={text}", "headers": [], "body": "", "body_kind": "form"}),
    ),
    row("office.test_sms", "", Read, |_, _| json!({"phone": "+420601234567"})),
    row("office.backups", "", Read, nothing),
    row("office.back_up", "", Read, nothing),
    row("office.restore", "", Read, |_, me| json!({"name": "2026-11-23T10-00-00Z.db", "password": me["password"]})),
    row("office.end_recovery", "", Read, nothing),
    row("computers.enrol_code", "", Read, |at, _| json!({"account_id": at["account"]})),
];
