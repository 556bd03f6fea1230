//! Failures in words, by the texts of the screens.

use mobileaccess_text::{Language, Value, has, text};
use mobileaccess_wire::Failure;

/// The language asked for, else that of the environment, else English.
pub(crate) fn language(asked: Option<crate::Language>) -> Language {
    match asked {
        Some(crate::Language::Cs) => Language::Cs,
        Some(crate::Language::En) => Language::En,
        None => {
            // The first of them that is set decides, as everywhere on such systems.
            let names = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().filter_map(|name| std::env::var(name).ok());
            let first = names.into_iter().find(|value| !value.is_empty());
            if first.is_some_and(|value| value.starts_with("cs")) { Language::Cs } else { Language::En }
        }
    }
}

/// A failure as a sentence, and each wrong field as `field: sentence`.
pub(crate) fn words(failure: &Failure, language: Language) -> String {
    let mut lines = vec![sentence(&failure.code, failure.args.iter(), language)];
    for field in &failure.fields {
        if let Ok(serde_json::Value::Object(parts)) = serde_json::to_value(field) {
            let part = |name: &str| parts.get(name).and_then(serde_json::Value::as_str).unwrap_or_default().to_owned();
            lines.push(format!("{}: {}", part("field"), sentence(&part("code"), parts.iter(), language)));
        }
    }
    lines.join("\n")
}

fn sentence<'a>(
    code: &str,
    args: impl Iterator<Item = (&'a String, &'a serde_json::Value)>,
    language: Language,
) -> String {
    let id = format!("error-{}", code.replace('_', "-"));
    let values: Vec<(&str, Value<'_>)> = args
        .filter_map(|(name, value)| {
            let number = value.as_f64().map(Value::from);
            Some((name.as_str(), number.or_else(|| value.as_str().map(Value::from))?))
        })
        .collect();
    if has(language, &id) {
        text(language, &id, &values)
    } else {
        text(language, "error-unknown", &[("code", Value::from(code))])
    }
}
