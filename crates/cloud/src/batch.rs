//! Many mutations in one transaction: decided one after the other in memory, written together at the end.

use std::collections::{BTreeMap, BTreeSet};

use mobileaccess_domain::audit::{Entry, audit};
use mobileaccess_domain::rows::{LedgerAccount, Transfer};
use mobileaccess_domain::{ChainHead, Change, Context, Effects, Mutation, Refusal, State, decide};
use mobileaccess_wire::sync::{Scope, ScopeSum};
use tokio::sync::mpsc;
use uuid::Uuid;

use crate::db::{Among, Kind, Part, Row, Table, Tx, Value, Write};
use crate::error::{Error, Result};
use crate::load::{Loaded, ROW, SCOPE, Stored, Tenant};
use crate::mail;
use crate::rows::{self, AUDIT, Document, TRANSFER};
use crate::secrets::{Keys, to_hex};

type Place = (&'static str, Uuid);

/// A row that the batch changes.
struct Touched {
    /// As it was in the database; `None` when the rules take it for new.
    before: Option<Change>,
    /// As it is to be.
    after: Change,
    /// The mutation that touched it first.
    mutation: Uuid,
}

/// The decisions of one transaction.
pub(crate) struct Batch<'a> {
    keys: &'a Keys,
    pub(crate) tenant: Tenant,
    pub(crate) state: State,
    /// How what was loaded is stored.
    stored: Stored,
    touched: BTreeMap<Place, Touched>,
    order: Vec<Place>,
    transfers: Vec<Transfer>,
    entries: Vec<Entry>,
}

/// What came of writing a batch.
pub(crate) enum Written {
    /// Everything is written.
    Done {
        /// The working set as it is now.
        state: Box<State>,
        /// So many rows of what was to be written beside it.
        beside: u64,
    },
    /// These mutations would make rows whose ids are taken by rows that they may not see: nothing is written, and they are to
    /// be refused.
    Taken(BTreeSet<Uuid>),
}

const ROWS: Table = Table {
    name: "rows",
    columns: &[
        ("id", Kind::Id),
        ("noun", Kind::Text),
        ("distributor_id", Kind::Id),
        ("scope", Kind::Text),
        ("revision", Kind::Int),
        ("body", Kind::Text),
    ],
    conflict: "ON CONFLICT (id, noun) DO UPDATE SET scope = excluded.scope, revision = excluded.revision, \
               body = excluded.body",
};
const ROW_KEYS: Table = Table {
    name: "row_keys",
    columns: &[("key", Kind::Id), ("id", Kind::Id), ("noun", Kind::Text)],
    conflict: "ON CONFLICT DO NOTHING",
};
const GONE: Table = Table {
    name: "gone",
    columns: &[("scope", Kind::Text), ("revision", Kind::Int), ("noun", Kind::Text), ("id", Kind::Id)],
    conflict: "",
};
const SCOPES: Table = Table {
    name: "scopes",
    columns: &[
        ("scope", Kind::Text),
        ("distributor_id", Kind::Id),
        ("revision", Kind::Int),
        ("count", Kind::Int),
        ("hash", Kind::Bytes),
    ],
    conflict: "ON CONFLICT (scope) DO UPDATE SET revision = excluded.revision, count = excluded.count, \
               hash = excluded.hash",
};
const TRANSFERS: Table = Table {
    name: "transfers",
    columns: &[
        ("distributor_id", Kind::Id),
        ("seq", Kind::Int),
        ("id", Kind::Id),
        ("debit", Kind::Text),
        ("credit", Kind::Text),
        ("amount", Kind::Int),
        ("reverses", Kind::Id),
    ],
    conflict: "",
};
const BALANCES: Table = Table {
    name: "balances",
    columns: &[("distributor_id", Kind::Id), ("account", Kind::Text), ("customer_id", Kind::Id), ("amount", Kind::Int)],
    conflict: "ON CONFLICT (distributor_id, account) DO UPDATE SET amount = excluded.amount",
};

impl<'a> Batch<'a> {
    pub(crate) fn new(keys: &'a Keys, tenant: Tenant, loaded: Loaded) -> Self {
        Self {
            keys,
            tenant,
            state: loaded.state,
            stored: loaded.stored,
            touched: BTreeMap::new(),
            order: Vec::new(),
            transfers: Vec::new(),
            entries: Vec::new(),
        }
    }

    /// Decides a mutation on what the ones before it left, and carries it out in memory.
    pub(crate) fn decide(&mut self, mutation: &Mutation, context: &Context) -> Result<Effects, Refusal> {
        let effects = decide(&self.state, mutation, context)?;
        self.carry_out(mutation.name(), context, &effects);
        Ok(effects)
    }

    /// Carries out what was decided.
    pub(crate) fn carry_out(&mut self, action: &str, context: &Context, effects: &Effects) {
        if effects.changes.is_empty() && effects.transfers.is_empty() {
            return;
        }
        let mut entry = Entry {
            seq: self.tenant.audit.seq + 1,
            mutation_id: context.mutation_id,
            at_there: context.made_at,
            at_here: context.at,
            replica_id: context.replica,
            actor: context.actor.clone(),
            action: action.to_owned(),
            content: audit(&self.state, effects),
            prev_hash: self.tenant.audit.hash.clone(),
            hash: String::new(),
        };
        entry.hash = entry.right_hash();
        self.tenant.audit = ChainHead { seq: entry.seq, hash: entry.hash.clone() };
        self.entries.push(entry);
        for change in &effects.changes {
            let place = (rows::noun_of(change), rows::id_of(change));
            if let Some(touched) = self.touched.get_mut(&place) {
                touched.after = change.clone();
            } else {
                let before = rows::known(&self.state, change);
                let mutation = context.mutation_id;
                self.touched.insert(place, Touched { before, after: change.clone(), mutation });
                self.order.push(place);
            }
        }
        self.state.apply(effects);
        if let Some(last) = effects.transfers.last() {
            self.tenant.ledger = ChainHead { seq: last.seq, hash: last.hash.clone() };
        }
        self.transfers.extend(effects.transfers.iter().cloned());
    }

    /// Takes rows and entries as they are, from a computer that moves in. The working set holds their balances already.
    pub(crate) fn take_in(&mut self, rows: Vec<Change>, transfers: Vec<Transfer>, entries: Vec<Entry>) {
        for row in rows {
            let place = (rows::noun_of(&row), rows::id_of(&row));
            self.order.push(place);
            self.touched.insert(place, Touched { before: None, after: row, mutation: place.1 });
        }
        self.transfers.extend(transfers);
        self.entries.extend(entries);
    }

    /// Whether anything is to be written.
    pub(crate) fn is_empty(&self) -> bool {
        self.touched.is_empty() && self.transfers.is_empty()
    }

    /// Writes everything: rows, look-ups, ledger, activity log, scopes, and the distributor's row.
    pub(crate) async fn write(self, tx: &mut Tx) -> Result<Written> {
        self.write_all(tx, Vec::new(), Write::Put(&NOTHING, Vec::new())).await
    }

    /// Writes everything, and before it, while its rows are made, what the caller has ready.
    pub(crate) async fn write_after(self, tx: &mut Tx, ready: Vec<Write>) -> Result<Written> {
        self.write_all(tx, ready, Write::Put(&NOTHING, Vec::new())).await
    }

    /// Writes everything, and some rows of another table together with it. Where nothing is to be written, they are not either.
    pub(crate) async fn write_beside(
        self,
        tx: &mut Tx,
        table: &'static Table,
        beside: Vec<Vec<Value>>,
    ) -> Result<Written> {
        self.write_all(tx, Vec::new(), Write::Put(table, beside)).await
    }

    async fn write_all(mut self, tx: &mut Tx, first: Vec<Write>, beside: Write) -> Result<Written> {
        if self.is_empty() {
            write_each(tx, first).await?;
            return Ok(Written::Done { state: Box::new(self.state), beside: 0 });
        }
        self.find_stored(tx).await?;
        let taken: BTreeSet<Uuid> = self
            .touched
            .iter()
            .filter(|(place, row)| row.before.is_none() && self.stored.rows.contains_key(*place))
            .map(|(_, row)| row.mutation)
            .collect();
        if !taken.is_empty() {
            return Ok(Written::Taken(taken));
        }
        let Self { keys, mut tenant, state, mut stored, mut touched, order, transfers, entries } = self;
        let changed = touched.values().map(|row| (row.before.as_ref(), &row.after));
        let messages = mail::entries(&tenant, &state, changed);
        let (ready, mut to_write) = mpsc::channel(AHEAD);
        let mut writing = Writing::new(keys, &mut tenant, tx.piece(), ready);
        let make = async {
            for place in order {
                if let Some(row) = touched.remove(&place) {
                    writing.row(place, &row, stored.rows.get(&place))?;
                    writing.hand_over().await;
                }
            }
            for transfer in &transfers {
                writing.transfer(transfer)?;
                writing.hand_over().await;
            }
            for entry in &entries {
                writing.entry(entry)?;
                writing.hand_over().await;
            }
            Ok(writing.end())
        };
        // While the database writes what is ready, the rest is made ready.
        let write = async {
            write_each(tx, first).await?;
            while let Some((table, rows)) = to_write.recv().await {
                tx.put(table, rows).await?;
            }
            Ok::<_, Error>(())
        };
        let (Made { rows, new_keys, old_keys, gone, moved }, ()) = tokio::try_join!(make, write)?;
        find_scopes(tx, &mut stored, &moved).await?;
        let scopes = scopes(keys, &tenant, &stored, moved)?;
        let balances = balances(&tenant, &state, &transfers);
        let touched = tx
            .write_all(vec![
                beside,
                Write::Put(&ROWS, rows),
                Write::RemoveRowKeys(old_keys),
                Write::Put(&ROW_KEYS, new_keys),
                Write::Put(&GONE, gone),
                Write::Put(&mail::QUEUE, messages),
                Write::Put(&TRANSFERS, skeletons(&transfers)),
                Write::Put(&BALANCES, balances),
                Write::Put(&SCOPES, scopes),
                Write::Run(
                    "UPDATE distributors SET revision = $2, ledger_seq = $3, ledger_hash = $4, audit_seq = $5, \
                     audit_hash = $6 WHERE id = $1",
                    vec![
                        tenant.id.into(),
                        tenant.revision.into(),
                        tenant.ledger.seq.into(),
                        tenant.ledger.hash.into(),
                        tenant.audit.seq.into(),
                        tenant.audit.hash.into(),
                    ],
                ),
            ])
            .await?;
        Ok(Written::Done { state: Box::new(state), beside: touched.first().copied().unwrap_or_default() })
    }

    /// Finds how the rows are stored that were not loaded. A rule sees only what its mutation asked for: an id that somebody
    /// else's row has must not let that row be overwritten; and a row's part in its scope's sum is that of the very text that was
    /// stored, whichever version wrote it. What was loaded is known: the tenant is locked.
    async fn find_stored(&mut self, tx: &mut Tx) -> Result<()> {
        let unknown = self.touched.keys().filter(|place| !self.stored.rows.contains_key(*place));
        let ids: Vec<Uuid> = unknown.map(|(_, id)| *id).collect();
        for row in tx.fetch_in(ROW, &ids, "").await? {
            let (noun, id) = (row.str(0)?, row.id(1)?);
            if let Some((place, _)) = rows::name_of(noun).and_then(|noun| self.touched.get_key_value(&(noun, id))) {
                self.stored.rows.insert(*place, row);
            }
        }
        Ok(())
    }
}

/// Writes one thing after the other.
async fn write_each(tx: &mut Tx, writes: Vec<Write>) -> Result<()> {
    for write in writes {
        tx.write_all(vec![write]).await?;
    }
    Ok(())
}

/// No table.
const NOTHING: Table = Table { name: "", columns: &[], conflict: "" };

/// How a scope changes.
#[derive(Default)]
struct Moved {
    revision: u64,
    added: u64,
    removed: u64,
    hashes_in: Vec<[u8; 32]>,
    hashes_out: Vec<[u8; 32]>,
}

/// What is to be written.
#[derive(Default)]
struct Made {
    rows: Vec<Vec<Value>>,
    new_keys: Vec<Vec<Value>>,
    old_keys: Vec<(Uuid, Uuid)>,
    gone: Vec<Vec<Value>>,
    moved: BTreeMap<Scope, Moved>,
}

/// Rows of one table that are ready.
type Piece = (&'static Table, Vec<Vec<Value>>);

/// So many pieces may wait for the database: a batch is small against what it holds already.
const AHEAD: usize = 64;

/// Collects what is to be written.
struct Writing<'a> {
    keys: &'a Keys,
    tenant: &'a mut Tenant,
    made: Made,
    /// So many rows are handed over before the others are made.
    piece: usize,
    ready: mpsc::Sender<Piece>,
    /// How many have been made since the database had its turn.
    since: usize,
}

/// After so many rows the database has its turn to go on with those that were handed over.
const TURN: usize = 16;

impl<'a> Writing<'a> {
    fn new(keys: &'a Keys, tenant: &'a mut Tenant, piece: usize, ready: mpsc::Sender<Piece>) -> Self {
        Self { keys, tenant, made: Made::default(), piece, ready, since: 0 }
    }

    /// Hands over what is ready, if it is enough.
    async fn hand_over(&mut self) {
        for (table, rows) in [(&ROWS, &mut self.made.rows), (&ROW_KEYS, &mut self.made.new_keys)] {
            if rows.len() >= self.piece {
                // Where nobody takes it, writing has failed, and says so itself.
                drop(self.ready.send((table, std::mem::take(rows))).await);
            }
        }
        self.since += 1;
        if self.since == TURN {
            self.since = 0;
            tokio::task::yield_now().await;
        }
    }

    /// What was not handed over. Nothing comes after it.
    fn end(self) -> Made {
        self.made
    }

    fn revision(&mut self) -> u64 {
        self.tenant.revision += 1;
        self.tenant.revision
    }

    fn document(&mut self, (noun, id): Place, scope: Scope, document: Document) {
        let revision = self.revision();
        let moved = self.made.moved.entry(scope).or_default();
        moved.revision = revision;
        moved.added += 1;
        moved.hashes_in.push(document.hash);
        self.made.rows.push(vec![
            id.into(),
            noun.into(),
            self.tenant.id.into(),
            scope.to_string().into(),
            revision.into(),
            document.body.into(),
        ]);
    }

    fn row(&mut self, place: Place, row: &Touched, stored: Option<&Row>) -> Result<()> {
        let (noun, id) = place;
        let scope = rows::scope_of(&row.after, self.tenant.id);
        let after: BTreeSet<Uuid> = rows::look_ups_of(&row.after).iter().map(|it| it.key(self.keys)).collect();
        let mut before = BTreeSet::new();
        if let Some(old) = &row.before {
            before = rows::look_ups_of(old).iter().map(|it| it.key(self.keys)).collect();
        }
        if let Some(stored) = stored {
            let stored_in = stored.str(4)?.parse().map_err(|_| Error::Damaged("a row is in no scope".to_owned()))?;
            let body = stored.str(3)?;
            let sent = rows::sent(self.keys, noun, id, body)?;
            let moved = self.made.moved.entry(stored_in).or_default();
            moved.removed += 1;
            moved.hashes_out.push(ScopeSum::hash(noun, sent.as_deref().unwrap_or(body).as_bytes()));
            if stored_in != scope {
                let revision = self.revision();
                self.made.moved.entry(stored_in).or_default().revision = revision;
                self.made.gone.push(vec![stored_in.to_string().into(), revision.into(), noun.into(), id.into()]);
            }
        }
        self.made.new_keys.extend(after.difference(&before).map(|key| vec![(*key).into(), id.into(), noun.into()]));
        self.made.old_keys.extend(before.difference(&after).map(|key| (*key, id)));
        let document = rows::document_of(self.keys, &row.after)?;
        self.document(place, scope, document);
        Ok(())
    }

    fn transfer(&mut self, transfer: &Transfer) -> Result<()> {
        let id = transfer.id.uuid();
        let customer = transfer.debit.customer().or(transfer.credit.customer());
        let scope = customer.map_or(Scope::Ledger(self.tenant.id), Scope::Customer);
        let document = Document::new(self.keys, TRANSFER, id, transfer)?;
        if let Some(key) = transfer.key_id {
            let key = rows::LookUp::PaymentsOf(key).key(self.keys);
            self.made.new_keys.push(vec![key.into(), id.into(), TRANSFER.into()]);
        }
        self.document((TRANSFER, id), scope, document);
        Ok(())
    }

    fn entry(&mut self, entry: &Entry) -> Result<()> {
        // What concerns one customer is in its log; what concerns none or several is the distributor's.
        let scope = match entry.content.customers.as_slice() {
            [customer] => Scope::Customer(*customer),
            _ => Scope::Ledger(self.tenant.id),
        };
        let id = entry.mutation_id;
        let document = Document::new(self.keys, AUDIT, id, entry)?;
        self.document((AUDIT, id), scope, document);
        Ok(())
    }
}

/// What the database itself knows of ledger entries.
fn skeletons(transfers: &[Transfer]) -> Vec<Vec<Value>> {
    let entries = transfers.iter().map(|entry| {
        vec![
            entry.distributor_id.into(),
            entry.seq.into(),
            entry.id.into(),
            entry.debit.to_string().into(),
            entry.credit.to_string().into(),
            entry.amount.into(),
            entry.reverses.map(mobileaccess_domain::Id::uuid).into(),
        ]
    });
    entries.collect()
}

fn balances(tenant: &Tenant, state: &State, transfers: &[Transfer]) -> Vec<Vec<Value>> {
    let moved: BTreeSet<LedgerAccount> = transfers.iter().flat_map(|entry| [entry.debit, entry.credit]).collect();
    let balances = moved.into_iter().map(|account| {
        vec![
            tenant.id.into(),
            account.to_string().into(),
            account.customer().map(mobileaccess_domain::Id::uuid).into(),
            state.balance(tenant.id, account).into(),
        ]
    });
    balances.collect()
}

/// Reads the scopes that change and were not asked for before.
async fn find_scopes(tx: &mut Tx, stored: &mut Stored, moved: &BTreeMap<Scope, Moved>) -> Result<()> {
    let names = moved.keys().map(Scope::to_string);
    let unknown: Vec<String> = names.filter(|name| !stored.scopes.contains_key(name)).collect();
    for row in tx.fetch_parts(&[Part { before: SCOPE, among: Among::Texts(&unknown) }]).await? {
        stored.scopes.insert(row.text(3)?, Some(row));
    }
    Ok(())
}

fn scopes(keys: &Keys, tenant: &Tenant, stored: &Stored, moved: BTreeMap<Scope, Moved>) -> Result<Vec<Vec<Value>>> {
    let mut rows = Vec::new();
    for (scope, moved) in moved {
        let name = scope.to_string();
        let (mut count, mut before) = Default::default();
        if let Some(Some(row)) = stored.scopes.get(&name) {
            (count, before) = (row.count(7)?, keys.mask(&name, row.count(6)?, row.hash(8)?));
        }
        let mut sum = ScopeSum::default();
        sum.add(&before);
        moved.hashes_out.iter().for_each(|hash| sum.remove(hash));
        moved.hashes_in.iter().for_each(|hash| sum.add(hash));
        count = (count + moved.added)
            .checked_sub(moved.removed)
            .ok_or_else(|| Error::Damaged("a scope has fewer rows than none".to_owned()))?;
        let hash = keys.mask(&name, moved.revision, sum_bytes(sum)?);
        rows.push(vec![name.into(), tenant.id.into(), moved.revision.into(), count.into(), hash.into()]);
    }
    Ok(rows)
}

/// The 32 bytes of a sum.
pub(crate) fn sum_bytes(sum: ScopeSum) -> Result<[u8; 32]> {
    crate::secrets::from_hex(&sum.to_string()).ok_or_else(|| Error::Damaged("a sum is not 32 bytes".to_owned()))
}

/// The sum of a scope as it goes out.
pub(crate) fn sum_text(keys: &Keys, scope: &str, revision: u64, stored: [u8; 32]) -> String {
    to_hex(&keys.mask(scope, revision, stored))
}
