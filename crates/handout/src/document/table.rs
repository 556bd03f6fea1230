//! Tables that go on from page to page under a repeated head.

use super::{
    Column, Row, RowKind, Table,
    flow::{BODY, Flow, LEFT, RIGHT, SMALL},
};
use crate::{
    fonts::{Face, PT},
    layout::{Block, Style},
    shapes::{Frame, Ink, Shape},
};

/// Between the text of a cell and the edge of its column.
const PAD: f32 = 1.6;
/// Lines that a cell may take; what is longer ends in an ellipsis.
const LINES: usize = 5;
const SIZE: f32 = 8.5;
const LEADING: f32 = 1.22 * SIZE * PT;

/// A column as it lies on the page.
struct Place<'t> {
    column: &'t Column,
    x: f32,
    width: f32,
}

fn places(table: &Table) -> Vec<Place<'_>> {
    let whole: f32 = table.columns.iter().map(|column| column.share).sum::<f32>().max(f32::MIN_POSITIVE);
    let mut x = LEFT;
    table
        .columns
        .iter()
        .map(|column| {
            let width = column.share / whole * (RIGHT - LEFT);
            let place = Place { column, x, width };
            x += width;
            place
        })
        .collect()
}

fn put_cell(flow: &mut Flow<'_>, style: Style, place: &Place<'_>, y: f32, block: Block) {
    let mut baseline = y + SIZE * PT;
    let style = Style { size: block.size, ..style };
    for line in block.lines {
        if place.column.number {
            flow.pen.line_right(style, place.x + place.width - PAD, baseline, line);
        } else {
            flow.pen.line(style, place.x + PAD, baseline, line);
        }
        baseline += LEADING;
    }
}

fn bar(flow: &mut Flow<'_>, y: f32, height: f32, ink: Ink) {
    let (x, width) = (LEFT, RIGHT - LEFT);
    flow.pen.shapes.push(Shape::Frame(Frame { x, y, width, height, radius: 0.0, ink, outline: None }));
}

fn head(flow: &mut Flow<'_>, places: &[Place<'_>]) {
    let style = Style { face: Face::SemiBold, size: 8.0, ..SMALL };
    let blocks: Vec<Block> = places
        .iter()
        .map(|place| flow.pen.block(style, 6.0, 2, place.width - 2.0 * PAD, &place.column.title))
        .collect();
    let lines = blocks.iter().map(|block| block.lines.len()).max().unwrap_or(1);
    let y = flow.y + 1.0;
    for (place, block) in places.iter().zip(blocks) {
        put_cell(flow, style, place, y, block);
    }
    flow.y = y + lines as f32 * LEADING + 1.2;
    bar(flow, flow.y - 0.3, 0.3, Ink::Muted);
}

pub(super) fn put(flow: &mut Flow<'_>, table: &Table) {
    let places = places(table);
    flow.room(2.0 * LEADING + 12.0);
    head(flow, &places);
    for row in &table.rows {
        put_row(flow, &places, row);
    }
    if table.rows.is_empty() {
        flow.y += 1.5;
        let block = flow.pen.block(BODY, 7.0, 2, RIGHT - LEFT, &table.empty);
        flow.y = flow.pen.put(Style { ink: Ink::Muted, ..BODY }, LEFT + PAD, flow.y, block);
    }
    flow.y += 4.0;
}

fn put_row(flow: &mut Flow<'_>, places: &[Place<'_>], row: &Row) {
    let styles = |column: &Column| {
        let face = match row.kind {
            _ if column.mono => Face::Mono,
            RowKind::Sum => Face::SemiBold,
            RowKind::Plain | RowKind::Muted => Face::Regular,
        };
        let size = if column.mono { SIZE - 0.7 } else { SIZE };
        Style::new(face, size, if row.kind == RowKind::Muted { Ink::Muted } else { Ink::Text })
    };
    let cells: Vec<(Style, Block)> = places
        .iter()
        .enumerate()
        .map(|(index, place)| {
            let style = styles(place.column);
            let words = row.cells.get(index).map_or("", String::as_str);
            // Numbers never break; words do.
            let (least, lines) = if place.column.number { (4.5, 1) } else { (style.size, LINES) };
            (style, flow.pen.block(style, least, lines, place.width - 2.0 * PAD, words))
        })
        .collect();
    let lines = cells.iter().map(|(_, block)| block.lines.len()).max().unwrap_or(1);
    let height = lines as f32 * LEADING + 2.0;
    if flow.room(height) {
        head(flow, places);
    }
    let y = flow.y;
    for (place, (style, block)) in places.iter().zip(cells) {
        put_cell(flow, style, place, y + 0.9, block);
    }
    flow.y += height;
    let line = flow.y - 0.15;
    bar(flow, line, 0.15, Ink::Line);
}
