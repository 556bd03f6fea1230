use std::{fmt::Write as _, io::Write};

use subsetter::GlyphRemapper;

use super::file::File;
use crate::{HandoutError, fonts::Face};

/// Which glyphs of each typeface a document used. A glyph gets its number in the document when it is first met, so that
/// pages can be written before anybody knows which glyphs will follow.
pub(crate) struct Subsets {
    faces: [Subset; 3],
}

#[derive(Default)]
struct Subset {
    /// By glyph of the font: its number in the document, 0 for none yet.
    numbers: Vec<u16>,
    /// In the order of their numbers, from 1: the glyph and the character it stands for.
    used: Vec<(u16, char)>,
}

impl Default for Subsets {
    fn default() -> Self {
        let subset = |face: Face| {
            let glyphs = face.font().face.as_ref().map_or(0, ttf_parser::Face::number_of_glyphs);
            Subset { numbers: vec![0; usize::from(glyphs)], used: Vec::new() }
        };
        Self { faces: Face::ALL.map(subset) }
    }
}

impl Subsets {
    /// The number of a glyph in this document.
    pub(crate) fn cid(&mut self, face: Face, glyph: u16, char: char) -> u16 {
        let subset = &mut self.faces[face.index()];
        match subset.numbers.get_mut(usize::from(glyph)) {
            None => 0,
            Some(_) if glyph == 0 => 0,
            Some(number) => {
                if *number == 0 {
                    // A search for "23. 11. 2026" is typed with ordinary spaces.
                    subset.used.push((glyph, if char == '\u{a0}' { ' ' } else { char }));
                    *number = subset.used.len() as u16;
                }
                *number
            }
        }
    }

    /// Writes the fonts that were used, as objects from `first`; returns their entries of a resource dictionary.
    pub(crate) fn write<W: Write>(&self, file: &mut File<W>, first: u32) -> Result<String, HandoutError> {
        let mut entries = String::new();
        for (face, subset) in Face::ALL.into_iter().zip(&self.faces) {
            let object = first + face.index() as u32;
            if subset.used.is_empty() {
                file.object(object, "null")?;
                continue;
            }
            write_font(file, object, face, subset)?;
            let _ = write!(entries, "/F{} {object} 0 R", face.index());
        }
        Ok(entries)
    }
}

fn write_font<W: Write>(file: &mut File<W>, object: u32, face: Face, subset: &Subset) -> Result<(), HandoutError> {
    let font = face.font();
    let mut remapper = GlyphRemapper::new();
    for (glyph, _) in &subset.used {
        remapper.remap(*glyph);
    }
    let program = subsetter::subset(font.bytes, 0, &remapper).map_err(|error| HandoutError::Font(error.to_string()))?;
    let thousandths = |units: f32| (units * 1000.0 / font.units_per_em * 100.0).round() / 100.0;
    let (descendant, descriptor, font_file, to_unicode) =
        (file.reserve(), file.reserve(), file.reserve(), file.reserve());
    let tag = ["AAAAAA", "BBBBBB", "CCCCCC"][face.index()];
    let name = format!("{tag}+{}", font.name);

    file.object(
        object,
        &format!(
            "<</Type/Font/Subtype/Type0/BaseFont/{name}/Encoding/Identity-H/DescendantFonts[{descendant} 0 R]/ToUnicode {to_unicode} 0 R>>"
        ),
    )?;
    let mut widths = format!("{}", thousandths(f32::from(font.advance(0))));
    for (glyph, _) in &subset.used {
        let _ = write!(widths, " {}", thousandths(f32::from(font.advance(*glyph))));
    }
    file.object(
        descendant,
        &format!(
            "<</Type/Font/Subtype/CIDFontType2/BaseFont/{name}/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>\
             /FontDescriptor {descriptor} 0 R/CIDToGIDMap/Identity/DW 0/W[0[{widths}]]>>"
        ),
    )?;
    let (bounds, ascent, descent, cap) = font.face.as_ref().map_or(([0.0; 4], 0.0, 0.0, 0.0), |face| {
        let bounds = face.global_bounding_box();
        let bounds = [bounds.x_min, bounds.y_min, bounds.x_max, bounds.y_max].map(f32::from);
        (
            bounds,
            f32::from(face.ascender()),
            f32::from(face.descender()),
            f32::from(face.capital_height().unwrap_or(face.ascender())),
        )
    });
    let bounds = bounds.map(|units| thousandths(units).to_string()).join(" ");
    file.object(
        descriptor,
        &format!(
            "<</Type/FontDescriptor/FontName/{name}/Flags 4/FontBBox[{bounds}]/ItalicAngle 0/Ascent {}/Descent {}/CapHeight {}/StemV 80/FontFile2 {font_file} 0 R>>",
            thousandths(ascent),
            thousandths(descent),
            thousandths(cap)
        ),
    )?;
    file.compressed(font_file, &format!("/Length1 {}", program.len()), &program)?;
    file.compressed(to_unicode, "", characters(subset).as_bytes())?;
    Ok(())
}

/// The map from glyph numbers back to characters, by which text is searched and copied.
fn characters(subset: &Subset) -> String {
    let mut map = String::from(
        "/CIDInit/ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n\
         /CMapName/Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000><FFFF>\nendcodespacerange\n",
    );
    let pairs: Vec<(usize, char)> =
        subset.used.iter().enumerate().map(|(index, (_, char))| (index + 1, *char)).collect();
    for chunk in pairs.chunks(100) {
        let _ = writeln!(map, "{} beginbfchar", chunk.len());
        for (number, char) in chunk {
            let _ = write!(map, "<{number:04X}><");
            for unit in char.encode_utf16(&mut [0; 2]) {
                let _ = write!(map, "{unit:04X}");
            }
            map.push_str(">\n");
        }
        map.push_str("endbfchar\n");
    }
    map.push_str("endcmap\nCMapName currentdict/CMap defineresource pop\nend\nend\n");
    map
}
