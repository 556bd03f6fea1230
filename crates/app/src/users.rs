//! Users and the user card.

use chrono::{DateTime, Utc};
use mobileaccess_domain::schedule;
use mobileaccess_domain::{
    Id,
    rows::{ActivationCode, CodeEnd, Customer, Device, DeviceStatus, Key, KeyStatus, Message, Role, User, UserStatus},
    users as rules,
};
use mobileaccess_store::{
    directory::{UserColumn, UserEntry},
    sqlite,
};
use mobileaccess_text::{date, date_time, text};
use mobileaccess_wire::{
    CreateUser, DeleteUser, EditUser, ExportUsers, Failure, Handle, ListUsers, MatchingUsers as MatchingUsersCommand,
    UserCard,
    files::Saved,
    messages::MessageWays,
    users::{
        CodeView, CreateUserRequest, DeviceView, EditUserRequest, ExportUsersRequest, KeyActions, KeyStage, KeyView,
        ListUsersRequest, MatchingUser, MatchingUsers, SimulatedUse, Stages, UserCard as Card, UserPage, UserRequest,
        UserRow,
    },
};

use crate::{
    App, Host,
    csv::Csv,
    data::{Open, fault},
    files::saved,
    lists, messages,
};

/// Where a key stands, from its own row, its device and its codes.
pub(crate) fn stage(key: &Key, device: Option<&Device>, codes: &[&ActivationCode], now: DateTime<Utc>) -> KeyStage {
    match key.status {
        KeyStatus::Waiting if device.is_some_and(|device| device.status == DeviceStatus::Active) => KeyStage::Arriving,
        KeyStatus::Waiting if codes.iter().any(|code| code.is_open(now)) => KeyStage::Waiting,
        KeyStatus::Waiting => KeyStage::Expired,
        KeyStatus::Active => KeyStage::Active,
        KeyStatus::Suspended => KeyStage::Suspended,
        KeyStatus::DeletedByAdmin => KeyStage::DeletedByAdmin,
        KeyStatus::DeletedByUser => KeyStage::DeletedByUser,
        KeyStatus::Deleted => KeyStage::Deleted,
    }
}

/// The code that matters: the open one that ends last, else the latest.
pub(crate) fn main_code<'a>(codes: &[&'a ActivationCode], now: DateTime<Utc>) -> Option<&'a ActivationCode> {
    codes.iter().copied().max_by_key(|code| (code.is_open(now), code.expires_at, code.created_at))
}

fn code_view(code: &ActivationCode, now: DateTime<Utc>) -> CodeView {
    CodeView {
        id: code.id,
        head: code.code.chars().take(5).collect(),
        created_at: code.created_at,
        expires_at: code.expires_at,
        end: code.end,
        ended_at: code.ended_at,
        open: code.is_open(now),
        handouts: code.handouts,
    }
}

/// A user with everything that hangs on it.
pub(crate) struct Whole {
    pub(crate) user: User,
    pub(crate) devices: Vec<Device>,
    pub(crate) keys: Vec<Key>,
    pub(crate) codes: Vec<ActivationCode>,
    pub(crate) messages: Vec<Message>,
}

impl Whole {
    pub(crate) fn codes_of(&self, key: Id<Key>) -> Vec<&ActivationCode> {
        self.codes.iter().filter(|code| code.key_id == key).collect()
    }

    fn view(
        &self,
        key: &Key,
        device: &Device,
        doors: u32,
        (live, ways): (bool, MessageWays),
        simulated: SimulatedUse,
        now: DateTime<Utc>,
    ) -> KeyView {
        let codes = self.codes_of(key.id);
        let stage = stage(key, Some(device), &codes, now);
        let open = codes.iter().filter(|code| code.is_open(now)).count();
        let replaced = self.keys.iter().any(|other| other.replaces == Some(key.id));
        let device_free = !self.keys.iter().any(|other| other.device_id == device.id && !other.status.is_deleted());
        let restorable = matches!(key.status, KeyStatus::DeletedByAdmin | KeyStatus::DeletedByUser);
        let device_there = device.status != DeviceStatus::Deleted;
        let actions = KeyActions {
            handout: live && stage == KeyStage::Waiting,
            send: live && ways.email && stage == KeyStage::Waiting,
            reissue: live && matches!(stage, KeyStage::Waiting | KeyStage::Expired),
            suspend: live && stage == KeyStage::Active,
            resume: live && stage == KeyStage::Suspended,
            delete: live && !key.status.is_deleted(),
            restore: live && restorable && device_there && device_free && !replaced,
            swap: live && device_there && !replaced && key.status != KeyStatus::Deleted,
            edit: live && !key.status.is_deleted(),
        };
        KeyView {
            id: key.id,
            name: key.name.clone(),
            number: key.number.get(),
            valid_from: key.valid_from,
            valid_to: key.valid_to,
            group_ids: key.group_ids.clone(),
            status: key.status,
            stage,
            status_at: key.status_at,
            created_at: key.created_at,
            activated_at: key.activated_at,
            synchronized_at: key.synchronized_at,
            confirmed: key.is_confirmed(),
            simulated: match simulated {
                SimulatedUse::Scan if stage != KeyStage::Waiting || !live => SimulatedUse::No,
                other => other,
            },
            code: main_code(&codes, now).map(|code| code_view(code, now)),
            other_open_codes: u32::try_from(open.saturating_sub(1)).unwrap_or(0),
            doors: if key.status.is_deleted() { 0 } else { doors },
            actions,
            messages: main_code(&codes, now).map(|code| messages::about(&self.messages, code.id)).unwrap_or_default(),
        }
    }
}

impl<H: Host> App<H> {
    /// A user that the acting account may see, with its customer.
    pub(crate) async fn whole_user(&self, open: &Open, id: Id<User>) -> Result<(Whole, Customer, Role), Failure> {
        let (user, devices, keys, codes, messages) = {
            let mut connection = open.store.read().await.map_err(fault)?;
            let user = sqlite::users::get(&mut connection, id)
                .await
                .map_err(fault)?
                .ok_or_else(|| Failure::new("not_found"))?;
            (
                user,
                sqlite::keys::devices_of(&mut connection, id).await.map_err(fault)?,
                sqlite::keys::keys_of(&mut connection, id).await.map_err(fault)?,
                sqlite::keys::codes_of(&mut connection, id).await.map_err(fault)?,
                sqlite::messages::of_user(&mut connection, id).await.map_err(fault)?,
            )
        };
        let (customer, actor) = self.customer(open, user.customer_id).await?;
        Ok((Whole { user, devices, keys, codes, messages }, customer, actor.role))
    }

    pub(crate) async fn card(&self, open: &Open, id: Id<User>) -> Result<Card, Failure> {
        let (whole, customer, role) = self.whole_user(open, id).await?;
        let now = self.host.now();
        let credit = self.credit_of(open, &customer).await?;
        let published = {
            let mut connection = open.store.read().await.map_err(fault)?;
            sqlite::readers::published_by_group(&mut connection, customer.id).await.map_err(fault)?
        };
        let doors = |key: &Key| {
            if customer.groups_enabled {
                key.group_ids.iter().filter_map(|id| published.get(&Some(*id))).sum()
            } else {
                published.values().sum()
            }
        };
        let ways = self.ways(open).await?;
        let live = whole.user.deleted_at.is_none() && customer.deleted_at.is_none();
        let mut phones = Vec::new();
        for device in &whole.devices {
            phones.push((device.id, self.simulated_use(open, device.id).await?));
        }
        let simulated = |device: &Device| {
            phones.iter().find(|(id, _)| *id == device.id).map_or(SimulatedUse::No, |(_, simulated)| *simulated)
        };
        let mut devices: Vec<DeviceView> = whole
            .devices
            .iter()
            .map(|device| {
                let mut keys: Vec<KeyView> = whole
                    .keys
                    .iter()
                    .filter(|key| key.device_id == device.id)
                    .map(|key| whole.view(key, device, doors(key), (live, ways), simulated(device), now))
                    .collect();
                keys.sort_by_key(|key| (key.status.is_deleted(), std::cmp::Reverse(key.created_at)));
                DeviceView {
                    id: device.id,
                    name: device.name.clone(),
                    status: device.status,
                    platform: device.platform,
                    model: device.model.clone(),
                    created_at: device.created_at,
                    activated_at: device.activated_at,
                    deleted_at: device.deleted_at,
                    keys,
                }
            })
            .collect();
        devices.sort_by_key(|device| (device.status == DeviceStatus::Deleted, std::cmp::Reverse(device.created_at)));
        let user = &whole.user;
        Ok(Card {
            id: user.id,
            customer_id: customer.id,
            fields: rules::UserFields {
                title: user.title.clone(),
                first_name: user.first_name.clone(),
                last_name: user.last_name.clone(),
                email: user.email.clone(),
                phone: user.phone.clone(),
                language: user.language,
            },
            name: user.full_name(),
            status: user.status(),
            created_at: user.created_at,
            deleted_at: user.deleted_at,
            devices,
            credit,
            may_waive: role == Role::DistributorAdmin,
            time_zone: customer.time_zone,
            ways,
        })
    }
}

impl<H: Host> Handle<UserCard> for App<H> {
    async fn handle(&self, request: UserRequest) -> Result<Card, Failure> {
        let open = self.open().await?;
        self.card(&open, request.user_id).await
    }
}

impl<H: Host> Handle<CreateUser> for App<H> {
    async fn handle(&self, request: CreateUserRequest) -> Result<Card, Failure> {
        let open = self.open().await?;
        let (user_id, customer_id) = (self.id()?, request.customer_id);
        let lease = self.lease_for(&open, customer_id).await?.map(|lease| lease.id);
        self.mutate(&open, rules::CreateUser { user_id, customer_id, fields: request.fields, lease }).await?;
        self.card(&open, user_id).await
    }
}

impl<H: Host> Handle<EditUser> for App<H> {
    async fn handle(&self, request: EditUserRequest) -> Result<Card, Failure> {
        let open = self.open().await?;
        let EditUserRequest { user_id, title, first_name, last_name, email, phone, language } = request;
        self.mutate(&open, rules::EditUser { user_id, title, first_name, last_name, email, phone, language }).await?;
        self.card(&open, user_id).await
    }
}

impl<H: Host> Handle<DeleteUser> for App<H> {
    async fn handle(&self, request: UserRequest) -> Result<Card, Failure> {
        let open = self.open().await?;
        self.mutate(&open, rules::DeleteUser { user_id: request.user_id }).await?;
        self.card(&open, request.user_id).await
    }
}

/// Why a code no longer works, for its handout.
pub(crate) fn void_of(code: &ActivationCode, now: DateTime<Utc>) -> Option<mobileaccess_handout::Void> {
    use mobileaccess_handout::Void;
    match code.end {
        Some(CodeEnd::Used) => Some(Void::Used),
        Some(CodeEnd::Superseded) => Some(Void::Superseded),
        Some(CodeEnd::Lost) => Some(Void::Lost),
        Some(CodeEnd::KeyDeleted) => Some(Void::KeyDeleted),
        None if now >= code.expires_at => Some(Void::Expired),
        None => None,
    }
}

/// A user's status as the text id of its CSV cell.
fn status_text(status: UserStatus) -> &'static str {
    match status {
        UserStatus::Active => "csv-user-active",
        UserStatus::Deleted => "csv-user-deleted",
    }
}

fn column(sort: &str) -> UserColumn {
    match sort {
        "email" => UserColumn::Email,
        "phone" => UserColumn::Phone,
        "device" => UserColumn::Device,
        "number" => UserColumn::Number,
        "stage" => UserColumn::Status,
        "created_at" => UserColumn::CreatedAt,
        "valid_to" => UserColumn::ValidTo,
        _ => UserColumn::Name,
    }
}

/// Where the key that matters most stands.
pub(crate) fn entry_stage(entry: &UserEntry, now: DateTime<Utc>) -> KeyStage {
    let Some(key) = &entry.key else { return KeyStage::None };
    match key.status {
        KeyStatus::Waiting if key.device_status == DeviceStatus::Active => KeyStage::Arriving,
        KeyStatus::Waiting if key.code_expires_at.is_some_and(|at| now < at) => KeyStage::Waiting,
        KeyStatus::Waiting => KeyStage::Expired,
        KeyStatus::Active => KeyStage::Active,
        KeyStatus::Suspended => KeyStage::Suspended,
        KeyStatus::DeletedByAdmin => KeyStage::DeletedByAdmin,
        KeyStatus::DeletedByUser => KeyStage::DeletedByUser,
        KeyStatus::Deleted => KeyStage::Deleted,
    }
}

fn status(entry: &UserEntry) -> UserStatus {
    if entry.deleted_at.is_some() { UserStatus::Deleted } else { UserStatus::Active }
}

fn row(entry: UserEntry, now: DateTime<Utc>) -> UserRow {
    let stage = entry_stage(&entry, now);
    let status = status(&entry);
    let key = entry.key;
    UserRow {
        id: entry.id,
        name: entry.name,
        email: entry.email,
        phone: entry.phone,
        status,
        created_at: entry.created_at,
        device_name: key.as_ref().map(|key| key.device_name.clone()),
        device_status: key.as_ref().map(|key| key.device_status),
        key_id: key.as_ref().map(|key| key.id),
        number: key.as_ref().map(|key| key.number.get()),
        stage,
        stage_at: key.as_ref().map(|key| key.status_at),
        code_expires_at: key
            .as_ref()
            .and_then(|key| key.code_expires_at)
            .filter(|_| matches!(stage, KeyStage::Waiting | KeyStage::Expired)),
        valid_to: key.as_ref().and_then(|key| key.valid_to),
        more_keys: entry.more_keys,
        handouts: key.map_or(0, |key| key.handouts),
    }
}

/// Whether the filters of a request let a user through.
fn shown(request: &ListUsersRequest, now: DateTime<Utc>) -> impl Fn(&UserEntry) -> bool + Send + '_ {
    move |entry| {
        (request.user_status.is_empty() || request.user_status.contains(&status(entry)))
            && (request.key_stage.is_empty() || request.key_stage.contains(&entry_stage(entry, now)))
            && request.group_id.is_none_or(|group| entry.key.as_ref().is_some_and(|key| key.group_ids.contains(&group)))
    }
}

/// Counts the key of a live user by its stage.
pub(crate) fn count_stage(stages: &mut Stages, entry: &UserEntry, now: DateTime<Utc>) {
    if entry.deleted_at.is_some() {
        return;
    }
    match entry_stage(entry, now) {
        KeyStage::Waiting => stages.waiting += 1,
        KeyStage::Arriving => stages.arriving += 1,
        KeyStage::Expired => stages.expired += 1,
        KeyStage::Active => stages.active += 1,
        KeyStage::Suspended => stages.suspended += 1,
        _ => {}
    }
}

impl<H: Host> App<H> {
    /// Keys of a customer's live users by stage.
    pub(crate) async fn stages(&self, open: &Open, customer: Id<Customer>) -> Result<Stages, Failure> {
        let now = self.host.now();
        let mut stages = Stages::default();
        let count = |entry: &UserEntry| count_stage(&mut stages, entry, now);
        open.store.each_user(customer, count).await.map_err(fault)?;
        Ok(stages)
    }
}

impl<H: Host> Handle<ListUsers> for App<H> {
    async fn handle(&self, request: ListUsersRequest) -> Result<UserPage, Failure> {
        let open = self.open().await?;
        self.customer(&open, request.customer_id).await?;
        let now = self.host.now();
        let query = lists::query(&request.page, column(&request.page.sort));
        let mut stages = Stages::default();
        let met = |entry: &UserEntry| count_stage(&mut stages, entry, now);
        let page =
            open.store.users_page(request.customer_id, &query, met, shown(&request, now)).await.map_err(fault)?;
        let info = lists::info(&page, &request.page);
        Ok(UserPage { rows: page.rows.into_iter().map(|entry| row(entry, now)).collect(), info, stages })
    }
}

impl<H: Host> Handle<MatchingUsersCommand> for App<H> {
    async fn handle(&self, request: ListUsersRequest) -> Result<MatchingUsers, Failure> {
        let open = self.open().await?;
        self.customer(&open, request.customer_id).await?;
        let query = lists::whole(&request.page, column(&request.page.sort));
        let matching = open
            .store
            .users_snapshot(request.customer_id, &query, shown(&request, self.host.now()))
            .await
            .map_err(fault)?;
        let users =
            matching.iter().map(|entry| MatchingUser { id: entry.id, key_id: entry.key.as_ref().map(|key| key.id) });
        Ok(MatchingUsers { users: users.collect() })
    }
}

impl<H: Host> Handle<ExportUsers> for App<H> {
    async fn handle(&self, request: ExportUsersRequest) -> Result<Saved, Failure> {
        let open = self.open().await?;
        let (customer, _) = self.customer(&open, request.list.customer_id).await?;
        let now = self.host.now();
        let query = lists::whole(&request.list.page, column(&request.list.page.sort));
        let users = open.store.users_snapshot(customer.id, &query, shown(&request.list, now)).await.map_err(fault)?;
        let header = [
            "csv-name",
            "csv-email",
            "csv-phone",
            "csv-user-status",
            "csv-device",
            "csv-user-id",
            "csv-key-status",
            "csv-code-expires",
            "csv-valid-to",
            "csv-created",
        ];
        let mut csv = Csv::of(request.format, request.list.page.language, &header)
            .watched(self.jobs.start(&request.file), users.len())?;
        let language = csv.language();
        let local = |at: DateTime<Utc>| date_time(language, schedule::local_time(at, &customer.time_zone));
        for row in users.iter().map(|entry| row(entry.clone(), now)) {
            csv.row(&[
                row.name,
                row.email,
                row.phone,
                text(language, status_text(row.status), &[]),
                row.device_name.unwrap_or_default(),
                row.number.map(|number| number.to_string()).unwrap_or_default(),
                text(language, stage_text(row.stage), &[]),
                row.code_expires_at.map(local).unwrap_or_default(),
                row.valid_to.map(|day| date(language, day)).unwrap_or_default(),
                local(row.created_at),
            ]);
        }
        let (bytes, count) = csv.file()?;
        Ok(saved(self.host.write_file(&request.file, bytes).await?, count, 0))
    }
}

/// Where a key stands, as the text id of its CSV cell.
pub(crate) fn stage_text(stage: KeyStage) -> &'static str {
    match stage {
        KeyStage::None => "csv-key-none",
        KeyStage::Waiting => "csv-key-waiting",
        KeyStage::Arriving => "csv-key-arriving",
        KeyStage::Expired => "csv-key-expired",
        KeyStage::Active => "csv-key-active",
        KeyStage::Suspended => "csv-key-suspended",
        KeyStage::DeletedByAdmin => "csv-key-deleted-by-admin",
        KeyStage::DeletedByUser => "csv-key-deleted-by-user",
        KeyStage::Deleted => "csv-key-deleted",
    }
}
