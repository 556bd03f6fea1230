//! The local half of sync: what is only hoped for can be taken back, and what waits is decided anew.

use mobileaccess_domain::keys::DeleteKey;
use mobileaccess_domain::rows::KeyStatus;
use mobileaccess_domain::{Change, Refusal};
use mobileaccess_store::sqlite::{before_images, credit, keys, mutations, users};
use mobileaccess_store::{Authority, Pulled, Request, Who};
use uuid::Uuid;

use crate::support::{Computer, issue_key, noon};

#[tokio::test]
async fn a_pull_takes_back_what_was_hoped_for_and_decides_it_anew() {
    let mut laptop = Computer::set_up().await;
    let customer = laptop.customer("Alfa0001", 1).await;
    let admin = laptop.admin;
    let hoped = async |mutation, id: u128| {
        let request = Request {
            mutation_id: Uuid::from_u128(id),
            mutation: &mutation,
            who: Who::Account(admin),
            at: noon() + chrono::Duration::hours(1),
            authority: Authority::Cloud,
        };
        laptop.store.transact(request).await.unwrap()
    };
    let (first, petr) = issue_key(customer, ("Petr", "Žižka"), 1);
    let (second, eva) = issue_key(customer, ("Eva", "Žižková"), 2);
    let petrs = hoped(first, 1).await.unwrap();
    hoped(second, 2).await.unwrap();
    let delete = DeleteKey { key_id: petr.key };
    hoped(delete.into(), 3).await.unwrap();
    {
        let mut connection = laptop.store.read().await.unwrap();
        assert_eq!(mutations::pending_count(&mut connection).await.unwrap(), 3);
        assert!(before_images::count(&mut connection).await.unwrap() >= 8);
        assert_eq!(keys::get(&mut connection, petr.key).await.unwrap().unwrap().status, KeyStatus::DeletedByAdmin);
    }

    // The cloud accepted Petr's key as it was made, and in the meantime deleted the customer, so that
    // Eva's is refused when it is decided anew.
    let mut changes = petrs.effects.changes.clone();
    let mut of_customer = {
        let mut connection = laptop.store.read().await.unwrap();
        mobileaccess_store::sqlite::customers::get(&mut connection, customer).await.unwrap().unwrap()
    };
    of_customer.deleted_at = Some(noon());
    changes.push(Change::Customer(of_customer));
    let pulled = Pulled { changes, transfers: petrs.effects.transfers, settled: vec![(Uuid::from_u128(1), None)] };
    let refused = laptop.store.apply_pull(&pulled).await.unwrap();
    assert_eq!(refused.len(), 2, "Eva's key and the deletion");
    assert!(refused.iter().all(|(_, refusal)| *refusal == Refusal::CustomerDeleted), "{refused:?}");

    let mut connection = laptop.store.read().await.unwrap();
    assert_eq!(keys::get(&mut connection, petr.key).await.unwrap().unwrap().status, KeyStatus::Waiting);
    assert!(users::get(&mut connection, eva.user).await.unwrap().is_none(), "no half of Eva stays");
    assert_eq!(before_images::count(&mut connection).await.unwrap(), 0);
    let waiting = mutations::pending(&mut connection).await.unwrap();
    assert_eq!(
        waiting.iter().map(|waiting| waiting.id.as_u128()).collect::<Vec<_>>(),
        [2, 3],
        "the cloud has the last word"
    );
    let balances = credit::balances_of_customer(&mut connection, laptop.distributor, customer).await.unwrap();
    assert!(balances.iter().all(|(_, amount)| *amount >= 0));
    drop(connection);
    assert_eq!(laptop.store.check().await.unwrap(), Vec::<String>::new());

    // The cloud refuses both; nothing is left to hope for.
    let settled = [2, 3].map(|id| (Uuid::from_u128(id), Some(Refusal::CustomerDeleted))).to_vec();
    laptop.store.apply_pull(&Pulled { settled, ..Pulled::default() }).await.unwrap();
    let mut connection = laptop.store.read().await.unwrap();
    assert_eq!(mutations::pending_count(&mut connection).await.unwrap(), 0);
    let eva = mutations::with_id(&mut connection, Uuid::from_u128(2)).await.unwrap().unwrap();
    assert_eq!(eva.refusal, Some(Refusal::CustomerDeleted));
    drop(connection);
    laptop.lock().await;
}

#[tokio::test]
async fn an_optimistic_key_looks_like_any_other_until_it_is_settled() {
    let mut laptop = Computer::set_up().await;
    let customer = laptop.customer("Alfa0001", 3).await;
    let (mutation, issued) = issue_key(customer, ("Petr", "Žižka"), 1);
    let request = Request {
        mutation_id: Uuid::from_u128(1),
        mutation: &mutation,
        who: Who::Account(laptop.admin),
        at: noon() + chrono::Duration::hours(1),
        authority: Authority::Cloud,
    };
    let done = laptop.store.transact(request).await.unwrap().unwrap();
    // A pull that knows nothing of it yet: it is taken back and done again, and nothing is lost.
    assert_eq!(laptop.store.apply_pull(&Pulled::default()).await.unwrap(), []);
    let mut connection = laptop.store.read().await.unwrap();
    assert!(keys::get(&mut connection, issued.key).await.unwrap().is_some());
    assert_eq!(mutations::pending_count(&mut connection).await.unwrap(), 1);
    drop(connection);
    let pulled = Pulled {
        changes: done.effects.changes,
        transfers: done.effects.transfers,
        settled: vec![(Uuid::from_u128(1), None)],
    };
    assert_eq!(laptop.store.apply_pull(&pulled).await.unwrap(), []);
    let mut connection = laptop.store.read().await.unwrap();
    assert_eq!(mutations::pending_count(&mut connection).await.unwrap(), 0);
    assert_eq!(before_images::count(&mut connection).await.unwrap(), 0);
    drop(connection);
    assert_eq!(laptop.store.check().await.unwrap(), Vec::<String>::new());
    laptop.lock().await;
}
