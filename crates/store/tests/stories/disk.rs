//! Stories about disks that are full or may not be written to. Root may write anywhere, so the story is
//! told by a child of this test in a mount namespace with a small disk of its own.

use std::path::{Path, PathBuf};
use std::process::Command;

use mobileaccess_store::{Store, StoreError, backup};
use tempfile::TempDir;

use crate::support::{Computer, EMAIL, PASSWORD, import, noon};

const SMALL_DISK: &str = "MOBILEACCESS_TEST_SMALL_DISK";

/// Runs a test of this file again with a disk of `size` mounted for it alone.
fn on_a_small_disk(test: &str, size: &str) {
    let place = TempDir::new().unwrap();
    // In a changed root nothing is mounted at `/` that could be made private: `unshare` would give up there, so it is left
    // to the script to try, and the disk is taken away again for the case that others see it.
    let script = "mount --make-rprivate / 2>/dev/null; mount -t tmpfs -o size=$1,mode=0700 small \"$2\" || exit 1; \
                  \"$3\" --exact \"$4\" --nocapture; code=$?; umount -l \"$2\"; exit $code";
    let output = Command::new("unshare")
        .args(["--mount", "--propagation", "unchanged"])
        .args(if is_root() { &[][..] } else { &["--map-root-user"] })
        .args(["sh", "-c", script, "sh", size])
        .arg(place.path())
        .arg(std::env::current_exe().unwrap())
        .arg(format!("disk::{test}"))
        .env(SMALL_DISK, place.path())
        .output()
        .expect("util-linux's unshare is needed to give a test a disk of its own");
    let text = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
    assert!(output.status.success(), "{text}");
    assert!(text.contains("1 passed"), "the story was told: {text}");
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout == b"0\n")
}

fn small_disk() -> Option<PathBuf> {
    std::env::var_os(SMALL_DISK).map(PathBuf::from)
}

async fn set_up_on(disk: &Path) -> Computer {
    let computer = Computer::set_up_in(TempDir::new_in(disk).unwrap(), &disk.join("profile")).await.unwrap();
    assert!(Path::new(&disk.join("profile/profile.json")).exists());
    computer
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_full_disk_is_said_to_be_full_and_nothing_is_half_written() {
    let Some(disk) = small_disk() else {
        return on_a_small_disk("a_full_disk_is_said_to_be_full_and_nothing_is_half_written", "3m");
    };
    let mut computer = set_up_on(&disk).await;
    let customer = computer.customer("Alfa0001", 50).await;
    computer.issue(customer, ("Petr", "Novák"), 1).await.unwrap();

    let mutation = import(customer, 20_000).into();
    let request = crate::support::request(&mutation, mobileaccess_store::Who::Account(computer.admin), noon());
    let error = computer.store.transact(request).await.unwrap_err();
    assert_eq!(error.code(), "store_disk_full", "{error}");

    let filler = disk.join("filler");
    let mut written = 0_usize;
    for size in [1 << 20, 1 << 16, 1 << 12] {
        while std::fs::write(disk.join(format!("filler{written}")), vec![1_u8; size]).is_ok() {
            written += 1;
        }
    }
    drop(filler);
    let full = backup::create(&computer.store, noon()).await.unwrap_err();
    assert_eq!(full.code(), "store_disk_full", "{full}");
    assert_eq!(backup::list(&computer.profile).unwrap(), [], "half a copy is no backup");
    for number in 0..=written {
        std::fs::remove_file(disk.join(format!("filler{number}"))).ok();
    }

    let readers: i64 = sqlx::query_scalar("SELECT count(*) FROM readers")
        .fetch_one(&mut *computer.store.read().await.unwrap())
        .await
        .unwrap();
    assert_eq!(readers, 0, "nothing of the import was kept");
    computer.issue(customer, ("Eva", "Nováková"), 2).await.unwrap();
    assert!(computer.store.check().await.unwrap().is_empty());
    let (_folder, profile) = computer.lock().await;
    let (store, _) = Store::open(&profile, &profile.unlock(EMAIL, PASSWORD).unwrap()).await.unwrap();
    let users: i64 =
        sqlx::query_scalar("SELECT count(*) FROM users").fetch_one(&mut *store.read().await.unwrap()).await.unwrap();
    assert_eq!(users, 2);
    store.close().await;
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_folder_that_may_only_be_read_is_said_to_be_so() {
    let Some(disk) = small_disk() else {
        return on_a_small_disk("a_folder_that_may_only_be_read_is_said_to_be_so", "16m");
    };
    let computer = set_up_on(&disk).await;
    let (_folder, profile) = computer.lock().await;
    let remount = |how: &str| {
        let mounted = Command::new("mount").args(["-o", how]).arg(&disk).status().unwrap();
        assert!(mounted.success());
    };
    remount("remount,ro");
    let unlocked = profile.unlock(EMAIL, PASSWORD).unwrap();
    let open: Result<_, StoreError> = Store::open(&profile, &unlocked).await;
    let error = open.unwrap_err();
    assert_eq!(error.code(), "store_read_only", "{error}");
    let elsewhere = disk.join("another");
    let created = mobileaccess_store::Profile::create(&elsewhere, noon(), &mut crate::support::entropy());
    assert_eq!(created.unwrap_err().code(), "store_read_only");
    remount("remount,rw");
    let (store, _) = Store::open(&profile, &unlocked).await.unwrap();
    assert!(store.check().await.unwrap().is_empty());
    store.close().await;
}
