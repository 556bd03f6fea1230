//! A Tauri window with one line of text: no store, no plugin, no script. The benchmark of the product's window holds its
//! start and its memory against this one.

fn main() -> Result<(), tauri::Error> {
    tauri::Builder::default().run(tauri::generate_context!())
}
