//! This computer and its cloud: the conversation goes on behind the screens, and whoever needs an answer now asks for it.

mod attention;
mod join;
mod moving;
mod waiting;

pub(crate) use moving::{Journey, pulled};
pub(crate) use waiting::about;

use std::collections::BTreeMap;
use std::sync::{
    Arc, Mutex,
    atomic::{AtomicBool, Ordering},
};
use std::time::Duration;

use chrono::{DateTime, Utc};
use mobileaccess_domain::{Effects, Mutation, Refusal};
use mobileaccess_store::{StoreError, Who, pull::SyncState, sqlite};
use mobileaccess_sync::http::{Address, Http};
use mobileaccess_sync::{Failed, KeyPair, Progress, Replica, Session, Stepped, SyncError};
use mobileaccess_wire::sync::{CloudError, Secret, Standing};
use mobileaccess_wire::{
    CancelFirstSync, CloudState, Empty, Failure, Handle, ProveNewPassword, SyncNow,
    cloud::{CloudStage, CloudStatus, NewPasswordRequest},
    session::ProfileKind,
};
use tokio::sync::Notify;
use uuid::Uuid;

use crate::{
    App, Host,
    data::{Open, fault},
};

/// Longest time that a key waits for the cloud before it is shown as not confirmed.
const CONFIRMING: Duration = Duration::from_secs(15);
/// After the network was away so shortly ago, nobody is made to wait for it again.
const JUST_AWAY_MS: i64 = 20_000;
/// How often the cloud is looked at without being told to.
const LOOKING: Duration = Duration::from_secs(60);
/// Rows whose badge is shown.
const BADGES: u32 = 2_000;

/// What goes on with the cloud while the program runs. Nothing here would be missed after a crash.
#[derive(Default)]
pub(crate) struct Sync {
    wake: Notify,
    poked: AtomicBool,
    working: AtomicBool,
    replica: tokio::sync::Mutex<Option<Running>>,
    joining: tokio::sync::Mutex<Option<join::Joining>>,
    progress: Mutex<Option<Progress>>,
    problem: Mutex<Option<(DateTime<Utc>, Failed)>>,
    /// The way to the cloud and the token, for whoever listens for news.
    line: Mutex<Option<(Arc<Http>, Secret)>>,
    /// There is such a way, and there was none before.
    lined: Notify,
}

struct Running {
    open: Arc<Open>,
    replica: Replica<Arc<Http>>,
}

/// A way to the cloud that a store belongs to.
fn way(state: &SyncState) -> Result<Arc<Http>, Failure> {
    let address = Address { url: state.address.clone(), certificate: state.certificate.clone() };
    Http::new(&address).map(Arc::new).map_err(|_| Failure::new("bad_cloud_address"))
}

/// What came of a request to a cloud, as a failure with a text.
pub(crate) fn failure_of(failed: &Failed) -> Failure {
    match failed {
        Failed::NoNetwork => Failure::new("no_network"),
        Failed::Busy { .. } => Failure::new("cloud_busy"),
        Failed::Unauthorized(CloudError { code, args }) | Failed::Refused(CloudError { code, args }) => {
            Failure { args: args.clone(), ..Failure::new(code) }
        }
    }
}

impl<H: Host> App<H> {
    /// The state of sync of the open store; `None` while this computer is its own authority.
    pub(crate) async fn sync_state(&self, open: &Open) -> Result<Option<SyncState>, Failure> {
        open.store.sync_state().await.map_err(fault)
    }

    /// Asks the cloud for something beside the protocol, as this computer.
    pub(crate) async fn ask_cloud<A: serde::de::DeserializeOwned>(
        &self,
        open: &Open,
        path: &str,
        request: &(impl serde::Serialize + std::marker::Sync),
    ) -> Result<A, Failure> {
        if self.sync_state(open).await?.is_none() {
            return Err(Failure::new("no_cloud"));
        }
        // A conversation brings a token that is good.
        drop(tokio::time::timeout(CONFIRMING, self.converse(true)).await);
        let line = self.sync.line.lock().ok().and_then(|line| line.clone());
        let Some((way, token)) = line else { return Err(Failure::new("no_network")) };
        way.post(path, Some(&token), request).await.map_err(|failed| failure_of(&failed))
    }

    /// Tells the conversation that there is something to send.
    pub(crate) fn wake_sync(&self) {
        self.sync.wake.notify_one();
    }

    fn jitter(&self) -> f64 {
        let mut byte = [0; 1];
        self.host.random(&mut byte);
        f64::from(byte[0]) / 255.0
    }

    async fn running(&self, open: &Arc<Open>) -> Result<Option<Running>, Failure> {
        let Some(state) = self.sync_state(open).await? else { return Ok(None) };
        let Some(secret) = state.private_key else { return Err(Failure::new("no_key_pair")) };
        let keys = KeyPair::from_secret(&secret);
        let replica = Replica::new(open.store.clone(), way(&state)?, keys, self.host.computer_name(), Session::new());
        Ok(Some(Running { open: Arc::clone(open), replica }))
    }

    /// Goes on with the conversation until there is nothing more to do. `asked`: a person waits for it.
    pub(crate) async fn converse(&self, asked: bool) -> Result<(), Failure> {
        let Ok(open) = self.open().await else { return Ok(()) };
        if open.kind != ProfileKind::Main {
            return Ok(());
        }
        let mut held = self.sync.replica.lock().await;
        if held.as_ref().is_none_or(|running| !Arc::ptr_eq(&running.open, &open)) {
            *held = self.running(&open).await?;
        }
        let Some(running) = held.as_mut() else { return Ok(()) };
        if asked {
            running.replica.session().ask();
        }
        if self.sync.poked.swap(false, Ordering::Relaxed) {
            running.replica.session().poke();
        }
        if let Ok(mut progress) = self.sync.progress.lock() {
            *progress = Some(running.replica.progress());
        }
        self.sync.working.store(true, Ordering::Relaxed);
        let ended = self.steps(running).await;
        self.sync.working.store(false, Ordering::Relaxed);
        let now = self.host.now();
        let problem = running.replica.session().problem().cloned();
        if problem.is_none() {
            // What fails now is tried again after the next contact.
            drop(self.give_back_first_leases(&open).await);
        }
        if let Ok(mut kept) = self.sync.problem.lock() {
            *kept = problem.map(|problem| (now, problem));
        }
        if let Ok(mut line) = self.sync.line.lock() {
            let way = Arc::clone(running.replica.transport());
            let new = running.replica.session().token().map(|token| (way, token.clone()));
            if line.is_none() && new.is_some() {
                self.sync.lined.notify_one();
            }
            *line = new;
        }
        if matches!(ended, Ok(true)) && !self.is_office(&open).await? {
            *held = None;
            drop(held);
            self.wipe().await?;
        }
        self.news(&["cloud"]);
        ended.map(drop)
    }

    /// Sends and gets everything for a store that nobody may work in at the moment.
    pub(crate) async fn deliver(&self, open: &Arc<Open>) -> Result<(), Failure> {
        let Some(mut running) = self.running(open).await? else { return Ok(()) };
        running.replica.session().ask();
        if self.steps(&mut running).await? && !self.is_office(open).await? {
            open.store.close().await;
            self.wipe().await?;
            return Err(Failure::new("computer_ended"));
        }
        Ok(())
    }

    /// Whether the store is to be wiped now.
    async fn steps(&self, running: &mut Running) -> Result<bool, Failure> {
        loop {
            let mut entropy = self.entropy();
            match running.replica.step(self.host.now(), self.jitter(), &mut entropy).await {
                Ok(Stepped::On { pulled: true }) => self.news(&EVERYTHING),
                Ok(Stepped::On { pulled: false }) => {}
                Ok(Stepped::Wait(_) | Stepped::Idle | Stepped::Cancelled) => return Ok(false),
                Ok(Stepped::Wipe) => return Ok(true),
                // The screens were locked meanwhile.
                Err(SyncError::Store(StoreError::Closed)) => return Ok(false),
                Err(SyncError::Store(error)) => return Err(fault(error)),
                Err(SyncError::NoKeyPair) => return Err(Failure::new("no_key_pair")),
                Err(SyncError::NoRandomNumbers) => return Err(Failure::new("store_no_random_numbers")),
            }
        }
    }

    /// Everything is delivered, and the computer was ended: nothing of the store stays on it.
    async fn wipe(&self) -> Result<(), Failure> {
        self.close().await;
        let folder = self.profile_folder(&ProfileKind::Main);
        std::fs::remove_dir_all(&folder).map_err(|error| fault(error.into()))?;
        self.news(&["session"]);
        Ok(())
    }

    /// Keeps this computer and its cloud at the same state for as long as the program runs. A host runs it beside the screens.
    pub async fn sync_forever(&self) {
        tokio::join!(self.converse_forever(), self.listen_forever());
    }

    async fn converse_forever(&self) {
        loop {
            // Whatever was wrong is kept for the screens.
            let failed = self.converse(false).await.is_err();
            let away = self.sync.problem.lock().is_ok_and(|problem| problem.is_some());
            // A store that was busy is free soon.
            let pause = if away || failed { Duration::from_secs(2) } else { LOOKING };
            if tokio::time::timeout(pause, self.sync.wake.notified()).await.is_err() && !away {
                self.sync.poked.store(true, Ordering::Relaxed);
            }
        }
    }

    async fn listen_forever(&self) {
        loop {
            let line = self.sync.line.lock().ok().and_then(|line| line.clone());
            if let Some((way, token)) = line {
                let poked = || {
                    self.sync.poked.store(true, Ordering::Relaxed);
                    self.sync.wake.notify_one();
                };
                drop(way.listen(&token, poked).await);
            }
            drop(tokio::time::timeout(Duration::from_secs(3), self.sync.lined.notified()).await);
        }
    }

    /// Does everything that waits and returns when there is nothing more to do, or the cloud cannot be reached; for a command
    /// line.
    ///
    /// # Errors
    /// What is wrong.
    pub async fn sync_once(&self) -> Result<(), Failure> {
        self.converse(true).await?;
        match self.sync.problem.lock().ok().and_then(|problem| problem.clone()) {
            Some((_, failed)) => Err(failure_of(&failed)),
            None => Ok(()),
        }
    }

    /// Forgets the way to the cloud: the screens are locked.
    pub(crate) fn stop_listening(&self) {
        if let Ok(mut line) = self.sync.line.lock() {
            *line = None;
        }
    }

    /// Carries out a mutation whose result leaves the computer at once, as a code on paper does: where there is a cloud and a
    /// network, it has confirmed it when this returns.
    pub(crate) async fn mutate_confirmed(
        &self,
        open: &Open,
        mutation: impl Into<Mutation> + Send,
    ) -> Result<Effects, Failure> {
        let mutation = mutation.into();
        let request = self.request(Who::Account(open.account), &mutation)?;
        let id = request.mutation_id;
        let done = open.store.transact(request).await.map_err(fault)?;
        let effects = done.map_err(Failure::from)?.effects;
        self.announce(&effects);
        if let Some(refusal) = self.confirm(open, id).await? {
            return Err(refusal.into());
        }
        Ok(effects)
    }

    /// Waits for the cloud's word on a mutation, as long as there is hope for one; returns the refusal if it said no.
    pub(crate) async fn confirm(&self, open: &Open, mutation: Uuid) -> Result<Option<Refusal>, Failure> {
        Ok(self.confirm_all(open, &[mutation]).await?.remove(&mutation))
    }

    /// The same for many mutations: those that the cloud refused.
    pub(crate) async fn confirm_all(
        &self,
        open: &Open,
        mutations: &[Uuid],
    ) -> Result<BTreeMap<Uuid, Refusal>, Failure> {
        let mut refused = BTreeMap::new();
        if mutations.is_empty() || self.sync_state(open).await?.is_none() || self.just_away() {
            return Ok(refused);
        }
        // Whatever goes wrong on the way leaves it waiting, which the screens show.
        drop(tokio::time::timeout(CONFIRMING, self.converse(true)).await);
        let mut connection = open.store.read().await.map_err(fault)?;
        for mutation in mutations {
            let known = sqlite::mutations::with_id(&mut connection, *mutation).await.map_err(fault)?;
            refused.extend(known.and_then(|known| known.refusal).map(|refusal| (*mutation, refusal)));
        }
        drop(connection);
        // Whoever waits for it is told here and now.
        for mutation in refused.keys() {
            self.handled(open, *mutation, sqlite::sync::Handled::Discarded).await?;
        }
        Ok(refused)
    }

    /// Looks whether the cloud can be reached, for whoever must know before something is done.
    pub(crate) async fn look_for_cloud(&self) {
        drop(tokio::time::timeout(CONFIRMING, self.converse(true)).await);
    }

    /// Whether the network was away when the cloud was last asked.
    pub(crate) fn is_away(&self) -> bool {
        self.sync.problem.lock().is_ok_and(|problem| matches!(&*problem, Some((_, Failed::NoNetwork))))
    }

    fn just_away(&self) -> bool {
        let now = self.host.now();
        let away = |(at, failed): &(DateTime<Utc>, Failed)| {
            *failed == Failed::NoNetwork && (now - *at).num_milliseconds() < JUST_AWAY_MS
        };
        self.sync.problem.lock().is_ok_and(|problem| problem.as_ref().is_some_and(away))
    }

    async fn handled(&self, open: &Open, mutation: Uuid, how: sqlite::sync::Handled) -> Result<(), Failure> {
        let mut write = open.store.begin().await.map_err(fault)?;
        sqlite::sync::handle(write.connection(), mutation, how, self.host.now()).await.map_err(fault)?;
        write.commit().await.map_err(fault)?;
        Ok(())
    }

    /// Refuses to show the code of a key that the cloud has not confirmed and that no lease covers.
    pub(crate) async fn check_confirmed(
        &self,
        open: &Open,
        rows: impl IntoIterator<Item = Uuid>,
    ) -> Result<(), Failure> {
        if self.sync_state(open).await?.is_none() {
            return Ok(());
        }
        let mut connection = open.store.read().await.map_err(fault)?;
        for row in rows {
            if sqlite::sync::is_unconfirmed(&mut connection, row).await.map_err(fault)? {
                return Err(Failure::new("key_not_confirmed"));
            }
        }
        Ok(())
    }

    pub(crate) async fn cloud_status(&self) -> Result<CloudStatus, Failure> {
        let mut status = CloudStatus {
            stage: CloudStage::None,
            address: String::new(),
            waiting: 0,
            waiting_since: None,
            attention: 0,
            last_contact: None,
            received: 0,
            expected: 0,
            problem: None,
            moving: None,
            standing: "good".to_owned(),
            rows: Vec::new(),
        };
        let progress = self.sync.progress.lock().ok().and_then(|progress| progress.clone());
        (status.received, status.expected) = progress.map(|progress| progress.rows()).unwrap_or_default();
        let problem = self.sync.problem.lock().ok().and_then(|problem| problem.clone());
        status.problem = problem.as_ref().map(|(_, failed)| failure_of(failed));
        let Ok(open) = self.open().await else {
            if status.expected > 0 {
                status.stage = CloudStage::First;
            }
            return Ok(status);
        };
        let Some(state) = self.sync_state(&open).await? else {
            status.moving = self.journey(&open).await?.map(|journey| journey.address);
            return Ok(status);
        };
        let mut connection = open.store.read().await.map_err(fault)?;
        let connection = &mut *connection;
        status.address = state.address;
        status.waiting = sqlite::mutations::pending_count(connection).await.map_err(fault)?;
        status.waiting_since = sqlite::sync::waiting_since(connection).await.map_err(fault)?;
        status.attention = sqlite::mutations::unhandled_count(connection, state.base_seq).await.map_err(fault)?;
        status.attention += u64::from(sqlite::messages::undelivered_count(connection).await.map_err(fault)?);
        status.last_contact = state.last_contact;
        status.standing = standing_word(state.standing).to_owned();
        status.rows = sqlite::sync::pending_rows(connection, BADGES).await.map_err(fault)?;
        if status.standing != "account_ended" {
            status.attention += self.quarantined(&open).await? + self.twice(&open).await?.len() as u64;
        }
        status.stage = match &problem {
            Some((_, Failed::NoNetwork | Failed::Busy { .. })) => CloudStage::Offline,
            Some(_) => CloudStage::Trouble,
            None if state.fresh => CloudStage::First,
            None if self.sync.working.load(Ordering::Relaxed) || status.waiting > 0 => CloudStage::Working,
            None => CloudStage::UpToDate,
        };
        Ok(status)
    }
}

/// What screens read again after a pull.
const EVERYTHING: [&str; 11] = [
    "distributor",
    "customers",
    "accounts",
    "users",
    "keys",
    "readers",
    "groups",
    "imports",
    "credit",
    "activity",
    "computers",
];

fn standing_word(standing: Standing) -> &'static str {
    match standing {
        Standing::Good => "good",
        Standing::PasswordChanged => "password_changed",
        Standing::AccountEnded => "account_ended",
        Standing::Revoked => "revoked",
        Standing::Lost => "lost",
    }
}

impl<H: Host> Handle<CloudState> for App<H> {
    async fn handle(&self, _: Empty) -> Result<CloudStatus, Failure> {
        self.cloud_status().await
    }
}

impl<H: Host> Handle<SyncNow> for App<H> {
    async fn handle(&self, _: Empty) -> Result<CloudStatus, Failure> {
        self.open().await?;
        self.converse(true).await?;
        self.cloud_status().await
    }
}

impl<H: Host> Handle<CancelFirstSync> for App<H> {
    async fn handle(&self, _: Empty) -> Result<Empty, Failure> {
        if let Some(progress) = self.sync.progress.lock().ok().and_then(|progress| progress.clone()) {
            progress.cancel();
        }
        Ok(Empty {})
    }
}

impl<H: Host> Handle<ProveNewPassword> for App<H> {
    async fn handle(&self, request: NewPasswordRequest) -> Result<CloudStatus, Failure> {
        let open = self.open().await?;
        let (way, token) = self.fresh_line().await?;
        let secret = serde_json::json!({ "secret": request.password });
        match way.post::<serde_json::Value>("/v1/password", Some(&token), &secret).await {
            Ok(_) => {}
            Err(Failed::Refused(CloudError { code, .. }) | Failed::Unauthorized(CloudError { code, .. }))
                if code == "wrong_password" =>
            {
                return Err(Failure::field("password", mobileaccess_domain::FieldCode::WrongPassword));
            }
            Err(failed) => return Err(failure_of(&failed)),
        }
        self.replace_own_slot(&open, &request.password).await?;
        self.converse(true).await?;
        self.cloud_status().await
    }
}

impl<H: Host> App<H> {
    /// The way to the cloud with a token that is good now.
    async fn fresh_line(&self) -> Result<(Arc<Http>, Secret), Failure> {
        // The token may have ended meanwhile.
        self.converse(true).await?;
        let line = self.sync.line.lock().ok().and_then(|line| line.clone());
        line.ok_or_else(|| Failure::new("no_network"))
    }

    /// Makes the password that the account has now the one that opens this computer.
    async fn replace_own_slot(&self, open: &Open, password: &str) -> Result<(), Failure> {
        let (account, _) = self.actor(open).await?;
        let profile = open.store.profile();
        let change = profile.change_slots().map_err(fault)?;
        let mut entropy = self.entropy();
        let slot = profile
            .add_password_slot(&change, open.store.file_key(), &account.email, password, self.kdf(), &mut entropy)
            .map_err(fault)?;
        let mut write = open.store.begin().await.map_err(fault)?;
        sqlite::accounts::name_slot(write.connection(), account.id, slot).await.map_err(fault)?;
        write.commit().await.map_err(fault)?;
        drop(change);
        open.store.remove_orphan_slots().await.map_err(fault)
    }
}
