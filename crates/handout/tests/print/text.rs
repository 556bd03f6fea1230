//! What stands on a handout can be searched and copied.

use crate::common::{Random, text_of};
use mobileaccess_handout::{Handout, Job, Stock, Void, pdf, test_sheet_pdf};
use mobileaccess_text::Language;

fn short(random: &mut Random) -> Handout {
    Handout {
        recipient_name: "Žofie Kůňová".to_owned(),
        customer_name: "Bytovka Ďáblice".to_owned(),
        key_name: "klíč-dům02".to_owned(),
        user_id: 17,
        void: None,
        demo: false,
        ..random.handout()
    }
}

fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn grouped(code: &str) -> String {
    code.as_bytes().chunks(5).map(|five| std::str::from_utf8(five).unwrap()).collect::<Vec<_>>().join(" ")
}

#[test]
fn names_codes_and_days_are_found_on_every_stock() {
    for stock in Stock::ALL {
        let mut random = Random::new(7);
        let handouts: Vec<Handout> = (0..4)
            .map(|index| Handout { language: [Language::En, Language::Cs][index % 2], ..short(&mut random) })
            .collect();
        let text = text_of(&pdf(handouts.clone(), &Job::new(stock)).unwrap());
        for handout in &handouts {
            assert!(text.contains(&grouped(&handout.code)), "{stock:?}: no code {} in {text}", handout.code);
            let until = mobileaccess_text::date_time(handout.language, handout.code_expires).replace('\u{a0}', " ");
            assert!(text.contains(&until), "{stock:?}: no {until} in {text}");
        }
        for words in ["Žofie Kůňová", "Bytovka Ďáblice", "klíč-dům02", "17 (0x11)", "Aktivujte do", "Activate by"]
        {
            assert!(text.contains(words), "{stock:?}: no {words} in {text}");
        }
    }
}

#[test]
fn a_page_explains_the_three_steps_in_the_readers_language() {
    let mut random = Random::new(8);
    let czech = Handout {
        language: Language::Cs,
        app_link: Some("https://klice.example.cz/app".to_owned()),
        ..short(&mut random)
    };
    let text = text_of(&pdf([czech], &Job::new(Stock::A4Page)).unwrap());
    for words in
        ["Váš mobilní klíč", "Stáhněte si aplikaci", "https://klice.example.cz/app", "Nahrajte klíč", "Otevřete dveře"]
    {
        assert!(text.contains(words), "no {words} in {text}");
    }
    let english = Handout { language: Language::En, app_link: None, ..short(&mut random) };
    let text = text_of(&pdf([english], &Job::new(Stock::A4Page)).unwrap());
    for words in ["Your mobile key", "Get the app", "Google Play", "Load the key", "Open a door"] {
        assert!(text.contains(words), "no {words} in {text}");
    }
}

#[test]
fn a_void_code_and_a_demo_system_say_so() {
    for stock in Stock::ALL {
        let mut random = Random::new(9);
        let void = Handout { void: Some(Void::Expired), language: Language::En, ..short(&mut random) };
        let text = text_of(&pdf([void], &Job::new(stock)).unwrap());
        assert!(on_one_line(&text).contains("This code has expired."), "{stock:?}: {text}");
        let demo = Handout { demo: true, ..short(&mut random) };
        let with = text_of(&pdf([demo.clone()], &Job::new(stock)).unwrap()).len();
        let without = text_of(&pdf([Handout { demo: false, ..demo }], &Job::new(stock)).unwrap()).len();
        assert!(with > without, "{stock:?} has no watermark");
    }
}

#[test]
fn a_name_too_long_for_its_place_ends_in_an_ellipsis() {
    let mut random = Random::new(10);
    let long = Handout { recipient_name: "Nekonečně ".repeat(40), ..short(&mut random) };
    for stock in Stock::ALL {
        let text = text_of(&pdf([long.clone()], &Job::new(stock)).unwrap());
        assert!(text.contains("Nekonečně") && text.contains('…'), "{stock:?}: {text}");
    }
}

#[test]
fn test_sheets_say_what_to_do() {
    for stock in Stock::ALL {
        let job = Job { calibration_x_mm: 1.5, ..Job::new(stock) };
        for (language, words) in [(Language::En, "1.5 mm to the right"), (Language::Cs, "1,5 mm doprava")] {
            let text = on_one_line(&text_of(&test_sheet_pdf(&job, language).unwrap()));
            assert!(text.contains(words), "{stock:?}: no {words} in {text}");
        }
    }
}
