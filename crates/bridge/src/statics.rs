//! The built screens, under the policy they have in the window.

use std::path::{Component, Path};

use axum::{
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};

/// What a page may load and talk to: itself.
const POLICY: &str =
    "default-src 'self'; style-src 'self'; script-src 'self'; img-src 'self' data: blob:; connect-src 'self'";

pub(crate) async fn serve(folder: &Path, path: &str) -> Response {
    let inside = Path::new(path.trim_start_matches('/'));
    if !inside.components().all(|part| matches!(part, Component::Normal(_))) {
        return StatusCode::NOT_FOUND.into_response();
    }
    let wanted = folder.join(inside);
    // An address without a file of its own is a place within the screens.
    let file = if wanted.is_file() { wanted } else { folder.join("index.html") };
    let Ok(content) = tokio::fs::read(&file).await else {
        return (StatusCode::NOT_FOUND, "The screens are not built: npm run build in ui/").into_response();
    };
    let headers = [
        (header::CONTENT_TYPE, kind(&file)),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (headers, content).into_response()
}

fn kind(file: &Path) -> &'static str {
    match file.extension().and_then(|extension| extension.to_str()).unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript",
        "css" => "text/css",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "woff2" => "font/woff2",
        "json" => "application/json",
        _ => "application/octet-stream",
    }
}
