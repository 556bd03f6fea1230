//! The way to a cloud.

use std::future::Future;

use mobileaccess_wire::{
    phones::{Ask, PhoneState, Signed},
    sync::{CloudError, Hello},
};

/// Why a cloud did not do what a phone asked.
#[derive(Clone, Debug, PartialEq)]
pub enum LineError {
    /// It could not be reached.
    NoNetwork,
    /// It cannot answer now; the same may be asked again.
    Busy,
    /// It said no; the code says why.
    Refused(CloudError),
}

/// A way to a cloud: over HTTPS, or within the same process.
pub trait Line: Sync {
    /// `GET /v1/hello`.
    fn hello(&self) -> impl Future<Output = Result<Hello, LineError>> + Send;

    /// `POST` of a signed request.
    fn ask(&self, ask: Ask, request: &Signed) -> impl Future<Output = Result<PhoneState, LineError>> + Send;
}
