use std::collections::HashMap;

use axum::extract::State;
use ledger::{Count, Filter, Ledger, RecordView};
use serde::Serialize;

use super::ApiError;
use super::filter::Asked;
use super::shared::{Body, Shared};

/// Statements in one answer, where the address does not say; and the most it can ask for.
const DEFAULT_LIMIT: usize = 50;
const MAX_LIMIT: usize = 1000;

#[derive(Serialize)]
struct Found {
    /// How many pass the filter, those of other answers included.
    total: usize,
    limit: usize,
    offset: usize,
    statements: Vec<RecordView>,
}

/// The statements that pass the filter, a part at a time.
pub(super) async fn statements(State(shared): State<Shared>, Asked(mut filter): Asked) -> Result<Body, ApiError> {
    shared
        .ask(move |ledger| {
            let limit = filter.limit.unwrap_or(DEFAULT_LIMIT).min(MAX_LIMIT);
            filter.limit = Some(limit);
            let (total, statements) = (ledger.n_statements(&filter)?, ledger.statements(&filter)?);
            Ok(Found { total, limit, offset: filter.offset.unwrap_or(0), statements })
        })
        .await
}

#[derive(Serialize)]
struct Facets {
    speaker: Vec<Count>,
    party: Vec<Count>,
    kind: Vec<Count>,
    state: Vec<Count>,
    page: Vec<PageCount>,
}

#[derive(Serialize)]
struct PageCount {
    #[serde(flatten)]
    count: Count,
    title: Option<String>,
    origin: Option<String>,
}

/// The values by which the statements that pass the filter can be told apart. Each facet leaves its own condition out, so that
/// it shows what could be chosen instead.
pub(super) async fn facets(State(shared): State<Shared>, Asked(filter): Asked) -> Result<Body, ApiError> {
    shared
        .ask(move |ledger| {
            let without = |change: fn(&mut Filter)| {
                let mut filter = Filter { limit: None, offset: None, ..filter.clone() };
                change(&mut filter);
                filter
            };
            Ok(Facets {
                speaker: ledger.facet("speaker", &without(|filter| filter.speaker = None))?,
                party: ledger.facet("party", &without(|filter| filter.party = None))?,
                kind: ledger.facet("kind", &without(|filter| filter.kind = None))?,
                state: ledger.facet("state", &without(|filter| filter.state = None))?,
                page: with_titles(ledger, ledger.facet("page", &without(|filter| filter.page = None))?)?,
            })
        })
        .await
}

fn with_titles(ledger: &Ledger, counts: Vec<Count>) -> Result<Vec<PageCount>, ApiError> {
    let mut named: HashMap<String, (Option<String>, Option<String>)> = ledger
        .pages()?
        .into_iter()
        .map(|view| (view.id.to_string(), (view.page.metadata.title, view.origins.into_iter().next())))
        .collect();
    let named = |count: Count| {
        let (title, origin) = named.remove(&count.value).unwrap_or_default();
        PageCount { count, title, origin }
    };
    Ok(counts.into_iter().map(named).collect())
}

/// The statements that pass the filter, day by day.
pub(super) async fn timeline(State(shared): State<Shared>, Asked(filter): Asked) -> Result<Body, ApiError> {
    shared.ask(move |ledger| Ok(ledger.timeline(&filter)?)).await
}
