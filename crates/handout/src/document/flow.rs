//! Where the pieces stand, and where a page ends.

use mobileaccess_text::{Value, text};

use super::{Document, Fact, Figure, Piece, Signature, table};
use crate::{
    fonts::{Face, PT, Shaper},
    layout::{Pen, Style, demo_watermark},
    shapes::{Frame, Ink, Shape},
};

/// Width and height of the page in millimetres: A4.
pub(super) const WIDTH: f32 = 210.0;
pub(super) const HEIGHT: f32 = 297.0;
pub(super) const LEFT: f32 = 18.0;
pub(super) const RIGHT: f32 = WIDTH - LEFT;
/// Where the text of a page begins and ends.
const TOP: f32 = 26.0;
const BOTTOM: f32 = 276.0;
const FOOT: f32 = 285.0;

pub(super) const BODY: Style = Style::new(Face::Regular, 9.5, Ink::Text);
pub(super) const SMALL: Style = Style::new(Face::Regular, 8.0, Ink::Muted);
pub(super) const HEAD: Style = Style::new(Face::SemiBold, 12.0, Ink::Text);

/// Pages as they fill.
pub(super) struct Flow<'a> {
    pub(super) pen: Pen<'a>,
    done: Vec<Vec<Shape>>,
    /// Where the next piece begins.
    pub(super) y: f32,
}

impl Flow<'_> {
    /// Begins a new page unless so much fits on this one.
    pub(super) fn room(&mut self, height: f32) -> bool {
        if self.y + height <= BOTTOM {
            return false;
        }
        self.done.push(std::mem::take(&mut self.pen.shapes));
        self.y = TOP;
        true
    }

    /// Writes a text over as many lines as it takes, page by page.
    fn paragraph(&mut self, style: Style, text: &str) {
        for part in text.lines() {
            let block = self.pen.block(style, style.size, usize::MAX, RIGHT - LEFT, part);
            for line in block.lines {
                let leading = 1.32 * style.size * PT;
                self.room(leading);
                self.pen.line(style, LEFT, self.y + style.size * PT, line);
                self.y += leading;
            }
        }
        self.y += 1.5;
    }

    fn heading(&mut self, words: &str) {
        // With a little of what it is the heading of.
        if !self.room(28.0) && self.y > TOP {
            self.y += 4.0;
        }
        let block = self.pen.block(HEAD, 9.0, 2, RIGHT - LEFT, words);
        self.y = self.pen.put(HEAD, LEFT, self.y, block) + 1.5;
    }

    fn facts(&mut self, facts: &[Fact]) {
        const LABEL: f32 = 34.0;
        const GAP: f32 = 6.0;
        let half = (RIGHT - LEFT - GAP) / 2.0;
        for pair in facts.chunks(2) {
            let blocks: Vec<_> = pair
                .iter()
                .map(|fact| {
                    let face = if fact.mono { Face::Mono } else { Face::Regular };
                    let style = Style::new(face, BODY.size, Ink::Text);
                    let value = if fact.value.trim().is_empty() { "–" } else { &fact.value };
                    let label = self.pen.block(Style { size: 8.5, ..SMALL }, 6.5, 2, LABEL - 2.0, &fact.label);
                    (label, style, self.pen.block(style, 7.5, 4, half - LABEL, value))
                })
                .collect();
            let lines = blocks.iter().map(|(label, _, value)| label.lines.len().max(value.lines.len())).max();
            let height = lines.unwrap_or(1) as f32 * 1.22 * BODY.size * PT + 1.4;
            self.room(height);
            for (index, (label, style, value)) in blocks.into_iter().enumerate() {
                let x = LEFT + index as f32 * (half + GAP);
                self.pen.put(Style { size: 8.5, ..SMALL }, x, self.y + 0.35, label);
                self.pen.put(style, x + LABEL, self.y, value);
            }
            self.y += height;
        }
        self.y += 2.0;
    }

    fn figures(&mut self, figures: &[Figure]) {
        const HEIGHT: f32 = 21.0;
        self.room(HEIGHT + 3.0);
        let gap = 4.0;
        let count = figures.len().max(1) as f32;
        let width = (RIGHT - LEFT - gap * (count - 1.0)) / count;
        for (index, figure) in figures.iter().enumerate() {
            let x = LEFT + index as f32 * (width + gap);
            self.pen.shapes.push(Shape::Frame(Frame {
                x,
                y: self.y,
                width,
                height: HEIGHT,
                radius: 1.5,
                ink: Ink::Line,
                outline: Some(0.25),
            }));
            let inner = width - 6.0;
            self.pen.fitted(SMALL, 6.0, x + 3.0, self.y + 5.2, inner, &figure.label);
            self.pen.fitted(
                Style::new(Face::SemiBold, 15.0, Ink::Text),
                8.0,
                x + 3.0,
                self.y + 12.6,
                inner,
                &figure.value,
            );
            self.pen.fitted(SMALL, 6.0, x + 3.0, self.y + 18.0, inner, &figure.note);
        }
        self.y += HEIGHT + 4.0;
    }

    fn signatures(&mut self, signatures: &[Signature], language: mobileaccess_text::Language) {
        const HEIGHT: f32 = 34.0;
        const GAP: f32 = 14.0;
        for pair in signatures.chunks(2) {
            self.room(HEIGHT);
            let half = (RIGHT - LEFT - GAP) / 2.0;
            for (index, signature) in pair.iter().enumerate() {
                let x = LEFT + index as f32 * (half + GAP);
                self.pen.fitted(Style { face: Face::SemiBold, ..BODY }, 7.0, x, self.y + 5.0, half, &signature.role);
                self.pen.rule(x, self.y + 22.0, half);
                self.pen.fitted(SMALL, 6.0, x, self.y + 26.0, half * 0.6, &signature.name);
                let words = text(language, "papers-signature", &[]);
                self.pen.right(SMALL, x + half, self.y + 26.0, &words);
            }
            self.y += HEIGHT;
        }
    }
}

/// The shapes of every page.
pub(super) fn lay_out(document: &Document) -> Vec<Vec<Shape>> {
    let mut shaper = Shaper::default();
    let mut flow = Flow { pen: Pen::new(&mut shaper), done: Vec::new(), y: TOP };
    first_head(&mut flow, document);
    for piece in &document.pieces {
        match piece {
            Piece::Heading(words) => flow.heading(words),
            Piece::Text(words) => flow.paragraph(BODY, words),
            Piece::Note(words) => flow.paragraph(SMALL, words),
            Piece::Facts(facts) => flow.facts(facts),
            Piece::Figures(figures) => flow.figures(figures),
            Piece::Table(rows) => table::put(&mut flow, rows),
            Piece::Signatures(lines) => flow.signatures(lines, document.language),
        }
    }
    let Flow { pen, mut done, .. } = flow;
    done.push(pen.shapes);
    let count = done.len();
    for (index, page) in done.iter_mut().enumerate() {
        let mut pen = Pen::new(&mut shaper);
        if document.demo {
            demo_watermark(&mut pen, document.language, LEFT, 50.0, RIGHT - LEFT, 200.0);
        }
        frame(&mut pen, document, index, count);
        // What every page has lies below what is its own.
        std::mem::swap(page, &mut pen.shapes);
        page.extend(pen.shapes);
    }
    done
}

fn first_head(flow: &mut Flow<'_>, document: &Document) {
    const TITLE: Style = Style::new(Face::SemiBold, 21.0, Ink::Text);
    const SUBTITLE: Style = Style::new(Face::Regular, 12.0, Ink::Text);
    let sender = flow.pen.block(Style::new(Face::Regular, 9.5, Ink::Muted), 7.0, 2, 60.0, &document.sender);
    let mut y = TOP - 8.0;
    for line in sender.lines {
        flow.pen.line_right(Style::new(Face::Regular, sender.size, Ink::Muted), RIGHT, y + 3.4, line);
        y += 4.2;
    }
    let title = flow.pen.block(TITLE, 13.0, 2, RIGHT - LEFT - 66.0, &document.title);
    let y = flow.pen.put(TITLE, LEFT, TOP - 8.0, title) + 1.0;
    let subtitle = flow.pen.block(SUBTITLE, 9.0, 3, RIGHT - LEFT, &document.subtitle);
    let y = flow.pen.put(SUBTITLE, LEFT, y, subtitle) + 3.0;
    flow.pen.rule(LEFT, y, RIGHT - LEFT);
    flow.y = y + 5.0;
}

/// What stands on every page besides its text: a small title from the second on, and the foot.
fn frame(pen: &mut Pen<'_>, document: &Document, index: usize, count: usize) {
    if index > 0 {
        pen.fitted(
            SMALL,
            6.0,
            LEFT,
            16.0,
            (RIGHT - LEFT) * 0.7,
            &format!("{} · {}", document.title, document.subtitle),
        );
        pen.rule(LEFT, 19.0, RIGHT - LEFT);
    }
    pen.rule(LEFT, FOOT - 5.0, RIGHT - LEFT);
    pen.fitted(SMALL, 6.0, LEFT, FOOT, (RIGHT - LEFT) * 0.8, &document.footer);
    let page = [("page", Value::from((index + 1).to_string())), ("pages", Value::from(count.to_string()))];
    pen.right(SMALL, RIGHT, FOOT, &text(document.language, "papers-page", &page));
}
