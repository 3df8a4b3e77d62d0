//! The blocks of a page as a person names them on the command line: the page by `--page`, the block by the first digits
//! of its key, which stay the same for the same bytes of the capture.

use std::io;

use anstyle::Style;
use ledger::{BlockPlace, BlockVerdict, BlockVerdicts, Ledger, PageView};
use serde::Serialize;
use text::Role;

use super::show::SHORT;
use crate::sanitize::for_terminal;
use crate::terminal::{Cell, FAINT, Screen};

/// A block of a page with the person's word on it.
pub struct BlockOfPage<'a> {
    /// Number on the page, from 0.
    pub number: usize,
    /// Its words and role.
    pub block: &'a text::Block,
    /// Where it stands; nothing when none of its words stand in the capture.
    pub place: Option<BlockPlace>,
    /// The verdict that gave it its role.
    pub moved: Option<&'a BlockVerdict>,
    /// Do its words stand on other pages of the site too?
    is_set_aside: bool,
}

/// A block as one line of JSON.
#[derive(Serialize)]
pub struct BlockLine<'a> {
    page: &'a str,
    block: usize,
    key: Option<String>,
    role: Role,
    article: bool,
    decided_by: DecidedBy<'a>,
    text: &'a str,
}

/// Who or what gave a block its role.
#[derive(Serialize)]
#[serde(tag = "who", rename_all = "kebab-case")]
enum DecidedBy<'a> {
    /// Rules and models of the program.
    Program,
    /// The block stands on other pages of its site.
    Site,
    /// A person.
    Person { by: &'a str, at: &'a str, was: Role },
}

/// Every block of a page, in page order.
pub fn blocks<'a>(page: &'a PageView, verdicts: &'a BlockVerdicts) -> Vec<BlockOfPage<'a>> {
    let (moved, _) = verdicts.placed(&page.page);
    let block = |(number, (block, moved)): (usize, (&'a text::Block, Option<&'a BlockVerdict>))| BlockOfPage {
        number,
        block,
        place: BlockPlace::of(block),
        moved,
        is_set_aside: page.page.is_set_aside(number),
    };
    page.page.blocks.iter().zip(moved).enumerate().map(block).collect()
}

/// Where the block stands whose key begins so.
///
/// # Errors
/// When no block of the page has such a key, or several have.
pub fn find_place(page: &PageView, named: &str) -> anyhow::Result<BlockPlace> {
    let digits = named.trim().to_ascii_lowercase();
    let places = page.page.blocks.iter().filter_map(BlockPlace::of);
    let mut found: Vec<BlockPlace> = places.filter(|place| place.key().starts_with(&digits)).collect();
    match (digits.is_empty(), found.len()) {
        (false, 1) => Ok(found.remove(0)),
        (false, n) if n > 1 => anyhow::bail!("'{named}' stands for {n} blocks of the page: give more of its digits"),
        _ => {
            anyhow::bail!("the page has no block '{named}': 'demarche show blocks --page {}' lists them", name_of(page))
        }
    }
}

/// The block of the page at this place, if it is still there.
pub fn at_place<'a>(page: &'a PageView, verdicts: &'a BlockVerdicts, place: &BlockPlace) -> Option<BlockOfPage<'a>> {
    blocks(page, verdicts)
        .into_iter()
        .find(|block| block.place.as_ref().is_some_and(|own| own.segments == place.segments))
}

/// The page's blocks, with what is said of them, as the ledger has them now.
pub fn with_verdicts(ledger: &Ledger, page: PageView) -> Result<(PageView, BlockVerdicts), ledger::LedgerError> {
    let verdicts = ledger.block_verdicts(page.id)?;
    Ok((page, verdicts))
}

/// A name by which flags find the page again.
fn name_of(page: &PageView) -> String {
    page.origins.first().cloned().unwrap_or_else(|| page.id.short(SHORT))
}

/// Columns of the longest name of a role.
const ROLE: usize = 10;
/// Characters of a block's words in a list.
const N_CHARS: usize = 240;

impl<'a> BlockOfPage<'a> {
    /// One or two lines: key, role, the first words; and whose word the role is, when it is not the program's.
    pub fn print(&self, screen: &mut Screen) -> io::Result<()> {
        let style = if self.block.role.is_article() { Style::new() } else { FAINT };
        let mut words: String = self.block.text.chars().take(N_CHARS).collect();
        if words.len() < self.block.text.len() {
            words.push('…');
        }
        let (key, words) = (self.short_key(), for_terminal(&words).into_owned());
        let role = self.block.role.name();
        screen.row(2, &[Cell::new(&key, SHORT, FAINT), Cell::new(role, ROLE, style), Cell::new(&words, 0, style)])?;
        match self.decided_by() {
            DecidedBy::Program => Ok(()),
            _ => screen.paragraph(2 + SHORT + 2 + ROLE + 2, FAINT, &for_terminal(&self.decision())),
        }
    }

    /// The first digits of its key.
    pub fn short_key(&self) -> String {
        self.place.as_ref().map(|place| place.key().chars().take(SHORT).collect()).unwrap_or_default()
    }

    /// Who gave it its role, in words: `moved by anna on 2022-11-20, was teaser`.
    pub fn decision(&self) -> String {
        match self.decided_by() {
            DecidedBy::Program => "decided by the program".to_owned(),
            DecidedBy::Site => "set aside: its words stand on other pages of the site too".to_owned(),
            DecidedBy::Person { by, at, was } => format!("moved by {by} on {}, was {}", day(at), was.name()),
        }
    }

    /// Its line for the page at this path.
    pub fn line(&self, page: &'a str) -> BlockLine<'a> {
        BlockLine {
            page,
            block: self.number,
            key: self.place.as_ref().map(BlockPlace::key),
            role: self.block.role,
            article: self.block.role.is_article(),
            decided_by: self.decided_by(),
            text: &self.block.text,
        }
    }

    fn decided_by(&self) -> DecidedBy<'a> {
        match self.moved {
            Some(BlockVerdict { by, at, was, .. }) => DecidedBy::Person { by, at, was: *was },
            None if self.is_set_aside => DecidedBy::Site,
            None => DecidedBy::Program,
        }
    }
}

/// The day of a moment as the ledger writes it.
pub fn day(at: &str) -> &str {
    at.split('T').next().unwrap_or_default()
}
