//! Stories about the one way to write.

use chrono::Duration;
use mobileaccess_domain::credit::TransferCredit;
use mobileaccess_domain::readers::{PublishReaders, UndoReaderImport};
use mobileaccess_domain::rows::{Customer, Reader};
use mobileaccess_domain::users::DeleteUser;
use mobileaccess_domain::{Id, Mutation, Refusal};
use mobileaccess_store::sqlite::audit::Filter;
use mobileaccess_store::sqlite::{audit, keys, mutations, users};
use mobileaccess_store::{Authority, Request, Store, Who};

use crate::support::{Computer, EMAIL, PASSWORD, import, issue_key, noon};

#[tokio::test]
async fn what_was_committed_is_there_after_a_restart_with_its_mutation_and_its_audit() {
    let mut computer = Computer::set_up().await;
    let customer = computer.customer("Alfa0001", 10).await;
    let issued = computer.issue(customer, ("Petr", "Žižka"), 17).await.unwrap();
    let (_folder, profile) = computer.lock().await;

    let (store, account) = Store::open(&profile, &profile.unlock(EMAIL, PASSWORD).unwrap()).await.unwrap();
    let mut connection = store.read().await.unwrap();
    let key = keys::get(&mut connection, issued.key).await.unwrap().unwrap();
    assert_eq!((key.number.get(), key.user_id), (17, issued.user));
    assert_eq!(keys::code_with_text(&mut connection, &issued.code).await.unwrap().unwrap().key_id, issued.key);
    assert_eq!(users::get(&mut connection, issued.user).await.unwrap().unwrap().full_name(), "Petr Žižka");
    let entries =
        audit::page(&mut connection, &Filter { customer: Some(customer), ..Filter::default() }, 0, 10).await.unwrap();
    assert_eq!((entries.len(), entries[0].action.as_str()), (3, "key.issue"));
    let entries = audit::page(&mut connection, &Filter::default(), 0, 10).await.unwrap();
    assert_eq!(entries.len(), 5, "set-up, sale, customer, transfer, key");
    assert_eq!(mutations::pending_count(&mut connection).await.unwrap(), 0);
    drop(connection);
    assert_eq!(account.email, EMAIL);
    assert_eq!(store.check().await.unwrap(), Vec::<String>::new());
    store.close().await;
}

#[tokio::test]
async fn asking_twice_with_one_id_does_one_thing() {
    let mut computer = Computer::set_up().await;
    let customer = computer.customer("Alfa0001", 10).await;
    let (mutation, _) = issue_key(customer, ("Petr", "Žižka"), 17);
    let (other, _) = issue_key(customer, ("Pavel", "Žižka"), 18);
    let at = noon() + Duration::hours(1);
    let ask = |mutation| Request {
        mutation_id: uuid::Uuid::from_u128(77),
        mutation,
        who: Who::Account(computer.admin),
        at,
        authority: Authority::Here,
    };
    let first = computer.store.transact(ask(&mutation)).await.unwrap().unwrap();
    let second = computer.store.transact(ask(&mutation)).await.unwrap().unwrap();
    assert!(!first.repeated && second.repeated && second.seq == first.seq);
    let clash = computer.store.transact(ask(&other)).await.unwrap_err();
    assert_eq!(clash.code(), "store_constraint", "another mutation under the same id is no repetition");
    let keys: i64 = sqlx::query_scalar("SELECT count(*) FROM keys")
        .fetch_one(&mut *computer.store.read().await.unwrap())
        .await
        .unwrap();
    assert_eq!(keys, 1);
    computer.lock().await;
}

#[tokio::test]
async fn a_refusal_leaves_nothing_behind() {
    let mut computer = Computer::set_up().await;
    let customer = computer.customer("Alfa0001", 10).await;
    computer.issue(customer, ("Petr", "Žižka"), 17).await.unwrap();
    let before = computer.store.revision().await.unwrap();
    assert!(matches!(computer.issue(customer, ("Pavel", "Žižka"), 17).await, Err(Refusal::Invalid { .. })));
    let too_much = TransferCredit { customer_id: customer, amount: 1000, note: String::new() };
    assert!(matches!(computer.ask(too_much).await, Err(Refusal::NoCredit { .. })));
    assert_eq!(computer.store.revision().await.unwrap(), before);
    let stranger = crate::support::id();
    let (mutation, _) = issue_key(customer, ("Pavel", "Žižka"), 18);
    assert_eq!(computer.ask_as(mutation, Who::Account(stranger)).await, Err(Refusal::NotAllowed));
    computer.lock().await;
}

#[tokio::test]
async fn a_write_that_is_dropped_keeps_nothing_and_the_next_one_goes_on() {
    let mut computer = Computer::set_up().await;
    let customer = computer.customer("Alfa0001", 10).await;
    let (mutation, issued) = issue_key(customer, ("Petr", "Žižka"), 17);
    let mut write = computer.store.begin().await.unwrap();
    let asked = crate::support::request(&mutation, Who::Account(computer.admin), noon() + Duration::hours(1));
    write.transact(asked).await.unwrap().unwrap();
    drop(write);
    assert!(users::get(&mut computer.store.read().await.unwrap(), issued.user).await.unwrap().is_none());
    computer.issue(customer, ("Petr", "Žižka"), 17).await.unwrap();
    computer.lock().await;
}

#[tokio::test]
async fn a_deleted_user_stays_listed_and_another_process_notices() {
    let mut computer = Computer::set_up().await;
    let customer = computer.customer("Alfa0001", 10).await;
    let issued = computer.issue(customer, ("Petr", "Žižka"), 17).await.unwrap();
    let (other, _) = Store::open(&computer.profile, &computer.profile.unlock(EMAIL, PASSWORD).unwrap()).await.unwrap();
    let seen = other.revision().await.unwrap();
    computer.ask(DeleteUser { user_id: issued.user }).await.unwrap();
    assert!(other.revision().await.unwrap() > seen);
    let user = users::get(&mut other.read().await.unwrap(), issued.user).await.unwrap().unwrap();
    assert!(user.deleted_at.is_some());
    other.close().await;
    computer.lock().await;
}

#[tokio::test]
async fn what_must_never_be_is_refused_by_the_database_too() {
    let mut computer = Computer::set_up().await;
    let customer = computer.customer("Alfa0001", 10).await;
    computer.issue(customer, ("Petr", "Žižka"), 17).await.unwrap();
    for (what, statement) in [
        ("a User ID of 0", "UPDATE keys SET number = 0"),
        ("a User ID past 32 bits", "UPDATE keys SET number = 4294967296"),
        ("an unknown status", "UPDATE keys SET status = 'maybe'"),
        ("a text where a number belongs", "UPDATE keys SET created_at = 'yesterday'"),
        ("a key of nobody", "UPDATE keys SET user_id = x'00000000000000000000000000000000'"),
        ("a balance below zero", "UPDATE balances SET amount = -1 WHERE account = 'distributor'"),
        ("a changed transfer", "UPDATE transfers SET amount = 1000"),
        ("a removed transfer", "DELETE FROM transfers"),
        ("a changed audit", "UPDATE audit SET action = 'nothing'"),
        ("a removed audit", "DELETE FROM audit"),
        ("a changed mutation", "UPDATE mutations SET content = x'00'"),
        ("a removed mutation", "DELETE FROM mutations"),
        ("a demo with a real System ID", "UPDATE customers SET system_type = 'demo'"),
        ("a distributor called demo", "UPDATE distributors SET code = 'Demo'"),
        ("a customer admin of no customer", "UPDATE accounts SET role = 'customer_admin'"),
        (
            "a gap in the ledger",
            "INSERT INTO transfers (id, distributor_id, seq, kind, debit, credit, amount, mutation_id, \
          at, prev_hash, hash) SELECT randomblob(16), distributor_id, 99, kind, debit, credit, amount, mutation_id, at, \
          prev_hash, hash FROM transfers LIMIT 1",
        ),
    ] {
        let mut write = computer.store.begin().await.unwrap();
        let done = sqlx::query(sqlx::AssertSqlSafe(statement.to_owned())).execute(write.connection()).await.map(|_| ());
        let refused = match done {
            Ok(()) => write.commit().await.map(|_| ()),
            Err(error) => Err(error.into()),
        };
        assert_eq!(refused.map_err(|error| error.code()), Err("store_constraint"), "{what}");
    }
    assert_eq!(computer.store.check().await.unwrap(), Vec::<String>::new());
    computer.lock().await;
}

#[tokio::test]
async fn ten_thousand_readers_arrive_in_one_write() {
    let mut computer = Computer::set_up().await;
    let customer = computer.customer("Alfa0001", 0).await;
    let done = computer.ask(import(customer, 10_000)).await.unwrap();
    assert_eq!(done.effects.changes.len(), 10_001);
    let mut connection = computer.store.read().await.unwrap();
    let found = mobileaccess_store::sqlite::readers::live_or_published(&mut connection, customer).await.unwrap();
    assert_eq!(found.len(), 10_000);
    let last = last_id(&mut connection).await;
    let kept = mutations::with_id(&mut connection, last).await.unwrap();
    assert!(matches!(kept.unwrap().mutation, Mutation::ImportReaders(import) if import.rows.len() == 10_000));
    drop(connection);
    computer.lock().await;
}

#[tokio::test]
async fn an_import_is_undone_even_where_its_deletions_were_published_since() {
    let mut computer = Computer::set_up().await;
    let customer_id = computer.customer("Alfa0001", 0).await;
    computer.ask(import(customer_id, 3)).await.unwrap();
    computer.ask(PublishReaders { customer_id }).await.unwrap();
    let before = readers_of(&computer, customer_id).await;
    let gone = before[1].id;
    let mut second = import(customer_id, 1);
    second.rows[0].name = Some("Garáž".into());
    second.delete = vec![gone, before[2].id];
    let import_id = second.import_id;
    computer.ask(second).await.unwrap();
    computer.ask(PublishReaders { customer_id }).await.unwrap();
    assert_eq!(readers_of(&computer, customer_id).await.len(), 1);
    computer.ask(UndoReaderImport { import_id, customer_id }).await.unwrap();
    let fields = |readers: Vec<Reader>| readers.into_iter().map(|reader| reader.fields).collect::<Vec<_>>();
    assert_eq!(fields(readers_of(&computer, customer_id).await), fields(before));
    computer.lock().await;
}

async fn readers_of(computer: &Computer, customer: Id<Customer>) -> Vec<Reader> {
    let mut connection = computer.store.read().await.unwrap();
    let mut found = mobileaccess_store::sqlite::readers::live_or_published(&mut connection, customer).await.unwrap();
    found.retain(|reader| reader.deleted_at.is_none());
    found.sort_by(|a, b| a.fields.reader_id.cmp(&b.fields.reader_id));
    found
}

async fn last_id(connection: &mut sqlx::SqliteConnection) -> uuid::Uuid {
    sqlx::query_scalar("SELECT id FROM mutations ORDER BY seq DESC LIMIT 1").fetch_one(connection).await.unwrap()
}
