//! Steps of a history, and a model of what they should do that knows nothing of chains, rows or needs: it counts.

use std::collections::BTreeSet;

use mobileaccess_domain::rows::CreditClass;
use proptest::prelude::*;

/// Who does something: the distributor's admin, or an installer with the customers that installer created.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Who {
    Admin,
    Installer,
}

/// One step of a history. Numbers choose among what there is by then.
#[derive(Clone, Debug)]
pub(super) enum Step {
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

pub(super) fn who() -> impl Strategy<Value = Who> {
    prop_oneof![3 => Just(Who::Admin), 1 => Just(Who::Installer)]
}

pub(super) fn step() -> impl Strategy<Value = Step> {
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
pub(super) struct ModelCustomer {
    demo: bool,
    deleted: bool,
    installers: bool,
    keys_issued: bool,
    had_trial: bool,
    pub(super) paid: i64,
    pub(super) trial: i64,
    pub(super) spent_paid: i64,
    pub(super) spent_trial: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Life {
    Fresh,
    Active,
    Gone,
}

#[derive(Clone, Debug)]
pub(super) struct ModelKey {
    pub(super) customer: usize,
    pub(super) user: usize,
    device: usize,
    life: Life,
    has_code: bool,
    replaced: bool,
    pub(super) paid_by: Option<CreditClass>,
}

/// What there should be.
#[derive(Clone, Debug, Default)]
pub(super) struct Model {
    pub(super) issuer: i64,
    pub(super) distributor: i64,
    pub(super) customers: Vec<ModelCustomer>,
    pub(super) devices: Vec<Life>,
    /// Devices that some phone was ever bound to.
    pub(super) phones: BTreeSet<usize>,
    pub(super) keys: Vec<ModelKey>,
}

pub(super) type Verdict = Result<(), &'static str>;

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

    pub(super) fn take_step(&mut self, step: &Step) -> Verdict {
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
