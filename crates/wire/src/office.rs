//! *This computer is the office server*.

use crate::{Failure, dto};

dto! {
    /// The server in this program, as its settings show it.
    pub struct Office {
        /// This computer is an office server.
        pub on: bool,
        /// It belongs to a cloud, its own or another one.
        pub joined: bool,
        /// The server answers.
        pub running: bool,
        /// Where this computer itself finds it; empty while it does not run.
        pub address: String,
        /// Other computers of the network are let in.
        pub lan: bool,
        /// Where they find it, as far as it is known.
        pub lan_address: Option<String>,
        /// SHA-256 of its certificate, to be compared on other computers.
        pub certificate: Option<String>,
        /// Why it does not run as it should.
        pub problem: Option<Failure>,
    }

    /// Makes this computer the office server.
    pub struct TurnOnOfficeRequest {
        /// The password of whoever does it.
        pub password: String,
        /// Name of this computer in lists.
        pub computer: String,
    }

    /// Lets other computers of the network in, or keeps them out.
    pub struct OfficeLanRequest {
        /// Let them in.
        pub lan: bool,
    }
}
