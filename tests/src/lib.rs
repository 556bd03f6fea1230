//! Whole-system stories.

pub mod cloud;
#[cfg(target_os = "linux")]
pub mod crash;
pub mod office;
pub mod programs;
pub mod qr;
#[cfg(target_os = "linux")]
pub mod screens;
#[cfg(target_os = "linux")]
pub mod tour;
#[cfg(target_os = "linux")]
pub mod window;
