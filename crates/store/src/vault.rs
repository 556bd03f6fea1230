//! Keys: the random file key, and how a password or a recovery code unwraps it.
//!
//! The file key encrypts the database and never changes; it is stored only wrapped, once per slot.
//! A slot's wrapping key comes from argon2id over the password, or from the recovery code, which is
//! random enough (160 bits) to need no slow function. Nothing here prints a secret.

use std::fmt;
use std::time::Duration;

use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization as _;
use uuid::Uuid;
use zeroize::{Zeroize as _, Zeroizing};

use crate::error::{Result, StoreError};

/// A source of random bytes. Hosts give the operating system's, tests a seeded one.
pub trait Entropy {
    /// Fills `bytes` with random bytes that nobody can guess.
    ///
    /// # Errors
    /// When the source fails; no key may be made then.
    fn fill(&mut self, bytes: &mut [u8]) -> std::io::Result<()>;
}

impl<F: FnMut(&mut [u8]) -> std::io::Result<()>> Entropy for F {
    fn fill(&mut self, bytes: &mut [u8]) -> std::io::Result<()> {
        self(bytes)
    }
}

pub(crate) fn random<const N: usize>(entropy: &mut dyn Entropy) -> Result<[u8; N]> {
    let mut bytes = [0; N];
    entropy.fill(&mut bytes).map_err(|error| StoreError::Entropy(error.to_string()))?;
    Ok(bytes)
}

/// The 32-byte key of the database file. Wiped from memory when dropped, never printed.
#[derive(Clone)]
pub struct FileKey(Zeroizing<[u8; 32]>);

impl FileKey {
    pub(crate) fn generate(entropy: &mut dyn Entropy) -> Result<Self> {
        Ok(Self(Zeroizing::new(random(entropy)?)))
    }

    /// The raw key as SQLCipher's `PRAGMA key` wants it: hexadecimal, so that no slow derivation of
    /// its own runs on every connection.
    pub(crate) fn pragma(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::with_capacity(70));
        text.push_str("\"x'");
        for byte in self.0.iter() {
            for nibble in [byte >> 4, byte & 15] {
                text.push(char::from(b"0123456789abcdef"[usize::from(nibble)]));
            }
        }
        text.push_str("'\"");
        text
    }
}

impl fmt::Debug for FileKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("FileKey(hidden)")
    }
}

/// The cost of guessing a password: argon2id's memory, passes and lanes, kept with each slot so that
/// an older slot still opens after the cost was raised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct KdfParams {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes over that memory.
    pub passes: u32,
    /// Lanes; one, because a password is checked on one core.
    pub lanes: u32,
}

impl KdfParams {
    /// The least that OWASP advises for argon2id: 19 MiB, two passes, one lane.
    pub const MINIMUM: Self = Self { memory_kib: 19 * 1024, passes: 2, lanes: 1 };
    /// The most that calibration chooses, so that a profile made on a fast computer still opens on
    /// a slow one within seconds.
    pub const MAXIMUM: Self = Self { memory_kib: 64 * 1024, passes: 12, lanes: 1 };
    /// How long one derivation should take: short enough to wait for, long enough to hurt a guesser.
    pub const TARGET: Duration = Duration::from_millis(200);

    /// Chooses parameters for this computer: `measure` runs [`KdfParams::run`] for the given ones and
    /// says how long it took (it holds the clock, which this crate does not read). Memory is raised
    /// before passes, and never below [`KdfParams::MINIMUM`].
    pub fn calibrate(mut measure: impl FnMut(Self) -> Duration) -> Self {
        let mut chosen = Self::MINIMUM;
        // Two steps: the first estimate from the cheapest parameters overlooks that more memory
        // leaves the processor's caches.
        for _ in 0..2 {
            let took = measure(chosen).max(Duration::from_millis(1));
            let work = f64::from(chosen.memory_kib) * f64::from(chosen.passes) * Self::TARGET.as_secs_f64()
                / took.as_secs_f64();
            let memory = (work / f64::from(Self::MINIMUM.passes))
                .clamp(f64::from(Self::MINIMUM.memory_kib), f64::from(Self::MAXIMUM.memory_kib));
            let passes =
                (work / memory).round().clamp(f64::from(Self::MINIMUM.passes), f64::from(Self::MAXIMUM.passes));
            chosen = Self { memory_kib: whole(memory), passes: whole(passes), lanes: 1 };
        }
        chosen
    }

    /// Runs one derivation with these parameters and throws the result away, to be timed.
    pub fn run(self) {
        // Parameters out of argon2's range take no time at all, and calibration never asks for them.
        drop(self.derive(b"calibration", &[0; 16]));
    }

    fn derive(self, password: &[u8], salt: &[u8]) -> Result<Zeroizing<[u8; 32]>> {
        // A header that asks for gigabytes is not ours.
        if self.memory_kib > 4 * Self::MAXIMUM.memory_kib || self.passes > 4 * Self::MAXIMUM.passes || self.lanes > 4 {
            return Err(StoreError::damaged("a key slot asks for too much work"));
        }
        let params = Params::new(self.memory_kib, self.passes, self.lanes, Some(32))
            .map_err(|error| StoreError::Damaged(error.to_string()))?;
        let mut key = Zeroizing::new([0; 32]);
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(password, salt, key.as_mut())
            .map_err(|error| StoreError::Damaged(error.to_string()))?;
        Ok(key)
    }
}

/// A value that was clamped to a small positive range.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped by the caller")]
fn whole(value: f64) -> u32 {
    value as u32
}

/// A code of 32 characters in 8 groups that opens the store when the password is lost. Shown once,
/// to be written down; wiped from memory when dropped, never printed by `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct RecoveryCode(Zeroizing<[u8; 20]>);

/// 32 signs without those that are mistaken for another (I, L, O and U).
const RECOVERY_SIGNS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

impl RecoveryCode {
    pub(crate) fn generate(entropy: &mut dyn Entropy) -> Result<Self> {
        Ok(Self(Zeroizing::new(random(entropy)?)))
    }

    /// The code as it is shown and printed: `ABCD-EFGH-…`.
    pub fn reveal(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::with_capacity(39));
        for (group, five) in self.0.as_chunks::<5>().0.iter().enumerate() {
            let bits = five.iter().fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
            for sign in 0..8 {
                if sign % 4 == 0 && (group, sign) != (0, 0) {
                    text.push('-');
                }
                let index = (bits >> (35 - 5 * sign)) & 31;
                text.push(char::from(RECOVERY_SIGNS[usize::try_from(index).unwrap_or(0)]));
            }
        }
        text
    }

    /// Reads what a person typed: any case, with or without dashes and spaces, `O` for `0`, `I` and
    /// `L` for `1`. `None` when it cannot be a code.
    pub fn parse(typed: &str) -> Option<Self> {
        let mut code = Zeroizing::new([0_u8; 20]);
        let (mut bits, mut held, mut filled) = (0_u32, 0_u32, 0_usize);
        for sign in typed.chars().filter(|sign| !sign.is_whitespace() && !matches!(sign, '-' | '\u{2013}' | '_')) {
            let sign = match sign.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                other => other,
            };
            let value = RECOVERY_SIGNS.iter().position(|known| char::from(*known) == sign)?;
            bits = bits << 5 | u32::try_from(value).ok()?;
            held += 5;
            if held >= 8 {
                held -= 8;
                *code.get_mut(filled)? = u8::try_from((bits >> held) & 0xff).ok()?;
                filled += 1;
                bits &= (1 << held) - 1;
            }
        }
        (filled == 20 && held == 0).then_some(Self(code))
    }
}

impl fmt::Debug for RecoveryCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("RecoveryCode(hidden)")
    }
}

/// One way to the file key, as it stands in `profile.json`. Holds no readable name: whoever finds
/// the folder cannot tell whose it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Slot {
    pub(crate) slot_id: Uuid,
    #[serde(flatten)]
    pub(crate) lock: SlotLock,
    salt: String,
    nonce: String,
    wrapped: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum SlotLock {
    /// Opened by the password of the account whose e-mail address gives this hint.
    Password { hint: String, kdf: KdfParams },
    /// Opened by a recovery code.
    Recovery,
}

/// What is typed or pasted to open a slot.
pub(crate) enum Opener<'a> {
    Password(&'a str),
    Recovery(&'a RecoveryCode),
}

impl Slot {
    pub(crate) fn seal(
        slot_id: Uuid,
        lock: SlotLock,
        opener: &Opener<'_>,
        profile_salt: &[u8; 32],
        file_key: &FileKey,
        entropy: &mut dyn Entropy,
    ) -> Result<Self> {
        let salt: [u8; 16] = random(entropy)?;
        let nonce: [u8; 24] = random(entropy)?;
        let key = wrapping_key(&lock, opener, &salt)?.ok_or(StoreError::WrongPassword)?;
        let aad = associated_data(slot_id, &lock, profile_salt);
        let wrapped = XChaCha20Poly1305::new((&*key).into())
            .encrypt(&XNonce::from(nonce), Payload { msg: file_key.0.as_ref(), aad: &aad })
            .map_err(|error| StoreError::Entropy(error.to_string()))?;
        Ok(Self { slot_id, lock, salt: to_hex(&salt), nonce: to_hex(&nonce), wrapped: to_hex(&wrapped) })
    }

    /// The file key, or `None` when this is not the right opener or the slot was tampered with.
    pub(crate) fn open(&self, opener: &Opener<'_>, profile_salt: &[u8; 32]) -> Result<Option<FileKey>> {
        let (Some(salt), Some(nonce), Some(wrapped)) =
            (from_hex::<16>(&self.salt), from_hex::<24>(&self.nonce), from_hex::<48>(&self.wrapped))
        else {
            return Ok(None);
        };
        let Some(key) = wrapping_key(&self.lock, opener, &salt)? else { return Ok(None) };
        let aad = associated_data(self.slot_id, &self.lock, profile_salt);
        let opened =
            XChaCha20Poly1305::new((&*key).into()).decrypt(&XNonce::from(nonce), Payload { msg: &wrapped, aad: &aad });
        let Ok(mut plain) = opened else { return Ok(None) };
        let key = <[u8; 32]>::try_from(plain.as_slice()).ok().map(|bytes| FileKey(Zeroizing::new(bytes)));
        plain.zeroize();
        Ok(key)
    }
}

fn wrapping_key(lock: &SlotLock, opener: &Opener<'_>, salt: &[u8; 16]) -> Result<Option<Zeroizing<[u8; 32]>>> {
    match (lock, opener) {
        (SlotLock::Password { kdf, .. }, Opener::Password(password)) => {
            // The same letters typed on another keyboard may arrive composed differently.
            let composed: Zeroizing<String> = Zeroizing::new(password.nfc().collect());
            kdf.derive(composed.as_bytes(), salt).map(Some)
        }
        (SlotLock::Recovery, Opener::Recovery(code)) => {
            let mut material = Zeroizing::new([0_u8; 36]);
            material[..20].copy_from_slice(code.0.as_ref());
            material[20..].copy_from_slice(salt);
            let key = blake3::derive_key("MobileAccess profile v1: recovery slot", material.as_ref());
            Ok(Some(Zeroizing::new(key)))
        }
        _ => Ok(None),
    }
}

/// Everything about a slot that must not be changed behind its back: a slot moved to another account
/// or another profile, or with a cheaper cost written into it, no longer opens.
fn associated_data(slot_id: Uuid, lock: &SlotLock, profile_salt: &[u8; 32]) -> Vec<u8> {
    let mut data = b"MobileAccess profile v1: slot".to_vec();
    data.extend_from_slice(profile_salt);
    data.extend_from_slice(slot_id.as_bytes());
    match lock {
        SlotLock::Password { hint, kdf } => {
            data.push(1);
            for number in [kdf.memory_kib, kdf.passes, kdf.lanes] {
                data.extend_from_slice(&number.to_le_bytes());
            }
            data.extend_from_slice(hint.as_bytes());
        }
        SlotLock::Recovery => data.push(2),
    }
    data
}

/// What finds an account's slot without naming it: a keyed hash of the e-mail address, trimmed,
/// composed and in lower case.
pub(crate) fn email_hint(email: &str, profile_salt: &[u8; 32]) -> String {
    let folded: String = email.trim().nfc().flat_map(char::to_lowercase).collect();
    blake3::keyed_hash(profile_salt, folded.as_bytes()).to_hex().to_string()
}

pub(crate) fn to_hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        for nibble in [byte >> 4, byte & 15] {
            text.push(char::from(b"0123456789abcdef"[usize::from(nibble)]));
        }
        text
    })
}

pub(crate) fn from_hex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let digits = text.as_bytes();
    if digits.len() != 2 * N {
        return None;
    }
    let mut bytes = [0; N];
    for (byte, pair) in bytes.iter_mut().zip(digits.as_chunks::<2>().0) {
        let [high, low] = pair.map(|digit| char::from(digit).to_digit(16));
        *byte = u8::try_from(high? * 16 + low?).ok()?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counting() -> impl FnMut(&mut [u8]) -> std::io::Result<()> {
        let mut next = 0_u8;
        move |bytes| {
            for byte in bytes {
                next = next.wrapping_mul(73).wrapping_add(41);
                *byte = next;
            }
            Ok(())
        }
    }

    #[test]
    fn a_recovery_code_survives_being_written_down_and_typed_in() {
        let code = RecoveryCode::generate(&mut counting()).unwrap();
        let shown = code.reveal();
        assert_eq!(shown.len(), 39, "8 groups of 4: {}", shown.as_str());
        assert!(shown.split('-').all(|group| group.len() == 4));
        let sloppy = shown.to_lowercase().replace('-', " ").replace('0', "o").replace('1', "l");
        assert!(RecoveryCode::parse(&sloppy) == Some(code.clone()));
        assert!(RecoveryCode::parse(&shown.replace('-', "")) == Some(code));
        for wrong in ["", "ABCD", &shown[..38], &format!("{}A", shown.as_str()), "U234-5678"] {
            assert!(RecoveryCode::parse(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn nothing_secret_is_printed() {
        let key = FileKey::generate(&mut counting()).unwrap();
        assert_eq!(format!("{key:?}"), "FileKey(hidden)");
        assert_eq!(format!("{:?}", RecoveryCode::generate(&mut counting()).unwrap()), "RecoveryCode(hidden)");
        assert_eq!(key.pragma().len(), 2 + 64 + 3);
    }

    #[test]
    fn a_slow_computer_gets_the_minimum_and_a_fast_one_no_more_than_the_maximum() {
        let timed = |nanoseconds_per_kib: u64| {
            KdfParams::calibrate(move |params| {
                Duration::from_nanos(nanoseconds_per_kib * u64::from(params.memory_kib) * u64::from(params.passes))
            })
        };
        assert_eq!(timed(100_000), KdfParams::MINIMUM);
        assert_eq!(timed(1), KdfParams::MAXIMUM);
        let middle = timed(1_000);
        assert_eq!(middle.memory_kib, KdfParams::MAXIMUM.memory_kib);
        assert_eq!(middle.passes, 3, "200 ms at a millisecond per MiB and pass is 3 passes over 64 MiB");
    }

    #[test]
    fn a_slot_opens_only_as_it_was_sealed() {
        let mut entropy = counting();
        let key = FileKey::generate(&mut entropy).unwrap();
        let salt = [7; 32];
        let lock = SlotLock::Password { hint: email_hint("Jana@Alfa.example ", &salt), kdf: KdfParams::MINIMUM };
        let slot =
            Slot::seal(Uuid::from_u128(1), lock, &Opener::Password("Žižkov1"), &salt, &key, &mut entropy).unwrap();
        let opens = |slot: &Slot, password: &str, salt: &[u8; 32]| {
            slot.open(&Opener::Password(password), salt).unwrap().is_some_and(|found| found.0 == key.0)
        };
        assert!(opens(&slot, "Žižkov1", &salt));
        assert!(opens(&slot, "Z\u{30c}iz\u{30c}kov1", &salt), "composed differently, the same password");
        assert!(!opens(&slot, "žižkov1", &salt));
        assert!(!opens(&slot, "Žižkov1", &[8; 32]), "a slot of another profile");
        let mut moved = slot.clone();
        moved.slot_id = Uuid::from_u128(2);
        assert!(!opens(&moved, "Žižkov1", &salt));
        let mut moved = slot.clone();
        moved.lock = SlotLock::Password { hint: email_hint("eva@alfa.example", &salt), kdf: KdfParams::MINIMUM };
        assert!(!opens(&moved, "Žižkov1", &salt));
        assert_eq!(email_hint("jana@alfa.example", &salt), email_hint("Jana@Alfa.example ", &salt));
    }
}
