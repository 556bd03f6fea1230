//! What entries of the activity log were about, as it is named now: an entry names its rows by id and keeps only the fields that
//! changed; a reader of the log wants names.

use std::collections::{BTreeMap, BTreeSet};

use mobileaccess_domain::Mutation;
use mobileaccess_domain::rows::{
    Account, ActivationCode, Device, Key, Message, Reader, ReaderGroup, SiteTemplate, User,
};
use sqlx::sqlite::SqliteConnection;
use uuid::Uuid;

use super::audit::AuditEntry;
use super::mutations;
use super::noun::{Noun, with_ids};
use crate::error::Result;

/// What an entry was about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct About {
    /// Name of the row, empty where there is none to tell.
    pub subject: String,
    /// User ID of the key.
    pub number: Option<u32>,
    /// How much credit was moved.
    pub credit: Option<i64>,
}

/// Nouns of which an entry names one row.
const NAMED: [&str; 4] = ["account", "reader", "template", "group"];

fn noun_of(entry: &AuditEntry) -> &str {
    let noun = entry.action.split('.').next().unwrap_or_default();
    match noun {
        "phone" | "message" | "key" => "key",
        // An import is about its file, and publishing about all readers.
        "reader" if matches!(entry.action.as_str(), "reader.import" | "reader.undo_import" | "reader.publish") => "",
        noun => noun,
    }
}

fn row_of(entry: &AuditEntry, noun: &str) -> Option<Uuid> {
    entry.content.rows.iter().find(|row| row.noun == noun).map(|row| row.id)
}

/// The rows with these ids, by id.
async fn rows<N: Noun>(connection: &mut SqliteConnection, ids: BTreeSet<Uuid>) -> Result<BTreeMap<Uuid, N>> {
    let ids: Vec<Uuid> = ids.into_iter().collect();
    Ok(with_ids::<N>(connection, &ids).await?.into_iter().map(|row| (row.uuid(), row)).collect())
}

/// The rows of one noun that entries name, by id.
async fn named<N: Noun>(
    connection: &mut SqliteConnection,
    entries: &[AuditEntry],
    nouns: &[&str],
) -> Result<BTreeMap<Uuid, N>> {
    let of = entries.iter().filter(|entry| nouns.contains(&noun_of(entry)));
    rows(connection, of.filter_map(|entry| row_of(entry, N::NAME)).collect()).await
}

/// What each of some entries was about, in their order: a few questions for all of them.
pub async fn about(connection: &mut SqliteConnection, entries: &[AuditEntry]) -> Result<Vec<About>> {
    const OF_A_USER: [&str; 2] = ["user", "key"];
    let codes = named::<ActivationCode>(&mut *connection, entries, &OF_A_USER).await?;
    let messages = named::<Message>(&mut *connection, entries, &OF_A_USER).await?;
    let devices = named::<Device>(&mut *connection, entries, &OF_A_USER).await?;
    // A deleted user takes several keys along: it is about the user then.
    let key_of = |entry: &AuditEntry| {
        let code = || codes.get(&row_of(entry, "code")?).map(|code| code.key_id.uuid());
        let message = || messages.get(&row_of(entry, "message")?).map(|message| message.key_id.uuid());
        let key = row_of(entry, "key").or_else(code).or_else(message);
        key.filter(|_| noun_of(entry) == "key")
    };
    let keys = rows::<Key>(&mut *connection, entries.iter().filter_map(key_of).collect()).await?;
    let user_of = |entry: &AuditEntry| {
        let holder = || Some(devices.get(&row_of(entry, "device")?)?.user_id.uuid());
        let of_key = key_of(entry).and_then(|key| keys.get(&key)).map(|key| key.user_id.uuid());
        of_key.or_else(|| row_of(entry, "user")).or_else(holder).filter(|_| OF_A_USER.contains(&noun_of(entry)))
    };
    let users = rows::<User>(&mut *connection, entries.iter().filter_map(user_of).collect()).await?;
    let accounts = named::<Account>(&mut *connection, entries, &NAMED).await?;
    let readers = named::<Reader>(&mut *connection, entries, &NAMED).await?;
    let templates = named::<SiteTemplate>(&mut *connection, entries, &NAMED).await?;
    let groups = named::<ReaderGroup>(&mut *connection, entries, &NAMED).await?;
    let mut told = Vec::with_capacity(entries.len());
    for entry in entries {
        let noun = noun_of(entry);
        let row = || row_of(entry, noun);
        let mut about = About::default();
        let subject = match noun {
            "credit" => {
                let moved = mutations::with_id(&mut *connection, entry.mutation_id).await?;
                about.credit = moved.and_then(|moved| match moved.mutation {
                    Mutation::SellCredit(sold) => Some(sold.amount),
                    Mutation::TransferCredit(given) => Some(given.amount),
                    Mutation::RefundCredit(taken) => Some(taken.amount),
                    _ => None,
                });
                None
            }
            "account" => row().and_then(|id| accounts.get(&id)).map(|account| account.email.clone()),
            "reader" => row().and_then(|id| readers.get(&id)).map(|reader| reader.fields.name.clone()),
            "template" => row().and_then(|id| templates.get(&id)).map(|template| template.name.clone()),
            "group" => row().and_then(|id| groups.get(&id)).map(|group| group.name.clone()),
            "user" | "key" => {
                about.number = key_of(entry).and_then(|key| keys.get(&key)).map(|key| key.number.get());
                user_of(entry).and_then(|user| users.get(&user)).map(User::full_name)
            }
            _ => None,
        };
        about.subject = subject.unwrap_or_default();
        told.push(about);
    }
    Ok(told)
}
