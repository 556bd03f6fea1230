//! The tests' bridge: the same screens and the same commands as the window, in a browser on this very computer, for tests
//! and for work on the screens. It stands where `src-tauri` stands. It has no dialogs and no login of its own, which is why a
//! release build refuses to exist.

#[cfg(not(debug_assertions))]
compile_error!("the bridge is for tests and development only and is never built for release");

mod files;
mod host;
mod server;
mod statics;

use std::{path::PathBuf, sync::Arc, time::Duration};

use clap::Parser;
use mobileaccess_app::App;
use tokio::net::TcpListener;

use crate::{host::BridgeHost, server::router};

/// Serves the screens and the commands to a browser on this computer, for tests and development only.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    /// Data folder; the environment variable MOBILEACCESS_PROFILE or the system's place if missing.
    #[arg(long)]
    profile: Option<PathBuf>,
    /// Port; any free one if 0. The address is printed once the bridge listens.
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// Folder of the built screens.
    #[arg(long, default_value = "ui/dist")]
    ui: PathBuf,
    /// Folder into which files are saved; without it a save dialog counts as cancelled.
    #[arg(long)]
    files: Option<PathBuf>,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments = Arguments::parse();
    let folder = arguments.profile.or_else(mobileaccess_host::data_folder).ok_or("there is no data folder")?;
    let cost = mobileaccess_host::password_cost(&folder);
    let app = Arc::new(App::new(BridgeHost::new(arguments.files), folder, cost));
    let listener = TcpListener::bind(("127.0.0.1", arguments.port)).await?;
    println!("http://{}", listener.local_addr()?);
    let ticking = Arc::clone(&app);
    tokio::spawn(async move {
        loop {
            tokio::time::sleep(Duration::from_secs(30)).await;
            ticking.tick().await;
        }
    });
    let syncing = Arc::clone(&app);
    tokio::spawn(async move { syncing.sync_forever().await });
    let serving = axum::serve(listener, router(Arc::clone(&app), arguments.ui));
    // Open event streams never end by themselves: the first of the two ends the process.
    tokio::select! {
        served = serving => served?,
        stopped = tokio::signal::ctrl_c() => stopped?,
    }
    app.end().await;
    Ok(())
}
