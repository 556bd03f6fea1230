//! The window. It stands between the screens and the app: one command, a few events, dialogs, files and printers. No rule is
//! here, no SQL, and no path comes from the web view. Tauri's types stay in this package.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod files;
mod host;
mod start;
mod window;

use std::{process::ExitCode, sync::Arc, time::Duration};

use mobileaccess_app::App;
use serde_json::Value;
use tauri::{AppHandle, Manager, RunEvent, State, ipc::Response};

use crate::host::WindowHost;

/// The product behind the window.
type Core = Arc<App<WindowHost>>;

/// How often the core looks whether to lock the screens or make a backup.
const TICK: Duration = Duration::from_secs(30);

/// The one command of the screens: calls a command of the list and answers `{ok, value}` or `{ok, failure}`.
#[tauri::command]
async fn call(core: State<'_, Core>, name: String, request: Option<Value>) -> Result<Response, ()> {
    Ok(Response::new(mobileaccess_host::reply(&core, &name, request.unwrap_or_default()).await))
}

fn main() -> ExitCode {
    start::prepare_web_view();
    let Some(folder) = mobileaccess_host::data_folder() else {
        eprintln!("There is no place for data: set {}.", mobileaccess_host::DATA_FOLDER_VARIABLE);
        return ExitCode::FAILURE;
    };
    // An absolute name: size and place of the window are remembered beside the data they belong to.
    let remembered = std::path::absolute(folder.join("window.json")).unwrap_or_default().display().to_string();
    let built = tauri::Builder::default()
        // First: a second start must not get as far as opening anything.
        .plugin(start::single_instance(&folder))
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_fs::init())
        .plugin(tauri_plugin_opener::init())
        .plugin(tauri_plugin_window_state::Builder::new().with_filename(remembered).build())
        .invoke_handler(tauri::generate_handler![call])
        .setup(move |tauri| {
            let cost = mobileaccess_host::password_cost(&folder);
            let host = WindowHost::new(tauri.handle().clone(), &folder);
            host.files.forget_printed();
            let core: Core = Arc::new(App::new(host, &folder, cost));
            tauri.manage(Arc::clone(&core));
            window::open(tauri, &core)?;
            let syncing = Arc::clone(&core);
            tauri::async_runtime::spawn(async move { syncing.sync_forever().await });
            tauri::async_runtime::spawn(async move {
                loop {
                    tokio::time::sleep(TICK).await;
                    core.tick().await;
                }
            });
            Ok(())
        })
        .build(tauri::generate_context!());
    match built {
        Ok(tauri) => {
            tauri.run(|tauri, event| {
                if matches!(event, RunEvent::Exit) {
                    close(tauri);
                }
            });
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("MobileAccess cannot open its window: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Closes the store with the window, so that nothing unfinished is left beside it.
fn close(tauri: &AppHandle) {
    if let Some(core) = tauri.try_state::<Core>() {
        tauri::async_runtime::block_on(core.end());
        core.host().files.forget_printed();
    }
}
