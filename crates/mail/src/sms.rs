//! Telling an HTTP gateway to send a text message (manual, chapter 4.3.2: *an SMS notifying that the QR code has been sent to
//! the e-mail*). The message never holds the code.

use std::{fmt, time::Duration};

use mobileaccess_domain::Language;
use mobileaccess_text::text;
use serde::{Deserialize, Serialize};

use crate::{Problem, ProblemKind, tls};

/// An HTTP gateway for text messages. `{phone}` and `{text}` in URL and body are replaced; in a URL and in a form body
/// percent-encoded, in a JSON body escaped as JSON wants it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gateway {
    /// Address; `https` except on the same machine.
    pub url: String,
    /// Headers, for example `Authorization`. Their values are secrets.
    #[serde(default)]
    pub headers: Vec<(String, String)>,
    /// Body of the POST; empty makes it a GET.
    #[serde(default)]
    pub body: String,
}

impl fmt::Debug for Gateway {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The address may hold a key of the account, as many gateways want it.
        f.write_str("Gateway")
    }
}

/// The text that tells a key holder to look into the mailbox.
pub fn notice(language: Language, site: &str) -> String {
    text(language, "mail-sms-notice", &[("site", site.into())])
}

/// Longest wait for the gateway.
const TIMEOUT: Duration = Duration::from_secs(20);

impl Gateway {
    /// Sends one message.
    ///
    /// # Errors
    /// A [`Problem`] that says whether trying again can help.
    pub async fn send(&self, phone: &str, message: &str) -> Result<(), Problem> {
        let bad = |error: &dyn fmt::Display| Problem::new(ProblemKind::BadSettings, error);
        let url = fill(&self.url, phone, message, percent);
        let client = reqwest::Client::builder()
            .tls_backend_preconfigured(tls::client_config()?)
            .redirect(reqwest::redirect::Policy::none())
            .timeout(TIMEOUT)
            .build()
            .map_err(|error| bad(&error.without_url()))?;
        let json = self.body.trim_start().starts_with(['{', '[']);
        let mut request = if self.body.is_empty() {
            client.get(url)
        } else {
            let (kind, escape): (_, fn(&str) -> String) =
                if json { ("application/json", escape_json) } else { ("application/x-www-form-urlencoded", percent) };
            client.post(url).header("content-type", kind).body(fill(&self.body, phone, message, escape))
        };
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        // Errors name the address, which may hold a secret.
        let request = request.build().map_err(|error| bad(&error.without_url()))?;
        let answer = client
            .execute(request)
            .await
            .map_err(|error| Problem::new(ProblemKind::Unreachable, error.without_url()))?;
        let status = answer.status();
        if status.is_success() {
            return Ok(());
        }
        let kind = match status.as_u16() {
            401 | 403 => ProblemKind::Login,
            408 | 425 | 429 | 500.. => ProblemKind::TryLater,
            300..=399 | 404 | 405 => ProblemKind::BadSettings,
            _ => ProblemKind::Rejected,
        };
        Err(Problem::new(kind, status))
    }
}

fn fill(template: &str, phone: &str, message: &str, escape: fn(&str) -> String) -> String {
    // One pass, so that a message which holds `{phone}` stays what it is.
    let mut filled = String::with_capacity(template.len() + message.len());
    let mut rest = template;
    while let Some(at) = rest.find('{') {
        filled.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(after) = rest.strip_prefix("{phone}") {
            filled.push_str(&escape(phone));
            rest = after;
        } else if let Some(after) = rest.strip_prefix("{text}") {
            filled.push_str(&escape(message));
            rest = after;
        } else {
            filled.push('{');
            rest = &rest[1..];
        }
    }
    filled.push_str(rest);
    filled
}

fn percent(text: &str) -> String {
    use fmt::Write as _;
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

fn escape_json(text: &str) -> String {
    let quoted = serde_json::Value::from(text).to_string();
    quoted[1..quoted.len() - 1].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_filled_in_is_escaped_for_where_it_stands_and_never_filled_again() {
        assert_eq!(fill("to={phone}&m={text}", "+420", "a b&{phone}", percent), "to=%2B420&m=a%20b%26%7Bphone%7D");
        assert_eq!(fill(r#"{"t":"{text}"}"#, "", "say \"hi\"\n", escape_json), r#"{"t":"say \"hi\"\n"}"#);
        assert_eq!(fill("{nothing} {", "1", "2", percent), "{nothing} {");
    }

    #[test]
    fn the_notice_is_in_the_recipients_language_and_fits_into_one_message() {
        for language in [Language::En, Language::Cs] {
            let text = notice(language, "Bytovka 2");
            assert!(text.contains("Bytovka 2"), "{text}");
            assert!(!text.contains("-sms-"), "{text}");
            // A message with letters beyond the old alphabet holds 70 characters; two of them are the most.
            assert!(text.chars().count() <= 134, "{text}");
        }
    }
}
