//! Where a record stands after all its entries. Pure: entries in, standing out.
//!
//! Programs and people write into the same history, and the last verdict decides what is shown:
//! - Without a verdict, the record is what a program found last, or withdrawn when the last program did not find it.
//! - With a verdict, it is what the person saw when they first judged it, with every edit since. What programs say
//!   later is kept in the history and changes nothing.
//! - An undo takes back the last verdict that stands. When none is left, programs decide again, as if nobody had.
//! - A rejection hides the record; an edit means "right, with this field changed", also after a rejection.

use super::EntryKind;
use crate::State;

/// What an entry does to its record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Step {
    /// Number of the entry.
    pub(super) number: i64,
    pub(super) kind: EntryKind,
}

/// Where a record stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Standing {
    /// Number of the entry whose body is the record.
    pub(super) shown: i64,
    /// Number of the `found` entry under it, before any edit.
    pub(super) found: i64,
    pub(super) state: State,
    /// How many verdicts an undo could take back.
    pub(super) n_verdicts: usize,
}

/// The standing after these entries, oldest first; nothing when no program found the record before anything else
/// happened to it, which no ledger of ours holds.
pub(super) fn standing(steps: &[Step]) -> Option<Standing> {
    let mut found = None;
    let mut is_withdrawn = false;
    // What was shown when the first of the standing verdicts was given.
    let mut judged = None;
    let mut verdicts: Vec<Step> = Vec::new();
    for step in steps {
        match step.kind {
            EntryKind::Found => (found, is_withdrawn) = (Some(step.number), false),
            EntryKind::Withdrawn => is_withdrawn = true,
            EntryKind::Accepted | EntryKind::Rejected | EntryKind::Edited => {
                judged = judged.or(found);
                verdicts.push(*step);
            }
            EntryKind::Undone => {
                verdicts.pop();
                judged = judged.filter(|_| !verdicts.is_empty());
            }
        }
        found?;
    }
    let found = judged.or(found)?;
    let edit = verdicts.iter().rev().find(|step| step.kind == EntryKind::Edited);
    let state = match verdicts.last().map(|step| step.kind) {
        None if is_withdrawn => State::Withdrawn,
        None => State::Found,
        Some(EntryKind::Rejected) => State::Rejected,
        Some(_) if edit.is_some() => State::Edited,
        Some(_) => State::Accepted,
    };
    Some(Standing { shown: edit.map_or(found, |step| step.number), found, state, n_verdicts: verdicts.len() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use EntryKind::{Accepted, Edited, Found, Rejected, Undone, Withdrawn};

    /// The state, and the number (counted from 1) of the entry that is shown.
    fn after(kinds: &[EntryKind]) -> (State, i64) {
        let steps: Vec<Step> = (1..).zip(kinds).map(|(number, &kind)| Step { number, kind }).collect();
        let standing = standing(&steps).unwrap();
        (standing.state, standing.shown)
    }

    #[test]
    fn programs_decide_while_nobody_has() {
        assert_eq!(after(&[Found]), (State::Found, 1));
        assert_eq!(after(&[Found, Found]), (State::Found, 2));
        assert_eq!(after(&[Found, Withdrawn]), (State::Withdrawn, 1));
        assert_eq!(after(&[Found, Withdrawn, Found]), (State::Found, 3));
    }

    #[test]
    fn a_verdict_holds_whatever_programs_say_later() {
        assert_eq!(after(&[Found, Accepted, Found, Withdrawn]), (State::Accepted, 1));
        assert_eq!(after(&[Found, Edited, Found]), (State::Edited, 2));
        assert_eq!(after(&[Found, Rejected, Found]), (State::Rejected, 1));
    }

    #[test]
    fn an_edit_goes_on_from_what_the_person_saw() {
        assert_eq!(after(&[Found, Accepted, Found, Edited]), (State::Edited, 4));
        assert_eq!(after(&[Found, Accepted, Found, Edited, Undone]), (State::Accepted, 1));
    }

    #[test]
    fn a_corrected_record_that_is_accepted_stays_corrected() {
        assert_eq!(after(&[Found, Edited, Accepted]), (State::Edited, 2));
        assert_eq!(after(&[Found, Edited, Rejected]), (State::Rejected, 2));
        assert_eq!(after(&[Found, Rejected, Edited]), (State::Edited, 3));
    }

    #[test]
    fn undo_takes_back_one_verdict_after_the_other() {
        assert_eq!(after(&[Found, Accepted, Edited, Rejected, Undone]), (State::Edited, 3));
        assert_eq!(after(&[Found, Accepted, Edited, Rejected, Undone, Undone]), (State::Accepted, 1));
        assert_eq!(after(&[Found, Accepted, Edited, Undone, Undone]), (State::Found, 1));
    }

    #[test]
    fn when_no_verdict_is_left_programs_decide_again() {
        assert_eq!(after(&[Found, Accepted, Found, Undone]), (State::Found, 3));
        assert_eq!(after(&[Found, Rejected, Withdrawn, Undone]), (State::Withdrawn, 1));
        assert_eq!(after(&[Found, Accepted, Found, Undone, Accepted]), (State::Accepted, 3));
    }

    #[test]
    fn a_history_that_does_not_begin_with_a_finding_has_no_standing() {
        assert_eq!(standing(&[]), None);
        assert_eq!(standing(&[Step { number: 1, kind: Accepted }, Step { number: 2, kind: Found }]), None);
    }
}
