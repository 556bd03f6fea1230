//! Stories about the daily copy.

use chrono::Duration;
use mobileaccess_store::sqlite::{accounts, customers};
use mobileaccess_store::{Store, backup};

use crate::support::{Computer, EMAIL, KDF, PASSWORD, entropy, noon, restore};

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

/// Makes a copy by a clock that says this, and looks that it is the newest.
async fn copy_at(computer: &Computer, now: chrono::DateTime<chrono::Utc>) -> String {
    let name = backup::create(&computer.store, now).await.unwrap().name;
    assert_eq!(backup::list(&computer.profile).unwrap()[0].name, name, "what was made last is the newest");
    name
}

#[tokio::test]
async fn a_clock_that_is_a_year_off_pushes_out_no_good_copy() {
    let computer = Computer::set_up().await;
    let profile = computer.profile.clone();
    let kept = || -> Vec<String> { backup::list(&profile).unwrap().into_iter().map(|backup| backup.name).collect() };
    let mut good = Vec::new();
    for day in 0..4 {
        good.push(copy_at(&computer, noon() + Duration::days(day)).await);
    }
    // The battery of the clock is empty, and then somebody sets it by hand: a year ahead, ten years back.
    let ahead = copy_at(&computer, noon() + Duration::days(369)).await;
    let behind = copy_at(&computer, noon() - Duration::days(3650)).await;
    for day in 5..9 {
        let now = noon() + Duration::days(day);
        assert!(backup::due(now, &backup::list(&profile).unwrap()));
        good.push(copy_at(&computer, now).await);
    }
    // The seven that were made last: what a wrong clock named goes when its turn comes, neither sooner nor later.
    let newest: Vec<String> = good.iter().rev().take(4).cloned().chain([behind, ahead, good[3].clone()]).collect();
    assert_eq!(kept(), newest);
    for day in 9..12 {
        good.push(copy_at(&computer, noon() + Duration::days(day)).await);
    }
    assert_eq!(kept(), good.iter().rev().take(backup::KEPT).cloned().collect::<Vec<_>>());
    for name in kept() {
        backup::verify(&profile, computer.store.file_key(), &name).await.unwrap();
    }
    computer.lock().await;
}

#[tokio::test]
async fn copies_of_a_version_that_noted_no_order_go_before_those_that_are_noted() {
    let computer = Computer::set_up().await;
    let profile = computer.profile.clone();
    for day in [400, 401, 402, 403, 404, 405, 406] {
        backup::create(&computer.store, noon() + Duration::days(day)).await.unwrap();
    }
    // As the version before left them, made by a clock that was a year ahead.
    std::fs::remove_file(profile.folder().join("backups/order.txt")).unwrap();
    assert_eq!(backup::list(&profile).unwrap()[0].taken_at, noon() + Duration::days(406));
    for day in 0..7 {
        copy_at(&computer, noon() + Duration::days(day)).await;
    }
    let years: Vec<_> = backup::list(&profile).unwrap().into_iter().map(|backup| backup.taken_at).collect();
    assert_eq!(years, (0..7).rev().map(|day| noon() + Duration::days(day)).collect::<Vec<_>>());
    computer.lock().await;
}

#[tokio::test]
async fn a_copy_that_was_cut_off_is_no_backup() {
    let computer = Computer::set_up().await;
    let half = computer.profile.folder().join("backups/2026-03-01T12-00-00Z.writing");
    std::fs::create_dir_all(&half).unwrap();
    std::fs::write(half.join("mobileaccess.db"), b"half").unwrap();
    std::fs::write(computer.profile.folder().join("backups/order.writing"), b"2026-").unwrap();
    assert_eq!(backup::list(&computer.profile).unwrap(), []);
    backup::create(&computer.store, noon()).await.unwrap();
    assert_eq!(backup::list(&computer.profile).unwrap().len(), 1);
    assert!(!half.exists());
    computer.lock().await;
}

#[tokio::test]
async fn a_crash_before_the_oldest_was_removed_brings_nothing_back() {
    let computer = Computer::set_up().await;
    let profile = computer.profile.clone();
    let place = profile.folder().join("backups");
    for day in 0..8 {
        backup::create(&computer.store, noon() + Duration::days(day)).await.unwrap();
    }
    let listed = backup::list(&profile).unwrap();
    // As a power failure leaves it: one that was taken from the list came back, another is half removed.
    let copy = |from: &str, to: &str| {
        std::fs::create_dir(place.join(to)).unwrap();
        std::fs::copy(place.join(from).join("mobileaccess.db"), place.join(to).join("mobileaccess.db")).unwrap();
    };
    copy(&listed[6].name, "2026-03-01T12-00-00Z");
    copy(&listed[6].name, "2026-02-28T12-00-00Z.removing");
    assert_eq!(backup::list(&profile).unwrap(), listed);
    let key = computer.store.file_key();
    assert_eq!(restore(&profile, key, "2026-03-01T12-00-00Z").await.unwrap_err().code(), "store_not_found");
    backup::create(&computer.store, noon() + Duration::days(8)).await.unwrap();
    let folders = std::fs::read_dir(&place).unwrap().filter(|entry| entry.as_ref().unwrap().path().is_dir());
    assert_eq!(folders.count(), backup::KEPT);
    computer.lock().await;
}

#[tokio::test]
async fn a_password_whose_change_was_cut_off_does_not_come_true_by_a_restore() {
    let computer = Computer::set_up().await;
    let copy = backup::create(&computer.store, noon()).await.unwrap();
    let key = computer.store.file_key().clone();
    let change = computer.profile.change_slots().unwrap();
    computer.profile.add_password_slot(&change, &key, EMAIL, "Nové-heslo-1", KDF, &mut entropy()).unwrap();
    drop(change);
    let (_folder, profile) = computer.lock().await;

    let doors = backup::Doors::of(&profile, &key).await;
    assert!(!doors.open_for(&profile.unlock(EMAIL, "Nové-heslo-1").unwrap()), "the store never named it");
    assert!(doors.open_for(&profile.unlock(EMAIL, PASSWORD).unwrap()));
    restore(&profile, &key, &copy.name).await.unwrap();
    let orphan = profile.unlock(EMAIL, "Nové-heslo-1").unwrap();
    assert_eq!(Store::open(&profile, &orphan).await.unwrap_err().code(), "wrong_password");
    let (store, _) = Store::open(&profile, &profile.unlock(EMAIL, PASSWORD).unwrap()).await.unwrap();
    store.close().await;
}

#[tokio::test]
async fn a_password_from_before_a_change_does_not_come_back_with_a_backup_of_that_time() {
    let computer = Computer::set_up().await;
    let copy = backup::create(&computer.store, noon()).await.unwrap();
    let key = computer.store.file_key().clone();
    let change = computer.profile.change_slots().unwrap();
    let slot = computer.profile.add_password_slot(&change, &key, EMAIL, "Nové-heslo-1", KDF, &mut entropy()).unwrap();
    let mut write = computer.store.begin().await.unwrap();
    accounts::name_slot(write.connection(), computer.admin, slot).await.unwrap();
    write.commit().await.unwrap();
    drop(change);
    // The computer stopped before the old slot was removed: the header still has both.
    let (_folder, profile) = computer.lock().await;
    restore(&profile, &key, &copy.name).await.unwrap();
    let old = profile.unlock(EMAIL, PASSWORD).unwrap();
    assert_eq!(Store::open(&profile, &old).await.unwrap_err().code(), "wrong_password");
    let (store, _) = Store::open(&profile, &profile.unlock(EMAIL, "Nové-heslo-1").unwrap()).await.unwrap();
    store.close().await;
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
    assert_eq!(restore(&profile, &key, &copy.name).await.unwrap_err().code(), "store_damaged");
    assert_eq!(std::fs::read(profile.database()).unwrap(), before);
    for foreign in ["2026-03-09T12-00-00Z", "..", "../set-aside", ""] {
        let refused = restore(&profile, &key, foreign).await.unwrap_err();
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

    restore(&profile, &key, &copy.name).await.unwrap();
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
    restore(&profile, &key, &copy.name).await.unwrap();
    let (store, _) = Store::open(&profile, &profile.unlock(EMAIL, PASSWORD).unwrap()).await.unwrap();
    store.close().await;
}
