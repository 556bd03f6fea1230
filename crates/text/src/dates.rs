use chrono::{Datelike, NaiveDate, NaiveDateTime, Timelike};
use mobileaccess_domain::Language;

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// A day as people write it: `23 Nov 2026` in English, `23. 11. 2026` (with non-breaking spaces) in Czech.
pub fn date(language: Language, day: NaiveDate) -> String {
    match language {
        Language::En => {
            let month = MONTHS.get(day.month0() as usize).copied().unwrap_or_default();
            format!("{} {month} {}", day.day(), day.year())
        }
        Language::Cs => format!("{}.\u{a0}{}.\u{a0}{}", day.day(), day.month(), day.year()),
    }
}

/// A moment in local time, to the minute: `23 Nov 2026 21:24` in English, `23. 11. 2026 21:24` in Czech.
pub fn date_time(language: Language, at: NaiveDateTime) -> String {
    format!("{} {:02}:{:02}", date(language, at.date()), at.hour(), at.minute())
}
