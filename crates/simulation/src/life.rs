//! What happens in a world: work, sync, and mishaps.

use std::sync::Arc;

use chrono::Duration;
use mobileaccess_domain::accounts::{AssignCustomer, DeleteAccount, UnassignCustomer};
use mobileaccess_domain::credit::{RefundCredit, TransferCredit};
use mobileaccess_domain::customers::DeleteCustomer;
use mobileaccess_domain::groups::CreateGroup;
use mobileaccess_domain::keys::DeleteKey;
use mobileaccess_domain::leases::{GiveBackLeases, TakeLeases, Taken};
use mobileaccess_domain::quarantine::AcceptQuarantined;
use mobileaccess_domain::replicas::DeclareReplicaLost;
use mobileaccess_domain::rows::{Customer, Lease, NumberRange, TemplateFields};
use mobileaccess_domain::templates::CreateTemplate;
use mobileaccess_domain::users::EditUser;
use mobileaccess_domain::{Edit, Id, UserId};
use mobileaccess_store::{Authority, Request, StoreError, Who};
use mobileaccess_sync::{Stepped, SyncError};
use uuid::Uuid;

use crate::computer::fault;
use crate::world::{Issued, user_of};
use crate::{Link, Weather, World};

/// Copies of computers, at most.
const CLONES: usize = 2;

/// A lease that a computer may spend from.
struct Held {
    lease: Id<Lease>,
    customer: Id<Customer>,
    numbers: Vec<NumberRange>,
    /// Whether the cloud has confirmed it.
    confirmed: bool,
}

impl World {
    /// A computer that is still there.
    fn pick(&mut self) -> usize {
        let there: Vec<usize> =
            (0..self.computers.len()).filter(|place| self.computers.get(*place).is_some_and(|it| !it.gone)).collect();
        let chosen = self.small(u64::try_from(there.len()).unwrap_or(1));
        there.get(chosen).copied().unwrap_or(0)
    }

    fn small(&mut self, end: u64) -> usize {
        usize::try_from(self.chance.below(end)).unwrap_or(0)
    }

    async fn work(&mut self) -> Result<(), String> {
        let computer = self.pick();
        // The program may end at the commit of what is asked.
        let cut = self.chance.per_mille(30);
        if cut {
            self.computers[computer].store().cut_power_after(0);
        }
        let asked = self.something(computer).await;
        if !cut {
            return asked;
        }
        let name = self.computers[computer].name.clone();
        self.say(format!("{name}: cut off at work"));
        let closed = fault(StoreError::Closed);
        match asked {
            Err(error) if error != closed => return Err(error),
            _ => {}
        }
        self.computers[computer].start_anew(None).await
    }

    async fn something(&mut self, computer: usize) -> Result<(), String> {
        let customer = self.small(8);
        let customer = self.customers.get(customer % self.customers.len().max(1)).copied();
        let issued = self.small(64);
        let issued = self.issued.get(issued % self.issued.len().max(1)).copied();
        match (self.chance.below(20), customer, issued) {
            (0 | 1, ..) | (_, None, _) if self.customers.len() < 6 => {
                let serial = self.chance.below(9) + 1;
                // Without a network a customer brings its own lease along.
                let lease = self.chance.per_mille(400).then(|| Id::new(self.chance.uuid()));
                let credit = if lease.is_some() { 0 } else { 3 };
                self.create_customer_under(computer, &format!("Alfa{serial:04}"), credit, lease).await?;
            }
            (2, Some(customer_id), _) => {
                let amount = i64::try_from(self.chance.below(5)).unwrap_or(0) + 1;
                self.ask(computer, TransferCredit { customer_id, amount, note: String::new() }.into()).await?;
            }
            (3, Some(customer_id), _) => {
                self.ask(computer, RefundCredit { customer_id, amount: 1, note: String::new() }.into()).await?;
            }
            (4..=6, _, Some(Issued { user, .. })) => {
                let (from, to) = ("Petr".to_owned(), format!("Petr {}", self.chance.below(3)));
                let edit = EditUser {
                    user_id: user,
                    title: None,
                    first_name: Some(Edit { from, to }),
                    last_name: None,
                    email: None,
                    phone: None,
                    language: None,
                };
                self.ask(computer, edit.into()).await?;
            }
            (7, _, Some(Issued { key, .. })) => drop(self.ask(computer, DeleteKey { key_id: key }.into()).await?),
            (8 | 9, Some(customer), _) => self.take_to_site(computer, customer).await?,
            (10, ..) => {
                let lease_ids: Vec<_> = self.leases(computer).await?.iter().map(|held| held.lease).collect();
                self.ask(computer, GiveBackLeases { lease_ids }.into()).await?;
            }
            (11..=13, ..) => self.issue_on_site(computer).await?,
            (14, Some(customer_id), _) => {
                let name = format!("Vchod {}", self.chance.below(4));
                let group_id = Id::new(self.chance.uuid());
                self.ask(computer, CreateGroup { group_id, customer_id, name }.into()).await?;
            }
            (15, ..) => {
                let create = CreateTemplate {
                    template_id: Id::new(self.chance.uuid()),
                    distributor_id: self.distributor,
                    name: format!("Panelák {}", self.chance.below(5)),
                    note: String::new(),
                    fields: TemplateFields { one_tap: Some(true), ..TemplateFields::default() },
                };
                self.ask(computer, create.into()).await?;
            }
            (_, Some(customer), _) => {
                let number = u32::try_from(self.chance.below(25)).unwrap_or(0) + 1;
                self.issue(computer, customer, number).await?;
            }
            _ => {}
        }
        Ok(())
    }

    /// The leases that a computer holds, as its own store knows them.
    async fn leases(&self, computer: usize) -> Result<Vec<Held>, String> {
        let mut connection = self.computers[computer].store().read().await.map_err(fault)?;
        let text = "SELECT l.id, l.customer_id, l.numbers, EXISTS (SELECT 1 FROM sync_rows WHERE row_id = l.id) \
                    FROM leases l WHERE l.replica_id = (SELECT replica_id FROM sync_state) AND l.end_reason IS NULL \
                    ORDER BY l.id";
        let found: Vec<(Uuid, Uuid, String, bool)> =
            sqlx::query_as(text).fetch_all(&mut *connection).await.map_err(fault)?;
        let held = |(lease, customer, numbers, confirmed): (Uuid, Uuid, String, bool)| {
            let numbers = serde_json::from_str(&numbers).map_err(fault)?;
            Ok(Held { lease: Id::new(lease), customer: Id::new(customer), numbers, confirmed })
        };
        found.into_iter().map(held).collect()
    }

    async fn take_to_site(&mut self, computer: usize, customer_id: Id<Customer>) -> Result<(), String> {
        let Some(replica_id) = self.replica_of(computer).await? else { return Ok(()) };
        let first = u32::try_from(self.chance.below(60)).unwrap_or(0) + 1;
        let range = UserId::new(first).zip(UserId::new(first + 3)).map(|(first, last)| NumberRange { first, last });
        let trial = i64::try_from(self.chance.below(3)).unwrap_or(0);
        let taken = Taken {
            customer_id,
            lease_id: Id::new(self.chance.uuid()),
            paid: i64::from(self.chance.per_mille(500)),
            trial,
            numbers: range.into_iter().collect(),
        };
        self.ask(computer, TakeLeases { replica_id, customers: vec![taken] }.into()).await?;
        Ok(())
    }

    async fn replica_of(&self, computer: usize) -> Result<Option<Id<mobileaccess_domain::rows::Replica>>, String> {
        let state = self.computers[computer].store().sync_state().await.map_err(fault)?;
        Ok(state.map(|state| state.replica_id))
    }

    /// A QR is handed over without a network.
    async fn issue_on_site(&mut self, computer: usize) -> Result<(), String> {
        let held = self.leases(computer).await?;
        let chosen = self.small(u64::try_from(held.len()).unwrap_or(1));
        let Some(Held { lease, customer, numbers, confirmed }) = held.into_iter().nth(chosen) else { return Ok(()) };
        let numbers: Vec<UserId> = numbers.iter().flat_map(|range| range.numbers()).take(8).collect();
        let number = self.small(u64::try_from(numbers.len()).unwrap_or(1));
        let Some(number) = numbers.get(number) else { return Ok(()) };
        let issue = self.new_key(computer, customer, number.get(), Some(lease));
        self.ask_for_key(computer, issue, confirmed).await
    }

    async fn sync(&mut self) -> Result<(), String> {
        let place = self.pick();
        self.pass(Duration::seconds(2));
        for _ in 0..=self.chance.below(5) {
            if self.chance.per_mille(60) {
                self.meanwhile(place).await?;
            }
            // The program may end at any of the step's commits: what was asked of the cloud was done, and this computer does
            // not know, or knows only a part.
            let cut = self.chance.per_mille(60);
            if cut {
                self.computers[place].store().cut_power_after(self.chance.below(2));
            }
            let now = self.now();
            let name = self.computers[place].name.clone();
            let stepped = match self.computers[place].step(now, &mut self.chance).await {
                Err(SyncError::Store(StoreError::Closed)) if cut => None,
                stepped => Some(stepped.map_err(fault)?),
            };
            self.computers[place].link().meanwhile(None);
            self.say(format!("{name}: {stepped:?}{}", if cut { ", cut off" } else { "" }));
            if cut {
                self.computers[place].start_anew(None).await?;
            }
            match stepped {
                Some(Stepped::On { pulled: true }) => self.look(place).await?,
                Some(Stepped::Wipe) => {
                    self.computers[place].gone = true;
                    break;
                }
                Some(Stepped::Idle | Stepped::Wait(_)) => break,
                _ => {}
            }
        }
        Ok(())
    }

    /// In the middle of the next pull, somebody issues a key with a second program on the same store, which pushes it at once.
    async fn meanwhile(&mut self, place: usize) -> Result<(), String> {
        let customer = self.small(8);
        let Some(customer) = self.customers.get(customer % self.customers.len().max(1)).copied() else {
            return Ok(());
        };
        let number = u32::try_from(self.chance.below(25)).unwrap_or(0) + 26;
        let issue = self.new_key(place, customer, number, None);
        let mutation = self.chance.uuid();
        self.codes.insert(issue.key_id, issue.code.code.clone());
        self.issued.push(Issued {
            computer: place,
            mutation,
            customer,
            user: user_of(&issue),
            key: issue.key_id,
            promised: false,
        });
        let computer = &self.computers[place];
        let (store, mut replica) = computer.second().await?;
        let (who, now) = (Who::Account(computer.account), self.now());
        let at = now + computer.skew;
        let mut made = self.chance.bytes();
        computer.link().meanwhile(Some(Box::pin(async move {
            let issue = issue.into();
            let request = Request { mutation_id: mutation, mutation: &issue, who, at, authority: Authority::Cloud };
            drop(store.transact(request).await);
            for _ in 0..2 {
                let mut entropy = |bytes: &mut [u8]| {
                    made.rotate_left(1);
                    bytes.iter_mut().zip(made.iter().cycle()).for_each(|(byte, made)| *byte = *made);
                    Ok(())
                };
                drop(replica.step(at, 0.5, &mut entropy).await);
            }
        })));
        Ok(())
    }

    async fn mishap(&mut self) -> Result<(), String> {
        let place = self.pick();
        let name = self.computers[place].name.clone();
        match self.chance.below(16) {
            0..=3 => {
                self.say(format!("{name}: killed"));
                self.computers[place].start_anew(None).await?;
            }
            4 if self.computers.iter().filter(|computer| computer.name.contains('\'')).count() < CLONES => {
                let folder = self.place("clone");
                let link = Link::new(Arc::clone(&self.sky));
                let clone = self.computers[place].clone_to(folder, &format!("{name}'"), &link).await?;
                self.say(format!("{name}: copied"));
                self.unsure.extend([place, self.computers.len()]);
                self.computers.push(clone);
                self.cloud_backup = None;
            }
            5 | 6 => {
                let folder = self.place("backup");
                self.computers[place].copy_to(&folder)?;
                self.say(format!("{name}: backed up"));
                self.backups.insert(place, folder);
            }
            7 => {
                if let Some(backup) = self.backups.remove(&place) {
                    self.say(format!("{name}: set back"));
                    self.unsure.insert(place);
                    self.computers[place].start_anew(Some(&backup)).await?;
                    self.cloud_backup = None;
                }
            }
            8 => self.assign().await?,
            9 => {
                let days = i64::try_from(self.chance.below(730)).unwrap_or(0) - 365;
                self.computers[place].skew = Duration::days(days);
                self.say(format!("{name}: clock off by {days} days"));
            }
            10 => self.back_up_cloud().await?,
            11 => self.set_cloud_back().await?,
            12 => {
                let days = i64::try_from(self.chance.below(40)).unwrap_or(0);
                self.say(format!("{days} days pass"));
                self.pass(Duration::days(days));
            }
            13 => self.lose(place).await?,
            14 => self.accept_quarantined().await?,
            _ => self.end_something().await?,
        }
        Ok(())
    }

    /// A computer is declared lost; its program may still run somewhere.
    async fn lose(&mut self, place: usize) -> Result<(), String> {
        // The office itself is never lost, and a computer of which there are copies is theirs to name.
        if place == 0 || self.unsure.contains(&place) {
            return Ok(());
        }
        let Some(replica_id) = self.replica_of(place).await? else { return Ok(()) };
        if self.ask(0, DeclareReplicaLost { replica_id }.into()).await? {
            self.unsure.insert(place);
            // A cloud that is set back before this would not know of it.
            self.cloud_backup = None;
        }
        Ok(())
    }

    async fn accept_quarantined(&mut self) -> Result<(), String> {
        let mut connection = self.computers[0].store().read().await.map_err(fault)?;
        let text = "SELECT id FROM quarantine WHERE end_reason IS NULL ORDER BY id LIMIT 1";
        let waiting: Option<Uuid> = sqlx::query_scalar(text).fetch_optional(&mut *connection).await.map_err(fault)?;
        drop(connection);
        if let Some(item) = waiting {
            self.ask(0, AcceptQuarantined { item_id: Id::new(item) }.into()).await?;
        }
        Ok(())
    }

    /// A customer, or the installer's account.
    async fn end_something(&mut self) -> Result<(), String> {
        match (self.chance.per_mille(300), self.installer, self.customers.first().copied()) {
            (true, Some(account_id), _) => {
                let delete = DeleteAccount { account_id, distributor_id: self.distributor };
                if self.ask(0, delete.into()).await? {
                    self.installer = None;
                }
            }
            (false, _, Some(customer_id)) => {
                let take_back = self.chance.per_mille(500);
                if self.ask(0, DeleteCustomer { customer_id, take_back }.into()).await? {
                    self.customers.remove(0);
                }
            }
            _ => {}
        }
        Ok(())
    }

    async fn assign(&mut self) -> Result<(), String> {
        let (Some(installer), Some(customer)) = (self.installer, self.customers.last().copied()) else { return Ok(()) };
        match self.given.pop() {
            Some(assignment_id) => {
                self.ask(0, UnassignCustomer { assignment_id, account_id: installer }.into()).await?;
            }
            None => {
                let assignment_id = Id::new(self.chance.uuid());
                let assign = AssignCustomer { assignment_id, account_id: installer, customer_id: customer };
                if self.ask(0, assign.into()).await? {
                    self.given.push(assignment_id);
                }
            }
        }
        Ok(())
    }

    /// Lives for so many events, then comes to rest and is examined.
    ///
    /// # Errors
    /// A fault of the world itself, in words.
    pub async fn live(&mut self, events: u32) -> Result<Vec<String>, String> {
        self.weather(Weather { lost: 80, unanswered: 80, twice: 60, late: 60, held: 40, cut: 80 });
        for _ in 0..events {
            match self.chance.below(100) {
                0..44 => self.work().await?,
                44..86 => self.sync().await?,
                86..90 => self.use_phone().await?,
                _ => self.mishap().await?,
            }
        }
        self.weather(Weather::default());
        self.settle().await?;
        let mut wrong = self.examine().await?;
        wrong.extend(self.examine_phones().await?);
        Ok(wrong)
    }
}
