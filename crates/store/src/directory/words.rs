//! Words without case and accents, as the search compares them.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// Appends the words of a text, each with a space before it, so that a word's beginning can be found.
pub(crate) fn fold_into(text: &str, words: &mut String) {
    let mut between = true;
    let mut push = |sign: char| {
        if sign.is_alphanumeric() {
            if between {
                words.push(' ');
                between = false;
            }
            words.push(sign);
        } else {
            between = true;
        }
    };
    if text.is_ascii() {
        text.chars().for_each(|sign| push(sign.to_ascii_lowercase()));
    } else {
        text.nfd().filter(|sign| !is_combining_mark(*sign)).flat_map(char::to_lowercase).for_each(push);
    }
}

/// The words that somebody typed, each with a space before it; longer ones first, because they match
/// the fewest rows.
pub(crate) fn folded_words(typed: &str) -> Vec<String> {
    let mut folded = String::new();
    fold_into(typed, &mut folded);
    let mut words: Vec<String> = folded.split_whitespace().map(|word| format!(" {word}")).collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    words
}

/// Whether each of these words begins a word of a folded text.
pub(crate) fn matches(words: &[String], folded: &str) -> bool {
    words.iter().all(|word| folded.contains(word.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_accents_and_signs_make_no_difference() {
        for (text, folded) in [
            ("Žižkov", " zizkov"),
            ("  Řehoř   ČERNÝ ", " rehor cerny"),
            ("petr.novak@byt-2.cz", " petr novak byt 2 cz"),
            ("00:1E:C0", " 00 1e c0"),
            ("Z\u{30c}iz\u{30c}ka", " zizka"),
            ("Straße", " straße"),
            ("", ""),
            (" .,- ", ""),
        ] {
            let mut words = String::new();
            fold_into(text, &mut words);
            assert_eq!(words, folded, "{text}");
        }
        assert_eq!(folded_words("jan ŽIŽKOV"), [" zizkov", " jan"]);
    }
}
