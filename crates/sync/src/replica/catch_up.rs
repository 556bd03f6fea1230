//! More waits than one push takes: everything goes up at once, and what comes of it comes down meanwhile.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use chrono::{DateTime, Utc};
use mobileaccess_store::pull::Asked;
use mobileaccess_store::{StoreError, sqlite::sync};
use mobileaccess_wire::sync::{Pushed, Secret, Standing};
use tokio::sync::Notify;

use super::{Replica, Stepped, SyncError};
use crate::core::{Answer, Failed, Local};
use crate::incoming::Incoming;
use crate::reader::{Finished, Reader};
use crate::transport::Transport;

/// How far a run of pushes is.
struct Pushing {
    sent: AtomicU64,
    ended: AtomicBool,
    more: Notify,
}

impl Pushing {
    fn new(after: u64) -> Self {
        Self { sent: AtomicU64::new(after), ended: AtomicBool::new(false), more: Notify::new() }
    }

    fn sent(&self, seq: u64) {
        self.sent.store(seq, Ordering::Release);
        self.more.notify_one();
    }

    fn end(&self) {
        self.ended.store(true, Ordering::Release);
        self.more.notify_one();
    }
}

impl<T: Transport> Replica<T> {
    /// Whether more waits than one push takes, and whoever sends it also gets rows.
    pub(super) fn is_much(&self, local: &Local, after: u64) -> bool {
        let good = matches!(local.state.standing, Standing::Good | Standing::PasswordChanged);
        good && !local.state.fresh && local.head.saturating_sub(after) > u64::from(self.pace.batch)
    }

    /// Pushes everything that waits. While the cloud decides, the next batch is made ready, and what came of those before is pulled
    /// and written. Whatever goes wrong on the way leaves what was sent and nothing else, and is met again step by step.
    pub(super) async fn catch_up(
        &mut self,
        local: &Local,
        after: u64,
        now: DateTime<Utc>,
        jitter: f64,
    ) -> Result<Stepped, SyncError> {
        let Some(token) = self.session.token().cloned() else {
            self.take_answer(local, Answer::Failed(Failed::NoNetwork), now, jitter).await?;
            return Ok(Stepped::On { pulled: false });
        };
        self.begun = None;
        self.progress.cancelled.store(false, Ordering::Relaxed);
        let asked = sync::asked(&mut *self.store.read().await?).await?.ok_or(StoreError::NotFound("cloud"))?;
        let incoming = Incoming::new(Reader::default());
        let pushing = Pushing::new(after);
        let ((pushed, pulled), ahead) = tokio::join!(
            async {
                let both = tokio::join!(
                    self.push_all(local, &token, &pushing),
                    self.pull_meanwhile(local, &token, &asked, &incoming, &pushing)
                );
                incoming.end();
                both
            },
            incoming.write(&self.store, &asked, self.pace.rows),
        );
        let sent = pushing.sent.load(Ordering::Acquire);
        let applied = match (&pushed, pulled, incoming.into_reader().finish()) {
            (Ok(None), Ok(true), Finished::Pull(pull)) => self.apply(ahead, &pull, &asked).await?,
            (_, pulled, _) => {
                if let Some(ahead) = ahead {
                    ahead.give_up().await?;
                }
                pulled.err().map(Answer::Failed)
            }
        };
        self.progress.set((0, 0));
        if sent > after {
            let done = Answer::Pushed(Pushed::Done { last_seq: sent, outcomes: Vec::new() });
            if matches!(applied, Some(Answer::Pulled { .. })) {
                // The pull has noted it.
                self.session.answered(local, done, now, jitter);
            } else {
                self.take_answer(local, done, now, jitter).await?;
            }
        }
        if self.progress.cancelled.load(Ordering::Relaxed) {
            return Ok(Stepped::Cancelled);
        }
        let answer = pushed?.or(applied);
        let pulled = matches!(answer, Some(Answer::Pulled { .. }));
        if let Some(answer) = answer {
            self.take_answer(local, answer, now, jitter).await?;
        }
        Ok(Stepped::On { pulled })
    }

    /// Pushes batch by batch until everything is decided, or something else is answered, which is returned.
    async fn push_all(&self, local: &Local, token: &Secret, pushing: &Pushing) -> Result<Option<Answer>, SyncError> {
        let pushed = async {
            let mut request = self.batch(local, pushing.sent.load(Ordering::Acquire)).await?;
            loop {
                let last = request.base.seq + request.mutations.len() as u64;
                let more = last < local.head && !request.mutations.is_empty();
                let next = async { if more { self.batch(local, last).await.map(Some) } else { Ok(None) } };
                let (answer, next) = tokio::join!(self.transport.push(token, &request), next);
                match answer {
                    Ok(Pushed::Done { last_seq, .. }) if last_seq >= last => pushing.sent(last),
                    other => return Ok(Some(other.map_or_else(Answer::Failed, Answer::Pushed))),
                }
                match next? {
                    Some(next) => request = next,
                    None => return Ok(None),
                }
            }
        };
        let pushed = pushed.await;
        pushing.end();
        pushed
    }

    /// Pulls while batches are pushed, and once more after the last. Whether everything has come by then.
    async fn pull_meanwhile(
        &self,
        local: &Local,
        token: &Secret,
        asked: &Asked,
        incoming: &Incoming,
        pushing: &Pushing,
    ) -> Result<bool, Failed> {
        let enough = u64::from(self.pace.batch) * 2;
        let mut pulled = pushing.sent.load(Ordering::Acquire);
        loop {
            let ended = pushing.ended.load(Ordering::Acquire);
            let sent = pushing.sent.load(Ordering::Acquire);
            if ended && sent < local.head {
                return Ok(false);
            }
            if !ended && sent - pulled < enough {
                pushing.more.notified().await;
                continue;
            }
            pulled = sent;
            match self.fetch(token, asked, incoming).await {
                Ok(true) if ended => return Ok(true),
                Ok(true) => {}
                // Stopped, or no pull at all: the next step sees to it.
                Ok(false) => return Ok(false),
                Err(failed) => return Err(failed),
            }
        }
    }
}
