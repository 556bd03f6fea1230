//! An office and a laptop on one cloud, told step by step.

use mobileaccess_simulation::{Weather, World};
use mobileaccess_store::sqlite;
use mobileaccess_sync::Pace;

#[tokio::test]
async fn two_computers_work_without_a_network_and_are_equal_afterwards() {
    let mut world = World::new(1).await.unwrap();
    let laptop = world.admins_computer("laptop").await.unwrap();
    let customer = world.create_customer(0, "Alfa0001", 5).await.unwrap();
    world.settle().await.unwrap();

    // Both offline, both for the same customer; both take User ID 2, and the office syncs first.
    let office_key = world.issue(0, customer, 1).await.unwrap();
    let twice = world.issue(0, customer, 2).await.unwrap();
    let laptop_key = world.issue(laptop, customer, 3).await.unwrap();
    let refused = world.issue(laptop, customer, 2).await.unwrap();
    world.settle().await.unwrap();
    assert_eq!(world.examine().await.unwrap(), Vec::<String>::new());

    for place in [0, laptop] {
        let mut connection = world.computers[place].store().read().await.unwrap();
        for key in [office_key, twice, laptop_key] {
            assert!(sqlite::keys::get(&mut connection, key).await.unwrap().is_some());
        }
        assert!(sqlite::keys::get(&mut connection, refused).await.unwrap().is_none(), "one User ID, one key");
    }
    let mut connection = world.computers[laptop].store().read().await.unwrap();
    let inbox = sqlite::mutations::unhandled(&mut connection, 0, 10).await.unwrap();
    assert_eq!(inbox.len(), 1, "the laptop is told");
    drop(connection);
    world.close().await;
}

#[tokio::test]
async fn an_installer_has_what_was_given_and_nothing_else() {
    let mut world = World::new(2).await.unwrap();
    let laptop = world.installers_computer("laptop").await.unwrap();
    world.create_customer(0, "Alfa0001", 5).await.unwrap();
    world.settle().await.unwrap();
    let mut connection = world.computers[laptop].store().read().await.unwrap();
    let scopes = sqlite::sync::sums(&mut connection).await.unwrap();
    assert_eq!(scopes.len(), 2, "the tenant's and the office's: {scopes:?}");
    drop(connection);
    assert_eq!(world.examine().await.unwrap(), Vec::<String>::new());
    world.close().await;
}

#[tokio::test]
async fn a_long_outbox_comes_through_bad_weather_and_is_written_while_it_comes() {
    for seed in 10..16 {
        let mut world = World::new(seed).await.unwrap();
        let laptop = world.admins_computer("laptop").await.unwrap();
        let customer = world.create_customer(0, "Alfa0001", 100).await.unwrap();
        world.settle().await.unwrap();
        // Pushes of three, and every row is written as soon as it is there.
        for computer in &mut world.computers {
            computer.set_pace(Pace { batch: 3, rows: 1 });
        }
        // Both work for long without a network; of those that both issued under one User ID, one key is left.
        let mut keys = Vec::new();
        for number in 1..=20 {
            keys.push((world.issue(0, customer, number).await.unwrap(), true));
            keys.push((world.issue(laptop, customer, number + 10).await.unwrap(), number > 10));
        }
        world.weather(Weather { lost: 60, unanswered: 60, twice: 60, late: 60, held: 0, cut: 60 });
        world.settle().await.unwrap();
        world.weather(Weather::default());
        world.settle().await.unwrap();
        assert_eq!(world.examine().await.unwrap(), Vec::<String>::new(), "seed {seed}");
        for place in [0, laptop] {
            let mut connection = world.computers[place].store().read().await.unwrap();
            for (key, stays) in &keys {
                let found = sqlite::keys::get(&mut connection, *key).await.unwrap();
                assert_eq!(found.is_some(), *stays, "seed {seed}");
            }
            assert_eq!(sqlite::before_images::count(&mut connection).await.unwrap(), 0);
        }
        world.close().await;
    }
}
