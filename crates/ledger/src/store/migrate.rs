use rusqlite::{Connection, TransactionBehavior};

use super::fault::Fault;
use super::schema::Step;
use super::view;

/// Brings a ledger to the version that `steps` end with, in one transaction: all steps or none.
///
/// Does nothing to a ledger that is there already. Two programs may try at once: the version is read again inside
/// the transaction, so the second finds nothing left to do.
pub(super) fn migrate(connection: &mut Connection, steps: &[Step]) -> Result<(), Fault> {
    if pending(connection, steps)?.is_empty() {
        return Ok(());
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let pending = pending(&transaction, steps)?;
    for step in pending {
        transaction.execute_batch(step.sql)?;
    }
    if pending.iter().any(|step| step.rebuilds_views) {
        view::rebuild(&transaction)?;
    }
    transaction.pragma_update(None, "user_version", steps.len())?;
    transaction.commit()?;
    Ok(())
}

fn pending<'a>(connection: &Connection, steps: &'a [Step]) -> Result<&'a [Step], Fault> {
    let version: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let n_done = usize::try_from(version).map_err(|_| Fault::Damaged(format!("format version {version}")))?;
    Ok(steps.get(n_done..).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::schema::{STEPS, newest};

    const NEXT: Step = Step { sql: "ALTER TABLE pages ADD COLUMN place TEXT", rebuilds_views: true };
    const BROKEN: Step = Step { sql: "CREATE TABLE places (name TEXT); no such sql", rebuilds_views: false };

    fn version(connection: &Connection) -> i64 {
        connection.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap()
    }

    /// The steps of today, and these.
    fn with(more: impl IntoIterator<Item = Step>) -> Vec<Step> {
        STEPS.iter().map(|step| Step { ..*step }).chain(more).collect()
    }

    #[test]
    fn only_the_missing_steps_are_run() {
        let mut connection = Connection::open_in_memory().unwrap();
        migrate(&mut connection, STEPS).unwrap();
        migrate(&mut connection, &with([NEXT])).unwrap();
        assert_eq!(version(&connection), newest() + 1);
        connection.prepare("SELECT place FROM pages").unwrap();
        migrate(&mut connection, &with([NEXT])).unwrap();
    }

    #[test]
    fn a_step_that_fails_leaves_the_version_before_it() {
        let mut connection = Connection::open_in_memory().unwrap();
        migrate(&mut connection, STEPS).unwrap();
        assert!(migrate(&mut connection, &with([NEXT, BROKEN])).is_err());
        assert_eq!(version(&connection), newest());
        assert!(connection.prepare("SELECT place FROM pages").is_err());
        assert!(connection.prepare("SELECT name FROM places").is_err());
    }
}
