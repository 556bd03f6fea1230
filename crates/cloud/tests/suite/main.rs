//! The contract of the cloud's database: every story is told on the embedded engine and on a real PostgreSQL.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a story that goes wrong fails its test")]

mod activation;
mod keeping;
mod mail;
mod matrix;
mod parallel;
mod phones;
mod routes;
mod support;
mod sync;

/// Tells a story on both engines.
macro_rules! on_both_engines {
    ($($name:ident),+ $(,)?) => {
        mod embedded {
            $(#[tokio::test]
            async fn $name() {
                super::$name(crate::support::Place::embedded().await).await;
            })+
        }
        mod postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                super::$name(crate::support::Place::postgres().await).await;
            })+
        }
    };
}
pub(crate) use on_both_engines;
