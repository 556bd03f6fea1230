//! Stories about finding by words.

use mobileaccess_domain::Edit;
use mobileaccess_domain::users::{DeleteUser, EditUser};
use mobileaccess_store::sqlite::search;

use crate::support::{Computer, import};

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
