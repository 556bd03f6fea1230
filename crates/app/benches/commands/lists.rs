//! Every look at a list of a hundred thousand users.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::{
    computer::{Computer, calibrated},
    figures::{percentile, plain, within},
    filling::{USERS, fill},
};

/// A sixtieth of a second: what is quicker is there in the next picture.
const BUDGET_MS: u32 = 16;
const SORTS: [&str; 8] = ["name", "email", "phone", "device", "number", "stage", "created_at", "valid_to"];

struct List<'c> {
    computer: &'c Computer,
    customer: String,
}

impl List<'_> {
    async fn ask(&self, page: Value, filters: Value) -> (Duration, Value) {
        let mut request = json!({"customer_id": self.customer, "page": page});
        if let (Some(request), Value::Object(filters)) = (request.as_object_mut(), filters) {
            request.extend(filters);
        }
        if request["page"]["language"].is_null() {
            request["page"]["language"] = "cs".into();
        }
        self.computer.timed("users.list", request).await
    }

    async fn time(&self, page: Value, filters: Value) -> Duration {
        self.ask(page, filters).await.0
    }
}

/// What somebody types, letter by letter.
fn typed(text: &str) -> impl Iterator<Item = String> + '_ {
    (1..=text.chars().count()).map(|end| text.chars().take(end).collect())
}

pub(crate) async fn run() {
    // The password costs what it costs a person: this computer's own calibration.
    let computer = Computer::set_up(calibrated()).await;
    let customer = computer.customer(1, 0).await;
    fill(&computer, &customer).await;
    computer.call("session.lock", json!({})).await;
    let list = List { computer: &computer, customer };
    let all = json!({"user_status": ["active", "deleted"]});

    let mut unlocks = Vec::new();
    let mut firsts = Vec::new();
    let mut customers = Vec::new();
    for _ in 0..5 {
        let start = Instant::now();
        computer.unlock().await;
        unlocks.push(start.elapsed());
        customers.push(computer.timed("customers.list", json!({"page": {}})).await.0);
        firsts.push(list.time(json!({"sort": "created_at", "descending": true}), json!({})).await);
        computer.call("session.lock", json!({})).await;
    }
    computer.unlock().await;
    plain("password to open store, calibrated key derivation included", "ms", percentile(&unlocks, 50));
    plain("first page of customers after the password", "ms", percentile(&customers, 50));
    plain("first page of 100,000 users after the password", "ms", percentile(&firsts, 50));

    list.time(json!({"sort": "created_at"}), json!({})).await;
    let mut firsts = Vec::new();
    for sort in SORTS {
        for language in ["cs", "en"] {
            firsts.push(list.time(json!({"sort": sort, "language": language}), all.clone()).await);
        }
    }
    plain("first sort of 100,000 users by a column, longest", "ms", percentile(&firsts, 100));

    let mut times = Vec::new();
    for sort in SORTS {
        for language in ["cs", "en"] {
            for descending in [false, true] {
                for page in [0, 1, USERS / 100, USERS / 50 - 1, u32::MAX as usize] {
                    let asked = json!({"sort": sort, "language": language, "descending": descending, "page": page});
                    let (took, answer) = list.ask(asked, all.clone()).await;
                    assert_eq!(answer["info"]["total"], USERS);
                    times.push(took);
                }
            }
        }
    }
    within("page and sort 100,000 users", &times, BUDGET_MS);

    let mut times = Vec::new();
    for letter in "aábcčdďeéěfghiíjklmnňoópqrřsštťuúůvwxyýzž0123456789".chars() {
        for sort in ["name", "created_at"] {
            times.push(list.time(json!({"search": letter, "sort": sort}), json!({})).await);
        }
    }
    within("search 100,000 users by one letter", &times, BUDGET_MS);

    let words = ["žižkovová jan", "zizkov", "chalupa", "user9999", "600012", "device00", "řez šárka", "0x1f", "nikdo"];
    let mut times = Vec::new();
    for text in words {
        for search in typed(text) {
            for sort in ["name", "created_at", "number"] {
                times.push(list.time(json!({"search": search, "sort": sort}), json!({})).await);
                times.push(list.time(json!({"search": search, "sort": sort, "page": u32::MAX}), json!({})).await);
            }
        }
    }
    within("search 100,000 users as one types", &times, BUDGET_MS);

    let mut times = Vec::new();
    let stages = ["waiting", "arriving", "expired", "active", "suspended", "deleted_by_admin", "deleted_by_user"];
    let filters = stages
        .iter()
        .map(|stage| json!({"key_stage": [stage]}))
        .chain([json!({"user_status": ["active"]}), json!({"user_status": ["deleted"], "key_stage": ["deleted"]})]);
    for filter in filters {
        for sort in SORTS {
            for page in [0, u32::MAX] {
                times.push(list.time(json!({"sort": sort, "page": page}), filter.clone()).await);
            }
            times.push(list.time(json!({"sort": sort, "search": "n"}), filter.clone()).await);
        }
    }
    within("filter 100,000 users", &times, BUDGET_MS);

    let mut times = Vec::new();
    for number in 0..300 {
        let fields = json!({"first_name": "Nový", "last_name": format!("Uživatel {number}")});
        computer.call("users.create", json!({"customer_id": list.customer, "fields": fields})).await;
        times.push(list.time(json!({"sort": "name", "search": "u"}), json!({})).await);
    }
    within("page of 100,000 users after a write", &times, BUDGET_MS);
    crate::office::run(&computer, &list.customer).await;
}
