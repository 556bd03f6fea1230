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
pub async fn everywhere(camera: &mut Camera, dresses: &[Dress], wanted: &[String]) -> usize {
    let mut count = 0;
    let data = camera.window.computer().data();
    // The demo is made before the window needs it, and looked into: the screens are about what is in it.
    let demo = demo(&data);
    let first = |screens: Vec<Screen>| -> Vec<Screen> {
        let named =
            |screen: &Screen| wanted.is_empty() || wanted.iter().any(|part| screen.name.contains(part.as_str()));
        screens.into_iter().filter(named).collect()
    };
    macro_rules! look {
        ($screens:expr) => {
            let screens = first($screens);
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
    look!(list::empty_customer(&customer(&data, "Alfa0001")));

    camera.window.go("/settings").await;
    camera.window.click("demo-open").await;
    camera.window.test_id("demo-banner").await;
    look!(list::demo(&demo));
    count
}
