//! Who may do what (design, section 4). Every mutation there is has a row here; one without a row fails.

use std::collections::BTreeSet;

use chrono::Duration;
use mobileaccess_domain::{
    Actor, Edit, Id, Language, Mutation, Refusal,
    accounts::{
        AssignCustomer, ChangePassword, CreateAccount, DeleteAccount, SetAccountExpiry, SetAccountLanguage,
        UnassignCustomer,
    },
    credit::{RefundCredit, SellCredit, TransferCredit},
    customers::{CustomerEdits, DeleteCustomer, EditCustomer, RestoreCustomer},
    distributors::{EditDistributor, SetPublicAddress, SetUpDistributor},
    groups::{CreateGroup, DeleteGroup, EditGroup},
    keys::{
        DeleteKey, EditKey, Holder, IssueKey, RecordHandouts, ReissueCode, RestoreKey, ResumeKey, SuspendKey, SwapPhone,
    },
    leases::{GiveBackLeases, TakeLeases, Taken},
    messages::{MessageOutcome, Recipient, RemindHolder, ReportMessage, SendMessage, SetChannels, message_id},
    phones::{ActivateKey, PresentReceipt, SyncPhone},
    quarantine::{AcceptQuarantined, DeliverToQuarantine, DiscardQuarantined},
    readers::{CreateReader, DeleteReader, EditReader, ImportReaders, ImportRow, PublishReaders, UndoReaderImport},
    replicas::{DeclareReplicaLost, EnrolReplica, ForkReplica, RenameReplica, RevokeReplica},
    rows::{
        Account, ActivationCode, Assignment, Channel, Channels, Customer, Lease, Message, MessagePurpose,
        MessageStatus, Platform, Quarantined, Reader, ReaderFields, ReaderGroup, ReaderImport, Replica, Role,
        SiteTemplate, TemplateFields, UserImport,
    },
    templates::{ApplyTemplate, CreateTemplate, DeleteTemplate, EditTemplate, RestoreTemplate, TemplateEdits},
    unconfirmed::{ConfirmCredit, HoldCredit},
    users::{CreateUser, DeleteUser, EditUser, ImportUsers, UndoUserImport, UserFields, UserPatch, UserRow},
};

use crate::world::{Issued, PASSWORD_HASH, World, phone, reader_fields, touches};

/// Everything that a mutation can be about, in one customer.
#[derive(Clone, Copy)]
struct Place {
    customer: Id<Customer>,
    gone: Id<Customer>,
    owner: Id<Account>,
    clerk: Id<Account>,
    installer: Id<Account>,
    assignment: Id<Assignment>,
    waiting: Issued,
    active: Issued,
    suspended: Issued,
    deleted: Issued,
    group: Id<ReaderGroup>,
    reader: Id<Reader>,
    import: Id<ReaderImport>,
    /// The installer's: one with a lease, one that was lost.
    laptop: Id<Replica>,
    lost: Id<Replica>,
    lease: Id<Lease>,
    item: Id<Quarantined>,
    user_import: Id<UserImport>,
    template: Id<SiteTemplate>,
    gone_template: Id<SiteTemplate>,
}

fn account_of(actor: &Actor) -> Id<Account> {
    match actor {
        Actor::Account(account) => account.id,
        other => panic!("{other:?} is no account"),
    }
}

/// A customer of the world's distributor with something of everything, its admin, and an installer it was given to.
fn place(world: &mut World, code: &str) -> (Place, Actor, Actor) {
    let admin = world.admin.clone();
    world.sell(3);
    let distributor_id = world.distributor;
    world.must(&Actor::Issuer, HoldCredit { distributor_id, customer_ids: Vec::new() });
    world.sell(50);
    let (customer, owner) = world.customer_with_admin(&format!("{code}0001"));
    world.transfer(customer, 20);
    let groups = CustomerEdits { groups_enabled: Some(Edit { from: false, to: true }), ..CustomerEdits::default() };
    world.must(&admin, EditCustomer { customer_id: customer, edits: groups });
    let clerk = CreateAccount {
        account_id: world.id(),
        distributor_id: world.distributor,
        customer_id: Some(customer),
        role: Role::CustomerAdmin,
        email: format!("clerk@{code}.cz"),
        password_hash: PASSWORD_HASH.to_owned(),
        expires_at: None,
    };
    world.must(&admin, clerk.clone());
    let installer = world.installer(&format!("given@{code}.cz"), &[customer]);
    let gone = world.customer(&format!("{code}0002"));
    world.must(&admin, DeleteCustomer { customer_id: gone, take_back: false });
    let waiting = world.issue(customer, 1);
    let active = world.issue_active(customer, 2);
    let suspended = world.issue_active(customer, 3);
    world.must(&admin, SuspendKey { key_id: suspended.key });
    let deleted = world.issue_active(customer, 4);
    world.must(&admin, DeleteKey { key_id: deleted.key });
    let group = world.id();
    world.must(&admin, CreateGroup { group_id: group, customer_id: customer, name: "Garage".to_owned() });
    let import = import(world, customer, "IMA 1");
    world.must(&admin, import.clone());
    let [laptop, lost] = ["Laptop-1", "Laptop-2"].map(|name| world.computer(&installer, name));
    let lease = world.take(laptop, &installer, customer, (2, 1), (101, 110));
    world.must(&installer, DeclareReplicaLost { replica_id: lost });
    let delivery = DeliverToQuarantine {
        item_id: world.id(),
        replica_id: lost,
        seq: 1,
        mutation: Box::new(world.new_key(customer, 61).into()),
    };
    world.on(lost, &installer, delivery.clone()).unwrap();
    let user_import = import_user(world, customer, "Imported");
    world.must(&admin, user_import.clone());
    let (template, gone_template) = (world.id(), world.id());
    for (template_id, name) in [(template, "Block of flats"), (gone_template, "Garage")] {
        world.must(&admin, create_template(world, template_id, name));
    }
    world.must(&admin, DeleteTemplate { template_id: gone_template });
    let assignment = world.state.assignments.values().find(|given| given.customer_id == customer).unwrap().id;
    let place = Place {
        customer,
        gone,
        owner: account_of(&owner),
        clerk: clerk.account_id,
        installer: account_of(&installer),
        assignment,
        waiting,
        active,
        suspended,
        deleted,
        group,
        reader: import.rows[0].new_id,
        import: import.import_id,
        laptop,
        lost,
        lease,
        item: delivery.item_id,
        user_import: user_import.import_id,
        template,
        gone_template,
    };
    (place, owner, installer)
}

fn create_template(world: &World, template_id: Id<SiteTemplate>, name: &str) -> CreateTemplate {
    let fields = TemplateFields { one_tap: Some(false), ..TemplateFields::default() };
    let (distributor_id, name) = (world.distributor, name.to_owned());
    CreateTemplate { template_id, distributor_id, name, note: String::new(), fields }
}

fn import(world: &mut World, customer_id: Id<Customer>, reader_id: &str) -> ImportReaders {
    let row = ImportRow {
        new_id: world.id(),
        name: Some("Gate".to_owned()),
        reader_id: Some(reader_id.to_owned()),
        mac: None,
        group: None,
        allow_identification: None,
        one_tap: None,
        signal_range: None,
        one_tap_signal: None,
        extra: serde_json::Map::new(),
    };
    let (import_id, file_name) = (world.id(), "my-doors.json".to_owned());
    ImportReaders { import_id, customer_id, file_name, rows: vec![row], delete: Vec::new(), invalid: 0 }
}

fn import_user(world: &mut World, customer_id: Id<Customer>, name: &str) -> ImportUsers {
    let person = UserPatch { full_name: Some(name.to_owned()), ..UserPatch::default() };
    let row = UserRow { person, user_id: world.id(), new: true, key: None };
    let (import_id, file_name) = (world.id(), "people.csv".to_owned());
    ImportUsers { import_id, customer_id, file_name, rows: vec![row], unchanged: 0, invalid: 0 }
}

fn edited(from: &str, to: &str) -> Option<Edit<String>> {
    Some(Edit { from: from.to_owned(), to: to.to_owned() })
}

/// One of every mutation, about this place, with who may do it: **A**dmin of the distributor, **I**nstaller it was given
/// to, any other installer of the distributor (**X**), the customer's **O**wner, **P**hone, iss**U**er, **S**et-up.
/// A text message that waits, and a code that ends soon and about which a letter was sent.
fn messages(world: &mut World, waiting: Issued) -> (Recipient, Id<Message>, Id<ActivationCode>) {
    let code = world.state.codes[&waiting.code].clone();
    let letter = Recipient { channel: Channel::Email, to: "petr@ima.cz".to_owned(), language: Language::En };
    let new = world.code();
    let ending =
        ActivationCode { id: new.id, code: new.code, expires_at: world.at + Duration::days(2), ..code.clone() };
    let message = |code: &ActivationCode, channel, status| Message {
        id: message_id(code.id, channel, MessagePurpose::Invitation),
        customer_id: code.customer_id,
        user_id: waiting.user,
        key_id: waiting.key,
        code_id: code.id,
        channel,
        purpose: MessagePurpose::Invitation,
        to: "petr@ima.cz".to_owned(),
        language: Language::En,
        status,
        round: 0,
        problem: None,
        detail: String::new(),
        asked_at: code.created_at,
        status_at: code.created_at,
    };
    let queued = message(&code, Channel::Sms, MessageStatus::Queued);
    let sent = message(&ending, Channel::Email, MessageStatus::Sent);
    let ids = (letter, queued.id, ending.id);
    world.state.messages.extend([(queued.id, queued), (sent.id, sent)]);
    world.state.codes.insert(ending.id, ending);
    if let Some(row) = world.state.distributors.get_mut(&world.distributor) {
        row.channels = Channels { email: true, sms: true, reminder_days: 5 };
    }
    ids
}

fn matrix(world: &mut World, at: Place) -> Vec<(&'static str, Mutation)> {
    let distributor_id = world.distributor;
    let customer_id = at.customer;
    let user = UserFields { first_name: "Jan".to_owned(), ..UserFields::default() };
    let swap = SwapPhone {
        key_id: at.active.key,
        device_id: world.id(),
        device_name: "New".to_owned(),
        new_key_id: world.id(),
        code: world.code(),
        waiver: None,
        lease: None,
    };
    let set_up = SetUpDistributor {
        distributor_id: world.id(),
        name: "Beta".to_owned(),
        code: "Zeta".to_owned(),
        time_zone: "Europe/Prague".to_owned(),
        account_id: world.id(),
        email: "zeta@ima.cz".to_owned(),
        password_hash: PASSWORD_HASH.to_owned(),
        language: Language::En,
    };
    let name = world.state.distributors[&distributor_id].name.clone();
    let system_id = format!("{}0009", world.state.distributors[&distributor_id].code);
    let account = CreateAccount {
        account_id: world.id(),
        distributor_id,
        customer_id: Some(customer_id),
        role: Role::CustomerAdmin,
        email: "new@ima.cz".to_owned(),
        password_hash: PASSWORD_HASH.to_owned(),
        expires_at: None,
    };
    let edit_reader = EditReader {
        id: at.reader,
        customer_id,
        name: edited("Gate", "Gate 2"),
        reader_id: None,
        mac: None,
        group_id: None,
        allow_identification: None,
        one_tap: None,
        signal_range: None,
        one_tap_signal: None,
    };
    let edit_user = EditUser {
        user_id: at.active.user,
        title: edited("", "Ing."),
        first_name: None,
        last_name: None,
        email: None,
        phone: None,
        language: None,
    };
    let edit_key = EditKey {
        key_id: at.active.key,
        customer_id,
        name: edited("klic-dum02", "klic-dum03"),
        valid_from: None,
        valid_to: None,
        group_ids: None,
    };
    let edit_customer = CustomerEdits { key_name: edited("klic0001", "klic0002"), ..CustomerEdits::default() };
    let other =
        world.state.customers.values().find(|other| {
            other.distributor_id == distributor_id && other.id != customer_id && other.deleted_at.is_none()
        });
    let other = other.map_or(at.gone, |other| other.id);
    let assign = AssignCustomer { assignment_id: world.id(), account_id: at.installer, customer_id: other };
    let template_id = world.id();
    let new_template = create_template(world, template_id, "Offices");
    let edit_template = EditTemplate {
        template_id: at.template,
        distributor_id,
        name: edited("Block of flats", "Flats"),
        note: None,
        fields: None,
    };
    let edits = TemplateEdits { one_tap: Some(Edit { from: true, to: false }), ..TemplateEdits::default() };
    let code = world.state.codes[&at.waiting.code].code.clone();
    let address = Edit { from: String::new(), to: "https://keys.example.com".to_owned() };
    let receipt = PresentReceipt {
        key_id: at.waiting.key,
        code_id: at.waiting.code,
        public_key: phone(&code),
        platform: Platform::Ios,
        model: "iPhone".to_owned(),
        activated_at: world.at,
    };
    let note = String::new();
    let key = format!("{:064x}", 7);
    let enrol = EnrolReplica {
        replica_id: world.id(),
        account_id: at.installer,
        name: "Laptop-3".to_owned(),
        public_key: key.clone(),
    };
    let fork =
        ForkReplica { replica_id: world.id(), copy_of: at.laptop, name: "Laptop-1 (copy)".to_owned(), public_key: key };
    let numbers = Vec::new();
    let taken = Taken { customer_id, lease_id: world.id(), paid: 1, trial: 0, numbers };
    let delivery = DeliverToQuarantine {
        item_id: world.id(),
        replica_id: at.lost,
        seq: 2,
        mutation: Box::new(world.new_key(customer_id, 62).into()),
    };
    let (letter, queued, ending) = messages(world, at.waiting);
    vec![
        ("S", set_up.into()),
        ("U", EditDistributor { distributor_id, name: edited(&name, "New"), contact: None }.into()),
        ("AU", SetPublicAddress { distributor_id, address }.into()),
        ("U", SellCredit { distributor_id, amount: 1, note: "PO".to_owned() }.into()),
        ("A", TransferCredit { customer_id, amount: 1, note: note.clone() }.into()),
        ("A", RefundCredit { customer_id, amount: 1, note }.into()),
        ("AIX", world.wizard(&system_id).into()),
        ("AIO", EditCustomer { customer_id, edits: edit_customer }.into()),
        ("A", DeleteCustomer { customer_id, take_back: true }.into()),
        ("A", RestoreCustomer { customer_id: at.gone }.into()),
        ("A", account.into()),
        ("A", DeleteAccount { account_id: at.clerk, distributor_id }.into()),
        ("AO", ChangePassword { account_id: at.owner, password_hash: "$argon2id$new".to_owned() }.into()),
        ("O", SetAccountLanguage { account_id: at.owner, language: Language::Cs }.into()),
        (
            "A",
            SetAccountExpiry {
                account_id: at.clerk,
                distributor_id,
                expires_at: Edit { from: None, to: Some(world.at + chrono::Duration::days(30)) },
            }
            .into(),
        ),
        ("A", assign.into()),
        ("A", UnassignCustomer { assignment_id: at.assignment, account_id: at.installer }.into()),
        ("AIO", CreateUser { user_id: world.id(), customer_id, fields: user, lease: None }.into()),
        ("AIO", edit_user.into()),
        ("AIO", DeleteUser { user_id: at.active.user }.into()),
        ("AIO", import_user(world, customer_id, "Another").into()),
        ("AIO", UndoUserImport { import_id: at.user_import, customer_id }.into()),
        ("AIO", world.new_key(customer_id, 99).into()),
        ("AIO", edit_key.into()),
        ("AIO", ReissueCode { key_id: at.waiting.key, code: world.code(), lost: true, lease: None }.into()),
        ("AIO", SuspendKey { key_id: at.active.key }.into()),
        ("AIO", ResumeKey { key_id: at.suspended.key }.into()),
        ("AIO", DeleteKey { key_id: at.active.key }.into()),
        ("AIO", RestoreKey { key_id: at.deleted.key, new_key_id: world.id(), code: world.code(), lease: None }.into()),
        ("AIO", swap.into()),
        ("AIO", RecordHandouts { customer_id, code_ids: vec![at.waiting.code], address: String::new() }.into()),
        (
            "P",
            ActivateKey { public_key: phone(&code), code, platform: Platform::Ios, model: "iPhone".to_owned() }.into(),
        ),
        ("P", receipt.into()),
        ("P", SyncPhone { holds: Vec::new(), ..world.sync(at.active.device) }.into()),
        ("P", world.delete_by_user(at.active.key).into()),
        ("I", enrol.into()),
        (
            "AI",
            RenameReplica { replica_id: at.laptop, name: Edit { from: "Laptop-1".into(), to: "Laptop-9".into() } }
                .into(),
        ),
        ("AI", RevokeReplica { replica_id: at.laptop }.into()),
        ("AI", DeclareReplicaLost { replica_id: at.laptop }.into()),
        ("I", fork.into()),
        ("I", TakeLeases { replica_id: at.laptop, customers: vec![taken] }.into()),
        ("I", GiveBackLeases { lease_ids: vec![at.lease] }.into()),
        ("I", delivery.into()),
        ("A", AcceptQuarantined { item_id: at.item }.into()),
        ("A", DiscardQuarantined { item_id: at.item }.into()),
        ("AIO", SendMessage { code_id: at.waiting.code, recipient: letter, round: 0 }.into()),
        ("C", ReportMessage { message_id: queued, round: 0, outcome: MessageOutcome::Sent }.into()),
        ("C", RemindHolder { code_id: ending }.into()),
        ("UC", SetChannels { distributor_id, channels: Channels::default() }.into()),
        ("U", HoldCredit { distributor_id, customer_ids: vec![customer_id] }.into()),
        ("U", ConfirmCredit { distributor_id, customer_ids: vec![customer_id], note: "PO 8".to_owned() }.into()),
        ("AIO", CreateReader { id: world.id(), customer_id, fields: reader_fields("Loft", "IMA 9", None) }.into()),
        ("AIO", edit_reader.into()),
        ("AIO", DeleteReader { id: at.reader }.into()),
        ("AIO", import(world, customer_id, "IMA 8").into()),
        ("AIO", UndoReaderImport { import_id: at.import, customer_id }.into()),
        ("AIO", PublishReaders { customer_id }.into()),
        ("AIO", CreateGroup { group_id: world.id(), customer_id, name: "Flats".to_owned() }.into()),
        (
            "AIO",
            EditGroup {
                group_id: at.group,
                customer_id,
                name: Edit { from: "Garage".to_owned(), to: "Yard".to_owned() },
            }
            .into(),
        ),
        ("AIO", DeleteGroup { group_id: at.group, customer_id }.into()),
        ("A", new_template.into()),
        ("A", edit_template.into()),
        ("A", DeleteTemplate { template_id: at.template }.into()),
        ("A", RestoreTemplate { template_id: at.gone_template, distributor_id }.into()),
        ("AI", ApplyTemplate { template_id: at.template, customer_id, edits, groups: Vec::new() }.into()),
    ]
}

#[test]
fn every_mutation_is_done_by_its_roles_in_their_tenants_and_by_nobody_else() {
    let mut world = World::new();
    let (here, owner, given) = place(&mut world, "Alfa");
    let (_, neighbour) = world.customer_with_admin("Alfa0003");
    let idle = world.installer("idle@ima.cz", &[]);
    // The same things at another distributor.
    let (home, admin) = (world.distributor, world.admin.clone());
    let (foreign, foreign_admin) = world.set_up("Beta", "beta@ima.cz");
    (world.distributor, world.admin) = (foreign, foreign_admin.clone());
    let (_, foreign_owner, foreign_installer) = place(&mut world, "Beta");
    (world.distributor, world.admin) = (home, admin.clone());

    let actors = [
        ("A", admin),
        ("I", given),
        ("X", idle),
        ("O", owner),
        ("P", Actor::Phone),
        ("U", Actor::Issuer),
        ("S", Actor::Setup),
        ("C", Actor::Cloud),
        ("a neighbour", neighbour),
        ("a foreign admin", foreign_admin),
        ("a foreign owner", foreign_owner),
        ("a foreign installer", foreign_installer),
    ];
    let matrix = matrix(&mut world, here);
    let named: BTreeSet<&str> = matrix.iter().map(|(_, mutation)| mutation.name()).collect();
    let all: BTreeSet<&str> = Mutation::NAMES.iter().copied().collect();
    assert_eq!(named, all, "every mutation has its row");
    for (roles, mutation) in matrix {
        let kept = serde_json::to_value(&mutation).unwrap();
        assert_eq!(kept["name"], mutation.name());
        assert_eq!(serde_json::from_value::<Mutation>(kept).unwrap(), mutation, "it survives the outbox");
        for (who, actor) in &actors {
            let mut world = world.clone();
            world.replica = match mutation {
                Mutation::DeliverToQuarantine(_) => Some(here.lost),
                _ => Some(here.laptop),
            };
            let what = format!("{} by {who}", mutation.name());
            if who.len() == 1 && roles.contains(who) {
                let effects = world.act(actor, mutation.clone()).unwrap_or_else(|why| panic!("{what}: {why:?}"));
                assert!(!effects.changes.is_empty() || !effects.transfers.is_empty(), "{what} must do something");
                let strangers: Vec<Id<Customer>> = world
                    .state
                    .customers
                    .values()
                    .filter(|row| row.distributor_id == foreign)
                    .map(|row| row.id)
                    .collect();
                for change in &effects.changes {
                    assert!(!strangers.iter().any(|stranger| touches(change, *stranger)), "{what}: {change:?}");
                }
                assert!(effects.transfers.iter().all(|transfer| transfer.distributor_id == home), "{what}");
            } else {
                let refusal = world.refused(actor, mutation.clone());
                assert!(matches!(refusal, Refusal::NotFound | Refusal::NotAllowed), "{what}: {refusal:?}");
            }
        }
    }
}

#[test]
fn a_request_about_ones_own_customer_does_not_reach_rows_of_another() {
    let mut world = World::new();
    let (mine, owner, _) = place(&mut world, "Alfa");
    let theirs = world.customer_with_groups("Alfa0003");
    let admin = world.admin.clone();
    let their_key = world.issue_active(theirs, 1);
    let their_group = world.id();
    world.must(&admin, CreateGroup { group_id: their_group, customer_id: theirs, name: "Theirs".to_owned() });
    let their_import = import(&mut world, theirs, "IMA T");
    world.must(&admin, their_import.clone());
    let their_reader = their_import.rows[0].new_id;
    let their_users = import_user(&mut world, theirs, "Theirs");
    world.must(&admin, their_users.clone());
    let change_theirs = {
        let mut import = import_user(&mut world, mine.customer, "Theirs");
        import.rows[0].user_id = their_users.rows[0].user_id;
        import.rows[0].new = false;
        import
    };
    let customer_id = mine.customer;

    let to_their_user =
        IssueKey { holder: Holder::Existing { user_id: their_key.user }, ..world.new_key(customer_id, 50) };
    let with_their_group = IssueKey { group_ids: vec![their_group], ..world.new_key(customer_id, 51) };
    let edit_key = EditKey {
        key_id: their_key.key,
        customer_id,
        name: edited("klic-dum02", "mine"),
        valid_from: None,
        valid_to: None,
        group_ids: None,
    };
    let edit_reader = EditReader {
        id: their_reader,
        customer_id,
        name: edited("Gate", "mine"),
        reader_id: None,
        mac: None,
        group_id: None,
        allow_identification: None,
        one_tap: None,
        signal_range: None,
        one_tap_signal: None,
    };
    let into_their_group = CreateReader {
        id: world.id(),
        customer_id,
        fields: ReaderFields { group_id: Some(their_group), ..reader_fields("Mine", "IMA M", None) },
    };
    let delete_theirs = ImportReaders { delete: vec![their_reader], ..import(&mut world, customer_id, "IMA N") };
    let over_theirs = {
        let mut import = import(&mut world, customer_id, "IMA O");
        import.rows[0].new_id = their_reader;
        import
    };
    let attempts: Vec<Mutation> = vec![
        to_their_user.into(),
        with_their_group.into(),
        edit_key.into(),
        edit_reader.into(),
        into_their_group.into(),
        delete_theirs.into(),
        UndoReaderImport { import_id: their_import.import_id, customer_id }.into(),
        UndoUserImport { import_id: their_users.import_id, customer_id }.into(),
        change_theirs.into(),
        RecordHandouts { customer_id, code_ids: vec![their_key.code], address: String::new() }.into(),
        EditGroup {
            group_id: their_group,
            customer_id,
            name: Edit { from: "Theirs".to_owned(), to: "Mine".to_owned() },
        }
        .into(),
        DeleteGroup { group_id: their_group, customer_id }.into(),
    ];
    for attempt in attempts {
        for actor in [&owner, &admin] {
            let name = attempt.name();
            let refusal = world.refused(actor, attempt.clone());
            let told = ["not_found", "invalid", "import_stale"];
            assert!(told.contains(&refusal.code().as_str()), "{name}: {refusal:?}");
        }
    }
    // The rule alone cannot see a stranger's row that it did not ask for; where it is shown one, it refuses.
    world.narrow = false;
    assert_eq!(world.refused(&owner, over_theirs), Refusal::ImportStale);
}
