//! Statements of credit, as pages and as a table for a spreadsheet.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use mobileaccess_domain::{
    FieldCode, FieldError, Id,
    rows::{Customer, Role, Transfer, TransferKind},
    schedule::local_time,
    statements::{Held, Line, Side, Statement, statement},
};
use mobileaccess_handout::document::{Document, Figure, Piece, Row, RowKind, Table};
use mobileaccess_store::sqlite;
use mobileaccess_text::date_time;
use mobileaccess_wire::{
    Failure, Handle, SaveStatement, credit::MovementType, files::Saved, papers::SaveStatementRequest,
};

use super::{Made, Words, file_name, plain};
use crate::{
    App, Host,
    credit::{kind_text, movement_type},
    csv::Csv,
    data::{Open, fault},
    files::saved,
};

/// Everything a statement is read from.
struct Source {
    customer: Option<Customer>,
    distributor: String,
    code: String,
    zone: String,
    entries: Vec<Transfer>,
    names: BTreeMap<Id<Customer>, String>,
    numbers: BTreeMap<Id<mobileaccess_domain::rows::Key>, u32>,
}

impl Source {
    fn side(&self) -> Side {
        self.customer.as_ref().map_or(Side::Distributor, |customer| Side::Customer(customer.id))
    }

    fn statement(&self, period: (NaiveDate, NaiveDate)) -> Statement<'_> {
        statement(&self.entries, self.side(), period, &self.zone)
    }

    /// Type and description of a movement, in the words of the screens.
    fn told(&self, words: Words, transfer: &Transfer) -> (String, String) {
        match transfer.kind {
            TransferKind::Hold => return (String::new(), words.say("papers-sum-held")),
            TransferKind::Confirm => return (String::new(), words.say("papers-sum-confirmed")),
            _ => {}
        }
        let Some(kind) = movement_type(transfer.kind, self.side()) else { return Default::default() };
        let customer = transfer.debit.customer().or(transfer.credit.customer());
        let name = customer.and_then(|id| self.names.get(&id)).cloned().unwrap_or_default();
        let number = transfer.key_id.and_then(|key| self.numbers.get(&key));
        let number = number.map(|number| format!("{number} (0x{number:X})")).unwrap_or_default();
        let own = self.customer.is_some();
        let about = match kind {
            MovementType::PurchaseCredit => words.say("movement-text-purchase-credit"),
            MovementType::Transfer => words.with("movement-text-transfer", &[("name", name.into())]),
            MovementType::Adding => words.say("movement-text-adding"),
            MovementType::Refunding if own => words.say("movement-text-refunding"),
            MovementType::Refunding => words.with("movement-text-refunding-from", &[("name", name.into())]),
            MovementType::Trial if own => words.say("movement-text-trial"),
            MovementType::Trial => words.with("movement-text-trial-of", &[("name", name.into())]),
            MovementType::Purchase => words.with("movement-text-purchase", &[("number", number.into())]),
            MovementType::KeyRefund => words.with("movement-text-key-refund", &[("number", number.into())]),
        };
        (words.say(kind_text(kind)), about)
    }
}

/// `+5`, `−1`, and nothing where nothing changed.
fn signed(amount: i64) -> String {
    match amount {
        0 => String::new(),
        1.. => format!("+{amount}"),
        _ => format!("−{}", amount.unsigned_abs()),
    }
}

/// Which of the two days is wrong only whoever typed them knows: it is said at both.
fn check_period((from, to): (NaiveDate, NaiveDate)) -> Result<(), Failure> {
    if from <= to {
        return Ok(());
    }
    let at = |field: &str| FieldError { field: field.to_owned(), code: FieldCode::EndsBeforeStart };
    Err(Failure::invalid(vec![at("to"), at("from")]))
}

/// What the movements of a side can be, with the text of the line that adds them up.
const CUSTOMER_SUMS: [(&str, &[TransferKind]); 7] = [
    ("papers-sum-trial", &[TransferKind::Trial]),
    ("papers-sum-added", &[TransferKind::Transfer]),
    ("papers-sum-taken", &[TransferKind::Refund]),
    ("papers-sum-keys", &[TransferKind::Spend]),
    ("papers-sum-key-refunds", &[TransferKind::SpendRefund]),
    ("papers-sum-held", &[TransferKind::Hold]),
    ("papers-sum-confirmed", &[TransferKind::Confirm]),
];
const DISTRIBUTOR_SUMS: [(&str, &[TransferKind]); 5] = [
    ("papers-sum-bought", &[TransferKind::Sale]),
    ("papers-sum-given", &[TransferKind::Transfer]),
    ("papers-sum-back", &[TransferKind::Refund]),
    ("papers-sum-held", &[TransferKind::Hold]),
    ("papers-sum-confirmed", &[TransferKind::Confirm]),
];

impl<H: Host> App<H> {
    async fn statement_source(&self, open: &Open, scope: Option<Id<Customer>>) -> Result<Source, Failure> {
        let customer = match scope {
            Some(id) => Some(self.customer(open, id).await?.0),
            None => {
                let (_, actor) = self.actor(open).await?;
                if actor.role != Role::DistributorAdmin {
                    return Err(Failure::new("not_allowed"));
                }
                None
            }
        };
        let mut connection = open.store.read().await.map_err(fault)?;
        let distributor = sqlite::distributors::get(&mut connection, open.distributor).await.map_err(fault)?;
        let distributor = distributor.ok_or_else(|| Failure::new("not_found"))?;
        let mut entries = match scope {
            Some(id) => sqlite::credit::of_customer(&mut connection, id).await,
            // The whole chain: what is held until an issuer confirms it changes what there is, too.
            None => sqlite::credit::chain(&mut connection, open.distributor).await,
        }
        .map_err(fault)?;
        entries.sort_by_key(|entry| entry.seq);
        let customers = sqlite::customers::of_distributor(&mut connection, open.distributor).await.map_err(fault)?;
        let names = customers.into_iter().map(|customer| (customer.id, customer.name)).collect();
        let numbers = sqlite::keys::numbers_of_paid(&mut connection, scope).await.map_err(fault)?;
        let zone = customer.as_ref().map_or(distributor.time_zone, |customer| customer.time_zone.clone());
        Ok(Source {
            customer,
            distributor: distributor.name,
            code: distributor.code,
            zone,
            entries,
            names,
            numbers: numbers.into_iter().collect(),
        })
    }

    pub(super) async fn statement_paper(
        &self,
        open: &Open,
        words: Words,
        scope: Option<Id<Customer>>,
        period: (NaiveDate, NaiveDate),
    ) -> Result<Made, Failure> {
        check_period(period)?;
        let source = self.statement_source(open, scope).await?;
        let statement = source.statement(period);
        let span =
            words.with("papers-period", &[("from", words.day(period.0).into()), ("to", words.day(period.1).into())]);
        let (who, id) = match &source.customer {
            Some(customer) => (format!("{} · {}", customer.name, customer.system_id), customer.system_id.clone()),
            None => (format!("{} · {}", source.distributor, source.code), source.code.clone()),
        };
        let mut pieces = vec![figures(words, &source, &statement), Piece::Heading(words.say("papers-summary"))];
        pieces.push(Piece::Table(summary(words, &source, &statement)));
        pieces.push(Piece::Heading(words.say("papers-movements")));
        pieces.push(Piece::Table(movements(words, &source, &statement)));
        match &source.customer {
            Some(customer) if customer.is_demo() => pieces.push(Piece::Note(words.say("movement-none-demo-text"))),
            Some(_) => pieces.push(Piece::Note(words.say("papers-statement-note"))),
            None => {
                free_credit(words, &source, &statement, &mut pieces);
                pieces.push(Piece::Note(words.say("papers-statement-note-distributor")));
            }
        }
        let name = file_name(&[&words.say("papers-statement-file"), &id, &period.0.to_string(), &period.1.to_string()]);
        let document = Document {
            language: words.language,
            title: words.say("papers-statement-title"),
            subtitle: format!("{who} · {span}"),
            sender: source.distributor.clone(),
            footer: self.foot(open, words, scope).await?,
            demo: source.customer.as_ref().is_some_and(Customer::is_demo),
            pieces,
        };
        Ok(Made { document, name })
    }
}

fn figures(words: Words, source: &Source, statement: &Statement<'_>) -> Piece {
    let own = source.customer.is_some();
    let figure = |id: &str, day: NaiveDate, held: Held| Figure {
        label: words.with(id, &[("day", words.day(day).into())]),
        value: held.paid.to_string(),
        note: if own { words.with("papers-and-trial", &[("count", held.trial.into())]) } else { String::new() },
    };
    let moved = Held {
        paid: statement.closing.paid - statement.opening.paid,
        trial: statement.closing.trial - statement.opening.trial,
    };
    let change = Figure {
        label: words.say("papers-change"),
        value: if moved.paid == 0 { "0".to_owned() } else { signed(moved.paid) },
        note: if own {
            words.with(
                "papers-and-trial-change",
                &[("shown", if moved.trial == 0 { "0".to_owned() } else { signed(moved.trial) }.into())],
            )
        } else {
            String::new()
        },
    };
    Piece::Figures(vec![
        figure("papers-opening", statement.from, statement.opening),
        change,
        figure("papers-closing", statement.to, statement.closing),
    ])
}

/// From the opening balance to the closing one, paid and trial credit apart.
fn summary(words: Words, source: &Source, statement: &Statement<'_>) -> Table {
    let own = source.customer.is_some();
    let mut columns = vec![words.column("papers-col-what", 5.0), words.number_column("papers-col-paid", 1.4)];
    if own {
        columns.push(words.number_column("papers-col-trial", 1.4));
    }
    let row = |label: String, held: Held, kind: RowKind, sign: fn(i64) -> String| {
        let mut cells = vec![label, sign(held.paid)];
        if own {
            cells.push(sign(held.trial));
        }
        Row { cells, kind }
    };
    let balance = |id: &str, day: NaiveDate, held: Held| {
        row(words.with(id, &[("day", words.day(day).into())]), held, RowKind::Sum, |amount| amount.to_string())
    };
    let mut rows = vec![balance("papers-opening", statement.from, statement.opening)];
    let sums: &[(&str, &[TransferKind])] = if own { &CUSTOMER_SUMS } else { &DISTRIBUTOR_SUMS };
    for (id, kinds) in sums {
        let held = statement.sum(kinds);
        if held != Held::default() {
            rows.push(row(words.say(id), held, RowKind::Plain, signed));
        }
    }
    rows.push(balance("papers-closing", statement.to, statement.closing));
    Table { columns, rows, empty: String::new() }
}

fn held_text(words: Words, held: Held, own: bool) -> String {
    if own && held.trial != 0 {
        words
            .with("papers-balance", &[("paid", held.paid.to_string().into()), ("trial", held.trial.to_string().into())])
    } else {
        held.paid.to_string()
    }
}

fn movements(words: Words, source: &Source, statement: &Statement<'_>) -> Table {
    let own = source.customer.is_some();
    let mut columns = vec![
        words.column("movement-col-at", 2.6),
        words.column("movement-col-type", 2.2),
        words.column("movement-col-description", if own { 2.9 } else { 4.6 }),
        words.column("papers-col-note", 2.6),
        words.number_column("papers-col-paid", 1.7),
    ];
    if own {
        columns.push(words.number_column("papers-col-trial", 1.6));
    }
    columns.push(words.number_column("movement-col-balance", if own { 2.2 } else { 1.5 }));
    let counted = statement.lines.iter().filter(|line| line.change != Held::default());
    let rows = counted
        .map(|line: &Line<'_>| {
            let (kind, about) = source.told(words, line.transfer);
            let at = date_time(words.language, local_time(line.transfer.at, &source.zone));
            let mut cells = vec![at, kind, about, line.transfer.note.clone(), signed(line.change.paid)];
            if own {
                cells.push(signed(line.change.trial));
            }
            cells.push(held_text(words, line.after, own));
            plain(cells)
        })
        .collect();
    Table { columns, rows, empty: words.say("papers-no-movements") }
}

/// The free credits that customers got: shown to the distributor, and counted nowhere (manual, chapter 3.2.2).
fn free_credit(words: Words, source: &Source, statement: &Statement<'_>, pieces: &mut Vec<Piece>) {
    let free: Vec<&Line<'_>> = statement.lines.iter().filter(|line| line.free != 0).collect();
    if free.is_empty() {
        return;
    }
    let rows = free
        .iter()
        .map(|line| {
            let at = date_time(words.language, local_time(line.transfer.at, &source.zone));
            Row { cells: vec![at, source.told(words, line.transfer).1, signed(line.free)], kind: RowKind::Muted }
        })
        .collect();
    pieces.push(Piece::Heading(words.say("papers-free-credit")));
    pieces.push(Piece::Table(Table {
        columns: vec![
            words.column("movement-col-at", 2.0),
            words.column("movement-col-description", 5.0),
            words.number_column("papers-col-trial", 1.0),
        ],
        rows,
        empty: String::new(),
    }));
}

impl<H: Host> Handle<SaveStatement> for App<H> {
    async fn handle(&self, request: SaveStatementRequest) -> Result<Saved, Failure> {
        let open = self.open().await?;
        let period = (request.from, request.to);
        check_period(period)?;
        let source = self.statement_source(&open, request.customer_id).await?;
        let statement = source.statement(period);
        let words = Words { language: request.language };
        let header = [
            "csv-at",
            "csv-type",
            "papers-col-what",
            "papers-col-note",
            "csv-paid-credit",
            "csv-trial-credit",
            "papers-csv-paid-after",
            "papers-csv-trial-after",
        ];
        let mut csv = Csv::of(None, request.language, &header);
        let balance = |id: &str, day: NaiveDate, held: Held| {
            let label = words.say(id);
            let (paid, trial) = (held.paid.to_string(), held.trial.to_string());
            [words.day(day), label, String::new(), String::new(), String::new(), String::new(), paid, trial]
        };
        csv.row(&balance("papers-csv-opening", statement.from, statement.opening));
        for line in &statement.lines {
            let (kind, about) = source.told(words, line.transfer);
            csv.row(&[
                date_time(words.language, local_time(line.transfer.at, &source.zone)),
                kind,
                about,
                line.transfer.note.clone(),
                line.change.paid.to_string(),
                line.change.trial.to_string(),
                line.after.paid.to_string(),
                line.after.trial.to_string(),
            ]);
        }
        csv.row(&balance("papers-csv-closing", statement.to, statement.closing));
        let (bytes, _) = csv.file()?;
        Ok(saved(self.host.write_file(&request.file, bytes).await?, statement.lines.len(), 0))
    }
}
