//! By which mail server and which gateway messages leave: of the whole cloud, or of one distributor. They lie sealed in the
//! database, so that every process on it knows them.

use std::fmt;

use chrono::{DateTime, SubsecRound as _, Utc};
use mobileaccess_domain::messages::{MOST_REMINDER_DAYS, SetChannels};
use mobileaccess_domain::rows::{Channels, Distributor, Role};
use mobileaccess_domain::{Actor, Context, Id, Language, Mutation, Need};
use mobileaccess_mail::letter::{Envelope, test_letter};
use mobileaccess_mail::sms::{Gateway, GatewayFault, test_text};
use mobileaccess_mail::smtp::{Mailer, Security, Server};
use mobileaccess_mail::{Problem, ProblemKind};
use mobileaccess_wire::office::TestedSms;
use mobileaccess_wire::sync::TestedMessage;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::cloud::{Cloud, Session, has_ended};
use crate::db::Tx;
use crate::error::{Denied, Result};
use crate::load::{Tenant, load};
use crate::secrets::{Entropy, Keys};

/// How messages leave.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailSettings {
    /// Sender, as `Name <address>` or an address.
    pub from: String,
    /// The mail server; without one nothing is sent.
    pub server: Option<Server>,
    /// The gateway for text messages.
    #[serde(default)]
    pub gateway: Option<Gateway>,
    /// So many days before a code ends its holder is reminded; 0 is never.
    #[serde(default)]
    pub reminder_days: u32,
    /// Where the phone app is to be had.
    pub app_link: String,
}

/// Where the phone app is to be had, unless it is said otherwise (manual, chapter 4.3.2).
const APP_LINK: &str = "http://ima.cz/app/key";

impl Default for MailSettings {
    /// By which nothing is sent.
    fn default() -> Self {
        Self { from: String::new(), server: None, gateway: None, reminder_days: 0, app_link: APP_LINK.to_owned() }
    }
}

impl fmt::Debug for MailSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MailSettings")
            .field("from", &self.from)
            .field("server", &self.server)
            .field("gateway", &self.gateway)
            .field("reminder_days", &self.reminder_days)
            .finish_non_exhaustive()
    }
}

impl MailSettings {
    /// What computers are told of them.
    pub fn channels(&self) -> Channels {
        let email = self.server.is_some();
        let reminder_days = if email { self.reminder_days } else { 0 };
        Channels { email, sms: email && self.gateway().is_some(), reminder_days }
    }

    /// The gateway, unless it is switched off.
    pub(crate) fn gateway(&self) -> Option<&Gateway> {
        self.gateway.as_ref().filter(|gateway| !gateway.off)
    }

    /// Whether they can be used at all; what is wrong if not.
    ///
    /// # Errors
    /// A [`Problem`] of the settings.
    pub fn check(&self) -> Result<(), Problem> {
        let bad = |what: &str| Problem { kind: ProblemKind::BadSettings, detail: what.to_owned() };
        // A distributor that sends by the cloud's server may leave the sender to it.
        if self.server.is_some() || !self.from.is_empty() {
            let at = self.envelope("nobody@localhost", "<check@localhost>", DateTime::UNIX_EPOCH);
            test_letter(Language::En, "", &at)?;
        }
        if let Some(server) = &self.server {
            let local = matches!(server.host.as_str(), "localhost" | "127.0.0.1" | "::1");
            if server.host.trim().is_empty() {
                return Err(bad("the mail server has no name"));
            }
            if server.security == Security::None && !local {
                return Err(bad("without TLS only a mail server on the same machine is used"));
            }
            Mailer::new(server)?;
        }
        if let Some(gateway) = &self.gateway
            && let Some(fault) = gateway.faults().first()
        {
            return Err(bad(&in_words(fault)));
        }
        if self.reminder_days > MOST_REMINDER_DAYS {
            return Err(bad("a reminder is sent at most 27 days before a code ends"));
        }
        Ok(())
    }

    fn envelope<'a>(&'a self, to: &'a str, message_id: &'a str, date: DateTime<Utc>) -> Envelope<'a> {
        Envelope { from: &self.from, reply_to: "", to_name: "", to, message_id, date }
    }

    /// The host in the sender's address, for Message-IDs.
    pub(crate) fn host(&self) -> &str {
        let host = self.from.rsplit_once('@').map_or("localhost", |(_, host)| host);
        host.trim_end_matches('>').trim()
    }
}

/// What is wrong with a gateway, for whoever sets it on a command line.
fn in_words(fault: &GatewayFault) -> String {
    match fault {
        GatewayFault::Url => "the gateway's address is none".to_owned(),
        GatewayFault::NeedsTls => "the gateway's address begins with https://".to_owned(),
        GatewayFault::UnknownPlaceholder { name, .. } => format!("nothing stands for {{{name}}} of the gateway"),
        GatewayFault::MissingPlaceholder { name } => format!("the gateway is told no {{{name}}}"),
        GatewayFault::BodyIsNoJson => "the gateway's body is no JSON".to_owned(),
        GatewayFault::Header { index, .. } => format!("header {} of the gateway cannot be sent", index + 1),
        GatewayFault::HeaderTwice { index } => format!("header {} of the gateway is there twice", index + 1),
    }
}

/// The row of settings: of a distributor, or of the cloud.
fn place(of: Option<Id<Distributor>>) -> Uuid {
    of.map_or(Uuid::nil(), Id::uuid)
}

async fn read(tx: &mut Tx, keys: &Keys, of: Option<Id<Distributor>>) -> Result<Option<MailSettings>> {
    let id = place(of);
    let row = tx.fetch_one("SELECT body FROM mail_settings WHERE id = $1", vec![id.into()]).await?;
    let Some(row) = row else { return Ok(None) };
    let body = keys.open(&format!("mail_settings:{id}:body"), row.str(0)?)?;
    Ok(Some(serde_json::from_str(&body)?))
}

/// The settings that hold for a distributor: its own, and for a server or a gateway that it has none of, the cloud's.
pub(crate) async fn settings_of(tx: &mut Tx, keys: &Keys, of: Id<Distributor>) -> Result<Option<MailSettings>> {
    let Some(own) = read(tx, keys, Some(of)).await? else { return read(tx, keys, None).await };
    if own.server.is_some() && own.gateway.is_some() {
        return Ok(Some(own));
    }
    let whole = read(tx, keys, None).await?.unwrap_or_default();
    let from = if own.from.is_empty() { whole.from } else { own.from };
    Ok(Some(MailSettings { from, server: own.server.or(whole.server), gateway: own.gateway.or(whole.gateway), ..own }))
}

impl Cloud {
    /// The settings of a distributor, or the cloud's own.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn mail_settings(&self, of: Option<Id<Distributor>>) -> Result<Option<MailSettings>> {
        let mut tx = self.db().read().await?;
        read(&mut tx, self.keys(), of).await
    }

    /// Sets or removes the settings of a distributor, or the cloud's own, and tells every computer by which ways messages go now.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn set_mail_settings(
        &self,
        at: DateTime<Utc>,
        entropy: &Entropy,
        of: Option<Id<Distributor>>,
        settings: Option<&MailSettings>,
    ) -> Result<()> {
        let id = place(of);
        let mut tx = self.db().write().await?;
        match settings {
            None => tx.execute("DELETE FROM mail_settings WHERE id = $1", vec![id.into()]).await?,
            Some(settings) => {
                let body = serde_json::to_string(settings)?;
                let sealed = self.keys().seal(&format!("mail_settings:{id}:body"), &body)?;
                let text = "INSERT INTO mail_settings (id, body) VALUES ($1, $2) \
                            ON CONFLICT (id) DO UPDATE SET body = excluded.body";
                tx.execute(text, vec![id.into(), sealed.into()]).await?
            }
        };
        // What waited for better settings is tried at once.
        let text = "UPDATE mail_queue SET due_at = $1 WHERE due_at > $1";
        tx.execute(text, vec![at.into()]).await?;
        tx.commit().await?;
        self.tell_channels(at, entropy, of).await
    }

    /// Writes into distributors' rows by which ways messages go, where that changed.
    pub(crate) async fn tell_channels(
        &self,
        at: DateTime<Utc>,
        entropy: &Entropy,
        only: Option<Id<Distributor>>,
    ) -> Result<()> {
        for listed in self.distributors().await? {
            if only.is_some_and(|only| only != listed.id) {
                continue;
            }
            let mut tx = self.db().write().await?;
            let settings = settings_of(&mut tx, self.keys(), listed.id).await?;
            let channels = settings.map(|settings| settings.channels()).unwrap_or_default();
            let mutation = Mutation::from(SetChannels { distributor_id: listed.id, channels });
            let id = entropy.uuid(&format!("channels {}", listed.id));
            let context = Context::here(id, Actor::Cloud, at.trunc_subsecs(3));
            if self.carry_out_in(&mut tx, listed.id, &mutation, &context).await?.is_ok() {
                tx.commit().await?;
                self.poke(listed.id);
            }
        }
        Ok(())
    }

    /// Sends a test letter to an admin's own address.
    ///
    /// # Errors
    /// [`Denied::NotAllowed`] for other roles and for accounts or computers that have ended; faults of the database.
    pub async fn test_message(&self, at: DateTime<Utc>, entropy: &Entropy, session: &Session) -> Result<TestedMessage> {
        let mut tx = self.db().read().await?;
        let tenant = Tenant::look(&mut tx, session.distributor).await?;
        if tenant.suspended {
            return Err(Denied::Suspended.into());
        }
        let needs = vec![Need::Account(session.account), Need::Replica(session.replica)];
        let state = load(&mut tx, self.keys(), &tenant, needs).await?;
        tx.roll_back().await?;
        let account = state.accounts.get(&session.account).ok_or(Denied::Token)?;
        let replica = state.replicas.get(&session.replica).ok_or(Denied::Token)?;
        let ended = has_ended(account, at) || replica.revoked_at.is_some() || replica.lost_at.is_some();
        if ended || account.role != Role::DistributorAdmin {
            return Err(Denied::NotAllowed.into());
        }
        let language = account.language.unwrap_or_default();
        let sent = self.send_test_letter(at, entropy, Some(session.distributor), &account.email, language).await?;
        let problem = sent.err();
        Ok(TestedMessage {
            to: account.email.clone(),
            problem: problem.as_ref().map(|problem| super::worker::problem_of(problem.kind)),
            detail: problem.map(|problem| problem.detail).unwrap_or_default(),
        })
    }

    /// Sends a letter that tries the settings, at once.
    ///
    /// # Errors
    /// Faults of the database. The inner one is what is wrong with the settings, or what the server said.
    pub async fn send_test_letter(
        &self,
        at: DateTime<Utc>,
        entropy: &Entropy,
        of: Option<Id<Distributor>>,
        to: &str,
        language: Language,
    ) -> Result<Result<(), Problem>> {
        let (settings, sender) = self.settings_and_sender(of).await?;
        let none = || Problem { kind: ProblemKind::BadSettings, detail: "there is no mail server".to_owned() };
        let Some(settings) = settings else { return Ok(Err(none())) };
        let Some(server) = &settings.server else { return Ok(Err(none())) };
        let message_id = format!("<{}@{}>", entropy.uuid("test letter"), settings.host());
        let letter = test_letter(language, &sender, &settings.envelope(to, &message_id, at));
        Ok(match (letter, Mailer::new(server)) {
            (Ok(letter), Ok(mailer)) => super::worker::patiently(mailer.send(letter)).await,
            (Err(problem), _) | (_, Err(problem)) => Err(problem),
        })
    }

    /// Sends a text message that tries the gateway out, at once; also where it is switched off. `None`: there is no gateway.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn test_gateway(
        &self,
        of: Option<Id<Distributor>>,
        phone: &str,
        language: Language,
    ) -> Result<Option<TestedSms>> {
        let (settings, sender) = self.settings_and_sender(of).await?;
        let Some(gateway) = settings.and_then(|settings| settings.gateway) else { return Ok(None) };
        let text = test_text(language, &sender);
        let answered = super::worker::patiently(gateway.try_out(phone, &text)).await;
        let kind = |kind| super::worker::problem_of(kind);
        Ok(Some(match answered {
            Ok(answer) => TestedSms {
                to: phone.to_owned(),
                status: Some(answer.status),
                problem: answer.problem.map(kind),
                detail: answer.said,
            },
            Err(problem) => TestedSms {
                to: phone.to_owned(),
                status: None,
                problem: Some(kind(problem.kind)),
                detail: problem.detail,
            },
        }))
    }

    /// The settings that hold for a distributor or for the cloud, and who sends by them.
    async fn settings_and_sender(&self, of: Option<Id<Distributor>>) -> Result<(Option<MailSettings>, String)> {
        let mut tx = self.db().read().await?;
        let settings = match of {
            Some(of) => settings_of(&mut tx, self.keys(), of).await?,
            None => read(&mut tx, self.keys(), None).await?,
        };
        let sender = match of {
            Some(of) => {
                let text = "SELECT body FROM rows WHERE id = $1 AND noun = 'distributor'";
                let row = tx.fetch_one(text, vec![of.into()]).await?.ok_or(Denied::NotFound)?;
                serde_json::from_str::<Distributor>(row.str(0)?)?.name
            }
            None => "MobileAccess".to_owned(),
        };
        tx.roll_back().await?;
        Ok((settings, sender))
    }
}
