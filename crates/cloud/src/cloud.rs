//! The open cloud, and who is calling.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use mobileaccess_domain::rows::{Account, Distributor, Replica};
use mobileaccess_domain::{AccountActor, Id, State, rows::Role};
use mobileaccess_wire::sync::Standing;
use tokio::sync::broadcast;
use uuid::Uuid;

use crate::db::{Database, Tx};
use crate::error::{Denied, Error, Result};
use crate::load::Tenant;
use crate::secrets::{Entropy, Keys};

/// An open cloud. Cheap to clone; every clone is the same cloud.
#[derive(Clone, Debug)]
pub struct Cloud {
    pub(crate) inner: Arc<Inner>,
}

#[derive(Debug)]
pub(crate) struct Inner {
    pub(crate) db: Database,
    pub(crate) keys: Keys,
    /// What changed by this process, for the other ones.
    pub(crate) made_here: broadcast::Sender<Id<Distributor>>,
    /// What changed by whichever process.
    pub(crate) pokes: broadcast::Sender<Id<Distributor>>,
}

/// Who is calling, by its token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Session {
    /// The computer.
    pub replica: Id<Replica>,
    /// Its account.
    pub account: Id<Account>,
    /// Their distributor.
    pub distributor: Id<Distributor>,
}

/// Which history the cloud has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct History {
    /// Another one after every restore.
    pub id: Uuid,
    /// Whether the operator is still ending a restore.
    pub recovering: bool,
}

impl Cloud {
    /// Opens a cloud on a database; one that holds nothing yet gets its history.
    ///
    /// # Errors
    /// [`Error::Key`] when the key file belongs to another database.
    pub async fn open(db: Database, keys: Keys, entropy: &Entropy) -> Result<Self> {
        let mut tx = db.write().await?;
        tx.execute(
            "INSERT INTO meta (id, history_id, key_check) VALUES (1, $1, $2) ON CONFLICT (id) DO NOTHING",
            vec![entropy.uuid("history").into(), keys.check().into()],
        )
        .await?;
        let row = tx.fetch_one("SELECT key_check FROM meta", Vec::new()).await?;
        if row.map(|row| row.hash(0)).transpose()? != Some(keys.check()) {
            return Err(Error::Key("it belongs to another database"));
        }
        tx.commit().await?;
        let ((pokes, _), (made_here, _)) = (broadcast::channel(1024), broadcast::channel(1024));
        Ok(Self { inner: Arc::new(Inner { db, keys, made_here, pokes }) })
    }

    pub(crate) fn keys(&self) -> &Keys {
        &self.inner.keys
    }

    /// The database, for what phones and mail keep beside the rows.
    pub fn db(&self) -> &Database {
        &self.inner.db
    }

    /// Closes every connection.
    pub async fn close(&self) {
        self.inner.db.close().await;
    }

    /// Hears whose rows have changed by this process.
    #[cfg(feature = "postgres")]
    pub(crate) fn pokes_made_here(&self) -> broadcast::Receiver<Id<Distributor>> {
        self.inner.made_here.subscribe()
    }

    /// Hears whose rows have changed, by this process or, while [`Cloud::relay`] runs, by another one.
    pub fn pokes(&self) -> broadcast::Receiver<Id<Distributor>> {
        self.inner.pokes.subscribe()
    }

    /// Tells those who listen that a tenant's rows have changed.
    pub(crate) fn poke(&self, distributor: Id<Distributor>) {
        // Nobody listening is no fault.
        drop(self.inner.made_here.send(distributor));
        self.poke_here(distributor);
    }

    /// Tells those who listen to this process only.
    pub(crate) fn poke_here(&self, distributor: Id<Distributor>) {
        drop(self.inner.pokes.send(distributor));
    }

    /// Finds out who is calling by the token that came with the request.
    ///
    /// # Errors
    /// [`Denied::Token`] when it is unknown or has ended.
    pub async fn session(&self, at: DateTime<Utc>, token: &str) -> Result<Session> {
        let hash = self.keys().hash("token", token.as_bytes());
        let mut tx = self.db().read().await?;
        let text = "SELECT id, account_id, distributor_id, token_ends_at FROM replicas_auth WHERE token_hash = $1";
        let row = tx.fetch_one(text, vec![hash.into()]).await?.ok_or(Denied::Token)?;
        if row.time(3)? <= at {
            return Err(Denied::Token.into());
        }
        Ok(Session { replica: Id::new(row.id(0)?), account: Id::new(row.id(1)?), distributor: Id::new(row.id(2)?) })
    }

    /// Lets nobody of a suspended distributor pass.
    ///
    /// # Errors
    /// [`Denied::Suspended`]; faults of the database.
    pub(crate) async fn refuse_suspended(&self, session: &Session) -> Result<()> {
        let mut tx = self.db().read().await?;
        let tenant = Tenant::look(&mut tx, session.distributor).await?;
        if tenant.suspended { Err(Denied::Suspended.into()) } else { Ok(()) }
    }

    /// Which history this cloud has.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn history(&self) -> Result<History> {
        let mut tx = self.db().read().await?;
        history(&mut tx).await
    }
}

/// Which history the cloud has, as the transaction sees it.
pub(crate) async fn history(tx: &mut Tx) -> Result<History> {
    let row = tx.fetch_one("SELECT history_id, recovering FROM meta", Vec::new()).await?;
    let row = row.ok_or_else(|| Error::Damaged("the database has no history".to_owned()))?;
    Ok(History { id: row.id(0)?, recovering: row.int(1)? != 0 })
}

/// What an account is and may touch, by a working set that holds it with its assignments.
pub(crate) fn actor_of(state: &State, id: Id<Account>, at: DateTime<Utc>) -> Result<AccountActor> {
    let account = state.accounts.get(&id).ok_or_else(|| Error::Damaged("an account is missing".to_owned()))?;
    let mut assigned = std::collections::BTreeSet::new();
    if account.role == Role::Installer {
        let held = state.assignments.values().filter(|given| given.account_id == id && given.deleted_at.is_none());
        assigned.extend(held.map(|given| given.customer_id));
    }
    Ok(AccountActor {
        id,
        role: account.role,
        distributor_id: account.distributor_id,
        customer_id: account.customer_id,
        assigned,
        ended: has_ended(account, at),
    })
}

/// Whether an account was deleted or has expired.
pub(crate) fn has_ended(account: &Account, at: DateTime<Utc>) -> bool {
    account.deleted_at.is_some() || account.expires_at.is_some_and(|end| end <= at)
}

/// What an account and its computer may still do.
pub(crate) fn standing_of(
    replica: &Replica,
    account: &Account,
    password_is_known: bool,
    at: DateTime<Utc>,
) -> Standing {
    if replica.lost_at.is_some() {
        Standing::Lost
    } else if replica.revoked_at.is_some() {
        Standing::Revoked
    } else if has_ended(account, at) {
        Standing::AccountEnded
    } else if password_is_known {
        Standing::Good
    } else {
        Standing::PasswordChanged
    }
}
