//! Devices, the mobile keys on them, and the activation codes of keys.

use mobileaccess_domain::rows::{
    ActivationCode, CodeEnd, Customer, Device, DeviceStatus, Key, KeyStatus, OnPhone, Platform, ReaderGroup, User,
};
use mobileaccess_domain::{Id, UserId};
use sqlx::sqlite::SqliteConnection;
use uuid::Uuid;

use super::noun::{self, Columns, Noun, Values, words};
use crate::error::{Result, StoreError};

words!(DeviceStatus { Unauthenticated = "unauthenticated", Active = "active", Deleted = "deleted" });
words!(Platform { Android = "android", Ios = "ios" });
words!(KeyStatus {
    Waiting = "waiting",
    Active = "active",
    Suspended = "suspended",
    DeletedByAdmin = "deleted_by_admin",
    DeletedByUser = "deleted_by_user",
    Deleted = "deleted",
});
words!(OnPhone { Active = "active", Suspended = "suspended", Nothing = "nothing" });
words!(CodeEnd { Used = "used", Superseded = "superseded", Lost = "lost", KeyDeleted = "key_deleted" });

impl Noun for Device {
    const NAME: &'static str = "device";
    const TABLE: &'static str = "devices";
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "customer_id",
        "user_id",
        "name",
        "status",
        "platform",
        "model",
        "created_at",
        "activated_at",
        "deleted_at",
        "public_key",
    ];
    fn uuid(&self) -> Uuid {
        self.id.uuid()
    }
    fn bind(&self, values: &mut Values) -> Result<()> {
        values.id(self.id)?;
        values.id(self.customer_id)?;
        values.id(self.user_id)?;
        values.text(&self.name)?;
        values.word(self.status)?;
        values.optional_word(self.platform)?;
        values.text(&self.model)?;
        values.time(self.created_at)?;
        values.optional_time(self.activated_at)?;
        values.optional_time(self.deleted_at)?;
        values.optional_text(self.public_key.as_deref())
    }
    fn read(columns: &mut Columns<'_>) -> Result<Self> {
        Ok(Self {
            id: columns.id()?,
            customer_id: columns.id()?,
            user_id: columns.id()?,
            name: columns.text()?,
            status: columns.word()?,
            platform: columns.optional_word()?,
            model: columns.text()?,
            created_at: columns.time()?,
            activated_at: columns.optional_time()?,
            deleted_at: columns.optional_time()?,
            public_key: columns.optional_text()?,
        })
    }
}

impl Noun for Key {
    const NAME: &'static str = "key";
    const TABLE: &'static str = "keys";
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "customer_id",
        "user_id",
        "device_id",
        "name",
        "number",
        "valid_from",
        "valid_to",
        "group_ids",
        "status",
        "replaces",
        "created_at",
        "status_at",
        "activated_at",
        "synchronized_at",
        "on_phone",
    ];
    fn uuid(&self) -> Uuid {
        self.id.uuid()
    }
    fn bind(&self, values: &mut Values) -> Result<()> {
        values.id(self.id)?;
        values.id(self.customer_id)?;
        values.id(self.user_id)?;
        values.id(self.device_id)?;
        values.text(&self.name)?;
        values.number(i64::from(self.number.get()))?;
        values.day(self.valid_from)?;
        values.optional_day(self.valid_to)?;
        values.json(&self.group_ids)?;
        values.word(self.status)?;
        values.optional_id(self.replaces)?;
        values.time(self.created_at)?;
        values.time(self.status_at)?;
        values.optional_time(self.activated_at)?;
        values.optional_time(self.synchronized_at)?;
        values.optional_word(self.on_phone)
    }
    fn read(columns: &mut Columns<'_>) -> Result<Self> {
        Ok(Self {
            id: columns.id()?,
            customer_id: columns.id()?,
            user_id: columns.id()?,
            device_id: columns.id()?,
            name: columns.text()?,
            number: UserId::new(columns.number()?).ok_or_else(|| StoreError::damaged("a User ID is 0"))?,
            valid_from: columns.day()?,
            valid_to: columns.optional_day()?,
            group_ids: columns.json()?,
            status: columns.word()?,
            replaces: columns.optional_id()?,
            created_at: columns.time()?,
            status_at: columns.time()?,
            activated_at: columns.optional_time()?,
            synchronized_at: columns.optional_time()?,
            on_phone: columns.optional_word()?,
        })
    }
}

impl Noun for ActivationCode {
    const NAME: &'static str = "code";
    const TABLE: &'static str = "activation_codes";
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "customer_id",
        "key_id",
        "code",
        "created_at",
        "expires_at",
        "ended_at",
        "end_reason",
        "handouts",
        "handout_address",
    ];
    fn uuid(&self) -> Uuid {
        self.id.uuid()
    }
    fn bind(&self, values: &mut Values) -> Result<()> {
        values.id(self.id)?;
        values.id(self.customer_id)?;
        values.id(self.key_id)?;
        values.text(&self.code)?;
        values.time(self.created_at)?;
        values.time(self.expires_at)?;
        values.optional_time(self.ended_at)?;
        values.optional_word(self.end)?;
        values.number(i64::from(self.handouts))?;
        values.text(&self.handout_address)
    }
    fn read(columns: &mut Columns<'_>) -> Result<Self> {
        Ok(Self {
            id: columns.id()?,
            customer_id: columns.id()?,
            key_id: columns.id()?,
            code: columns.text()?,
            created_at: columns.time()?,
            expires_at: columns.time()?,
            ended_at: columns.optional_time()?,
            end: columns.optional_word()?,
            handouts: columns.number()?,
            handout_address: columns.text()?,
        })
    }
}

/// The device with this id.
pub async fn device(connection: &mut SqliteConnection, id: Id<Device>) -> Result<Option<Device>> {
    noun::get(connection, id.uuid()).await
}

/// The key with this id.
pub async fn get(connection: &mut SqliteConnection, id: Id<Key>) -> Result<Option<Key>> {
    noun::get(connection, id.uuid()).await
}

/// The activation code with this row id.
pub async fn code(connection: &mut SqliteConnection, id: Id<ActivationCode>) -> Result<Option<ActivationCode>> {
    noun::get(connection, id.uuid()).await
}

/// The activation code with this text.
pub async fn code_with_text(connection: &mut SqliteConnection, text: &str) -> Result<Option<ActivationCode>> {
    let mut values = Values::default();
    values.text(text)?;
    Ok(noun::find(connection, "code = ?", values).await?.pop())
}

/// Every device of a user, deleted ones included, oldest first.
pub async fn devices_of(connection: &mut SqliteConnection, user: Id<User>) -> Result<Vec<Device>> {
    let mut values = Values::default();
    values.id(user)?;
    noun::find(connection, "user_id = ? ORDER BY rid", values).await
}

/// Every key of a user, deleted ones included, oldest first.
pub async fn keys_of(connection: &mut SqliteConnection, user: Id<User>) -> Result<Vec<Key>> {
    let mut values = Values::default();
    values.id(user)?;
    noun::find(connection, "user_id = ? ORDER BY rid", values).await
}

/// Every activation code of a user's keys, oldest first.
pub async fn codes_of(connection: &mut SqliteConnection, user: Id<User>) -> Result<Vec<ActivationCode>> {
    let mut values = Values::default();
    values.id(user)?;
    noun::find(connection, "key_id IN (SELECT id FROM keys WHERE user_id = ?) ORDER BY rid", values).await
}

/// Every key the customer ever had with this User ID.
pub async fn with_number(
    connection: &mut SqliteConnection,
    customer: Id<Customer>,
    number: UserId,
) -> Result<Vec<Key>> {
    let mut values = Values::default();
    values.id(customer)?;
    values.number(i64::from(number.get()))?;
    noun::find(connection, "customer_id = ? AND number = ? ORDER BY rid", values).await
}

/// Every key the customer ever had with one of these User IDs.
pub async fn with_numbers(
    connection: &mut SqliteConnection,
    customer: Id<Customer>,
    numbers: &std::collections::BTreeSet<UserId>,
) -> Result<Vec<Key>> {
    let mut values = Values::default();
    values.id(customer)?;
    values.json(&numbers)?;
    let condition = "customer_id = ?1 AND number IN (SELECT value FROM json_each(?2)) ORDER BY rid";
    noun::find(connection, condition, values).await
}

/// Every User ID the customer ever used.
pub async fn numbers_of(
    connection: &mut SqliteConnection,
    customer: Id<Customer>,
) -> Result<std::collections::HashSet<UserId>> {
    let json: String = sqlx::query_scalar("SELECT json_group_array(number) FROM keys WHERE customer_id = ?")
        .bind(customer.uuid())
        .fetch_one(connection)
        .await?;
    super::noun::from_json(&json)
}

/// The highest User ID the customer ever used; `None` before the first key.
pub async fn highest_number(connection: &mut SqliteConnection, customer: Id<Customer>) -> Result<Option<UserId>> {
    let number: Option<i64> = sqlx::query_scalar("SELECT max(number) FROM keys WHERE customer_id = ?")
        .bind(customer.uuid())
        .fetch_one(connection)
        .await?;
    Ok(number.and_then(|number| u32::try_from(number).ok()).and_then(UserId::new))
}

/// User IDs that are counted at a time to see whether any of them is free.
const STRETCH: i64 = 1024;

/// The lowest User ID from `from` upwards that no key of the customer ever had; `None` when all
/// above are taken.
pub async fn next_free_number(
    connection: &mut SqliteConnection,
    customer: Id<Customer>,
    from: UserId,
) -> Result<Option<UserId>> {
    // Stretches that are used up are counted in the index and passed over, which takes a tenth of looking for the successor of
    // each number; in the first that is not, the first number after a used one that is itself unused, unless its beginning is.
    let number: Option<i64> = sqlx::query_scalar(
        "WITH RECURSIVE stretches (first) AS (SELECT ?2 UNION ALL SELECT first + ?3 FROM stretches WHERE \
          (SELECT count(DISTINCT number) FROM keys WHERE customer_id = ?1 AND number BETWEEN first AND first + ?3 - 1) = ?3), \
         start (first) AS MATERIALIZED (SELECT max(first) FROM stretches) \
         SELECT CASE WHEN first > 4294967295 THEN NULL \
          WHEN NOT EXISTS (SELECT 1 FROM keys WHERE customer_id = ?1 AND number = first) THEN first ELSE \
          (SELECT a.number + 1 FROM keys a WHERE a.customer_id = ?1 AND a.number >= first AND a.number < 4294967295 \
           AND NOT EXISTS (SELECT 1 FROM keys b WHERE b.customer_id = ?1 AND b.number = a.number + 1) \
           ORDER BY a.number LIMIT 1) END FROM start",
    )
    .bind(customer.uuid())
    .bind(i64::from(from.get()))
    .bind(STRETCH)
    .fetch_one(connection)
    .await?;
    Ok(number.and_then(|number| u32::try_from(number).ok()).and_then(UserId::new))
}

/// The User IDs from `first` to `last` that keys of the customer have or ever had, in ascending order.
pub async fn used_numbers(
    connection: &mut SqliteConnection,
    customer: Id<Customer>,
    first: UserId,
    last: UserId,
) -> Result<Vec<UserId>> {
    let numbers: Vec<i64> = sqlx::query_scalar(
        "SELECT DISTINCT number FROM keys WHERE customer_id = ? AND number BETWEEN ? AND ? ORDER BY number",
    )
    .bind(customer.uuid())
    .bind(i64::from(first.get()))
    .bind(i64::from(last.get()))
    .fetch_all(connection)
    .await?;
    Ok(numbers.into_iter().filter_map(|number| u32::try_from(number).ok()).filter_map(UserId::new).collect())
}

/// The keys that hold this group and are not deleted.
pub async fn with_group(
    connection: &mut SqliteConnection,
    customer: Id<Customer>,
    group: Id<ReaderGroup>,
) -> Result<Vec<Key>> {
    let mut values = Values::default();
    values.id(customer)?;
    values.text(&group.to_string())?;
    noun::find(
        connection,
        "customer_id = ? AND group_ids <> '[]' AND status NOT IN ('deleted_by_admin', 'deleted_by_user', 'deleted') \
         AND EXISTS (SELECT 1 FROM json_each(group_ids) WHERE value = ?) ORDER BY rid",
        values,
    )
    .await
}

/// How many keys the customer ever had.
pub async fn count_issued(connection: &mut SqliteConnection, customer: Id<Customer>) -> Result<u32> {
    let count: i64 = sqlx::query_scalar("SELECT count(*) FROM keys WHERE customer_id = ?")
        .bind(customer.uuid())
        .fetch_one(connection)
        .await?;
    Ok(u32::try_from(count).unwrap_or(u32::MAX))
}

/// Word for word the condition and the expression of the index `devices_series`, whose last entry this is.
const HIGHEST_DEVICE: &str = "SELECT CAST(substr(name, 7) AS INTEGER) FROM devices \
     WHERE customer_id = ? AND name GLOB 'Device[0-9]*' AND substr(name, 7) NOT GLOB '*[^0-9]*' AND length(name) <= 12 \
     ORDER BY CAST(substr(name, 7) AS INTEGER) DESC LIMIT 1";

/// The highest number of a device named in series (`Device016`); 0 if there is none.
pub async fn highest_device_number(connection: &mut SqliteConnection, customer: Id<Customer>) -> Result<u32> {
    let highest: Option<i64> =
        sqlx::query_scalar(HIGHEST_DEVICE).bind(customer.uuid()).fetch_optional(connection).await?;
    Ok(highest.and_then(|number| u32::try_from(number).ok()).unwrap_or(0))
}

/// User IDs of the keys that ledger entries paid for; of one customer, or of all.
pub async fn numbers_of_paid(
    connection: &mut SqliteConnection,
    customer: Option<Id<Customer>>,
) -> Result<std::collections::BTreeMap<Id<Key>, u32>> {
    let rows: Vec<(Uuid, i64)> = match customer {
        Some(customer) => {
            let text = "SELECT DISTINCT k.id, k.number FROM transfers t JOIN keys k ON k.id = t.key_id WHERE t.customer_id = ?";
            sqlx::query_as(text).bind(customer.uuid()).fetch_all(connection).await?
        }
        // The distributor's own movements pay for no key.
        None => Vec::new(),
    };
    Ok(rows.into_iter().map(|(id, number)| (Id::new(id), u32::try_from(number).unwrap_or(0))).collect())
}

/// A key with its user and all of its codes.
pub type KeyOfUser = (User, Key, Vec<ActivationCode>);

/// The customer's keys among `ids`, each with its user and codes.
pub async fn for_handouts(
    connection: &mut SqliteConnection,
    customer: Id<Customer>,
    ids: &[Id<Key>],
) -> Result<std::collections::BTreeMap<Id<Key>, KeyOfUser>> {
    use std::collections::BTreeMap;
    let list = serde_json::to_string(&ids.iter().map(|id| id.uuid().simple().to_string()).collect::<Vec<_>>())
        .map_err(|error| StoreError::Io(error.to_string()))?;
    let values = || -> Result<Values> {
        let mut values = Values::default();
        values.id(customer)?;
        values.text(&list)?;
        Ok(values)
    };
    const WANTED: &str = "(SELECT unhex(value) FROM json_each(?2))";
    let keys: Vec<Key> =
        noun::find(&mut *connection, &format!("customer_id = ?1 AND id IN {WANTED}"), values()?).await?;
    let codes: Vec<ActivationCode> =
        noun::find(&mut *connection, &format!("customer_id = ?1 AND key_id IN {WANTED} ORDER BY rid"), values()?)
            .await?;
    let users: Vec<User> = noun::find(
        connection,
        &format!("customer_id = ?1 AND id IN (SELECT user_id FROM keys WHERE id IN {WANTED})"),
        values()?,
    )
    .await?;
    let users: BTreeMap<_, _> = users.into_iter().map(|user| (user.id, user)).collect();
    let mut by_key: BTreeMap<Id<Key>, Vec<ActivationCode>> = BTreeMap::new();
    for code in codes {
        by_key.entry(code.key_id).or_default().push(code);
    }
    Ok(keys
        .into_iter()
        .filter_map(|key| {
            let user = users.get(&key.user_id)?.clone();
            let codes = by_key.remove(&key.id).unwrap_or_default();
            Some((key.id, (user, key, codes)))
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_next_device_is_read_from_the_end_of_its_index() {
        let mut connection = crate::migrations::tests::in_memory(i64::MAX).await;
        let text = sqlx::AssertSqlSafe(format!("EXPLAIN QUERY PLAN {HIGHEST_DEVICE}"));
        let plan: Vec<(i64, i64, i64, String)> = sqlx::query_as(text).fetch_all(&mut connection).await.unwrap();
        let steps: Vec<String> = plan.into_iter().map(|(.., step)| step).collect();
        assert_eq!(steps, ["SEARCH devices USING INDEX devices_series (customer_id=?)"]);
    }
}
