//! The local half of sync: what is only hoped for can be taken back, and what waits is decided anew.

use std::collections::BTreeMap;

use mobileaccess_domain::keys::DeleteKey;
use mobileaccess_domain::rows::{KeyStatus, LedgerAccount, Transfer};
use mobileaccess_domain::{Change, Effects, Id, Mutation, Refusal, UserId};
use mobileaccess_store::pull::{Applied, GoneRow, Pull, PulledKind, PulledRow, SyncState};
use mobileaccess_store::sqlite::{before_images, credit, customers, keys, mutations, pulled, sync, users};
use mobileaccess_store::{Authority, Request, Store, Who};
use mobileaccess_wire::sync::{Outcome, Scope, ScopeMark, ScopeSum, Standing, canonical};
use serde::Serialize;
use uuid::Uuid;

use crate::support::{Computer, issue_key, noon};

/// What a cloud would hold, as far as a pull shows it.
#[derive(Default)]
struct Rows {
    rows: Vec<PulledRow>,
}

impl Rows {
    fn put(&mut self, scope: Scope, noun: &str, id: Uuid, row: &impl Serialize, kind: PulledKind) {
        self.rows.retain(|row| row.id != id);
        let text = canonical(&serde_json::to_value(row).unwrap());
        let hash = ScopeSum::hash(noun, text.as_bytes());
        self.rows.push(PulledRow { scope, noun: noun.to_owned(), id, hash, kind });
    }

    fn change(&mut self, scope: Scope, change: &Change) {
        let (noun, id) = pulled::subject(change);
        let row = serde_json::to_value(change).unwrap()["row"].take();
        self.put(scope, noun, id, &row, PulledKind::Row(change.clone()));
    }

    fn transfer(&mut self, scope: Scope, entry: &Transfer) {
        self.put(scope, "transfer", entry.id.uuid(), entry, PulledKind::Transfer(entry.clone()));
    }

    fn effects(&mut self, scope: Scope, effects: &Effects) {
        effects.changes.iter().for_each(|change| self.change(scope, change));
        effects.transfers.iter().for_each(|entry| self.transfer(scope, entry));
    }

    fn marks(&self) -> BTreeMap<Scope, ScopeMark> {
        let mut sums: BTreeMap<Scope, (u64, ScopeSum)> = BTreeMap::new();
        for row in &self.rows {
            let (count, sum) = sums.entry(row.scope).or_default();
            *count += 1;
            sum.add(&row.hash);
        }
        sums.into_iter()
            .map(|(scope, (count, sum))| (scope, ScopeMark { revision: 7, count, hash: sum.to_string() }))
            .collect()
    }

    /// A pull of some of the rows.
    fn pull(&self, added: &[Scope], rows: impl Fn(&PulledRow) -> bool) -> Pull {
        Pull {
            added: added.to_vec(),
            dropped: Vec::new(),
            rows: self.rows.iter().filter(|row| rows(row)).cloned().collect(),
            gone: Vec::new(),
            outcomes: Vec::new(),
            scopes: self.marks(),
            at: noon(),
            standing: Standing::Good,
        }
    }
}

/// A laptop whose store was moved to a cloud that holds the same.
struct Replica {
    laptop: Computer,
    cloud: Rows,
    customer: Id<mobileaccess_domain::rows::Customer>,
    scope: Scope,
}

async fn replica(credit: i64) -> Replica {
    let mut laptop = Computer::set_up().await;
    let customer = laptop.customer("Alfa0001", credit).await;
    let mut cloud = Rows::default();
    let scope = Scope::Customer(customer);
    {
        let mut connection = laptop.store.read().await.unwrap();
        let distributor =
            mobileaccess_store::sqlite::distributors::get(&mut connection, laptop.distributor).await.unwrap().unwrap();
        cloud.change(Scope::Tenant(laptop.distributor), &Change::Distributor(distributor));
        for account in
            mobileaccess_store::sqlite::accounts::of_distributor(&mut connection, laptop.distributor).await.unwrap()
        {
            cloud.change(Scope::Office(laptop.distributor), &Change::Account(account));
        }
        let row = customers::get(&mut connection, customer).await.unwrap().unwrap();
        cloud.change(scope, &Change::Customer(row));
        for entry in credit::chain(&mut connection, laptop.distributor).await.unwrap() {
            let concerns = entry.debit.customer().or(entry.credit.customer());
            let scope = concerns.map_or(Scope::Ledger(laptop.distributor), Scope::Customer);
            cloud.transfer(scope, &entry);
        }
    }
    let mut write = laptop.store.begin().await.unwrap();
    let head = sync::chain_place(write.connection(), None).await.unwrap().seq;
    let state = SyncState {
        address: "https://cloud.example".into(),
        certificate: None,
        replica_id: Id::new(Uuid::from_u128(77)),
        history_id: Uuid::from_u128(1),
        distributor_id: laptop.distributor,
        account_id: laptop.admin,
        private_key: Some([7; 32]),
        base_seq: head,
        sent_seq: head,
        acked_seq: head,
        last_contact: None,
        standing: Standing::Good,
        fresh: true,
    };
    sync::put_state(write.connection(), &state).await.unwrap();
    write.commit().await.unwrap();
    let all: Vec<Scope> = cloud.marks().into_keys().collect();
    let applied = laptop.store.apply_pull(&cloud.pull(&all, |_| true)).await.unwrap();
    assert_eq!(applied, Applied::Done { refused_here: vec![], refused: vec![], differing: vec![] });
    assert_eq!(laptop.store.check().await.unwrap(), Vec::<String>::new());
    Replica { laptop, cloud, customer, scope }
}

impl Replica {
    async fn hope(&self, mutation: &Mutation, id: u128) -> Effects {
        let request = Request {
            mutation_id: Uuid::from_u128(id),
            mutation,
            who: Who::Account(self.laptop.admin),
            at: noon() + chrono::Duration::hours(1),
            // What the store is, not what is asked for, says who has the last word.
            authority: Authority::Here,
        };
        self.laptop.store.transact(request).await.unwrap().unwrap().effects
    }

    async fn outcome(&self, id: u128, refusal: Option<Refusal>) -> Outcome {
        let mut connection = self.laptop.store.read().await.unwrap();
        let known = mutations::with_id(&mut connection, Uuid::from_u128(id)).await.unwrap().unwrap();
        Outcome { seq: known.seq, id: known.id, refusal }
    }

    async fn waiting(&self) -> Vec<u128> {
        let mut connection = self.laptop.store.read().await.unwrap();
        mutations::pending(&mut connection).await.unwrap().iter().map(|waiting| waiting.id.as_u128()).collect()
    }

    async fn sound(&self) {
        assert_eq!(self.laptop.store.check().await.unwrap(), Vec::<String>::new());
        let mut connection = self.laptop.store.read().await.unwrap();
        let sums = sync::sums(&mut connection).await.unwrap();
        let expected: BTreeMap<_, _> =
            self.cloud.marks().into_iter().map(|(scope, mark)| (scope, (mark.count, mark.hash))).collect();
        assert_eq!(sums, expected);
    }
}

#[tokio::test]
async fn a_pull_takes_back_what_was_hoped_for_and_decides_it_anew() {
    let mut replica = replica(1).await;
    let (first, petr) = issue_key(replica.customer, ("Petr", "Žižka"), 1);
    let (second, eva) = issue_key(replica.customer, ("Eva", "Žižková"), 2);
    let petrs = replica.hope(&first, 1).await;
    replica.hope(&second, 2).await;
    replica.hope(&DeleteKey { key_id: petr.key }.into(), 3).await;
    {
        let mut connection = replica.laptop.store.read().await.unwrap();
        assert!(before_images::count(&mut connection).await.unwrap() >= 8);
        assert_eq!(keys::get(&mut connection, petr.key).await.unwrap().unwrap().status, KeyStatus::DeletedByAdmin);
    }
    assert_eq!(replica.waiting().await, [1, 2, 3]);
    let lowest = async |store: &Store| store.next_free_number(replica.customer, UserId::FIRST).await.unwrap();
    assert_eq!(lowest(&replica.laptop.store).await, UserId::new(3));

    // The cloud accepted Petr's key as it was made, and in the meantime deleted the customer, so that
    // Eva's is refused when it is decided anew.
    replica.cloud.effects(replica.scope, &petrs);
    let mut customer = {
        let mut connection = replica.laptop.store.read().await.unwrap();
        customers::get(&mut connection, replica.customer).await.unwrap().unwrap()
    };
    customer.deleted_at = Some(noon());
    replica.cloud.change(replica.scope, &Change::Customer(customer));
    let ids: Vec<Uuid> = petrs.changes.iter().map(|change| pulled::subject(change).1).collect();
    let transfers: Vec<Uuid> = petrs.transfers.iter().map(|entry| entry.id.uuid()).collect();
    let outcomes = vec![replica.outcome(1, None).await];
    let pull = Pull {
        outcomes,
        ..replica
            .cloud
            .pull(&[], |row| ids.contains(&row.id) || transfers.contains(&row.id) || row.id == replica.customer.uuid())
    };
    let Applied::Done { refused_here, .. } = replica.laptop.store.apply_pull(&pull).await.unwrap() else { panic!() };
    assert_eq!(refused_here.len(), 2, "Eva's key and the deletion");
    assert_eq!(lowest(&replica.laptop.store).await, UserId::new(2), "hers is free again");
    assert!(refused_here.iter().all(|(_, refusal)| *refusal == Refusal::CustomerDeleted), "{refused_here:?}");
    {
        let mut connection = replica.laptop.store.read().await.unwrap();
        assert_eq!(keys::get(&mut connection, petr.key).await.unwrap().unwrap().status, KeyStatus::Waiting);
        assert!(users::get(&mut connection, eva.user).await.unwrap().is_none(), "no half of Eva stays");
        assert_eq!(before_images::count(&mut connection).await.unwrap(), 0);
    }
    assert_eq!(replica.waiting().await, [2, 3], "the cloud has the last word");
    replica.sound().await;

    // The cloud refuses both; nothing is left to hope for.
    let refusal = Some(Refusal::CustomerDeleted);
    let outcomes = vec![replica.outcome(2, refusal.clone()).await, replica.outcome(3, refusal.clone()).await];
    let pull = Pull { outcomes, ..replica.cloud.pull(&[], |_| false) };
    let Applied::Done { refused, .. } = replica.laptop.store.apply_pull(&pull).await.unwrap() else { panic!() };
    assert_eq!(refused.len(), 2);
    assert_eq!(replica.waiting().await, [0_u128; 0]);
    {
        let mut connection = replica.laptop.store.read().await.unwrap();
        let eva = mutations::with_id(&mut connection, Uuid::from_u128(2)).await.unwrap().unwrap();
        assert_eq!(eva.refusal, refusal);
    }
    replica.sound().await;
    replica.laptop.lock().await;
}

#[tokio::test]
async fn an_optimistic_key_looks_like_any_other_until_it_is_settled() {
    let mut replica = replica(3).await;
    let (mutation, issued) = issue_key(replica.customer, ("Petr", "Žižka"), 1);
    let effects = replica.hope(&mutation, 1).await;
    // A pull that knows nothing of it yet: it is taken back and done again, and nothing is lost.
    let nothing = replica.cloud.pull(&[], |_| false);
    let same = Applied::Done { refused_here: vec![], refused: vec![], differing: vec![] };
    assert_eq!(replica.laptop.store.apply_pull(&nothing).await.unwrap(), same);
    {
        let mut connection = replica.laptop.store.read().await.unwrap();
        assert!(keys::get(&mut connection, issued.key).await.unwrap().is_some());
        let paid = LedgerAccount::Customer(replica.customer, mobileaccess_domain::rows::CreditClass::Paid);
        let balances = credit::balances_of_customer(&mut connection, replica.laptop.distributor, replica.customer);
        assert!(balances.await.unwrap().contains(&(paid, 2)), "spent once, not twice");
    }
    replica.cloud.effects(replica.scope, &effects);
    let ids: Vec<Uuid> = effects.changes.iter().map(|change| pulled::subject(change).1).collect();
    let transfer = effects.transfers[0].id.uuid();
    let outcomes = vec![replica.outcome(1, None).await];
    let pull = Pull { outcomes, ..replica.cloud.pull(&[], |row| ids.contains(&row.id) || row.id == transfer) };
    assert_eq!(replica.laptop.store.apply_pull(&pull).await.unwrap(), same);
    assert_eq!(replica.waiting().await, [0_u128; 0]);
    replica.sound().await;
    replica.laptop.lock().await;
}

#[tokio::test]
async fn scopes_come_go_and_are_taken_anew_once_when_they_differ() {
    let mut replica = replica(2).await;
    let (mutation, issued) = issue_key(replica.customer, ("Petr", "Žižka"), 1);
    let effects = replica.hope(&mutation, 1).await;
    replica.cloud.effects(replica.scope, &effects);
    // The acknowledgement comes, but a row of it was lost on the way: the sums say so.
    let user = issued.user.uuid();
    let outcomes = vec![replica.outcome(1, None).await];
    let ids: Vec<Uuid> = effects.changes.iter().map(|change| pulled::subject(change).1).collect();
    let transfer = effects.transfers[0].id.uuid();
    // The customer's row stands for what was lost, so that references hold.
    let lost = replica.customer.uuid();
    let pull = Pull {
        outcomes,
        ..replica.cloud.pull(&[], |row| row.id != lost && (ids.contains(&row.id) || row.id == transfer))
    };
    let Applied::Done { differing, .. } = replica.laptop.store.apply_pull(&pull).await.unwrap() else { panic!() };
    assert_eq!(differing, [replica.scope]);
    {
        let mut connection = replica.laptop.store.read().await.unwrap();
        let cursors = sync::cursors(&mut connection).await.unwrap();
        assert!(!cursors.contains_key(&replica.scope), "it is asked for as a whole");
        assert_eq!(cursors.len(), 3);
    }
    let scope = replica.scope;
    let pull = replica.cloud.pull(&[scope], |row| row.scope == scope);
    let same = Applied::Done { refused_here: vec![], refused: vec![], differing: vec![] };
    assert_eq!(replica.laptop.store.apply_pull(&pull).await.unwrap(), same);
    replica.sound().await;

    // A row leaves, then the whole customer is somebody else's.
    replica.cloud.rows.retain(|row| row.noun != "code");
    let gone = effects.changes.iter().filter(|change| matches!(change, Change::Code(_)));
    let gone = gone.map(|code| GoneRow { scope, noun: "code".into(), id: pulled::subject(code).1 }).collect();
    let pull = Pull { gone, ..replica.cloud.pull(&[], |_| false) };
    assert_eq!(replica.laptop.store.apply_pull(&pull).await.unwrap(), same);
    replica.sound().await;
    replica.cloud.rows.retain(|row| row.scope != scope);
    let pull = Pull { dropped: vec![scope], ..replica.cloud.pull(&[], |_| false) };
    assert_eq!(replica.laptop.store.apply_pull(&pull).await.unwrap(), same);
    {
        let mut connection = replica.laptop.store.read().await.unwrap();
        assert!(users::get(&mut connection, Id::new(user)).await.unwrap().is_none());
        assert!(customers::get(&mut connection, replica.customer).await.unwrap().is_none());
    }
    replica.sound().await;
    replica.laptop.lock().await;
}

#[tokio::test]
async fn a_store_that_was_rewound_or_copied_notices_before_anything_is_changed() {
    let replica = replica(2).await;
    let (mutation, _) = issue_key(replica.customer, ("Petr", "Žižka"), 1);
    replica.hope(&mutation, 1).await;
    let own = replica.outcome(1, None).await;
    for outcomes in [
        vec![Outcome { id: Uuid::from_u128(9), ..own.clone() }],
        vec![own.clone(), Outcome { seq: own.seq + 1, id: Uuid::from_u128(9), refusal: None }],
    ] {
        let pull = Pull { outcomes, ..replica.cloud.pull(&[], |_| false) };
        assert_eq!(replica.laptop.store.apply_pull(&pull).await.unwrap(), Applied::Rewound);
    }
    assert_eq!(replica.waiting().await, [1]);
    replica.sound().await;
    replica.laptop.lock().await;
}

#[tokio::test]
async fn an_answer_to_an_old_question_changes_nothing() {
    let mut replica = replica(2).await;
    let asked = {
        let mut connection = replica.laptop.store.read().await.unwrap();
        sync::asked(&mut connection).await.unwrap().unwrap()
    };
    let old = replica.cloud.pull(&[], |_| false);
    let (mutation, _) = issue_key(replica.customer, ("Petr", "Žižka"), 1);
    let effects = replica.hope(&mutation, 1).await;
    let before: Vec<PulledRow> = replica.cloud.rows.clone();
    replica.cloud.effects(replica.scope, &effects);
    let outcomes = vec![replica.outcome(1, None).await];
    let new = replica.cloud.pull(&[], |row| !before.contains(row));
    // Two programs asked at the same time; the one that was answered later comes first.
    let store = &replica.laptop.store;
    let applied = store.apply_pull_since(&Pull { outcomes, ..new }, &asked).await.unwrap();
    assert_eq!(applied, Applied::Done { refused_here: vec![], refused: vec![], differing: vec![] });
    assert_eq!(store.apply_pull_since(&old, &asked).await.unwrap(), Applied::Overtaken);
    replica.sound().await;
    replica.laptop.lock().await;
}

#[tokio::test]
async fn a_pull_that_is_written_while_it_comes_ends_as_one_that_came_as_a_whole() {
    let mut replica = replica(3).await;
    let (first, petr) = issue_key(replica.customer, ("Petr", "Žižka"), 1);
    let (second, eva) = issue_key(replica.customer, ("Eva", "Žižková"), 2);
    let petrs = replica.hope(&first, 1).await;
    let evas = replica.hope(&second, 2).await;
    let before: Vec<PulledRow> = replica.cloud.rows.clone();
    replica.cloud.effects(replica.scope, &petrs);
    let early: Vec<PulledRow> = replica.cloud.rows.iter().filter(|row| !before.contains(row)).cloned().collect();
    // Before the end comes, somebody has changed Petr's name and given his code away.
    let mut user = petrs.changes.iter().find_map(|change| match change {
        Change::User(user) => Some(user.clone()),
        _ => None,
    });
    user.as_mut().unwrap().last_name = "Žižkovský".to_owned();
    replica.cloud.change(replica.scope, &Change::User(user.unwrap()));
    let code = replica.cloud.rows.iter().find(|row| row.noun == "code").unwrap().id;
    replica.cloud.rows.retain(|row| row.id != code);
    let outcomes = vec![replica.outcome(1, None).await];
    let gone = vec![GoneRow { scope: replica.scope, noun: "code".into(), id: code }];
    let pull = Pull { outcomes, gone, ..replica.cloud.pull(&[], |row| !before.contains(row)) };

    let store = replica.laptop.store.clone();
    let asked = sync::asked(&mut store.read().await.unwrap()).await.unwrap().unwrap();
    let mut ahead = store.apply_ahead(&asked).await.unwrap().unwrap();
    ahead.rows(&early.iter().collect::<Vec<_>>()).await.unwrap();
    ahead.give_up().await.unwrap();
    assert_eq!(replica.waiting().await, [1, 2], "what is given up leaves nothing");

    let mut ahead = store.apply_ahead(&asked).await.unwrap().unwrap();
    ahead.rows(&early.iter().collect::<Vec<_>>()).await.unwrap();
    assert_eq!(replica.waiting().await, [1, 2], "nobody sees it before the end");
    let done = Applied::Done { refused_here: vec![], refused: vec![], differing: vec![] };
    assert_eq!(ahead.finish(&pull).await.unwrap(), Some(done.clone()));
    assert_eq!(replica.waiting().await, [2]);
    {
        let mut connection = store.read().await.unwrap();
        let petr = users::get(&mut connection, petr.user).await.unwrap().unwrap();
        assert_eq!(petr.last_name, "Žižkovský", "the later row is right");
        assert!(keys::get(&mut connection, eva.key).await.unwrap().is_some(), "Eva's key is hoped for again");
    }
    replica.sound().await;

    // Whoever asked before this is too late.
    assert!(store.apply_ahead(&asked).await.unwrap().is_none());

    // In the middle the customer turns out to be somebody else's: nothing of it is kept, and the whole says so.
    replica.cloud.effects(replica.scope, &evas);
    let asked = sync::asked(&mut store.read().await.unwrap()).await.unwrap().unwrap();
    let early: Vec<PulledRow> = replica.cloud.rows.iter().filter(|row| row.noun == "user").cloned().collect();
    let mut ahead = store.apply_ahead(&asked).await.unwrap().unwrap();
    ahead.rows(&early.iter().collect::<Vec<_>>()).await.unwrap();
    let scope = replica.scope;
    replica.cloud.rows.retain(|row| row.scope != scope);
    let outcomes = vec![replica.outcome(2, Some(Refusal::NotAllowed)).await];
    let pull = Pull { outcomes, dropped: vec![scope], ..replica.cloud.pull(&[], |_| false) };
    assert_eq!(ahead.finish(&pull).await.unwrap(), None);
    assert_eq!(replica.waiting().await, [2]);
    assert!(matches!(store.apply_pull_since(&pull, &asked).await.unwrap(), Applied::Done { .. }));
    replica.sound().await;
    replica.laptop.lock().await;
}

#[tokio::test]
async fn the_first_pull_of_all_can_be_written_while_it_comes() {
    let replica = replica(3).await;
    let mut connection = replica.laptop.store.begin().await.unwrap();
    let state = sync::state(connection.connection()).await.unwrap().unwrap();
    sync::put_state(connection.connection(), &SyncState { fresh: true, ..state }).await.unwrap();
    connection.commit().await.unwrap();
    let (mutation, _) = issue_key(replica.customer, ("Petr", "Žižka"), 1);
    replica.hope(&mutation, 1).await;

    let store = replica.laptop.store.clone();
    let asked = sync::asked(&mut store.read().await.unwrap()).await.unwrap().unwrap();
    let all: Vec<Scope> = replica.cloud.marks().into_keys().collect();
    let pull = replica.cloud.pull(&all, |_| true);
    let mut ahead = store.apply_ahead(&asked).await.unwrap().unwrap();
    for rows in pull.rows.chunks(2) {
        ahead.rows(&rows.iter().collect::<Vec<_>>()).await.unwrap();
    }
    let done = Applied::Done { refused_here: vec![], refused: vec![], differing: vec![] };
    assert_eq!(ahead.finish(&pull).await.unwrap(), Some(done));
    assert_eq!(replica.waiting().await, [1]);
    replica.sound().await;
    replica.laptop.lock().await;
}

#[tokio::test]
async fn what_a_restored_cloud_forgot_waits_once_more() {
    let mut replica = replica(2).await;
    let before: Vec<PulledRow> = replica.cloud.rows.clone();
    let (mutation, petr) = issue_key(replica.customer, ("Petr", "Žižka"), 1);
    let effects = replica.hope(&mutation, 1).await;
    replica.cloud.effects(replica.scope, &effects);
    let outcome = replica.outcome(1, None).await;
    let pull = Pull {
        outcomes: vec![outcome.clone()],
        ..replica.cloud.pull(&[], |row| !before.iter().any(|known| known.id == row.id))
    };
    replica.laptop.store.apply_pull(&pull).await.unwrap();
    assert_eq!(replica.waiting().await, [0_u128; 0]);

    // The cloud comes back from a backup without Petr.
    replica.cloud.rows = before;
    let mut write = replica.laptop.store.begin().await.unwrap();
    sync::follow(write.connection(), Uuid::from_u128(2)).await.unwrap();
    sync::reopen(write.connection(), outcome.seq).await.unwrap();
    write.commit().await.unwrap();
    assert_eq!(replica.waiting().await, [1]);
    let all: Vec<Scope> = replica.cloud.marks().into_keys().collect();
    replica.laptop.store.apply_pull(&replica.cloud.pull(&all, |_| true)).await.unwrap();
    {
        let mut connection = replica.laptop.store.read().await.unwrap();
        assert!(keys::get(&mut connection, petr.key).await.unwrap().is_some(), "he is hoped for again");
        let state = sync::state(&mut connection).await.unwrap().unwrap();
        assert_eq!((state.sent_seq, state.acked_seq), (outcome.seq - 1, outcome.seq - 1));
        let outbox = sync::outbox(&mut connection, state.sent_seq, 10).await.unwrap();
        assert_eq!(outbox.iter().map(|entry| entry.id.as_u128()).collect::<Vec<_>>(), [1]);
    }
    replica.sound().await;
    replica.laptop.lock().await;
}
