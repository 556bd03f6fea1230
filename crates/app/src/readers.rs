//! Readers: table, editor, import with preview, publishing.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use mobileaccess_domain::{
    Id,
    reader_file::{self, ExportedReader, FileProblem, FileRow},
    readers::{self as rules, ImportPlan, ReaderField, RowAction, canonical_mac, plan, undo_report},
    rows::{Customer, Reader, ReaderFields, ReaderGroup, ReaderImport},
};
use mobileaccess_store::{
    directory::{ReaderColumn, ReaderEntry},
    sqlite,
};
use mobileaccess_text::text;
use mobileaccess_wire::{
    CreateReader, CustomerRequest, DeleteReader, EditReader, Empty, ExportReaders, ExportReadersJson, Failure,
    GetReader, Handle, ImportReaders, ListImports, ListReaders, PreviewImport, PublishReaders, UndoImport, Unpublished,
    files::Saved,
    readers::{
        CreateReaderRequest, EditReaderRequest, ExportReadersJsonRequest, ExportReadersRequest, FieldChange,
        ImportAction, ImportDone, ImportPreview, ImportReadersRequest, ImportRow, Imports, ListReadersRequest,
        PreviewImportRequest, PreviewRow, ReaderFilter, ReaderPage, ReaderRequest, ReaderRow, RowProblem,
        UnderstoodKey, UndoDone, UndoImportRequest, Unpublished as Changes, UnpublishedRow,
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

/// Previews that were made and not carried out yet; a few of them, for they hold whole files.
#[derive(Default)]
pub(crate) struct Previews {
    kept: Vec<(String, Prepared)>,
}

impl Previews {
    const KEPT: usize = 4;

    pub(crate) fn clear(&mut self) {
        self.kept.clear();
    }

    fn put(&mut self, id: String, prepared: Prepared) {
        if self.kept.len() >= Self::KEPT {
            self.kept.remove(0);
        }
        self.kept.push((id, prepared));
    }

    fn take(&mut self, id: &str) -> Option<Prepared> {
        let index = self.kept.iter().position(|(known, _)| known == id)?;
        Some(self.kept.remove(index).1)
    }
}

/// What a preview was made of.
#[derive(Clone)]
struct Prepared {
    customer_id: Id<Customer>,
    file_name: String,
    rows: Vec<FileRow>,
    /// Preview rows: what each does, and the row of the file or the reader it stands for.
    index: Vec<Indexed>,
    invalid: u32,
}

#[derive(Clone, Copy)]
enum Indexed {
    Row(usize),
    Missing(Id<Reader>),
    Nothing,
}

/// A customer's readers with the names of their groups.
struct Shelf {
    customer: Customer,
    readers: Vec<Reader>,
    groups: BTreeMap<Id<ReaderGroup>, ReaderGroup>,
}

impl Shelf {
    fn group_name(&self, id: Option<Id<ReaderGroup>>) -> Option<&str> {
        id.and_then(|id| self.groups.get(&id)).map(|group| group.name.as_str())
    }

    fn live_groups(&self) -> Vec<&ReaderGroup> {
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
    async fn shelf(&self, open: &Open, id: Id<Customer>) -> Result<Shelf, Failure> {
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

    async fn changes(&self, open: &Open, id: Id<Customer>) -> Result<Changes, Failure> {
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

/// Fields that differ, before and after.
fn differences(shelf: &Shelf, before: &ReaderFields, after: &ReaderFields) -> Vec<FieldChange> {
    let changes = FIELDS.into_iter().map(|field| FieldChange {
        field: word(&field),
        before: value(shelf, before, field),
        after: value(shelf, after, field),
    });
    changes.filter(|change| change.before != change.after).collect()
}

/// Every field of a new reader; there is nothing before.
fn values(shelf: &Shelf, after: &ReaderFields) -> Vec<FieldChange> {
    let change = |field| FieldChange { field: word(&field), before: Value::Null, after: value(shelf, after, field) };
    FIELDS.into_iter().map(change).collect()
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
fn word<T: serde::Serialize>(value: &T) -> String {
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
        let mut csv = Csv::new(request.list.page.language, &header);
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
        let (bytes, count) = csv.finish();
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

/// A file that cannot be imported, as a failure whose code begins with `reader_file_`.
fn file_fault(problem: &FileProblem) -> Failure {
    let Ok(Value::Object(mut args)) = serde_json::to_value(problem) else { return Failure::new("internal") };
    let code = args.remove("code").and_then(|code| code.as_str().map(str::to_owned)).unwrap_or_default();
    Failure { args: args.into_iter().collect(), ..Failure::new(&format!("reader_file_{code}")) }
}

impl<H: Host> Handle<PreviewImport> for App<H> {
    async fn handle(&self, request: PreviewImportRequest) -> Result<ImportPreview, Failure> {
        let open = self.open().await?;
        let shelf = self.shelf(&open, request.customer_id).await?;
        if shelf.customer.deleted_at.is_some() {
            return Err(Failure::new("customer_deleted"));
        }
        let content = self.host.read_file(&request.file, reader_file::MAX_BYTES as u64 + 1).await?;
        let system_id = shelf.customer.system_id.clone();
        let parsed = tokio::task::spawn_blocking(move || reader_file::parse(&content.bytes, &system_id)).await;
        let parsed = parsed
            .map_err(|_| Failure::new("internal").with("name", "reader file"))?
            .map_err(|problem| file_fault(&problem))?;
        let plan = plan(&shelf.readers, shelf.live_groups(), parsed.rows.iter().map(FileRow::view));
        let counts = plan.counts();
        let (rows, index) = preview_rows(&shelf, &plan, &parsed.rows);
        let mut understood: Vec<UnderstoodKey> = parsed
            .understood
            .iter()
            .map(|known| UnderstoodKey { key: known.key.clone(), field: Some(word(&known.field)) })
            .collect();
        understood.extend(parsed.unknown.iter().map(|key| UnderstoodKey { key: key.clone(), field: None }));
        let preview_id = self.uuid()?.to_string();
        let preview = ImportPreview {
            preview_id: preview_id.clone(),
            file_name: content.name.clone(),
            rows,
            added: counts.added,
            changed: counts.changed,
            unchanged: counts.unchanged,
            missing: counts.missing,
            invalid: counts.invalid,
            understood,
            own_format: parsed.version.is_some(),
        };
        let prepared = Prepared {
            customer_id: request.customer_id,
            file_name: content.name,
            rows: parsed.rows,
            index,
            invalid: counts.invalid,
        };
        if let Ok(mut previews) = self.previews.lock() {
            previews.put(preview_id, prepared);
        }
        Ok(preview)
    }
}

/// The rows of a preview in the order of the screen (added, changed, invalid, missing, unchanged), and what each stands for.
fn preview_rows(shelf: &Shelf, plan: &ImportPlan, rows: &[FileRow]) -> (Vec<PreviewRow>, Vec<Indexed>) {
    let by_id: HashMap<Id<Reader>, &Reader> = shelf.readers.iter().map(|reader| (reader.id, reader)).collect();
    let mut found: Vec<(u8, PreviewRow, Indexed)> = Vec::with_capacity(plan.rows.len() + plan.missing.len());
    for (number, (planned, row)) in plan.rows.iter().zip(rows).enumerate() {
        let mut shown = PreviewRow {
            index: 0,
            line: Some(planned.row),
            action: ImportAction::Unchanged,
            reader: None,
            name: row.name.clone().unwrap_or_default(),
            reader_id: row.reader_id.clone().unwrap_or_default(),
            mac: row.mac.clone(),
            changes: Vec::new(),
            problems: Vec::new(),
        };
        let (order, stands_for) = match &planned.action {
            RowAction::Add { fields } => {
                shown.action = ImportAction::Add;
                shown.changes = values(shelf, fields);
                (0, Indexed::Row(number))
            }
            RowAction::Change { reader_id, before, after, .. } => {
                shown.action = ImportAction::Change;
                shown.reader = Some(*reader_id);
                shown.changes = differences(shelf, before, after);
                (1, Indexed::Row(number))
            }
            RowAction::Invalid { problems } => {
                shown.action = ImportAction::Invalid;
                shown.problems = problems.iter().map(problem).collect();
                (2, Indexed::Nothing)
            }
            RowAction::Unchanged { reader_id } => {
                shown.reader = Some(*reader_id);
                (4, Indexed::Nothing)
            }
        };
        if planned.group_left_out && matches!(shown.action, ImportAction::Add | ImportAction::Change) {
            let group = row.group.clone().unwrap_or_default();
            let args = BTreeMap::from([("group".to_owned(), Value::from(group))]);
            shown.problems.push(RowProblem { code: "group_left_out".to_owned(), args });
        }
        if let Some(reader) = shown.reader.and_then(|id| by_id.get(&id)) {
            if shown.name.is_empty() {
                shown.name.clone_from(&reader.fields.name);
            }
            if shown.reader_id.is_empty() {
                shown.reader_id.clone_from(&reader.fields.reader_id);
            }
            shown.mac = shown.mac.or_else(|| reader.fields.mac.clone());
        }
        found.push((order, shown, stands_for));
    }
    for id in &plan.missing {
        let Some(reader) = by_id.get(id) else { continue };
        let shown = PreviewRow {
            index: 0,
            line: None,
            action: ImportAction::Missing,
            reader: Some(*id),
            name: reader.fields.name.clone(),
            reader_id: reader.fields.reader_id.clone(),
            mac: reader.fields.mac.clone(),
            changes: Vec::new(),
            problems: Vec::new(),
        };
        found.push((3, shown, Indexed::Missing(*id)));
    }
    found.sort_by_key(|(order, _, _)| *order);
    let mut shown = Vec::with_capacity(found.len());
    let mut index = Vec::with_capacity(found.len());
    for (number, (_, row, stands_for)) in found.into_iter().enumerate() {
        shown.push(PreviewRow { index: u32::try_from(number).unwrap_or(u32::MAX), ..row });
        index.push(stands_for);
    }
    (shown, index)
}

fn problem(problem: &rules::RowProblem) -> RowProblem {
    let Ok(Value::Object(mut args)) = serde_json::to_value(problem) else {
        return RowProblem { code: "malformed".to_owned(), args: BTreeMap::new() };
    };
    let code = args.remove("code").and_then(|code| code.as_str().map(str::to_owned)).unwrap_or_default();
    RowProblem { code, args: args.into_iter().collect() }
}

impl<H: Host> Handle<ImportReaders> for App<H> {
    async fn handle(&self, request: ImportReadersRequest) -> Result<ImportDone, Failure> {
        let open = self.open().await?;
        let taken = self.previews.lock().ok().and_then(|mut previews| previews.take(&request.preview_id));
        let prepared = taken.ok_or_else(|| Failure::new("import_stale"))?;
        let skip: BTreeSet<u32> = request.skip.iter().copied().collect();
        let delete: BTreeSet<u32> = request.delete.iter().copied().collect();
        let mut chosen = vec![false; prepared.rows.len()];
        let mut gone = Vec::new();
        for (number, stands_for) in (0u32..).zip(&prepared.index) {
            match stands_for {
                Indexed::Row(row) if !skip.contains(&number) => {
                    if let Some(chosen) = chosen.get_mut(*row) {
                        *chosen = true;
                    }
                }
                Indexed::Missing(id) if delete.contains(&number) => gone.push(*id),
                _ => {}
            }
        }
        let again = prepared.clone();
        let mut rows = Vec::new();
        for (row, chosen) in prepared.rows.into_iter().zip(chosen) {
            if chosen {
                rows.push(row.into_import(self.id()?));
            }
        }
        let import_id: Id<ReaderImport> = self.id()?;
        let mutation = rules::ImportReaders {
            import_id,
            customer_id: prepared.customer_id,
            file_name: prepared.file_name,
            rows,
            delete: gone,
            invalid: prepared.invalid,
        };
        let effects = match self.mutate(&open, mutation).await {
            Ok(effects) => effects,
            Err(failure) => {
                // The preview can be tried again, for example after a row was left out.
                if let Ok(mut previews) = self.previews.lock() {
                    previews.put(request.preview_id, again);
                }
                return Err(failure);
            }
        };
        let import = effects.changes.iter().find_map(|change| match change {
            mobileaccess_domain::Change::Import(import) => Some(import),
            _ => None,
        });
        let (added, changed, deleted) = import.map(tally).unwrap_or_default();
        let unpublished = self.changes(&open, prepared.customer_id).await?.rows.len();
        Ok(ImportDone {
            import_id,
            added,
            changed,
            deleted,
            unpublished: u32::try_from(unpublished).unwrap_or(u32::MAX),
        })
    }
}

/// Added, changed and deleted readers of an import.
fn tally(import: &ReaderImport) -> (u32, u32, u32) {
    let mut counts = (0, 0, 0);
    for change in &import.changes {
        match (&change.before, &change.after) {
            (None, _) => counts.0 += 1,
            (Some(_), Some(_)) => counts.1 += 1,
            (Some(_), None) => counts.2 += 1,
        }
    }
    counts
}

impl<H: Host> Handle<ListImports> for App<H> {
    async fn handle(&self, request: CustomerRequest) -> Result<Imports, Failure> {
        let open = self.open().await?;
        self.customer(&open, request.customer_id).await?;
        let mut connection = open.store.read().await.map_err(fault)?;
        let imports = sqlite::imports::of_customer(&mut connection, request.customer_id).await.map_err(fault)?;
        let imports = imports.into_iter().map(|import| {
            let (added, changed, deleted) = tally(&import);
            ImportRow {
                id: import.id,
                file_name: import.file_name,
                at: import.created_at,
                added,
                changed,
                deleted,
                invalid: import.invalid,
                undone_at: import.undone_at,
            }
        });
        Ok(Imports { imports: imports.collect() })
    }
}

impl<H: Host> Handle<UndoImport> for App<H> {
    async fn handle(&self, request: UndoImportRequest) -> Result<UndoDone, Failure> {
        let open = self.open().await?;
        let import = {
            let mut connection = open.store.read().await.map_err(fault)?;
            let import = sqlite::imports::get(&mut connection, request.import_id).await.map_err(fault)?;
            import.ok_or_else(|| Failure::new("not_found"))?
        };
        self.customer(&open, import.customer_id).await?;
        // What stays is told from the readers as they were a moment before; the rule looks again for itself.
        let readers: BTreeMap<Id<Reader>, Reader> = {
            let mut connection = open.store.read().await.map_err(fault)?;
            let ids: Vec<Id<Reader>> = import.changes.iter().map(|change| change.reader_id).collect();
            let mut readers =
                sqlite::readers::live_or_published(&mut connection, import.customer_id).await.map_err(fault)?;
            let known: BTreeSet<Id<Reader>> = readers.iter().map(|reader| reader.id).collect();
            for id in ids.into_iter().filter(|id| !known.contains(id)) {
                readers.extend(sqlite::readers::get(&mut connection, id).await.map_err(fault)?);
            }
            readers.into_iter().map(|reader| (reader.id, reader)).collect()
        };
        let report = undo_report(&import, &readers);
        self.mutate(&open, rules::UndoReaderImport { import_id: import.id, customer_id: import.customer_id }).await?;
        let kept =
            report.kept.iter().filter_map(|kept| readers.get(&kept.reader_id)).map(|reader| reader.fields.name.clone());
        let reverted = report.deleted.len() + report.reverted.len();
        Ok(UndoDone { reverted: u32::try_from(reverted).unwrap_or(u32::MAX), kept: kept.collect() })
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
