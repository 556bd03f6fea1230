//! Calls: open the store if the command needs it open, call, close.

use std::{
    env,
    io::{IsTerminal, Read, stdin},
    process::ExitCode,
};

use mobileaccess_app::App;
use mobileaccess_host::reply_json;
use mobileaccess_text::Language;
use mobileaccess_wire::{Failure, Surface, dispatch};
use serde_json::{Value, json};
use zeroize::Zeroizing;

use crate::{Account, Call, REFUSED, host::Terminal, words};

/// Environment variable with the password, for scripts.
const PASSWORD_VARIABLE: &str = "MOBILEACCESS_PASSWORD";

/// Commands that do not need the store open, or open it themselves.
const WITHOUT_UNLOCK: &[&str] = &[
    "session.state",
    "session.set_up",
    "session.unlock",
    "session.recover",
    "session.lock",
    "session.open_demo",
    "session.leave_demo",
    "session.remove_demo",
    "settings.get",
    "settings.set",
    "handouts.printers",
    "cloud.probe",
    "cloud.join",
    "cloud.stop_first_sync",
];

/// Commands that only the computer's own data, once damaged, call for: they open the store where that is possible.
const UNLOCK_IF_TOLD: &[&str] =
    &["session.set_language", "backups.list", "backups.restore", "handouts.test_sheet", "cloud.status"];

/// Calls one command.
pub(crate) async fn run(call: Call) -> ExitCode {
    let language = words::language(call.account.language);
    let outcome = match request(&call) {
        Ok(request) => once(&call, request, language).await,
        Err(failure) => Err(failure),
    };
    answer(&outcome, language)
}

async fn once(call: &Call, request: Value, language: Language) -> Result<Value, Failure> {
    let app = app(&call.account)?;
    let outcome = match open_for(&app, &call.account, &call.name, language).await {
        Ok(()) => dispatch(&app, Surface::Cli, &call.name, request).await,
        Err(failure) => Err(failure),
    };
    app.close().await;
    outcome
}

/// Calls what standard input says, line by line, until it ends.
pub(crate) async fn session(account: Account) -> ExitCode {
    let language = words::language(account.language);
    let app = match app(&account) {
        Ok(app) => app,
        Err(failure) => return answer(&Err(failure), language),
    };
    let opened = match (account.demo, &account.email) {
        (false, None) => Ok(()),
        _ => open(&app, &account, language).await,
    };
    let mut code = match opened {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => return answer(&Err(failure), language),
    };
    for line in stdin().lines() {
        let Ok(line) = line.map(Zeroizing::new) else { break };
        let outcome = match parse(&line) {
            Ok(mut asked) => {
                let name = asked["name"].as_str().unwrap_or_default().to_owned();
                dispatch(&app, Surface::Cli, &name, asked["request"].take()).await
            }
            Err(failure) => Err(failure),
        };
        if answer(&outcome, language) != ExitCode::SUCCESS {
            code = ExitCode::from(REFUSED);
        }
    }
    app.close().await;
    code
}

/// Sends and gets everything now, or keeps doing so until it is interrupted.
pub(crate) async fn sync(account: Account, stay: bool) -> ExitCode {
    let language = words::language(account.language);
    let app = match app(&account) {
        Ok(app) => app,
        Err(failure) => return answer(&Err(failure), language),
    };
    let outcome = match open(&app, &account, language).await {
        Ok(()) => sync_open(&app, stay).await,
        Err(failure) => Err(failure),
    };
    app.close().await;
    answer(&outcome, language)
}

async fn sync_open(app: &App<Terminal>, stay: bool) -> Result<Value, Failure> {
    if stay {
        tokio::select! {
            () = app.sync_forever() => {}
            // A signal that cannot be waited for is as good as one that came.
            _ = tokio::signal::ctrl_c() => {}
        }
    } else {
        app.sync_once().await?;
    }
    dispatch(app, Surface::Cli, "cloud.status", json!({})).await
}

/// Prints an outcome and gives its exit code.
fn answer(outcome: &Result<Value, Failure>, language: Language) -> ExitCode {
    let mut reply = reply_json(outcome);
    if let Err(failure) = outcome {
        reply["text"] = json!(words::words(failure, language));
    }
    println!("{reply}");
    if outcome.is_ok() { ExitCode::SUCCESS } else { ExitCode::from(REFUSED) }
}

fn app(account: &Account) -> Result<App<Terminal>, Failure> {
    let folder = account.profile.clone().or_else(mobileaccess_host::data_folder);
    let folder = folder.ok_or_else(|| Failure::new("no_data_folder"))?;
    let cost = mobileaccess_host::password_cost(&folder);
    Ok(App::new(Terminal, folder, cost))
}

/// Opens the store if this command needs it open.
async fn open_for(app: &App<Terminal>, account: &Account, name: &str, language: Language) -> Result<(), Failure> {
    let told = account.demo || account.email.is_some();
    if WITHOUT_UNLOCK.contains(&name) || (UNLOCK_IF_TOLD.contains(&name) && !told) {
        return Ok(());
    }
    open(app, account, language).await
}

async fn open(app: &App<Terminal>, account: &Account, language: Language) -> Result<(), Failure> {
    if account.demo {
        let request = json!({"language": language});
        return dispatch(app, Surface::Cli, "session.open_demo", request).await.map(|_| ());
    }
    let email = account.email.as_ref().ok_or_else(|| Failure::new("email_needed"))?;
    let password = password(email)?;
    let request = json!({"email": email, "password": password.as_str()});
    dispatch(app, Surface::Cli, "session.unlock", request).await.map(|_| ())
}

/// The password from the environment, or asked for without showing it.
fn password(email: &str) -> Result<Zeroizing<String>, Failure> {
    if let Ok(password) = env::var(PASSWORD_VARIABLE) {
        return Ok(Zeroizing::new(password));
    }
    let needed = || Failure::new("password_needed");
    rpassword::prompt_password(format!("{email}: ")).map(Zeroizing::new).map_err(|_| needed())
}

fn request(call: &Call) -> Result<Value, Failure> {
    let mut text = Zeroizing::new(call.request.clone());
    if call.request == "-" {
        if stdin().is_terminal() {
            eprintln!("The request as JSON, then Ctrl+D:");
        }
        text.clear();
        stdin().read_to_string(&mut text).map_err(|_| Failure::new("file_unreadable"))?;
    }
    parse(&text)
}

fn parse(text: &str) -> Result<Value, Failure> {
    // Where it broke is told; what stands there may be a secret and is not.
    serde_json::from_str(text)
        .map_err(|error| Failure::new("request_not_json").with("line", error.line()).with("column", error.column()))
}
