//! Readers: table, editor, publishing. Their import is in `imports.rs`.

use std::{collections::BTreeMap, sync::LazyLock};

use mobileaccess_domain::{
    Id,
    reader_file::{self, ExportedReader},
    readers::{self as rules, ReaderField, canonical_mac},
    rows::{Customer, Reader, ReaderFields, ReaderGroup},
};
use mobileaccess_store::{
    directory::{ReaderColumn, ReaderEntry},
    sqlite,
};
use mobileaccess_text::text;
use mobileaccess_wire::{
    CreateReader, CustomerRequest, DeleteReader, EditReader, Empty, ExportReaders, ExportReadersJson, Failure,
    GetReader, Handle, ListReaders, PublishReaders, Unpublished,
    files::Saved,
    readers::{
        CreateReaderRequest, EditReaderRequest, ExportReadersJsonRequest, ExportReadersRequest, FieldChange,
        ImportAction, ListReadersRequest, ReaderFilter, ReaderPage, ReaderRequest, ReaderRow, Unpublished as Changes,
        UnpublishedRow,
    },
};
use serde_json::Value;

use crate::{
    App, Host,
    csv::Csv,
    data::{Open, fault},
    files::saved,
    lists,
};

/// A customer's readers with the names of their groups.
pub(crate) struct Shelf {
    pub(crate) customer: Customer,
    pub(crate) readers: Vec<Reader>,
    groups: BTreeMap<Id<ReaderGroup>, ReaderGroup>,
}

impl Shelf {
    pub(crate) fn group_name(&self, id: Option<Id<ReaderGroup>>) -> Option<&str> {
        id.and_then(|id| self.groups.get(&id)).map(|group| group.name.as_str())
    }

    pub(crate) fn live_groups(&self) -> Vec<&ReaderGroup> {
        if self.customer.groups_enabled { self.groups.values().collect() } else { Vec::new() }
    }
}

fn filter_of(reader: &Reader) -> ReaderFilter {
    if reader.deleted_at.is_some() {
        ReaderFilter::Deleted
    } else if reader.is_unpublished() {
        ReaderFilter::Unpublished
    } else {
        ReaderFilter::Published
    }
}

impl<H: Host> App<H> {
    pub(crate) async fn shelf(&self, open: &Open, id: Id<Customer>) -> Result<Shelf, Failure> {
        let (customer, _) = self.customer(open, id).await?;
        let mut connection = open.store.read().await.map_err(fault)?;
        let readers = sqlite::readers::live_or_published(&mut connection, id).await.map_err(fault)?;
        let groups = sqlite::groups::live(&mut connection, id).await.map_err(fault)?;
        Ok(Shelf { customer, readers, groups: groups.into_iter().map(|group| (group.id, group)).collect() })
    }

    async fn reader(&self, open: &Open, id: Id<Reader>) -> Result<Reader, Failure> {
        let mut connection = open.store.read().await.map_err(fault)?;
        let reader = sqlite::readers::get(&mut connection, id).await.map_err(fault)?;
        drop(connection);
        let reader = reader.ok_or_else(|| Failure::new("not_found"))?;
        self.customer(open, reader.customer_id).await?;
        Ok(reader)
    }

    async fn reader_row(&self, open: &Open, id: Id<Reader>) -> Result<ReaderRow, Failure> {
        let reader = self.reader(open, id).await?;
        let shelf = self.shelf(open, reader.customer_id).await?;
        let group_name = shelf.group_name(reader.fields.group_id).unwrap_or_default().to_owned();
        Ok(row(&ReaderEntry { reader, group_name }, &shelf.customer))
    }

    pub(crate) async fn changes(&self, open: &Open, id: Id<Customer>) -> Result<Changes, Failure> {
        let shelf = self.shelf(open, id).await?;
        let mut rows: Vec<UnpublishedRow> = Vec::new();
        for reader in shelf.readers.iter().filter(|reader| reader.is_unpublished()) {
            let (action, changes) = match (&reader.published, reader.deleted_at) {
                (_, Some(_)) => (ImportAction::Missing, Vec::new()),
                (None, None) => (ImportAction::Add, values(&shelf, &reader.fields)),
                (Some(before), None) => (ImportAction::Change, differences(&shelf, before, &reader.fields)),
            };
            rows.push(UnpublishedRow { reader: reader.id, name: reader.fields.name.clone(), action, changes });
        }
        Ok(Changes { rows, published_at: shelf.customer.published_at })
    }
}

const FIELDS: [ReaderField; 8] = [
    ReaderField::Name,
    ReaderField::ReaderId,
    ReaderField::Mac,
    ReaderField::Group,
    ReaderField::AllowIdentification,
    ReaderField::OneTap,
    ReaderField::SignalRange,
    ReaderField::OneTapSignal,
];

/// The fields with their words, which a preview of ten thousand rows says eight times each.
static WORDS: LazyLock<[(ReaderField, String); 8]> = LazyLock::new(|| FIELDS.map(|field| (field, word(&field))));

/// Fields that differ, before and after.
pub(crate) fn differences(shelf: &Shelf, before: &ReaderFields, after: &ReaderFields) -> Vec<FieldChange> {
    let changes = WORDS.iter().filter_map(|(field, word)| {
        let (before, after) = (value(shelf, before, *field), value(shelf, after, *field));
        (before != after).then(|| FieldChange { field: word.clone(), before, after })
    });
    changes.collect()
}

/// Every field of a new reader; there is nothing before.
pub(crate) fn values(shelf: &Shelf, after: &ReaderFields) -> Vec<FieldChange> {
    let changes = WORDS.iter().map(|(field, word)| FieldChange {
        field: word.clone(),
        before: Value::Null,
        after: value(shelf, after, *field),
    });
    changes.collect()
}

fn value(shelf: &Shelf, fields: &ReaderFields, field: ReaderField) -> Value {
    match field {
        ReaderField::Name => fields.name.clone().into(),
        ReaderField::ReaderId => fields.reader_id.clone().into(),
        ReaderField::Mac => fields.mac.clone().into(),
        ReaderField::Group => shelf.group_name(fields.group_id).into(),
        ReaderField::AllowIdentification => fields.allow_identification.into(),
        ReaderField::OneTap => fields.one_tap.into(),
        ReaderField::SignalRange => fields.signal_range.percent().into(),
        ReaderField::OneTapSignal => fields.one_tap_signal.percent().into(),
    }
}

/// The stable word of a serialised unit variant.
pub(crate) fn word<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

fn column(sort: &str) -> ReaderColumn {
    match sort {
        "reader_id" => ReaderColumn::ReaderId,
        "mac" => ReaderColumn::Mac,
        "group" => ReaderColumn::Group,
        "signal_range" => ReaderColumn::SignalRange,
        "changed_at" => ReaderColumn::ChangedAt,
        _ => ReaderColumn::Name,
    }
}

/// Whether the filters of a request let a reader through. Without any, deleted readers show only until that is published.
fn shown(request: &ListReadersRequest) -> impl Fn(&ReaderEntry) -> bool + Send + '_ {
    move |entry| {
        let reader = &entry.reader;
        let state = if request.status.is_empty() {
            reader.deleted_at.is_none() || reader.is_unpublished()
        } else {
            request.status.contains(&filter_of(reader))
        };
        state && (request.group_id.is_none() || reader.fields.group_id == request.group_id)
    }
}

fn row(entry: &ReaderEntry, customer: &Customer) -> ReaderRow {
    let reader = &entry.reader;
    let fields = &reader.fields;
    ReaderRow {
        id: reader.id,
        name: fields.name.clone(),
        reader_id: fields.reader_id.clone(),
        mac: fields.mac.clone(),
        group_id: fields.group_id,
        group_name: (!entry.group_name.is_empty()).then(|| entry.group_name.clone()),
        allow_identification: fields.allow_identification,
        one_tap: fields.one_tap,
        one_tap_effective: fields.one_tap.unwrap_or(customer.one_tap),
        signal_range: fields.signal_range,
        one_tap_signal: fields.one_tap_signal,
        extra: reader.extra.clone().into_iter().collect(),
        unpublished: reader.is_unpublished(),
        known: reader.published.is_some(),
        changed_at: reader.changed_at,
        deleted_at: reader.deleted_at,
    }
}

impl<H: Host> Handle<ListReaders> for App<H> {
    async fn handle(&self, request: ListReadersRequest) -> Result<ReaderPage, Failure> {
        let open = self.open().await?;
        let (customer, _) = self.customer(&open, request.customer_id).await?;
        let query = lists::query(&request.page, column(&request.page.sort));
        let page = open.store.readers_page(customer.id, &query, shown(&request)).await.map_err(fault)?;
        let mut unpublished = 0;
        open.store
            .each_reader(customer.id, |entry| unpublished += u32::from(entry.reader.is_unpublished()))
            .await
            .map_err(fault)?;
        let info = lists::info(&page, &request.page);
        Ok(ReaderPage { rows: page.rows.iter().map(|entry| row(entry, &customer)).collect(), info, unpublished })
    }
}

impl<H: Host> Handle<GetReader> for App<H> {
    async fn handle(&self, request: ReaderRequest) -> Result<ReaderRow, Failure> {
        let open = self.open().await?;
        self.reader_row(&open, request.id).await
    }
}

/// A MAC as typed, in canonical form; a text that is none stays as it is, for the rule to refuse.
fn mac(typed: Option<String>) -> Option<String> {
    typed
        .map(|text| text.trim().to_owned())
        .filter(|text| !text.is_empty())
        .map(|text| canonical_mac(&text).unwrap_or(text))
}

impl<H: Host> Handle<CreateReader> for App<H> {
    async fn handle(&self, request: CreateReaderRequest) -> Result<ReaderRow, Failure> {
        let open = self.open().await?;
        let id = self.id()?;
        let fields = ReaderFields {
            name: request.name,
            reader_id: request.reader_id,
            mac: mac(request.mac),
            group_id: request.group_id,
            allow_identification: request.allow_identification,
            one_tap: request.one_tap,
            signal_range: request.signal_range,
            one_tap_signal: request.one_tap_signal,
        };
        self.mutate(&open, rules::CreateReader { id, customer_id: request.customer_id, fields }).await?;
        self.reader_row(&open, id).await
    }
}

impl<H: Host> Handle<EditReader> for App<H> {
    async fn handle(&self, request: EditReaderRequest) -> Result<ReaderRow, Failure> {
        let open = self.open().await?;
        let reader = self.reader(&open, request.id).await?;
        let mutation = rules::EditReader {
            id: reader.id,
            customer_id: reader.customer_id,
            name: request.name,
            reader_id: request.reader_id,
            mac: request.mac.map(|edit| mobileaccess_domain::Edit { from: edit.from, to: mac(edit.to) }),
            group_id: request.group_id,
            allow_identification: request.allow_identification,
            one_tap: request.one_tap,
            signal_range: request.signal_range,
            one_tap_signal: request.one_tap_signal,
        };
        self.mutate(&open, mutation).await?;
        self.reader_row(&open, reader.id).await
    }
}

impl<H: Host> Handle<DeleteReader> for App<H> {
    async fn handle(&self, request: ReaderRequest) -> Result<Empty, Failure> {
        let open = self.open().await?;
        self.mutate(&open, rules::DeleteReader { id: request.id }).await?;
        Ok(Empty {})
    }
}

impl<H: Host> Handle<ExportReaders> for App<H> {
    async fn handle(&self, request: ExportReadersRequest) -> Result<Saved, Failure> {
        let open = self.open().await?;
        let (customer, _) = self.customer(&open, request.list.customer_id).await?;
        let query = lists::whole(&request.list.page, column(&request.list.page.sort));
        let page = open.store.readers_page(customer.id, &query, shown(&request.list)).await.map_err(fault)?;
        let header = [
            "csv-name",
            "csv-reader-id",
            "csv-mac",
            "csv-group",
            "csv-allow-identification",
            "csv-one-tap",
            "csv-signal-range",
            "csv-one-tap-signal",
            "csv-published",
        ];
        let mut csv = Csv::of(request.format, request.list.page.language, &header)
            .watched(self.jobs.start(&request.file), page.rows.len())?;
        let language = csv.language();
        let yes_no = |yes: bool| text(language, if yes { "csv-yes" } else { "csv-no" }, &[]);
        for row in page.rows.iter().map(|entry| row(entry, &customer)) {
            csv.row(&[
                row.name,
                row.reader_id,
                row.mac.unwrap_or_default(),
                row.group_name.unwrap_or_default(),
                yes_no(row.allow_identification),
                yes_no(row.one_tap_effective),
                format!("{} %", row.signal_range.percent()),
                format!("{} %", row.one_tap_signal.percent()),
                yes_no(!row.unpublished),
            ]);
        }
        let (bytes, count) = csv.file()?;
        Ok(saved(self.host.write_file(&request.file, bytes).await?, count, 0))
    }
}

impl<H: Host> Handle<ExportReadersJson> for App<H> {
    async fn handle(&self, request: ExportReadersJsonRequest) -> Result<Saved, Failure> {
        let open = self.open().await?;
        let shelf = self.shelf(&open, request.customer_id).await?;
        let live: Vec<&Reader> = shelf.readers.iter().filter(|reader| reader.deleted_at.is_none()).collect();
        let rows = live.iter().map(|reader| ExportedReader {
            fields: &reader.fields,
            group: shelf.group_name(reader.fields.group_id),
            extra: &reader.extra,
        });
        let file = reader_file::export(&shelf.customer.system_id, rows, self.host.now());
        Ok(saved(self.host.write_file(&request.file, file.into_bytes()).await?, live.len(), 0))
    }
}

impl<H: Host> Handle<Unpublished> for App<H> {
    async fn handle(&self, request: CustomerRequest) -> Result<Changes, Failure> {
        let open = self.open().await?;
        self.changes(&open, request.customer_id).await
    }
}

impl<H: Host> Handle<PublishReaders> for App<H> {
    async fn handle(&self, request: CustomerRequest) -> Result<Changes, Failure> {
        let open = self.open().await?;
        self.mutate(&open, rules::PublishReaders { customer_id: request.customer_id }).await?;
        self.changes(&open, request.customer_id).await
    }
}
