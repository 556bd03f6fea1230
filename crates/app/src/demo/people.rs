//! Who could log in to the demo, if it were not one.

use chrono::{DateTime, Duration, Utc};
use mobileaccess_domain::{
    Id,
    accounts::{AssignCustomer, CreateAccount, DeleteAccount},
    rows::{Account, Customer, Role},
};
use mobileaccess_wire::Failure;

use super::Demo;
use crate::Host;

impl<H: Host> Demo<'_, H> {
    /// A login. Nobody can use it: the demo gives it no password that opens anything.
    async fn login(
        &mut self,
        role: Role,
        customer_id: Option<Id<Customer>>,
        email: &str,
        expires_at: Option<DateTime<Utc>>,
    ) -> Result<Id<Account>, Failure> {
        let account_id = self.app.id()?;
        self.act(CreateAccount {
            account_id,
            distributor_id: self.open.distributor,
            customer_id,
            role,
            email: email.to_owned(),
            password_hash: "$demo$".to_owned(),
            expires_at,
        })
        .await?;
        Ok(account_id)
    }

    /// Installers with what they were given, and customers' admins: one whose login ends soon, one who is gone.
    pub(super) async fn people(&mut self, customers: &[Id<Customer>]) -> Result<(), Failure> {
        self.on(57, 10, 0);
        let installer = self.login(Role::Installer, None, "technik@example.com", None).await?;
        let season = self.app.host.now() + Duration::days(9);
        self.login(Role::Installer, None, "brigadnik@example.com", Some(season)).await?;
        for customer_id in customers {
            self.act(AssignCustomer {
                assignment_id: self.app.id()?,
                account_id: installer,
                customer_id: *customer_id,
            })
            .await?;
        }
        let Some(customer) = customers.first().copied() else { return Ok(()) };
        let gone = self.login(Role::CustomerAdmin, Some(customer), "domovnik02@example.com", None).await?;
        self.on(40, 10, 0);
        self.act(DeleteAccount { account_id: gone, distributor_id: self.open.distributor }).await?;
        let season = self.app.host.now() + Duration::days(5);
        self.login(Role::CustomerAdmin, Some(customer), "majitel02@example.com", Some(season)).await?;
        self.login(Role::CustomerAdmin, Some(customer), "spravce02@example.com", None).await.map(drop)
    }
}
