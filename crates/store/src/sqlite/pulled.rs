//! Applying a pull: what was hoped for is taken back, the cloud's rows are written, what still waits is done again.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use mobileaccess_domain::rows::Transfer;
use mobileaccess_domain::{Change, Context, Refusal, decide};
use mobileaccess_wire::sync::{Outcome, Scope, ScopeSum, Standing};
use sqlx::AssertSqlSafe;
use sqlx::sqlite::SqliteConnection;
use uuid::Uuid;

use super::noun::{Values, insert_many};
use super::sync::ScopeRow;
use super::{audit, before_images, changes, credit, mutations, state, sync};
use crate::error::{Result, StoreError};
use crate::pull::{Applied, GoneRow, Pull, PulledKind, PulledRow, SyncState};

/// A pull that has begun to take its place within a write transaction.
#[derive(Debug)]
pub(crate) struct Begun {
    own: SyncState,
    /// What accounts gain and lose.
    deltas: Deltas,
    scopes: BTreeMap<Scope, ScopeRow>,
    retaken: BTreeSet<Scope>,
    /// Whether balances are to be made anew.
    rebuild: bool,
    /// Rows that were written before the pull was whole, as they were then.
    written: HashMap<(Uuid, String), (Scope, [u8; 32])>,
}

/// Applies a pull within a write transaction.
pub(crate) async fn apply(connection: &mut SqliteConnection, pull: &Pull) -> Result<Applied> {
    let own = sync::state(&mut *connection).await?.ok_or(StoreError::NotFound("cloud"))?;
    let Some(refused) = match_outcomes(&mut *connection, own.acked_seq, &pull.outcomes).await? else {
        return Ok(Applied::Rewound);
    };
    if !is_in(pull.standing) {
        // Whoever was ended gets no rows any more. What is here stays until it is delivered and the store is wiped.
        settle(&mut *connection, &pull.outcomes, &refused).await?;
        note_contact(&mut *connection, pull, &own).await?;
        return Ok(Applied::Done { refused_here: Vec::new(), refused, differing: Vec::new() });
    }
    let begun = begin(&mut *connection, own).await?;
    end(connection, begun, pull, refused).await
}

/// Whether an account with this standing still gets rows.
fn is_in(standing: Standing) -> bool {
    matches!(standing, Standing::Good | Standing::PasswordChanged)
}

/// Begins to write a pull of which not everything has come, or nothing; `None` where that must not be done.
pub(crate) async fn begin_ahead(connection: &mut SqliteConnection) -> Result<Option<Begun>> {
    let own = sync::state(&mut *connection).await?.ok_or(StoreError::NotFound("cloud"))?;
    let begun = begin(connection, own).await?;
    // What is to be taken anew goes first, and only the end of a pull names all of it.
    Ok(begun.scopes.values().all(|row| row.revision.is_some()).then_some(begun))
}

/// What was only hoped for in the ledger goes; so does everything, where the pull is the first.
async fn begin(connection: &mut SqliteConnection, own: SyncState) -> Result<Begun> {
    flag(&mut *connection, "applying", true).await?;
    let deltas = credit::forget_unconfirmed(&mut *connection).await?;
    let mut scopes = sync::scopes(&mut *connection).await?;
    let retaken = scopes.iter().filter(|(_, row)| row.retaken).map(|(scope, _)| *scope).collect();
    if own.fresh {
        before_images::forget(&mut *connection).await?;
        clear(&mut *connection).await?;
        scopes.clear();
    }
    Ok(Begun { rebuild: own.fresh, own, deltas, scopes, retaken, written: HashMap::new() })
}

impl Begun {
    /// The scope as it is here, which may be new.
    fn scope(&mut self, scope: Scope) -> &mut ScopeRow {
        if !self.scopes.contains_key(&scope) {
            self.rebuild = true;
        }
        let (last, retaken) = (self.scopes.values().map(|row| row.id).max(), self.retaken.contains(&scope));
        let new =
            || ScopeRow { id: last.unwrap_or(0) + 1, revision: None, count: 0, sum: ScopeSum::default(), retaken };
        self.scopes.entry(scope).or_insert_with(new)
    }

    /// Whether what was written ahead is what this pull would have written: nothing that must go before anything comes, and
    /// no row of a scope that turned out to be somebody else's.
    pub(crate) fn fits(&self, pull: &Pull) -> bool {
        let known = |scope: &Scope| self.scopes.get(scope).is_some_and(|row| row.revision.is_some());
        is_in(pull.standing)
            && pull.dropped.is_empty()
            && !pull.added.iter().any(known)
            && self.scopes.keys().all(|scope| pull.scopes.contains_key(scope))
    }

    fn is_written(&self, row: &PulledRow) -> bool {
        self.written.get(&(row.id, row.noun.clone())).is_some_and(|known| *known == (row.scope, row.hash))
    }
}

/// Whether a row can be written before the pull is whole: those of which there are many. Ledger entries and accounts wait, for
/// another that they take the place of must go first.
fn can_be_ahead(row: &PulledRow) -> bool {
    let PulledKind::Row(change) = &row.kind else { return matches!(row.kind, PulledKind::Audit(_)) };
    matches!(
        change,
        Change::User(_)
            | Change::Device(_)
            | Change::Key(_)
            | Change::Code(_)
            | Change::Reader(_)
            | Change::Import(_)
            | Change::UserImport(_)
            | Change::Message(_)
    )
}

/// Writes rows of a pull of which not everything has come. Each of them is in this part once.
pub(crate) async fn write_ahead(
    connection: &mut SqliteConnection,
    begun: &mut Begun,
    rows: &[&PulledRow],
) -> Result<()> {
    let rows: Vec<&PulledRow> = rows.iter().copied().filter(|row| can_be_ahead(row)).collect();
    let met: BTreeSet<Scope> = rows.iter().map(|row| row.scope).collect();
    for scope in met {
        begun.scope(scope);
    }
    // Of a scope that is new here nothing is here but what was written just now.
    let new = |row: &PulledRow| begun.scopes.get(&row.scope).is_some_and(|scope| scope.revision.is_none());
    let may_be_here = |row: &&PulledRow| !new(row) || begun.written.contains_key(&(row.id, row.noun.clone()));
    let ids: Vec<Uuid> = rows.iter().filter(|row| may_be_here(row)).map(|row| row.id).collect();
    write_rows(connection, &rows, &ids, &mut begun.scopes).await?;
    begun.written.extend(rows.iter().map(|row| ((row.id, row.noun.clone()), (row.scope, row.hash))));
    Ok(())
}

/// Ends a pull that was written ahead and that fits.
pub(crate) async fn end_ahead(connection: &mut SqliteConnection, begun: Begun, pull: &Pull) -> Result<Applied> {
    match match_outcomes(&mut *connection, begun.own.acked_seq, &pull.outcomes).await? {
        Some(refused) => end(connection, begun, pull, refused).await,
        None => Ok(Applied::Rewound),
    }
}

/// Writes what a pull has and what is not written yet, and ends it.
async fn end(connection: &mut SqliteConnection, mut begun: Begun, pull: &Pull, refused: Refused) -> Result<Applied> {
    // What was only hoped for goes. A row that the pull brings anyway need not be put back first.
    let brought: HashSet<(&str, Uuid)> = pull.rows.iter().map(|row| (row.noun.as_str(), row.id)).collect();
    before_images::restore(&mut *connection, &brought).await?;

    // A scope that the cloud does not name any more is not this computer's. It goes before anything comes: a cloud that was
    // restored may have given its places in the ledger to other entries.
    let ended: Vec<Scope> = begun.scopes.keys().filter(|scope| !pull.scopes.contains_key(*scope)).copied().collect();
    // Nothing of those that were written ahead was here before.
    let taken = pull.added.iter().filter(|_| begun.written.is_empty());
    for scope in pull.dropped.iter().chain(taken).chain(&ended) {
        if let Some(row) = begun.scopes.remove(scope) {
            forget_scope(&mut *connection, row.id).await?;
            begun.rebuild = true;
        }
    }
    for scope in pull.scopes.keys() {
        begun.scope(*scope);
    }
    let rest: Vec<&PulledRow> = pull.rows.iter().filter(|row| !begun.is_written(row)).collect();
    // A row that was written ahead may have left, and come back, before the end.
    let came = |row: &GoneRow| begun.written.get(&(row.id, row.noun.clone())).is_some_and(|known| known.0 == row.scope);
    let back = |row: &&GoneRow| !(came(row) && brought.contains(&(row.noun.as_str(), row.id)));
    let gone: Vec<&GoneRow> = pull.gone.iter().filter(back).collect();
    // Whatever is in a scope taken as a whole is not here yet, unless it was written ahead; only the others can replace something.
    let whole: BTreeSet<Scope> = pull.added.iter().copied().collect();
    let may_be_here =
        |row: &&PulledRow| !whole.contains(&row.scope) || begun.written.contains_key(&(row.id, row.noun.clone()));
    let ids: Vec<Uuid> = rest.iter().copied().filter(|row| may_be_here(row)).map(|row| row.id).collect();
    remove_gone(&mut *connection, &gone, &mut begun.scopes).await?;
    write_rows(&mut *connection, &rest, &ids, &mut begun.scopes).await?;
    let Begun { own, mut deltas, scopes, rebuild, .. } = begun;

    let differing = write_scopes(&mut *connection, pull, &scopes).await?;
    settle(&mut *connection, &pull.outcomes, &refused).await?;

    let has_ledger = scopes.keys().any(|scope| matches!(scope, Scope::Ledger(_)));
    flag(&mut *connection, "ledger", has_ledger).await?;
    if rebuild {
        credit::rebuild(&mut *connection).await?;
    } else {
        let confirmed = pull.rows.iter().filter_map(|row| match &row.kind {
            PulledKind::Transfer(transfer) => Some(transfer),
            _ => None,
        });
        confirmed.for_each(|transfer| add(&mut deltas, transfer));
        credit::move_balances(&mut *connection, &deltas, has_ledger).await?;
    }
    // An account that is out of sight opens nothing here any more.
    sqlx::query("DELETE FROM local_slots WHERE account_id NOT IN (SELECT id FROM accounts)")
        .execute(&mut *connection)
        .await?;
    flag(&mut *connection, "applying", false).await?;
    flag(&mut *connection, "fresh", false).await?;
    note_contact(&mut *connection, pull, &own).await?;

    let refused_here = replay(connection, own.replica_id).await?;
    Ok(Applied::Done { refused_here, refused, differing })
}

/// Keeps up to where outcomes are known, when the cloud was heard of, and what it lets this computer do.
async fn note_contact(connection: &mut SqliteConnection, pull: &Pull, own: &SyncState) -> Result<()> {
    let acked = pull.outcomes.iter().map(|outcome| outcome.seq).max().unwrap_or(0).max(own.acked_seq);
    sqlx::query("UPDATE sync_state SET sent_seq = max(sent_seq, ?1), acked_seq = ?1, last_contact = ?2")
        .bind(i64::try_from(acked).map_err(|_| StoreError::damaged("the outbox is too long"))?)
        .bind(pull.at.timestamp_millis())
        .execute(&mut *connection)
        .await?;
    sync::note_standing(connection, pull.standing).await
}

async fn flag(connection: &mut SqliteConnection, column: &str, on: bool) -> Result<()> {
    let text = format!("UPDATE sync_state SET {column} = ?");
    sqlx::query(AssertSqlSafe(text)).bind(i64::from(on)).execute(connection).await?;
    Ok(())
}

type Refused = Vec<(Uuid, Refusal)>;

/// Compares outcomes with the outbox; `None` when the cloud has decided something that this outbox does not hold.
async fn match_outcomes(
    connection: &mut SqliteConnection,
    acked: u64,
    outcomes: &[Outcome],
) -> Result<Option<Refused>> {
    let (Some(first), Some(last)) = (outcomes.first(), outcomes.last()) else { return Ok(Some(Vec::new())) };
    let known: HashMap<u64, Uuid> =
        sqlx::query_as::<_, (i64, Uuid)>("SELECT seq, id FROM mutations WHERE seq BETWEEN ? AND ?")
            .bind(i64::try_from(first.seq).unwrap_or(i64::MAX))
            .bind(i64::try_from(last.seq).unwrap_or(i64::MAX))
            .fetch_all(connection)
            .await?
            .into_iter()
            .map(|(seq, id)| (seq.unsigned_abs(), id))
            .collect();
    if outcomes.iter().any(|outcome| outcome.seq > acked && known.get(&outcome.seq) != Some(&outcome.id)) {
        return Ok(None);
    }
    let refused = outcomes.iter().filter_map(|outcome| outcome.refusal.clone().map(|refusal| (outcome.id, refusal)));
    Ok(Some(refused.collect()))
}

async fn settle(connection: &mut SqliteConnection, outcomes: &[Outcome], refused: &Refused) -> Result<()> {
    for (id, refusal) in refused {
        mutations::settle(&mut *connection, *id, Some(refusal)).await?;
    }
    // What is left of a dense stretch was accepted.
    if let (Some(first), Some(last)) = (outcomes.first(), outcomes.last()) {
        sqlx::query("UPDATE mutations SET status = 'accepted' WHERE seq BETWEEN ? AND ? AND status = 'pending'")
            .bind(i64::try_from(first.seq).unwrap_or(i64::MAX))
            .bind(i64::try_from(last.seq).unwrap_or(i64::MAX))
            .execute(connection)
            .await?;
    }
    Ok(())
}

/// Every table of rows that come from a cloud, with its noun.
const TABLES: [(&str, &str, &str); 19] = [
    ("distributor", "distributors", "id"),
    ("customer", "customers", "id"),
    ("account", "accounts", "id"),
    ("assignment", "assignments", "id"),
    ("user", "users", "id"),
    ("device", "devices", "id"),
    ("key", "keys", "id"),
    ("code", "activation_codes", "id"),
    ("reader", "readers", "id"),
    ("group", "reader_groups", "id"),
    ("import", "reader_imports", "id"),
    ("user_import", "user_imports", "id"),
    ("template", "site_templates", "id"),
    ("replica", "replicas", "id"),
    ("lease", "leases", "id"),
    ("quarantined", "quarantine", "id"),
    ("message", "messages", "id"),
    ("transfer", "transfers", "id"),
    ("audit", "audit", "mutation_id"),
];

/// Removes every row: the first pull takes the place of what there was.
async fn clear(connection: &mut SqliteConnection) -> Result<()> {
    for table in TABLES.iter().map(|(_, table, _)| *table).chain([
        "audit_customers",
        "audit_rows",
        "audit_actors",
        "sync_rows",
        "sync_scopes",
    ]) {
        sqlx::query(AssertSqlSafe(format!("DELETE FROM {table}"))).execute(&mut *connection).await?;
    }
    Ok(())
}

async fn forget_scope(connection: &mut SqliteConnection, scope: i64) -> Result<()> {
    for (noun, table, id) in TABLES {
        let text = format!(
            "DELETE FROM {table} WHERE {id} IN (SELECT row_id FROM sync_rows WHERE scope = ? AND noun = '{noun}')"
        );
        sqlx::query(AssertSqlSafe(text)).bind(scope).execute(&mut *connection).await?;
    }
    tidy_audit(&mut *connection).await?;
    sqlx::query("DELETE FROM sync_rows WHERE scope = ?").bind(scope).execute(&mut *connection).await?;
    sqlx::query("DELETE FROM sync_scopes WHERE id = ?").bind(scope).execute(connection).await?;
    Ok(())
}

async fn tidy_audit(connection: &mut SqliteConnection) -> Result<()> {
    for table in ["audit_customers", "audit_rows"] {
        let text = format!("DELETE FROM {table} WHERE seq NOT IN (SELECT seq FROM audit)");
        sqlx::query(AssertSqlSafe(text)).execute(&mut *connection).await?;
    }
    sqlx::query("DELETE FROM audit_actors WHERE customer_id NOT IN (SELECT customer_id FROM audit_customers)")
        .execute(connection)
        .await?;
    Ok(())
}

/// Scope and hash of rows that are here, by id and noun.
async fn known_rows(
    connection: &mut SqliteConnection,
    ids: &[Uuid],
) -> Result<HashMap<(Uuid, String), (i64, [u8; 32])>> {
    let mut known = HashMap::new();
    for group in ids.chunks(256) {
        let marks = vec!["?"; group.len()].join(", ");
        let text = format!("SELECT row_id, noun, scope, hash FROM sync_rows WHERE row_id IN ({marks})");
        let mut values = Values::default();
        for id in group {
            values.uuid(*id)?;
        }
        let rows: Vec<(Uuid, String, i64, Vec<u8>)> =
            sqlx::query_as_with(AssertSqlSafe(text), values.0).fetch_all(&mut *connection).await?;
        for (id, noun, scope, hash) in rows {
            let hash = hash.try_into().map_err(|_| StoreError::damaged("a hash is not of 32 bytes"))?;
            known.insert((id, noun), (scope, hash));
        }
    }
    Ok(known)
}

fn scope_with_id(scopes: &mut BTreeMap<Scope, ScopeRow>, id: i64) -> Option<&mut ScopeRow> {
    scopes.values_mut().find(|row| row.id == id)
}

async fn remove_gone(
    connection: &mut SqliteConnection,
    gone: &[&GoneRow],
    scopes: &mut BTreeMap<Scope, ScopeRow>,
) -> Result<()> {
    if gone.is_empty() {
        return Ok(());
    }
    let ids: Vec<Uuid> = gone.iter().map(|row| row.id).collect();
    let known = known_rows(&mut *connection, &ids).await?;
    for row in gone {
        let Some((scope, hash)) = known.get(&(row.id, row.noun.clone())) else { continue };
        let Some(sums) = scopes.get_mut(&row.scope).filter(|sums| sums.id == *scope) else { continue };
        sums.count = sums.count.saturating_sub(1);
        sums.sum.remove(hash);
        if let Some((_, table, id)) = TABLES.iter().find(|(noun, ..)| *noun == row.noun) {
            let text = format!("DELETE FROM {table} WHERE {id} = ?");
            sqlx::query(AssertSqlSafe(text)).bind(row.id).execute(&mut *connection).await?;
        }
        sqlx::query("DELETE FROM sync_rows WHERE row_id = ? AND noun = ?")
            .bind(row.id)
            .bind(&row.noun)
            .execute(&mut *connection)
            .await?;
    }
    if gone.iter().any(|row| row.noun == "audit") {
        tidy_audit(connection).await?;
    }
    Ok(())
}

async fn write_rows(
    connection: &mut SqliteConnection,
    rows: &[&PulledRow],
    may_be_here: &[Uuid],
    scopes: &mut BTreeMap<Scope, ScopeRow>,
) -> Result<()> {
    let known = known_rows(&mut *connection, may_be_here).await?;
    let mut writes: Vec<(Uuid, &str, i64, &[u8; 32])> = Vec::with_capacity(rows.len());
    for row in rows {
        if let Some((scope, hash)) = known.get(&(row.id, row.noun.clone()))
            && let Some(sums) = scope_with_id(scopes, *scope)
        {
            sums.count = sums.count.saturating_sub(1);
            sums.sum.remove(hash);
        }
        // A row of a scope that the end of the pull does not name is not this computer's.
        let Some(sums) = scopes.get_mut(&row.scope) else { continue };
        sums.count += 1;
        sums.sum.add(&row.hash);
        writes.push((row.id, &row.noun, sums.id, &row.hash));
    }
    changes::put_pulled(
        &mut *connection,
        rows.iter().filter_map(|row| match &row.kind {
            PulledKind::Row(change) => Some(change),
            _ => None,
        }),
    )
    .await?;
    let transfers: Vec<&Transfer> = rows
        .iter()
        .filter_map(|row| match &row.kind {
            PulledKind::Transfer(transfer) => Some(transfer),
            _ => None,
        })
        .collect();
    credit::put_confirmed(&mut *connection, &transfers).await?;
    let entries: Vec<_> = rows
        .iter()
        .filter_map(|row| match &row.kind {
            PulledKind::Audit(entry) => Some(entry),
            _ => None,
        })
        .collect();
    audit::put(&mut *connection, &entries).await?;
    insert_many(
        connection,
        "INSERT OR REPLACE INTO sync_rows (row_id, noun, scope, hash) VALUES ",
        4,
        &writes,
        |(id, noun, scope, hash), values| {
            values.uuid(*id)?;
            values.text(noun)?;
            values.number(*scope)?;
            values.blob(hash.to_vec())
        },
    )
    .await
}

/// Keeps how far each scope is, and returns those that differ from what the cloud says.
async fn write_scopes(
    connection: &mut SqliteConnection,
    pull: &Pull,
    scopes: &BTreeMap<Scope, ScopeRow>,
) -> Result<Vec<Scope>> {
    let mut differing = Vec::new();
    for (scope, row) in scopes {
        let Some(mark) = pull.scopes.get(scope) else { continue };
        let same = mark.count == row.count && mark.hash == row.sum.to_string();
        // Taken anew once; when it differs even then, the difference is reported and the rows there are stay in use.
        let again = !same && !row.retaken;
        if !same {
            differing.push(*scope);
        }
        sqlx::query(
            "INSERT INTO sync_scopes (id, name, revision, count, sum, retaken) VALUES (?, ?, ?, ?, ?, ?) \
             ON CONFLICT (id) DO UPDATE SET revision = excluded.revision, count = excluded.count, \
             sum = excluded.sum, retaken = excluded.retaken",
        )
        .bind(row.id)
        .bind(scope.to_string())
        .bind(if again { None } else { Some(i64::try_from(mark.revision).unwrap_or(i64::MAX)) })
        .bind(i64::try_from(row.count).unwrap_or(i64::MAX))
        .bind(row.sum.to_string())
        .bind(i64::from(!same))
        .execute(&mut *connection)
        .await?;
    }
    Ok(differing)
}

/// What accounts gain and lose.
pub(crate) type Deltas = BTreeMap<(Uuid, String), i64>;

fn add(deltas: &mut Deltas, transfer: &Transfer) {
    let distributor = transfer.distributor_id.uuid();
    *deltas.entry((distributor, transfer.debit.to_string())).or_default() -= transfer.amount;
    *deltas.entry((distributor, transfer.credit.to_string())).or_default() += transfer.amount;
}

/// Decides anew what still waits, on top of what the cloud has.
async fn replay(
    connection: &mut SqliteConnection,
    replica: mobileaccess_domain::Id<mobileaccess_domain::rows::Replica>,
) -> Result<Refused> {
    let mut refused = Vec::new();
    for pending in mutations::pending(&mut *connection).await? {
        let context =
            Context { replica: Some(replica), ..Context::here(pending.id, pending.actor, pending.client_time) };
        let rows = state::load(&mut *connection, pending.mutation.needs()).await?;
        match decide(&rows, &pending.mutation, &context) {
            Ok(effects) => {
                before_images::remember(&mut *connection, &effects.changes, pending.seq).await?;
                changes::put(&mut *connection, &effects.changes).await?;
                credit::append(&mut *connection, &effects.transfers, false).await?;
            }
            Err(refusal) => refused.push((pending.id, refusal)),
        }
    }
    Ok(refused)
}

/// The noun and id of a change's row, for whoever reads rows from a cloud.
pub fn subject(change: &Change) -> (&'static str, Uuid) {
    before_images::subject(change)
}
