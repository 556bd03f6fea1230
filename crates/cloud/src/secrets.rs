//! Keys that are not in the database: one master key from a file beside it, and what follows from it.

use std::{fmt, path::Path};

use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::error::{Error, Result};

/// 32 random bytes, made by whoever asks, from which ids, tokens and challenges of one request follow.
#[derive(Clone)]
pub struct Entropy(Zeroizing<[u8; 32]>);

impl Entropy {
    /// From bytes that nobody can guess.
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    pub(crate) fn bytes<const N: usize>(&self, label: &str) -> [u8; N] {
        let mut bytes = [0; N];
        let mut hasher = blake3::Hasher::new_keyed(&self.0);
        hasher.update(label.as_bytes());
        hasher.finalize_xof().fill(&mut bytes);
        bytes
    }

    /// A random UUID.
    pub(crate) fn uuid(&self, label: &str) -> Uuid {
        uuid::Builder::from_random_bytes(self.bytes(label)).into_uuid()
    }
}

impl fmt::Debug for Entropy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Entropy(hidden)")
    }
}

/// The master key and what follows from it. Wiped when dropped, never printed.
#[derive(Clone)]
pub struct Keys {
    database: Zeroizing<[u8; 32]>,
    seal: Zeroizing<[u8; 32]>,
    look_up: Zeroizing<[u8; 32]>,
    mask: Zeroizing<[u8; 32]>,
    challenge: Zeroizing<[u8; 32]>,
    receipts: mobileaccess_phone::KeyPair,
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keys(hidden)")
    }
}

impl Keys {
    /// The keys that follow from a master key.
    pub fn new(master: &[u8; 32]) -> Self {
        let derive = |purpose: &str| Zeroizing::new(blake3::derive_key(purpose, master));
        Self {
            database: derive("mobileaccess cloud 2026 database file"),
            seal: derive("mobileaccess cloud 2026 sealed fields"),
            look_up: derive("mobileaccess cloud 2026 look-up keys"),
            mask: derive("mobileaccess cloud 2026 masked hashes"),
            challenge: derive("mobileaccess cloud 2026 challenges"),
            receipts: mobileaccess_phone::KeyPair::new(&derive("mobileaccess cloud 2026 receipts")),
        }
    }

    /// Reads the master key from its file: 64 hexadecimal digits.
    ///
    /// # Errors
    /// When the file cannot be read or holds something else.
    pub fn read(path: &Path) -> Result<Self> {
        Self::from_hex(&Zeroizing::new(std::fs::read_to_string(path)?))
    }

    /// The keys that follow from a master key of 64 hexadecimal digits.
    ///
    /// # Errors
    /// When it is none.
    pub fn from_hex(text: &str) -> Result<Self> {
        let master = Zeroizing::new(from_hex::<32>(text.trim()).ok_or(Error::Key("the key file holds no key"))?);
        Ok(Self::new(&master))
    }

    /// Reads the key file, or makes it where there is none.
    ///
    /// # Errors
    /// When the file can neither be read nor made.
    pub fn read_or_make(path: &Path, entropy: &Entropy) -> Result<Self> {
        if !path.exists() {
            let master = Zeroizing::new(entropy.bytes::<32>("master key"));
            let mut options = std::fs::OpenOptions::new();
            options.write(true).create_new(true);
            #[cfg(unix)]
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
            let mut file = options.open(path)?;
            std::io::Write::write_all(&mut file, format!("{}\n", *Zeroizing::new(to_hex(&*master))).as_bytes())?;
            file.sync_all()?;
        }
        Self::read(path)
    }

    /// The database file's key as SQLCipher's `PRAGMA key` wants it.
    pub(crate) fn pragma(&self) -> Zeroizing<String> {
        Zeroizing::new(format!("\"x'{}'\"", *Zeroizing::new(to_hex(&*self.database))))
    }

    /// What the database keeps to know its key file again.
    pub(crate) fn check(&self) -> [u8; 32] {
        *blake3::keyed_hash(&self.look_up, b"key check").as_bytes()
    }

    /// The look-up key of a value: the same for the same kind and value, and nothing that can be read back.
    pub(crate) fn look_up(&self, kind: &str, value: &[u8]) -> Uuid {
        let mut hasher = blake3::Hasher::new_keyed(&self.look_up);
        hasher.update(kind.as_bytes());
        hasher.update(&[0]);
        hasher.update(value);
        let mut bytes = [0; 16];
        hasher.finalize_xof().fill(&mut bytes);
        Uuid::from_bytes(bytes)
    }

    /// A keyed hash, for what is compared but never shown.
    pub(crate) fn hash(&self, kind: &str, value: &[u8]) -> [u8; 32] {
        let mut hasher = blake3::Hasher::new_keyed(&self.look_up);
        hasher.update(kind.as_bytes());
        hasher.update(&[0]);
        hasher.update(value);
        *hasher.finalize().as_bytes()
    }

    /// Hides or shows a sum of hashes that stands for a scope at a revision, so that the database alone does not let a short
    /// secret be guessed from it. Each pair is used once.
    pub(crate) fn mask(&self, scope: &str, revision: u64, mut sum: [u8; 32]) -> [u8; 32] {
        let mut hasher = blake3::Hasher::new_keyed(&self.mask);
        hasher.update(&revision.to_be_bytes());
        hasher.update(scope.as_bytes());
        for (byte, mask) in sum.iter_mut().zip(hasher.finalize().as_bytes()) {
            *byte ^= mask;
        }
        sum
    }

    /// Seals a text. The nonce follows from place and text, so that the same text in the same place looks the same and
    /// nothing else does.
    pub(crate) fn seal(&self, place: &str, text: &str) -> Result<String> {
        let mut hasher = blake3::Hasher::new_keyed(&self.mask);
        hasher.update(b"nonce\0");
        hasher.update(place.as_bytes());
        hasher.update(&[0]);
        hasher.update(text.as_bytes());
        let mut nonce = [0; 24];
        hasher.finalize_xof().fill(&mut nonce);
        let payload = Payload { msg: text.as_bytes(), aad: place.as_bytes() };
        let sealed = XChaCha20Poly1305::new((&*self.seal).into())
            .encrypt(&XNonce::from(nonce), payload)
            .map_err(|_| Error::Key("sealing failed"))?;
        Ok(to_hex(&nonce) + &to_hex(&sealed))
    }

    /// Opens a sealed text.
    pub(crate) fn open(&self, place: &str, sealed: &str) -> Result<Zeroizing<String>> {
        let damaged = || Error::Key("a sealed field does not open");
        let bytes = bytes_from_hex(sealed).ok_or_else(damaged)?;
        let (nonce, sealed) = bytes.split_first_chunk::<24>().ok_or_else(damaged)?;
        let opened = XChaCha20Poly1305::new((&*self.seal).into())
            .decrypt(&XNonce::from(*nonce), Payload { msg: sealed, aad: place.as_bytes() })
            .map_err(|_| damaged())?;
        Ok(Zeroizing::new(String::from_utf8(opened).map_err(|_| damaged())?))
    }

    /// The key pair that signs the receipts of activations. It follows from the master key, so that a cloud restored from a
    /// backup knows its own receipts again.
    pub(crate) fn receipts(&self) -> &mobileaccess_phone::KeyPair {
        &self.receipts
    }

    /// The proof that a challenge was made here, at a time.
    pub(crate) fn challenge_proof(&self, content: &[u8]) -> [u8; 16] {
        let mut bytes = [0; 16];
        blake3::Hasher::new_keyed(&self.challenge).update(content).finalize_xof().fill(&mut bytes);
        bytes
    }
}

/// Lower-case hexadecimal.
pub(crate) fn to_hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        for nibble in [byte >> 4, byte & 15] {
            text.push(char::from(b"0123456789abcdef"[usize::from(nibble)]));
        }
    }
    text
}

/// Bytes from hexadecimal of either case.
pub(crate) fn bytes_from_hex(text: &str) -> Option<Vec<u8>> {
    let digit = |digit: u8| char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok());
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    if !rest.is_empty() {
        return None;
    }
    pairs.iter().map(|[high, low]| Some(digit(*high)? << 4 | digit(*low)?)).collect()
}

/// Exactly so many bytes from hexadecimal.
pub(crate) fn from_hex<const N: usize>(text: &str) -> Option<[u8; N]> {
    bytes_from_hex(text)?.try_into().ok()
}
