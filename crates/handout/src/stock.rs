use mobileaccess_text::{Language, text};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What a handout is printed on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Stock {
    /// One A4 page per handout, with the steps explained.
    A4Page,
    /// A card of the size of a bank card (ISO/IEC 7810 ID-1).
    Card,
    /// Avery L7160: 21 labels on A4.
    L7160,
    /// Avery L7163: 14 labels on A4.
    L7163,
    /// Avery 5160: 30 labels on US Letter.
    L5160,
    /// A label printer with labels of 89 x 36 mm.
    #[serde(rename = "label_89x36")]
    Label89x36,
    /// A label printer with labels of 62 x 29 mm.
    #[serde(rename = "label_62x29")]
    Label62x29,
    /// A label printer with an endless tape of 62 mm; every handout is cut at 80 mm.
    #[serde(rename = "label_62")]
    Label62,
}

/// Measures of a stock in millimetres; x grows to the right and y downwards from the top left corner of the sheet.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Geometry {
    /// Width of the sheet.
    pub page_width: f32,
    /// Height of the sheet.
    pub page_height: f32,
    /// Labels side by side.
    pub columns: u16,
    /// Labels above one another.
    pub rows: u16,
    /// Left edge of the first label.
    pub left: f32,
    /// Top edge of the first label.
    pub top: f32,
    /// Distance between the left edges of neighbours.
    pub pitch_x: f32,
    /// Distance between the top edges of neighbours.
    pub pitch_y: f32,
    /// Width of one label.
    pub width: f32,
    /// Height of one label.
    pub height: f32,
    /// Margin inside a label that stays free of ink, because sheets are never fed quite straight.
    pub inset: f32,
}

impl Geometry {
    const fn single(width: f32, height: f32, inset: f32) -> Self {
        Self {
            page_width: width,
            page_height: height,
            columns: 1,
            rows: 1,
            left: 0.0,
            top: 0.0,
            pitch_x: width,
            pitch_y: height,
            width,
            height,
            inset,
        }
    }

    /// How many labels a sheet has.
    pub const fn per_page(&self) -> u16 {
        self.columns * self.rows
    }

    /// Top left corner of a label, counted from 0 in reading order.
    pub fn origin(&self, slot: u16) -> (f32, f32) {
        let (column, row) = (slot % self.columns, slot / self.columns);
        (self.left + f32::from(column) * self.pitch_x, self.top + f32::from(row) * self.pitch_y)
    }
}

const INCH: f32 = 25.4;

impl Stock {
    /// Every stock, in the order in which they are offered.
    pub const ALL: [Self; 8] = [
        Self::A4Page,
        Self::Card,
        Self::L7160,
        Self::L7163,
        Self::L5160,
        Self::Label89x36,
        Self::Label62x29,
        Self::Label62,
    ];

    /// The measures of this stock.
    pub const fn geometry(self) -> Geometry {
        match self {
            Self::A4Page => Geometry::single(210.0, 297.0, 20.0),
            Self::Card => Geometry::single(85.6, 53.98, 3.0),
            Self::L7160 => Geometry {
                page_width: 210.0,
                page_height: 297.0,
                columns: 3,
                rows: 7,
                left: 7.21,
                top: 15.15,
                pitch_x: 66.04,
                pitch_y: 38.1,
                width: 63.5,
                height: 38.1,
                inset: 2.0,
            },
            Self::L7163 => Geometry {
                page_width: 210.0,
                page_height: 297.0,
                columns: 2,
                rows: 7,
                left: (210.0 - 101.6 - 99.06) / 2.0,
                top: 15.15,
                pitch_x: 101.6,
                pitch_y: 38.1,
                width: 99.06,
                height: 38.1,
                inset: 2.0,
            },
            Self::L5160 => Geometry {
                page_width: 8.5 * INCH,
                page_height: 11.0 * INCH,
                columns: 3,
                rows: 10,
                left: 0.1875 * INCH,
                top: 0.5 * INCH,
                pitch_x: 2.75 * INCH,
                pitch_y: INCH,
                width: 2.625 * INCH,
                height: INCH,
                inset: 2.0,
            },
            Self::Label89x36 => Geometry::single(89.0, 36.0, 2.0),
            Self::Label62x29 => Geometry::single(62.0, 29.0, 2.0),
            Self::Label62 => Geometry::single(62.0, 80.0, 2.0),
        }
    }

    /// Whether several handouts share a sheet, so that a start position makes sense.
    pub const fn is_sheet(self) -> bool {
        self.geometry().per_page() > 1
    }

    /// The name people choose it by.
    pub fn name(self, language: Language) -> String {
        let id = match self {
            Self::A4Page => "handout-stock-a4-page",
            Self::Card => "handout-stock-card",
            Self::L7160 => "handout-stock-l7160",
            Self::L7163 => "handout-stock-l7163",
            Self::L5160 => "handout-stock-l5160",
            Self::Label89x36 => "handout-stock-label-89x36",
            Self::Label62x29 => "handout-stock-label-62x29",
            Self::Label62 => "handout-stock-label-62",
        };
        text(language, id, &[])
    }
}
