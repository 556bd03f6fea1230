//! Accounts, the customers given to installers, and which key slot of this computer is whose.

use mobileaccess_domain::rows::{Account, Assignment, Customer, Distributor, Role};
use mobileaccess_domain::{AccountActor, Id};
use sqlx::sqlite::SqliteConnection;
use uuid::Uuid;

use super::noun::{self, Columns, Noun, Values, words};
use crate::error::Result;
use crate::profile::SlotId;

words!(Role { DistributorAdmin = "distributor_admin", Installer = "installer", CustomerAdmin = "customer_admin" });

/// A login e-mail as it is compared: without case, of any script.
pub(crate) fn email_key(email: &str) -> String {
    email.trim().to_lowercase()
}

impl Noun for Account {
    const NAME: &'static str = "account";
    const TABLE: &'static str = "accounts";
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "distributor_id",
        "customer_id",
        "role",
        "email",
        "password_hash",
        "language",
        "created_at",
        "expires_at",
        "deleted_at",
        "email_key",
    ];
    fn uuid(&self) -> Uuid {
        self.id.uuid()
    }
    fn bind(&self, values: &mut Values) -> Result<()> {
        values.id(self.id)?;
        values.id(self.distributor_id)?;
        values.optional_id(self.customer_id)?;
        values.word(self.role)?;
        values.text(&self.email)?;
        values.text(&self.password_hash)?;
        values.optional_word(self.language)?;
        values.time(self.created_at)?;
        values.optional_time(self.expires_at)?;
        values.optional_time(self.deleted_at)?;
        values.text(&email_key(&self.email))
    }
    fn read(columns: &mut Columns<'_>) -> Result<Self> {
        Ok(Self {
            id: columns.id()?,
            distributor_id: columns.id()?,
            customer_id: columns.optional_id()?,
            role: columns.word()?,
            email: columns.text()?,
            password_hash: columns.text()?,
            language: columns.optional_word()?,
            created_at: columns.time()?,
            expires_at: columns.optional_time()?,
            deleted_at: columns.optional_time()?,
        })
    }
}

impl Noun for Assignment {
    const NAME: &'static str = "assignment";
    const TABLE: &'static str = "assignments";
    const COLUMNS: &'static [&'static str] = &["id", "account_id", "customer_id", "created_at", "deleted_at"];
    fn uuid(&self) -> Uuid {
        self.id.uuid()
    }
    fn bind(&self, values: &mut Values) -> Result<()> {
        values.id(self.id)?;
        values.id(self.account_id)?;
        values.id(self.customer_id)?;
        values.time(self.created_at)?;
        values.optional_time(self.deleted_at)
    }
    fn read(columns: &mut Columns<'_>) -> Result<Self> {
        Ok(Self {
            id: columns.id()?,
            account_id: columns.id()?,
            customer_id: columns.id()?,
            created_at: columns.time()?,
            deleted_at: columns.optional_time()?,
        })
    }
}

/// The account with this id.
pub async fn get(connection: &mut SqliteConnection, id: Id<Account>) -> Result<Option<Account>> {
    noun::get(connection, id.uuid()).await
}

/// Every account with this login e-mail, deleted or not, whatever its case.
pub async fn with_email(connection: &mut SqliteConnection, email: &str) -> Result<Vec<Account>> {
    let mut values = Values::default();
    values.text(&email_key(email))?;
    noun::find(connection, "email_key = ? ORDER BY rid", values).await
}

/// The accounts of the distributor itself: its admins and installers.
pub async fn of_distributor(connection: &mut SqliteConnection, id: Id<Distributor>) -> Result<Vec<Account>> {
    let mut values = Values::default();
    values.id(id)?;
    noun::find(connection, "distributor_id = ? AND customer_id IS NULL ORDER BY rid", values).await
}

/// The accounts of a customer, deleted ones included, oldest first.
pub async fn of_customer(connection: &mut SqliteConnection, id: Id<Customer>) -> Result<Vec<Account>> {
    let mut values = Values::default();
    values.id(id)?;
    noun::find(connection, "customer_id = ? ORDER BY rid", values).await
}

/// The assignment with this id.
pub async fn assignment(connection: &mut SqliteConnection, id: Id<Assignment>) -> Result<Option<Assignment>> {
    noun::get(connection, id.uuid()).await
}

/// Every assignment of an account, ended ones included.
pub async fn assignments_of(connection: &mut SqliteConnection, id: Id<Account>) -> Result<Vec<Assignment>> {
    let mut values = Values::default();
    values.id(id)?;
    noun::find(connection, "account_id = ? ORDER BY rid", values).await
}

/// The installers a customer was given to, ended assignments included.
pub async fn assignments_to(connection: &mut SqliteConnection, id: Id<Customer>) -> Result<Vec<Assignment>> {
    let mut values = Values::default();
    values.id(id)?;
    noun::find(connection, "customer_id = ? ORDER BY rid", values).await
}

/// What a live account is and may touch right now; `None` when it is deleted or unknown.
pub async fn actor(connection: &mut SqliteConnection, id: Id<Account>) -> Result<Option<AccountActor>> {
    let Some(account) = get(connection, id).await?.filter(|account| account.deleted_at.is_none()) else {
        return Ok(None);
    };
    let assigned = if account.role == Role::Installer {
        let assignments = assignments_of(connection, id).await?;
        assignments.into_iter().filter(|given| given.deleted_at.is_none()).map(|given| given.customer_id).collect()
    } else {
        Default::default()
    };
    Ok(Some(AccountActor {
        id,
        role: account.role,
        distributor_id: account.distributor_id,
        customer_id: account.customer_id,
        assigned,
        ended: false,
    }))
}

/// Names the key slot of an account on this computer, instead of the one before.
pub async fn name_slot(connection: &mut SqliteConnection, account: Id<Account>, slot: SlotId) -> Result<()> {
    sqlx::query(
        "INSERT INTO local_slots (account_id, slot_id) VALUES (?, ?) \
         ON CONFLICT (account_id) DO UPDATE SET slot_id = excluded.slot_id",
    )
    .bind(account.uuid())
    .bind(slot)
    .execute(connection)
    .await?;
    Ok(())
}

/// Takes an account's key slot away; having none is no fault.
pub async fn forget_slot(connection: &mut SqliteConnection, account: Id<Account>) -> Result<()> {
    sqlx::query("DELETE FROM local_slots WHERE account_id = ?").bind(account.uuid()).execute(connection).await?;
    Ok(())
}

/// The live account that one of these slots belongs to.
pub async fn of_slot(connection: &mut SqliteConnection, slots: &[SlotId]) -> Result<Option<Account>> {
    for slot in slots {
        let mut values = Values::default();
        values.uuid(*slot)?;
        let found = noun::find::<Account>(
            connection,
            "id = (SELECT account_id FROM local_slots WHERE slot_id = ?) AND deleted_at IS NULL",
            values,
        )
        .await?;
        if let Some(account) = found.into_iter().next() {
            return Ok(Some(account));
        }
    }
    Ok(None)
}

/// Every account that has a key slot on this computer, with the slot.
pub async fn slots(connection: &mut SqliteConnection) -> Result<Vec<(Id<Account>, SlotId)>> {
    let rows: Vec<(Uuid, Uuid)> =
        sqlx::query_as("SELECT account_id, slot_id FROM local_slots").fetch_all(connection).await?;
    Ok(rows.into_iter().map(|(account, slot)| (Id::new(account), slot)).collect())
}

/// Login e-mails of every account, deleted ones included, for the activity log.
pub async fn emails(connection: &mut SqliteConnection) -> Result<std::collections::BTreeMap<Id<Account>, String>> {
    let rows: Vec<(Uuid, String)> = sqlx::query_as("SELECT id, email FROM accounts").fetch_all(connection).await?;
    Ok(rows.into_iter().map(|(id, email)| (Id::new(id), email)).collect())
}
