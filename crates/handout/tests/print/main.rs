//! What comes out of the printer: read back by another library, searched, and compared with the preview.

#![expect(clippy::unwrap_used, clippy::panic, reason = "the helpers of tests may fail as tests do")]

mod common;
mod decode;
mod document;
mod preview;
mod text;
