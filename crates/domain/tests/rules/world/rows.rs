//! The store of these tests: loads rows by need, as the descriptions of the needs say.

use std::collections::BTreeSet;

use mobileaccess_domain::{
    Id, Need, State,
    rows::{Account, ActivationCode, Customer, Distributor, Key, Lease, LedgerAccount, Reader, User},
};

/// The rows that a store would load for these needs, and no others.
pub(crate) fn asked_for(all: &State, needs: &[Need]) -> State {
    let mut rows = Rows { all, found: State::default() };
    needs.iter().for_each(|need| rows.load(need));
    rows.found
}

struct Rows<'a> {
    all: &'a State,
    found: State,
}

impl Rows<'_> {
    fn load(&mut self, need: &Need) {
        let all = self.all;
        match need {
            Need::DistributorCode(code) => {
                let same = |row: &&Distributor| row.code.eq_ignore_ascii_case(code);
                self.found.distributors.extend(all.distributors.values().filter(same).map(|row| (row.id, row.clone())));
            }
            Need::Distributor(id) => self.distributor(*id),
            Need::Customer(id) => self.customer(*id),
            Need::SystemId(system_id) => {
                let same = |row: &&Customer| row.system_id.eq_ignore_ascii_case(system_id);
                self.found.customers.extend(all.customers.values().filter(same).map(|row| (row.id, row.clone())));
            }
            Need::Account(id) => {
                let Some(account) = all.accounts.get(id) else { return };
                self.found.accounts.insert(*id, account.clone());
                account.customer_id.into_iter().for_each(|id| self.customer(id));
                let own = all.assignments.values().filter(|row| row.account_id == *id);
                self.found.assignments.extend(own.map(|row| (row.id, row.clone())));
            }
            Need::AccountEmail(email) => {
                let same = |row: &&Account| row.email.to_lowercase() == email.to_lowercase();
                self.found.accounts.extend(all.accounts.values().filter(same).map(|row| (row.id, row.clone())));
            }
            Need::DistributorAccounts(id) => {
                let own = |row: &&Account| row.distributor_id == *id && row.customer_id.is_none();
                self.found.accounts.extend(all.accounts.values().filter(own).map(|row| (row.id, row.clone())));
            }
            Need::Assignment(id) => {
                self.found.assignments.extend(all.assignments.get(id).map(|row| (*id, row.clone())));
            }
            Need::User(id) => self.user(*id),
            Need::Key(id) => self.key(*id),
            Need::Device(id) => {
                let Some(device) = all.devices.get(id) else { return };
                self.user(device.user_id);
                for key in all.keys.values().filter(|key| key.device_id == *id) {
                    self.spend(key.id);
                }
            }
            Need::CodeRow(id) => {
                let Some(code) = all.codes.get(id) else { return };
                self.key(code.key_id);
            }
            Need::Code(text) => {
                let same = |code: &&ActivationCode| code.code == *text;
                for key in all.codes.values().filter(same).map(|code| code.key_id).collect::<BTreeSet<_>>() {
                    self.key(key);
                }
            }
            Need::Number(customer, number) => {
                let same = |key: &&Key| key.customer_id == *customer && key.number == *number;
                self.found.keys.extend(all.keys.values().filter(same).map(|row| (row.id, row.clone())));
                let holds = all.leases.values().filter(|row| row.customer_id == *customer && row.has_number(*number));
                self.found.leases.extend(holds.map(|row| (row.id, row.clone())));
            }
            Need::Reader(id) => {
                let Some(reader) = all.readers.get(id) else { return };
                self.found.readers.insert(*id, reader.clone());
                self.customer(reader.customer_id);
            }
            Need::ReaderIdentity(customer, reader_id, mac) => {
                let same = |reader: &&Reader| {
                    reader.customer_id == *customer
                        && reader.deleted_at.is_none()
                        && (reader.fields.reader_id == *reader_id || (mac.is_some() && reader.fields.mac == *mac))
                };
                self.found.readers.extend(all.readers.values().filter(same).map(|row| (row.id, row.clone())));
            }
            Need::Readers(customer) => self.readers(*customer),
            Need::Groups(customer) => {
                let own = all.groups.values().filter(|row| row.customer_id == *customer && row.deleted_at.is_none());
                self.found.groups.extend(own.map(|row| (row.id, row.clone())));
            }
            Need::Group(id) => {
                let Some(group) = all.groups.get(id) else { return };
                self.found.groups.insert(*id, group.clone());
                self.customer(group.customer_id);
            }
            Need::GroupKeys(id) => {
                let own = all.keys.values().filter(|row| row.group_ids.contains(id) && !row.status.is_deleted());
                self.found.keys.extend(own.map(|row| (row.id, row.clone())));
            }
            Need::Template(id) => {
                let Some(template) = all.templates.get(id) else { return };
                self.found.templates.insert(*id, template.clone());
                self.load(&Need::Distributor(template.distributor_id));
            }
            Need::Templates(id) => {
                let live = all.templates.values().filter(|row| row.distributor_id == *id && row.deleted_at.is_none());
                self.found.templates.extend(live.map(|row| (row.id, row.clone())));
            }
            Need::Replica(id) => {
                let Some(replica) = all.replicas.get(id) else { return };
                self.found.replicas.insert(*id, replica.clone());
                let has = |row: &&Lease| row.replica_id == *id || row.copied_to.contains(id);
                for lease in all.leases.values().filter(has) {
                    self.found.leases.insert(lease.id, lease.clone());
                    self.customer(lease.customer_id);
                }
            }
            Need::Lease(id) => {
                let Some(lease) = all.leases.get(id) else { return };
                self.found.leases.insert(*id, lease.clone());
                self.found.replicas.extend(all.replicas.get(&lease.replica_id).map(|row| (row.id, row.clone())));
                self.customer(lease.customer_id);
            }
            Need::Quarantined(id) => {
                let Some(item) = all.quarantined.get(id) else { return };
                self.found.quarantined.insert(*id, item.clone());
                item.mutation.needs().iter().for_each(|need| self.load(need));
            }
            Need::Message(id) => {
                let Some(message) = all.messages.get(id) else { return };
                self.found.messages.insert(*id, message.clone());
                self.key(message.key_id);
            }
            Need::Import(id) => {
                let Some(import) = all.imports.get(id) else { return };
                self.found.imports.insert(*id, import.clone());
                let touched = import.changes.iter().filter_map(|change| all.readers.get(&change.reader_id));
                self.found.readers.extend(touched.map(|row| (row.id, row.clone())));
                self.readers(import.customer_id);
                self.customer(import.customer_id);
            }
            Need::Users(customer) => {
                let own = all.users.values().filter(|row| row.customer_id == *customer && row.deleted_at.is_none());
                self.found.users.extend(own.map(|row| (row.id, row.clone())));
            }
            Need::Numbers(customer, numbers) => {
                let own = |key: &&Key| key.customer_id == *customer && numbers.contains(&key.number);
                self.found.keys.extend(all.keys.values().filter(own).map(|row| (row.id, row.clone())));
            }
            Need::UserImport(id) => {
                let Some(import) = all.user_imports.get(id) else { return };
                self.found.user_imports.insert(*id, import.clone());
                self.customer(import.customer_id);
                for change in &import.changes {
                    self.user(change.user_id);
                    if let Some(key) = change.key_id {
                        self.spend(key);
                    }
                }
            }
        }
    }

    fn distributor(&mut self, id: Id<Distributor>) {
        let all = self.all;
        self.found.distributors.extend(all.distributors.get(&id).map(|row| (id, row.clone())));
        self.found.chains.extend(all.chains.get(&id).map(|head| (id, head.clone())));
        self.balance(id, LedgerAccount::Distributor);
        self.balance(id, LedgerAccount::Unconfirmed(None));
    }

    fn balance(&mut self, distributor: Id<Distributor>, account: LedgerAccount) {
        let at = (distributor, account);
        self.found.balances.extend(self.all.balances.get(&at).map(|balance| (at, *balance)));
    }

    fn customer(&mut self, id: Id<Customer>) {
        let all = self.all;
        let Some(customer) = all.customers.get(&id) else { return };
        self.found.customers.insert(id, customer.clone());
        if customer.deleted_at.is_some() || customer.system_id_twice {
            self.load(&Need::SystemId(customer.system_id.clone()));
        }
        let leases = all.leases.values().filter(|row| row.customer_id == id && row.is_live());
        self.found.leases.extend(leases.map(|row| (row.id, row.clone())));
        self.distributor(customer.distributor_id);
        for ((distributor, account), _) in
            all.balances.iter().filter(|((_, account), _)| account.customer() == Some(id))
        {
            self.balance(*distributor, *account);
        }
    }

    fn user(&mut self, id: Id<User>) {
        let all = self.all;
        let Some(user) = all.users.get(&id) else { return };
        self.found.users.insert(id, user.clone());
        self.customer(user.customer_id);
        let devices = all.devices.values().filter(|row| row.user_id == id);
        self.found.devices.extend(devices.map(|row| (row.id, row.clone())));
        let keys: Vec<&Key> = all.keys.values().filter(|row| row.user_id == id).collect();
        self.found.keys.extend(keys.iter().map(|row| (row.id, (*row).clone())));
        let codes = all.codes.values().filter(|code| keys.iter().any(|key| key.id == code.key_id));
        self.found.codes.extend(codes.map(|row| (row.id, row.clone())));
    }

    fn key(&mut self, id: Id<Key>) {
        let Some(key) = self.all.keys.get(&id) else { return };
        self.user(key.user_id);
        self.spend(id);
    }

    fn spend(&mut self, key: Id<Key>) {
        self.found.spends.extend(self.all.spends.get(&key).map(|row| (key, row.clone())));
    }

    fn readers(&mut self, customer: Id<Customer>) {
        let known =
            |row: &&Reader| row.customer_id == customer && (row.deleted_at.is_none() || row.published.is_some());
        self.found.readers.extend(self.all.readers.values().filter(known).map(|row| (row.id, row.clone())));
    }
}
