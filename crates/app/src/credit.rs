//! Credit: overview, movements in the manual's words, transfers.

use std::collections::BTreeMap;

use chrono::Duration;
use mobileaccess_domain::{
    Id, Language, credit as rules,
    rows::{CreditClass, Customer, LedgerAccount, Role, TransferKind},
    statements::{Side, movement},
};
use mobileaccess_store::{
    directory::{CustomerEntry, ListQuery, MovementColumn, MovementEntry},
    sqlite,
};
use mobileaccess_text::{date_time, text};
use mobileaccess_wire::{
    CreditLeft, CreditOverview, ExportMovements, Failure, Handle, ListMovements, Page, RefundCredit, SellCredit,
    TransferCredit,
    credit::{
        CreditOverview as Overview, CreditScope, CustomerCredit, ExportMovementsRequest, ListMovementsRequest,
        MoveCreditRequest, Movement, MovementPage, MovementType, SellCreditRequest,
    },
    files::Saved,
};

use crate::{
    App, Host,
    csv::Csv,
    data::{Open, fault},
    files::saved,
    lists,
};

/// What a customer can spend, from the distributor's balances.
pub(crate) fn credit_left(customer: &Customer, balances: &BTreeMap<LedgerAccount, i64>) -> CreditLeft {
    let of = |class| balances.get(&LedgerAccount::Customer(customer.id, class)).copied().unwrap_or(0);
    CreditLeft { paid: of(CreditClass::Paid), trial: of(CreditClass::Trial), unlimited: customer.is_demo() }
}

impl<H: Host> App<H> {
    /// What one customer can spend.
    pub(crate) async fn credit_of(&self, open: &Open, customer: &Customer) -> Result<CreditLeft, Failure> {
        let mut connection = open.store.read().await.map_err(fault)?;
        let balances = sqlite::credit::balances_of_customer(&mut connection, customer.distributor_id, customer.id)
            .await
            .map_err(fault)?;
        Ok(credit_left(customer, &balances.into_iter().collect()))
    }

    /// Live customers that `works_in` lets through by how soon they run out, those without a pace last.
    pub(crate) async fn forecast(
        &self,
        open: &Open,
        works_in: impl Fn(&Customer) -> bool + Send + Sync,
    ) -> Result<Vec<CustomerCredit>, Failure> {
        let since = self.host.now() - Duration::days(30);
        let mut connection = open.store.read().await.map_err(fault)?;
        let spent = sqlite::credit::spent_since(&mut connection, open.distributor, since).await.map_err(fault)?;
        drop(connection);
        let mut rows = Vec::new();
        open.store
            .each_customer(open.distributor, |entry| {
                let customer = &entry.customer;
                if customer.deleted_at.is_some() || customer.is_demo() || !works_in(customer) {
                    return;
                }
                let credit = CreditLeft { paid: entry.paid, trial: entry.trial, unlimited: false };
                let spent_30_days = spent.get(&customer.id).copied().unwrap_or(0);
                let left = u64::try_from(credit.paid + credit.trial).unwrap_or(0);
                let days_left = (spent_30_days > 0)
                    .then(|| u32::try_from(left * 30 / u64::from(spent_30_days)).unwrap_or(u32::MAX));
                let (customer_id, name) = (customer.id, customer.name.clone());
                rows.push(CustomerCredit { customer_id, name, credit, spent_30_days, days_left });
            })
            .await
            .map_err(fault)?;
        rows.sort_by_cached_key(|row| {
            (row.days_left.unwrap_or(u32::MAX), row.credit.paid + row.credit.trial, row.name.to_lowercase())
        });
        Ok(rows)
    }

    /// What the distributor has of its own.
    pub(crate) async fn own_credit(&self, open: &Open) -> Result<i64, Failure> {
        let mut connection = open.store.read().await.map_err(fault)?;
        let balances =
            sqlite::credit::balances_of_distributor(&mut connection, open.distributor).await.map_err(fault)?;
        let own = balances.into_iter().find(|(account, _)| *account == LedgerAccount::Distributor);
        Ok(own.map_or(0, |(_, amount)| amount))
    }

    async fn overview(&self, open: &Open, scope: Option<Id<Customer>>) -> Result<Overview, Failure> {
        let (_, actor) = self.actor(open).await?;
        let admin = actor.role == Role::DistributorAdmin;
        let distributor = if admin { Some(self.own_credit(open).await?) } else { None };
        match scope {
            Some(id) => {
                let (customer, _) = self.customer(open, id).await?;
                let credit = self.credit_of(open, &customer).await?;
                let mut connection = open.store.read().await.map_err(fault)?;
                let balances =
                    sqlite::credit::balances_of_customer(&mut connection, open.distributor, id).await.map_err(fault)?;
                let unconfirmed = unconfirmed(balances);
                let count = sqlite::keys::count_issued(&mut connection, id).await.map_err(fault)?;
                drop(connection);
                let on_site = self.held_of(open, id).await?;
                Ok(Overview { distributor, customer: Some(credit), unconfirmed, count, customers: Vec::new(), on_site })
            }
            None if admin => {
                let customers = self.forecast(open, |_| true).await?;
                let mut count = 0;
                let live = |entry: &CustomerEntry| count += u32::from(entry.customer.deleted_at.is_none());
                open.store.each_customer(open.distributor, live).await.map_err(fault)?;
                let mut connection = open.store.read().await.map_err(fault)?;
                let unconfirmed =
                    sqlite::credit::unconfirmed(&mut connection, open.distributor).await.map_err(fault)?;
                Ok(Overview { distributor, customer: None, unconfirmed, count, customers, on_site: Vec::new() })
            }
            None => Err(Failure::new("not_allowed")),
        }
    }

    /// Refuses whoever may not see the movements of a side; the customer's name of today, where it is one.
    async fn movements_scope(&self, open: &Open, scope: Option<Id<Customer>>) -> Result<Option<String>, Failure> {
        if let Some(id) = scope {
            return Ok(Some(self.customer(open, id).await?.0.name));
        }
        let (_, actor) = self.actor(open).await?;
        if actor.role == Role::DistributorAdmin { Ok(None) } else { Err(Failure::new("not_allowed")) }
    }

    /// The last movements of the distributor, newest first.
    pub(crate) async fn last_movements(&self, open: &Open, count: u32) -> Result<Vec<Movement>, Failure> {
        let page = Page { page_size: count, ..Page::default() };
        let found = open.store.movements_page(open.distributor, None, &movements_query(&page), &type_words).await;
        let page = found.map_err(fault)?;
        Ok(page.rows.into_iter().filter_map(|entry| row(entry, None, None)).collect())
    }
}

/// The order of the table itself is newest first, whichever way it is asked for.
fn movements_query(page: &Page) -> ListQuery<MovementColumn> {
    let (column, newest_first) = match page.sort.as_str() {
        "kind" => (MovementColumn::Kind, false),
        "amount" => (MovementColumn::Amount, false),
        "at" => (MovementColumn::Order, false),
        _ => (MovementColumn::Order, true),
    };
    ListQuery { descending: page.descending || newest_first, ..lists::query(page, column) }
}

/// A type in every language in which somebody may search for it.
fn type_words(kind: TransferKind, side: Side) -> String {
    let Some(kind) = movement_type(kind, side) else { return String::new() };
    [Language::En, Language::Cs].map(|language| text(language, kind_text(kind), &[])).join(" ")
}

fn row(entry: MovementEntry, scope: Option<Id<Customer>>, name: Option<&str>) -> Option<Movement> {
    let side = scope.map_or(Side::Distributor, Side::Customer);
    Some(Movement {
        id: entry.id,
        at: entry.at,
        kind: movement_type(entry.kind, side)?,
        amount: entry.amount,
        counts: entry.counts,
        balance: entry.balance,
        customer_id: entry.customer_id,
        customer_name: name.map(str::to_owned).or(entry.customer_name),
        user_id_number: entry.number,
        trial: entry.trial,
        refunded: matches!(entry.kind, TransferKind::Refund | TransferKind::SpendRefund),
        note: entry.note,
        email: entry.email,
    })
}

fn unconfirmed(balances: impl IntoIterator<Item = (LedgerAccount, i64)>) -> i64 {
    let held = balances.into_iter().filter(|(account, _)| matches!(account, LedgerAccount::Unconfirmed(_)));
    held.map(|(_, amount)| amount).sum()
}

/// A ledger entry in the manual's words, where it is a line of this side.
pub(crate) fn movement_type(kind: TransferKind, side: Side) -> Option<MovementType> {
    movement(kind, 0, side)?;
    Some(match (kind, side) {
        (TransferKind::Sale, _) => MovementType::PurchaseCredit,
        (TransferKind::Transfer, Side::Distributor) => MovementType::Transfer,
        (TransferKind::Transfer, Side::Customer(_)) => MovementType::Adding,
        (TransferKind::Refund, _) => MovementType::Refunding,
        (TransferKind::Trial, _) => MovementType::Trial,
        (TransferKind::Spend, _) => MovementType::Purchase,
        (TransferKind::SpendRefund, _) => MovementType::KeyRefund,
        (TransferKind::Lease | TransferKind::LeaseReturn | TransferKind::Hold | TransferKind::Confirm, _) => {
            return None;
        }
    })
}

/// Id of the text for a type.
pub(crate) fn kind_text(kind: MovementType) -> &'static str {
    match kind {
        MovementType::PurchaseCredit => "csv-movement-purchase-credit",
        MovementType::Transfer => "csv-movement-transfer",
        MovementType::Refunding => "csv-movement-refunding",
        MovementType::Adding => "csv-movement-adding",
        MovementType::Purchase => "csv-movement-purchase",
        MovementType::Trial => "csv-movement-trial",
        MovementType::KeyRefund => "csv-movement-key-refund",
    }
}

impl<H: Host> Handle<CreditOverview> for App<H> {
    async fn handle(&self, request: CreditScope) -> Result<Overview, Failure> {
        let open = self.open().await?;
        self.overview(&open, request.customer_id).await
    }
}

impl<H: Host> Handle<ListMovements> for App<H> {
    async fn handle(&self, request: ListMovementsRequest) -> Result<MovementPage, Failure> {
        let open = self.open().await?;
        let (scope, query) = (request.customer_id, movements_query(&request.page));
        let name = self.movements_scope(&open, scope).await?;
        let page = open.store.movements_page(open.distributor, scope, &query, &type_words).await.map_err(fault)?;
        let info = lists::info(&page, &request.page);
        let rows = page.rows.into_iter().filter_map(|entry| row(entry, scope, name.as_deref())).collect();
        Ok(MovementPage { rows, info })
    }
}

impl<H: Host> Handle<ExportMovements> for App<H> {
    async fn handle(&self, request: ExportMovementsRequest) -> Result<Saved, Failure> {
        let open = self.open().await?;
        let scope = request.list.customer_id;
        let name = self.movements_scope(&open, scope).await?;
        let query = ListQuery { page: 0, page_size: u32::MAX, ..movements_query(&request.list.page) };
        let rows = open.store.movements_snapshot(open.distributor, scope, &query, &type_words).await.map_err(fault)?;
        let zone = self.zone(&open, request.list.customer_id).await?;
        let header = [
            "csv-at",
            "csv-type",
            "csv-amount",
            "csv-balance",
            "csv-customer",
            "csv-user-id",
            "csv-note",
            "csv-account",
        ];
        let mut csv = Csv::of(request.format, request.list.page.language, &header)
            .watched(self.jobs.start(&request.file), rows.len())?;
        for row in rows.iter().filter_map(|entry| row(entry.clone(), scope, name.as_deref())) {
            let at = date_time(csv.language(), mobileaccess_domain::schedule::local_time(row.at, &zone));
            csv.row(&[
                at,
                text(csv.language(), kind_text(row.kind), &[]),
                row.amount.to_string(),
                row.balance.to_string(),
                row.customer_name.unwrap_or_default(),
                row.user_id_number.map(|number| number.to_string()).unwrap_or_default(),
                row.note,
                row.email.unwrap_or_default(),
            ]);
        }
        let (bytes, count) = csv.file()?;
        Ok(saved(self.host.write_file(&request.file, bytes).await?, count, 0))
    }
}

impl<H: Host> App<H> {
    /// The time zone of a customer, or of the distributor's office.
    pub(crate) async fn zone(&self, open: &Open, customer: Option<Id<Customer>>) -> Result<String, Failure> {
        if let Some(id) = customer {
            return Ok(self.customer(open, id).await?.0.time_zone);
        }
        let mut connection = open.store.read().await.map_err(fault)?;
        let distributor = sqlite::distributors::get(&mut connection, open.distributor).await.map_err(fault)?;
        Ok(distributor.map(|row| row.time_zone).unwrap_or_default())
    }
}

impl<H: Host> Handle<TransferCredit> for App<H> {
    async fn handle(&self, request: MoveCreditRequest) -> Result<Overview, Failure> {
        let open = self.open().await?;
        let MoveCreditRequest { customer_id, amount, note } = request;
        self.mutate(&open, rules::TransferCredit { customer_id, amount, note }).await?;
        self.overview(&open, Some(customer_id)).await
    }
}

impl<H: Host> Handle<RefundCredit> for App<H> {
    async fn handle(&self, request: MoveCreditRequest) -> Result<Overview, Failure> {
        let open = self.open().await?;
        let MoveCreditRequest { customer_id, amount, note } = request;
        self.mutate(&open, rules::RefundCredit { customer_id, amount, note }).await?;
        self.overview(&open, Some(customer_id)).await
    }
}

impl<H: Host> Handle<SellCredit> for App<H> {
    async fn handle(&self, request: SellCreditRequest) -> Result<Overview, Failure> {
        let open = self.open().await?;
        self.admin(&open).await?;
        let SellCreditRequest { amount, note } = request;
        self.as_issuer(&open, rules::SellCredit { distributor_id: open.distributor, amount, note }).await?;
        self.overview(&open, None).await
    }
}
