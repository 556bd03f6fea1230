//! Several computers without network, over random histories, against a model that knows nothing of chains, rows or needs: it
//! counts credit and keeps lists of numbers.

use std::collections::{BTreeMap, BTreeSet};

use mobileaccess_domain::{
    Actor, Id, Mutation, UserId,
    credit::{RefundCredit, TransferCredit},
    customers::CreateCustomer,
    keys::IssueKey,
    leases::{GiveBackLeases, OFFLINE_NUMBERS, TakeLeases, Taken},
    ledger,
    quarantine::{AcceptQuarantined, DeliverToQuarantine, DiscardQuarantined},
    replicas::{DeclareReplicaLost, ForkReplica},
    rows::{Account, CreditClass, Customer, Lease, LedgerAccount, NumberRange, Quarantined, Replica, TransferKind},
};
use proptest::prelude::*;

use crate::world::World;

/// One step. Numbers choose among what there is by then.
#[derive(Clone, Debug)]
enum Step {
    Transfer { customer: usize, amount: i64 },
    Refund { customer: usize, amount: i64 },
    Office { customer: usize, number: u32 },
    Take { computer: usize, customer: usize, paid: i64, trial: i64, first: u32, count: u32 },
    Issue { computer: usize, lease: usize, number: u32 },
    GiveBack { computer: usize, lease: usize },
    Offline { computer: usize },
    Lose { computer: usize },
    Fork { computer: usize },
    Deliver { computer: usize, lease: usize, number: u32 },
    Accept { item: usize },
    Discard { item: usize },
}

fn step() -> impl Strategy<Value = Step> {
    let some = 0..16_usize;
    let number = 1..16_u32;
    prop_oneof![
        1 => (some.clone(), 1..4_i64).prop_map(|(customer, amount)| Step::Transfer { customer, amount }),
        1 => (some.clone(), 1..4_i64).prop_map(|(customer, amount)| Step::Refund { customer, amount }),
        3 => (some.clone(), number.clone()).prop_map(|(customer, number)| Step::Office { customer, number }),
        6 => (some.clone(), some.clone(), -1..4_i64, 0..3_i64, number.clone(), 0..5_u32)
            .prop_map(|(computer, customer, paid, trial, first, count)| Step::Take {
                computer, customer, paid, trial, first, count
            }),
        10 => (some.clone(), some.clone(), number.clone())
            .prop_map(|(computer, lease, number)| Step::Issue { computer, lease, number }),
        3 => (some.clone(), some.clone()).prop_map(|(computer, lease)| Step::GiveBack { computer, lease }),
        1 => some.clone().prop_map(|computer| Step::Offline { computer }),
        1 => some.clone().prop_map(|computer| Step::Lose { computer }),
        1 => some.clone().prop_map(|computer| Step::Fork { computer }),
        2 => (some.clone(), some.clone(), number)
            .prop_map(|(computer, lease, number)| Step::Deliver { computer, lease, number }),
        2 => some.clone().prop_map(|item| Step::Accept { item }),
        1 => some.prop_map(|item| Step::Discard { item }),
    ]
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Purse {
    paid: i64,
    trial: i64,
}

impl Purse {
    fn pay(&mut self) -> Option<CreditClass> {
        if self.paid > 0 {
            self.paid -= 1;
            Some(CreditClass::Paid)
        } else if self.trial > 0 {
            self.trial -= 1;
            Some(CreditClass::Trial)
        } else {
            None
        }
    }

    fn add(&mut self, other: Purse) {
        self.paid += other.paid;
        self.trial += other.trial;
    }
}

#[derive(Clone, Debug, Default)]
struct ModelCustomer {
    purse: Purse,
    spent: Purse,
    used: BTreeSet<u32>,
    /// The installer who may work in it; `None` is both.
    only: Option<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    Live,
    Returned,
    Lost,
}

#[derive(Clone, Debug)]
struct ModelLease {
    computer: usize,
    customer: usize,
    purse: Purse,
    numbers: BTreeSet<u32>,
    copies: BTreeSet<usize>,
    end: End,
    taken: i64,
    spent: i64,
}

#[derive(Clone, Debug)]
struct Computer {
    installer: usize,
    lost: bool,
}

#[derive(Clone, Debug)]
struct Item {
    computer: usize,
    customer: usize,
    number: u32,
    decided: bool,
}

#[derive(Clone, Debug, Default)]
struct Model {
    issuer: i64,
    distributor: i64,
    customers: Vec<ModelCustomer>,
    computers: Vec<Computer>,
    leases: Vec<ModelLease>,
    items: Vec<Item>,
    keys: i64,
}

type Verdict = Result<(), &'static str>;

impl Model {
    /// The numbers that computers keep from everybody else.
    fn kept(&self, customer: usize, except: Option<usize>) -> BTreeSet<u32> {
        let keeps = |lease: &&ModelLease| {
            lease.customer == customer && lease.end != End::Returned && Some(lease.computer) != except
        };
        self.leases.iter().filter(keeps).flat_map(|lease| lease.numbers.iter().copied()).collect()
    }

    fn issue(&mut self, customer: usize, number: u32, except: Option<usize>) -> Verdict {
        if self.customers[customer].used.contains(&number) || self.kept(customer, except).contains(&number) {
            return Err("invalid");
        }
        let class = self.customers[customer].purse.pay().ok_or("no_credit")?;
        self.charge(customer, number, class);
        Ok(())
    }

    fn charge(&mut self, customer: usize, number: u32, class: CreditClass) {
        let customer = &mut self.customers[customer];
        customer.used.insert(number);
        match class {
            CreditClass::Paid => customer.spent.paid += 1,
            CreditClass::Trial => customer.spent.trial += 1,
        }
        self.keys += 1;
    }

    fn end(&mut self, lease: usize, end: End) {
        let lease = &mut self.leases[lease];
        lease.end = end;
        let rest = std::mem::take(&mut lease.purse);
        self.customers[lease.customer].purse.add(rest);
    }

    fn take(&mut self, step: &Step) -> Verdict {
        match *step {
            Step::Transfer { customer, amount } => {
                if amount > self.distributor {
                    return Err("no_credit");
                }
                self.distributor -= amount;
                self.customers[customer].purse.paid += amount;
            }
            Step::Refund { customer, amount } => {
                if amount > self.customers[customer].purse.paid {
                    return Err("no_credit");
                }
                self.distributor += amount;
                self.customers[customer].purse.paid -= amount;
            }
            Step::Office { customer, number } => self.issue(customer, number, None)?,
            Step::Take { computer, customer, paid, trial, first, count } => {
                let Computer { installer, lost } = self.computers[computer];
                let numbers: BTreeSet<u32> = (first..first + count).collect();
                let kept = self.kept(customer, None);
                let it = &mut self.customers[customer];
                let fits = (0..=it.purse.paid).contains(&paid) && (0..=it.purse.trial).contains(&trial);
                let free = numbers.iter().all(|number| !it.used.contains(number) && !kept.contains(number));
                match () {
                    () if lost => return Err("computer_ended"),
                    () if it.only.is_some_and(|only| only != installer) => return Err("not_found"),
                    () if !fits || !free || (paid, trial, count) == (0, 0, 0) => return Err("invalid"),
                    () => {}
                }
                it.purse.paid -= paid;
                it.purse.trial -= trial;
                let own = |lease: &&mut ModelLease| {
                    lease.computer == computer && lease.customer == customer && lease.end == End::Live
                };
                let lease = match self.leases.iter_mut().find(own) {
                    Some(lease) => lease,
                    None => {
                        self.leases.push(ModelLease {
                            computer,
                            customer,
                            purse: Purse::default(),
                            numbers: BTreeSet::new(),
                            copies: BTreeSet::new(),
                            end: End::Live,
                            taken: 0,
                            spent: 0,
                        });
                        self.leases.last_mut().unwrap()
                    }
                };
                lease.purse.add(Purse { paid, trial });
                lease.numbers.extend(numbers);
                lease.taken += paid + trial;
            }
            Step::Issue { computer, lease, number } => {
                let it = self.leases[lease].clone();
                let copy = it.copies.contains(&computer);
                match it.end {
                    _ if it.computer != computer && !copy => return Err("not_found"),
                    End::Lost => return Err("lease_ended"),
                    End::Returned if !copy => return Err("lease_ended"),
                    End::Live | End::Returned => {}
                }
                let void = |why| if it.copies.is_empty() { why } else { "copy_void" };
                if !it.numbers.contains(&number) || self.customers[it.customer].used.contains(&number) {
                    return Err(void("invalid"));
                }
                let of_lease = self.leases[lease].purse.pay();
                let class = match of_lease {
                    Some(class) => {
                        self.leases[lease].spent += 1;
                        class
                    }
                    None if copy => self.customers[it.customer].purse.pay().ok_or("copy_void")?,
                    None => return Err(void("no_credit")),
                };
                self.charge(it.customer, number, class);
            }
            Step::GiveBack { computer, lease } => {
                let it = &self.leases[lease];
                match it.end {
                    _ if it.computer != computer => return Err("not_found"),
                    End::Live => self.end(lease, End::Returned),
                    End::Returned | End::Lost => return Err("lease_ended"),
                }
            }
            Step::Offline { computer } => {
                let only = Some(self.computers[computer].installer);
                self.issuer -= 5;
                self.customers.push(ModelCustomer { only, ..ModelCustomer::default() });
                self.leases.push(ModelLease {
                    computer,
                    customer: self.customers.len() - 1,
                    purse: Purse { paid: 0, trial: 5 },
                    numbers: (1..=OFFLINE_NUMBERS).collect(),
                    copies: BTreeSet::new(),
                    end: End::Live,
                    taken: 5,
                    spent: 0,
                });
            }
            Step::Lose { computer } => {
                if std::mem::replace(&mut self.computers[computer].lost, true) {
                    return Err("computer_ended");
                }
                for lease in 0..self.leases.len() {
                    if self.leases[lease].computer == computer && self.leases[lease].end == End::Live {
                        self.end(lease, End::Lost);
                    }
                }
            }
            Step::Fork { computer } => {
                let copy = self.computers.len();
                self.computers.push(self.computers[computer].clone());
                let has = |lease: &&mut ModelLease| lease.computer == computer || lease.copies.contains(&computer);
                for lease in self.leases.iter_mut().filter(has) {
                    lease.copies.insert(copy);
                }
            }
            Step::Deliver { computer, lease, number } => {
                if !self.computers[computer].lost {
                    return Err("not_allowed");
                }
                let customer = self.leases[lease].customer;
                self.items.push(Item { computer, customer, number, decided: false });
            }
            Step::Accept { item } => {
                let Item { computer, customer, number, decided } = self.items[item];
                if decided {
                    return Err("already_decided");
                }
                self.issue(customer, number, Some(computer))?;
                self.items[item].decided = true;
            }
            Step::Discard { item } => {
                if std::mem::replace(&mut self.items[item].decided, true) {
                    return Err("already_decided");
                }
            }
        }
        Ok(())
    }
}

/// The same history in the rules' hands.
#[derive(Clone)]
struct Run {
    world: World,
    model: Model,
    installers: Vec<Id<Account>>,
    customers: Vec<Id<Customer>>,
    computers: Vec<Id<Replica>>,
    leases: Vec<Id<Lease>>,
    items: Vec<Id<Quarantined>>,
}

impl Run {
    /// Two installers with a laptop each, and two customers given to both.
    fn new() -> Self {
        let mut world = World::new();
        world.narrow = false;
        world.sell(20);
        let customers = ["Alfa9001", "Alfa9002"].map(|id| world.customer(id)).to_vec();
        customers.iter().for_each(|id| world.transfer(*id, 6));
        let mut run = Self {
            world,
            model: Model { issuer: -30, distributor: 8, ..Model::default() },
            installers: Vec::new(),
            customers,
            computers: Vec::new(),
            leases: Vec::new(),
            items: Vec::new(),
        };
        let purse = Purse { paid: 6, trial: 5 };
        run.model.customers = vec![ModelCustomer { purse, ..ModelCustomer::default() }; 2];
        for (installer, email) in ["one@ima.cz", "two@ima.cz"].into_iter().enumerate() {
            let actor = run.world.installer(email, &run.customers);
            run.computers.push(run.world.computer(&actor, "Laptop"));
            run.model.computers.push(Computer { installer, lost: false });
            let Actor::Account(account) = actor else { unreachable!() };
            run.installers.push(account.id);
        }
        run
    }

    /// The step with numbers that exist, or `None` if there is nothing yet that it could be about.
    fn grounded(&self, step: Step) -> Option<Step> {
        let pick = |number: usize, many: usize| number.checked_rem(many);
        let (customers, computers) = (self.customers.len(), self.computers.len());
        let (leases, items) = (self.leases.len(), self.items.len());
        Some(match step {
            Step::Transfer { customer, amount } => Step::Transfer { customer: pick(customer, customers)?, amount },
            Step::Refund { customer, amount } => Step::Refund { customer: pick(customer, customers)?, amount },
            Step::Office { customer, number } => Step::Office { customer: pick(customer, customers)?, number },
            Step::Take { computer, customer, paid, trial, first, count } => {
                let (computer, customer) = (pick(computer, computers)?, pick(customer, customers)?);
                Step::Take { computer, customer, paid, trial, first, count }
            }
            Step::Issue { computer, lease, number } => {
                Step::Issue { computer: pick(computer, computers)?, lease: pick(lease, leases)?, number }
            }
            Step::GiveBack { computer, lease } => {
                Step::GiveBack { computer: pick(computer, computers)?, lease: pick(lease, leases)? }
            }
            // What a lost computer does goes to quarantine, and only there.
            Step::Offline { computer } => {
                let computer = pick(computer, computers).filter(|computer| !self.model.computers[*computer].lost)?;
                Step::Offline { computer }
            }
            Step::Lose { computer } => Step::Lose { computer: pick(computer, computers)? },
            Step::Fork { computer } => Step::Fork { computer: pick(computer, computers)? },
            Step::Deliver { computer, lease, number } => {
                Step::Deliver { computer: pick(computer, computers)?, lease: pick(lease, leases)?, number }
            }
            Step::Accept { item } => Step::Accept { item: pick(item, items)? },
            Step::Discard { item } => Step::Discard { item: pick(item, items)? },
        })
    }

    /// Who does a step, on which computer, and the mutation.
    fn mutation(&mut self, step: &Step) -> (Actor, Option<usize>, Mutation) {
        let admin = self.world.admin.clone();
        let mut on = None;
        let mutation: Mutation = match *step {
            Step::Transfer { customer, amount } => {
                TransferCredit { customer_id: self.customers[customer], amount, note: String::new() }.into()
            }
            Step::Refund { customer, amount } => {
                RefundCredit { customer_id: self.customers[customer], amount, note: String::new() }.into()
            }
            Step::Office { customer, number } => self.world.new_key(self.customers[customer], number).into(),
            Step::Take { computer, customer, paid, trial, first, count } => {
                on = Some(computer);
                let number = |number| UserId::new(number).unwrap();
                let range =
                    NumberRange { first: number(first), last: number((first + count).saturating_sub(1).max(1)) };
                let numbers = if count == 0 { Vec::new() } else { vec![range] };
                let (customer_id, lease_id) = (self.customers[customer], self.world.id());
                let customers = vec![Taken { customer_id, lease_id, paid, trial, numbers }];
                TakeLeases { replica_id: self.computers[computer], customers }.into()
            }
            Step::Issue { computer, lease, number } => {
                on = Some(computer);
                let customer = self.customers[self.model.leases[lease].customer];
                IssueKey { lease: Some(self.leases[lease]), ..self.world.new_key(customer, number) }.into()
            }
            Step::GiveBack { computer, lease } => {
                on = Some(computer);
                GiveBackLeases { lease_ids: vec![self.leases[lease]] }.into()
            }
            Step::Offline { computer } => {
                on = Some(computer);
                let lease = Some(self.world.id());
                CreateCustomer { lease, ..self.world.wizard(&format!("Alfa{:04}", self.customers.len())) }.into()
            }
            Step::Lose { computer } => DeclareReplicaLost { replica_id: self.computers[computer] }.into(),
            Step::Fork { computer } => {
                on = Some(computer);
                let (replica_id, name) = (self.world.id(), "Copy".to_owned());
                ForkReplica { replica_id, copy_of: self.computers[computer], name, public_key: "ab".repeat(32) }.into()
            }
            Step::Deliver { computer, lease, number } => {
                on = Some(computer);
                let customer = self.customers[self.model.leases[lease].customer];
                let key = IssueKey { lease: Some(self.leases[lease]), ..self.world.new_key(customer, number) };
                let (item_id, replica_id) = (self.world.id(), self.computers[computer]);
                DeliverToQuarantine { item_id, replica_id, seq: 1, mutation: Box::new(key.into()) }.into()
            }
            Step::Accept { item } => AcceptQuarantined { item_id: self.items[item] }.into(),
            Step::Discard { item } => DiscardQuarantined { item_id: self.items[item] }.into(),
        };
        let actor = match on {
            Some(computer) => self.world.login(self.installers[self.model.computers[computer].installer]),
            None => admin,
        };
        (actor, on, mutation)
    }

    fn take(&mut self, step: Step) -> Result<(), TestCaseError> {
        let Some(step) = self.grounded(step) else { return Ok(()) };
        let (actor, on, mutation) = self.mutation(&step);
        let before = self.model.clone();
        let expected = self.model.take(&step);
        if expected.is_err() {
            self.model = before;
        }
        self.world.replica = on.map(|computer| self.computers[computer]);
        let outcome = self.world.act(&actor, mutation.clone());
        self.world.replica = None;
        let verdict = outcome.map(drop).map_err(|refusal| refusal.code());
        prop_assert_eq!(&verdict, &expected.map_err(str::to_owned), "{:?}", step);
        if verdict.is_ok() {
            match &mutation {
                Mutation::TakeLeases(take) if self.model.leases.len() > self.leases.len() => {
                    self.leases.push(take.customers[0].lease_id);
                }
                Mutation::CreateCustomer(wizard) => {
                    self.customers.push(wizard.customer_id);
                    self.leases.extend(wizard.lease);
                }
                Mutation::ForkReplica(fork) => self.computers.push(fork.replica_id),
                Mutation::DeliverToQuarantine(deliver) => self.items.push(deliver.item_id),
                _ => {}
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
        use CreditClass::{Paid, Trial};
        for (id, model) in self.customers.iter().zip(&self.model.customers) {
            let purse = |class| balance(LedgerAccount::Customer(*id, class));
            let spent = |class| balance(LedgerAccount::Spent(*id, class));
            prop_assert_eq!(&Purse { paid: purse(Paid), trial: purse(Trial) }, &model.purse);
            prop_assert_eq!(&Purse { paid: spent(Paid), trial: spent(Trial) }, &model.spent);
        }
        for (computer, replica) in self.computers.iter().enumerate() {
            for (customer, id) in self.customers.iter().enumerate() {
                let held = |class| balance(LedgerAccount::Lease(replica.uuid(), *id, class));
                let own = |lease: &&ModelLease| lease.computer == computer && lease.customer == customer;
                let mut should = Purse::default();
                self.model.leases.iter().filter(own).for_each(|lease| should.add(lease.purse.clone()));
                prop_assert_eq!(Purse { paid: held(Paid), trial: held(Trial) }, should);
            }
        }
        for (id, model) in self.leases.iter().zip(&self.model.leases) {
            let lease = &state.leases[id];
            let numbers: BTreeSet<u32> =
                lease.numbers.iter().flat_map(|range| range.numbers()).map(UserId::get).collect();
            prop_assert_eq!(&numbers, &model.numbers);
            prop_assert!(model.spent <= model.taken, "a computer spends no more than it was leased");
        }
        Ok(())
    }

    fn invariants(&self) -> Result<(), TestCaseError> {
        let state = &self.world.state;
        prop_assert_eq!(state.balances.values().sum::<i64>(), 0, "all balances sum to 0");
        let mut fold: BTreeMap<LedgerAccount, i64> = BTreeMap::new();
        for transfer in &self.world.ledger {
            *fold.entry(transfer.debit).or_default() -= transfer.amount;
            *fold.entry(transfer.credit).or_default() += transfer.amount;
        }
        for ((_, account), balance) in &state.balances {
            prop_assert!(*balance >= 0 || *account == LedgerAccount::Issuer, "{} is below 0", account);
            prop_assert_eq!(fold.get(account), Some(balance), "a balance is the fold of its entries");
        }
        let spends = self.world.ledger.iter().filter(|transfer| transfer.kind == TransferKind::Spend);
        prop_assert_eq!(i64::try_from(spends.count()).unwrap(), self.model.keys, "one credit, one key");
        let mut numbers = BTreeSet::new();
        for key in state.keys.values() {
            prop_assert!(numbers.insert((key.customer_id, key.number)), "no User ID is given twice");
        }
        prop_assert!(ledger::verify(&Default::default(), &self.world.ledger), "the chain verifies");
        Ok(())
    }
}

thread_local! {
    static START: Run = Run::new();
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn computers_on_site_spend_what_they_took_and_never_a_user_id_twice(
        steps in proptest::collection::vec(step(), 1..24),
    ) {
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
    fn a_long_history_on_site_asks_for_every_row_it_looks_at(
        steps in proptest::collection::vec(step(), 30..60),
    ) {
        let mut run = START.with(Clone::clone);
        run.world.narrow = true;
        for step in steps {
            run.take(step)?;
        }
        run.invariants()?;
    }
}
