use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{Path, State};
use ledger::{Entry, Ledger, RecordView, Verdict};
use serde::Serialize;
use text::Id;

use super::ApiError;
use super::shared::{Body, Shared, body};

const VERDICTS: &str = "a verdict is expected: {\"verdict\": \"accept\"}, \"reject\", \"undo\", \
    or \"edit\" with \"field\" and \"value\"";

#[derive(Serialize)]
struct WithHistory {
    #[serde(flatten)]
    view: RecordView,
    /// Oldest entry first.
    history: Vec<Entry>,
}

/// One record and what happened to it. The first digits of an id are enough.
pub(super) async fn record(State(shared): State<Shared>, Path(id): Path<String>) -> Result<Body, ApiError> {
    shared
        .ask(move |ledger| {
            let id = ledger.find_id(&id)?;
            let view = ledger.record(id)?;
            with_history(ledger, id, view)
        })
        .await
}

/// A person's verdict, signed with the server's reviewer; answers with the record as it then stands.
pub(super) async fn review(
    State(shared): State<Shared>,
    Path(id): Path<String>,
    verdict: Result<Json<Verdict>, JsonRejection>,
) -> Result<Body, ApiError> {
    let verdict = body(verdict, VERDICTS)?;
    let reviewer = shared.reviewer().to_owned();
    shared
        .ask(move |ledger| {
            let id = ledger.find_id(&id)?;
            let view = ledger.review(id, &verdict, &reviewer)?;
            with_history(ledger, id, view)
        })
        .await
}

fn with_history(ledger: &Ledger, id: Id, view: RecordView) -> Result<WithHistory, ApiError> {
    Ok(WithHistory { view, history: ledger.history(id)? })
}
