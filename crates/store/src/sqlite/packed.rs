//! Long JSON (an import of ten thousand readers) takes a fraction of the room, and of the time to
//! encrypt and write it, when it is compressed first.

use crate::error::{Result, StoreError};

const PLAIN: u8 = 0;
const LZ4: u8 = 1;
/// Below this many bytes compression gains less than a page.
const LONG: usize = 2048;

pub(crate) fn pack(text: &str) -> Vec<u8> {
    if text.len() < LONG {
        let mut bytes = Vec::with_capacity(text.len() + 1);
        bytes.push(PLAIN);
        bytes.extend_from_slice(text.as_bytes());
        return bytes;
    }
    let mut bytes = vec![LZ4];
    bytes.extend_from_slice(&lz4_flex::compress_prepend_size(text.as_bytes()));
    bytes
}

pub(crate) fn unpack(bytes: &[u8]) -> Result<String> {
    let plain = match bytes.split_first() {
        Some((&PLAIN, text)) => text.to_vec(),
        Some((&LZ4, packed)) => lz4_flex::decompress_size_prepended(packed)
            .map_err(|error| StoreError::Damaged(format!("a compressed value: {error}")))?,
        _ => return Err(StoreError::damaged("a compressed value of an unknown kind")),
    };
    String::from_utf8(plain).map_err(|_| StoreError::damaged("a compressed value is not text"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_and_long_text_come_back() {
        for length in [0, 10, LONG, 1_000_000] {
            let text = "Žižkov 7 ".repeat(length / 9);
            let packed = pack(&text);
            assert_eq!(unpack(&packed).unwrap(), text);
            assert!(length < LONG || packed.len() < text.len() / 10);
        }
        assert!(unpack(&[]).is_err() && unpack(&[9, 1]).is_err() && unpack(&[LZ4, 1]).is_err());
    }
}
