//! Pokes between the processes on one PostgreSQL. Nothing depends on them but speed.

use std::collections::BTreeSet;
use std::time::Duration;

use mobileaccess_domain::Id;
use sqlx::postgres::PgListener;
use tokio::sync::broadcast::error::RecvError;
use uuid::Uuid;

use crate::cloud::Cloud;
use crate::db::Database;
use crate::error::Result;

const CHANNEL: &str = "mobileaccess_pokes";
/// Pokes of this long travel together: each costs a transaction.
const GATHER: Duration = Duration::from_millis(2);
/// The wait before a lost connection is made again.
const AGAIN: Duration = Duration::from_secs(1);

impl Cloud {
    /// Tells the other processes what changed here, and those who listen here what changed there, for as long as it is awaited.
    /// Ends at once on the embedded engine. `process` is a random id of this process.
    pub async fn relay(&self, process: Uuid) {
        let Database::Postgres(pool) = self.db() else { return };
        let mut local = self.pokes_made_here();
        let tell = async {
            loop {
                let mut changed = BTreeSet::new();
                match local.recv().await {
                    Ok(distributor) => drop(changed.insert(distributor.uuid())),
                    Err(RecvError::Lagged(_)) => continue,
                    Err(RecvError::Closed) => return,
                }
                tokio::time::sleep(GATHER).await;
                while let Ok(distributor) = local.try_recv() {
                    changed.insert(distributor.uuid());
                }
                // One transaction for all of them, and one that no disk is waited for: what they tell of is durable already, and
                // whoever misses it pulls a little later.
                let text = "SELECT pg_notify($1, said), set_config('synchronous_commit', 'off', true) \
                            FROM UNNEST($2::text[]) AS said";
                let said: Vec<String> = changed.iter().map(|distributor| format!("{process} {distributor}")).collect();
                drop(sqlx::query(text).bind(CHANNEL).bind(said).execute(pool).await);
            }
        };
        let hear = async {
            loop {
                drop(self.hear(pool, process).await);
                tokio::time::sleep(AGAIN).await;
            }
        };
        tokio::join!(tell, hear);
    }

    async fn hear(&self, pool: &sqlx::PgPool, process: Uuid) -> Result<()> {
        let mut listener = PgListener::connect_with(pool).await?;
        listener.listen(CHANNEL).await?;
        loop {
            let notification = listener.recv().await?;
            let Some((from, distributor)) = notification.payload().split_once(' ') else { continue };
            if from != process.to_string()
                && let Ok(distributor) = Uuid::parse_str(distributor)
            {
                self.poke_here(Id::new(distributor));
            }
        }
    }
}
