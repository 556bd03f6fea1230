//! The protocol of a handover: what was installed for a customer and passes into its hands. Secrets never stand on it.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use mobileaccess_domain::{
    Id,
    rows::{Customer, Reader, ReaderGroup, SignalRange, SystemType},
    schedule,
};
use mobileaccess_handout::document::{Column, Document, Piece, Row, Signature, Table};
use mobileaccess_store::{
    directory::{ListQuery, UserColumn},
    sqlite,
};
use mobileaccess_text::date_time;
use mobileaccess_wire::{Failure, papers::Handover, users::KeyStage};

use super::{Made, Words, check_line, file_name, plain, reader_config::MASK};
use crate::{
    App, Host,
    data::{Open, fault},
    users::{entry_stage, stage_text},
};

fn range_text(range: SignalRange) -> &'static str {
    match range {
        SignalRange::Percent10 => "papers-range-10",
        SignalRange::Percent40 => "papers-range-40",
        SignalRange::Percent70 => "papers-range-70",
        SignalRange::Percent100 => "papers-range-100",
    }
}

impl<H: Host> App<H> {
    pub(super) async fn handover_paper(
        &self,
        open: &Open,
        words: Words,
        id: Id<Customer>,
        handover: &Handover,
    ) -> Result<Made, Failure> {
        check_line("handed_by", &handover.handed_by, 200)?;
        check_line("taken_by", &handover.taken_by, 200)?;
        check_line("remarks", &handover.remarks, 4000)?;
        let (customer, _) = self.customer(open, id).await?;
        let mut connection = open.store.read().await.map_err(fault)?;
        let distributor = sqlite::distributors::get(&mut connection, customer.distributor_id).await.map_err(fault)?;
        let distributor = distributor.ok_or_else(|| Failure::new("not_found"))?;
        let mut readers = sqlite::readers::of_customer(&mut connection, id).await.map_err(fault)?;
        let unpublished = readers.iter().filter(|reader| reader.is_unpublished()).count();
        readers.retain(|reader| reader.deleted_at.is_none());
        readers.sort_by_key(|reader| reader.fields.name.to_lowercase());
        let groups = sqlite::groups::live(&mut connection, id).await.map_err(fault)?;
        let accounts = sqlite::accounts::of_customer(&mut connection, id).await.map_err(fault)?;
        drop(connection);
        let credit = self.credit_of(open, &customer).await?;
        let stages = self.stages(open, id).await?;

        let now = self.host.now();
        // In the order of the language's own alphabet, as the screens list them.
        let query = ListQuery {
            search: String::new(),
            column: UserColumn::Name,
            descending: false,
            page: 0,
            page_size: u32::MAX,
            language: words.language,
        };
        let live = open.store.users_snapshot(id, &query, |entry| entry.deleted_at.is_none()).await.map_err(fault)?;
        let user_count = live.len();
        let users: Vec<Row> = live
            .iter()
            .filter(|_| handover.list_users)
            .map(|entry| {
                let stage = entry_stage(entry, now);
                let key = entry.key.as_ref().filter(|_| stage != KeyStage::None);
                let last =
                    |day: Option<NaiveDate>| day.map_or_else(|| words.say("papers-unlimited"), |day| words.day(day));
                plain(vec![
                    entry.name.clone(),
                    key.map(|key| format!("{0} (0x{0:X})", key.number.get())).unwrap_or_default(),
                    words.say(stage_text(stage)),
                    key.map(|key| last(key.valid_to)).unwrap_or_default(),
                ])
            })
            .collect();

        let mut pieces = vec![parties(words, &customer, &distributor.name, handover)];
        pieces.extend(system(words, &customer));
        let admins: Vec<String> =
            accounts.into_iter().filter(|account| account.deleted_at.is_none()).map(|account| account.email).collect();
        let credit_text = if credit.unlimited {
            words.say("credit-unlimited")
        } else {
            words.with(
                "papers-balance",
                &[("paid", credit.paid.to_string().into()), ("trial", credit.trial.to_string().into())],
            )
        };
        pieces.push(Piece::Heading(words.say("papers-handover-access")));
        pieces.push(Piece::Facts(vec![
            words.fact("papers-handover-accounts", admins.join(", ")),
            words.fact("papers-handover-credit", credit_text),
            words.fact("papers-handover-users", user_count.to_string()),
            words.fact("csv-key-active", stages.active.to_string()),
            words.fact("csv-key-waiting", (stages.waiting + stages.arriving).to_string()),
            words.fact("csv-key-expired", stages.expired.to_string()),
            words.fact("csv-key-suspended", stages.suspended.to_string()),
        ]));
        pieces.extend(doors(words, &customer, &groups, readers, unpublished));
        if handover.list_users {
            pieces.push(Piece::Heading(words.say("papers-handover-user-list")));
            pieces.push(Piece::Table(Table {
                columns: vec![
                    words.column("csv-name", 3.6),
                    words.column("csv-user-id", 2.0),
                    words.column("csv-key-status", 2.6),
                    words.column("csv-valid-to", 1.8),
                ],
                rows: users,
                empty: words.say("papers-no-users"),
            }));
        }
        if !handover.remarks.trim().is_empty() {
            pieces.push(Piece::Heading(words.say("papers-handover-remarks")));
            pieces.push(Piece::Text(handover.remarks.trim().to_owned()));
        }
        pieces.push(Piece::Heading(words.say("papers-handover-confirm")));
        pieces.push(Piece::Text(words.say("papers-handover-confirm-text")));
        pieces.push(Piece::Signatures(vec![
            Signature { role: words.say("papers-handover-handed-by"), name: handover.handed_by.trim().to_owned() },
            Signature { role: words.say("papers-handover-taken-by"), name: handover.taken_by.trim().to_owned() },
        ]));
        let document = Document {
            language: words.language,
            title: words.say("papers-handover-title"),
            subtitle: format!("{} · {} · {}", customer.name, customer.system_id, words.day(handover.day)),
            sender: distributor.name,
            footer: self.foot(open, words, Some(id)).await?,
            demo: customer.is_demo(),
            pieces,
        };
        let name = file_name(&[&words.say("papers-handover-file"), &customer.system_id, &handover.day.to_string()]);
        Ok(Made { document, name })
    }
}

fn parties(words: Words, customer: &Customer, distributor: &str, handover: &Handover) -> Piece {
    let contact = &customer.contact;
    let town = [contact.zip.as_str(), &contact.city].join(" ");
    let address =
        [contact.address.as_str(), town.trim()].iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>();
    Piece::Facts(vec![
        words.fact("papers-handover-installer", distributor),
        words.fact("csv-customer", &customer.name),
        words.fact("papers-handover-handed-by", handover.handed_by.trim()),
        words.fact("papers-handover-taken-by", handover.taken_by.trim()),
        words.fact("csv-address", address.join(", ")),
        words.fact("papers-handover-contact", [contact.email.as_str(), &contact.phone].join(" ").trim()),
    ])
}

fn system(words: Words, customer: &Customer) -> [Piece; 2] {
    let kind = if customer.system_type == SystemType::Demo { "csv-type-demo" } else { "csv-type-importer" };
    let local = |at| date_time(words.language, schedule::local_time(at, &customer.time_zone));
    let validity = customer.default_valid_to.map_or_else(|| words.say("papers-unlimited"), |day| words.day(day));
    [
        Piece::Heading(words.say("papers-handover-system")),
        Piece::Facts(vec![
            words.fact("csv-system-type", words.say(kind)),
            words.code("csv-system-id", &customer.system_id),
            words.fact("papers-handover-system-key", words.with("papers-handover-masked", &[("mask", MASK.into())])),
            words.fact("papers-handover-key-name", &customer.key_name),
            words.fact("papers-handover-prefix", &customer.key_prefix),
            words.fact("papers-handover-validity", validity),
            words.fact("papers-handover-one-tap", words.yes(customer.one_tap)),
            words.fact("papers-handover-automatic", words.yes(customer.automatic)),
            words.fact("papers-handover-groups", words.yes(customer.groups_enabled)),
            words.fact("papers-handover-duplicates", words.yes(customer.allow_duplicate_user_id)),
            words.fact("csv-created", local(customer.created_at)),
            words.fact("papers-handover-published", customer.published_at.map(local).unwrap_or_default()),
        ]),
    ]
}

fn doors(
    words: Words,
    customer: &Customer,
    groups: &[ReaderGroup],
    readers: Vec<Reader>,
    unpublished: usize,
) -> Vec<Piece> {
    let names: BTreeMap<Id<ReaderGroup>, &str> = groups.iter().map(|group| (group.id, group.name.as_str())).collect();
    let grouped = customer.groups_enabled;
    let mut columns = vec![
        words.column("csv-name", 3.0),
        Column { mono: true, ..words.column("csv-reader-id", 2.0) },
        Column { mono: true, ..words.column("csv-mac", 2.7) },
    ];
    if grouped {
        columns.push(words.column("csv-group", 2.0));
    }
    columns.push(words.column("papers-col-identification", 1.6));
    columns.push(words.column("papers-col-one-tap", 1.7));
    columns.push(words.column("csv-signal-range", 2.1));
    columns.push(words.column("papers-col-one-tap-signal", 1.5));
    let heading = Piece::Heading(words.with("papers-readers", &[("count", readers.len().into())]));
    let rows = readers
        .into_iter()
        .map(|reader| {
            let fields = reader.fields;
            let mut cells = vec![fields.name, fields.reader_id, fields.mac.unwrap_or_default()];
            if grouped {
                cells.push(fields.group_id.and_then(|id| names.get(&id)).copied().unwrap_or_default().to_owned());
            }
            cells.push(words.yes(fields.allow_identification));
            cells.push(fields.one_tap.map_or_else(|| words.say("papers-as-system"), |on| words.yes(on)));
            cells.push(words.say(range_text(fields.signal_range)));
            cells.push(format!("{} %", fields.one_tap_signal.percent()));
            plain(cells)
        })
        .collect();
    let table = Piece::Table(Table { columns, rows, empty: words.say("papers-no-readers") });
    let mut pieces = vec![heading, table];
    if unpublished > 0 {
        pieces.push(Piece::Note(words.with("papers-unpublished", &[("count", unpublished.into())])));
    }
    pieces
}
