//! Words as people type them, and the alphabet of their language.

use std::cmp::Ordering;

use icu_collator::{Collator, CollatorBorrowed, options::CollatorOptions};
use icu_locale_core::locale;
use mobileaccess_domain::Language;
use unicode_normalization::UnicodeNormalization;

/// Lower case without accents: `Žižkov` is `zizkov`.
pub(crate) fn fold(text: &str) -> String {
    text.nfd().filter(|c| !unicode_normalization::char::is_combining_mark(*c)).flat_map(char::to_lowercase).collect()
}

/// Words of a search; every one must begin a word of the row.
pub(crate) struct Words(Vec<String>);

impl Words {
    pub(crate) fn new(typed: &str) -> Self {
        Self(fold(typed).split_whitespace().map(str::to_owned).collect())
    }

    /// Whether every word begins a word of one of the texts.
    pub(crate) fn are_in(&self, texts: &[&str]) -> bool {
        if self.0.is_empty() {
            return true;
        }
        self.are_in_folded(&fold(&texts.join(" ")))
    }

    /// The same for a text that is folded already.
    pub(crate) fn are_in_folded(&self, folded: &str) -> bool {
        self.0.iter().all(|word| begins_a_word(folded, word))
    }
}

/// Whether `word` stands in `text` at the beginning of a word.
fn begins_a_word(text: &str, word: &str) -> bool {
    let mut from = 0;
    while let Some(at) = text[from..].find(word) {
        let start = from + at;
        let before = text[..start].chars().next_back();
        if before.is_none_or(|c| !c.is_alphanumeric()) {
            return true;
        }
        from = start + word.len();
    }
    false
}

/// How a language sorts: in Czech `č` after `c` and `ch` after `h`.
pub(crate) struct Alphabet(Option<CollatorBorrowed<'static>>);

impl Alphabet {
    pub(crate) fn new(language: Language) -> Self {
        let locale = match language {
            Language::En => locale!("en"),
            Language::Cs => locale!("cs"),
        };
        Self(Collator::try_new(locale.into(), CollatorOptions::default()).ok())
    }

    pub(crate) fn compare(&self, one: &str, other: &str) -> Ordering {
        match &self.0 {
            Some(collator) => collator.compare(one, other),
            None => one.cmp(other),
        }
    }

    /// Sorts by a text.
    pub(crate) fn sort<T>(&self, rows: &mut [T], text: impl Fn(&T) -> String) {
        rows.sort_by(|one, other| self.compare(&text(one), &text(other)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_needs_no_accents_and_finds_beginnings_of_words() {
        for (typed, found) in
            [("zizkov", true), ("ZIZ 3", true), ("kov", false), ("byt ziz", true), ("e0:25", false), ("c0:25", true)]
        {
            assert_eq!(Words::new(typed).are_in(&["Žižkov byt 3", "00:1E:C0:25"]), found, "{typed}");
        }
    }

    #[test]
    fn czech_sorts_ch_after_h_and_an_accented_c_after_c() {
        let mut names = ["Chalupa", "Čech", "Cibulka", "Hora", "Ivan"];
        Alphabet::new(Language::Cs).sort(&mut names, |name| (*name).to_owned());
        assert_eq!(names, ["Cibulka", "Čech", "Hora", "Chalupa", "Ivan"]);
        Alphabet::new(Language::En).sort(&mut names, |name| (*name).to_owned());
        assert_eq!(names, ["Čech", "Chalupa", "Cibulka", "Hora", "Ivan"]);
    }
}
