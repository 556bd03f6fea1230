//! The network between a computer and the cloud: calls in this process, with weather.

use std::sync::{Arc, Mutex};

use chrono::{DateTime, Utc};
use mobileaccess_cloud::{Cloud, Entropy, Error};
use mobileaccess_sync::{Failed, Transport};
use mobileaccess_wire::sync::{
    EnrolRequest, Enrolled, ForkRequest, Hello, PullRequest, PushRequest, Pushed, Secret, Token, TokenRequest,
};
use tokio::sync::mpsc;

use crate::Chance;

/// What may happen to a request, in times out of a thousand.
#[derive(Debug, Clone, Copy, Default)]
pub struct Weather {
    /// It never arrives.
    pub lost: u64,
    /// It is carried out, but the answer is lost.
    pub unanswered: u64,
    /// It arrives twice.
    pub twice: u64,
    /// An old request of this computer arrives once more, before this one.
    pub late: u64,
    /// A long answer is cut.
    pub cut: u64,
}

/// What all links share: the cloud and its clock.
#[derive(Debug)]
pub struct Sky {
    /// The cloud; `None` while it is down.
    pub cloud: Mutex<Option<Cloud>>,
    /// The cloud's clock.
    pub now: Mutex<DateTime<Utc>>,
    /// The weather.
    pub weather: Mutex<Weather>,
    /// What decides.
    pub chance: Mutex<Chance>,
}

/// A computer's way to the cloud.
#[derive(Debug, Clone)]
pub struct Link {
    sky: Arc<Sky>,
    late: Arc<Mutex<Option<(Secret, PushRequest)>>>,
}

fn failed(error: &Error) -> Failed {
    let (status, error) = error.reply();
    match status {
        401 => Failed::Unauthorized(error),
        429 | 500.. => Failed::Busy { after: None },
        _ => Failed::Refused(error),
    }
}

impl Link {
    /// A way under this sky.
    pub fn new(sky: Arc<Sky>) -> Self {
        Self { sky, late: Arc::default() }
    }

    fn cloud(&self) -> Result<Cloud, Failed> {
        self.sky.cloud.lock().ok().and_then(|cloud| cloud.clone()).ok_or(Failed::NoNetwork)
    }

    fn now(&self) -> DateTime<Utc> {
        self.sky.now.lock().map(|now| *now).unwrap_or_default()
    }

    fn entropy(&self) -> Entropy {
        Entropy::new(self.sky.chance.lock().map(|mut chance| chance.bytes()).unwrap_or_default())
    }

    fn happens(&self, share: impl Fn(&Weather) -> u64) -> bool {
        let share = self.sky.weather.lock().map(|weather| share(&weather)).unwrap_or(0);
        share > 0 && self.sky.chance.lock().is_ok_and(|mut chance| chance.per_mille(share))
    }

    fn there(&self) -> Result<Cloud, Failed> {
        if self.happens(|weather| weather.lost) { Err(Failed::NoNetwork) } else { self.cloud() }
    }

    fn back<T>(&self, answer: T) -> Result<T, Failed> {
        if self.happens(|weather| weather.unanswered) { Err(Failed::NoNetwork) } else { Ok(answer) }
    }
}

impl Transport for Link {
    async fn hello(&self) -> Result<Hello, Failed> {
        let answer = self.there()?.hello(self.now(), &self.entropy()).await.map_err(|error| failed(&error))?;
        self.back(answer)
    }

    async fn enrol(&self, request: &EnrolRequest) -> Result<Enrolled, Failed> {
        self.there()?.enrol(self.now(), &self.entropy(), request).await.map_err(|error| failed(&error))
    }

    async fn token(&self, request: &TokenRequest) -> Result<Token, Failed> {
        let answer = self.there()?.token(self.now(), &self.entropy(), request).await.map_err(|error| failed(&error))?;
        self.back(answer)
    }

    async fn push(&self, token: &Secret, request: &PushRequest) -> Result<Pushed, Failed> {
        let cloud = self.there()?;
        let send = async |token: &Secret, request: &PushRequest| {
            let session = cloud.session(self.now(), &token.0).await?;
            cloud.push(self.now(), &session, request).await
        };
        let old = self.late.lock().ok().and_then(|late| late.clone());
        if let Some((token, request)) = old
            && self.happens(|weather| weather.late)
        {
            // Its answer goes nowhere: whoever asked has given it up.
            drop(send(&token, &request).await);
        }
        if let Ok(mut late) = self.late.lock() {
            *late = Some((token.clone(), request.clone()));
        }
        if self.happens(|weather| weather.twice) {
            drop(send(token, request).await);
        }
        let answer = send(token, request).await.map_err(|error| failed(&error))?;
        self.back(answer)
    }

    async fn pull(
        &self,
        token: &Secret,
        request: &PullRequest,
        take: &mut (dyn FnMut(&[u8]) -> bool + Send),
    ) -> Result<(), Failed> {
        let cloud = self.there()?;
        let now = self.now();
        let session = cloud.session(now, &token.0).await.map_err(|error| failed(&error))?;
        let (sink, mut chunks) = mpsc::channel::<Vec<u8>>(4);
        let request = request.clone();
        let asked = tokio::spawn(async move { cloud.pull(now, &session, &request, sink).await });
        let mut text = Vec::new();
        while let Some(chunk) = chunks.recv().await {
            text.extend_from_slice(&chunk);
        }
        match asked.await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => return Err(failed(&error)),
            Err(_) => return Err(Failed::NoNetwork),
        }
        if self.happens(|weather| weather.cut) {
            let length = u64::try_from(text.len()).unwrap_or(0);
            let cut = self.sky.chance.lock().map(|mut chance| chance.below(length)).unwrap_or(0);
            take(text.get(..usize::try_from(cut).unwrap_or(0)).unwrap_or_default());
            return Err(Failed::NoNetwork);
        }
        take(&text);
        Ok(())
    }

    async fn fork(&self, token: &Secret, request: &ForkRequest) -> Result<Enrolled, Failed> {
        let cloud = self.there()?;
        let session = cloud.session(self.now(), &token.0).await.map_err(|error| failed(&error))?;
        let answer =
            cloud.fork(self.now(), &self.entropy(), &session, request).await.map_err(|error| failed(&error))?;
        self.back(answer)
    }
}
