//! Every answer that the protocol knows, and what a replica makes of it.

use mobileaccess_domain::Id;
use mobileaccess_wire::sync::Outcome;

use super::*;

fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_780_000_000 + seconds, 0).unwrap()
}

fn token(until: i64) -> Token {
    Token { secret: Secret("secret".to_owned()), expires_at: at(until) }
}

fn local(sent: u64, acked: u64, head: u64) -> Local {
    Local {
        state: SyncState {
            address: "https://cloud.example".to_owned(),
            certificate: None,
            replica_id: Id::new(Uuid::from_u128(1)),
            history_id: Uuid::from_u128(10),
            distributor_id: Id::new(Uuid::from_u128(2)),
            account_id: Id::new(Uuid::from_u128(3)),
            private_key: None,
            base_seq: 4,
            sent_seq: sent,
            acked_seq: acked,
            last_contact: None,
            standing: Standing::Good,
            fresh: false,
        },
        head,
    }
}

fn done(last_seq: u64) -> Answer {
    Answer::Pushed(Pushed::Done { last_seq, outcomes: vec![Outcome { seq: last_seq, id: Uuid::nil(), refusal: None }] })
}

const PULLED: Answer = Answer::Pulled { standing: Standing::Good, differing: false };

fn error(code: &str) -> CloudError {
    CloudError { code: code.to_owned(), args: Default::default() }
}

/// A session that has a token and has looked for news.
fn settled() -> Session {
    let mut session = Session::with_token(token(3_600));
    assert_eq!(session.next(&local(5, 5, 5), at(0)), Step::Pull);
    session.answered(&local(5, 5, 5), PULLED, at(0), 0.0);
    session
}

#[test]
fn it_begins_with_a_token_then_sends_then_looks_then_rests() {
    let mut session = Session::new();
    assert_eq!(session.next(&local(5, 5, 7), at(0)), Step::Authenticate);
    let answer = Answer::Token { token: token(3_600), history: Uuid::from_u128(10), at: at(0) };
    assert_eq!(session.answered(&local(5, 5, 7), answer, at(0), 0.0), Effect::None);
    assert_eq!(session.next(&local(5, 5, 7), at(0)), Step::Push { after: 5 });
    assert_eq!(session.answered(&local(5, 5, 7), done(6), at(0), 0.0), Effect::Sent(6));
    assert_eq!(session.next(&local(6, 5, 7), at(0)), Step::Push { after: 6 }, "in batches");
    session.answered(&local(6, 5, 7), done(7), at(0), 0.0);
    assert_eq!(session.next(&local(7, 5, 7), at(0)), Step::Pull);
    session.answered(&local(7, 5, 7), PULLED, at(0), 0.0);
    assert_eq!(session.next(&local(7, 7, 7), at(0)), Step::Idle);
}

#[test]
fn what_was_decided_is_looked_for_even_after_a_crash_between_push_and_pull() {
    let session = Session { pull_wanted: false, ..Session::with_token(token(3_600)) };
    assert_eq!(session.next(&local(7, 5, 7), at(0)), Step::Pull);
    let mut fresh = local(4, 4, 4);
    fresh.state.fresh = true;
    assert_eq!(session.next(&fresh, at(0)), Step::Pull);
}

#[test]
fn a_poke_and_a_new_mutation_wake_it() {
    let mut session = settled();
    assert_eq!(session.next(&local(5, 5, 5), at(0)), Step::Idle);
    assert_eq!(session.next(&local(5, 5, 6), at(0)), Step::Push { after: 5 });
    session.poke();
    assert_eq!(session.next(&local(5, 5, 5), at(0)), Step::Pull);
}

#[test]
fn an_ending_token_is_renewed_and_one_that_is_refused_asked_for_once() {
    let mut session = settled();
    let answer = Answer::Token { token: token(3_600), history: Uuid::from_u128(10), at: at(0) };
    session.answered(&local(5, 5, 5), answer, at(0), 0.0);
    session.poke();
    assert_eq!(session.next(&local(5, 5, 5), at(3_571)), Step::Authenticate, "a little before its end");
    session.answered(&local(5, 5, 5), Answer::Failed(Failed::Unauthorized(error("token_expired"))), at(0), 0.0);
    assert_eq!(session.next(&local(5, 5, 5), at(0)), Step::Authenticate);
    let answer = Answer::Token { token: token(7_200), history: Uuid::from_u128(10), at: at(0) };
    session.answered(&local(5, 5, 5), answer, at(0), 0.0);
    session.answered(&local(5, 5, 5), Answer::Failed(Failed::Unauthorized(error("token_expired"))), at(0), 0.0);
    assert_eq!(session.next(&local(5, 5, 6), at(9)), Step::Idle, "not for ever");
    assert!(matches!(session.problem(), Some(Failed::Unauthorized(_))));
    session.ask();
    assert_eq!(session.next(&local(5, 5, 6), at(9)), Step::Authenticate, "a person may ask again");
}

#[test]
fn a_clock_that_is_a_year_off_ends_no_token_and_keeps_none_alive() {
    for year in [-31_536_000, 31_536_000] {
        let mut session = Session::new();
        let answer = Answer::Token { token: token(3_600), history: Uuid::from_u128(10), at: at(0) };
        session.answered(&local(5, 5, 5), answer, at(year), 0.0);
        assert_eq!(session.next(&local(5, 5, 5), at(year)), Step::Pull);
        assert_eq!(session.next(&local(5, 5, 5), at(year + 3_571)), Step::Authenticate);
    }
}

#[test]
fn only_a_missing_network_and_a_busy_cloud_are_waited_for() {
    let mut session = settled();
    session.poke();
    let here = local(5, 5, 5);
    for (failure, shortest, longest) in [(1, 500, 1_000), (2, 1_000, 2_000), (3, 2_000, 4_000)] {
        for (jitter, wait) in [(0.0, shortest), (1.0, longest)] {
            let mut again = Session { failures: failure - 1, ..settled() };
            again.answered(&here, Answer::Failed(Failed::NoNetwork), at(0), jitter);
            assert_eq!(again.next(&here, at(0)), Step::Wait { until: at(0) + Duration::milliseconds(wait) });
        }
    }
    let mut long = Session { failures: 40, ..settled() };
    long.answered(&here, Answer::Failed(Failed::NoNetwork), at(0), 1.0);
    assert_eq!(long.next(&here, at(0)), Step::Wait { until: at(60) }, "never longer than a minute");
    session.answered(&here, Answer::Failed(Failed::Busy { after: Some(20) }), at(0), 1.0);
    assert_eq!(session.next(&here, at(0)), Step::Wait { until: at(20) }, "as long as it asks for");
    assert_eq!(session.next(&here, at(20)), Step::Pull);
    session.answered(&here, Answer::Failed(Failed::Refused(error("protocol_too_old"))), at(20), 1.0);
    assert_eq!(session.next(&local(5, 5, 9), at(900)), Step::Idle, "the same would be answered the same");
}

#[test]
fn an_answer_ends_the_waiting() {
    let mut session = settled();
    session.poke();
    session.answered(&local(5, 5, 5), Answer::Failed(Failed::NoNetwork), at(0), 1.0);
    session.ask();
    assert_eq!(session.next(&local(5, 5, 5), at(0)), Step::Pull);
    session.answered(&local(5, 5, 5), PULLED, at(0), 0.0);
    assert_eq!((session.failures, session.problem()), (0, None));
}

#[test]
fn the_cloud_may_ask_for_what_it_lacks_but_never_for_what_was_before_enrolment() {
    let mut session = settled();
    let answer = |seq| Answer::Pushed(Pushed::ResendFrom { seq });
    assert_eq!(session.answered(&local(9, 9, 12), answer(7), at(0), 0.0), Effect::Reopen(7));
    assert_eq!(session.answered(&local(9, 9, 12), answer(2), at(0), 0.0), Effect::Reopen(5));
}

#[test]
fn a_copy_becomes_a_replica_of_its_own() {
    let mut session = settled();
    let common = ChainPlace { seq: 6, hash: "ab".to_owned() };
    let here = local(8, 8, 9);
    session.answered(&here, Answer::Pushed(Pushed::Forked { common: common.clone() }), at(0), 0.0);
    assert_eq!(session.next(&here, at(0)), Step::Fork { common });
    session.answered(&here, Answer::Forked { token: token(3_600) }, at(0), 0.0);
    assert_eq!(session.next(&local(6, 6, 9), at(0)), Step::Push { after: 6 }, "under its new id");
}

#[test]
fn a_store_that_was_rewound_is_a_copy_too() {
    let mut session = settled();
    session.answered(&local(8, 8, 8), Answer::Rewound, at(0), 0.0);
    let Step::Fork { common } = session.next(&local(8, 8, 8), at(0)) else { panic!("a fork") };
    assert_eq!(common.seq, 8);
}

#[test]
fn after_a_restore_the_places_are_compared_before_anything_is_pulled() {
    for answer in [
        Answer::HistoryChanged(Uuid::from_u128(11)),
        Answer::Pushed(Pushed::HistoryChanged { history_id: Uuid::from_u128(11) }),
        Answer::Token { token: token(3_600), history: Uuid::from_u128(11), at: at(0) },
    ] {
        let mut session = settled();
        let effect = session.answered(&local(8, 8, 8), answer, at(0), 0.0);
        assert_eq!(effect, Effect::Follow(Uuid::from_u128(11)));
        let mut here = local(8, 8, 8);
        here.state.history_id = Uuid::from_u128(11);
        assert_eq!(session.next(&here, at(0)), Step::Push { after: 8 }, "although nothing is new");
        let effect = session.answered(&here, Answer::Pushed(Pushed::ResendFrom { seq: 6 }), at(0), 0.0);
        assert_eq!(effect, Effect::Reopen(6));
        let mut reopened = local(5, 5, 8);
        reopened.state.history_id = Uuid::from_u128(11);
        assert_eq!(session.next(&reopened, at(0)), Step::Push { after: 5 });
        session.answered(&reopened, done(8), at(0), 0.0);
        assert_eq!(session.next(&local(8, 5, 8), at(0)), Step::Pull);
    }
}

#[test]
fn an_ended_computer_delivers_everything_and_is_wiped() {
    for standing in [Standing::Revoked, Standing::Lost] {
        let mut here = local(5, 5, 7);
        here.state.standing = standing;
        let mut session = Session::with_token(token(3_600));
        assert_eq!(session.next(&here, at(0)), Step::Push { after: 5 });
        let answer = match standing {
            Standing::Lost => Answer::Pushed(Pushed::Quarantined { last_seq: 7 }),
            _ => done(7),
        };
        assert_eq!(session.answered(&here, answer, at(0), 0.0), Effect::Sent(7));
        here.state.sent_seq = 7;
        assert_eq!(session.next(&here, at(0)), Step::Wipe);
    }
}

#[test]
fn a_computer_learns_by_its_push_that_it_was_declared_lost() {
    let mut session = settled();
    let here = local(5, 5, 7);
    let effect = session.answered(&here, Answer::Pushed(Pushed::Quarantined { last_seq: 7 }), at(0), 0.0);
    assert_eq!(effect, Effect::Standing(Standing::Lost), "and delivers once more, so that nothing is lost in between");
}

#[test]
fn an_account_that_ended_or_changed_its_password_still_delivers() {
    for standing in [Standing::AccountEnded, Standing::PasswordChanged] {
        let mut here = local(5, 5, 7);
        here.state.standing = standing;
        assert_eq!(Session::with_token(token(3_600)).next(&here, at(0)), Step::Push { after: 5 });
    }
}

#[test]
fn a_scope_that_differs_is_asked_for_again() {
    let mut session = Session::with_token(token(3_600));
    let here = local(5, 5, 5);
    session.answered(&here, Answer::Pulled { standing: Standing::Good, differing: true }, at(0), 0.0);
    assert_eq!(session.next(&here, at(0)), Step::Pull);
    session.answered(&here, PULLED, at(0), 0.0);
    assert_eq!(session.next(&here, at(0)), Step::Idle);
}
