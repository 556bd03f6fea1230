//! What the cells of a table of users mean.

use chrono::NaiveDate;

use super::DateOrder;
use crate::{Language, UserId, is_phone};

/// A phone number in E.164 from however people write it; a national one gets `calling_code`. `None` if it is none.
pub fn parse_phone(text: &str, calling_code: &str) -> Option<String> {
    let text = text.trim().replace("(0)", "");
    let text = text.strip_prefix("tel:").unwrap_or(&text);
    let mut digits = String::new();
    let mut plus = false;
    for sign in text.chars() {
        match sign {
            '0'..='9' => digits.push(sign),
            '+' if digits.is_empty() && !plus => plus = true,
            ' ' | '\u{a0}' | '\u{202f}' | '-' | '\u{2010}' | '\u{2011}' | '–' | '.' | '/' | '(' | ')' => {}
            _ => return None,
        }
        if digits.len() > 20 {
            return None;
        }
    }
    let international = |digits: &str| {
        let phone = format!("+{digits}");
        is_phone(&phone).then_some(phone)
    };
    if plus {
        return international(&digits);
    }
    if let Some(rest) = digits.strip_prefix("00") {
        return international(rest);
    }
    // A spreadsheet drops the plus of a number that has its country.
    if digits.len() >= 11 && digits.starts_with(calling_code) {
        return international(&digits);
    }
    let national = digits.strip_prefix('0').unwrap_or(&digits);
    let fits = match calling_code {
        // Czech and Slovak numbers have nine digits.
        "420" | "421" => national.len() == 9,
        _ => (6..=12).contains(&national.len()),
    };
    if fits { international(&format!("{calling_code}{national}")) } else { None }
}

/// A day as people and spreadsheets write it: `2026-12-31`, `31. 12. 2026`, `31/12/2026`; a time of day behind it is
/// passed over.
pub fn parse_date(text: &str, order: DateOrder) -> Option<NaiveDate> {
    let text = text.trim();
    // `2026-12-31T00:00:00` and `31.12.2026 0:00`: a colon is in a time only.
    let written = match text.find(':') {
        Some(colon) => {
            let before = text.get(..colon)?.trim_end_matches(|c: char| c.is_ascii_digit());
            before.trim_end_matches(['T', 't', ' '])
        }
        None => text,
    };
    let mut numbers = [0_i32; 3];
    let mut lengths = [0_usize; 3];
    let mut count = 0;
    for part in written.split(['.', '-', '/', ' ', '\u{a0}']).filter(|part| !part.is_empty()) {
        if count == 1
            && let Some(month) = month_name(part)
        {
            (numbers[1], lengths[1], count) = (month, 0, 2);
            continue;
        }
        if count == 3 || part.len() > 4 || !part.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        numbers[count] = part.parse().ok()?;
        lengths[count] = part.len();
        count += 1;
    }
    if count != 3 {
        return None;
    }
    let [a, b, c] = numbers;
    let (year, month, day) = if lengths[0] == 4 {
        (a, b, c)
    } else {
        let year = match lengths[2] {
            4 => c,
            2 => 2000 + c,
            _ => return None,
        };
        if order == DateOrder::MonthFirst && written.contains('/') { (year, a, b) } else { (year, b, a) }
    };
    // A typing slip of a millennium is no validity.
    if !(1900..=2999).contains(&year) {
        return None;
    }
    NaiveDate::from_ymd_opt(year, u32::try_from(month).ok()?, u32::try_from(day).ok()?)
}

/// `23 Nov 2026`, as our own English files write it.
fn month_name(part: &str) -> Option<i32> {
    const NAMES: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let start = part.get(..3)?.to_ascii_lowercase();
    (1..).zip(NAMES).find(|(_, name)| *name == start).map(|(month, _)| month)
}

/// Whether a cell says that a key is always valid.
pub(super) fn is_unlimited(text: &str) -> bool {
    matches!(
        text.trim().to_lowercase().as_str(),
        "unlimited"
            | "no limit"
            | "never"
            | "forever"
            | "neomezeno"
            | "neomezená"
            | "neomezeně"
            | "bez omezení"
            | "nikdy"
            | "-"
            | "–"
            | "∞"
    )
}

/// A language by its name or code.
pub fn parse_language(text: &str) -> Option<Language> {
    Some(match text.trim().to_lowercase().as_str() {
        "en" | "eng" | "en-us" | "en-gb" | "english" | "anglicky" | "angličtina" | "anglictina" | "aj" => Language::En,
        "cs" | "cz" | "ces" | "cze" | "cs-cz" | "czech" | "čeština" | "cestina" | "česky" | "cesky" | "čj" => {
            Language::Cs
        }
        _ => return None,
    })
}

/// A User ID: `17`, `0017`, `0x11` or `17 (0x11)`.
pub fn parse_number(text: &str) -> Option<UserId> {
    let text = text.trim();
    let number = match text.split_once('(') {
        Some((decimal, hex)) => {
            let decimal: u32 = decimal.trim().parse().ok()?;
            let hex = hex.trim().strip_suffix(')')?.trim();
            if hexadecimal(hex)? != decimal {
                return None;
            }
            decimal
        }
        None => match hexadecimal(text) {
            Some(number) => number,
            None if text.bytes().all(|b| b.is_ascii_digit()) => text.parse().ok()?,
            None => return None,
        },
    };
    UserId::new(number)
}

fn hexadecimal(text: &str) -> Option<u32> {
    let digits = text.strip_prefix("0x").or_else(|| text.strip_prefix("0X"))?;
    // `from_str_radix` would take a sign.
    if digits.starts_with('+') { None } else { u32::from_str_radix(digits, 16).ok() }
}
