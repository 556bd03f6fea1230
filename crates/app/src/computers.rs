//! Computers that belong to a cloud, and what lost ones delivered.

use std::collections::BTreeMap;

use mobileaccess_domain::{
    Id, Mutation,
    quarantine::{AcceptQuarantined, DiscardQuarantined},
    replicas::{DeclareReplicaLost, RenameReplica, RevokeReplica, manages},
    rows::{Account, Customer, Replica, Role},
};
use mobileaccess_store::sqlite;
use mobileaccess_sync::http::Address;
use mobileaccess_wire::{
    AcceptQuarantine, DeclareComputerLost, DiscardQuarantine, Empty, Failure, Handle, ListComputers, ListQuarantine,
    MakeEnrolCode, RenameComputer, RevokeComputer,
    computers::{
        ComputerRequest, ComputerRow, Computers, EnrolCode, EnrolCodeRequest, Quarantine, QuarantineRequest,
        QuarantineRow, RenameComputerRequest,
    },
    sync::{CodeRequest, MadeCode},
};

use crate::{
    App, Host,
    data::{Open, fault},
};

impl<H: Host> App<H> {
    async fn emails(&self, open: &Open) -> Result<BTreeMap<Id<Account>, String>, Failure> {
        let mut connection = open.store.read().await.map_err(fault)?;
        sqlite::accounts::emails(&mut connection).await.map_err(fault)
    }

    async fn computers(&self, open: &Open) -> Result<Computers, Failure> {
        let (_, actor) = self.actor(open).await?;
        let state = self.sync_state(open).await?;
        let own = state.as_ref().map(|state| state.replica_id);
        let emails = self.emails(open).await?;
        let mut connection = open.store.read().await.map_err(fault)?;
        let mut rows = sqlite::replicas::of_distributor(&mut connection, open.distributor).await.map_err(fault)?;
        let waiting = sqlite::mutations::pending_count(&mut connection).await.map_err(fault)?;
        let names = sqlite::customers::of_distributor(&mut connection, open.distributor).await.map_err(fault)?;
        let names: BTreeMap<Id<Customer>, String> = names.into_iter().map(|row| (row.id, row.name)).collect();
        rows.retain(|row| manages(&actor, row));
        rows.sort_by_key(|row| (Some(row.id) != own, !row.is_live(), row.name.to_lowercase()));
        let computers = rows.iter().map(|row| (row.id, row.name.clone())).collect();
        let mut list = Vec::with_capacity(rows.len());
        for row in rows {
            let leases = sqlite::replicas::leases_of(&mut connection, row.id).await.map_err(fault)?;
            let leases = leases.into_iter().filter(|lease| lease.replica_id == row.id).collect();
            let this = Some(row.id) == own;
            list.push(ComputerRow {
                id: row.id,
                account: emails.get(&row.account_id).cloned().unwrap_or_default(),
                customer: row.customer_id.and_then(|id| names.get(&id).cloned()),
                this,
                enrolled_at: row.enrolled_at,
                revoked_at: row.revoked_at,
                lost_at: row.lost_at,
                copied: row.copied_from.is_some(),
                last_contact: state.as_ref().filter(|_| this).and_then(|state| state.last_contact),
                waiting: this.then_some(waiting),
                leases: self.held(open, leases, &computers).await?,
                name: row.name,
            });
        }
        Ok(Computers { joined: own.is_some(), computers: list })
    }

    async fn quarantine(&self, open: &Open) -> Result<Quarantine, Failure> {
        let (_, actor) = self.actor(open).await?;
        if actor.role != Role::DistributorAdmin {
            return Err(Failure::new("not_allowed"));
        }
        let emails = self.emails(open).await?;
        let mut connection = open.store.read().await.map_err(fault)?;
        let mut items = Vec::new();
        for item in sqlite::quarantine::waiting(&mut connection, open.distributor).await.map_err(fault)? {
            let computer = sqlite::replicas::get(&mut connection, item.replica_id).await.map_err(fault)?;
            let customer = match customer_of(&item.mutation) {
                Some(id) => sqlite::customers::get(&mut connection, id).await.map_err(fault)?.map(|row| row.name),
                None => None,
            };
            let number = match item.mutation.as_ref() {
                Mutation::IssueKey(key) => Some(key.number.get()),
                _ => None,
            };
            items.push(QuarantineRow {
                id: item.id,
                computer: computer.map(|row| row.name).unwrap_or_default(),
                account: emails.get(&item.account_id).cloned().unwrap_or_default(),
                action: item.mutation.name().to_owned(),
                customer,
                about: crate::cloud::about(&item.mutation),
                user_id_number: number,
                made_at: item.made_at,
            });
        }
        Ok(Quarantine { items })
    }

    /// Decides about items in the order in which they were done there, and stops at the first that cannot be.
    async fn decide_about(
        &self,
        open: &Open,
        request: QuarantineRequest,
        decide: impl Fn(Id<mobileaccess_domain::rows::Quarantined>) -> Mutation,
    ) -> Result<Quarantine, Failure> {
        let waiting = self.quarantine(open).await?;
        for item in waiting.items.iter().filter(|item| request.item_ids.contains(&item.id)) {
            self.mutate(open, decide(item.id)).await?;
        }
        self.quarantine(open).await
    }
}

/// The customer that a delivered mutation names.
fn customer_of(mutation: &Mutation) -> Option<Id<Customer>> {
    let value = serde_json::to_value(mutation).ok()?;
    value.pointer("/args/customer_id")?.as_str()?.parse().ok()
}

impl<H: Host> Handle<ListComputers> for App<H> {
    async fn handle(&self, _: Empty) -> Result<Computers, Failure> {
        let open = self.open().await?;
        self.computers(&open).await
    }
}

impl<H: Host> Handle<RenameComputer> for App<H> {
    async fn handle(&self, request: RenameComputerRequest) -> Result<Computers, Failure> {
        let open = self.open().await?;
        self.mutate(&open, RenameReplica { replica_id: request.computer_id, name: request.name }).await?;
        self.computers(&open).await
    }
}

impl<H: Host> App<H> {
    /// The office server cannot be ended from itself: everybody's data are on it.
    async fn not_the_office(&self, open: &Open, computer: Id<Replica>) -> Result<(), Failure> {
        let own = self.own_computer(open).await? == Some(computer);
        if own && self.is_office(open).await? { Err(Failure::new("office_server_here")) } else { Ok(()) }
    }
}

impl<H: Host> Handle<MakeEnrolCode> for App<H> {
    async fn handle(&self, request: EnrolCodeRequest) -> Result<EnrolCode, Failure> {
        let open = self.open().await?;
        self.admin(&open).await?;
        let state = self.sync_state(&open).await?.ok_or_else(|| Failure::new("no_cloud"))?;
        let email = self.emails(&open).await?.remove(&request.account_id).ok_or_else(|| Failure::new("not_found"))?;
        let made: MadeCode = self.ask_cloud(&open, "/v1/code", &CodeRequest { account_id: request.account_id }).await?;
        let own = Address { url: state.address, certificate: state.certificate };
        let address = self.office_address(&open).await?.unwrap_or(own);
        Ok(EnrolCode { address: address.to_string(), email, code: made.code.0, expires_at: made.expires_at })
    }
}

impl<H: Host> Handle<RevokeComputer> for App<H> {
    async fn handle(&self, request: ComputerRequest) -> Result<Computers, Failure> {
        let open = self.open().await?;
        self.not_the_office(&open, request.computer_id).await?;
        self.mutate(&open, RevokeReplica { replica_id: request.computer_id }).await?;
        self.computers(&open).await
    }
}

impl<H: Host> Handle<DeclareComputerLost> for App<H> {
    async fn handle(&self, request: ComputerRequest) -> Result<Computers, Failure> {
        let open = self.open().await?;
        self.not_the_office(&open, request.computer_id).await?;
        self.mutate(&open, DeclareReplicaLost { replica_id: request.computer_id }).await?;
        self.computers(&open).await
    }
}

impl<H: Host> Handle<ListQuarantine> for App<H> {
    async fn handle(&self, _: Empty) -> Result<Quarantine, Failure> {
        let open = self.open().await?;
        self.quarantine(&open).await
    }
}

impl<H: Host> Handle<AcceptQuarantine> for App<H> {
    async fn handle(&self, request: QuarantineRequest) -> Result<Quarantine, Failure> {
        let open = self.open().await?;
        self.decide_about(&open, request, |item_id| AcceptQuarantined { item_id }.into()).await
    }
}

impl<H: Host> Handle<DiscardQuarantine> for App<H> {
    async fn handle(&self, request: QuarantineRequest) -> Result<Quarantine, Failure> {
        let open = self.open().await?;
        self.decide_about(&open, request, |item_id| DiscardQuarantined { item_id }.into()).await
    }
}
