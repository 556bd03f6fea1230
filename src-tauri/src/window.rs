//! The window itself.

use std::path::{Path, PathBuf};

use mobileaccess_wire::{Surface, dispatch};
use serde_json::{Value, json};
use tauri::{
    App, DragDropEvent, Emitter, Manager, Theme, WebviewUrl, WebviewWindow, WebviewWindowBuilder, WindowEvent,
    window::Color,
};

use crate::{Core, start};

/// Label of the one window.
pub(crate) const LABEL: &str = "main";

/// The colours of an empty page in the two themes, so that nothing flashes before the screens are drawn.
const LIGHT: Color = Color(0xf7, 0xf8, 0xf9, 0xff);
const DARK: Color = Color(0x10, 0x13, 0x16, 0xff);

/// Opens the window.
pub(crate) fn open(app: &App, core: &Core) -> tauri::Result<()> {
    let theme = chosen_theme(core);
    let window = WebviewWindowBuilder::new(app, LABEL, WebviewUrl::default())
        .title("MobileAccess")
        .inner_size(1280.0, 800.0)
        .min_inner_size(1024.0, 700.0)
        .center()
        .theme(theme)
        .background_color(if theme == Some(Theme::Dark) { DARK } else { LIGHT })
        // Names, codes and keys stay in the encrypted store: the web view keeps nothing. A test driver finds no way into
        // a web view of that kind (on Linux it has a context of its own); what is kept then, the test looks through.
        .incognito(!start::automated())
        .zoom_hotkeys_enabled(true)
        .general_autofill_enabled(false)
        .data_directory(web_view_folder(core.folder()))
        .build()?;
    if theme.is_none() && window.theme().is_ok_and(|theme| theme == Theme::Dark) {
        window.set_background_color(Some(DARK))?;
    }
    catch_dropped_files(&window, core);
    ask_before_closing(&window, core);
    Ok(())
}

/// Where a web view that insists on a folder has it.
fn web_view_folder(folder: &Path) -> PathBuf {
    folder.join("web-view")
}

/// The theme of this computer's settings; `None` follows the system.
fn chosen_theme(core: &Core) -> Option<Theme> {
    let asked = dispatch(&**core, Surface::Window, "settings.get", Value::Null);
    let settings = tauri::async_runtime::block_on(asked).unwrap_or_default();
    match settings["theme"].as_str() {
        Some("dark") => Some(Theme::Dark),
        Some("light") => Some(Theme::Light),
        _ => None,
    }
}

/// A dropped file gets a handle, as if it had been chosen in a dialog; the screens never name a path themselves.
fn catch_dropped_files(window: &WebviewWindow, core: &Core) {
    let core = core.clone();
    let app = window.app_handle().clone();
    window.on_window_event(move |event| {
        let WindowEvent::DragDrop(DragDropEvent::Drop { paths, .. }) = event else { return };
        let Some(path) = paths.first() else { return };
        if let Ok(picked) = core.host().files.hold(path.clone()) {
            // A window that is closing hears nothing.
            let _ = app.emit("file-dropped", json!(picked));
        }
    });
}

/// Work that would be forgotten is known to the screens: they are asked first. Screens that do not answer keep nobody: the
/// second wish to close is granted.
fn ask_before_closing(window: &WebviewWindow, core: &Core) {
    let core = core.clone();
    window.on_window_event(move |event| {
        if let WindowEvent::CloseRequested { api, .. } = event
            && core.host().ask_to_close()
        {
            api.prevent_close();
        }
    });
}

#[cfg(test)]
mod tests {
    use super::{DARK, LIGHT};

    #[test]
    fn an_empty_page_has_the_colour_of_the_screens() {
        let style = include_str!("../../ui/src/app.css");
        let hex = |colour: tauri::window::Color| format!("#{:02x}{:02x}{:02x}", colour.0, colour.1, colour.2);
        assert!(style.contains(&format!("--color-canvas: light-dark({}, {});", hex(LIGHT), hex(DARK))));
    }
}
