//! Readers.

use mobileaccess_domain::Id;
use mobileaccess_domain::rows::{Customer, OneTapSignal, Reader, ReaderFields, ReaderGroup, SignalRange};
use sqlx::sqlite::SqliteConnection;
use uuid::Uuid;

use super::noun::{self, Columns, Noun, Values, from_json, to_json};
use crate::error::{Result, StoreError};

/// In the column of what phones were told: exactly what is set.
const SAME: &str = "same";

impl Noun for Reader {
    const NAME: &'static str = "reader";
    const TABLE: &'static str = "readers";
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "customer_id",
        "name",
        "reader_id",
        "mac",
        "group_id",
        "allow_identification",
        "one_tap",
        "signal_range",
        "one_tap_signal",
        "extra",
        "published",
        "created_at",
        "changed_at",
        "deleted_at",
    ];
    fn uuid(&self) -> Uuid {
        self.id.uuid()
    }
    fn bind(&self, values: &mut Values) -> Result<()> {
        values.id(self.id)?;
        values.id(self.customer_id)?;
        values.text(&self.fields.name)?;
        values.text(&self.fields.reader_id)?;
        values.optional_text(self.fields.mac.as_deref())?;
        values.optional_id(self.fields.group_id)?;
        values.flag(self.fields.allow_identification)?;
        values.optional_number(self.fields.one_tap.map(i64::from))?;
        values.number(i64::from(self.fields.signal_range.percent()))?;
        values.number(i64::from(self.fields.one_tap_signal.percent()))?;
        if self.extra.is_empty() {
            values.text("{}")?;
        } else {
            values.json(&self.extra)?;
        }
        match &self.published {
            Some(published) if *published == self.fields => values.text(SAME)?,
            Some(published) => values.text(&to_json(published)?)?,
            None => values.optional_text(None)?,
        }
        values.time(self.created_at)?;
        values.time(self.changed_at)?;
        values.optional_time(self.deleted_at)
    }
    fn read(columns: &mut Columns<'_>) -> Result<Self> {
        let no_step = |_| StoreError::damaged("a signal is none of the steps");
        let id = columns.id()?;
        let customer_id = columns.id()?;
        let fields = ReaderFields {
            name: columns.text()?,
            reader_id: columns.text()?,
            mac: columns.optional_text()?,
            group_id: columns.optional_id()?,
            allow_identification: columns.flag()?,
            one_tap: columns.optional_number::<i64>()?.map(|flag| flag != 0),
            signal_range: SignalRange::try_from(columns.number::<u8>()?).map_err(no_step)?,
            one_tap_signal: OneTapSignal::try_from(columns.number::<u8>()?).map_err(no_step)?,
        };
        Ok(Self {
            id,
            customer_id,
            extra: match columns.str()? {
                "{}" => serde_json::Map::new(),
                text => from_json(text)?,
            },
            published: match columns.optional_str()? {
                None => None,
                Some(SAME) => Some(fields.clone()),
                Some(text) => Some(from_json(text)?),
            },
            fields,
            created_at: columns.time()?,
            changed_at: columns.time()?,
            deleted_at: columns.optional_time()?,
        })
    }
}

/// The reader with this id.
pub async fn get(connection: &mut SqliteConnection, id: Id<Reader>) -> Result<Option<Reader>> {
    noun::get(connection, id.uuid()).await
}

/// The customer's live readers with this Reader ID, or with this MAC.
pub async fn with_identity(
    connection: &mut SqliteConnection,
    customer: Id<Customer>,
    reader_id: &str,
    mac: Option<&str>,
) -> Result<Vec<Reader>> {
    let mut values = Values::default();
    values.id(customer)?;
    values.text(reader_id)?;
    values.optional_text(mac)?;
    noun::find(
        connection,
        "deleted_at IS NULL AND ((customer_id = ?1 AND reader_id = ?2) OR (customer_id = ?1 AND mac = ?3)) ORDER BY rid",
        values,
    )
    .await
}

/// The customer's readers that live or that phones still know, oldest first.
pub async fn live_or_published(connection: &mut SqliteConnection, customer: Id<Customer>) -> Result<Vec<Reader>> {
    let mut values = Values::default();
    values.id(customer)?;
    noun::find(connection, "customer_id = ? AND (deleted_at IS NULL OR published IS NOT NULL) ORDER BY rid", values)
        .await
}

/// Every reader of a customer, deleted ones included, oldest first.
pub async fn of_customer(connection: &mut SqliteConnection, customer: Id<Customer>) -> Result<Vec<Reader>> {
    let mut values = Values::default();
    values.id(customer)?;
    noun::find(connection, "customer_id = ? ORDER BY rid", values).await
}

/// The readers with these ids, in the order in which they were written.
pub async fn with_ids(
    connection: &mut SqliteConnection,
    ids: &std::collections::BTreeSet<Id<Reader>>,
) -> Result<Vec<Reader>> {
    let mut values = Values::default();
    values.json(&ids.iter().map(|id| id.uuid().simple().to_string()).collect::<Vec<_>>())?;
    noun::find(connection, "id IN (SELECT unhex(value) FROM json_each(?)) ORDER BY rid", values).await
}

/// A reader of which phones know something else than what is set.
pub(crate) const UNPUBLISHED: &str =
    "(deleted_at IS NULL AND published IS NOT 'same') OR (deleted_at IS NOT NULL AND published IS NOT NULL)";

/// How many readers of a customer phones know otherwise than they are set.
pub async fn unpublished_count(connection: &mut SqliteConnection, customer: Id<Customer>) -> Result<u32> {
    let text = format!("SELECT count(*) FROM readers WHERE customer_id = ? AND ({UNPUBLISHED})");
    let count: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(text)).bind(customer.uuid()).fetch_one(connection).await?;
    Ok(u32::try_from(count).unwrap_or(u32::MAX))
}

/// How many published readers each group has, as phones were last told; `None` counts those without a group.
pub async fn published_by_group(
    connection: &mut SqliteConnection,
    customer: Id<Customer>,
) -> Result<std::collections::BTreeMap<Option<Id<ReaderGroup>>, u32>> {
    let rows: Vec<(Option<String>, i64)> = sqlx::query_as(
        "SELECT CASE WHEN published = 'same' THEN lower(hex(group_id)) ELSE replace(published ->> 'group_id', '-', '') END AS g, \
         count(*) FROM readers WHERE customer_id = ? AND published IS NOT NULL GROUP BY g",
    )
    .bind(customer.uuid())
    .fetch_all(connection)
    .await?;
    let group = |text: Option<String>| text.filter(|text| !text.is_empty()).and_then(|text| text.parse().ok());
    Ok(rows.into_iter().map(|(text, count)| (group(text), u32::try_from(count).unwrap_or(u32::MAX))).collect())
}
