//! The queue's entries for what a batch of mutations asks to be sent.

use mobileaccess_domain::messages::message_id;
use mobileaccess_domain::rows::{Channel, Message, MessagePurpose, MessageStatus};
use mobileaccess_domain::{Change, State};

use crate::db::{Kind, Table, Value};
use crate::load::Tenant;

/// A message that is sent again begins anew.
pub(crate) const QUEUE: Table = Table {
    name: "mail_queue",
    columns: &[
        ("id", Kind::Id),
        ("distributor_id", Kind::Id),
        ("round", Kind::Int),
        ("waits_for", Kind::Id),
        ("due_at", Kind::Int),
    ],
    conflict: "ON CONFLICT (id) DO UPDATE SET round = excluded.round, waits_for = excluded.waits_for, \
               due_at = excluded.due_at, attempts = 0, claim = NULL, claimed_until = 0",
};

/// The entries for rows that changed, each as it was and as it is to be.
pub(crate) fn entries<'a>(
    tenant: &Tenant,
    state: &State,
    changed: impl Iterator<Item = (Option<&'a Change>, &'a Change)>,
) -> Vec<Vec<Value>> {
    let queued = |change: &'a Change| match change {
        Change::Message(row) if row.status == MessageStatus::Queued => Some(row),
        _ => None,
    };
    changed
        .filter_map(|(before, after)| {
            let message = queued(after)?;
            // What was tried in vain is in the queue already.
            let known = before.and_then(queued).is_some_and(|row| row.round == message.round);
            (!known).then(|| entry(tenant, state, message))
        })
        .collect()
}

fn entry(tenant: &Tenant, state: &State, message: &Message) -> Vec<Value> {
    // A text message says that a letter was sent, so it is sent after the letter.
    let letter = message_id(message.code_id, Channel::Email, MessagePurpose::Invitation);
    let unsent = state.messages.get(&letter).is_some_and(|letter| letter.status != MessageStatus::Sent);
    let waits = (message.channel == Channel::Sms && unsent).then_some(letter.uuid());
    vec![message.id.into(), tenant.id.into(), u64::from(message.round).into(), waits.into(), message.asked_at.into()]
}
