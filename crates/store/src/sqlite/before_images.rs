//! The before-image journal: rows as the authority last confirmed them, so that what is only hoped for
//! can be taken back when a pull brings what really is.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use mobileaccess_domain::Change;
use mobileaccess_domain::rows::{
    Account, ActivationCode, Assignment, Customer, Device, Distributor, Key, Lease, Message, Quarantined, Reader,
    ReaderGroup, ReaderImport, Replica, SiteTemplate, User, UserImport,
};
use sqlx::AssertSqlSafe;
use sqlx::sqlite::SqliteConnection;
use uuid::Uuid;

use super::noun::{self, Noun, Values, from_json, to_json};
use crate::error::{Result, StoreError};

/// Runs the same generic call for the noun of a change or of a name.
macro_rules! for_noun {
    ($name:expr, $call:ident ( $($argument:expr),* )) => {
        match $name {
            <Distributor as Noun>::NAME => $call::<Distributor>($($argument),*).await,
            <Customer as Noun>::NAME => $call::<Customer>($($argument),*).await,
            <Account as Noun>::NAME => $call::<Account>($($argument),*).await,
            <Assignment as Noun>::NAME => $call::<Assignment>($($argument),*).await,
            <User as Noun>::NAME => $call::<User>($($argument),*).await,
            <Device as Noun>::NAME => $call::<Device>($($argument),*).await,
            <Key as Noun>::NAME => $call::<Key>($($argument),*).await,
            <ActivationCode as Noun>::NAME => $call::<ActivationCode>($($argument),*).await,
            <Reader as Noun>::NAME => $call::<Reader>($($argument),*).await,
            <ReaderGroup as Noun>::NAME => $call::<ReaderGroup>($($argument),*).await,
            <ReaderImport as Noun>::NAME => $call::<ReaderImport>($($argument),*).await,
            <SiteTemplate as Noun>::NAME => $call::<SiteTemplate>($($argument),*).await,
            <Replica as Noun>::NAME => $call::<Replica>($($argument),*).await,
            <Lease as Noun>::NAME => $call::<Lease>($($argument),*).await,
            <Quarantined as Noun>::NAME => $call::<Quarantined>($($argument),*).await,
            <Message as Noun>::NAME => $call::<Message>($($argument),*).await,
            <UserImport as Noun>::NAME => $call::<UserImport>($($argument),*).await,
            _ => Err(StoreError::damaged("a before-image of an unknown noun")),
        }
    };
}

/// The noun and the row that a change is about.
pub(crate) fn subject(change: &Change) -> (&'static str, Uuid) {
    fn of<N: Noun>(row: &N) -> (&'static str, Uuid) {
        (N::NAME, row.uuid())
    }
    match change {
        Change::Distributor(row) => of(row),
        Change::Customer(row) => of(row),
        Change::Account(row) => of(row),
        Change::Assignment(row) => of(row),
        Change::User(row) => of(row),
        Change::Device(row) => of(row),
        Change::Key(row) => of(row),
        Change::Code(row) => of(row),
        Change::Reader(row) => of(row),
        Change::Group(row) => of(row),
        Change::Import(row) => of(row),
        Change::Template(row) => of(row),
        Change::Replica(row) => of(row),
        Change::Lease(row) => of(row),
        Change::Quarantined(row) => of(row),
        Change::UserImport(row) => of(row),
        Change::Message(row) => of(row),
    }
}

/// Remembers how the rows are that the changes are about to touch, each once.
pub async fn remember(connection: &mut SqliteConnection, changes: &[Change], seq: u64) -> Result<()> {
    let seq = i64::try_from(seq).map_err(|_| StoreError::damaged("the outbox is too long"))?;
    let mut touched: BTreeMap<&str, BTreeSet<Uuid>> = BTreeMap::new();
    for change in changes {
        let (name, id) = subject(change);
        touched.entry(name).or_default().insert(id);
    }
    let mut images = Vec::with_capacity(changes.len());
    for (name, mut ids) in touched {
        for known in known(&mut *connection, name, &ids).await? {
            ids.remove(&known);
        }
        let ids: Vec<Uuid> = ids.into_iter().collect();
        let mut found: BTreeMap<Uuid, String> = for_noun!(name, rows(connection, &ids))?;
        images.extend(ids.into_iter().map(|id| (name, id, found.remove(&id))));
    }
    const INTO: &str = "INSERT INTO before_images (noun, row_id, image, first_seq) VALUES ";
    noun::insert_many(connection, INTO, 4, &images, |(name, id, image), values| {
        values.text(name)?;
        values.uuid(*id)?;
        values.optional_text(image.as_deref())?;
        values.number(seq)
    })
    .await
}

/// Those of the rows that are remembered already.
async fn known(connection: &mut SqliteConnection, name: &str, ids: &BTreeSet<Uuid>) -> Result<Vec<Uuid>> {
    let mut known = Vec::new();
    let ids: Vec<Uuid> = ids.iter().copied().collect();
    for group in ids.chunks(128) {
        let mut values = Values::default();
        values.text(name)?;
        for id in group {
            values.uuid(*id)?;
        }
        let marks = vec!["?"; group.len()].join(", ");
        let text = format!("SELECT row_id FROM before_images WHERE noun = ? AND row_id IN ({marks})");
        let found: Vec<Uuid> =
            sqlx::query_scalar_with(AssertSqlSafe(text), values.0).fetch_all(&mut *connection).await?;
        known.extend(found);
    }
    Ok(known)
}

async fn rows<N: Noun>(connection: &mut SqliteConnection, ids: &[Uuid]) -> Result<BTreeMap<Uuid, String>> {
    let rows = noun::with_ids::<N>(connection, ids).await?;
    rows.iter().map(|row| Ok((row.uuid(), to_json(row)?))).collect()
}

/// Puts every remembered row back as it was and empties the journal. Rows that are about to be written anyway (`brought`, by
/// noun and id) are left for that.
pub async fn restore(connection: &mut SqliteConnection, brought: &HashSet<(&str, Uuid)>) -> Result<()> {
    let images: Vec<(String, Uuid, Option<String>)> =
        sqlx::query_as("SELECT noun, row_id, image FROM before_images").fetch_all(&mut *connection).await?;
    let mut back: BTreeMap<&str, (Vec<Uuid>, Vec<&str>)> = BTreeMap::new();
    for (name, id, image) in images.iter().filter(|(name, id, _)| !brought.contains(&(name.as_str(), *id))) {
        let (new, known) = back.entry(name).or_default();
        match image {
            Some(image) => known.push(image),
            None => new.push(*id),
        }
    }
    for (name, (new, known)) in back {
        for_noun!(name, put_back(connection, &new, &known))?;
    }
    forget(connection).await
}

/// Empties the journal.
pub(crate) async fn forget(connection: &mut SqliteConnection) -> Result<()> {
    sqlx::query("DELETE FROM before_images").execute(connection).await?;
    Ok(())
}

async fn put_back<N: Noun>(connection: &mut SqliteConnection, new: &[Uuid], known: &[&str]) -> Result<()> {
    for group in new.chunks(128) {
        let mut values = Values::default();
        for id in group {
            values.uuid(*id)?;
        }
        let marks = vec!["?"; group.len()].join(", ");
        let text = format!("DELETE FROM {} WHERE id IN ({marks})", N::TABLE);
        sqlx::query_with(AssertSqlSafe(text), values.0).execute(&mut *connection).await?;
    }
    let rows = known.iter().map(|image| from_json::<N>(image)).collect::<Result<Vec<_>>>()?;
    noun::put(connection, &rows.iter().collect::<Vec<_>>()).await
}

/// How many rows are remembered.
pub async fn count(connection: &mut SqliteConnection) -> Result<u64> {
    let count: i64 = sqlx::query_scalar("SELECT count(*) FROM before_images").fetch_one(connection).await?;
    Ok(count.unsigned_abs())
}
