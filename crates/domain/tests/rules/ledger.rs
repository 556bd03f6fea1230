//! The ledger over random histories, against a small model.

mod model;
mod statements;

use std::collections::{BTreeMap, BTreeSet};

use mobileaccess_domain::{
    AccountActor, Actor, Edit, Id, Mutation,
    credit::{RefundCredit, SellCredit, TransferCredit},
    customers::{
        CreateCustomer, CustomerEdits, DEMO_SYSTEM_ID, DEMO_SYSTEM_KEY, DeleteCustomer, EditCustomer, RestoreCustomer,
    },
    decide,
    keys::{DeleteKey, Holder, NewCode, RestoreKey, SwapPhone},
    ledger,
    phones::ActivateKey,
    rows::{
        Account, CreditClass, Customer, Device, Key, LedgerAccount, Platform, SystemType, Transfer, TransferKind, User,
    },
};
use proptest::prelude::*;

use crate::world::{World, phone};
use model::{Model, Step, Who, step};

/// The same history in the rules' hands.
#[derive(Clone)]
struct Run {
    world: World,
    installer: Id<Account>,
    model: Model,
    customers: Vec<Id<Customer>>,
    users: Vec<Id<User>>,
    devices: Vec<Id<Device>>,
    keys: Vec<(Id<Key>, Option<NewCode>)>,
}

impl Run {
    fn new() -> Self {
        let mut world = World::new();
        world.narrow = false;
        let Actor::Account(AccountActor { id: installer, .. }) = world.installer("i@ima.cz", &[]) else {
            unreachable!()
        };
        Self {
            world,
            installer,
            model: Model::default(),
            customers: Vec::new(),
            users: Vec::new(),
            devices: Vec::new(),
            keys: Vec::new(),
        }
    }

    /// The step with numbers that exist, or `None` if there is nothing yet that it could be about.
    fn grounded(&self, step: Step) -> Option<Step> {
        let customer = |number: usize| number.checked_rem(self.customers.len());
        let key = |number: usize| number.checked_rem(self.keys.len());
        Some(match step {
            Step::Sell(_) | Step::Create { .. } => step,
            Step::Transfer { who, customer: c, amount } => Step::Transfer { who, customer: customer(c)?, amount },
            Step::Refund { who, customer: c, amount } => Step::Refund { who, customer: customer(c)?, amount },
            Step::Delete { who, customer: c, take_back } => Step::Delete { who, customer: customer(c)?, take_back },
            Step::Restore { who, customer: c } => Step::Restore { who, customer: customer(c)? },
            Step::SwitchType { customer: c } => Step::SwitchType { customer: customer(c)? },
            Step::Issue { who, customer: c, holder } => {
                let customer = customer(c)?;
                let own = |index: &usize| self.model.keys[*index].customer == customer;
                Step::Issue { who, customer, holder: holder.and_then(key).filter(own) }
            }
            Step::DeleteKey { key: k } => Step::DeleteKey { key: key(k)? },
            Step::RestoreKey { who, key: k } => Step::RestoreKey { who, key: key(k)? },
            Step::Swap { who, key: k, waived } => Step::Swap { who, key: key(k)?, waived },
            Step::Activate { key: k } => Step::Activate { key: key(k)? },
            Step::Sync { device } => Step::Sync { device: device.checked_rem(self.devices.len())? },
        })
    }

    /// The mutation of a step, who does it, and what to remember if it is accepted.
    fn mutation(&mut self, step: &Step) -> (Actor, Mutation) {
        let actor = |run: &Self, who| match who {
            Who::Admin => run.world.admin.clone(),
            Who::Installer => run.world.login(run.installer),
        };
        match *step {
            Step::Sell(amount) => {
                let distributor_id = self.world.distributor;
                (Actor::Issuer, SellCredit { distributor_id, amount, note: "PO 7".to_owned() }.into())
            }
            Step::Create { who, demo, credit } => {
                let serial = format!("Alfa{:04}", self.customers.len());
                let wizard = CreateCustomer { credit, ..self.world.wizard(&serial) };
                let wizard = if demo {
                    CreateCustomer {
                        system_type: SystemType::Demo,
                        system_id: DEMO_SYSTEM_ID.to_owned(),
                        system_key: DEMO_SYSTEM_KEY.to_owned(),
                        ..wizard
                    }
                } else {
                    wizard
                };
                (actor(self, who), wizard.into())
            }
            Step::Transfer { who, customer, amount } => {
                let customer_id = self.customers[customer];
                (actor(self, who), TransferCredit { customer_id, amount, note: String::new() }.into())
            }
            Step::Refund { who, customer, amount } => {
                let customer_id = self.customers[customer];
                (actor(self, who), RefundCredit { customer_id, amount, note: String::new() }.into())
            }
            Step::Delete { who, customer, take_back } => {
                (actor(self, who), DeleteCustomer { customer_id: self.customers[customer], take_back }.into())
            }
            Step::Restore { who, customer } => {
                (actor(self, who), RestoreCustomer { customer_id: self.customers[customer] }.into())
            }
            Step::SwitchType { customer } => {
                let row = &self.world.state.customers[&self.customers[customer]];
                let (system_type, system_id, system_key) = if row.is_demo() {
                    (SystemType::Importer, format!("Alfa9{customer:03}"), "Tajemstvi2".to_owned())
                } else {
                    (SystemType::Demo, DEMO_SYSTEM_ID.to_owned(), DEMO_SYSTEM_KEY.to_owned())
                };
                let edits = CustomerEdits {
                    system_type: Some(Edit { from: row.system_type, to: system_type }),
                    system_id: Some(Edit { from: row.system_id.clone(), to: system_id }),
                    system_key: Some(Edit { from: row.system_key.clone(), to: system_key }),
                    ..CustomerEdits::default()
                };
                (self.world.admin.clone(), EditCustomer { customer_id: row.id, edits }.into())
            }
            Step::Issue { who, customer, holder } => {
                let number = u32::try_from(self.keys.len() + 1).unwrap();
                let mut issue = self.world.new_key(self.customers[customer], number);
                if let Some(key) = holder {
                    issue.holder = Holder::Existing { user_id: self.users[self.model.keys[key].user] };
                }
                (actor(self, who), issue.into())
            }
            Step::DeleteKey { key } => (self.world.admin.clone(), DeleteKey { key_id: self.keys[key].0 }.into()),
            Step::RestoreKey { who, key } => {
                let restore = RestoreKey {
                    key_id: self.keys[key].0,
                    new_key_id: self.world.id(),
                    code: self.world.code(),
                    lease: None,
                };
                (actor(self, who), restore.into())
            }
            Step::Swap { who, key, waived } => {
                let swap = SwapPhone {
                    key_id: self.keys[key].0,
                    device_id: self.world.id(),
                    device_name: "Device002".to_owned(),
                    new_key_id: self.world.id(),
                    code: self.world.code(),
                    waiver: waived.then(|| "broken on delivery".to_owned()),
                    lease: None,
                };
                (actor(self, who), swap.into())
            }
            Step::Activate { key } => {
                let code = self.keys[key].1.as_ref().map_or_else(|| "unknown".to_owned(), |code| code.code.clone());
                (
                    Actor::Phone,
                    ActivateKey {
                        public_key: phone(&self.world.code().code),
                        code,
                        platform: Platform::Ios,
                        model: "iPhone".to_owned(),
                    }
                    .into(),
                )
            }
            Step::Sync { device } => (Actor::Phone, self.world.sync(self.devices[device]).into()),
        }
    }

    fn remember(&mut self, mutation: &Mutation) {
        match mutation {
            Mutation::CreateCustomer(wizard) => self.customers.push(wizard.customer_id),
            Mutation::IssueKey(issue) => {
                self.users.push(match issue.holder {
                    Holder::New { user_id, .. } | Holder::Existing { user_id } => user_id,
                });
                self.devices.push(issue.device_id);
                self.keys.push((issue.key_id, Some(issue.code.clone())));
            }
            Mutation::RestoreKey(restore) => {
                self.users.push(self.world.state.keys[&restore.new_key_id].user_id);
                let has_code = self.world.state.codes.contains_key(&restore.code.id);
                self.keys.push((restore.new_key_id, has_code.then(|| restore.code.clone())));
            }
            Mutation::SwapPhone(swap) => {
                self.users.push(self.world.state.keys[&swap.new_key_id].user_id);
                self.devices.push(swap.device_id);
                self.keys.push((swap.new_key_id, Some(swap.code.clone())));
            }
            _ => {}
        }
    }

    fn take(&mut self, step: Step) -> Result<(), TestCaseError> {
        let Some(step) = self.grounded(step) else { return Ok(()) };
        let expected = self.model.take_step(&step);
        let (actor, mutation) = self.mutation(&step);
        let context = self.world.context(&actor, self.world.next_mutation_id());
        let before = decide(&self.world.state, &mutation, &context);
        let outcome = self.world.act(&actor, mutation.clone());
        prop_assert_eq!(&before, &outcome, "the same question has the same answer");
        let verdict = outcome.as_ref().map(|_| ()).map_err(|refusal| refusal.code());
        prop_assert_eq!(verdict, expected.map_err(str::to_owned), "{:?}", step);
        if let Ok(effects) = outcome {
            self.remember(&mutation);
            // The network asked twice: what comes back carries the ids of the first answer, so it cannot count twice.
            if let Ok(again) = decide(&self.world.state, &mutation, &context) {
                let first: BTreeSet<Id<Transfer>> = effects.transfers.iter().map(|transfer| transfer.id).collect();
                prop_assert!(again.transfers.iter().all(|transfer| first.contains(&transfer.id)), "{:?}", step);
            }
        }
        self.equal()
    }

    /// What there is equals what there should be.
    fn equal(&self) -> Result<(), TestCaseError> {
        let state = &self.world.state;
        let balance = |account| state.balance(self.world.distributor, account);
        prop_assert_eq!(balance(LedgerAccount::Issuer), self.model.issuer);
        prop_assert_eq!(balance(LedgerAccount::Distributor), self.model.distributor);
        for (id, model) in self.customers.iter().zip(&self.model.customers) {
            let purse = |class| balance(LedgerAccount::Customer(*id, class));
            let spent = |class| balance(LedgerAccount::Spent(*id, class));
            use CreditClass::{Paid, Trial};
            prop_assert_eq!(
                (purse(Paid), purse(Trial), spent(Paid), spent(Trial)),
                (model.paid, model.trial, model.spent_paid, model.spent_trial)
            );
        }
        Ok(())
    }

    fn invariants(&self) -> Result<(), TestCaseError> {
        let state = &self.world.state;
        prop_assert_eq!(state.balances.values().sum::<i64>(), 0, "all balances sum to 0");
        for ((_, account), balance) in &state.balances {
            prop_assert!(*balance >= 0 || *account == LedgerAccount::Issuer, "{} is below 0", account);
        }
        let mut fold: BTreeMap<LedgerAccount, i64> = BTreeMap::new();
        for transfer in &self.world.ledger {
            prop_assert!(transfer.amount > 0);
            *fold.entry(transfer.debit).or_default() -= transfer.amount;
            *fold.entry(transfer.credit).or_default() += transfer.amount;
            if let LedgerAccount::Customer(from, CreditClass::Trial) = transfer.debit {
                let own = LedgerAccount::Spent(from, CreditClass::Trial);
                prop_assert_eq!(transfer.credit, own, "trial credit never leaves its customer");
            }
            if let LedgerAccount::Customer(_, CreditClass::Trial) = transfer.credit {
                let known = matches!(transfer.kind, TransferKind::Trial | TransferKind::SpendRefund);
                prop_assert!(known, "trial credit comes from nowhere else: {:?}", transfer.kind);
            }
        }
        let balances: BTreeMap<LedgerAccount, i64> =
            state.balances.iter().map(|((_, account), balance)| (*account, *balance)).collect();
        prop_assert_eq!(balances, fold, "a balance is the fold of its entries");
        let spends = self.world.ledger.iter().filter(|transfer| transfer.kind == TransferKind::Spend).count();
        let refunds = self.world.ledger.iter().filter(|transfer| transfer.kind == TransferKind::SpendRefund).count();
        let spent: i64 = state
            .balances
            .iter()
            .filter(|((_, account), _)| matches!(account, LedgerAccount::Spent(..)))
            .map(|(_, balance)| *balance)
            .sum();
        let charged = self.model.keys.iter().filter(|key| key.paid_by.is_some()).count();
        prop_assert_eq!(spends - refunds, charged, "spent is charged keys less refunds");
        prop_assert_eq!(spent, i64::try_from(charged).unwrap());
        let ids: BTreeSet<Id<Transfer>> = self.world.ledger.iter().map(|transfer| transfer.id).collect();
        prop_assert_eq!(ids.len(), self.world.ledger.len(), "every entry has its own id");
        prop_assert!(ledger::verify(&Default::default(), &self.world.ledger), "the chain verifies");
        let reversed: Vec<Id<Transfer>> = self.world.ledger.iter().filter_map(|transfer| transfer.reverses).collect();
        let once: BTreeSet<&Id<Transfer>> = reversed.iter().collect();
        prop_assert_eq!(once.len(), reversed.len(), "no entry is taken back twice");
        Ok(())
    }
}

thread_local! {
    static START: Run = Run::new();
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_history_keeps_the_books(steps in proptest::collection::vec(step(), 1..20)) {
        let mut run = START.with(Clone::clone);
        for step in steps {
            run.take(step)?;
        }
        run.invariants()?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_long_history_keeps_the_books_and_asks_for_every_row_it_looks_at(
        steps in proptest::collection::vec(step(), 40..80),
    ) {
        let mut run = START.with(Clone::clone);
        run.world.narrow = true;
        for step in steps {
            run.take(step)?;
        }
        run.invariants()?;
    }

    #[test]
    fn a_chain_that_was_tampered_with_does_not_verify(
        amounts in proptest::collection::vec(1..50_i64, 2..12),
        place in any::<prop::sample::Index>(),
        how in 0..9_u8,
    ) {
        let mut world = World::new();
        for amount in amounts {
            world.sell(amount);
        }
        let mut entries = world.ledger.clone();
        prop_assert!(ledger::verify(&Default::default(), &entries));
        let place = place.index(entries.len());
        let other = entries[(place + 1) % entries.len()].clone();
        let entry = &mut entries[place];
        match how {
            0 => entry.amount += 1,
            1 => entry.note.push('1'),
            2 => std::mem::swap(&mut entry.debit, &mut entry.credit),
            3 => entry.at += chrono::Duration::milliseconds(1),
            4 => entry.kind = TransferKind::Refund,
            5 => entry.reverses = Some(other.id),
            6 => entry.seq += 1,
            7 => {
                // A forger who knows the hash still breaks the entry behind it, or the head the store keeps.
                entry.amount += 1;
                entry.hash = ledger::hash(entry);
            }
            _ => drop(entries.remove(place)),
        }
        let head = &world.state.chains[&world.distributor];
        let whole = ledger::verify(&Default::default(), &entries)
            && entries.last().is_some_and(|last| (last.seq, &last.hash) == (head.seq, &head.hash));
        prop_assert!(!whole);
    }
}
