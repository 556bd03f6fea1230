//! The rules told as stories, and proved over random histories. One binary, so that it links once.
//!
//! `world` is the stage; every other file is named after its noun.

#[cfg(test)]
mod ledger;
#[cfg(test)]
mod reader_files;
#[cfg(test)]
mod world;
