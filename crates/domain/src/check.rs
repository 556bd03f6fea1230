//! Checks of single fields. All problems of a form are collected, so that every message can be shown at once.

use chrono_tz::Tz;

use crate::refusal::{FieldCode, FieldError, Refusal};

/// Collects what is wrong with the fields of one form.
#[derive(Default)]
pub(crate) struct Check {
    errors: Vec<FieldError>,
}

impl Check {
    pub(crate) fn fail(&mut self, field: &str, code: FieldCode) {
        self.errors.push(FieldError { field: field.to_owned(), code });
    }

    pub(crate) fn require(&mut self, ok: bool, field: &str, code: FieldCode) {
        if !ok {
            self.fail(field, code);
        }
    }

    /// One line of text of at most `max` characters; empty is fine.
    pub(crate) fn line(&mut self, field: &str, text: &str, max: u32) {
        if text.chars().count() > max as usize {
            self.fail(field, FieldCode::TooLong { max });
        } else if text.chars().any(char::is_control) {
            self.fail(field, FieldCode::ControlCharacter);
        }
    }

    /// One line of text that must not be empty.
    pub(crate) fn name(&mut self, field: &str, text: &str, max: u32) {
        if text.trim().is_empty() {
            self.fail(field, FieldCode::Required);
        } else {
            self.line(field, text, max);
        }
    }

    /// An e-mail address, or nothing.
    pub(crate) fn email(&mut self, field: &str, text: &str) {
        if text.chars().count() > 254 {
            self.fail(field, FieldCode::TooLong { max: 254 });
        } else if !text.is_empty() && !is_email(text) {
            self.fail(field, FieldCode::BadEmail);
        }
    }

    /// A phone number in E.164, or nothing.
    pub(crate) fn phone(&mut self, field: &str, text: &str) {
        if !text.is_empty() && !is_phone(text) {
            self.fail(field, FieldCode::BadPhone);
        }
    }

    pub(crate) fn time_zone(&mut self, field: &str, text: &str) {
        self.require(text.parse::<Tz>().is_ok(), field, FieldCode::BadTimeZone);
    }

    /// # Errors
    /// [`Refusal::Invalid`] with everything that was wrong.
    pub(crate) fn done(self) -> Result<(), Refusal> {
        if self.errors.is_empty() { Ok(()) } else { Err(Refusal::Invalid { fields: self.errors }) }
    }
}

/// Whether a text has the form of an e-mail address: something before one `@`, a domain with a dot after it, no spaces.
/// Whether it exists only a delivered mail can tell.
pub fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else {
        return false;
    };
    let part = |part: &str| !part.is_empty() && !part.starts_with('.') && !part.ends_with('.') && !part.contains("..");
    part(local)
        && part(domain)
        && domain.contains('.')
        && !domain.starts_with('-')
        && !text.chars().any(|c| c.is_whitespace() || c.is_control() || "<>()[],;:\\\"".contains(c))
        && !domain.contains('@')
}

/// Whether a text is a phone number in E.164: `+`, then 7 to 15 digits, the first not 0.
pub fn is_phone(text: &str) -> bool {
    let Some(digits) = text.strip_prefix('+') else {
        return false;
    };
    (7..=15).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit()) && !digits.starts_with('0')
}

/// The password rule of the manual (chapter 3.4.4): at least 8 characters, a capital and a small letter, and a digit or
/// special character. Longer than 1,024 bytes is refused too, so that nobody can make a computer hash a megabyte.
pub fn password_follows_rule(password: &str) -> bool {
    password.chars().count() >= 8
        && password.len() <= 1024
        && password.chars().any(char::is_uppercase)
        && password.chars().any(char::is_lowercase)
        && password.chars().any(|c| !c.is_alphabetic() && !c.is_whitespace())
}
