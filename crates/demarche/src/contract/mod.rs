//! The machine contract: JSON Lines that other programs and the scorers rely on.
//!
//! [`page`] and [`annotate`] answer one line of input with one line of output; [`show`] writes what a ledger holds.
//! Offsets are Unicode code points of the text that was given, the end outside. Keys are added, never renamed.

use std::fmt;

use serde::Serialize;
use serde_json::Value;

mod annotate;
mod conllu;
mod page;
mod show;

pub use annotate::{Layers, LayersError, annotate};
pub use page::{ReadLine, page};
pub use show::{PageLine, ProblemLine, StatementLine};

/// A line of input that cannot be answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineError {
    /// The line's own id, when it has one.
    pub id: Value,
    /// What is wrong with it.
    pub reason: String,
}

impl LineError {
    /// The line that is written in place of an answer: `{"id": ..., "error": ...}`.
    pub fn to_line(&self) -> String {
        line(&serde_json::json!({"id": self.id, "error": self.reason}))
    }
}

impl fmt::Display for LineError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.reason)
    }
}

impl std::error::Error for LineError {}

/// A value as one line of JSON, without a line break. Control characters and marks that turn the direction of
/// writing are written as `\u` escapes, so that a line printed on a terminal cannot move its cursor.
pub fn line(value: &impl Serialize) -> String {
    let written = serde_json::to_string(value).expect("keys are strings and no value refuses to be written");
    if !written.contains(is_escaped) {
        return written;
    }
    let mut escaped = String::with_capacity(written.len() + 32);
    for c in written.chars() {
        // Outside strings JSON holds ASCII without control characters, so every such character stands inside one.
        if is_escaped(c) {
            escaped.push_str(&format!("\\u{:04x}", u32::from(c)));
        } else {
            escaped.push(c);
        }
    }
    escaped
}

fn is_escaped(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A line of input as an object and its id.
fn parsed(written: &str) -> Result<(Value, serde_json::Map<String, Value>), LineError> {
    let value: Value = serde_json::from_str(written)
        .map_err(|error| LineError { id: Value::Null, reason: format!("the line is no JSON: {error}") })?;
    let Value::Object(object) = value else {
        return Err(LineError { id: Value::Null, reason: "the line is no JSON object".to_owned() });
    };
    let id = object.get("id").cloned().unwrap_or(Value::Null);
    if id.is_null() {
        return Err(LineError { id, reason: "the line has no 'id'".to_owned() });
    }
    Ok((id, object))
}

/// The text under a key; nothing when the key is missing or null.
fn text_of<'a>(
    object: &'a serde_json::Map<String, Value>,
    key: &str,
    id: &Value,
) -> Result<Option<&'a str>, LineError> {
    match object.get(key) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(LineError { id: id.clone(), reason: format!("'{key}' is no string") }),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn an_escaped_line_is_the_same_value_and_safe_to_print(text in "(\\PC|[\u{0}-\u{1f}\u{7f}-\u{9f}\u{202a}-\u{2069}]){0,40}") {
            let written = line(&text);
            prop_assert!(!written.chars().any(is_escaped));
            prop_assert_eq!(serde_json::from_str::<String>(&written).unwrap(), text);
        }
    }

    #[test]
    fn a_line_error_keeps_the_id_it_could_read() {
        assert_eq!(parsed("[1]").unwrap_err().to_line(), r#"{"id":null,"error":"the line is no JSON object"}"#);
        assert!(parsed(r#"{"text": "no id"}"#).unwrap_err().reason.contains("'id'"));
    }
}
