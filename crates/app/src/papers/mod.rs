//! Papers: statements, protocols and sheets as pages. What stands on each is in a file of its own.

mod handover;
mod reader_config;
mod statement;

use chrono::NaiveDate;
use mobileaccess_domain::{FieldCode, Id, Language, rows::Customer, schedule};
use mobileaccess_handout::{
    HandoutError,
    document::{Column, Document, Fact, Row, RowKind, document_pdf, document_svg},
};
use mobileaccess_text::{Value, date, date_time, text};
use mobileaccess_wire::{
    Failure, Handle, PreviewPaper, PrintPaper, SavePaper,
    files::Saved,
    papers::{Paper, PaperJob, PaperPreview, PreviewPaperRequest, PrintPaperRequest, PrintedPaper, SavePaperRequest},
};

use crate::{App, Host, data::Open, files::saved};

/// A document and the name of its file.
struct Made {
    document: Document,
    name: String,
}

/// Texts in the language of a paper.
#[derive(Clone, Copy)]
struct Words {
    language: Language,
}

impl Words {
    fn say(self, id: &str) -> String {
        text(self.language, id, &[])
    }

    fn with(self, id: &str, args: &[(&str, Value<'_>)]) -> String {
        text(self.language, id, args)
    }

    fn day(self, day: NaiveDate) -> String {
        date(self.language, day)
    }

    fn yes(self, yes: bool) -> String {
        self.say(if yes { "csv-yes" } else { "csv-no" })
    }

    fn fact(self, id: &str, value: impl Into<String>) -> Fact {
        Fact { label: self.say(id), value: value.into(), mono: false }
    }

    fn code(self, id: &str, value: impl Into<String>) -> Fact {
        Fact { mono: true, ..self.fact(id, value) }
    }

    fn column(self, id: &str, share: f32) -> Column {
        Column { title: self.say(id), share, number: false, mono: false }
    }

    fn number_column(self, id: &str, share: f32) -> Column {
        Column { number: true, ..self.column(id, share) }
    }
}

fn plain(cells: Vec<String>) -> Row {
    Row { cells, kind: RowKind::Plain }
}

fn paper_fault(error: HandoutError) -> Failure {
    Failure::new(error.code())
}

/// A name that says what is in the file; what a file system forbids is the dialog's to replace.
fn file_name(parts: &[&str]) -> String {
    parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join("-")
}

impl<H: Host> App<H> {
    async fn paper(&self, open: &Open, job: &PaperJob) -> Result<Made, Failure> {
        let words = Words { language: job.language };
        match &job.paper {
            Paper::Statement { customer_id, from, to } => {
                self.statement_paper(open, words, *customer_id, (*from, *to)).await
            }
            Paper::Handover { customer_id, handover } => self.handover_paper(open, words, *customer_id, handover).await,
            Paper::ReaderConfig { customer_id, show_key } => {
                self.reader_config_paper(open, words, *customer_id, *show_key).await
            }
        }
    }

    /// What stands at the foot of every paper: who made it, with what, and when by the clock of the place it is about.
    async fn foot(&self, open: &Open, words: Words, customer: Option<Id<Customer>>) -> Result<String, Failure> {
        let (account, _) = self.actor(open).await?;
        let zone = self.zone(open, customer).await?;
        let when = date_time(words.language, schedule::local_time(self.host.now(), &zone));
        Ok(words.with("papers-foot", &[("when", when.into()), ("who", account.email.into())]))
    }

    /// Lays a paper out off the async threads: a protocol that lists all users takes a moment.
    async fn pdf_of(&self, document: Document) -> Result<(Vec<u8>, usize), Failure> {
        let made = tokio::task::spawn_blocking(move || {
            let pages = document_svg(&document, 0).1;
            document_pdf(&document).map(|pdf| (pdf, pages))
        });
        made.await.map_err(|_| Failure::new("internal").with("name", "pdf"))?.map_err(paper_fault)
    }
}

/// A line that a person typed for a paper.
fn check_line(field: &str, line: &str, max: u32) -> Result<(), Failure> {
    if line.chars().count() > max as usize {
        return Err(Failure::field(field, FieldCode::TooLong { max }));
    }
    Ok(())
}

impl<H: Host> Handle<PreviewPaper> for App<H> {
    async fn handle(&self, request: PreviewPaperRequest) -> Result<PaperPreview, Failure> {
        let open = self.open().await?;
        let Made { document, name } = self.paper(&open, &request.job).await?;
        let made = tokio::task::spawn_blocking(move || document_svg(&document, request.page as usize)).await;
        let (svg, pages) = made.map_err(|_| Failure::new("internal").with("name", "svg"))?;
        Ok(PaperPreview { svg, pages: u32::try_from(pages).unwrap_or(u32::MAX), name })
    }
}

impl<H: Host> Handle<SavePaper> for App<H> {
    async fn handle(&self, request: SavePaperRequest) -> Result<Saved, Failure> {
        let open = self.open().await?;
        let Made { document, .. } = self.paper(&open, &request.job).await?;
        let (pdf, pages) = self.pdf_of(document).await?;
        Ok(saved(self.host.write_file(&request.file, pdf).await?, pages, 0))
    }
}

impl<H: Host> Handle<PrintPaper> for App<H> {
    async fn handle(&self, request: PrintPaperRequest) -> Result<PrintedPaper, Failure> {
        let open = self.open().await?;
        let Made { document, .. } = self.paper(&open, &request.job).await?;
        let title = document.title.clone();
        let (pdf, pages) = self.pdf_of(document).await?;
        self.host.print(pdf, request.printer, title).await?;
        Ok(PrintedPaper { pages: u32::try_from(pages).unwrap_or(u32::MAX) })
    }
}
