//! What the commands cost against the least that the same work could cost, measured in the same run on the same disk: an
//! import of 10,000 readers and of 40,000 users, one key, and every look at a list of 100,000 users or invitations.
//!
//! Everything goes through the command boundary, JSON in and JSON out, on a real profile: an encrypted file on disk, synced
//! at every commit. A floor writes the same rows into a copy of the same file (same encryption, indexes and triggers, same
//! durability) by prepared statements and nothing else. Each line that begins with `{` is a result.
//!
//! `BENCH_DIR` says where the profiles are made (a temporary folder otherwise); an argument runs one part alone.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a benchmark that cannot go on has failed")]

mod computer;
mod figures;
mod filling;
mod import;
mod invitations;
mod issue;
mod lists;
mod office;
mod raw;
mod user_import;

fn main() {
    let only = std::env::args().skip(1).find(|word| !word.starts_with('-')).unwrap_or_default();
    let wanted = |name: &str| only.is_empty() || only == name;
    tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap().block_on(async {
        if wanted("import") {
            import::run().await;
        }
        if wanted("user_import") {
            user_import::run().await;
        }
        if wanted("issue") {
            issue::run().await;
        }
        if wanted("lists") {
            lists::run().await;
        }
        if wanted("invitations") {
            invitations::run().await;
        }
    });
}
