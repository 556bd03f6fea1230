//! The PDF painter. Pages are written out as they are laid out, so that memory does not grow with the batch; the fonts
//! follow at the end, cut down to the glyphs that were used.

mod content;
mod file;
mod subset;

use std::io::Write;

use self::{content::Content, file::File, subset::Subsets};
use crate::{
    Handout, HandoutError, Job,
    layout::Layouter,
    shapes::{Fixed, Shape},
};

const CATALOG: u32 = 1;
const PAGES: u32 = 2;
const RESOURCES: u32 = 3;
const FORM_RESOURCES: u32 = 4;
const INFO: u32 = 5;
const FONTS: u32 = 6;
const FIRST_FREE: u32 = 9;

/// Millimetres to points.
const K: f32 = 72.0 / 25.4;

/// Writes a batch of handouts as one PDF, a sheet at a time.
pub struct PdfWriter<W> {
    job: Job,
    layouter: Layouter,
    sheets: Sheets<W>,
    count: usize,
    page: Option<usize>,
    content: Content,
}

impl<W: Write> PdfWriter<W> {
    /// Begins a PDF that is written to `out`.
    ///
    /// # Errors
    /// What [`Job::check`] finds, and what `out` answers.
    pub fn new(out: W, job: Job) -> Result<Self, HandoutError> {
        let layouter = Layouter::new(job)?;
        let geometry = job.stock.geometry();
        let sheets = Sheets::new(out, geometry.page_width, geometry.page_height)?;
        Ok(Self { job, layouter, sheets, count: 0, page: None, content: Content::default() })
    }

    /// Adds a handout at the next free place.
    ///
    /// # Errors
    /// [`HandoutError::QrTooLong`], or what the output answers.
    pub fn push(&mut self, handout: &Handout) -> Result<(), HandoutError> {
        let place = self.job.place(self.count);
        // Laid out first: a handout that is refused leaves no page behind.
        let drawing = self.layouter.lay_out(handout, place.slot)?;
        if self.page.is_some_and(|page| page != place.page) {
            self.end_page()?;
        }
        self.page = Some(place.page);
        self.count += 1;
        let form = self.sheets.form(&drawing.fixed)?;
        let (x, y) = self.job.origin(place.slot);
        self.content.begin_item(x * K, (self.sheets.height - y) * K, form);
        for shape in &drawing.own {
            self.content.paint(shape, &mut self.sheets.subsets);
        }
        self.content.end_item();
        Ok(())
    }

    fn end_page(&mut self) -> Result<(), HandoutError> {
        self.sheets.page(self.content.bytes())?;
        self.content.clear();
        Ok(())
    }

    /// Ends the PDF and gives the output back. Without a handout it holds one empty page.
    ///
    /// # Errors
    /// What the output answers.
    pub fn finish(mut self) -> Result<W, HandoutError> {
        self.end_page()?;
        self.sheets.finish()
    }
}

/// A PDF of a batch of handouts, in memory. For many handouts [`PdfWriter`] is the better way.
///
/// # Errors
/// What [`PdfWriter`] says.
pub fn pdf(handouts: impl IntoIterator<Item = Handout>, job: &Job) -> Result<Vec<u8>, HandoutError> {
    let mut writer = PdfWriter::new(Vec::new(), *job)?;
    for handout in handouts {
        writer.push(&handout)?;
    }
    writer.finish()
}

/// One page of shapes that stand where they stand, for the test sheet.
pub(crate) fn single_page(width: f32, height: f32, shapes: &[Shape]) -> Result<Vec<u8>, HandoutError> {
    let mut sheets = Sheets::new(Vec::new(), width, height)?;
    let mut content = Content::default();
    content.begin_item(0.0, height * K, None);
    for shape in shapes {
        content.paint(shape, &mut sheets.subsets);
    }
    content.end_item();
    sheets.page(content.bytes())?;
    sheets.finish()
}

/// Pages of shapes that stand where they stand, packed: text shrinks well, and nobody waits for a document of a few pages.
pub(crate) fn pages(width: f32, height: f32, pages: &[Vec<Shape>]) -> Result<Vec<u8>, HandoutError> {
    let mut sheets = Sheets::new(Vec::new(), width, height)?;
    for shapes in pages {
        let mut content = Content::default();
        content.begin_item(0.0, height * K, None);
        for shape in shapes {
            content.paint(shape, &mut sheets.subsets);
        }
        content.end_item();
        let stream = sheets.file.reserve();
        sheets.file.compressed(stream, "", content.bytes())?;
        sheets.add_page(stream)?;
    }
    sheets.finish()
}

/// The document around the pages.
struct Sheets<W> {
    file: File<W>,
    /// In millimetres.
    width: f32,
    height: f32,
    subsets: Subsets,
    pages: Vec<u32>,
    /// Objects of the shared parts, by their number.
    forms: Vec<(usize, u32)>,
}

impl<W: Write> Sheets<W> {
    fn new(out: W, width: f32, height: f32) -> Result<Self, HandoutError> {
        let file = File::new(out, FIRST_FREE)?;
        Ok(Self { file, width, height, subsets: Subsets::default(), pages: Vec::new(), forms: Vec::new() })
    }

    /// The object that holds a shared part, written when it is first needed; `None` for an empty one.
    fn form(&mut self, fixed: &Fixed) -> Result<Option<usize>, HandoutError> {
        if fixed.shapes.is_empty() {
            return Ok(None);
        }
        if !self.forms.iter().any(|(number, _)| *number == fixed.number) {
            let mut content = Content::default();
            for shape in &fixed.shapes {
                content.paint(shape, &mut self.subsets);
            }
            let object = self.file.reserve();
            let dictionary = format!(
                "/Type/XObject/Subtype/Form/BBox[0 {:.3} {:.3} 0]/Resources {FORM_RESOURCES} 0 R",
                -self.height * K,
                self.width * K
            );
            self.file.compressed(object, &dictionary, content.bytes())?;
            self.forms.push((fixed.number, object));
        }
        Ok(Some(fixed.number))
    }

    fn page(&mut self, content: &[u8]) -> Result<(), HandoutError> {
        let stream = self.file.reserve();
        self.file.stream(stream, "", content)?;
        self.add_page(stream)
    }

    /// Adds a page whose content is a stream that was written.
    fn add_page(&mut self, stream: u32) -> Result<(), HandoutError> {
        let page = self.file.reserve();
        self.file.object(page, &format!("<</Type/Page/Parent {PAGES} 0 R/Contents {stream} 0 R>>"))?;
        self.pages.push(page);
        Ok(())
    }

    fn finish(mut self) -> Result<W, HandoutError> {
        let fonts = self.subsets.write(&mut self.file, FONTS)?;
        let forms: String = self.forms.iter().map(|(number, object)| format!("/X{number} {object} 0 R")).collect();
        self.file.object(RESOURCES, &format!("<</Font<<{fonts}>>/XObject<<{forms}>>>>"))?;
        self.file.object(FORM_RESOURCES, &format!("<</Font<<{fonts}>>>>"))?;
        let kids: String = self.pages.iter().map(|page| format!("{page} 0 R\n")).collect();
        self.file.object(
            PAGES,
            &format!(
                "<</Type/Pages/Count {}/MediaBox[0 0 {:.3} {:.3}]/Resources {RESOURCES} 0 R/Kids[{kids}]>>",
                self.pages.len(),
                self.width * K,
                self.height * K
            ),
        )?;
        // Labels only meet their places when nobody scales the page.
        self.file
            .object(CATALOG, &format!("<</Type/Catalog/Pages {PAGES} 0 R/ViewerPreferences<</PrintScaling/None>>>>"))?;
        self.file.object(INFO, "<</Producer(MobileAccess)>>")?;
        Ok(self.file.finish(CATALOG, INFO)?)
    }
}
