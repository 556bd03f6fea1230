//! What has to be settled before there is a window.

use std::{
    env,
    hash::{DefaultHasher, Hash, Hasher},
    path::Path,
};

use tauri::{Manager, Runtime, plugin::TauriPlugin};

use crate::window::LABEL;

/// Set by the driver of window tests.
const AUTOMATION_VARIABLE: &str = "TAURI_WEBVIEW_AUTOMATION";
/// How WebKitGTK hands pictures to the screen.
const DMABUF_VARIABLE: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";

/// Whether a test drives the window.
pub(crate) fn automated() -> bool {
    env::var_os(AUTOMATION_VARIABLE).is_some()
}

/// WebKitGTK's fastest way to the screen shows blank windows with some graphics drivers, starts slower and takes more
/// memory; whoever wants it sets the variable. A test driver cannot take pictures without it and gets it.
pub(crate) fn prepare_web_view() {
    if cfg!(target_os = "linux") && env::var_os(DMABUF_VARIABLE).is_none() && !automated() {
        #[expect(unsafe_code, reason = "no other thread runs yet that could read the environment")]
        // SAFETY: called first in `main`, before any thread is started.
        unsafe {
            env::set_var(DMABUF_VARIABLE, "1");
        }
    }
}

/// A second start on the same data brings the first one's window to the front.
pub(crate) fn single_instance<R: Runtime>(folder: &Path) -> TauriPlugin<R> {
    let mut builder = tauri_plugin_single_instance::Builder::new().callback(|app, _, _| {
        if let Some(window) = app.get_webview_window(LABEL) {
            // Whatever of it the desktop does not allow, it does not allow.
            let _ = window.unminimize();
            let _ = window.show();
            let _ = window.set_focus();
        }
    });
    if env::var_os(mobileaccess_host::DATA_FOLDER_VARIABLE).is_some() {
        // Another data folder is another computer, as far as the product is concerned.
        let mut hasher = DefaultHasher::new();
        folder.hash(&mut hasher);
        builder = builder.dbus_id(format!("cz.mobileaccess.admin.p{:016x}", hasher.finish()));
    }
    builder.build()
}
