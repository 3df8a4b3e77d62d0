use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use ledger::LedgerError;
use serde_json::json;

/// What went wrong, in a sentence for the person at the page.
#[derive(Debug)]
pub(crate) struct ApiError {
    status: StatusCode,
    message: String,
}

impl ApiError {
    pub(crate) fn new(status: StatusCode, message: impl Into<String>) -> ApiError {
        ApiError { status, message: message.into() }
    }

    /// The request says something that cannot be understood.
    pub(crate) fn bad_request(message: impl Into<String>) -> ApiError {
        ApiError::new(StatusCode::BAD_REQUEST, message)
    }
}

impl From<LedgerError> for ApiError {
    fn from(error: LedgerError) -> ApiError {
        let status = match error {
            LedgerError::NoRecord(_) | LedgerError::NoPage(_) => StatusCode::NOT_FOUND,
            LedgerError::Ambiguous { .. } | LedgerError::BadEdit { .. } => StatusCode::BAD_REQUEST,
            LedgerError::NothingToUndo(_)
            | LedgerError::NoBlock(_)
            | LedgerError::NoBlockVerdict(_)
            | LedgerError::NewBlockVerdict(_) => StatusCode::CONFLICT,
            LedgerError::Busy(_) => StatusCode::SERVICE_UNAVAILABLE,
            LedgerError::DiskFull(_) | LedgerError::NotWritten(_) => StatusCode::INSUFFICIENT_STORAGE,
            _ => StatusCode::INTERNAL_SERVER_ERROR,
        };
        ApiError::new(status, error.to_string())
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        (self.status, Json(json!({ "error": self.message }))).into_response()
    }
}
