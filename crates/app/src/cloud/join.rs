//! *Join a cloud*: this computer becomes a replica of one account.

use std::path::PathBuf;
use std::sync::Arc;

use mobileaccess_domain::{FieldCode, FieldError, Mutation, accounts::ChangePassword};
use mobileaccess_store::{Profile, SlotId, Store, Who, pull::SyncState, sqlite};
use mobileaccess_sync::http::{Address, Http};
use mobileaccess_sync::{Failed, KeyPair, Replica, Session, Stepped, SyncError, Transport as _};
use mobileaccess_wire::sync::{ChainPlace, CloudError, EnrolRequest, Enrolled, PROTOCOL, Secret, Standing};
use mobileaccess_wire::{
    Failure, Handle, JoinCloud, ProbeCloud,
    cloud::{CloudProbe, JoinRequest, ProbeRequest},
    session::{ProfileKind, SessionView},
};

use super::failure_of;
use crate::{App, Host, data::fault, passwords};

/// Where a profile is made ready before it takes its place.
const JOINING: &str = "joining";
const SET_ASIDE: &str = "set-aside";

/// A computer that is enrolled and does not have its first rows yet.
pub(super) struct Joining {
    address: Address,
    email: String,
    profile: Profile,
    store: Store,
    enrolled: Enrolled,
    slot: SlotId,
    replica: Replica<Arc<Http>>,
}

pub(super) fn address_of(text: &str, certificate: Option<&str>) -> Result<Address, Failure> {
    let malformed = || Failure::field("address", FieldCode::Malformed);
    let mut address: Address = text.parse().map_err(|_| malformed())?;
    if address.certificate.is_none()
        && let Some(certificate) = certificate.filter(|certificate| !certificate.is_empty())
    {
        address = format!("{}#{certificate}", address.url).parse().map_err(|_| malformed())?;
    }
    Ok(address)
}

impl<H: Host> App<H> {
    fn joining_folder(&self) -> PathBuf {
        self.folder.join(JOINING)
    }

    pub(crate) async fn hello(&self, address: &Address) -> Result<(Arc<Http>, String), Failure> {
        let way = Http::new(address).map(Arc::new).map_err(|_| Failure::field("address", FieldCode::Malformed))?;
        let hello = way.hello().await.map_err(|failed| match failed {
            Failed::NoNetwork => Failure::new("cloud_not_reached"),
            Failed::Refused(_) => Failure::new("no_cloud_there"),
            other => failure_of(&other),
        })?;
        if hello.product != "mobileaccess-cloud" {
            return Err(Failure::new("no_cloud_there"));
        }
        if hello.protocol_oldest > PROTOCOL {
            return Err(Failure::new("program_too_old"));
        }
        if hello.protocol < PROTOCOL {
            return Err(Failure::new("cloud_too_old"));
        }
        Ok((way, hello.version))
    }

    /// Makes this computer a replica of an account, for its password or a one-time code.
    pub(super) async fn enrol(
        &self,
        way: &Http,
        (email, secret): (&str, &str),
        keys: &KeyPair,
        (computer, outbox): (&str, ChainPlace),
    ) -> Result<Enrolled, Failure> {
        let enrol = EnrolRequest {
            protocol: PROTOCOL,
            email: email.trim().to_owned(),
            secret: Secret(secret.to_owned()),
            public_key: keys.public(),
            computer: computer.trim().to_owned(),
            app_version: env!("CARGO_PKG_VERSION").to_owned(),
            outbox,
        };
        way.enrol(&enrol).await.map_err(|failed| match failed {
            Failed::Unauthorized(CloudError { ref code, .. }) | Failed::Refused(CloudError { ref code, .. })
                if code == "wrong_password" =>
            {
                Failure::new("wrong_password")
            }
            other => failure_of(&other),
        })
    }

    /// Enrols and makes an empty store for what will come.
    async fn begin_joining(&self, request: &JoinRequest, address: Address) -> Result<Joining, Failure> {
        let (way, _) = self.hello(&address).await?;
        let mut entropy = self.entropy();
        let no_random = |_| Failure::new("store_no_random_numbers");
        let keys = KeyPair::generate(&mut entropy).map_err(no_random)?;
        let secret = if request.code.trim().is_empty() { &request.password } else { request.code.trim() };
        let nothing = ChainPlace { seq: 0, hash: "0".repeat(64) };
        let enrolled = self.enrol(&way, (&request.email, secret), &keys, (&request.computer, nothing)).await?;
        let folder = self.joining_folder();
        if folder.exists() {
            std::fs::remove_dir_all(&folder).map_err(|error| fault(error.into()))?;
        }
        let (profile, key) = Profile::create(&folder, self.host.now(), &mut entropy).map_err(fault)?;
        let store = Store::create(&profile, &key).await.map_err(fault)?;
        let slot = {
            let change = profile.change_slots().map_err(fault)?;
            let (email, password) = (request.email.trim(), &request.password);
            profile.add_password_slot(&change, &key, email, password, self.kdf(), &mut entropy).map_err(fault)?
        };
        let state = SyncState {
            address: address.url.clone(),
            certificate: address.certificate.clone(),
            replica_id: enrolled.replica_id,
            history_id: enrolled.history_id,
            distributor_id: enrolled.distributor_id,
            account_id: enrolled.account_id,
            private_key: Some(keys.secret()),
            base_seq: 0,
            sent_seq: 0,
            acked_seq: 0,
            last_contact: None,
            standing: Standing::Good,
            fresh: true,
        };
        let mut write = store.begin().await.map_err(fault)?;
        sqlite::sync::put_state(write.connection(), &state).await.map_err(fault)?;
        write.commit().await.map_err(fault)?;
        let session = Session::with_token(enrolled.token.clone());
        let replica = Replica::new(store.clone(), way, keys, request.computer.trim().to_owned(), session);
        Ok(Joining { address, email: request.email.trim().to_owned(), profile, store, enrolled, slot, replica })
    }

    /// Brings the first rows. What came before it was stopped is not asked for again.
    async fn first_rows(&self, joining: &mut Joining) -> Result<(), Failure> {
        if let Ok(mut progress) = self.sync.progress.lock() {
            *progress = Some(joining.replica.progress());
        }
        joining.replica.session().ask();
        loop {
            let mut entropy = self.entropy();
            match joining.replica.step(self.host.now(), self.jitter(), &mut entropy).await {
                Ok(Stepped::On { pulled: true }) => return Ok(()),
                Ok(Stepped::On { pulled: false }) => {}
                Ok(Stepped::Cancelled) => return Err(Failure::new("first_sync_stopped")),
                Ok(Stepped::Wait(_) | Stepped::Idle | Stepped::Wipe) => {
                    let problem = joining.replica.session().problem().map(failure_of);
                    return Err(problem.unwrap_or_else(|| Failure::new("no_network")));
                }
                Err(SyncError::Store(error)) => return Err(fault(error)),
                Err(_) => return Err(Failure::new("store_no_random_numbers")),
            }
        }
    }

    /// Puts the finished profile in its place.
    async fn finish_joining(&self, joining: Joining) -> Result<(), Failure> {
        {
            let change = joining.profile.change_slots().map_err(fault)?;
            let mut write = joining.store.begin().await.map_err(fault)?;
            let (account, slot) = (joining.enrolled.account_id, joining.slot);
            sqlite::accounts::name_slot(write.connection(), account, slot).await.map_err(fault)?;
            write.commit().await.map_err(fault)?;
            drop(change);
        }
        joining.profile.finish().map_err(fault)?;
        joining.store.close().await;
        drop(joining);
        self.close().await;
        self.leave_office().await?;
        let main = self.profile_folder(&ProfileKind::Main);
        let moved = || -> std::io::Result<()> {
            if main.exists() {
                let aside = self.folder.join(SET_ASIDE);
                std::fs::create_dir_all(&aside)?;
                std::fs::rename(&main, aside.join(format!("main-{}", self.host.now().timestamp_millis())))?;
            }
            std::fs::rename(self.joining_folder(), &main)
        };
        moved().map_err(|error| fault(error.into()))
    }
}

impl<H: Host> Handle<ProbeCloud> for App<H> {
    async fn handle(&self, request: ProbeRequest) -> Result<CloudProbe, Failure> {
        let address = address_of(&request.address, None)?;
        match self.hello(&address).await {
            Ok((_, version)) => Ok(CloudProbe { address: address.url, certificate: address.certificate, version }),
            Err(failure) if failure.code == "cloud_not_reached" && address.certificate.is_none() => {
                match Http::shown_certificate(&address).await {
                    Some(certificate) => {
                        Ok(CloudProbe { address: address.url, certificate: Some(certificate), version: String::new() })
                    }
                    None => Err(failure),
                }
            }
            Err(failure) => Err(failure),
        }
    }
}

impl<H: Host> Handle<JoinCloud> for App<H> {
    async fn handle(&self, request: JoinRequest) -> Result<SessionView, Failure> {
        let _gate = self.gate.lock().await;
        let mut wrong = Vec::new();
        let fields = [
            ("address", &request.address),
            ("email", &request.email),
            ("password", &request.password),
            ("computer", &request.computer),
        ];
        for (field, text) in fields {
            if text.trim().is_empty() {
                wrong.push(FieldError { field: field.to_owned(), code: FieldCode::Required });
            }
        }
        if !wrong.is_empty() {
            return Err(Failure::invalid(wrong));
        }
        // With a one-time code the password is a new one, for this computer.
        if !request.code.trim().is_empty() {
            passwords::check_rule("password", &request.password)?;
        }
        let address = address_of(&request.address, request.certificate.as_deref())?;
        let here = Profile::exists(&self.profile_folder(&ProfileKind::Main)).unwrap_or(true);
        if here && !request.set_aside {
            return Err(Failure::new("store_exists"));
        }
        self.remember_language(request.language);
        let mut held = self.sync.joining.lock().await;
        let same = |joining: &Joining| {
            joining.address == address
                && joining.email == request.email.trim()
                && joining.profile.unlock(&joining.email, &request.password).is_ok()
        };
        let mut joining = match held.take().filter(same) {
            Some(joining) => joining,
            None => self.begin_joining(&request, address).await?,
        };
        let came = self.first_rows(&mut joining).await;
        if let Ok(mut progress) = self.sync.progress.lock() {
            *progress = None;
        }
        if let Err(failure) = came {
            // Enrolled it stays: joining again goes on where it was.
            *held = Some(joining);
            return Err(failure);
        }
        self.finish_joining(joining).await?;
        let open = self.unlock(ProfileKind::Main, &request.email, &request.password).await?;
        if !request.code.trim().is_empty() {
            // Whoever came by a code chooses the password with which the account logs in from now on, here and elsewhere.
            let password_hash = passwords::hash(&request.password, self.random()?).await?;
            let mutation = Mutation::from(ChangePassword { account_id: open.account, password_hash });
            let whose = (open.account, request.email.trim());
            self.mutate_with_password(&open.store, Who::Account(open.account), &mutation, whose, &request.password)
                .await?;
        }
        self.put_open(open).await;
        self.news(&["session"]);
        self.wake_sync();
        self.view().await
    }
}
