//! Messages to key holders (manual, chapter 4.3.2): when one is to be sent, and what became of it. The cloud sends; a computer
//! only asks, and shows the state.

use chrono::Duration;
use serde::{Deserialize, Serialize};

use crate::{
    Actor, Change, Context, Effects, FieldCode, Id, Language, Need, Refusal, State,
    check::{Check, is_email, is_phone},
    effects::Draft,
    keys::live_key,
    mutation::Rule,
    rows::{
        ActivationCode, Channel, Channels, Customer, DeviceStatus, Distributor, KeyStatus, Lease, Message,
        MessageProblem, MessagePurpose, MessageStatus, User,
    },
};

/// The id of the one message about a code by a way.
pub fn message_id(code: Id<ActivationCode>, channel: Channel, purpose: MessagePurpose) -> Id<Message> {
    let label = match (channel, purpose) {
        (Channel::Email, MessagePurpose::Invitation) => "email invitation",
        (Channel::Email, MessagePurpose::Reminder) => "email reminder",
        (Channel::Sms, MessagePurpose::Invitation) => "sms invitation",
        (Channel::Sms, MessagePurpose::Reminder) => "sms reminder",
    };
    code.derive(label, 0)
}

/// Where a new code is to be sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recipient {
    /// By which way.
    pub channel: Channel,
    /// E-mail address or phone number.
    pub to: String,
    /// Language, where the user has none of their own.
    #[serde(default)]
    pub language: Language,
}

/// The name of the field that holds an address, as forms know it.
fn field(channel: Channel) -> &'static str {
    match channel {
        Channel::Email => "send_email",
        Channel::Sms => "send_sms",
    }
}

fn channels(state: &State, distributor: Id<Distributor>) -> Channels {
    state.distributors.get(&distributor).map(|row| row.channels).unwrap_or_default()
}

/// What is wrong with an address, if anything.
fn wrong(channels: Channels, channel: Channel, to: &str) -> Option<FieldCode> {
    let fits = match channel {
        Channel::Email => is_email(to) && to.chars().count() <= 254,
        Channel::Sms => is_phone(to),
    };
    if !channels.has(channel) {
        Some(FieldCode::ChannelOff)
    } else if to.is_empty() {
        Some(FieldCode::Required)
    } else if fits {
        None
    } else if channel == Channel::Email {
        Some(FieldCode::BadEmail)
    } else {
        Some(FieldCode::BadPhone)
    }
}

/// Queues the messages that were asked for together with a code. Under a lease the code stands whatever is wrong with them: a
/// message that cannot be sent is shown as given up then.
pub(crate) fn queue_with_code(
    draft: &mut Draft<'_>,
    customer: &Customer,
    user: Id<User>,
    code: &ActivationCode,
    wanted: &[Recipient],
    permit: Option<&Lease>,
) -> Result<(), Refusal> {
    let channels = channels(draft.state(), customer.distributor_id);
    let mut check = Check::default();
    let mut seen = std::collections::BTreeSet::new();
    let by_email = wanted.iter().any(|recipient| recipient.channel == Channel::Email);
    for recipient in wanted {
        let to = recipient.to.trim();
        let mut problem = wrong(channels, recipient.channel, to);
        if recipient.channel == Channel::Sms && !by_email {
            problem = problem.or(Some(FieldCode::NeedsEmail));
        }
        if !seen.insert(recipient.channel) {
            continue;
        }
        let mut message = new_message(draft.context, customer, user, code, recipient, MessagePurpose::Invitation);
        match problem {
            None => {}
            Some(problem) if permit.is_none() => {
                check.fail(field(recipient.channel), problem);
                continue;
            }
            Some(problem) => {
                message.status = MessageStatus::Failed;
                let off = problem == FieldCode::ChannelOff;
                message.problem = Some(if off { MessageProblem::ChannelOff } else { MessageProblem::BadAddress });
            }
        }
        draft.put(Change::Message(message));
    }
    check.done()
}

fn new_message(
    context: &Context,
    customer: &Customer,
    user: Id<User>,
    code: &ActivationCode,
    recipient: &Recipient,
    purpose: MessagePurpose,
) -> Message {
    Message {
        id: message_id(code.id, recipient.channel, purpose),
        customer_id: customer.id,
        user_id: user,
        key_id: code.key_id,
        code_id: code.id,
        channel: recipient.channel,
        purpose,
        to: recipient.to.trim().to_owned(),
        language: recipient.language,
        status: MessageStatus::Queued,
        round: 0,
        problem: None,
        detail: String::new(),
        asked_at: context.at,
        status_at: context.at,
    }
}

/// Sends the invitation of a code, for the first time or again. A second *again* of two people who saw the same state is refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SendMessage {
    /// The code.
    pub code_id: Id<ActivationCode>,
    /// Where to.
    pub recipient: Recipient,
    /// The round that was seen; 0 where there is no message yet.
    #[serde(default)]
    pub round: u32,
}

impl Rule for SendMessage {
    fn needs(&self) -> Vec<Need> {
        let message = |channel| Need::Message(message_id(self.code_id, channel, MessagePurpose::Invitation));
        vec![Need::CodeRow(self.code_id), message(Channel::Email), message(Channel::Sms)]
    }

    fn decide(&self, state: &State, context: &Context) -> Result<Effects, Refusal> {
        let code = state.codes.get(&self.code_id).ok_or(Refusal::NotFound)?;
        let (key, customer) = live_key(state, context, code.key_id, None)?;
        if !still_invites(state, code, context) {
            return Err(Refusal::CodeInvalid);
        }
        let mut check = Check::default();
        let to = self.recipient.to.trim();
        let channel = self.recipient.channel;
        if let Some(problem) = wrong(channels(state, customer.distributor_id), channel, to) {
            check.fail(field(channel), problem);
        }
        let letter = message_id(code.id, Channel::Email, MessagePurpose::Invitation);
        if channel == Channel::Sms {
            check.require(state.messages.contains_key(&letter), field(channel), FieldCode::NeedsEmail);
        }
        check.done()?;
        let mut message =
            new_message(context, customer, key.user_id, code, &self.recipient, MessagePurpose::Invitation);
        match state.messages.get(&message.id) {
            None if self.round == 0 => {}
            Some(known) if known.status != MessageStatus::Queued && known.round == self.round => {
                message.round = known.round.saturating_add(1);
            }
            _ => return Err(Refusal::MessageStale),
        }
        let mut draft = Draft::new(state, context);
        draft.put(Change::Message(message));
        draft.done()
    }
}

/// Whether a code would still let a phone in, so that it is worth sending.
pub fn still_invites(state: &State, code: &ActivationCode, context: &Context) -> bool {
    let Some(key) = state.keys.get(&code.key_id) else { return false };
    let device = state.devices.get(&key.device_id);
    let live = |deleted: Option<Option<chrono::DateTime<chrono::Utc>>>| deleted.is_some_and(|at| at.is_none());
    code.is_open(context.at)
        && key.status == KeyStatus::Waiting
        && device.is_some_and(|device| device.status == DeviceStatus::Unauthenticated)
        && live(state.users.get(&key.user_id).map(|user| user.deleted_at))
        && live(state.customers.get(&key.customer_id).map(|customer| customer.deleted_at))
}

/// What became of an attempt to send.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum MessageOutcome {
    /// The server took it.
    Sent,
    /// It is tried again.
    Delayed {
        /// Why.
        problem: MessageProblem,
        /// What the server said.
        detail: String,
    },
    /// It is not tried again.
    GivenUp {
        /// Why.
        problem: MessageProblem,
        /// What the server said.
        detail: String,
    },
    /// The code does not work any more: nothing was sent.
    Void,
}

/// The cloud notes what became of a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportMessage {
    /// The message.
    pub message_id: Id<Message>,
    /// The round that was carried.
    pub round: u32,
    /// What became of it.
    pub outcome: MessageOutcome,
}

impl Rule for ReportMessage {
    fn needs(&self) -> Vec<Need> {
        vec![Need::Message(self.message_id)]
    }

    fn decide(&self, state: &State, context: &Context) -> Result<Effects, Refusal> {
        if context.actor != Actor::Cloud {
            return Err(Refusal::NotAllowed);
        }
        let known = state.messages.get(&self.message_id).ok_or(Refusal::NotFound)?;
        if known.status != MessageStatus::Queued || known.round != self.round {
            return Err(Refusal::MessageStale);
        }
        let (status, problem, detail) = match &self.outcome {
            MessageOutcome::Sent => (MessageStatus::Sent, None, String::new()),
            MessageOutcome::Delayed { problem, detail } => (MessageStatus::Queued, Some(*problem), detail.clone()),
            MessageOutcome::GivenUp { problem: MessageProblem::RecipientRefused, detail } => {
                (MessageStatus::Refused, Some(MessageProblem::RecipientRefused), detail.clone())
            }
            MessageOutcome::GivenUp { problem, detail } => (MessageStatus::Failed, Some(*problem), detail.clone()),
            MessageOutcome::Void => (MessageStatus::Void, None, String::new()),
        };
        let mut draft = Draft::new(state, context);
        draft.put(Change::Message(Message { status, problem, detail, status_at: context.at, ..known.clone() }));
        // A letter is a handout: its QR is in somebody's hands from now on.
        if let (MessageStatus::Sent, Channel::Email, Some(code)) =
            (status, known.channel, state.codes.get(&known.code_id))
        {
            let distributor =
                state.customers.get(&known.customer_id).and_then(|row| state.distributors.get(&row.distributor_id));
            draft.put(Change::Code(ActivationCode {
                handouts: code.handouts.saturating_add(1),
                handout_address: distributor.map(|row| row.public_address.clone()).unwrap_or_default(),
                ..code.clone()
            }));
        }
        draft.done()
    }
}

/// The cloud reminds the holder of a code that ends soon: once per code, and only whom a letter has reached.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemindHolder {
    /// The code.
    pub code_id: Id<ActivationCode>,
}

impl Rule for RemindHolder {
    fn needs(&self) -> Vec<Need> {
        let message = |purpose| Need::Message(message_id(self.code_id, Channel::Email, purpose));
        vec![Need::CodeRow(self.code_id), message(MessagePurpose::Invitation), message(MessagePurpose::Reminder)]
    }

    fn decide(&self, state: &State, context: &Context) -> Result<Effects, Refusal> {
        if context.actor != Actor::Cloud {
            return Err(Refusal::NotAllowed);
        }
        let code = state.codes.get(&self.code_id).ok_or(Refusal::NotFound)?;
        let customer = state.customers.get(&code.customer_id).ok_or(Refusal::NotFound)?;
        let channels = channels(state, customer.distributor_id);
        let of = |purpose| state.messages.get(&message_id(code.id, Channel::Email, purpose));
        let invited = of(MessagePurpose::Invitation).filter(|row| row.status == MessageStatus::Sent);
        let soon = context.at >= code.expires_at - Duration::days(i64::from(channels.reminder_days));
        let wanted = channels.email && channels.reminder_days > 0 && soon && still_invites(state, code, context);
        let (Some(invited), true, None) = (invited, wanted, of(MessagePurpose::Reminder)) else {
            return Err(Refusal::NothingToDo);
        };
        let recipient = Recipient { channel: Channel::Email, to: invited.to.clone(), language: invited.language };
        let mut draft = Draft::new(state, context);
        let message = new_message(context, customer, invited.user_id, code, &recipient, MessagePurpose::Reminder);
        draft.put(Change::Message(message));
        draft.done()
    }
}

/// The longest time before the end of a code at which its holder can be reminded: a code lasts a month.
pub const MOST_REMINDER_DAYS: u32 = 27;

/// Whoever runs the cloud says by which ways it sends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetChannels {
    /// The distributor.
    pub distributor_id: Id<Distributor>,
    /// The ways.
    pub channels: Channels,
}

impl Rule for SetChannels {
    fn needs(&self) -> Vec<Need> {
        vec![Need::Distributor(self.distributor_id)]
    }

    fn decide(&self, state: &State, context: &Context) -> Result<Effects, Refusal> {
        if !matches!(context.actor, Actor::Issuer | Actor::Cloud) {
            return Err(Refusal::NotAllowed);
        }
        let distributor = state.distributors.get(&self.distributor_id).ok_or(Refusal::NotFound)?;
        let mut check = Check::default();
        let max = i64::from(MOST_REMINDER_DAYS);
        let fine = self.channels.reminder_days <= MOST_REMINDER_DAYS;
        check.require(fine, "reminder_days", FieldCode::OutOfRange { min: 0, max });
        check.done()?;
        let mut draft = Draft::new(state, context);
        if distributor.channels != self.channels {
            draft.put(Change::Distributor(Distributor { channels: self.channels, ..distributor.clone() }));
        }
        draft.done()
    }
}
