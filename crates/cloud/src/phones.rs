//! What phones ask: activate once, synchronise, delete their own key, show a receipt (manual, chapters 2.1.5 and 4.3.3).
//!
//! A request proves itself by its signature; the rules hold the public key against the one that the device is bound to. That
//! a code works once is kept twice: by the rule, under the distributor's lock, and by the database, in which a code is used
//! up by one row that only the first can write.

use std::net::IpAddr;

use chrono::{DateTime, SubsecRound as _, Utc};
use mobileaccess_domain::rows::{CodeEnd, Customer, User};
use mobileaccess_domain::{Actor, Change, Context, Effects, Id, Mutation, Need, Refusal};
use mobileaccess_phone::door::{self, About, Improper};
use mobileaccess_wire::phones::{Ask, PhoneState, Signed};
use serde::Deserialize;
use uuid::Uuid;

use crate::batch::{Batch, Written};
use crate::cloud::{Cloud, History};
use crate::db::{Kind, Table, Tx, Value};
use crate::enrol::{FREE, wait};
use crate::error::{Denied, Error, Result};
use crate::load::{Foreseen, Tenant, load_known};
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
        let request = door::understand(ask, signed, receipts).map_err(|improper| match improper {
            Improper::Malformed => Denied::BadRequest("the request of a phone does not read"),
            Improper::Protocol => Denied::Protocol,
            Improper::Signature => Denied::Signature,
        })?;
        if let Some(challenge) = &request.challenge
            && !self.challenge_is_ours(at, challenge)
        {
            return Err(Denied::Signature.into());
        }
        let counted = counted(from, &request.about);
        let outcome = self.decide_for_phone(at, entropy, &request, &counted).await;
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
        counted: &[(String, i64)],
    ) -> Result<PhoneState> {
        let mutation = &request.mutation;
        let activates = matches!(mutation, Mutation::ActivateKey(_));
        let mut tx = self.db().write().await?;
        let found = self.find(&mut tx, &request.about, counted).await?;
        if activates && found.history.recovering {
            return Err(Denied::Recovering.into());
        }
        for ((_, free), attempts) in counted.iter().zip(found.attempts) {
            if let Some((failures, last_at)) = attempts {
                wait(at, failures, last_at, *free)?;
            }
        }
        let Some(whose) = found.whose else { return Err(denied(mutation, &Refusal::NotFound).into()) };
        let (needs, foreseen) = whose.needs(&request.about, mutation)?;
        let distributor = whose.tenant.id;
        let loaded = load_known(&mut tx, self.keys(), &whose.tenant, needs, foreseen).await?;
        let context =
            Context { mutation_id: entropy.uuid("mutation"), actor: Actor::Phone, at, made_at: at, replica: None };
        let mut batch = Batch::new(self.keys(), whose.tenant, loaded);
        let mut used = Vec::new();
        match batch.decide(mutation, &context) {
            Ok(effects) => used = used_up(at, &effects),
            Err(refusal) if door::is_done_anyway(mutation, &refusal) => {}
            Err(refusal) => return Err(denied(mutation, &refusal).into()),
        }
        let (changes, codes) = (!batch.is_empty(), used.len() as u64);
        let state = match batch.write_beside(&mut tx, &USED_CODES, used).await? {
            // Somebody was first: they have the code, and here there was none.
            Written::Done { beside, .. } if activates && beside < codes => {
                return Err(Denied::CodeInvalid.into());
            }
            Written::Done { state, .. } => state,
            Written::Taken(_) => {
                return Err(Error::Damaged("a phone made a row that somebody else has".to_owned()));
            }
        };
        let device = door::device_of(&state, &request.about).ok_or(Denied::NotFound)?;
        tx.commit().await?;
        if changes {
            self.poke(distributor);
        }
        let answer = door::answer(&state, device, found.history.id, at, self.keys().receipts());
        answer.ok_or_else(|| Denied::NotFound.into())
    }

    /// Finds whose key or device it is and locks that distributor's row, and reads what else is to be known beforehand: the
    /// history, and how many attempts have failed.
    async fn find(&self, tx: &mut Tx, about: &About, counted: &[(String, i64)]) -> Result<Found> {
        let (rows, sought) = match about {
            About::Code(code) => {
                let key_id = tx.id_in("c.body", "key_id");
                let rows = format!(
                    "row_keys k JOIN rows c ON c.id = k.id AND c.noun = k.noun JOIN distributors d ON \
                     d.id = c.distributor_id LEFT JOIN rows r ON r.id = {key_id} AND r.noun = 'key' \
                     WHERE k.noun = 'code' AND k.key"
                );
                (rows, LookUp::Code(code).key(self.keys()))
            }
            About::Key(id) => (format!("{ROW_OF} WHERE r.noun = 'key' AND r.id"), id.uuid()),
            About::Device(id) => (format!("{ROW_OF} WHERE r.noun = 'device' AND r.id"), id.uuid()),
        };
        let text = format!(
            "WITH d AS (SELECT {}, r.id AS row_id, r.body FROM {rows} = $1{}) \
             SELECT m.history_id, m.recovering, a.failures, a.last_at, b.failures, b.last_at, {}, d.row_id, d.body \
             FROM meta m LEFT JOIN d ON 1 = 1 LEFT JOIN attempts a ON a.what = $2 LEFT JOIN attempts b ON b.what = $3",
            Tenant::OF_D,
            tx.for_update_of("d"),
            Tenant::OF_D,
        );
        let attempt = |at: usize| counted.get(at).map(|(what, _)| self.keys().look_up("attempt", what.as_bytes()));
        let row = tx.fetch_one(&text, vec![sought.into(), attempt(0).into(), attempt(1).into()]).await?;
        let row = row.ok_or_else(|| Error::Damaged("the database has no history".to_owned()))?;
        let attempts = |at: usize| -> Result<_> {
            let Some(failures) = row.opt_int(at)? else { return Ok(None) };
            Ok(Some((failures, row.time(at + 1)?)))
        };
        let whose = match row.opt_id(6)? {
            None => None,
            Some(_) => Some(Whose { tenant: Tenant::of(&row, 6)?, id: row.opt_id(13)?, body: row.opt_text(14)? }),
        };
        Ok(Found {
            history: History { id: row.id(0)?, recovering: row.int(1)? != 0 },
            attempts: [attempts(2)?, attempts(4)?],
            whose,
        })
    }
}

const ROW_OF: &str = "rows r JOIN distributors d ON d.id = r.distributor_id";

const USED_CODES: Table = Table {
    name: "used_codes",
    columns: &[("code_id", Kind::Id), ("used_at", Kind::Int)],
    conflict: "ON CONFLICT (code_id) DO NOTHING",
};

/// What is known before anything is decided.
struct Found {
    history: History,
    /// Failed attempts and the last of them, of what they are counted by.
    attempts: [Option<(i64, DateTime<Utc>)>; 2],
    /// Nothing, where there is no such code, key or device.
    whose: Option<Whose>,
}

/// The distributor, locked, with the row of the key or device.
struct Whose {
    tenant: Tenant,
    id: Option<Uuid>,
    body: Option<String>,
}

/// What a key or device says of where it belongs; it never changes.
#[derive(Deserialize)]
struct Above {
    user_id: Id<User>,
    customer_id: Id<Customer>,
}

impl Whose {
    /// What the rule and the answer need, and what that will bring along.
    fn needs(&self, about: &About, mutation: &Mutation) -> Result<(Vec<Need>, Foreseen)> {
        let (mut needs, mut foreseen) = (mutation.needs(), Foreseen::default());
        if let (Some(id), Some(body)) = (self.id, &self.body) {
            let above: Above = serde_json::from_str(body)?;
            // The doors are a part of nearly every answer.
            needs.push(Need::Readers(above.customer_id));
            foreseen = foreseen.user(above.user_id).customer(above.customer_id, &self.tenant);
            if !matches!(about, About::Device(_)) {
                foreseen = foreseen.key(Id::new(id));
            }
        }
        Ok((needs, foreseen))
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

/// The codes that are used up: the first gets one, everybody else is told that there is none. A receipt uses codes up too,
/// whoever comes first.
fn used_up(at: DateTime<Utc>, effects: &Effects) -> Vec<Vec<Value>> {
    let used = effects.changes.iter().filter_map(|change| match change {
        Change::Code(code) if code.end == Some(CodeEnd::Used) => Some(vec![code.id.into(), at.into()]),
        _ => None,
    });
    used.collect()
}
