//! A distributor sets up one house well, and the next ones like it.

use serde_json::{Value, json};

use crate::support::Computer;

#[tokio::test]
async fn one_house_is_made_a_template_and_given_to_another_after_a_look_at_what_changes() {
    let office = Computer::new();
    office.set_up().await;
    let model = office.customer(1, 0).await;
    let edits = json!({"groups_enabled": {"from": false, "to": true}, "key_prefix": {"from": "39", "to": "55"},
        "one_tap": {"from": true, "to": false}, "default_valid_to": {"from": null, "to": "2027-12-31"}});
    office.ok("customers.edit", json!({"customer_id": model, "edits": edits})).await;
    for name in ["Vchod", "Sklepy"] {
        office.ok("groups.create", json!({"customer_id": model, "name": name})).await;
    }
    let draft = office.ok("templates.draft", json!({"customer_id": model})).await;
    assert_eq!(draft["fields"]["groups"], json!(["Vchod", "Sklepy"]));
    let mut fields = draft["fields"].clone();
    // The name of one house's keys is not that of the next.
    fields["key_name"] = Value::Null;
    let list = office.ok("templates.create", json!({"name": "Bytový dům", "note": "", "fields": fields})).await;
    let template = list["templates"][0]["id"].clone();

    let house = office.customer(2, 0).await;
    let ask = json!({"template_id": template, "customer_id": house});
    let plan = office.ok("templates.preview", ask.clone()).await;
    assert_eq!(plan["edits"]["key_prefix"], json!({"from": "39", "to": "55"}));
    assert_eq!(plan["edits"]["default_valid_to"], json!({"from": null, "to": "2027-12-31"}));
    assert_eq!((&plan["edits"]["key_name"], &plan["edits"]["automatic"]), (&Value::Null, &Value::Null));
    assert_eq!((&plan["groups"], &plan["nothing"]), (&json!(["Vchod", "Sklepy"]), &json!(false)));
    let before = office.ok("customers.get", json!({"customer_id": house})).await;
    assert_eq!(before["key_prefix"], "39", "looking changes nothing");

    let apply =
        json!({"template_id": template, "customer_id": house, "edits": plan["edits"], "groups": plan["groups"]});
    let after = office.ok("templates.apply", apply.clone()).await;
    assert_eq!(
        (&after["key_prefix"], &after["one_tap"], &after["groups_enabled"]),
        (&json!("55"), &json!(false), &json!(true))
    );
    assert_eq!(after["key_name"], "klic-dum");
    let groups = office.ok("groups.list", json!({"customer_id": house})).await;
    assert_eq!(groups["groups"].as_array().unwrap().len(), 2);
    assert_eq!(office.ok("templates.preview", ask.clone()).await["nothing"], true);

    let edits = json!({"key_prefix": {"from": "55", "to": "66"}});
    office.ok("customers.edit", json!({"customer_id": house, "edits": edits})).await;
    let plan = office.ok("templates.preview", ask.clone()).await;
    let edits = json!({"key_prefix": {"from": "66", "to": "77"}});
    office.ok("customers.edit", json!({"customer_id": house, "edits": edits})).await;
    let late = json!({"template_id": template, "customer_id": house, "edits": plan["edits"], "groups": []});
    assert_eq!(office.fails("templates.apply", late).await.code, "edit_conflict", "nobody's change is lost");

    office.ok("templates.delete", json!({"template_id": template})).await;
    assert_eq!(office.fails("templates.preview", ask.clone()).await.code, "template_deleted");
    assert_eq!(office.ok("templates.list", json!({})).await["templates"], json!([]));
    let back = office.ok("templates.restore", json!({"template_id": template})).await;
    assert_eq!(back["templates"][0]["name"], "Bytový dům");
    assert_eq!(office.ok("store.check", json!({})).await["findings"], json!([]));

    office.ok("session.lock", json!({})).await;
    office.ok("session.unlock", json!({"email": "eva@alfa.cz", "password": "Heslo-123"})).await;
    assert_eq!(office.ok("templates.list", json!({})).await, back, "it is kept");
    office.ok("session.lock", json!({})).await;
}

#[tokio::test]
async fn a_template_is_no_business_of_a_customers_admin() {
    let office = Computer::new();
    office.set_up().await;
    let customer = office.customer(1, 0).await;
    let fields = json!({"one_tap": false, "groups": []});
    let list = office.ok("templates.create", json!({"name": "Sklad", "note": "", "fields": fields})).await;
    let template = list["templates"][0]["id"].clone();
    let account =
        json!({"customer_id": customer, "role": "customer_admin", "email": "dum@bytovka.cz", "password": "Heslo-456"});
    office.ok("accounts.create", account).await;
    office.ok("session.lock", json!({})).await;
    office.ok("session.unlock", json!({"email": "dum@bytovka.cz", "password": "Heslo-456"})).await;
    let one = json!({"template_id": template});
    let given =
        json!({"template_id": template, "customer_id": customer, "edits": {"one_tap": {"from": true, "to": false}}});
    for (command, request) in [
        ("templates.list", json!({})),
        ("templates.draft", json!({"customer_id": customer})),
        ("templates.create", json!({"name": "Můj", "note": "", "fields": fields})),
        ("templates.edit", json!({"template_id": template, "name": {"from": "Sklad", "to": "Můj"}})),
        ("templates.delete", one.clone()),
        ("templates.restore", one),
        ("templates.preview", json!({"template_id": template, "customer_id": customer})),
        ("templates.apply", given),
    ] {
        assert_eq!(office.fails(command, request).await.code, "not_allowed", "{command}");
    }
    office.ok("session.lock", json!({})).await;
}
