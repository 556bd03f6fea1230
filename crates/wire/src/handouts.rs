//! Handouts.

use mobileaccess_domain::{
    Id, Language,
    rows::{Customer, Key},
};

use crate::dto;

dto! {
    /// What is printed on.
    #[derive(Copy, Eq)]
    #[serde(rename_all = "snake_case")]
    pub enum Stock {
        /// A4 page, one handout.
        A4,
        /// ID-1 card, 85.60 x 53.98 mm.
        Card,
        /// Avery L7160, 3 x 7.
        L7160,
        /// Avery L7163, 2 x 7.
        L7163,
        /// Avery 5160 on Letter, 3 x 10.
        L5160,
    }

    /// Which handouts, and how.
    pub struct HandoutJob {
        /// The customer.
        pub customer_id: Id<Customer>,
        /// Keys; those without an open code are skipped.
        pub key_ids: Vec<Id<Key>>,
        /// Stock.
        pub stock: Stock,
        /// First free label of a part-used sheet, from 1.
        #[serde(default = "first_position")]
        pub start_position: u32,
        /// Language for everybody; `None` takes each recipient's own, else `fallback_language`.
        #[serde(default)]
        pub language: Option<Language>,
        /// Language for recipients that have none.
        #[serde(default)]
        pub fallback_language: Language,
    }

    /// One page of a job.
    pub struct PreviewRequest {
        /// The job.
        pub job: HandoutJob,
        /// Page, from 0.
        pub page: u32,
    }

    /// One page as SVG.
    pub struct Preview {
        /// SVG, identical to print.
        pub svg: String,
        /// Pages in all.
        pub pages: u32,
        /// Handouts in all.
        pub handouts: u32,
        /// Keys without an open code.
        pub skipped: u32,
        /// Those of them that still wait for activation: a new code, free of charge, gives them a handout.
        pub expired: Vec<Id<Key>>,
        /// Whether the QR holds only the bare code because no public address is set.
        pub bare_code: bool,
        /// Labels on a sheet; 1 for pages and cards.
        pub positions: u32,
    }

    /// Saves a job.
    pub struct SaveRequest {
        /// The job.
        pub job: HandoutJob,
        /// Where to.
        pub file: String,
    }

    /// A printer.
    pub struct Printer {
        /// Name for the system.
        pub name: String,
        /// Whether it is the default.
        pub default: bool,
    }

    /// Printers of this computer.
    pub struct Printers {
        /// Printers.
        pub printers: Vec<Printer>,
        /// Whether printing means opening the PDF in the system's viewer, because no printers can be listed here.
        pub through_viewer: bool,
    }

    /// Prints a job.
    pub struct PrintRequest {
        /// The job.
        pub job: HandoutJob,
        /// The printer; `None` takes the default.
        pub printer: Option<String>,
    }

    /// A job was sent.
    pub struct Printed {
        /// Pages sent.
        pub pages: u32,
        /// Keys without an open code.
        pub skipped: u32,
    }

    /// Saves a calibration sheet.
    pub struct TestSheetRequest {
        /// Stock.
        pub stock: Stock,
        /// Where to.
        pub file: String,
    }
}

fn first_position() -> u32 {
    1
}
