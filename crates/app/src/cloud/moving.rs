//! *Move to a cloud*: what was set up on this computer alone goes along as a whole, and the computer becomes a replica in place.

use std::sync::Arc;

use mobileaccess_domain::{FieldCode, FieldError, accounts::ChangePassword, rows::Account};
use mobileaccess_store::moving::Luggage;
use mobileaccess_store::pull::SyncState;
use mobileaccess_sync::http::{Address, Http};
use mobileaccess_sync::{Failed, KeyPair};
use mobileaccess_wire::sync::{ChainPlace, CloudError, PulledRow, Scope, Secret, Standing};
use mobileaccess_wire::{
    CancelMove, Empty, Failure, Handle, MoveToCloud,
    cloud::{CloudStatus, MoveRequest},
    session::ProfileKind,
};
use serde::{Deserialize, Serialize};

use super::{failure_of, join::address_of};
use crate::{
    App, Host,
    data::{Open, fault},
    passwords,
};

/// Where a computer is moving to, kept in its store until it has arrived or was refused.
#[derive(Serialize, Deserialize)]
pub(crate) struct Journey {
    /// The cloud's address, with its certificate.
    pub(crate) address: String,
    /// The issuer's one-time code; none where the cloud is this computer's own.
    pub(crate) code: Option<String>,
}

/// The account that may move a computer, with its password proved.
pub(crate) struct Mover {
    account: Account,
    password: String,
}

/// The rows as they are sent.
pub(crate) fn pulled(open: &Open, luggage: &mut Luggage) -> Vec<PulledRow> {
    // The cloud puts every row into its scope itself.
    let scope = Scope::Tenant(open.distributor);
    let lines = std::mem::take(&mut luggage.lines);
    lines.into_iter().map(|(noun, row)| PulledRow { scope, revision: 0, noun: noun.to_owned(), row }).collect()
}

impl<H: Host> App<H> {
    /// The admin who moves a computer that works by itself; a wrong password is said at its field.
    pub(crate) async fn mover(&self, open: &Open, password: &str, computer: &str) -> Result<Mover, Failure> {
        if open.kind != ProfileKind::Main {
            return Err(Failure::new("not_allowed"));
        }
        self.admin(open).await?;
        if self.sync_state(open).await?.is_some() {
            return Err(Failure::new("joined_already"));
        }
        let mut wrong = Vec::new();
        for (field, text) in [("password", password), ("computer", computer)] {
            if text.trim().is_empty() {
                wrong.push(FieldError { field: field.to_owned(), code: FieldCode::Required });
            }
        }
        if !wrong.is_empty() {
            return Err(Failure::invalid(wrong));
        }
        let (account, _) = self.actor(open).await?;
        if !passwords::is_own(open, &account.email, password).await? {
            return Err(Failure::field("password", FieldCode::WrongPassword));
        }
        // The cloud knows the account by the hash in its row, which after a restored backup may be that of an older password.
        if open.store.moving().await.map_err(fault)?.is_none()
            && !passwords::verify(password, &account.password_hash).await
        {
            let password_hash = passwords::hash(password, self.random()?).await?;
            self.mutate(open, ChangePassword { account_id: account.id, password_hash }).await?;
        }
        Ok(Mover { account, password: password.to_owned() })
    }

    /// Enrols at the cloud that has taken everything, and makes this store its replica.
    pub(crate) async fn arrive(
        &self,
        open: &Open,
        mover: &Mover,
        (address, way): (&Address, &Arc<Http>),
        (computer, outbox): (&str, ChainPlace),
    ) -> Result<(), Failure> {
        let mut entropy = self.entropy();
        let keys = KeyPair::generate(&mut entropy).map_err(|_| Failure::new("store_no_random_numbers"))?;
        let enrolled =
            self.enrol(way, (&mover.account.email, &mover.password), &keys, (computer, outbox.clone())).await?;
        let state = SyncState {
            address: address.url.clone(),
            certificate: address.certificate.clone(),
            replica_id: enrolled.replica_id,
            history_id: enrolled.history_id,
            distributor_id: enrolled.distributor_id,
            account_id: enrolled.account_id,
            private_key: Some(keys.secret()),
            base_seq: outbox.seq,
            sent_seq: outbox.seq,
            acked_seq: outbox.seq,
            last_contact: None,
            standing: Standing::Good,
            fresh: true,
        };
        open.store.become_replica(&state).await.map_err(fault)?;
        self.news(&["session", "cloud"]);
        // What does not come now comes with the next contact: until then the rows that are here stay.
        drop(self.converse(true).await);
        Ok(())
    }

    /// Where this computer is moving to, if it has not arrived yet.
    pub(crate) async fn journey(&self, open: &Open) -> Result<Option<Journey>, Failure> {
        let note = open.store.moving().await.map_err(fault)?;
        Ok(note.and_then(|note| serde_json::from_value(note).ok()))
    }
}

impl<H: Host> Handle<MoveToCloud> for App<H> {
    async fn handle(&self, request: MoveRequest) -> Result<CloudStatus, Failure> {
        let _gate = self.gate.lock().await;
        let open = self.open().await?;
        let mover = self.mover(&open, &request.password, &request.computer).await?;
        let begun = self.journey(&open).await?;
        let journey = match begun {
            // Whatever was sent there may have arrived: only there can it be gone on with.
            Some(journey) if journey.code.is_some() => journey,
            // It was on its way into its own office's cloud.
            Some(_) => {
                self.turn_on_office(&open, &request.password, &request.computer).await?;
                return self.cloud_status().await;
            }
            None => {
                let address = address_of(&request.address, request.certificate.as_deref())?;
                if request.code.trim().is_empty() {
                    return Err(Failure::field("code", FieldCode::Required));
                }
                Journey { address: address.to_string(), code: Some(request.code.trim().to_owned()) }
            }
        };
        let address: Address = journey.address.parse().map_err(|_| Failure::field("address", FieldCode::Malformed))?;
        let (way, _) = self.hello(&address).await?;
        let mut luggage = open.store.begin_move(&serde_json::json!(journey)).await.map_err(fault)?;
        self.news(&["cloud"]);
        let mut lines = Vec::new();
        for line in pulled(&open, &mut luggage) {
            serde_json::to_writer(&mut lines, &line).map_err(|_| Failure::new("internal").with("name", "snapshot"))?;
            lines.push(b'\n');
        }
        let code = Secret(journey.code.unwrap_or_default());
        match way.move_in(&code, lines).await {
            Ok(_) => {}
            // Nobody knows whether it arrived: the store stays as it is until it is asked again.
            Err(Failed::NoNetwork | Failed::Busy { .. }) => return Err(Failure::new("move_unknown")),
            Err(Failed::Refused(error) | Failed::Unauthorized(error)) => {
                open.store.end_move().await.map_err(fault)?;
                self.news(&["cloud"]);
                return Err(refused(error));
            }
        }
        self.arrive(&open, &mover, (&address, &way), (&request.computer, luggage.head)).await?;
        self.cloud_status().await
    }
}

fn refused(error: CloudError) -> Failure {
    match error.code.as_str() {
        "wrong_password" => Failure::field("code", FieldCode::DoesNotMatch),
        "bad_request" => {
            let what = error.args.get("what").and_then(|what| what.as_str()).unwrap_or_default();
            Failure::new(match what {
                "the distributor code is taken" => "move_code_taken",
                "a login e-mail is taken" => "move_email_taken",
                "this computer has moved in already" => "move_twice",
                _ => "move_refused",
            })
            .with("what", what)
        }
        _ => failure_of(&Failed::Refused(error)),
    }
}

impl<H: Host> Handle<CancelMove> for App<H> {
    async fn handle(&self, _: Empty) -> Result<CloudStatus, Failure> {
        let _gate = self.gate.lock().await;
        let open = self.open().await?;
        self.admin(&open).await?;
        let journey = self.journey(&open).await?.ok_or_else(|| Failure::new("nothing_to_do"))?;
        open.store.end_move().await.map_err(fault)?;
        if journey.code.is_none() {
            self.forget_office(&open).await?;
        }
        self.news(&["cloud"]);
        self.cloud_status().await
    }
}
