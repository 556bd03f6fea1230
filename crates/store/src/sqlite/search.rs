//! Full-text search over users, customers and readers, without diacritics: `zizkov` finds `Žižkov`.
//!
//! The index follows what is written by and by. Rows that wait for it are compared themselves, so that every search finds
//! what was written before it, and none waits for somebody who writes.

use mobileaccess_domain::Id;
use mobileaccess_domain::rows::{Customer, Reader, User};
use sqlx::sqlite::SqliteConnection;
use sqlx::{AssertSqlSafe, Connection as _};

use super::noun::{Columns, Noun, Values, from_json};
use crate::directory::{fold_into, folded_words, matches};
use crate::error::Result;

/// How a noun's words come out of its row.
struct Indexed {
    noun: i64,
    table: &'static str,
    rows: &'static str,
    words: &'static str,
}

const USERS: Indexed = Indexed {
    noun: 1,
    table: "search_users",
    rows: "users",
    words: "title || ' ' || first_name || ' ' || last_name || ' ' || email || ' ' || phone",
};
const CUSTOMERS: Indexed = Indexed {
    noun: 2,
    table: "search_customers",
    rows: "customers",
    words: "name || ' ' || system_id || ' ' || coalesce(contact ->> 'city', '') || ' ' || \
            coalesce(contact ->> 'email', '')",
};
const READERS: Indexed = Indexed {
    noun: 3,
    table: "search_readers",
    rows: "readers",
    words: "name || ' ' || reader_id || ' ' || coalesce(mac, '')",
};
const INDEXED: [Indexed; 3] = [USERS, CUSTOMERS, READERS];

/// Rows that are indexed in one transaction: as many as whoever wants to write meanwhile may have to wait for.
const PIECE: i64 = 256;
/// So many rows may wait for the index: comparing them takes no longer than a look at it.
const FEW: i64 = 256;
/// Waiting rows that are read in one round trip.
const CHUNK: i64 = 4096;

/// Whether rows wait to be indexed.
pub async fn is_behind(connection: &mut SqliteConnection) -> Result<bool> {
    Ok(sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM search_pending)").fetch_one(connection).await?)
}

/// Whether so many rows wait that every search is slower for it.
pub(crate) async fn is_far_behind(connection: &mut SqliteConnection) -> Result<bool> {
    let far = sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM search_pending LIMIT 1 OFFSET ?)");
    Ok(far.bind(FEW).fetch_one(connection).await?)
}

/// Indexes some of the rows that wait for it; whether others still wait. Within a transaction of the writer.
pub(crate) async fn catch_up(connection: &mut SqliteConnection) -> Result<bool> {
    for indexed in &INDEXED {
        let last = "SELECT max(rid) FROM (SELECT rid FROM search_pending WHERE noun = ? ORDER BY rid LIMIT ?)";
        let last: Option<i64> =
            sqlx::query_scalar(last).bind(indexed.noun).bind(PIECE).fetch_one(&mut *connection).await?;
        if let Some(last) = last {
            index_up_to(&mut *connection, indexed, last).await?;
            return is_behind(connection).await;
        }
    }
    Ok(false)
}

async fn index_up_to(connection: &mut SqliteConnection, indexed: &Indexed, last: i64) -> Result<()> {
    let Indexed { noun, table, rows, words } = indexed;
    for text in [
        format!(
            "DELETE FROM {table} WHERE rowid IN (SELECT rid FROM search_pending WHERE noun = {noun} AND rid <= ?1)"
        ),
        format!(
            "INSERT INTO {table} (rowid, words) SELECT r.rid, {words} FROM search_pending p \
             JOIN {rows} r ON r.rid = p.rid WHERE p.noun = {noun} AND p.rid <= ?1 ORDER BY r.rid"
        ),
        format!("DELETE FROM search_pending WHERE noun = {noun} AND rid <= ?1"),
    ] {
        sqlx::query(AssertSqlSafe(text)).bind(last).execute(&mut *connection).await?;
    }
    Ok(())
}

/// Makes the whole index anew.
pub async fn rebuild(connection: &mut SqliteConnection) -> Result<()> {
    for indexed in &INDEXED {
        let Indexed { noun, table, rows, .. } = indexed;
        for text in [
            format!("INSERT INTO {table} ({table}) VALUES ('delete-all')"),
            format!("INSERT OR IGNORE INTO search_pending (noun, rid) SELECT {noun}, rid FROM {rows}"),
        ] {
            sqlx::query(AssertSqlSafe(text)).execute(&mut *connection).await?;
        }
        index_up_to(&mut *connection, indexed, i64::MAX).await?;
    }
    Ok(())
}

/// Looks up a word in each index, so that the connection knows them as they are now.
pub(crate) async fn look(connection: &mut SqliteConnection) -> Result<()> {
    for Indexed { table, .. } in INDEXED {
        let text = format!("SELECT rowid FROM {table} WHERE {table} MATCH 'a' LIMIT 1");
        let _: Option<i64> = sqlx::query_scalar(AssertSqlSafe(text)).fetch_optional(&mut *connection).await?;
    }
    Ok(())
}

/// Compares the index's size with the rows and checks its structure; says what is wrong.
pub async fn check(connection: &mut SqliteConnection) -> Result<Vec<String>> {
    let mut wrong = Vec::new();
    for Indexed { noun, table, rows, .. } in INDEXED {
        let text = format!(
            "SELECT (SELECT count(*) FROM {rows}) - (SELECT count(*) FROM {table}_docsize) \
             - (SELECT count(*) FROM search_pending p JOIN {rows} r ON r.rid = p.rid WHERE p.noun = {noun} \
                AND NOT EXISTS (SELECT 1 FROM {table}_docsize d WHERE d.id = p.rid))"
        );
        let missing: i64 = sqlx::query_scalar(AssertSqlSafe(text)).fetch_one(&mut *connection).await?;
        if missing != 0 {
            wrong.push(format!("{missing} rows of {rows} are not in the search index"));
        }
    }
    Ok(wrong)
}

/// The waiting rows whose words match, in their order. They are few, or the index is on its way.
async fn waiting(
    connection: &mut SqliteConnection,
    indexed: &Indexed,
    words: &[String],
    scope: Option<Id<Customer>>,
) -> Result<Vec<i64>> {
    let Indexed { noun, rows, words: texts, .. } = indexed;
    let of = if scope.is_some() { "r.customer_id = ?3" } else { "?3 IS NULL" };
    let text = format!(
        "SELECT json_group_array(json_array(rid, words)), max(rid), count(*) FROM (SELECT r.rid, {texts} AS words \
         FROM search_pending p CROSS JOIN {rows} r ON r.rid = p.rid WHERE p.noun = {noun} AND p.rid > ?1 AND {of} \
         ORDER BY p.rid LIMIT ?2)"
    );
    let (mut found, mut after) = (Vec::new(), i64::MIN);
    let mut folded = String::new();
    loop {
        let (json, last, count): (String, Option<i64>, i64) = sqlx::query_as(AssertSqlSafe(text.clone()))
            .bind(after)
            .bind(CHUNK)
            .bind(scope.map(Id::uuid))
            .fetch_one(&mut *connection)
            .await?;
        for (rid, row) in from_json::<Vec<(i64, String)>>(&json)? {
            folded.clear();
            fold_into(&row, &mut folded);
            if matches(words, &folded) {
                found.push(rid);
            }
        }
        match last {
            Some(last) if count == CHUNK => after = last,
            _ => return Ok(found),
        }
    }
}

async fn matching<N: Noun>(
    connection: &mut SqliteConnection,
    indexed: &Indexed,
    typed: &str,
    customer: Option<Id<Customer>>,
    limit: u32,
) -> Result<Vec<N>> {
    // Every word must be there, the last letters of each may be missing.
    let words = folded_words(typed);
    if words.is_empty() {
        return Ok(Vec::new());
    }
    let query: Vec<String> = words.iter().map(|word| format!("\"{}\"*", word.trim_start())).collect();
    let query = query.join(" ");
    let columns: Vec<String> = N::COLUMNS.iter().map(|column| format!("r.{column}")).collect();
    let columns = columns.join(", ");
    let Indexed { noun, table, rows, .. } = indexed;
    let scope = if customer.is_some() { "r.customer_id = ?2" } else { "?2 IS NULL" };
    // One state of the store: a row that is indexed between two looks would be found twice or not at all.
    let mut connection = connection.begin().await?;
    let waiting = waiting(&mut connection, indexed, &words, customer).await?;
    let mut found = Vec::new();
    // In the order of the index, which is that of the rows: it ends with the last row that is wanted, however many match.
    for live in ["IS NULL", "IS NOT NULL"] {
        let room = usize::try_from(limit).unwrap_or(usize::MAX).saturating_sub(found.len());
        if room == 0 {
            break;
        }
        let indexed = format!(
            "SELECT s.rowid AS rid, {columns} FROM {table} s CROSS JOIN {rows} r ON r.rid = s.rowid \
             WHERE {table} MATCH ?1 AND {scope} AND r.deleted_at {live} \
             AND NOT EXISTS (SELECT 1 FROM search_pending p WHERE p.noun = {noun} AND p.rid = s.rowid) \
             ORDER BY s.rowid LIMIT ?3"
        );
        // They stand in the order of the rows already; to sort them would mean to look every one up.
        let compared = format!(
            "SELECT r.rid, {columns} FROM json_each(?4) w CROSS JOIN {rows} r ON r.rid = w.value \
             WHERE r.deleted_at {live} LIMIT ?3"
        );
        let mut values = Values::default();
        values.text(&query)?;
        values.optional_id(customer)?;
        values.number(i64::try_from(room).unwrap_or(i64::MAX))?;
        let text = if waiting.is_empty() {
            format!("SELECT {columns} FROM ({indexed}) r ORDER BY r.rid")
        } else {
            values.json(&waiting)?;
            format!(
                "SELECT {columns} FROM (SELECT * FROM ({indexed}) UNION ALL SELECT * FROM ({compared})) r \
                 ORDER BY r.rid LIMIT ?3"
            )
        };
        let read = sqlx::query_with(AssertSqlSafe(text), values.0).fetch_all(&mut *connection).await?;
        for row in &read {
            found.push(N::read(&mut Columns::new(row))?);
        }
    }
    connection.rollback().await?;
    Ok(found)
}

/// Users whose words begin with what was typed, live ones first; of one customer, or of all.
pub async fn users(
    connection: &mut SqliteConnection,
    typed: &str,
    customer: Option<Id<Customer>>,
    limit: u32,
) -> Result<Vec<User>> {
    matching(connection, &USERS, typed, customer, limit).await
}

/// Customers whose words begin with what was typed, live ones first.
pub async fn customers(connection: &mut SqliteConnection, typed: &str, limit: u32) -> Result<Vec<Customer>> {
    matching(connection, &CUSTOMERS, typed, None, limit).await
}

/// Readers whose words begin with what was typed, live ones first; of one customer, or of all.
pub async fn readers(
    connection: &mut SqliteConnection,
    typed: &str,
    customer: Option<Id<Customer>>,
    limit: u32,
) -> Result<Vec<Reader>> {
    matching(connection, &READERS, typed, customer, limit).await
}
