//! Reader export files.
