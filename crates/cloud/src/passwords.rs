//! Checking passwords against their argon2id hashes.

use argon2::{
    Argon2,
    password_hash::{PasswordVerifier as _, phc::PasswordHash},
};
use zeroize::Zeroizing;

/// A hash in the usual form that belongs to no password, so that a check takes its time for nobody too.
pub(crate) const NOBODYS: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5J3Mgc2FsdA$b4bM0eTQXkQvGJ6ckpJxJxrIcUn9DMfNTjPvQ9w0Rlw";

/// Checks that run side by side: each takes 19 MiB, and guessers must not take all of it.
static CHECKS: tokio::sync::Semaphore = tokio::sync::Semaphore::const_new(4);

/// Whether a password belongs to a hash. Off the async threads: it takes its time on purpose.
pub(crate) async fn verify(password: &str, phc: &str) -> bool {
    // The rule's own limit: nobody makes the cloud hash a megabyte.
    if password.len() > 1024 {
        return false;
    }
    let Ok(_turn) = CHECKS.acquire().await else { return false };
    let (password, phc) = (Zeroizing::new(password.to_owned()), phc.to_owned());
    let verified = tokio::task::spawn_blocking(move || {
        PasswordHash::new(&phc).is_ok_and(|hash| {
            // The parameters are those in the hash.
            Argon2::default().verify_password(password.as_bytes(), &hash).is_ok()
        })
    });
    verified.await.unwrap_or(false)
}
