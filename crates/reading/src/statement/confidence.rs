use model::RoleSpan;

use super::linker::{Attribution, LinkerWeights};

/// Share of a rule's statements that are right on PolNeAR train (840 articles; content at Jaccard 0.5 and the source):
/// `cargo run --release -p reading --example calibrate -- polnear-train.jsonl.gz`, 2026-11-25.
const PRECISION: [(&str, f64); 24] = [
    ("rule:according-to", 0.81),
    ("rule:clause-around-cue", 0.73),
    ("rule:clause-then-cue", 0.72),
    ("rule:clause-then-inverted-cue", 0.74),
    ("rule:clause-with-quote-then-cue", 0.66),
    ("rule:cue-then-clause", 0.70),
    ("rule:cue-then-gerund", 0.70),
    ("rule:cue-then-infinitive", 0.54),
    ("rule:cue-then-object", 0.55),
    ("rule:cue-then-question", 0.69),
    ("rule:cue-then-quote", 0.80),
    ("rule:cue-then-that", 0.81),
    ("rule:cue-then-words-quoted", 0.50),
    ("rule:infinitive-then-object", 0.29),
    ("rule:infinitive-then-that", 0.40),
    ("rule:labelled-quote", 0.95),
    ("rule:participle-then-clause", 0.51),
    ("rule:participle-then-object", 0.36),
    ("rule:participle-then-that", 0.67),
    ("rule:passive-cue", 0.56),
    ("rule:quote-then-cue", 0.95),
    ("rule:quote-then-inverted-cue", 0.95),
    ("rule:signed-quotation", 0.95),
    ("rule:speaker-turn", 0.95),
];

/// How sure a rule is, 0 to 1.
pub(super) fn of(rule: &str) -> f64 {
    PRECISION.iter().find(|(name, _)| *name == rule).map_or(UNMEASURED, |(_, precision)| *precision)
}

/// Of a rule that the table does not hold.
const UNMEASURED: f64 = 0.25;

/// How sure the model and the linker are of an attribution, 0 to 1: a logistic function of the probabilities of its parts
/// (Platt 1999), learned with the linker.
pub(super) fn of_attribution(spans: &[RoleSpan], attribution: &Attribution, weights: &LinkerWeights) -> f64 {
    1.0 / (1.0 + (-weights.score(&features(spans, attribution))).exp())
}

/// The probabilities of the parts of an attribution: of the least sure content, the other spans and the links.
pub(super) fn scores(spans: &[RoleSpan], attribution: &Attribution) -> Vec<(&'static str, f64)> {
    let of = |span: usize| f64::from(spans[span].confidence);
    let mut scores = vec![("content", attribution.content.iter().map(|span| of(*span)).fold(1.0, f64::min))];
    scores.extend(attribution.source.map(|span| ("source", of(span))));
    scores.extend(attribution.cue.map(|span| ("cue", of(span))));
    scores.extend([("link of cue", attribution.sure_of_cue), ("link of source", attribution.sure_of_source)]);
    scores
}

/// What that function sees, by the names of the table of weights: logarithms of the probabilities, and the length.
pub(super) fn features(spans: &[RoleSpan], attribution: &Attribution) -> Vec<(String, f64)> {
    let n_words: usize = attribution.content.iter().map(|span| spans[*span].words.len()).sum();
    let log = |(of, score): (&str, f64)| (format!("right {of}"), score.max(1e-4).ln());
    let mut features: Vec<(String, f64)> = scores(spans, attribution).into_iter().map(log).collect();
    features.push(("right".to_owned(), 1.0));
    features.push(("right words".to_owned(), (n_words as f64).ln()));
    let missing = [("right no source", attribution.source), ("right no cue", attribution.cue)];
    features.extend(missing.into_iter().filter(|(_, span)| span.is_none()).map(|(name, _)| (name.to_owned(), 1.0)));
    features
}
