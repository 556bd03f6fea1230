//! The list of a distributor's customers, each with what is counted of it.

use chrono::{DateTime, Utc};
use mobileaccess_domain::rows::{Customer, SystemType};
use uuid::Uuid;

use super::list::{Cell, Entry};
use crate::sqlite::lists::CustomerCounts;

/// A customer as the list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomerEntry {
    /// The customer.
    pub customer: Customer,
    /// What is counted of it.
    pub counts: CustomerCounts,
    /// Paid credit.
    pub paid: i64,
    /// Trial credit.
    pub trial: i64,
}

impl CustomerEntry {
    /// Waiting keys whose codes still open them at `now`, and those that expired unused.
    pub fn waiting_and_expired(&self, now: DateTime<Utc>) -> (u32, u32) {
        let all = self.counts.waiting_until.len();
        let open = self.counts.waiting_until.iter().filter(|until| until.is_some_and(|until| now < until)).count();
        let number = |count| u32::try_from(count).unwrap_or(u32::MAX);
        (number(open), number(all - open))
    }

    /// When something in the customer last changed.
    pub fn changed_at(&self) -> DateTime<Utc> {
        self.counts.changed_at.unwrap_or(self.customer.created_at)
    }
}

/// A column of the list of customers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CustomerColumn {
    /// By name.
    Name,
    /// By System ID.
    SystemId,
    /// By system type.
    SystemType,
    /// By city.
    City,
    /// By the number of live keys.
    Keys,
    /// By credit, paid and trial together; demo systems last.
    Credit,
    /// By the number of keys that wait for activation, expired ones included.
    Waiting,
    /// By the time of the last change.
    ChangedAt,
    /// By the time of creation.
    CreatedAt,
}

impl Entry for CustomerEntry {
    type Column = CustomerColumn;
    fn id(&self) -> Uuid {
        self.customer.id.uuid()
    }
    fn texts(&self, word: &mut dyn FnMut(&str)) {
        let customer = &self.customer;
        word(&customer.name);
        word(&customer.system_id);
        let contact = &customer.contact;
        for text in [&contact.address, &contact.zip, &contact.city, &contact.email, &contact.phone] {
            word(text);
        }
    }
    fn cell(&self, column: CustomerColumn) -> Cell<'_> {
        let customer = &self.customer;
        let count = |count: usize| Cell::Number(i64::try_from(count).ok());
        match column {
            CustomerColumn::Name => Cell::Text(&customer.name),
            CustomerColumn::SystemId => Cell::Text(&customer.system_id),
            CustomerColumn::SystemType => Cell::Number(Some(i64::from(customer.system_type == SystemType::Demo))),
            CustomerColumn::City => Cell::Text(&customer.contact.city),
            CustomerColumn::Keys => Cell::Number(Some(i64::from(self.counts.keys))),
            CustomerColumn::Credit => Cell::Number((!customer.is_demo()).then_some(self.paid + self.trial)),
            CustomerColumn::Waiting => count(self.counts.waiting_until.len()),
            CustomerColumn::ChangedAt => Cell::Number(Some(self.changed_at().timestamp_millis())),
            CustomerColumn::CreatedAt => Cell::Number(Some(customer.created_at.timestamp_millis())),
        }
    }
    fn age(&self) -> i64 {
        self.customer.created_at.timestamp_millis()
    }
}
