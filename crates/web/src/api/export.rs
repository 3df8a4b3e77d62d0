use axum::extract::State;
use axum::http::header::CONTENT_DISPOSITION;
use axum::response::IntoResponse;

use super::ApiError;
use super::filter::Asked;
use super::shared::Shared;

/// The statements that pass the filter, as a table.
pub(super) async fn csv(State(shared): State<Shared>, Asked(filter): Asked) -> Result<impl IntoResponse, ApiError> {
    let body = shared
        .write("text/csv; charset=utf-8", move |ledger, to| {
            ledger.export_csv(&filter, to)?;
            Ok(())
        })
        .await?;
    Ok(([(CONTENT_DISPOSITION, "attachment; filename=\"statements.csv\"")], body))
}

/// The statements that pass the filter, one JSON value a line.
pub(super) async fn jsonl(State(shared): State<Shared>, Asked(filter): Asked) -> Result<impl IntoResponse, ApiError> {
    let body = shared
        .write("application/jsonl; charset=utf-8", move |ledger, to| {
            ledger.export_jsonl(&filter, to)?;
            Ok(())
        })
        .await?;
    Ok(([(CONTENT_DISPOSITION, "attachment; filename=\"statements.jsonl\"")], body))
}
