//! Months, days and time zones, against arithmetic written another way.

use chrono::{DateTime, Datelike, Duration, NaiveDate, NaiveDateTime, Timelike, Utc};
use mobileaccess_domain::schedule::{code_expiry, local_day, local_time, validity};
use proptest::prelude::*;

const ZONES: [&str; 8] = [
    "Europe/Prague",
    "America/New_York",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "America/Santiago",
    "Pacific/Kiritimati",
    "Africa/Casablanca",
    "UTC",
];

fn days_in_month(year: i32, month: u32) -> u32 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 400 == 0 || (year % 4 == 0 && year % 100 != 0) => 29,
        2 => 28,
        _ => 31,
    }
}

/// The first instant at which a clock in this zone shows this time, by asking the clock at every offset there is.
fn first_instant(local: NaiveDateTime, zone: &str) -> Option<DateTime<Utc>> {
    (-14 * 4..=14 * 4)
        .map(|quarters| local.and_utc() + Duration::minutes(15 * quarters))
        .filter(|at| local_time(*at, zone) == local)
        .min()
}

fn instants() -> impl Strategy<Value = DateTime<Utc>> {
    // 2020 to 2035, to the second.
    (1_577_836_800_i64..2_051_222_400).prop_map(|seconds| DateTime::from_timestamp(seconds, 0).unwrap())
}

/// Instants near the changes of clocks, which random ones rarely hit.
fn tricky_instants() -> impl Strategy<Value = DateTime<Utc>> {
    let days = prop_oneof![
        Just((2, 26)),
        Just((3, 1)),
        Just((4, 1)),
        Just((8, 5)),
        Just((9, 26)),
        Just((1, 28)),
        Just((12, 29))
    ];
    (2024..2032_i32, days, 0..5_i64, 0..24 * 60_i64).prop_map(|(year, (month, day), later, minute)| {
        let date = NaiveDate::from_ymd_opt(year, month, day).unwrap();
        date.and_time(chrono::NaiveTime::MIN).and_utc() + Duration::days(later) + Duration::minutes(minute)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_code_ends_on_the_same_day_and_minute_of_the_next_month(
        at in prop_oneof![instants(), tricky_instants()],
        zone in prop::sample::select(ZONES.as_slice()),
    ) {
        let made = local_time(at, zone);
        let (year, month) = if made.month() == 12 { (made.year() + 1, 1) } else { (made.year(), made.month() + 1) };
        let day = made.day().min(days_in_month(year, month));
        let wanted = NaiveDate::from_ymd_opt(year, month, day).unwrap().and_time(made.time());
        let ends = code_expiry(at, zone);
        match first_instant(wanted, zone) {
            Some(expected) => {
                prop_assert_eq!(ends, expected);
                prop_assert_eq!(local_time(ends, zone), wanted);
            }
            None => {
                // The clocks jumped over it: the same minute, an hour later on the clock.
                prop_assert_eq!(local_time(ends, zone), wanted + Duration::hours(1));
            }
        }
        let length = ends - at;
        prop_assert!(length > Duration::days(27) && length < Duration::days(32), "{}", length);
    }

    #[test]
    fn a_key_is_valid_in_exactly_its_local_days(
        at in prop_oneof![instants(), tricky_instants()],
        zone in prop::sample::select(ZONES.as_slice()),
        before in 0..40_i64,
        after in 0..40_i64,
    ) {
        let today = local_day(at, zone);
        let (from, to) = (today - Duration::days(before), today + Duration::days(after));
        let (starts, ends) = validity(from, Some(to), zone);
        let ends = ends.unwrap();
        prop_assert!(starts <= at && at < ends, "today is one of the days");
        prop_assert_eq!(local_day(starts, zone), from);
        prop_assert!(local_day(starts - Duration::seconds(1), zone) < from);
        prop_assert_eq!(local_day(ends - Duration::seconds(1), zone), to);
        prop_assert!(local_day(ends, zone) > to);
        prop_assert_eq!(validity(from, None, zone), (starts, None));
    }
}

#[test]
fn a_code_of_the_last_of_january_ends_with_february() {
    for (made, ends) in [
        ("2021-01-31T11:00:00Z", "2021-02-28T11:00:00Z"),
        ("2024-01-31T11:00:00Z", "2024-02-29T11:00:00Z"),
        ("2024-01-29T11:00:00Z", "2024-02-29T11:00:00Z"),
        ("2100-01-31T11:00:00Z", "2100-02-28T11:00:00Z"),
        ("2021-02-28T11:00:00Z", "2021-03-28T10:00:00Z"),
    ] {
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        assert_eq!(code_expiry(at(made), "Europe/Prague"), at(ends), "made at {made}");
    }
}

#[test]
fn a_zone_nobody_knows_is_utc_and_the_last_day_of_the_calendar_is_no_trap() {
    let at: DateTime<Utc> = "2021-01-31T11:22:33Z".parse().unwrap();
    assert_eq!(code_expiry(at, "Mars/Olympus").hour(), 11);
    let (_, end) = validity(NaiveDate::MIN, Some(NaiveDate::MAX), "Europe/Prague");
    assert_eq!(end, None);
}
