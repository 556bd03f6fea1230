//! What is wrong with how a gateway is described, found before anything is sent to it.

use std::collections::BTreeSet;
use std::net::IpAddr;

use reqwest::Url;
use reqwest::header::{HeaderName, HeaderValue};

use super::{BodyKind, Gateway, escape_json, fill, percent};

/// What stands for something, in braces.
const PLACEHOLDERS: [&str; 2] = ["phone", "text"];

/// Where something stands that is filled in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In the address.
    Url,
    /// In the body.
    Body,
}

/// What is wrong with a gateway.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GatewayFault {
    /// The address is none of the web.
    Url,
    /// Without TLS only a gateway on the same machine is asked.
    NeedsTls,
    /// Nothing stands for what is in braces.
    UnknownPlaceholder {
        /// Where.
        place: Place,
        /// What is in braces.
        name: String,
    },
    /// Neither address nor body says where this goes.
    MissingPlaceholder {
        /// What is missing: `phone` or `text`.
        name: &'static str,
    },
    /// The body is to be JSON and is not.
    BodyIsNoJson,
    /// The header at this place has no name that HTTP knows, or a value that cannot be sent.
    Header {
        /// Which.
        index: usize,
        /// The name is wrong, else the value.
        name: bool,
    },
    /// The header at this place has the name of one before it.
    HeaderTwice {
        /// Which.
        index: usize,
    },
}

/// The names in braces. JSON has braces of its own, but none around one word.
fn names(template: &str) -> Vec<&str> {
    let is_word = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || "_-.".contains(c));
    let found = template.match_indices('{').filter_map(|(at, _)| {
        let rest = &template[at + 1..];
        let name = &rest[..rest.find('}')?];
        // Two braces are what other programs want; one of them would be sent.
        let doubled = template[..at].ends_with('{') && rest[name.len()..].starts_with("}}");
        let whole = if doubled { &template[at..at + name.len() + 2] } else { name };
        is_word(name.trim()).then_some(whole)
    });
    found.collect()
}

fn is_here(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default().trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

fn parse(template: &str) -> Option<Url> {
    Url::parse(&fill(template, "+420601234567", "text", percent)).ok()
}

impl Gateway {
    /// Whether this address leads to the same server as the gateway's own: who is asked there may know what the gateway knows.
    pub fn is_at(&self, url: &str) -> bool {
        let origin = |url: Option<Url>| url.filter(Url::has_host).map(|url| url.origin());
        origin(parse(&self.url)).is_some_and(|own| Some(own) == origin(parse(url)))
    }

    /// Everything that is wrong with it; nothing if it can be asked.
    pub fn faults(&self) -> Vec<GatewayFault> {
        let mut faults = Vec::new();
        match parse(&self.url) {
            Some(url) if url.scheme() == "https" && url.has_host() => {}
            Some(url) if url.scheme() == "http" && is_here(&url) => {}
            Some(url) if url.scheme() == "http" => faults.push(GatewayFault::NeedsTls),
            _ => faults.push(GatewayFault::Url),
        }
        let (in_url, in_body) = (names(&self.url), names(&self.body));
        for (place, found) in [(Place::Url, &in_url), (Place::Body, &in_body)] {
            let unknown: BTreeSet<&str> = found.iter().filter(|name| !PLACEHOLDERS.contains(name)).copied().collect();
            let fault = |name: &str| GatewayFault::UnknownPlaceholder { place, name: name.to_owned() };
            faults.extend(unknown.into_iter().map(fault));
        }
        for name in PLACEHOLDERS.iter().filter(|name| !in_url.contains(name) && !in_body.contains(name)) {
            faults.push(GatewayFault::MissingPlaceholder { name });
        }
        if !self.body.is_empty() && self.body_kind() == BodyKind::Json {
            let filled = fill(&self.body, "+420601234567", "text", escape_json);
            if serde_json::from_str::<serde::de::IgnoredAny>(&filled).is_err() {
                faults.push(GatewayFault::BodyIsNoJson);
            }
        }
        let mut known = BTreeSet::new();
        for (index, (name, value)) in self.headers.iter().enumerate() {
            match HeaderName::try_from(name.as_str()) {
                Err(_) => faults.push(GatewayFault::Header { index, name: true }),
                Ok(name) if !known.insert(name.as_str().to_owned()) => faults.push(GatewayFault::HeaderTwice { index }),
                Ok(_) if HeaderValue::try_from(value.as_str()).is_err() => {
                    faults.push(GatewayFault::Header { index, name: false });
                }
                Ok(_) => {}
            }
        }
        faults
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gateway(url: &str, body: &str) -> Gateway {
        Gateway { url: url.to_owned(), body: body.to_owned(), ..Gateway::default() }
    }

    #[test]
    fn an_address_is_https_or_on_this_machine() {
        let body = r#"{"to": "{phone}", "message": "{text}"}"#;
        for url in [
            "https://sms.example/send",
            "http://127.0.0.1:8080/",
            "http://localhost/x",
            "http://[::1]:9/",
            "HTTPS://a.b",
        ] {
            assert_eq!(gateway(url, body).faults(), [], "{url}");
        }
        for url in ["http://sms.example/", "http://localhost.evil.example/", "http://127.0.0.1.evil.example/"] {
            assert_eq!(gateway(url, body).faults(), [GatewayFault::NeedsTls], "{url}");
        }
        for url in ["", "sms.example", "ftp://sms.example", "https://", "file:///etc/passwd", "https://a b/"] {
            assert_eq!(gateway(url, body).faults(), [GatewayFault::Url], "{url}");
        }
    }

    #[test]
    fn a_server_is_known_by_what_is_asked_and_not_by_how_it_is_written() {
        let own = gateway("https://sms.example/send?to={phone}", "");
        for url in ["https://sms.example/other", "https://SMS.example:443?x", "https://me@sms.example/"] {
            assert!(own.is_at(url), "{url}");
        }
        for url in [
            "http://sms.example/",
            "https://sms.example:8443/",
            "https://sms.example.evil.example/",
            "https://sms.example@evil.example/",
            "https:///evil.example/send",
            "",
        ] {
            assert!(!own.is_at(url), "{url}");
        }
        assert!(!gateway("https:///sms.example/", "").is_at("https:///evil.example/"));
    }

    #[test]
    fn what_nothing_stands_for_is_named_and_what_is_missing_too() {
        let at = "https://sms.example/";
        assert_eq!(gateway("https://sms.example/?to={phone}&m={text}", "").faults(), []);
        assert_eq!(gateway(at, "to={phone}&m={text}").faults(), []);
        assert_eq!(gateway(at, r#"[{"a":{},"to":["{phone}"],"b":{"m":"{text}"}}]"#).faults(), [], "braces of JSON");
        let unknown = |place, name: &str| GatewayFault::UnknownPlaceholder { place, name: name.to_owned() };
        assert_eq!(
            gateway("https://sms.example/?to={number}", "m={text}").faults(),
            [unknown(Place::Url, "number"), GatewayFault::MissingPlaceholder { name: "phone" }]
        );
        assert_eq!(
            gateway(at, "to={ phone }&m={text}").faults(),
            [unknown(Place::Body, " phone "), GatewayFault::MissingPlaceholder { name: "phone" }]
        );
        assert_eq!(
            gateway(at, "to={{phone}}&m={text}").faults(),
            [unknown(Place::Body, "{phone}"), GatewayFault::MissingPlaceholder { name: "phone" }]
        );
        assert_eq!(gateway(at, r#"{"to": "{phone}", "m": {text}}"#).faults(), [GatewayFault::BodyIsNoJson]);
        let text = Gateway { kind: Some(BodyKind::Text), ..gateway(at, r#"{"to": "{phone}", "m": {text}}"#) };
        assert_eq!(text.faults(), []);
    }

    #[test]
    fn headers_are_ones_that_http_can_send_each_once() {
        let header = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let headers = vec![
            header("Authorization", "Bearer x"),
            header("two words", "x"),
            header("authorization", "y"),
            header("X-Key", "a\nb"),
            header("", "x"),
        ];
        let gateway = Gateway { headers, ..gateway("https://sms.example/?{phone}{text}", "") };
        assert_eq!(
            gateway.faults(),
            [
                GatewayFault::Header { index: 1, name: true },
                GatewayFault::HeaderTwice { index: 2 },
                GatewayFault::Header { index: 3, name: false },
                GatewayFault::Header { index: 4, name: true },
            ]
        );
    }
}
