use std::rc::Rc;

use crate::{fonts::Face, symbol::Symbol};

/// How dark ink is. Handouts are grey so that any printer prints them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ink {
    Black,
    Text,
    Muted,
    Line,
    Watermark,
    White,
}

impl Ink {
    /// Brightness of 0 (black) to 255 (white).
    pub(crate) fn grey(self) -> u8 {
        match self {
            Self::Black => 0,
            Self::Text => 26,
            Self::Muted => 102,
            Self::Line => 204,
            Self::Watermark => 232,
            Self::White => 255,
        }
    }
}

/// One glyph of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Glyph {
    pub(crate) id: u16,
    pub(crate) char: char,
    /// Font units by which the next glyph comes closer (negative) or goes away.
    pub(crate) kern: i16,
}

/// Text on one line.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Run {
    pub(crate) face: Face,
    /// Size in points.
    pub(crate) size: f32,
    /// Start of the baseline in millimetres.
    pub(crate) x: f32,
    pub(crate) y: f32,
    /// Turned counter-clockwise about its start, in degrees.
    pub(crate) turn: f32,
    pub(crate) ink: Ink,
    pub(crate) glyphs: Vec<Glyph>,
}

/// A box with round corners, filled or outlined.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Frame {
    pub(crate) x: f32,
    pub(crate) y: f32,
    pub(crate) width: f32,
    pub(crate) height: f32,
    pub(crate) radius: f32,
    pub(crate) ink: Ink,
    /// Width of the outline in millimetres; `None` fills.
    pub(crate) outline: Option<f32>,
}

/// A QR symbol: `x`, `y` is the corner of its first module, without the quiet zone.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Code {
    pub(crate) x: f32,
    pub(crate) y: f32,
    pub(crate) module: f32,
    pub(crate) symbol: Rc<Symbol>,
}

/// What painters paint. Millimetres from the top left corner of the label, y downwards.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Shape {
    Text(Run),
    Frame(Frame),
    Code(Code),
}

/// The shapes that many handouts share, so that a PDF holds them once.
#[derive(Debug)]
pub(crate) struct Fixed {
    /// Number within the layout that made it, from 0.
    pub(crate) number: usize,
    pub(crate) shapes: Vec<Shape>,
}

/// One handout, laid out.
#[derive(Debug)]
pub(crate) struct Drawing {
    /// Painted first.
    pub(crate) fixed: Rc<Fixed>,
    /// Painted on top.
    pub(crate) own: Vec<Shape>,
}

impl Drawing {
    pub(crate) fn shapes(&self) -> impl Iterator<Item = &Shape> {
        self.fixed.shapes.iter().chain(&self.own)
    }
}
