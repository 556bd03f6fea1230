//! Phones under the same sky: a code that was handed over opens exactly one of them, whatever happened in between.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::Duration;
use mobileaccess_cloud::Error;
use mobileaccess_domain::Id;
use mobileaccess_domain::rows::{ActivationCode, Customer, Key, KeyStatus, Platform, User};
use mobileaccess_phone::{Line, LineError, Phone, PhoneError, Ticket};
use mobileaccess_wire::phones::{Ask, PhoneState, Signed};
use mobileaccess_wire::sync::Hello;

use crate::World;
use crate::computer::fault;
use crate::link::{Link, Sky};
use crate::world::cloud_fault;

/// How a request is told to have failed.
fn failed(error: &Error) -> LineError {
    let (status, error) = error.reply();
    if status >= 500 || status == 429 { LineError::Busy } else { LineError::Refused(error) }
}

/// A phone's way to the cloud.
pub(crate) struct Air(Link);

impl Air {
    pub(crate) fn new(sky: Arc<Sky>) -> Self {
        Self(Link::new(sky))
    }
}

impl Line for Air {
    async fn hello(&self) -> Result<Hello, LineError> {
        let cloud = self.0.there().map_err(|_| LineError::NoNetwork)?;
        cloud.hello(self.0.now(), &self.0.entropy()).await.map_err(|error| failed(&error))
    }

    async fn ask(&self, ask: Ask, request: &Signed) -> Result<PhoneState, LineError> {
        let cloud = self.0.there().map_err(|_| LineError::NoNetwork)?;
        if self.0.happens(|weather| weather.twice) {
            drop(cloud.phone(self.0.now(), &self.0.entropy(), None, ask, request).await);
        }
        let answer = cloud.phone(self.0.now(), &self.0.entropy(), None, ask, request).await;
        let answer = answer.map_err(|error| failed(&error))?;
        self.0.back(answer).map_err(|_| LineError::NoNetwork)
    }
}

/// Somebody's phone, and the key whose code they were given.
pub(crate) struct Pocket {
    key: Id<Key>,
    phone: Phone,
}

/// Whether the cloud said that a code activates nothing.
fn is_void(outcome: &Result<(), PhoneError>) -> bool {
    matches!(outcome, Err(PhoneError::Line(LineError::Refused(error))) if error.code == "code_invalid")
}

impl World {
    /// Somebody scans a QR: the first time, once more after a lost answer, or with somebody else's phone; or a phone that is
    /// activated asks for what is new.
    pub(crate) async fn use_phone(&mut self) -> Result<(), String> {
        self.pass(Duration::seconds(5));
        let known: Vec<Id<Key>> = self.codes.keys().copied().collect();
        let chosen = usize::try_from(self.chance.below(u64::try_from(known.len().max(1)).unwrap_or(1))).unwrap_or(0);
        let Some(key) = known.get(chosen).copied() else { return Ok(()) };
        let air = Air::new(Arc::clone(&self.sky));
        let own = self.pockets.iter().position(|pocket| pocket.key == key);
        let place = match own {
            Some(place) if self.chance.per_mille(700) => place,
            _ => self.new_phone(key),
        };
        let Some(ticket) = self.ticket(key) else { return Ok(()) };
        let phone = &mut self.pockets[place].phone;
        let outcome = if phone.is_activated() { phone.sync(&air).await } else { phone.activate(&air, &ticket).await };
        let said = outcome.as_ref().err().map_or_else(|| "done".to_owned(), ToString::to_string);
        self.say(format!("phone {place}: {said}"));
        Ok(())
    }

    fn new_phone(&mut self, key: Id<Key>) -> usize {
        let phone = Phone::new(&self.chance.bytes(), Platform::Android, "Pixel 9");
        self.pockets.push(Pocket { key, phone });
        self.pockets.len() - 1
    }

    fn ticket(&self, key: Id<Key>) -> Option<Ticket> {
        self.codes.get(&key).map(|code| Ticket { address: None, code: code.clone() })
    }

    /// When everything has come to rest: every code that stands opens one phone and no second one; a phone that was let in
    /// stays so, also through a restored cloud; and no two phones hold the same key.
    pub(crate) async fn examine_phones(&mut self) -> Result<Vec<String>, String> {
        let mut wrong = Vec::new();
        let air = Air::new(Arc::clone(&self.sky));
        // Whatever was failed before is over.
        self.pass(Duration::minutes(30));
        // Somebody with a copy of the QR comes first: before a restored cloud has heard of its use.
        for place in 0..self.pockets.len() {
            let key = self.pockets[place].key;
            let Some(ticket) = self.ticket(key).filter(|_| self.pockets[place].phone.is_activated()) else { continue };
            let stranger = self.new_phone(key);
            if self.pockets[stranger].phone.activate(&air, &ticket).await.is_ok() {
                wrong.push(format!("the code of {key} opened a second phone, {stranger}"));
            }
            self.pass(Duration::minutes(20));
        }
        for place in 0..self.pockets.len() {
            if self.pockets[place].phone.is_activated() {
                let outcome = self.pockets[place].phone.sync(&air).await;
                if let Err(PhoneError::Line(LineError::Busy | LineError::NoNetwork)) = outcome {
                    wrong.push(format!("phone {place} cannot ask: {outcome:?}"));
                }
            }
        }
        self.cloud()?.end_recovery().await.map_err(cloud_fault)?;
        let standing = self.standing_codes().await?;
        let mut holders: BTreeMap<Id<Key>, Vec<usize>> = BTreeMap::new();
        for (place, pocket) in self.pockets.iter().enumerate() {
            for held in pocket.phone.held() {
                holders.entry(held.key_id).or_default().push(place);
            }
        }
        for (key, phones) in holders.iter().filter(|(_, phones)| phones.len() > 1) {
            wrong.push(format!("the phones {phones:?} hold the same key {key}"));
        }
        for (key, open) in standing {
            let Some(ticket) = self.ticket(key) else { continue };
            let before: Vec<usize> = (0..self.pockets.len()).filter(|at| self.pockets[*at].key == key).collect();
            let let_in = before.iter().copied().find(|at| self.pockets[*at].phone.is_activated());
            // A phone whose answer was lost asks again and is told the same.
            let mut opened = let_in.is_some();
            for at in before {
                if self.pockets[at].phone.is_activated() {
                    continue;
                }
                let outcome = self.pockets[at].phone.activate(&air, &ticket).await;
                match (outcome.is_ok(), opened) {
                    (true, true) => wrong.push(format!("the code of {key} opened a second phone, {at}")),
                    (true, false) => opened = true,
                    // Whether it was this phone or none that was heard, nobody knows.
                    (false, _) if is_void(&outcome) => {}
                    (false, _) => wrong.push(format!("phone {at} cannot ask: {outcome:?}")),
                }
                self.pass(Duration::minutes(20));
            }
            for attempt in 0..2 {
                let at = self.new_phone(key);
                let outcome = self.pockets[at].phone.activate(&air, &ticket).await;
                let first = attempt == 0 && open && !opened;
                match outcome {
                    Ok(()) if opened => wrong.push(format!("the code of {key} opened a second phone")),
                    Ok(()) => opened = true,
                    Err(_) if first => wrong.push(format!("the code of {key} stands and does not open: {outcome:?}")),
                    Err(_) => {}
                }
                self.pass(Duration::minutes(20));
            }
        }
        Ok(wrong)
    }

    /// Keys of the cloud whose code was handed over and was never taken back, and whether it can be used now: nobody has used
    /// it, and it has not expired.
    async fn standing_codes(&self) -> Result<Vec<(Id<Key>, bool)>, String> {
        let cloud = self.cloud()?;
        let mut tx = cloud.db().read().await.map_err(cloud_fault)?;
        let mut bodies = Vec::new();
        for noun in ["key", "activation_code", "user", "customer"] {
            let text = format!("SELECT body FROM rows WHERE noun = '{noun}' ORDER BY id");
            for row in tx.fetch(&text, Vec::new()).await.map_err(cloud_fault)? {
                bodies.push((noun, row.text(0).map_err(cloud_fault)?));
            }
        }
        tx.roll_back().await.map_err(cloud_fault)?;
        let read = |wanted: &'static str| {
            bodies.iter().filter(move |(noun, _)| *noun == wanted).map(|(_, body)| body.as_str())
        };
        let customers =
            read("customer").map(serde_json::from_str).collect::<Result<Vec<Customer>, _>>().map_err(fault)?;
        let users = read("user").map(serde_json::from_str).collect::<Result<Vec<User>, _>>().map_err(fault)?;
        let codes = read("activation_code").map(serde_json::from_str);
        let codes = codes.collect::<Result<Vec<ActivationCode>, _>>().map_err(fault)?;
        let mut standing = Vec::new();
        for body in read("key") {
            let key: Key = serde_json::from_str(body).map_err(fault)?;
            let there = customers.iter().any(|it| it.id == key.customer_id && it.deleted_at.is_none())
                && users.iter().any(|it| it.id == key.user_id && it.deleted_at.is_none());
            if !there || key.status == KeyStatus::Deleted || !self.codes.contains_key(&key.id) {
                continue;
            }
            let open = codes.iter().any(|code| code.key_id == key.id && code.is_open(self.now()));
            standing.push((key.id, open));
        }
        Ok(standing)
    }
}
