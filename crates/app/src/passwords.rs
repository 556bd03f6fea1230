//! Passwords of accounts: hashed with argon2id before they reach a mutation.

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use mobileaccess_domain::{FieldCode, password_follows_rule};
use mobileaccess_store::{Profile, StoreError, Unlocked, sqlite};
use mobileaccess_wire::Failure;
use zeroize::Zeroizing;

use crate::data::{Open, fault};

/// The minimum that OWASP gives for argon2id: 19 MiB, two passes, one lane.
fn hasher() -> Argon2<'static> {
    let params = Params::new(19 * 1024, 2, 1, None).unwrap_or_default();
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

/// Refuses a password that breaks the rule, naming the request's field.
pub(crate) fn check_rule(field: &str, password: &str) -> Result<(), Failure> {
    if password.is_empty() {
        Err(Failure::field(field, FieldCode::Required))
    } else if password_follows_rule(password) {
        Ok(())
    } else {
        Err(Failure::field(field, FieldCode::PasswordRule))
    }
}

/// The PHC text of a password. Off the async threads: it takes its time on purpose.
pub(crate) async fn hash(password: &str, salt: [u8; 16]) -> Result<String, Failure> {
    let password = Zeroizing::new(password.to_owned());
    let hashed = tokio::task::spawn_blocking(move || {
        let hash: Result<PasswordHash, _> = hasher().hash_password_with_salt(password.as_bytes(), &salt);
        hash.map(|hash| hash.to_string())
    });
    hashed.await.ok().and_then(Result::ok).ok_or_else(|| Failure::new("internal").with("name", "password hash"))
}

/// Whether a password belongs to a hash. Off the async threads, as [`hash`].
pub(crate) async fn verify(password: &str, phc: &str) -> bool {
    let (password, phc) = (Zeroizing::new(password.to_owned()), phc.to_owned());
    let verified = tokio::task::spawn_blocking(move || {
        PasswordHash::new(&phc).is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
    });
    verified.await.unwrap_or(false)
}

/// What a password opens in the profile's header; `None` when it opens nothing. Off the async threads, as [`hash`].
pub(crate) async fn open_slots(profile: &Profile, email: &str, password: &str) -> Result<Option<Unlocked>, Failure> {
    let (profile, email, password) = (profile.clone(), email.trim().to_owned(), Zeroizing::new(password.to_owned()));
    let opened = tokio::task::spawn_blocking(move || profile.unlock(&email, &password)).await;
    match opened.map_err(|_| Failure::new("internal").with("name", "unlock"))? {
        Ok(unlocked) => Ok(Some(unlocked)),
        Err(StoreError::WrongPassword) => Ok(None),
        Err(error) => Err(fault(error)),
    }
}

/// Whether this password opens this computer for the account that is logged in. The key slots are asked, and the store
/// which of them counts: the hash in the account's row may be that of a restored backup's time.
pub(crate) async fn is_own(open: &Open, email: &str, password: &str) -> Result<bool, Failure> {
    let Some(unlocked) = open_slots(open.store.profile(), email, password).await? else { return Ok(false) };
    let mut connection = open.store.read().await.map_err(fault)?;
    let found = sqlite::accounts::of_slot(&mut connection, &unlocked.slots).await.map_err(fault)?;
    Ok(found.is_some_and(|account| account.id == open.account))
}
