//! Handouts: what is printed for keys that wait.

use mobileaccess_domain::{
    Id,
    distributors::qr_content,
    keys as rules,
    rows::{ActivationCode, Customer, Key},
    schedule,
};
use mobileaccess_handout::{self as handout, Handout, HandoutError, Job};
use mobileaccess_store::sqlite;
use mobileaccess_text::text;
use mobileaccess_wire::{
    Empty, Failure, Handle, ListPrinters, PreviewHandouts, PrintHandouts, SavePdf, SavePng, SaveTestSheet,
    files::Saved,
    handouts::{
        HandoutJob, Preview, PreviewRequest, PrintRequest, Printed, Printers, SaveRequest, Stock, TestSheetRequest,
    },
};

use crate::{
    App, Host, computer,
    data::{Open, fault},
    files::saved,
    users::main_code,
};

/// Handouts of one job.
pub(crate) struct Batch {
    customer: Customer,
    pub(crate) handouts: Vec<Handout>,
    codes: Vec<Id<ActivationCode>>,
    /// Where phones find the cloud; empty while there is none, and the QRs hold bare codes.
    address: String,
    /// Keys without an open code.
    skipped: u32,
    /// Those of them that still wait for activation.
    expired: Vec<Id<Key>>,
}

fn stock(stock: Stock) -> handout::Stock {
    match stock {
        Stock::A4 => handout::Stock::A4Page,
        Stock::Card => handout::Stock::Card,
        Stock::L7160 => handout::Stock::L7160,
        Stock::L7163 => handout::Stock::L7163,
        Stock::L5160 => handout::Stock::L5160,
    }
}

pub(crate) fn handout_fault(error: HandoutError) -> Failure {
    let failure = Failure::new(error.code());
    match error {
        HandoutError::StartPosition { max } => failure.with("max", max),
        _ => failure,
    }
}

impl<H: Host> App<H> {
    pub(crate) fn job(&self, chosen: Stock, start_position: u32) -> Job {
        let settings = computer::load(&self.folder);
        Job {
            start_position: u16::try_from(start_position).unwrap_or(u16::MAX),
            calibration_x_mm: settings.calibration_x_mm,
            calibration_y_mm: settings.calibration_y_mm,
            ..Job::new(stock(chosen))
        }
    }

    pub(crate) async fn batch(&self, open: &Open, job: &HandoutJob) -> Result<Batch, Failure> {
        let (customer, _) = self.customer(open, job.customer_id).await?;
        let settings = computer::load(&self.folder);
        let now = self.host.now();
        let mut connection = open.store.read().await.map_err(fault)?;
        let found = sqlite::keys::for_handouts(&mut connection, customer.id, &job.key_ids).await.map_err(fault)?;
        let distributor = sqlite::distributors::get(&mut connection, customer.distributor_id).await.map_err(fault)?;
        drop(connection);
        let address = distributor.map(|row| row.public_address).unwrap_or_default();
        let mut batch =
            Batch { customer, address, handouts: Vec::new(), codes: Vec::new(), skipped: 0, expired: Vec::new() };
        let mut shown = Vec::new();
        for key_id in &job.key_ids {
            let Some((user, key, codes)) = found.get(key_id) else {
                batch.skipped += 1;
                continue;
            };
            let codes: Vec<&ActivationCode> = codes.iter().collect();
            let waiting = key.status == mobileaccess_domain::rows::KeyStatus::Waiting;
            let Some(code) = main_code(&codes, now).filter(|code| code.is_open(now) && waiting) else {
                batch.skipped += 1;
                if waiting && !codes.is_empty() {
                    batch.expired.push(*key_id);
                }
                continue;
            };
            let customer = &batch.customer;
            batch.handouts.push(Handout {
                code: code.code.clone(),
                qr_content: qr_content(&batch.address, &code.code),
                recipient_name: user.full_name(),
                customer_name: customer.name.clone(),
                key_name: key.name.clone(),
                user_id: key.number.get(),
                valid_from: key.valid_from,
                valid_to: key.valid_to,
                code_expires: schedule::local_time(code.expires_at, &customer.time_zone),
                language: job.language.or(user.language).unwrap_or(job.fallback_language),
                app_link: Some(settings.android_link.clone()),
                demo: customer.is_demo(),
                void: crate::users::void_of(code, now),
            });
            batch.codes.push(code.id);
            shown.extend([key_id.uuid(), code.id.uuid()]);
        }
        self.check_confirmed(open, shown).await?;
        Ok(batch)
    }

    /// The PDF of a batch and its pages, off the async threads.
    async fn pdf(&self, batch: &mut Batch, job: Job) -> Result<(Vec<u8>, usize), Failure> {
        if batch.handouts.is_empty() {
            return Err(Failure::new("no_open_code"));
        }
        let handouts = std::mem::take(&mut batch.handouts);
        let pages = job.page_count(handouts.len());
        let made = tokio::task::spawn_blocking(move || handout::pdf(handouts, &job)).await;
        let pdf = made.map_err(|_| Failure::new("internal").with("name", "pdf"))?.map_err(handout_fault)?;
        Ok((pdf, pages))
    }

    /// Notes in the reprint log that handouts left the computer.
    async fn record(&self, open: &Open, batch: &Batch) -> Result<(), Failure> {
        let (customer_id, code_ids) = (batch.customer.id, batch.codes.clone());
        let mutation = rules::RecordHandouts { customer_id, code_ids, address: batch.address.clone() };
        self.mutate(open, mutation).await.map(drop)
    }
}

impl<H: Host> Handle<PreviewHandouts> for App<H> {
    async fn handle(&self, request: PreviewRequest) -> Result<Preview, Failure> {
        let open = self.open().await?;
        let batch = self.batch(&open, &request.job).await?;
        let job = self.job(request.job.stock, request.job.start_position);
        job.check().map_err(handout_fault)?;
        let count = batch.handouts.len();
        let pages = job.page_count(count);
        let page = (request.page as usize).min(pages.saturating_sub(1));
        let shown = batch.handouts.get(job.on_page(page, count)).unwrap_or_default();
        let svg = handout::svg_page(shown, &job, page).map_err(handout_fault)?;
        let number = |value: usize| u32::try_from(value).unwrap_or(u32::MAX);
        Ok(Preview {
            svg,
            pages: number(pages),
            handouts: number(count),
            skipped: batch.skipped,
            expired: batch.expired,
            bare_code: batch.address.is_empty(),
            positions: u32::from(job.stock.geometry().per_page()),
        })
    }
}

impl<H: Host> Handle<SavePdf> for App<H> {
    async fn handle(&self, request: SaveRequest) -> Result<Saved, Failure> {
        let open = self.open().await?;
        let mut batch = self.batch(&open, &request.job).await?;
        let job = self.job(request.job.stock, request.job.start_position);
        let (pdf, pages) = self.pdf(&mut batch, job).await?;
        let written = self.host.write_file(&request.file, pdf).await?;
        self.record(&open, &batch).await?;
        Ok(saved(written, pages, batch.skipped as usize))
    }
}

impl<H: Host> Handle<SavePng> for App<H> {
    async fn handle(&self, request: SaveRequest) -> Result<Saved, Failure> {
        let open = self.open().await?;
        let batch = self.batch(&open, &request.job).await?;
        let job = self.job(request.job.stock, 1);
        let first = batch.handouts.first().cloned().ok_or_else(|| Failure::new("no_open_code"))?;
        let made = tokio::task::spawn_blocking(move || handout::png(&first, &job)).await;
        let png = made.map_err(|_| Failure::new("internal").with("name", "png"))?.map_err(handout_fault)?;
        let written = self.host.write_file(&request.file, png).await?;
        let one = Batch { codes: batch.codes.iter().take(1).copied().collect(), ..batch };
        self.record(&open, &one).await?;
        Ok(saved(written, 1, one.skipped as usize))
    }
}

impl<H: Host> Handle<ListPrinters> for App<H> {
    async fn handle(&self, _: Empty) -> Result<Printers, Failure> {
        self.open().await?;
        let printers = self.host.printers().await;
        Ok(Printers { through_viewer: printers.is_none(), printers: printers.unwrap_or_default() })
    }
}

impl<H: Host> Handle<PrintHandouts> for App<H> {
    async fn handle(&self, request: PrintRequest) -> Result<Printed, Failure> {
        let open = self.open().await?;
        let mut batch = self.batch(&open, &request.job).await?;
        let job = self.job(request.job.stock, request.job.start_position);
        let (pdf, pages) = self.pdf(&mut batch, job).await?;
        let title = text(request.job.fallback_language, "handout-print-title", &[]);
        self.host.print(pdf, request.printer, title).await?;
        self.record(&open, &batch).await?;
        Ok(Printed { pages: u32::try_from(pages).unwrap_or(u32::MAX), skipped: batch.skipped })
    }
}

impl<H: Host> Handle<SaveTestSheet> for App<H> {
    async fn handle(&self, request: TestSheetRequest) -> Result<Saved, Failure> {
        let open = self.open().await?;
        let (account, _) = self.actor(&open).await?;
        let job = self.job(request.stock, 1);
        let language = account.language.unwrap_or_else(|| computer::load(&self.folder).language);
        let pdf = handout::test_sheet_pdf(&job, language).map_err(handout_fault)?;
        Ok(saved(self.host.write_file(&request.file, pdf).await?, 1, 0))
    }
}
