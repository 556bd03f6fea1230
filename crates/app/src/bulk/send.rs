//! Sending the codes of many keys by e-mail, each row as a single one is sent.

use std::collections::BTreeMap;

use mobileaccess_domain::{
    Effects, Id, Mutation,
    messages::{Recipient, SendMessage, message_id},
    rows::{Channel, Key, Message, MessagePurpose, MessageStatus},
};
use mobileaccess_store::{
    Who,
    sqlite::{
        self,
        bulk::{KeyTarget, full_name},
    },
};
use mobileaccess_wire::{
    Failure,
    bulk::{BulkDone, BulkLetters, BulkRow},
    messages::MessageWays,
};

use super::{failed, missing};
use crate::{
    App, Host,
    data::{Open, fault},
};

/// What was sent about the codes of a selection, and what is counted of it.
pub(super) struct Letters {
    known: Known,
    counted: BulkLetters,
}

/// The messages about codes, each with its round and whether it still waits to be sent.
struct Known(BTreeMap<Id<Message>, (u32, bool)>);

impl Known {
    fn about(&self, target: &KeyTarget, channel: Channel) -> Option<(u32, bool)> {
        let code = target.code_id?;
        self.0.get(&message_id(code, channel, MessagePurpose::Invitation)).copied()
    }
}

impl Letters {
    /// Whether a letter goes out to a key with an open code; counts what is to be said about it.
    pub(super) fn takes(&mut self, target: &KeyTarget) -> bool {
        if target.email.is_empty() {
            self.counted.no_address.push(BulkRow {
                key_id: target.key_id,
                user_id: target.user_id,
                name: full_name(&target.name),
                number: target.number.get(),
            });
            return false;
        }
        match self.known.about(target, Channel::Email) {
            Some((_, true)) => {
                self.counted.on_the_way += 1;
                return false;
            }
            Some((_, false)) => self.counted.again += 1,
            None => {}
        }
        self.counted.phones += u32::from(!target.phone.is_empty());
        true
    }

    pub(super) fn counted(self) -> BulkLetters {
        self.counted
    }
}

impl<H: Host> App<H> {
    /// By which ways letters leave; where they do not, what to do about it.
    async fn ways_of_letters(&self, open: &Open) -> Result<MessageWays, Failure> {
        let ways = self.ways(open).await?;
        if !ways.cloud {
            return Err(Failure::new("letters_need_a_cloud"));
        }
        if ways.email { Ok(ways) } else { Err(Failure::new("letters_are_off")) }
    }

    async fn known_of(&self, open: &Open, targets: &[KeyTarget]) -> Result<Known, Failure> {
        let ids: Vec<Id<Key>> = targets.iter().map(|target| target.key_id).collect();
        let mut connection = open.store.read().await.map_err(fault)?;
        let found = sqlite::messages::of_keys(&mut connection, &ids).await.map_err(fault)?;
        let waits = |message: &Message| message.status == MessageStatus::Queued;
        Ok(Known(found.into_iter().map(|message| (message.id, (message.round, waits(&message)))).collect()))
    }

    /// What is known about letters to a selection, before any of it is counted.
    pub(super) async fn letters_to(&self, open: &Open, targets: &[KeyTarget]) -> Result<Letters, Failure> {
        let ways = self.ways_of_letters(open).await?;
        let known = self.known_of(open, targets).await?;
        Ok(Letters { known, counted: BulkLetters { sms: ways.sms, ..BulkLetters::default() } })
    }

    /// Sends the open code of each key to its user, and announces it by a text message where that is wanted and can be done.
    pub(super) async fn send_to(&self, open: &Open, key_ids: &[Id<Key>], sms: bool) -> Result<BulkDone, Failure> {
        let ways = self.ways_of_letters(open).await?;
        let keys = self.key_targets(open, key_ids).await?;
        let known = self.known_of(open, &keys).await?;
        let language = self.screen_language(open).await?;
        let who = Who::Account(open.account);
        let mut done = BulkDone { key_ids: Vec::new(), user_ids: Vec::new(), failed: Vec::new(), back: Vec::new() };
        let (mut all, mut asked_for) = (Effects::default(), Vec::new());
        let mut write = open.store.begin().await.map_err(fault)?;
        for target in &keys {
            let Some(code_id) = target.code_id else {
                done.failed.push(failed(target, Failure::new("no_open_code")));
                continue;
            };
            if target.email.is_empty() {
                done.failed.push(failed(target, Failure::new("no_email_address")));
                continue;
            }
            let mut wanted = vec![(Channel::Email, target.email.clone())];
            // One that still waits announces this letter just as well.
            let announced = known.about(target, Channel::Sms).is_some_and(|(_, waits)| waits);
            if sms && ways.sms && !target.phone.is_empty() && !announced {
                wanted.push((Channel::Sms, target.phone.clone()));
            }
            for (channel, to) in wanted {
                let round = known.about(target, channel).map_or(0, |(round, _)| round);
                let recipient = Recipient { channel, to, language };
                let mutation = Mutation::from(SendMessage { code_id, recipient, round });
                let request = self.request(who, &mutation)?;
                let id = request.mutation_id;
                match write.transact(request).await.map_err(fault)? {
                    Ok(written) => {
                        // A text message that the cloud refuses stands in the inbox: its letter goes out all the same.
                        if channel == Channel::Email {
                            asked_for.push((id, target));
                            done.key_ids.push(target.key_id);
                        }
                        all.changes.extend(written.effects.changes);
                    }
                    Err(refusal) => {
                        done.failed.push(failed(target, refusal.into()));
                        break;
                    }
                }
            }
        }
        write.commit().await.map_err(fault)?;
        done.failed.extend(missing(&keys, key_ids));
        if !all.changes.is_empty() {
            self.announce(&all);
        }
        self.confirm_rows(open, &mut done, &asked_for).await?;
        Ok(done)
    }
}
