//! `demarche review`: a person's verdict on records. Each verdict is a new entry; none is ever overwritten.

use ledger::{FieldName, Ledger, RecordView, Verdict};

use super::show::print_one;
use super::{Exit, LedgerPath, UsageError, complain};
use crate::terminal::Screen;

/// Accept, reject or edit records, or take the last verdict back.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The records: the first digits of their ids are enough.
    #[arg(required = true, value_name = "ID")]
    ids: Vec<String>,
    #[command(flatten)]
    verdict: VerdictFlags,
    /// Who decides; stands in the history.
    #[arg(long, value_name = "NAME", env = "DEMARCHE_REVIEWER")]
    by: Option<String>,
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
    /// Take the last verdict back.
    #[arg(long)]
    undo: bool,
}

pub fn run(arguments: &Arguments) -> anyhow::Result<Exit> {
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
    Ok(match n_failed {
        0 => Exit::Success,
        n if n == arguments.ids.len() => Exit::Failure,
        _ => Exit::SomeInputsFailed,
    })
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
