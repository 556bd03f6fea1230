//! Rows to a computer: everything it does not have yet, read in one snapshot and written line by line.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, SubsecRound as _, Utc};
use mobileaccess_domain::Need;
use mobileaccess_domain::rows::{Account, Replica, Role};
use mobileaccess_wire::sync::{
    Outcome, PROTOCOL, PullBegin, PullEnd, PullLine, PullRequest, Scope, ScopeMark, Standing,
};
use tokio::sync::mpsc;

use crate::cloud::{Cloud, Session, actor_of, history, standing_of};
use crate::db::{Row, Tx};
use crate::error::{Denied, Error, Result};
use crate::load::{Tenant, load};
use crate::rows;

/// Rows that are read at a time.
const PAGE: u64 = 2000;
/// Text that is handed on at a time.
const CHUNK: usize = 128 * 1024;

/// A scope as it is now.
struct Stand {
    revision: u64,
    count: u64,
    hash: String,
}

/// Who pulls, and what of.
struct Puller {
    standing: Standing,
    scopes: BTreeMap<Scope, Stand>,
}

/// Where the lines of a pull go, a few thousand at a time.
pub(crate) struct Lines {
    sink: mpsc::Sender<Vec<u8>>,
    text: Vec<u8>,
    piece: usize,
}

/// Whoever listened has gone away.
struct Gone;

impl From<Gone> for Error {
    fn from(_: Gone) -> Self {
        Self::Io(std::io::ErrorKind::BrokenPipe.into())
    }
}

impl Lines {
    /// Lines into this channel, in pieces of about this length.
    fn new(sink: mpsc::Sender<Vec<u8>>, piece: usize) -> Self {
        Self { sink, text: Vec::with_capacity(piece + piece / 4), piece }
    }

    async fn line(&mut self, line: &PullLine) -> Result<()> {
        serde_json::to_writer(&mut self.text, line)?;
        self.end_line().await
    }

    async fn row(&mut self, scope: &str, revision: u64, noun: &str, body: &str) -> Result<()> {
        // The same as a `PullLine::Row`, without reading the row that is JSON already.
        for part in [
            r#"{"kind":"row","scope":""#,
            scope,
            r#"","revision":"#,
            &revision.to_string(),
            r#","noun":""#,
            noun,
            r#"","row":"#,
            body,
            "}",
        ] {
            self.text.extend_from_slice(part.as_bytes());
        }
        self.end_line().await
    }

    async fn end_line(&mut self) -> Result<()> {
        self.text.push(b'\n');
        if self.text.len() >= self.piece { self.flush().await } else { Ok(()) }
    }

    async fn flush(&mut self) -> Result<()> {
        let text = std::mem::replace(&mut self.text, Vec::with_capacity(self.piece + self.piece / 4));
        Ok(self.sink.send(text).await.map_err(|_| Gone)?)
    }
}

impl Cloud {
    /// Sends a computer what it does not have yet, as lines of JSON. The channel is closed at the end; whatever is cut off
    /// before [`PullLine::End`] counts for nothing.
    ///
    /// # Errors
    /// [`Denied`], or a fault of the database; lines may have been sent by then.
    pub async fn pull(
        &self,
        at: DateTime<Utc>,
        session: &Session,
        request: &PullRequest,
        sink: mpsc::Sender<Vec<u8>>,
    ) -> Result<()> {
        self.pull_in_pieces(at, session, request, sink, CHUNK).await
    }

    /// The same in pieces of about this many bytes. A channel that holds few of them makes the cloud wait in the middle of its
    /// snapshot, which is where tests look at what happens meanwhile.
    ///
    /// # Errors
    /// As [`Cloud::pull`].
    pub async fn pull_in_pieces(
        &self,
        at: DateTime<Utc>,
        session: &Session,
        request: &PullRequest,
        sink: mpsc::Sender<Vec<u8>>,
        piece: usize,
    ) -> Result<()> {
        let at = at.trunc_subsecs(3);
        if request.protocol != PROTOCOL {
            return Err(Denied::Protocol.into());
        }
        self.note_contact(at, session, request).await?;
        let mut lines = Lines::new(sink, piece);
        let mut tx = self.db().read().await?;
        let history = history(&mut tx).await?;
        if history.id != request.history_id {
            lines.line(&PullLine::HistoryChanged { history_id: history.id }).await?;
            return lines.flush().await;
        }
        let puller = self.puller(&mut tx, at, session).await?;
        let plan = Plan::new(request, &puller);
        let rows = plan.count(&mut tx, &puller).await?;
        let dropped = request.scopes.keys().filter(|scope| !puller.scopes.contains_key(scope)).copied().collect();
        lines.line(&PullLine::Begin(PullBegin { rows, added: plan.added.clone(), dropped })).await?;
        for (scope, from) in &plan.from {
            self.scope_rows(&mut tx, &mut lines, *scope, *from).await?;
            if *from > 0 {
                scope_gone(&mut tx, &mut lines, *scope, *from).await?;
            }
        }
        let outcomes = outcomes(&mut tx, session, request.acked_seq).await?;
        let mark = |stand: Stand| ScopeMark { revision: stand.revision, count: stand.count, hash: stand.hash };
        let scopes = puller.scopes.into_iter().map(|(scope, stand)| (scope, mark(stand))).collect();
        lines.line(&PullLine::End(PullEnd { outcomes, scopes, at, standing: puller.standing })).await?;
        tx.roll_back().await?;
        lines.flush().await
    }

    /// Notes that a computer is there, at most once a minute unless its outbox has moved.
    async fn note_contact(&self, at: DateTime<Utc>, session: &Session, request: &PullRequest) -> Result<()> {
        let text = "SELECT last_contact_at, acked_seq FROM replicas_auth WHERE id = $1";
        let mut tx = self.db().read().await?;
        let row = tx.fetch_one(text, vec![session.replica.into()]).await?.ok_or(Denied::Token)?;
        let (last, acked) = (row.time(0)?, row.count(1)?);
        tx.roll_back().await?;
        if at - last < chrono::Duration::minutes(1) && acked == request.acked_seq {
            return Ok(());
        }
        let mut tx = self.db().write().await?;
        let text = "UPDATE replicas_auth SET last_contact_at = $2, acked_seq = $3 WHERE id = $1";
        tx.execute(text, vec![session.replica.into(), at.into(), request.acked_seq.into()]).await?;
        tx.commit().await
    }

    /// What the computer's account may see now.
    async fn puller(&self, tx: &mut Tx, at: DateTime<Utc>, session: &Session) -> Result<Puller> {
        let tenant = Tenant::look(tx, session.distributor).await?;
        if tenant.suspended {
            return Err(Denied::Suspended.into());
        }
        let needs = vec![Need::Account(session.account), Need::Replica(session.replica)];
        let state = load(tx, self.keys(), &tenant, needs).await?;
        let missing = || Error::Damaged("a computer or its account is missing".to_owned());
        let replica: &Replica = state.replicas.get(&session.replica).ok_or_else(missing)?;
        let account: &Account = state.accounts.get(&session.account).ok_or_else(missing)?;
        let text = "SELECT password_seen FROM replicas_auth WHERE id = $1";
        let seen = tx.fetch_one(text, vec![session.replica.into()]).await?.ok_or(Denied::Token)?.hash(0)?;
        let known = seen == self.keys().hash("password", account.password_hash.as_bytes());
        let standing = standing_of(replica, account, known, at);
        let mut scopes = BTreeMap::new();
        if matches!(standing, Standing::Good | Standing::PasswordChanged) {
            let actor = actor_of(&state, session.account, at)?;
            let all = tx
                .fetch(
                    "SELECT scope, revision, count, hash FROM scopes WHERE distributor_id = $1",
                    vec![session.distributor.into()],
                )
                .await?;
            for row in &all {
                let scope: Scope =
                    row.str(0)?.parse().map_err(|_| Error::Damaged("a scope has no such form".to_owned()))?;
                let allowed = match (actor.role, scope) {
                    (_, Scope::Tenant(_)) | (Role::DistributorAdmin, _) | (Role::Installer, Scope::Office(_)) => true,
                    (Role::Installer, Scope::Customer(id)) => actor.assigned.contains(&id),
                    (Role::CustomerAdmin, Scope::Customer(id)) => actor.customer_id == Some(id),
                    (Role::Installer | Role::CustomerAdmin, Scope::Ledger(_) | Scope::Office(_)) => false,
                };
                if allowed {
                    let revision = row.count(1)?;
                    let hash = crate::batch::sum_text(self.keys(), row.str(0)?, revision, row.hash(3)?);
                    scopes.insert(scope, Stand { revision, count: row.count(2)?, hash });
                }
            }
        }
        Ok(Puller { standing, scopes })
    }

    /// The rows of a scope after a revision, in the order of revisions.
    async fn scope_rows(&self, tx: &mut Tx, lines: &mut Lines, scope: Scope, from: u64) -> Result<()> {
        let name = scope.to_string();
        let mut last = from;
        loop {
            let text = "SELECT revision, noun, id, body FROM rows WHERE scope = $1 AND revision > $2 \
                        ORDER BY revision LIMIT $3";
            let page = tx.fetch(text, vec![name.clone().into(), last.into(), PAGE.into()]).await?;
            for row in &page {
                let (noun, body) = (row.str(1)?, row.str(3)?);
                last = row.count(0)?;
                let sent = rows::sent(self.keys(), noun, row.id(2)?, body)?;
                lines.row(&name, last, noun, sent.as_deref().unwrap_or(body)).await?;
            }
            if (page.len() as u64) < PAGE {
                return Ok(());
            }
        }
    }
}

/// What is sent of which scope.
struct Plan {
    added: Vec<Scope>,
    /// Scopes that have moved, and from which revision on.
    from: BTreeMap<Scope, u64>,
    /// Those of which everything is sent, nothing of it being there yet.
    whole: BTreeSet<Scope>,
}

impl Plan {
    fn new(request: &PullRequest, puller: &Puller) -> Self {
        let mut plan = Self { added: Vec::new(), from: BTreeMap::new(), whole: BTreeSet::new() };
        for (scope, stand) in &puller.scopes {
            // A replica that is ahead of the cloud has another scope than this one: it is thrown away and taken anew.
            let has = request.scopes.get(scope).copied().filter(|cursor| *cursor <= stand.revision);
            if has.is_none() {
                plan.added.push(*scope);
            }
            let resumed = request.resume.get(scope).copied().filter(|reached| *reached <= stand.revision);
            let from = has.unwrap_or(0).max(resumed.unwrap_or(0));
            if from == 0 {
                plan.whole.insert(*scope);
            }
            if from < stand.revision {
                plan.from.insert(*scope, from);
            }
        }
        plan
    }

    async fn count(&self, tx: &mut Tx, puller: &Puller) -> Result<u64> {
        let mut rows = 0;
        for (scope, from) in &self.from {
            if self.whole.contains(scope) {
                rows += puller.scopes.get(scope).map_or(0, |stand| stand.count);
            } else {
                let text = "SELECT count(*) FROM rows WHERE scope = $1 AND revision > $2";
                let count = tx.number(text, vec![scope.to_string().into(), (*from).into()]).await?;
                rows += count.unsigned_abs();
            }
        }
        Ok(rows)
    }
}

/// What left a scope after a revision.
async fn scope_gone(tx: &mut Tx, lines: &mut Lines, scope: Scope, from: u64) -> Result<()> {
    let text = "SELECT revision, noun, id FROM gone WHERE scope = $1 AND revision > $2 ORDER BY revision";
    for row in tx.fetch(text, vec![scope.to_string().into(), from.into()]).await? {
        let (revision, noun, id) = (row.count(0)?, row.text(1)?, row.id(2)?);
        lines.line(&PullLine::Gone { scope, revision, noun, id }).await?;
    }
    Ok(())
}

async fn outcomes(tx: &mut Tx, session: &Session, acked: u64) -> Result<Vec<Outcome>> {
    let text = "SELECT seq, mutation_id, refusal FROM outcomes WHERE replica_id = $1 AND seq > $2 ORDER BY seq";
    let rows = tx.fetch(text, vec![session.replica.into(), acked.into()]).await?;
    let outcome = |row: &Row| -> Result<Outcome> {
        let refusal = row.opt_text(2)?.as_deref().map(serde_json::from_str).transpose()?;
        Ok(Outcome { seq: row.count(0)?, id: row.id(1)?, refusal })
    };
    rows.iter().map(outcome).collect()
}
