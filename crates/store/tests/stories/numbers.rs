//! Stories about the next device name: what an index answers is what looking at every row answers.

use mobileaccess_store::sqlite::keys;

use crate::support::Computer;

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
