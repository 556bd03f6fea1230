//! Everything that a computer has which works by itself, for the cloud that it moves to.

use mobileaccess_domain::rows::{
    Account, ActivationCode, Assignment, Customer, Device, Distributor, Key, Lease, Quarantined, Reader, ReaderGroup,
    ReaderImport, Replica, SiteTemplate, User, UserImport,
};
use serde::Serialize;
use serde_json::Value;
use sqlx::sqlite::SqliteConnection;

use super::noun::{self, Noun, Values};
use super::{audit, credit};
use crate::error::{Result, StoreError};

/// One row with its noun, as a cloud names it.
pub type Line = (&'static str, Value);

fn value<T: Serialize>(row: &T) -> Result<Value> {
    serde_json::to_value(row).map_err(|error| StoreError::Io(error.to_string()))
}

async fn all<N: Noun>(connection: &mut SqliteConnection, lines: &mut Vec<Line>) -> Result<()> {
    for row in noun::find::<N>(connection, "1 ORDER BY rid", Values::default()).await? {
        lines.push((N::NAME, value(&row)?));
    }
    Ok(())
}

/// Every row, ledger entry and entry of the activity log, secrets included. The caller's transaction makes them one state.
/// Messages to key holders are sent by a cloud; a computer that works by itself has none.
///
/// # Errors
/// Faults of the database.
pub async fn lines(connection: &mut SqliteConnection) -> Result<Vec<Line>> {
    let mut lines = Vec::new();
    macro_rules! nouns {
        ($($noun:ty),+ $(,)?) => {$(all::<$noun>(&mut *connection, &mut lines).await?;)+};
    }
    nouns!(
        Distributor,
        Customer,
        Account,
        Assignment,
        User,
        Device,
        Key,
        ActivationCode,
        ReaderGroup,
        Reader,
        ReaderImport,
        UserImport,
        SiteTemplate,
        Replica,
        Lease,
        Quarantined,
    );
    for transfer in credit::all(&mut *connection).await? {
        lines.push(("transfer", value(&transfer)?));
    }
    for entry in audit::all(connection).await? {
        lines.push(("audit", value(&entry)?));
    }
    Ok(lines)
}
