//! The demo's simulated phone: the reference phone in this process. It scans the picture of the handout that would be printed,
//! and what it asks is decided by the same rules as everywhere.

use mobileaccess_domain::{
    Id,
    rows::{Device, DeviceStatus, Key, KeyStatus, Platform},
};
use mobileaccess_handout as handout;
use mobileaccess_phone::{KeyPair, Line, LineError, Phone, PhoneError, Ticket, door, scan};
use mobileaccess_store::{Who, sqlite};
use mobileaccess_wire::{
    DeleteKeyInPhone, Failure, Handle, TryPhone,
    handouts::{HandoutJob, Stock},
    phones::{Ask, PhoneKey, PhoneState, Signed, SimulatedDoor, SimulatedKey, SimulatedPhone, SimulatedPhoneRequest},
    session::ProfileKind,
    sync::{CloudError, Hello, PROTOCOL},
    users::SimulatedUse,
};
use serde::{Serialize, de::DeserializeOwned};

use crate::{
    App, Host, computer,
    data::{Open, fault},
    handouts::handout_fault,
};

/// The model that the simulated phone says it is.
const MODEL: &str = "Pixel 9 (simulated)";
/// Where the key pair is kept that signs the demo's receipts.
const RECEIPTS: &str = "phone-receipts";

fn name_of(device: Id<Device>) -> String {
    format!("phone:{device}")
}

fn refused(code: &str) -> LineError {
    LineError::Refused(CloudError { code: code.to_owned(), args: Default::default() })
}

fn failure(error: PhoneError) -> Failure {
    match error {
        PhoneError::Line(LineError::Refused(error)) => Failure::new(&error.code),
        PhoneError::Line(LineError::NoNetwork | LineError::Busy) => Failure::new("internal").with("name", "phone line"),
        PhoneError::NotActivated | PhoneError::AlreadyActivated | PhoneError::NoSuchKey => Failure::new("not_found"),
        PhoneError::Malformed => Failure::new("internal").with("name", "phone request"),
    }
}

/// The way from the simulated phone to this computer's own rules, where a cloud would stand. Nothing passes between
/// processes, so a challenge has nothing to protect.
struct Here<'a, H: Host> {
    app: &'a App<H>,
    open: &'a Open,
    receipts: KeyPair,
}

impl<H: Host> Here<'_, H> {
    async fn decide(&self, ask: Ask, signed: &Signed) -> Result<PhoneState, Failure> {
        let request = door::understand(ask, signed, &self.receipts)
            .map_err(|_| Failure::new("internal").with("name", "phone"))?;
        if let Err(failure) = self.app.mutate_as(self.open, Who::Phone, request.mutation.clone()).await
            // What the user wants gone may have been deleted a moment before.
            && !(matches!(ask, Ask::Delete) && failure.code == "key_state")
        {
            return Err(failure);
        }
        let mut connection = self.open.store.read().await.map_err(fault)?;
        let found = match &request.about {
            door::About::Device(id) => Some(*id),
            door::About::Key(id) => {
                sqlite::keys::get(&mut connection, *id).await.map_err(fault)?.map(|key| key.device_id)
            }
            door::About::Code(text) => {
                let code = sqlite::keys::code_with_text(&mut connection, text).await.map_err(fault)?;
                match code {
                    Some(code) => {
                        let key = sqlite::keys::get(&mut connection, code.key_id).await.map_err(fault)?;
                        key.map(|key| key.device_id)
                    }
                    None => None,
                }
            }
        };
        let device = found.ok_or_else(|| Failure::new("not_found"))?;
        let mut state = sqlite::state::load(&mut connection, vec![mobileaccess_domain::Need::Device(device)])
            .await
            .map_err(fault)?;
        let customer = state.devices.get(&device).map(|device| device.customer_id);
        let customer = customer.ok_or_else(|| Failure::new("not_found"))?;
        let readers = vec![mobileaccess_domain::Need::Readers(customer)];
        state.readers = sqlite::state::load(&mut connection, readers).await.map_err(fault)?.readers;
        let history = self.open.distributor.uuid();
        let answer = door::answer(&state, device, history, self.app.host.now(), &self.receipts);
        answer.ok_or_else(|| Failure::new("not_found"))
    }
}

impl<H: Host> Line for Here<'_, H> {
    async fn hello(&self) -> Result<Hello, LineError> {
        Ok(Hello {
            product: "mobileaccess".to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            protocol: PROTOCOL,
            protocol_oldest: PROTOCOL,
            history_id: self.open.distributor.uuid(),
            recovering: false,
            challenge: String::new(),
            at: self.app.host.now(),
        })
    }

    async fn ask(&self, ask: Ask, request: &Signed) -> Result<PhoneState, LineError> {
        self.decide(ask, request).await.map_err(|failure| refused(&failure.code))
    }
}

impl<H: Host> App<H> {
    async fn kept<T: DeserializeOwned>(&self, open: &Open, name: &str) -> Result<Option<T>, Failure> {
        let mut connection = open.store.read().await.map_err(fault)?;
        let found = sqlite::drafts::get(&mut connection, open.account, name).await.map_err(fault)?;
        Ok(found.and_then(|(value, _)| serde_json::from_value(value).ok()))
    }

    async fn keep(&self, open: &Open, name: &str, what: &(impl Serialize + Sync)) -> Result<(), Failure> {
        let value = serde_json::to_value(what).map_err(|_| Failure::new("internal").with("name", "phone"))?;
        let mut write = open.store.begin().await.map_err(fault)?;
        let now = self.host.now();
        sqlite::drafts::put(write.connection(), open.account, name, &value, now).await.map_err(fault)?;
        write.commit().await.map_err(fault).map(drop)
    }

    /// What the simulated phone can do with the keys of a device.
    pub(crate) async fn simulated_use(&self, open: &Open, device: Id<Device>) -> Result<SimulatedUse, Failure> {
        if open.kind != ProfileKind::Demo {
            return Ok(SimulatedUse::No);
        }
        let phone: Option<Phone> = self.kept(open, &name_of(device)).await?;
        Ok(if phone.is_some() { SimulatedUse::Open } else { SimulatedUse::Scan })
    }

    /// The key of a request, if this is the demo and its account may see the key.
    async fn key_to_try(&self, open: &Open, id: Id<Key>) -> Result<Key, Failure> {
        if open.kind != ProfileKind::Demo {
            return Err(Failure::new("demo_only"));
        }
        let key = self.key(open, id).await?;
        self.customer(open, key.customer_id).await?;
        Ok(key)
    }

    async fn line<'a>(&'a self, open: &'a Open) -> Result<Here<'a, H>, Failure> {
        let receipts = match self.kept(open, RECEIPTS).await? {
            Some(receipts) => receipts,
            None => {
                let made = KeyPair::new(&self.random()?);
                self.keep(open, RECEIPTS, &made).await?;
                made
            }
        };
        Ok(Here { app: self, open, receipts })
    }

    /// The phone's camera over the handout of a key.
    async fn scanned(&self, open: &Open, key: &Key) -> Result<Ticket, Failure> {
        let job = HandoutJob {
            customer_id: key.customer_id,
            key_ids: vec![key.id],
            stock: Stock::Card,
            start_position: 1,
            language: None,
            fallback_language: computer::load(&self.folder).language,
        };
        let mut batch = self.batch(open, &job).await?;
        let handout = batch.handouts.pop().ok_or_else(|| Failure::new("no_open_code"))?;
        let job = self.job(job.stock, job.start_position);
        let read = tokio::task::spawn_blocking(move || {
            let picture = handout::png(&handout, &job).map_err(handout_fault)?;
            scan::scan_png(&picture).map_err(|_| Failure::new("internal").with("name", "scan"))
        });
        let tickets = read.await.map_err(|_| Failure::new("internal").with("name", "scan"))??;
        tickets.into_iter().next().ok_or_else(|| Failure::new("no_open_code"))
    }
}

fn key_view(key: &PhoneKey) -> SimulatedKey {
    let doors = key.doors.iter().map(|door| SimulatedDoor {
        id: door.id,
        name: door.name.clone(),
        reader_id: door.reader_id.clone(),
        identification: door.identification,
        one_tap: door.one_tap,
    });
    SimulatedKey {
        key_id: key.key_id,
        name: key.name.clone(),
        number: key.number,
        customer_name: key.customer_name.clone(),
        suspended: key.status == KeyStatus::Suspended,
        opens: key.opens,
        valid_from: key.valid_from,
        valid_to: key.valid_to,
        doors: doors.collect(),
    }
}

fn view(phone: &Phone) -> Result<SimulatedPhone, Failure> {
    let (_, name, status) = phone.device().ok_or_else(|| Failure::new("not_found"))?;
    Ok(SimulatedPhone {
        device_name: name.to_owned(),
        device_deleted: status == DeviceStatus::Deleted,
        scanned_address: phone.address.clone(),
        keys: phone.held().iter().map(key_view).collect(),
    })
}

impl<H: Host> Handle<TryPhone> for App<H> {
    async fn handle(&self, request: SimulatedPhoneRequest) -> Result<SimulatedPhone, Failure> {
        let open = self.open().await?;
        let key = self.key_to_try(&open, request.key_id).await?;
        let line = self.line(&open).await?;
        let name = name_of(key.device_id);
        let mut phone = match self.kept::<Phone>(&open, &name).await? {
            Some(phone) => phone,
            None => {
                let ticket = self.scanned(&open, &key).await?;
                let mut phone = Phone::new(&self.random()?, Platform::Android, MODEL);
                phone.activate(&line, &ticket).await.map_err(failure)?;
                self.keep(&open, &name, &phone).await?;
                phone
            }
        };
        phone.sync(&line).await.map_err(failure)?;
        self.keep(&open, &name, &phone).await?;
        view(&phone)
    }
}

impl<H: Host> Handle<DeleteKeyInPhone> for App<H> {
    async fn handle(&self, request: SimulatedPhoneRequest) -> Result<SimulatedPhone, Failure> {
        let open = self.open().await?;
        let key = self.key_to_try(&open, request.key_id).await?;
        let line = self.line(&open).await?;
        let name = name_of(key.device_id);
        let phone: Option<Phone> = self.kept(&open, &name).await?;
        let mut phone = phone.ok_or_else(|| Failure::new("not_found"))?;
        phone.delete(&line, key.id).await.map_err(failure)?;
        self.keep(&open, &name, &phone).await?;
        view(&phone)
    }
}
