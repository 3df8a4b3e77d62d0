use axum::extract::State;
use ledger::{Ledger, Summary};
use serde::Serialize;

use super::ApiError;
use super::filter::Asked;
use super::shared::{Body, Shared};

#[derive(Serialize)]
struct Overview {
    /// Name of the ledger's file, without its folder.
    ledger: String,
    reviewer: String,
    version: &'static str,
    #[serde(flatten)]
    summary: Summary,
}

/// The ledger in figures.
pub(super) async fn summary(State(shared): State<Shared>) -> Result<Body, ApiError> {
    let reviewer = shared.reviewer().to_owned();
    shared
        .ask(|ledger| {
            let summary = ledger.summary()?;
            Ok(Overview { ledger: file_name(ledger), reviewer, version: env!("CARGO_PKG_VERSION"), summary })
        })
        .await
}

/// The problems of all pages, or of the one named by `page`.
pub(super) async fn problems(State(shared): State<Shared>, Asked(filter): Asked) -> Result<Body, ApiError> {
    shared.ask(move |ledger| Ok(ledger.problems(filter.page)?)).await
}

fn file_name(ledger: &Ledger) -> String {
    ledger.path().file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}
