//! What the linker sees of an option. The names are those of the table of weights: change them and learn it again.

use super::Roles;
use super::weights::Feature;
use crate::statement::words::{Class, Words};

/// What is chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// The cue of a content.
    Cue,
    /// The source of a cue, or of a content without one.
    Source,
}

/// Features of one kind of choice.
struct Features {
    kind: &'static str,
    all: Vec<Feature>,
}

impl Features {
    fn of(kind: Kind) -> Features {
        Features { kind: if kind == Kind::Cue { "cue" } else { "source" }, all: Vec::with_capacity(32) }
    }

    fn add(&mut self, name: impl std::fmt::Display) {
        self.all.push((format!("{} {name}", self.kind), 1.0));
    }
}

/// Of the choice of `option` for `to`, among `options`.
pub(super) fn of_pair(roles: &Roles<'_>, kind: Kind, to: usize, option: usize, options: &[usize]) -> Vec<Feature> {
    let words = roles.words;
    let side = if option < to { "before" } else { "behind" };
    let (n_sentences, n_paragraphs) = roles.breaks_between(option, to);
    let (sentences, paragraphs) = (n_sentences.min(3), n_paragraphs.min(2));
    let n_between = bucket(roles.distance(option, to));
    let cues = Roles::count_between(&roles.cues, option, to).min(3);
    let contents = Roles::count_between(&roles.contents, option, to).min(3);
    let sources = Roles::count_between(&roles.sources, option, to).min(3);
    let quoted = is_quoted(roles, to);
    let own = roles.range(to).clone();
    let mut found = Features::of(kind);
    found.add(format_args!("{side} words {n_between}"));
    found.add(format_args!("{side} free {}", bucket(roles.free_between(option, to))));
    found.add(format_args!("{side} sentences {sentences}"));
    found.add(format_args!("{side} paragraphs {paragraphs}"));
    found.add(format_args!("{side} cues {cues} contents {contents}"));
    found.add(format_args!("{side} sources {sources}"));
    found.add(format_args!("{side} quoted {quoted} sentences {sentences} paragraphs {paragraphs}"));
    found.add(format_args!("{side} begins {} sentences {sentences}", begins(words, own.start)));
    found.add(format_args!("{side} nearest {}", is_nearest(option, to, options)));
    found.add(format_args!("{side} neighbour {}", neighbour(roles, option, if option < to { 1 } else { -1 })));
    found.add(format_args!("{side} other neighbour {}", neighbour(roles, option, if option < to { -1 } else { 1 })));
    found.add(format_args!("{side} quoted {quoted} option quoted {}", is_quoted(roles, option)));
    if option < to {
        found.add(format_args!("mark before {}", mark(words, own.start.wrapping_sub(1))));
        found.add(format_args!("quoted {quoted} colon {}", words.lower(before_quote(words, own.start)) == ":"));
    } else {
        found.add(format_args!("mark at end {} {}", mark(words, own.end - 1), mark(words, own.end)));
    }
    match kind {
        Kind::Cue => of_cue(roles, to, option, side, &mut found),
        Kind::Source => of_source(roles, to, option, side, &mut found),
    }
    found.all
}

fn of_cue(roles: &Roles<'_>, to: usize, cue: usize, side: &str, found: &mut Features) {
    let beyond = beyond(roles, to, cue);
    let (quoted, sentences) = (is_quoted(roles, to), roles.breaks_between(cue, to).0.min(2));
    let begins = begins(roles.words, roles.range(to).start);
    found.add(format_args!("{side} beyond {beyond} quoted {quoted} sentences {sentences}"));
    found.add(format_args!("{side} beyond {beyond} quoted {quoted} begins {begins}"));
    found.add(format_args!("{side} cue {}", cue_class(roles, cue)));
    found.add(format_args!("{side} sources beside {}", sources_beside(roles, cue)));
}

fn of_source(roles: &Roles<'_>, to: usize, source: usize, side: &str, found: &mut Features) {
    let is_cue = roles.cues.binary_search(&to).is_ok();
    let anchor = if is_cue { cue_class(roles, to) } else { "none" };
    let class = source_class(roles, source);
    found.add(format_args!("{side} anchor {anchor} words {}", bucket(roles.distance(source, to))));
    found.add(format_args!("{side} anchor {anchor} sentences {}", roles.breaks_between(source, to).0.min(2)));
    found.add(format_args!("{side} source {class}"));
    found.add(format_args!("{side} source {class} sentences {}", roles.breaks_between(source, to).0.min(2)));
    let other = |cue: &&usize| **cue != to && roles.distance(**cue, source) <= 1;
    let has_other_cue = roles.cues.iter().skip_while(|cue| **cue + 2 < source).take(4).any(|cue| other(&cue));
    found.add(format_args!("{side} other cue {has_other_cue} anchor {anchor}"));
}

/// Of the choice of none of `options` for `to`.
pub(super) fn of_none(roles: &Roles<'_>, kind: Kind, to: usize, options: &[usize]) -> Vec<Feature> {
    let mut found = Features::of(kind);
    let quoted = is_quoted(roles, to);
    let start = roles.range(to).start;
    let in_sentence = options.iter().filter(|option| roles.breaks_between(**option, to).0 == 0).count().min(2);
    found.add("none");
    found.add(format_args!("none in sentence {in_sentence}"));
    found.add(format_args!("none quoted {quoted} in sentence {in_sentence}"));
    found.add(format_args!("none quoted {quoted} begins {}", begins(roles.words, start)));
    if kind == Kind::Source {
        let is_cue = roles.cues.binary_search(&to).is_ok();
        let anchor = if is_cue { cue_class(roles, to) } else { "none" };
        found.add(format_args!("none anchor {anchor}"));
        found.add(format_args!("none anchor {anchor} in sentence {in_sentence}"));
    }
    found.add(format_args!("none neighbours {} {}", neighbour(roles, to, -1), neighbour(roles, to, 1)));
    found.all
}

fn bucket(n: usize) -> &'static str {
    match n {
        0 => "0",
        1 => "1",
        2 => "2",
        3 => "3",
        4 => "4",
        5..=6 => "5",
        7..=9 => "7",
        10..=14 => "10",
        15..=24 => "15",
        25..=39 => "25",
        _ => "40",
    }
}

/// Does a span stand in quotation marks, at its first word or its last?
fn is_quoted(roles: &Roles<'_>, span: usize) -> bool {
    let range = roles.range(span);
    roles.words.quotation(range.start).is_some() || roles.words.quotation(range.end - 1).is_some()
}

/// What begins with a word: a paragraph, a sentence or neither.
fn begins(words: &Words<'_>, n: usize) -> &'static str {
    // A quotation mark stands before the first word of what is quoted.
    let before = before_quote(words, n);
    if n == 0 || before >= words.len() || words.paragraph_of(before) != words.paragraph_of(n) {
        "paragraph"
    } else if words.sentence_of(before) != words.sentence_of(n) {
        "sentence"
    } else {
        "neither"
    }
}

/// The word before this one, or before the quotation mark before this one.
fn before_quote(words: &Words<'_>, n: usize) -> usize {
    let before = n.wrapping_sub(1);
    let is_mark = matches!(words.lower(before), "\"" | "“" | "‘" | "'" | "``" | "«" | "„" | "''");
    if is_mark { before.wrapping_sub(1) } else { before }
}

/// The mark that a word is, as far as marks tell of what follows.
fn mark<'w>(words: &'w Words<'_>, n: usize) -> &'w str {
    match words.lower(n) {
        mark @ ("," | "." | ":" | "?" | "!" | ";" | "…" | "—" | "–" | "-" | "(" | ")" | "that" | "to") => mark,
        "\"" | "“" | "”" | "``" | "''" | "«" | "»" => "quote",
        "" => "end",
        _ => "word",
    }
}

/// Is there no other option of its side between?
fn is_nearest(option: usize, to: usize, options: &[usize]) -> bool {
    !options.iter().any(|other| option.min(to) < *other && *other < option.max(to))
}

/// The role of the next span to the right (1) or left (-1), and whether a sentence ends between.
fn neighbour(roles: &Roles<'_>, span: usize, step: isize) -> &'static str {
    let Some(next) = span.checked_add_signed(step).filter(|next| *next < roles.spans.len()) else { return "none" };
    let is_near = roles.breaks_between(span, next).0 == 0;
    match (roles.spans[next].role, is_near) {
        (model::Role::Source, true) => "source",
        (model::Role::Cue, true) => "cue",
        (model::Role::Content, true) => "content",
        (_, false) => "far",
    }
}

/// On which sides of a cue a source stands, next but for a word or two.
fn sources_beside(roles: &Roles<'_>, cue: usize) -> &'static str {
    let is_source = |step: isize| {
        let next = cue.checked_add_signed(step).filter(|next| *next < roles.spans.len());
        next.is_some_and(|next| roles.spans[next].role == model::Role::Source && roles.distance(cue, next) <= 2)
    };
    match (is_source(-1), is_source(1)) {
        (true, true) => "both",
        (true, false) => "before",
        (false, true) => "behind",
        (false, false) => "neither",
    }
}

/// The next content on the other side of a cue, in its sentence: "“We go,” he said, and ..." has said what is quoted.
fn beyond(roles: &Roles<'_>, to: usize, cue: usize) -> &'static str {
    let at = roles.contents.partition_point(|content| *content < cue);
    let next = if to > cue { at.checked_sub(1) } else { Some(at) };
    let content = next.and_then(|next| roles.contents.get(next)).copied();
    match content.filter(|content| roles.breaks_between(*content, cue).0 == 0) {
        Some(content) if is_quoted(roles, content) => "quoted",
        Some(_) => "unquoted",
        None => "none",
    }
}

/// The form of a cue, by its words.
fn cue_class(roles: &Roles<'_>, cue: usize) -> &'static str {
    let (words, range) = (roles.words, roles.range(cue));
    let (first, last) = (words.lower(range.start), words.lower(range.end - 1));
    let before = words.lower(range.start.wrapping_sub(1));
    let nominal = Class::DETERMINER.with(Class::POSSESSIVE);
    let is_be = |word: &str| matches!(word, "is" | "are" | "was" | "were" | "been" | "being" | "be");
    if first == "according" {
        "according"
    } else if range.clone().any(|n| is_be(words.lower(n)))
        && (last.ends_with("ed") || last.ends_with("en") || last == "told")
    {
        "passive"
    } else if range.len() == 1 && first.ends_with("ing") {
        "participle"
    } else if first == "to" || before == "to" {
        "infinitive"
    } else if matches!(before, "and" | "but" | "or" | "then") {
        "joined"
    } else if words.is(range.start, nominal.with(Class::PREPOSITION))
        || range.len() == 1 && words.is(range.start.wrapping_sub(1), nominal)
    {
        "noun"
    } else {
        "finite"
    }
}

/// What a source is, by its first words.
fn source_class(roles: &Roles<'_>, source: usize) -> &'static str {
    let (words, range) = (roles.words, roles.range(source));
    let first = words.lower(range.start);
    if range.len() == 1 && first == "it" {
        "it"
    } else if range.len() == 1 && words.is(range.start, Class::RELATIVE) {
        "relative"
    } else if range.len() == 1 && words.is(range.start, Class::SUBJECT_PRONOUN.with(Class::OBJECT_PRONOUN)) {
        "pronoun"
    } else if words.is(range.start, Class::POSSESSIVE) {
        "possessive"
    } else if range.clone().any(|n| words.is(n, Class::CAPITAL)) {
        "name"
    } else {
        "noun"
    }
}
