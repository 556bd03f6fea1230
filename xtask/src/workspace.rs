//! What Cargo knows about the workspace and its dependencies.

use std::path::PathBuf;

use serde_json::Value;

use crate::{
    Outcome,
    process::{cargo, read},
};

/// Feature of the window's package with which a debug build shows the bundled UI and not a development server.
const BUNDLED_UI: &str = "custom-protocol";
/// The window's package.
pub(crate) const WINDOW: &str = "mobileaccess";
/// The package of whole-system stories.
pub(crate) const STORIES: &str = "mobileaccess-tests";

/// The workspace, with every crate it is built from.
pub(crate) struct Workspace {
    /// `cargo metadata`, as it came.
    pub(crate) metadata: Value,
}

impl Workspace {
    /// Asks Cargo.
    ///
    /// # Errors
    /// A sentence when Cargo fails, as it does when Cargo.lock does not fit the manifests.
    pub(crate) fn load() -> Outcome<Self> {
        let text = read(cargo().args(["metadata", "--format-version", "1", "--locked"]))?;
        let metadata =
            serde_json::from_str(&text).map_err(|error| format!("cargo metadata was not understood: {error}"))?;
        Ok(Self { metadata })
    }

    /// Every package, ours and others'.
    pub(crate) fn packages(&self) -> impl Iterator<Item = &Value> {
        self.metadata["packages"].as_array().into_iter().flatten()
    }

    /// The packages of this repository.
    pub(crate) fn members(&self) -> impl Iterator<Item = &Value> {
        self.packages().filter(|package| package["source"].is_null())
    }

    /// Where Cargo builds.
    pub(crate) fn target(&self) -> PathBuf {
        PathBuf::from(text(&self.metadata["target_directory"]))
    }
}

/// The arguments that select the whole workspace with one set of features.
///
/// Cargo compiles a dependency once per set of features asked of it, and that set follows from the packages
/// chosen. Checking, building and testing therefore always choose the same ones: the big crates (the web view,
/// the database engine) are compiled once and not four times.
pub(crate) fn everything() -> [String; 4] {
    // The cloud's contract is told on a real PostgreSQL too.
    let features = format!("{},mobileaccess-cloud/testing", bundled_ui());
    ["--workspace".into(), "--locked".into(), "--features".into(), features]
}

/// The feature under the name that works from anywhere in the workspace.
pub(crate) fn bundled_ui() -> String {
    format!("{WINDOW}/{BUNDLED_UI}")
}

/// A JSON string, or nothing.
pub(crate) fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}
