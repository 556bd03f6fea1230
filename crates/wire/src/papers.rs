//! Papers: what goes to people other than key holders. Statements of credit, the protocol of a handover, and the sheet for
//! Reader Config.

use chrono::NaiveDate;
use mobileaccess_domain::{Id, Language, rows::Customer};

use crate::dto;

dto! {
    /// Which paper.
    #[serde(tag = "kind", rename_all = "snake_case")]
    pub enum Paper {
        /// Opening balance, movements and closing balance of whole days.
        Statement {
            /// The customer, or `None` for the distributor.
            customer_id: Option<Id<Customer>>,
            /// First day.
            from: NaiveDate,
            /// Last day.
            to: NaiveDate,
        },
        /// What was installed for a customer and is handed over.
        Handover {
            /// The customer.
            customer_id: Id<Customer>,
            /// What a person adds.
            handover: Handover,
        },
        /// The parameters that a project in Reader Config takes over.
        ReaderConfig {
            /// The customer.
            customer_id: Id<Customer>,
            /// Whether the System Key stands on it in clear.
            show_key: bool,
        },
    }

    /// What a person adds to a protocol.
    pub struct Handover {
        /// Who hands over.
        pub handed_by: String,
        /// Who takes over.
        pub taken_by: String,
        /// The day.
        pub day: NaiveDate,
        /// Remarks, defects, what was agreed; several lines.
        #[serde(default)]
        pub remarks: String,
        /// Whether every user is listed; only their number otherwise.
        #[serde(default)]
        pub list_users: bool,
    }

    /// A paper in a language.
    pub struct PaperJob {
        /// Which.
        pub paper: Paper,
        /// In which language.
        pub language: Language,
    }

    /// One page of a paper.
    pub struct PreviewPaperRequest {
        /// The paper.
        pub job: PaperJob,
        /// Page, from 0; one past the end is the last.
        pub page: u32,
    }

    /// One page of a paper as SVG.
    pub struct PaperPreview {
        /// SVG, identical to print.
        pub svg: String,
        /// Pages in all.
        pub pages: u32,
        /// Name for a file, without its ending.
        pub name: String,
    }

    /// Saves a paper.
    pub struct SavePaperRequest {
        /// The paper.
        pub job: PaperJob,
        /// Where to.
        pub file: String,
    }

    /// Prints a paper.
    pub struct PrintPaperRequest {
        /// The paper.
        pub job: PaperJob,
        /// The printer; `None` takes the default.
        pub printer: Option<String>,
    }

    /// A paper was sent.
    pub struct PrintedPaper {
        /// Pages sent.
        pub pages: u32,
    }

    /// Saves a statement as CSV.
    pub struct SaveStatementRequest {
        /// The customer, or `None` for the distributor.
        pub customer_id: Option<Id<Customer>>,
        /// First day.
        pub from: NaiveDate,
        /// Last day.
        pub to: NaiveDate,
        /// In which language.
        pub language: Language,
        /// Where to.
        pub file: String,
    }
}
