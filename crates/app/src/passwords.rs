//! Passwords of accounts: hashed with argon2id before they reach a mutation.

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use mobileaccess_domain::{FieldCode, password_follows_rule};
use mobileaccess_wire::Failure;
use zeroize::Zeroizing;

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

/// Whether a password belongs to a PHC text.
pub(crate) async fn verify(password: &str, phc: &str) -> bool {
    let (password, phc) = (Zeroizing::new(password.to_owned()), phc.to_owned());
    let verified = tokio::task::spawn_blocking(move || {
        PasswordHash::new(&phc).is_ok_and(|hash| hasher().verify_password(password.as_bytes(), &hash).is_ok())
    });
    verified.await.unwrap_or(false)
}
