//! The rules told as stories, and proved over random histories. One binary, so that it links once.
//!
//! `world` is the stage; every other file is named after its noun.

#[cfg(test)]
mod accounts;
#[cfg(test)]
mod audit;
#[cfg(test)]
mod credit;
#[cfg(test)]
mod customers;
#[cfg(test)]
mod distributors;
#[cfg(test)]
mod groups;
#[cfg(test)]
mod keys;
#[cfg(test)]
mod leases;
#[cfg(test)]
mod ledger;
mod phones;
#[cfg(test)]
mod quarantine;
#[cfg(test)]
mod reader_files;
#[cfg(test)]
mod readers;
#[cfg(test)]
mod roles;
#[cfg(test)]
mod schedule;
#[cfg(test)]
mod templates;
#[cfg(test)]
mod user_files;
#[cfg(test)]
mod user_imports;
#[cfg(test)]
mod users;
#[cfg(test)]
mod world;
