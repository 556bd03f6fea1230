//! Stories about finding by words.

use mobileaccess_domain::rows::{Customer, User};
use mobileaccess_domain::users::{CreateUser, DeleteUser, EditUser, UserFields};
use mobileaccess_domain::{Edit, Id};
use mobileaccess_store::sqlite::{self, search};

use crate::support::{Computer, Dice, id, import};

async fn names(computer: &Computer, typed: &str) -> Vec<String> {
    computer.store.catch_up_search().await.unwrap();
    let mut connection = computer.store.read().await.unwrap();
    let found = search::users(&mut connection, typed, None, 50).await.unwrap();
    found.iter().map(|user| user.full_name()).collect()
}

#[tokio::test]
async fn letters_without_accents_find_words_with_them() {
    let mut computer = Computer::set_up().await;
    let customer = computer.customer("Alfa0001", 10).await;
    let issued = computer.issue(customer, ("Jan", "Žižkov"), 1).await.unwrap();
    computer.issue(customer, ("Řehoř", "Černý"), 2).await.unwrap();
    computer.issue(customer, ("Zdeněk", "Žák"), 3).await.unwrap();
    assert_eq!(names(&computer, "zizkov").await, ["Jan Žižkov"]);
    assert_eq!(names(&computer, "ŽIŽ jan").await, ["Jan Žižkov"]);
    assert_eq!(names(&computer, "z").await, ["Jan Žižkov", "Zdeněk Žák"]);
    assert_eq!(names(&computer, "rehor@").await, ["Řehoř Černý"]);
    assert_eq!(names(&computer, "user2@bytovka").await, ["Řehoř Černý"]);
    for nothing in ["", "  ", "\"", "x OR 1", "* - (", "ižkov"] {
        assert_eq!(names(&computer, nothing).await, Vec::<String>::new(), "{nothing}");
    }

    let edit = EditUser {
        user_id: issued.user,
        title: None,
        first_name: None,
        last_name: Some(Edit { from: "Žižkov".into(), to: "Holešovický".into() }),
        email: None,
        phone: None,
        language: None,
    };
    computer.ask(edit).await.unwrap();
    assert_eq!(names(&computer, "zizkov").await, Vec::<String>::new());
    assert_eq!(names(&computer, "holesov").await, ["Jan Holešovický"]);
    computer.ask(DeleteUser { user_id: issued.user }).await.unwrap();
    assert_eq!(names(&computer, "j").await, ["Jan Holešovický"], "deleted users stay listed");
    computer.lock().await;
}

#[tokio::test]
async fn customers_and_readers_are_found_and_the_index_can_be_made_anew() {
    let mut computer = Computer::set_up().await;
    let customer = computer.customer("Alfa0001", 0).await;
    let other = computer.customer("Alfa0002", 0).await;
    computer.ask(import(customer, 500)).await.unwrap();
    assert!(search::is_behind(&mut computer.store.read().await.unwrap()).await.unwrap());
    let look = async |computer: &Computer| {
        let mut connection = computer.store.read().await.unwrap();
        (
            search::customers(&mut connection, "plzen alfa0001", 10).await.unwrap().len(),
            search::readers(&mut connection, "ima 00042", Some(customer), 10).await.unwrap().len(),
            search::readers(&mut connection, "00:1e:c0", Some(customer), 1000).await.unwrap().len(),
            search::readers(&mut connection, "vchod", Some(other), 10).await.unwrap().len(),
        )
    };
    computer.store.catch_up_search().await.unwrap();
    assert_eq!(look(&computer).await, (1, 1, 500, 0));
    assert_eq!(computer.store.check().await.unwrap(), Vec::<String>::new());
    let mut write = computer.store.begin().await.unwrap();
    sqlx::query("DELETE FROM search_readers WHERE rowid < 100").execute(write.connection()).await.unwrap();
    write.commit().await.unwrap();
    assert!(!computer.store.check().await.unwrap().is_empty());
    computer.store.rebuild().await.unwrap();
    assert_eq!(look(&computer).await, (1, 1, 500, 0));
    assert_eq!(computer.store.check().await.unwrap(), Vec::<String>::new());
    computer.lock().await;
}

/// A letter as the search takes it; of the letters that are in these stories.
fn plain(letter: char) -> char {
    let accents = "áčďéěíňóřšťúůýž".chars().zip("acdeeinorstuuyz".chars());
    let small = letter.to_lowercase().next().unwrap();
    accents.into_iter().find(|(accented, _)| *accented == small).map_or(small, |(_, plain)| plain)
}

fn plain_words(text: &str) -> Vec<String> {
    let words = text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(|word| word.chars().map(plain).collect()).collect()
}

/// What a look at every user finds: the oldest first, live ones before the others.
fn looked_through(users: &[User], typed: &str, customer: Option<Id<Customer>>, limit: usize) -> Vec<Id<User>> {
    let typed = plain_words(typed);
    let matches = |user: &&User| {
        let words = plain_words(&[&*user.title, &user.first_name, &user.last_name, &user.email, &user.phone].join(" "));
        customer.is_none_or(|id| user.customer_id == id)
            && !typed.is_empty()
            && typed.iter().all(|typed| words.iter().any(|word| word.starts_with(typed)))
    };
    let (live, deleted): (Vec<&User>, Vec<&User>) =
        users.iter().filter(matches).partition(|user| user.deleted_at.is_none());
    live.into_iter().chain(deleted).take(limit).map(|user| user.id).collect()
}

#[tokio::test]
async fn index_list_and_a_look_at_every_user_find_the_same_whatever_waits_for_the_index() {
    const FIRSTS: [&str; 8] = ["Jan", "Žofie", "Řehoř", "Zdeněk", "Anna Marie", "žaneta", "Evá", "J."];
    const LASTS: [&str; 8] = ["Žižkov", "Novák", "Nováková", "Čáp-Zeman", "Chalupa", "Stavebniserviska", "", "Zíka 2"];
    const TYPED: [&str; 26] = [
        "z",
        "ž",
        "ZIZ",
        "zizkov",
        "nov",
        "novak",
        "novakova",
        "jan nov",
        "nov jan",
        "jan ján",
        "stavebni",
        "stavebnis",
        "stavebniservis",
        "stavebniservisky",
        "user1",
        "user",
        "bytovka",
        "example",
        "user1 @bytovka",
        "+420",
        "42060100",
        "420601000",
        "mud",
        "x",
        " - ",
        "j.",
    ];
    let mut dice = Dice::new(1420);
    let mut computer = Computer::set_up().await;
    let customers = [computer.customer("Alfa0001", 0).await, computer.customer("Alfa0002", 0).await];
    let mut users: Vec<Id<User>> = Vec::new();
    for step in 0..240_u32 {
        match dice.roll(0..10) {
            0..6 => {
                let fields = UserFields {
                    title: if dice.roll(0..4) == 0 { "MUDr.".into() } else { String::new() },
                    first_name: (*dice.pick(&FIRSTS)).into(),
                    last_name: (*dice.pick(&LASTS)).into(),
                    email: if dice.roll(0..3) == 0 { String::new() } else { format!("user{step}@bytovka.example") },
                    phone: if dice.roll(0..2) == 0 { String::new() } else { format!("+420{:09}", 601_000_000 + step) },
                    ..UserFields::default()
                };
                let (user_id, customer_id) = (id(), *dice.pick(&customers));
                computer.ask(CreateUser { user_id, customer_id, fields, lease: None }).await.unwrap();
                users.push(user_id);
            }
            6 | 7 if !users.is_empty() => {
                let user_id = *dice.pick(&users);
                let known =
                    sqlite::users::get(&mut computer.store.read().await.unwrap(), user_id).await.unwrap().unwrap();
                let last_name = Some(Edit { from: known.last_name, to: (*dice.pick(&LASTS)).into() });
                let edit = EditUser {
                    user_id,
                    title: None,
                    first_name: None,
                    last_name,
                    email: None,
                    phone: None,
                    language: None,
                };
                // A name that stays, or a user who is deleted, is refused: nothing happens then.
                drop(computer.ask(edit).await);
            }
            8 if !users.is_empty() => drop(computer.ask(DeleteUser { user_id: *dice.pick(&users) }).await),
            // As a pull takes rows away, and another may get the place.
            9 if !users.is_empty() && dice.roll(0..3) == 0 => {
                let gone = if dice.roll(0..2) == 0 { users.len() - 1 } else { dice.roll(0..9) as usize % users.len() };
                let mut write = computer.store.begin().await.unwrap();
                sqlx::query("DELETE FROM users WHERE id = ?")
                    .bind(users.remove(gone).uuid())
                    .execute(write.connection())
                    .await
                    .unwrap();
                write.commit().await.unwrap();
                // The lists in memory do not know of it, as they know of no pull row by row.
                computer.reopen().await;
            }
            _ => computer.store.catch_up_search().await.unwrap(),
        }
        let mut rows = Vec::new();
        let mut connection = computer.store.read().await.unwrap();
        for user in &users {
            rows.push(sqlite::users::get(&mut connection, *user).await.unwrap().unwrap());
        }
        for typed in TYPED.iter().skip(step as usize % 5).step_by(5) {
            for (scope, limit) in [(None, 3), (None, 500), (Some(customers[0]), 3), (Some(customers[1]), 500)] {
                let expected = looked_through(&rows, typed, scope, limit as usize);
                let found = search::users(&mut connection, typed, scope, limit).await.unwrap();
                let found: Vec<_> = found.iter().map(|user| user.id).collect();
                assert_eq!(found, expected, "step {step}: {typed} in the index");
                let Some(customer) = scope else { continue };
                let listed = computer.store.users_named(customer, typed, limit).await.unwrap().unwrap();
                let listed: Vec<_> = listed.iter().map(|user| user.id).collect();
                assert_eq!(listed, expected, "step {step}: {typed} in the list");
            }
        }
    }
    assert!(users.len() > 80 && search::is_behind(&mut computer.store.read().await.unwrap()).await.unwrap());
    assert_eq!(computer.store.check().await.unwrap(), Vec::<String>::new());
    computer.lock().await;
}

#[tokio::test]
async fn nobody_waits_for_the_index_and_the_index_for_nobody() {
    let mut computer = Computer::set_up().await;
    let customer = computer.customer("Alfa0001", 10).await;
    computer.ask(import(customer, 700)).await.unwrap();
    let doors = async |computer: &Computer| {
        let mut connection = computer.store.read().await.unwrap();
        let found = search::readers(&mut connection, "vchod", Some(customer), 1000).await.unwrap();
        let listed = computer.store.readers_named(customer, "vchod", 1000).await.unwrap().unwrap();
        let listed: Vec<_> = listed.into_iter().map(|entry| entry.reader).collect();
        assert_eq!(found, listed);
        found.len()
    };
    // Somebody writes, for long: whoever searches does not wait for it, and sees what was there before.
    let write = computer.store.begin().await.unwrap();
    assert_eq!(doors(&computer).await, 700);
    write.roll_back().await.unwrap();
    computer.store.catch_up_search_beside().await.unwrap();
    // Whoever writes meanwhile gets a turn between two pieces, and what it wrote is found.
    computer.issue(customer, ("Jan", "Žižka"), 17).await.unwrap();
    let found = search::users(&mut computer.store.read().await.unwrap(), "zizka", None, 10).await.unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(doors(&computer).await, 700);
    computer.store.catch_up_search().await.unwrap();
    assert!(!search::is_behind(&mut computer.store.read().await.unwrap()).await.unwrap());
    assert_eq!(doors(&computer).await, 700);
    assert_eq!(computer.store.check().await.unwrap(), Vec::<String>::new());
    computer.lock().await;
}
