//! How requests reach a cloud: by HTTP, or as calls where the cloud is in the same process.

use std::future::Future;

use mobileaccess_wire::sync::{
    EnrolRequest, Enrolled, ForkRequest, Hello, PullRequest, PushRequest, Pushed, Secret, Token, TokenRequest,
};

use crate::core::Failed;

/// A way to a cloud. Nothing is tried twice here: that is the core's to decide.
pub trait Transport: Send + Sync {
    /// `GET /v1/hello`.
    fn hello(&self) -> impl Future<Output = Result<Hello, Failed>> + Send;
    /// `POST /v1/enrol`.
    fn enrol(&self, request: &EnrolRequest) -> impl Future<Output = Result<Enrolled, Failed>> + Send;
    /// `POST /v1/token`.
    fn token(&self, request: &TokenRequest) -> impl Future<Output = Result<Token, Failed>> + Send;
    /// `POST /v1/push`.
    fn push(&self, token: &Secret, request: &PushRequest) -> impl Future<Output = Result<Pushed, Failed>> + Send;
    /// `POST /v1/pull`: gives the answer's bytes, uncompressed, in pieces as they come. The taker answers `false` to stop.
    fn pull(
        &self,
        token: &Secret,
        request: &PullRequest,
        take: &mut (dyn FnMut(&[u8]) -> bool + Send),
    ) -> impl Future<Output = Result<(), Failed>> + Send;
    /// `POST /v1/fork`.
    fn fork(&self, token: &Secret, request: &ForkRequest) -> impl Future<Output = Result<Enrolled, Failed>> + Send;
}

impl<T: Transport> Transport for std::sync::Arc<T> {
    fn hello(&self) -> impl Future<Output = Result<Hello, Failed>> + Send {
        (**self).hello()
    }
    fn enrol(&self, request: &EnrolRequest) -> impl Future<Output = Result<Enrolled, Failed>> + Send {
        (**self).enrol(request)
    }
    fn token(&self, request: &TokenRequest) -> impl Future<Output = Result<Token, Failed>> + Send {
        (**self).token(request)
    }
    fn push(&self, token: &Secret, request: &PushRequest) -> impl Future<Output = Result<Pushed, Failed>> + Send {
        (**self).push(token, request)
    }
    fn pull(
        &self,
        token: &Secret,
        request: &PullRequest,
        take: &mut (dyn FnMut(&[u8]) -> bool + Send),
    ) -> impl Future<Output = Result<(), Failed>> + Send {
        (**self).pull(token, request, take)
    }
    fn fork(&self, token: &Secret, request: &ForkRequest) -> impl Future<Output = Result<Enrolled, Failed>> + Send {
        (**self).fork(token, request)
    }
}
