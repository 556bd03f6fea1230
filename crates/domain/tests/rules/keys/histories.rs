//! What must hold of all keys together after any history.

use chrono::Duration;
use mobileaccess_domain::{
    Actor, Edit, FieldCode, Id, Mutation, Refusal,
    customers::{CustomerEdits, EditCustomer},
    keys::{DeleteKey, Holder, ReissueCode, ResumeKey, SuspendKey},
    phones::ActivateKey,
    rows::{Customer, DeviceStatus, Key, KeyStatus},
    users::DeleteUser,
};
use proptest::prelude::*;

use super::{open, restore, scan, swap};
use crate::world::{Issued, World, field, issued, phone, wrong_field};

#[derive(Clone, Debug)]
enum Step {
    Issue { number: u32, same_user: bool },
    Delete(usize),
    Restore(usize),
    Swap(usize),
    Activate(usize),
    Suspend(usize),
    Resume(usize),
    ByUser(usize),
    Sync(usize),
    Reissue(usize, bool),
    DeleteUser(usize),
    AllowDuplicates,
    Wait(i64),
}

fn step() -> impl Strategy<Value = Step> {
    let some = 0..32_usize;
    prop_oneof![
        6 => (1..7_u32, any::<bool>()).prop_map(|(number, same_user)| Step::Issue { number, same_user }),
        2 => some.clone().prop_map(Step::Delete),
        3 => some.clone().prop_map(Step::Restore),
        3 => some.clone().prop_map(Step::Swap),
        4 => some.clone().prop_map(Step::Activate),
        1 => some.clone().prop_map(Step::Suspend),
        1 => some.clone().prop_map(Step::Resume),
        1 => some.clone().prop_map(Step::ByUser),
        2 => some.clone().prop_map(Step::Sync),
        2 => (some.clone(), any::<bool>()).prop_map(|(key, lost)| Step::Reissue(key, lost)),
        1 => some.prop_map(Step::DeleteUser),
        1 => Just(Step::AllowDuplicates),
        1 => (1..40_i64).prop_map(Step::Wait),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_500, failure_persistence: None, ..ProptestConfig::default() })]

    /// Lives are checked at every step by the world itself; here it is what must hold of all keys together.
    #[test]
    fn in_every_history_a_user_id_belongs_to_one_line_of_keys_and_a_device_to_one_live_key(
        steps in proptest::collection::vec(step(), 1..30),
    ) {
        let mut world = World::new();
        world.narrow = false;
        let admin = world.admin.clone();
        let customer: Id<Customer> = world.demo_customer();
        let mut keys: Vec<Issued> = Vec::new();
        let mut duplicates = false;
        let mut issued_while_unique: Vec<Id<Key>> = Vec::new();
        for step in steps {
            let pick = |keys: &[Issued], number: usize| number.checked_rem(keys.len()).map(|index| keys[index]);
            match step {
                Step::Issue { number, same_user } => {
                    let mut key = world.new_key(customer, number);
                    if let Some(last) = keys.last().filter(|_| same_user) {
                        key.holder = Holder::Existing { user_id: last.user };
                    }
                    let had = world.state.keys.values().any(|other| other.number.get() == number);
                    match world.act(&admin, key.clone()) {
                        Ok(_) => {
                            prop_assert!(duplicates || !had);
                            keys.push(issued(&key));
                            if !duplicates {
                                issued_while_unique.push(key.key_id);
                            }
                        }
                        Err(Refusal::UserDeleted) => {}
                        Err(refusal) => {
                            prop_assert_eq!(wrong_field(refusal), field("number", FieldCode::UserIdTaken));
                            prop_assert!(had && !duplicates);
                        }
                    }
                }
                Step::Restore(number) => {
                    let Some(old) = pick(&keys, number) else { continue };
                    let restored = restore(&mut world, old.key);
                    if world.act(&admin, restored.clone()).is_ok() {
                        keys.push(Issued { key: restored.new_key_id, code: restored.code.id, ..old });
                    }
                }
                Step::Swap(number) => {
                    let Some(old) = pick(&keys, number) else { continue };
                    let new = swap(&mut world, old.key);
                    if world.act(&admin, new.clone()).is_ok() {
                        keys.push(Issued { device: new.device_id, key: new.new_key_id, code: new.code.id, ..old });
                    }
                }
                Step::AllowDuplicates => {
                    let edits = CustomerEdits {
                        allow_duplicate_user_id: Some(Edit { from: duplicates, to: !duplicates }),
                        ..CustomerEdits::default()
                    };
                    world.must(&admin, EditCustomer { customer_id: customer, edits });
                    duplicates = !duplicates;
                }
                Step::Wait(days) => world.wait(Duration::days(days)),
                Step::Reissue(number, lost) => {
                    let Some(key) = pick(&keys, number) else { continue };
                    let code = world.code();
                    let _ = world.act(&admin, ReissueCode { key_id: key.key, code, lost, lease: None });
                }
                Step::Activate(number) => {
                    let Some(key) = pick(&keys, number) else { continue };
                    // Any code of the key, as from any of its handouts.
                    let codes = world.state.codes.values().filter(|code| code.key_id == key.key);
                    let Some(code) = codes.map(|code| code.id).nth(number % 2).or(Some(key.code)) else { continue };
                    if world.state.codes.contains_key(&code) {
                        // Each time another phone: the one that it is bound to would be told the same again.
                        let public_key = phone(&world.code().code);
                        let scanned = ActivateKey { public_key, ..scan(&world, code) };
                        let could = open(&world, code);
                        prop_assert_eq!(world.act(&Actor::Phone, scanned).is_ok(), could);
                    }
                }
                Step::Delete(number) | Step::Suspend(number) | Step::Resume(number) | Step::ByUser(number)
                | Step::Sync(number) | Step::DeleteUser(number) => {
                    let Some(key) = pick(&keys, number) else { continue };
                    let key_id = key.key;
                    let (actor, mutation): (&Actor, Mutation) = match step {
                        Step::Delete(_) => (&admin, DeleteKey { key_id }.into()),
                        Step::Suspend(_) => (&admin, SuspendKey { key_id }.into()),
                        Step::Resume(_) => (&admin, ResumeKey { key_id }.into()),
                        Step::ByUser(_) => (&Actor::Phone, world.delete_by_user(key_id).into()),
                        Step::Sync(_) => (&Actor::Phone, world.sync(key.device).into()),
                        _ => (&admin, DeleteUser { user_id: key.user }.into()),
                    };
                    let _ = world.act(actor, mutation);
                }
            }
        }
        let state = &world.state;
        for key in state.keys.values() {
            let mut first = key;
            while let Some(before) = first.replaces {
                first = &state.keys[&before];
                prop_assert_eq!((first.user_id, first.number), (key.user_id, key.number), "a line keeps user and number");
            }
            let device = &state.devices[&key.device_id];
            if device.status == DeviceStatus::Deleted {
                prop_assert!(key.status.is_deleted(), "deleted wins");
            }
            if state.users[&key.user_id].deleted_at.is_some() {
                prop_assert!(key.status == KeyStatus::Deleted && device.status == DeviceStatus::Deleted);
            }
            if key.status == KeyStatus::Active {
                prop_assert_eq!(device.status, DeviceStatus::Active);
            }
            let open_codes = state.codes.values().filter(|code| code.key_id == key.id && code.is_open(world.at));
            if key.status != KeyStatus::Waiting {
                prop_assert_eq!(open_codes.count(), 0, "a code opens only what waits");
            }
        }
        for device in state.devices.keys() {
            let live = state.keys.values().filter(|key| key.device_id == *device && !key.status.is_deleted());
            prop_assert!(live.count() <= 1, "one key per device");
        }
        for id in issued_while_unique {
            let key = &state.keys[&id];
            let earlier = state.keys.values().filter(|other| {
                other.number == key.number && other.replaces.is_none() && other.id < key.id
            });
            prop_assert_eq!(earlier.count(), 0, "nobody had that User ID before");
        }
    }
}
