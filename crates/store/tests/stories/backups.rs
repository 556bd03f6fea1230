//! Stories about the daily copy.

use chrono::Duration;
use mobileaccess_store::sqlite::{accounts, customers};
use mobileaccess_store::{Store, backup};

use crate::support::{Computer, EMAIL, KDF, PASSWORD, entropy, noon};

#[tokio::test]
async fn one_copy_a_day_and_the_last_seven_are_kept() {
    let computer = Computer::set_up().await;
    let profile = computer.profile.clone();
    assert!(backup::due(noon(), &backup::list(&profile).unwrap()));
    for day in 0..10 {
        let now = noon() + Duration::days(day);
        assert!(backup::due(now, &backup::list(&profile).unwrap()));
        backup::create(&computer.store, now).await.unwrap();
        assert!(!backup::due(now + Duration::hours(2), &backup::list(&profile).unwrap()));
    }
    let kept: Vec<String> = backup::list(&profile).unwrap().into_iter().map(|backup| backup.name).collect();
    assert_eq!(kept.len(), backup::KEPT);
    assert_eq!(kept[0], "2026-03-11T12-00-00Z", "newest first");
    assert_eq!(kept[6], "2026-03-05T12-00-00Z");
    for name in &kept {
        backup::verify(&profile, computer.store.file_key(), name).await.unwrap();
    }
    computer.lock().await;
}

#[tokio::test]
async fn a_copy_that_was_cut_off_is_no_backup() {
    let computer = Computer::set_up().await;
    let half = computer.profile.folder().join("backups/2026-03-01T12-00-00Z.writing");
    std::fs::create_dir_all(&half).unwrap();
    std::fs::write(half.join("mobileaccess.db"), b"half").unwrap();
    assert_eq!(backup::list(&computer.profile).unwrap(), []);
    backup::create(&computer.store, noon()).await.unwrap();
    assert_eq!(backup::list(&computer.profile).unwrap().len(), 1);
    assert!(!half.exists());
    computer.lock().await;
}

#[tokio::test]
async fn a_bad_backup_is_found_out_before_anything_is_replaced() {
    let computer = Computer::set_up().await;
    let copy = backup::create(&computer.store, noon()).await.unwrap();
    let key = computer.store.file_key().clone();
    let (_folder, profile) = computer.lock().await;
    let path = profile.folder().join("backups").join(&copy.name).join("mobileaccess.db");
    let mut bytes = std::fs::read(&path).unwrap();
    let last = bytes.len() - 100;
    bytes[last] ^= 1;
    std::fs::write(&path, bytes).unwrap();
    let before = std::fs::read(profile.database()).unwrap();
    assert_eq!(backup::verify(&profile, &key, &copy.name).await.unwrap_err().code(), "store_damaged");
    assert_eq!(backup::restore(&profile, &key, &copy.name, noon()).await.unwrap_err().code(), "store_damaged");
    assert_eq!(std::fs::read(profile.database()).unwrap(), before);
    for foreign in ["2026-03-09T12-00-00Z", "..", "../set-aside", ""] {
        let refused = backup::restore(&profile, &key, foreign, noon()).await.unwrap_err();
        assert_eq!(refused.code(), "store_not_found", "{foreign}");
    }
}

#[tokio::test]
async fn after_a_restore_everybody_gets_in_with_the_password_they_have_now() {
    let mut computer = Computer::set_up().await;
    let copy = backup::create(&computer.store, noon()).await.unwrap();
    computer.customer("Alfa0001", 0).await;
    let key = computer.store.file_key().clone();
    let change = computer.profile.change_slots().unwrap();
    let slot = computer.profile.add_password_slot(&change, &key, EMAIL, "Nové-heslo-1", KDF, &mut entropy()).unwrap();
    let mut write = computer.store.begin().await.unwrap();
    accounts::name_slot(write.connection(), computer.admin, slot).await.unwrap();
    write.commit().await.unwrap();
    drop(change);
    computer.store.remove_orphan_slots().await.unwrap();
    let distributor = computer.distributor;
    let (_folder, profile) = computer.lock().await;
    assert!(profile.unlock(EMAIL, PASSWORD).is_err());

    backup::restore(&profile, &key, &copy.name, noon()).await.unwrap();
    let (store, _) = Store::open(&profile, &profile.unlock(EMAIL, "Nové-heslo-1").unwrap()).await.unwrap();
    assert!(store.check().await.unwrap().is_empty());
    let found = customers::of_distributor(&mut store.read().await.unwrap(), distributor).await.unwrap();
    assert!(found.is_empty(), "the store of the backup's time");
    store.close().await;
}

#[tokio::test]
async fn an_account_deleted_since_the_backup_gets_in_with_the_password_of_that_time() {
    let computer = Computer::set_up().await;
    let copy = backup::create(&computer.store, noon()).await.unwrap();
    let key = computer.store.file_key().clone();
    let mut write = computer.store.begin().await.unwrap();
    accounts::forget_slot(write.connection(), computer.admin).await.unwrap();
    write.commit().await.unwrap();
    computer.store.remove_orphan_slots().await.unwrap();
    let (_folder, profile) = computer.lock().await;
    assert!(profile.unlock(EMAIL, PASSWORD).is_err());
    backup::restore(&profile, &key, &copy.name, noon()).await.unwrap();
    let (store, _) = Store::open(&profile, &profile.unlock(EMAIL, PASSWORD).unwrap()).await.unwrap();
    store.close().await;
}
