use std::ops::Range;

use super::lexicon::{CueLexicon, Form};
use super::words::{Class, Words};

/// A verb group of the cue lexicon: auxiliaries, verb, particle ("has not called for").
#[derive(Clone, Debug)]
pub(super) struct Cue {
    /// Number of the verb in the lexicon.
    pub verb: usize,
    /// The verb itself.
    pub head: usize,
    /// First auxiliary to particle.
    pub tokens: Range<usize>,
    /// How the group stands in its clause.
    pub mood: Mood,
    /// Is it passive ("was told")?
    pub is_passive: bool,
    /// Is it negated ("did not say")?
    pub is_negated: bool,
}

/// How a verb group stands in its clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mood {
    /// It has a subject of its own or shares one ("said", "is saying", "would say").
    Finite,
    /// "adding that": the subject is that of the main clause, or the noun before.
    Participle,
    /// "to urge": the subject is that of the verb before.
    Infinitive,
}

/// The verb groups of a sentence, in order, those inside quotations left out.
pub(super) fn cues(words: &Words<'_>, sentence: Range<usize>, lexicon: &CueLexicon) -> Vec<Cue> {
    sentence
        .clone()
        .filter(|n| words.quotation(*n).is_none())
        .filter_map(|n| cue_at(words, &sentence, n, lexicon))
        .collect()
}

/// The verb that a stretch of words says something with, wherever it stands: the first of the lexicon that is one by its place, else
/// the first that could be. For words that are known to be a cue.
pub(super) fn cue_in(words: &Words<'_>, range: &Range<usize>, lexicon: &CueLexicon) -> Option<Cue> {
    let first = range.clone().next()?;
    let sentence = words.sentence(words.sentence_of(first));
    let by_place = range.clone().find_map(|n| cue_at(words, &sentence, n, lexicon));
    by_place.or_else(|| {
        range.clone().find_map(|head| {
            let (verb, form, end) = verb_at(words, &sentence, head, lexicon)?;
            let group = Group::before(words, sentence.start, head);
            let is_passive = group.has_be && matches!(form, Form::Past | Form::Participle);
            let tokens = group.start..end;
            Some(Cue { verb, head, tokens, mood: Mood::Finite, is_passive, is_negated: group.is_negated })
        })
    })
}

fn cue_at(words: &Words<'_>, sentence: &Range<usize>, head: usize, lexicon: &CueLexicon) -> Option<Cue> {
    let (verb, form, end) = verb_at(words, sentence, head, lexicon)?;
    if words.is(head, Class::CAPITAL) && head != sentence.start && !words.is(head - 1, Class::MARK) {
        return None;
    }
    let group = Group::before(words, sentence.start, head);
    let mood = match form {
        Form::Ing if !group.has_be => Mood::Participle,
        Form::Base if group.has_to => Mood::Infinitive,
        _ => Mood::Finite,
    };
    let is_participle = matches!(form, Form::Past | Form::Participle);
    let is_passive = group.has_be && is_participle;
    if form == Form::Participle && !group.has_be && !group.has_have {
        return None;
    }
    if !group.has_auxiliary && mood != Mood::Infinitive && !is_verb(words, sentence.start, head, form) {
        return None;
    }
    Some(Cue { verb, head, tokens: group.start..end, mood, is_passive, is_negated: group.is_negated })
}

/// The verb that a word is a form of: with its particle where that follows, else without.
fn verb_at(
    words: &Words<'_>,
    sentence: &Range<usize>,
    head: usize,
    lexicon: &CueLexicon,
) -> Option<(usize, Form, usize)> {
    let forms = lexicon.forms_of(words.lower(head));
    let particle_at = |name: &str| {
        let behind = head + 1;
        let is_here = |n: usize| n < sentence.end && words.lower(n) == name;
        if is_here(behind) {
            Some(behind + 1)
        } else {
            (words.is_adverb(behind) && is_here(behind + 1)).then_some(behind + 2)
        }
    };
    let with_particle = forms.iter().find_map(|(verb, form)| {
        let particle = lexicon.verb(*verb).particle.as_str();
        (!particle.is_empty()).then(|| particle_at(particle).map(|end| (*verb, *form, end))).flatten()
    });
    let bare = || forms.iter().find(|(verb, _)| lexicon.verb(*verb).particle.is_empty());
    with_particle.or_else(|| bare().map(|(verb, form)| (*verb, *form, head + 1)))
}

/// What stands before the verb and belongs to it.
#[derive(Debug, Default)]
struct Group {
    start: usize,
    has_auxiliary: bool,
    has_be: bool,
    has_have: bool,
    has_to: bool,
    is_negated: bool,
}

impl Group {
    fn before(words: &Words<'_>, first: usize, head: usize) -> Group {
        let mut group = Group { start: head, ..Group::default() };
        let mut at = head;
        while at > first {
            let n = at - 1;
            let word = words.lower(n);
            let is_auxiliary = words.is(n, Class::AUXILIARY) || words.is(n, Class::MODAL);
            if is_auxiliary && (!is_possessive_ending(word) || ends_clause_subject(words, first, n)) {
                group.take(word);
                group.start = n;
            } else if word == "to" && (n + 1 == head || words.is_adverb(n + 1)) {
                group.has_to = true;
                group.start = n + 1;
                break;
            } else if !words.is_adverb(n) || words.is(n, Class::MARK) {
                break;
            } else {
                group.is_negated |= matches!(word, "not" | "never" | "n't");
            }
            at = n;
        }
        group
    }

    fn take(&mut self, word: &str) {
        self.has_auxiliary = true;
        self.has_be |= matches!(
            word,
            "be" | "am" | "is" | "are" | "was" | "were" | "been" | "being" | "'re" | "’re" | "'m" | "’m"
        ) || word.starts_with("is")
            || word.starts_with("are")
            || word.starts_with("was")
            || word.starts_with("were");
        self.has_have |= word.starts_with("ha") || matches!(word, "'ve" | "’ve" | "'s" | "’s" | "'d" | "’d");
        self.is_negated |= word.ends_with("n't") || word.ends_with("n’t");
    }
}

fn is_possessive_ending(word: &str) -> bool {
    matches!(word, "'s" | "’s")
}

/// "He's said" has a pronoun before the ending; "Putin's claims" does not.
fn ends_clause_subject(words: &Words<'_>, first: usize, n: usize) -> bool {
    n > first && words.is(n - 1, Class::SUBJECT_PRONOUN)
}

/// Is a form without auxiliary a verb here, and no noun or adjective ("the claims", "a proposed law")?
fn is_verb(words: &Words<'_>, first: usize, head: usize, form: Form) -> bool {
    let mut before = head;
    while before > first && words.is_adverb(before - 1) && !words.is(before - 1, Class::MARK) {
        before -= 1;
    }
    if before == first {
        return form == Form::Ing;
    }
    let n = before - 1;
    let word = words.lower(n);
    let is_nominal = words.is(n, Class::DETERMINER.with(Class::POSSESSIVE))
        && !matches!(
            word,
            "that"
                | "her"
                | "all"
                | "both"
                | "many"
                | "some"
                | "few"
                | "most"
                | "several"
                | "others"
                | "those"
                | "these"
                | "this"
        )
        || is_possessive_ending(word)
        || (words.is(n, Class::PREPOSITION) && form != Form::Ing)
        || matches!(word, "of" | "-" | "$");
    if is_nominal {
        return false;
    }
    match form {
        Form::Base => {
            let is_plural_pronoun = matches!(
                word,
                "i" | "we"
                    | "you"
                    | "they"
                    | "who"
                    | "many"
                    | "some"
                    | "few"
                    | "most"
                    | "others"
                    | "these"
                    | "those"
                    | "all"
                    | "both"
                    | "several"
                    | "that"
                    | "which"
                    | "people"
                    | "voters"
                    | "percent"
                    | "%"
                    | "police"
                    | "and"
            );
            let is_plural_noun =
                words.is_open_class(n) && word.ends_with('s') && !word.ends_with("ss") && !words.is(n, Class::CAPITAL);
            let is_plural_name = words.is(n, Class::CAPITAL) && (word.ends_with("ns") || word.ends_with("ts"));
            let is_behind_apposition = word == "," && behind_is_clause(words, head);
            is_plural_pronoun || is_plural_noun || is_plural_name || is_behind_apposition
        }
        Form::Third => {
            !words.is(n, Class::MARK) || matches!(word, "," | "\"" | "”" | "''" | ")" | "’" | "—" | "–" | "-")
        }
        _ => true,
    }
}

fn behind_is_clause(words: &Words<'_>, head: usize) -> bool {
    words.lower(head + 1) == "that"
}
