//! *Take to site*: credit and User IDs that this computer holds to work without network.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};
use mobileaccess_domain::{
    Id, UserId,
    leases::{GiveBackLeases, TakeLeases, Taken, purse},
    rows::{CreditClass, Customer, Lease, LedgerAccount, NumberRange, Replica},
    schedule,
};
use mobileaccess_store::sqlite;
use mobileaccess_wire::{
    Empty, Failure, GetSite, GiveBack, Handle, PlanTrip, TakeToSite,
    computers::{GiveBackRequest, HeldLease, PlanTripRequest, Site, SiteCustomer, TakeToSiteRequest},
};

use crate::{
    App, Host,
    data::{Open, fault},
};

/// Name of the setting with the day of the next trip.
const TRIP: &str = "trip";
/// How often User IDs are looked for anew when somebody else was quicker.
const TRIES: u32 = 3;

impl<H: Host> App<H> {
    /// This computer at its cloud; `None` while it is its own authority.
    pub(crate) async fn own_computer(&self, open: &Open) -> Result<Option<Id<Replica>>, Failure> {
        Ok(self.sync_state(open).await?.map(|state| state.replica_id))
    }

    /// Customers of which something was asked for that the cloud has not confirmed: nothing is spent of it until then.
    async fn taking(&self, open: &Open) -> Result<BTreeSet<Id<Customer>>, Failure> {
        let mut connection = open.store.read().await.map_err(fault)?;
        let pending = sqlite::mutations::pending(&mut connection).await.map_err(fault)?;
        Ok(pending
            .into_iter()
            .filter_map(|pending| match pending.mutation {
                mobileaccess_domain::Mutation::TakeLeases(take) => Some(take.customers),
                _ => None,
            })
            .flatten()
            .map(|taken| taken.customer_id)
            .collect())
    }

    /// The lease of a customer that this computer spends from now: it holds one, the cloud has confirmed it, and the network is
    /// away. With network the customer's own credit is spent, and nothing is held.
    pub(crate) async fn lease_for(&self, open: &Open, customer: Id<Customer>) -> Result<Option<Lease>, Failure> {
        let Some(own) = self.own_computer(open).await? else { return Ok(None) };
        let mut connection = open.store.read().await.map_err(fault)?;
        let leases = sqlite::replicas::leases_of(&mut connection, own).await.map_err(fault)?;
        drop(connection);
        let mine = |row: &Lease| row.customer_id == customer && row.replica_id == own && row.is_live();
        let Some(lease) = leases.into_iter().find(mine) else { return Ok(None) };
        if !self.is_away() {
            // Whoever took something to site may have lost the network a moment ago, or begun without one. Asked only after the
            // key was issued, the cloud could no longer confirm it, and its QR would be locked although the lease would cover it.
            self.look_for_cloud().await;
        }
        if !self.is_away() || self.taking(open).await?.contains(&customer) {
            return Ok(None);
        }
        Ok(Some(lease))
    }

    /// The lowest User ID of a lease that no key has.
    pub(crate) async fn next_of_lease(&self, open: &Open, lease: &Lease) -> Result<Option<UserId>, Failure> {
        let mut connection = open.store.read().await.map_err(fault)?;
        for range in &lease.numbers {
            let used = sqlite::keys::used_numbers(&mut connection, lease.customer_id, range.first, range.last).await;
            let used: BTreeSet<UserId> = used.map_err(fault)?.into_iter().collect();
            if let Some(free) = range.numbers().find(|number| !used.contains(number)) {
                return Ok(Some(free));
            }
        }
        Ok(None)
    }

    /// What a lease holds as far as this computer knows.
    pub(crate) async fn held_credit(&self, open: &Open, lease: &Lease) -> Result<(i64, i64), Failure> {
        let mut connection = open.store.read().await.map_err(fault)?;
        let balances = sqlite::credit::balances_of_customer(&mut connection, open.distributor, lease.customer_id).await;
        let balances: BTreeMap<LedgerAccount, i64> = balances.map_err(fault)?.into_iter().collect();
        let held = |class| balances.get(&purse(lease, class)).copied().unwrap_or(0);
        Ok((held(CreditClass::Paid), held(CreditClass::Trial)))
    }

    /// The highest User ID of a customer that a key has, or that a computer holds or held when it was lost.
    pub(crate) async fn highest_number(&self, open: &Open, customer: Id<Customer>) -> Result<Option<UserId>, Failure> {
        let mut connection = open.store.read().await.map_err(fault)?;
        let used = sqlite::keys::highest_number(&mut connection, customer).await.map_err(fault)?;
        let leases = sqlite::replicas::leases_of_customer(&mut connection, customer).await.map_err(fault)?;
        let kept = leases.iter().filter(|lease| lease.keeps_numbers()).flat_map(|lease| &lease.numbers);
        Ok(kept.map(|range| range.last).chain(used).max())
    }

    /// The next User IDs after all that are used or held; the lowest gaps once the last number is taken.
    pub(crate) async fn free_numbers(
        &self,
        open: &Open,
        customer: Id<Customer>,
        count: u32,
    ) -> Result<Vec<NumberRange>, Failure> {
        let Some(more) = count.checked_sub(1) else { return Ok(Vec::new()) };
        let first = self.highest_number(open, customer).await?.map_or(Some(UserId::FIRST), UserId::next);
        let last = first.and_then(|first| first.get().checked_add(more)).and_then(UserId::new);
        if let (Some(first), Some(last)) = (first, last) {
            return Ok(vec![NumberRange { first, last }]);
        }
        let mut connection = open.store.read().await.map_err(fault)?;
        let leases = sqlite::replicas::leases_of_customer(&mut connection, customer).await.map_err(fault)?;
        drop(connection);
        let held = |number| leases.iter().any(|lease| lease.keeps_numbers() && lease.has_number(number));
        let (mut found, mut from) = (Vec::new(), Some(UserId::FIRST));
        while let (Some(start), true) = (from, found.len() < count as usize) {
            let next = open.store.next_free_number(customer, start).await.map_err(fault)?;
            found
                .extend(next.filter(|number| !held(*number)).map(|number| NumberRange { first: number, last: number }));
            from = next.and_then(UserId::next);
        }
        if found.len() < count as usize { Err(Failure::new("no_user_id_left")) } else { Ok(found) }
    }

    /// What computers hold of a customer, or what one computer holds of all.
    pub(crate) async fn held(
        &self,
        open: &Open,
        leases: Vec<Lease>,
        names: &BTreeMap<Id<Replica>, String>,
    ) -> Result<Vec<HeldLease>, Failure> {
        let taking = self.taking(open).await?;
        let mut held = Vec::new();
        for lease in leases.into_iter().filter(Lease::is_live) {
            let mut connection = open.store.read().await.map_err(fault)?;
            let customer = sqlite::customers::get(&mut connection, lease.customer_id).await.map_err(fault)?;
            let Some(customer) = customer else { continue };
            let balances =
                sqlite::credit::balances_of_customer(&mut connection, customer.distributor_id, customer.id).await;
            let balances: BTreeMap<LedgerAccount, i64> = balances.map_err(fault)?.into_iter().collect();
            let of = balances
                .iter()
                .filter(|(account, _)| matches!(account, LedgerAccount::Customer(..) | LedgerAccount::Lease(..)))
                .map(|(_, amount)| amount)
                .sum();
            let mut used = 0;
            for range in &lease.numbers {
                let found = sqlite::keys::used_numbers(&mut connection, customer.id, range.first, range.last).await;
                used += found.map_err(fault)?.len() as u64;
            }
            let purse = |class| balances.get(&purse(&lease, class)).copied().unwrap_or(0);
            held.push(HeldLease {
                lease_id: lease.id,
                computer_id: lease.replica_id,
                computer: names.get(&lease.replica_id).cloned().unwrap_or_default(),
                customer_id: customer.id,
                paid: purse(CreditClass::Paid),
                trial: purse(CreditClass::Trial),
                of,
                numbers_left: lease.number_count().saturating_sub(used),
                numbers: lease.numbers.clone(),
                taken_at: lease.taken_at,
                until_sync: lease.until_sync,
                waiting: taking.contains(&customer.id),
                customer: customer.name,
            });
        }
        held.sort_by_key(|lease| lease.customer.to_lowercase());
        Ok(held)
    }

    /// What computers hold of a customer, for whoever deletes it or takes its credit back.
    pub(crate) async fn held_of(&self, open: &Open, customer: Id<Customer>) -> Result<Vec<HeldLease>, Failure> {
        let mut connection = open.store.read().await.map_err(fault)?;
        let leases = sqlite::replicas::leases_of_customer(&mut connection, customer).await.map_err(fault)?;
        let computers = sqlite::replicas::of_distributor(&mut connection, open.distributor).await.map_err(fault)?;
        drop(connection);
        let names = computers.into_iter().map(|row| (row.id, row.name)).collect();
        self.held(open, leases, &names).await
    }

    async fn site(&self, open: &Open) -> Result<Site, Failure> {
        let mut site = Site {
            joined: false,
            away: self.is_away(),
            held: Vec::new(),
            customers: Vec::new(),
            trip: None,
            trip_near: false,
        };
        let Some(own) = self.own_computer(open).await? else { return Ok(site) };
        site.joined = true;
        let (_, actor) = self.actor(open).await?;
        let context = self.context(mobileaccess_domain::Actor::Account(actor), uuid::Uuid::nil());
        let mut connection = open.store.read().await.map_err(fault)?;
        let leases = sqlite::replicas::leases_of(&mut connection, own).await.map_err(fault)?;
        let computer = sqlite::replicas::get(&mut connection, own).await.map_err(fault)?;
        let customers = sqlite::customers::of_distributor(&mut connection, open.distributor).await.map_err(fault)?;
        for customer in customers {
            if customer.is_demo() || customer.deleted_at.is_some() || context.works_in(&customer).is_err() {
                continue;
            }
            let balances = sqlite::credit::balances_of_customer(&mut connection, open.distributor, customer.id).await;
            let balances: BTreeMap<LedgerAccount, i64> = balances.map_err(fault)?.into_iter().collect();
            let free = |class| balances.get(&LedgerAccount::Customer(customer.id, class)).copied().unwrap_or(0);
            site.customers.push(SiteCustomer {
                customer_id: customer.id,
                paid: free(CreditClass::Paid),
                trial: free(CreditClass::Trial),
                name: customer.name,
                system_id: customer.system_id,
            });
        }
        site.customers.sort_by_key(|customer| customer.name.to_lowercase());
        let trip = sqlite::settings::get(&mut connection, TRIP).await.map_err(fault)?;
        drop(connection);
        let zone = self.zone(open, None).await?;
        let today = schedule::local_day(self.host.now(), &zone);
        site.trip = trip.and_then(|day| serde_json::from_value::<NaiveDate>(day).ok());
        let names = computer.into_iter().map(|row| (row.id, row.name)).collect();
        let leases = leases.into_iter().filter(|lease| lease.replica_id == own).collect();
        site.held = self.held(open, leases, &names).await?;
        let tomorrow = today.checked_add_days(Days::new(1)).unwrap_or(today);
        site.trip_near = site.held.is_empty() && site.trip.is_some_and(|day| day <= tomorrow);
        Ok(site)
    }

    /// Gives back what came with customers that were created without network, once the cloud has them.
    pub(crate) async fn give_back_first_leases(&self, open: &Open) -> Result<(), Failure> {
        let Some(own) = self.own_computer(open).await? else { return Ok(()) };
        let mut connection = open.store.read().await.map_err(fault)?;
        let leases = sqlite::replicas::leases_of(&mut connection, own).await.map_err(fault)?;
        let pending = sqlite::mutations::pending(&mut connection).await.map_err(fault)?;
        drop(connection);
        if !pending.is_empty() {
            return Ok(());
        }
        let first = leases.into_iter().filter(|row| row.until_sync && row.is_live() && row.replica_id == own);
        let lease_ids: Vec<Id<Lease>> = first.map(|row| row.id).collect();
        if !lease_ids.is_empty() {
            self.mutate(open, GiveBackLeases { lease_ids }).await?;
        }
        Ok(())
    }
}

impl<H: Host> Handle<GetSite> for App<H> {
    async fn handle(&self, _: Empty) -> Result<Site, Failure> {
        let open = self.open().await?;
        self.site(&open).await
    }
}

impl<H: Host> Handle<TakeToSite> for App<H> {
    async fn handle(&self, request: TakeToSiteRequest) -> Result<Site, Failure> {
        let open = self.open().await?;
        let replica_id = self.own_computer(&open).await?.ok_or_else(|| Failure::new("no_cloud"))?;
        for attempt in 1.. {
            let mut customers = Vec::with_capacity(request.customers.len());
            for one in &request.customers {
                let (customer, _) = self.customer(&open, one.customer_id).await?;
                customers.push(Taken {
                    customer_id: customer.id,
                    lease_id: self.id()?,
                    paid: one.paid,
                    trial: one.trial,
                    numbers: self.free_numbers(&open, customer.id, one.numbers).await?,
                });
            }
            match self.mutate_confirmed(&open, TakeLeases { replica_id, customers }).await {
                Ok(_) => break,
                // Somebody else was quicker with the User IDs: the next ones are as good.
                Err(failure) if attempt < TRIES && took_the_same(&failure) => {}
                Err(failure) => return Err(failure),
            }
        }
        self.site(&open).await
    }
}

fn took_the_same(failure: &Failure) -> bool {
    !failure.fields.is_empty() && failure.fields.iter().all(|error| error.field.ends_with(".numbers"))
}

impl<H: Host> Handle<GiveBack> for App<H> {
    async fn handle(&self, request: GiveBackRequest) -> Result<Site, Failure> {
        let open = self.open().await?;
        let mut lease_ids = request.lease_ids;
        if lease_ids.is_empty() {
            lease_ids = self.site(&open).await?.held.into_iter().map(|lease| lease.lease_id).collect();
        }
        self.mutate(&open, GiveBackLeases { lease_ids }).await?;
        self.site(&open).await
    }
}

impl<H: Host> Handle<PlanTrip> for App<H> {
    async fn handle(&self, request: PlanTripRequest) -> Result<Site, Failure> {
        let open = self.open().await?;
        let mut write = open.store.begin().await.map_err(fault)?;
        match request.day {
            Some(day) => {
                let day = serde_json::json!(day);
                sqlite::settings::put(write.connection(), TRIP, &day).await.map_err(fault)?;
            }
            None => sqlite::settings::remove(write.connection(), TRIP).await.map_err(fault)?,
        }
        write.commit().await.map_err(fault)?;
        self.site(&open).await
    }
}
