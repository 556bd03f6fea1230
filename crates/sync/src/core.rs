//! The protocol as a state machine without I/O: what a replica does next, and what an answer means for its store.

use chrono::{DateTime, Duration, Utc};
use mobileaccess_store::pull::SyncState;
use mobileaccess_wire::sync::{ChainPlace, CloudError, Pushed, Secret, Standing, Token};
use uuid::Uuid;

/// How long before its end a token counts as ended: a request may take a while.
const TOKEN_MARGIN: Duration = Duration::seconds(30);
/// The first wait after a failure, and the longest.
const FIRST_WAIT_MS: i64 = 1_000;
const LONGEST_WAIT_MS: i64 = 60_000;

/// What the core must know of the store to say what comes next.
#[derive(Debug, Clone, PartialEq)]
pub struct Local {
    /// Where the store stands with its cloud.
    pub state: SyncState,
    /// The last place of the outbox.
    pub head: u64,
}

/// What to do next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Get a token: ask for a challenge and sign it.
    Authenticate,
    /// Push what comes after a place; nothing, where only the place is to be compared.
    Push {
        /// The place.
        after: u64,
    },
    /// Pull.
    Pull,
    /// Become a replica of its own: this store is a copy, or was rewound.
    Fork {
        /// The last place on which both agree.
        common: ChainPlace,
    },
    /// Wait until then, unless somebody asks.
    Wait {
        /// Until when.
        until: DateTime<Utc>,
    },
    /// Nothing to do until something changes here or there.
    Idle,
    /// Everything is delivered and the computer was ended: the store is to be wiped.
    Wipe,
}

/// Why a request came to nothing.
#[derive(Debug, Clone, PartialEq)]
pub enum Failed {
    /// The cloud could not be reached, or the answer was cut.
    NoNetwork,
    /// The cloud is there but not able to answer now (429 or 5xx); after so many seconds, if it said so.
    Busy {
        /// Seconds.
        after: Option<u64>,
    },
    /// The token is not accepted.
    Unauthorized(CloudError),
    /// Anything else: asking the same again would be answered the same.
    Refused(CloudError),
}

/// What came of a step.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// A token.
    Token {
        /// The token.
        token: Token,
        /// The history that the cloud has now.
        history: Uuid,
        /// The cloud's time: a token ends by the cloud's clock, and this computer's may be a year off.
        at: DateTime<Utc>,
    },
    /// The answer to a push.
    Pushed(Pushed),
    /// A pull is in the store.
    Pulled {
        /// What account and computer may still do.
        standing: Standing,
        /// Whether a scope is to be taken anew.
        differing: bool,
    },
    /// The pull showed mutations of this computer that are not in its outbox.
    Rewound,
    /// The cloud has another history.
    HistoryChanged(Uuid),
    /// The store is a replica of its own now.
    Forked {
        /// A token for it.
        token: Token,
    },
    /// Nothing.
    Failed(Failed),
}

/// What an answer means for the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Nothing.
    None,
    /// The cloud has decided everything up to a place.
    Sent(u64),
    /// Everything from a place on waits once more.
    Reopen(u64),
    /// Follow another history.
    Follow(Uuid),
    /// The computer may not do this any more.
    Standing(Standing),
}

/// The conversation of one replica with its cloud. Kept in memory only: a new one finds its way from the store.
#[derive(Debug, Default)]
pub struct Session {
    token: Option<Token>,
    /// Whether there may be news.
    pull_wanted: bool,
    /// Whether the place of the outbox must be compared although nothing is to be sent.
    compare: bool,
    fork: Option<ChainPlace>,
    quarantined: bool,
    wait_until: Option<DateTime<Utc>>,
    failures: u32,
    /// What was last wrong.
    problem: Option<Failed>,
    /// Nothing more is asked until a person does: asking again would be answered the same.
    stopped: bool,
    /// How far the cloud's clock is ahead of this computer's, as far as it is known.
    ahead: Option<Duration>,
    /// How often in a row a token was not accepted.
    unauthorized: u32,
}

impl Session {
    /// A conversation that begins with looking for news.
    pub fn new() -> Self {
        Self { pull_wanted: true, ..Self::default() }
    }

    /// A conversation that begins with the token of an enrolment.
    pub fn with_token(token: Token) -> Self {
        Self { token: Some(token), ..Self::new() }
    }

    /// Whoever asks now wants an answer now.
    pub fn ask(&mut self) {
        self.pull_wanted = true;
        self.wait_until = None;
        self.stopped = false;
        self.unauthorized = 0;
    }

    /// The cloud says that there is news.
    pub fn poke(&mut self) {
        self.pull_wanted = true;
    }

    /// The access token, for what is asked beside the protocol.
    pub fn token(&self) -> Option<&Secret> {
        self.token.as_ref().map(|token| &token.secret)
    }

    /// What was last wrong; `None` when the cloud answered.
    pub fn problem(&self) -> Option<&Failed> {
        self.problem.as_ref()
    }

    /// What to do next.
    pub fn next(&self, local: &Local, now: DateTime<Utc>) -> Step {
        if let Some(until) = self.wait_until.filter(|until| *until > now) {
            return Step::Wait { until };
        }
        if self.stopped {
            return Step::Idle;
        }
        let state = &local.state;
        let outcast = matches!(state.standing, Standing::Revoked | Standing::Lost);
        let unsent = local.head > state.sent_seq;
        let news = self.pull_wanted || state.fresh || state.acked_seq < state.sent_seq;
        if outcast && !unsent && self.fork.is_none() {
            return Step::Wipe;
        }
        if self.fork.is_none() && !unsent && !self.compare && !news {
            return Step::Idle;
        }
        // Where the cloud's time is not known, its answer says when a token has ended.
        let ended = |token: &Token| self.ahead.is_some_and(|ahead| token.expires_at - TOKEN_MARGIN <= now + ahead);
        if self.token.as_ref().is_none_or(ended) {
            return Step::Authenticate;
        }
        if let Some(common) = &self.fork {
            return Step::Fork { common: common.clone() };
        }
        // What waits goes up first: the pull then shows what came of it, and nothing is decided here twice.
        if unsent || self.compare {
            return Step::Push { after: state.sent_seq };
        }
        Step::Pull
    }

    /// Takes an answer to the last step and says what it means for the store. `jitter` is a random number from 0 to 1, so that
    /// many computers do not come back in the same moment.
    pub fn answered(&mut self, local: &Local, answer: Answer, now: DateTime<Utc>, jitter: f64) -> Effect {
        if let Answer::Failed(failed) = answer {
            return self.failed(failed, now, jitter);
        }
        self.failures = 0;
        self.problem = None;
        self.wait_until = None;
        match answer {
            Answer::Failed(_) => Effect::None,
            Answer::Token { token, history, at } => {
                self.token = Some(token);
                self.ahead = Some(at - now);
                if history == local.state.history_id { Effect::None } else { self.follow(history) }
            }
            Answer::Pushed(pushed) => {
                self.unauthorized = 0;
                self.pushed(local, pushed)
            }
            Answer::Pulled { standing: _, differing } => {
                self.unauthorized = 0;
                self.pull_wanted = differing;
                Effect::None
            }
            Answer::Rewound => {
                // Nothing of what the cloud has after the last common place is here. What is here and was acknowledged is common.
                self.fork = Some(ChainPlace { seq: local.state.acked_seq, hash: String::new() });
                Effect::None
            }
            Answer::HistoryChanged(history) => self.follow(history),
            Answer::Forked { token } => {
                self.fork = None;
                self.token = Some(token);
                self.pull_wanted = true;
                Effect::None
            }
        }
    }

    fn pushed(&mut self, local: &Local, pushed: Pushed) -> Effect {
        self.compare = false;
        match pushed {
            Pushed::Done { last_seq, .. } => {
                self.pull_wanted = true;
                Effect::Sent(last_seq.min(local.head))
            }
            Pushed::ResendFrom { seq } => Effect::Reopen(seq.max(local.state.base_seq + 1)),
            Pushed::Forked { common } => {
                self.fork = Some(common);
                Effect::None
            }
            Pushed::HistoryChanged { history_id } => self.follow(history_id),
            Pushed::Quarantined { last_seq } => {
                self.quarantined = true;
                if local.state.standing == Standing::Lost {
                    Effect::Sent(last_seq.min(local.head))
                } else {
                    Effect::Standing(Standing::Lost)
                }
            }
        }
    }

    /// A cloud that was restored may have forgotten what it had acknowledged: the places are compared before anything else.
    fn follow(&mut self, history: Uuid) -> Effect {
        self.compare = true;
        self.pull_wanted = true;
        Effect::Follow(history)
    }

    fn failed(&mut self, failed: Failed, now: DateTime<Utc>, jitter: f64) -> Effect {
        self.failures = self.failures.saturating_add(1);
        match &failed {
            Failed::NoNetwork => self.wait(now, jitter, None),
            Failed::Busy { after } => {
                let after = after.and_then(|seconds| i64::try_from(seconds).ok());
                self.wait(now, jitter, after.map(|seconds| seconds.min(3_600) * 1_000));
            }
            Failed::Unauthorized(_) if self.token.is_some() && self.unauthorized == 0 => {
                self.unauthorized = 1;
                self.token = None;
            }
            Failed::Unauthorized(_) | Failed::Refused(_) => {
                self.token = None;
                self.stopped = true;
            }
        }
        self.problem = Some(failed);
        Effect::None
    }

    fn wait(&mut self, now: DateTime<Utc>, jitter: f64, asked: Option<i64>) {
        let doubled = FIRST_WAIT_MS.saturating_mul(1 << self.failures.saturating_sub(1).min(10));
        let longest = doubled.min(LONGEST_WAIT_MS);
        // Between half of it and all of it.
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_precision_loss,
            reason = "at most a minute in milliseconds"
        )]
        let jittered = (longest as f64 * (0.5 + jitter.clamp(0.0, 1.0) / 2.0)) as i64;
        self.wait_until = Some(now + Duration::milliseconds(jittered.max(asked.unwrap_or(0))));
    }
}

#[cfg(test)]
mod tests;
