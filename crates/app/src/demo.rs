//! *Explore the demo*: a distributor with five customers, made by mutations like everything else. The movements are the
//! manual's (chapter 3.2.2) and further transfers that leave 75 credits; days count back from today.

mod people;

use chrono::{DateTime, Duration, NaiveDate, Utc};
use mobileaccess_domain::{
    Edit, Effects, FieldCode, Id, Language, Mutation, UserId,
    credit::{RefundCredit, SellCredit, TransferCredit},
    customers::{CreateCustomer, CustomerEdits, EditCustomer},
    groups::CreateGroup,
    keys::{self, Holder, IssueKey},
    phones,
    readers::{CreateReader, EditReader, PublishReaders},
    rows::{
        Contact, Customer, Device, Key, OneTapSignal, Platform, Reader, ReaderFields, ReaderGroup, SignalRange,
        SystemType, User,
    },
    schedule,
    users::{CreateUser, DeleteUser, UserFields},
};
use mobileaccess_store::{Authority, Request, Who, Write};
use mobileaccess_wire::{
    Failure,
    session::{ProfileKind, SetUpRequest},
};

use crate::{
    App, Host,
    data::{Open, fault},
};

/// Login of the demo. Not a secret: there is nothing to protect in it.
pub(crate) const EMAIL: &str = "distributor.demo@example.com";
/// Password of the demo.
pub(crate) const PASSWORD: &str = "Demo-1234";

/// Makes the demo in its own folder.
pub(crate) async fn create<H: Host>(app: &App<H>, language: Language) -> Result<Open, Failure> {
    let request = SetUpRequest {
        name: "Distributor Demo".to_owned(),
        code: "Alfa".to_owned(),
        email: EMAIL.to_owned(),
        password: PASSWORD.to_owned(),
        time_zone: "Europe/Prague".to_owned(),
        language,
    };
    let (open, _) = app.create_profile(ProfileKind::Demo, &request, false).await?;
    // Told customer by customer first, and kept in the order in which it happened: the activity log shows it so.
    let write = open.store.begin().await.map_err(fault)?;
    let mut demo = Demo { app, open: &open, write, at: app.host.now(), devices: 0, told: Vec::new() };
    demo.fill().await?;
    let Demo { write, mut told, .. } = demo;
    write.roll_back().await.map_err(fault)?;
    told.sort_by_key(|step| step.at);
    let mut write = open.store.begin().await.map_err(fault)?;
    for step in &told {
        step.take(&mut write).await?;
    }
    write.commit().await.map_err(fault)?;
    Ok(open)
}

/// What somebody did.
struct Step {
    id: uuid::Uuid,
    at: DateTime<Utc>,
    who: Who,
    mutation: Mutation,
}

impl Step {
    async fn take(&self, write: &mut Write) -> Result<Effects, Failure> {
        let (mutation, authority) = (&self.mutation, Authority::Here);
        let request = Request { mutation_id: self.id, mutation, who: self.who, at: self.at, authority };
        let done = write.transact(request).await.map_err(fault)?;
        // A step of the demo that is refused is a fault of the demo; the failure names the step.
        done.map(|done| done.effects).map_err(|refusal| Failure::from(refusal).with("step", mutation.name()))
    }
}

struct Demo<'a, H> {
    app: &'a App<H>,
    open: &'a Open,
    write: Write,
    at: DateTime<Utc>,
    devices: u32,
    told: Vec<Step>,
}

/// A key that was issued.
#[derive(Clone)]
struct Issued {
    user: Id<User>,
    device: Id<Device>,
    key: Id<Key>,
    code: String,
    /// Public key of the phone that activates it. Nobody has the private half: these phones are part of the story only.
    phone: String,
}

impl<H: Host> Demo<'_, H> {
    /// Moves to a time of day so many days ago.
    fn on(&mut self, days_ago: i64, hour: u32, minute: u32) {
        let today = schedule::local_day(self.app.host.now(), "Europe/Prague");
        let day = today - Duration::days(days_ago);
        let time = day.and_hms_opt(hour, minute, 0).unwrap_or_default().and_utc() - Duration::hours(1);
        // Nothing of the demo lies in the future, whatever the time of day it is opened at.
        self.at = time.min(self.app.host.now());
    }

    fn day(&self, days_from_now: i64) -> NaiveDate {
        schedule::local_day(self.app.host.now(), "Europe/Prague") + Duration::days(days_from_now)
    }

    async fn act_as(&mut self, who: Who, mutation: impl Into<Mutation>) -> Result<Effects, Failure> {
        let step = Step { id: self.app.uuid()?, at: self.at, who, mutation: mutation.into() };
        let effects = step.take(&mut self.write).await?;
        self.told.push(step);
        Ok(effects)
    }

    async fn act(&mut self, mutation: impl Into<Mutation>) -> Result<Effects, Failure> {
        self.act_as(Who::Account(self.open.account), mutation).await
    }

    async fn customer(
        &mut self,
        name: &str,
        serial: Option<u32>,
        contact: Contact,
        key_name: &str,
        groups: bool,
    ) -> Result<Id<Customer>, Failure> {
        let customer_id = self.app.id()?;
        let demo = serial.is_none();
        self.act(CreateCustomer {
            customer_id,
            distributor_id: self.open.distributor,
            name: name.to_owned(),
            system_type: if demo { SystemType::Demo } else { SystemType::Importer },
            system_id: serial.map_or_else(|| "demo0001".to_owned(), |serial| format!("Alfa{serial:04}")),
            system_key: if demo { "demo".to_owned() } else { format!("Klic-{}", serial.unwrap_or_default() * 7919) },
            contact,
            account: None,
            key_name: key_name.to_owned(),
            key_prefix: if demo { String::new() } else { "39".to_owned() },
            default_valid_to: None,
            credit: 0,
            note: String::new(),
            one_tap: true,
            automatic: true,
            groups_enabled: groups,
            groups: Vec::new(),
            time_zone: "Europe/Prague".to_owned(),
            lease: None,
        })
        .await?;
        Ok(customer_id)
    }

    async fn transfer(&mut self, customer_id: Id<Customer>, amount: i64, note: &str) -> Result<(), Failure> {
        self.act(TransferCredit { customer_id, amount, note: note.to_owned() }).await.map(drop)
    }

    async fn issue(
        &mut self,
        customer_id: Id<Customer>,
        name: (&str, &str),
        contact: (&str, &str),
        number: u32,
        key_name: &str,
    ) -> Result<Issued, Failure> {
        self.issue_until(customer_id, name, contact, number, key_name, None).await
    }

    async fn issue_until(
        &mut self,
        customer_id: Id<Customer>,
        (first, last): (&str, &str),
        (email, phone): (&str, &str),
        number: u32,
        key_name: &str,
        valid_to: Option<NaiveDate>,
    ) -> Result<Issued, Failure> {
        self.devices += 1;
        let code = self.app.code()?;
        let text = code.code.clone();
        let (user, device, key) = (self.app.id()?, self.app.id()?, self.app.id()?);
        let fields = UserFields {
            first_name: first.to_owned(),
            last_name: last.to_owned(),
            email: email.to_owned(),
            phone: phone.to_owned(),
            ..UserFields::default()
        };
        let number = UserId::new(number).ok_or_else(|| Failure::field("number", FieldCode::Required))?;
        self.act(IssueKey {
            customer_id,
            holder: Holder::New { user_id: user, fields },
            device_id: device,
            device_name: format!("Device{:03}", self.devices),
            key_id: key,
            key_name: key_name.to_owned(),
            number,
            valid_from: schedule::local_day(self.at, "Europe/Prague"),
            valid_to,
            group_ids: Vec::new(),
            code,
            lease: None,
        })
        .await?;
        Ok(Issued { user, device, key, code: text, phone: self.phone()? })
    }

    async fn activate(&mut self, issued: &Issued, platform: Platform, model: &str) -> Result<(), Failure> {
        let (code, public_key) = (issued.code.clone(), issued.phone.clone());
        let mutation = phones::ActivateKey { code, public_key, platform, model: model.to_owned() };
        self.act_as(Who::Phone, mutation).await.map(drop)
    }

    async fn sync(&mut self, issued: &Issued) -> Result<(), Failure> {
        let holds = vec![phones::HeldKey { key_id: issued.key, suspended: false }];
        let sync = phones::SyncPhone { device_id: issued.device, public_key: issued.phone.clone(), holds };
        self.act_as(Who::Phone, sync).await.map(drop)
    }

    fn phone(&self) -> Result<String, Failure> {
        Ok(self.app.random::<32>()?.iter().map(|byte| format!("{byte:02x}")).collect())
    }

    async fn reader(
        &mut self,
        customer_id: Id<Customer>,
        name: &str,
        number: u8,
        range: SignalRange,
        signal: OneTapSignal,
        group: Option<Id<ReaderGroup>>,
    ) -> Result<Id<Reader>, Failure> {
        const LETTERS: &[u8] = b"XhOUJQa81kZZ0pLb7Trwkk2MaP09xd";
        let id = self.app.id()?;
        let start = usize::from(number) * 3 % (LETTERS.len() - 5);
        let letters: String = LETTERS.iter().skip(start).take(4).map(|byte| char::from(*byte)).collect();
        let fields = ReaderFields {
            name: name.to_owned(),
            reader_id: format!("IMA {letters}{number}"),
            mac: Some(format!("00:1E:C0:25:EA:{:02X}", 0x40 + number)),
            group_id: group,
            allow_identification: true,
            one_tap: None,
            signal_range: range,
            one_tap_signal: signal,
        };
        self.act(CreateReader { id, customer_id, fields }).await?;
        Ok(id)
    }

    async fn fill(&mut self) -> Result<(), Failure> {
        let contact = |address: &str, zip: &str, city: &str, email: &str, phone: &str| Contact {
            address: address.to_owned(),
            zip: zip.to_owned(),
            city: city.to_owned(),
            email: email.to_owned(),
            phone: phone.to_owned(),
            web: String::new(),
        };
        // The manual's movements.
        self.on(88, 10, 32);
        let distributor_id = self.open.distributor;
        self.act_as(Who::Issuer, SellCredit { distributor_id, amount: 100, note: "PO 2026-101".to_owned() }).await?;
        self.on(83, 21, 10);
        let first = contact("Seifertova 12", "130 00", "Praha 3 – Žižkov", "domovnik01@example.com", "+420222111001");
        let bytovka1 = self.customer("BYTOVKA-01", Some(1), first, "klic-dum01", false).await?;
        self.on(83, 21, 15);
        self.transfer(bytovka1, 5, "").await?;
        let second = contact("Husova 4", "301 00", "Plzeň", "domovnik02@example.com", "+420377222002");
        let bytovka2 = self.customer("Bytovka-02", Some(2), second, "klic-dum02", false).await?;
        self.on(83, 21, 20);
        self.transfer(bytovka2, 5, "").await?;
        self.on(78, 13, 11);
        self.transfer(bytovka2, 5, "").await?;
        self.on(78, 13, 13);
        self.act(RefundCredit { customer_id: bytovka2, amount: 5, note: String::new() }).await?;
        // Further customers and transfers, down to 75.
        self.on(60, 9, 5);
        let third = contact("Náměstí Míru 8", "602 00", "Brno", "sprava@example.com", "+420541333003");
        let bytovka3 = self.customer("Bytovka-03", Some(3), third, "klic-dum03", true).await?;
        self.transfer(bytovka3, 12, "PO 2026-118").await?;
        self.on(52, 14, 40);
        let fourth = contact("Lannova 21", "370 01", "České Budějovice", "alfa@example.com", "+420387444004");
        let alfa = self.customer("Alfa Reality", Some(4), fourth, "Alfa0004", false).await?;
        self.transfer(alfa, 3, "").await?;
        self.on(50, 11, 0);
        let showroom = self.customer("Showroom", None, Contact::default(), "Demo", false).await?;
        self.showroom(showroom).await?;
        self.bytovka1(bytovka1).await?;
        self.bytovka2(bytovka2).await?;
        self.bytovka3(bytovka3).await?;
        self.people(&[bytovka2, bytovka3]).await?;
        self.alfa(alfa).await
    }

    async fn showroom(&mut self, customer: Id<Customer>) -> Result<(), Failure> {
        self.reader(customer, "Showroom door", 1, SignalRange::Percent40, OneTapSignal::Percent55, None).await?;
        self.act(PublishReaders { customer_id: customer }).await?;
        self.on(9, 10, 0);
        let visitor = self.issue(customer, ("Jana", "Ukázková"), ("jana@example.com", ""), 1, "Demo").await?;
        self.activate(&visitor, Platform::Android, "Pixel 9").await?;
        self.on(2, 10, 0);
        self.issue(customer, ("Visitor", "Tuesday"), ("", ""), 2, "Demo").await.map(drop)
    }

    async fn bytovka1(&mut self, customer: Id<Customer>) -> Result<(), Failure> {
        self.on(71, 9, 0);
        for (number, name) in [(1, "Hlavní vchod"), (2, "Dvůr"), (3, "Kočárkárna")] {
            self.reader(customer, name, number, SignalRange::Percent40, OneTapSignal::Percent55, None).await?;
        }
        self.on(70, 8, 30);
        self.act(PublishReaders { customer_id: customer }).await?;
        let people =
            [("Jan", "Smith", "loft1@example.com"), ("Eva", "Horáková", "horakova@example.com"), ("Karel", "Čech", "")];
        for (number, (first, last, email)) in (1..).zip(people) {
            self.on(66 - i64::from(number), 9, 15);
            let issued = self.issue(customer, (first, last), (email, ""), number, "klic-dum01").await?;
            self.on(60 - i64::from(number), 18, 2);
            self.activate(&issued, Platform::Ios, "iPhone 15").await?;
            self.on(1, 7, 40);
            self.sync(&issued).await?;
        }
        Ok(())
    }

    /// Users in every status of chapter 4.3.3.
    async fn bytovka2(&mut self, customer: Id<Customer>) -> Result<(), Failure> {
        let name = "klic-dum02";
        self.on(76, 9, 0);
        for (number, (door, range)) in (4..).zip([
            ("Main entrance", SignalRange::Percent10),
            ("Garage", SignalRange::Percent40),
            ("Loft01", SignalRange::Percent100),
        ]) {
            self.reader(customer, door, number, range, OneTapSignal::Percent40, None).await?;
        }
        self.act(PublishReaders { customer_id: customer }).await?;
        // Active.
        self.on(75, 12, 34);
        let active =
            self.issue(customer, ("Božena", "Šťastná"), ("stastna@example.com", "+420601234567"), 1, name).await?;
        self.on(74, 8, 46);
        self.activate(&active, Platform::Android, "Galaxy S24").await?;
        // Deleted by the user in the phone.
        self.on(70, 10, 9);
        let by_user = self.issue(customer, ("Petr", "Malý"), ("maly@example.com", ""), 2, name).await?;
        self.activate(&by_user, Platform::Android, "Pixel 8").await?;
        self.on(30, 10, 9);
        self.act_as(Who::Phone, phones::DeleteKeyByUser { key_id: by_user.key, public_key: by_user.phone }).await?;
        // Deleted by an administrator, the phone still there.
        self.on(68, 12, 47);
        let by_admin = self.issue(customer, ("Jana", "Nová"), ("nova@example.com", ""), 3, name).await?;
        self.activate(&by_admin, Platform::Ios, "iPhone 14").await?;
        self.on(20, 15, 0);
        self.act(keys::DeleteKey { key_id: by_admin.key }).await?;
        // Suspended.
        self.on(64, 16, 20);
        let suspended = self.issue(customer, ("Řehoř", "Žižka"), ("zizka@example.com", ""), 4, name).await?;
        self.activate(&suspended, Platform::Android, "Nokia G42").await?;
        self.on(12, 9, 30);
        self.act(keys::SuspendKey { key_id: suspended.key }).await?;
        // Deleted with its user.
        self.on(62, 22, 14);
        let gone = self.issue(customer, ("Tomáš", "Odstěhovaný"), ("", "+420602000111"), 5, name).await?;
        self.activate(&gone, Platform::Ios, "iPhone SE").await?;
        self.on(15, 11, 11);
        self.act(DeleteUser { user_id: gone.user }).await?;
        // Waiting, the code expired unused.
        self.on(44, 13, 5);
        self.issue(customer, ("Karel", "Dvořák"), ("dvorak@example.com", ""), 6, name).await?;
        // Waiting, expires within three days.
        self.on(28, 21, 24);
        self.issue(customer, ("Prvni", "Veselý"), ("prvni@example.com", "+420601234568"), 7, name).await?;
        // A user without a key.
        self.on(3, 9, 0);
        let fields =
            UserFields { first_name: "Alois".to_owned(), last_name: "Chalupa".to_owned(), ..UserFields::default() };
        let user_id = self.app.id()?;
        self.act(CreateUser { user_id, customer_id: customer, fields, lease: None }).await.map(drop)
    }

    /// Reader groups, a swapped phone, a restored key, limited validity.
    async fn bytovka3(&mut self, customer: Id<Customer>) -> Result<(), Failure> {
        let name = "klic-dum03";
        self.on(58, 9, 0);
        let residents = self.app.id()?;
        self.act(CreateGroup { group_id: residents, customer_id: customer, name: "Byty".to_owned() }).await?;
        let offices = self.app.id()?;
        self.act(CreateGroup { group_id: offices, customer_id: customer, name: "Kanceláře".to_owned() }).await?;
        let doors = [
            ("Vchod – sever", residents, SignalRange::Percent40),
            ("Vchod – jih", residents, SignalRange::Percent40),
            ("Garáž", residents, SignalRange::Percent10),
            ("Kancelář 1. patro", offices, SignalRange::Percent70),
            ("Kancelář 2. patro", offices, SignalRange::Percent100),
        ];
        for (number, (door, group, range)) in (10..).zip(doors) {
            self.reader(customer, door, number, range, OneTapSignal::Percent70, Some(group)).await?;
        }
        self.act(PublishReaders { customer_id: customer }).await?;
        let people = [("Marie", "Svobodová"), ("Josef", "Novotný"), ("Anna", "Chmelová"), ("Čeněk", "Doležal")];
        for (number, (first, last)) in (1..).zip(people) {
            self.on(55, 10, number);
            let issued = self.issue(customer, (first, last), ("", ""), number, name).await?;
            self.on(54, 10, number);
            self.activate(&issued, Platform::Android, "Galaxy A55").await?;
            match number {
                // A new phone: the old device is deleted, the User ID moves.
                2 => {
                    self.on(25, 8, 0);
                    self.devices += 1;
                    let swap = keys::SwapPhone {
                        key_id: issued.key,
                        device_id: self.app.id()?,
                        device_name: format!("Device{:03}", self.devices),
                        new_key_id: self.app.id()?,
                        code: self.app.code()?,
                        waiver: Some("Záruční výměna telefonu".to_owned()),
                        lease: None,
                    };
                    self.act(swap.clone()).await?;
                    self.on(24, 8, 30);
                    let moved = Issued {
                        user: issued.user,
                        device: swap.device_id,
                        key: swap.new_key_id,
                        code: swap.code.code,
                        phone: self.phone()?,
                    };
                    self.activate(&moved, Platform::Ios, "iPhone 16").await?;
                }
                // Deleted by mistake and restored: arrives with the phone's next sync.
                3 => {
                    self.on(2, 9, 0);
                    self.act(keys::DeleteKey { key_id: issued.key }).await?;
                    let restore = keys::RestoreKey {
                        key_id: issued.key,
                        new_key_id: self.app.id()?,
                        code: self.app.code()?,
                        lease: None,
                    };
                    self.act(restore).await?;
                }
                _ => {
                    self.on(1, 6, 50);
                    self.sync(&issued).await?;
                }
            }
        }
        self.on(6, 17, 45);
        let until = Some(self.day(200));
        self.issue_until(customer, ("Lukáš", "Brigádník"), ("brigada@example.com", ""), 5, name, until).await?;
        self.on(5, 9, 20);
        self.issue(customer, ("Zdeňka", "Říhová"), ("rihova@example.com", ""), 6, name).await.map(drop)
    }

    /// Reader changes that phones do not know yet.
    async fn alfa(&mut self, customer: Id<Customer>) -> Result<(), Failure> {
        self.on(50, 12, 0);
        let garage = self.reader(customer, "Garage", 20, SignalRange::Percent40, OneTapSignal::Percent55, None).await?;
        let loft = self.reader(customer, "Loft02", 21, SignalRange::Percent40, OneTapSignal::Percent55, None).await?;
        self.reader(customer, "Courtyard gate", 22, SignalRange::Percent70, OneTapSignal::Percent70, None).await?;
        self.act(PublishReaders { customer_id: customer }).await?;
        self.on(29, 11, 30);
        self.issue(customer, ("Pavel", "Klika"), ("klika@example.com", ""), 1, "Alfa0004").await?;
        self.on(26, 11, 30);
        let active =
            self.issue(customer, ("Hana", "Zámečníková"), ("zamecnikova@example.com", ""), 2, "Alfa0004").await?;
        self.activate(&active, Platform::Android, "Pixel 9 Pro").await?;
        self.on(1, 16, 10);
        let edit = |id: Id<Reader>| EditReader {
            id,
            customer_id: customer,
            name: None,
            reader_id: None,
            mac: None,
            group_id: None,
            allow_identification: None,
            one_tap: None,
            signal_range: None,
            one_tap_signal: None,
        };
        self.act(EditReader {
            name: Some(Edit { from: "Garage".to_owned(), to: "Garage P1".to_owned() }),
            ..edit(garage)
        })
        .await?;
        let range = Edit { from: SignalRange::Percent40, to: SignalRange::Percent100 };
        self.act(EditReader { signal_range: Some(range), ..edit(loft) }).await?;
        let note = CustomerEdits {
            key_prefix: Some(Edit { from: "39".to_owned(), to: "555".to_owned() }),
            ..CustomerEdits::default()
        };
        self.act(EditCustomer { customer_id: customer, edits: note }).await.map(drop)
    }
}
