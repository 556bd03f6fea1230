//! Whole-system stories.

#[cfg(target_os = "linux")]
pub mod crash;
