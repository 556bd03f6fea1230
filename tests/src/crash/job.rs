//! The main job without an end: what an office does, in an order that follows from the seed.

use mobileaccess_app::App;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{
    Outcome,
    host::{Desk, Dice, call},
};

/// The first admin's address.
pub(crate) const ADMIN: &str = "eva@alfa.cz";

/// A login as a command leaves it; no password when it opens nothing any more.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Login {
    pub(crate) email: String,
    pub(crate) password: Option<String>,
}

/// One command.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Step {
    pub(crate) number: u64,
    pub(crate) name: String,
    pub(crate) request: Value,
    pub(crate) login: Option<Login>,
}

impl Step {
    fn new(name: &str, request: Value) -> Self {
        Self { number: 0, name: name.to_owned(), request, login: None }
    }

    fn with_login(mut self, email: &str, password: Option<&str>) -> Self {
        self.login = Some(Login { email: email.to_owned(), password: password.map(str::to_owned) });
        self
    }
}

/// A password that follows the rule.
fn password(number: u64) -> String {
    format!("Heslo-{number}-Tajne")
}

/// Who works, and what they remember from one command to the next.
pub(crate) struct Job<'a> {
    app: &'a App<Desk>,
    seed: u64,
    number: u64,
    password: String,
    preview: Option<String>,
}

fn rows<'v>(page: &'v Value, name: &str) -> &'v [Value] {
    page.get(name).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

fn even(customer: &Value) -> bool {
    customer["system_id"].as_str().and_then(|id| id.bytes().last()).is_some_and(|digit| digit % 2 == 0)
}

impl<'a> Job<'a> {
    /// The job from the command after `number` on.
    pub(crate) fn new(app: &'a App<Desk>, seed: u64, number: u64, password: &str) -> Self {
        Self { app, seed, number, password: password.to_owned(), preview: None }
    }

    async fn look(&self, name: &str, request: Value) -> Outcome<Value> {
        let answer = call(self.app, self.number, name, request).await;
        answer.map_err(|failure| format!("{name} failed: {failure:?}"))
    }

    /// What is done next.
    pub(crate) async fn next(&mut self) -> Outcome<Step> {
        self.number += 1;
        let mut dice = Dice::new(&[self.seed, self.number, 1]);
        let mut step = self.choose(&mut dice).await?;
        step.number = self.number;
        Ok(step)
    }

    /// Carries the command out; gives the code of the rule that refused it, if one did.
    pub(crate) async fn carry_out(&mut self, step: &Step) -> Outcome<Option<String>> {
        match call(self.app, step.number, &step.name, step.request.clone()).await {
            Ok(answer) => {
                self.preview = answer["preview_id"].as_str().map(str::to_owned);
                if let Some(Login { email, password: Some(password) }) = &step.login
                    && email == ADMIN
                {
                    self.password.clone_from(password);
                }
                Ok(None)
            }
            Err(failure) if is_fault(&failure.code) => Err(format!("{} failed: {failure:?}", step.name)),
            Err(failure) => {
                let fields: Vec<String> = failure.fields.iter().map(|wrong| wrong.field.clone()).collect();
                Ok(Some(format!("{} {}", failure.code, fields.join(" ")).trim().to_owned()))
            }
        }
    }

    async fn choose(&mut self, dice: &mut Dice) -> Outcome<Step> {
        let view = self.look("session.state", json!({})).await?;
        match view["stage"].as_str() {
            Some("first_run") => {
                let new = password(self.number);
                let request = json!({"name": "Alfa Locks", "code": "Alfa", "email": ADMIN, "password": new,
                    "time_zone": "Europe/Prague", "language": "cs"});
                return Ok(Step::new("session.set_up", request).with_login(ADMIN, Some(&new)));
            }
            Some("locked") => {
                return Ok(Step::new("session.unlock", json!({"email": ADMIN, "password": self.password})));
            }
            Some("unlocked") => {}
            other => return Err(format!("the computer is {other:?}: {view}")),
        }
        if let Some(preview) = self.preview.take() {
            return Ok(Step::new("readers.import", json!({"preview_id": preview})));
        }
        let page = self.look("customers.list", json!({"page": {"page_size": 100}, "status": ["active"]})).await?;
        let Some(customer) = dice.pick(rows(&page, "rows")).cloned() else {
            let credit = self.look("credit.overview", json!({"customer_id": null})).await?;
            return Ok(if credit["distributor"] == 0 {
                Step::new("issuer.sell_credit", json!({"amount": 500, "note": self.note("PO")}))
            } else {
                self.new_customer(dice)
            });
        };
        let id = customer["id"].clone();
        let one = json!({"customer_id": id});
        // In one of three profiles most of the work is about what is kept outside the rows: slots and backups.
        let what =
            if self.seed.is_multiple_of(3) && dice.of_hundred(60) { 100 + dice.below(20) } else { dice.below(100) };
        Ok(match what {
            100..106 => Step::new("backups.create", json!({})),
            106..110 => self.restore_backup(dice).await?,
            110..113 => self.new_account(dice, &customer),
            113..119 => self.about_an_account(dice, &customer).await?,
            119 => Step::new("session.lock", json!({})),
            0..5 if rows(&page, "rows").len() < 9 => self.new_customer(dice),
            0..8 => Step::new("issuer.sell_credit", json!({"amount": 10 + dice.below(50), "note": self.note("PO")})),
            8..14 => Step::new(
                "credit.transfer",
                json!({"customer_id": id, "amount": 1 + dice.below(6), "note": self.note("PO")}),
            ),
            14..18 => Step::new(
                "credit.refund",
                json!({"customer_id": id, "amount": 1 + dice.below(3), "note": self.note("back")}),
            ),
            18..38 => self.issue(dice, &id).await?,
            38..50 => self.about_a_key(dice, &id).await?,
            50..54 => Step::new("users.create", json!({"customer_id": id, "fields": self.fields("Novotná")})),
            54..57 => self.about_a_user(dice, &id).await?,
            57..63 => {
                let file = format!("{}-visit-{}.json", customer["system_id"].as_str().unwrap_or_default(), self.number);
                Step::new("readers.import_preview", json!({"customer_id": id, "file": file}))
            }
            63..66 => Step::new("readers.publish", one),
            66..68 => self.undo(dice, one).await?,
            68..71 => {
                let request = json!({"customer_id": id, "name": self.note("Gate"), "reader_id": format!("IMA g{:04}", self.number),
                    "mac": null, "group_id": null, "allow_identification": true, "one_tap": null,
                    "signal_range": 100, "one_tap_signal": 70});
                Step::new("readers.create", request)
            }
            71..74 => Step::new("groups.create", json!({"customer_id": id, "name": self.note("Floor")})),
            74..78 => self.new_account(dice, &customer),
            78..84 => self.about_an_account(dice, &customer).await?,
            84..86 => Step::new("session.new_recovery_code", json!({"password": self.password})),
            86..89 => Step::new("backups.create", json!({})),
            89..91 => self.settings(dice).await?,
            91..93 => {
                Step::new("drafts.put", json!({"name": "customer-wizard", "value": {"name": self.note("Draft")}}))
            }
            93..94 => {
                Step::new("session.set_language", json!({"language": if dice.of_hundred(50) { "en" } else { "cs" }}))
            }
            94..95 => self.delete_or_restore(dice, &customer).await?,
            95..96 => self.restore_backup(dice).await?,
            96..97 => self.handouts(&id).await?,
            _ => Step::new("session.lock", json!({})),
        })
    }

    fn note(&self, what: &str) -> String {
        format!("{what} {}", self.number)
    }

    fn fields(&self, last: &str) -> Value {
        json!({"first_name": format!("Božena {}", self.number), "last_name": last,
            "email": format!("bozena{}@dum.cz", self.number), "phone": "", "title": "", "language": null})
    }

    fn new_customer(&self, dice: &mut Dice) -> Step {
        let email = format!("spravce{}@dum.cz", self.number);
        let login = (self.number.is_multiple_of(2)).then(|| password(self.number));
        let request = json!({
            "name": self.note("Bytovka"), "system_type": "importer", "system_id": format!("Alfa{:04}", self.number % 10_000),
            "system_key": "Klic-tajny", "password": login, "key_name": "klic-dum", "key_prefix": "39",
            "contact": {"address": "Dlouhá 3", "zip": "110 00", "city": "Praha", "email": email, "phone": "", "web": ""},
            "default_valid_to": null, "credit": dice.below(12), "one_tap": true, "automatic": true,
            "groups_enabled": dice.of_hundred(90)
        });
        let step = Step::new("customers.create", request);
        if login.is_some() { step.with_login(&email, login.as_deref()) } else { step }
    }

    async fn issue(&self, dice: &mut Dice, customer: &Value) -> Outcome<Step> {
        let existing = if dice.of_hundred(30) { self.a_user(dice, customer).await? } else { None };
        let user = existing.as_ref().map(|user| user["id"].clone());
        let prefill = self.look("keys.prefill", json!({"customer_id": customer, "user_id": user})).await?;
        let holder = match user {
            Some(user) => json!({"kind": "existing", "user_id": user}),
            None => {
                json!({"kind": "new", "fields": {"first_name": ""}, "full_name": format!("Jan {} Žižka", self.number)})
            }
        };
        let mut request = json!({"customer_id": customer, "holder": holder});
        for field in ["device_name", "key_name", "number", "valid_from", "valid_to"] {
            request[field] = prefill[field].clone();
        }
        Ok(Step::new("keys.issue", request))
    }

    async fn a_user(&self, dice: &mut Dice, customer: &Value) -> Outcome<Option<Value>> {
        let request = json!({"customer_id": customer, "page": {"page_size": 500}, "user_status": ["active"]});
        let page = self.look("users.list", request).await?;
        Ok(dice.pick(rows(&page, "rows")).cloned())
    }

    async fn about_a_key(&self, dice: &mut Dice, customer: &Value) -> Outcome<Step> {
        let Some(user) = self.a_user(dice, customer).await? else { return self.issue(dice, customer).await };
        let card = self.look("users.card", json!({"user_id": user["id"]})).await?;
        let keys: Vec<Value> = rows(&card, "devices").iter().flat_map(|device| rows(device, "keys")).cloned().collect();
        let Some(key) = dice.pick(&keys) else { return self.issue(dice, customer).await };
        let allowed: Vec<&str> = ["reissue", "delete", "restore", "swap", "edit"]
            .into_iter()
            .filter(|action| key["actions"][action] == true)
            .collect();
        let id = key["id"].clone();
        Ok(match dice.pick(&allowed).copied() {
            Some("reissue") => Step::new("keys.reissue_code", json!({"key_id": id, "lost": dice.of_hundred(50)})),
            Some("delete") => Step::new("keys.delete", json!({"key_id": id})),
            Some("restore") => Step::new("keys.restore", json!({"key_id": id})),
            Some("swap") => {
                let waiver = dice.of_hundred(50).then_some("broken phone");
                Step::new("keys.swap_phone", json!({"key_id": id, "device_name": self.note("Phone"), "waiver": waiver}))
            }
            Some("edit") => {
                let name = json!({"from": key["name"], "to": format!("klic-{}", self.number)});
                Step::new("keys.edit", json!({"key_id": id, "name": name}))
            }
            _ => Step::new("store.check", json!({})),
        })
    }

    async fn about_a_user(&self, dice: &mut Dice, customer: &Value) -> Outcome<Step> {
        let Some(user) = self.a_user(dice, customer).await? else {
            return Ok(Step::new("users.create", json!({"customer_id": customer, "fields": self.fields("Malá")})));
        };
        if dice.of_hundred(40) {
            return Ok(Step::new("users.delete", json!({"user_id": user["id"]})));
        }
        let card = self.look("users.card", json!({"user_id": user["id"]})).await?;
        let last = json!({"from": card["fields"]["last_name"], "to": format!("Šťastná {}", self.number)});
        Ok(Step::new("users.edit", json!({"user_id": user["id"], "last_name": last})))
    }

    async fn undo(&self, dice: &mut Dice, customer: Value) -> Outcome<Step> {
        let imports = self.look("readers.imports", customer.clone()).await?;
        let open: Vec<&Value> =
            rows(&imports, "imports").iter().filter(|import| import["undone_at"].is_null()).collect();
        Ok(match dice.pick(&open) {
            Some(import) => Step::new("readers.undo_import", json!({"import_id": import["id"]})),
            None => Step::new("readers.publish", customer),
        })
    }

    fn new_account(&self, dice: &mut Dice, customer: &Value) -> Step {
        let new = password(self.number);
        let (scope, role) = match dice.below(3) {
            0 if even(customer) => (customer["id"].clone(), "customer_admin"),
            1 => (Value::Null, "installer"),
            _ => (Value::Null, "distributor_admin"),
        };
        let email = format!("ucet{}@alfa.cz", self.number);
        let request = json!({"customer_id": scope, "role": role, "email": email, "password": new});
        Step::new("accounts.create", request).with_login(&email, Some(&new))
    }

    async fn about_an_account(&self, dice: &mut Dice, customer: &Value) -> Outcome<Step> {
        let scope = if dice.of_hundred(40) && even(customer) { customer["id"].clone() } else { Value::Null };
        let accounts = self.look("accounts.list", json!({"customer_id": scope})).await?;
        let live: Vec<&Value> =
            rows(&accounts, "accounts").iter().filter(|account| account["deleted_at"].is_null()).collect();
        let Some(account) = dice.pick(&live) else { return Ok(self.new_account(dice, customer)) };
        let email = account["email"].as_str().unwrap_or_default();
        let id = account["id"].clone();
        let own = account["own"] == true;
        // More than a few logins would make every look at what a crash left long.
        if !own && dice.of_hundred(if live.len() > 3 { 80 } else { 35 }) {
            return Ok(Step::new("accounts.delete", json!({"account_id": id})).with_login(email, None));
        }
        let new = password(self.number);
        let request =
            json!({"account_id": id, "current_password": own.then(|| self.password.clone()), "new_password": new});
        Ok(Step::new("accounts.change_password", request).with_login(email, Some(&new)))
    }

    async fn settings(&self, dice: &mut Dice) -> Outcome<Step> {
        let mut settings = self.look("settings.get", json!({})).await?;
        settings["auto_lock_minutes"] = json!(dice.below(400));
        settings["android_link"] = json!(format!("https://alfa.cz/app/{}", self.number));
        Ok(Step::new("settings.set", settings))
    }

    async fn delete_or_restore(&self, dice: &mut Dice, customer: &Value) -> Outcome<Step> {
        let gone = self.look("customers.list", json!({"page": {"page_size": 100}, "status": ["deleted"]})).await?;
        if let Some(deleted) = dice.pick(rows(&gone, "rows")) {
            return Ok(Step::new("customers.restore", json!({"customer_id": deleted["id"]})));
        }
        if even(customer) {
            // It has logins, whose fate would be another story.
            return Ok(Step::new("store.check", json!({})));
        }
        let request =
            json!({"customer_id": customer["id"], "typed_name": customer["name"], "take_back": dice.of_hundred(50)});
        Ok(Step::new("customers.delete", request))
    }

    async fn restore_backup(&self, dice: &mut Dice) -> Outcome<Step> {
        let backups = self.look("backups.list", json!({})).await?;
        Ok(match dice.pick(rows(&backups, "backups")) {
            Some(backup) => {
                Step::new("backups.restore", json!({"name": backup["name"], "email": ADMIN, "password": self.password}))
            }
            None => Step::new("backups.create", json!({})),
        })
    }

    async fn handouts(&self, customer: &Value) -> Outcome<Step> {
        let request = json!({"customer_id": customer, "page": {}, "key_stage": ["waiting"]});
        let page = self.look("users.matching", request).await?;
        let keys: Vec<&Value> =
            rows(&page, "users").iter().map(|user| &user["key_id"]).filter(|key| !key.is_null()).take(2).collect();
        let job = json!({"customer_id": customer, "key_ids": keys, "stock": "card", "language": "cs"});
        Ok(Step::new("handouts.save_pdf", json!({"job": job, "file": "handouts.pdf"})))
    }
}

/// Whether a command failed for another reason than a rule.
fn is_fault(code: &str) -> bool {
    code.starts_with("store_")
        || [
            "internal",
            "bad_request",
            "unknown_command",
            "wrong_surface",
            "locked",
            "settings_unwritable",
            "file_unwritable",
            "wrong_password",
        ]
        .contains(&code)
}
