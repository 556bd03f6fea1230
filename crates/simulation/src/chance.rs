//! Randomness from a seed.

use uuid::Uuid;

/// A source of numbers that follow from a seed.
#[derive(Debug, Clone)]
pub struct Chance {
    seed: [u8; 32],
    count: u64,
}

impl Chance {
    /// From a seed and a name, so that two sources of one seed differ.
    pub fn new(seed: u64, name: &str) -> Self {
        Self {
            seed: *blake3::Hasher::new().update(&seed.to_le_bytes()).update(name.as_bytes()).finalize().as_bytes(),
            count: 0,
        }
    }

    /// 32 bytes.
    pub fn bytes(&mut self) -> [u8; 32] {
        self.count += 1;
        *blake3::keyed_hash(&self.seed, &self.count.to_le_bytes()).as_bytes()
    }

    /// A number below `end`.
    pub fn below(&mut self, end: u64) -> u64 {
        let bytes = self.bytes();
        let number = bytes.first_chunk::<8>().map_or(0, |bytes| u64::from_le_bytes(*bytes));
        number % end.max(1)
    }

    /// Yes, so many times in a thousand.
    pub fn per_mille(&mut self, share: u64) -> bool {
        self.below(1000) < share
    }

    /// An id.
    pub fn uuid(&mut self) -> Uuid {
        let bytes = self.bytes();
        uuid::Builder::from_random_bytes(bytes.first_chunk::<16>().copied().unwrap_or_default()).into_uuid()
    }

    /// A number from 0 to 1.
    pub fn share(&mut self) -> f64 {
        f64::from(u32::try_from(self.below(1000)).unwrap_or(0)) / 1000.0
    }
}
