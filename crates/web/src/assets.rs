//! The built files of `ui/`, and which of them answers an address.

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use include_dir::{Dir, include_dir};

static FILES: Dir<'_> = include_dir!("$DEMARCHE_UI");

/// Stands in `index.html` where the token of this run belongs.
const TOKEN_MARK: &str = "__DEMARCHE_TOKEN__";

/// First parts of the addresses that the page itself draws, so that each view can be linked and reloaded.
const SCREENS: [&str; 5] = ["", "statements", "timeline", "pages", "problems"];

/// Every address that is not the API's.
pub(crate) fn routes(token: &str) -> Router {
    let index = FILES.get_file("index.html").and_then(|file| file.contents_utf8()).unwrap_or_default();
    let index: Arc<str> = index.replace(TOKEN_MARK, token).into();
    Router::new().fallback(get(file)).with_state(index)
}

async fn file(State(index): State<Arc<str>>, uri: Uri) -> Response {
    let path = uri.path().trim_start_matches('/');
    if path != "index.html"
        && let Some(file) = FILES.get_file(path)
    {
        // Built files have a digest in their name, all but the icon.
        let keep = if path.starts_with("assets/") { "public, max-age=31536000, immutable" } else { "no-cache" };
        let headers = [(header::CONTENT_TYPE, media_type(path)), (header::CACHE_CONTROL, keep)];
        return (headers, file.contents()).into_response();
    }
    let screen = path.split('/').next().unwrap_or_default();
    let status = if SCREENS.contains(&screen) { StatusCode::OK } else { StatusCode::NOT_FOUND };
    // The token is in it, and it is another one in the next run.
    let headers = [(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::CACHE_CONTROL, "no-store")];
    (status, headers, index.to_string()).into_response()
}

fn media_type(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "svg" => "image/svg+xml",
        "html" => "text/html; charset=utf-8",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
