//! Gold to questions, answers to the forms that the scorers read.

use anyhow::{Context, Result, bail};
use serde_json::{Map, Value, json};
use text::Role;

use crate::contract::Answers;
use crate::corpus::id_of;

/// A question about a saved page.
pub fn page_question(gold: &Value, html: &str) -> Value {
    json!({"id": gold["id"], "html": html, "url": gold["url"]})
}

/// A question about a plain-text capture: its lines, divided by line breaks.
///
/// # Errors
/// When gold has no lines.
pub fn capture_question(gold: &Value) -> Result<Value> {
    let lines = gold["lines"].as_array().with_context(|| format!("{}: gold has no `lines`", gold["id"]))?;
    let text = lines.iter().map(|line| line.as_str().unwrap_or_default()).collect::<Vec<_>>().join("\n");
    Ok(json!({"id": gold["id"], "text": text, "url": gold["url"]}))
}

/// A question about a text. `published` is the field of gold that holds its day.
pub fn text_question(gold: &Value, published: &str) -> Value {
    json!({"id": gold["id"], "text": gold["text"], "published": gold[published]})
}

/// Answers of `demarche page` in the form of `page.py`: `{id: {body, title, author, date}}`.
///
/// A day that is bounded only stays an interval; the scorer reads its first day.
pub fn pages(answers: &Answers) -> Value {
    let one = |answer: &Value| {
        json!({
            "body": answer["body"], "title": answer["title"], "author": answer["author"], "date": answer["published"],
        })
    };
    answers.iter().map(|(id, answer)| (id.clone(), one(answer))).collect::<Map<_, _>>().into()
}

/// Answers of `demarche page` in the form of `page.py --captures`: `{id: [0 or 1 for each line]}`; 1 for a line of the article's text.
///
/// # Errors
/// When an answer has no `lines`, names a line that is not there or a role that nobody knows.
pub fn captures(answers: &Answers, gold: &[Value]) -> Result<Value> {
    let mut labels = Map::new();
    for record in gold {
        let id = id_of(record).context("a gold record has no id")?;
        let n_lines = record["lines"].as_array().map_or(0, Vec::len);
        let answer = answers.get(&id).with_context(|| format!("\"{id}\" was not answered"))?;
        let labelled = line_labels(answer, n_lines).with_context(|| format!("the answer for \"{id}\""))?;
        labels.insert(id, labelled.into());
    }
    Ok(labels.into())
}

fn line_labels(answer: &Value, n_lines: usize) -> Result<Vec<u8>> {
    let mut labels = vec![0; n_lines];
    for line in answer["lines"].as_array().context("has no `lines`")? {
        let n = line["n"].as_u64().context("has a line without `n`")?;
        let role: Role = serde_json::from_value(line["role"].clone())
            .with_context(|| format!("has a line with the unknown role {}", line["role"]))?;
        let Some(label) = usize::try_from(n).ok().and_then(|n| labels.get_mut(n)) else {
            bail!("has a line {n}, where the capture has {n_lines}");
        };
        *label = u8::from(role.is_article());
    }
    Ok(labels)
}

/// Answers of `demarche annotate` as JSON Lines, in the order of their ids. `key` must be there: a layer that was asked
/// for and not given would score as if nothing was found.
///
/// # Errors
/// When an answer lacks the key.
pub fn annotations(answers: &Answers, key: &str) -> Result<String> {
    let mut lines = String::new();
    for (id, answer) in answers {
        if !answer[key].is_array() {
            bail!("the answer for \"{id}\" has no `{key}`");
        }
        lines.push_str(&json!({"id": id, key: answer[key]}).to_string());
        lines.push('\n');
    }
    Ok(lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(id: &str, answer: Value) -> Answers {
        Answers::from([(id.to_owned(), answer)])
    }

    #[test]
    fn lines_of_the_articles_text_are_ones() {
        let gold = json!({"id": "p", "lines": ["Menu", "", "A headline", "The envoy left.", "Why now?", "Give today"]});
        let answer = json!({"id": "p", "lines": [
            {"n": 0, "role": "nav"}, {"n": 2, "role": "headline"}, {"n": 3, "role": "body"}, {"n": 4, "role": "subhead"}, {"n": 5, "role": "pitch"},
        ]});
        assert_eq!(captures(&one("p", answer), &[gold]).unwrap(), json!({"p": [0, 0, 0, 1, 1, 0]}));
    }

    #[test]
    fn every_article_role_of_the_contract_is_a_one_and_no_other() {
        let ones: Vec<&str> = Role::ALL.into_iter().filter(|role| role.is_article()).map(Role::name).collect();
        assert_eq!(ones, ["body", "subhead", "quote", "list", "live-entry"]);
    }

    #[test]
    fn lines_out_of_the_capture_and_unknown_roles_are_refused() {
        let gold = [json!({"id": "p", "lines": ["One line."]})];
        let with = |line: Value| captures(&one("p", json!({"id": "p", "lines": [line]})), &gold);
        assert!(
            format!("{:#}", with(json!({"n": 1, "role": "body"})).unwrap_err())
                .contains("a line 1, where the capture has 1")
        );
        assert!(
            format!("{:#}", with(json!({"n": 0, "role": "boddy"})).unwrap_err()).contains("unknown role \"boddy\"")
        );
        assert!(captures(&one("p", json!({"id": "p"})), &gold).is_err());
    }

    #[test]
    fn a_capture_goes_out_with_its_blank_lines() {
        let gold = json!({"id": "p", "lines": ["One.", "", "Two."], "labels": [1, -1, 1]});
        let question = capture_question(&gold).unwrap();
        assert_eq!(question["text"], "One.\n\nTwo.");
        assert!(question.get("labels").is_none());
    }

    #[test]
    fn no_question_holds_an_answer() {
        let gold = json!({"id": "p", "url": "https://example.org/a", "body": "B", "title": "T", "date": "2022-11-09", "author": "A"});
        let question = page_question(&gold, "<p>B");
        assert_eq!(question.as_object().unwrap().keys().collect::<Vec<_>>(), ["id", "html", "url"]);
        let gold = json!({"id": "d", "text": "He spoke on Friday.", "dct": "2022-11-09", "timexes": [1]});
        assert_eq!(
            text_question(&gold, "dct"),
            json!({"id": "d", "text": "He spoke on Friday.", "published": "2022-11-09"})
        );
    }

    #[test]
    fn pages_take_the_scorers_names() {
        let answer =
            json!({"id": "p", "body": "B", "title": "T", "author": ["A"], "published": "2022-11-09", "blocks": []});
        assert_eq!(
            pages(&one("p", answer)),
            json!({"p": {"body": "B", "title": "T", "author": ["A"], "date": "2022-11-09"}})
        );
    }

    #[test]
    fn a_layer_that_is_missing_is_no_empty_layer() {
        assert_eq!(
            annotations(&one("d", json!({"id": "d", "timexes": []})), "timexes").unwrap(),
            "{\"id\":\"d\",\"timexes\":[]}\n"
        );
        let error = annotations(&one("d", json!({"id": "d"})), "timexes").unwrap_err().to_string();
        assert_eq!(error, "the answer for \"d\" has no `timexes`");
    }
}
