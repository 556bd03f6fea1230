//! *Move to a cloud*: what was set up on one computer comes in as a new distributor, with its ledger and its activity log.

use std::net::IpAddr;

use chrono::{DateTime, Duration, SubsecRound as _, Utc};
use mobileaccess_domain::audit::Entry;
use mobileaccess_domain::ledger;
use mobileaccess_domain::rows::{CreditClass, Distributor, LedgerAccount, Transfer};
use mobileaccess_domain::unconfirmed::HoldCredit;
use mobileaccess_domain::{Actor, ChainHead, Change, Context, Id, Mutation, Refusal, State};
use mobileaccess_wire::sync::{PulledRow, Secret};
use uuid::Uuid;

use crate::batch::{Batch, Written};
use crate::cloud::Cloud;
use crate::db::Tx;
use crate::enrol::FREE;
use crate::error::{Denied, Result};
use crate::issuer::insert_tenant;
use crate::load::Tenant;
use crate::rows::{self, AUDIT, TRANSFER};
use crate::secrets::Entropy;

/// How long a code for a move is good.
const CODE_LIFE: Duration = Duration::days(7);

/// A snapshot of one computer.
#[derive(Default)]
struct Snapshot {
    rows: Vec<Change>,
    transfers: Vec<Transfer>,
    entries: Vec<Entry>,
}

impl Snapshot {
    fn read(lines: impl IntoIterator<Item = PulledRow>) -> Result<Self> {
        let unreadable = |_| Denied::BadRequest("a row of the snapshot does not read");
        let mut snapshot = Self::default();
        for line in lines {
            match line.noun.as_str() {
                TRANSFER => snapshot.transfers.push(serde_json::from_value(line.row).map_err(unreadable)?),
                AUDIT => snapshot.entries.push(serde_json::from_value(line.row).map_err(unreadable)?),
                noun => {
                    let row = rows::from_json(noun, &line.row.to_string()).map_err(unreadable)?;
                    snapshot.rows.push(row.ok_or(Denied::BadRequest("a row of the snapshot is of no noun"))?);
                }
            }
        }
        snapshot.transfers.sort_by_key(|entry| entry.seq);
        snapshot.entries.sort_by_key(|entry| entry.seq);
        Ok(snapshot)
    }

    fn distributor(&self) -> Result<&Distributor> {
        let mut all =
            self.rows.iter().filter_map(|row| if let Change::Distributor(row) = row { Some(row) } else { None });
        let only = all.next().filter(|_| all.next().is_none());
        Ok(only.ok_or(Denied::BadRequest("a snapshot has one distributor"))?)
    }

    /// Both chains from their first entry, and no balance below zero.
    fn check(&self, distributor: Id<Distributor>) -> Result<State> {
        let broken = Denied::BadRequest("a chain of the snapshot does not verify");
        if !ledger::verify(&ChainHead::default(), &self.transfers) {
            return Err(broken.into());
        }
        let mut head = ChainHead::default();
        for entry in &self.entries {
            if entry.seq != head.seq + 1 || entry.prev_hash != head.hash || entry.hash != entry.right_hash() {
                return Err(broken.into());
            }
            head = ChainHead { seq: entry.seq, hash: entry.hash.clone() };
        }
        let mut state = State::default();
        for entry in &self.transfers {
            if entry.distributor_id != distributor || entry.amount <= 0 {
                return Err(Denied::BadRequest("the ledger is another distributor's").into());
            }
            *state.balances.entry((distributor, entry.debit)).or_default() -= entry.amount;
            *state.balances.entry((distributor, entry.credit)).or_default() += entry.amount;
        }
        let below =
            |((_, account), amount): (&(_, LedgerAccount), &i64)| *amount < 0 && *account != LedgerAccount::Issuer;
        if state.balances.iter().any(below) {
            return Err(Denied::BadRequest("a balance is below zero").into());
        }
        Ok(state)
    }
}

impl Cloud {
    /// Makes a one-time code with which a computer moves in.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn make_move_code(&self, at: DateTime<Utc>, entropy: &Entropy) -> Result<Secret> {
        // For no account: the one that moves in is not there yet.
        self.make_code(at, entropy, Uuid::nil(), CODE_LIFE).await
    }

    /// Takes in a computer's snapshot for a one-time code of the issuer's: what was minted there waits for the issuer. Wrong
    /// codes are counted by where they come from, so that one guesser keeps nobody else out; a guess would have to hit 120 bits.
    ///
    /// # Errors
    /// [`Denied`]: a wrong code, a snapshot that does not hold together, a code or ids that are taken.
    pub async fn move_in(
        &self,
        at: DateTime<Utc>,
        entropy: &Entropy,
        from: Option<IpAddr>,
        code: &str,
        lines: Vec<PulledRow>,
    ) -> Result<Id<Distributor>> {
        // A host that does not say where requests come from has them counted together.
        let counted = from.map_or_else(|| "move".to_owned(), |from| format!("move from {from}"));
        self.slow_down(at, &counted, FREE).await?;
        let code = Secret(code.to_owned());
        let snapshot = Snapshot::read(lines)?;
        let mut tx = self.db().write().await?;
        if !self.use_code(&mut tx, at, &code, Id::new(Uuid::nil())).await? {
            if let Some(distributor) = self.came_in(&mut tx, at, &code, &snapshot).await? {
                return Ok(distributor);
            }
            tx.roll_back().await?;
            self.note_failure(at, &counted).await?;
            return Err(Denied::WrongPassword.into());
        }
        let distributor = self.take_in(&mut tx, at, entropy, snapshot, true).await?;
        tx.commit().await?;
        self.tell_channels(at, entropy, Some(distributor)).await?;
        Ok(distributor)
    }

    /// The distributor of this very snapshot, if it came in with this code: the answer got lost, and the computer asks again.
    async fn came_in(
        &self,
        tx: &mut Tx,
        at: DateTime<Utc>,
        code: &Secret,
        snapshot: &Snapshot,
    ) -> Result<Option<Id<Distributor>>> {
        let Ok(Distributor { id: distributor, .. }) = snapshot.distributor() else { return Ok(None) };
        let hash = self.keys().hash("enrol code", code.0.trim().to_uppercase().as_bytes());
        let text = "SELECT count(*) FROM enrol_codes WHERE hash = $1 AND account_id = $2 AND used_at IS NOT NULL AND expires_at > $3";
        if tx.number(text, vec![hash.into(), Uuid::nil().into(), at.into()]).await? == 0 {
            return Ok(None);
        }
        // The last entry of the log covers everything before it.
        let Some(last) = snapshot.entries.last() else { return Ok(None) };
        let text = "SELECT body FROM rows WHERE noun = $1 AND id = $2 AND distributor_id = $3";
        let row = tx.fetch_one(text, vec![AUDIT.into(), last.mutation_id.into(), (*distributor).into()]).await?;
        let Some(row) = row else { return Ok(None) };
        let known: Entry = serde_json::from_str(row.str(0)?)?;
        Ok((known.hash == last.hash).then_some(*distributor))
    }

    /// Takes in the snapshot of the very computer that this cloud runs on: it stays its own issuer, so its credit stays good.
    ///
    /// # Errors
    /// As [`Cloud::move_in`], but for the code.
    pub async fn move_in_here(
        &self,
        at: DateTime<Utc>,
        entropy: &Entropy,
        lines: Vec<PulledRow>,
    ) -> Result<Id<Distributor>> {
        let snapshot = Snapshot::read(lines)?;
        let mut tx = self.db().write().await?;
        let distributor = self.take_in(&mut tx, at, entropy, snapshot, false).await?;
        tx.commit().await?;
        self.tell_channels(at, entropy, Some(distributor)).await?;
        Ok(distributor)
    }

    async fn take_in(
        &self,
        tx: &mut Tx,
        at: DateTime<Utc>,
        entropy: &Entropy,
        snapshot: Snapshot,
        hold: bool,
    ) -> Result<Id<Distributor>> {
        let (id, code) = {
            let distributor = snapshot.distributor()?;
            (distributor.id, distributor.code.clone())
        };
        let state = snapshot.check(id)?;
        self.check_unique(tx, &snapshot, &code).await?;
        let tenant = Tenant {
            id,
            revision: 0,
            ledger: snapshot.transfers.last().map(head_of_transfer).unwrap_or_default(),
            audit: snapshot.entries.last().map(head_of_entry).unwrap_or_default(),
            suspended: false,
        };
        insert_tenant(tx, &tenant, &code).await?;
        let held: Vec<_> = state
            .balances
            .iter()
            .filter(|(_, amount)| **amount > 0)
            .filter_map(|((_, account), _)| match account {
                LedgerAccount::Customer(customer, CreditClass::Paid) => Some(*customer),
                _ => None,
            })
            .collect();
        let mut batch = Batch::new(self.keys(), tenant, state.into());
        batch.take_in(snapshot.rows, snapshot.transfers, snapshot.entries);
        match batch.write(tx).await? {
            Written::Done { .. } => {}
            Written::Taken(_) => return Err(Denied::BadRequest("this computer has moved in already").into()),
        }
        if hold {
            let mutation = Mutation::from(HoldCredit { distributor_id: id, customer_ids: held });
            let context = Context::here(entropy.uuid("hold"), Actor::Issuer, at.trunc_subsecs(3));
            match self.carry_out_in(tx, id, &mutation, &context).await? {
                // There may be no credit to be held.
                Ok(()) | Err(Refusal::NothingToDo) => {}
                Err(_) => return Err(Denied::BadRequest("the credit cannot be held").into()),
            }
        }
        Ok(id)
    }

    /// Code and login e-mails are unique over all tenants.
    async fn check_unique(&self, tx: &mut Tx, snapshot: &Snapshot, code: &str) -> Result<()> {
        let taken = "SELECT count(*) FROM distributors WHERE code = $1";
        if tx.number(taken, vec![code.to_lowercase().into()]).await? > 0 {
            return Err(Denied::BadRequest("the distributor code is taken").into());
        }
        let emails: Vec<&str> = snapshot
            .rows
            .iter()
            .filter_map(|row| match row {
                Change::Account(account) if account.deleted_at.is_none() => Some(account.email.as_str()),
                _ => None,
            })
            .collect();
        let names: Vec<Uuid> = emails.iter().map(|email| rows::LookUp::Email(email).key(self.keys())).collect();
        tx.hold(&names).await?;
        for email in emails {
            let found = self.accounts_with_email(tx, email).await?;
            if found.iter().any(|account| account.deleted_at.is_none()) {
                return Err(Denied::BadRequest("a login e-mail is taken").into());
            }
        }
        Ok(())
    }
}

fn head_of_transfer(entry: &Transfer) -> ChainHead {
    ChainHead { seq: entry.seq, hash: entry.hash.clone() }
}

fn head_of_entry(entry: &Entry) -> ChainHead {
    ChainHead { seq: entry.seq, hash: entry.hash.clone() }
}
