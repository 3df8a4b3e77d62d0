use ledger::{Field, Filter, Hedge, Ledger, LedgerError, RecordView, State, Verdict};

use crate::made::with;
use crate::{append, made, new_ledger};

fn csv(ledger: &Ledger, filter: &Filter) -> String {
    let mut bytes = Vec::new();
    ledger.export_csv(filter, &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

#[test]
fn a_table_has_a_header_and_a_line_for_each_statement() {
    let (_folder, mut ledger) = new_ledger();
    let mut pass = made::pass();
    pass.records[0] = with(&pass.records[0], |statement| {
        statement.hedges = Field::stated(vec![Hedge::Reportedly, Hedge::Private], vec![]);
    });
    append(&mut ledger, &pass, "1");
    let table = csv(&ledger, &Filter { limit: Some(1), ..Filter::default() });
    let (id, page) = (pass.records[0].id, pass.capture.id());
    let expected = format!(
        "id,page,page_title,published,speaker,party,rank,kind,content,source,cue,addressee,medium,hedges,on_word_of,\
         date,date_ground,act,state,confidence,found_by,page_origin\r\n\
         {id},{page},Of pass.txt,2022-10-05,Ranger Ilse Noor,NOR,,indirect,the pass stays closed until the snow melts,\
         Ranger Ilse Noor,said,,,\"reportedly, private\",,2022-10-04,weekday counted back,,found,0.8,rule:made,pass.txt\r\n"
    );
    assert_eq!(table, expected);
}

#[test]
fn what_a_page_says_is_never_a_formula() {
    let (_folder, mut ledger) = new_ledger();
    let formula = "=HYPERLINK(\"http://example.org\",\"x\")";
    append(&mut ledger, &made::page("-page.txt", None, &[("@guide", "+said", formula)]), "1");
    let table = csv(&ledger, &Filter::default());
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let row = reader.records().next().unwrap().unwrap();
    let guarded: Vec<_> = row.iter().filter(|cell| cell.starts_with('\'')).collect();
    assert_eq!(guarded, ["'@guide", &format!("'{formula}"), "'@guide", "'+said", "'-page.txt"]);
    assert!(row.iter().all(|cell| !cell.starts_with(['=', '+', '-', '@'])));
}

#[test]
fn pieces_of_one_content_are_joined() {
    let (_folder, mut ledger) = new_ledger();
    let mut pass = made::pass();
    let record = pass.records.remove(0);
    let other_piece = made::statement(&pass.records[0]).content.clone();
    pass.records = vec![with(&record, |statement| statement.content.extend(other_piece))];
    append(&mut ledger, &pass, "1");
    assert!(csv(&ledger, &Filter::default()).contains("until the snow melts … that carts be let through,"));
}

#[test]
fn lines_of_json_are_whole_views() {
    let (_folder, mut ledger) = new_ledger();
    append(&mut ledger, &made::pass(), "1");
    ledger.review(made::pass().records[1].id, &Verdict::Reject, "anna").unwrap();
    let mut bytes = Vec::new();
    assert_eq!(ledger.export_jsonl(&Filter::default(), &mut bytes).unwrap(), 2);
    let text = String::from_utf8(bytes).unwrap();
    let views: Vec<RecordView> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(views, ledger.statements(&Filter::default()).unwrap());
}

#[test]
fn nothing_to_export_is_a_header_or_nothing() {
    let (_folder, ledger) = new_ledger();
    let none = Filter { state: Some(State::Edited), ..Filter::default() };
    assert_eq!(csv(&ledger, &none).lines().count(), 1);
    let mut bytes = Vec::new();
    assert_eq!(ledger.export_jsonl(&none, &mut bytes).unwrap(), 0);
    assert_eq!(bytes, b"");
}

#[test]
fn a_stream_that_closes_is_an_error_of_the_stream() {
    struct Closed;
    impl std::io::Write for Closed {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::BrokenPipe.into())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let (_folder, mut ledger) = new_ledger();
    append(&mut ledger, &made::pass(), "1");
    let is_closed =
        |error: LedgerError| matches!(error, LedgerError::Io(io) if io.kind() == std::io::ErrorKind::BrokenPipe);
    assert!(is_closed(ledger.export_jsonl(&Filter::default(), &mut Closed).unwrap_err()));
    assert!(is_closed(ledger.export_csv(&Filter::default(), &mut Closed).unwrap_err()));
}
