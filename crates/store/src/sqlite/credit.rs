//! The ledger: transfers, and the balances that the database derives from them.

use mobileaccess_domain::rows::{Customer, Distributor, Key, LedgerAccount, Transfer, TransferKind};
use mobileaccess_domain::{ChainHead, Id};
use sqlx::sqlite::SqliteConnection;
use uuid::Uuid;

use super::noun::{Columns, Values, Writes, insert_many, words};
use super::pulled::Deltas;
use crate::error::{Result, StoreError};

words!(TransferKind {
    Sale = "sale",
    Trial = "trial",
    Transfer = "transfer",
    Refund = "refund",
    Spend = "spend",
    SpendRefund = "spend_refund",
    Lease = "lease",
    LeaseReturn = "lease_return",
    Hold = "hold",
    Confirm = "confirm",
});

const COLUMNS: &str = "id, distributor_id, seq, kind, debit, credit, amount, mutation_id, reverses, key_id, note, at, \
     prev_hash, hash";

fn read(columns: &mut Columns<'_>) -> Result<Transfer> {
    Ok(Transfer {
        id: columns.id()?,
        distributor_id: columns.id()?,
        seq: columns.number()?,
        kind: columns.word()?,
        debit: account(columns.str()?)?,
        credit: account(columns.str()?)?,
        amount: columns.number()?,
        mutation_id: columns.uuid()?,
        reverses: columns.optional_id()?,
        key_id: columns.optional_id()?,
        note: columns.text()?,
        at: columns.time()?,
        prev_hash: columns.text()?,
        hash: columns.text()?,
    })
}

fn account(text: &str) -> Result<LedgerAccount> {
    text.parse().map_err(|_| StoreError::damaged("a ledger account has no such form"))
}

async fn find(connection: &mut SqliteConnection, condition: &str, values: Values) -> Result<Vec<Transfer>> {
    let text = format!("SELECT {COLUMNS} FROM transfers WHERE {condition}");
    let rows = sqlx::query_with(sqlx::AssertSqlSafe(text), values.0).fetch_all(connection).await?;
    rows.iter().map(|row| read(&mut Columns::new(row))).collect()
}

/// Appends entries to their chains; the database moves the balances along and refuses a gap, a wrong
/// hash and an overdraft. An entry whose id is there already with the same content stays; with other
/// content it is a fault.
pub async fn append(connection: &mut SqliteConnection, transfers: &[Transfer], confirmed: bool) -> Result<()> {
    // Many at a time, as an import of thousands of keys brings them: one question for what is known, few statements.
    for group in transfers.chunks(256) {
        let ids: Vec<String> = group.iter().map(|transfer| transfer.id.uuid().simple().to_string()).collect();
        let mut values = Values::default();
        values.json(&ids)?;
        let known = find(&mut *connection, "id IN (SELECT unhex(value) FROM json_each(?))", values).await?;
        let known: std::collections::HashMap<_, _> = known.into_iter().map(|entry| (entry.id, entry)).collect();
        let mut new = Vec::with_capacity(group.len());
        for transfer in group {
            match known.get(&transfer.id) {
                None => new.push(transfer),
                Some(known) if known == transfer => {}
                Some(_) => return Err(StoreError::Constraint("another transfer has this id".into())),
            }
        }
        let text = format!("INSERT INTO {INTO} VALUES ");
        insert_many(&mut *connection, &text, 16, &new, |transfer, values| bind(transfer, confirmed, values)).await?;
    }
    Ok(())
}

/// Adds a confirmed entry whose id is new to what is going to be written; the database looks after the rest as in [`append`].
pub(crate) fn add(writes: &mut Writes, transfer: &Transfer) -> Result<()> {
    writes.statement(&format!("INSERT INTO {INTO} VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
    bind(transfer, true, &mut writes.values)
}

const INTO: &str = "transfers (id, distributor_id, seq, kind, debit, credit, amount, mutation_id, reverses, key_id, note, at, \
     prev_hash, hash, customer_id, confirmed)";

fn bind(transfer: &Transfer, confirmed: bool, values: &mut Values) -> Result<()> {
    values.id(transfer.id)?;
    values.id(transfer.distributor_id)?;
    values.number(i64::try_from(transfer.seq).map_err(|_| StoreError::damaged("a chain is too long"))?)?;
    values.word(transfer.kind)?;
    values.text(&transfer.debit.to_string())?;
    values.text(&transfer.credit.to_string())?;
    values.number(transfer.amount)?;
    values.uuid(transfer.mutation_id)?;
    values.optional_id(transfer.reverses)?;
    values.optional_id(transfer.key_id)?;
    values.text(&transfer.note)?;
    values.time(transfer.at)?;
    values.text(&transfer.prev_hash)?;
    values.text(&transfer.hash)?;
    values.optional_id(transfer.debit.customer().or(transfer.credit.customer()))?;
    values.flag(confirmed)
}

/// Forgets what no authority has confirmed, and says what that gives back to each account. Within a pull only.
pub(crate) async fn forget_unconfirmed(connection: &mut SqliteConnection) -> Result<Deltas> {
    let rows: Vec<(Uuid, String, String, i64)> =
        sqlx::query_as("SELECT distributor_id, debit, credit, amount FROM transfers WHERE confirmed = 0")
            .fetch_all(&mut *connection)
            .await?;
    if !rows.is_empty() {
        sqlx::query("DELETE FROM transfers WHERE confirmed = 0").execute(connection).await?;
    }
    let mut deltas = Deltas::new();
    for (distributor, debit, credit, amount) in rows {
        *deltas.entry((distributor, debit)).or_default() += amount;
        *deltas.entry((distributor, credit)).or_default() -= amount;
    }
    Ok(deltas)
}

/// Writes entries that a cloud confirmed, each new; the balances are moved afterwards. Within a pull only.
pub(crate) async fn put_confirmed(connection: &mut SqliteConnection, transfers: &[&Transfer]) -> Result<()> {
    let text = format!("INSERT INTO {INTO} VALUES ");
    insert_many(connection, &text, 16, transfers, |transfer, values| bind(transfer, true, values)).await
}

/// Moves balances. Those of distributor and issuer are known only where the whole ledger is. Within a pull only.
pub(crate) async fn move_balances(connection: &mut SqliteConnection, deltas: &Deltas, ledger: bool) -> Result<()> {
    for ((distributor, account), amount) in deltas {
        if *amount == 0 || (!ledger && matches!(account.as_str(), "issuer" | "distributor")) {
            continue;
        }
        sqlx::query("INSERT INTO balances (distributor_id, account, amount) VALUES (?, ?, 0) ON CONFLICT DO NOTHING")
            .bind(*distributor)
            .bind(account)
            .execute(&mut *connection)
            .await?;
        sqlx::query("UPDATE balances SET amount = amount + ? WHERE distributor_id = ? AND account = ?")
            .bind(*amount)
            .bind(*distributor)
            .bind(account)
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

/// The last entry of a distributor's chain.
pub async fn chain_head(connection: &mut SqliteConnection, distributor: Id<Distributor>) -> Result<ChainHead> {
    let head: Option<(i64, String)> =
        sqlx::query_as("SELECT seq, hash FROM transfers WHERE distributor_id = ? ORDER BY seq DESC LIMIT 1")
            .bind(distributor.uuid())
            .fetch_optional(connection)
            .await?;
    Ok(head.map_or_else(ChainHead::default, |(seq, hash)| ChainHead { seq: seq.unsigned_abs(), hash }))
}

/// Balances of the distributor's own accounts (what is unconfirmed included) and the issuer's.
pub async fn balances_of_distributor(
    connection: &mut SqliteConnection,
    distributor: Id<Distributor>,
) -> Result<Vec<(LedgerAccount, i64)>> {
    let mut values = Values::default();
    values.id(distributor)?;
    balances(connection, "distributor_id = ? AND account IN ('issuer', 'distributor', 'unconfirmed')", values).await
}

/// Balances of everything of a customer: paid, trial, unconfirmed, spent and what computers hold.
pub async fn balances_of_customer(
    connection: &mut SqliteConnection,
    distributor: Id<Distributor>,
    customer: Id<Customer>,
) -> Result<Vec<(LedgerAccount, i64)>> {
    let mut values = Values::default();
    values.id(distributor)?;
    for prefix in ["customer_paid", "customer_trial", "unconfirmed"] {
        values.text(&format!("{prefix}:{customer}"))?;
    }
    for class in ["paid", "trial"] {
        values.text(&format!("spent:{customer}:{class}"))?;
    }
    values.text(&customer.to_string())?;
    balances(
        connection,
        "distributor_id = ?1 AND (account IN (?2, ?3, ?4, ?5, ?6) \
         OR (account > 'lease:' AND account < 'lease;' AND instr(account, ?7) > 0))",
        values,
    )
    .await
}

/// Credit of a distributor and its customers that the issuer has not confirmed.
pub async fn unconfirmed(connection: &mut SqliteConnection, distributor: Id<Distributor>) -> Result<i64> {
    let text = "SELECT coalesce(sum(amount), 0) FROM balances \
         WHERE distributor_id = ? AND account >= 'unconfirmed' AND account < 'unconfirmed;'";
    Ok(sqlx::query_scalar(text).bind(distributor.uuid()).fetch_one(connection).await?)
}

/// Every balance of a distributor's ledger.
pub async fn all_balances(
    connection: &mut SqliteConnection,
    distributor: Id<Distributor>,
) -> Result<Vec<(LedgerAccount, i64)>> {
    let mut values = Values::default();
    values.id(distributor)?;
    balances(connection, "distributor_id = ?", values).await
}

async fn balances(
    connection: &mut SqliteConnection,
    condition: &str,
    values: Values,
) -> Result<Vec<(LedgerAccount, i64)>> {
    let text = format!("SELECT account, amount FROM balances WHERE {condition}");
    let rows = sqlx::query_with(sqlx::AssertSqlSafe(text), values.0).fetch_all(connection).await?;
    rows.iter()
        .map(|row| {
            let mut columns = Columns::new(row);
            Ok((account(columns.str()?)?, columns.number()?))
        })
        .collect()
}

/// The entry that paid for a key and was not taken back.
pub async fn spend_of(connection: &mut SqliteConnection, key: Id<Key>) -> Result<Option<Transfer>> {
    let mut values = Values::default();
    values.id(key)?;
    let condition = "key_id = ? AND kind = 'spend' AND NOT EXISTS \
         (SELECT 1 FROM transfers later WHERE later.reverses = transfers.id) ORDER BY seq DESC LIMIT 1";
    Ok(find(connection, condition, values).await?.pop())
}

/// The entries that paid for these keys and were not taken back.
pub async fn spends_of(connection: &mut SqliteConnection, keys: &[Id<Key>]) -> Result<Vec<(Id<Key>, Transfer)>> {
    let keys: Vec<String> = keys.iter().map(|id| id.uuid().simple().to_string()).collect();
    let mut values = Values::default();
    values.json(&keys)?;
    let condition = "key_id IN (SELECT unhex(value) FROM json_each(?1)) AND kind = 'spend' AND NOT EXISTS \
         (SELECT 1 FROM transfers later WHERE later.reverses = transfers.id) ORDER BY seq";
    let found = find(connection, condition, values).await?;
    Ok(found.into_iter().filter_map(|entry| Some((entry.key_id?, entry))).collect())
}

/// The entries that paid for the customer's keys and were not taken back.
pub async fn spends_of_customer(connection: &mut SqliteConnection, customer: Id<Customer>) -> Result<Vec<Transfer>> {
    let mut values = Values::default();
    values.id(customer)?;
    let condition = "customer_id = ? AND kind = 'spend' AND NOT EXISTS \
         (SELECT 1 FROM transfers later WHERE later.reverses = transfers.id) ORDER BY seq";
    find(connection, condition, values).await
}

/// A distributor's whole chain, oldest first.
pub async fn chain(connection: &mut SqliteConnection, distributor: Id<Distributor>) -> Result<Vec<Transfer>> {
    let mut values = Values::default();
    values.id(distributor)?;
    find(connection, "distributor_id = ? ORDER BY seq", values).await
}

/// Every entry, chain by chain, oldest first.
pub(crate) async fn all(connection: &mut SqliteConnection) -> Result<Vec<Transfer>> {
    find(connection, "1 ORDER BY distributor_id, seq", Values::default()).await
}

/// The entries that concern a customer, newest first.
pub async fn of_customer(connection: &mut SqliteConnection, customer: Id<Customer>) -> Result<Vec<Transfer>> {
    let mut values = Values::default();
    values.id(customer)?;
    find(connection, "customer_id = ? ORDER BY seq DESC", values).await
}

/// Leaves out the accounts whose balance a replica without the whole ledger cannot know.
const KNOWN: &str =
    "(account NOT IN ('issuer', 'distributor') OR NOT EXISTS (SELECT 1 FROM sync_state WHERE ledger = 0))";

/// Folds every transfer anew and compares with the balances kept; then the chains. Says what is wrong. A replica of a cloud has
/// those entries that are for its account, with gaps between them.
pub async fn check(connection: &mut SqliteConnection) -> Result<Vec<String>> {
    let ledger: Option<i64> =
        sqlx::query_scalar("SELECT ledger FROM sync_state").fetch_optional(&mut *connection).await?;
    let mut wrong = Vec::new();
    let different: Vec<(Vec<u8>, String, i64, i64)> = sqlx::query_as(sqlx::AssertSqlSafe(format!(
        "WITH moved (distributor_id, account, amount) AS ( \
           SELECT distributor_id, debit, -amount FROM transfers \
           UNION ALL SELECT distributor_id, credit, amount FROM transfers \
         ), folded AS (SELECT distributor_id, account, sum(amount) AS amount FROM moved WHERE {KNOWN} GROUP BY 1, 2) \
         SELECT coalesce(f.distributor_id, b.distributor_id), coalesce(f.account, b.account), \
                coalesce(f.amount, 0), coalesce(b.amount, 0) \
         FROM folded f FULL OUTER JOIN balances b \
           ON b.distributor_id = f.distributor_id AND b.account = f.account \
         WHERE coalesce(f.amount, 0) <> coalesce(b.amount, 0)",
    )))
    .fetch_all(&mut *connection)
    .await?;
    for (_, account, folded, kept) in different {
        wrong.push(format!("balance of {account}: entries give {folded}, kept is {kept}"));
    }
    let sums: Vec<i64> =
        sqlx::query_scalar("SELECT sum(amount) FROM balances GROUP BY distributor_id HAVING sum(amount) <> 0")
            .fetch_all(&mut *connection)
            .await?;
    if ledger != Some(0) {
        wrong.extend(sums.into_iter().map(|sum| format!("the balances of a distributor add up to {sum}, not 0")));
    }
    let distributors: Vec<Uuid> =
        sqlx::query_scalar("SELECT DISTINCT distributor_id FROM transfers").fetch_all(&mut *connection).await?;
    for distributor in distributors {
        let entries = chain(&mut *connection, Id::new(distributor)).await?;
        let verified = match ledger {
            None => mobileaccess_domain::ledger::verify(&ChainHead::default(), &entries),
            Some(_) => verify_with_gaps(&entries),
        };
        if !verified {
            wrong.push("a ledger chain does not verify".to_owned());
        }
    }
    Ok(wrong)
}

/// Whether each entry verifies by itself, and follows the one before it where there is no gap.
fn verify_with_gaps(entries: &[Transfer]) -> bool {
    let alone = entries.iter().all(|entry| entry.hash == mobileaccess_domain::ledger::hash(entry));
    alone && entries.windows(2).all(|pair| pair[1].seq > pair[0].seq + 1 || pair[1].prev_hash == pair[0].hash)
}

/// Makes the balances anew from the transfers.
pub async fn rebuild(connection: &mut SqliteConnection) -> Result<()> {
    sqlx::query("DELETE FROM balances").execute(&mut *connection).await?;
    sqlx::query(sqlx::AssertSqlSafe(format!(
        "INSERT INTO balances (distributor_id, account, amount) \
         SELECT distributor_id, account, sum(amount) FROM ( \
           SELECT distributor_id, debit AS account, -amount AS amount FROM transfers \
           UNION ALL SELECT distributor_id, credit, amount FROM transfers) WHERE {KNOWN} GROUP BY 1, 2",
    )))
    .execute(connection)
    .await?;
    Ok(())
}

/// Keys paid for since a time, by customer.
pub async fn spent_since(
    connection: &mut SqliteConnection,
    distributor: Id<Distributor>,
    since: chrono::DateTime<chrono::Utc>,
) -> Result<std::collections::BTreeMap<Id<Customer>, u32>> {
    let rows: Vec<(Uuid, i64)> = sqlx::query_as(
        "SELECT customer_id, count(*) FROM transfers \
         WHERE distributor_id = ? AND kind = 'spend' AND at >= ? AND customer_id IS NOT NULL GROUP BY customer_id",
    )
    .bind(distributor.uuid())
    .bind(since.timestamp_millis())
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|(id, count)| (Id::new(id), u32::try_from(count).unwrap_or(u32::MAX))).collect())
}
