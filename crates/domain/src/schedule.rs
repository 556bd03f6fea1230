//! Calendar arithmetic in the customer's time zone. Times stay UTC; days are local.

use chrono::{DateTime, Days, Duration, Months, NaiveDate, NaiveDateTime, TimeZone, Utc};
use chrono_tz::Tz;

/// The zone of this IANA name; UTC if there is no such zone (the rules refuse such names when they are entered).
fn zone(name: &str) -> Tz {
    name.parse().unwrap_or(Tz::UTC)
}

/// A local time as an instant. A time that happens twice (autumn) is the first; one that never happens (spring) is moved
/// on by an hour, or by as many as were skipped.
fn instant(zone: Tz, local: NaiveDateTime) -> DateTime<Utc> {
    (0..=24)
        .filter_map(|hours| local.checked_add_signed(Duration::hours(hours)))
        .find_map(|local| zone.from_local_datetime(&local).earliest())
        .map_or_else(|| local.and_utc(), |time| time.with_timezone(&Utc))
}

/// When an activation code made at `at` stops working: one calendar month later at the same local time, on the last day
/// of the month where there is no such day (31 January -> 28 or 29 February). Manual, chapter 4.3.3.
pub fn code_expiry(at: DateTime<Utc>, time_zone: &str) -> DateTime<Utc> {
    let zone = zone(time_zone);
    let local = at.with_timezone(&zone).naive_local();
    let next = local.checked_add_months(Months::new(1)).unwrap_or(local);
    instant(zone, next)
}

/// The local day at an instant.
pub fn local_day(at: DateTime<Utc>, time_zone: &str) -> NaiveDate {
    at.with_timezone(&zone(time_zone)).date_naive()
}

/// The local wall-clock time at an instant.
pub fn local_time(at: DateTime<Utc>, time_zone: &str) -> NaiveDateTime {
    at.with_timezone(&zone(time_zone)).naive_local()
}

/// The half-open span of instants in which a key with these local days is valid: `from` at 00:00 to the end of `to`.
pub fn validity(from: NaiveDate, to: Option<NaiveDate>, time_zone: &str) -> (DateTime<Utc>, Option<DateTime<Utc>>) {
    let zone = zone(time_zone);
    let start = |day: NaiveDate| instant(zone, day.and_time(chrono::NaiveTime::MIN));
    (start(from), to.and_then(|day| day.checked_add_days(Days::new(1))).map(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn a_code_lasts_one_calendar_month_to_the_minute() {
        // The manual's own figure: created 03/07/2021 21:24, valid to 04/07/2021 21:24, across the change to summer time.
        for (made, ends) in [
            ("2021-03-07T20:24:00Z", "2021-04-07T19:24:00Z"),
            ("2026-01-31T11:00:00Z", "2026-02-28T11:00:00Z"),
            ("2028-01-31T11:00:00Z", "2028-02-29T11:00:00Z"),
            ("2026-12-31T22:59:00Z", "2027-01-31T22:59:00Z"),
            ("2026-11-23T19:40:31Z", "2026-12-23T19:40:31Z"),
            // 02:30 local does not happen on 29 March 2026: the hour that is skipped is added.
            ("2026-02-28T23:30:00Z", "2026-03-31T22:30:00Z"),
            ("2026-03-01T01:30:00Z", "2026-04-01T00:30:00Z"),
        ] {
            assert_eq!(code_expiry(at(made), "Europe/Prague"), at(ends), "a code made at {made}");
        }
        assert_eq!(code_expiry(at("2027-02-28T01:30:00Z"), "Europe/Prague"), at("2027-03-28T01:30:00Z"));
    }

    #[test]
    fn a_key_is_valid_from_midnight_to_the_end_of_its_last_day() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let (from, to) = validity(day("2026-03-29"), Some(day("2026-03-29")), "Europe/Prague");
        assert_eq!((from, to), (at("2026-03-28T23:00:00Z"), Some(at("2026-03-29T22:00:00Z"))), "a day of 23 hours");
        assert_eq!(validity(day("2026-01-01"), None, "Europe/Prague").1, None);
    }
}
