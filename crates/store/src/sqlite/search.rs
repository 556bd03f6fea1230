//! Full-text search over users, customers and readers, without diacritics: `zizkov` finds `Žižkov`.

use mobileaccess_domain::Id;
use mobileaccess_domain::rows::{Customer, Reader, User};
use sqlx::AssertSqlSafe;
use sqlx::sqlite::SqliteConnection;

use super::noun::{Columns, Noun, Values};
use crate::error::Result;

/// How a noun's words come out of its row.
struct Indexed {
    noun: i64,
    table: &'static str,
    rows: &'static str,
    words: &'static str,
}

const INDEXED: [Indexed; 3] = [
    Indexed {
        noun: 1,
        table: "search_users",
        rows: "users",
        words: "title || ' ' || first_name || ' ' || last_name || ' ' || email || ' ' || phone",
    },
    Indexed {
        noun: 2,
        table: "search_customers",
        rows: "customers",
        words: "name || ' ' || system_id || ' ' || coalesce(contact ->> 'city', '') || ' ' || \
                coalesce(contact ->> 'email', '')",
    },
    Indexed {
        noun: 3,
        table: "search_readers",
        rows: "readers",
        words: "name || ' ' || reader_id || ' ' || coalesce(mac, '')",
    },
];

/// Whether rows wait to be indexed.
pub async fn is_behind(connection: &mut SqliteConnection) -> Result<bool> {
    Ok(sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM search_pending)").fetch_one(connection).await?)
}

/// Indexes the rows that wait for it. Within a transaction of the writer.
pub async fn catch_up(connection: &mut SqliteConnection) -> Result<()> {
    for Indexed { noun, table, rows, words } in INDEXED {
        for text in [
            format!("DELETE FROM {table} WHERE rowid IN (SELECT rid FROM search_pending WHERE noun = {noun})"),
            format!(
                "INSERT INTO {table} (rowid, words) SELECT r.rid, {words} FROM search_pending p \
                 JOIN {rows} r ON r.rid = p.rid WHERE p.noun = {noun} ORDER BY r.rid"
            ),
            format!("DELETE FROM search_pending WHERE noun = {noun}"),
        ] {
            sqlx::query(AssertSqlSafe(text)).execute(&mut *connection).await?;
        }
    }
    Ok(())
}

/// Makes the whole index anew.
pub async fn rebuild(connection: &mut SqliteConnection) -> Result<()> {
    for Indexed { noun, table, rows, .. } in INDEXED {
        for text in [
            format!("INSERT INTO {table} ({table}) VALUES ('delete-all')"),
            format!("INSERT OR IGNORE INTO search_pending (noun, rid) SELECT {noun}, rid FROM {rows}"),
        ] {
            sqlx::query(AssertSqlSafe(text)).execute(&mut *connection).await?;
        }
    }
    catch_up(connection).await
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

/// What was typed, as a query: every word must be there, the last letters of each may be missing.
fn query(typed: &str) -> Option<String> {
    let words: Vec<String> = typed
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| format!("\"{word}\"*"))
        .collect();
    (!words.is_empty()).then(|| words.join(" "))
}

async fn matching<N: Noun>(
    connection: &mut SqliteConnection,
    table: &str,
    typed: &str,
    customer: Option<Id<Customer>>,
    limit: u32,
) -> Result<Vec<N>> {
    let Some(query) = query(typed) else { return Ok(Vec::new()) };
    let columns: Vec<String> = N::COLUMNS.iter().map(|column| format!("r.{column}")).collect();
    let scope = if customer.is_some() { "r.customer_id = ?2" } else { "?2 IS NULL" };
    let mut found = Vec::new();
    // In the order of the index, which is that of the rows: it ends with the last row that is wanted, however many match.
    for live in ["IS NULL", "IS NOT NULL"] {
        let room = usize::try_from(limit).unwrap_or(usize::MAX).saturating_sub(found.len());
        if room == 0 {
            break;
        }
        let mut values = Values::default();
        values.text(&query)?;
        values.optional_id(customer)?;
        values.number(i64::try_from(room).unwrap_or(i64::MAX))?;
        let text = format!(
            "SELECT {} FROM {table} s CROSS JOIN {} r ON r.rid = s.rowid \
             WHERE {table} MATCH ?1 AND {scope} AND r.deleted_at {live} ORDER BY s.rowid LIMIT ?3",
            columns.join(", "),
            N::TABLE
        );
        let rows = sqlx::query_with(AssertSqlSafe(text), values.0).fetch_all(&mut *connection).await?;
        for row in &rows {
            found.push(N::read(&mut Columns::new(row))?);
        }
    }
    Ok(found)
}

/// Users whose words begin with what was typed, live ones first; of one customer, or of all.
pub async fn users(
    connection: &mut SqliteConnection,
    typed: &str,
    customer: Option<Id<Customer>>,
    limit: u32,
) -> Result<Vec<User>> {
    matching(connection, "search_users", typed, customer, limit).await
}

/// Customers whose words begin with what was typed, live ones first.
pub async fn customers(connection: &mut SqliteConnection, typed: &str, limit: u32) -> Result<Vec<Customer>> {
    matching(connection, "search_customers", typed, None, limit).await
}

/// Readers whose words begin with what was typed, live ones first; of one customer, or of all.
pub async fn readers(
    connection: &mut SqliteConnection,
    typed: &str,
    customer: Option<Id<Customer>>,
    limit: u32,
) -> Result<Vec<Reader>> {
    matching(connection, "search_readers", typed, customer, limit).await
}
