//! The limits of a file, and what is left of them.

use crate::reader_file::{FileProblem, MAX_BYTES, MAX_DEPTH};

/// What is left of the limits, and the limit that was hit.
pub(super) struct Budget {
    pub(super) values: usize,
    pub(super) nodes: usize,
    pub(super) problem: Option<FileProblem>,
}

impl Budget {
    pub(super) fn stop<E: serde::de::Error>(&mut self, problem: FileProblem) -> E {
        self.problem = Some(problem);
        E::custom("a limit was hit")
    }

    pub(super) fn deeper<E: serde::de::Error>(&mut self, depth: usize) -> Result<usize, E> {
        if depth >= MAX_DEPTH {
            return Err(self.stop(FileProblem::TooDeep { max: MAX_DEPTH as u32 }));
        }
        Ok(depth + 1)
    }

    pub(super) fn value<E: serde::de::Error>(&mut self) -> Result<(), E> {
        match self.values.checked_sub(1) {
            Some(values) => self.values = values,
            None => return Err(self.stop(too_large())),
        }
        Ok(())
    }
}

pub(super) const fn too_large() -> FileProblem {
    FileProblem::TooLarge { max_mib: (MAX_BYTES / 1024 / 1024) as u32 }
}
