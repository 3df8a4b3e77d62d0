//! What the API answers, asked without a socket.
#![allow(clippy::unwrap_used)] // A panic is how a test fails, in its helpers too.

mod fixture;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use serde_json::{Value, json};
use tempfile::TempDir;
use tower::ServiceExt;
use web::{Guard, router};

struct Site {
    router: Router,
    token: String,
    _folder: TempDir,
}

impl Site {
    fn new() -> Site {
        let folder = tempfile::tempdir().unwrap();
        let ledger = fixture::write_ledger(&folder.path().join("test.demarche"));
        let guard = Guard::new(80).unwrap();
        let token = guard.token().to_owned();
        Site { router: router(ledger, "Reviewer", guard, fixture::recode()), token, _folder: folder }
    }

    async fn send(&self, request: Request<Body>) -> (StatusCode, HeaderMap, Vec<u8>) {
        let answer = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = answer.into_parts();
        (parts.status, parts.headers, to_bytes(body, usize::MAX).await.unwrap().to_vec())
    }

    async fn text(&self, address: &str) -> (StatusCode, HeaderMap, String) {
        let request = Request::get(address).header("host", "127.0.0.1:80").body(Body::empty()).unwrap();
        let (status, headers, body) = self.send(request).await;
        (status, headers, String::from_utf8(body).unwrap())
    }

    async fn json(&self, address: &str) -> (StatusCode, Value) {
        let (status, _, body) = self.text(address).await;
        (status, serde_json::from_str(&body).unwrap())
    }

    async fn review(&self, id: &str, token: &str, verdict: &str) -> (StatusCode, Value) {
        self.post(&format!("/api/records/{id}/review"), token, verdict).await
    }

    async fn post(&self, address: &str, token: &str, verdict: &str) -> (StatusCode, Value) {
        let request = Request::post(address)
            .header("host", "127.0.0.1:80")
            .header("content-type", "application/json")
            .header("x-demarche-token", token)
            .body(Body::from(verdict.to_owned()))
            .unwrap();
        let (status, _, body) = self.send(request).await;
        (status, serde_json::from_slice(&body).unwrap())
    }

    /// The statement of the record that this speaker has.
    async fn of_speaker(&self, speaker: &str) -> Value {
        let (_, found) = self.json(&format!("/api/statements?speaker={speaker}")).await;
        found["statements"][0].clone()
    }
}

fn error(answer: &Value) -> &str {
    answer["error"].as_str().unwrap()
}

#[tokio::test]
async fn the_summary_counts_what_is_in_the_ledger() {
    let (_, summary) = Site::new().json("/api/summary").await;
    assert_eq!(summary["n_pages"], 2);
    assert_eq!(summary["n_statements"], 4);
    assert_eq!(summary["reviewer"], "Reviewer");
    assert_eq!(summary["ledger"], "test.demarche");
}

#[tokio::test]
async fn filters_of_the_address_narrow_the_statements() {
    let site = Site::new();
    let speakers = |found: &Value| -> Vec<String> {
        let speaker =
            |view: &Value| view["record"]["finding"]["speaker"]["value"]["stated"].as_str().unwrap().to_owned();
        found["statements"].as_array().unwrap().iter().map(speaker).collect()
    };
    for (address, expected) in [
        ("kind=direct&party=UKR", vec!["Olha Marchuk"]),
        ("speaker=marchuk", vec!["Olha Marchuk"]),
        ("query=tugs", vec!["Petro Hai", "Dnipro Harbour Company"]),
        ("query=submarine", vec![]),
        ("since=2022-11-09&until=2022-11-09", vec!["Petro Hai", "<b>Envoy</b>"]),
        ("state=accepted", vec![]),
        ("speaker=&query=%20", vec!["Olha Marchuk", "Petro Hai", "Dnipro Harbour Company", "<b>Envoy</b>"]),
    ] {
        let (status, found) = site.json(&format!("/api/statements?{address}")).await;
        assert_eq!(status, StatusCode::OK, "{address}: {found}");
        assert_eq!(speakers(&found), expected, "{address}");
        assert_eq!(found["total"], expected.len(), "{address}");
    }
}

#[tokio::test]
async fn a_part_of_the_statements_says_how_many_there_are() {
    let (_, found) = Site::new().json("/api/statements?limit=1&offset=1").await;
    assert_eq!(found["total"], 4);
    assert_eq!(found["statements"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_wrong_filter_is_named_with_what_is_accepted() {
    let site = Site::new();
    for (address, said) in [
        ("/api/statements?since=yesterday", "'yesterday' does not fit 'since': a day such as 2022-10-05 is expected"),
        ("/api/statements?until=2022-02-30", "'2022-02-30' does not fit 'until'"),
        ("/api/statements?state=done", "one of found, unsure, accepted, edited, rejected, withdrawn is expected"),
        ("/api/timeline?kind=loud", "one of direct, indirect, mixed is expected"),
        ("/api/facets?page=12", "64 hexadecimal digits"),
        ("/api/statements?limit=-1", "a whole number"),
        ("/api/export.csv?colour=red", "there is no filter 'colour'"),
        ("/api/pages/12", "64 hexadecimal digits"),
    ] {
        let (status, answer) = site.json(address).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{address}");
        assert!(error(&answer).contains(said), "{address}: {answer}");
    }
}

#[tokio::test]
async fn a_facet_shows_what_could_be_chosen_instead() {
    let (_, facets) = Site::new().json("/api/facets?kind=direct&speaker=marchuk").await;
    let kinds: Vec<&str> = facets["kind"].as_array().unwrap().iter().map(|c| c["value"].as_str().unwrap()).collect();
    let speakers = facets["speaker"].as_array().unwrap().len();
    assert_eq!(kinds, ["direct"]);
    assert_eq!(speakers, 2);
    assert_eq!(facets["page"][0]["title"], "Envoys meet over the harbour");
}

#[tokio::test]
async fn marks_of_a_page_lie_on_the_words_as_a_browser_counts_them() {
    let site = Site::new();
    let capture = site.of_speaker("marchuk").await["record"]["capture"].as_str().unwrap().to_owned();
    let (status, page) = site.json(&format!("/api/pages/{capture}")).await;
    assert_eq!(status, StatusCode::OK);
    let mut marked = Vec::new();
    for block in page["blocks"].as_array().unwrap() {
        let units: Vec<u16> = block["text"].as_str().unwrap().encode_utf16().collect();
        for mark in block["marks"].as_array().unwrap() {
            let at = |key: &str| usize::try_from(mark[key].as_u64().unwrap()).unwrap();
            marked.push((mark["part"].clone(), String::from_utf16(&units[at("start")..at("end")]).unwrap()));
        }
    }
    for (part, words) in [
        ("content", "No ship will leave 🚢 before the mines are cleared"),
        ("source", "the minister, Olha Marchuk"),
        ("date", "Tuesday"),
        ("content", "the port’s owner had promised him two tugs"),
    ] {
        assert!(marked.contains(&(part.into(), words.into())), "{part} '{words}' in {marked:?}");
    }
}

#[tokio::test]
async fn furniture_keeps_its_place_and_says_what_it_is() {
    let site = Site::new();
    let (_, pages) = site.json("/api/pages").await;
    let (_, page) = site.json(&format!("/api/pages/{}", pages[0]["id"].as_str().unwrap())).await;
    let blocks = page["blocks"].as_array().unwrap();
    assert_eq!(blocks[0]["meaning"], "menus, tags, buttons");
    assert_eq!(blocks[0]["is_article"], false);
    assert_eq!(blocks[7]["role"], "teaser");
    assert_eq!(page["problems"][0]["name"], "statement-without-source");
}

#[tokio::test]
async fn a_verdict_is_kept_and_can_be_taken_back() {
    let site = Site::new();
    let id = site.of_speaker("marchuk").await["record"]["id"].as_str().unwrap().to_owned();
    let (status, view) = site.review(&id, &site.token, r#"{"verdict":"accept"}"#).await;
    assert_eq!((status, &view["state"]), (StatusCode::OK, &json!("accepted")));
    assert_eq!(view["history"][1]["by"], "Reviewer");
    let edit = r#"{"verdict":"edit","field":"speaker","value":"O. Marchuk"}"#;
    let (_, view) = site.review(&id, &site.token, edit).await;
    assert_eq!(view["record"]["finding"]["speaker"]["value"]["stated"], "O. Marchuk");
    assert_eq!(view["state"], "edited");
    let (_, view) = site.review(&id, &site.token, r#"{"verdict":"undo"}"#).await;
    assert_eq!(view["state"], "accepted");
    let (_, kept) = site.json(&format!("/api/records/{}", &id[..12])).await;
    assert_eq!(kept["history"], view["history"]);
}

#[tokio::test]
async fn a_verdict_that_does_not_fit_changes_nothing() {
    let site = Site::new();
    let id = site.of_speaker("marchuk").await["record"]["id"].as_str().unwrap().to_owned();
    for (verdict, status, said) in [
        (r#"{"verdict":"maybe"}"#, 422, "a verdict is expected"),
        ("accept", 400, "a verdict is expected"),
        (r#"{"verdict":"edit","field":"date","value":"soon"}"#, 400, "soon"),
        (r#"{"verdict":"undo"}"#, 409, "no review"),
    ] {
        let (given, answer) = site.review(&id, &site.token, verdict).await;
        assert_eq!(given, status, "{verdict}: {answer}");
        assert!(error(&answer).contains(said), "{verdict}: {answer}");
    }
    let (status, _) = site.review(&id, "0", r#"{"verdict":"accept"}"#).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    let (_, kept) = site.json(&format!("/api/records/{id}")).await;
    assert_eq!(kept["state"], "found");
    let (status, _) = site.json("/api/records/ffffffffffff").await;
    assert_eq!(status, StatusCode::NOT_FOUND);
}

/// The harbour's page, and the address of its block that begins so.
async fn block_of(site: &Site, begins: &str) -> (Value, String) {
    let (_, pages) = site.json("/api/pages").await;
    let id = pages[0]["id"].as_str().unwrap().to_owned();
    let (_, page) = site.json(&format!("/api/pages/{id}")).await;
    let is_it = |block: &&Value| block["text"].as_str().unwrap().starts_with(begins);
    let key = page["blocks"].as_array().unwrap().iter().find(is_it).unwrap()["key"].as_str().unwrap().to_owned();
    (page, format!("/api/pages/{id}/blocks/{key}"))
}

fn speakers(page: &Value) -> Vec<&str> {
    page["statements"]
        .as_array()
        .unwrap()
        .iter()
        .map(|view| view["record"]["finding"]["speaker"]["value"]["stated"].as_str().unwrap())
        .collect()
}

#[tokio::test]
async fn a_moved_block_takes_its_statements_along_and_can_be_put_back() {
    let site = Site::new();
    let (before, address) = block_of(&site, "Her deputy").await;
    assert_eq!(speakers(&before), ["Olha Marchuk", "Petro Hai", "Dnipro Harbour Company"]);
    let (status, answer) = site.post(&address, &site.token, r#"{"verdict":"move","role":"teaser"}"#).await;
    assert_eq!((status, &answer["n_withdrawn"]), (StatusCode::OK, &json!(2)), "{answer}");
    let page = &answer["page"];
    assert_eq!(speakers(page), ["Olha Marchuk"]);
    let block = &page["blocks"][5];
    assert_eq!(
        (&block["role"], &block["moved"]["by"], &block["moved"]["was"]),
        (&json!("teaser"), &json!("Reviewer"), &json!("body"))
    );
    let (_, kept) = site.json(&format!("/api/pages/{}", page["id"].as_str().unwrap())).await;
    assert_eq!(kept, *page);

    let (status, answer) = site.post(&address, &site.token, r#"{"verdict":"undo"}"#).await;
    assert_eq!((status, &answer["n_added"]), (StatusCode::OK, &json!(2)));
    assert_eq!(speakers(&answer["page"]), speakers(&before));
    assert_eq!(answer["page"]["blocks"][5]["moved"], Value::Null);
}

#[tokio::test]
async fn a_reviewed_statement_stays_when_its_block_is_moved_and_says_so() {
    let site = Site::new();
    let id = site.of_speaker("Petro").await["record"]["id"].as_str().unwrap().to_owned();
    site.review(&id, &site.token, r#"{"verdict":"accept"}"#).await;
    let (_, address) = block_of(&site, "Her deputy").await;
    let (_, answer) = site.post(&address, &site.token, r#"{"verdict":"move","role":"promo"}"#).await;
    assert_eq!(speakers(&answer["page"]), ["Olha Marchuk", "Petro Hai"]);
    let stayed = &answer["page"]["statements"][1];
    assert_eq!((&stayed["state"], &stayed["is_lost"]), (&json!("accepted"), &json!(true)));
    assert_eq!(answer["page"]["statements"][0]["is_lost"], false);
}

#[tokio::test]
async fn a_verdict_on_a_block_that_does_not_fit_changes_nothing() {
    let site = Site::new();
    let (before, address) = block_of(&site, "Her deputy").await;
    let nowhere = format!("{}0000000000000000", address.trim_end_matches(|c: char| c.is_ascii_hexdigit()));
    for (address, said, status, told) in [
        (address.as_str(), r#"{"verdict":"move","role":"king"}"#, 422, "one of headline, deck"),
        (address.as_str(), r#"{"verdict":"move"}"#, 422, "a verdict on a block is expected"),
        (address.as_str(), "teaser", 400, "a verdict on a block is expected"),
        (address.as_str(), r#"{"verdict":"undo"}"#, 409, "nobody moved this block"),
        (nowhere.as_str(), r#"{"verdict":"move","role":"nav"}"#, 409, "reload it"),
        ("/api/pages/12/blocks/0", r#"{"verdict":"undo"}"#, 400, "64 hexadecimal digits"),
    ] {
        let (given, answer) = site.post(address, &site.token, said).await;
        assert_eq!(given, status, "{said}: {answer}");
        assert!(error(&answer).contains(told), "{said}: {answer}");
    }
    let (status, _) = site.post(&address, "0", r#"{"verdict":"move","role":"nav"}"#).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    assert_eq!(block_of(&site, "Her deputy").await.0, before);
}

#[tokio::test]
async fn exports_are_files_and_cells_are_guarded() {
    let site = Site::new();
    let (_, headers, csv) = site.text("/api/export.csv").await;
    assert_eq!(headers["content-disposition"], "attachment; filename=\"statements.csv\"");
    assert!(csv.contains("'=cmd"), "{csv}");
    let (_, _, lines) = site.text("/api/export.jsonl?kind=direct").await;
    assert_eq!(lines.lines().count(), 2);
}

#[tokio::test]
async fn every_answer_carries_the_policy() {
    let site = Site::new();
    for address in ["/", "/statements", "/api/summary", "/api/nothing", "/nothing"] {
        let (_, headers, _) = site.text(address).await;
        let policy = headers["content-security-policy"].to_str().unwrap();
        assert!(policy.starts_with("default-src 'none'; script-src 'self'"), "{address}");
        assert_eq!(headers["x-content-type-options"], "nosniff", "{address}");
        assert_eq!(headers["referrer-policy"], "no-referrer", "{address}");
    }
    let request = Request::get("/").header("host", "evil.example").body(Body::empty()).unwrap();
    let (status, headers, _) = site.send(request).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    assert!(headers.contains_key("content-security-policy"));
}

#[tokio::test]
async fn each_screen_has_its_address() {
    let site = Site::new();
    for (address, expected) in [("/timeline?party=UKR", 200), ("/pages/abc", 200), ("/nothing", 404)] {
        let (status, headers, _) = site.text(address).await;
        assert_eq!(status, expected, "{address}");
        assert_eq!(headers["content-type"], "text/html; charset=utf-8", "{address}");
        assert_eq!(headers["cache-control"], "no-store", "{address}");
    }
    let (status, answer) = site.json("/api/nothing").await;
    assert_eq!((status, error(&answer)), (StatusCode::NOT_FOUND, "there is nothing at this address"));
}
