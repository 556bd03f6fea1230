//! Serving, until somebody asks to stop: for the cloud's own program, and for an office computer that hosts a cloud.

use std::future::Future;
use std::net::SocketAddr;
use std::time::Duration;

use axum::serve::Listener;
use tokio::net::{TcpListener, TcpStream};

use super::{Api, Certificate, Peer, TlsListener, router};

/// How long requests may take once it was asked to end.
const PATIENCE: Duration = Duration::from_secs(10);

/// A listener without TLS.
pub(super) struct Plain(TcpListener);

impl Listener for Plain {
    type Io = TcpStream;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        let (stream, from) = Listener::accept(&mut self.0).await;
        // An answer of several parts would wait after the first until the other side confirms it, 40 ms later.
        drop(stream.set_nodelay(true));
        (stream, from)
    }

    fn local_addr(&self) -> std::io::Result<Self::Addr> {
        self.0.local_addr()
    }
}

/// Serves on a listener until `stop` is over. Requests are answered to their end, unless a client takes it too slowly; streams of
/// events end.
///
/// # Errors
/// A certificate that does not fit its key; faults of the network.
pub async fn serve(
    api: Api,
    listener: TcpListener,
    certificate: Option<Certificate>,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let router = router(api.clone()).into_make_service_with_connect_info::<Peer>();
    let (ask, mut asked) = tokio::sync::watch::channel(false);
    let ending = {
        let mut asked = asked.clone();
        async move { drop(asked.wait_for(|asked| *asked).await) }
    };
    let waiting = tokio::spawn(async move {
        stop.await;
        api.end_streams();
        ask.send_replace(true);
    });
    let serving = async {
        match certificate {
            Some(certificate) => {
                let listener = TlsListener::new(listener, certificate)?;
                axum::serve(listener, router).with_graceful_shutdown(ending).await
            }
            None => axum::serve(Plain(listener), router).with_graceful_shutdown(ending).await,
        }
    };
    let patience = async {
        drop(asked.wait_for(|asked| *asked).await);
        tokio::time::sleep(PATIENCE).await;
    };
    let served = tokio::select! {
        served = serving => served,
        () = patience => Ok(()),
    };
    waiting.abort();
    served
}
