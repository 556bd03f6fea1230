//! *This computer is the office server*.

use mobileaccess_domain::rows::MessageProblem;

use crate::{Failure, backups::Backup, dto};

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

    /// How the connection to a mail server is made safe.
    #[derive(Copy, Eq, Default)]
    #[serde(rename_all = "snake_case")]
    pub enum MailSecurity {
        /// Plain at first, then TLS or nothing, usually port 587.
        #[default]
        StartTls,
        /// TLS from the first byte, usually port 465.
        Tls,
        /// No TLS: for a server on the same computer only.
        None,
    }

    /// By which mail server the office server sends letters; the password never leaves the core.
    pub struct OfficeMail {
        /// Sender, as `Name <address>` or an address.
        pub from: String,
        /// Host name of the mail server; empty while nothing is sent.
        pub host: String,
        /// Its port.
        pub port: u16,
        /// Security of the connection.
        pub security: MailSecurity,
        /// User name; empty for a server that asks for none.
        pub username: String,
        /// A password is kept.
        pub has_password: bool,
        /// So many days before a code ends its holder is reminded; 0 is never.
        pub reminder_days: u32,
        /// Letters that wait to be sent.
        pub waiting: u64,
    }

    /// Sets the mail server.
    pub struct SetOfficeMailRequest {
        /// Sender, as `Name <address>` or an address.
        pub from: String,
        /// Host name of the mail server; empty: nothing is sent any more.
        pub host: String,
        /// Its port.
        pub port: u16,
        /// Security of the connection.
        pub security: MailSecurity,
        /// User name; empty for a server that asks for none.
        pub username: String,
        /// A new password; `None` keeps the one that is kept, unless it is for another server.
        pub password: Option<String>,
        /// So many days before a code ends its holder is reminded, at most 27; 0 is never.
        pub reminder_days: u32,
    }

    /// What the body of a request to an SMS gateway is.
    #[derive(Copy, Eq, Default)]
    #[serde(rename_all = "snake_case")]
    pub enum SmsBody {
        /// Fields of a web form.
        Form,
        /// JSON.
        #[default]
        Json,
        /// Text as it is.
        Text,
        /// XML.
        Xml,
    }

    /// By which gateway the office server sends text messages; values of headers never leave the core.
    pub struct OfficeSms {
        /// It is used.
        pub on: bool,
        /// Letters leave. Without them there is nothing that a text message could announce.
        pub letters: bool,
        /// Address with its placeholders; empty while there is no gateway.
        pub url: String,
        /// Names of the headers, each of which has a value.
        pub headers: Vec<String>,
        /// Body with its placeholders; empty for a gateway that is asked by GET.
        pub body: String,
        /// What the body is.
        pub body_kind: SmsBody,
    }

    /// A header for the gateway.
    pub struct SetSmsHeader {
        /// Its name.
        pub name: String,
        /// A new value; `None` keeps the one that is kept, unless it is for another server.
        pub value: Option<String>,
    }

    /// Sets the gateway for text messages.
    pub struct SetOfficeSmsRequest {
        /// Use it.
        pub on: bool,
        /// Address; `{phone}` and `{text}` are replaced. Empty: there is no gateway any more.
        pub url: String,
        /// Headers.
        pub headers: Vec<SetSmsHeader>,
        /// Body; `{phone}` and `{text}` are replaced. Empty: the gateway is asked by GET.
        pub body: String,
        /// What the body is.
        pub body_kind: SmsBody,
    }

    /// Tries the gateway out.
    pub struct TestOfficeSmsRequest {
        /// Number that gets a text message, with + and its country.
        pub phone: String,
    }

    /// What the gateway answered.
    pub struct TestedSms {
        /// The number.
        pub to: String,
        /// Status of HTTP; `None` if there was no answer.
        pub status: Option<u16>,
        /// Why it was not sent; `None` if the gateway took it.
        pub problem: Option<MessageProblem>,
        /// What the gateway said, or why there was no answer; may be empty.
        pub detail: String,
    }

    /// The back-ups of the office server.
    pub struct OfficeBackups {
        /// Newest first.
        pub backups: Vec<Backup>,
        /// Set back to a back-up: phones and letters wait until the computers have brought what it does not know.
        pub recovering: bool,
    }

    /// Sets the office server back to a back-up.
    pub struct RestoreOfficeRequest {
        /// Its name.
        pub name: String,
        /// The password of whoever does it.
        pub password: String,
    }
}
