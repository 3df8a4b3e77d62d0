//! A person's word on the blocks of a page: kept, and the page coded again, in one transaction.

use rusqlite::{Connection, OptionalExtension, params};
use text::{Capture, Id, MediaType, Page, Role};

use super::append::{self, find_capture};
use super::fault::Fault;
use super::{Appended, Durability, Ledger, now, pages, view};
use crate::{BlockPlace, BlockVerdict, BlockVerdicts, LedgerError, Producer, Record, TakenBack};

/// A capture as a program codes it: what [`Ledger::append_page`] takes.
#[derive(Clone, Debug)]
pub struct Coding {
    /// The page, with the roles that people gave to its blocks.
    pub page: Page,
    /// What was found in its article.
    pub records: Vec<Record>,
    /// What read it.
    pub producer: Producer,
}

/// How a program codes a capture with these verdicts on its blocks. The ledger does not know how a page is read, so
/// whoever lets people move blocks brings this along. It must not write to the ledger.
pub type Coder<'a> = dyn Fn(&Ledger, &Capture, &BlockVerdicts) -> Result<Coding, LedgerError> + 'a;

/// What became of a page when a block of it was moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recoded {
    /// The verdict that was given or taken back, as it stands now.
    pub verdict: BlockVerdict,
    /// What the new coding added and withdrew.
    pub appended: Appended,
}

/// How often a page is coded again because somebody else said something about it meanwhile.
const N_ATTEMPTS: usize = 4;

impl Ledger {
    /// The verdicts on a page's blocks; none for a page that nobody judged or that is not in the ledger.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn block_verdicts(&self, page: Id) -> Result<BlockVerdicts, LedgerError> {
        self.read(|connection| match find_capture(connection, page)? {
            Some(number) => verdicts(connection, number),
            None => Ok(BlockVerdicts::default()),
        })
    }

    /// A capture as it was read.
    ///
    /// # Errors
    /// When it is not in the ledger, or damaged.
    pub fn capture(&self, id: Id) -> Result<Capture, LedgerError> {
        self.read(|connection| {
            let number = find_capture(connection, id)?.ok_or(LedgerError::NoPage(id))?;
            capture(connection, number)
        })
    }

    /// Writes down that a person gives this role to the block at this place, and codes the page again with it. Both
    /// happen or neither; on return they survive a power cut. The block must be one of the page as it stands.
    ///
    /// Records that a person has reviewed stay whatever the new coding finds.
    ///
    /// # Errors
    /// When there is no such page or block, or the file cannot be written.
    pub fn move_block(
        &mut self,
        page: Id,
        place: &BlockPlace,
        role: Role,
        by: &str,
        coder: &Coder<'_>,
    ) -> Result<Recoded, LedgerError> {
        self.judge(page, by, coder, |_, stands| {
            let is_it = |block: &&text::Block| BlockPlace::of(block).is_some_and(|own| own.segments == place.segments);
            let block = stands.blocks.iter().find(is_it).ok_or(LedgerError::NoBlock(page))?;
            let place = BlockPlace { words: block.text.clone(), ..place.clone() };
            Ok(Said::Moved { place, was: block.role, role })
        })
    }

    /// Writes down that a person takes back the last standing verdict on the block at this place, and codes the page
    /// again without it. Can be repeated until none is left; then programs decide again.
    ///
    /// # Errors
    /// When no verdict stands on the block, and as [`Ledger::move_block`].
    pub fn put_block_back(
        &mut self,
        page: Id,
        place: &BlockPlace,
        by: &str,
        coder: &Coder<'_>,
    ) -> Result<Recoded, LedgerError> {
        self.judge(page, by, coder, |verdicts, stands| {
            let is_it = |block: &text::Block| BlockPlace::of(block).is_some_and(|own| own.segments == place.segments);
            let block = stands.blocks.iter().position(is_it).ok_or(LedgerError::NoBlock(page))?;
            let last = verdicts.on_block(stands, block).last().ok_or(LedgerError::NoBlockVerdict(page))?;
            Ok(Said::Undone(last.number))
        })
    }

    /// Writes down that a person takes back this verdict, wherever its block is now, and codes the page again without it.
    ///
    /// # Errors
    /// When no such verdict stands on the page, and as [`Ledger::move_block`].
    pub fn take_back_block_verdict(
        &mut self,
        page: Id,
        number: i64,
        by: &str,
        coder: &Coder<'_>,
    ) -> Result<Recoded, LedgerError> {
        self.judge(page, by, coder, |verdicts, _| {
            let is_there = verdicts.standing().any(|verdict| verdict.number == number);
            if is_there { Ok(Said::Undone(number)) } else { Err(LedgerError::NoBlockVerdict(page)) }
        })
    }

    /// Codes the page outside the transaction, for others need not wait for it, and keeps the coding only when nobody
    /// has said anything about the page's blocks meanwhile.
    fn judge(
        &mut self,
        page: Id,
        by: &str,
        coder: &Coder<'_>,
        what: impl Fn(&BlockVerdicts, &Page) -> Result<Said, LedgerError>,
    ) -> Result<Recoded, LedgerError> {
        for _ in 0..N_ATTEMPTS {
            let (number, capture, stands, before) = self.read(|connection| {
                let number = find_capture(connection, page)?.ok_or(LedgerError::NoPage(page))?;
                let (_, stands) = view::last_page(connection, number)?.ok_or(LedgerError::NoPage(page))?;
                Ok((number, capture(connection, number)?, stands, verdicts(connection, number)?))
            })?;
            let said = what(&before, &stands)?;
            let at = now();
            let coding = coder(self, &capture, &after(&before, &said, by, &at))?;
            let recoded = self.write(Durability::OnceOnly, |connection| {
                if last(connection, number)? != before.last {
                    return Ok(None);
                }
                let written = write(connection, number, &said, by, &at)?;
                let known = Some(written);
                let coded = append::Coded { page: &coding.page, records: &coding.records, producer: &coding.producer };
                let appended = append::append(connection, number, &capture, &coded, known, &at)?;
                let about = if let Said::Undone(undoes) = said { undoes } else { written };
                Ok(Some((about, appended)))
            })?;
            if let Some((about, appended)) = recoded {
                let all = self.block_verdicts(page)?.all;
                let verdict = all.into_iter().find(|verdict| verdict.number == about);
                return Ok(Recoded { verdict: verdict.ok_or(LedgerError::NoBlockVerdict(page))?, appended });
            }
        }
        Err(LedgerError::NewBlockVerdict(page))
    }
}

/// What a person says about a block.
enum Said {
    Moved {
        place: BlockPlace,
        was: Role,
        role: Role,
    },
    /// Number of the verdict that is taken back.
    Undone(i64),
}

/// The verdicts as they will stand when this is written.
fn after(before: &BlockVerdicts, said: &Said, by: &str, at: &str) -> BlockVerdicts {
    let mut after = before.clone();
    // No verdict of the page has this number or a greater one.
    let number = before.last.map_or(0, |last| last.saturating_add(1));
    match said {
        Said::Moved { place, was, role } => after.all.push(BlockVerdict {
            number,
            at: at.to_owned(),
            by: by.to_owned(),
            place: place.clone(),
            was: *was,
            role: *role,
            taken_back: None,
        }),
        Said::Undone(undoes) => {
            for verdict in after.all.iter_mut().filter(|verdict| verdict.number == *undoes) {
                verdict.taken_back = Some(TakenBack { at: at.to_owned(), by: by.to_owned() });
            }
        }
    }
    after.last = Some(number);
    after
}

fn write(connection: &Connection, page: i64, said: &Said, by: &str, at: &str) -> Result<i64, Fault> {
    let mut insert = connection.prepare_cached(
        "INSERT INTO block_verdicts (at, person, kind, page, ranges, words, was, role, undoes, after)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, (SELECT coalesce(max(number), 0) FROM entries))",
    )?;
    match said {
        Said::Moved { place, was, role } => {
            let (ranges, words) = (place.ranges(), &place.words);
            let none = None::<i64>;
            insert.execute(params![at, by, "moved", page, ranges, words, was.name(), role.name(), none])?
        }
        Said::Undone(number) => {
            let none = None::<String>;
            insert.execute(params![at, by, "undone", page, none, none, none, none, number])?
        }
    };
    Ok(connection.last_insert_rowid())
}

/// Number of the last thing that was said about a page's blocks.
pub(super) fn last(connection: &Connection, page: i64) -> Result<Option<i64>, Fault> {
    let last = connection
        .prepare_cached("SELECT max(number) FROM block_verdicts WHERE page = ?1")?
        .query_row([page], |row| row.get(0))?;
    Ok(last)
}

/// All that was said about a page's blocks.
pub(super) fn verdicts(connection: &Connection, page: i64) -> Result<BlockVerdicts, Fault> {
    let mut select = connection.prepare_cached(
        "SELECT number, at, person, ranges, words, was, role, undoes FROM block_verdicts WHERE page = ?1 ORDER BY number",
    )?;
    let mut rows = select.query([page])?;
    let mut verdicts = BlockVerdicts::default();
    while let Some(row) = rows.next()? {
        let number: i64 = row.get(0)?;
        verdicts.last = Some(number);
        let (at, by) = (row.get(1)?, row.get(2)?);
        if let Some(undoes) = row.get::<_, Option<i64>>(7)? {
            let undone = verdicts.all.iter_mut().find(|verdict| verdict.number == undoes);
            let undone = undone.ok_or_else(|| damaged(number, "takes back no verdict of its page"))?;
            undone.taken_back = Some(TakenBack { at, by });
            continue;
        }
        let (ranges, words): (String, String) = (row.get(3)?, row.get(4)?);
        let role = |written: String| {
            Role::of_name(&written).ok_or_else(|| damaged(number, &format!("gives the unknown role '{written}'")))
        };
        verdicts.all.push(BlockVerdict {
            number,
            at,
            by,
            place: BlockPlace::of_ranges(&ranges, &words)
                .ok_or_else(|| damaged(number, &format!("stands at '{ranges}', which are no byte ranges")))?,
            was: role(row.get(5)?)?,
            role: role(row.get(6)?)?,
            taken_back: None,
        });
    }
    Ok(verdicts)
}

fn damaged(number: i64, what: &str) -> Fault {
    Fault::Damaged(format!("verdict {number} on a block {what}"))
}

fn capture(connection: &Connection, number: i64) -> Result<Capture, Fault> {
    let head: Option<(String, String, Option<String>)> = connection
        .prepare_cached("SELECT origin, media_type, captured_at FROM captures WHERE number = ?1")?
        .query_row([number], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .optional()?;
    let (origin, media_type, captured_at) =
        head.ok_or_else(|| Fault::Damaged(format!("there is no capture {number}")))?;
    let media_type = MediaType::of_name(&media_type)
        .ok_or_else(|| Fault::Damaged(format!("capture {number} has the unknown media type '{media_type}'")))?;
    Ok(Capture { origin, captured_at, media_type, bytes: pages::capture_bytes(connection, number)? })
}
