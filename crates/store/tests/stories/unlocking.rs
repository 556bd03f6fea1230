//! Stories about getting in: passwords, recovery codes, and slots that a crash left behind.

use crate::support::{Computer, EMAIL, KDF, PASSWORD, entropy, noon, request};
use mobileaccess_domain::Mutation;
use mobileaccess_domain::accounts::ChangePassword;
use mobileaccess_store::sqlite::accounts;
use mobileaccess_store::{Profile, RecoveryCode, Store, StoreError, Who};

#[tokio::test]
async fn the_right_password_opens_and_anything_else_looks_the_same() {
    let (_folder, profile) = Computer::set_up().await.lock().await;
    let unlocked = profile.unlock(" Jana@Alfa.example", PASSWORD).unwrap();
    let (store, account) = Store::open(&profile, &unlocked).await.unwrap();
    assert_eq!(account.email, EMAIL);
    store.close().await;
    for (email, password) in [(EMAIL, "žižkov-1420"), (EMAIL, ""), ("eva@alfa.example", PASSWORD)] {
        assert_eq!(profile.unlock(email, password).unwrap_err().code(), "wrong_password");
    }
}

#[tokio::test]
async fn a_set_up_that_was_cut_off_counts_as_none_and_can_be_done_again() {
    let folder = tempfile::TempDir::new().unwrap();
    let root = folder.path().join("profile");
    let (profile, key) = Profile::create(&root, noon(), &mut entropy()).unwrap();
    let store = Store::create(&profile, &key).await.unwrap();
    let change = profile.change_slots().unwrap();
    profile.add_password_slot(&change, &key, EMAIL, PASSWORD, KDF, &mut entropy()).unwrap();
    drop(change);
    store.close().await;

    assert!(!Profile::exists(&root).unwrap());
    assert_eq!(Profile::open(&root).unwrap_err().code(), "store_not_found");
    let again = Computer::set_up_in(folder, &root).await.unwrap();
    assert!(Profile::exists(&root).unwrap());
    assert_eq!(std::fs::read_dir(root.join("set-aside")).unwrap().count(), 1, "leftovers are kept, not overwritten");
    assert_eq!(Profile::create(&root, noon(), &mut entropy()).unwrap_err().code(), "store_exists");
    again.lock().await;
}

#[tokio::test]
async fn a_password_change_cut_off_between_slot_and_row_leaves_the_old_password() {
    let computer = Computer::set_up().await;
    let key = computer.store.file_key().clone();
    let change = computer.profile.change_slots().unwrap();
    computer.profile.add_password_slot(&change, &key, EMAIL, "Nové-heslo-1", KDF, &mut entropy()).unwrap();
    drop(change);
    let (_folder, profile) = computer.lock().await;

    let orphan = profile.unlock(EMAIL, "Nové-heslo-1").unwrap();
    assert_eq!(Store::open(&profile, &orphan).await.unwrap_err().code(), "wrong_password", "the store never named it");
    let (store, _) = Store::open(&profile, &profile.unlock(EMAIL, PASSWORD).unwrap()).await.unwrap();
    store.close().await;
    assert_eq!(profile.unlock(EMAIL, "Nové-heslo-1").unwrap_err().code(), "wrong_password", "the orphan is gone");
    profile.unlock(EMAIL, PASSWORD).unwrap();
}

#[tokio::test]
async fn a_changed_password_replaces_the_old_one() {
    let mut computer = Computer::set_up().await;
    let key = computer.store.file_key().clone();
    let change = computer.profile.change_slots().unwrap();
    let slot = computer.profile.add_password_slot(&change, &key, EMAIL, "Nové-heslo-1", KDF, &mut entropy()).unwrap();
    let mutation =
        Mutation::from(ChangePassword { account_id: computer.admin, password_hash: "$argon2id$nové".into() });
    computer.now += chrono::Duration::seconds(1);
    let mut write = computer.store.begin().await.unwrap();
    write.transact(request(&mutation, Who::Account(computer.admin), computer.now)).await.unwrap().unwrap();
    accounts::name_slot(write.connection(), computer.admin, slot).await.unwrap();
    write.commit().await.unwrap();
    drop(change);
    let (_folder, profile) = computer.lock().await;

    let old = profile.unlock(EMAIL, PASSWORD).unwrap();
    assert_eq!(Store::open(&profile, &old).await.unwrap_err().code(), "wrong_password");
    let (store, _) = Store::open(&profile, &profile.unlock(EMAIL, "Nové-heslo-1").unwrap()).await.unwrap();
    store.close().await;
    assert!(profile.unlock(EMAIL, PASSWORD).is_err(), "the old slot was removed at the unlock");
}

#[tokio::test]
async fn a_new_slot_of_another_process_is_no_orphan_while_it_is_being_named() {
    let computer = Computer::set_up().await;
    let change = computer.profile.change_slots().unwrap();
    let key = computer.store.file_key().clone();
    computer.profile.add_password_slot(&change, &key, "eva@alfa.example", "Heslo-Evy-1", KDF, &mut entropy()).unwrap();
    let other = Profile::open(computer.profile.folder()).unwrap();
    let (store, _) = Store::open(&other, &other.unlock(EMAIL, PASSWORD).unwrap()).await.unwrap();
    store.close().await;
    assert!(other.unlock("eva@alfa.example", "Heslo-Evy-1").is_ok());
    drop(change);
}

#[tokio::test]
async fn a_recovery_code_opens_when_the_password_is_forgotten() {
    let computer = Computer::set_up().await;
    let key = computer.store.file_key().clone();
    let change = computer.profile.change_slots().unwrap();
    let (slot, code) = computer.profile.add_recovery_slot(&change, &key, &mut entropy()).unwrap();
    drop(change);
    computer.store.remove_orphan_slots().await.unwrap();
    let (_folder, profile) = computer.lock().await;
    assert!(profile.has_recovery_slot().unwrap());

    let typed = RecoveryCode::parse(&code.reveal().to_lowercase().replace('-', "")).unwrap();
    let unlocked = profile.unlock_with_recovery(&typed).unwrap();
    let store = Store::open_without_account(&profile, &unlocked.file_key).await.unwrap();
    assert!(store.check().await.unwrap().is_empty());
    store.close().await;

    let change = profile.change_slots().unwrap();
    profile.remove_slot(&change, slot).unwrap();
    assert_eq!(profile.unlock_with_recovery(&typed).unwrap_err().code(), "wrong_password");
}

#[tokio::test]
async fn a_header_that_was_tampered_with_opens_nothing() {
    let (_folder, profile) = Computer::set_up().await.lock().await;
    let path = profile.folder().join("profile.json");
    let good = std::fs::read_to_string(&path).unwrap();
    let attempt = |text: &str| {
        std::fs::write(&path, text).unwrap();
        Profile::open(profile.folder()).and_then(|profile| profile.unlock(EMAIL, PASSWORD)).map(|_| ())
    };
    let changed = |name: &str| {
        let mut header: serde_json::Value = serde_json::from_str(&good).unwrap();
        let slot = &mut header["slots"][0][name];
        let mut text = slot.as_str().unwrap().to_owned();
        let last = if text.ends_with('0') { "1" } else { "0" };
        text.replace_range(text.len() - 1.., last);
        *slot = text.into();
        header.to_string()
    };
    for name in ["hint", "salt", "nonce", "wrapped"] {
        assert_eq!(attempt(&changed(name)).unwrap_err().code(), "wrong_password", "{name}");
    }
    let cheaper = good.replace("\"passes\": 2", "\"passes\": 1");
    assert_eq!(attempt(&cheaper).unwrap_err().code(), "wrong_password");
    let absurd = good.replace("\"memory_kib\": 19456", "\"memory_kib\": 4000000000");
    assert_eq!(attempt(&absurd).unwrap_err().code(), "store_damaged");
    assert_eq!(attempt("{\"format\": 1, \"ready\"").unwrap_err().code(), "store_damaged");
    assert_eq!(attempt("").unwrap_err().code(), "store_damaged");
    assert!(matches!(
        attempt("{\"format\": 2, \"anything\": true}"),
        Err(StoreError::NewerVersion { found: 2, known: 1 })
    ));
    attempt(&good).unwrap();
}

#[cfg(unix)]
#[tokio::test]
async fn nobody_else_on_the_computer_can_read_the_profile() {
    use std::os::unix::fs::PermissionsExt as _;
    let computer = Computer::set_up().await;
    let backup = mobileaccess_store::backup::create(&computer.store, noon()).await.unwrap();
    let root = computer.profile.folder();
    let mode = |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(root), 0o700);
    let copy = root.join("backups").join(&backup.name);
    assert_eq!(mode(&copy), 0o700);
    for folder in [root, &copy] {
        for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
            if entry.file_type().unwrap().is_file() {
                assert_eq!(mode(&entry.path()), 0o600, "{}", entry.path().display());
            }
        }
    }
    computer.lock().await;
}
