//! The nouns as they are stored and synchronised: one struct per table, no behaviour beyond what follows from the
//! row alone. Times are UTC; days are local days of the customer's time zone.

mod accounts;
mod credit;
mod customers;
mod distributors;
mod groups;
mod imports;
mod keys;
mod messages;
mod quarantine;
mod readers;
mod replicas;
mod templates;
mod users;

pub use accounts::{Account, Assignment, Role};
pub use credit::{CreditClass, LedgerAccount, Transfer, TransferKind};
pub use customers::{Contact, Customer, SystemType};
pub use distributors::Distributor;
pub use groups::ReaderGroup;
pub use imports::{ImportedReader, ImportedUser, ReaderImport, UserImport};
pub use keys::{ActivationCode, CodeEnd, Device, DeviceStatus, Key, KeyStatus, OnPhone, Platform, UserId};
pub use messages::{Channel, Channels, Message, MessageProblem, MessagePurpose, MessageStatus};
pub use quarantine::{QuarantineEnd, Quarantined};
pub use readers::{OneTapSignal, PublishedReader, Reader, ReaderFields, SignalRange};
pub use replicas::{Lease, LeaseEnd, NumberRange, Replica};
pub use templates::{SiteTemplate, TemplateFields, TemplateValidity};
pub use users::{User, UserStatus};
