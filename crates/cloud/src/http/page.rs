//! The page behind the QR of a handout: what to do with the app and without it. The code stands after `#` in the address and
//! never leaves the browser; a small script shows it, so that it can be typed.

use axum::http::{HeaderMap, HeaderName, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use mobileaccess_text::{Language, text};

use super::{Access, Route};

const SCRIPT: &str = include_str!("page/k.js");
const STYLE: &str = include_str!("page/k.css");
const PAGE: &str = include_str!("page/k.html");

/// Nothing but this page's own script and style is loaded or run, nothing is sent, nobody may frame it.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; base-uri 'none'; form-action 'none'; \
                      frame-ancestors 'none'";

/// Everything that the page says.
const TEXTS: [&str; 14] = [
    "phone-page-title",
    "phone-page-switch",
    "phone-page-code",
    "phone-page-copy",
    "phone-page-copied",
    "phone-page-no-code",
    "phone-page-with-app",
    "phone-page-open",
    "phone-page-scan",
    "phone-page-doors",
    "phone-page-without-app",
    "phone-page-install",
    "phone-page-again",
    "phone-page-once",
];

pub(super) fn routes() -> Vec<Route> {
    let route = |path, handler| Route { method: "GET", path, access: Access::Open, handler };
    vec![
        route("/k", get(page)),
        route("/k.js", get(async || file("text/javascript; charset=utf-8", SCRIPT))),
        route("/k.css", get(async || file("text/css; charset=utf-8", STYLE))),
    ]
}

fn file(kind: &'static str, content: &'static str) -> Response {
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CACHE_CONTROL, "public, max-age=3600"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (headers, content).into_response()
}

async fn page(uri: Uri, headers: HeaderMap) -> Response {
    let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let language = match uri.query() {
        Some("lang=cs") => Language::Cs,
        Some("lang=en") => Language::En,
        _ => preferred(accepted),
    };
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::VARY, "Accept-Language"),
        (header::CACHE_CONTROL, "public, max-age=300"),
        (HeaderName::from_static("permissions-policy"), "camera=(), microphone=(), geolocation=()"),
    ];
    (headers, rendered(language)).into_response()
}

/// English or Czech, whichever the browser names first with any weight; English where it names neither.
fn preferred(accepted: &str) -> Language {
    let mut best = (0.0_f32, Language::En);
    for part in accepted.split(',') {
        let mut pieces = part.trim().split(';');
        let name = pieces.next().unwrap_or_default().trim().to_ascii_lowercase();
        let language = match name.split('-').next() {
            Some("cs") => Language::Cs,
            Some("en") => Language::En,
            _ => continue,
        };
        let weight = pieces.find_map(|piece| piece.trim().strip_prefix("q=")).map_or(Some(1.0), |q| q.parse().ok());
        if let Some(weight) = weight.filter(|weight| *weight > best.0) {
            best = (weight, language);
        }
    }
    best.1
}

/// The page in a language. Its texts are the project's own; nothing of a request gets into it.
fn rendered(language: Language) -> String {
    let (code, other) = match language {
        Language::En => ("en", "cs"),
        Language::Cs => ("cs", "en"),
    };
    let mut page = PAGE.replace("{{lang}}", code).replace("{{other}}", other);
    for id in TEXTS {
        page = page.replace(&format!("{{{{{id}}}}}"), &escaped(&text(language, id, &[])));
    }
    page
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_browser_chooses_the_language_and_english_is_for_everybody_else() {
        for (accepted, language) in [
            ("cs-CZ,cs;q=0.9,en;q=0.8", Language::Cs),
            ("en-US,en;q=0.9,cs;q=0.8", Language::En),
            ("en;q=0.1,cs;q=0.5", Language::Cs),
            ("de-DE,cs;q=0.3", Language::Cs),
            ("de", Language::En),
            ("cs;q=x", Language::En),
            ("", Language::En),
        ] {
            assert_eq!(preferred(accepted), language, "{accepted}");
        }
    }

    #[test]
    fn the_page_says_in_both_languages_what_to_do_and_loads_nothing_foreign() {
        for language in [Language::En, Language::Cs] {
            let page = rendered(language);
            assert!(!page.contains("{{") && !page.contains("phone-page-"), "every text is there: {page}");
            for id in TEXTS {
                assert!(page.contains(&escaped(&text(language, id, &[]))), "{id}");
            }
            for foreign in ["src=\"http", "href=\"http", "@import", "url("] {
                assert!(!page.contains(foreign) && !STYLE.contains(foreign), "{foreign}");
            }
            assert!(
                !page.contains("<script>") && !page.contains("style=") && !page.contains("onclick"),
                "the policy holds"
            );
        }
        for sends in ["fetch(", "XMLHttpRequest", "sendBeacon", "WebSocket", "localStorage", "innerHTML"] {
            assert!(!SCRIPT.contains(sends), "the script neither sends nor keeps the code: {sends}");
        }
    }
}
