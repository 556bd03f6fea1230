//! What stands in a QR: an address with a code, or a bare code.

use std::fmt;

use mobileaccess_domain::{distributors::is_public_address, keys::is_code};

/// What a phone found in a QR, or was typed.
#[derive(Clone, PartialEq, Eq)]
pub struct Ticket {
    /// Where to activate; `None` for a bare code, which goes to the cloud that the phone is configured for.
    pub address: Option<String>,
    /// The activation code.
    pub code: String,
}

impl Ticket {
    /// Understands the content of a QR, or a code as somebody typed it: in groups, with blanks or hyphens.
    pub fn read(content: &str) -> Option<Self> {
        let content = content.trim();
        if let Some((address, code)) = content.split_once("/k#") {
            let fine = is_public_address(address) && is_code(code);
            return fine.then(|| Self { address: Some(address.to_owned()), code: code.to_owned() });
        }
        let code: String = content.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
        is_code(&code).then_some(Self { address: None, code })
    }
}

impl fmt::Debug for Ticket {
    /// A code opens doors.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ticket").field("address", &self.address).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_qr_may_hold_is_understood_and_nothing_else() {
        let code = "9w75cT8jp7PkMpWpdmNn";
        let bare = Ticket { address: None, code: code.to_owned() };
        assert_eq!(Ticket::read(code), Some(bare.clone()));
        assert_eq!(Ticket::read(" 9w75c T8jp7-PkMpW pdmNn\n"), Some(bare));
        let with_address =
            Ticket { address: Some("https://keys.example.com/office".to_owned()), code: code.to_owned() };
        assert_eq!(Ticket::read(&format!("https://keys.example.com/office/k#{code}")), Some(with_address));
        for wrong in [
            "",
            "9w75cT8jp7PkMpWpdmN",
            "http://keys.example.com/k#9w75cT8jp7PkMpWpdmNn",
            "https://keys.example.com/k#0000",
            "javascript:alert(1)/k#9w75cT8jp7PkMpWpdmNn",
            "https://keys.example.com/#9w75cT8jp7PkMpWpdmNn",
        ] {
            assert_eq!(Ticket::read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_ticket_does_not_print_its_code() {
        let ticket = Ticket::read("9w75cT8jp7PkMpWpdmNn");
        assert!(!format!("{ticket:?}").contains("9w75"));
    }
}
