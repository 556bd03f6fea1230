//! A town with everything in it, for tests that try every command: the distributor Alfa with two customers that have the
//! same of everything, and beside it, in the same store, another distributor with one. The people of Alfa log in in turn;
//! after each change the town is put back as it was.

use std::{
    fs,
    path::{Path, PathBuf},
};

use mobileaccess_domain::{
    Id, Language, Mutation, distributors::SetUpDistributor, phones::ActivateKey, rows::Platform,
};
use mobileaccess_store::{Authority, KdfParams, Profile, Request, Store, Who, sqlite};
use mobileaccess_wire::{COMMANDS, Failure, Surface, dispatch};
use serde_json::{Value, json};
use sqlx::{AssertSqlSafe, Row as _};

use crate::support::Computer;

/// Somebody of Alfa who can log in.
#[derive(Clone, Copy)]
pub(crate) struct Person {
    /// Letter of the role in the table of commands.
    pub(crate) letter: char,
    pub(crate) email: &'static str,
    pub(crate) password: &'static str,
}

/// Admin of the distributor.
pub(crate) const EVA: Person = Person { letter: 'A', email: "eva@alfa.cz", password: "Heslo-123" };
/// Installer, with the first customer given to him.
pub(crate) const IVAN: Person = Person { letter: 'I', email: "ivan@alfa.cz", password: "Montaz-456" };
/// Admin of the first customer.
pub(crate) const OLGA: Person = Person { letter: 'O', email: "olga@bytovka.cz", password: "Spravce-789" };
/// Admin of the other distributor.
const BETA: Person = Person { letter: 'B', email: "boss@beta.cz", password: "Cizinec-000" };

/// The town, and what it was like when it was finished.
pub(crate) struct Town {
    pub(crate) office: Computer,
    /// Another view of the same store.
    store: Store,
    /// A copy of the data folder.
    kept: PathBuf,
    me: Option<Person>,
    /// The first customer, its neighbour at the same distributor, and a customer of the other distributor: the ids of
    /// everything that requests can be about.
    pub(crate) mine: Value,
    pub(crate) neighbour: Value,
    pub(crate) foreign: Value,
    /// The backup that there is.
    pub(crate) backup: Value,
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target)
        } else {
            drop(fs::copy(entry.path(), target))
        }
    }
}

async fn open_beside(office: &Computer) -> Store {
    let profile = Profile::open(&office.folder.path().join("data/main")).unwrap();
    let unlocked = profile.unlock(EVA.email, EVA.password).unwrap();
    Store::open_without_account(&profile, &unlocked.file_key).await.unwrap()
}

async fn log_in(office: &Computer, person: Person) {
    office.ok("session.unlock", json!({"email": person.email, "password": person.password})).await;
}

/// The other distributor cannot be set up by a command: one computer belongs to one.
async fn set_up_beta(office: &Computer, store: &Store) {
    let host = office.app.host();
    let mut seed = 0_u8;
    let mut entropy = |bytes: &mut [u8]| {
        seed = seed.wrapping_add(1);
        blake3::Hasher::new().update(&[seed]).finalize_xof().fill(bytes);
        Ok(())
    };
    let mut id = || {
        let mut bytes = [0; 16];
        mobileaccess_store::Entropy::fill(&mut entropy, &mut bytes).unwrap();
        uuid::Builder::from_random_bytes(bytes).into_uuid()
    };
    let (account, mutation_id, distributor) = (Id::new(id()), id(), Id::new(id()));
    let set_up = Mutation::from(SetUpDistributor {
        distributor_id: distributor,
        name: "Beta Doors".to_owned(),
        code: "Beta".to_owned(),
        time_zone: "Europe/Prague".to_owned(),
        account_id: account,
        email: BETA.email.to_owned(),
        password_hash: "$argon2id$never-asked".to_owned(),
        language: Language::En,
    });
    let profile = store.profile();
    let change = profile.change_slots().unwrap();
    let key = store.file_key();
    let slot =
        profile.add_password_slot(&change, key, BETA.email, BETA.password, KdfParams::MINIMUM, &mut entropy).unwrap();
    let mut write = store.begin().await.unwrap();
    let at = mobileaccess_app::Host::now(host);
    let request = Request { mutation_id, mutation: &set_up, who: Who::Setup, at, authority: Authority::Here };
    write.transact(request).await.unwrap().unwrap();
    sqlite::accounts::name_slot(write.connection(), account, slot).await.unwrap();
    write.commit().await.unwrap();
}

/// A phone scans the code of a key.
async fn activate(office: &Computer, store: &Store, key: &Value) {
    let revealed = office.ok("keys.reveal_code", json!({"key_id": key})).await;
    let code = revealed["code"].as_str().unwrap().to_owned();
    let mutation_id = uuid::Uuid::from_slice(&blake3::hash(code.as_bytes()).as_bytes()[..16]).unwrap();
    let mutation = Mutation::from(ActivateKey {
        code,
        public_key: "7".repeat(64),
        platform: Platform::Android,
        model: "Pixel".to_owned(),
    });
    let at = mobileaccess_app::Host::now(office.app.host());
    let request = Request { mutation_id, mutation: &mutation, who: Who::Phone, at, authority: Authority::Here };
    store.transact(request).await.unwrap().unwrap();
}

async fn account(office: &Computer, customer: &Value, role: &str, email: &str, password: &str) -> Value {
    let request = json!({"customer_id": customer, "role": role, "email": email, "password": password});
    let accounts = office.ok("accounts.create", request).await;
    let all = accounts["accounts"].as_array().unwrap();
    all.iter().find(|one| one["email"] == email).unwrap()["id"].clone()
}

async fn customer(office: &Computer, system_id: &str, credit: i64) -> Value {
    let request = json!({
        "name": format!("Bytovka {system_id}"), "system_type": "importer", "system_id": system_id, "system_key": "Klic-tajny",
        "contact": {"email": "dum@bytovka.cz"}, "password": null, "key_name": "klic-dum", "key_prefix": "39", "default_valid_to": null,
        "credit": credit, "one_tap": true, "automatic": true
    });
    office.ok("customers.create", request).await["customer_id"].clone()
}

/// A customer with something of everything, made by the admin who is logged in.
async fn place(office: &Computer, store: &Store, code: &str, serial: u32) -> Value {
    let tag = format!("{code}{serial}").to_lowercase();
    let customer_id = customer(office, &format!("{code}{serial:04}"), 20).await;
    let gone = customer(office, &format!("{code}{:04}", serial + 5000), 0).await;
    let name = format!("Bytovka {code}{:04}", serial + 5000);
    let delete = json!({"customer_id": gone, "typed_name": name, "take_back": true});
    office.ok("customers.delete", delete).await;
    let edits = json!({"groups_enabled": {"from": false, "to": true}});
    office.ok("customers.edit", json!({"customer_id": customer_id, "edits": edits})).await;
    let clerk = account(office, &customer_id, "customer_admin", &format!("clerk@{tag}.cz"), "Uctarna-11").await;
    let installer = account(office, &Value::Null, "installer", &format!("given@{tag}.cz"), "Montaz-222").await;
    let idle = account(office, &Value::Null, "installer", &format!("idle@{tag}.cz"), "Montaz-333").await;
    office.ok("accounts.give_customer", json!({"account_id": installer, "customer_id": customer_id})).await;

    let mut keys = Vec::new();
    for name in ["Waiting", "Active", "Suspended", "Deleted"] {
        let request = office.key_request(customer_id.as_str().unwrap(), &format!("{name} {tag}")).await;
        let issued = office.ok("keys.issue", request).await;
        if name != "Waiting" {
            activate(office, store, &issued["key_id"]).await;
        }
        keys.push(issued);
    }
    office.ok("keys.suspend", json!({"key_id": keys[2]["key_id"]})).await;
    office.ok("keys.delete", json!({"key_id": keys[3]["key_id"]})).await;
    let groups = office.ok("groups.create", json!({"customer_id": customer_id, "name": "Garage"})).await;
    let doors = json!([{"name": "Gate", "readerId": format!("IMA {tag}"), "mac": "00:1E:C0:25:EA:74"}]);
    fs::write(office.file("doors.json"), doors.to_string()).unwrap();
    let preview = json!({"customer_id": customer_id, "file": "doors.json"});
    let preview = office.ok("readers.import_preview", preview).await;
    let done = office.ok("readers.import", json!({"preview_id": preview["preview_id"]})).await;
    let readers = office.ok("readers.list", json!({"customer_id": customer_id, "page": {}})).await;
    fs::write(office.file("people.csv"), format!("Name;E-mail\nImported {tag};imported@{tag}.cz\n")).unwrap();
    let people = json!({"customer_id": customer_id, "file": "people.csv"});
    let people = office.ok("user_imports.open", people).await;
    let imported = office.ok("user_imports.run", json!({"preview_id": people["preview_id"]})).await;
    let template = async |name: &str| {
        let request =
            json!({"name": format!("{name} {tag}"), "note": "", "fields": {"key_prefix": "55", "groups": ["Sklepy"]}});
        let list = office.ok("templates.create", request).await;
        let all = list["templates"].as_array().unwrap();
        all.iter().find(|one| one["name"] == format!("{name} {tag}")).unwrap()["id"].clone()
    };
    let (house, gone_house) = (template("House").await, template("Shed").await);
    office.ok("templates.delete", json!({"template_id": gone_house})).await;
    json!({
        "template": house, "gone_template": gone_house, "tag": tag, "customer": customer_id, "name": format!("Bytovka {code}{serial:04}"), "gone": gone,
        "free_system_id": format!("{code}{:04}", serial + 7000),
        "account": clerk, "installer": installer, "idle": idle, "user": keys[1]["user_id"],
        "waiting": keys[0]["key_id"], "active": keys[1]["key_id"], "suspended": keys[2]["key_id"], "deleted": keys[3]["key_id"],
        "group": groups["groups"][0]["id"], "reader": readers["rows"][0]["id"], "import": done["import_id"],
        "user_import": imported["import_id"],
    })
}

impl Town {
    pub(crate) async fn new() -> Self {
        let office = Computer::new();
        office.set_up().await;
        let store = open_beside(&office).await;
        let mine = place(&office, &store, "Alfa", 1).await;
        let neighbour = place(&office, &store, "Alfa", 2).await;
        account(&office, &mine["customer"], "customer_admin", OLGA.email, OLGA.password).await;
        let ivan = account(&office, &Value::Null, "installer", IVAN.email, IVAN.password).await;
        office.ok("accounts.give_customer", json!({"account_id": ivan, "customer_id": mine["customer"]})).await;
        set_up_beta(&office, &store).await;
        office.ok("session.lock", json!({})).await;
        log_in(&office, BETA).await;
        office.ok("issuer.sell_credit", json!({"amount": 100, "note": "PO B"})).await;
        let foreign = place(&office, &store, "Beta", 1).await;
        let backups = office.ok("backups.create", json!({})).await;
        office.ok("session.lock", json!({})).await;
        store.close().await;
        let data = office.folder.path().join("data");
        let kept = office.folder.path().join("kept");
        copy(&data, &kept);
        let store = open_beside(&office).await;
        Self { office, store, kept, me: None, mine, neighbour, foreign, backup: backups["backups"][0]["name"].clone() }
    }

    /// Puts the town back as it was and logs somebody in.
    pub(crate) async fn back(&mut self, person: Person) {
        self.office.app.close().await;
        self.store.close().await;
        let data = self.office.folder.path().join("data");
        fs::remove_dir_all(&data).unwrap();
        copy(&self.kept, &data);
        self.office.ok("session.leave_demo", json!({})).await;
        log_in(&self.office, person).await;
        self.me = Some(person);
        self.store = open_beside(&self.office).await;
    }

    /// Who is logged in, as requests name them.
    pub(crate) async fn me(&self) -> Value {
        let state = self.office.ok("session.state", json!({})).await;
        let person = self.me.unwrap();
        json!({"account": state["account"]["id"], "email": person.email, "password": person.password, "backup": self.backup})
    }

    /// Calls a command from a surface it may be called from.
    pub(crate) async fn call(&self, name: &str, request: Value) -> Result<Value, Failure> {
        let command =
            COMMANDS.iter().find(|command| command.name == name).unwrap_or_else(|| panic!("no command {name}"));
        let surface = if command.surface == Surface::Any { Surface::Cli } else { command.surface };
        dispatch(&self.office.app, surface, name, request).await
    }

    /// Every row of the store that is not derived from others, as text.
    pub(crate) async fn content(&self) -> String {
        let mut connection = self.store.read().await.unwrap();
        let tables: Vec<String> = sqlx::query_scalar(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'meta' AND name NOT LIKE 'search\\_%' ESCAPE '\\'
             AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT LIKE '\\_sqlx%' ESCAPE '\\' ORDER BY name",
        )
        .fetch_all(&mut *connection)
        .await
        .unwrap();
        let mut content = String::new();
        for table in tables {
            let columns: Vec<String> = sqlx::query_scalar("SELECT name FROM pragma_table_info(?)")
                .bind(&table)
                .fetch_all(&mut *connection)
                .await
                .unwrap();
            // A text as it is, anything else as SQL writes it.
            let shown = |column: &String| {
                format!("CASE typeof(\"{column}\") WHEN 'text' THEN \"{column}\" ELSE quote(\"{column}\") END")
            };
            let shown: Vec<String> = columns.iter().map(shown).collect();
            let query = format!("SELECT {} AS line FROM \"{table}\" ORDER BY line", shown.join(" || '\u{1f}' || "));
            for row in sqlx::query(AssertSqlSafe(query)).fetch_all(&mut *connection).await.unwrap() {
                content.push_str(&table);
                content.push('\u{1f}');
                content.push_str(&row.try_get::<String, _>("line").unwrap());
                content.push('\n');
            }
        }
        content
    }

    pub(crate) async fn close(self) {
        self.office.app.close().await;
        self.store.close().await;
    }
}
