//! `demarche annotate`: a text in, the layers that were asked for out.

use std::fmt;
use std::str::FromStr;

use reading::{Data, Reading, StatementKind, TimexKind, Wanted};
use serde::Serialize;
use serde_json::Value;
use text::{DateInterval, Document, Known, Offsets, Span};

use super::conllu::conllu;
use super::{LineError, line, parsed, text_of};

/// Which layers an answer holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layers(Wanted);

/// A list of layers that cannot be served.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LayersError(String);

const KNOWN: &str = "statements, nested, times, syntax, entities, coref";

impl FromStr for Layers {
    type Err = LayersError;

    fn from_str(list: &str) -> Result<Layers, LayersError> {
        let mut wanted = Wanted::TOKENS;
        for name in list.split(',').map(str::trim) {
            let layer = match name {
                "statements" => &mut wanted.statements,
                "nested" => &mut wanted.nested,
                "times" => &mut wanted.times,
                "syntax" => &mut wanted.parse,
                "entities" => &mut wanted.entities,
                "coref" => &mut wanted.coref,
                _ => return Err(LayersError(name.to_owned())),
            };
            *layer = true;
        }
        // What stands inside a statement is told of statements.
        Ok(Layers(Wanted { statements: wanted.statements || wanted.nested, ..wanted }))
    }
}

impl fmt::Display for LayersError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "there is no layer '{}'; layers are: {KNOWN}", self.0)
    }
}

impl std::error::Error for LayersError {}

#[derive(Serialize)]
struct Answer<'a> {
    id: Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    attributions: Option<Vec<Attribution<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    timexes: Option<Vec<TimexLine<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    conllu: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    entities: Option<Vec<EntityLine<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    clusters: Option<Vec<Pieces>>,
}

type Pieces = Vec<[usize; 2]>;

#[derive(Serialize)]
struct Attribution<'a> {
    id: String,
    source: Pieces,
    cue: Pieces,
    content: Pieces,
    kind: &'static str,
    speaker: Option<&'a str>,
    party: Option<&'a str>,
    addressee: Pieces,
    medium: Option<&'static str>,
    hedges: &'a [&'static str],
    on_word_of: Option<String>,
    date: Option<String>,
    act: &'static str,
    found_by: &'static str,
    confidence: f64,
}

#[derive(Serialize)]
struct TimexLine<'a> {
    start: usize,
    end: usize,
    #[serde(rename = "type")]
    kind: &'static str,
    value: Option<&'a str>,
}

#[derive(Serialize)]
struct EntityLine<'a> {
    start: usize,
    end: usize,
    #[serde(rename = "type")]
    kind: &'a str,
    confidence: f32,
}

/// Answers one line: `{id, text, published?}` gives `{id, attributions?, timexes?, conllu?, entities?, clusters?}`. The last three are empty
/// without a model.
///
/// # Errors
/// When the line is no such object.
pub fn annotate(input: &str, layers: Layers, data: &Data) -> Result<String, LineError> {
    let (id, object) = parsed(input)?;
    let Some(text) = text_of(&object, "text", &id)? else {
        return Err(LineError { id, reason: "the line has no 'text'".to_owned() });
    };
    let published = text_of(&object, "published", &id)?
        .filter(|written| !written.trim().is_empty())
        .map(day_or_interval)
        .transpose()
        .map_err(|error| LineError { id: id.clone(), reason: format!("'published': {error}") })?;
    let document = Document::of_text(text, published);
    let Layers(asked) = layers;
    // A statement's day is counted from the words of time around it.
    let reading = reading::read(&document, data, Wanted { times: asked.times || asked.statements, ..asked });
    let offsets = Offsets::new(text);
    let answer = Answer {
        id,
        attributions: asked.statements.then(|| attributions(&document, &reading, &offsets)),
        timexes: asked.times.then(|| timexes(&reading, &offsets)),
        conllu: asked.parse.then(|| conllu(&document, &reading.parse)),
        entities: asked.entities.then(|| entities(&reading, &offsets)),
        clusters: asked.coref.then(|| clusters(&reading, &offsets)),
    };
    Ok(line(&answer))
}

/// `2022-10-05`, the other forms of an interval, and the day of a moment such as `2022-10-05T08:00:00Z`.
fn day_or_interval(written: &str) -> Result<DateInterval, text::DateIntervalError> {
    let written = written.trim();
    let is_moment = written.as_bytes().get(10).is_some_and(|b| matches!(b, b'T' | b' '));
    written.get(..10).filter(|_| is_moment).unwrap_or(written).parse()
}

fn attributions<'a>(document: &Document, reading: &'a Reading<'_>, offsets: &Offsets<'_>) -> Vec<Attribution<'a>> {
    let pieces = |spans: &[Span]| spans.iter().map(|span| offsets.span_in_code_points(*span)).collect();
    let id = |number: usize| format!("s{}", number + 1);
    let line = |(number, statement): (usize, &'a reading::Statement)| Attribution {
        id: id(number),
        source: pieces(&statement.source),
        cue: pieces(&statement.cue),
        content: pieces(&statement.content),
        kind: match statement.kind {
            StatementKind::Direct => "direct",
            StatementKind::Indirect => "indirect",
            StatementKind::Mixed => "mixed",
        },
        speaker: stated(&statement.speaker, |speaker| speaker.name.as_str()),
        party: None,
        addressee: pieces(&statement.addressee),
        medium: statement.medium,
        hedges: &statement.hedges,
        on_word_of: statement.inside.map(id).or_else(|| statement.outlet.map(|name| document.slice(name).to_owned())),
        date: stated(&statement.date, |date| date.interval.to_string()),
        act: statement.act.unwrap_or("COMMENT"),
        found_by: statement.found_by,
        confidence: statement.confidence,
    };
    reading.statements.iter().enumerate().map(line).collect()
}

fn timexes<'a>(reading: &'a Reading<'_>, offsets: &Offsets<'_>) -> Vec<TimexLine<'a>> {
    let line = |timex: &'a reading::Timex| {
        let [start, end] = offsets.span_in_code_points(timex.span);
        let kind = match timex.kind {
            TimexKind::Date => "DATE",
            TimexKind::Time => "TIME",
            TimexKind::Duration => "DURATION",
            TimexKind::Set => "SET",
        };
        TimexLine { start, end, kind, value: timex.value.as_deref() }
    };
    reading.timexes.iter().map(line).collect()
}

fn entities<'a>(reading: &'a Reading<'_>, offsets: &Offsets<'_>) -> Vec<EntityLine<'a>> {
    let line = |entity: &model::EntitySpan<'a>| {
        let [start, end] = offsets.span_in_code_points(reading.span_of(&entity.words));
        EntityLine { start, end, kind: entity.kind, confidence: entity.confidence }
    };
    reading.entities.iter().map(line).collect()
}

fn clusters(reading: &Reading<'_>, offsets: &Offsets<'_>) -> Vec<Pieces> {
    let place = |mention: &model::Mention| offsets.span_in_code_points(reading.span_of(&mention.words));
    reading.clusters.iter().map(|mentions| mentions.iter().map(place).collect()).collect()
}

fn stated<'a, T, U>(known: &'a Known<T>, value: impl FnOnce(&'a T) -> U) -> Option<U> {
    known.stated().map(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_layers_are_refused_by_name() {
        let error = "statements,evnts".parse::<Layers>().unwrap_err().to_string();
        assert_eq!(error, "there is no layer 'evnts'; layers are: statements, nested, times, syntax, entities, coref");
        assert!("".parse::<Layers>().is_err());
        assert!("statements, times".parse::<Layers>().is_ok());
    }

    #[test]
    fn the_day_of_a_moment_is_taken() {
        assert_eq!(day_or_interval("2022-10-05T08:00:00Z").unwrap().to_string(), "2022-10-05");
        assert_eq!(day_or_interval("../2022-10-05").unwrap().to_string(), "../2022-10-05");
        assert!(day_or_interval("yesterday").is_err());
    }
}
