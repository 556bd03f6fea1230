//! The first screens: what needs somebody now.

use std::collections::BTreeMap;

use chrono::Duration;
use mobileaccess_domain::{
    Id,
    rows::{Customer, KeyStatus, LedgerAccount, Role},
};
use mobileaccess_handout::qr_svg;
use mobileaccess_store::sqlite::{self, counts::Waiting};
use mobileaccess_wire::{
    CustomerHome, CustomerRequest, DistributorHome, Empty, Failure, Handle,
    home::{
        AppLink, Attention, CustomerHome as CustomerView, DistributorHome as DistributorView, LowCredit, WaitingKey,
    },
    users::Stages,
};

use crate::{App, Host, computer, credit::credit_left, data::fault};

/// Credit that is said to be low: so few left, or gone within two weeks at the present pace.
const LOW: i64 = 3;
const LOW_DAYS: u32 = 14;

/// Stages of keys from their statuses and the waiting ones.
fn stages(keys: &[(Id<Customer>, KeyStatus, u32)], waiting: &[Waiting], now: chrono::DateTime<chrono::Utc>) -> Stages {
    let of =
        |wanted: KeyStatus| keys.iter().filter(|(_, status, _)| *status == wanted).map(|(_, _, count)| count).sum();
    let count = |keep: &dyn Fn(&Waiting) -> bool| {
        u32::try_from(waiting.iter().filter(|key| keep(key)).count()).unwrap_or(u32::MAX)
    };
    let open = |key: &Waiting| key.expires_at.is_some_and(|at| now < at);
    Stages {
        waiting: count(&|key| !key.arriving && open(key)),
        arriving: count(&|key| key.arriving),
        expired: count(&|key| !key.arriving && !open(key)),
        active: of(KeyStatus::Active),
        suspended: of(KeyStatus::Suspended),
    }
}

impl<H: Host> Handle<DistributorHome> for App<H> {
    async fn handle(&self, _: Empty) -> Result<DistributorView, Failure> {
        let open = self.open().await?;
        let (_, actor) = self.actor(&open).await?;
        if actor.role == Role::CustomerAdmin {
            return Err(Failure::new("not_allowed"));
        }
        let admin = actor.role == Role::DistributorAdmin;
        let now = self.host.now();
        let context = self.context(mobileaccess_domain::Actor::Account(actor), uuid::Uuid::nil());
        let (customers, keys, waiting, counts) = {
            let mut connection = open.store.read().await.map_err(fault)?;
            (
                sqlite::customers::of_distributor(&mut connection, open.distributor).await.map_err(fault)?,
                sqlite::counts::keys(&mut connection, None).await.map_err(fault)?,
                sqlite::counts::waiting(&mut connection, None).await.map_err(fault)?,
                sqlite::counts::customers(&mut connection, None).await.map_err(fault)?,
            )
        };
        let mine: BTreeMap<Id<Customer>, Customer> = customers
            .into_iter()
            .filter(|customer| customer.deleted_at.is_none() && context.works_in(customer).is_ok())
            .map(|customer| (customer.id, customer))
            .collect();
        let keys: Vec<_> = keys.into_iter().filter(|(id, _, _)| mine.contains_key(id)).collect();
        let waiting: Vec<_> = waiting.into_iter().filter(|key| mine.contains_key(&key.customer_id)).collect();
        let attention = |keep: &dyn Fn(&Waiting) -> bool| {
            let mut by_customer: BTreeMap<Id<Customer>, u32> = BTreeMap::new();
            for key in waiting.iter().filter(|key| !key.arriving && keep(key)) {
                *by_customer.entry(key.customer_id).or_default() += 1;
            }
            sorted(by_customer, &mine)
        };
        let soon = now + Duration::days(3);
        let expiring = attention(&|key| key.expires_at.is_some_and(|at| now < at && at <= soon));
        let expired = attention(&|key| key.expires_at.is_none_or(|at| at <= now));
        let unpublished = counts
            .iter()
            .filter(|(_, count)| count.unpublished > 0)
            .map(|(id, count)| (*id, count.unpublished))
            .collect();
        let forecast = self.forecast(&open).await?;
        let low = forecast.into_iter().filter(|row| {
            mine.contains_key(&row.customer_id)
                && (row.credit.paid + row.credit.trial <= LOW || row.days_left.is_some_and(|days| days <= LOW_DAYS))
        });
        let low_credit = low
            .map(|row| LowCredit {
                customer_id: row.customer_id,
                name: row.name,
                credit: row.credit,
                days_left: row.days_left,
            })
            .collect();
        let mut movements = if admin { self.movements(&open, None).await? } else { Vec::new() };
        movements.reverse();
        movements.truncate(6);
        let credit = if admin {
            self.balances(&open).await?.get(&LedgerAccount::Distributor).copied().or(Some(0))
        } else {
            None
        };
        Ok(DistributorView {
            credit,
            customers: u32::try_from(mine.len()).unwrap_or(u32::MAX),
            expiring,
            expired,
            low_credit,
            unpublished: sorted(unpublished, &mine),
            movements,
            stages: stages(&keys, &waiting, now),
        })
    }
}

/// Counts by customer, the largest first; customers that are not in `mine` are left out.
fn sorted(counts: BTreeMap<Id<Customer>, u32>, mine: &BTreeMap<Id<Customer>, Customer>) -> Vec<Attention> {
    let mut rows: Vec<Attention> = counts
        .into_iter()
        .filter_map(|(id, count)| {
            mine.get(&id).map(|customer| Attention { customer_id: id, name: customer.name.clone(), count })
        })
        .collect();
    rows.sort_by_key(|row| (std::cmp::Reverse(row.count), row.name.to_lowercase()));
    rows
}

fn app_link(url: String) -> AppLink {
    // A link too long for a QR is shown as text alone.
    let svg = qr_svg(&url).unwrap_or_default();
    AppLink { url, svg }
}

impl<H: Host> Handle<CustomerHome> for App<H> {
    async fn handle(&self, request: CustomerRequest) -> Result<CustomerView, Failure> {
        let open = self.open().await?;
        let (customer, _) = self.customer(&open, request.customer_id).await?;
        let settings = computer::load(&self.folder);
        let now = self.host.now();
        let mut connection = open.store.read().await.map_err(fault)?;
        let only = Some(customer.id);
        let keys = sqlite::counts::keys(&mut connection, only).await.map_err(fault)?;
        let waiting = sqlite::counts::waiting(&mut connection, only).await.map_err(fault)?;
        let counts = sqlite::counts::customers(&mut connection, only).await.map_err(fault)?;
        let counts = counts.get(&customer.id).copied().unwrap_or_default();
        let balances = sqlite::credit::balances_of_customer(&mut connection, customer.distributor_id, customer.id)
            .await
            .map_err(fault)?;
        let mut first = Vec::new();
        for key in waiting.iter().filter(|key| !key.arriving).take(8) {
            let (Some(expires_at), Some(user)) =
                (key.expires_at, sqlite::users::get(&mut connection, key.user_id).await.map_err(fault)?)
            else {
                continue;
            };
            first.push(WaitingKey { user_id: user.id, name: user.full_name(), expires_at });
        }
        Ok(CustomerView {
            credit: credit_left(&customer, &balances.into_iter().collect()),
            users: counts.users,
            stages: stages(&keys, &waiting, now),
            readers: counts.readers,
            unpublished: counts.unpublished,
            waiting: first,
            android: app_link(settings.android_link),
            ios: app_link(settings.ios_link),
        })
    }
}
