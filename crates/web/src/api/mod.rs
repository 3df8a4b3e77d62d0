//! The ledger as JSON. A file for each thing that can be asked for; what went wrong is always `{"error": "a sentence"}`.
//!
//! Fields are written as the ledger writes them. Only a page's blocks are made anew, with spans in UTF-16 units.

mod blocks;
mod error;
mod export;
mod filter;
mod pages;
mod records;
mod shared;
mod statements;
mod summary;

use axum::Router;
use axum::http::StatusCode;
use axum::routing::{get, post};
use ledger::Ledger;

pub(crate) use error::ApiError;
pub use shared::Recode;
use shared::Shared;

/// The addresses under `/api`.
pub(crate) fn routes(ledger: Ledger, reviewer: String, recode: Recode) -> Router {
    Router::new()
        .route("/summary", get(summary::summary))
        .route("/problems", get(summary::problems))
        .route("/statements", get(statements::statements))
        .route("/facets", get(statements::facets))
        .route("/timeline", get(statements::timeline))
        .route("/pages", get(pages::pages))
        .route("/pages/{id}", get(pages::page))
        .route("/pages/{id}/blocks/{key}", post(blocks::judge))
        .route("/records/{id}", get(records::record))
        .route("/records/{id}/review", post(records::review))
        .route("/export.csv", get(export::csv))
        .route("/export.jsonl", get(export::jsonl))
        .fallback(async || ApiError::new(StatusCode::NOT_FOUND, "there is nothing at this address"))
        .method_not_allowed_fallback(async || {
            ApiError::new(StatusCode::METHOD_NOT_ALLOWED, "this address cannot be asked in this way")
        })
        .with_state(Shared::new(ledger, reviewer, recode))
}
