//! How long a batch of handouts takes beside the QR encoding it cannot do without, and how much memory it needs. Each
//! figure is a line of JSON. Memory is measured in a process of its own: this program starts itself with a size.

use std::{
    env,
    error::Error,
    fs,
    hint::black_box,
    io,
    process::Command,
    time::{Duration, Instant},
};

use chrono::NaiveDate;
use mobileaccess_handout::{Handout, Job, PdfWriter, Stock};
use mobileaccess_text::Language;

type Outcome<T> = Result<T, Box<dyn Error>>;

const ALPHABET: &[u8] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
/// What a QR holds: the bare code, an address of usual length, and one as long as they get.
const CONTENTS: [(&str, usize); 3] = [("code", 20), ("address", 47), ("long_address", 120)];
const ROUNDS: usize = 9;

fn handout(index: usize, content: usize) -> Outcome<Handout> {
    let mut state = index as u64 * 2 + 0x9E37_79B9_7F4A_7C15;
    let mut code = String::new();
    for _ in 0..20 {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        code.push(char::from(ALPHABET[(state >> 33) as usize % ALPHABET.len()]));
    }
    let prefix = "https://".len() + "/k#".len() + code.len();
    let qr_content =
        if content > prefix { format!("https://{}/k#{code}", "a".repeat(content - prefix)) } else { code.clone() };
    let day = NaiveDate::from_ymd_opt(2026, 11, 23).ok_or("no such day")?;
    Ok(Handout {
        code,
        qr_content,
        recipient_name: format!("Žofie Dvořáková {index}"),
        customer_name: "Bytovka Na Příkopě 12".to_owned(),
        key_name: "klic-dum02".to_owned(),
        user_id: index as u32 + 1,
        valid_from: day,
        valid_to: None,
        code_expires: day.and_hms_opt(21, 24, 0).ok_or("no such time")?,
        language: if index.is_multiple_of(2) { Language::Cs } else { Language::En },
        app_link: None,
        demo: false,
        void: None,
    })
}

fn print_batch(handouts: impl Iterator<Item = Handout>, stock: Stock) -> Outcome<()> {
    let mut writer = PdfWriter::new(io::sink(), Job::new(stock))?;
    for handout in handouts {
        writer.push(&handout)?;
    }
    writer.finish()?;
    Ok(())
}

fn time(work: impl FnOnce() -> Outcome<()>) -> Outcome<Duration> {
    let start = Instant::now();
    work()?;
    Ok(start.elapsed())
}

fn median(mut times: Vec<Duration>) -> f64 {
    times.sort_unstable();
    times[times.len() / 2].as_secs_f64() * 1000.0
}

/// Encodes each content once with the fastest encoder, at the level that the stock is printed with.
fn floor(handouts: &[Handout], stock: Stock) -> Outcome<()> {
    let level = if matches!(stock, Stock::A4Page | Stock::Card) { fast_qr::ECL::M } else { fast_qr::ECL::Q };
    for handout in handouts {
        let code = fast_qr::QRBuilder::new(handout.qr_content.as_str()).ecl(level).build();
        black_box(code.map_err(|_| "too long")?);
    }
    Ok(())
}

fn owners_choice(handouts: &[Handout]) -> Outcome<()> {
    for handout in handouts {
        black_box(qrcode::QrCode::with_error_correction_level(&handout.qr_content, qrcode::EcLevel::M)?);
    }
    Ok(())
}

fn peak_kib() -> Outcome<u64> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).ok_or("no VmHWM")?;
    Ok(line.split_whitespace().nth(1).ok_or("no figure")?.parse()?)
}

fn main() -> Outcome<()> {
    let arguments: Vec<String> = env::args().collect();
    if let [_, mode, size] = arguments.as_slice()
        && mode == "--memory-of"
    {
        let size: usize = size.parse()?;
        print_batch((0..size).map_while(|index| handout(index, 47).ok()), Stock::A4Page)?;
        println!("{}", peak_kib()?);
        return Ok(());
    }

    for (content, length) in CONTENTS {
        let handouts: Vec<Handout> = (0..1000).map(|index| handout(index, length)).collect::<Outcome<_>>()?;
        for (name, stock) in [("a4_page", Stock::A4Page), ("l7160", Stock::L7160)] {
            let (mut work, mut least) = (Vec::new(), Vec::new());
            // In turns, so that a busy machine slows both alike.
            for _ in 0..ROUNDS {
                work.push(time(|| print_batch(handouts.iter().cloned(), stock))?);
                least.push(time(|| floor(&handouts, stock))?);
            }
            let (value, floor) = (median(work), median(least));
            let ratio = value / floor;
            println!(
                "{{\"bench\":\"1,000 handouts to PDF, {name}, {content}\",\"value_ms\":{value:.1},\"floor_ms\":{floor:.1},\"ratio\":{ratio:.2},\"budget\":2.0}}"
            );
        }
        let other = median((0..3).map(|_| time(|| owners_choice(&handouts))).collect::<Outcome<_>>()?);
        println!("{{\"bench\":\"1,000 symbols by the crate `qrcode`, {content}\",\"value_ms\":{other:.1}}}");
    }

    let handouts: Vec<Handout> = (0..10_000).map(|index| handout(index, 20)).collect::<Outcome<_>>()?;
    let value =
        median((0..3).map(|_| time(|| print_batch(handouts.iter().cloned(), Stock::A4Page))).collect::<Outcome<_>>()?);
    let floor = median((0..3).map(|_| time(|| floor(&handouts, Stock::A4Page))).collect::<Outcome<_>>()?);
    println!(
        "{{\"bench\":\"10,000 handouts to PDF, a4_page, code\",\"value_ms\":{value:.1},\"floor_ms\":{floor:.1},\"ratio\":{:.2},\"budget\":2.0}}",
        value / floor
    );

    let mut peaks = Vec::new();
    for size in ["1000", "10000"] {
        let child = Command::new(env::current_exe()?).args(["--memory-of", size]).output()?;
        let peak: u64 = String::from_utf8(child.stdout)?.trim().parse()?;
        peaks.push(peak as f64 / 1024.0);
    }
    // Flat: what ten times as many handouts need more at their peak is noise.
    let (few, many) = (peaks[0], peaks[1]);
    println!(
        "{{\"bench\":\"peak memory of 10,000 handouts against 1,000\",\"value_mib\":{many:.2},\"floor_mib\":{few:.2},\"ratio\":{:.2},\"budget\":1.2}}",
        many / few
    );
    Ok(())
}
