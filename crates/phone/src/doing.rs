//! The commands.

use std::fmt::Display;
use std::fs;
use std::io::{self, IsTerminal as _, Write as _};
use std::path::Path;

use chrono::{DateTime, Utc};
use mobileaccess_domain::rows::KeyStatus;
use mobileaccess_phone::http::{Address, HttpLine};
use mobileaccess_phone::{Line, LineError, Phone, PhoneError, Ticket, export_readers, scan};
use mobileaccess_wire::phones::PhoneKey;
use serde_json::{Value, json};

use crate::pocket::{Kept, Pending, Pocket};
use crate::{Activate, Command, Done, Settings, Trouble};

/// The longest file that is looked at: a thousand handouts are some megabytes.
const LONGEST_FILE: u64 = 128 * 1024 * 1024;

#[expect(clippy::disallowed_methods, reason = "a host reads the clock")]
fn now() -> DateTime<Utc> {
    Utc::now()
}

pub(crate) async fn run(settings: &Settings, command: Command) -> Result<Done, Trouble> {
    let mut pocket = Pocket::open(&settings.state).map_err(|error| of_file(&settings.state, &error))?;
    match command {
        Command::Activate(request) => activate(settings, &mut pocket, &request).await,
        Command::Sync => sync(settings, &mut pocket).await,
        Command::Keys => Ok(keys(&pocket)),
        Command::Doors { key } => doors(&pocket, key.as_deref()),
        Command::Delete { key, yes } => delete(settings, &mut pocket, key.as_deref(), yes).await,
        Command::Export { file, key } => export(&pocket, &file, key.as_deref()),
    }
}

fn of_file(path: &Path, error: &impl Display) -> Trouble {
    Trouble::new(5, "file", format!("{}: {error}", path.display()))
}

fn of_phone(error: PhoneError) -> Trouble {
    let text = error.to_string();
    match error {
        PhoneError::Line(LineError::NoNetwork) => Trouble::new(3, "no_network", text),
        PhoneError::Line(LineError::Busy) => Trouble::new(3, "busy", text),
        PhoneError::Line(LineError::Refused(refused)) => Trouble::new(1, &refused.code, text),
        PhoneError::NotActivated => Trouble::new(6, "not_activated", text),
        PhoneError::AlreadyActivated => Trouble::new(6, "already_activated", text),
        PhoneError::NoSuchKey => Trouble::new(6, "no_such_key", text),
        PhoneError::Malformed => Trouble::new(5, "malformed", text),
    }
}

impl Settings {
    fn line(&self, address: &Address) -> Result<HttpLine, Trouble> {
        let line = match &self.ca {
            Some(authorities) => HttpLine::vouched_for(address, authorities),
            None => HttpLine::new(address),
        };
        let text = match &self.ca {
            Some(authorities) => format!("{} holds no certificate", authorities.display()),
            None => format!("{address} is not the address of a cloud"),
        };
        line.map_err(|_| Trouble::new(2, "no_address", text))
    }

    /// Says hello to one cloud after the other; the first that can be reached is it.
    async fn reachable(&self, addresses: Vec<Address>) -> Result<(Address, HttpLine), Trouble> {
        for address in addresses {
            let line = self.line(&address)?;
            if line.hello().await != Err(LineError::NoNetwork) {
                return Ok((address, line));
            }
        }
        Err(of_phone(PhoneError::Line(LineError::NoNetwork)))
    }
}

async fn activate(settings: &Settings, pocket: &mut Pocket, request: &Activate) -> Result<Done, Trouble> {
    let ticket = ticket(request)?;
    let known = blake3::hash(ticket.code.as_bytes()).to_hex().to_string();
    let addresses = settings.addresses(ticket.address.as_deref())?;
    // The key pair is on the disk before anybody hears of it.
    let save = |pocket: &Pocket| pocket.save().map_err(|error| of_file(&settings.state, &error));
    let at = match pocket.pending.iter().position(|pending| pending.code == known) {
        Some(at) => at,
        None => {
            let mut secret = zeroize::Zeroizing::new([0; 32]);
            let none = |_| Trouble::new(5, "no_random_numbers", "the system has no random numbers");
            getrandom::fill(secret.as_mut_slice()).map_err(none)?;
            let phone = Phone::new(&secret, request.platform.into(), &request.model);
            pocket.pending.push(Pending { code: known, phone });
            save(pocket)?;
            pocket.pending.len() - 1
        }
    };
    let (address, line) = settings.reachable(addresses).await?;
    let outcome = pocket.pending[at].phone.activate(&line, &ticket).await;
    match outcome {
        Ok(()) => {
            let phone = pocket.pending.remove(at).phone;
            let done = Done { value: told(&phone), lines: lines_of(&phone, "activated") };
            pocket.phones.push(Kept { phone, cloud: address.to_string() });
            save(pocket)?;
            Ok(done)
        }
        Err(error) => {
            // A code that activates nothing will not do so later; everything else may be asked again.
            if matches!(&error, PhoneError::Line(LineError::Refused(refused)) if refused.code == "code_invalid") {
                pocket.pending.remove(at);
                save(pocket)?;
            }
            Err(of_phone(error))
        }
    }
}

/// What stands in the QR, or what somebody types.
fn ticket(request: &Activate) -> Result<Ticket, Trouble> {
    let Some(file) = &request.file else {
        let typed = if io::stdin().is_terminal() {
            rpassword::prompt_password("Activation code: ")
        } else {
            let mut line = String::new();
            io::stdin().read_line(&mut line).map(|_| line)
        };
        let typed = typed.map_err(|error| Trouble::new(4, "no_code", error))?;
        return Ticket::read(&typed).ok_or_else(|| Trouble::new(4, "no_code", "this is not an activation code"));
    };
    let length = fs::metadata(file)
        .map_err(|error| Trouble::new(4, "no_such_file", format!("{}: {error}", file.display())))?
        .len();
    if length > LONGEST_FILE {
        return Err(Trouble::new(4, "file_too_large", format!("{} is too large for a handout", file.display())));
    }
    let bytes =
        fs::read(file).map_err(|error| Trouble::new(4, "file_unreadable", format!("{}: {error}", file.display())))?;
    let found = if bytes.starts_with(b"%PDF") { scan::scan_pdf(&bytes, request.page) } else { scan::scan_png(&bytes) };
    let found = found.map_err(|error| Trouble::new(4, "no_code", format!("{}: {error}", file.display())))?;
    let count = found.len();
    let nth = match (request.nth, count) {
        (None, 1) => 1,
        (Some(nth), _) => nth,
        (None, _) => {
            let text = format!("{} holds {count} activation codes; say which with --page or --nth", file.display());
            return Err(Trouble::new(4, "several_codes", text));
        }
    };
    let chosen = nth.checked_sub(1).and_then(|at| found.into_iter().nth(at));
    chosen.ok_or_else(|| Trouble::new(4, "no_code", format!("{} holds {count} activation codes", file.display())))
}

async fn sync(settings: &Settings, pocket: &mut Pocket) -> Result<Done, Trouble> {
    if pocket.phones.is_empty() {
        return Err(of_phone(PhoneError::NotActivated));
    }
    let (mut values, mut lines, mut trouble) = (Vec::new(), Vec::new(), None);
    for kept in &mut pocket.phones {
        let outcome = async {
            let (address, line) = settings.reachable(settings.addresses(Some(&kept.cloud))?).await?;
            kept.phone.sync(&line).await.map_err(of_phone)?;
            kept.cloud = address.to_string();
            Ok(())
        };
        // One cloud that cannot be reached keeps no news of the others back.
        match outcome.await {
            Ok(()) => {
                values.push(told(&kept.phone));
                lines.extend(lines_of(&kept.phone, "synchronised"));
            }
            Err(error) => trouble = trouble.or(Some(error)),
        }
    }
    pocket.save().map_err(|error| of_file(&settings.state, &error))?;
    trouble.map_or(Ok(Done { value: json!({ "devices": values }), lines }), Err)
}

fn keys(pocket: &Pocket) -> Done {
    let devices: Vec<Value> = pocket.phones.iter().map(|kept| told(&kept.phone)).collect();
    let lines = pocket.phones.iter().flat_map(|kept| kept.phone.held()).map(line_of).collect();
    Done { value: json!({ "devices": devices }), lines }
}

fn doors(pocket: &Pocket, key: Option<&str>) -> Result<Done, Trouble> {
    let held = || pocket.phones.iter().flat_map(|kept| kept.phone.held());
    let chosen: Vec<&PhoneKey> = match key {
        Some(_) => vec![chosen(pocket, key)?.1],
        None => held().collect(),
    };
    let listed = chosen.iter().map(|key| {
        json!({ "key_id": key.key_id, "number": key.number, "customer": key.customer_name, "opens": key.opens, "doors": key.doors })
    });
    let value = json!({ "keys": listed.collect::<Vec<_>>() });
    let mut lines = Vec::new();
    for key in chosen {
        lines.push(line_of(key));
        lines.extend(key.doors.iter().map(|door| {
            let how = if door.one_tap { "  one tap" } else { "" };
            format!("  {}  {}{how}", door.name, door.reader_id)
        }));
    }
    Ok(Done { value, lines })
}

async fn delete(settings: &Settings, pocket: &mut Pocket, key: Option<&str>, yes: bool) -> Result<Done, Trouble> {
    let (at, held) = chosen(pocket, key)?;
    let (key_id, line) = (held.key_id, line_of(held));
    if !yes {
        if !io::stdin().is_terminal() {
            return Err(Trouble::new(2, "not_asked", "nobody is here to be asked; --yes deletes without asking"));
        }
        print!("Delete {line}? It comes back only from the administration. [y/N] ");
        let mut answer = String::new();
        let asked = io::stdout().flush().and_then(|()| io::stdin().read_line(&mut answer));
        asked.map_err(|error| Trouble::new(2, "not_asked", error))?;
        if !answer.trim().eq_ignore_ascii_case("y") {
            return Ok(Done { value: json!({ "deleted": null }), lines: vec!["nothing was deleted".to_owned()] });
        }
    }
    let kept = pocket.phones.get_mut(at).ok_or_else(|| of_phone(PhoneError::NoSuchKey))?;
    let (address, way) = settings.reachable(settings.addresses(Some(&kept.cloud))?).await?;
    kept.phone.delete(&way, key_id).await.map_err(of_phone)?;
    kept.cloud = address.to_string();
    pocket.save().map_err(|error| of_file(&settings.state, &error))?;
    Ok(Done { value: json!({ "deleted": key_id }), lines: vec![format!("deleted {line}")] })
}

fn export(pocket: &Pocket, file: &Path, key: Option<&str>) -> Result<Done, Trouble> {
    let (_, key) = chosen(pocket, key)?;
    let text = export_readers(key, now());
    let count = key.doors.len();
    if file == Path::new("-") {
        let lines = text.lines().map(str::to_owned).collect();
        return Ok(Done { value: serde_json::from_str(&text).unwrap_or(Value::String(text)), lines });
    }
    fs::write(file, &text).map_err(|error| of_file(file, &error))?;
    let lines = vec![format!("{count} readers in {}", file.display())];
    Ok(Done { value: json!({ "file": file, "readers": count }), lines })
}

/// The key that is meant, and whose it is.
fn chosen<'a>(pocket: &'a Pocket, wanted: Option<&str>) -> Result<(usize, &'a PhoneKey), Trouble> {
    let held =
        pocket.phones.iter().enumerate().flat_map(|(at, kept)| kept.phone.held().iter().map(move |key| (at, key)));
    let fits = |key: &PhoneKey| {
        wanted.is_none_or(|wanted| {
            key.key_id.to_string() == wanted || key.number.to_string() == wanted.trim_start_matches('0')
        })
    };
    let mut fitting = held.filter(|(_, key)| fits(key));
    match (fitting.next(), fitting.next()) {
        (Some(found), None) => Ok(found),
        (Some(_), Some(_)) => {
            Err(Trouble::new(6, "several_keys", "this phone holds several such keys; say which by its id"))
        }
        (None, _) => Err(of_phone(PhoneError::NoSuchKey)),
    }
}

fn status(key: &PhoneKey) -> &'static str {
    match (key.status, key.opens) {
        (KeyStatus::Suspended, _) => "suspended",
        (_, true) => "opens",
        (_, false) => "does not open today",
    }
}

fn line_of(key: &PhoneKey) -> String {
    let until = key.valid_to.map(|day| format!(" to {day}")).unwrap_or_default();
    let from = key.valid_from;
    format!("{} ({:#x})  {}  {}  {from}{until}  {}", key.number, key.number, key.name, key.customer_name, status(key))
}

fn lines_of(phone: &Phone, done: &str) -> Vec<String> {
    let name = phone.device().map(|(_, name, _)| name.to_owned()).unwrap_or_default();
    let head = format!("{done} {name}, keys: {}", phone.held().len());
    std::iter::once(head).chain(phone.held().iter().map(|key| format!("  {}", line_of(key)))).collect()
}

/// A device and its keys, for a program. Neither key pair nor code is in it.
fn told(phone: &Phone) -> Value {
    let keys: Vec<Value> = phone
        .held()
        .iter()
        .map(|key| {
            json!({
                "key_id": key.key_id, "number": key.number, "name": key.name, "customer": key.customer_name,
                "system_id": key.system_id, "status": key.status, "opens": key.opens, "valid_from": key.valid_from,
                "valid_to": key.valid_to, "doors": key.doors.len(),
            })
        })
        .collect();
    let device = phone.device();
    json!({
        "device_id": device.map(|(id, ..)| id), "device": device.map(|(_, name, _)| name),
        "device_status": device.map(|(.., status)| status), "keys": keys,
    })
}
