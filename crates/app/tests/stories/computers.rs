//! Work without network: what a computer that belongs to no cloud says about it.

use serde_json::json;

use crate::support::Computer;

#[tokio::test]
async fn a_computer_that_is_its_own_authority_has_nothing_to_take_and_does_the_whole_job() {
    let office = Computer::new();
    office.set_up().await;
    let customer = office.customer(1, 3).await;
    let site = office.ok("site.get", json!({})).await;
    assert_eq!((site["joined"].as_bool(), site["away"].as_bool()), (Some(false), Some(false)));
    assert_eq!(site["held"], json!([]));
    let computers = office.ok("computers.list", json!({})).await;
    assert_eq!(computers, json!({"joined": false, "computers": []}));
    assert_eq!(office.ok("quarantine.list", json!({})).await["items"], json!([]));
    let take = json!({"customers": [{"customer_id": customer, "paid": 1, "trial": 0, "numbers": 5}]});
    assert_eq!(office.fails("site.take", take).await.code, "no_cloud");
    assert_eq!(office.fails("site.give_back", json!({"lease_ids": []})).await.code, "nothing_to_do");

    let prefill = office.ok("keys.prefill", json!({"customer_id": customer, "user_id": null})).await;
    assert_eq!((prefill["away"].as_bool(), prefill["from_site"].as_bool()), (Some(false), Some(false)));
    let request = office.key_request(&customer, "Jana Nová").await;
    assert_eq!(office.ok("keys.issue", request).await["number"], 1);
    let preview = office.ok("customers.delete_preview", json!({"customer_id": customer})).await;
    assert_eq!(preview["on_site"], json!([]));
}
