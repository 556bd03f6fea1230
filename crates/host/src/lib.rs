//! What the three hosts (window, command line, tests' bridge) share: this is where the product touches the computer it
//! runs on. The clock is read here and nowhere else, random numbers come from the operating system, and files are written
//! so that they are there whole or not at all.

pub mod files;
mod folders;
pub mod printing;
mod reply;

use chrono::{DateTime, Utc};

pub use folders::{DATA_FOLDER_VARIABLE, data_folder};
pub use reply::{reply, reply_json};

mod cost;
pub use cost::password_cost;

/// The present time.
pub fn now() -> DateTime<Utc> {
    #[expect(clippy::disallowed_methods, reason = "this is the hosts' clock, the only place that reads it")]
    Utc::now()
}

/// Fills a buffer with random bytes of the operating system; false if it has none to give.
pub fn random(bytes: &mut [u8]) -> bool {
    getrandom::fill(bytes).is_ok()
}

/// IANA name of the computer's time zone; the default of the product where the computer does not say.
pub fn time_zone() -> String {
    iana_time_zone::get_timezone().unwrap_or_else(|_| "Europe/Prague".to_owned())
}

/// A name nobody can guess, 32 hexadecimal characters: handles of files, names of temporary files. `None` if the operating
/// system gives no random numbers.
pub fn token() -> Option<String> {
    let mut bytes = [0; 16];
    random(&mut bytes).then(|| bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}
