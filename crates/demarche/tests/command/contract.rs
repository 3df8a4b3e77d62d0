//! The machine contract: keys, offsets, order, errors.

use serde_json::{Value, json};

use crate::support::{Place, json_lines, page_of};

fn annotate(layers: &str, lines: &[Value]) -> Vec<Value> {
    let input: String = lines.iter().map(|line| format!("{line}\n")).collect();
    Place::new().demarche_on(&["annotate", "--layers", layers], input.as_bytes()).expect(0).lines()
}

/// The characters under `[start, end]`, counted in code points.
fn words(text: &str, span: &Value) -> String {
    let at = |n: usize| usize::try_from(span[n].as_u64().unwrap()).unwrap();
    text.chars().skip(at(0)).take(at(1) - at(0)).collect()
}

const TEXT: &str = "😀 The minister, Anna Nowak, said on Friday that the door was open.\n“We wait,” she said.";

#[test]
fn offsets_are_code_points_of_the_text_given() {
    let answers = annotate("statements,times", &[json!({"id": "a", "text": TEXT, "published": "2022-11-14"})]);
    let answer = &answers[0];
    assert_eq!(answer["id"], "a");
    let said = answer["attributions"].as_array().unwrap();
    assert!(
        said.iter().any(|one| one["cue"].as_array().unwrap().iter().any(|cue| words(TEXT, cue) == "said")),
        "{said:?}"
    );
    let content =
        |one: &Value| one["content"].as_array().unwrap().iter().map(|piece| words(TEXT, piece)).collect::<String>();
    assert!(said.iter().any(|one| content(one).contains("the door was open")), "{said:?}");
    let direct = said.iter().find(|one| content(one).contains("We wait")).unwrap();
    assert_eq!(direct["kind"], "direct");
    for key in [
        "id",
        "source",
        "cue",
        "content",
        "kind",
        "speaker",
        "party",
        "addressee",
        "hedges",
        "on_word_of",
        "date",
        "act",
    ] {
        assert!(direct.get(key).is_some(), "no '{key}' in {direct}");
    }
    let friday = answer["timexes"].as_array().unwrap().iter().find(|timex| timex["value"] == "2022-11-11").unwrap();
    assert!(words(TEXT, &json!([friday["start"], friday["end"]])).contains("Friday"));
    assert_eq!(friday["type"], "DATE");
}

#[test]
fn only_what_is_asked_for_is_answered() {
    let line = json!({"id": 7, "text": TEXT});
    let statements = &annotate("statements", std::slice::from_ref(&line))[0];
    assert!(statements.get("attributions").is_some() && statements.get("timexes").is_none());
    let times = &annotate("times", &[line])[0];
    assert!(times.get("timexes").is_some() && times.get("attributions").is_none());
    assert_eq!(times["id"], 7);
}

#[test]
fn what_is_said_inside_is_told_when_asked_for() {
    let text = "Mr. Lavrov said the West had threatened to end the mission. The envoy warned that Damascus had promised to withdraw its troops.";
    let line = json!({"id": 1, "text": text});
    let told = |layers: &str| {
        let answer = &annotate(layers, std::slice::from_ref(&line))[0];
        let of = |one: &Value| (one["source"][0].clone(), one["on_word_of"].clone());
        let all = answer["attributions"].as_array().unwrap();
        all.iter()
            .map(of)
            .map(|(source, on)| (words(text, &source), on.as_str().map(str::to_owned)))
            .collect::<Vec<_>>()
    };
    // A working copy without the weights builds a program that finds nothing inside.
    if reading::Data::embedded().model.is_none() {
        return;
    }
    let nested = told("nested");
    assert_eq!(nested, told("statements,nested"));
    let inner = |source: &str| nested.iter().find(|(own, _)| own == source).and_then(|(_, on)| on.clone());
    assert_eq!(inner("Damascus").as_deref(), Some("s3"), "{nested:?}");
    assert_eq!(inner("the West").as_deref(), Some("s1"), "{nested:?}");
    assert!(told("statements").len() < nested.len());
}

#[test]
fn an_outlet_that_was_told_is_named() {
    let text = "TUNIS (Reuters) - The minister told CNN that talks had begun.";
    let answer = &annotate("statements", &[json!({"id": 1, "text": text})])[0];
    assert_eq!(answer["attributions"][0]["on_word_of"], "CNN", "{answer}");
}

#[test]
fn an_unknown_layer_is_an_error_that_names_the_known_ones() {
    let answer = Place::new().demarche(&["annotate", "--layers", "statements,weather"]).expect(2);
    assert!(
        answer.stderr.contains("there is no layer 'weather'; layers are: statements, nested, times"),
        "{}",
        answer.stderr
    );
    assert_eq!(answer.stdout, "");
    Place::new().demarche(&["annotate"]).expect(2);
}

#[test]
fn a_bad_line_is_answered_with_an_error_and_the_rest_goes_on() {
    let input = format!(
        "{}\n\nno json\n{}\n{}\n",
        json!({"id": 1, "text": "a"}),
        json!({"id": "x", "text": 5}),
        json!({"id": 2, "text": "b"})
    );
    let mut input = input.into_bytes();
    input.extend(b"{\"id\": 3, \"text\": \"\xff\"}\n{\"id\": 4, \"text\": \"\", \"published\": \"soon\"}");
    let answer = Place::new().demarche_on(&["annotate", "--layers", "times"], &input).expect(3);
    let ids: Vec<Value> = answer.lines().iter().map(|line| line["id"].clone()).collect();
    assert_eq!(ids, [json!(1), Value::Null, json!("x"), json!(2), Value::Null, json!(4)]);
    let with_error: Vec<bool> = answer.lines().iter().map(|line| line.get("error").is_some()).collect();
    assert_eq!(with_error, [false, true, true, false, true, true]);
    for number in ["line 3:", "line 4:", "line 6:", "line 7:"] {
        assert!(answer.stderr.contains(number), "{number} in {}", answer.stderr);
    }
}

#[test]
fn a_page_gives_its_article_and_its_blocks() {
    let html = page_of("Anna Nowak", "We will come back");
    let input = format!("{}\n", json!({"id": "p", "html": html, "url": "https://paper.example/a"}));
    let answer = &Place::new().demarche_on(&["page"], input.as_bytes()).expect(0).lines()[0];
    assert_eq!(answer["id"], "p");
    assert_eq!(answer["title"], "Envoys meet at the old port");
    assert_eq!(answer["published"], "2022-11-14");
    assert_eq!(answer["article"], true);
    let body = answer["body"].as_str().unwrap();
    assert!(body.contains("“We will come back,” Anna Nowak said"), "{body}");
    assert!(!body.contains("Envoys meet at the old port"), "the headline is no body: {body}");
    assert!(answer["blocks"].as_array().unwrap().iter().any(|block| block["role"] == "headline"));
    assert!(answer.get("lines").is_none());
}

#[test]
fn a_page_given_as_text_is_read_as_text_whatever_its_markup_says() {
    let html = page_of("André Dupont", "Nous restons").replace("charset=\"utf-8\"", "charset=\"windows-1251\"");
    let input = format!("{}\n", json!({"id": "p", "html": html}));
    let answer = &Place::new().demarche_on(&["page"], input.as_bytes()).expect(0).lines()[0];
    assert!(answer["body"].as_str().unwrap().contains("André Dupont"), "{answer}");
}

#[test]
fn a_text_capture_gives_a_role_for_its_lines() {
    let lines = [
        "Envoys meet at the old port",
        "By Lena Berg",
        "14 November 2022",
        "",
        "Envoys of both sides met at the old port on Monday for the first time since the summer, and the talks went on for nine hours.",
        "",
        "“We will come back,” Anna Nowak said. The host thanked both delegations and gave no account of what was on the table.",
        "",
        "The two delegations left by different gates, and neither of them took questions from the reporters in the rain.",
    ];
    let input = format!("{}\n", json!({"id": "t", "text": lines.join("\n")}));
    let answer = &Place::new().demarche_on(&["page"], input.as_bytes()).expect(0).lines()[0];
    let roles = answer["lines"].as_array().unwrap();
    let role = |n: usize| roles.iter().find(|line| line["n"] == n).map(|line| line["role"].clone());
    assert_eq!(role(6), Some(json!("body")), "{answer}");
    assert!(answer["body"].as_str().unwrap().contains("We will come back"));
}

#[test]
fn one_thread_and_eight_give_the_same_bytes_in_the_order_of_the_input() {
    let page = |n: usize| json!({"id": n, "html": page_of("Anna Nowak", &format!("We will come back {n} times"))});
    let pages: String = (0..300).map(|n| format!("{}\n", page(n))).collect();
    let texts: String = (0..300).map(|n| format!("{}\n", json!({"id": n, "text": TEXT.repeat(n % 7)}))).collect();
    let run = |arguments: &[&str], input: &str| Place::new().demarche_on(arguments, input.as_bytes()).expect(0).stdout;
    let one = run(&["page", "--threads", "1"], &pages);
    assert_eq!(one, run(&["page", "--threads", "8"], &pages));
    let ids: Vec<u64> = json_lines(&one).iter().map(|line| line["id"].as_u64().unwrap()).collect();
    assert!(ids.iter().copied().eq(0..300));
    let layers = ["annotate", "--layers", "statements,times", "--threads"];
    let with = |n: &'static str| [&layers[..], &[n]].concat();
    assert_eq!(run(&with("1"), &texts), run(&with("8"), &texts));
}

/// Five pages of one invented host, each with its own story over the same words.
fn pages_of_a_site() -> Vec<String> {
    const NAMES: [&str; 5] = ["Vornholm", "Sandvik", "Tarnow", "Ostrava", "Lindau"];
    let page = |(number, name): (usize, &str)| {
        let html = format!(
            "<html><body><article><h1>{name} opens its old pier</h1><p>The harbour office of {name} said on Monday that \
             the ferry to {name} would sail again in the spring.</p><p>A captain from {name} told the council that ships \
             for {name} wait two days for a pilot.</p><p>Mira Talbot keeps the harbour desk and has told of ships for \
             this paper since the mole was built.</p></article></body></html>"
        );
        let url = format!("https://www.harbour.example/{number}");
        serde_json::json!({"id": number, "html": html, "url": url}).to_string()
    };
    NAMES.into_iter().enumerate().map(page).collect()
}

#[test]
fn pages_of_one_site_are_compared_only_when_asked_and_their_order_changes_nothing() {
    let place = Place::new();
    let lines = pages_of_a_site();
    let ask = |flags: &[&str], lines: &[String]| {
        let arguments = [&["page"], flags].concat();
        place.demarche_on(&arguments, lines.join("\n").as_bytes()).expect(0)
    };
    let alone = ask(&[], &lines);
    assert!(alone.lines().iter().all(|line| line["body"].as_str().unwrap().contains("Mira Talbot")));
    let compared = ask(&["--same-site"], &lines).lines();
    for (number, line) in compared.iter().enumerate() {
        assert_eq!(line["id"], number, "one answer a line, in their order");
        let body = line["body"].as_str().unwrap();
        assert!(body.ends_with("wait two days for a pilot."), "{body}");
    }
    let turned: Vec<String> = lines.iter().rev().cloned().collect();
    let mut turned = ask(&["--same-site", "--threads", "8"], &turned).lines();
    turned.reverse();
    assert_eq!(turned, compared);
    // Two pages of a site are no proof, and a line that is no page is told of and hinders nobody.
    assert_eq!(ask(&["--same-site"], &lines[..2]).stdout, ask(&[], &lines[..2]).stdout);
    let broken = [lines.clone(), vec!["{".to_owned()]].concat();
    let answer = place.demarche_on(&["page", "--same-site"], broken.join("\n").as_bytes()).expect(3);
    assert_eq!(answer.lines()[..5], compared);
    assert!(answer.lines()[5]["error"].is_string() && answer.stderr.contains("line 6"));
}
