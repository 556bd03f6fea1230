//! Stories about files that are not as they were written.

use std::fs;

use mobileaccess_store::{Profile, Store, StoreError, backup};

use crate::support::{Computer, EMAIL, PASSWORD, noon, restore};

async fn open(profile: &Profile) -> Result<(), StoreError> {
    let (store, _) = Store::open(profile, &profile.unlock(EMAIL, PASSWORD)?).await?;
    let wrong = store.check().await;
    store.close().await;
    match wrong?.into_iter().next() {
        None => Ok(()),
        Some(first) => Err(StoreError::Damaged(first)),
    }
}

#[tokio::test]
async fn a_damaged_file_is_said_to_be_damaged_and_left_as_it_is() {
    let mut computer = Computer::set_up().await;
    let customer = computer.customer("Alfa0001", 100).await;
    for number in 1..40 {
        computer.issue(customer, ("Petr", "Žižka"), number).await.unwrap();
    }
    let (_folder, profile) = computer.lock().await;
    let path = profile.database();
    let good = fs::read(&path).unwrap();
    assert!(good.len() > 20 * 4096);
    open(&profile).await.unwrap();
    let half = good.len() / 2;
    let flipped = |at: usize| {
        let mut bytes = good.clone();
        bytes[at] ^= 0x40;
        bytes
    };
    let cases = [
        ("empty", Vec::new()),
        ("a few bytes", good[..100].to_vec()),
        ("half of a page", good[..2048].to_vec()),
        ("cut in the middle", good[..half].to_vec()),
        ("cut within a page", good[..half + 1000].to_vec()),
        ("garbage", (0..good.len()).map(|at| (at * 31 % 251) as u8).collect()),
        ("a plain SQLite file", [b"SQLite format 3\0".to_vec(), vec![0; 8192]].concat()),
        ("first bit of the salt", flipped(0)),
        ("one bit of the first page", flipped(1000)),
        ("one bit far in", flipped(half + 500)),
        ("one bit of the last page", flipped(good.len() - 300)),
    ];
    for (what, bytes) in cases {
        fs::write(&path, &bytes).unwrap();
        let error = open(&profile).await.expect_err(what);
        assert_eq!(error.code(), "store_damaged", "{what}: {error}");
        assert_eq!(fs::read(&path).unwrap(), bytes, "{what}: looking must not change the file");
    }
    fs::remove_file(&path).unwrap();
    assert_eq!(open(&profile).await.unwrap_err().code(), "store_damaged");
    assert!(!path.exists(), "no new store is made in place of a lost one");
    fs::write(&path, &good).unwrap();
    open(&profile).await.unwrap();
}

#[tokio::test]
async fn a_damaged_store_is_set_aside_and_a_backup_takes_its_place() {
    let mut computer = Computer::set_up().await;
    computer.customer("Alfa0001", 0).await;
    let copy = backup::create(&computer.store, noon()).await.unwrap();
    computer.customer("Alfa0002", 0).await;
    let (_folder, profile) = computer.lock().await;
    let mut bytes = fs::read(profile.database()).unwrap();
    bytes[1000] ^= 1;
    fs::write(profile.database(), &bytes).unwrap();
    assert_eq!(open(&profile).await.unwrap_err().code(), "store_damaged");

    let unlocked = profile.unlock(EMAIL, PASSWORD).unwrap();
    let aside = restore(&profile, &unlocked.file_key, &copy.name).await.unwrap();
    assert_eq!(fs::read(aside.join("mobileaccess.db")).unwrap(), bytes, "what was damaged is kept as it was");
    assert!(aside.join("profile.json").exists(), "with the header that opens it");
    let (store, account) = Store::open(&profile, &unlocked).await.unwrap();
    let customers = {
        let mut connection = store.read().await.unwrap();
        mobileaccess_store::sqlite::customers::of_distributor(&mut connection, account.distributor_id).await.unwrap()
    };
    assert_eq!(customers.iter().map(|customer| customer.system_id.as_str()).collect::<Vec<_>>(), ["Alfa0001"]);
    store.close().await;
}

#[tokio::test]
async fn a_store_of_a_newer_program_is_not_touched() {
    let computer = Computer::set_up().await;
    let mut write = computer.store.begin().await.unwrap();
    sqlx::query("PRAGMA user_version = 2").execute(write.connection()).await.unwrap();
    write.commit().await.unwrap();
    let (_folder, profile) = computer.lock().await;
    let before = fs::read(profile.database()).unwrap();
    assert!(matches!(open(&profile).await, Err(StoreError::NewerVersion { found: 2, known: 1 })));
    assert_eq!(fs::read(profile.database()).unwrap(), before);
}

#[tokio::test]
async fn additions_of_a_newer_program_that_change_nothing_old_do_not_shut_an_older_one_out() {
    let computer = Computer::set_up().await;
    let mut write = computer.store.begin().await.unwrap();
    sqlx::query("ALTER TABLE users ADD COLUMN pronoun TEXT NOT NULL DEFAULT ''")
        .execute(write.connection())
        .await
        .unwrap();
    sqlx::query(
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
         VALUES (9999, 'later', TRUE, x'00', 0)",
    )
    .execute(write.connection())
    .await
    .unwrap();
    write.commit().await.unwrap();
    let (_folder, profile) = computer.lock().await;
    open(&profile).await.unwrap();
}
