//! Long work: how far it is, and stopping it.

use std::{
    collections::HashMap,
    future::Future,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
};

use mobileaccess_wire::{
    CancelJob, Empty, Failure, Handle, JobProgress as ProgressCommand,
    jobs::{JobProgress, JobRequest, JobStage},
};
use tokio::sync::Notify;

use crate::{App, Host};

/// One piece of long work.
#[derive(Default)]
pub(crate) struct Job {
    stage: Mutex<Option<JobStage>>,
    done: AtomicU64,
    total: AtomicU64,
    cancelled: AtomicBool,
    stop: Notify,
}

impl Job {
    /// Goes on to the next stage, of which `total` is to be done (0: not known).
    ///
    /// # Errors
    /// `cancelled`.
    pub(crate) fn begin(&self, stage: JobStage, total: usize) -> Result<(), Failure> {
        if let Ok(mut now) = self.stage.lock() {
            *now = Some(stage);
        }
        self.done.store(0, Ordering::Relaxed);
        self.total.store(total as u64, Ordering::Relaxed);
        self.check()
    }

    /// Notes how much of the stage is done.
    pub(crate) fn reached(&self, done: usize) {
        self.done.store(done as u64, Ordering::Relaxed);
    }

    /// # Errors
    /// `cancelled`.
    pub(crate) fn check(&self) -> Result<(), Failure> {
        if self.is_cancelled() { Err(Failure::new("cancelled")) } else { Ok(()) }
    }

    pub(crate) fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }

    pub(crate) fn cancel(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
        self.stop.notify_one();
    }

    /// Carries `work` on until it is done or the job is stopped; then it is dropped.
    ///
    /// # Errors
    /// `cancelled`.
    pub(crate) async fn unless_cancelled<T>(&self, work: impl Future<Output = T>) -> Result<T, Failure> {
        tokio::select! {
            biased;
            () = self.stop.notified() => Err(Failure::new("cancelled")),
            done = work => Ok(done),
        }
    }
}

/// Everything long that runs, by the names it was given.
#[derive(Default)]
pub(crate) struct Jobs {
    running: Arc<Mutex<HashMap<String, Arc<Job>>>>,
}

/// A job that is forgotten when it is over, however it ends.
pub(crate) struct Running {
    name: String,
    pub(crate) job: Arc<Job>,
    jobs: Arc<Mutex<HashMap<String, Arc<Job>>>>,
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Ok(mut jobs) = self.jobs.lock() {
            jobs.remove(&self.name);
        }
    }
}

impl Jobs {
    /// Begins a job; without a name nobody can ask about it.
    pub(crate) fn start(&self, name: &str) -> Running {
        let job = Arc::new(Job::default());
        let name: String = name.chars().take(64).collect();
        if !name.is_empty()
            && let Ok(mut jobs) = self.running.lock()
        {
            jobs.insert(name.clone(), job.clone());
        }
        Running { name, job, jobs: self.running.clone() }
    }

    fn find(&self, name: &str) -> Option<Arc<Job>> {
        self.running.lock().ok()?.get(name).cloned()
    }
}

impl<H: Host> Handle<ProgressCommand> for App<H> {
    async fn handle(&self, request: JobRequest) -> Result<JobProgress, Failure> {
        self.open().await?;
        let Some(job) = self.jobs.find(&request.job) else {
            return Ok(JobProgress { stage: JobStage::None, done: 0, total: 0 });
        };
        let stage = job.stage.lock().ok().and_then(|stage| *stage).unwrap_or(JobStage::Reading);
        Ok(JobProgress { stage, done: job.done.load(Ordering::Relaxed), total: job.total.load(Ordering::Relaxed) })
    }
}

impl<H: Host> Handle<CancelJob> for App<H> {
    async fn handle(&self, request: JobRequest) -> Result<Empty, Failure> {
        self.open().await?;
        if let Some(job) = self.jobs.find(&request.job) {
            job.cancel();
        }
        Ok(Empty {})
    }
}
