use std::{collections::HashMap, sync::LazyLock};

use ttf_parser::{
    GlyphId,
    gpos::{PairAdjustment, PositioningSubtable},
    opentype_layout::LayoutTable,
};
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use crate::shapes::Glyph;

/// The built-in typefaces.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Face {
    Regular,
    SemiBold,
    Mono,
}

/// Points to millimetres.
pub(crate) const PT: f32 = 25.4 / 72.0;
/// The highest code point kept in a plain table; Czech and its neighbours lie below.
const TABLE: usize = 0x250;

pub(crate) struct Font {
    pub(crate) name: &'static str,
    pub(crate) bytes: &'static [u8],
    /// `None` only if the file built into the binary were damaged; then nothing is drawn.
    pub(crate) face: Option<ttf_parser::Face<'static>>,
    pub(crate) units_per_em: f32,
    advances: Vec<u16>,
    table: Vec<u16>,
}

impl Face {
    pub(crate) const ALL: [Self; 3] = [Self::Regular, Self::SemiBold, Self::Mono];

    pub(crate) fn index(self) -> usize {
        match self {
            Self::Regular => 0,
            Self::SemiBold => 1,
            Self::Mono => 2,
        }
    }

    pub(crate) fn font(self) -> &'static Font {
        match self {
            Self::Regular => &REGULAR,
            Self::SemiBold => &SEMI_BOLD,
            Self::Mono => &MONO,
        }
    }
}

static REGULAR: LazyLock<Font> =
    LazyLock::new(|| Font::parse("Inter-Regular", include_bytes!("../fonts/Inter-Regular.ttf")));
static SEMI_BOLD: LazyLock<Font> =
    LazyLock::new(|| Font::parse("Inter-SemiBold", include_bytes!("../fonts/Inter-SemiBold.ttf")));
static MONO: LazyLock<Font> =
    LazyLock::new(|| Font::parse("JetBrainsMono-Medium", include_bytes!("../fonts/JetBrainsMono-Medium.ttf")));

impl Font {
    fn parse(name: &'static str, bytes: &'static [u8]) -> Self {
        let face = ttf_parser::Face::parse(bytes, 0).ok();
        let units_per_em = face.as_ref().map_or(1000.0, |face| f32::from(face.units_per_em()));
        let glyphs = face.as_ref().map_or(0, ttf_parser::Face::number_of_glyphs);
        let advances = (0..glyphs)
            .map(|id| face.as_ref().and_then(|face| face.glyph_hor_advance(GlyphId(id))).unwrap_or_default())
            .collect();
        let mut font = Self { name, bytes, face, units_per_em, advances, table: Vec::new() };
        font.table = (0..TABLE as u32).map(|code| char::from_u32(code).map_or(0, |char| font.look_up(char))).collect();
        font
    }

    fn look_up(&self, char: char) -> u16 {
        self.face.as_ref().and_then(|face| face.glyph_index(char)).map_or(0, |glyph| glyph.0)
    }

    /// The glyph of a character; 0, a box, where the font has none.
    pub(crate) fn glyph(&self, char: char) -> u16 {
        self.table.get(char as usize).copied().unwrap_or_else(|| self.look_up(char))
    }

    /// Width of a glyph in font units.
    pub(crate) fn advance(&self, glyph: u16) -> u16 {
        self.advances.get(usize::from(glyph)).copied().unwrap_or_default()
    }

    /// Width of glyphs at a size in points, in millimetres.
    pub(crate) fn width(&self, glyphs: &[Glyph], size: f32) -> f32 {
        let units: i32 = glyphs.iter().map(|glyph| i32::from(self.advance(glyph.id)) + i32::from(glyph.kern)).sum();
        units as f32 * size * PT / self.units_per_em
    }

    fn kerning(&self, left: u16, right: u16) -> i16 {
        self.face
            .as_ref()
            .and_then(|face| face.tables().gpos)
            .map_or(0, |table| pair(table, GlyphId(left), GlyphId(right)))
    }
}

/// The adjustment of the first pair rule of the `kern` feature that knows both glyphs.
fn pair(table: LayoutTable<'_>, left: GlyphId, right: GlyphId) -> i16 {
    let Some(feature) = table.features.into_iter().find(|feature| feature.tag == ttf_parser::Tag::from_bytes(b"kern"))
    else {
        return 0;
    };
    for lookup in feature.lookup_indices.into_iter().filter_map(|index| table.lookups.get(index)) {
        for subtable in lookup.subtables.into_iter::<PositioningSubtable<'_>>() {
            let PositioningSubtable::Pair(pairs) = subtable else { continue };
            let Some(covered) = pairs.coverage().get(left) else { continue };
            let values = match pairs {
                PairAdjustment::Format1 { sets, .. } => sets.get(covered).and_then(|set| set.get(right)),
                PairAdjustment::Format2 { classes, matrix, .. } => {
                    matrix.get((classes.0.get(left), classes.1.get(right)))
                }
            };
            if let Some((first, _)) = values {
                return first.x_advance;
            }
        }
    }
    0
}

/// Turns text into glyphs and remembers the kerning of pairs it has met.
#[derive(Default)]
pub(crate) struct Shaper {
    pairs: HashMap<(u8, u16, u16), i16>,
}

impl Shaper {
    /// The glyphs of a text. Accents written apart are joined, line breaks and other controls become spaces.
    pub(crate) fn shape(&mut self, face: Face, text: &str) -> Vec<Glyph> {
        let font = face.font();
        let mut glyphs: Vec<Glyph> = Vec::with_capacity(text.len());
        let mut push = |char: char| {
            let char = if char.is_control() { ' ' } else { char };
            let id = font.glyph(char);
            if face != Face::Mono
                && let Some(last) = glyphs.last_mut()
            {
                let key = (face.index() as u8, last.id, id);
                last.kern = *self.pairs.entry(key).or_insert_with(|| font.kerning(key.1, key.2));
            }
            glyphs.push(Glyph { id, char, kern: 0 });
        };
        if text.is_ascii() || is_nfc_quick(text.chars()) == IsNormalized::Yes {
            text.chars().for_each(&mut push);
        } else {
            text.nfc().for_each(&mut push);
        }
        glyphs
    }
}
