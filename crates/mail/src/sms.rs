//! Telling an HTTP gateway to send a text message (manual, chapter 4.3.2: *an SMS notifying that the QR code has been sent to
//! the e-mail*). The message never holds the code.

mod faults;

use std::{fmt, time::Duration};

use mobileaccess_domain::Language;
use mobileaccess_text::text;
use reqwest::{Response, StatusCode};
use serde::{Deserialize, Serialize};

pub use self::faults::{GatewayFault, Place};
use crate::{Problem, ProblemKind, tls};

/// What the body of a request is, which also says how what is filled in has to be escaped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BodyKind {
    /// Fields of a web form.
    Form,
    /// JSON.
    Json,
    /// Text as it is.
    Text,
    /// XML.
    Xml,
}

impl BodyKind {
    fn content_type(self) -> &'static str {
        match self {
            Self::Form => "application/x-www-form-urlencoded",
            Self::Json => "application/json",
            Self::Text => "text/plain; charset=utf-8",
            Self::Xml => "application/xml; charset=utf-8",
        }
    }

    fn escape(self) -> fn(&str) -> String {
        match self {
            Self::Form => percent,
            Self::Json => escape_json,
            Self::Text => str::to_owned,
            Self::Xml => escape_xml,
        }
    }
}

/// An HTTP gateway for text messages. `{phone}` and `{text}` in URL and body are replaced; in a URL percent-encoded, in a body
/// escaped as its kind wants it.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gateway {
    /// Address; `https` except on the same machine.
    pub url: String,
    /// Headers, for example `Authorization`. Their values are secrets.
    #[serde(default)]
    pub headers: Vec<(String, String)>,
    /// Body of the POST; empty makes it a GET.
    #[serde(default)]
    pub body: String,
    /// What the body is; `None` goes by how it begins.
    #[serde(default)]
    pub kind: Option<BodyKind>,
    /// It is kept and not used.
    #[serde(default)]
    pub off: bool,
}

/// What a gateway answered to a message that was to try it out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The status of HTTP.
    pub status: u16,
    /// The beginning of its text, without the values of any header that it was sent.
    pub said: String,
    /// What kind of refusal this is; `None` if it took the message.
    pub problem: Option<ProblemKind>,
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

/// The text of a message that tries the gateway out.
pub fn test_text(language: Language, sender: &str) -> String {
    text(language, "mail-sms-test", &[("sender", sender.into())])
}

/// As much of an answer as is read, in bytes.
const READ: usize = 4096;
/// As much of it as is shown, in characters.
const SHOWN: usize = 300;
/// Longest wait for the gateway.
const TIMEOUT: Duration = Duration::from_secs(20);

impl Gateway {
    /// Sends one message.
    ///
    /// # Errors
    /// A [`Problem`] that says whether trying again can help.
    pub async fn send(&self, phone: &str, message: &str) -> Result<(), Problem> {
        let status = self.ask(phone, message).await?.status();
        problem_of(status).map_or(Ok(()), |kind| Err(Problem::new(kind, status)))
    }

    /// Sends one message and says what the gateway answered: many of them say in a text what they did not like.
    ///
    /// # Errors
    /// A [`Problem`], where there was no answer.
    pub async fn try_out(&self, phone: &str, message: &str) -> Result<Answer, Problem> {
        let mut answer = self.ask(phone, message).await?;
        let status = answer.status();
        let mut said = Vec::new();
        // Whether it took the message, its status has said; a text that breaks off says what it says.
        while let Ok(Some(more)) = answer.chunk().await {
            said.extend_from_slice(&more);
            if said.len() >= READ {
                break;
            }
        }
        said.truncate(READ);
        Ok(Answer { status: status.as_u16(), said: self.without_secrets(&said), problem: problem_of(status) })
    }

    /// What the body is.
    pub fn body_kind(&self) -> BodyKind {
        let json = self.body.trim_start().starts_with(['{', '[']);
        self.kind.unwrap_or(if json { BodyKind::Json } else { BodyKind::Form })
    }

    async fn ask(&self, phone: &str, message: &str) -> Result<Response, Problem> {
        let bad = |error: &dyn fmt::Display| Problem::new(ProblemKind::BadSettings, error);
        let url = fill(&self.url, phone, message, percent);
        let client = reqwest::Client::builder()
            .tls_backend_preconfigured(tls::client_config()?)
            .redirect(reqwest::redirect::Policy::none())
            .timeout(TIMEOUT)
            .build()
            .map_err(|error| bad(&error.without_url()))?;
        let mut request = if self.body.is_empty() {
            client.get(url)
        } else {
            let kind = self.body_kind();
            let request = client.post(url).body(fill(&self.body, phone, message, kind.escape()));
            // Whoever names another type means the same body.
            let named = self.headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("content-type"));
            if named { request } else { request.header("content-type", kind.content_type()) }
        };
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        // Errors name the address, which may hold a secret.
        let request = request.build().map_err(|error| bad(&error.without_url()))?;
        let answer = client.execute(request).await;
        answer.map_err(|error| Problem::new(ProblemKind::Unreachable, error.without_url()))
    }

    /// The beginning of an answer as one line. A gateway that repeats what it was sent shows nobody what was in the headers.
    fn without_secrets(&self, said: &[u8]) -> String {
        let mut text = String::from_utf8_lossy(said).into_owned();
        for (_, value) in self.headers.iter().filter(|(_, value)| !value.trim().is_empty()) {
            // A word before it names the way of logging in, as in `Bearer …`.
            for secret in [value.as_str(), value.rsplit(' ').next().unwrap_or_default()] {
                text = text.replace(secret, "…");
            }
        }
        let words: Vec<&str> = text.split(|c: char| c.is_whitespace() || c.is_control()).collect();
        let line: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
        line.join(" ").chars().take(SHOWN).collect()
    }
}

fn problem_of(status: StatusCode) -> Option<ProblemKind> {
    match status.as_u16() {
        200..=299 => None,
        401 | 403 => Some(ProblemKind::Login),
        408 | 425 | 429 | 500.. => Some(ProblemKind::TryLater),
        300..=399 | 404 | 405 => Some(ProblemKind::BadSettings),
        _ => Some(ProblemKind::Rejected),
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

fn escape_xml(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&apos;"),
            _ => escaped.push(sign),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_filled_in_is_escaped_for_where_it_stands_and_never_filled_again() {
        assert_eq!(fill("to={phone}&m={text}", "+420", "a b&{phone}", percent), "to=%2B420&m=a%20b%26%7Bphone%7D");
        assert_eq!(fill(r#"{"t":"{text}"}"#, "", "say \"hi\"\n", escape_json), r#"{"t":"say \"hi\"\n"}"#);
        assert_eq!(fill("{nothing} {", "1", "2", percent), "{nothing} {");
        assert_eq!(fill("<t>{text}</t>", "", "a<b & \"c'", escape_xml), "<t>a&lt;b &amp; &quot;c&apos;</t>");
    }

    #[test]
    fn what_a_gateway_repeats_of_its_headers_is_shown_to_nobody() {
        let headers =
            vec![("Authorization".to_owned(), "Bearer tajny-klic".to_owned()), ("X".to_owned(), String::new())];
        let gateway = Gateway { headers, ..Gateway::default() };
        assert_eq!(gateway.without_secrets(b"bad\r\n  key: tajny-klic (Bearer tajny-klic)"), "bad key: … (…)");
        assert_eq!(gateway.without_secrets("ž".repeat(999).as_bytes()).chars().count(), SHOWN);
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
