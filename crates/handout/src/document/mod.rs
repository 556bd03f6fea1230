//! Pages of running text and tables for people other than key holders: statements, protocols, data sheets. A document
//! is a list of pieces; the flow puts them on as many A4 pages as they take, and the painters of the handouts paint them.

mod flow;
mod table;

use mobileaccess_text::Language;

use crate::{HandoutError, pdf, svg};

/// A document before anybody knows how many pages it takes.
#[derive(Clone, Debug)]
pub struct Document {
    /// Language of the words that the layout itself adds.
    pub language: Language,
    /// At the top of the first page, and small at the top of the others.
    pub title: String,
    /// Under the title.
    pub subtitle: String,
    /// Who hands the document out, at the top right.
    pub sender: String,
    /// At the foot of every page, left of the page number.
    pub footer: String,
    /// Whether it is about a demo system; prints a watermark.
    pub demo: bool,
    /// What it says, from top to bottom.
    pub pieces: Vec<Piece>,
}

/// One part of a document.
#[derive(Clone, Debug)]
pub enum Piece {
    /// A heading; it never stands alone at the foot of a page.
    Heading(String),
    /// A paragraph.
    Text(String),
    /// A paragraph in small grey letters.
    Note(String),
    /// Names and values, in two columns.
    Facts(Vec<Fact>),
    /// A few numbers that matter most, side by side.
    Figures(Vec<Figure>),
    /// A table; its head is repeated on every page.
    Table(Table),
    /// Lines to sign on; they stay together.
    Signatures(Vec<Signature>),
}

/// A name and its value.
#[derive(Clone, Debug)]
pub struct Fact {
    /// What it is.
    pub label: String,
    /// The value; a dash is printed for an empty one.
    pub value: String,
    /// Whether every character of the value counts, as in a code.
    pub mono: bool,
}

/// A number that matters.
#[derive(Clone, Debug)]
pub struct Figure {
    /// What it is.
    pub label: String,
    /// The number.
    pub value: String,
    /// What to know about it; may be empty.
    pub note: String,
}

/// A table.
#[derive(Clone, Debug)]
pub struct Table {
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows.
    pub rows: Vec<Row>,
    /// What is printed when it has no rows.
    pub empty: String,
}

/// A column of a table.
#[derive(Clone, Debug)]
pub struct Column {
    /// Its heading.
    pub title: String,
    /// Its part of the width, in proportion to the parts of the others.
    pub share: f32,
    /// Whether it holds numbers, which stand at the right.
    pub number: bool,
    /// Whether every character counts, as in a MAC address.
    pub mono: bool,
}

/// A row of a table.
#[derive(Clone, Debug)]
pub struct Row {
    /// A cell for each column.
    pub cells: Vec<String>,
    /// How it looks.
    pub kind: RowKind,
}

/// How a row looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowKind {
    /// As any other.
    Plain,
    /// A sum or a balance.
    Sum,
    /// What is shown and does not count.
    Muted,
}

/// A line to sign on.
#[derive(Clone, Debug)]
pub struct Signature {
    /// As whom somebody signs.
    pub role: String,
    /// Their name, where it is known.
    pub name: String,
}

/// The document as a PDF.
///
/// # Errors
/// [`HandoutError::Font`] if the built-in font cannot be cut down to what is used.
pub fn document_pdf(document: &Document) -> Result<Vec<u8>, HandoutError> {
    pdf::pages(flow::WIDTH, flow::HEIGHT, &flow::lay_out(document))
}

/// A page (from 0; one past the end is the last) of the document as SVG, and how many pages there are.
pub fn document_svg(document: &Document, page: usize) -> (String, usize) {
    let pages = flow::lay_out(document);
    let shown = pages.get(page).or(pages.last()).map(Vec::as_slice).unwrap_or_default();
    (svg::single_page(flow::WIDTH, flow::HEIGHT, shown), pages.len())
}
