/// Share of a rule's statements that are right on PolNeAR train (content at Jaccard 0.5 and the source):
/// `cargo run --release -p reading --example calibrate -- polnear-train.jsonl.gz`, 2026-11-25.
const PRECISION: [(&str, f64); 1] = [("rule:quote-then-cue", 0.9)];

/// How sure a rule is, 0 to 1.
pub(super) fn of(rule: &str) -> f64 {
    PRECISION.iter().find(|(name, _)| *name == rule).map_or(0.5, |(_, precision)| *precision)
}
