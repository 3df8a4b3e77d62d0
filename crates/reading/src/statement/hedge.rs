use super::Found;
use super::lexicon::CueLexicon;
use super::words::Words;

/// How far from the cue a word that weakens it may stand, in tokens.
const MAX_DISTANCE: usize = 3;

/// What weakens a statement: the verb itself ("denied"), a word beside it ("reportedly"), an unnamed speaker.
pub(super) fn hedges(words: &Words<'_>, found: &Found, lexicon: &CueLexicon, is_anonymous: bool) -> Vec<&'static str> {
    let mut hedges = Vec::new();
    let verb = found.verb.map(|(verb, _)| lexicon.verb(verb));
    let hedge_of_verb = verb.and_then(|verb| verb.hedge).filter(|_| !found.is_negated);
    hedges.extend(hedge_of_verb);
    if let Some(cue) = found.cue.first() {
        let sentence = words.sentence(words.tokens[cue.start].sentence);
        let near =
            cue.start.saturating_sub(MAX_DISTANCE).max(sentence.start)..(cue.end + MAX_DISTANCE).min(sentence.end);
        let is_outside = |n: &usize| !found.content.iter().any(|range| range.contains(n));
        for n in near.filter(is_outside) {
            hedges.extend(match words.lower(n) {
                "reportedly" => Some("reportedly"),
                "allegedly" => Some("alleged"),
                "privately" => Some("private"),
                "private" if words.lower(n.saturating_sub(1)) == "in" => Some("private"),
                _ => None,
            });
        }
        let is_unnamed = is_anonymous || sentence.clone().any(|n| words.lower(n) == "anonymity");
        hedges.extend(is_unnamed.then_some("anonymous"));
    }
    hedges.sort_unstable();
    hedges.dedup();
    hedges
}
