//! Messages to key holders: what was sent, what was not, and sending again.

use std::collections::BTreeMap;

use mobileaccess_domain::{
    Id, Language,
    messages::{Recipient, SendMessage as Rule},
    rows::{ActivationCode, Channel, Customer, Key, Message, MessagePurpose, Role, User},
};
use mobileaccess_store::sqlite;
use mobileaccess_wire::{
    Empty, Failure, Handle, SendMessage, TestMessages, UndeliveredMessages as Undelivered,
    messages::{
        MessageView, MessageWays, SendMessageRequest, SendTo, TestedMessages, UndeliveredMessage, UndeliveredMessages,
    },
    sync::TestedMessage,
    users::UserCard as Card,
};

use crate::{
    App, Host,
    data::{Open, fault},
    users::main_code,
};

/// Messages that are listed at most.
const SHOWN: u32 = 200;

pub(crate) fn view(message: &Message) -> MessageView {
    MessageView {
        id: message.id,
        code_id: message.code_id,
        channel: message.channel,
        purpose: message.purpose,
        to: message.to.clone(),
        status: message.status,
        round: message.round,
        problem: message.problem,
        detail: message.detail.clone(),
        asked_at: message.asked_at,
        status_at: message.status_at,
    }
}

/// The messages about a code, as the card shows them: the letter, the text message, the reminder.
pub(crate) fn about(messages: &[Message], code: Id<ActivationCode>) -> Vec<MessageView> {
    let mut found: Vec<_> = messages.iter().filter(|message| message.code_id == code).collect();
    found.sort_by_key(|message| (message.purpose, message.channel));
    found.into_iter().map(view).collect()
}

impl<H: Host> App<H> {
    /// By which ways messages can be sent.
    pub(crate) async fn ways(&self, open: &Open) -> Result<MessageWays, Failure> {
        let cloud = self.sync_state(open).await?.is_some();
        let mut connection = open.store.read().await.map_err(fault)?;
        let distributor = sqlite::distributors::get(&mut connection, open.distributor).await.map_err(fault)?;
        let channels = distributor.map(|row| row.channels).unwrap_or_default();
        Ok(MessageWays { cloud, email: cloud && channels.email, sms: cloud && channels.sms })
    }

    /// Where a new code is to be sent, for a rule: in the language of one's screens where the user has none.
    pub(crate) async fn recipients(&self, open: &Open, send: Vec<SendTo>) -> Result<Vec<Recipient>, Failure> {
        if send.is_empty() {
            return Ok(Vec::new());
        }
        let language = self.screen_language(open).await?;
        Ok(send.into_iter().map(|one| Recipient { channel: one.channel, to: one.to, language }).collect())
    }

    pub(crate) async fn screen_language(&self, open: &Open) -> Result<Language, Failure> {
        let mut connection = open.store.read().await.map_err(fault)?;
        let account = sqlite::accounts::get(&mut connection, open.account).await.map_err(fault)?;
        Ok(account.and_then(|account| account.language).unwrap_or_default())
    }

    /// The letter with the invitation of each key's newest code, if there is one.
    pub(crate) async fn letters(
        &self,
        open: &Open,
        keys: &[Id<Key>],
    ) -> Result<BTreeMap<Id<Key>, MessageView>, Failure> {
        let mut connection = open.store.read().await.map_err(fault)?;
        let found = sqlite::messages::of_keys(&mut connection, keys).await.map_err(fault)?;
        let letters =
            found.iter().filter(|row| row.channel == Channel::Email && row.purpose == MessagePurpose::Invitation);
        // Oldest first: the latest stays.
        Ok(letters.map(|message| (message.key_id, view(message))).collect())
    }
}

impl<H: Host> Handle<SendMessage> for App<H> {
    async fn handle(&self, request: SendMessageRequest) -> Result<Card, Failure> {
        let open = self.open().await?;
        let key = self.key(&open, request.key_id).await?;
        let (whole, _, _) = self.whole_user(&open, key.user_id).await?;
        let now = self.host.now();
        let codes = whole.codes_of(key.id);
        let code =
            main_code(&codes, now).filter(|code| code.is_open(now)).ok_or_else(|| Failure::new("no_open_code"))?;
        let language = self.screen_language(&open).await?;
        let SendTo { channel, to } = request.recipient;
        let recipient = Recipient { channel, to, language };
        self.mutate_confirmed(&open, Rule { code_id: code.id, recipient, round: request.round }).await?;
        self.card(&open, key.user_id).await
    }
}

impl<H: Host> Handle<TestMessages> for App<H> {
    async fn handle(&self, _: Empty) -> Result<TestedMessages, Failure> {
        let open = self.open().await?;
        let (_, actor) = self.actor(&open).await?;
        if actor.role != Role::DistributorAdmin {
            return Err(Failure::new("not_allowed"));
        }
        let TestedMessage { to, problem, detail } =
            self.ask_cloud(&open, "/v1/test-message", &serde_json::json!({})).await?;
        Ok(TestedMessages { to, problem, detail })
    }
}

impl<H: Host> Handle<Undelivered> for App<H> {
    async fn handle(&self, _: Empty) -> Result<UndeliveredMessages, Failure> {
        let open = self.open().await?;
        let (_, actor) = self.actor(&open).await?;
        let mut connection = open.store.read().await.map_err(fault)?;
        let own = actor.customer_id;
        let found = sqlite::messages::undelivered(&mut connection, own, SHOWN).await.map_err(fault)?;
        drop(connection);
        let mut items = Vec::with_capacity(found.len());
        for message in found {
            // Who may not see the customer is not told of its messages.
            let Ok((customer, _)) = self.customer(&open, message.customer_id).await else { continue };
            items.push(self.undelivered(&open, &customer, &message).await?);
        }
        Ok(UndeliveredMessages { items })
    }
}

impl<H: Host> App<H> {
    async fn undelivered(
        &self,
        open: &Open,
        customer: &Customer,
        message: &Message,
    ) -> Result<UndeliveredMessage, Failure> {
        let mut connection = open.store.read().await.map_err(fault)?;
        let user: Option<User> = sqlite::users::get(&mut connection, message.user_id).await.map_err(fault)?;
        Ok(UndeliveredMessage {
            message: view(message),
            user_id: message.user_id,
            user_name: user.map(|user| user.full_name()).unwrap_or_default(),
            customer_id: customer.id,
            customer_name: customer.name.clone(),
        })
    }
}
