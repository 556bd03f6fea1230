//! What is made at the edge and passed inwards: times, ids, codes.

use mobileaccess_domain::{
    Id,
    keys::{CODE_ALPHABET, CODE_LENGTH, NewCode},
};
use mobileaccess_wire::Failure;
use uuid::Uuid;

use crate::{App, Host};

impl<H: Host> App<H> {
    /// Random bytes.
    ///
    /// # Errors
    /// `no_random_numbers` if the operating system has none to give.
    pub(crate) fn random<const N: usize>(&self) -> Result<[u8; N], Failure> {
        let mut bytes = [0; N];
        if self.host.random(&mut bytes) { Ok(bytes) } else { Err(Failure::new("store_no_random_numbers")) }
    }

    /// A new UUID, later ones sorting after earlier ones.
    pub(crate) fn uuid(&self) -> Result<Uuid, Failure> {
        let millis = u64::try_from(self.host.now().timestamp_millis()).unwrap_or_default();
        Ok(uuid::Builder::from_unix_timestamp_millis(millis, &self.random()?).into_uuid())
    }

    /// A new row id.
    pub(crate) fn id<T>(&self) -> Result<Id<T>, Failure> {
        self.uuid().map(Id::new)
    }

    /// A new activation code: 20 characters of base58, each equally likely.
    pub(crate) fn code(&self) -> Result<NewCode, Failure> {
        let mut code = String::with_capacity(CODE_LENGTH);
        while code.len() < CODE_LENGTH {
            for byte in self.random::<32>()? {
                // 232 is the largest multiple of 58 that a byte can hold: the rest would favour some characters.
                if byte < 232 && code.len() < CODE_LENGTH {
                    code.push(char::from(CODE_ALPHABET[usize::from(byte) % CODE_ALPHABET.len()]));
                }
            }
        }
        Ok(NewCode { id: self.id()?, code, send: Vec::new() })
    }
}
