//! Statements over random histories: whatever the period, the numbers are those of the ledger.

use chrono::{Days, Duration, NaiveDate};
use mobileaccess_domain::{
    Id,
    rows::{CreditClass, Customer, LedgerAccount, Transfer, TransferKind},
    statements::{Held, Side, Statement, statement},
};
use proptest::prelude::*;

use super::{Run, START, model::step};

const ZONE: &str = "Europe/Prague";

fn day(offset: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 10, 20).unwrap() + Days::new(offset)
}

/// The entries of a history, spread over the days around the end of summer time.
fn spread(run: &Run, gaps: &[u16]) -> Vec<Transfer> {
    let mut at = day(0).and_hms_opt(21, 30, 0).unwrap().and_utc();
    let mut entries = run.world.ledger.clone();
    for (entry, gap) in entries.iter_mut().zip(gaps.iter().cycle()) {
        at += Duration::minutes(i64::from(*gap));
        entry.at = at;
    }
    entries
}

/// What an account holds after these entries, counted in the plainest way.
fn fold(entries: &[Transfer], account: LedgerAccount) -> i64 {
    let of = |entry: &Transfer| {
        i64::from(entry.credit == account) * entry.amount - i64::from(entry.debit == account) * entry.amount
    };
    entries.iter().map(of).sum()
}

fn held(entries: &[Transfer], customer: Id<Customer>) -> Held {
    let of = |class| fold(entries, LedgerAccount::Customer(customer, class));
    Held { paid: of(CreditClass::Paid), trial: of(CreditClass::Trial) }
}

fn adds_up(statement: &Statement<'_>) -> Result<(), TestCaseError> {
    let mut balance = statement.opening;
    for line in &statement.lines {
        balance = Held { paid: balance.paid + line.change.paid, trial: balance.trial + line.change.trial };
        prop_assert_eq!(line.after, balance, "the balance after each line");
        prop_assert!(balance.paid >= 0 && balance.trial >= 0, "nobody ever owes credit");
        let one_class = line.change.paid == 0 || line.change.trial == 0;
        prop_assert!(one_class, "paid and trial credit stay apart");
    }
    prop_assert_eq!(statement.closing, balance);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_statement_of_any_period_agrees_with_the_ledger(
        steps in proptest::collection::vec(step(), 1..24),
        gaps in proptest::collection::vec(0..2_000_u16, 8),
        cuts in proptest::collection::btree_set(0..30_u64, 1..4),
    ) {
        let mut run = START.with(Clone::clone);
        for step in steps {
            run.take(step)?;
        }
        let entries = spread(&run, &gaps);
        let mut sides = vec![Side::Distributor];
        sides.extend(run.customers.iter().copied().map(Side::Customer));
        for side in sides {
            let last = day(10_000);
            let whole = statement(&entries, side, (day(0), last), ZONE);
            adds_up(&whole)?;
            prop_assert_eq!(whole.opening, Held::default());
            let now = match side {
                Side::Customer(id) => held(&entries, id),
                Side::Distributor => Held { paid: fold(&entries, LedgerAccount::Distributor), trial: 0 },
            };
            prop_assert_eq!(whole.closing, now, "a statement of everything ends with the balance there is");

            // Any cut into periods: each begins with what the one before ended with, and no movement is lost or told twice.
            let mut from = day(0);
            let mut parts = Vec::new();
            for cut in &cuts {
                parts.push(statement(&entries, side, (from, day(*cut)), ZONE));
                from = day(*cut + 1);
            }
            parts.push(statement(&entries, side, (from, last), ZONE));
            for part in &parts {
                adds_up(part)?;
            }
            for pair in parts.windows(2) {
                prop_assert_eq!(pair[0].closing, pair[1].opening, "periods follow one another");
            }
            let told: Vec<_> = parts.iter().flat_map(|part| &part.lines).map(|line| line.transfer.id).collect();
            let all: Vec<_> = whole.lines.iter().map(|line| line.transfer.id).collect();
            prop_assert_eq!(told, all);

            if side == Side::Distributor {
                let free: i64 = whole.lines.iter().map(|line| line.free).sum();
                let given: i64 =
                    entries.iter().filter(|entry| entry.kind == TransferKind::Trial).map(|entry| entry.amount).sum();
                prop_assert_eq!(free, given, "the distributor sees every free credit");
                let trial = whole.sum(&[TransferKind::Trial]);
                prop_assert_eq!(trial, Held::default(), "and none of them changes what it has");
            }
        }
    }
}

#[test]
fn a_period_is_whole_days_of_the_place_it_is_about() {
    let mut run = START.with(Clone::clone);
    run.world.sell(10);
    run.world.sell(5);
    let mut entries = run.world.ledger.clone();
    // Half past midnight of the 21st in Prague is still the 20th in Greenwich.
    entries[0].at = "2026-10-20T21:30:00Z".parse().unwrap();
    entries[1].at = "2026-10-20T22:30:00Z".parse().unwrap();
    let on = |offset| statement(&entries, Side::Distributor, (day(offset), day(offset)), ZONE);
    assert_eq!((on(0).opening.paid, on(0).closing.paid), (0, 10));
    assert_eq!((on(1).opening.paid, on(1).closing.paid), (10, 15));
    let greenwich = statement(&entries, Side::Distributor, (day(0), day(0)), "UTC");
    assert_eq!(greenwich.closing.paid, 15);
}

#[test]
fn what_a_computer_takes_to_a_site_stays_its_customers() {
    let mut run = START.with(Clone::clone);
    run.world.sell(10);
    let customer = Id::new(uuid::Uuid::from_u128(7));
    let computer = uuid::Uuid::from_u128(8);
    let entry = |debit, credit, amount| Transfer { debit, credit, amount, ..run.world.ledger[0].clone() };
    let paid = LedgerAccount::Customer(customer, CreditClass::Paid);
    let lease = LedgerAccount::Lease(computer, customer, CreditClass::Paid);
    let entries = [
        entry(LedgerAccount::Distributor, paid, 8),
        entry(paid, lease, 3),
        entry(lease, LedgerAccount::Spent(customer, CreditClass::Paid), 1),
    ];
    let beginning = NaiveDate::from_ymd_opt(2000, 1, 1).unwrap();
    let whole = statement(&entries, Side::Customer(customer), (beginning, day(0)), ZONE);
    let changes: Vec<i64> = whole.lines.iter().map(|line| line.change.paid).collect();
    assert_eq!(changes, [8, -1], "moving it to a computer is no movement of credit");
    assert_eq!(whole.closing, Held { paid: 7, trial: 0 });
}
