//! The window. It stands between the screens and the app: one command, a few events, dialogs, files and printers. No rule is
//! here, no SQL, and no path comes from the web view.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod files;
mod host;

use std::{process::ExitCode, sync::Arc, time::Duration};

use mobileaccess_app::App;
use serde_json::{Value, json};
use tauri::{DragDropEvent, Emitter, Manager, RunEvent, State, Window, WindowEvent};

use crate::host::WindowHost;

type Shared = Arc<App<WindowHost>>;

/// The one command of the screens: calls a command of the list and answers `{ok, value}` or `{ok, failure}`.
#[tauri::command]
async fn call(app: State<'_, Shared>, name: String, request: Value) -> Result<Value, ()> {
    Ok(mobileaccess_host::reply(&app, &name, request).await)
}

/// WebKitGTK's renderer over DMA-BUF shows blank windows on some drivers and starts slower. It is switched off unless
/// somebody chose, or the window is driven by WebDriver, whose screenshots need it.
fn choose_renderer() {
    const RENDERER: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";
    let driven = std::env::var_os("TAURI_WEBVIEW_AUTOMATION").is_some();
    if cfg!(target_os = "linux") && !driven && std::env::var_os(RENDERER).is_none() {
        #[expect(unsafe_code, reason = "no other thread runs yet that could read the environment")]
        // SAFETY: called first in `main`, before any thread is started.
        unsafe {
            std::env::set_var(RENDERER, "1");
        }
    }
}

/// A file that was dropped becomes a handle; the screens learn its name.
fn dropped(window: &Window, event: &DragDropEvent) {
    let DragDropEvent::Drop { paths, .. } = event else { return };
    let Some(path) = paths.first() else { return };
    let app = window.state::<Shared>();
    if let Ok(picked) = app.host().files.hold(path.clone()) {
        // A window that is closing hears nothing, and needs nothing.
        let _ = window.emit("file-dropped", json!({ "file": picked.file, "name": picked.name }));
    }
}

fn main() -> ExitCode {
    choose_renderer();
    let built = tauri::Builder::default()
        .plugin(tauri_plugin_single_instance::init(|app, _, _| {
            if let Some(window) = app.get_webview_window("main") {
                let _ = window.unminimize();
                let _ = window.set_focus();
            }
        }))
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_fs::init())
        .plugin(tauri_plugin_opener::init())
        .plugin(tauri_plugin_window_state::Builder::default().build())
        .invoke_handler(tauri::generate_handler![call])
        .on_window_event(|window, event| {
            if let WindowEvent::DragDrop(event) = event {
                dropped(window, event);
            }
        })
        .setup(|tauri| {
            let folder = mobileaccess_host::data_folder().ok_or("there is no folder for data")?;
            let cost = mobileaccess_host::password_cost(&folder);
            let app: Shared = Arc::new(App::new(WindowHost::new(tauri.handle().clone()), folder, cost));
            tauri.manage(Arc::clone(&app));
            tauri::async_runtime::spawn(async move {
                loop {
                    tokio::time::sleep(Duration::from_secs(30)).await;
                    app.tick().await;
                }
            });
            Ok(())
        })
        .build(tauri::generate_context!());
    let tauri = match built {
        Ok(tauri) => tauri,
        Err(error) => {
            eprintln!("MobileAccess cannot open its window: {error}");
            return ExitCode::FAILURE;
        }
    };
    tauri.run(|tauri, event| {
        if let RunEvent::Exit = event {
            let app = Arc::clone(&tauri.state::<Shared>());
            tauri::async_runtime::block_on(app.close());
        }
    });
    ExitCode::SUCCESS
}
