//! Where the gaps among a customer's User IDs begin: whoever has given out the last one there is looks for the lowest gap before
//! each key, below which a hundred thousand may be taken.

use mobileaccess_domain::rows::Customer;
use mobileaccess_domain::{Id, UserId};

use crate::error::Result;
use crate::sqlite::keys;
use crate::store::Store;

impl Store {
    /// The lowest User ID from `from` upwards that no key of the customer ever had; `None` when all above are taken. What was
    /// given out once is never free again, so that the next look begins where this one ended; after a pull, from the first on.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn next_free_number(&self, customer: Id<Customer>, from: UserId) -> Result<Option<UserId>> {
        let mut connection = self.read().await?;
        let known = &self.directory().first_free;
        let first = known.lock().ok().and_then(|known| known.get(&customer).copied()).unwrap_or(UserId::FIRST);
        let mut free = keys::next_free_number(&mut connection, customer, from.max(first)).await?;
        if free.is_none() && from < first {
            // Only where another process took rows away is anything below.
            free = keys::next_free_number(&mut connection, customer, from).await?;
        }
        if let (Some(free), true, Ok(mut known)) = (free, from <= first, known.lock()) {
            known.insert(customer, free);
        }
        Ok(free)
    }
}
