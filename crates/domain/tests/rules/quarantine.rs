//! What a lost computer delivers waits for the distributor; credit minted elsewhere waits for the issuer.

use mobileaccess_domain::{
    Actor, FieldCode, Id, Mutation, Refusal,
    credit::TransferCredit,
    keys::{Holder, IssueKey},
    quarantine::{AcceptQuarantined, DeliverToQuarantine, DiscardQuarantined},
    replicas::DeclareReplicaLost,
    rows::{Customer, Lease, LedgerAccount, QuarantineEnd, Quarantined, Replica},
    unconfirmed::{ConfirmCredit, HoldCredit},
    users::{CreateUser, UserFields},
};

use crate::world::{World, field, wrong_field};

struct Lost {
    world: World,
    customer: Id<Customer>,
    installer: Actor,
    laptop: Id<Replica>,
    lease: Id<Lease>,
}

impl Lost {
    fn new() -> Self {
        let mut world = World::new();
        world.sell(50);
        let customer = world.customer("Alfa0001");
        world.transfer(customer, 10);
        let installer = world.installer("technik@ima.cz", &[customer]);
        let laptop = world.computer(&installer, "Laptop-2");
        let lease = world.take(laptop, &installer, customer, (3, 0), (101, 110));
        Self { world, customer, installer, laptop, lease }
    }

    fn declare(&mut self) {
        let admin = self.world.admin.clone();
        self.world.must(&admin, DeclareReplicaLost { replica_id: self.laptop });
    }

    fn key(&mut self, number: u32) -> IssueKey {
        IssueKey { lease: Some(self.lease), ..self.world.new_key(self.customer, number) }
    }

    fn deliver(&mut self, seq: u64, mutation: impl Into<Mutation>) -> Result<Id<Quarantined>, Refusal> {
        let item_id = self.world.id();
        let mutation = Box::new(mutation.into());
        let (laptop, installer) = (self.laptop, self.installer.clone());
        let deliver = DeliverToQuarantine { item_id, replica_id: laptop, seq, mutation };
        self.world.on(laptop, &installer, deliver).map(|_| item_id)
    }
}

#[test]
fn a_key_from_a_lost_computer_waits_and_costs_a_fresh_credit_when_it_is_accepted() {
    let mut it = Lost::new();
    let admin = it.world.admin.clone();
    let user = CreateUser {
        user_id: it.world.id(),
        customer_id: it.customer,
        fields: UserFields { first_name: "Eva".to_owned(), ..UserFields::default() },
        lease: Some(it.lease),
    };
    let key = IssueKey { holder: Holder::Existing { user_id: user.user_id }, ..it.key(101) };
    assert_eq!(it.deliver(1, user.clone()).unwrap_err(), Refusal::NotAllowed, "it is not lost yet");
    it.declare();
    assert_eq!(it.world.paid(it.customer), 10);
    let user_item = it.deliver(1, user).unwrap();
    let key_item = it.deliver(2, key.clone()).unwrap();
    assert!(!it.world.state.keys.contains_key(&key.key_id), "nothing happens by itself");

    // What comes first is accepted first.
    assert_eq!(it.world.refused(&admin, AcceptQuarantined { item_id: key_item }), Refusal::NotFound);
    it.world.must(&admin, AcceptQuarantined { item_id: user_item });
    it.world.must(&admin, AcceptQuarantined { item_id: key_item });
    assert_eq!(it.world.paid(it.customer), 9, "a fresh credit");
    it.world.activate(key.code.id);
    assert_eq!(it.world.state.quarantined[&key_item].end, Some(QuarantineEnd::Accepted));
    assert_eq!(it.world.refused(&admin, AcceptQuarantined { item_id: key_item }), Refusal::AlreadyDecided);
    assert_eq!(it.world.refused(&admin, DiscardQuarantined { item_id: key_item }), Refusal::AlreadyDecided);
    // Its User IDs stay burned for everybody else.
    let burned = it.world.new_key(it.customer, 102);
    assert_eq!(wrong_field(it.world.refused(&admin, burned)), field("number", FieldCode::UserIdTaken));
}

#[test]
fn a_discarded_item_stays_undone_and_is_asked_once() {
    let mut it = Lost::new();
    let admin = it.world.admin.clone();
    it.declare();
    let key = it.key(101);
    let item_id = it.deliver(1, key.clone()).unwrap();
    it.world.must(&admin, DiscardQuarantined { item_id });
    assert!(!it.world.state.keys.contains_key(&key.key_id));
    assert_eq!(it.world.refused(&admin, AcceptQuarantined { item_id }), Refusal::AlreadyDecided);
    // Delivered again (the answer was lost on the way): it is there already.
    let again = DeliverToQuarantine { item_id, replica_id: it.laptop, seq: 1, mutation: Box::new(key.into()) };
    let (laptop, installer) = (it.laptop, it.installer.clone());
    assert_eq!(it.world.on(laptop, &installer, again).unwrap_err(), Refusal::NothingToDo);
}

#[test]
fn what_is_about_computers_and_quarantine_itself_cannot_be_accepted() {
    let mut it = Lost::new();
    let admin = it.world.admin.clone();
    it.declare();
    let item_id = it.world.id();
    let item = it.deliver(1, AcceptQuarantined { item_id }).unwrap();
    assert_eq!(it.world.refused(&admin, AcceptQuarantined { item_id: item }), Refusal::NotAllowed);
    it.world.must(&admin, DiscardQuarantined { item_id: item });
}

#[test]
fn credit_minted_elsewhere_is_held_until_the_issuer_confirms_it() {
    let mut world = World::new();
    let admin = world.admin.clone();
    world.sell(50);
    let customer = world.customer("Alfa0001");
    world.transfer(customer, 10);
    world.issue(customer, 1);
    let distributor_id = world.distributor;
    let customer_ids = vec![customer];
    world.must(&Actor::Issuer, HoldCredit { distributor_id, customer_ids: customer_ids.clone() });
    let held = |world: &World, of| world.state.balance(distributor_id, LedgerAccount::Unconfirmed(of));
    assert_eq!((held(&world, None), held(&world, Some(customer))), (40, 9));
    assert_eq!((world.available(), world.paid(customer), world.trial(customer)), (0, 0, 5));
    let transfer = TransferCredit { customer_id: customer, amount: 1, note: String::new() };
    assert_eq!(world.refused(&admin, transfer.clone()), Refusal::NoCredit { needed: 1, available: 0 });
    // Trial credit was anybody's to give.
    world.issue(customer, 2);
    assert_eq!(world.trial(customer), 4);

    let confirm = ConfirmCredit { distributor_id, customer_ids: customer_ids.clone(), note: "PO 9".to_owned() };
    assert_eq!(world.refused(&admin, confirm.clone()), Refusal::NotAllowed);
    let silent = ConfirmCredit { note: " ".to_owned(), ..confirm.clone() };
    assert_eq!(wrong_field(world.refused(&Actor::Issuer, silent)), field("note", FieldCode::Required));
    world.must(&Actor::Issuer, confirm.clone());
    assert_eq!((world.available(), world.paid(customer)), (40, 9));
    world.must(&admin, transfer);
    assert_eq!(world.refused(&Actor::Issuer, confirm), Refusal::NothingToDo);
}
