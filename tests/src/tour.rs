//! The way through all screens, from an empty computer to the demo.

use serde_json::json;

use crate::{
    office::{self, EMAIL, PASSWORD, customer, demo},
    screens::{
        Camera, Dress,
        list::{self, Screen},
    },
};

/// Comes to every screen whose name holds one of the wanted words (all of them without words), in each dress; says how many
/// screens there are.
///
/// # Panics
/// When a screen cannot be come to.
#[expect(
    clippy::disallowed_methods,
    reason = "the window has the clock of this computer, and a login is to end soon by it"
)]
pub async fn everywhere(camera: &mut Camera, dresses: &[Dress], wanted: &[String]) -> usize {
    let mut count = 0;
    let data = camera.window.computer().data();
    // The demo is made before the window needs it, and looked into: the screens are about what is in it.
    let demo = demo(&data);
    let named_so = |screens: Vec<Screen>| -> Vec<Screen> {
        let fits = |screen: &Screen| wanted.is_empty() || wanted.iter().any(|part| screen.name.contains(part.as_str()));
        screens.into_iter().filter(fits).collect()
    };
    macro_rules! look {
        ($screens:expr) => {
            let screens = named_so($screens);
            count += screens.len();
            if !screens.is_empty() {
                for dress in dresses {
                    camera.look(&screens, *dress).await;
                }
            }
        };
    }
    look!(list::first_run());
    camera.window.click("first-run-set-up").await;
    look!(list::set_up());
    for (name, text) in
        [("name", "Alfa Locks"), ("code", "Alfa"), ("email", EMAIL), ("password", PASSWORD), ("repeat", PASSWORD)]
    {
        camera.window.fill(name, text).await;
    }
    camera.window.click("set-up-submit").await;
    camera.window.test_id("recovery-code").await;
    look!(list::recovery_code());
    camera.window.click("recovery-saved").await;
    camera.window.click("first-run-done").await;
    camera.window.test_id("place-customers").await;
    look!(list::empty_office());

    camera.window.lock().await;
    look!(list::unlock());
    let wizard = json!({
        "name": "Bytový dům Žižkov", "system_type": "importer", "system_id": "Alfa0001", "system_key": "Klic-tajny", "contact": {},
        "password": null, "key_name": "klic-dum", "key_prefix": "39", "default_valid_to": null, "credit": 0, "one_tap": true, "automatic": true
    });
    office::read(&data, "customers.create", wizard);
    // The screens before may have left the form of the recovery code open, or a wrong password in it.
    camera.window.client().refresh().await.expect("the window answers");
    camera.window.log_in(PASSWORD).await;
    look!(list::choice());
    camera.window.click("workspace-select").await;
    camera.window.test_id("place-customers").await;
    let first = customer(&data, "Alfa0001");
    look!(list::empty_customer(&first));

    camera.window.lock().await;
    let login = |customer: Option<&str>, role: &str, email: &str, until: Option<String>| {
        let request =
            json!({"customer_id": customer, "role": role, "email": email, "password": PASSWORD, "expires_on": until});
        let accounts = office::read(&data, "accounts.create", request);
        let accounts = accounts["accounts"].as_array().expect("a list of accounts").clone();
        accounts.into_iter().find(|one| one["email"] == email).expect("the new account")["id"].clone()
    };
    let ivan = login(None, "installer", "ivan@alfa.cz", None);
    office::read(&data, "accounts.give_customer", json!({"account_id": ivan, "customer_id": first}));
    let soon = chrono::Utc::now().date_naive() + chrono::Duration::days(3);
    login(Some(&first), "customer_admin", "olga@bytovka.cz", Some(soon.to_string()));
    camera.window.log_in_as("ivan@alfa.cz", PASSWORD).await;
    camera.window.click("workspace-select").await;
    look!(list::installer(&first));
    camera.window.lock().await;
    camera.window.log_in_as("olga@bytovka.cz", PASSWORD).await;
    look!(list::owner(&first));
    camera.window.lock().await;
    camera.window.log_in(PASSWORD).await;
    camera.window.click("workspace-select").await;

    camera.window.go("/settings").await;
    camera.window.click("demo-open").await;
    camera.window.test_id("demo-banner").await;
    look!(list::demo(&demo));
    count
}
