//! The main job by the command line alone, as a script does it.

use std::process::Command;

use mobileaccess_tests::{
    office::{self, PASSWORD, answer, read, readable},
    programs::{built, file},
    qr,
};
use serde_json::json;

#[test]
fn a_script_does_the_main_job_from_set_up_to_a_pdf() {
    let folder = tempfile::tempdir().unwrap();
    let output = Command::new(file("cli-main-job.sh"))
        .arg(folder.path())
        .arg(file("fixtures/readers/my-doors.json"))
        .env("MOBILEACCESS_CLI", built("mobileaccess-cli"))
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stdout));
    assert!(said.contains("12 readers were added"), "{said}");
    let code = String::from_utf8(output.stdout).unwrap().trim().to_owned();
    assert_eq!(code.len(), 20, "an activation code has 20 characters");
    assert_eq!(qr::in_pdf(&folder.path().join("handout.pdf")), [code.as_str()], "the QR holds the very code");

    let data = folder.path().join("data");
    let customer = office::customer(&data, "Alfa0001");
    let overview = read(&data, "credit.overview", json!({"customer_id": customer}));
    assert_eq!(overview["customer"]["paid"], 9, "the key cost one of the ten paid credits: {overview}");
    let readers = read(&data, "readers.list", json!({"customer_id": customer, "page": {}}));
    assert_eq!(readers["info"]["total"], 12, "{readers}");

    let wrong = answer(&data, "Heslo-124", &["--language", "cs"], "customers.list", &json!({"page": {}}));
    assert_eq!((&wrong["ok"], &wrong["failure"]["code"]), (&json!(false), &json!("wrong_password")));
    assert_eq!(wrong["text"], "Heslo není správné.", "{wrong}");

    let secrets = [
        "Alfa Locks",
        "Žižkov",
        "Klic-tajny",
        "Božena",
        "Němcová",
        "eva@alfa.cz",
        "PO 2026-0042",
        PASSWORD,
        code.as_str(),
    ];
    let found = readable(&data, &secrets);
    assert!(found.is_empty(), "readable in the data folder: {found:?}");
}

#[test]
fn the_command_line_says_what_went_wrong_and_never_what_was_secret() {
    let folder = tempfile::tempdir().unwrap();
    let call = |args: &[&str]| {
        let output = mobileaccess_tests::programs::cli()
            .args(args)
            .env("MOBILEACCESS_PROFILE", folder.path())
            .env("MOBILEACCESS_PASSWORD", PASSWORD)
            .env_remove("MOBILEACCESS_EMAIL")
            .output()
            .unwrap();
        (
            output.status.code(),
            String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr),
        )
    };
    let (code, said) = call(&["call", "session.state"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains(r#""stage":"first_run""#), "{said}");
    let (code, said) = call(&["call", "session.set_up", r#"{"password":"Tajne-heslo-1""#]);
    assert_eq!(code, Some(1));
    assert!(said.contains("request_not_json") && !said.contains("Tajne"), "{said}");
    let (code, said) = call(&["call", "customers.list"]);
    assert_eq!((code, said.contains("email_needed")), (Some(1), true), "{said}");
    let (code, said) = call(&["call", "files.pick_open", r#"{"kind":"pdf","title":""}"#, "--email", "eva@alfa.cz"]);
    assert_eq!(code, Some(1), "{said}");
    assert_eq!(call(&["sing"]).0, Some(2), "a command line that was not understood");
    let (code, said) = call(&["commands", "--json"]);
    let listed: serde_json::Value = serde_json::from_str(&said).unwrap();
    let names: Vec<_> = listed.as_array().unwrap().iter().map(|command| command["name"].as_str().unwrap()).collect();
    assert_eq!(code, Some(0));
    assert!(names.contains(&"issuer.sell_credit") && !names.contains(&"files.pick_open"), "{names:?}");
}
