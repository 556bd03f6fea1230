use std::sync::Arc;

use crate::{Problem, ProblemKind};

/// How a client checks servers: the roots of the Mozilla list, and those that the settings add.
pub(crate) fn client_config() -> Result<rustls::ClientConfig, Problem> {
    let roots = rustls::RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| Problem::new(ProblemKind::Tls, error))?;
    Ok(builder.with_root_certificates(roots).with_no_client_auth())
}
