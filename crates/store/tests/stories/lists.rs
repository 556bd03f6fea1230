//! Stories about the lists: what was just committed is in them, whoever committed it.

use chrono::Duration;
use mobileaccess_domain::groups::CreateGroup;
use mobileaccess_domain::keys::{DeleteKey, NewCode, RecordHandouts, ReissueCode};
use mobileaccess_domain::rows::{Customer, DeviceStatus, KeyStatus, TransferKind, User};
use mobileaccess_domain::statements::Side;
use mobileaccess_domain::users::{CreateUser, DeleteUser, UserFields};
use mobileaccess_domain::{Id, Language};
use mobileaccess_store::directory::{
    CustomerColumn, CustomerEntry, ListPage, ListQuery, MovementColumn, MovementEntry, ReaderColumn, UserColumn,
    UserEntry,
};
use mobileaccess_store::{Store, Who};

use crate::support::{Computer, EMAIL, PASSWORD, code, id, import, issue_key, noon, request};

fn query<C>(search: &str, column: C) -> ListQuery<C> {
    ListQuery { search: search.to_owned(), column, descending: false, page: 0, page_size: 50, language: Language::Cs }
}

async fn users(store: &Store, customer: Id<Customer>, search: &str) -> ListPage<UserEntry> {
    store
        .users_page(customer, &query(search, UserColumn::Name), |_| (), |user| user.deleted_at.is_none())
        .await
        .unwrap()
}

fn names(page: &ListPage<UserEntry>) -> Vec<&str> {
    page.rows.iter().map(|user| user.name.as_str()).collect()
}

#[tokio::test]
async fn the_list_of_users_shows_what_was_just_committed() {
    let mut computer = Computer::set_up().await;
    let customer = computer.customer("Alfa0001", 20).await;
    let other = computer.customer("Alfa0002", 0).await;
    assert_eq!(users(&computer.store, customer, "").await.all, 0);
    let zizka = computer.issue(customer, ("Jan", "Žižka"), 17).await.unwrap();
    computer.issue(customer, ("Eva", "Chalupová"), 18).await.unwrap();
    computer.issue(customer, ("Petr", "Hora"), 19).await.unwrap();
    let fields = UserFields {
        first_name: "Karel".into(),
        last_name: "Čapek".into(),
        phone: "+420601234567".into(),
        ..UserFields::default()
    };
    computer.ask(CreateUser { user_id: id(), customer_id: customer, fields, lease: None }).await.unwrap();

    let page = users(&computer.store, customer, "").await;
    assert_eq!(names(&page), ["Karel Čapek", "Petr Hora", "Eva Chalupová", "Jan Žižka"]);
    let key = page.rows[3].key.clone().unwrap();
    assert_eq!((key.id, key.number.get(), key.status), (zizka.key, 17, KeyStatus::Waiting));
    assert_eq!((key.device_name.as_str(), key.device_status), ("Device017", DeviceStatus::Unauthenticated));
    assert!(key.code_expires_at.unwrap() > noon() + Duration::days(27) && key.handouts == 0);
    assert_eq!(page.rows[0].key, None);
    for (search, found) in [
        ("zizka", &["Jan Žižka"][..]),
        ("JAN ž", &["Jan Žižka"]),
        ("0x11", &["Jan Žižka"]),
        ("18", &["Eva Chalupová"]),
        ("device01", &["Petr Hora", "Eva Chalupová", "Jan Žižka"]),
        ("601234", &["Karel Čapek"]),
        ("420601", &["Karel Čapek"]),
        ("user19@bytovka", &["Petr Hora"]),
        ("izka", &[]),
    ] {
        assert_eq!(names(&users(&computer.store, customer, search).await), found, "{search}");
    }

    let second = ReissueCode {
        key_id: zizka.key,
        code: NewCode { id: id(), code: code(), send: Vec::new() },
        lost: false,
        lease: None,
    };
    computer.ask(second).await.unwrap();
    let code_ids = {
        let mut connection = computer.store.read().await.unwrap();
        mobileaccess_store::sqlite::keys::codes_of(&mut connection, zizka.user).await.unwrap()
    };
    computer
        .ask(RecordHandouts { customer_id: customer, code_ids: vec![code_ids[1].id], address: String::new() })
        .await
        .unwrap();
    assert_eq!(users(&computer.store, customer, "zizka").await.rows[0].key.as_ref().unwrap().handouts, 1);
    computer.ask(DeleteKey { key_id: zizka.key }).await.unwrap();
    let page = users(&computer.store, customer, "zizka").await;
    assert_eq!(page.rows[0].key.as_ref().unwrap().status, KeyStatus::DeletedByAdmin);
    computer.ask(DeleteUser { user_id: zizka.user }).await.unwrap();
    let page = users(&computer.store, customer, "zizka").await;
    assert_eq!((page.total, page.hidden_by_filters, page.all), (0, 1, 4), "hidden by the filter, not gone");
    assert_eq!(users(&computer.store, other, "").await.all, 0, "another customer's list is another list");
    computer.lock().await;
}

#[tokio::test]
async fn another_process_finds_out_and_a_dropped_write_shows_nothing() {
    let mut computer = Computer::set_up().await;
    let customer = computer.customer("Alfa0001", 20).await;
    let (laptop, _) = Store::open(&computer.profile, &computer.profile.unlock(EMAIL, PASSWORD).unwrap()).await.unwrap();
    assert_eq!(users(&laptop, customer, "").await.all, 0);
    computer.issue(customer, ("Jan", "Žižka"), 17).await.unwrap();
    assert_eq!(names(&users(&laptop, customer, "").await), ["Jan Žižka"]);
    let (mutation, _) = issue_key(customer, ("Eva", "Horová"), 18);
    laptop
        .transact(request(&mutation, Who::Account(computer.admin), noon() + Duration::hours(1)))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(names(&users(&computer.store, customer, "").await), ["Eva Horová", "Jan Žižka"]);

    let (mutation, _) = issue_key(customer, ("Nikdo", "Nikde"), 19);
    let mut write = laptop.begin().await.unwrap();
    write
        .transact(request(&mutation, Who::Account(computer.admin), noon() + Duration::hours(2)))
        .await
        .unwrap()
        .unwrap();
    drop(write);
    assert_eq!(names(&users(&laptop, customer, "").await), ["Eva Horová", "Jan Žižka"]);
    laptop.close().await;
    computer.lock().await;
}

#[tokio::test]
async fn a_long_list_that_was_read_ahead_misses_nothing_that_was_done_meanwhile() {
    let mut computer = Computer::set_up().await;
    let customer = computer.customer("Alfa0001", 20).await;
    let mut write = computer.store.begin().await.unwrap();
    sqlx::query(
        "INSERT INTO users (id, customer_id, first_name, created_at) \
         WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 6000) \
         SELECT randomblob(16), ?, 'Jan ' || i, i FROM n",
    )
    .bind(customer.uuid())
    .execute(write.connection())
    .await
    .unwrap();
    write.commit().await.unwrap();

    let store = computer.store.clone();
    let only = Some(customer);
    let distributor = computer.distributor;
    let (ahead, issued) = tokio::join!(
        store.read_users_ahead(distributor, only, Language::Cs),
        computer.issue(customer, ("Eva", "Chalupová"), 17)
    );
    ahead.unwrap();
    issued.unwrap();
    let page = users(&store, customer, "").await;
    assert_eq!((page.all, page.rows[0].name.as_str()), (6001, "Eva Chalupová"), "what was written meanwhile is there");
    store.read_users_ahead(distributor, None, Language::Cs).await.unwrap();
    computer.issue(customer, ("Petr", "Hora"), 18).await.unwrap();
    assert_eq!(users(&store, customer, "hora").await.total, 1, "what is written later too");
    drop(store);
    computer.lock().await;
}

#[tokio::test]
async fn movements_carry_their_balance_on_and_are_those_of_a_new_list() {
    let mut computer = Computer::set_up().await;
    let customer = computer.customer("Alfa0001", 20).await;
    let words = |kind: TransferKind, _: Side| format!("{kind:?} druh");
    let distributor = computer.distributor;
    let down = ListQuery { descending: true, ..query("", MovementColumn::Order) };
    let page = async |store: &Store, scope, asked: &ListQuery<MovementColumn>| {
        store.movements_page(distributor, scope, asked, &words).await.unwrap()
    };
    let amounts = |page: &ListPage<MovementEntry>| -> Vec<(i64, i64)> {
        page.rows.iter().map(|row| (row.amount, row.balance)).collect()
    };
    let before = page(&computer.store, Some(customer), &down).await;
    assert_eq!(amounts(&before), [(20, 25), (5, 5)], "free credit, then what was given");
    let own = page(&computer.store, None, &down).await;
    assert_eq!((own.rows[0].amount, own.rows[0].customer_name.is_some()), (-20, true));
    assert!(own.rows.iter().any(|row| row.trial && !row.counts), "free credit is shown, and changes nothing here");

    computer.issue(customer, ("Jan", "Žižka"), 17).await.unwrap();
    computer.issue(customer, ("Eva", "Chalupová"), 18).await.unwrap();
    let after = page(&computer.store, Some(customer), &down).await;
    assert_eq!(amounts(&after), [(-1, 23), (-1, 24), (20, 25), (5, 5)]);
    assert_eq!(after.rows.iter().map(|row| row.number).collect::<Vec<_>>(), [Some(18), Some(17), None, None]);
    assert_eq!(after.rows[0].email.as_deref(), Some(EMAIL));
    assert_eq!(page(&computer.store, None, &down).await, own, "what a customer spends is its own to see");
    for (search, found) in [("spend", 2), ("18", 1), ("druh", 4), ("nikdo", 0), ("transfer DRUH", 1)] {
        assert_eq!(page(&computer.store, Some(customer), &query(search, MovementColumn::Kind)).await.total, found);
    }

    let (fresh, _) = Store::open(&computer.profile, &computer.profile.unlock(EMAIL, PASSWORD).unwrap()).await.unwrap();
    for scope in [None, Some(customer)] {
        for column in [MovementColumn::Order, MovementColumn::Kind, MovementColumn::Amount] {
            for descending in [false, true] {
                let asked = ListQuery { descending, ..query("", column) };
                assert_eq!(page(&computer.store, scope, &asked).await, page(&fresh, scope, &asked).await, "{asked:?}");
            }
        }
    }
    fresh.close().await;
    computer.lock().await;
}

#[tokio::test]
async fn many_at_once_and_one_by_one_give_the_same_list() {
    let mut computer = Computer::set_up().await;
    let customer = computer.customer("Alfa0001", 200).await;
    let lasts = ["Chmel", "Cukr", "Čáp", "Dub", "Zeman", "Žák", "Hrach", "Řepa", "Rýže"];
    for column in [UserColumn::Name, UserColumn::Number, UserColumn::ValidTo, UserColumn::Email] {
        computer.store.users_page(customer, &query("", column), |_| (), |_| true).await.unwrap();
    }
    let mut write = computer.store.begin().await.unwrap();
    for number in 1..=100_u32 {
        let (mutation, _) = issue_key(customer, ("Jan", lasts[number as usize % lasts.len()]), number);
        let at = noon() + Duration::hours(1) + Duration::seconds(i64::from(number));
        write.transact(request(&mutation, Who::Account(computer.admin), at)).await.unwrap().unwrap();
    }
    write.commit().await.unwrap();
    for number in 101..=120_u32 {
        computer.now = noon() + Duration::hours(2);
        computer.issue(customer, ("Jan", lasts[number as usize % lasts.len()]), number).await.unwrap();
    }
    let (fresh, _) = Store::open(&computer.profile, &computer.profile.unlock(EMAIL, PASSWORD).unwrap()).await.unwrap();
    for column in [UserColumn::Name, UserColumn::Number, UserColumn::ValidTo, UserColumn::Email] {
        for descending in [false, true] {
            for page in [0, 1, 2, 9] {
                let asked = ListQuery { descending, page, ..query("", column) };
                let kept = computer.store.users_page(customer, &asked, |_| (), |_| true).await.unwrap();
                let read = fresh.users_page(customer, &asked, |_| (), |_| true).await.unwrap();
                assert_eq!(kept, read, "{asked:?}");
                assert_eq!(kept.total, 120);
            }
        }
    }
    let asked = query("", UserColumn::Number);
    let ids: Vec<Id<User>> = fresh.users_matching(customer, &asked, |_| true).await.unwrap();
    assert_eq!(ids.len(), 120);
    fresh.close().await;
    computer.lock().await;
}

#[tokio::test]
async fn few_customers_that_changed_and_many_are_read_alike() {
    let mut computer = Computer::set_up().await;
    let mut customers = vec![computer.customer("Alfa0001", 10).await];
    let distributor = computer.distributor;
    let whole = async |store: &Store| -> Vec<CustomerEntry> {
        let asked = ListQuery { page_size: 100, ..query("", CustomerColumn::Name) };
        store.customers_page(distributor, &asked, |_| true).await.unwrap().rows
    };
    let same = async |computer: &Computer| {
        let shown = whole(&computer.store).await;
        let unlocked = computer.profile.unlock(EMAIL, PASSWORD).unwrap();
        let (fresh, _) = Store::open(&computer.profile, &unlocked).await.unwrap();
        assert_eq!(shown, whole(&fresh).await);
        fresh.close().await;
        shown
    };
    computer.issue(customers[0], ("Jan", "Žižka"), 1).await.unwrap();
    assert_eq!(same(&computer).await[0].counts.waiting_until.len(), 1);
    for number in 2..=80 {
        customers.push(computer.customer(&format!("Alfa{number:04}"), 2).await);
    }
    for customer in &customers {
        computer.issue(*customer, ("Eva", "Horová"), 7).await.unwrap();
    }
    let many = same(&computer).await;
    assert_eq!((many.len(), many[0].counts.waiting_until.len(), many[79].counts.waiting_until.len()), (80, 2, 1));
    computer.issue(customers[79], ("Jan", "Žižka"), 9).await.unwrap();
    let few = same(&computer).await;
    assert_eq!((few[79].counts.waiting_until.len(), few[79].counts.keys), (2, 2));
    assert_eq!(few[..79], many[..79]);
    computer.lock().await;
}

#[tokio::test]
async fn readers_and_customers_are_counted_as_they_change() {
    let mut computer = Computer::set_up().await;
    let customer = computer.customer("Alfa0001", 10).await;
    computer.customer("Alfa0002", 3).await;
    let distributor = computer.distributor;
    let line = async |store: &Store| -> CustomerEntry {
        let asked = query("alfa0001", CustomerColumn::Name);
        store.customers_page(distributor, &asked, |_| true).await.unwrap().rows.remove(0)
    };
    let before = line(&computer.store).await;
    assert_eq!((before.paid, before.trial, before.counts.keys, before.counts.unpublished), (10, 5, 0, 0));
    computer.ask(import(customer, 30)).await.unwrap();
    computer.issue(customer, ("Jan", "Žižka"), 1).await.unwrap();
    let after = line(&computer.store).await;
    assert_eq!((after.paid, after.trial, after.counts.keys, after.counts.users), (9, 5, 1, 1));
    assert_eq!((after.counts.readers, after.counts.unpublished), (30, 30));
    assert_eq!(after.waiting_and_expired(noon() + Duration::days(1)), (1, 0));
    assert_eq!(after.waiting_and_expired(noon() + Duration::days(40)), (0, 1));
    assert_eq!(after.changed_at(), computer.now);
    let (fresh, _) = Store::open(&computer.profile, &computer.profile.unlock(EMAIL, PASSWORD).unwrap()).await.unwrap();
    assert_eq!(line(&fresh).await, after);
    fresh.close().await;

    let readers = async |store: &Store, search: &str| {
        let asked = query(search, ReaderColumn::Name);
        let page = store.readers_page(customer, &asked, |entry| entry.reader.deleted_at.is_none()).await.unwrap();
        page.rows.into_iter().map(|entry| entry.reader.fields.name).collect::<Vec<_>>()
    };
    assert_eq!(readers(&computer.store, "").await[..3], ["Vchod 0", "Vchod 1", "Vchod 2"], "2 before 10");
    assert_eq!(readers(&computer.store, "001ec000000f").await, ["Vchod 15"]);
    assert_eq!(readers(&computer.store, "00:1e:c0:00:00:0f").await, ["Vchod 15"]);
    computer.ask(CreateGroup { group_id: id(), customer_id: customer, name: "Garáže".into() }).await.unwrap_err();
    computer.lock().await;
}
