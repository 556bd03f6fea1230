//! Nothing can be read off the disk.

use std::fs;
use std::path::{Path, PathBuf};

use mobileaccess_store::sqlite::drafts;
use mobileaccess_store::{Store, backup};

use crate::support::{Computer, EMAIL, PASSWORD, import, noon};

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        if entry.file_type().unwrap().is_dir() {
            files(&entry.path(), found);
        } else {
            found.push(entry.path());
        }
    }
}

/// Bytes as a text of as many signs, in lower case, which can be searched fast.
fn as_signs(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| char::from(byte.to_ascii_lowercase())).collect()
}

#[tokio::test]
async fn no_name_code_or_key_is_readable_in_the_profile() {
    let mut computer = Computer::set_up().await;
    let customer = computer.customer("Alfa0001", 50).await;
    let issued = computer.issue(customer, ("Bořivoj", "Žižkovský"), 17).await.unwrap();
    computer.ask(import(customer, 300)).await.unwrap();
    let mut write = computer.store.begin().await.unwrap();
    let draft = serde_json::json!({ "name": "Rozdelany koncept" });
    drafts::put(write.connection(), computer.admin, "customer", &draft, noon()).await.unwrap();
    write.commit().await.unwrap();
    computer.store.catch_up_search().await.unwrap();
    let copy = backup::create(&computer.store, noon()).await.unwrap();

    let key = format!("{:?}", computer.store.file_key());
    assert!(!key.contains(|sign: char| sign.is_ascii_digit()), "{key}");
    let secrets = [
        EMAIL,
        PASSWORD,
        "Alfa Distribuce",
        "Alfa0001",
        "Tajemstvi8",
        "Bytovka",
        "Plzeň",
        "Bořivoj",
        "Žižkovský",
        "zizkovsky",
        "Device017",
        "user17",
        &issued.code,
        "Vchod 7",
        "IMA 00007",
        "00:1E:C0:00:00:07",
        "my-doors",
        "argon2id$",
        "Rozdelany",
        "reader.import",
        "CREATE TABLE",
        "SQLite format",
    ];
    let examine = |when: &str, root: &Path| {
        let mut found = Vec::new();
        files(root, &mut found);
        let names: Vec<String> = found.iter().map(|path| path.display().to_string()).collect();
        for path in &found {
            let content = as_signs(&fs::read(path).unwrap());
            for secret in secrets {
                let utf16: Vec<u8> = secret.encode_utf16().flat_map(u16::to_le_bytes).collect();
                let utf16_be: Vec<u8> = secret.encode_utf16().flat_map(u16::to_be_bytes).collect();
                for form in [secret.as_bytes(), &utf16, &utf16_be] {
                    assert!(!content.contains(&as_signs(form)), "{when}: {secret} can be read in {}", path.display());
                }
            }
        }
        names
    };
    let names = examine("open", computer.profile.folder());
    assert!(names.iter().any(|name| name.ends_with("-wal")), "the write-ahead log was looked at: {names:?}");
    assert!(names.iter().any(|name| name.contains(&copy.name)), "the backup was looked at: {names:?}");
    // What is examined is really there to be found by who has the key.
    let (folder, profile) = computer.lock().await;
    examine("closed", folder.path());
    let (store, _) = Store::open(&profile, &profile.unlock(EMAIL, PASSWORD).unwrap()).await.unwrap();
    let code: String = sqlx::query_scalar("SELECT code FROM activation_codes")
        .fetch_one(&mut *store.read().await.unwrap())
        .await
        .unwrap();
    assert_eq!(code, issued.code);
    store.close().await;
    let set_aside = profile.set_aside(noon()).unwrap();
    examine("set aside", &set_aside);
}
