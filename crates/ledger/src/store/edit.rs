//! A person's correction of one field: the text they typed becomes the field's value, or an error that says what
//! would be accepted. Pure.

use std::str::FromStr;

use text::{DateInterval, Known};

use crate::{Act, Field, FieldName, Finding, Hedge, LedgerError, Medium, QuoteKind, Rank, Record, Statement};

/// The record with one field changed. The field keeps its evidence, the words where its old value was found;
/// its ground says who set it.
///
/// # Errors
/// [`LedgerError::BadEdit`] when the field does not take this value.
pub(super) fn edited(mut record: Record, field: FieldName, value: &str, by: &str) -> Result<Record, LedgerError> {
    let Finding::Statement(statement) = &mut record.finding;
    let value = value.trim();
    set(statement, field, value, by).map_err(|expected| LedgerError::BadEdit {
        field: field.label().to_owned(),
        value: value.to_owned(),
        expected,
    })?;
    Ok(record)
}

/// Sets the field, or says what it would accept.
fn set(statement: &mut Statement, field: FieldName, value: &str, by: &str) -> Result<(), String> {
    match field {
        FieldName::Speaker => put(&mut statement.speaker, value, by, line),
        FieldName::Party => put(&mut statement.party, value, by, party),
        FieldName::Rank => put(&mut statement.rank, value, by, |value| label(value, Rank::of_label, Rank::ALL)),
        FieldName::Addressee => put(&mut statement.addressee, value, by, line),
        FieldName::Medium => put(&mut statement.medium, value, by, |value| label(value, Medium::of_label, Medium::ALL)),
        FieldName::Hedges => put(&mut statement.hedges, value, by, hedges),
        FieldName::OnWordOf => put(&mut statement.on_word_of, value, by, line),
        FieldName::Date => {
            put(&mut statement.date, value, by, |value| DateInterval::from_str(value).map_err(|_| DATES.to_owned()))
        }
        FieldName::Act => {
            let upper = value.to_ascii_uppercase();
            put(&mut statement.act, &upper, by, |value| label(value, Act::of_label, Act::ALL))
        }
        FieldName::Kind => {
            statement.kind = label(value, QuoteKind::of_label, &QuoteKind::ALL)?;
            Ok(())
        }
    }
}

const DATES: &str = "a day '2022-10-05', a month '2022-10', a year '2022', or an interval '2022-10-01/2022-10-05', \
                     '../2022-10-05', '2022-10-05/..' is accepted";

/// An empty text means that the page gives no value.
fn put<T>(field: &mut Field<T>, value: &str, by: &str, read: impl Fn(&str) -> Result<T, String>) -> Result<(), String> {
    field.value = if value.is_empty() { Known::Absent } else { Known::Stated(read(value)?) };
    field.ground = Some(format!("set by {by}"));
    Ok(())
}

fn label<T: Copy + std::fmt::Display>(value: &str, of: fn(&str) -> Option<T>, all: &[T]) -> Result<T, String> {
    of(value).ok_or_else(|| {
        let labels: Vec<String> = all.iter().map(ToString::to_string).collect();
        format!("one of {} is accepted", labels.join(", "))
    })
}

fn line(value: &str) -> Result<String, String> {
    if value.contains(char::is_control) {
        return Err("one line of text is accepted".to_owned());
    }
    Ok(value.to_owned())
}

/// A party's code: three letters, and behind a hyphen what it is there (`UKR`, `IGO-UNO`, `RUS-OPP`).
fn party(value: &str) -> Result<String, String> {
    let code = value.to_ascii_uppercase();
    let mut parts = code.split('-');
    let is_country = |part: &str| part.len() == 3 && part.bytes().all(|letter| letter.is_ascii_uppercase());
    let is_part = |part: &str| !part.is_empty() && part.bytes().all(|letter| letter.is_ascii_alphanumeric());
    if parts.next().is_some_and(is_country) && parts.all(is_part) {
        Ok(code)
    } else {
        Err("a party's code such as 'UKR', 'IGO-UNO' or 'RUS-OPP' is accepted".to_owned())
    }
}

fn hedges(value: &str) -> Result<Vec<Hedge>, String> {
    let labels = value.split(',').map(str::trim).filter(|part| !part.is_empty());
    let mut hedges = labels.map(|part| label(part, Hedge::of_label, Hedge::ALL)).collect::<Result<Vec<_>, _>>()?;
    hedges.sort_unstable();
    hedges.dedup();
    Ok(hedges)
}

#[cfg(test)]
mod tests {
    use text::{Id, Span};

    use super::*;
    use crate::Evidence;

    fn record() -> Record {
        let words = |words: &str, start| Evidence {
            words: words.to_owned(),
            segments: vec![Span::new(start, start + words.len())],
            block: 0,
            span: Span::new(start, start + words.len()),
        };
        let capture = Id::of_bytes(b"page");
        let finding = Finding::Statement(Statement {
            content: vec![words("the pass is closed", 10)],
            speaker: Field::stated("ranger".to_owned(), vec![words("ranger", 2)]),
            ..Statement::default()
        });
        let id = Record::id_of(capture, &finding);
        Record { id, capture, finding, found_by: "rule:test".to_owned(), confidence: 0.5, scores: vec![] }
    }

    fn after(field: FieldName, value: &str) -> Result<Statement, String> {
        match edited(record(), field, value, "anna") {
            Ok(Record { finding: Finding::Statement(statement), .. }) => Ok(statement),
            Err(error) => Err(error.to_string()),
        }
    }

    #[test]
    fn an_edited_field_keeps_its_evidence_and_says_who_set_it() {
        let speaker = after(FieldName::Speaker, " the head ranger ").unwrap().speaker;
        assert_eq!(speaker.value, Known::Stated("the head ranger".to_owned()));
        assert_eq!(speaker.evidence[0].words, "ranger");
        assert_eq!(speaker.ground.as_deref(), Some("set by anna"));
    }

    #[test]
    fn an_edit_changes_nothing_else() {
        let mut expected = record();
        let Finding::Statement(statement) = &mut expected.finding;
        statement.medium = Field::stated(Medium::Interview, vec![]).because("set by anna");
        assert_eq!(edited(record(), FieldName::Medium, "interview", "anna").unwrap(), expected);
    }

    #[test]
    fn each_field_takes_its_own_values() {
        assert_eq!(after(FieldName::Party, "igo-uno").unwrap().party.value, Known::Stated("IGO-UNO".to_owned()));
        assert_eq!(after(FieldName::Rank, "minister").unwrap().rank.value, Known::Stated(Rank::Minister));
        assert_eq!(after(FieldName::Act, "reject").unwrap().act.value, Known::Stated(Act::Reject));
        assert_eq!(after(FieldName::Kind, "mixed").unwrap().kind, QuoteKind::Mixed);
        let date = after(FieldName::Date, "2022-10").unwrap().date.value;
        assert_eq!(date, Known::Stated("2022-10-01/2022-10-31".parse().unwrap()));
        let hedges = after(FieldName::Hedges, "denied, reportedly,denied").unwrap().hedges.value;
        assert_eq!(hedges, Known::Stated(vec![Hedge::Reportedly, Hedge::Denied]));
    }

    #[test]
    fn an_empty_text_means_that_the_page_gives_none() {
        let speaker = after(FieldName::Speaker, "  ").unwrap().speaker;
        assert_eq!(speaker.value, Known::Absent);
        assert_eq!(speaker.ground.as_deref(), Some("set by anna"));
        assert_eq!(after(FieldName::Date, "").unwrap().date.value, Known::Absent);
    }

    #[test]
    fn a_value_that_does_not_fit_is_refused_with_what_would() {
        let refused = |field, value| after(field, value).unwrap_err();
        assert!(refused(FieldName::Rank, "king").contains("'king': one of head, minister, spokesperson"));
        assert!(refused(FieldName::Party, "Ukraine").contains("'IGO-UNO'"));
        assert!(refused(FieldName::Party, "UKR-").contains("'IGO-UNO'"));
        assert!(refused(FieldName::Date, "5 October").contains("2022-10-01/2022-10-05"));
        assert!(refused(FieldName::Hedges, "denied, perhaps").contains("reportedly, alleged"));
        assert!(refused(FieldName::Speaker, "two\nlines").contains("one line"));
        // Every statement is told in some way.
        assert!(refused(FieldName::Kind, "").contains("direct, indirect, mixed"));
    }
}
