/// Share of a rule's statements that are right on PolNeAR train (840 articles; content at Jaccard 0.5 and the source):
/// `cargo run --release -p reading --example calibrate -- polnear-train.jsonl.gz`, 2026-11-25.
const PRECISION: [(&str, f64); 21] = [
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
    ("rule:participle-then-clause", 0.51),
    ("rule:participle-then-object", 0.36),
    ("rule:participle-then-that", 0.67),
    ("rule:passive-cue", 0.56),
    ("rule:quote-then-cue", 0.95),
    ("rule:quote-then-inverted-cue", 0.95),
];

/// How sure a rule is, 0 to 1.
pub(super) fn of(rule: &str) -> f64 {
    PRECISION.iter().find(|(name, _)| *name == rule).map_or(UNMEASURED, |(_, precision)| *precision)
}

/// Of a rule that the table does not hold.
const UNMEASURED: f64 = 0.25;
