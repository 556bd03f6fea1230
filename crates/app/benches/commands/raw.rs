//! The database engine with nothing around it: what floors are made of.

use std::path::Path;

use rusqlite::{Connection, Statement, types::Value};

/// Opens a database with a raw key and the settings of the product's own writer; `None` if the key is not the one.
pub(crate) fn open(database: &Path, key: &[u8; 32]) -> Option<Connection> {
    let connection = Connection::open(database).unwrap();
    let key: String = key.iter().map(|byte| format!("{byte:02x}")).collect();
    connection.pragma_update(None, "key", format!("x'{key}'")).unwrap();
    connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(())).ok()?;
    for setting in ["journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "temp_store = MEMORY"] {
        connection.query_row(&format!("PRAGMA {setting}"), [], |_| Ok(())).ok();
    }
    connection.pragma_update(None, "cache_size", -32 * 1024).unwrap();
    connection.pragma_update(None, "recursive_triggers", "ON").unwrap();
    Some(connection)
}

/// Brings a fresh connection to where the product's writer is after its first minutes: schema read, and a write-ahead log
/// that has its full length and is written over from the beginning, so that a commit need not make the file longer.
pub(crate) fn warm_up(raw: &Connection) {
    raw.execute_batch("UPDATE meta SET revision = revision + 1").unwrap();
    fill_log(raw);
}

/// Brings the write-ahead log of a database to its full length, and begins it anew.
pub(crate) fn fill_log(raw: &Connection) {
    raw.execute_batch(
        "CREATE TABLE warm_up (content BLOB); INSERT INTO warm_up VALUES (zeroblob(6000000)); DROP TABLE warm_up;",
    )
    .unwrap();
    raw.query_row("PRAGMA wal_checkpoint(RESTART)", [], |_| Ok(())).unwrap();
}

/// Rows of one table, each with all its columns.
pub(crate) struct Rows {
    insert: String,
    rows: Vec<Vec<Value>>,
}

impl Rows {
    pub(crate) fn count(&self) -> usize {
        self.rows.len()
    }

    /// The statement that writes them.
    pub(crate) fn prepare<'c>(&self, raw: &'c Connection) -> Statement<'c> {
        raw.prepare(&self.insert).unwrap()
    }

    /// Writes them.
    pub(crate) fn write(&self, insert: &mut Statement<'_>) {
        for row in &self.rows {
            insert.execute(rusqlite::params_from_iter(row)).unwrap();
        }
    }
}

/// The tables that commands write to and that triggers do not fill by themselves, in an order that suits their references.
const TABLES: [(&str, &str); 12] = [
    ("users", "rid"),
    ("devices", "rid"),
    ("keys", "rid"),
    ("activation_codes", "rid"),
    ("readers", "rid"),
    ("reader_imports", "rid"),
    ("user_imports", "rid"),
    ("transfers", "rid"),
    ("mutations", "seq"),
    ("audit", "seq"),
    ("audit_customers", "seq"),
    ("audit_rows", "seq"),
];

/// How far each table is filled.
pub(crate) fn marks(raw: &Connection) -> Vec<i64> {
    let last = |(table, counter): &(&str, &str)| {
        raw.query_row(&format!("SELECT coalesce(max({counter}), 0) FROM {table}"), [], |row| row.get(0)).unwrap()
    };
    TABLES.iter().map(last).collect()
}

/// Every row that was added since.
pub(crate) fn added_since(raw: &Connection, marks: &[i64]) -> Vec<Rows> {
    let added = |((table, counter), mark): (&(&str, &str), &i64)| {
        let mut select = raw.prepare(&format!("SELECT * FROM {table} WHERE {counter} > ? ORDER BY {counter}")).unwrap();
        let columns: Vec<String> = select.column_names().into_iter().map(str::to_owned).collect();
        let read = |row: &rusqlite::Row<'_>| (0..columns.len()).map(|column| row.get(column)).collect();
        let rows = select.query_map([mark], read).unwrap().collect::<Result<Vec<Vec<Value>>, _>>().unwrap();
        let marks = vec!["?"; columns.len()].join(", ");
        Rows { insert: format!("INSERT INTO {table} ({}) VALUES ({marks})", columns.join(", ")), rows }
    };
    TABLES.iter().zip(marks).map(added).filter(|rows| rows.count() > 0).collect()
}
