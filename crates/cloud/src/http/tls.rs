//! TLS by rustls: a certificate from files, or one that the cloud makes for itself and that clients pin when they enrol.

use std::io;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

/// How long a client may take to shake hands.
const HANDSHAKE: Duration = Duration::from_secs(10);
/// Handshakes that are finished and not yet taken.
const WAITING: usize = 64;

/// A certificate with its private key.
#[derive(Debug)]
pub struct Certificate {
    chain: Vec<CertificateDer<'static>>,
    key: PrivateKeyDer<'static>,
}

impl Certificate {
    /// From PEM files.
    ///
    /// # Errors
    /// When they cannot be read or hold something else.
    pub fn read(chain: &Path, key: &Path) -> io::Result<Self> {
        let other = |error: rustls::pki_types::pem::Error| io::Error::other(error.to_string());
        let chain: Result<Vec<_>, _> = CertificateDer::pem_file_iter(chain).map_err(other)?.collect();
        let key = PrivateKeyDer::from_pem_file(key).map_err(other)?;
        Ok(Self { chain: chain.map_err(other)?, key })
    }

    /// From PEM texts.
    ///
    /// # Errors
    /// When they hold something else.
    pub fn from_pem(chain: &str, key: &str) -> io::Result<Self> {
        let other = |error: rustls::pki_types::pem::Error| io::Error::other(error.to_string());
        let chain: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(chain.as_bytes()).collect();
        let key = PrivateKeyDer::from_pem_slice(key.as_bytes()).map_err(other)?;
        Ok(Self { chain: chain.map_err(other)?, key })
    }

    /// Makes a certificate for these names that vouches for itself: chain and private key as PEM texts.
    ///
    /// # Errors
    /// Names that cannot be in a certificate.
    pub fn make(names: &[String]) -> io::Result<(String, String)> {
        let other = |error: rcgen::Error| io::Error::other(error.to_string());
        let pair = rcgen::KeyPair::generate().map_err(other)?;
        let parameters = rcgen::CertificateParams::new(names.to_vec()).map_err(other)?;
        let certificate = parameters.self_signed(&pair).map_err(other)?;
        Ok((certificate.pem(), pair.serialize_pem()))
    }

    /// The cloud's own certificate, made at the first start and kept beside its data, so that those who pinned it know it again.
    ///
    /// # Errors
    /// Faults of the file system.
    pub fn own(folder: &Path, names: &[String]) -> io::Result<Self> {
        let (chain, key) = (folder.join("tls-cert.pem"), folder.join("tls-key.pem"));
        if !chain.exists() || !key.exists() {
            let (certificate, private_key) = Self::make(names)?;
            let mut options = std::fs::OpenOptions::new();
            options.write(true).create(true).truncate(true);
            #[cfg(unix)]
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
            io::Write::write_all(&mut options.open(&key)?, private_key.as_bytes())?;
            std::fs::write(&chain, certificate)?;
        }
        Self::read(&chain, &key)
    }

    /// What a client pins: the SHA-256 hash of the certificate in hex, as browsers show it too.
    pub fn fingerprint(&self) -> String {
        let hash = |own: &CertificateDer<'_>| ring::digest::digest(&ring::digest::SHA256, own);
        self.chain.first().map(|own| crate::secrets::to_hex(hash(own).as_ref())).unwrap_or_default()
    }
}

/// A listener whose connections have shaken hands.
#[derive(Debug)]
pub struct TlsListener {
    address: SocketAddr,
    ready: mpsc::Receiver<(TlsStream<TcpStream>, SocketAddr)>,
}

impl TlsListener {
    /// Wraps a listener. Each handshake has a task of its own: a client that dawdles holds up nobody.
    ///
    /// # Errors
    /// A key that does not belong to its certificate.
    pub fn new(listener: TcpListener, certificate: Certificate) -> io::Result<Self> {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = rustls::ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .and_then(|builder| builder.with_no_client_auth().with_single_cert(certificate.chain, certificate.key))
            .map_err(io::Error::other)?;
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let address = listener.local_addr()?;
        let (sink, ready) = mpsc::channel(WAITING);
        tokio::spawn(async move {
            loop {
                // With the server its port is free again, also when nobody comes any more.
                let accepted = tokio::select! {
                    () = sink.closed() => break,
                    accepted = listener.accept() => accepted,
                };
                let Ok((stream, from)) = accepted else {
                    // Out of file handles, for example: nothing is gained by asking again at once.
                    tokio::time::sleep(Duration::from_millis(100)).await;
                    continue;
                };
                let (acceptor, sink) = (acceptor.clone(), sink.clone());
                tokio::spawn(async move {
                    // Small answers leave at once.
                    drop(stream.set_nodelay(true));
                    if let Ok(Ok(stream)) = tokio::time::timeout(HANDSHAKE, acceptor.accept(stream)).await {
                        drop(sink.send((stream, from)).await);
                    }
                });
            }
        });
        Ok(Self { address, ready })
    }
}

impl axum::serve::Listener for TlsListener {
    type Io = TlsStream<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        match self.ready.recv().await {
            Some(ready) => ready,
            // The task that accepts ends only with this listener.
            None => std::future::pending().await,
        }
    }

    fn local_addr(&self) -> io::Result<Self::Addr> {
        Ok(self.address)
    }
}
