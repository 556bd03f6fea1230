//! Mutations from a computer: one transaction for a whole batch. A repeated push gets the outcomes that were stored.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, SubsecRound as _, Utc};
use mobileaccess_domain::quarantine::DeliverToQuarantine;
use mobileaccess_domain::rows::Replica;
use mobileaccess_domain::{Actor, Change, Context, Id, Mutation, Need, Refusal};
use mobileaccess_wire::sync::{ChainPlace, Outcome, PROTOCOL, PushRequest, Pushed, PushedMutation, canonical_list};
use uuid::Uuid;

use crate::batch::{Batch, Written};
use crate::cloud::{Cloud, Session, actor_of, history};
use crate::db::{Kind, Row, Table, Tx, Write};
use crate::error::{Denied, Error, Result};
use crate::load::{Tenant, load_stored};
use crate::versions;

/// The most mutations of one push.
pub const MAX_BATCH: usize = 1000;

const OUTCOMES: Table = Table {
    name: "outcomes",
    columns: &[
        ("replica_id", Kind::Id),
        ("seq", Kind::Int),
        ("mutation_id", Kind::Id),
        ("hash", Kind::Text),
        ("refusal", Kind::Text),
    ],
    conflict: "",
};
const MUTATIONS: Table = Table {
    name: "mutations",
    columns: &[("id", Kind::Id), ("distributor_id", Kind::Id), ("content_hash", Kind::Bytes), ("refusal", Kind::Text)],
    conflict: "ON CONFLICT (id) DO NOTHING",
};

/// What the cloud knows of a computer's outbox.
struct Outbox {
    start: ChainPlace,
    last: ChainPlace,
    clear_at: DateTime<Utc>,
}

/// A mutation with what is known of it before it is decided.
struct Arrived<'a> {
    sent: &'a PushedMutation,
    read: std::result::Result<Mutation, Refusal>,
    content_hash: [u8; 32],
    /// The outcome of the same id, if it was decided before (for another computer, or before this one was copied).
    known: Option<Option<Refusal>>,
}

impl Cloud {
    /// Takes in a computer's mutations.
    ///
    /// # Errors
    /// [`Denied`] for requests that make no sense; faults of the database, after which nothing was kept.
    pub async fn push(&self, at: DateTime<Utc>, session: &Session, request: &PushRequest) -> Result<Pushed> {
        let at = at.trunc_subsecs(3);
        if request.protocol != PROTOCOL {
            return Err(Denied::Protocol.into());
        }
        if request.mutations.len() > MAX_BATCH {
            return Err(Denied::BadRequest("too many mutations").into());
        }
        if request.mutations.iter().any(|sent| sent.hash.len() != 64) {
            return Err(Denied::BadRequest("a hash is not of 32 bytes").into());
        }
        let dense = request.mutations.iter().zip(request.base.seq + 1..).all(|(sent, seq)| sent.seq == seq);
        if !dense {
            return Err(Denied::BadRequest("the places have gaps").into());
        }
        // Before anybody else has to wait for it.
        let mut arrived = self.arrive(request);
        let mut tx = self.db().write().await?;
        let tenant = Tenant::lock(&mut tx, session.distributor).await?;
        if tenant.suspended {
            return Err(Denied::Suspended.into());
        }
        let history = history(&mut tx).await?;
        if history.id != request.history_id {
            return Ok(Pushed::HistoryChanged { history_id: history.id });
        }
        let outbox = outbox(&mut tx, session).await?;
        let lost = is_lost(&mut tx, session).await?;
        if request.base.seq > outbox.last.seq {
            return Ok(Pushed::ResendFrom { seq: outbox.last.seq + 1 });
        }
        let stored = stored(&mut tx, session, request).await?;
        if let Some(common) = forked(request, &outbox, &stored) {
            return Ok(Pushed::Forked { common });
        }
        arrived.retain(|mutation| mutation.sent.seq > outbox.last.seq);
        let new: Vec<u64> = arrived.iter().map(|mutation| mutation.sent.seq).collect();
        let mut outcomes = BTreeMap::new();
        for mutation in &request.mutations {
            if let Some((_, refusal)) = stored.get(&mutation.seq).map(|place| (&place.id, &place.refusal)) {
                outcomes.insert(mutation.seq, refusal.clone());
            }
        }
        let (tx, decided) = self.decide_all(tx, at, session, tenant, &outbox, arrived).await?;
        outcomes.extend(new.iter().copied().zip(decided));
        let tx = settle(tx, at, session, request, &outbox).await?;
        tx.commit().await?;
        if !new.is_empty() {
            self.poke(session.distributor);
        }
        let last_seq = new.last().copied().unwrap_or(outbox.last.seq);
        if lost {
            return Ok(Pushed::Quarantined { last_seq });
        }
        let outcome = |mutation: &PushedMutation| Outcome {
            seq: mutation.seq,
            id: mutation.id,
            refusal: outcomes.get(&mutation.seq).cloned().flatten(),
        };
        Ok(Pushed::Done { last_seq, outcomes: request.mutations.iter().map(outcome).collect() })
    }

    /// Decides what is new, writes what came of it, and says why not where it was refused.
    async fn decide_all(
        &self,
        mut tx: Tx,
        at: DateTime<Utc>,
        session: &Session,
        tenant: Tenant,
        outbox: &Outbox,
        mut arrived: Vec<Arrived<'_>>,
    ) -> Result<(Tx, Vec<Option<Refusal>>)> {
        if arrived.is_empty() {
            return Ok((tx, Vec::new()));
        }
        find_known(&mut tx, &mut arrived).await?;
        let mut needs = vec![Need::Account(session.account), Need::Replica(session.replica)];
        let fresh = arrived.iter().filter(|mutation| mutation.known.is_none());
        needs.extend(fresh.filter_map(|mutation| mutation.read.as_ref().ok()).flat_map(Mutation::needs));
        let mut taken = BTreeSet::new();
        let refusals = loop {
            let loaded = load_stored(&mut tx, self.keys(), &tenant, needs.clone()).await?;
            let mut batch = Batch::new(self.keys(), tenant.clone(), loaded);
            let refusals = decide_in_order(&mut batch, at, session, outbox, &arrived, &taken)?;
            match batch.write_after(&mut tx, records(session, &arrived, &refusals)?).await? {
                Written::Done { .. } => break refusals,
                // Each time there are fewer that are not refused, so this ends.
                Written::Taken(more) => taken.extend(more),
            }
        };
        if let Some(hash) = own_password(session, &arrived, &refusals) {
            // Who set the password knows it.
            let seen = self.keys().hash("password", hash.as_bytes());
            let text = "UPDATE replicas_auth SET password_seen = $2 WHERE id = $1";
            tx.execute(text, vec![session.replica.into(), seen.into()]).await?;
        }
        Ok((tx, refusals))
    }

    /// Reads what arrived.
    fn arrive<'m>(&self, request: &'m PushRequest) -> Vec<Arrived<'m>> {
        let arrived = request.mutations.iter().map(|sent| {
            let content = canonical_list(&[&sent.name.as_str().into(), &sent.version.into(), &sent.args]);
            let content_hash = self.keys().hash("mutation", content.as_bytes());
            Arrived { sent, read: versions::read(&sent.name, sent.version, &sent.args), content_hash, known: None }
        });
        arrived.collect()
    }
}

/// Finds what was decided before under the same id.
async fn find_known(tx: &mut Tx, arrived: &mut [Arrived<'_>]) -> Result<()> {
    let ids: Vec<Uuid> = arrived.iter().map(|mutation| mutation.sent.id).collect();
    let mut known = BTreeMap::new();
    let text = "SELECT id, content_hash, refusal FROM mutations WHERE id";
    for row in tx.fetch_in(text, &ids, "").await? {
        known.insert(row.id(0)?, (row.hash(1)?, refusal_at(&row, 2)?));
    }
    let mut seen = BTreeSet::new();
    for mutation in arrived {
        mutation.known = match known.get(&mutation.sent.id) {
            Some((hash, refusal)) if *hash == mutation.content_hash => Some(refusal.clone()),
            // The same id for something else, in an earlier push or in this one.
            Some(_) => Some(Some(Refusal::IdTaken)),
            None if seen.insert(mutation.sent.id) => None,
            None => Some(Some(Refusal::IdTaken)),
        };
    }
    Ok(())
}

/// What is kept of each mutation: what was decided of it, and its place in the computer's outbox.
fn records(session: &Session, arrived: &[Arrived<'_>], refusals: &[Option<Refusal>]) -> Result<Vec<Write>> {
    let (mut decided, mut places) = (Vec::new(), Vec::new());
    for (mutation, refusal) in arrived.iter().zip(refusals) {
        let sent = mutation.sent;
        let text = refusal.as_ref().map(serde_json::to_string).transpose()?;
        // What waits in quarantine is not decided yet.
        if mutation.known.is_none() && refusal.as_ref() != Some(&Refusal::ComputerEnded) {
            decided.push(vec![
                sent.id.into(),
                session.distributor.into(),
                mutation.content_hash.into(),
                text.clone().into(),
            ]);
        }
        places.push(vec![
            session.replica.into(),
            sent.seq.into(),
            sent.id.into(),
            sent.hash.clone().into(),
            text.into(),
        ]);
    }
    Ok(vec![Write::Put(&MUTATIONS, decided), Write::Put(&OUTCOMES, places)])
}

/// The hash of the password that the account set on this very computer, if it did.
fn own_password<'m>(session: &Session, arrived: &'m [Arrived<'_>], refusals: &[Option<Refusal>]) -> Option<&'m str> {
    let done = arrived.iter().zip(refusals).filter(|(mutation, refusal)| mutation.known.is_none() && refusal.is_none());
    let mut set = done.filter_map(|(mutation, _)| match &mutation.read {
        Ok(Mutation::ChangePassword(args)) if args.account_id == session.account => Some(args.password_hash.as_str()),
        _ => None,
    });
    set.next_back()
}

fn decide_in_order(
    batch: &mut Batch<'_>,
    at: DateTime<Utc>,
    session: &Session,
    outbox: &Outbox,
    arrived: &[Arrived<'_>],
    taken: &BTreeSet<Uuid>,
) -> Result<Vec<Option<Refusal>>> {
    let mut actor = actor_of(&batch.state, session.account, at)?;
    let lost = batch.state.replicas.get(&session.replica).is_none_or(|replica| replica.lost_at.is_some());
    let mut refusals = Vec::with_capacity(arrived.len());
    for mutation in arrived {
        let refusal = match (&mutation.known, &mutation.read) {
            (Some(known), _) => known.clone(),
            (None, Err(refusal)) => Some(refusal.clone()),
            (None, Ok(_)) if taken.contains(&mutation.sent.id) => Some(Refusal::IdTaken),
            (None, Ok(read)) => {
                let delivered: Mutation;
                let (read, mutation_id) = if lost {
                    delivered = deliver(session, mutation.sent, read);
                    (&delivered, Id::<Mutation>::new(mutation.sent.id).derive::<Mutation>("quarantine", 0).uuid())
                } else {
                    (read, mutation.sent.id)
                };
                let context = Context {
                    mutation_id,
                    actor: Actor::Account(actor.clone()),
                    at,
                    made_at: mutation.sent.client_time.trunc_subsecs(3).clamp(outbox.clear_at.min(at), at),
                    replica: Some(session.replica),
                };
                match batch.decide(read, &context) {
                    // It is not done: it waits for the distributor.
                    Ok(_) if lost => Some(Refusal::ComputerEnded),
                    Ok(effects) => {
                        let concerns_actor =
                            |change: &Change| matches!(change, Change::Account(_) | Change::Assignment(_));
                        if effects.changes.iter().any(concerns_actor) {
                            actor = actor_of(&batch.state, session.account, at)?;
                        }
                        None
                    }
                    Err(refusal) => Some(refusal),
                }
            }
        };
        refusals.push(refusal);
    }
    Ok(refusals)
}

/// What a lost computer did goes to quarantine instead.
fn deliver(session: &Session, sent: &PushedMutation, read: &Mutation) -> Mutation {
    Mutation::from(DeliverToQuarantine {
        item_id: Id::new(sent.id),
        replica_id: session.replica,
        seq: sent.seq,
        mutation: Box::new(read.clone()),
    })
}

/// Whether the computer was declared lost.
async fn is_lost(tx: &mut Tx, session: &Session) -> Result<bool> {
    let text = "SELECT body FROM rows WHERE id = $1 AND noun = 'replica'";
    let row = tx.fetch_one(text, vec![session.replica.into()]).await?.ok_or(Denied::Token)?;
    let replica: Replica = serde_json::from_str(row.str(0)?)?;
    Ok(replica.lost_at.is_some())
}

async fn outbox(tx: &mut Tx, session: &Session) -> Result<Outbox> {
    let text = "SELECT start_seq, start_hash, last_seq, last_hash, clear_at FROM replicas_auth WHERE id = $1";
    let row = tx.fetch_one(text, vec![session.replica.into()]).await?.ok_or(Denied::Token)?;
    Ok(Outbox {
        start: ChainPlace { seq: row.count(0)?, hash: row.text(1)? },
        last: ChainPlace { seq: row.count(2)?, hash: row.text(3)? },
        clear_at: row.time(4)?,
    })
}

/// A place of the outbox that was decided.
struct Decided {
    id: Uuid,
    hash: String,
    refusal: Option<Refusal>,
}

fn refusal_at(row: &Row, at: usize) -> Result<Option<Refusal>> {
    Ok(row.opt_text(at)?.as_deref().map(serde_json::from_str).transpose()?)
}

/// The places of the request that were decided before, its base included.
async fn stored(tx: &mut Tx, session: &Session, request: &PushRequest) -> Result<BTreeMap<u64, Decided>> {
    let last = request.mutations.last().map_or(request.base.seq, |mutation| mutation.seq);
    let text = "SELECT seq, mutation_id, hash, refusal FROM outcomes WHERE replica_id = $1 AND seq >= $2 AND seq <= $3";
    let rows = tx.fetch(text, vec![session.replica.into(), request.base.seq.into(), last.into()]).await?;
    let mut stored = BTreeMap::new();
    for row in &rows {
        stored.insert(row.count(0)?, Decided { id: row.id(1)?, hash: row.text(2)?, refusal: refusal_at(row, 3)? });
    }
    Ok(stored)
}

/// The last place on which computer and cloud agree, if they do not agree on everything that both know.
fn forked(request: &PushRequest, outbox: &Outbox, stored: &BTreeMap<u64, Decided>) -> Option<ChainPlace> {
    let base = &request.base;
    let agreed = match stored.get(&base.seq) {
        Some(place) => place.hash == base.hash,
        None => base.seq < outbox.start.seq || (base.seq == outbox.start.seq && base.hash == outbox.start.hash),
    };
    if !agreed || base.seq < outbox.start.seq {
        return Some(outbox.start.clone());
    }
    let mut common = base.clone();
    for mutation in &request.mutations {
        match stored.get(&mutation.seq) {
            Some(place) if place.id != mutation.id || place.hash != mutation.hash => return Some(common),
            Some(_) => common = ChainPlace { seq: mutation.seq, hash: mutation.hash.clone() },
            None => break,
        }
    }
    None
}

/// Stores how far the outbox is.
async fn settle(
    mut tx: Tx,
    at: DateTime<Utc>,
    session: &Session,
    request: &PushRequest,
    outbox: &Outbox,
) -> Result<Tx> {
    let newest = request.mutations.last().filter(|mutation| mutation.seq > outbox.last.seq);
    let last = newest
        .map_or_else(|| outbox.last.clone(), |mutation| ChainPlace { seq: mutation.seq, hash: mutation.hash.clone() });
    // What is made after the outbox was empty was made later than now; until then it may be older than this contact.
    let clear_at = if request.pending == 0 { at } else { outbox.clear_at };
    let touched = tx
        .execute(
            "UPDATE replicas_auth SET last_seq = $2, last_hash = $3, last_contact_at = $4, clear_at = $5, pending = $6 \
             WHERE id = $1",
            vec![
                session.replica.into(),
                last.seq.into(),
                last.hash.into(),
                at.into(),
                clear_at.into(),
                request.pending.into(),
            ],
        )
        .await?;
    if touched == 1 { Ok(tx) } else { Err(Error::Damaged("a computer is missing".to_owned())) }
}
