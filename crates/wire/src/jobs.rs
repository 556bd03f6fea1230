//! Long work: how far it is, and stopping it. Whoever starts it gives it a name and asks about it by that name.

use crate::dto;

dto! {
    /// What long work does at the moment.
    #[derive(Copy, Eq)]
    #[serde(rename_all = "snake_case")]
    pub enum JobStage {
        /// Nothing of this name runs: it has not begun, or is over.
        None,
        /// Reads the file.
        Reading,
        /// Compares with what there is.
        Comparing,
        /// Prepares what will be written.
        Preparing,
        /// Writes.
        Writing,
        /// Makes it durable; from here on it cannot be stopped.
        Finishing,
    }

    /// Names long work.
    pub struct JobRequest {
        /// The name its command was given.
        pub job: String,
    }

    /// How far long work is.
    pub struct JobProgress {
        /// What it does.
        pub stage: JobStage,
        /// How much of this stage is done.
        pub done: u64,
        /// How much there is; 0 while that is not known.
        pub total: u64,
    }
}
