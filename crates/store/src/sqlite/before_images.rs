//! The before-image journal: rows as the authority last confirmed them, so that what is only hoped for
//! can be taken back when a pull brings what really is.

use mobileaccess_domain::Change;
use mobileaccess_domain::rows::{
    Account, ActivationCode, Assignment, Customer, Device, Distributor, Key, Lease, Quarantined, Reader, ReaderGroup,
    ReaderImport, Replica, SiteTemplate, User,
};
use sqlx::AssertSqlSafe;
use sqlx::sqlite::SqliteConnection;
use uuid::Uuid;

use super::noun::{self, Noun, from_json, to_json};
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
            _ => Err(StoreError::damaged("a before-image of an unknown noun")),
        }
    };
}

/// The noun and the row that a change is about.
fn subject(change: &Change) -> (&'static str, Uuid) {
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
    }
}

/// Remembers how the rows are that the changes are about to touch, each once.
pub async fn remember(connection: &mut SqliteConnection, changes: &[Change], seq: u64) -> Result<()> {
    let seq = i64::try_from(seq).map_err(|_| StoreError::damaged("the outbox is too long"))?;
    for change in changes {
        let (name, id) = subject(change);
        let known: bool =
            sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM before_images WHERE noun = ? AND row_id = ?)")
                .bind(name)
                .bind(id)
                .fetch_one(&mut *connection)
                .await?;
        if known {
            continue;
        }
        let image = for_noun!(name, image(connection, id))?;
        sqlx::query("INSERT INTO before_images (noun, row_id, image, first_seq) VALUES (?, ?, ?, ?)")
            .bind(name)
            .bind(id)
            .bind(image)
            .bind(seq)
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

async fn image<N: Noun>(connection: &mut SqliteConnection, id: Uuid) -> Result<Option<String>> {
    noun::get::<N>(connection, id).await?.as_ref().map(to_json).transpose()
}

/// Puts every remembered row back as it was and empties the journal.
pub async fn restore(connection: &mut SqliteConnection) -> Result<()> {
    let images: Vec<(String, Uuid, Option<String>)> =
        sqlx::query_as("SELECT noun, row_id, image FROM before_images").fetch_all(&mut *connection).await?;
    for (name, id, image) in images {
        for_noun!(name.as_str(), put_back(connection, id, image.as_deref()))?;
    }
    sqlx::query("DELETE FROM before_images").execute(connection).await?;
    Ok(())
}

async fn put_back<N: Noun>(connection: &mut SqliteConnection, id: Uuid, image: Option<&str>) -> Result<()> {
    match image {
        Some(image) => noun::put(connection, &[&from_json::<N>(image)?]).await,
        None => {
            let text = format!("DELETE FROM {} WHERE id = ?", N::TABLE);
            sqlx::query(AssertSqlSafe(text)).bind(id).execute(connection).await?;
            Ok(())
        }
    }
}

/// How many rows are remembered.
pub async fn count(connection: &mut SqliteConnection) -> Result<u64> {
    let count: i64 = sqlx::query_scalar("SELECT count(*) FROM before_images").fetch_one(connection).await?;
    Ok(count.unsigned_abs())
}
