//! Declares the one command of the window, so that the capability must name it.

fn main() {
    let attributes = tauri_build::Attributes::new().app_manifest(tauri_build::AppManifest::new().commands(&["call"]));
    if let Err(error) = tauri_build::try_build(attributes) {
        // A build script has no other way to say what is wrong.
        println!("cargo::error={error:#}");
    }
}
