//! A filter from an address. Names and forms are those of the command's flags; what is wrong is named with what is accepted.

use axum::extract::{FromRequestParts, Query};
use axum::http::request::Parts;
use jiff::civil::Date;
use ledger::{Filter, QuoteKind, State};

use super::ApiError;

const NAMES: &str = "query, speaker, party, page, since, until, state, kind, limit, offset";

/// The filter that an address holds. Empty values count as left out.
pub(super) struct Asked(pub(super) Filter);

impl<S: Send + Sync> FromRequestParts<S> for Asked {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Asked, ApiError> {
        let pairs = Query::<Vec<(String, String)>>::from_request_parts(parts, state)
            .await
            .map_err(|_| ApiError::bad_request("the address cannot be read: its values must be UTF-8"))?;
        filter(&pairs).map(Asked)
    }
}

fn filter(pairs: &[(String, String)]) -> Result<Filter, ApiError> {
    let mut filter = Filter::default();
    for (name, value) in pairs {
        let given = value.trim();
        if given.is_empty() {
            continue;
        }
        match name.as_str() {
            "query" => filter.query = Some(given.to_owned()),
            "speaker" => filter.speaker = Some(given.to_owned()),
            "party" => filter.party = Some(given.to_owned()),
            "page" => filter.page = Some(read(name, given, "64 hexadecimal digits")?),
            "since" => filter.since = Some(day(name, given)?),
            "until" => filter.until = Some(day(name, given)?),
            "state" => filter.state = Some(one_of(name, given, &State::ALL, State::label)?),
            "kind" => filter.kind = Some(one_of(name, given, &KINDS, QuoteKind::label)?.label().to_owned()),
            "limit" => filter.limit = Some(read(name, given, "a whole number")?),
            "offset" => filter.offset = Some(read(name, given, "a whole number")?),
            _ => return Err(ApiError::bad_request(format!("there is no filter '{name}': {NAMES} are accepted"))),
        }
    }
    Ok(filter)
}

const KINDS: [QuoteKind; 3] = [QuoteKind::Direct, QuoteKind::Indirect, QuoteKind::Mixed];

fn day(name: &str, given: &str) -> Result<Date, ApiError> {
    let expected = "a day such as 2022-10-05";
    // jiff reads times and other forms too; the command's flags take this one.
    if given.len() == 10 { read(name, given, expected) } else { Err(wrong(name, given, expected)) }
}

fn read<T: std::str::FromStr>(name: &str, given: &str, expected: &str) -> Result<T, ApiError> {
    given.parse().map_err(|_| wrong(name, given, expected))
}

fn one_of<T: Copy>(name: &str, given: &str, all: &[T], label: fn(T) -> &'static str) -> Result<T, ApiError> {
    all.iter().copied().find(|value| label(*value) == given).ok_or_else(|| {
        let labels: Vec<&str> = all.iter().map(|value| label(*value)).collect();
        wrong(name, given, &format!("one of {}", labels.join(", ")))
    })
}

fn wrong(name: &str, given: &str, expected: &str) -> ApiError {
    ApiError::bad_request(format!("'{given}' does not fit '{name}': {expected} is expected"))
}
