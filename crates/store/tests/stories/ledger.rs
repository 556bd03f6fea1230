//! Stories about credit: balances follow from the entries, whatever happens.

use mobileaccess_domain::credit::RefundCredit;
use mobileaccess_domain::rows::{CreditClass, LedgerAccount};
use mobileaccess_store::sqlite::credit;

use crate::support::Computer;

#[tokio::test]
async fn balances_follow_the_entries_and_can_be_made_anew() {
    let mut computer = Computer::set_up().await;
    let customer = computer.customer("Alfa0001", 10).await;
    for number in 1..=12 {
        computer.issue(customer, ("Petr", "Žižka"), number).await.unwrap();
    }
    computer.ask(RefundCredit { customer_id: customer, amount: 1, note: String::new() }).await.unwrap_err();
    let balances = async |computer: &Computer| {
        let mut connection = computer.store.read().await.unwrap();
        let mut found = credit::all_balances(&mut connection, computer.distributor).await.unwrap();
        found.sort();
        found
    };
    let kept = balances(&computer).await;
    let of = |account| kept.iter().find(|(known, _)| *known == account).map(|(_, amount)| *amount);
    assert_eq!(of(LedgerAccount::Customer(customer, CreditClass::Paid)), Some(0), "paid is spent first");
    assert_eq!(of(LedgerAccount::Customer(customer, CreditClass::Trial)), Some(3));
    assert_eq!(of(LedgerAccount::Spent(customer, CreditClass::Paid)), Some(10));
    assert_eq!(of(LedgerAccount::Spent(customer, CreditClass::Trial)), Some(2));
    assert_eq!(kept.iter().map(|(_, amount)| amount).sum::<i64>(), 0);

    let mut write = computer.store.begin().await.unwrap();
    sqlx::query("UPDATE balances SET amount = amount + 5 WHERE account = 'distributor'")
        .execute(write.connection())
        .await
        .unwrap();
    write.commit().await.unwrap();
    assert_eq!(computer.store.check().await.unwrap().len(), 2, "the balance, and the sum of all");
    computer.store.rebuild().await.unwrap();
    assert_eq!(computer.store.check().await.unwrap(), Vec::<String>::new());
    assert_eq!(balances(&computer).await, kept);
    computer.lock().await;
}
