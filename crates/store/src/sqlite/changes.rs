//! Writing what a rule decided.

use mobileaccess_domain::Change;
use sqlx::sqlite::SqliteConnection;

use super::noun::{self, Writes};
use crate::error::Result;

/// So many rows, as one action of a person has them, are written in one round trip. Each further number would be a
/// text of statements more that is prepared and kept.
const FEW: usize = 12;

/// Writes the rows of a pull, each of which is in it once. Accounts and assignments that ended come first: another that took
/// the place of one must not meet it.
pub(crate) async fn put_pulled<'c>(
    connection: &mut SqliteConnection,
    changes: impl Iterator<Item = &'c Change> + Clone,
) -> Result<()> {
    macro_rules! put {
        ($($variant:ident $ended:expr),+ $(,)?) => {$(
            let mut rows: Vec<_> = changes
                .clone()
                .filter_map(|change| match change {
                    Change::$variant(row) => Some(row),
                    _ => None,
                })
                .collect();
            rows.sort_by_key($ended);
            noun::put(&mut *connection, &rows).await?;
        )+};
    }
    put!(
        Distributor | _ | false,
        Customer | _ | false,
        Account | row | row.deleted_at.is_none(),
        Assignment | row | row.deleted_at.is_none(),
        User | _ | false,
        Device | _ | false,
        Key | _ | false,
        Code | _ | false,
        Group | _ | false,
        Reader | _ | false,
        Import | _ | false,
        UserImport | _ | false,
        Template | _ | false,
        Replica | _ | false,
        Lease | _ | false,
        Quarantined | _ | false,
        Message | _ | false,
    );
    Ok(())
}

/// Writes rows as they are to be, a few of several nouns or many of one at a time. References between them are checked at
/// the commit, so that their order does not matter.
pub async fn put(connection: &mut SqliteConnection, changes: &[Change]) -> Result<()> {
    let mut writes = Writes::default();
    add(&mut *connection, &mut writes, changes).await?;
    writes.send(connection).await
}

/// Adds a few rows to what is going to be written; many are written at once, without waiting for that.
pub(crate) async fn add(connection: &mut SqliteConnection, writes: &mut Writes, changes: &[Change]) -> Result<()> {
    let few = changes.len() <= FEW;
    macro_rules! put {
        ($($variant:ident),+) => {$(
            // The last change of a row wins; one statement cannot write a row twice in a known order.
            let mut seen = std::collections::BTreeSet::new();
            let mut rows: Vec<_> = changes
                .iter()
                .rev()
                .filter_map(|change| match change {
                    Change::$variant(row) if seen.insert(row.id) => Some(row),
                    _ => None,
                })
                .collect();
            rows.reverse();
            if few {
                for row in rows {
                    writes.put(row)?;
                }
            } else {
                noun::put(&mut *connection, &rows).await?;
            }
        )+};
    }
    put!(
        Distributor,
        Customer,
        Account,
        Assignment,
        User,
        Device,
        Key,
        Code,
        Group,
        Reader,
        Import,
        UserImport,
        Template,
        Replica,
        Lease,
        Quarantined,
        Message
    );
    Ok(())
}
