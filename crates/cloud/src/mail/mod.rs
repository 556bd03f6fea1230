//! Mail and SMS: what is to be sent is queued in the transaction of the mutation that asks for it, and carried afterwards by
//! whichever process claims it. What a message says and how it stands is a row like any other, which computers pull.

mod carrier;
mod queue;
mod settings;
mod worker;

pub(crate) use queue::{QUEUE, entries};
pub use settings::MailSettings;
pub use worker::{Carried, Claimed, PATIENCE};
