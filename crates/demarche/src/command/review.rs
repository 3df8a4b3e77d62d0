//! `demarche review`: a person's verdict on records and on the blocks of pages. Each verdict is a new entry; none is
//! ever overwritten.

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use ledger::{Appended, BlockPlace, BlockVerdicts, FieldName, Ledger, RecordView, Verdict};
use text::{Capture, Id, Role};

use super::blocks::{at_place, find_place, with_verdicts};
use super::filter::find_page;
use super::model::ModelFlag;
use super::show::print_one;
use super::{Exit, LedgerPath, UsageError, complain};
use crate::terminal::Screen;

/// Accept, reject or edit records, or say what the blocks of a page are; or take the last verdict back.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The records, or with `--page` the blocks of that page: the first digits of their ids are enough. 'demarche show
    /// blocks' lists blocks.
    #[arg(required = true, value_name = "ID")]
    ids: Vec<String>,
    #[command(flatten)]
    verdict: VerdictFlags,
    /// The page whose blocks they are: its path, the end of its path, or the first digits of its id.
    #[arg(long, value_name = "PAGE", conflicts_with_all = ["accept", "reject", "edit"])]
    page: Option<String>,
    /// Who decides; stands in the history.
    #[arg(long, value_name = "NAME", env = "DEMARCHE_REVIEWER")]
    by: Option<String>,
    #[command(flatten)]
    model: ModelFlag,
    #[command(flatten)]
    ledger: LedgerPath,
}

#[derive(Debug, clap::Args)]
#[group(required = true, multiple = false)]
struct VerdictFlags {
    /// They are right as they stand.
    #[arg(long)]
    accept: bool,
    /// They are no statements, or not on their page.
    #[arg(long)]
    reject: bool,
    /// They are right with this field changed, such as `speaker=Dmitry Peskov`; nothing behind `=` means that the
    /// page gives none. Can be given several times.
    #[arg(long, value_name = "FIELD=VALUE")]
    edit: Vec<String>,
    /// The blocks are this: they move into the article or out of it, and the page is read again with them.
    #[arg(long, value_name = "ROLE", requires = "page", value_parser = roles())]
    role: Option<Role>,
    /// Take the last verdict back.
    #[arg(long)]
    undo: bool,
}

pub fn run(arguments: &Arguments) -> anyhow::Result<Exit> {
    if let Some(page) = &arguments.page {
        return move_blocks(arguments, page);
    }
    let verdicts = arguments.verdict.meaning()?;
    let by = arguments.by.clone().unwrap_or_else(person);
    let mut ledger = Ledger::open(&arguments.ledger.ledger)?;
    let mut screen = Screen::stdout();
    let mut n_failed = 0;
    for id in &arguments.ids {
        match decide(&mut ledger, id, &verdicts, &by) {
            Ok(view) => print_one(&mut screen, &view)?,
            Err(error) => {
                complain(&error);
                n_failed += 1;
            }
        }
    }
    screen.finish()?;
    Ok(exit(n_failed, arguments.ids.len()))
}

/// How the verb ends when so many of so many went wrong.
fn exit(n_failed: usize, n: usize) -> Exit {
    match n_failed {
        0 => Exit::Success,
        _ if n_failed == n => Exit::Failure,
        _ => Exit::SomeInputsFailed,
    }
}

/// Moves blocks of a page, or puts them back; each as it then stands, and what became of the page's statements.
fn move_blocks(arguments: &Arguments, page: &str) -> anyhow::Result<Exit> {
    let by = arguments.by.clone().unwrap_or_else(person);
    let mut ledger = Ledger::open(&arguments.ledger.ledger)?;
    let page = find_page(&ledger, page)?;
    let data = arguments.model.data()?;
    let coder = |ledger: &Ledger, capture: &Capture, verdicts: &BlockVerdicts| {
        let settled = ledger.site_trace(capture.id())?;
        Ok(demarche::recoded(capture, &data, settled.as_ref(), verdicts))
    };
    let mut screen = Screen::stdout();
    let mut n_failed = 0;
    for key in &arguments.ids {
        // The one before may have made other blocks of the page.
        let moved = ledger.page(page.id).map_err(anyhow::Error::from).and_then(|stands| {
            let place = find_place(&stands, key)?;
            let recoded = match arguments.verdict.role {
                Some(role) => ledger.move_block(page.id, &place, role, &by, &coder)?,
                None => ledger.put_block_back(page.id, &place, &by, &coder)?,
            };
            Ok((place, recoded.appended))
        });
        match moved {
            Ok((place, appended)) => print_moved(&mut screen, &ledger, page.id, &place, &appended)?,
            Err(error) => {
                complain(format_args!("{key}: {error}"));
                n_failed += 1;
            }
        }
    }
    screen.finish()?;
    Ok(exit(n_failed, arguments.ids.len()))
}

fn print_moved(
    screen: &mut Screen,
    ledger: &Ledger,
    page: Id,
    place: &BlockPlace,
    appended: &Appended,
) -> anyhow::Result<()> {
    let (page, verdicts) = with_verdicts(ledger, ledger.page(page)?)?;
    if let Some(block) = at_place(&page, &verdicts, place) {
        block.print(screen)?;
    }
    let Appended { n_added, n_withdrawn, .. } = appended;
    Ok(screen.line(format_args!("  statements: {n_added} found, {n_withdrawn} taken away"))?)
}

/// The roles by name, each with what it means.
fn roles() -> impl TypedValueParser<Value = Role> {
    let known = Role::ALL.map(|role| PossibleValue::new(role.name()).help(role.meaning()));
    PossibleValuesParser::new(known).try_map(|name| Role::of_name(&name).ok_or("there is no such role"))
}

fn decide(ledger: &mut Ledger, id: &str, verdicts: &[Verdict], by: &str) -> Result<RecordView, ledger::LedgerError> {
    let id = ledger.find_id(id)?;
    let mut view = ledger.record(id)?;
    for verdict in verdicts {
        view = ledger.review(id, verdict, by)?;
    }
    Ok(view)
}

impl VerdictFlags {
    fn meaning(&self) -> Result<Vec<Verdict>, UsageError> {
        if self.accept {
            Ok(vec![Verdict::Accept])
        } else if self.reject {
            Ok(vec![Verdict::Reject])
        } else if self.undo {
            Ok(vec![Verdict::Undo])
        } else {
            self.edit.iter().map(|edit| edited(edit)).collect()
        }
    }
}

fn edited(edit: &str) -> Result<Verdict, UsageError> {
    let expected =
        || UsageError(format!("'{edit}' is no edit: FIELD=VALUE is expected, such as 'speaker=Dmitry Peskov'"));
    let (name, value) = edit.split_once('=').ok_or_else(expected)?;
    let field: FieldName = serde_json::from_value(serde_json::Value::from(name.trim())).map_err(|_| {
        let fields = "speaker, party, rank, addressee, medium, hedges, on-word-of, date, act, kind";
        UsageError(format!("there is no field '{}' to edit; fields are: {fields}", name.trim()))
    })?;
    Ok(Verdict::Edit { field, value: value.trim().to_owned() })
}

/// The name of the person at this machine.
pub fn person() -> String {
    let named = ["USER", "USERNAME"].iter().filter_map(|name| std::env::var(name).ok());
    named.into_iter().find(|name| !name.trim().is_empty()).unwrap_or_else(|| "reviewer".to_owned())
}
