//! A desk whose clock and random numbers follow from the number of the command alone, so that the same command on the
//! same rows does the same thing again, in another process too.

use std::{
    path::PathBuf,
    sync::atomic::{AtomicU64, Ordering},
};

use chrono::{DateTime, Utc};
use mobileaccess_app::{App, FileContent, Host, Written};
use mobileaccess_store::KdfParams;
use mobileaccess_wire::{
    Changed, Failure, Surface, dispatch,
    files::{PickOpenRequest, PickSaveRequest, Picked},
    handouts::Printer,
};
use serde_json::{Value, json};

/// 23 November 2026, 09:00 UTC, in seconds since 1970.
const OPENING: i64 = 1_795_424_400;
/// Seconds between two commands.
const PACE: i64 = 60;

/// When the command of this number happens.
pub(crate) fn time_of(number: u64) -> DateTime<Utc> {
    let seconds = OPENING.saturating_add(i64::try_from(number).unwrap_or(0).saturating_mul(PACE));
    DateTime::from_timestamp(seconds, 0).unwrap_or_default()
}

/// Chances that follow from a seed.
pub(crate) struct Dice {
    stream: blake3::OutputReader,
}

impl Dice {
    /// Dice of their own for every combination of numbers.
    pub(crate) fn new(numbers: &[u64]) -> Self {
        let mut hasher = blake3::Hasher::new();
        for number in numbers {
            hasher.update(&number.to_be_bytes());
        }
        Self { stream: hasher.finalize_xof() }
    }

    pub(crate) fn number(&mut self) -> u64 {
        let mut bytes = [0; 8];
        self.stream.fill(&mut bytes);
        u64::from_be_bytes(bytes)
    }

    /// A number from 0 up to, not including, `end`; 0 when `end` is 0.
    pub(crate) fn below(&mut self, end: u64) -> u64 {
        self.number().checked_rem(end).unwrap_or(0)
    }

    pub(crate) fn of_hundred(&mut self, share: u64) -> bool {
        self.below(100) < share
    }

    /// One of these; `None` when there is none.
    pub(crate) fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        let end = u64::try_from(from.len()).unwrap_or(0);
        from.get(usize::try_from(self.below(end)).unwrap_or(0))
    }
}

/// The host.
pub struct Desk {
    seed: u64,
    number: AtomicU64,
    drawn: AtomicU64,
    saved: PathBuf,
}

impl Desk {
    fn turn(&self, number: u64) {
        self.number.store(number, Ordering::SeqCst);
        self.drawn.store(0, Ordering::SeqCst);
    }
}

/// An app at a desk. Handouts and lists are saved to `saved`.
pub fn desk(seed: u64, data: PathBuf, saved: PathBuf) -> App<Desk> {
    let host = Desk { seed, number: AtomicU64::new(0), drawn: AtomicU64::new(0), saved };
    App::new(host, data, KdfParams::MINIMUM)
}

/// Carries out the command of this number.
///
/// # Errors
/// The command's own failure.
pub async fn call(app: &App<Desk>, number: u64, name: &str, request: Value) -> Result<Value, Failure> {
    app.host().turn(number);
    dispatch(app, Surface::Cli, name, request).await
}

impl Host for Desk {
    const SURFACE: Surface = Surface::Cli;

    fn now(&self) -> DateTime<Utc> {
        time_of(self.number.load(Ordering::SeqCst))
    }

    fn random(&self, bytes: &mut [u8]) -> bool {
        let mut hasher = blake3::Hasher::new();
        for number in [self.seed, self.number.load(Ordering::SeqCst), self.drawn.fetch_add(1, Ordering::SeqCst)] {
            hasher.update(&number.to_be_bytes());
        }
        hasher.finalize_xof().fill(bytes);
        true
    }

    fn time_zone(&self) -> String {
        "Europe/Prague".to_owned()
    }

    fn changed(&self, _: Changed) {}

    async fn pick_open(&self, _: PickOpenRequest) -> Result<Picked, Failure> {
        Ok(Picked { file: None, name: None })
    }

    async fn pick_save(&self, _: PickSaveRequest) -> Result<Picked, Failure> {
        Ok(Picked { file: None, name: None })
    }

    /// The installer's file of this name, which begins with the System ID: some of the same readers as in others, some
    /// further ones.
    async fn read_file(&self, handle: &str, _: u64) -> Result<FileContent, Failure> {
        let mut dice = Dice::new(&[self.seed, 7, handle.bytes().map(u64::from).sum()]);
        let reader = |number: u64, dice: &mut Dice| {
            json!({
                "name": format!("Door {number} of {handle}"), "readerId": format!("IMA r{number:04}"),
                "mac": format!("00:1E:C0:00:{:02X}:{:02X}", number / 256, number % 256), "group": null,
                "allowIdentification": dice.of_hundred(80), "oneTapAccess": dice.of_hundred(50),
                "signalRange": 40, "oneTapSignal": 55
            })
        };
        let first = dice.below(40);
        let many = 1 + dice.below(40);
        let readers: Vec<Value> = (first..first + many).map(|number| reader(number, &mut dice)).collect();
        let file = json!({"format": "mobileaccess-readers", "version": 1, "systemId": handle.split('-').next(),
            "exportedAt": "2026-11-20T09:12:44Z", "readers": readers});
        let bytes = serde_json::to_vec(&file).map_err(|_| Failure::new("file_unreadable"))?;
        Ok(FileContent { name: handle.to_owned(), bytes })
    }

    async fn write_file(&self, handle: &str, bytes: Vec<u8>) -> Result<Written, Failure> {
        std::fs::write(self.saved.join(handle), bytes).map_err(|_| Failure::new("file_unwritable"))?;
        Ok(Written { name: handle.to_owned(), folder: self.saved.display().to_string() })
    }

    async fn open_saved(&self, _: &str) -> Result<(), Failure> {
        Ok(())
    }

    async fn printers(&self) -> Option<Vec<Printer>> {
        None
    }

    async fn print(&self, _: Vec<u8>, _: Option<String>, _: String) -> Result<(), Failure> {
        Ok(())
    }
}
