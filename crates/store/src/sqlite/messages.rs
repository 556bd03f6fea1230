//! Messages to key holders, as the cloud told of them.

use mobileaccess_domain::Id;
use mobileaccess_domain::rows::{Channel, Customer, Key, Message, MessageProblem, MessagePurpose, MessageStatus, User};
use sqlx::sqlite::SqliteConnection;
use uuid::Uuid;

use super::noun::{self, Columns, Noun, Values, words};
use crate::error::Result;

words!(Channel { Email = "email", Sms = "sms" });
words!(MessagePurpose { Invitation = "invitation", Reminder = "reminder" });
words!(MessageStatus { Queued = "queued", Sent = "sent", Refused = "refused", Failed = "failed", Void = "void" });
words!(MessageProblem {
    Unreachable = "unreachable",
    Tls = "tls",
    Login = "login",
    RecipientRefused = "recipient_refused",
    Rejected = "rejected",
    TryLater = "try_later",
    BadSettings = "bad_settings",
    ChannelOff = "channel_off",
    BadAddress = "bad_address",
});

impl Noun for Message {
    const NAME: &'static str = "message";
    const TABLE: &'static str = "messages";
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "customer_id",
        "user_id",
        "key_id",
        "code_id",
        "channel",
        "purpose",
        "recipient",
        "language",
        "status",
        "round",
        "problem",
        "detail",
        "asked_at",
        "status_at",
    ];
    fn uuid(&self) -> Uuid {
        self.id.uuid()
    }
    fn bind(&self, values: &mut Values) -> Result<()> {
        values.id(self.id)?;
        values.id(self.customer_id)?;
        values.id(self.user_id)?;
        values.id(self.key_id)?;
        values.id(self.code_id)?;
        values.word(self.channel)?;
        values.word(self.purpose)?;
        values.text(&self.to)?;
        values.word(self.language)?;
        values.word(self.status)?;
        values.number(i64::from(self.round))?;
        values.optional_word(self.problem)?;
        values.text(&self.detail)?;
        values.time(self.asked_at)?;
        values.time(self.status_at)
    }
    fn read(columns: &mut Columns<'_>) -> Result<Self> {
        Ok(Self {
            id: columns.id()?,
            customer_id: columns.id()?,
            user_id: columns.id()?,
            key_id: columns.id()?,
            code_id: columns.id()?,
            channel: columns.word()?,
            purpose: columns.word()?,
            to: columns.text()?,
            language: columns.word()?,
            status: columns.word()?,
            round: columns.number()?,
            problem: columns.optional_word()?,
            detail: columns.text()?,
            asked_at: columns.time()?,
            status_at: columns.time()?,
        })
    }
}

/// The message with this id.
pub async fn get(connection: &mut SqliteConnection, id: Id<Message>) -> Result<Option<Message>> {
    noun::get(connection, id.uuid()).await
}

/// Every message to a user, oldest first.
pub async fn of_user(connection: &mut SqliteConnection, user: Id<User>) -> Result<Vec<Message>> {
    let mut values = Values::default();
    values.id(user)?;
    noun::find(connection, "user_id = ? ORDER BY asked_at, rid", values).await
}

/// Messages that did not reach their holders and whose codes nobody used, latest first: of one customer, or of all.
pub async fn undelivered(
    connection: &mut SqliteConnection,
    customer: Option<Id<Customer>>,
    limit: u32,
) -> Result<Vec<Message>> {
    let mut values = Values::default();
    values.optional_id(customer)?;
    values.number(i64::from(limit))?;
    noun::find(
        connection,
        "status IN ('refused', 'failed') AND (?1 IS NULL OR customer_id = ?1) \
         AND EXISTS (SELECT 1 FROM activation_codes c JOIN keys k ON k.id = c.key_id \
                     WHERE c.id = code_id AND c.end_reason IS NULL AND k.status = 'waiting') \
         ORDER BY status_at DESC LIMIT ?2",
        values,
    )
    .await
}

/// The messages about these keys, oldest first.
pub async fn of_keys(connection: &mut SqliteConnection, keys: &[Id<Key>]) -> Result<Vec<Message>> {
    let ids: Vec<String> = keys.iter().map(|id| id.uuid().simple().to_string()).collect();
    let mut values = Values::default();
    values.json(&ids)?;
    let condition = "key_id IN (SELECT unhex(value) FROM json_each(?)) ORDER BY asked_at, rid";
    noun::find(connection, condition, values).await
}

/// How many messages did not reach their holders, whose codes nobody used.
pub async fn undelivered_count(connection: &mut SqliteConnection) -> Result<u32> {
    let count: i64 = sqlx::query_scalar(
        "SELECT count(*) FROM messages m WHERE m.status IN ('refused', 'failed') \
         AND EXISTS (SELECT 1 FROM activation_codes c JOIN keys k ON k.id = c.key_id \
                     WHERE c.id = m.code_id AND c.end_reason IS NULL AND k.status = 'waiting')",
    )
    .fetch_one(connection)
    .await?;
    Ok(u32::try_from(count).unwrap_or(u32::MAX))
}
