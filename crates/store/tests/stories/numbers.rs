//! Stories about the next free User ID and the next device name: what an index answers is what looking at every row answers.

use std::collections::BTreeSet;

use mobileaccess_domain::rows::Customer;
use mobileaccess_domain::{Id, UserId};
use mobileaccess_store::sqlite::keys;

use crate::support::{Computer, Dice, Issued};

/// Keys of a user with these numbers, as an import or a pull leaves them.
async fn add_keys(computer: &Computer, issued: &Issued, numbers: &[u32]) {
    let mut write = computer.store.begin().await.unwrap();
    sqlx::query(
        "INSERT INTO keys (id, customer_id, user_id, device_id, number, valid_from, status, created_at, status_at) \
         SELECT randomblob(16), customer_id, user_id, device_id, value, valid_from, status, created_at, status_at \
         FROM keys, json_each(?) WHERE keys.id = ?",
    )
    .bind(serde_json::to_string(numbers).unwrap())
    .bind(issued.key.uuid())
    .execute(write.connection())
    .await
    .unwrap();
    write.commit().await.unwrap();
}

async fn take_away(computer: &Computer, customer: Id<Customer>, number: u32) {
    let mut write = computer.store.begin().await.unwrap();
    sqlx::query("DELETE FROM keys WHERE customer_id = ? AND number = ? AND name = ''")
        .bind(customer.uuid())
        .bind(number)
        .execute(write.connection())
        .await
        .unwrap();
    write.commit().await.unwrap();
}

async fn next(computer: &Computer, customer: Id<Customer>, from: u32) -> Option<u32> {
    let mut connection = computer.store.read().await.unwrap();
    let from = UserId::new(from).unwrap();
    keys::next_free_number(&mut connection, customer, from).await.unwrap().map(UserId::get)
}

#[tokio::test]
async fn the_next_free_number_is_the_first_that_no_key_ever_had() {
    let mut computer = Computer::set_up().await;
    let mut dice = Dice::new(7);
    // As long as the stretches that are counted at once, one less and one more, and several of them.
    for (round, length) in [0_u32, 1, 5, 1022, 1023, 1024, 1025, 2047, 2048, 2049, 5000].into_iter().enumerate() {
        let customer = computer.customer(&format!("Alfa{round:04}"), 10).await;
        let issued = computer.issue(customer, ("Jan", "Žižka"), 1).await.unwrap();
        let neighbour = computer.customer(&format!("Alfa1{round:03}"), 10).await;
        let theirs = computer.issue(neighbour, ("Eva", "Horová"), length + 1).await.unwrap();
        add_keys(&computer, &theirs, &[length + 2]).await;
        let mut used: BTreeSet<u32> = (1..=length.max(1)).collect();
        // The end of all numbers, with one of them free.
        used.extend((u32::MAX - 1500)..=u32::MAX);
        used.remove(&(u32::MAX - dice.roll(1..1500)));
        let mut numbers: Vec<u32> = used.iter().copied().filter(|number| *number != 1).collect();
        // Some that two keys share.
        numbers.extend((0..length / 7).map(|_| dice.roll(2..=length)));
        add_keys(&computer, &issued, &numbers).await;
        for gap in 0..4 {
            if gap > 0 && length > 2 {
                let gap = dice.roll(2..=length);
                used.remove(&gap);
                take_away(&computer, customer, gap).await;
            }
            let mut froms = vec![1, 2, 3, 1024, 1025, length + 1, length + 2, u32::MAX - 1501, u32::MAX - 1500];
            froms.extend([u32::MAX - 1, u32::MAX]);
            froms.extend((0..20).map(|_| dice.roll(1..=length + 1)));
            froms.extend((0..5).map(|_| dice.roll(u32::MAX - 1500..=u32::MAX)));
            for from in froms {
                let expected = (from..=u32::MAX).find(|number| !used.contains(number));
                assert_eq!(next(&computer, customer, from).await, expected, "of {length}, from {from}");
            }
        }
    }
    computer.lock().await;
}

#[tokio::test]
async fn looking_for_a_gap_goes_on_where_the_last_look_ended() {
    let mut computer = Computer::set_up().await;
    let customer = computer.customer("Alfa0001", 10).await;
    let neighbour = computer.customer("Alfa0002", 10).await;
    let issued = computer.issue(customer, ("Jan", "Žižka"), 1).await.unwrap();
    let theirs = computer.issue(neighbour, ("Eva", "Horová"), 7).await.unwrap();
    let next = async |customer, from: u32| {
        let free = computer.store.next_free_number(customer, UserId::new(from).unwrap()).await.unwrap();
        free.map(UserId::get)
    };
    add_keys(&computer, &issued, &[2, 3, 4, 6, 7, u32::MAX]).await;
    // What is asked from further up says nothing about what is below.
    assert_eq!(next(customer, 6).await, Some(8));
    assert_eq!(next(customer, 1).await, Some(5));
    assert_eq!(next(customer, 1).await, Some(5));
    assert_eq!(next(neighbour, 1).await, Some(1));
    add_keys(&computer, &issued, &[5]).await;
    assert_eq!(next(customer, 1).await, Some(8));
    assert_eq!(next(customer, 3).await, Some(8));
    assert_eq!(next(customer, u32::MAX).await, None);
    add_keys(&computer, &theirs, &(1..=6).chain(8..=3000).collect::<Vec<_>>()).await;
    assert_eq!(next(neighbour, 1).await, Some(3001));
    add_keys(&computer, &issued, &[8]).await;
    assert_eq!(next(customer, 1).await, Some(9));
    computer.lock().await;
}

#[tokio::test]
async fn the_highest_device_of_a_series_is_found_whatever_else_devices_are_called() {
    let mut computer = Computer::set_up().await;
    let customer = computer.customer("Alfa0001", 10).await;
    let highest = async |computer: &Computer| {
        let mut connection = computer.store.read().await.unwrap();
        let found = keys::highest_device_number(&mut connection, customer).await.unwrap();
        let names: Vec<String> = sqlx::query_scalar("SELECT name FROM devices WHERE customer_id = ?")
            .bind(customer.uuid())
            .fetch_all(&mut *connection)
            .await
            .unwrap();
        let plain = names.iter().filter_map(|name| {
            let digits = name.strip_prefix("Device").filter(|digits| (1..=6).contains(&digits.len()))?;
            if digits.bytes().all(|sign| sign.is_ascii_digit()) { digits.parse().ok() } else { None }
        });
        assert_eq!(found, plain.max().unwrap_or(0), "{names:?}");
        found
    };
    let change = async |computer: &Computer, text: &'static str, value: &str| {
        let mut write = computer.store.begin().await.unwrap();
        sqlx::query(text).bind(customer.uuid()).bind(value).execute(write.connection()).await.unwrap();
        write.commit().await.unwrap();
    };
    assert_eq!(highest(&computer).await, 0);
    computer.issue(customer, ("Jan", "Žižka"), 16).await.unwrap();
    assert_eq!(highest(&computer).await, 16);
    let neighbour = computer.customer("Alfa0002", 10).await;
    computer.issue(neighbour, ("Eva", "Horová"), 400).await.unwrap();
    const MORE: &str = "INSERT INTO devices (id, customer_id, user_id, name, status, created_at) \
         SELECT randomblob(16), customer_id, user_id, ?2, status, created_at FROM devices WHERE customer_id = ?1 LIMIT 1";
    for (name, then) in [
        ("Device", 16),
        ("Device017", 17),
        ("device900", 17),
        ("Device 900", 17),
        ("Device900b", 17),
        ("Device-900", 17),
        ("Device9.5", 17),
        ("Device٩٩٩", 17),
        ("MyDevice900", 17),
        ("Device000099", 99),
        ("Device1234567", 99),
        ("Device123456", 123_456),
        ("Device98", 123_456),
    ] {
        change(&computer, MORE, name).await;
        assert_eq!(highest(&computer).await, then, "{name}");
    }
    change(&computer, "UPDATE devices SET name = 'Telefon' WHERE customer_id = ? AND name = ?", "Device123456").await;
    assert_eq!(highest(&computer).await, 99);
    change(&computer, "DELETE FROM devices WHERE customer_id = ? AND name = ?", "Device000099").await;
    assert_eq!(highest(&computer).await, 98);
    change(&computer, "UPDATE devices SET name = 'Device500' WHERE customer_id = ? AND name = ?", "Telefon").await;
    assert_eq!(highest(&computer).await, 500);
    computer.lock().await;
}
