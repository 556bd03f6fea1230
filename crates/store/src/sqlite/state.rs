//! The working set of rows that a rule asks for.

use std::collections::BTreeSet;

use mobileaccess_domain::rows::{Customer, Key};
use mobileaccess_domain::{Id, Need, State};
use sqlx::sqlite::SqliteConnection;

use super::{
    accounts, credit, customers, distributors, groups, imports, keys, messages, quarantine, readers, replicas,
    templates, user_imports, users,
};
use crate::error::Result;

/// Loads everything that these needs name, with what each brings along.
pub async fn load(connection: &mut SqliteConnection, needs: Vec<Need>) -> Result<State> {
    let mut state = State::default();
    let mut met = BTreeSet::new();
    let mut open = needs;
    while let Some(need) = open.pop() {
        if met.contains(&need) {
            continue;
        }
        meet(&mut *connection, &need, &mut state, &mut open).await?;
        met.insert(need);
    }
    Ok(state)
}

async fn meet(connection: &mut SqliteConnection, need: &Need, state: &mut State, open: &mut Vec<Need>) -> Result<()> {
    match need {
        Need::DistributorCode(code) => {
            state
                .distributors
                .extend(distributors::with_code(connection, code).await?.into_iter().map(|row| (row.id, row)));
        }
        Need::Distributor(id) => {
            if let Some(row) = distributors::get(&mut *connection, *id).await? {
                for (account, amount) in credit::balances_of_distributor(&mut *connection, *id).await? {
                    state.balances.insert((*id, account), amount);
                }
                state.chains.insert(*id, credit::chain_head(connection, *id).await?);
                state.distributors.insert(*id, row);
            }
        }
        Need::Customer(id) => customer(connection, *id, state, open).await?,
        Need::SystemId(system_id) => {
            state
                .customers
                .extend(customers::with_system_id(connection, system_id).await?.into_iter().map(|row| (row.id, row)));
        }
        Need::Account(id) => {
            if let Some(row) = accounts::get(&mut *connection, *id).await? {
                open.extend(row.customer_id.map(Need::Customer));
                open.push(Need::Distributor(row.distributor_id));
                let assignments = accounts::assignments_of(connection, *id).await?;
                state.assignments.extend(assignments.into_iter().map(|row| (row.id, row)));
                state.accounts.insert(*id, row);
            }
        }
        Need::AccountEmail(email) => {
            state.accounts.extend(accounts::with_email(connection, email).await?.into_iter().map(|row| (row.id, row)));
        }
        Need::DistributorAccounts(id) => {
            state
                .accounts
                .extend(accounts::of_distributor(connection, *id).await?.into_iter().map(|row| (row.id, row)));
        }
        Need::Assignment(id) => {
            state.assignments.extend(accounts::assignment(connection, *id).await?.map(|row| (row.id, row)));
        }
        Need::User(id) => {
            if let Some(row) = users::get(&mut *connection, *id).await? {
                open.push(Need::Customer(row.customer_id));
                state
                    .devices
                    .extend(keys::devices_of(&mut *connection, *id).await?.into_iter().map(|row| (row.id, row)));
                state.keys.extend(keys::keys_of(&mut *connection, *id).await?.into_iter().map(|row| (row.id, row)));
                state.codes.extend(keys::codes_of(connection, *id).await?.into_iter().map(|row| (row.id, row)));
                state.users.insert(*id, row);
            }
        }
        Need::Key(id) => {
            if let Some(row) = keys::get(&mut *connection, *id).await? {
                open.push(Need::User(row.user_id));
                state.keys.insert(*id, row);
                spend(connection, *id, state).await?;
            }
        }
        Need::Device(id) => {
            if let Some(row) = keys::device(&mut *connection, *id).await? {
                open.push(Need::User(row.user_id));
                for key in keys::keys_of(&mut *connection, row.user_id).await? {
                    if key.device_id == *id {
                        spend(&mut *connection, key.id, state).await?;
                    }
                }
                state.devices.insert(*id, row);
            }
        }
        Need::CodeRow(id) => {
            if let Some(row) = keys::code(connection, *id).await? {
                open.push(Need::Key(row.key_id));
                state.codes.insert(*id, row);
            }
        }
        Need::Code(text) => {
            if let Some(row) = keys::code_with_text(connection, text).await? {
                open.push(Need::Key(row.key_id));
                state.codes.insert(row.id, row);
            }
        }
        Need::Number(customer, number) => {
            let leases = replicas::leases_of_customer(&mut *connection, *customer).await?;
            state.leases.extend(leases.into_iter().filter(|row| row.has_number(*number)).map(|row| (row.id, row)));
            state
                .keys
                .extend(keys::with_number(connection, *customer, *number).await?.into_iter().map(|row| (row.id, row)));
        }
        Need::Reader(id) => {
            if let Some(row) = readers::get(connection, *id).await? {
                open.push(Need::Customer(row.customer_id));
                state.readers.insert(*id, row);
            }
        }
        Need::ReaderIdentity(customer, reader_id, mac) => {
            let found = readers::with_identity(connection, *customer, reader_id, mac.as_deref()).await?;
            state.readers.extend(found.into_iter().map(|row| (row.id, row)));
        }
        Need::Readers(customer) => {
            let found = readers::live_or_published(connection, *customer).await?;
            state.readers.extend(found.into_iter().map(|row| (row.id, row)));
        }
        Need::Groups(customer) => {
            state.groups.extend(groups::live(connection, *customer).await?.into_iter().map(|row| (row.id, row)));
        }
        Need::Group(id) => {
            if let Some(row) = groups::get(connection, *id).await? {
                open.push(Need::Customer(row.customer_id));
                state.groups.insert(*id, row);
            }
        }
        Need::GroupKeys(id) => {
            if let Some(row) = groups::get(&mut *connection, *id).await? {
                let found = keys::with_group(connection, row.customer_id, *id).await?;
                state.keys.extend(found.into_iter().map(|row| (row.id, row)));
            }
        }
        Need::Template(id) => {
            if let Some(row) = templates::get(connection, *id).await? {
                open.push(Need::Distributor(row.distributor_id));
                state.templates.insert(*id, row);
            }
        }
        Need::Templates(id) => {
            state.templates.extend(templates::live(connection, *id).await?.into_iter().map(|row| (row.id, row)));
        }
        Need::Replica(id) => {
            if let Some(row) = replicas::get(&mut *connection, *id).await? {
                for lease in replicas::leases_of(connection, *id).await? {
                    open.push(Need::Customer(lease.customer_id));
                    state.leases.insert(lease.id, lease);
                }
                state.replicas.insert(*id, row);
            }
        }
        Need::Lease(id) => {
            if let Some(row) = replicas::lease(&mut *connection, *id).await? {
                open.push(Need::Customer(row.customer_id));
                state.replicas.extend(replicas::get(connection, row.replica_id).await?.map(|row| (row.id, row)));
                state.leases.insert(*id, row);
            }
        }
        Need::Quarantined(id) => {
            if let Some(row) = quarantine::get(connection, *id).await? {
                open.extend(row.mutation.needs());
                state.quarantined.insert(*id, row);
            }
        }
        Need::Message(id) => {
            if let Some(row) = messages::get(connection, *id).await? {
                open.push(Need::Key(row.key_id));
                state.messages.insert(*id, row);
            }
        }
        Need::Import(id) => {
            if let Some(row) = imports::get(&mut *connection, *id).await? {
                // Those that were deleted, and published away since, come back by an undo too.
                let touched = row.changes.iter().map(|change| change.reader_id).collect();
                let found = readers::with_ids(connection, &touched).await?;
                state.readers.extend(found.into_iter().map(|row| (row.id, row)));
                open.push(Need::Readers(row.customer_id));
                open.push(Need::Customer(row.customer_id));
                state.imports.insert(*id, row);
            }
        }
        Need::Users(customer) => {
            let found = users::live_of_customer(connection, *customer).await?;
            state.users.extend(found.into_iter().map(|row| (row.id, row)));
        }
        Need::Numbers(customer, numbers) => {
            let found = keys::with_numbers(connection, *customer, numbers).await?;
            state.keys.extend(found.into_iter().map(|row| (row.id, row)));
        }
        Need::UserImport(id) => {
            if let Some(row) = user_imports::get(&mut *connection, *id).await? {
                let (users, devices, keys, codes, spends) = user_imports::touched(connection, &row).await?;
                state.users.extend(users.into_iter().map(|row| (row.id, row)));
                state.devices.extend(devices.into_iter().map(|row| (row.id, row)));
                state.keys.extend(keys.into_iter().map(|row| (row.id, row)));
                state.codes.extend(codes.into_iter().map(|row| (row.id, row)));
                state.spends.extend(spends);
                open.push(Need::Customer(row.customer_id));
                state.user_imports.insert(*id, row);
            }
        }
    }
    Ok(())
}

async fn customer(
    connection: &mut SqliteConnection,
    id: Id<Customer>,
    state: &mut State,
    open: &mut Vec<Need>,
) -> Result<()> {
    let Some(row) = customers::get(&mut *connection, id).await? else { return Ok(()) };
    open.push(Need::Distributor(row.distributor_id));
    if row.system_id_twice || row.deleted_at.is_some() {
        open.push(Need::SystemId(row.system_id.clone()));
    }
    for (account, amount) in credit::balances_of_customer(&mut *connection, row.distributor_id, id).await? {
        state.balances.insert((row.distributor_id, account), amount);
    }
    let leases = replicas::leases_of_customer(connection, id).await?;
    state.leases.extend(leases.into_iter().filter(|row| row.is_live()).map(|row| (row.id, row)));
    state.customers.insert(id, row);
    Ok(())
}

async fn spend(connection: &mut SqliteConnection, key: Id<Key>, state: &mut State) -> Result<()> {
    state.spends.extend(credit::spend_of(connection, key).await?.map(|entry| (key, entry)));
    Ok(())
}
