//! Work without network (design, sections 5 and 6): what a laptop takes to a basement, hands over there, and brings back.

mod histories;

use chrono::{DateTime, Duration, Utc};
use mobileaccess_domain::{
    Actor, Edit, FieldCode, Id, Mutation, Refusal, UserId,
    accounts::{DeleteAccount, UnassignCustomer},
    customers::{CreateCustomer, CustomerEdits, DeleteCustomer, EditCustomer, RestoreCustomer},
    keys::{DeleteKey, Holder, IssueKey, ReissueCode, RestoreKey, SwapPhone},
    leases::{GiveBackLeases, TakeLeases, Taken, purse},
    replicas::{DeclareReplicaLost, EnrolReplica, ForkReplica, RevokeReplica},
    rows::{ActivationCode, CodeEnd, CreditClass, Customer, Lease, LeaseEnd, NumberRange, Replica},
    users::{CreateUser, DeleteUser, UserFields},
};

use crate::world::{World, day, field, issued, wrong_field};

/// An office, a customer with 19 paid credits, and an installer who has taken 2 of them and ten User IDs to the site.
struct Basement {
    world: World,
    customer: Id<Customer>,
    installer: Actor,
    laptop: Id<Replica>,
    lease: Id<Lease>,
}

impl Basement {
    fn new() -> Self {
        let mut world = World::new();
        world.sell(50);
        let customer = world.customer("Alfa0001");
        world.transfer(customer, 19);
        let installer = world.installer("technik@ima.cz", &[customer]);
        let laptop = world.computer(&installer, "Laptop-2");
        let lease = world.take(laptop, &installer, customer, (2, 1), (101, 110));
        Self { world, customer, installer, laptop, lease }
    }

    fn holds(&self, class: CreditClass) -> i64 {
        let lease = &self.world.state.leases[&self.lease];
        self.world.state.balance(self.world.distributor, purse(lease, class))
    }

    /// A key as the laptop issues it without network.
    fn key(&mut self, number: u32) -> IssueKey {
        IssueKey { lease: Some(self.lease), ..self.world.new_key(self.customer, number) }
    }

    fn on_laptop(&mut self, mutation: impl Into<Mutation>) -> Result<(), Refusal> {
        let (laptop, installer) = (self.laptop, self.actor());
        self.world.on(laptop, &installer, mutation).map(drop)
    }

    /// The installer as the authority knows it now.
    fn actor(&self) -> Actor {
        let Actor::Account(account) = &self.installer else { unreachable!() };
        self.world.login(account.id)
    }

    fn code(&self, code: Id<ActivationCode>) -> &ActivationCode {
        &self.world.state.codes[&code]
    }
}

fn range(first: u32, last: u32) -> NumberRange {
    NumberRange { first: UserId::new(first).unwrap(), last: UserId::new(last).unwrap() }
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

#[test]
fn what_is_taken_to_site_is_nobody_elses_until_it_is_given_back() {
    let mut it = Basement::new();
    let admin = it.world.admin.clone();
    assert_eq!((it.world.paid(it.customer), it.world.trial(it.customer)), (17, 4));
    assert_eq!((it.holds(CreditClass::Paid), it.holds(CreditClass::Trial)), (2, 1));
    // The office gives another User ID, and cannot give one of the laptop's.
    let theirs = it.world.new_key(it.customer, 105);
    assert_eq!(wrong_field(it.world.refused(&admin, theirs)), field("number", FieldCode::UserIdTaken));
    it.world.issue(it.customer, 111);

    // Paid credit is spent before trial credit.
    for (number, left) in [(101, (1, 1)), (105, (0, 1)), (110, (0, 0))] {
        let key = it.key(number);
        it.on_laptop(key).unwrap();
        assert_eq!((it.holds(CreditClass::Paid), it.holds(CreditClass::Trial)), left);
    }
    let fourth = it.key(102);
    assert_eq!(it.on_laptop(fourth), Err(Refusal::NoCredit { needed: 1, available: 0 }));

    let lease_ids = vec![it.lease];
    it.on_laptop(GiveBackLeases { lease_ids: lease_ids.clone() }).unwrap();
    assert_eq!(it.world.state.leases[&it.lease].end, Some(LeaseEnd::Returned));
    assert_eq!((it.world.paid(it.customer), it.world.trial(it.customer)), (16, 4), "one of the office's own");
    it.world.issue(it.customer, 102);
    assert_eq!(it.on_laptop(GiveBackLeases { lease_ids }), Err(Refusal::LeaseEnded));
    let late = it.key(103);
    assert_eq!(it.on_laptop(late), Err(Refusal::LeaseEnded));
}

#[test]
fn unspent_credit_and_unused_user_ids_come_back() {
    let mut it = Basement::new();
    let key = it.key(103);
    it.on_laptop(key).unwrap();
    it.on_laptop(GiveBackLeases { lease_ids: vec![it.lease] }).unwrap();
    assert_eq!((it.world.paid(it.customer), it.world.trial(it.customer)), (18, 5));
    it.world.issue(it.customer, 104);
    let admin = it.world.admin.clone();
    let used = it.world.new_key(it.customer, 103);
    assert_eq!(wrong_field(it.world.refused(&admin, used)), field("number", FieldCode::UserIdTaken));
}

#[test]
fn taking_more_makes_the_same_lease_grow() {
    let mut it = Basement::new();
    let (laptop, installer) = (it.laptop, it.installer.clone());
    let again = it.world.take(laptop, &installer, it.customer, (3, 0), (111, 120));
    assert_eq!(again, it.lease);
    assert_eq!(it.world.state.leases[&it.lease].numbers, [range(101, 120)], "neighbours are one range");
    assert_eq!(it.holds(CreditClass::Paid), 5);
}

#[test]
fn a_form_that_takes_what_is_not_there_says_so_at_its_field() {
    let mut it = Basement::new();
    it.world.issue(it.customer, 50);
    let other = it.world.customer("Alfa0002");
    let demo = it.world.demo_customer();
    let fine = Taken { customer_id: it.customer, lease_id: it.world.id(), paid: 1, trial: 0, numbers: Vec::new() };
    let (malformed, taken) = (FieldCode::Malformed, FieldCode::UserIdTaken);
    let range_of = |max| FieldCode::OutOfRange { min: 0, max };
    for (what, name, code) in [
        (Taken { paid: 17, ..fine.clone() }, "customers.0.paid", range_of(16)),
        (Taken { paid: -1, ..fine.clone() }, "customers.0.paid", range_of(16)),
        (Taken { trial: 5, ..fine.clone() }, "customers.0.trial", range_of(4)),
        (Taken { paid: 0, ..fine.clone() }, "customers.0.paid", FieldCode::Required),
        (Taken { numbers: vec![range(49, 51)], ..fine.clone() }, "customers.0.numbers", taken.clone()),
        (Taken { numbers: vec![range(110, 112)], ..fine.clone() }, "customers.0.numbers", taken),
        (Taken { numbers: vec![range(9, 8)], ..fine.clone() }, "customers.0.numbers", malformed.clone()),
        (Taken { numbers: vec![range(1, 5), range(5, 6)], ..fine.clone() }, "customers.0.numbers", malformed),
        (Taken { numbers: vec![range(1_000, 2_000)], ..fine.clone() }, "customers.0.numbers", range_of(1_000)),
    ] {
        let take = TakeLeases { replica_id: it.laptop, customers: vec![what] };
        assert_eq!(wrong_field(it.on_laptop(take).unwrap_err()), field(name, code));
    }
    let mut take = |customers: Vec<Taken>| it.on_laptop(TakeLeases { replica_id: it.laptop, customers });
    assert_eq!(take(vec![Taken { customer_id: other, ..fine.clone() }]), Err(Refusal::NotFound), "not given to it");
    assert!(matches!(take(Vec::new()), Err(Refusal::Invalid { .. })));
    assert!(matches!(take(vec![fine.clone(), fine.clone()]), Err(Refusal::Invalid { .. })), "each customer once");
    let admin = it.world.admin.clone();
    let office = it.world.computer(&admin, "Office");
    let of_demo = TakeLeases { replica_id: office, customers: vec![Taken { customer_id: demo, ..fine.clone() }] };
    assert_eq!(it.world.on(office, &admin, of_demo).unwrap_err(), Refusal::DemoHasNoCredit);
    // Nobody takes for another computer, and an ended one takes nothing.
    let others = TakeLeases { replica_id: it.laptop, customers: vec![fine.clone()] };
    assert_eq!(it.world.on(office, &admin, others.clone()).unwrap_err(), Refusal::NotFound);
    it.world.must(&admin, RevokeReplica { replica_id: it.laptop });
    assert_eq!(it.on_laptop(others), Err(Refusal::ComputerEnded));
}

#[test]
fn a_qr_handed_over_in_the_basement_stands_whatever_happened_meanwhile() {
    let nothing = |_: &mut Basement| {};
    let delete_account = |it: &mut Basement| {
        let Actor::Account(account) = it.installer.clone() else { unreachable!() };
        let admin = it.world.admin.clone();
        let distributor_id = it.world.distributor;
        it.world.must(&admin, DeleteAccount { account_id: account.id, distributor_id });
    };
    let unassign = |it: &mut Basement| {
        let admin = it.world.admin.clone();
        let given = it.world.state.assignments.values().next().unwrap().clone();
        it.world.must(&admin, UnassignCustomer { assignment_id: given.id, account_id: given.account_id });
    };
    let revoke = |it: &mut Basement| {
        let admin = it.world.admin.clone();
        it.world.must(&admin, RevokeReplica { replica_id: it.laptop });
    };
    let spend_all = |it: &mut Basement| {
        let left = u32::try_from(it.world.paid(it.customer) + it.world.trial(it.customer)).unwrap();
        for number in 1..=left {
            it.world.issue(it.customer, number);
        }
    };
    let much_later = |it: &mut Basement| it.world.wait(Duration::days(400));
    let delete_and_restore = |it: &mut Basement| {
        let admin = it.world.admin.clone();
        it.world.must(&admin, DeleteCustomer { customer_id: it.customer, take_back: true });
        it.world.must(&admin, RestoreCustomer { customer_id: it.customer });
    };
    type Meanwhile<'a> = &'a dyn Fn(&mut Basement);
    let cases: [(&str, Meanwhile<'_>); 7] = [
        ("nothing", &nothing),
        ("the account was deleted", &delete_account),
        ("the customer was taken from the installer", &unassign),
        ("the computer was ended", &revoke),
        ("everything else was spent", &spend_all),
        ("it took more than a year", &much_later),
        ("the customer was deleted and restored, its credit taken back", &delete_and_restore),
    ];
    for (what, meanwhile) in cases {
        let mut it = Basement::new();
        let made_at = it.world.at;
        let key = IssueKey { valid_to: Some(day("2021-02-03")), ..it.key(107) };
        let colleague = CreateUser {
            user_id: it.world.id(),
            customer_id: it.customer,
            fields: UserFields { first_name: "Eva".to_owned(), ..UserFields::default() },
            lease: Some(it.lease),
        };
        let second = IssueKey { holder: Holder::Existing { user_id: colleague.user_id }, ..it.key(108) };
        let again = ReissueCode { key_id: second.key_id, code: it.world.code(), lost: true, lease: Some(it.lease) };
        meanwhile(&mut it);
        it.world.made_at = Some(made_at);
        it.on_laptop(key.clone()).unwrap_or_else(|why| panic!("{what}: {why:?}"));
        it.on_laptop(colleague).unwrap_or_else(|why| panic!("{what}: {why:?}"));
        it.on_laptop(second.clone()).unwrap_or_else(|why| panic!("{what}: {why:?}"));
        it.on_laptop(again.clone()).unwrap_or_else(|why| panic!("{what}: {why:?}"));
        it.on_laptop(GiveBackLeases { lease_ids: vec![it.lease] }).unwrap();
        it.world.made_at = None;
        assert_eq!(it.code(second.code.id).end, Some(CodeEnd::Lost));
        it.world.wait(Duration::days(6));
        it.world.activate(key.code.id);
        it.world.activate(again.code.id);
    }
}

#[test]
fn without_the_lease_an_ended_account_does_nothing_and_another_computer_has_no_use_of_it() {
    let mut it = Basement::new();
    let admin = it.world.admin.clone();
    let office = it.world.computer(&admin, "Office");
    let theirs = it.key(101);
    assert_eq!(it.world.on(office, &admin, theirs).unwrap_err(), Refusal::NotFound);
    let theirs = it.key(101);
    assert_eq!(it.world.refused(&admin, theirs), Refusal::NotFound, "no computer at all");
    // The right computer, in somebody else's name.
    let (laptop, theirs) = (it.laptop, it.key(101));
    assert_eq!(it.world.on(laptop, &admin, theirs).unwrap_err(), Refusal::NotFound);
    // Another customer, and a User ID that was not taken.
    let other = it.world.customer("Alfa0002");
    let elsewhere = IssueKey { customer_id: other, ..it.key(101) };
    assert_eq!(it.on_laptop(elsewhere), Err(Refusal::NotFound));
    let outside = it.key(99);
    assert_eq!(wrong_field(it.on_laptop(outside).unwrap_err()), field("number", FieldCode::UserIdTaken));

    let Actor::Account(account) = it.installer.clone() else { unreachable!() };
    let distributor_id = it.world.distributor;
    it.world.must(&admin, DeleteAccount { account_id: account.id, distributor_id });
    let without = it.world.new_key(it.customer, 5);
    assert_eq!(it.on_laptop(without), Err(Refusal::AccountEnded));
    let more = Taken { customer_id: it.customer, lease_id: it.world.id(), paid: 1, trial: 0, numbers: Vec::new() };
    let more = TakeLeases { replica_id: it.laptop, customers: vec![more] };
    assert_eq!(it.on_laptop(more), Err(Refusal::AccountEnded));
}

#[test]
fn only_a_deleted_customer_user_or_key_and_a_lost_computer_stop_it() {
    let admin = |it: &Basement| it.world.admin.clone();
    let mut it = Basement::new();
    let key = it.key(101);
    it.world.must(&admin(&it), DeleteCustomer { customer_id: it.customer, take_back: false });
    assert_eq!(it.on_laptop(key), Err(Refusal::CustomerDeleted));

    let mut it = Basement::new();
    let there = it.world.issue(it.customer, 5);
    let key = IssueKey { holder: Holder::Existing { user_id: there.user }, ..it.key(101) };
    it.world.must(&admin(&it), DeleteUser { user_id: there.user });
    assert_eq!(it.on_laptop(key), Err(Refusal::UserDeleted));

    let mut it = Basement::new();
    let there = it.world.issue(it.customer, 5);
    let again = ReissueCode { key_id: there.key, code: it.world.code(), lost: false, lease: Some(it.lease) };
    it.world.must(&admin(&it), DeleteKey { key_id: there.key });
    assert!(matches!(it.on_laptop(again), Err(Refusal::KeyState { .. })));

    let mut it = Basement::new();
    let key = it.key(101);
    it.world.must(&admin(&it), DeclareReplicaLost { replica_id: it.laptop });
    assert_eq!(it.on_laptop(key), Err(Refusal::LeaseEnded));
}

#[test]
fn a_restored_key_and_a_new_phone_spend_from_the_lease_too() {
    let mut it = Basement::new();
    let admin = it.world.admin.clone();
    let deleted = it.world.issue_active(it.customer, 5);
    it.world.must(&admin, DeleteKey { key_id: deleted.key });
    let broken = it.world.issue_active(it.customer, 6);
    let lease = Some(it.lease);
    let restore = RestoreKey { key_id: deleted.key, new_key_id: it.world.id(), code: it.world.code(), lease };
    it.on_laptop(restore).unwrap();
    let swap = SwapPhone {
        key_id: broken.key,
        device_id: it.world.id(),
        device_name: "New phone".to_owned(),
        new_key_id: it.world.id(),
        code: it.world.code(),
        waiver: None,
        lease,
    };
    it.on_laptop(swap.clone()).unwrap();
    assert_eq!((it.holds(CreditClass::Paid), it.holds(CreditClass::Trial)), (0, 1));
    it.world.activate(swap.code.id);
    // The office waives it later: the credit goes to the customer, for the laptop counts on what it holds.
    let paid = it.world.paid(it.customer);
    let waived = SwapPhone {
        key_id: swap.new_key_id,
        device_id: it.world.id(),
        device_name: "Another".to_owned(),
        new_key_id: it.world.id(),
        code: it.world.code(),
        waiver: Some("broken on delivery".to_owned()),
        lease: None,
    };
    it.world.must(&admin, waived);
    assert_eq!((it.world.paid(it.customer), it.holds(CreditClass::Paid)), (paid, 0));
}

#[test]
fn a_code_lasts_a_month_from_when_it_was_handed_over_but_seven_days_from_its_acceptance() {
    for (made, accepted, ends) in [
        // With network both are the same.
        ("2021-02-03T20:15:00Z", "2021-02-03T20:15:00Z", "2021-03-03T20:15:00Z"),
        ("2021-02-03T20:15:00Z", "2021-02-20T08:00:00Z", "2021-03-03T20:15:00Z"),
        ("2021-02-03T20:15:00Z", "2021-03-01T08:00:00Z", "2021-03-08T08:00:00Z"),
        ("2021-02-03T20:15:00Z", "2022-02-03T20:15:00Z", "2022-02-10T20:15:00Z"),
    ] {
        let mut it = Basement::new();
        let key = it.key(101);
        (it.world.at, it.world.made_at) = (at(accepted), Some(at(made)));
        it.on_laptop(key.clone()).unwrap();
        assert_eq!(it.code(key.code.id).expires_at, at(ends), "made {made}, accepted {accepted}");
        assert_eq!(it.code(key.code.id).created_at, at(made));
    }
}

#[test]
fn the_duplicate_switch_counts_as_it_was_at_any_time_of_the_lease() {
    let mut it = Basement::new();
    let admin = it.world.admin.clone();
    it.world.issue(it.customer, 7);
    let switch = |from, to| EditCustomer {
        customer_id: Id::new(uuid::Uuid::nil()),
        edits: CustomerEdits { allow_duplicate_user_id: Some(Edit { from, to }), ..CustomerEdits::default() },
    };
    let same = it.key(7);
    assert_eq!(wrong_field(it.on_laptop(same).unwrap_err()), field("number", FieldCode::UserIdTaken));
    it.world.must(&admin, EditCustomer { customer_id: it.customer, ..switch(false, true) });
    it.world.must(&admin, EditCustomer { customer_id: it.customer, ..switch(true, false) });
    let same = it.key(7);
    it.on_laptop(same).unwrap();
    let office = it.world.new_key(it.customer, 7);
    assert_eq!(wrong_field(it.world.refused(&admin, office)), field("number", FieldCode::UserIdTaken));
}

#[test]
fn a_lost_computer_returns_its_credit_and_burns_its_user_ids() {
    let mut it = Basement::new();
    let admin = it.world.admin.clone();
    let sent = it.key(101);
    it.on_laptop(sent.clone()).unwrap();
    let unsent = it.key(102);
    it.world.must(&admin, DeclareReplicaLost { replica_id: it.laptop });
    assert_eq!((it.world.paid(it.customer), it.world.trial(it.customer)), (18, 5));
    assert_eq!(it.world.state.leases[&it.lease].end, Some(LeaseEnd::Lost));
    assert_eq!(it.on_laptop(unsent), Err(Refusal::LeaseEnded));
    it.world.activate(sent.code.id);
    let burned = it.world.new_key(it.customer, 103);
    assert_eq!(wrong_field(it.world.refused(&admin, burned)), field("number", FieldCode::UserIdTaken));
    assert_eq!(it.world.refused(&admin, DeclareReplicaLost { replica_id: it.laptop }), Refusal::ComputerEnded);
}

#[test]
fn a_copied_computer_gets_what_is_free_and_the_rest_is_void() {
    let mut it = Basement::new();
    let copy = it.world.id();
    let fork = ForkReplica {
        replica_id: copy,
        copy_of: it.laptop,
        name: "Laptop-2 (copy)".to_owned(),
        public_key: "ab".repeat(32),
    };
    // Both handed over 101 and 102 before anybody knew; the first one was there first with 101.
    let first = it.key(101);
    let twins = [it.key(101), it.key(102)];
    it.on_laptop(first.clone()).unwrap();
    it.on_laptop(fork).unwrap();
    assert_eq!(it.world.state.leases[&it.lease].copied_to, [copy]);
    let installer = it.installer.clone();
    let [same, other] = twins;
    assert_eq!(it.world.on(copy, &installer, same).unwrap_err(), Refusal::CopyVoid);
    it.world.on(copy, &installer, other.clone()).unwrap();
    it.world.activate(first.code.id);
    it.world.activate(other.code.id);
    // The first one has spent nothing of it: what is left of its lease is its own, and then its QRs are void too.
    let last = it.key(103);
    it.on_laptop(last).unwrap();
    let void = it.key(104);
    assert_eq!(it.on_laptop(void), Err(Refusal::CopyVoid));
    // The copy goes on with what is free at the customer; what was given back is no obstacle.
    it.on_laptop(GiveBackLeases { lease_ids: vec![it.lease] }).unwrap();
    let (laptop, customer) = (it.laptop, it.customer);
    it.world.take(laptop, &installer, customer, (2, 0), (121, 125));
    let late = it.key(105);
    it.world.on(copy, &installer, late).unwrap();
    assert_eq!(it.holds(CreditClass::Paid), 2, "what the first one has taken since is its own");
    // Whoever was ended stays so as a copy.
    let admin = it.world.admin.clone();
    it.world.must(&admin, DeclareReplicaLost { replica_id: it.laptop });
    let copy_of_lost = ForkReplica {
        replica_id: it.world.id(),
        copy_of: it.laptop,
        name: "Laptop-2 (copy)".to_owned(),
        public_key: "cd".repeat(32),
    };
    it.on_laptop(copy_of_lost.clone()).unwrap();
    assert!(it.world.state.replicas[&copy_of_lost.replica_id].lost_at.is_some());
}

/// The wizard of an installer without network.
fn offline(it: &mut Basement, system_id: &str) -> CreateCustomer {
    let lease = Some(it.world.id());
    CreateCustomer { lease, ..it.world.wizard(system_id) }
}

#[test]
fn a_customer_created_without_network_brings_its_own_lease() {
    let mut it = Basement::new();
    let wizard = offline(&mut it, "Alfa0042");
    let lease = wizard.lease.unwrap();
    it.on_laptop(wizard.clone()).unwrap();
    let row = &it.world.state.leases[&lease];
    assert_eq!((row.numbers.as_slice(), row.until_sync), ([range(1, 50)].as_slice(), true));
    assert_eq!(it.world.trial(wizard.customer_id), 0);
    let mut codes = Vec::new();
    for number in 1..=5 {
        let key = IssueKey { lease: Some(lease), ..it.world.new_key(wizard.customer_id, number) };
        it.on_laptop(key.clone()).unwrap();
        codes.push(issued(&key).code);
    }
    let sixth = IssueKey { lease: Some(lease), ..it.world.new_key(wizard.customer_id, 6) };
    assert_eq!(it.on_laptop(sixth), Err(Refusal::NoCredit { needed: 1, available: 0 }));
    it.on_laptop(GiveBackLeases { lease_ids: vec![lease] }).unwrap();
    codes.into_iter().for_each(|code| it.world.activate(code));
    it.world.transfer(wizard.customer_id, 1);
    it.world.issue(wizard.customer_id, 6);

    // Credit of the distributor cannot be promised without network, and without a computer there is no lease.
    let rich = CreateCustomer { credit: 1, ..offline(&mut it, "Alfa0043") };
    let refusal = it.on_laptop(rich).unwrap_err();
    assert_eq!(wrong_field(refusal), field("credit", FieldCode::OutOfRange { min: 0, max: 0 }));
    let (admin, nowhere) = (it.world.admin.clone(), offline(&mut it, "Alfa0043"));
    assert_eq!(it.world.refused(&admin, nowhere), Refusal::NotAllowed);
}

#[test]
fn a_system_id_typed_without_network_is_kept_and_both_are_marked_until_one_is_changed() {
    let mut it = Basement::new();
    let admin = it.world.admin.clone();
    let twice = |it: &World, id: Id<Customer>| it.state.customers[&id].system_id_twice;
    // With network a taken one is refused.
    let taken = it.world.wizard("Alfa0001");
    let refusal = it.world.refused(&admin, taken);
    assert_eq!(wrong_field(refusal), field("system_id", FieldCode::SystemIdTaken));

    let wizard = offline(&mut it, "alfa0001");
    let refusal = it.on_laptop(wizard).unwrap_err();
    assert!(matches!(wrong_field(refusal), (_, FieldCode::SystemIdPrefix { .. })));
    let wizard = offline(&mut it, "Alfa0001");
    let (first, second) = (it.customer, wizard.customer_id);
    it.on_laptop(wizard).unwrap();
    assert!(twice(&it.world, first) && twice(&it.world, second));
    // Everything else of a marked customer can be edited, and the mark stays.
    let name = CustomerEdits {
        name: Some(Edit { from: "Customer Alfa0001".to_owned(), to: "Dům".to_owned() }),
        ..CustomerEdits::default()
    };
    it.world.must(&admin, EditCustomer { customer_id: second, edits: name });
    assert!(twice(&it.world, first) && twice(&it.world, second));
    // Deleting one of them ends it as long as it is deleted.
    it.world.must(&admin, DeleteCustomer { customer_id: first, take_back: false });
    assert!(!twice(&it.world, second));
    it.world.must(&admin, RestoreCustomer { customer_id: first });
    assert!(twice(&it.world, first) && twice(&it.world, second));
    // A third one, and then they are told apart one by one.
    let third = offline(&mut it, "Alfa0001");
    it.on_laptop(third.clone()).unwrap();
    let change = |customer_id, to: &str| EditCustomer {
        customer_id,
        edits: CustomerEdits {
            system_id: Some(Edit { from: "Alfa0001".to_owned(), to: to.to_owned() }),
            ..CustomerEdits::default()
        },
    };
    it.world.must(&admin, change(third.customer_id, "Alfa0003"));
    assert!(twice(&it.world, first) && twice(&it.world, second) && !twice(&it.world, third.customer_id));
    it.world.must(&admin, change(second, "Alfa0002"));
    assert!(!twice(&it.world, first) && !twice(&it.world, second));
}

#[test]
fn a_login_that_is_taken_meanwhile_does_not_take_the_customer_away() {
    let mut it = Basement::new();
    let first = mobileaccess_domain::customers::FirstAccount {
        account_id: it.world.id(),
        password_hash: crate::world::PASSWORD_HASH.to_owned(),
    };
    let mut wizard = CreateCustomer { account: Some(first), ..offline(&mut it, "Alfa0042") };
    wizard.contact.email = "technik@ima.cz".to_owned();
    it.on_laptop(wizard.clone()).unwrap();
    assert!(it.world.state.customers.contains_key(&wizard.customer_id));
    assert!(!it.world.state.accounts.contains_key(&wizard.account.unwrap().account_id));
}

#[test]
fn the_type_of_a_system_stays_while_a_computer_on_site_may_issue_its_keys() {
    let mut it = Basement::new();
    let admin = it.world.admin.clone();
    let demo = CustomerEdits {
        system_type: Some(Edit {
            from: mobileaccess_domain::rows::SystemType::Importer,
            to: mobileaccess_domain::rows::SystemType::Demo,
        }),
        system_id: Some(Edit { from: "Alfa0001".to_owned(), to: "demo0001".to_owned() }),
        system_key: Some(Edit { from: "Tajemstvi1".to_owned(), to: "demo".to_owned() }),
        ..CustomerEdits::default()
    };
    let edit = EditCustomer { customer_id: it.customer, edits: demo };
    assert_eq!(wrong_field(it.world.refused(&admin, edit.clone())), field("system_type", FieldCode::TakenToSite));
    it.on_laptop(GiveBackLeases { lease_ids: vec![it.lease] }).unwrap();
    it.world.must(&admin, edit);
}

#[test]
fn computers_are_managed_by_whom_the_table_says() {
    let mut it = Basement::new();
    let admin = it.world.admin.clone();
    let (_, owner) = it.world.customer_with_admin("Alfa0005");
    let home = it.world.computer(&owner, "Domov");
    let office = it.world.computer(&admin, "Office");
    // An installer its own, a customer's admin those of its customer, an admin all.
    let installer = it.installer.clone();
    for (actor, may) in [(&installer, [it.laptop].as_slice()), (&owner, &[home]), (&admin, &[it.laptop, home, office])]
    {
        for replica_id in [it.laptop, home, office] {
            let mut world = it.world.clone();
            let outcome = world.act(actor, RevokeReplica { replica_id });
            assert_eq!(outcome.is_ok(), may.contains(&replica_id), "{outcome:?}");
        }
    }
    // Nobody enrols for somebody else, and a key that is none is no key.
    let Actor::Account(account) = &installer else { unreachable!() };
    let enrol = EnrolReplica {
        replica_id: it.world.id(),
        account_id: account.id,
        name: " ".to_owned(),
        public_key: "zz".to_owned(),
    };
    assert_eq!(it.world.refused(&admin, enrol.clone()), Refusal::NotFound);
    assert!(matches!(it.world.refused(&installer, enrol), Refusal::Invalid { fields } if fields.len() == 2));
}
