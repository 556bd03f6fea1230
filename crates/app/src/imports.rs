//! Import of readers: preview, choice, carrying out, history, undo.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use mobileaccess_domain::{
    Id,
    reader_file::{self, FileProblem, FileRow},
    readers::{self as rules, ImportPlan, RowAction, plan, undo_report},
    rows::{Customer, Reader, ReaderImport},
};
use mobileaccess_store::sqlite;
use mobileaccess_wire::{
    CustomerRequest, Failure, Handle, ImportReaders, ListImports, PreviewImport, UndoImport,
    readers::{
        ImportAction, ImportDone, ImportPreview, ImportReadersRequest, ImportRow, Imports, PreviewImportRequest,
        PreviewRow, RowProblem, UnderstoodKey, UndoDone, UndoImportRequest,
    },
};
use serde_json::Value;

use crate::{
    App, Host,
    data::fault,
    readers::{Shelf, differences, values, word},
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
        let unpublished = {
            let mut connection = open.store.read().await.map_err(fault)?;
            sqlite::readers::unpublished_count(&mut connection, prepared.customer_id).await.map_err(fault)?
        };
        Ok(ImportDone { import_id, added, changed, deleted, unpublished })
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
