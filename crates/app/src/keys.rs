//! Mobile keys.

use mobileaccess_domain::{
    Change, Effects, FieldCode, Id, UserId,
    keys::{self as rules, Holder, NewCode},
    rows::{ActivationCode, Channel, Customer, Key, User},
    schedule,
    users::{UserFields, split_full_name},
};
use mobileaccess_store::sqlite;
use mobileaccess_wire::{
    DeleteKey, EditKey, Failure, Handle, IssueKey, PrefillKey, ReissueCode, RestoreKey, ResumeKey, RevealCode,
    SuspendKey, SwapPhone,
    keys::{
        EditKeyRequest, IssueKeyRequest, IssuedKey, KeyHolder, KeyPrefill, KeyRequest, PrefillKeyRequest,
        ReissueCodeRequest, RevealedCode, SwapPhoneRequest,
    },
    users::UserCard as Card,
};

use crate::{
    App, Host,
    data::{Open, fault},
    users::main_code,
};

impl<H: Host> App<H> {
    pub(crate) async fn key(&self, open: &Open, id: Id<Key>) -> Result<Key, Failure> {
        let mut connection = open.store.read().await.map_err(fault)?;
        let key = sqlite::keys::get(&mut connection, id).await.map_err(fault)?;
        key.ok_or_else(|| Failure::new("not_found"))
    }

    /// What a mutation issued: the new key (or the one whose code was made anew), its code and the credit left.
    async fn issued(
        &self,
        open: &Open,
        user: Id<User>,
        effects: &Effects,
        known: Option<Id<Key>>,
    ) -> Result<IssuedKey, Failure> {
        let code: Option<&ActivationCode> = effects.changes.iter().rev().find_map(|change| match change {
            Change::Code(code) if code.end.is_none() => Some(code),
            _ => None,
        });
        let new_key = effects.changes.iter().rev().find_map(|change| match change {
            Change::Key(key) if !key.status.is_deleted() => Some(key.id),
            _ => None,
        });
        let key_id = known.or(new_key).ok_or_else(|| Failure::new("internal").with("name", "issued key"))?;
        // What the mutation wrote is known; only the rest is read. Who may see it was decided with the mutation.
        let written_key = effects.changes.iter().rev().find_map(|change| match change {
            Change::Key(key) if key.id == key_id => Some((key.number, key.customer_id)),
            _ => None,
        });
        let written_name = effects.changes.iter().rev().find_map(|change| match change {
            Change::User(row) if row.id == user => Some(row.full_name()),
            _ => None,
        });
        let (number, customer_id) = match written_key {
            Some(known) => known,
            None => {
                let key = self.key(open, key_id).await?;
                (key.number, key.customer_id)
            }
        };
        let mut connection = open.store.read().await.map_err(fault)?;
        let user_name = match written_name {
            Some(name) => name,
            None => {
                let user = sqlite::users::get(&mut connection, user).await.map_err(fault)?;
                user.ok_or_else(|| Failure::new("not_found"))?.full_name()
            }
        };
        let customer = sqlite::customers::get(&mut connection, customer_id).await.map_err(fault)?;
        drop(connection);
        let customer = customer.ok_or_else(|| Failure::new("not_found"))?;
        let letter_to = effects.changes.iter().find_map(|change| match change {
            Change::Message(message) if message.channel == Channel::Email => Some(message.to.clone()),
            _ => None,
        });
        Ok(IssuedKey {
            user_id: user,
            user_name,
            key_id,
            code_id: code.map(|code| code.id),
            code_expires_at: code.map(|code| code.expires_at),
            letter_to: letter_to.unwrap_or_default(),
            number: number.get(),
            credit: self.credit_of(open, &customer).await?,
        })
    }
}

impl<H: Host> App<H> {
    /// The User ID after all that are used, or kept by computers; the lowest gap once the last one is taken.
    async fn next_number(&self, open: &Open, customer: Id<Customer>) -> Result<Option<UserId>, Failure> {
        let ranges = self.free_numbers(open, customer, 1).await?;
        Ok(ranges.first().map(|range| range.first))
    }
}

/// The device name after `Device016` is `Device017`: the highest number of the series, one further.
fn next_device_name(count: u32) -> String {
    format!("Device{:03}", count.saturating_add(1))
}

impl<H: Host> Handle<PrefillKey> for App<H> {
    async fn handle(&self, request: PrefillKeyRequest) -> Result<KeyPrefill, Failure> {
        let open = self.open().await?;
        let (customer, _) = self.customer(&open, request.customer_id).await?;
        let lease = self.lease_for(&open, customer.id).await?;
        let mut credit = self.credit_of(&open, &customer).await?;
        let number = match &lease {
            // Without network what this computer took to site is all there is.
            Some(lease) => {
                (credit.paid, credit.trial) = self.held_credit(&open, lease).await?;
                self.next_of_lease(&open, lease).await?
            }
            None => self.next_number(&open, customer.id).await?,
        };
        let mut connection = open.store.read().await.map_err(fault)?;
        let number = number.ok_or_else(|| Failure::new("no_user_id_left"))?;
        let devices = sqlite::keys::highest_device_number(&mut connection, customer.id).await.map_err(fault)?;
        let user = match request.user_id {
            Some(id) => sqlite::users::get(&mut connection, id).await.map_err(fault)?,
            None => None,
        };
        let user = user.filter(|user| user.customer_id == customer.id);
        // Each of what follows reads for itself.
        drop(connection);
        let today = schedule::local_day(self.host.now(), &customer.time_zone);
        Ok(KeyPrefill {
            device_name: next_device_name(devices),
            key_name: customer.key_name.clone(),
            number: number.get(),
            valid_from: today,
            valid_to: customer.default_valid_to.filter(|day| *day >= today),
            credit,
            groups_enabled: customer.groups_enabled,
            allow_duplicate_user_id: customer.allow_duplicate_user_id,
            from_site: lease.is_some(),
            away: !customer.is_demo() && self.own_computer(&open).await?.is_some() && self.is_away(),
            ways: self.ways(&open).await?,
            email: user.as_ref().map(|user| user.email.clone()).unwrap_or_default(),
            phone: user.map(|user| user.phone).unwrap_or_default(),
        })
    }
}

impl<H: Host> Handle<IssueKey> for App<H> {
    async fn handle(&self, request: IssueKeyRequest) -> Result<IssuedKey, Failure> {
        let open = self.open().await?;
        let number = UserId::new(request.number)
            .ok_or_else(|| Failure::field("number", FieldCode::OutOfRange { min: 1, max: i64::from(u32::MAX) }))?;
        let (user_id, one_field, holder) = match request.holder {
            KeyHolder::Existing { user_id } => (user_id, false, Holder::Existing { user_id }),
            KeyHolder::New { fields, full_name } => {
                let user_id = self.id()?;
                let one_field = full_name.is_some();
                let fields = match full_name {
                    Some(full) => {
                        let (first_name, last_name) = split_full_name(&full);
                        UserFields { first_name, last_name, ..fields }
                    }
                    None => fields,
                };
                (user_id, one_field, Holder::New { user_id, fields })
            }
        };
        let mutation = rules::IssueKey {
            customer_id: request.customer_id,
            holder,
            device_id: self.id()?,
            device_name: request.device_name,
            key_id: self.id()?,
            key_name: request.key_name,
            number,
            valid_from: request.valid_from,
            valid_to: request.valid_to,
            group_ids: request.group_ids,
            code: NewCode { send: self.recipients(&open, request.send).await?, ..self.code()? },
            lease: self.lease_for(&open, request.customer_id).await?.map(|lease| lease.id),
        };
        // Under a lease the rule lets a day pass that was right when the key was handed over; here and now it is not.
        if mutation.lease.is_some()
            && let Some(day) = mutation.valid_to
        {
            let (customer, _) = self.customer(&open, mutation.customer_id).await?;
            if rules::day_has_passed(day, self.host.now(), &customer.time_zone) {
                return Err(Failure::field("valid_to", FieldCode::InThePast));
            }
        }
        let key_id = mutation.key_id;
        let done = self.mutate_confirmed(&open, mutation).await;
        let effects = done.map_err(|failure| if one_field { as_full_name(failure) } else { failure })?;
        self.issued(&open, user_id, &effects, Some(key_id)).await
    }
}

/// The form has one field for the name: what is wrong with either half is shown there.
fn as_full_name(mut failure: Failure) -> Failure {
    for error in &mut failure.fields {
        if matches!(error.field.as_str(), "first_name" | "last_name") {
            error.field = "full_name".to_owned();
        }
    }
    failure.fields.dedup_by(|later, earlier| later == earlier);
    failure
}

impl<H: Host> Handle<EditKey> for App<H> {
    async fn handle(&self, request: EditKeyRequest) -> Result<Card, Failure> {
        let open = self.open().await?;
        let key = self.key(&open, request.key_id).await?;
        let EditKeyRequest { key_id, name, valid_from, valid_to, group_ids } = request;
        let mutation = rules::EditKey { key_id, customer_id: key.customer_id, name, valid_from, valid_to, group_ids };
        self.mutate(&open, mutation).await?;
        self.card(&open, key.user_id).await
    }
}

impl<H: Host> Handle<ReissueCode> for App<H> {
    async fn handle(&self, request: ReissueCodeRequest) -> Result<IssuedKey, Failure> {
        let open = self.open().await?;
        let key = self.key(&open, request.key_id).await?;
        let lease = self.lease_for(&open, key.customer_id).await?.map(|lease| lease.id);
        let code = NewCode { send: self.recipients(&open, request.send).await?, ..self.code()? };
        let mutation = rules::ReissueCode { key_id: key.id, code, lost: request.lost, lease };
        let effects = self.mutate_confirmed(&open, mutation).await?;
        self.issued(&open, key.user_id, &effects, Some(key.id)).await
    }
}

macro_rules! on_key {
    ($($command:ident),+) => {$(
        impl<H: Host> Handle<$command> for App<H> {
            async fn handle(&self, request: KeyRequest) -> Result<Card, Failure> {
                let open = self.open().await?;
                let key = self.key(&open, request.key_id).await?;
                self.mutate(&open, rules::$command { key_id: key.id }).await?;
                self.card(&open, key.user_id).await
            }
        }
    )+};
}
on_key!(SuspendKey, ResumeKey, DeleteKey);

impl<H: Host> Handle<RestoreKey> for App<H> {
    async fn handle(&self, request: KeyRequest) -> Result<IssuedKey, Failure> {
        let open = self.open().await?;
        let key = self.key(&open, request.key_id).await?;
        let lease = self.lease_for(&open, key.customer_id).await?.map(|lease| lease.id);
        let mutation = rules::RestoreKey { key_id: key.id, new_key_id: self.id()?, code: self.code()?, lease };
        let new = mutation.new_key_id;
        let effects = self.mutate_confirmed(&open, mutation).await?;
        self.issued(&open, key.user_id, &effects, Some(new)).await
    }
}

impl<H: Host> Handle<SwapPhone> for App<H> {
    async fn handle(&self, request: SwapPhoneRequest) -> Result<IssuedKey, Failure> {
        let open = self.open().await?;
        let key = self.key(&open, request.key_id).await?;
        let lease = self.lease_for(&open, key.customer_id).await?.map(|lease| lease.id);
        let mutation = rules::SwapPhone {
            key_id: key.id,
            device_id: self.id()?,
            device_name: request.device_name,
            new_key_id: self.id()?,
            code: self.code()?,
            waiver: request.waiver,
            lease,
        };
        let new = mutation.new_key_id;
        let effects = self.mutate_confirmed(&open, mutation).await?;
        self.issued(&open, key.user_id, &effects, Some(new)).await
    }
}

impl<H: Host> Handle<RevealCode> for App<H> {
    async fn handle(&self, request: KeyRequest) -> Result<RevealedCode, Failure> {
        let open = self.open().await?;
        let key = self.key(&open, request.key_id).await?;
        let (whole, _, _) = self.whole_user(&open, key.user_id).await?;
        let now = self.host.now();
        let codes = whole.codes_of(key.id);
        let code =
            main_code(&codes, now).filter(|code| code.is_open(now)).ok_or_else(|| Failure::new("no_open_code"))?;
        self.check_confirmed(&open, [key.id.uuid(), code.id.uuid()]).await?;
        Ok(RevealedCode { code: code.code.clone(), expires_at: code.expires_at, language: whole.user.language })
    }
}
