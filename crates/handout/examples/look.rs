//! Writes every stock in both languages into a folder, to be looked at:
//! `cargo run -p mobileaccess-handout --example look -- FOLDER`.

use std::{env, error::Error, fs, path::PathBuf};

use chrono::NaiveDate;
use mobileaccess_handout::{Handout, Job, Stock, Void, pdf, png, svg_page, test_sheet_pdf};
use mobileaccess_text::Language;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(env::args().nth(1).ok_or("which folder?")?);
    fs::create_dir_all(&folder)?;
    for stock in Stock::ALL {
        for language in [Language::En, Language::Cs] {
            let name = format!("{stock:?}-{language:?}").to_lowercase();
            let handouts = handouts(language)?;
            let job = Job::new(stock);
            fs::write(folder.join(format!("{name}.pdf")), pdf(handouts.clone(), &job)?)?;
            let on_page = &handouts[job.on_page(0, handouts.len())];
            fs::write(folder.join(format!("{name}.svg")), svg_page(on_page, &job, 0)?)?;
            fs::write(folder.join(format!("{name}.png")), png(&handouts[0], &job)?)?;
            fs::write(folder.join(format!("{name}-test.pdf")), test_sheet_pdf(&job, language)?)?;
        }
    }
    Ok(())
}

fn handouts(language: Language) -> Result<Vec<Handout>, Box<dyn Error>> {
    let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).ok_or("no such day");
    let plain = Handout {
        code: "9w75cT8jp7PkMpWpdmNn".to_owned(),
        qr_content: "9w75cT8jp7PkMpWpdmNn".to_owned(),
        recipient_name: "Žofie Dvořáková".to_owned(),
        customer_name: "Bytovka Na Příkopě 12".to_owned(),
        key_name: "klic-dum02".to_owned(),
        user_id: 17,
        valid_from: day(2026, 11, 23)?,
        valid_to: None,
        code_expires: day(2026, 12, 23)?.and_hms_opt(21, 24, 0).ok_or("no such time")?,
        language,
        app_link: None,
        demo: false,
        void: None,
    };
    let long = Handout {
        recipient_name: "Ing. arch. Maximiliána Nepomucena Křižíková-Šťastná, Ph.D.".to_owned(),
        customer_name: "Společenství vlastníků jednotek Nádražní 1234/56, Praha 5 – Smíchov".to_owned(),
        key_name: "Hlavní vchod, garáže a sklepní kóje v suterénu".to_owned(),
        user_id: u32::MAX,
        valid_to: Some(day(2027, 12, 31)?),
        qr_content: "https://klice.example.cz/k#9w75cT8jp7PkMpWpdmNn".to_owned(),
        app_link: Some("https://klice.example.cz/app".to_owned()),
        ..plain.clone()
    };
    let demo = Handout { demo: true, recipient_name: "Alf Real".to_owned(), ..plain.clone() };
    let void = Handout { void: Some(Void::Expired), recipient_name: "Jiří Vaněk".to_owned(), ..plain.clone() };
    let used = Handout { void: Some(Void::Superseded), demo: true, ..long.clone() };
    Ok(vec![plain, long, demo, void, used])
}
