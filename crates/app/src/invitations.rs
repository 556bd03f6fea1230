//! Invitations: keys that wait for their first activation, over all customers or in one.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Duration, Months, Utc};
use mobileaccess_domain::{
    Id,
    rows::{Customer, Role},
    schedule,
};
use mobileaccess_store::directory::{InvitationColumn, InvitationEntry};
use mobileaccess_text::{date, date_time, text};
use mobileaccess_wire::{
    ExportInvitations, Failure, Handle, ListInvitations, MatchInvitations,
    files::Saved,
    invitations::{
        ExportInvitationsRequest, InvitationCounts, InvitationMark, InvitationPage, InvitationRow, InvitationState,
        InvitingCustomer, ListInvitationsRequest, MatchingInvitation, MatchingInvitations,
    },
};

use crate::{
    App, Host,
    csv::Csv,
    data::{Open, fault},
    files::saved,
    lists,
};

/// A code that ends within so many days is about to expire.
pub(crate) const SOON_DAYS: i64 = 3;

fn column(sort: &str) -> InvitationColumn {
    match sort {
        "name" => InvitationColumn::Name,
        "customer" => InvitationColumn::Customer,
        "email" => InvitationColumn::Email,
        "phone" => InvitationColumn::Phone,
        "number" => InvitationColumn::Number,
        "issued_at" => InvitationColumn::IssuedAt,
        "handouts" => InvitationColumn::Handouts,
        "codes" => InvitationColumn::Codes,
        _ => InvitationColumn::ExpiresAt,
    }
}

/// What an invitation is held against, worked out once for all of them.
#[derive(Clone, Copy)]
struct Times {
    now: DateTime<Utc>,
    soon: DateTime<Utc>,
    /// A month ago: a month is what a key's first code had.
    month_ago: Option<DateTime<Utc>>,
}

impl Times {
    fn at(now: DateTime<Utc>) -> Self {
        Self { now, soon: now + Duration::days(SOON_DAYS), month_ago: now.checked_sub_months(Months::new(1)) }
    }

    fn state(&self, entry: &InvitationEntry) -> InvitationState {
        match entry.expires_at {
            Some(at) if self.soon < at => InvitationState::Waiting,
            Some(at) if self.now < at => InvitationState::Expiring,
            _ => InvitationState::Expired,
        }
    }

    /// Whether a key was issued a month ago or longer.
    fn never_activated(&self, entry: &InvitationEntry) -> bool {
        self.month_ago.is_some_and(|then| entry.issued_at <= then)
    }

    /// Whether somebody holds a handout and none that still works. An expired code needs a new one first.
    fn print_again(&self, entry: &InvitationEntry) -> bool {
        entry.handouts > 0 && entry.good_handouts == 0 && self.state(entry) != InvitationState::Expired
    }

    fn marked(&self, entry: &InvitationEntry, mark: InvitationMark) -> bool {
        match mark {
            InvitationMark::NeverActivated => self.never_activated(entry),
            InvitationMark::NotHandedOut => entry.handouts == 0,
            InvitationMark::PrintAgain => self.print_again(entry),
        }
    }
}

fn row(entry: InvitationEntry, times: Times) -> InvitationRow {
    InvitationRow {
        state: times.state(&entry),
        never_activated: times.never_activated(&entry),
        print_again: times.print_again(&entry),
        key_id: entry.key_id,
        user_id: entry.user_id,
        customer_id: entry.customer_id,
        customer_name: entry.customer_name,
        name: entry.name,
        email: entry.email,
        phone: entry.phone,
        device_name: entry.device_name,
        number: entry.number.get(),
        issued_at: entry.issued_at,
        code_created_at: entry.code_created_at,
        expires_at: entry.expires_at,
        valid_to: entry.valid_to,
        codes: entry.codes,
        handouts: entry.handouts,
        letter: None,
    }
}

/// Whether the filters of a request let an invitation through.
fn shown(request: &ListInvitationsRequest, times: Times) -> impl Fn(&InvitationEntry) -> bool + Send + '_ {
    move |entry| {
        (request.state.is_empty() || request.state.contains(&times.state(entry)))
            && request.marks.iter().all(|mark| times.marked(entry, *mark))
    }
}

/// What an account may see: everything of the distributor, or some customers' only.
enum Scope {
    All,
    Some(BTreeSet<Id<Customer>>),
}

impl Scope {
    fn holds(&self, entry: &InvitationEntry) -> bool {
        match self {
            Self::All => true,
            Self::Some(customers) => customers.contains(&entry.customer_id),
        }
    }
}

impl<H: Host> App<H> {
    async fn invitation_scope(&self, open: &Open, customer: Option<Id<Customer>>) -> Result<Scope, Failure> {
        if let Some(id) = customer {
            self.customer(open, id).await?;
            return Ok(Scope::Some(BTreeSet::from([id])));
        }
        let (_, actor) = self.actor(open).await?;
        Ok(match actor.role {
            Role::DistributorAdmin => Scope::All,
            Role::Installer => Scope::Some(actor.assigned),
            Role::CustomerAdmin => Scope::Some(actor.customer_id.into_iter().collect()),
        })
    }
}

impl<H: Host> Handle<ListInvitations> for App<H> {
    async fn handle(&self, request: ListInvitationsRequest) -> Result<InvitationPage, Failure> {
        let open = self.open().await?;
        let scope = self.invitation_scope(&open, request.customer_id).await?;
        let times = Times::at(self.host.now());
        let query = lists::query(&request.page, column(&request.page.sort));
        let mut counts = InvitationCounts::default();
        let mut customers: Vec<bool> = Vec::new();
        // Every invitation is met once, and counted by the way.
        let in_scope = |entry: &InvitationEntry| {
            if !scope.holds(entry) {
                return false;
            }
            match times.state(entry) {
                InvitationState::Waiting => counts.waiting += 1,
                InvitationState::Expiring => counts.expiring += 1,
                InvitationState::Expired => counts.expired += 1,
            }
            counts.never_activated += u32::from(times.never_activated(entry));
            counts.not_handed_out += u32::from(entry.handouts == 0);
            counts.print_again += u32::from(times.print_again(entry));
            if customers.len() <= entry.customer_place {
                customers.resize(entry.customer_place + 1, false);
            }
            customers[entry.customer_place] = true;
            true
        };
        let page = open
            .store
            .invitations_page(open.distributor, &query, in_scope, shown(&request, times))
            .await
            .map_err(fault)?;
        counts.customers = u32::try_from(customers.iter().filter(|has| **has).count()).unwrap_or(u32::MAX);
        let info = lists::info(&page, &request.page);
        let mut rows: Vec<InvitationRow> = page.rows.into_iter().map(|entry| row(entry, times)).collect();
        let keys: Vec<_> = rows.iter().map(|row| row.key_id).collect();
        let mut letters = self.letters(&open, &keys).await?;
        for row in &mut rows {
            row.letter = letters.remove(&row.key_id);
        }
        Ok(InvitationPage { rows, info, counts })
    }
}

impl<H: Host> Handle<MatchInvitations> for App<H> {
    async fn handle(&self, request: ListInvitationsRequest) -> Result<MatchingInvitations, Failure> {
        let open = self.open().await?;
        let scope = self.invitation_scope(&open, request.customer_id).await?;
        let query = lists::whole(&request.page, column(&request.page.sort));
        let matching = open
            .store
            .invitations_snapshot(
                open.distributor,
                &query,
                |entry| scope.holds(entry),
                shown(&request, Times::at(self.host.now())),
            )
            .await
            .map_err(fault)?;
        let mut customers: BTreeMap<Id<Customer>, String> = BTreeMap::new();
        let mut invitations = Vec::with_capacity(matching.len());
        for entry in matching.iter() {
            invitations.push(MatchingInvitation { key_id: entry.key_id, customer_id: entry.customer_id });
            customers.entry(entry.customer_id).or_insert_with(|| entry.customer_name.clone());
        }
        let mut customers: Vec<InvitingCustomer> =
            customers.into_iter().map(|(id, name)| InvitingCustomer { id, name }).collect();
        customers.sort_by_key(|customer| customer.name.to_lowercase());
        Ok(MatchingInvitations { invitations, customers })
    }
}

/// An invitation's state, as the text id of its cell.
fn state_text(state: InvitationState) -> &'static str {
    match state {
        InvitationState::Waiting => "csv-invitation-waiting",
        InvitationState::Expiring => "csv-invitation-expiring",
        InvitationState::Expired => "csv-invitation-expired",
    }
}

impl<H: Host> Handle<ExportInvitations> for App<H> {
    async fn handle(&self, request: ExportInvitationsRequest) -> Result<Saved, Failure> {
        let open = self.open().await?;
        let list = &request.list;
        let scope = self.invitation_scope(&open, list.customer_id).await?;
        let times = Times::at(self.host.now());
        let query = lists::whole(&list.page, column(&list.page.sort));
        let matching = open
            .store
            .invitations_snapshot(open.distributor, &query, |entry| scope.holds(entry), shown(list, times))
            .await
            .map_err(fault)?;
        let zones: BTreeMap<Id<Customer>, String> = {
            let mut connection = open.store.read().await.map_err(fault)?;
            let rows = mobileaccess_store::sqlite::customers::of_distributor(&mut connection, open.distributor).await;
            rows.map_err(fault)?.into_iter().map(|row| (row.id, row.time_zone)).collect()
        };
        let header = [
            "csv-customer",
            "csv-name",
            "csv-email",
            "csv-phone",
            "csv-device",
            "csv-user-id",
            "csv-key-status",
            "csv-issued",
            "csv-code-created",
            "csv-code-expires",
            "csv-codes",
            "csv-handouts",
            "csv-valid-to",
        ];
        let mut csv = Csv::of(request.format, list.page.language, &header)
            .watched(self.jobs.start(&request.file), matching.len())?;
        let language = csv.language();
        for row in matching.iter().map(|entry| row(entry.clone(), times)) {
            let zone = zones.get(&row.customer_id).map_or("UTC", String::as_str);
            let local = |at: DateTime<Utc>| date_time(language, schedule::local_time(at, zone));
            csv.row(&[
                row.customer_name,
                row.name,
                row.email,
                row.phone,
                row.device_name,
                row.number.to_string(),
                text(language, state_text(row.state), &[]),
                local(row.issued_at),
                row.code_created_at.map(local).unwrap_or_default(),
                row.expires_at.map(local).unwrap_or_default(),
                row.codes.to_string(),
                row.handouts.to_string(),
                row.valid_to.map(|day| date(language, day)).unwrap_or_default(),
            ]);
        }
        let (bytes, count) = csv.file()?;
        Ok(saved(self.host.write_file(&request.file, bytes).await?, count, 0))
    }
}
