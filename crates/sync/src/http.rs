//! The cloud over HTTP/1.1: connections that are kept (two, while rows come during a push), TLS with the public roots or one pinned certificate.

use std::fmt;
use std::future::Future;
use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use flate2::write::MultiGzDecoder;
use http_body_util::{BodyExt as _, Full};
use hyper::body::Incoming;
use hyper::client::conn::http1;
use hyper::header::{ACCEPT_ENCODING, AUTHORIZATION, CONTENT_ENCODING, CONTENT_TYPE, HOST, RETRY_AFTER};
use hyper::{Method, Request, Response, StatusCode, Uri};
use hyper_util::rt::TokioIo;
use mobileaccess_wire::sync::{
    CloudError, EnrolRequest, Enrolled, ForkRequest, Hello, Moved, PullRequest, PushRequest, Pushed, Secret, Token,
    TokenRequest,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use tokio_rustls::rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use tokio_rustls::rustls::{ClientConfig, DigitallySignedStruct, Error as TlsError, RootCertStore, SignatureScheme};

use crate::core::Failed;
use crate::transport::Transport;

/// To a connection, and to the first byte of an answer. The answer itself may take as long as it goes on coming.
const CONNECTING: Duration = Duration::from_secs(10);
const ANSWERING: Duration = Duration::from_secs(60);
/// To the answer of a cloud that takes in everything that a computer has.
const TAKING_IN: Duration = Duration::from_secs(900);
/// Longest silence within an answer.
const SILENCE: Duration = Duration::from_secs(30);
/// An answer that is not a stream is never longer.
const LONGEST_ANSWER: usize = 64 * 1024 * 1024;

/// Where a cloud is, and by which certificate it is known where no public authority vouches for it. As one text:
/// `https://office.example:8443#<SHA-256 of the certificate>`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// `https://office.example:8443`, without a slash at the end.
    pub url: String,
    /// SHA-256 of the certificate, 64 hexadecimal digits.
    pub certificate: Option<String>,
}

/// The text is no address of a cloud.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoAddress;

impl std::str::FromStr for Address {
    type Err = NoAddress;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        let (url, certificate) = match text.split_once('#') {
            Some((url, certificate)) => (url, Some(fingerprint_of(certificate).ok_or(NoAddress)?)),
            None => (text, None),
        };
        let url = if url.contains("://") { url.to_owned() } else { format!("https://{url}") };
        let url = url.trim_end_matches('/').to_owned();
        let address = Self { url, certificate };
        let (https, host, _) = address.parts().ok_or(NoAddress)?;
        // Without TLS only to this very computer: everything else could be read on the way.
        if https || is_loopback(&host) { Ok(address) } else { Err(NoAddress) }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.url)?;
        self.certificate.as_ref().map_or(Ok(()), |certificate| write!(f, "#{certificate}"))
    }
}

impl Address {
    fn parts(&self) -> Option<(bool, String, u16)> {
        let uri: Uri = self.url.parse().ok()?;
        let https = match uri.scheme_str()? {
            "https" => true,
            "http" => false,
            _ => return None,
        };
        let host = uri.host().filter(|host| !host.is_empty())?.to_owned();
        let port = uri.port_u16().unwrap_or(if https { 443 } else { 80 });
        Some((https, host, port))
    }
}

fn is_loopback(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    bare == "localhost" || bare.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// Reads a fingerprint as a person may type it: any case, with colons or spaces.
fn fingerprint_of(text: &str) -> Option<String> {
    let digits: String = text.chars().filter(|sign| !matches!(sign, ':' | ' ' | '-')).collect();
    (digits.len() == 64 && digits.bytes().all(|digit| digit.is_ascii_hexdigit())).then(|| digits.to_ascii_lowercase())
}

/// SHA-256 of a certificate in hex.
pub fn fingerprint(certificate: &[u8]) -> String {
    ring::digest::digest(&ring::digest::SHA256, certificate).as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What is accepted of the other side.
#[derive(Debug)]
struct Pinned {
    certificate: String,
    provider: Arc<CryptoProvider>,
    /// What was shown, where it was another one.
    shown: Arc<std::sync::Mutex<Option<String>>>,
}

impl ServerCertVerifier for Pinned {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, TlsError> {
        let found = fingerprint(end_entity);
        if found == self.certificate {
            return Ok(ServerCertVerified::assertion());
        }
        if let Ok(mut shown) = self.shown.lock() {
            *shown = Some(found);
        }
        Err(TlsError::General("another certificate than the pinned one".to_owned()))
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, TlsError> {
        verify_tls12_signature(message, certificate, signature, &self.provider.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, TlsError> {
        verify_tls13_signature(message, certificate, signature, &self.provider.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}

type Sender = http1::SendRequest<Full<Bytes>>;

/// A way to a cloud over HTTP.
pub struct Http {
    url: String,
    https: bool,
    host: String,
    port: u16,
    tls: TlsConnector,
    shown: Arc<std::sync::Mutex<Option<String>>>,
    /// Connections on which nothing is under way.
    idle: std::sync::Mutex<Vec<Sender>>,
}

impl fmt::Debug for Http {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Http").field("url", &self.url).finish_non_exhaustive()
    }
}

impl Http {
    /// A way to a cloud.
    ///
    /// # Errors
    /// [`NoAddress`] for an address that cannot be one.
    pub fn new(address: &Address) -> Result<Self, NoAddress> {
        Self::trusting(address, RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() })
    }

    /// A way to a cloud whose certificate an authority in this PEM file vouches for, where the address names no certificate.
    ///
    /// # Errors
    /// [`NoAddress`] for an address that cannot be one, and for a file without a certificate.
    pub fn vouched_for(address: &Address, authorities: &Path) -> Result<Self, NoAddress> {
        let mut roots = RootCertStore::empty();
        for certificate in CertificateDer::pem_file_iter(authorities).map_err(|_| NoAddress)? {
            roots.add(certificate.map_err(|_| NoAddress)?).map_err(|_| NoAddress)?;
        }
        if roots.is_empty() { Err(NoAddress) } else { Self::trusting(address, roots) }
    }

    fn trusting(address: &Address, roots: RootCertStore) -> Result<Self, NoAddress> {
        let (https, host, port) = address.parts().ok_or(NoAddress)?;
        let provider = Arc::new(tokio_rustls::rustls::crypto::ring::default_provider());
        let builder = ClientConfig::builder_with_provider(Arc::clone(&provider))
            .with_safe_default_protocol_versions()
            .map_err(|_| NoAddress)?;
        let shown = Arc::new(std::sync::Mutex::new(None));
        let config = match &address.certificate {
            Some(certificate) => {
                let verifier = Pinned { certificate: certificate.clone(), provider, shown: Arc::clone(&shown) };
                builder.dangerous().with_custom_certificate_verifier(Arc::new(verifier)).with_no_client_auth()
            }
            None => builder.with_root_certificates(roots).with_no_client_auth(),
        };
        Ok(Self {
            url: address.url.clone(),
            https,
            host,
            port,
            tls: TlsConnector::from(Arc::new(config)),
            shown,
            idle: std::sync::Mutex::default(),
        })
    }

    /// The certificate that a server shows, to be compared by a person before anything is sent to it; `None` where the server
    /// cannot be reached or speaks without TLS.
    pub async fn shown_certificate(address: &Address) -> Option<String> {
        // A pin that no certificate has: the handshake ends there, and says what was shown.
        let probe = Self::new(&Address { certificate: Some(String::new()), ..address.clone() }).ok()?;
        if !probe.https {
            return None;
        }
        drop(probe.connect().await);
        probe.shown.lock().ok()?.clone()
    }

    async fn connect(&self) -> Result<Sender, Failed> {
        let host = self.host.trim_start_matches('[').trim_end_matches(']');
        let connecting = async {
            let stream = TcpStream::connect((host, self.port)).await.ok()?;
            // Small requests wait for nobody.
            stream.set_nodelay(true).ok()?;
            if self.https {
                let name = ServerName::try_from(host.to_owned()).ok()?;
                Some(handshake(self.tls.connect(name, stream).await.ok()?).await)
            } else {
                Some(handshake(stream).await)
            }
        };
        timeout(CONNECTING, connecting).await.ok().flatten().unwrap_or(Err(Failed::NoNetwork))
    }

    /// Sends a request and gives the connection along with the answer: it is to be kept once the answer was read.
    async fn send(
        &self,
        method: Method,
        path: &str,
        token: Option<&Secret>,
        body: Vec<u8>,
    ) -> Result<(Response<Incoming>, Sender), Failed> {
        let body = Bytes::from(body);
        loop {
            let known = self.idle.lock().ok().and_then(|mut idle| idle.pop());
            let reused = known.is_some();
            let mut sender = match known {
                Some(sender) => sender,
                None => self.connect().await?,
            };
            let request = self.request(&method, path, token, body.clone())?;
            let asked = async {
                sender.ready().await.ok()?;
                sender.send_request(request).await.ok()
            };
            match timeout(ANSWERING, asked).await {
                Ok(Some(response)) => return Ok((response, sender)),
                // A connection that was kept may have ended meanwhile; asking twice does nothing twice.
                Ok(None) if reused => {}
                _ => return Err(Failed::NoNetwork),
            }
        }
    }

    /// Keeps a connection for the next request; one that ended meanwhile is noticed then.
    fn keep(&self, sender: Sender) {
        if let Ok(mut idle) = self.idle.lock() {
            idle.push(sender);
        }
    }

    fn request(
        &self,
        method: &Method,
        path: &str,
        token: Option<&Secret>,
        body: Bytes,
    ) -> Result<Request<Full<Bytes>>, Failed> {
        let base = self.url.parse::<Uri>().map_err(|_| Failed::NoNetwork)?;
        let under = base.path().trim_end_matches('/');
        let mut request = Request::builder()
            .method(method)
            .uri(format!("{under}{path}"))
            .header(HOST, format!("{}:{}", self.host, self.port))
            .header(ACCEPT_ENCODING, if is_loopback(&self.host) { "identity" } else { "gzip" })
            .header(CONTENT_TYPE, "application/json");
        if let Some(token) = token {
            request = request.header(AUTHORIZATION, format!("Bearer {}", token.0));
        }
        request.body(Full::new(body)).map_err(|_| Failed::NoNetwork)
    }

    async fn ask<A: DeserializeOwned>(
        &self,
        method: Method,
        path: &str,
        token: Option<&Secret>,
        request: &(impl Serialize + Sync),
    ) -> Result<A, Failed> {
        let body = if method == Method::GET { Vec::new() } else { to_json(request)? };
        let (response, sender) = self.send(method, path, token, body).await?;
        let answered = async { answer(checked(response).await?).await }.await;
        self.keep(sender);
        answered
    }

    /// `POST` of anything that is asked beside the protocol.
    ///
    /// # Errors
    /// As every request.
    pub async fn post<A: DeserializeOwned>(
        &self,
        path: &str,
        token: Option<&Secret>,
        request: &(impl Serialize + Sync),
    ) -> Result<A, Failed> {
        self.ask(Method::POST, path, token, request).await
    }

    /// `POST /v1/move`: sends everything that a computer has to the cloud that it moves to, one row per line. A cloud may take
    /// its time over it.
    ///
    /// # Errors
    /// As every request. After [`Failed::NoNetwork`] and [`Failed::Busy`] nobody knows whether the cloud took it; asking again
    /// with the same rows tells.
    pub async fn move_in(&self, code: &Secret, lines: Vec<u8>) -> Result<Moved, Failed> {
        let mut sender = self.connect().await?;
        let request = self.request(&Method::POST, "/v1/move", Some(code), Bytes::from(lines))?;
        let asked = timeout(TAKING_IN, sender.send_request(request)).await;
        let response = checked(asked.ok().and_then(Result::ok).ok_or(Failed::NoNetwork)?).await?;
        answer(response).await
    }

    /// Listens for news: calls `poked` for every piece that comes, until the stream ends, and once as soon as the cloud listens
    /// to it: what happened before is told to nobody. A connection of its own, so that requests do not wait behind it.
    ///
    /// # Errors
    /// [`Failed::NoNetwork`] when it ends, and whatever the cloud says instead of a stream.
    pub async fn listen(&self, token: &Secret, mut poked: impl FnMut() + Send) -> Result<(), Failed> {
        let mut sender = self.connect().await?;
        let request = self.request(&Method::GET, "/v1/events", Some(token), Bytes::new())?;
        let asked = timeout(ANSWERING, sender.send_request(request)).await;
        let response = checked(asked.ok().and_then(Result::ok).ok_or(Failed::NoNetwork)?).await?;
        let mut body = response.into_body();
        poked();
        // The cloud says something at least twice a minute, so that a connection that died is noticed.
        while let Ok(Some(Ok(frame))) = timeout(2 * SILENCE, body.frame()).await {
            // A comment only keeps the connection alive.
            if frame.data_ref().is_some_and(|data| !data.starts_with(b":")) {
                poked();
            }
        }
        Err(Failed::NoNetwork)
    }
}

async fn handshake<S: AsyncRead + AsyncWrite + Unpin + Send + 'static>(stream: S) -> Result<Sender, Failed> {
    let (sender, connection) = http1::handshake(TokioIo::new(stream)).await.map_err(|_| Failed::NoNetwork)?;
    // Ends when the sender is dropped or the other side closes.
    tokio::spawn(async move { drop(connection.await) });
    Ok(sender)
}

fn to_json(request: &impl Serialize) -> Result<Vec<u8>, Failed> {
    let unwritable = |_| Failed::Refused(CloudError { code: "bad_request".to_owned(), args: Default::default() });
    serde_json::to_vec(request).map_err(unwritable)
}

/// Passes an answer that is one, and says what is wrong with every other.
async fn checked(response: Response<Incoming>) -> Result<Response<Incoming>, Failed> {
    let status = response.status();
    if status.is_success() {
        return Ok(response);
    }
    if status == StatusCode::TOO_MANY_REQUESTS || status.is_server_error() {
        let after = response.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok()?.parse().ok());
        return Err(Failed::Busy { after });
    }
    let mut text = Vec::new();
    let mut take = |bytes: &[u8]| {
        text.extend_from_slice(bytes);
        text.len() < 64 * 1024
    };
    drop(read(response, &mut take).await);
    let unknown = || CloudError { code: format!("http_{}", status.as_u16()), args: Default::default() };
    let error = serde_json::from_slice(&text).unwrap_or_else(|_| unknown());
    Err(if status == StatusCode::UNAUTHORIZED { Failed::Unauthorized(error) } else { Failed::Refused(error) })
}

/// An answer that is one document.
async fn answer<A: DeserializeOwned>(response: Response<Incoming>) -> Result<A, Failed> {
    let mut answer = Vec::new();
    let mut take = |bytes: &[u8]| {
        answer.extend_from_slice(bytes);
        answer.len() <= LONGEST_ANSWER
    };
    read(response, &mut take).await?;
    serde_json::from_slice(&answer)
        .map_err(|_| Failed::Refused(CloudError { code: "bad_answer".to_owned(), args: Default::default() }))
}

/// Reads an answer to its end, unpacked, unless the taker has enough.
async fn read(response: Response<Incoming>, take: &mut (dyn FnMut(&[u8]) -> bool + Send)) -> Result<(), Failed> {
    let packed = response.headers().get(CONTENT_ENCODING).is_some_and(|encoding| encoding == "gzip");
    let mut body = response.into_body();
    let mut unpacker = packed.then(|| MultiGzDecoder::new(Vec::new()));
    while let Some(frame) = timeout(SILENCE, body.frame()).await.map_err(|_| Failed::NoNetwork)? {
        let frame = frame.map_err(|_| Failed::NoNetwork)?;
        let Some(data) = frame.data_ref() else { continue };
        let enough = match &mut unpacker {
            None => !take(data),
            Some(unpacker) => {
                unpacker.write_all(data).and_then(|()| unpacker.flush()).map_err(|_| Failed::NoNetwork)?;
                let plain = std::mem::take(unpacker.get_mut());
                !take(&plain)
            }
        };
        if enough {
            return Ok(());
        }
        // Whoever writes what came gets a turn, however fast more comes.
        tokio::task::yield_now().await;
    }
    if let Some(unpacker) = unpacker {
        let plain = unpacker.finish().map_err(|_| Failed::NoNetwork)?;
        take(&plain);
    }
    Ok(())
}

impl Transport for Http {
    fn hello(&self) -> impl Future<Output = Result<Hello, Failed>> + Send {
        self.ask(Method::GET, "/v1/hello", None, &())
    }

    fn enrol(&self, request: &EnrolRequest) -> impl Future<Output = Result<Enrolled, Failed>> + Send {
        self.ask(Method::POST, "/v1/enrol", None, request)
    }

    fn token(&self, request: &TokenRequest) -> impl Future<Output = Result<Token, Failed>> + Send {
        self.ask(Method::POST, "/v1/token", None, request)
    }

    fn push(&self, token: &Secret, request: &PushRequest) -> impl Future<Output = Result<Pushed, Failed>> + Send {
        self.ask(Method::POST, "/v1/push", Some(token), request)
    }

    async fn pull(
        &self,
        token: &Secret,
        request: &PullRequest,
        take: &mut (dyn FnMut(&[u8]) -> bool + Send),
    ) -> Result<(), Failed> {
        let (response, sender) = self.send(Method::POST, "/v1/pull", Some(token), to_json(request)?).await?;
        let answered = async { read(checked(response).await?, take).await }.await;
        self.keep(sender);
        answered
    }

    fn fork(&self, token: &Secret, request: &ForkRequest) -> impl Future<Output = Result<Enrolled, Failed>> + Send {
        self.ask(Method::POST, "/v1/fork", Some(token), request)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_as_it_is_typed_and_never_without_tls_to_another_computer() {
        let pin = "ab".repeat(32);
        for (typed, url, certificate) in [
            (" cloud.example ", "https://cloud.example", None),
            ("https://cloud.example/", "https://cloud.example", None),
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080", None),
            ("http://[::1]:8080", "http://[::1]:8080", None),
            (&format!("192.168.1.7:8443#{}", pin.to_uppercase()), "https://192.168.1.7:8443", Some(pin.clone())),
        ] {
            let address: Address = typed.parse().unwrap();
            assert_eq!((address.url.as_str(), &address.certificate), (url, &certificate), "{typed}");
            assert_eq!(address.to_string().parse(), Ok(address));
        }
        for wrong in ["", "http://cloud.example", "ftp://cloud.example", "cloud.example#abc", "https://"] {
            assert_eq!(wrong.parse::<Address>(), Err(NoAddress), "{wrong}");
        }
    }
}
