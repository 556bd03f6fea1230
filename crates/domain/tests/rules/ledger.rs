//! The ledger over random histories, against a model that knows nothing of chains, rows or rules' order: it counts.

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
    phones::{ActivateKey, SyncPhone},
    rows::{
        Account, CreditClass, Customer, Device, Key, LedgerAccount, Platform, SystemType, Transfer, TransferKind, User,
    },
};
use proptest::prelude::*;

use crate::world::World;

/// Who does something: the distributor's admin, or an installer with the customers that installer created.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Who {
    Admin,
    Installer,
}

/// One step of a history. Numbers choose among what there is by then.
#[derive(Clone, Debug)]
enum Step {
    Sell(i64),
    Create { who: Who, demo: bool, credit: i64 },
    Transfer { who: Who, customer: usize, amount: i64 },
    Refund { who: Who, customer: usize, amount: i64 },
    Delete { who: Who, customer: usize, take_back: bool },
    Restore { who: Who, customer: usize },
    SwitchType { customer: usize },
    Issue { who: Who, customer: usize, holder: Option<usize> },
    DeleteKey { key: usize },
    RestoreKey { who: Who, key: usize },
    Swap { who: Who, key: usize, waived: bool },
    Activate { key: usize },
    Sync { device: usize },
}

fn who() -> impl Strategy<Value = Who> {
    prop_oneof![3 => Just(Who::Admin), 1 => Just(Who::Installer)]
}

fn step() -> impl Strategy<Value = Step> {
    let some = 0..64_usize;
    prop_oneof![
        2 => (-1..9_i64).prop_map(Step::Sell),
        3 => (who(), prop::bool::weighted(0.2), 0..4_i64)
            .prop_map(|(who, demo, credit)| Step::Create { who, demo, credit }),
        3 => (who(), some.clone(), -1..9_i64).prop_map(|(who, customer, amount)| Step::Transfer { who, customer, amount }),
        3 => (who(), some.clone(), -1..9_i64).prop_map(|(who, customer, amount)| Step::Refund { who, customer, amount }),
        2 => (who(), some.clone(), any::<bool>())
            .prop_map(|(who, customer, take_back)| Step::Delete { who, customer, take_back }),
        2 => (who(), some.clone()).prop_map(|(who, customer)| Step::Restore { who, customer }),
        1 => some.clone().prop_map(|customer| Step::SwitchType { customer }),
        8 => (who(), some.clone(), prop::option::of(some.clone()))
            .prop_map(|(who, customer, holder)| Step::Issue { who, customer, holder }),
        4 => some.clone().prop_map(|key| Step::DeleteKey { key }),
        4 => (who(), some.clone()).prop_map(|(who, key)| Step::RestoreKey { who, key }),
        5 => (who(), some.clone(), any::<bool>()).prop_map(|(who, key, waived)| Step::Swap { who, key, waived }),
        3 => some.clone().prop_map(|key| Step::Activate { key }),
        2 => some.prop_map(|device| Step::Sync { device }),
    ]
}

#[derive(Clone, Debug, Default)]
struct ModelCustomer {
    demo: bool,
    deleted: bool,
    installers: bool,
    keys_issued: bool,
    had_trial: bool,
    paid: i64,
    trial: i64,
    spent_paid: i64,
    spent_trial: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Life {
    Fresh,
    Active,
    Gone,
}

#[derive(Clone, Debug)]
struct ModelKey {
    customer: usize,
    user: usize,
    device: usize,
    life: Life,
    has_code: bool,
    replaced: bool,
    paid_by: Option<CreditClass>,
}

/// What there should be.
#[derive(Clone, Debug, Default)]
struct Model {
    issuer: i64,
    distributor: i64,
    customers: Vec<ModelCustomer>,
    devices: Vec<Life>,
    /// Devices that some phone was ever bound to.
    phones: BTreeSet<usize>,
    keys: Vec<ModelKey>,
}

type Verdict = Result<(), &'static str>;

impl Model {
    fn open(&self, who: Who, customer: usize) -> Verdict {
        let customer = &self.customers[customer];
        if who == Who::Installer && !customer.installers {
            Err("not_found")
        } else if customer.deleted {
            Err("customer_deleted")
        } else {
            Ok(())
        }
    }

    fn movement(&self, who: Who, customer: usize, amount: i64) -> Verdict {
        match (self.open(who, customer), who) {
            (Err("not_found"), _) => Err("not_found"),
            (_, Who::Installer) => Err("not_allowed"),
            (Err(why), _) => Err(why),
            _ if self.customers[customer].demo => Err("demo_has_no_credit"),
            _ if amount < 1 => Err("invalid"),
            _ => Ok(()),
        }
    }

    fn pay(&mut self, customer: usize, first: Option<CreditClass>) -> Result<Option<CreditClass>, &'static str> {
        let customer = &mut self.customers[customer];
        if customer.demo {
            return Ok(None);
        }
        let trial = first == Some(CreditClass::Trial) || customer.paid == 0;
        let (purse, spent, class) = if trial {
            (&mut customer.trial, &mut customer.spent_trial, CreditClass::Trial)
        } else {
            (&mut customer.paid, &mut customer.spent_paid, CreditClass::Paid)
        };
        if *purse == 0 {
            return Err("no_credit");
        }
        *purse -= 1;
        *spent += 1;
        Ok(Some(class))
    }

    fn take_step(&mut self, step: &Step) -> Verdict {
        let before = self.clone();
        let verdict = self.try_step(step);
        if verdict.is_err() {
            *self = before;
        }
        verdict
    }

    fn try_step(&mut self, step: &Step) -> Verdict {
        match *step {
            Step::Sell(amount) if amount < 1 => return Err("invalid"),
            Step::Sell(amount) => {
                self.issuer -= amount;
                self.distributor += amount;
            }
            Step::Create { who, demo, credit } => {
                match (demo, who, credit) {
                    (true, _, 1..) => return Err("demo_has_no_credit"),
                    (false, Who::Installer, 1..) => return Err("not_allowed"),
                    _ if credit > self.distributor => return Err("no_credit"),
                    _ => {}
                }
                let trial = if demo { 0 } else { 5 };
                self.issuer -= trial;
                self.distributor -= credit;
                let installers = who == Who::Installer;
                let customer = ModelCustomer { demo, installers, had_trial: !demo, trial, ..ModelCustomer::default() };
                self.customers.push(ModelCustomer { paid: credit, ..customer });
            }
            Step::Transfer { who, customer, amount } => {
                self.movement(who, customer, amount)?;
                if amount > self.distributor {
                    return Err("no_credit");
                }
                self.distributor -= amount;
                self.customers[customer].paid += amount;
            }
            Step::Refund { who, customer, amount } => {
                self.movement(who, customer, amount)?;
                if amount > self.customers[customer].paid {
                    return Err("no_credit");
                }
                self.distributor += amount;
                self.customers[customer].paid -= amount;
            }
            Step::Delete { who, customer, take_back } => {
                self.open(who, customer)?;
                if who == Who::Installer {
                    return Err("not_allowed");
                }
                let customer = &mut self.customers[customer];
                customer.deleted = true;
                if take_back {
                    self.distributor += std::mem::take(&mut customer.paid);
                }
            }
            Step::Restore { who, customer } => {
                let customer = &mut self.customers[customer];
                match who {
                    Who::Installer if customer.installers => return Err("not_allowed"),
                    Who::Installer => return Err("not_found"),
                    Who::Admin if !customer.deleted => return Err("customer_not_deleted"),
                    Who::Admin => customer.deleted = false,
                }
            }
            Step::SwitchType { customer } => {
                self.open(Who::Admin, customer)?;
                let customer = &mut self.customers[customer];
                if customer.keys_issued {
                    return Err("invalid");
                }
                customer.demo = !customer.demo;
                if customer.demo {
                    self.distributor += std::mem::take(&mut customer.paid);
                } else if !customer.had_trial {
                    customer.had_trial = true;
                    customer.trial = 5;
                    self.issuer -= 5;
                }
            }
            Step::Issue { who, customer, holder } => {
                self.open(who, customer)?;
                let paid_by = self.pay(customer, None)?;
                self.customers[customer].keys_issued = true;
                self.devices.push(Life::Fresh);
                let user = holder.map_or(self.keys.len(), |key| self.keys[key].user);
                let device = self.devices.len() - 1;
                let key =
                    ModelKey { customer, user, device, life: Life::Fresh, has_code: true, replaced: false, paid_by };
                self.keys.push(key);
            }
            Step::DeleteKey { key } => {
                self.open(Who::Admin, self.keys[key].customer)?;
                if self.keys[key].life == Life::Gone {
                    return Err("key_state");
                }
                self.keys[key].life = Life::Gone;
            }
            Step::RestoreKey { who, key } => {
                let old = self.keys[key].clone();
                self.open(who, old.customer)?;
                if old.life != Life::Gone {
                    return Err("key_state");
                }
                if self.devices[old.device] == Life::Gone {
                    return Err("device_deleted");
                }
                if self.keys.iter().any(|other| other.device == old.device && other.life != Life::Gone) {
                    return Err("device_has_key");
                }
                let paid_by = self.pay(old.customer, None)?;
                self.keys[key].replaced = true;
                let has_code = self.devices[old.device] == Life::Fresh;
                self.keys.push(ModelKey { life: Life::Fresh, has_code, replaced: false, paid_by, ..old });
            }
            Step::Swap { who, key, waived } => {
                let old = self.keys[key].clone();
                self.open(who, old.customer)?;
                if self.devices[old.device] == Life::Gone {
                    return Err("device_deleted");
                }
                if old.replaced {
                    return Err("key_state");
                }
                if waived && who == Who::Installer {
                    return Err("waiver_not_allowed");
                }
                let back = old.paid_by.filter(|_| waived);
                let customer = &mut self.customers[old.customer];
                match back {
                    Some(CreditClass::Paid) => {
                        customer.paid += 1;
                        customer.spent_paid -= 1;
                    }
                    Some(CreditClass::Trial) => {
                        customer.trial += 1;
                        customer.spent_trial -= 1;
                    }
                    None => {}
                }
                let paid_by = self.pay(old.customer, back)?;
                if back.is_some() {
                    self.keys[key].paid_by = None;
                }
                self.devices[old.device] = Life::Gone;
                for other in self.keys.iter_mut().filter(|other| other.device == old.device) {
                    other.life = Life::Gone;
                }
                self.keys[key].replaced = true;
                self.devices.push(Life::Fresh);
                let device = self.devices.len() - 1;
                let life = Life::Fresh;
                self.keys.push(ModelKey { device, life, has_code: true, replaced: false, paid_by, ..old });
            }
            Step::Activate { key } => {
                let key = &mut self.keys[key];
                if key.life != Life::Fresh || !key.has_code || self.customers[key.customer].deleted {
                    return Err("code_invalid");
                }
                key.life = Life::Active;
                self.devices[key.device] = Life::Active;
                self.phones.insert(key.device);
            }
            Step::Sync { device } => match self.devices[device] {
                _ if !self.phones.contains(&device) => return Err("not_found"),
                Life::Fresh | Life::Gone => {}
                Life::Active => {
                    let waiting = |key: &&mut ModelKey| key.device == device && key.life == Life::Fresh;
                    self.keys.iter_mut().filter(waiting).for_each(|key| key.life = Life::Active);
                }
            },
        }
        Ok(())
    }
}

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
                let restore =
                    RestoreKey { key_id: self.keys[key].0, new_key_id: self.world.id(), code: self.world.code() };
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
                };
                (actor(self, who), swap.into())
            }
            Step::Activate { key } => {
                let code = self.keys[key].1.as_ref().map_or_else(|| "unknown".to_owned(), |code| code.code.clone());
                (Actor::Phone, ActivateKey { code, platform: Platform::Ios, model: "iPhone".to_owned() }.into())
            }
            Step::Sync { device } => (Actor::Phone, SyncPhone { device_id: self.devices[device] }.into()),
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
