//! One action on many keys or users: counted before, then done row by row. A request is one transaction of many mutations,
//! so a long selection comes in pieces and can be stopped between them; a refused row is left as it was.

mod send;

use std::collections::{BTreeMap, BTreeSet};

use mobileaccess_domain::{
    Actor, Edit, Effects, Id, Mutation,
    keys::{DeleteKey, EditKey, ReissueCode, ResumeKey, SuspendKey},
    rows::{Customer, DeviceStatus, Key, KeyStatus},
    users::DeleteUser,
};
use mobileaccess_store::{
    Who,
    sqlite::{
        bulk::{self as targets, KeyTarget, UserTarget, full_name},
        customers,
    },
};
use mobileaccess_wire::{
    Failure, Handle, PreviewBulk, RunBulk,
    bulk::{BulkAction, BulkDone, BulkFailure, BulkPreview, BulkRequest, KeyValidity, LeftOut},
    users::KeyStage,
};

use uuid::Uuid;

use crate::{
    App, Host,
    data::{Open, fault},
};

/// Rows of one request. More would keep every other writer waiting.
const MOST: usize = 500;

/// Where a key stands.
fn stage(target: &KeyTarget, now: chrono::DateTime<chrono::Utc>) -> KeyStage {
    match target.status {
        KeyStatus::Waiting if target.device_status == DeviceStatus::Active => KeyStage::Arriving,
        KeyStatus::Waiting if target.expires_at.is_some_and(|at| now < at) => KeyStage::Waiting,
        KeyStatus::Waiting => KeyStage::Expired,
        KeyStatus::Active => KeyStage::Active,
        KeyStatus::Suspended => KeyStage::Suspended,
        KeyStatus::DeletedByAdmin => KeyStage::DeletedByAdmin,
        KeyStatus::DeletedByUser => KeyStage::DeletedByUser,
        KeyStatus::Deleted => KeyStage::Deleted,
    }
}

/// Whether an action has something to do with a key at this stage. What is sent all the same is decided by the rule.
fn takes(action: &BulkAction, stage: KeyStage) -> bool {
    match action {
        BulkAction::Suspend => stage == KeyStage::Active,
        BulkAction::Resume => stage == KeyStage::Suspended,
        BulkAction::Reissue { .. } => matches!(stage, KeyStage::Waiting | KeyStage::Expired),
        BulkAction::Send { .. } => stage == KeyStage::Waiting,
        BulkAction::Delete | BulkAction::Validity { .. } | BulkAction::PutBack { .. } => {
            !matches!(stage, KeyStage::DeletedByAdmin | KeyStage::DeletedByUser | KeyStage::Deleted)
        }
        BulkAction::DeleteUsers => false,
    }
}

/// The mutation for one key, and what takes it back where that is not the opposite action.
fn mutation<H: Host>(
    app: &App<H>,
    action: &BulkAction,
    target: &KeyTarget,
) -> Result<(Mutation, Option<KeyValidity>), Failure> {
    let key_id = target.key_id;
    Ok(match action {
        BulkAction::Suspend => (SuspendKey { key_id }.into(), None),
        BulkAction::Resume => (ResumeKey { key_id }.into(), None),
        BulkAction::Delete => (DeleteKey { key_id }.into(), None),
        BulkAction::Reissue { lost } => {
            (ReissueCode { key_id, code: app.code()?, lost: *lost, lease: None }.into(), None)
        }
        BulkAction::Validity { valid_from, change_to, valid_to } => {
            let to = if *change_to { *valid_to } else { target.valid_to };
            let from = valid_from.unwrap_or(target.valid_from);
            let back = KeyValidity {
                key_id,
                valid_from: Edit { from, to: target.valid_from },
                valid_to: Edit { from: to, to: target.valid_to },
            };
            (edit(target, Edit { from: target.valid_from, to: from }, Edit { from: target.valid_to, to }), Some(back))
        }
        BulkAction::PutBack { rows } => {
            let row = rows.iter().find(|row| row.key_id == key_id).ok_or_else(|| Failure::new("not_found"))?;
            (edit(target, row.valid_from.clone(), row.valid_to.clone()), None)
        }
        // Neither is one mutation of a key.
        BulkAction::DeleteUsers | BulkAction::Send { .. } => return Err(Failure::new("not_found")),
    })
}

fn edit(
    target: &KeyTarget,
    valid_from: Edit<chrono::NaiveDate>,
    valid_to: Edit<Option<chrono::NaiveDate>>,
) -> Mutation {
    EditKey {
        key_id: target.key_id,
        customer_id: target.customer_id,
        name: None,
        valid_from: Some(valid_from),
        valid_to: Some(valid_to),
        group_ids: None,
    }
    .into()
}

/// A row on which an action was refused.
fn failed(target: &KeyTarget, failure: Failure) -> BulkFailure {
    BulkFailure {
        key_id: Some(target.key_id),
        user_id: Some(target.user_id),
        name: full_name(&target.name),
        number: Some(target.number.get()),
        failure,
    }
}

fn gone(key_id: Option<Id<Key>>, user_id: Option<Id<mobileaccess_domain::rows::User>>) -> BulkFailure {
    BulkFailure { key_id, user_id, name: String::new(), number: None, failure: Failure::new("not_found") }
}

/// The keys that were asked for and are not there.
fn missing(found: &[KeyTarget], wanted: &[Id<Key>]) -> Vec<BulkFailure> {
    let known: BTreeSet<Id<Key>> = found.iter().map(|target| target.key_id).collect();
    wanted.iter().filter(|id| !known.contains(id)).map(|id| gone(Some(*id), None)).collect()
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

impl<H: Host> App<H> {
    /// The customers among `ids` that the acting account works in.
    async fn working_in(
        &self,
        open: &Open,
        ids: impl IntoIterator<Item = Id<Customer>>,
    ) -> Result<BTreeSet<Id<Customer>>, Failure> {
        let (_, actor) = self.actor(open).await?;
        let context = self.context(Actor::Account(actor), Uuid::nil());
        let mut connection = open.store.read().await.map_err(fault)?;
        let mut own = BTreeSet::new();
        for id in ids.into_iter().collect::<BTreeSet<_>>() {
            let customer = customers::get(&mut connection, id).await.map_err(fault)?;
            if customer.is_some_and(|customer| context.works_in(&customer).is_ok()) {
                own.insert(id);
            }
        }
        Ok(own)
    }

    async fn key_targets(&self, open: &Open, ids: &[Id<Key>]) -> Result<Vec<KeyTarget>, Failure> {
        let found = {
            let mut connection = open.store.read().await.map_err(fault)?;
            targets::keys(&mut connection, ids).await.map_err(fault)?
        };
        let own = self.working_in(open, found.iter().map(|target| target.customer_id)).await?;
        let found: Vec<_> = found.into_iter().filter(|target| own.contains(&target.customer_id)).collect();
        // A selection of which nothing is there is as good as another tenant's.
        if found.is_empty() && !ids.is_empty() { Err(Failure::new("not_found")) } else { Ok(found) }
    }

    /// Waits for the cloud's word on what was done to some rows. A row that it refuses is one on which nothing was done.
    async fn confirm_rows(
        &self,
        open: &Open,
        done: &mut BulkDone,
        asked_for: &[(Uuid, &KeyTarget)],
    ) -> Result<(), Failure> {
        let ids: Vec<Uuid> = asked_for.iter().map(|(id, _)| *id).collect();
        let mut refused = self.confirm_all(open, &ids).await?;
        for (id, target) in asked_for {
            if let Some(refusal) = refused.remove(id) {
                done.key_ids.retain(|known| *known != target.key_id);
                done.failed.push(failed(target, refusal.into()));
            }
        }
        Ok(())
    }

    async fn user_targets(
        &self,
        open: &Open,
        ids: &[Id<mobileaccess_domain::rows::User>],
    ) -> Result<Vec<UserTarget>, Failure> {
        let found = {
            let mut connection = open.store.read().await.map_err(fault)?;
            targets::users(&mut connection, ids).await.map_err(fault)?
        };
        let own = self.working_in(open, found.iter().map(|target| target.customer_id)).await?;
        let found: Vec<_> = found.into_iter().filter(|target| own.contains(&target.customer_id)).collect();
        // A selection of which nothing is there is as good as another tenant's.
        if found.is_empty() && !ids.is_empty() { Err(Failure::new("not_found")) } else { Ok(found) }
    }
}

impl<H: Host> Handle<PreviewBulk> for App<H> {
    async fn handle(&self, request: BulkRequest) -> Result<BulkPreview, Failure> {
        let open = self.open().await?;
        let now = self.host.now();
        let mut preview = BulkPreview {
            key_ids: Vec::new(),
            user_ids: Vec::new(),
            customers: 0,
            keys_of_users: 0,
            handed_out: 0,
            left_out: Vec::new(),
            // Nothing that is done to a selection spends credit; restoring and new phones go one by one.
            cost: 0,
            letters: None,
        };
        let mut customers = BTreeSet::new();
        let mut left_out: BTreeMap<KeyStage, u32> = BTreeMap::new();
        if request.action == BulkAction::DeleteUsers {
            for target in self.user_targets(&open, &request.user_ids).await? {
                if target.deleted {
                    *left_out.entry(KeyStage::Deleted).or_default() += 1;
                    continue;
                }
                customers.insert(target.customer_id);
                preview.keys_of_users += target.live_keys;
                preview.user_ids.push(target.user_id);
            }
        } else {
            let targets = self.key_targets(&open, &request.key_ids).await?;
            let mut letters = match &request.action {
                BulkAction::Send { .. } => Some(self.letters_to(&open, &targets).await?),
                _ => None,
            };
            for target in targets {
                let stage = stage(&target, now);
                if !takes(&request.action, stage) {
                    *left_out.entry(stage).or_default() += 1;
                    continue;
                }
                if !letters.as_mut().is_none_or(|letters| letters.takes(&target)) {
                    continue;
                }
                customers.insert(target.customer_id);
                preview.handed_out += u32::from(target.handouts > 0 && stage == KeyStage::Waiting);
                preview.key_ids.push(target.key_id);
            }
            preview.letters = letters.map(send::Letters::counted);
        }
        preview.customers = number(customers.len());
        preview.left_out = left_out.into_iter().map(|(stage, count)| LeftOut { stage, count }).collect();
        Ok(preview)
    }
}

impl<H: Host> Handle<RunBulk> for App<H> {
    async fn handle(&self, request: BulkRequest) -> Result<BulkDone, Failure> {
        let open = self.open().await?;
        if request.key_ids.len() > MOST || request.user_ids.len() > MOST {
            return Err(Failure::new("too_many_at_once").with("max", number(MOST)));
        }
        if let BulkAction::Send { sms } = request.action {
            return self.send_to(&open, &request.key_ids, sms).await;
        }
        let who = Who::Account(open.account);
        let mut done = BulkDone { key_ids: Vec::new(), user_ids: Vec::new(), failed: Vec::new(), back: Vec::new() };
        let mut all = Effects::default();
        let mut asked_for = Vec::new();
        let keys = self.key_targets(&open, &request.key_ids).await?;
        let users = self.user_targets(&open, &request.user_ids).await?;
        let mut write = open.store.begin().await.map_err(fault)?;
        for target in &keys {
            let (mutation, back) = mutation(self, &request.action, target)?;
            let asked = self.request(who, &mutation)?;
            let id = asked.mutation_id;
            match write.transact(asked).await.map_err(fault)? {
                Ok(written) => {
                    asked_for.push((id, target));
                    done.key_ids.push(target.key_id);
                    done.back.extend(back.filter(|_| !written.effects.changes.is_empty()));
                    all.changes.extend(written.effects.changes);
                    all.transfers.extend(written.effects.transfers);
                }
                Err(refusal) => done.failed.push(failed(target, refusal.into())),
            }
        }
        for target in users.iter().filter(|_| request.action == BulkAction::DeleteUsers) {
            let mutation: Mutation = DeleteUser { user_id: target.user_id }.into();
            match write.transact(self.request(who, &mutation)?).await.map_err(fault)? {
                Ok(written) => {
                    done.user_ids.push(target.user_id);
                    all.changes.extend(written.effects.changes);
                    all.transfers.extend(written.effects.transfers);
                }
                Err(refusal) => done.failed.push(BulkFailure {
                    key_id: None,
                    user_id: Some(target.user_id),
                    name: full_name(&target.name),
                    number: None,
                    failure: refusal.into(),
                }),
            }
        }
        write.commit().await.map_err(fault)?;
        // What is not there (any more), or not for this account, is a failure of its row too.
        done.failed.extend(missing(&keys, &request.key_ids));
        let known: BTreeSet<_> = users.iter().map(|target| target.user_id).collect();
        done.failed.extend(request.user_ids.iter().filter(|id| !known.contains(id)).map(|id| gone(None, Some(*id))));
        if !all.changes.is_empty() {
            self.announce(&all);
        }
        // New codes are printed only after a cloud has heard of them, where the computer belongs to one.
        if let BulkAction::Reissue { .. } = &request.action {
            self.confirm_rows(&open, &mut done, &asked_for).await?;
        }
        Ok(done)
    }
}
