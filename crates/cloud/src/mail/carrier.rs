//! The loop that carries messages for as long as a cloud serves, in whichever program that is.

use std::io;
use std::time::Duration;

use chrono::{DateTime, Utc};
use tokio::sync::watch;

use crate::cloud::Cloud;
use crate::error::Error;
use crate::secrets::Entropy;

/// How long the loop rests when nothing is due and nobody asks for anything.
const REST: Duration = Duration::from_secs(5);
/// How often reminders are looked for.
const REMINDING: Duration = Duration::from_secs(60);

impl Cloud {
    /// Sends what is queued, a few messages at a time, until `asked` says that the host ends. `now` tells the time, `random`
    /// gives 32 random bytes, and `wrong` is told what fails; its text holds no value of any row.
    pub async fn send_until(
        &self,
        asked: &watch::Receiver<bool>,
        now: impl Fn() -> DateTime<Utc>,
        random: impl Fn() -> io::Result<[u8; 32]>,
        wrong: impl Fn(&Error),
    ) {
        let carrier = || async {
            let (mut pokes, mut asked) = (self.pokes(), asked.clone());
            // What was begun is finished: nothing is cut between a server's yes and the note of it.
            while !*asked.borrow() {
                match self.send_next(&now, || Ok(Entropy::new(random()?))).await {
                    Ok(true) => continue,
                    Ok(false) => {}
                    Err(error) => wrong(&error),
                }
                let rest = tokio::time::timeout(REST, pokes.recv());
                tokio::select! {
                    _ = rest => {}
                    _ = asked.changed() => {}
                }
            }
        };
        let reminders = async {
            let mut asked = asked.clone();
            while !*asked.borrow() {
                if let Ok(random) = random()
                    && let Err(error) = self.queue_reminders(now(), &Entropy::new(random)).await
                {
                    wrong(&error);
                }
                drop(tokio::time::timeout(REMINDING, asked.changed()).await);
            }
        };
        tokio::join!(carrier(), carrier(), carrier(), carrier(), reminders);
    }
}
