//! Stories about the activity log: what its filters find from memory is what the database finds entry by entry.

use chrono::Duration;
use mobileaccess_domain::users::DeleteUser;
use mobileaccess_store::sqlite::audit::{self, AuditEntry, Filter, Word};
use mobileaccess_store::{Store, Who};
use uuid::Uuid;

use crate::support::{Computer, EMAIL, PASSWORD, import, noon, request};

/// Every entry that a filter lets through, as memory finds it. Asked in pages, newest first.
async fn found(store: &Store, filter: &Filter) -> Vec<AuditEntry> {
    let (total, mut entries) = store.log_page(filter, 0, 3).await.unwrap();
    while (entries.len() as u64) < total {
        let offset = u32::try_from(entries.len()).unwrap();
        entries.extend(store.log_page(filter, offset, 3).await.unwrap().1);
    }
    assert!(store.log_page(filter, u32::try_from(total).unwrap(), 3).await.unwrap().1.is_empty());
    entries
}

fn word(text: &str) -> Filter {
    Filter { words: vec![Word { text: text.to_owned(), ..Word::default() }], ..Filter::default() }
}

#[tokio::test]
async fn memory_and_database_find_the_same_entries_whoever_writes_on() {
    let mut computer = Computer::set_up().await;
    let customer = computer.customer("Alfa0001", 20).await;
    let other = computer.customer("Alfa0002", 5).await;
    let first = computer.issue(customer, ("Petr", "Žižka"), 17).await.unwrap();
    computer.issue(other, ("Eva", "Chalupová"), 18).await.unwrap();
    let admin = computer.admin;
    let filters = || {
        let at = Some(noon() + Duration::seconds(4));
        let nouns = vec!["key".to_owned(), "credit".to_owned()];
        [
            Filter { nouns: nouns.clone(), ..Filter::default() },
            Filter { nouns, customer: Some(customer), ..Filter::default() },
            Filter { account: Some(admin), customer: Some(other), ..Filter::default() },
            Filter { from: at, ..Filter::default() },
            Filter { before: at, ..Filter::default() },
            Filter { customer: Some(customer), ..word("ižka") },
            Filter {
                words: vec![Word { rows: vec![first.user.uuid()], ..word("0").words.remove(0) }],
                ..Filter::default()
            },
            word("Chalupov"),
            word("0002"),
            word("nikdo"),
        ]
    };
    let same = async |store: &Store| {
        let mut counts = Vec::new();
        for filter in filters() {
            let mut connection = store.read().await.unwrap();
            let entries = audit::page(&mut connection, &filter, 0, 500).await.unwrap();
            drop(connection);
            assert_eq!(found(store, &filter).await, entries, "{filter:?}");
            counts.push(entries.len());
        }
        for customer in [None, Some(customer), Some(other)] {
            let whole = Filter { customer, ..Filter::default() };
            let entries = audit::page(&mut store.read().await.unwrap(), &whole, 0, 500).await.unwrap();
            assert_eq!(store.log_count(customer).await.unwrap(), entries.len() as u64);
        }
        counts
    };
    let before = same(&computer.store).await;
    assert_eq!(before[9], 0);
    assert!(before[..9].iter().all(|count| *count > 0), "{before:?}");

    // What this program writes, and what another one on the same store does.
    computer.ask(DeleteUser { user_id: first.user }).await.unwrap();
    computer.ask(import(customer, 4)).await.unwrap();
    let after = same(&computer.store).await;
    assert!(after[5] >= before[5] && after[3] > before[3], "{after:?}");
    let (second, _) = Store::open(&computer.profile, &computer.profile.unlock(EMAIL, PASSWORD).unwrap()).await.unwrap();
    let (mutation, _) = crate::support::issue_key(customer, ("Jan", "Žižka"), 30);
    let at = noon() + Duration::hours(3);
    second.transact(request(&mutation, Who::Account(computer.admin), at)).await.unwrap().unwrap();
    second.close().await;
    assert!(same(&computer.store).await[5] > after[5]);

    // Words are found whatever letters they are typed in, and only in what changed.
    let typed = found(&computer.store, &word("ŽIŽKA")).await;
    assert!(typed.len() > after[5] && typed == found(&computer.store, &word("žižka")).await);
    assert_eq!(found(&computer.store, &word("first_name")).await, Vec::new());
    let both = Filter { words: [word("petr").words, word("žižka").words].concat(), ..Filter::default() };
    let names: Vec<Uuid> = found(&computer.store, &both).await.iter().map(|entry| entry.mutation_id).collect();
    assert!(!names.is_empty());
    computer.lock().await;
}
