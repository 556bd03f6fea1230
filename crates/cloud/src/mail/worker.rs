//! Carrying messages: claim one, hand it to its server, note what became of it. The three are apart, because between them the
//! process may end. A claim is a lease of the queue's entry: nobody else touches it until it ends, and only its holder may
//! note an outcome. Whoever ends between the server's yes and the note leaves a message that is sent again after the claim has
//! ended, with the same Message-ID.

use std::future::Future;

use chrono::{DateTime, Duration, SubsecRound as _, Utc};
use mobileaccess_domain::distributors::qr_content;
use mobileaccess_domain::messages::{MessageOutcome, RemindHolder, ReportMessage, still_invites};
use mobileaccess_domain::rows::{Channel, Distributor, Message, MessageProblem, MessagePurpose, MessageStatus};
use mobileaccess_domain::{Actor, Context, Id, Mutation, Need, State, is_email, schedule};
use mobileaccess_mail::letter::{Envelope, KeyLetter, Letter, Occasion, key_letter};
use mobileaccess_mail::sms::{Gateway, notice};
use mobileaccess_mail::smtp::Mailer;
use mobileaccess_mail::{Problem, ProblemKind};
use uuid::Uuid;

use super::settings::{MailSettings, settings_of};
use crate::cloud::{Cloud, history};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::load::{Tenant, load};
use crate::secrets::Entropy;

/// The longest that one attempt may take.
pub const PATIENCE: std::time::Duration = std::time::Duration::from_secs(120);
/// How long a claim holds: well over the longest attempt, clocks of several machines included.
const CLAIM: Duration = Duration::minutes(10);
/// The wait after the first attempt; it doubles from there.
const FIRST_WAIT: Duration = Duration::seconds(15);
/// The longest wait between attempts.
const LONGEST_WAIT: Duration = Duration::hours(1);
/// A message that could not be sent for so long is given up, and a person told.
const GIVE_UP: Duration = Duration::days(3);
/// Reminders that are looked at in one round.
const REMINDERS: i64 = 100;

/// A message that this process carries now.
#[derive(Debug)]
pub struct Claimed {
    id: Id<Message>,
    distributor: Id<Distributor>,
    round: u32,
    attempts: u64,
    asked_at: DateTime<Utc>,
    problem: Option<MessageProblem>,
    claim: Uuid,
    parcel: Parcel,
}

/// What is handed over.
enum Parcel {
    Letter(Mailer, Box<Letter>),
    Notice(Gateway, String, String),
    /// Nothing is sent: the code stopped working.
    Void,
    /// It cannot be written, or there is no server for it.
    Stuck(Problem),
}

impl std::fmt::Debug for Parcel {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Letter(..) => "Letter",
            Self::Notice(..) => "Notice",
            Self::Void => "Void",
            Self::Stuck(_) => "Stuck",
        })
    }
}

/// What became of an attempt.
#[derive(Debug)]
pub struct Carried(Result<Option<()>, Problem>);

impl Claimed {
    /// Hands the message to its server.
    pub async fn carry(&self) -> Carried {
        Carried(match &self.parcel {
            Parcel::Letter(mailer, letter) => patiently(mailer.send((**letter).clone())).await.map(Some),
            Parcel::Notice(gateway, phone, text) => patiently(gateway.send(phone, text)).await.map(Some),
            Parcel::Void => Ok(None),
            Parcel::Stuck(problem) => Err(problem.clone()),
        })
    }
}

/// Waits for a server, but not for ever.
pub(super) async fn patiently<T>(sending: impl Future<Output = Result<T, Problem>>) -> Result<T, Problem> {
    let late = || Problem { kind: ProblemKind::Unreachable, detail: "no answer in time".to_owned() };
    tokio::time::timeout(PATIENCE, sending).await.unwrap_or_else(|_| Err(late()))
}

pub(super) fn problem_of(kind: ProblemKind) -> MessageProblem {
    match kind {
        ProblemKind::Unreachable => MessageProblem::Unreachable,
        ProblemKind::Tls => MessageProblem::Tls,
        ProblemKind::Login => MessageProblem::Login,
        ProblemKind::RecipientRefused => MessageProblem::RecipientRefused,
        ProblemKind::Rejected => MessageProblem::Rejected,
        ProblemKind::TryLater => MessageProblem::TryLater,
        ProblemKind::BadSettings => MessageProblem::BadSettings,
    }
}

/// The wait after so many attempts.
fn wait_after(attempts: u64) -> Duration {
    let doublings = u32::try_from(attempts.saturating_sub(1)).unwrap_or(u32::MAX).min(16);
    (FIRST_WAIT * 2_i32.saturating_pow(doublings)).min(LONGEST_WAIT)
}

impl Cloud {
    /// Claims the message that is due longest, if any. Nothing is due while a restore is being ended, nor of a suspended
    /// distributor.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn claim_message(&self, at: DateTime<Utc>, entropy: &Entropy) -> Result<Option<Claimed>> {
        const DUE: &str = "SELECT q.id, q.distributor_id, q.round, q.attempts FROM mail_queue q \
                           JOIN distributors d ON d.id = q.distributor_id \
                           WHERE q.waits_for IS NULL AND q.due_at <= $1 AND q.claimed_until <= $1 \
                           AND d.suspended_at IS NULL ORDER BY q.due_at, q.id LIMIT 1";
        let at = at.trunc_subsecs(3);
        {
            // Mostly there is nothing, which need not lock anything.
            let mut look = self.db().read().await?;
            if history(&mut look).await?.recovering || look.fetch_one(DUE, vec![at.into()]).await?.is_none() {
                return Ok(None);
            }
        }
        let mut tx = self.db().write().await?;
        let text = format!("{DUE}{}", tx.skip_locked("q"));
        let Some(row) = tx.fetch_one(&text, vec![at.into()]).await? else { return Ok(None) };
        let (id, distributor) = (Id::<Message>::new(row.id(0)?), Id::<Distributor>::new(row.id(1)?));
        let (round, attempts) = (row.count(2)?, row.count(3)? + 1);
        let claim = entropy.uuid("claim");
        let text = "UPDATE mail_queue SET claim = $2, claimed_until = $3, attempts = $4 WHERE id = $1";
        tx.execute(text, vec![id.into(), claim.into(), (at + CLAIM).into(), attempts.into()]).await?;
        let tenant = Tenant::look(&mut tx, distributor).await?;
        let state = load(&mut tx, self.keys(), &tenant, vec![Need::Message(id)]).await?;
        let settings = settings_of(&mut tx, self.keys(), distributor).await?;
        tx.commit().await?;
        let missing = || Error::Damaged("a queued message is missing".to_owned());
        let message = state.messages.get(&id).ok_or_else(missing)?;
        Ok(Some(Claimed {
            id,
            distributor,
            round: u32::try_from(round).unwrap_or(u32::MAX),
            attempts,
            asked_at: message.asked_at,
            problem: message.problem,
            claim,
            parcel: parcel(&state, message, settings.as_ref(), at).ok_or_else(missing)?,
        }))
    }

    /// Notes what became of a claimed message. If the claim has ended meanwhile and somebody else took it over, nothing is
    /// noted.
    ///
    /// # Errors
    /// Faults of the database; the message is sent again then, once the claim has ended.
    pub async fn settle_message(
        &self,
        at: DateTime<Utc>,
        entropy: &Entropy,
        claimed: &Claimed,
        carried: Carried,
    ) -> Result<()> {
        let at = at.trunc_subsecs(3);
        let mut tx = self.db().write().await?;
        Tenant::lock(&mut tx, claimed.distributor).await?;
        let text = "SELECT round FROM mail_queue WHERE id = $1 AND claim = $2";
        if tx.fetch_one(text, vec![claimed.id.into(), claimed.claim.into()]).await?.is_none() {
            return Ok(());
        }
        let too_late = at - claimed.asked_at >= GIVE_UP;
        let outcome = match carried.0 {
            Ok(Some(())) => MessageOutcome::Sent,
            Ok(None) => MessageOutcome::Void,
            Err(Problem { kind, detail }) if kind.is_passing() && !too_late => {
                MessageOutcome::Delayed { problem: problem_of(kind), detail }
            }
            Err(Problem { kind, detail }) => MessageOutcome::GivenUp { problem: problem_of(kind), detail },
        };
        let reporter = Reporter { cloud: self, at, entropy, distributor: claimed.distributor };
        match &outcome {
            MessageOutcome::Delayed { problem, .. } => {
                let due_at = at + wait_after(claimed.attempts);
                let text = "UPDATE mail_queue SET due_at = $2, claim = NULL, claimed_until = 0 WHERE id = $1";
                tx.execute(text, vec![claimed.id.into(), due_at.into()]).await?;
                // Computers are told once what is wrong, not at every attempt.
                if claimed.problem != Some(*problem) {
                    reporter.report(&mut tx, claimed.id, claimed.round, outcome).await?;
                }
            }
            _ => {
                let sent = outcome == MessageOutcome::Sent;
                reporter.report(&mut tx, claimed.id, claimed.round, outcome).await?;
                tx.execute("DELETE FROM mail_queue WHERE id = $1", vec![claimed.id.into()]).await?;
                if sent {
                    remember_reminder(&mut tx, claimed.id).await?;
                    let text = "UPDATE mail_queue SET waits_for = NULL, due_at = $2 WHERE waits_for = $1";
                    tx.execute(text, vec![claimed.id.into(), at.into()]).await?;
                } else {
                    reporter.void_waiting(&mut tx, claimed.id).await?;
                }
            }
        }
        tx.commit().await?;
        self.poke(claimed.distributor);
        Ok(())
    }

    /// Claims, carries and settles one message. Says whether there was one.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn send_next(
        &self,
        now: impl Fn() -> DateTime<Utc>,
        mut entropy: impl FnMut() -> Result<Entropy>,
    ) -> Result<bool> {
        let Some(claimed) = self.claim_message(now(), &entropy()?).await? else { return Ok(false) };
        let carried = claimed.carry().await;
        self.settle_message(now(), &entropy()?, &claimed, carried).await?;
        Ok(true)
    }

    /// Queues reminders of codes that end soon. Says how many.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn queue_reminders(&self, at: DateTime<Utc>, entropy: &Entropy) -> Result<u64> {
        let at = at.trunc_subsecs(3);
        let mut look = self.db().read().await?;
        if history(&mut look).await?.recovering {
            return Ok(0);
        }
        let text = "SELECT d.id, r.body FROM distributors d JOIN rows r ON r.id = d.id AND r.noun = 'distributor' \
                    WHERE d.suspended_at IS NULL";
        let mut due = Vec::new();
        for row in look.fetch(text, Vec::new()).await? {
            let distributor: Distributor = serde_json::from_str(row.str(1)?)?;
            let days = distributor.channels.reminder_days;
            if days == 0 {
                continue;
            }
            let until = at + Duration::days(i64::from(days));
            let text = "SELECT code_id FROM mail_reminders WHERE distributor_id = $1 AND expires_at <= $2 \
                        ORDER BY expires_at LIMIT $3";
            for row in look.fetch(text, vec![distributor.id.into(), until.into(), REMINDERS.into()]).await? {
                due.push((distributor.id, row.id(0)?));
            }
        }
        look.roll_back().await?;
        let mut queued = 0;
        for (distributor, code) in due {
            let mut tx = self.db().write().await?;
            Tenant::lock(&mut tx, distributor).await?;
            // Whoever takes the note away reminds: of several processes one.
            let text = "DELETE FROM mail_reminders WHERE code_id = $1";
            if tx.execute(text, vec![code.into()]).await? == 0 {
                continue;
            }
            let mutation = Mutation::from(RemindHolder { code_id: Id::new(code) });
            let context = Context::here(entropy.uuid(&format!("remind {code}")), Actor::Cloud, at);
            if self.carry_out_in(&mut tx, distributor, &mutation, &context).await?.is_ok() {
                queued += 1;
            }
            tx.commit().await?;
            self.poke(distributor);
        }
        Ok(queued)
    }

    /// How many messages wait to be sent.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn messages_waiting(&self) -> Result<u64> {
        let mut tx = self.db().read().await?;
        Ok(tx.number("SELECT count(*) FROM mail_queue", Vec::new()).await?.unsigned_abs())
    }
}

/// Who writes outcomes into rows.
struct Reporter<'a> {
    cloud: &'a Cloud,
    at: DateTime<Utc>,
    entropy: &'a Entropy,
    distributor: Id<Distributor>,
}

impl Reporter<'_> {
    async fn report(&self, tx: &mut Tx, id: Id<Message>, round: u32, outcome: MessageOutcome) -> Result<()> {
        let mutation = Mutation::from(ReportMessage { message_id: id, round, outcome });
        let context = Context::here(self.entropy.uuid(&format!("report {id}")), Actor::Cloud, self.at);
        // A message that has moved on keeps what is known of it.
        drop(self.cloud.carry_out_in(tx, self.distributor, &mutation, &context).await?);
        Ok(())
    }

    /// What only announces a letter is not sent without it.
    async fn void_waiting(&self, tx: &mut Tx, letter: Id<Message>) -> Result<()> {
        let text = "SELECT id, round FROM mail_queue WHERE waits_for = $1";
        for row in tx.fetch(text, vec![letter.into()]).await? {
            let (id, round) = (Id::new(row.id(0)?), u32::try_from(row.count(1)?).unwrap_or(u32::MAX));
            self.report(tx, id, round, MessageOutcome::Void).await?;
            tx.execute("DELETE FROM mail_queue WHERE id = $1", vec![id.into()]).await?;
        }
        Ok(())
    }
}

/// Notes that the holder of a letter's code is to be reminded one day.
async fn remember_reminder(tx: &mut Tx, id: Id<Message>) -> Result<()> {
    let text = "SELECT body, distributor_id FROM rows WHERE id = $1 AND noun = 'message'";
    let Some(row) = tx.fetch_one(text, vec![id.into()]).await? else { return Ok(()) };
    let message: Message = serde_json::from_str(row.str(0)?)?;
    if message.channel != Channel::Email || message.purpose != MessagePurpose::Invitation {
        return Ok(());
    }
    let distributor = row.id(1)?;
    let text = "SELECT body FROM rows WHERE id = $1 AND noun = 'code'";
    let Some(row) = tx.fetch_one(text, vec![message.code_id.into()]).await? else { return Ok(()) };
    // Only its secret is sealed; when it ends is not.
    let code: serde_json::Value = serde_json::from_str(row.str(0)?)?;
    let ends = code.get("expires_at").and_then(|at| serde_json::from_value::<DateTime<Utc>>(at.clone()).ok());
    let Some(expires_at) = ends else { return Ok(()) };
    let text = "INSERT INTO mail_reminders (code_id, distributor_id, expires_at) VALUES ($1, $2, $3) \
                ON CONFLICT (code_id) DO NOTHING";
    tx.execute(text, vec![message.code_id.into(), distributor.into(), expires_at.into()]).await?;
    Ok(())
}

/// What is handed over for a message; `None` when rows are missing.
fn parcel(state: &State, message: &Message, settings: Option<&MailSettings>, at: DateTime<Utc>) -> Option<Parcel> {
    let code = state.codes.get(&message.code_id)?;
    let key = state.keys.get(&message.key_id)?;
    let user = state.users.get(&message.user_id)?;
    let customer = state.customers.get(&message.customer_id)?;
    let distributor = state.distributors.get(&customer.distributor_id)?;
    let context = Context::here(Uuid::nil(), Actor::Cloud, at);
    if message.status != MessageStatus::Queued || !still_invites(state, code, &context) {
        return Some(Parcel::Void);
    }
    let stuck = |what: &str| Some(Parcel::Stuck(Problem { kind: ProblemKind::BadSettings, detail: what.to_owned() }));
    let language = user.language.unwrap_or(message.language);
    let Some(settings) = settings else { return stuck("there are no settings") };
    if message.channel == Channel::Sms {
        let Some(gateway) = settings.gateway() else { return stuck("there is no gateway") };
        let text = notice(language, &customer.name);
        return Some(Parcel::Notice(gateway.clone(), message.to.clone(), text));
    }
    let Some(server) = &settings.server else { return stuck("there is no mail server") };
    let name = user.full_name();
    let qr = qr_content(&distributor.public_address, &code.code);
    let reply_to = Some(distributor.contact.email.as_str()).filter(|email| is_email(email)).unwrap_or_default();
    let message_id = format!("<{}.{}@{}>", message.id, message.round, settings.host());
    let letter = KeyLetter {
        occasion: match message.purpose {
            MessagePurpose::Invitation => Occasion::NewKey,
            MessagePurpose::Reminder => Occasion::Reminder,
        },
        language,
        name: &name,
        site: &customer.name,
        sender: &distributor.name,
        key_name: &key.name,
        number: key.number,
        valid_from: key.valid_from,
        valid_to: key.valid_to,
        code: &code.code,
        qr_content: &qr,
        link: (!distributor.public_address.is_empty()).then_some(qr.as_str()),
        code_until: schedule::local_time(code.expires_at, &customer.time_zone),
        app_link: &settings.app_link,
        demo: customer.is_demo(),
    };
    let envelope = Envelope {
        from: &settings.from,
        reply_to,
        to_name: &name,
        to: &message.to,
        message_id: &message_id,
        date: message.asked_at,
    };
    Some(match (key_letter(&letter, &envelope), Mailer::new(server)) {
        (Ok(letter), Ok(mailer)) => Parcel::Letter(mailer, Box::new(letter)),
        (Err(problem), _) | (_, Err(problem)) => Parcel::Stuck(problem),
    })
}
