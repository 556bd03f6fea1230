//! `mobileaccess-cloud`: serves computers and phones, and does what the issuer asks for.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use chrono::{DateTime, Utc};
use clap::{Args, Parser, Subcommand};
use mobileaccess_cloud::http::{self, Api, Host};
use mobileaccess_cloud::{Cloud, CreateDistributor, Database, Entropy, Keys, ListedDistributor};
use mobileaccess_domain::{Id, Language, rows::Distributor};

/// The cloud of MobileAccess.
#[derive(Parser)]
#[command(version, about)]
struct Cli {
    #[command(flatten)]
    place: Place,
    #[command(subcommand)]
    command: Command,
}

/// Where the cloud keeps its data.
#[derive(Args)]
struct Place {
    /// Folder of the embedded database.
    #[arg(long, global = true, default_value = "mobileaccess-cloud", env = "MOBILEACCESS_CLOUD_DATA")]
    data: PathBuf,
    /// PostgreSQL instead of the embedded database: postgres://user:password@host/name.
    #[arg(long, global = true, env = "MOBILEACCESS_CLOUD_DATABASE", hide_env_values = true)]
    database: Option<String>,
    /// File with the master key. Made where there is none; keep it apart from backups, without it they open nothing.
    #[arg(long, global = true, env = "MOBILEACCESS_CLOUD_KEY_FILE")]
    key_file: Option<PathBuf>,
}

#[derive(Subcommand)]
enum Command {
    /// Serve computers and phones.
    Serve {
        /// Address and port; 0 takes a free one.
        #[arg(long, default_value = "127.0.0.1:8443")]
        listen: SocketAddr,
    },
    /// Create a distributor and print the one-time code of its first admin.
    CreateDistributor {
        /// Name.
        #[arg(long)]
        name: String,
        /// Four letters or digits.
        #[arg(long)]
        code: String,
        /// Login e-mail of the first admin.
        #[arg(long)]
        email: String,
        /// IANA time zone of the office.
        #[arg(long, default_value = "Europe/Prague")]
        time_zone: String,
        /// Language of the first admin: en or cs.
        #[arg(long, default_value = "en")]
        language: String,
    },
    /// Sell credit to a distributor.
    Sell {
        /// The distributor's code.
        code: String,
        /// Whole credits.
        amount: i64,
        /// Purchase order number.
        #[arg(long)]
        po: String,
    },
    /// List the distributors.
    List,
    /// Suspend a distributor.
    Suspend {
        /// The distributor's code.
        code: String,
    },
    /// Resume a suspended distributor.
    Resume {
        /// The distributor's code.
        code: String,
    },
}

type Outcome<T = ()> = Result<T, Box<dyn std::error::Error>>;

#[expect(clippy::disallowed_methods, reason = "a host reads the clock")]
fn now() -> DateTime<Utc> {
    Utc::now()
}

fn random() -> std::io::Result<[u8; 32]> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|error| std::io::Error::other(error.to_string()))?;
    Ok(bytes)
}

fn entropy() -> Outcome<Entropy> {
    Ok(Entropy::new(random()?))
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Cli::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(cli: Cli) -> Outcome {
    let cloud = open(&cli.place).await?;
    let outcome = carry_out(&cloud, cli.command).await;
    cloud.close().await;
    outcome
}

async fn open(place: &Place) -> Outcome<Cloud> {
    let key_file = place.key_file.clone().unwrap_or_else(|| place.data.join("cloud.key"));
    if place.database.is_none() || place.key_file.is_none() {
        std::fs::create_dir_all(&place.data)?;
    }
    let keys = Keys::read_or_make(&key_file, &entropy()?)?;
    let db = match &place.database {
        Some(url) => Database::connect(url).await?,
        None => Database::open_file(&place.data.join("cloud.db"), &keys).await?,
    };
    Ok(Cloud::open(db, keys, &entropy()?).await?)
}

async fn carry_out(cloud: &Cloud, command: Command) -> Outcome {
    match command {
        Command::Serve { listen } => serve(cloud, listen).await,
        Command::CreateDistributor { name, code, email, time_zone, language } => {
            let language = match language.as_str() {
                "en" => Language::En,
                "cs" => Language::Cs,
                _ => return Err("the language is en or cs".into()),
            };
            let new = CreateDistributor { name, code, time_zone, email, language };
            let made = refused(cloud.create_distributor(now(), &entropy()?, &new).await?)?;
            println!("{}", made.code.0);
            Ok(())
        }
        Command::Sell { code, amount, po } => {
            let id = find(cloud, &code).await?;
            refused(cloud.sell_credit(now(), &entropy()?, id, amount, &po).await?)
        }
        Command::List => {
            for one in cloud.distributors().await? {
                let suspended = one.suspended_at.map(|at| format!("  suspended {at}")).unwrap_or_default();
                println!("{}  {:>8}  {:>4} computers  {}{suspended}", one.code, one.credit, one.computers, one.name);
            }
            Ok(())
        }
        Command::Suspend { code } => Ok(cloud.suspend(find(cloud, &code).await?, Some(now())).await?),
        Command::Resume { code } => Ok(cloud.suspend(find(cloud, &code).await?, None).await?),
    }
}

fn refused<T>(outcome: Result<T, mobileaccess_domain::Refusal>) -> Outcome<T> {
    outcome.map_err(|refusal| format!("refused: {}", serde_json::json!(refusal)).into())
}

async fn find(cloud: &Cloud, code: &str) -> Outcome<Id<Distributor>> {
    let all: Vec<ListedDistributor> = cloud.distributors().await?;
    let found = all.into_iter().find(|one| one.code.eq_ignore_ascii_case(code));
    Ok(found.ok_or("there is no distributor with this code")?.id)
}

async fn serve(cloud: &Cloud, listen: SocketAddr) -> Outcome {
    let api = Api::new(cloud.clone(), Host { now, entropy: random });
    let listener = tokio::net::TcpListener::bind(listen).await?;
    println!("{}", serde_json::json!({ "level": "info", "what": "listening", "address": listener.local_addr()? }));
    axum::serve(listener, http::router(api)).with_graceful_shutdown(stop()).await?;
    println!("{}", serde_json::json!({ "level": "info", "what": "stopped" }));
    Ok(())
}

/// Waits until somebody asks the process to end.
async fn stop() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        let mut terminate = match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(signal) => signal,
            Err(_) => return,
        };
        tokio::select! {
            _ = interrupt => {}
            _ = terminate.recv() => {}
        }
    }
    #[cfg(not(unix))]
    drop(interrupt.await);
}
