//! A world of computers and one cloud in one process: the real rules, stores, protocol and cloud on real SQLite files. Only
//! network, clocks, randomness and crashes are simulated, all of them from one seed: the same seed gives the same trace.
//!
//! For tests and the project's own commands; nothing of the product depends on it.

mod chance;
mod computer;
mod examine;
mod life;
mod link;
mod phones;
mod world;

pub use chance::Chance;
pub use computer::Computer;
pub use link::{Link, Meanwhile, Sky, Weather};
pub use world::{EVENTS, Outcome, World, run_seed};
