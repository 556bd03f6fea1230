//! Writing what a rule decided.

use mobileaccess_domain::Change;
use sqlx::sqlite::SqliteConnection;

use super::noun;
use crate::error::Result;

/// Writes rows as they are to be, many of a noun at a time. References between them are checked at
/// the commit, so that their order does not matter.
pub async fn put(connection: &mut SqliteConnection, changes: &[Change]) -> Result<()> {
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
            noun::put(&mut *connection, &rows).await?;
        )+};
    }
    put!(Distributor, Customer, Account, Assignment, User, Device, Key, Code, Group, Reader, Import);
    Ok(())
}
