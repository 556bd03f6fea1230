//! `mobileaccess-cloud mail`: by which server and gateway messages leave.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand, ValueEnum};
use mobileaccess_cloud::{Cloud, MailSettings};
use mobileaccess_domain::is_phone;
use mobileaccess_domain::{Id, rows::Distributor};
use mobileaccess_mail::Problem;
use mobileaccess_mail::sms::{BodyKind, Gateway};
use mobileaccess_mail::smtp::{Security, Server};

use crate::{Outcome, entropy, find, now};

/// Whose settings.
#[derive(Args)]
pub(crate) struct Whose {
    /// Only of the distributor with this code; else of the whole cloud.
    #[arg(long)]
    distributor: Option<String>,
}

#[derive(Clone, Copy, ValueEnum)]
enum SecurityName {
    /// Plain at first, then TLS or nothing; usually port 587.
    Starttls,
    /// TLS from the first byte; usually port 465.
    Tls,
    /// No TLS: for a server on the same machine only.
    None,
}

#[derive(Clone, Copy, ValueEnum)]
enum BodyName {
    /// Fields of a web form.
    Form,
    /// JSON.
    Json,
    /// Text as it is.
    Text,
    /// XML.
    Xml,
}

impl From<BodyName> for BodyKind {
    fn from(name: BodyName) -> Self {
        match name {
            BodyName::Form => Self::Form,
            BodyName::Json => Self::Json,
            BodyName::Text => Self::Text,
            BodyName::Xml => Self::Xml,
        }
    }
}

#[derive(Subcommand)]
pub(crate) enum MailCommand {
    /// Set the mail server. What is not given stays as it was.
    Set(Box<Set>),
    /// Show the settings, secrets left out.
    Show {
        #[command(flatten)]
        whose: Whose,
    },
    /// Send nothing any more by these settings.
    Off {
        #[command(flatten)]
        whose: Whose,
    },
    /// Send a test message now.
    Test {
        #[command(flatten)]
        whose: Whose,
        /// Address of the recipient; of a text message the phone number, with + and its country.
        to: String,
        /// Language: en or cs.
        #[arg(long, default_value = "en")]
        language: String,
    },
}

/// What can be set.
#[derive(Args)]
pub(crate) struct Set {
    #[command(flatten)]
    whose: Whose,
    /// Sender: an address, or a name with an address in angle brackets.
    #[arg(long)]
    from: Option<String>,
    /// Host name of the mail server.
    #[arg(long)]
    host: Option<String>,
    /// Its port; by default 587, with --security tls 465.
    #[arg(long)]
    port: Option<u16>,
    /// How the connection is made safe.
    #[arg(long)]
    security: Option<SecurityName>,
    /// User name; empty for a server that asks for none.
    #[arg(long)]
    user: Option<String>,
    /// File with the password, so that it stands in no list of processes.
    #[arg(long)]
    password_file: Option<PathBuf>,
    /// A further root certificate (PEM) that the mail server's own may come from.
    #[arg(long)]
    root_certificate: Option<PathBuf>,
    /// Address of the gateway for text messages; {phone} and {text} are replaced. Empty takes it away.
    #[arg(long)]
    sms_url: Option<String>,
    /// File with headers for the gateway, one "Name: value" a line.
    #[arg(long)]
    sms_headers_file: Option<PathBuf>,
    /// Body of the request to the gateway; without one it is asked by GET.
    #[arg(long)]
    sms_body: Option<String>,
    /// What the body is; without it, it goes by how the body begins.
    #[arg(long)]
    sms_body_kind: Option<BodyName>,
    /// Remind so many days before a code ends; 0 never.
    #[arg(long)]
    reminder_days: Option<u32>,
    /// Where the phone app is to be had.
    #[arg(long)]
    app_link: Option<String>,
}

fn wrong(problem: &Problem) -> Box<dyn std::error::Error> {
    format!("{}: {}", serde_json::json!(problem.kind).as_str().unwrap_or_default(), problem.detail).into()
}

async fn whose(cloud: &Cloud, whose: &Whose) -> Outcome<Option<Id<Distributor>>> {
    match &whose.distributor {
        Some(code) => Ok(Some(find(cloud, code).await?)),
        None => Ok(None),
    }
}

pub(crate) async fn carry_out(cloud: &Cloud, command: MailCommand) -> Outcome {
    match command {
        MailCommand::Set(set) => {
            let of = whose(cloud, &set.whose).await?;
            let known = cloud.mail_settings(of).await?;
            let settings = set.onto(known)?;
            settings.check().map_err(|problem| wrong(&problem))?;
            Ok(cloud.set_mail_settings(now(), &entropy()?, of, Some(&settings)).await?)
        }
        MailCommand::Show { whose: of } => {
            match cloud.mail_settings(whose(cloud, &of).await?).await? {
                Some(settings) => show(&settings),
                None => println!("nothing is set"),
            }
            println!("{} waiting", cloud.messages_waiting().await?);
            Ok(())
        }
        MailCommand::Off { whose: of } => {
            let of = whose(cloud, &of).await?;
            Ok(cloud.set_mail_settings(now(), &entropy()?, of, None).await?)
        }
        MailCommand::Test { whose: of, to, language } => {
            let language = crate::language(&language)?;
            let of = whose(cloud, &of).await?;
            if is_phone(&to) {
                let tested = cloud.test_gateway(of, &to, language).await?.ok_or("there is no gateway")?;
                let status = tested.status.map(|status| status.to_string()).unwrap_or_default();
                return match tested.problem {
                    None => {
                        println!("the gateway took it: {status} {}", tested.detail);
                        Ok(())
                    }
                    Some(problem) => {
                        let kind = serde_json::json!(problem);
                        Err(format!("{}: {status} {}", kind.as_str().unwrap_or_default(), tested.detail).into())
                    }
                };
            }
            let sent = cloud.send_test_letter(now(), &entropy()?, of, &to, language).await?;
            sent.map_err(|problem| wrong(&problem))?;
            println!("the server took it");
            Ok(())
        }
    }
}

fn show(settings: &MailSettings) {
    println!("from           {}", settings.from);
    if let Some(server) = &settings.server {
        let user = if server.username.is_empty() { "-" } else { &server.username };
        println!("server         {}:{}  {:?}  user {user}", server.host, server.port, server.security);
    }
    // The address of a gateway may hold a key of the account.
    println!("sms gateway    {}", if settings.gateway.is_some() { "set" } else { "none" });
    println!("reminder days  {}", settings.reminder_days);
    println!("app link       {}", settings.app_link);
}

fn read(path: &Path) -> Outcome<String> {
    std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()).into())
}

impl Set {
    fn onto(&self, known: Option<MailSettings>) -> Outcome<MailSettings> {
        let mut settings = known.unwrap_or_default();
        settings.from = self.from.clone().unwrap_or(settings.from);
        settings.app_link = self.app_link.clone().unwrap_or(settings.app_link);
        settings.reminder_days = self.reminder_days.unwrap_or(settings.reminder_days);
        if let Some(host) = &self.host {
            let known = settings.server.take();
            settings.server = Some(Server {
                host: host.clone(),
                port: known.as_ref().map_or(587, |server| server.port),
                security: known.as_ref().map(|server| server.security).unwrap_or_default(),
                // Another server does not get to see the password of the one before.
                username: String::new(),
                password: String::new(),
                root_certificate: None,
            });
        }
        let port = self.port.or(match self.security {
            Some(SecurityName::Tls) => Some(465),
            Some(SecurityName::Starttls) => Some(587),
            _ => None,
        });
        if let Some(server) = &mut settings.server {
            server.port = port.unwrap_or(server.port);
            server.security = match self.security {
                Some(SecurityName::Starttls) => Security::StartTls,
                Some(SecurityName::Tls) => Security::Tls,
                Some(SecurityName::None) => Security::None,
                None => server.security,
            };
            server.username = self.user.clone().unwrap_or_else(|| server.username.clone());
            if let Some(path) = &self.password_file {
                server.password = read(path)?.trim_end_matches(['\r', '\n']).to_owned();
            }
            if let Some(path) = &self.root_certificate {
                server.root_certificate = Some(read(path)?);
            }
        }
        match self.sms_url.as_deref() {
            Some("") => settings.gateway = None,
            Some(url) => {
                settings.gateway = Some(Gateway { url: url.to_owned(), ..Gateway::default() });
            }
            None => {}
        }
        if let Some(gateway) = &mut settings.gateway {
            if let Some(path) = &self.sms_headers_file {
                let text = read(path)?;
                let header =
                    |line: &str| line.split_once(':').map(|(name, value)| (name.trim().into(), value.trim().into()));
                let headers: Option<Vec<_>> = text.lines().filter(|line| !line.trim().is_empty()).map(header).collect();
                gateway.headers = headers.ok_or("a header is written \"Name: value\"")?;
            }
            gateway.body = self.sms_body.clone().unwrap_or_else(|| gateway.body.clone());
            gateway.kind = self.sms_body_kind.map(BodyKind::from).or(gateway.kind);
        }
        Ok(settings)
    }
}
