//! Import of users from spreadsheets: preview, correction, repair, choice, carrying out, history, undo.

mod preview;
mod run;
mod undo;
mod view;

use std::sync::Arc;

use mobileaccess_domain::{Id, rows::Customer, user_file};
use mobileaccess_store::sqlite;
use mobileaccess_text::text;
use mobileaccess_wire::{
    AdjustUserFile, ChooseUserRows, ExportUserRows, Failure, Handle, OpenUserFile, RepairUserFile, UserFileRows,
    files::Saved,
    jobs::JobStage,
    user_imports::{
        AdjustUserFileRequest, ChooseUserRowsRequest, ExportUserRowsRequest, OpenUserFileRequest,
        RepairUserFileRequest, UserFileRows as Rows, UserFileRowsRequest, UserFileView, UserRowAction,
    },
};

use crate::{
    App, Host,
    csv::Csv,
    data::{Open, fault},
    files::saved,
    jobs::Job,
    sheets::{self, Wanted},
};
use preview::{Prepared, Shelf};

/// Previews that were made and not carried out yet; few of them, for they hold whole files.
#[derive(Default)]
pub(crate) struct UserPreviews {
    kept: Vec<(String, Arc<Prepared>)>,
}

impl UserPreviews {
    const KEPT: usize = 2;

    pub(crate) fn clear(&mut self) {
        self.kept.clear();
    }

    fn put(&mut self, id: &str, prepared: Arc<Prepared>) {
        self.kept.retain(|(known, _)| known != id);
        if self.kept.len() >= Self::KEPT {
            self.kept.remove(0);
        }
        self.kept.push((id.to_owned(), prepared));
    }

    fn get(&self, id: &str) -> Option<Arc<Prepared>> {
        self.kept.iter().find(|(known, _)| known == id).map(|(_, prepared)| prepared.clone())
    }

    fn remove(&mut self, id: &str) {
        self.kept.retain(|(known, _)| known != id);
    }
}

/// Runs work that would keep other answers waiting, on a thread of its own. A panic inside a library that reads a made-up
/// file ends there.
async fn aside<T: Send + 'static>(work: impl FnOnce() -> Result<T, Failure> + Send + 'static) -> Result<T, Failure> {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(_) => Err(Failure::new("user_file_damaged")),
    }
}

/// Calling code of the country that a site lies in, for phone numbers without one.
fn calling_code(time_zone: &str) -> &'static str {
    match time_zone {
        "Europe/Bratislava" => "421",
        "Europe/Vienna" => "43",
        "Europe/Berlin" | "Europe/Busingen" => "49",
        "Europe/Warsaw" => "48",
        "Europe/Budapest" => "36",
        "Europe/Zurich" => "41",
        "Europe/London" => "44",
        "Europe/Paris" => "33",
        "Europe/Rome" => "39",
        "Europe/Ljubljana" => "386",
        "Europe/Zagreb" => "385",
        _ => "420",
    }
}

impl<H: Host> App<H> {
    fn user_preview(&self, id: &str) -> Result<Arc<Prepared>, Failure> {
        let found = self.user_previews.lock().ok().and_then(|previews| previews.get(id));
        found.ok_or_else(|| Failure::new("preview_gone"))
    }

    fn keep_user_preview(&self, id: &str, prepared: Arc<Prepared>) {
        if let Ok(mut previews) = self.user_previews.lock() {
            previews.put(id, prepared);
        }
    }

    /// What lines are compared with. Read again only when somebody wrote since.
    async fn user_shelf(
        &self,
        open: &Open,
        customer: Id<Customer>,
        known: Option<&Arc<Shelf>>,
    ) -> Result<Arc<Shelf>, Failure> {
        let (customer, _) = self.customer(open, customer).await?;
        if customer.deleted_at.is_some() {
            return Err(Failure::new("customer_deleted"));
        }
        let revision = open.store.revision().await.map_err(fault)?;
        if let Some(known) = known.filter(|known| known.revision == revision) {
            return Ok(known.clone());
        }
        let credit = self.credit_of(open, &customer).await?;
        let mut connection = open.store.read().await.map_err(fault)?;
        let users = sqlite::users::live_of_customer(&mut connection, customer.id).await.map_err(fault)?;
        let numbers = sqlite::keys::numbers_of(&mut connection, customer.id).await.map_err(fault)?;
        let groups = sqlite::groups::live(&mut connection, customer.id).await.map_err(fault)?;
        let devices = sqlite::keys::highest_device_number(&mut connection, customer.id).await.map_err(fault)?;
        Ok(Arc::new(Shelf { revision, customer, users, numbers, groups, devices, credit }))
    }

    /// The preview after a change of it: compared anew, kept, and shown.
    async fn replan(
        &self,
        open: &Open,
        id: &str,
        mut prepared: Prepared,
        job: Arc<Job>,
    ) -> Result<UserFileView, Failure> {
        prepared.shelf = self.user_shelf(open, prepared.shelf.customer.id, Some(&prepared.shelf)).await?;
        let today = mobileaccess_domain::schedule::local_day(self.host.now(), &prepared.shelf.customer.time_zone);
        let prepared = aside(move || {
            job.begin(JobStage::Comparing, 0)?;
            prepared.plan(today);
            job.check()?;
            Ok(Arc::new(prepared))
        })
        .await?;
        self.keep_user_preview(id, prepared.clone());
        Ok(view::view(id, &prepared))
    }
}

impl<H: Host> Handle<OpenUserFile> for App<H> {
    async fn handle(&self, request: OpenUserFileRequest) -> Result<UserFileView, Failure> {
        let open = self.open().await?;
        let running = self.jobs.start(&request.job);
        let job = running.job.clone();
        let shelf = self.user_shelf(&open, request.customer_id, None).await?;
        let content = self.host.read_file(&request.file, sheets::MAX_BYTES).await?;
        let code = calling_code(&shelf.customer.time_zone).to_owned();
        let prepared = aside(move || {
            let bytes: Arc<[u8]> = content.bytes.into();
            let sheet = sheets::read(&bytes, &Wanted::default(), &job)?;
            let reading = user_file::detect(&sheet.rows, &code);
            Ok(Prepared::new(shelf, content.name, bytes, sheet, reading))
        })
        .await?;
        let id = self.uuid()?.to_string();
        self.replan(&open, &id, prepared, running.job.clone()).await
    }
}

impl<H: Host> Handle<AdjustUserFile> for App<H> {
    async fn handle(&self, request: AdjustUserFileRequest) -> Result<UserFileView, Failure> {
        let open = self.open().await?;
        let running = self.jobs.start(&request.job);
        let job = running.job.clone();
        let prepared = self.user_preview(&request.preview_id)?;
        let id = request.preview_id.clone();
        let prepared = aside(move || prepared.adjusted(request, &job)).await?;
        self.replan(&open, &id, prepared, running.job.clone()).await
    }
}

impl<H: Host> Handle<RepairUserFile> for App<H> {
    async fn handle(&self, request: RepairUserFileRequest) -> Result<UserFileView, Failure> {
        let open = self.open().await?;
        let mut prepared = Prepared::clone(&*self.user_preview(&request.preview_id)?);
        prepared.repair(request.row, request.column, &request.value)?;
        self.replan(&open, &request.preview_id, prepared, Arc::default()).await
    }
}

impl<H: Host> Handle<ChooseUserRows> for App<H> {
    async fn handle(&self, request: ChooseUserRowsRequest) -> Result<UserFileView, Failure> {
        let open = self.open().await?;
        let mut prepared = Prepared::clone(&*self.user_preview(&request.preview_id)?);
        prepared.choose(request.rows.as_deref(), request.action, request.chosen);
        // Lines that are left out need no credit and no User ID.
        self.replan(&open, &request.preview_id, prepared, Arc::default()).await
    }
}

impl<H: Host> Handle<UserFileRows> for App<H> {
    async fn handle(&self, request: UserFileRowsRequest) -> Result<Rows, Failure> {
        let open = self.open().await?;
        let prepared = self.user_preview(&request.preview_id)?;
        self.customer(&open, prepared.shelf.customer.id).await?;
        aside(move || Ok(view::rows(&prepared, &request))).await
    }
}

impl<H: Host> Handle<ExportUserRows> for App<H> {
    async fn handle(&self, request: ExportUserRowsRequest) -> Result<Saved, Failure> {
        let open = self.open().await?;
        let prepared = self.user_preview(&request.preview_id)?;
        self.customer(&open, prepared.shelf.customer.id).await?;
        let mut csv = Csv::of(request.format, request.language, &[]);
        let language = csv.language();
        // The file's own columns, so that the lines can be repaired and imported again; the reasons come last.
        let width = prepared.width();
        let mut header: Vec<String> =
            (0..width).map(|index| prepared.column_name(index).unwrap_or_else(|| (index + 1).to_string())).collect();
        if request.action == UserRowAction::Invalid {
            header.push(text(language, "csv-problems", &[]));
        }
        csv.heading(&header);
        for (index, row) in prepared.lines_of(request.action) {
            let mut cells: Vec<String> = (0..width).map(|at| row.get(at).cloned().unwrap_or_default()).collect();
            if request.action == UserRowAction::Invalid {
                cells.push(view::problem_texts(language, prepared.problems(index)).join(" "));
            }
            csv.row(&cells);
        }
        let (bytes, count) = csv.file()?;
        Ok(saved(self.host.write_file(&request.file, bytes).await?, count, 0))
    }
}
