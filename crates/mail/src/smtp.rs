//! Handing a letter to a mail server.

use std::{fmt, time::Duration};

use lettre::{
    AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor,
    transport::smtp::{
        authentication::Credentials,
        client::{Certificate, Tls, TlsParameters},
        extension::ClientId,
    },
};
use serde::{Deserialize, Serialize};

use crate::{Problem, ProblemKind};

/// How the connection to the server is made safe.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Security {
    /// TLS from the first byte, usually port 465.
    Tls,
    /// Plain at first, then TLS or nothing, usually port 587.
    #[default]
    StartTls,
    /// No TLS: for a server on the same machine only.
    None,
}

/// A mail server and how to use it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Server {
    /// Host name.
    pub host: String,
    /// Port.
    pub port: u16,
    /// Security of the connection.
    pub security: Security,
    /// User name; empty for a server that asks for none.
    #[serde(default)]
    pub username: String,
    /// Password.
    #[serde(default)]
    pub password: String,
    /// A further root certificate (PEM) that the server's own may come from.
    #[serde(default)]
    pub root_certificate: Option<String>,
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Server")
            .field("host", &self.host)
            .field("port", &self.port)
            .field("security", &self.security)
            .finish_non_exhaustive()
    }
}

/// Longest wait for one answer of the server.
const TIMEOUT: Duration = Duration::from_secs(30);

/// A way to a server, used for one letter after another.
pub struct Mailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
}

impl fmt::Debug for Mailer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Mailer")
    }
}

impl Mailer {
    /// A way to this server. Nothing is connected yet.
    ///
    /// # Errors
    /// [`ProblemKind::BadSettings`] for a certificate that cannot be read or a host that is none.
    pub fn new(server: &Server) -> Result<Self, Problem> {
        let bad = |error: lettre::transport::smtp::Error| Problem::new(ProblemKind::BadSettings, error);
        let tls = || {
            let mut parameters = TlsParameters::builder(server.host.clone());
            if let Some(pem) = &server.root_certificate {
                parameters = parameters.add_root_certificate(Certificate::from_pem(pem.as_bytes()).map_err(bad)?);
            }
            parameters.build_rustls().map_err(bad)
        };
        let tls = match server.security {
            Security::Tls => Tls::Wrapper(tls()?),
            Security::StartTls => Tls::Required(tls()?),
            Security::None => Tls::None,
        };
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&server.host)
            .port(server.port)
            .tls(tls)
            .hello_name(ClientId::Domain("localhost".to_owned()))
            .timeout(Some(TIMEOUT));
        if !server.username.is_empty() {
            builder = builder.credentials(Credentials::new(server.username.clone(), server.password.clone()));
        }
        Ok(Self { transport: builder.build() })
    }

    /// Sends one letter. What the server accepted is sent for good: a repeat carries the same Message-ID, by which servers
    /// and readers recognise it.
    ///
    /// # Errors
    /// A [`Problem`] that says whether trying again can help.
    pub async fn send(&self, letter: Message) -> Result<(), Problem> {
        self.transport.send(letter).await.map(drop).map_err(|error| problem(&error))
    }
}

/// What a failed sending means for whoever waits for it.
fn problem(error: &lettre::transport::smtp::Error) -> Problem {
    use lettre::transport::smtp::response::{Category, Detail, Severity};
    let said = cause(error);
    let Some(code) = error.status() else {
        let kind = if error.is_tls() || is_tls(error) { ProblemKind::Tls } else { ProblemKind::Unreachable };
        return Problem::new(kind, said);
    };
    let kind = match (code.severity, code.category, code.detail) {
        // 530, 534, 535: log in first, or not like this.
        (Severity::PermanentNegativeCompletion, Category::Unspecified3, Detail::Zero | Detail::Four | Detail::Five) => {
            ProblemKind::Login
        }
        // 550, 551, 553: no such mailbox, not here, not allowed as a name.
        (Severity::PermanentNegativeCompletion, Category::MailSystem, Detail::Zero | Detail::One | Detail::Three) => {
            ProblemKind::RecipientRefused
        }
        (Severity::PermanentNegativeCompletion, ..) => ProblemKind::Rejected,
        _ => ProblemKind::TryLater,
    };
    Problem::new(kind, said)
}

/// Whether TLS is somewhere among the causes: a broken handshake counts as a broken connection otherwise.
fn is_tls(error: &(dyn std::error::Error + 'static)) -> bool {
    let inside = error.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
    error.is::<rustls::Error>()
        || inside.is_some_and(|inner| inner.is::<rustls::Error>())
        || error.source().is_some_and(is_tls)
}

/// The whole chain of causes in one line: the outermost alone says little.
fn cause(error: &(dyn std::error::Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut inner = error.source();
    while let Some(error) = inner {
        text.push_str(": ");
        text.push_str(&error.to_string());
        inner = error.source();
    }
    text
}
