//! The way to a cloud over HTTP: TLS with the public roots, with a certificate that is pinned, or with an authority of one's
//! own; without TLS only on this very computer.

use std::path::Path;

use mobileaccess_sync::core::Failed;
use mobileaccess_sync::http::{Http, NoAddress};
use mobileaccess_sync::transport::Transport as _;
use mobileaccess_wire::phones::{Ask, PhoneState, Signed};
use mobileaccess_wire::sync::Hello;

use crate::{Line, LineError};

pub use mobileaccess_sync::http::Address;

/// A cloud over HTTP.
#[derive(Debug)]
pub struct HttpLine {
    http: Http,
}

impl HttpLine {
    /// A cloud at an address, known by a public authority or by the certificate that the address names.
    ///
    /// # Errors
    /// [`NoAddress`] for an address that cannot be one.
    pub fn new(address: &Address) -> Result<Self, NoAddress> {
        Ok(Self { http: Http::new(address)? })
    }

    /// A cloud at an address whose certificate one of the authorities in a PEM file vouches for.
    ///
    /// # Errors
    /// [`NoAddress`] for an address that cannot be one, and for a file that holds no certificate.
    pub fn vouched_for(address: &Address, authorities: &Path) -> Result<Self, NoAddress> {
        Ok(Self { http: Http::vouched_for(address, authorities)? })
    }
}

impl From<Failed> for LineError {
    fn from(failed: Failed) -> Self {
        match failed {
            Failed::NoNetwork => Self::NoNetwork,
            Failed::Busy { .. } => Self::Busy,
            Failed::Unauthorized(error) | Failed::Refused(error) => Self::Refused(error),
        }
    }
}

impl Line for HttpLine {
    async fn hello(&self) -> Result<Hello, LineError> {
        Ok(self.http.hello().await?)
    }

    async fn ask(&self, ask: Ask, request: &Signed) -> Result<PhoneState, LineError> {
        Ok(self.http.post(ask.path(), None, request).await?)
    }
}
