use axum::extract::{Path, State};
use ledger::{
    BlockPlace, BlockVerdict, Evidence, Filter, Finding, Ledger, PageView, ProblemView, RecordView, Statement,
};
use serde::Serialize;
use text::{Id, Metadata, Offsets, Role};

use super::ApiError;
use super::shared::{Body, Shared};

#[derive(Serialize)]
struct PageHead {
    id: Id,
    origins: Vec<String>,
    media_type: String,
    /// Bytes of the capture.
    n_bytes: usize,
    read_at: String,
    is_article: bool,
    metadata: Metadata,
    n_records: usize,
    n_problems: usize,
}

#[derive(Serialize)]
pub(super) struct WholePage {
    #[serde(flatten)]
    head: PageHead,
    blocks: Vec<BlockView>,
    /// Records of the page in page order, rejected ones included: the reader shows what was decided.
    statements: Vec<RecordView>,
    problems: Vec<ProblemView>,
    /// What a block can be.
    roles: Vec<RoleView>,
}

/// A role for a person to choose.
#[derive(Clone, Serialize)]
struct RoleView {
    name: &'static str,
    meaning: &'static str,
    is_article: bool,
}

#[derive(Serialize)]
struct BlockView {
    role: &'static str,
    /// The role in words for a person.
    meaning: &'static str,
    is_article: bool,
    /// Names the block when it is moved; nothing when none of its words stand in the capture.
    key: Option<String>,
    /// The person's verdict that gave it its role.
    moved: Option<MovedView>,
    /// Other pages of the site that hold its words, when these take it out of the article.
    n_other_pages: Option<usize>,
    text: String,
    marks: Vec<Mark>,
}

/// Who gave a block its role, and what it was before.
#[derive(Serialize)]
struct MovedView {
    by: String,
    at: String,
    was: &'static str,
    was_meaning: &'static str,
}

/// Words of a block that a record stands on.
#[derive(Serialize)]
struct Mark {
    record: Id,
    /// `source`, `cue`, `content`, or the name of the field.
    part: &'static str,
    /// UTF-16 units of the block's text.
    start: usize,
    end: usize,
}

/// Every page without its words.
pub(super) async fn pages(State(shared): State<Shared>) -> Result<Body, ApiError> {
    shared.ask(|ledger| Ok(ledger.pages()?.into_iter().map(head).collect::<Vec<PageHead>>())).await
}

/// One page: its blocks in page order, and what stands on their words.
pub(super) async fn page(State(shared): State<Shared>, Path(id): Path<String>) -> Result<Body, ApiError> {
    let id: Id = id.parse().map_err(|error: text::IdError| ApiError::bad_request(error.to_string()))?;
    shared.ask(move |ledger| whole_page(ledger, id)).await
}

/// The page as it stands now.
pub(super) fn whole_page(ledger: &Ledger, id: Id) -> Result<WholePage, ApiError> {
    let view = ledger.page(id)?;
    let mut statements = Vec::new();
    for state in [None, Some(ledger::State::Unsure), Some(ledger::State::Rejected)] {
        statements.extend(ledger.statements(&Filter { page: Some(id), state, ..Filter::default() })?);
    }
    statements.sort_by_key(place);
    let verdicts = ledger.block_verdicts(id)?;
    let mut blocks = blocks(&view, &statements, &verdicts.placed(&view.page).0);
    for aside in ledger.set_aside(id)? {
        // A person's word is stronger, and then says all.
        if let Some(block) = blocks.get_mut(aside.block).filter(|block| block.moved.is_none()) {
            block.n_other_pages = Some(aside.n_other_pages);
        }
    }
    let problems = ledger.problems(Some(id))?;
    Ok(WholePage { head: head(view), blocks, statements, problems, roles: Role::ALL.map(role).to_vec() })
}

fn role(role: Role) -> RoleView {
    RoleView { name: role.name(), meaning: role.meaning(), is_article: role.is_article() }
}

fn head(view: PageView) -> PageHead {
    let PageView { id, origins, media_type, n_bytes, read_at, page, n_records } = view;
    PageHead {
        id,
        origins,
        media_type,
        n_bytes,
        read_at,
        is_article: page.is_article,
        n_problems: page.problems.len(),
        metadata: page.metadata,
        n_records,
    }
}

/// Where a record's first words stand: block, then byte.
fn place(view: &RecordView) -> (usize, usize) {
    let Finding::Statement(statement) = &view.record.finding;
    let parts = [&statement.source, &statement.cue, &statement.content];
    parts.into_iter().flatten().map(|evidence| (evidence.block, evidence.span.start)).min().unwrap_or_default()
}

fn blocks(view: &PageView, statements: &[RecordView], moved: &[Option<&BlockVerdict>]) -> Vec<BlockView> {
    let page = &view.page;
    let offsets: Vec<Offsets<'_>> = view.page.blocks.iter().map(|block| Offsets::new(&block.text)).collect();
    let mut marks: Vec<Vec<Mark>> = view.page.blocks.iter().map(|_| Vec::new()).collect();
    for view in statements {
        let Finding::Statement(statement) = &view.record.finding;
        for (part, evidence) in parts(statement) {
            // Evidence that stands in no block of the page marks nothing; `demarche doctor` finds such records.
            let block = evidence.find(page).unwrap_or(usize::MAX);
            if let (Some(offsets), Some(marks)) = (offsets.get(block), marks.get_mut(block)) {
                let [start, end] = offsets.span_in_utf16(evidence.span);
                marks.push(Mark { record: view.record.id, part, start, end });
            }
        }
    }
    let blocks = view.page.blocks.iter().zip(moved).zip(marks);
    let block = |((block, moved), marks): ((&text::Block, &Option<&BlockVerdict>), Vec<Mark>)| BlockView {
        role: block.role.name(),
        meaning: block.role.meaning(),
        is_article: block.role.is_article(),
        key: BlockPlace::of(block).map(|place| place.key()),
        moved: moved.map(moved_view),
        n_other_pages: None,
        text: block.text.clone(),
        marks,
    };
    blocks.map(block).collect()
}

fn moved_view(verdict: &BlockVerdict) -> MovedView {
    let BlockVerdict { by, at, was, .. } = verdict;
    MovedView { by: by.clone(), at: at.clone(), was: was.name(), was_meaning: was.meaning() }
}

fn parts(statement: &Statement) -> impl Iterator<Item = (&'static str, &Evidence)> {
    let named: [(&'static str, &Vec<Evidence>); 12] = [
        ("source", &statement.source),
        ("cue", &statement.cue),
        ("content", &statement.content),
        ("speaker", &statement.speaker.evidence),
        ("party", &statement.party.evidence),
        ("rank", &statement.rank.evidence),
        ("addressee", &statement.addressee.evidence),
        ("medium", &statement.medium.evidence),
        ("hedges", &statement.hedges.evidence),
        ("on-word-of", &statement.on_word_of.evidence),
        ("date", &statement.date.evidence),
        ("act", &statement.act.evidence),
    ];
    named.into_iter().flat_map(|(part, evidence)| evidence.iter().map(move |evidence| (part, evidence)))
}
