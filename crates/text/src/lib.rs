//! Texts of the product in English and Czech. This crate stands beside the domain: whatever Rust shows to people
//! (handouts, file headers, error messages) takes its words from here, and the window's screens read the same `.ftl` files.

mod dates;
mod files;

use std::sync::LazyLock;

use fluent_bundle::{FluentArgs, FluentResource, concurrent::FluentBundle};
use unic_langid::LanguageIdentifier;

pub use dates::{date, date_time};
pub use fluent_bundle::FluentValue as Value;
pub use mobileaccess_domain::Language;

struct Bundles {
    en: FluentBundle<FluentResource>,
    cs: FluentBundle<FluentResource>,
}

static BUNDLES: LazyLock<Bundles> = LazyLock::new(|| Bundles { en: bundle(Language::En), cs: bundle(Language::Cs) });

fn bundle(language: Language) -> FluentBundle<FluentResource> {
    let tag = match language {
        Language::En => "en",
        Language::Cs => "cs",
    };
    // The tag selects the plural rules. Both are well-formed, so the default (undetermined) is never taken.
    let mut bundle = FluentBundle::new_concurrent(vec![tag.parse::<LanguageIdentifier>().unwrap_or_default()]);
    // Isolation marks protect mixed writing directions, which neither language has; in a PDF they are ink or noise.
    bundle.set_use_isolating(false);
    for file in files::FILES {
        // A line that does not parse is skipped here and named by this crate's tests.
        let resource = match FluentResource::try_new(file.source(language).to_owned()) {
            Ok(resource) | Err((resource, _)) => resource,
        };
        bundle.add_resource_overriding(resource);
    }
    bundle
}

fn find(bundle: &FluentBundle<FluentResource>, id: &str, args: &[(&str, Value<'_>)]) -> Option<String> {
    let (id, attribute) = match id.split_once('.') {
        Some((id, attribute)) => (id, Some(attribute)),
        None => (id, None),
    };
    let message = bundle.get_message(id)?;
    let pattern = match attribute {
        Some(attribute) => message.get_attribute(attribute)?.value(),
        None => message.value()?,
    };
    let args: FluentArgs<'_> = args.iter().cloned().collect();
    // A missing argument shows as its name in braces, which the reader of a page can report; it is no reason to fail.
    Some(bundle.format_pattern(pattern, Some(&args), &mut Vec::new()).into_owned())
}

/// The text with this id (`message` or `message.attribute`) in a language, with its variables filled in. Where the
/// language lacks it the English text is given, and where that lacks it too, the id itself.
pub fn text(language: Language, id: &str, args: &[(&str, Value<'_>)]) -> String {
    let own = match language {
        Language::En => None,
        Language::Cs => find(&BUNDLES.cs, id, args),
    };
    own.or_else(|| find(&BUNDLES.en, id, args)).unwrap_or_else(|| id.to_owned())
}

/// Whether a language holds a text of its own with this id.
pub fn has(language: Language, id: &str) -> bool {
    let bundle = match language {
        Language::En => &BUNDLES.en,
        Language::Cs => &BUNDLES.cs,
    };
    find(bundle, id, &[]).is_some()
}

#[cfg(test)]
mod tests;
