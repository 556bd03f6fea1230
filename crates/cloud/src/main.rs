//! `mobileaccess-cloud`: serves computers and phones, and does what the issuer asks for.

mod mail_command;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use chrono::{DateTime, Utc};
use clap::{Args, Parser, Subcommand};
use mobileaccess_cloud::http::{self, Api, Certificate, Host};
use mobileaccess_cloud::{
    Cloud, CreateDistributor, Database, Entropy, Keys, ListedDistributor, PATIENCE as MAIL_PATIENCE,
};
use mobileaccess_domain::{Id, Language, rows::Distributor};

/// A push is taken apart into thousands of small pieces of memory, which this allocator hands out in half the time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

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
        /// Certificate chain (PEM). Without it the cloud makes its own, which computers pin when they enrol.
        #[arg(long, requires = "tls_key")]
        tls_cert: Option<PathBuf>,
        /// Its private key (PEM).
        #[arg(long, requires = "tls_cert")]
        tls_key: Option<PathBuf>,
        /// Plain HTTP: for loopback, or behind a proxy that speaks TLS.
        #[arg(long, conflicts_with = "tls_cert")]
        plain: bool,
        /// Only a proxy of one's own connects; it adds where a request came from to X-Forwarded-For.
        #[arg(long, requires = "plain")]
        behind_proxy: bool,
        /// Names and addresses in the cloud's own certificate.
        #[arg(long = "name", default_values = ["localhost", "127.0.0.1"])]
        names: Vec<String>,
    },
    /// Print a one-time code with which a computer that was set up on its own moves in.
    MoveCode,
    /// Print a one-time code with which an account enrols a computer.
    EnrolCode {
        /// Login e-mail.
        email: String,
    },
    /// Confirm the credit that a distributor brought along.
    Confirm {
        /// The distributor's code.
        code: String,
        /// Purchase order number or other reason.
        #[arg(long)]
        po: String,
    },
    /// Write a back-up. The key file is not in it.
    Backup {
        /// The new file.
        file: PathBuf,
    },
    /// Bring a back-up into a database that holds nothing yet. Then start the cloud, let computers connect, and end the recovery.
    Restore {
        /// The back-up.
        file: PathBuf,
    },
    /// Begin the recovery of a database that was set back by other means than `restore`: computers push again what it has forgotten.
    BeginRecovery,
    /// End the recovery after a restore: phones activate and mail leaves again.
    EndRecovery,
    /// Copy everything into a PostgreSQL database that holds nothing yet.
    CopyTo {
        /// postgres://user:password@host/name
        target: String,
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
    /// Say where phones find this cloud: what stands in the QR codes of a distributor's handouts before the code.
    PublicAddress {
        /// The distributor's code.
        code: String,
        /// `https://keys.example.com`; empty for QR codes with the bare activation code.
        address: String,
    },
    /// By which mail server and SMS gateway messages leave.
    Mail {
        #[command(subcommand)]
        command: mail_command::MailCommand,
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
    if let Command::Restore { file } = &cli.command {
        return restore(&cli.place, file).await;
    }
    let cloud = open(&cli.place).await?;
    let outcome = carry_out(&cloud, &cli.place, cli.command).await;
    cloud.close().await;
    outcome
}

async fn restore(place: &Place, file: &Path) -> Outcome {
    if !file.exists() {
        return Err("there is no such back-up".into());
    }
    let (target, keys) = database(place).await?;
    let backup = Database::open_file(file, &keys).await?;
    Cloud::restore(&backup, &target, &entropy()?).await?;
    backup.close().await;
    target.close().await;
    println!("restored; end the recovery with end-recovery once the computers have connected");
    Ok(())
}

async fn open(place: &Place) -> Outcome<Cloud> {
    let (db, keys) = database(place).await?;
    Ok(Cloud::open(db, keys, &entropy()?).await?)
}

async fn database(place: &Place) -> Outcome<(Database, Keys)> {
    let key_file = place.key_file.clone().unwrap_or_else(|| place.data.join("cloud.key"));
    if place.database.is_none() || place.key_file.is_none() {
        std::fs::create_dir_all(&place.data)?;
    }
    let keys = Keys::read_or_make(&key_file, &entropy()?)?;
    let db = match &place.database {
        Some(url) => Database::connect(url).await?,
        None => Database::open_file(&place.data.join("cloud.db"), &keys).await?,
    };
    Ok((db, keys))
}

async fn carry_out(cloud: &Cloud, place: &Place, command: Command) -> Outcome {
    match command {
        Command::Serve { listen, tls_cert, tls_key, plain, behind_proxy, names } => {
            let certificate = match (tls_cert, tls_key) {
                (Some(chain), Some(key)) => Some(Certificate::read(&chain, &key)?),
                _ if plain => None,
                _ => {
                    std::fs::create_dir_all(&place.data)?;
                    Some(Certificate::own(&place.data, &names)?)
                }
            };
            serve(cloud, listen, certificate, behind_proxy).await
        }
        Command::MoveCode => {
            println!("{}", cloud.make_move_code(now(), &entropy()?).await?.0);
            Ok(())
        }
        Command::EnrolCode { email } => {
            let code = cloud.make_enrol_code_for(now(), &entropy()?, &email).await?;
            println!("{}", code.0);
            Ok(())
        }
        Command::Confirm { code, po } => {
            let id = find(cloud, &code).await?;
            refused(cloud.confirm_credit(now(), &entropy()?, id, &po).await?)
        }
        Command::Backup { file } => Ok(cloud.back_up(&file).await?),
        Command::Restore { .. } => Ok(()),
        Command::BeginRecovery => Ok(cloud.begin_recovery(&entropy()?).await?),
        Command::EndRecovery => Ok(cloud.end_recovery().await?),
        Command::CopyTo { target } => {
            let target = Database::connect(&target).await?;
            cloud.copy_to(&target).await?;
            target.close().await;
            Ok(())
        }
        Command::CreateDistributor { name, code, email, time_zone, language } => {
            let language = crate::language(&language)?;
            let new = CreateDistributor { name, code, time_zone, email, language };
            let made = refused(cloud.create_distributor(now(), &entropy()?, &new).await?)?;
            println!("{}", made.code.0);
            Ok(())
        }
        Command::Sell { code, amount, po } => {
            let id = find(cloud, &code).await?;
            refused(cloud.sell_credit(now(), &entropy()?, id, amount, &po).await?)
        }
        Command::PublicAddress { code, address } => {
            let id = find(cloud, &code).await?;
            refused(cloud.set_public_address(now(), &entropy()?, id, &address).await?)
        }
        Command::Mail { command } => mail_command::carry_out(cloud, command).await,
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

fn language(name: &str) -> Outcome<Language> {
    match name {
        "en" => Ok(Language::En),
        "cs" => Ok(Language::Cs),
        _ => Err("the language is en or cs".into()),
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

async fn serve(cloud: &Cloud, listen: SocketAddr, certificate: Option<Certificate>, behind_proxy: bool) -> Outcome {
    let api = Api::new(cloud.clone(), Host::new(now, random).behind_a_proxy(behind_proxy));
    let listener = tokio::net::TcpListener::bind(listen).await?;
    let fingerprint = certificate.as_ref().map(Certificate::fingerprint);
    let address = listener.local_addr()?;
    let line = serde_json::json!({
        "level": "info", "what": "listening", "address": address, "certificate": fingerprint,
    });
    println!("{line}");
    let relay = tokio::spawn({
        let (cloud, process) = (cloud.clone(), uuid::Builder::from_random_bytes(process_id()?).into_uuid());
        async move { cloud.relay(process).await }
    });
    let (ask, asked) = tokio::sync::watch::channel(false);
    let mail = tokio::spawn({
        let cloud = cloud.clone();
        async move {
            let wrong = |error: &mobileaccess_cloud::Error| {
                eprintln!("{}", serde_json::json!({ "level": "error", "what": error.to_string() }));
            };
            cloud.send_until(&asked, now, random, wrong).await;
        }
    });
    http::serve(api, listener, certificate, async move {
        stop().await;
        ask.send_replace(true);
    })
    .await?;
    relay.abort();
    // Whatever a mail server is told just now is waited for; cut off, it would be sent again, with the same Message-ID.
    drop(tokio::time::timeout(MAIL_PATIENCE, mail).await);
    println!("{}", serde_json::json!({ "level": "info", "what": "stopped" }));
    Ok(())
}

fn process_id() -> std::io::Result<[u8; 16]> {
    let mut id = [0; 16];
    id.copy_from_slice(&random()?[..16]);
    Ok(id)
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
