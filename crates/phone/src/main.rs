//! `mobileaccess-phone`: the reference phone in a terminal. It stands where the app in a user's pocket stands.

mod doing;
mod pocket;

use std::{path::PathBuf, process::ExitCode};

use clap::{Args, Parser, Subcommand, ValueEnum};
use mobileaccess_domain::rows::Platform;
use mobileaccess_phone::http::Address;
use serde_json::{Value, json};

/// A phone: it reads the QR of a handout, activates the key, synchronises, lists its doors, deletes its key.
///
/// Exit codes: 0 done, 1 the cloud refused, 2 the command line was not understood, 3 the cloud cannot be reached or cannot
/// answer now (ask again later), 4 there is no activation code in what was given, 5 a file of this phone cannot be read or
/// written, 6 this phone does not hold what was asked for.
#[derive(Parser)]
#[command(name = "mobileaccess-phone", version)]
struct Cli {
    #[command(flatten)]
    settings: Settings,
    #[command(subcommand)]
    command: Command,
}

#[derive(Args)]
struct Settings {
    /// The file in which this phone keeps its key pairs; only its owner can read it.
    #[arg(long, global = true, default_value = "mobileaccess-phone.json", env = "MOBILEACCESS_PHONE_STATE")]
    state: PathBuf,
    /// The cloud for codes without an address, and where the one in the QR cannot be reached: https://host:port, or with a pinned
    /// certificate https://host:port#SHA256. Plain http only to this computer.
    #[arg(long, global = true, env = "MOBILEACCESS_PHONE_CLOUD")]
    cloud: Option<String>,
    /// SHA-256 of the certificate that the cloud must show, wherever its address comes from.
    #[arg(long, global = true, env = "MOBILEACCESS_PHONE_CERTIFICATE", conflicts_with = "ca")]
    certificate: Option<String>,
    /// A PEM file with the authority that vouches for the cloud's certificate, instead of the public ones.
    #[arg(long, global = true, env = "MOBILEACCESS_PHONE_CA")]
    ca: Option<PathBuf>,
    /// Answer in JSON: {"ok":true,"value":…} or {"ok":false,"failure":…,"text":…}.
    #[arg(long, global = true)]
    json: bool,
}

#[derive(Subcommand)]
enum Command {
    /// Read the QR of a handout and activate its key.
    Activate(Activate),
    /// Ask the cloud for news of every key, and confirm what it had to say.
    Sync,
    /// List the keys that this phone holds.
    Keys,
    /// List the doors that the keys open, as the last synchronisation told.
    Doors {
        /// Only those of this key: its id or its User ID.
        #[arg(long)]
        key: Option<String>,
    },
    /// Delete a key in this phone. The administrator sees it as deleted by the user.
    Delete {
        /// The key's id or User ID; the only one if missing.
        key: Option<String>,
        /// Do not ask.
        #[arg(long)]
        yes: bool,
    },
    /// Export the doors of a key as a .json file of readers, which the administration can import.
    Export {
        /// The new file; `-` is standard output.
        file: PathBuf,
        /// The key's id or User ID; the only one if missing.
        #[arg(long)]
        key: Option<String>,
    },
}

#[derive(Args)]
struct Activate {
    /// A PNG or PDF with the QR. Without it the code is asked for, or read from standard input: a code on a command line is seen
    /// by everybody on the computer.
    file: Option<PathBuf>,
    /// The page of the PDF, from 1; all of them if missing.
    #[arg(long)]
    page: Option<usize>,
    /// Which of several codes, from 1, in the order in which they are found.
    #[arg(long)]
    nth: Option<usize>,
    /// The system that the phone says it has.
    #[arg(long, value_enum, default_value = "android")]
    platform: System,
    /// The model that the phone says it is.
    #[arg(long, default_value = "Reference phone")]
    model: String,
}

#[derive(Clone, Copy, ValueEnum)]
enum System {
    Android,
    Ios,
}

impl From<System> for Platform {
    fn from(system: System) -> Self {
        match system {
            System::Android => Self::Android,
            System::Ios => Self::Ios,
        }
    }
}

/// Why nothing came of it.
struct Trouble {
    exit: u8,
    code: String,
    text: String,
}

impl Trouble {
    fn new(exit: u8, code: &str, text: impl ToString) -> Self {
        Self { exit, code: code.to_owned(), text: text.to_string() }
    }
}

/// What was done: for a program, and for a person.
struct Done {
    value: Value,
    lines: Vec<String>,
}

#[tokio::main]
async fn main() -> ExitCode {
    let Cli { settings, command } = Cli::parse();
    match doing::run(&settings, command).await {
        Ok(Done { value, lines }) => {
            if settings.json {
                println!("{}", json!({ "ok": true, "value": value }));
            } else {
                lines.iter().for_each(|line| println!("{line}"));
            }
            ExitCode::SUCCESS
        }
        Err(Trouble { exit, code, text }) => {
            if settings.json {
                println!("{}", json!({ "ok": false, "failure": { "code": code }, "text": text }));
            } else {
                eprintln!("mobileaccess-phone: {text}");
            }
            ExitCode::from(exit)
        }
    }
}

impl Settings {
    /// The addresses to try, one after the other: the one that a QR held, then the configured one.
    fn addresses(&self, from_qr: Option<&str>) -> Result<Vec<Address>, Trouble> {
        let mut found: Vec<Address> = Vec::new();
        for text in from_qr.into_iter().chain(self.cloud.as_deref()) {
            let bad = |_| Trouble::new(2, "no_address", format!("{text} is not the address of a cloud"));
            let mut address: Address = text.parse().map_err(bad)?;
            if let Some(certificate) = &self.certificate {
                let pinned = format!("{}#{certificate}", address.url);
                let bad =
                    |_| Trouble::new(2, "no_certificate", "the certificate is not a SHA-256 in 64 hexadecimal digits");
                address = pinned.parse().map_err(bad)?;
            }
            if !found.contains(&address) {
                found.push(address);
            }
        }
        if found.is_empty() {
            return Err(Trouble::new(2, "no_cloud", "the code names no cloud; say with --cloud where it is"));
        }
        Ok(found)
    }
}
