//! Credit: overview, movements in the manual's words, transfers.

use std::collections::BTreeMap;

use chrono::Duration;
use mobileaccess_domain::{
    Id, credit as rules,
    rows::{CreditClass, Customer, LedgerAccount, Role, Transfer, TransferKind},
};
use mobileaccess_store::sqlite;
use mobileaccess_text::{date_time, text};
use mobileaccess_wire::{
    CreditLeft, CreditOverview, ExportMovements, Failure, Handle, ListMovements, PageInfo, RefundCredit, SellCredit,
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
};

/// What a customer can spend, from the distributor's balances.
pub(crate) fn credit_left(customer: &Customer, balances: &BTreeMap<LedgerAccount, i64>) -> CreditLeft {
    let of = |class| balances.get(&LedgerAccount::Customer(customer.id, class)).copied().unwrap_or(0);
    CreditLeft { paid: of(CreditClass::Paid), trial: of(CreditClass::Trial), unlimited: customer.is_demo() }
}

impl<H: Host> App<H> {
    /// Every balance of the distributor.
    pub(crate) async fn balances(&self, open: &Open) -> Result<BTreeMap<LedgerAccount, i64>, Failure> {
        let mut connection = open.store.read().await.map_err(fault)?;
        let balances = sqlite::credit::all_balances(&mut connection, open.distributor).await.map_err(fault)?;
        Ok(balances.into_iter().collect())
    }

    /// What one customer can spend.
    pub(crate) async fn credit_of(&self, open: &Open, customer: &Customer) -> Result<CreditLeft, Failure> {
        let mut connection = open.store.read().await.map_err(fault)?;
        let balances = sqlite::credit::balances_of_customer(&mut connection, customer.distributor_id, customer.id)
            .await
            .map_err(fault)?;
        Ok(credit_left(customer, &balances.into_iter().collect()))
    }

    /// Live customers by how soon they run out, those without a pace last.
    pub(crate) async fn forecast(&self, open: &Open) -> Result<Vec<CustomerCredit>, Failure> {
        let balances = self.balances(open).await?;
        let since = self.host.now() - Duration::days(30);
        let mut connection = open.store.read().await.map_err(fault)?;
        let spent = sqlite::credit::spent_since(&mut connection, open.distributor, since).await.map_err(fault)?;
        let customers = sqlite::customers::of_distributor(&mut connection, open.distributor).await.map_err(fault)?;
        let live = customers.into_iter().filter(|customer| customer.deleted_at.is_none() && !customer.is_demo());
        let mut rows: Vec<CustomerCredit> = live
            .map(|customer| {
                let credit = credit_left(&customer, &balances);
                let spent_30_days = spent.get(&customer.id).copied().unwrap_or(0);
                let left = u64::try_from(credit.paid + credit.trial).unwrap_or(0);
                let days_left = (spent_30_days > 0)
                    .then(|| u32::try_from(left * 30 / u64::from(spent_30_days)).unwrap_or(u32::MAX));
                CustomerCredit { customer_id: customer.id, name: customer.name, credit, spent_30_days, days_left }
            })
            .collect();
        rows.sort_by_key(|row| {
            (row.days_left.unwrap_or(u32::MAX), row.credit.paid + row.credit.trial, row.name.to_lowercase())
        });
        Ok(rows)
    }

    async fn overview(&self, open: &Open, scope: Option<Id<Customer>>) -> Result<Overview, Failure> {
        let (_, actor) = self.actor(open).await?;
        let admin = actor.role == Role::DistributorAdmin;
        let distributor =
            if admin { self.balances(open).await?.get(&LedgerAccount::Distributor).copied().or(Some(0)) } else { None };
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
                let customers = self.forecast(open).await?;
                let unconfirmed = unconfirmed(self.balances(open).await?);
                let mut connection = open.store.read().await.map_err(fault)?;
                let all = sqlite::customers::of_distributor(&mut connection, open.distributor).await.map_err(fault)?;
                let live = all.iter().filter(|customer| customer.deleted_at.is_none()).count();
                let count = u32::try_from(live).unwrap_or(u32::MAX);
                Ok(Overview { distributor, customer: None, unconfirmed, count, customers, on_site: Vec::new() })
            }
            None => Err(Failure::new("not_allowed")),
        }
    }

    /// Every movement of one side, oldest first, with the balance after each.
    pub(crate) async fn movements(&self, open: &Open, scope: Option<Id<Customer>>) -> Result<Vec<Movement>, Failure> {
        let (_, actor) = self.actor(open).await?;
        if let Some(id) = scope {
            self.customer(open, id).await?;
        } else if actor.role != Role::DistributorAdmin {
            return Err(Failure::new("not_allowed"));
        }
        let mut connection = open.store.read().await.map_err(fault)?;
        let mut transfers = match scope {
            Some(id) => sqlite::credit::of_customer(&mut connection, id).await,
            None => sqlite::credit::of_distributor(&mut connection, open.distributor).await,
        }
        .map_err(fault)?;
        transfers.sort_by_key(|transfer| transfer.seq);
        let customers = sqlite::customers::of_distributor(&mut connection, open.distributor).await.map_err(fault)?;
        let names: BTreeMap<_, _> = customers.into_iter().map(|customer| (customer.id, customer.name)).collect();
        let numbers = sqlite::keys::numbers_of_paid(&mut connection, scope).await.map_err(fault)?;
        let actors = sqlite::mutations::account_emails(&mut connection, scope).await.map_err(fault)?;
        let mut balance = 0;
        let mut movements = Vec::with_capacity(transfers.len());
        for transfer in transfers {
            let Some((kind, amount, counts)) = seen(&transfer, scope) else { continue };
            if counts {
                balance += amount;
            }
            let customer_id = transfer.debit.customer().or(transfer.credit.customer());
            movements.push(Movement {
                id: transfer.id,
                at: transfer.at,
                kind,
                amount,
                counts,
                balance,
                customer_id,
                customer_name: customer_id.and_then(|id| names.get(&id).cloned()),
                user_id_number: transfer.key_id.and_then(|key| numbers.get(&key).copied()),
                trial: is_trial(&transfer),
                refunded: matches!(transfer.kind, TransferKind::Refund | TransferKind::SpendRefund),
                email: actors.get(&transfer.mutation_id).cloned(),
                note: transfer.note,
            });
        }
        Ok(movements)
    }

    /// Movements that match a request, in its order.
    async fn matching_movements(
        &self,
        open: &Open,
        request: &ListMovementsRequest,
    ) -> Result<(Vec<Movement>, usize), Failure> {
        let mut rows = self.movements(open, request.customer_id).await?;
        let all = rows.len();
        let language = request.page.language;
        let words: Vec<String> = request.page.search.split_whitespace().map(str::to_lowercase).collect();
        rows.retain(|row| {
            let id = row.user_id_number.map(|number| number.to_string()).unwrap_or_default();
            let kind = text(language, kind_text(row.kind), &[]);
            let hay =
                [&kind, &row.note, row.customer_name.as_deref().unwrap_or_default(), &id].join(" ").to_lowercase();
            words.iter().all(|word| hay.contains(word.as_str()))
        });
        match request.page.sort.as_str() {
            "kind" => rows.sort_by_key(|row| row.kind as u8),
            "amount" => rows.sort_by_key(|row| row.amount),
            "at" => {}
            // The order of the table itself: newest first.
            _ => rows.reverse(),
        }
        if request.page.descending && !request.page.sort.is_empty() {
            rows.reverse();
        }
        Ok((rows, all))
    }
}

fn unconfirmed(balances: impl IntoIterator<Item = (LedgerAccount, i64)>) -> i64 {
    let held = balances.into_iter().filter(|(account, _)| matches!(account, LedgerAccount::Unconfirmed(_)));
    held.map(|(_, amount)| amount).sum()
}

fn is_trial(transfer: &Transfer) -> bool {
    [transfer.debit, transfer.credit].iter().any(|account| {
        matches!(
            account,
            LedgerAccount::Customer(_, CreditClass::Trial)
                | LedgerAccount::Spent(_, CreditClass::Trial)
                | LedgerAccount::Lease(_, _, CreditClass::Trial)
        )
    })
}

/// A ledger entry in the manual's words: type, amount with its sign, and whether it changes the balance of this side.
/// Trial lines are shown to the distributor and change nothing there (chapter 3.2.2).
pub(crate) fn seen(transfer: &Transfer, scope: Option<Id<Customer>>) -> Option<(MovementType, i64, bool)> {
    let amount = transfer.amount;
    let seen = match (transfer.kind, scope.is_some()) {
        (TransferKind::Sale, false) => (MovementType::PurchaseCredit, amount, true),
        (TransferKind::Transfer, false) => (MovementType::Transfer, -amount, true),
        (TransferKind::Refund, false) => (MovementType::Refunding, amount, true),
        (TransferKind::Trial, false) => (MovementType::Trial, amount, false),
        (TransferKind::Transfer, true) => (MovementType::Adding, amount, true),
        (TransferKind::Refund, true) => (MovementType::Refunding, -amount, true),
        (TransferKind::Trial, true) => (MovementType::Trial, amount, true),
        (TransferKind::Spend, true) => (MovementType::Purchase, -amount, true),
        (TransferKind::SpendRefund, true) => (MovementType::KeyRefund, amount, true),
        // What a computer holds is still the customer's.
        (TransferKind::Lease | TransferKind::LeaseReturn | TransferKind::Hold | TransferKind::Confirm, _)
        | (TransferKind::Spend | TransferKind::SpendRefund, false)
        | (TransferKind::Sale, true) => {
            return None;
        }
    };
    Some(seen)
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

/// One page of rows that are all at hand.
pub(crate) fn page_of<T>(rows: Vec<T>, page: u32, size: u32, all: usize) -> (Vec<T>, PageInfo) {
    let size = size.clamp(1, 500);
    let total = u32::try_from(rows.len()).unwrap_or(u32::MAX);
    let last = total.saturating_sub(1) / size;
    let page = page.min(last);
    let skip = page as usize * size as usize;
    let rows = rows.into_iter().skip(skip).take(size as usize).collect();
    let all = u32::try_from(all).unwrap_or(u32::MAX);
    (rows, PageInfo { page, page_size: size, total, hidden_by_filters: 0, all })
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
        let (rows, all) = self.matching_movements(&open, &request).await?;
        let (rows, info) = page_of(rows, request.page.page, request.page.page_size, all);
        Ok(MovementPage { rows, info })
    }
}

impl<H: Host> Handle<ExportMovements> for App<H> {
    async fn handle(&self, request: ExportMovementsRequest) -> Result<Saved, Failure> {
        let open = self.open().await?;
        let (rows, _) = self.matching_movements(&open, &request.list).await?;
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
        for row in rows {
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
