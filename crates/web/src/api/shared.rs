use std::sync::{Arc, Mutex, PoisonError};

use axum::Json;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use ledger::{BlockVerdicts, Coding, Ledger, LedgerError};
use serde::Serialize;
use text::Capture;

use super::ApiError;

/// How a capture is coded again with what people said about its blocks: see [`ledger::Coder`].
pub type Recode = Arc<dyn Fn(&Ledger, &Capture, &BlockVerdicts) -> Result<Coding, LedgerError> + Send + Sync>;

/// What all requests share: the one open ledger, the name that signs, and the way to code a page again.
#[derive(Clone)]
pub(super) struct Shared {
    ledger: Arc<Mutex<Ledger>>,
    reviewer: Arc<str>,
    recode: Recode,
}

/// A body that was written off the thread that serves, with its media type.
pub(super) struct Body {
    pub(super) media_type: &'static str,
    pub(super) bytes: Vec<u8>,
}

impl Shared {
    pub(super) fn new(ledger: Ledger, reviewer: String, recode: Recode) -> Shared {
        Shared { ledger: Arc::new(Mutex::new(ledger)), reviewer: reviewer.into(), recode }
    }

    pub(super) fn reviewer(&self) -> &str {
        &self.reviewer
    }

    pub(super) fn recode(&self) -> Recode {
        Arc::clone(&self.recode)
    }

    /// Asks the ledger and writes the answer as JSON, both on a thread that may wait.
    pub(super) async fn ask<T: Serialize>(
        &self,
        question: impl FnOnce(&mut Ledger) -> Result<T, ApiError> + Send + 'static,
    ) -> Result<Body, ApiError> {
        self.write("application/json", |ledger, bytes| {
            let answer = question(ledger)?;
            serde_json::to_writer(bytes, &answer).map_err(|error| LedgerError::Io(error.into()))?;
            Ok(())
        })
        .await
    }

    /// Lets the ledger write a body, on a thread that may wait.
    pub(super) async fn write(
        &self,
        media_type: &'static str,
        writing: impl FnOnce(&mut Ledger, &mut Vec<u8>) -> Result<(), ApiError> + Send + 'static,
    ) -> Result<Body, ApiError> {
        let ledger = Arc::clone(&self.ledger);
        let written = tokio::task::spawn_blocking(move || {
            // A panic in another request leaves the ledger whole: every change is one transaction.
            let mut ledger = ledger.lock().unwrap_or_else(PoisonError::into_inner);
            let mut bytes = Vec::new();
            writing(&mut ledger, &mut bytes)?;
            Ok(Body { media_type, bytes })
        });
        written.await.unwrap_or_else(|_| {
            let message = "demarche could not answer: this is a mistake in the program, and nothing was changed";
            Err(ApiError::new(StatusCode::INTERNAL_SERVER_ERROR, message))
        })
    }
}

impl IntoResponse for Body {
    fn into_response(self) -> Response {
        ([(CONTENT_TYPE, self.media_type), (CACHE_CONTROL, "no-store")], self.bytes).into_response()
    }
}

/// Reads a JSON body; what does not read is a sentence, not a parser's message.
pub(super) fn body<T>(
    read: Result<Json<T>, axum::extract::rejection::JsonRejection>,
    expected: &str,
) -> Result<T, ApiError> {
    read.map(|Json(value)| value).map_err(|rejection| ApiError::new(rejection.status(), expected))
}
