//! The way through all screens, from an empty computer to the demo.

use serde_json::json;

use crate::{
    office::{self, EMAIL, PASSWORD, customer, demo},
    screens::{
        Camera, Dress,
        cloud::Cloud,
        further,
        list::{self, Screen},
    },
    window::Window,
};

/// Looks at those of some screens that are wanted, in each dress; says how many there are.
async fn look_at(camera: &mut Camera, dresses: &[Dress], wanted: &[String], screens: Vec<Screen>) -> usize {
    let fits = |screen: &Screen| wanted.is_empty() || wanted.iter().any(|part| screen.name.contains(part.as_str()));
    let screens: Vec<Screen> = screens.into_iter().filter(fits).collect();
    if !screens.is_empty() {
        for dress in dresses {
            camera.look(&screens, *dress).await;
        }
    }
    screens.len()
}

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
    macro_rules! look {
        ($screens:expr) => {
            count += look_at(camera, dresses, wanted, $screens).await;
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
    camera.window.click("office-turn-on").await;
    camera.window.fill("password", PASSWORD).await;
    camera.window.click("office-submit").await;
    camera.window.test_id("office").await;
    look!(list::office_server());

    camera.window.go("/settings").await;
    camera.window.click("demo-open").await;
    camera.window.test_id("demo-banner").await;
    look!(list::demo(&demo));
    count
}

/// The same for what only a computer of a cloud has. The camera's window stands on a computer on which nothing was set up; what
/// comes back is closed.
///
/// # Panics
/// When a screen cannot be come to.
pub async fn with_a_cloud(mut camera: Camera, dresses: &[Dress], wanted: &[String]) -> (usize, Camera) {
    let mut count = look_at(&mut camera, dresses, wanted, further::join()).await;
    let mut cloud = Cloud::new();
    let code = cloud.distributor();
    cloud.mail_to_nobody();
    let laptop = tempfile::Builder::new().prefix("mobileaccess-laptop-").tempdir().expect("a temporary folder");
    camera.window.client().refresh().await.expect("the window answers");
    camera.window.click("first-run-join").await;
    let url = cloud.url();
    // Whoever comes with a code chooses the password.
    for (name, text) in [
        ("address", url.as_str()),
        ("email", EMAIL),
        ("code", &code),
        ("password", PASSWORD),
        ("repeat", PASSWORD),
        ("computer", "Kancelář"),
    ] {
        camera.window.fill(name, text).await;
    }
    camera.window.click("join-submit").await;
    camera.window.find("[data-testid='place-customers'], [data-testid='workspace-select']").await;
    if camera.window.shows("[data-testid='workspace-select']").await {
        camera.window.click("workspace-select").await;
    }
    camera.window.test_id("place-customers").await;

    // A second computer, with work that the first one comes to disagree with.
    let laptop = cloud.join(&laptop.path().join("data"), "Notebook");
    let wizard = json!({
        "name": "Bytový dům Žižkov", "system_type": "importer", "system_id": "Alfa0001", "system_key": "Klic-tajny",
        "contact": {"email": "dum@bytovka.cz"}, "password": null, "key_name": "klic-dum", "key_prefix": "39",
        "default_valid_to": null, "credit": 12, "one_tap": true, "automatic": true
    });
    let made = office::read(&laptop, "customers.create", wizard);
    let id = made["customer_id"].as_str().expect("the new customer").to_owned();
    // Keys whose codes can be sent: one of them to nobody.
    for (name, email) in [("Jan Novák", "jan@bytovka.cz"), ("Žofie Řehořová", "zofie@bytovka.cz"), ("Petr Hora", "")]
    {
        let prefill = office::read(&laptop, "keys.prefill", json!({"customer_id": id, "user_id": null}));
        let mut request = json!({
            "customer_id": id,
            "holder": {"kind": "new", "fields": {"first_name": "", "email": email}, "full_name": name}
        });
        for field in ["device_name", "key_name", "number", "valid_from", "valid_to"] {
            request[field] = prefill[field].clone();
        }
        office::read(&laptop, "keys.issue", request);
    }
    office::read(&laptop, "cloud.sync_now", json!({}));
    camera.window.go("/customers").await;
    camera.window.wait_for_text("Bytový dům Žižkov").await;
    count += look_at(&mut camera, dresses, wanted, further::joined(&id)).await;

    cloud.stop();
    let email = |from: &str, to: &str| json!({"customer_id": id, "edits": {"email": {"from": from, "to": to}}});
    camera.window.lock().await;
    let office_data = camera.window.computer().data();
    office::read(&office_data, "customers.edit", email("dum@bytovka.cz", "kancelar@bytovka.cz"));
    camera.window.unlock(PASSWORD).await;
    count += look_at(&mut camera, dresses, wanted, further::offline()).await;

    // The laptop's word reaches the cloud first.
    let Camera { window, folder, findings, .. } = camera;
    let computer = window.close().await;
    cloud.start();
    office::read(&laptop, "customers.edit", email("dum@bytovka.cz", "notebook@bytovka.cz"));
    office::read(&laptop, "cloud.sync_now", json!({}));
    let mut camera = Camera::new(Window::open(computer).await, folder);
    camera.findings = findings;
    camera.window.unlock(PASSWORD).await;
    camera.window.test_id("sync-chip").await;
    count += look_at(&mut camera, dresses, wanted, further::attention()).await;
    (count, camera)
}
