//! The first screens: what needs somebody now.

use chrono::{DateTime, Duration, Utc};
use mobileaccess_domain::rows::Role;
use mobileaccess_handout::qr_svg;
use mobileaccess_store::{directory::UserEntry, sqlite};
use mobileaccess_wire::{
    CustomerHome, CustomerRequest, DistributorHome, Empty, Failure, Handle,
    home::{
        AppLink, Attention, CustomerHome as CustomerView, DistributorHome as DistributorView, LowCredit, WaitingKey,
    },
    users::{KeyStage, Stages},
};

use crate::{
    App, Host, computer,
    credit::credit_left,
    data::fault,
    users::{count_stage, entry_stage},
};

/// Credit is also said to be low when it is gone within two weeks at the present pace.
const LOW_DAYS: u32 = 14;

/// So many of a customer's waiting keys are shown, those that end first.
const SHOWN_WAITING: usize = 8;

/// A code that ends within so long is about to.
const SOON: Duration = Duration::days(3);

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
        let soon = now + SOON;
        let mut stages = Stages::default();
        let (mut expiring, mut expired, mut unpublished) = (Vec::new(), Vec::new(), Vec::new());
        let mut customers = 0;
        let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        open.store
            .each_customer(open.distributor, |entry| {
                if entry.customer.deleted_at.is_some() || context.works_in(&entry.customer).is_err() {
                    return;
                }
                customers += 1;
                let (waiting, gone) = entry.waiting_and_expired(now);
                let ends_soon = |at: &Option<DateTime<Utc>>| at.is_some_and(|at| now < at && at <= soon);
                let counts = &entry.counts;
                stages.waiting += waiting;
                stages.expired += gone;
                stages.arriving += counts.arriving;
                stages.active += counts.active;
                stages.suspended += counts.suspended;
                let note = |rows: &mut Vec<Attention>, count: u32| {
                    if count > 0 {
                        rows.push(Attention {
                            customer_id: entry.customer.id,
                            name: entry.customer.name.clone(),
                            count,
                        });
                    }
                };
                note(&mut expiring, number(counts.waiting_until.iter().filter(|at| ends_soon(at)).count()));
                note(&mut expired, gone);
                note(&mut unpublished, counts.unpublished);
            })
            .await
            .map_err(fault)?;
        for rows in [&mut expiring, &mut expired, &mut unpublished] {
            rows.sort_by_cached_key(|row| (std::cmp::Reverse(row.count), row.name.to_lowercase()));
        }
        let settings = computer::load(&self.folder);
        let forecast = self.forecast(&open, |customer| context.works_in(customer).is_ok()).await?;
        let low = forecast.into_iter().filter(|row| {
            row.credit.paid + row.credit.trial <= i64::from(settings.low_credit_customer)
                || row.days_left.is_some_and(|days| days <= LOW_DAYS)
        });
        let low_credit = low
            .map(|row| LowCredit {
                customer_id: row.customer_id,
                name: row.name,
                credit: row.credit,
                days_left: row.days_left,
            })
            .collect();
        let movements = if admin { self.last_movements(&open, 6).await? } else { Vec::new() };
        let credit = if admin { Some(self.own_credit(&open).await?) } else { None };
        Ok(DistributorView {
            credit,
            credit_low: credit.is_some_and(|credit| credit <= i64::from(settings.low_credit_own)),
            customers,
            expiring,
            expired,
            low_credit,
            unpublished,
            movements,
            stages,
        })
    }
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
        let soon = now + SOON;
        let mut expiring = 0;
        let mut waiting: Vec<WaitingKey> = Vec::new();
        let keep_first = |waiting: &mut Vec<WaitingKey>| {
            waiting.sort_by_key(|key| key.expires_at);
            waiting.truncate(SHOWN_WAITING);
        };
        let mut stages = Stages::default();
        let note = |entry: &UserEntry| {
            count_stage(&mut stages, entry, now);
            if let (KeyStage::Waiting | KeyStage::Expired, Some(expires_at)) =
                (entry_stage(entry, now), entry.key.as_ref().and_then(|key| key.code_expires_at))
            {
                expiring += u32::from(now < expires_at && expires_at <= soon);
                let last = waiting.get(SHOWN_WAITING - 1);
                if last.is_none_or(|last| expires_at < last.expires_at) {
                    waiting.push(WaitingKey { user_id: entry.id, name: entry.name.clone(), expires_at });
                    keep_first(&mut waiting);
                }
            }
        };
        open.store.each_user(customer.id, note).await.map_err(fault)?;
        let counts = self.counts(&open, customer.id).await?;
        let mut connection = open.store.read().await.map_err(fault)?;
        let balances = sqlite::credit::balances_of_customer(&mut connection, customer.distributor_id, customer.id)
            .await
            .map_err(fault)?;
        let credit = credit_left(&customer, &balances.into_iter().collect());
        Ok(CustomerView {
            credit_low: !credit.unlimited && credit.paid + credit.trial <= i64::from(settings.low_credit_customer),
            credit,
            users: counts.users,
            stages,
            readers: counts.readers,
            unpublished: counts.unpublished,
            expiring,
            waiting,
            android: app_link(settings.android_link),
            ios: app_link(settings.ios_link),
        })
    }
}
