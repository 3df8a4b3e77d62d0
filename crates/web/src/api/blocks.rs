use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use ledger::{BlockPlace, Recoded};
use serde::{Deserialize, Serialize};
use text::{Id, Role};

use super::ApiError;
use super::pages::{WholePage, whole_page};
use super::shared::{Body, Shared, body};

/// What a person says about a block.
#[derive(Clone, Copy, Deserialize)]
#[serde(tag = "verdict", rename_all = "kebab-case")]
pub(super) enum BlockSaid {
    /// It is this.
    Move { role: Role },
    /// The last that was said about it is taken back.
    Undo,
}

#[derive(Serialize)]
struct Answer {
    /// Statements that the page has now and had not before.
    n_added: usize,
    /// Statements that nobody had reviewed and that it has no more.
    n_withdrawn: usize,
    page: WholePage,
}

fn expected() -> String {
    let roles = Role::ALL.map(Role::name).join(", ");
    format!(
        "a verdict on a block is expected: {{\"verdict\": \"move\", \"role\": one of {roles}}}, or {{\"verdict\": \"undo\"}}"
    )
}

/// Moves a block or puts it back, signed with the server's reviewer, and codes the page again; answers with the page as it
/// then stands.
pub(super) async fn judge(
    State(shared): State<Shared>,
    Path((id, key)): Path<(String, String)>,
    said: Result<Json<BlockSaid>, JsonRejection>,
) -> Result<Body, ApiError> {
    let said = body(said, &expected())?;
    let id: Id = id.parse().map_err(|error: text::IdError| ApiError::bad_request(error.to_string()))?;
    let (reviewer, recode) = (shared.reviewer().to_owned(), shared.recode());
    shared
        .ask(move |ledger| {
            let view = ledger.page(id)?;
            let place = view.page.blocks.iter().filter_map(BlockPlace::of).find(|place| place.key() == key);
            let place = place.ok_or_else(|| {
                ApiError::new(StatusCode::CONFLICT, "the page has no such block as it stands now: reload it")
            })?;
            let Recoded { appended, .. } = match said {
                BlockSaid::Move { role } => ledger.move_block(id, &place, role, &reviewer, &*recode)?,
                BlockSaid::Undo => ledger.put_block_back(id, &place, &reviewer, &*recode)?,
            };
            let (n_added, n_withdrawn) = (appended.n_added, appended.n_withdrawn);
            Ok(Answer { n_added, n_withdrawn, page: whole_page(ledger, id)? })
        })
        .await
}
