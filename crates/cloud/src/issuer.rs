//! What the issuer does: a command line on the cloud, never a screen.

use chrono::{DateTime, SubsecRound as _, Utc};
use mobileaccess_domain::credit::SellCredit;
use mobileaccess_domain::distributors::{SetPublicAddress, SetUpDistributor};
use mobileaccess_domain::rows::{Customer, Distributor};
use mobileaccess_domain::unconfirmed::ConfirmCredit;
use mobileaccess_domain::{Actor, ChainHead, Context, Edit, Id, Language, Mutation, Need, Refusal};

use crate::batch::{Batch, Written};
use crate::cloud::Cloud;
use crate::db::Tx;
use crate::enrol::NewDistributor;
use crate::error::{Denied, Error, Result};
use crate::load::{Tenant, load, load_stored};
use crate::secrets::Entropy;

/// What a new distributor needs.
#[derive(Clone, Debug)]
pub struct CreateDistributor {
    /// Name.
    pub name: String,
    /// Four letters or digits.
    pub code: String,
    /// IANA time zone of the office.
    pub time_zone: String,
    /// Login e-mail of the first admin.
    pub email: String,
    /// Language of the first admin's screens.
    pub language: Language,
}

/// A distributor in the issuer's list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedDistributor {
    /// Id.
    pub id: Id<Distributor>,
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Its own credit, that of its customers not counted.
    pub credit: i64,
    /// Computers that are enrolled.
    pub computers: u64,
    /// When it was suspended, if it is.
    pub suspended_at: Option<DateTime<Utc>>,
}

impl Cloud {
    /// Creates a distributor with its first admin, who gets in by a one-time code and has no password until then.
    ///
    /// # Errors
    /// Faults of the database. A refusal says what is wrong with the fields.
    pub async fn create_distributor(
        &self,
        at: DateTime<Utc>,
        entropy: &Entropy,
        new: &CreateDistributor,
    ) -> Result<std::result::Result<NewDistributor, Refusal>> {
        let at = at.trunc_subsecs(3);
        let (distributor, account) = (Id::new(entropy.uuid("distributor")), Id::new(entropy.uuid("account")));
        let mutation = Mutation::from(SetUpDistributor {
            distributor_id: distributor,
            name: new.name.clone(),
            code: new.code.clone(),
            time_zone: new.time_zone.clone(),
            account_id: account,
            email: new.email.clone(),
            // No password opens it.
            password_hash: crate::passwords::NOBODYS.to_owned(),
            language: new.language,
        });
        let mut tx = self.db().write().await?;
        let tenant = Tenant {
            id: distributor,
            revision: 0,
            ledger: ChainHead::default(),
            audit: ChainHead::default(),
            suspended: false,
        };
        let context = Context::here(entropy.uuid("mutation"), Actor::Setup, at);
        let loaded = load_stored(&mut tx, self.keys(), &tenant, mutation.needs()).await?;
        let mut batch = Batch::new(self.keys(), tenant.clone(), loaded);
        if let Err(refusal) = batch.decide(&mutation, &context) {
            return Ok(Err(refusal));
        }
        insert_tenant(&mut tx, &tenant, &new.code).await?;
        finish(batch.write(&mut tx).await?)?;
        tx.commit().await?;
        self.tell_channels(at, entropy, Some(distributor)).await?;
        let code = self.make_enrol_code(at, entropy, account).await?;
        Ok(Ok(NewDistributor { distributor, account, code }))
    }

    /// Sells credit to a distributor.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn sell_credit(
        &self,
        at: DateTime<Utc>,
        entropy: &Entropy,
        distributor: Id<Distributor>,
        amount: i64,
        note: &str,
    ) -> Result<std::result::Result<(), Refusal>> {
        let mutation = Mutation::from(SellCredit { distributor_id: distributor, amount, note: note.to_owned() });
        self.as_issuer(at, entropy, distributor, &mutation).await
    }

    /// Says where a distributor's phones find this cloud. Its computers hear of it by synchronisation and print it in every QR
    /// from then on; an admin may set another.
    ///
    /// # Errors
    /// Faults of the database. A refusal says what is wrong with the address.
    pub async fn set_public_address(
        &self,
        at: DateTime<Utc>,
        entropy: &Entropy,
        distributor: Id<Distributor>,
        address: &str,
    ) -> Result<std::result::Result<(), Refusal>> {
        let mut tx = self.db().read().await?;
        let tenant = Tenant::look(&mut tx, distributor).await?;
        let state = load(&mut tx, self.keys(), &tenant, vec![Need::Distributor(distributor)]).await?;
        tx.roll_back().await?;
        let from = state.distributors.get(&distributor).map(|row| row.public_address.clone()).unwrap_or_default();
        let address = Edit { from, to: address.to_owned() };
        self.as_issuer(at, entropy, distributor, &SetPublicAddress { distributor_id: distributor, address }.into())
            .await
    }

    /// Confirms the credit that a distributor minted while its computer was its own issuer. Until then it cannot be spent.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn confirm_credit(
        &self,
        at: DateTime<Utc>,
        entropy: &Entropy,
        distributor: Id<Distributor>,
        note: &str,
    ) -> Result<std::result::Result<(), Refusal>> {
        let customer_ids = self.customers_with_credit(distributor).await?;
        let mutation = ConfirmCredit { distributor_id: distributor, customer_ids, note: note.to_owned() };
        self.as_issuer(at, entropy, distributor, &mutation.into()).await
    }

    /// The customers of a distributor that the ledger knows.
    pub(crate) async fn customers_with_credit(&self, distributor: Id<Distributor>) -> Result<Vec<Id<Customer>>> {
        let mut tx = self.db().read().await?;
        let text = "SELECT DISTINCT customer_id FROM balances WHERE distributor_id = $1 AND customer_id IS NOT NULL";
        let rows = tx.fetch(text, vec![distributor.into()]).await?;
        rows.iter().map(|row| Ok(Id::new(row.id(0)?))).collect()
    }

    /// Carries out a mutation of the issuer.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn as_issuer(
        &self,
        at: DateTime<Utc>,
        entropy: &Entropy,
        distributor: Id<Distributor>,
        mutation: &Mutation,
    ) -> Result<std::result::Result<(), Refusal>> {
        let context = Context::here(entropy.uuid("mutation"), Actor::Issuer, at.trunc_subsecs(3));
        self.carry_out(distributor, mutation, &context).await
    }

    /// Carries out one mutation that no computer pushed: the issuer's, or a phone's. Its id must be new.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn carry_out(
        &self,
        distributor: Id<Distributor>,
        mutation: &Mutation,
        context: &Context,
    ) -> Result<std::result::Result<(), Refusal>> {
        let mut tx = self.db().write().await?;
        let outcome = self.carry_out_in(&mut tx, distributor, mutation, context).await?;
        if outcome.is_ok() {
            tx.commit().await?;
            self.poke(distributor);
        }
        Ok(outcome)
    }

    /// The same within a transaction that was begun, so that more can be written beside it. The distributor's row is locked.
    ///
    /// # Errors
    /// Faults of the database; the transaction must be given up then, and after a refusal too.
    pub async fn carry_out_in(
        &self,
        tx: &mut Tx,
        distributor: Id<Distributor>,
        mutation: &Mutation,
        context: &Context,
    ) -> Result<std::result::Result<(), Refusal>> {
        let tenant = Tenant::lock(tx, distributor).await?;
        if tenant.suspended && context.actor == Actor::Phone {
            return Err(Denied::Suspended.into());
        }
        let loaded = load_stored(tx, self.keys(), &tenant, mutation.needs()).await?;
        let mut batch = Batch::new(self.keys(), tenant, loaded);
        if let Err(refusal) = batch.decide(mutation, context) {
            return Ok(Err(refusal));
        }
        match batch.write(tx).await? {
            Written::Done { .. } => Ok(Ok(())),
            Written::Taken(_) => Ok(Err(Refusal::IdTaken)),
        }
    }

    /// Every distributor.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn distributors(&self) -> Result<Vec<ListedDistributor>> {
        let mut tx = self.db().read().await?;
        let text = "SELECT d.id, d.code, d.suspended_at, r.body, \
                    (SELECT amount FROM balances b WHERE b.distributor_id = d.id AND b.account = 'distributor'), \
                    (SELECT count(*) FROM replicas_auth a WHERE a.distributor_id = d.id) \
                    FROM distributors d JOIN rows r ON r.id = d.id AND r.noun = 'distributor' ORDER BY d.code";
        let mut listed = Vec::new();
        for row in tx.fetch(text, Vec::new()).await? {
            let distributor: Distributor = serde_json::from_str(row.str(3)?)?;
            listed.push(ListedDistributor {
                id: Id::new(row.id(0)?),
                code: distributor.code,
                name: distributor.name,
                credit: row.opt_int(4)?.unwrap_or(0),
                computers: row.count(5)?,
                suspended_at: row.opt_int(2)?.and_then(DateTime::from_timestamp_millis),
            });
        }
        Ok(listed)
    }

    /// Suspends a distributor: nobody of it enrols, pushes, pulls or activates until it is resumed. Nothing is lost.
    ///
    /// # Errors
    /// [`Denied::NotFound`]; faults of the database.
    pub async fn suspend(&self, distributor: Id<Distributor>, suspended_at: Option<DateTime<Utc>>) -> Result<()> {
        let mut tx = self.db().write().await?;
        let text = "UPDATE distributors SET suspended_at = $2 WHERE id = $1";
        let at = suspended_at.map(|at| at.timestamp_millis());
        if tx.execute(text, vec![distributor.into(), at.into()]).await? == 0 {
            return Err(Denied::NotFound.into());
        }
        tx.commit().await?;
        self.poke(distributor);
        Ok(())
    }
}

/// Adds the row that every write of the tenant locks.
pub(crate) async fn insert_tenant(tx: &mut Tx, tenant: &Tenant, code: &str) -> Result<()> {
    tx.execute(
        "INSERT INTO distributors (id, code, revision, ledger_seq, ledger_hash, audit_seq, audit_hash) \
         VALUES ($1, $2, 0, 0, $3, 0, $4)",
        vec![
            tenant.id.into(),
            code.to_lowercase().into(),
            ChainHead::default().hash.into(),
            ChainHead::default().hash.into(),
        ],
    )
    .await?;
    Ok(())
}

pub(crate) fn finish(written: Written) -> Result<()> {
    match written {
        Written::Done { .. } => Ok(()),
        Written::Taken(_) => Err(Error::Damaged("a random id is taken".to_owned())),
    }
}
