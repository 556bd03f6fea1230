//! The network between a computer and the cloud: calls in this process, with weather.

use std::future::Future;
use std::pin::Pin;
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
    /// It is under way for long: whoever asked gives it up, and it arrives while somebody else is answered.
    pub held: u64,
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
    /// Pushes that are under way for long.
    pub held: Mutex<Vec<(Secret, PushRequest)>>,
}

/// What happens on a computer while it is in the middle of a pull.
pub type Meanwhile = Pin<Box<dyn Future<Output = ()> + Send>>;

/// A computer's way to the cloud.
#[derive(Clone)]
pub struct Link {
    sky: Arc<Sky>,
    late: Arc<Mutex<Option<(Secret, PushRequest)>>>,
    meanwhile: Arc<Mutex<Option<Meanwhile>>>,
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
        Self { sky, late: Arc::default(), meanwhile: Arc::default() }
    }

    /// Lets this happen in the middle of the next pull, or, with `None`, no longer; says whether something waited for it.
    pub fn meanwhile(&self, what: Option<Meanwhile>) -> bool {
        self.meanwhile.lock().is_ok_and(|mut held| std::mem::replace(&mut *held, what).is_some())
    }

    /// The sky above it.
    pub fn sky(&self) -> Arc<Sky> {
        Arc::clone(&self.sky)
    }

    fn cloud(&self) -> Result<Cloud, Failed> {
        self.sky.cloud.lock().ok().and_then(|cloud| cloud.clone()).ok_or(Failed::NoNetwork)
    }

    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.sky.now.lock().map(|now| *now).unwrap_or_default()
    }

    pub(crate) fn entropy(&self) -> Entropy {
        Entropy::new(self.sky.chance.lock().map(|mut chance| chance.bytes()).unwrap_or_default())
    }

    pub(crate) fn happens(&self, share: impl Fn(&Weather) -> u64) -> bool {
        let share = self.sky.weather.lock().map(|weather| share(&weather)).unwrap_or(0);
        share > 0 && self.sky.chance.lock().is_ok_and(|mut chance| chance.per_mille(share))
    }

    pub(crate) fn there(&self) -> Result<Cloud, Failed> {
        if self.happens(|weather| weather.lost) { Err(Failed::NoNetwork) } else { self.cloud() }
    }

    pub(crate) fn back<T>(&self, answer: T) -> Result<T, Failed> {
        if self.happens(|weather| weather.unanswered) { Err(Failed::NoNetwork) } else { Ok(answer) }
    }

    async fn send(&self, cloud: &Cloud, token: &Secret, request: &PushRequest) -> Result<Pushed, Error> {
        let session = cloud.session(self.now(), &token.0).await?;
        cloud.push(self.now(), &session, request).await
    }

    /// Whatever happens in the middle of an answer: something on the same computer, and what was under way for long.
    async fn others(&self, cloud: &Cloud) {
        let meanwhile = self.meanwhile.lock().ok().and_then(|mut held| held.take());
        if let Some(meanwhile) = meanwhile {
            meanwhile.await;
        }
        let held = self.sky.held.lock().ok().and_then(|mut held| held.pop());
        if let Some((token, request)) = held {
            // Its answer goes nowhere: whoever asked has given it up.
            drop(self.send(cloud, &token, &request).await);
        }
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
        let old = self.late.lock().ok().and_then(|late| late.clone());
        if let Some((token, request)) = old
            && self.happens(|weather| weather.late)
        {
            // Its answer goes nowhere: whoever asked has given it up.
            drop(self.send(&cloud, &token, &request).await);
        }
        if let Ok(mut late) = self.late.lock() {
            *late = Some((token.clone(), request.clone()));
        }
        if self.happens(|weather| weather.held) {
            if let Ok(mut held) = self.sky.held.lock() {
                held.push((token.clone(), request.clone()));
            }
            return Err(Failed::NoNetwork);
        }
        if self.happens(|weather| weather.twice) {
            drop(self.send(&cloud, token, request).await);
        }
        let answer = self.send(&cloud, token, request).await.map_err(|error| failed(&error))?;
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
        // One line at a time: the cloud waits in the middle of its snapshot while others go on.
        let (sink, mut chunks) = mpsc::channel::<Vec<u8>>(1);
        let request = request.clone();
        let reading = cloud.clone();
        let asked = tokio::spawn(async move { reading.pull_in_pieces(now, &session, &request, sink, 1).await });
        let mut text = Vec::new();
        while let Some(chunk) = chunks.recv().await {
            if text.is_empty() {
                self.others(&cloud).await;
            }
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
