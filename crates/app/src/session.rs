//! Opening and closing: set-up, unlock, recovery, lock, the demo beside one's own data.

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex,
        atomic::{AtomicI64, Ordering},
    },
};

use mobileaccess_domain::{
    Actor, FieldCode, FieldError, Id, Language, Mutation, accounts::SetAccountLanguage, distributors::SetUpDistributor,
    rows::Account, schedule,
};
use mobileaccess_store::{Entropy, KdfParams, Profile, RecoveryCode, Store, StoreError, Who, sqlite};
use mobileaccess_wire::{
    Changed, Empty, Failure, Handle, LeaveDemo, Lock, NewRecoveryCode, OpenDemo, Quit, Recover, RemoveDemo,
    SessionState, SetLanguage, SetUp, Surface, Touch, Unlock,
    session::{
        DistributorName, OpenDemoRequest, PasswordRequest, ProfileKind, QuitRequest, RecoverRequest, SessionAccount,
        SessionView, SetLanguageRequest, SetUpRequest, SetUpResponse, Stage, UnlockRequest,
    },
};
use tokio::sync::RwLock;

use crate::{
    Host, accounts, computer,
    data::{Open, fault},
    demo,
    imports::Previews,
    jobs::Jobs,
    passwords,
    user_imports::UserPreviews,
};

/// Name of the folder with one's own data.
const MAIN: &str = "main";
/// Name of the folder with the demo.
const DEMO: &str = "demo";

/// The product without its window: what a host calls.
pub struct App<H> {
    pub(crate) host: Arc<H>,
    pub(crate) folder: PathBuf,
    pub(crate) opened: RwLock<Option<Arc<Open>>>,
    /// Which data the screens are about while nothing is open.
    chosen: Mutex<ProfileKind>,
    /// One opening or closing at a time.
    pub(crate) gate: tokio::sync::Mutex<()>,
    /// When somebody was last there, in milliseconds since 1970.
    seen: AtomicI64,
    kdf: KdfParams,
    pub(crate) previews: Mutex<Previews>,
    pub(crate) sync: crate::cloud::Sync,
    pub(crate) office: crate::office::Office,
    pub(crate) user_previews: Mutex<UserPreviews>,
    pub(crate) jobs: Jobs,
}

impl<H: Host> App<H> {
    /// An app on this data folder. `kdf` says how costly guessing a password of a new slot is to be; a host calibrates it
    /// to its computer.
    pub fn new(host: H, folder: impl Into<PathBuf>, kdf: KdfParams) -> Self {
        let seen = AtomicI64::new(host.now().timestamp_millis());
        Self {
            host: Arc::new(host),
            folder: folder.into(),
            opened: RwLock::new(None),
            chosen: Mutex::new(ProfileKind::Main),
            gate: tokio::sync::Mutex::new(()),
            seen,
            kdf,
            previews: Mutex::default(),
            sync: crate::cloud::Sync::default(),
            office: crate::office::Office::default(),
            user_previews: Mutex::default(),
            jobs: Jobs::default(),
        }
    }

    /// The host.
    pub fn host(&self) -> &H {
        &self.host
    }

    /// The data folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    pub(crate) fn kdf(&self) -> KdfParams {
        self.kdf
    }

    pub(crate) fn entropy(&self) -> impl Entropy + Send + '_ {
        |bytes: &mut [u8]| {
            if self.host.random(bytes) { Ok(()) } else { Err(std::io::Error::other("no random numbers")) }
        }
    }

    fn chosen(&self) -> ProfileKind {
        self.chosen.lock().map_or(ProfileKind::Main, |chosen| chosen.clone())
    }

    fn choose(&self, kind: ProfileKind) {
        if let Ok(mut chosen) = self.chosen.lock() {
            *chosen = kind;
        }
    }

    pub(crate) fn profile_folder(&self, kind: &ProfileKind) -> PathBuf {
        self.folder.join(match kind {
            ProfileKind::Main => MAIN,
            ProfileKind::Demo => DEMO,
        })
    }

    /// Locks the screens if nobody was there for longer than the setting says, and makes the daily backup when it is due.
    /// A host calls it about every half minute.
    pub async fn tick(&self) {
        // The office server works on behind locked screens.
        self.daily_office_backup().await;
        let Ok(open) = self.open().await else { return };
        let minutes = computer::load(&self.folder).auto_lock_minutes;
        let idle = self.host.now().timestamp_millis() - self.seen.load(Ordering::Relaxed);
        if minutes > 0 && open.kind == ProfileKind::Main && idle > i64::from(minutes) * 60_000 {
            self.close().await;
            self.news(&["session"]);
            return;
        }
        self.daily_backup(&open).await;
    }

    pub(crate) fn news(&self, nouns: &[&str]) {
        self.host.changed(Changed { nouns: nouns.iter().map(|noun| (*noun).to_owned()).collect(), customer_id: None });
    }

    fn here(&self) {
        self.seen.store(self.host.now().timestamp_millis(), Ordering::Relaxed);
    }

    /// Closes the open store, if any.
    pub async fn close(&self) {
        self.stop_listening();
        let open = self.opened.write().await.take();
        if let Ok(mut previews) = self.previews.lock() {
            previews.clear();
        }
        if let Ok(mut previews) = self.user_previews.lock() {
            previews.clear();
        }
        if let Some(open) = open {
            open.store.close().await;
        }
    }

    pub(crate) async fn put_open(&self, open: Open) {
        self.choose(open.kind.clone());
        self.here();
        let open = Arc::new(open);
        self.start_office(&open).await;
        if H::SURFACE == Surface::Window {
            // Only where somebody sits; a command in a terminal would wait for it when it closes the store.
            tokio::spawn(read_ahead(Arc::clone(&open)));
        }
        let before = self.opened.write().await.replace(open);
        // Not sooner: a conversation that finds nothing open rests for a minute.
        self.wake_sync();
        if let Some(before) = before {
            before.store.close().await;
        }
    }

    pub(crate) async fn view(&self) -> Result<SessionView, Failure> {
        let settings = computer::load(&self.folder);
        let mut view = SessionView {
            stage: Stage::FirstRun,
            profile: self.chosen(),
            has_demo: matches!(Profile::exists(&self.profile_folder(&ProfileKind::Demo)), Ok(true)),
            has_main: false,
            account: None,
            distributor: None,
            version: env!("CARGO_PKG_VERSION").to_owned(),
            problem: None,
            language: settings.language,
            theme: settings.theme,
        };
        match Profile::exists(&self.profile_folder(&ProfileKind::Main)) {
            Ok(exists) => {
                view.has_main = exists;
                view.stage = if exists { Stage::Locked } else { Stage::FirstRun };
            }
            Err(error) => {
                view.has_main = true;
                view.stage = Stage::Broken;
                view.problem = Some(fault(error));
            }
        }
        let Ok(open) = self.open().await else { return Ok(view) };
        let (account, actor) = match self.actor(&open).await {
            Ok(found) => found,
            Err(failure) if failure.code == "locked" => {
                self.close().await;
                return Ok(view);
            }
            Err(failure) => return Err(failure),
        };
        let mut connection = open.store.read().await.map_err(fault)?;
        let distributor = sqlite::distributors::get(&mut connection, actor.distributor_id).await.map_err(fault)?;
        view.stage = Stage::Unlocked;
        view.problem = None;
        view.profile = open.kind.clone();
        view.language = account.language.unwrap_or(view.language);
        let zone = distributor.as_ref().map(|row| row.time_zone.clone()).unwrap_or_default();
        let expires_on = account.expires_at.map(|at| accounts::last_day(at, &zone));
        let today = schedule::local_day(self.host.now(), &zone);
        view.account = Some(SessionAccount {
            id: account.id,
            email: account.email,
            role: account.role,
            customer_id: account.customer_id,
            expires_at: account.expires_at,
            expires_on,
            days_left: expires_on.map(|day| (day - today).num_days()),
        });
        view.distributor = distributor.map(|row| DistributorName {
            id: row.id,
            name: row.name,
            code: row.code,
            time_zone: row.time_zone,
        });
        Ok(view)
    }

    /// Sets up a profile in a folder: distributor, first admin, key slot.
    pub(crate) async fn create_profile(
        &self,
        kind: ProfileKind,
        request: &SetUpRequest,
        with_recovery: bool,
    ) -> Result<(Open, Option<RecoveryCode>), Failure> {
        let mut wrong = match passwords::check_rule("password", &request.password) {
            Err(failure) => failure.fields,
            Ok(()) => Vec::new(),
        };
        let password_hash = passwords::hash(&request.password, self.random()?).await?;
        let time_zone = if request.time_zone.is_empty() { self.host.time_zone() } else { request.time_zone.clone() };
        let mutation = SetUpDistributor {
            distributor_id: self.id()?,
            name: request.name.clone(),
            code: request.code.trim().to_owned(),
            time_zone,
            account_id: self.id()?,
            email: request.email.trim().to_owned(),
            password_hash,
            language: request.language,
        };
        let context = self.context(Actor::Setup, self.uuid()?);
        // The form is checked before anything is written, all of its fields at once.
        let nothing = mobileaccess_domain::State::default();
        let (account, distributor, email) = (mutation.account_id, mutation.distributor_id, mutation.email.clone());
        let mutation = Mutation::from(mutation);
        if let Err(refusal) = mobileaccess_domain::decide(&nothing, &mutation, &context) {
            let mut failure = Failure::from(refusal);
            wrong.append(&mut failure.fields);
            return Err(if wrong.is_empty() { failure } else { Failure::invalid(wrong) });
        }
        if !wrong.is_empty() {
            return Err(Failure::invalid(wrong));
        }
        let folder = self.profile_folder(&kind);
        let mut entropy = self.entropy();
        let (profile, key) = Profile::create(&folder, self.host.now(), &mut entropy).map_err(fault)?;
        drop(entropy);
        let store = Store::create(&profile, &key).await.map_err(fault)?;
        self.mutate_with_password(&store, Who::Setup, &mutation, (account, &email), &request.password).await?;
        let recovery = if with_recovery { Some(self.renew_recovery(&store)?) } else { None };
        store.profile().finish().map_err(fault)?;
        Ok((Open { kind, store, account, distributor }, recovery))
    }

    /// Makes a new recovery code; the ones before stop working.
    fn renew_recovery(&self, store: &Store) -> Result<RecoveryCode, Failure> {
        let profile = store.profile();
        let change = profile.change_slots().map_err(fault)?;
        let mut entropy = self.entropy();
        let (slot, code) = profile.add_recovery_slot(&change, store.file_key(), &mut entropy).map_err(fault)?;
        profile.keep_only_recovery_slot(&change, slot).map_err(fault)?;
        Ok(code)
    }

    /// Opens a profile for an account, or refuses uniformly.
    pub(crate) async fn unlock(&self, kind: ProfileKind, email: &str, password: &str) -> Result<Open, Failure> {
        let profile = Profile::open(&self.profile_folder(&kind)).map_err(fault)?;
        let wrong = || Failure::new("wrong_password");
        let unlocked = passwords::open_slots(&profile, email, password).await?.ok_or_else(wrong)?;
        let (store, mut account) = Store::open(&profile, &unlocked).await.map_err(fault)?;
        let refuse = |code: &str| Err(Failure::new(code));
        if account.deleted_at.is_some() {
            store.close().await;
            return refuse("wrong_password");
        }
        let has_expired = |account: &Account| account.expires_at.is_some_and(|at| at <= self.host.now());
        if has_expired(&account) {
            // What waits here is delivered all the same, and the login may have been prolonged meanwhile.
            let open = Open {
                kind: kind.clone(),
                store: store.clone(),
                account: account.id,
                distributor: account.distributor_id,
            };
            let delivered = self.deliver(&Arc::new(open)).await;
            if let Ok(mut connection) = store.read().await
                && let Ok(Some(now)) = sqlite::accounts::get(&mut connection, account.id).await
            {
                account = now;
            }
            if has_expired(&account) {
                store.close().await;
                delivered?;
                return refuse("account_expired");
            }
        }
        if let Some(customer) = account.customer_id {
            let mut connection = store.read().await.map_err(fault)?;
            let customer = sqlite::customers::get(&mut connection, customer).await.map_err(fault)?;
            drop(connection);
            if customer.is_none_or(|customer| customer.deleted_at.is_some()) {
                store.close().await;
                return refuse("customer_deleted");
            }
        }
        Ok(Open { kind, store, account: account.id, distributor: account.distributor_id })
    }
}

/// Reads the longest list that this account may ask for. A failure is that of whoever asks later.
async fn read_ahead(open: Arc<Open>) {
    let Ok(mut connection) = open.store.read().await else { return };
    let Ok(Some(account)) = sqlite::accounts::get(&mut connection, open.account).await else { return };
    drop(connection);
    let language = account.language.unwrap_or(Language::En);
    let _ = open.store.read_users_ahead(open.distributor, account.customer_id, language).await;
    // What an import or an update of the program left for the search index, before somebody searches.
    let _ = open.store.catch_up_search_beside().await;
}

impl<H: Host> Handle<SessionState> for App<H> {
    async fn handle(&self, _: Empty) -> Result<SessionView, Failure> {
        self.view().await
    }
}

impl<H: Host> Handle<SetUp> for App<H> {
    async fn handle(&self, request: SetUpRequest) -> Result<SetUpResponse, Failure> {
        let _gate = self.gate.lock().await;
        // Before the profile is finished: one that was cut off right after it would greet in another language.
        self.remember_language(request.language);
        let (open, recovery) = self.create_profile(ProfileKind::Main, &request, true).await?;
        self.put_open(open).await;
        self.news(&["session"]);
        let recovery_code = recovery.map(|code| code.reveal().to_string()).unwrap_or_default();
        Ok(SetUpResponse { recovery_code })
    }
}

impl<H: Host> App<H> {
    pub(crate) fn remember_language(&self, language: Language) {
        let mut settings = computer::load(&self.folder);
        if settings.language != language {
            settings.language = language;
            // A language that cannot be remembered is asked for again; nothing else depends on it.
            let _ = computer::save(&self.folder, &settings);
        }
    }
}

impl<H: Host> Handle<Unlock> for App<H> {
    async fn handle(&self, request: UnlockRequest) -> Result<SessionView, Failure> {
        let _gate = self.gate.lock().await;
        let mut wrong = Vec::new();
        for (field, text) in [("email", &request.email), ("password", &request.password)] {
            if text.trim().is_empty() {
                wrong.push(FieldError { field: field.to_owned(), code: FieldCode::Required });
            }
        }
        if !wrong.is_empty() {
            return Err(Failure::invalid(wrong));
        }
        let open = self.unlock(ProfileKind::Main, &request.email, &request.password).await?;
        self.put_open(open).await;
        self.news(&["session"]);
        self.view().await
    }
}

impl<H: Host> Handle<Recover> for App<H> {
    async fn handle(&self, request: RecoverRequest) -> Result<SessionView, Failure> {
        let _gate = self.gate.lock().await;
        let code = RecoveryCode::parse(&request.recovery_code)
            .ok_or_else(|| Failure::field("recovery_code", FieldCode::Malformed))?;
        passwords::check_rule("new_password", &request.new_password)?;
        let profile = Profile::open(&self.profile_folder(&ProfileKind::Main)).map_err(fault)?;
        let unlocked = profile.unlock_with_recovery(&code).map_err(|error| match error {
            StoreError::WrongPassword => Failure::field("recovery_code", FieldCode::DoesNotMatch),
            other => fault(other),
        })?;
        let store = Store::open_without_account(&profile, &unlocked.file_key).await.map_err(fault)?;
        let found = {
            let mut connection = store.read().await.map_err(fault)?;
            sqlite::accounts::with_email(&mut connection, request.email.trim()).await.map_err(fault)?
        };
        let state = store.sync_state().await.map_err(fault)?;
        let admin = |account: &Account| {
            // A computer of a cloud belongs to one account.
            state.as_ref().is_none_or(|state| state.account_id == account.id)
                && account.deleted_at.is_none()
                && account.role == mobileaccess_domain::rows::Role::DistributorAdmin
        };
        let Some(account) = found.into_iter().find(admin) else {
            store.close().await;
            return Err(Failure::field("email", FieldCode::DoesNotMatch));
        };
        let password_hash = passwords::hash(&request.new_password, self.random()?).await?;
        let mutation =
            Mutation::from(mobileaccess_domain::accounts::ChangePassword { account_id: account.id, password_hash });
        let who = Who::Account(account.id);
        self.mutate_with_password(&store, who, &mutation, (account.id, &account.email), &request.new_password).await?;
        let (id, distributor) = (account.id, account.distributor_id);
        self.put_open(Open { kind: ProfileKind::Main, store, account: id, distributor }).await;
        self.news(&["session"]);
        self.view().await
    }
}

impl<H: Host> Handle<NewRecoveryCode> for App<H> {
    async fn handle(&self, request: PasswordRequest) -> Result<SetUpResponse, Failure> {
        let open = self.open().await?;
        let (account, actor) = self.actor(&open).await?;
        if actor.role != mobileaccess_domain::rows::Role::DistributorAdmin {
            return Err(Failure::new("not_allowed"));
        }
        if !passwords::is_own(&open, &account.email, &request.password).await? {
            return Err(Failure::field("password", FieldCode::WrongPassword));
        }
        let code = self.renew_recovery(&open.store)?;
        Ok(SetUpResponse { recovery_code: code.reveal().to_string() })
    }
}

impl<H: Host> Handle<Lock> for App<H> {
    async fn handle(&self, _: Empty) -> Result<SessionView, Failure> {
        let _gate = self.gate.lock().await;
        self.close().await;
        self.choose(ProfileKind::Main);
        self.news(&["session"]);
        self.view().await
    }
}

impl<H: Host> Handle<Quit> for App<H> {
    async fn handle(&self, request: QuitRequest) -> Result<Empty, Failure> {
        self.host.close(request.quit);
        Ok(Empty {})
    }
}

impl<H: Host> Handle<Touch> for App<H> {
    async fn handle(&self, _: Empty) -> Result<Empty, Failure> {
        self.here();
        Ok(Empty {})
    }
}

impl<H: Host> Handle<OpenDemo> for App<H> {
    async fn handle(&self, request: OpenDemoRequest) -> Result<SessionView, Failure> {
        let _gate = self.gate.lock().await;
        self.close().await;
        let folder = self.profile_folder(&ProfileKind::Demo);
        let open = if Profile::exists(&folder).unwrap_or(false) {
            self.unlock(ProfileKind::Demo, demo::EMAIL, demo::PASSWORD).await?
        } else {
            // A demo that was cut off, or that cannot be read, is made anew: there is nothing in it to lose.
            if folder.exists() {
                std::fs::remove_dir_all(&folder).map_err(|error| fault(error.into()))?;
            }
            demo::create(self, request.language).await?
        };
        self.put_open(open).await;
        self.news(&["session"]);
        self.view().await
    }
}

impl<H: Host> Handle<LeaveDemo> for App<H> {
    async fn handle(&self, _: Empty) -> Result<SessionView, Failure> {
        let _gate = self.gate.lock().await;
        self.close().await;
        self.choose(ProfileKind::Main);
        self.news(&["session"]);
        self.view().await
    }
}

impl<H: Host> Handle<RemoveDemo> for App<H> {
    async fn handle(&self, _: Empty) -> Result<SessionView, Failure> {
        let _gate = self.gate.lock().await;
        let demo_open = self.open().await.is_ok_and(|open| open.kind == ProfileKind::Demo);
        if demo_open {
            self.close().await;
        }
        self.choose(ProfileKind::Main);
        let folder = self.profile_folder(&ProfileKind::Demo);
        if folder.exists() {
            std::fs::remove_dir_all(&folder).map_err(|error| fault(error.into()))?;
        }
        self.news(&["session"]);
        self.view().await
    }
}

impl<H: Host> Handle<SetLanguage> for App<H> {
    async fn handle(&self, request: SetLanguageRequest) -> Result<Empty, Failure> {
        self.remember_language(request.language);
        if let Ok(open) = self.open().await {
            let account_id: Id<Account> = open.account;
            self.mutate(&open, SetAccountLanguage { account_id, language: request.language }).await?;
        }
        Ok(Empty {})
    }
}
