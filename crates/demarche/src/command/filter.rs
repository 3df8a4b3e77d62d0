//! Which records a verb is about: flags become a [`ledger::Filter`].

use anyhow::Context;
use jiff::civil::Date;
use ledger::{Filter, Ledger, PageView, State};
use text::DateInterval;

use crate::command::UsageError;

/// The flags as they were given.
#[derive(Clone, Debug, Default, clap::Args)]
#[command(next_help_heading = "Which ones")]
pub struct FilterFlags {
    /// Only what this speaker says: a name or a part of it.
    #[arg(long, value_name = "NAME")]
    speaker: Option<String>,
    /// Only what is said for this party: a code such as `UKR`.
    #[arg(long, value_name = "CODE")]
    party: Option<String>,
    /// Only what can lie on this day or after it: `2022-10-05`, `2022-10` or `2022`.
    #[arg(long, value_name = "DATE")]
    since: Option<DateInterval>,
    /// Only what can lie on this day or before it.
    #[arg(long, value_name = "DATE")]
    until: Option<DateInterval>,
    /// Only this page: its path, the end of its path, or the first digits of its id.
    #[arg(long, visible_alias = "source", value_name = "PAGE")]
    page: Option<String>,
    /// Only records in this state; without it, all but rejected, withdrawn and unsure ones; the unsure ones wait for review.
    #[arg(long, value_enum)]
    state: Option<StateName>,
    /// Only statements told in this way.
    #[arg(long, value_enum)]
    kind: Option<KindName>,
    /// Only records that quote these words.
    #[arg(long, value_name = "WORDS")]
    query: Option<String>,
    /// At most so many.
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum StateName {
    Found,
    Unsure,
    Accepted,
    Edited,
    Rejected,
    Withdrawn,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum KindName {
    Direct,
    Indirect,
    Mixed,
}

impl FilterFlags {
    /// What the flags mean in this ledger.
    ///
    /// # Errors
    /// When a flag names no page or several.
    pub fn resolve(&self, ledger: &Ledger) -> anyhow::Result<Filter> {
        let page = self.page.as_deref().map(|page| find_page(ledger, page)).transpose()?;
        Ok(Filter {
            query: self.query.clone(),
            speaker: self.speaker.clone(),
            party: self.party.clone(),
            page: page.map(|page| page.id),
            since: self.first_day(),
            until: self.last_day(),
            state: self.state.map(StateName::state),
            kind: self.kind.map(|kind| kind.label().to_owned()),
            limit: self.limit,
            offset: None,
        })
    }

    /// The pages that the flags are about, for views of pages: these know a page, days and a limit.
    ///
    /// # Errors
    /// When a flag is given that says nothing about pages, or names no page or several.
    pub fn pages(&self, what: &str, ledger: &Ledger) -> anyhow::Result<Vec<PageView>> {
        let of_records = [
            ("--speaker", self.speaker.is_some()),
            ("--party", self.party.is_some()),
            ("--state", self.state.is_some()),
            ("--kind", self.kind.is_some()),
            ("--query", self.query.is_some()),
        ];
        if let Some((flag, _)) = of_records.iter().find(|(_, is_given)| *is_given) {
            let flags = "--page, --since, --until and --limit";
            return Err(UsageError(format!("'{flag}' does not go with 'show {what}', which takes {flags}")).into());
        }
        let pages = match &self.page {
            Some(page) => vec![find_page(ledger, page)?],
            None => ledger.pages()?,
        };
        let is_wanted = |page: &PageView| {
            let published = page.page.metadata.published;
            let since = self.first_day().map(DateInterval::since);
            let until = self.last_day().map(DateInterval::until);
            let touches = |bound: DateInterval| published.is_some_and(|published| published.touches(bound));
            since.is_none_or(touches) && until.is_none_or(touches)
        };
        Ok(pages.into_iter().filter(is_wanted).collect())
    }

    /// At most so many lines.
    pub fn limit(&self) -> usize {
        self.limit.unwrap_or(usize::MAX)
    }

    fn first_day(&self) -> Option<Date> {
        self.since.and_then(|since| since.first().or(since.last()))
    }

    fn last_day(&self) -> Option<Date> {
        self.until.and_then(|until| until.last().or(until.first()))
    }
}

impl StateName {
    fn state(self) -> State {
        match self {
            StateName::Found => State::Found,
            StateName::Unsure => State::Unsure,
            StateName::Accepted => State::Accepted,
            StateName::Edited => State::Edited,
            StateName::Rejected => State::Rejected,
            StateName::Withdrawn => State::Withdrawn,
        }
    }
}

impl KindName {
    fn label(self) -> &'static str {
        match self {
            KindName::Direct => "direct",
            KindName::Indirect => "indirect",
            KindName::Mixed => "mixed",
        }
    }
}

/// The page with this path, the end of a path, or the first digits of an id.
///
/// # Errors
/// When the words name no page or several.
pub fn find_page(ledger: &Ledger, named: &str) -> anyhow::Result<PageView> {
    let mut pages = ledger.pages().context("the pages cannot be listed")?;
    let is_exact = |page: &PageView| page.origins.iter().any(|origin| origin == named);
    if let Some(at) = pages.iter().position(is_exact) {
        return Ok(pages.swap_remove(at));
    }
    let is_end = |origin: &String| origin.strip_suffix(named).is_some_and(|head| head.ends_with(['/', '\\']));
    let is_digits = |page: &PageView| named.len() >= 4 && page.id.to_string().starts_with(named);
    pages.retain(|page| page.origins.iter().any(is_end) || is_digits(page));
    match pages.len() {
        0 => anyhow::bail!("no page '{named}' was read: 'demarche show pages' lists them"),
        1 => Ok(pages.remove(0)),
        n => anyhow::bail!("'{named}' stands for {n} pages: give more of the path"),
    }
}
