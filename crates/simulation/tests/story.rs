//! An office and a laptop on one cloud, told step by step.

use mobileaccess_simulation::World;
use mobileaccess_store::sqlite;

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
