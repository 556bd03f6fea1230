//! What phones ask: activate once, synchronise, delete their own key, show a receipt (manual, chapters 2.1.5 and 4.3.3).
//!
//! A request proves itself by its signature; the rules hold the public key against the one that the device is bound to. That
//! a code works once is kept twice: by the rule, under the distributor's lock, and by the database, in which a code is used
//! up by one statement that only the first can carry out.

use std::net::IpAddr;

use chrono::{DateTime, SubsecRound as _, Utc};
use mobileaccess_domain::rows::{Distributor, KeyStatus};
use mobileaccess_domain::{Actor, Change, Context, Effects, Id, Mutation, Need, Refusal};
use mobileaccess_phone::door::{self, About, Improper};
use mobileaccess_wire::phones::{Ask, PhoneState, Signed};

use crate::batch::{Batch, Written};
use crate::cloud::{Cloud, history};
use crate::db::Tx;
use crate::enrol::FREE;
use crate::error::{Denied, Error, Result};
use crate::load::{Tenant, load};
use crate::rows::LookUp;
use crate::secrets::Entropy;

/// How many signs of a code stand for it where attempts are counted: as many as are shown on screens.
const PREFIX: usize = 5;

impl Cloud {
    /// Does what a phone asks, and tells it everything that it has to know.
    ///
    /// # Errors
    /// [`Denied::CodeInvalid`] for every code that activates nothing, whatever the reason; [`Denied::Recovering`] while nothing
    /// activates; [`Denied::TooManyRequests`]; [`Denied::NotFound`] for what is not this phone's; [`Denied::Signature`].
    pub async fn phone(
        &self,
        at: DateTime<Utc>,
        entropy: &Entropy,
        from: Option<IpAddr>,
        ask: Ask,
        signed: &Signed,
    ) -> Result<PhoneState> {
        let at = at.trunc_subsecs(3);
        let receipts = self.keys().receipts();
        let request = door::understand(ask, signed, &receipts).map_err(|improper| match improper {
            Improper::Malformed => Denied::BadRequest("the request of a phone does not read"),
            Improper::Protocol => Denied::Protocol,
            Improper::Signature => Denied::Signature,
        })?;
        if let Some(challenge) = &request.challenge
            && !self.challenge_is_ours(at, challenge)
        {
            return Err(Denied::Signature.into());
        }
        let history_now = self.history().await?;
        if ask == Ask::Activate && history_now.recovering {
            return Err(Denied::Recovering.into());
        }
        let counted = counted(from, &request.about);
        for (what, free) in &counted {
            self.slow_down(at, what, *free).await?;
        }
        let outcome = self.decide_for_phone(at, entropy, &request, &receipts).await;
        if matches!(outcome, Err(Error::Denied(Denied::CodeInvalid))) {
            for (what, _) in &counted {
                self.note_failure(at, what).await?;
            }
        }
        outcome
    }

    async fn decide_for_phone(
        &self,
        at: DateTime<Utc>,
        entropy: &Entropy,
        request: &door::Request,
        receipts: &mobileaccess_phone::KeyPair,
    ) -> Result<PhoneState> {
        let mutation = &request.mutation;
        let mut tx = self.db().write().await?;
        let tenant =
            self.tenant_of(&mut tx, &request.about).await?.ok_or_else(|| denied(mutation, &Refusal::NotFound))?;
        let tenant = Tenant::lock(&mut tx, tenant).await?;
        let distributor = tenant.id;
        let mut state = load(&mut tx, self.keys(), &tenant, mutation.needs()).await?;
        let context =
            Context { mutation_id: entropy.uuid("mutation"), actor: Actor::Phone, at, made_at: at, replica: None };
        let mut batch = Batch::new(self.keys(), tenant.clone(), state.clone());
        match batch.decide(mutation, &context) {
            Ok(effects) => {
                use_up(&mut tx, at, mutation, &effects).await?;
                state.apply(&effects);
            }
            Err(refusal) if door::is_done_anyway(mutation, &refusal) => {}
            Err(refusal) => return Err(denied(mutation, &refusal).into()),
        }
        if let Written::Taken(_) = batch.write(&mut tx).await? {
            return Err(Error::Damaged("a phone made a row that somebody else has".to_owned()));
        }
        let device = door::device_of(&state, &request.about).ok_or(Denied::NotFound)?;
        let opens = state.keys.values().any(|key| key.device_id == device && key.status == KeyStatus::Active);
        if let Some(row) = state.devices.get(&device).filter(|_| opens) {
            let needs = vec![Need::Readers(row.customer_id)];
            state.readers = load(&mut tx, self.keys(), &tenant, needs).await?.readers;
        }
        let history_id = history(&mut tx).await?.id;
        tx.commit().await?;
        self.poke(distributor);
        let answer = door::answer(&state, device, history_id, at, receipts);
        answer.ok_or_else(|| Denied::NotFound.into())
    }

    /// Whose key or device it is.
    async fn tenant_of(&self, tx: &mut Tx, about: &About) -> Result<Option<Id<Distributor>>> {
        let row = match about {
            About::Code(code) => {
                let text = "SELECT r.distributor_id FROM row_keys k JOIN rows r ON r.id = k.id AND r.noun = k.noun \
                            WHERE k.noun = 'code' AND k.key = $1";
                tx.fetch_one(text, vec![LookUp::Code(code).key(self.keys()).into()]).await?
            }
            About::Key(id) => {
                tx.fetch_one("SELECT distributor_id FROM rows WHERE noun = 'key' AND id = $1", vec![(*id).into()])
                    .await?
            }
            About::Device(id) => {
                let text = "SELECT distributor_id FROM rows WHERE noun = 'device' AND id = $1";
                tx.fetch_one(text, vec![(*id).into()]).await?
            }
        };
        row.map(|row| row.id(0).map(Id::new)).transpose()
    }
}

/// So many codes that activate nothing are answered at once to one address: the phones of a whole building may share it, and an
/// expired code in five hands must not keep a good one waiting. What a guess has to hit has 100 bits and more.
const FREE_FROM_ONE_PLACE: i64 = 50;

/// What failed activations are counted by, and how many are free: where they come from, and how the code begins.
fn counted(from: Option<IpAddr>, about: &About) -> Vec<(String, i64)> {
    let About::Code(code) = about else { return Vec::new() };
    let prefix: String = code.chars().take(PREFIX).collect();
    let place = from.map(|from| (format!("phone from {from}"), FREE_FROM_ONE_PLACE));
    place.into_iter().chain([(format!("code {prefix}"), FREE)]).collect()
}

/// A refusal as the phone hears it. Of a code only that it activates nothing.
fn denied(mutation: &Mutation, refusal: &Refusal) -> Denied {
    match (mutation, refusal) {
        (_, Refusal::Invalid { .. }) => Denied::BadRequest("a field has no such form"),
        (Mutation::ActivateKey(_), _) | (_, Refusal::CodeInvalid) => Denied::CodeInvalid,
        _ => Denied::NotFound,
    }
}

/// Uses up the code of an activation: the first gets it, everybody else is told that there is none. A receipt uses it up too,
/// whoever comes first.
async fn use_up(tx: &mut Tx, at: DateTime<Utc>, mutation: &Mutation, effects: &Effects) -> Result<()> {
    let used = effects.changes.iter().filter_map(|change| match change {
        Change::Code(code) if code.end == Some(mobileaccess_domain::rows::CodeEnd::Used) => Some(code.id),
        _ => None,
    });
    for code in used {
        let text = "INSERT INTO used_codes (code_id, used_at) VALUES ($1, $2) ON CONFLICT (code_id) DO NOTHING";
        let first = tx.execute(text, vec![code.into(), at.into()]).await? == 1;
        if !first && matches!(mutation, Mutation::ActivateKey(_)) {
            return Err(Denied::CodeInvalid.into());
        }
    }
    Ok(())
}
