//! Everything from one database into another: the back-up (an embedded database of its own, encrypted with the same key, for
//! both engines), the restore, and the way from the embedded engine to PostgreSQL.

use std::path::Path;

use tokio_stream::StreamExt as _;

use crate::cloud::Cloud;
use crate::db::{Database, Kind, Row, Table, Tx, Value};
use crate::error::{Error, Result};
use crate::secrets::Entropy;

macro_rules! tables {
    ($($name:literal ( $($column:literal $kind:ident),+ $(,)? ) by $order:literal),+ $(,)?) => {
        /// Every table with everything that must survive, in an order in which references hold. Only the counts of failed
        /// attempts are left behind. A test compares the list with both databases.
        pub const TABLES: &[(Table, &str)] = &[$((
            Table { name: $name, columns: &[$(($column, Kind::$kind)),+], conflict: "" },
            $order,
        )),+];
    };
}

tables! {
    "meta"("id" Int, "history_id" Id, "recovering" Int, "key_check" Bytes) by "id",
    "distributors"(
        "id" Id, "code" Text, "revision" Int, "ledger_seq" Int, "ledger_hash" Text, "audit_seq" Int, "audit_hash" Text,
        "suspended_at" Int,
    ) by "id",
    "rows"("id" Id, "noun" Text, "distributor_id" Id, "scope" Text, "revision" Int, "body" Text) by "rid",
    "row_keys"("key" Id, "id" Id, "noun" Text) by "key, id",
    "gone"("scope" Text, "revision" Int, "noun" Text, "id" Id) by "scope, revision",
    "scopes"("scope" Text, "distributor_id" Id, "revision" Int, "count" Int, "hash" Bytes) by "scope",
    "transfers"(
        "distributor_id" Id, "seq" Int, "id" Id, "debit" Text, "credit" Text, "amount" Int, "reverses" Id,
    ) by "distributor_id, seq",
    "balances"("distributor_id" Id, "account" Text, "customer_id" Id, "amount" Int) by "distributor_id, account",
    "replicas_auth"(
        "id" Id, "distributor_id" Id, "account_id" Id, "public_key" Text, "token_hash" Bytes, "token_ends_at" Int,
        "start_seq" Int, "start_hash" Text, "last_seq" Int, "last_hash" Text, "acked_seq" Int, "last_contact_at" Int,
        "clear_at" Int, "pending" Int, "app_version" Text, "password_seen" Bytes,
    ) by "id",
    "outcomes"("replica_id" Id, "seq" Int, "mutation_id" Id, "hash" Text, "refusal" Text) by "replica_id, seq",
    "mutations"("id" Id, "distributor_id" Id, "content_hash" Bytes, "refusal" Text) by "id",
    "mail_settings"("id" Id, "body" Text) by "id",
    "mail_queue"(
        "id" Id, "distributor_id" Id, "round" Int, "waits_for" Id, "due_at" Int, "attempts" Int, "claim" Id,
        "claimed_until" Int,
    ) by "id",
    "mail_reminders"("code_id" Id, "distributor_id" Id, "expires_at" Int) by "code_id",
    "enrol_codes"("hash" Bytes, "account_id" Id, "expires_at" Int, "used_at" Int) by "hash",
    "used_codes"("code_id" Id, "used_at" Int) by "code_id",
}

/// Rows that are copied at a time.
const PAGE: usize = 2000;

fn values(table: &Table, row: &Row) -> Result<Vec<Value>> {
    let value = |(at, (_, kind)): (usize, &(&str, Kind))| -> Result<Value> {
        Ok(match kind {
            Kind::Id => Value::Id(row.opt_id(at)?),
            Kind::Int => Value::Int(row.opt_int(at)?),
            Kind::Text => Value::Text(row.opt_text(at)?),
            Kind::Bytes => Value::Bytes(row.opt_bytes(at)?),
        })
    };
    table.columns.iter().enumerate().map(value).collect()
}

/// Copies everything into a database that holds nothing yet, in one transaction of each.
async fn copy(from: &Database, to: &mut Tx) -> Result<()> {
    if to.number("SELECT count(*) FROM meta", Vec::new()).await? != 0 {
        return Err(Error::Io(std::io::Error::new(
            std::io::ErrorKind::AlreadyExists,
            "there is a cloud in the target already",
        )));
    }
    let mut source = from.read().await?;
    for (table, order) in TABLES {
        let names: Vec<&str> = table.columns.iter().map(|(name, _)| *name).collect();
        let text = format!("SELECT {} FROM {} ORDER BY {order}", names.join(", "), table.name);
        let mut rows = source.stream(text);
        let mut page = Vec::with_capacity(PAGE);
        while let Some(row) = rows.next().await {
            page.push(values(table, &row?)?);
            if page.len() == PAGE {
                to.put(table, std::mem::take(&mut page)).await?;
            }
        }
        to.put(table, page).await?;
    }
    Ok(())
}

impl Cloud {
    /// Writes a back-up: one encrypted file, whichever the engine. The master key is not in it; keep it apart.
    ///
    /// # Errors
    /// When there is a file already; faults of the database and the file system.
    pub async fn back_up(&self, path: &Path) -> Result<()> {
        if path.exists() {
            return Err(std::io::Error::new(std::io::ErrorKind::AlreadyExists, "there is a file already").into());
        }
        let unfinished = path.with_extension("unfinished");
        for left in [unfinished.clone(), beside(&unfinished, "-wal"), beside(&unfinished, "-shm")] {
            // What an interrupted back-up left counts for nothing.
            if left.exists() {
                std::fs::remove_file(left)?;
            }
        }
        let target = Database::open_file(&unfinished, self.keys()).await?;
        let mut tx = target.write().await?;
        copy(self.db(), &mut tx).await?;
        tx.commit().await?;
        // The last connection folds everything into the one file.
        target.close().await;
        std::fs::rename(&unfinished, path)?;
        Ok(())
    }

    /// Copies everything into another database that holds nothing yet, as it is: same history, nobody notices.
    ///
    /// # Errors
    /// When there is a cloud in the target; faults of either database.
    pub async fn copy_to(&self, target: &Database) -> Result<()> {
        let mut tx = target.write().await?;
        copy(self.db(), &mut tx).await?;
        tx.commit().await
    }

    /// Begins a restore: a back-up's rows come into a database that holds nothing yet, under a new history. Until
    /// [`Cloud::end_recovery`] nothing activates and no mail leaves, while computers push again what the back-up did not have.
    ///
    /// # Errors
    /// When there is a cloud in the target, or the key does not open the back-up; faults of either database.
    pub async fn restore(backup: &Database, target: &Database, entropy: &Entropy) -> Result<()> {
        let mut tx = target.write().await?;
        copy(backup, &mut tx).await?;
        new_history(&mut tx, entropy).await?;
        tx.commit().await
    }

    /// Begins the recovery of a cloud whose database was set back by other means, such as PostgreSQL's own: computers would
    /// otherwise take it for the one they know.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn begin_recovery(&self, entropy: &Entropy) -> Result<()> {
        let mut tx = self.db().write().await?;
        new_history(&mut tx, entropy).await?;
        tx.commit().await
    }

    /// Ends the recovery after a restore.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn end_recovery(&self) -> Result<()> {
        let mut tx = self.db().write().await?;
        tx.execute("UPDATE meta SET recovering = 0", Vec::new()).await?;
        tx.commit().await
    }
}

/// From now on it is another history, and a recovery that somebody has to end.
async fn new_history(tx: &mut Tx, entropy: &Entropy) -> Result<()> {
    let text = "UPDATE meta SET history_id = $1, recovering = 1";
    tx.execute(text, vec![entropy.uuid("history").into()]).await?;
    Ok(())
}

fn beside(path: &Path, end: &str) -> std::path::PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    name.into()
}
