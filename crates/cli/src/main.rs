//! The product without a window: every command of the list against a profile folder, JSON in and JSON out. It stands where
//! `src-tauri` stands and holds no rules. The issuer's commands are reachable only here.

mod call;
mod host;
mod words;

use std::{path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand, ValueEnum};
use mobileaccess_wire::{COMMANDS, Surface};
use serde_json::json;

/// Exit code after a refusal or a fault; its JSON is on standard output. 2 is for a command line that was not understood.
const REFUSED: u8 = 1;

/// Calls MobileAccess without a window.
///
/// Answers on standard output with {"ok":true,"value":…} or {"ok":false,"failure":…,"text":…}; exit code 0 after success, 1
/// after a refusal or a fault, 2 if the command line was not understood.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Lists every command that can be called.
    Commands {
        /// As JSON: name, surface and what it does.
        #[arg(long)]
        json: bool,
    },
    /// Calls one command.
    Call(Call),
    /// Calls many commands with the store opened once: a line of JSON {"name":…,"request":…} in, a line of JSON out.
    ///
    /// A preview, such as that of an import, lives as long as this session.
    Session(Account),
    /// Sends to the cloud what waits, and gets what is new.
    Sync {
        #[command(subcommand)]
        what: SyncCommand,
    },
}

#[derive(Subcommand)]
enum SyncCommand {
    /// Does so once and says where it stands, or for as long as it runs.
    Run {
        /// Until interrupted.
        #[arg(long)]
        stay: bool,
        #[command(flatten)]
        account: Account,
    },
}

/// One call.
#[derive(clap::Args)]
pub(crate) struct Call {
    /// Name of the command, such as customers.list.
    name: String,
    /// Request as JSON; `-` reads it from standard input, so that nothing secret stands on a command line.
    #[arg(default_value = "{}")]
    request: String,
    #[command(flatten)]
    account: Account,
}

/// On which data, and as whom.
#[derive(clap::Args)]
pub(crate) struct Account {
    /// Data folder; the system's place for it if missing.
    #[arg(long, env = "MOBILEACCESS_PROFILE")]
    profile: Option<PathBuf>,
    /// E-mail address of the account to act as. Its password is asked for, or taken from MOBILEACCESS_PASSWORD.
    #[arg(long, env = "MOBILEACCESS_EMAIL")]
    email: Option<String>,
    /// Calls the command on the demo instead of one's own data.
    #[arg(long)]
    demo: bool,
    /// Language of the text that goes with a failure; that of the environment if missing.
    #[arg(long)]
    language: Option<Language>,
}

/// A language of the product.
#[derive(Clone, Copy, ValueEnum)]
enum Language {
    En,
    Cs,
}

#[tokio::main]
async fn main() -> ExitCode {
    match Arguments::parse().what {
        What::Commands { json } => {
            list(json);
            ExitCode::SUCCESS
        }
        What::Call(call) => call::run(call).await,
        What::Session(account) => call::session(account).await,
        What::Sync { what: SyncCommand::Run { stay, account } } => call::sync(account, stay).await,
    }
}

fn list(as_json: bool) {
    let callable = COMMANDS.iter().filter(|command| command.surface.admits(Surface::Cli));
    if as_json {
        println!("{}", json!(callable.collect::<Vec<_>>()));
        return;
    }
    for command in callable {
        println!("{:<30} {}", command.name, command.about);
    }
}
