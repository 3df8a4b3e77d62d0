//! Who a source is.

use std::collections::HashMap;

use text::{Document, Span};

use super::{Gender, Mention, MentionKind, NameLexicon, Speaker};
use crate::{Quotation, Sentence, Token};

/// How many sentences back a pronoun looks for its speaker. Chosen on the training pages of the own annotation, 2026-11-25.
const MAX_SENTENCES_BACK: usize = 8;

/// How many mentions below a role may be that of its name.
const MAX_MENTIONS_BELOW: usize = 60;

/// Answers who is meant by the words of a source; fed with the statements in reading order, since pronouns lean on them.
pub(crate) struct Speakers<'a> {
    document: &'a Document,
    sentences: &'a [Sentence],
    tokens: &'a [Token],
    mentions: &'a [Mention],
    quotations: &'a [Quotation],
    lexicon: &'a NameLexicon,
    /// Mentions of persons by their last word in lower case.
    by_surname: HashMap<String, Vec<usize>>,
    /// Who spoke so far: (sentence, speaker).
    spoken: Vec<(usize, Resolved)>,
}

/// The words that name a source.
#[derive(Clone, Debug)]
pub(crate) struct SourceWords {
    /// The noun phrase.
    pub span: Span,
    /// Number of its sentence.
    pub sentence: usize,
}

/// Who a source is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Resolved {
    /// The name; nothing when the page names nobody.
    pub speaker: Option<Speaker>,
    /// Is the speaker left unnamed on purpose ("a senior official")?
    pub is_anonymous: bool,
    gender: Option<Gender>,
    kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Person,
    Body,
    People,
}

impl<'a> Speakers<'a> {
    pub fn new(
        document: &'a Document,
        sentences: &'a [Sentence],
        tokens: &'a [Token],
        mentions: &'a [Mention],
        quotations: &'a [Quotation],
        lexicon: &'a NameLexicon,
    ) -> Speakers<'a> {
        let mut by_surname: HashMap<String, Vec<usize>> = HashMap::new();
        for (number, mention) in mentions.iter().enumerate() {
            if mention.kind == MentionKind::Person {
                let name = document.slice(mention.span);
                by_surname.entry(surname(name).to_lowercase()).or_default().push(number);
            }
        }
        Speakers { document, sentences, tokens, mentions, quotations, lexicon, by_surname, spoken: Vec::new() }
    }

    /// Who these words mean, and a note of it for the pronouns that follow.
    pub fn resolve(&mut self, source: &SourceWords) -> Resolved {
        let resolved = self.who(source);
        self.spoken.push((source.sentence, resolved.clone()));
        resolved
    }

    fn who(&self, source: &SourceWords) -> Resolved {
        let words = self.document.slice(source.span);
        let lower = words.trim_end_matches([',', ' ']).to_lowercase();
        match lower.as_str() {
            "he" | "him" | "his" => self.pronoun(source, Some(Gender::Male), Kind::Person),
            "she" | "her" | "hers" => self.pronoun(source, Some(Gender::Female), Kind::Person),
            "they" | "them" | "their" | "both" => self.pronoun(source, None, Kind::People),
            "it" | "its" => self.pronoun(source, None, Kind::Body),
            "who" | "which" | "that" => self.antecedent(source).unwrap_or_else(|| nobody(Kind::Person)),
            "i" | "we" | "you" | "one" | "this" => nobody(Kind::Person),
            _ => self.phrase(source),
        }
    }

    /// The name right before a relative pronoun: "Mr Fares, who has".
    fn antecedent(&self, source: &SourceWords) -> Option<Resolved> {
        let before = self.mentions.partition_point(|mention| mention.span.end <= source.span.start).checked_sub(1)?;
        let between = self.between(self.mentions[before].span.end, source.span.start);
        between.trim_matches([' ', ',', '—', '–']).is_empty().then(|| self.named(before))
    }

    /// "Russia and China", "Merkel, Macron and Scholz": the names that make up a whole phrase, as it is written.
    fn joined(&self, source: Span, inside: &[usize]) -> Option<Resolved> {
        let (first, last) = (*inside.first()?, *inside.last()?);
        let is_link = |pair: &[usize]| {
            let (one, other) = (self.mentions[pair[0]], self.mentions[pair[1]]);
            let start = other.title.map_or(other.span.start, |title| title.start);
            matches!(self.between(one.span.end, start).trim(), "and" | "," | ", and")
        };
        let span = self.mentions[first].span.cover(self.mentions[last].span);
        let before = self.between(source.start, span.start).trim();
        let is_whole =
            span.end == source.end && (before.is_empty() || matches!(before, "both" | "Both" | "the" | "The"));
        let holds_and = self.document.slice(span).contains(" and ");
        (inside.len() > 1 && is_whole && holds_and && inside.windows(2).all(is_link)).then(|| Resolved {
            speaker: Some(Speaker { name: self.document.slice(span).to_owned(), mention: span }),
            is_anonymous: false,
            gender: None,
            kind: Kind::People,
        })
    }

    /// A noun phrase: the name in its head or in its apposition, else its own words.
    fn phrase(&self, source: &SourceWords) -> Resolved {
        let inside = self.mentions_in(source.span);
        if let Some(joined) = self.joined(source.span, &inside) {
            return joined;
        }
        let head = self.head_end(source.span);
        let in_head =
            inside.iter().rev().copied().find(|n| self.mentions[*n].span.end <= head && self.is_head(*n, head));
        let apposed =
            inside.iter().copied().find(|n| self.mentions[*n].span.start >= head && self.is_apposed(*n, source.span));
        let person = |n: &usize| self.mentions[*n].kind == MentionKind::Person || self.full_name(*n).is_some();
        let last = inside.last().copied().filter(|n| self.is_subject_at_end(*n, source.span));
        let found = in_head.filter(person).or(apposed.filter(person)).or(last.filter(person)).or(in_head).or(apposed);
        if let Some(number) = found {
            return self.named(number);
        }
        self.described(source, head)
    }

    fn mentions_in(&self, span: Span) -> Vec<usize> {
        let first = self.mentions.partition_point(|mention| mention.span.start < span.start);
        (first..self.mentions.len()).take_while(|n| self.mentions[*n].span.end <= span.end).collect()
    }

    /// The end of the head noun phrase: before the first comma, preposition or relative.
    fn head_end(&self, span: Span) -> usize {
        let tokens = self.tokens_in(span);
        let stops = |token: &&Token| {
            matches!(
                self.document.slice(token.span),
                "," | "of"
                    | "for"
                    | "in"
                    | "at"
                    | "on"
                    | "from"
                    | "with"
                    | "who"
                    | "which"
                    | "that"
                    | "—"
                    | "–"
                    | "("
                    | "to"
                    | "by"
                    | "familiar"
            )
        };
        let head = tokens.iter().skip(1).find(stops).map_or(span.end, |token| token.span.start);
        // "the Ministry of Defence": the preposition inside a name ends nothing.
        let inside = self.mentions_in(span).into_iter().map(|n| self.mentions[n].span);
        inside.filter(|name| name.start < head && head < name.end).map(|name| name.end).next().unwrap_or(head)
    }

    fn tokens_in(&self, span: Span) -> &[Token] {
        let first = self.tokens.partition_point(|token| token.span.start < span.start);
        let end = self.tokens.partition_point(|token| token.span.end <= span.end);
        &self.tokens[first..end.max(first)]
    }

    /// Does the head noun phrase end with this name ("Kremlin spokesman Dmitry Peskov"), not with a noun behind it ("Clinton aides")?
    fn is_head(&self, number: usize, head: usize) -> bool {
        self.between(self.mentions[number].span.end, head).trim_matches([' ', ',', '’', '\'']).is_empty()
    }

    /// Does the name stand right behind a comma, or behind "spokesman ... of State" without one?
    fn is_apposed(&self, number: usize, source: Span) -> bool {
        let mention = self.mentions[number];
        let start = mention.title.map_or(mention.span.start, |title| title.start);
        let before = self.between(source.start, start).trim_end();
        let words: Vec<&str> = before.rsplitn(4, ' ').collect();
        let role = words.first().copied().unwrap_or_default();
        let is_behind_comma = before.ends_with(',') || self.lexicon.person_nouns.contains(role);
        let is_titled = mention.title.is_some_and(|title| self.document.slice(title).contains("State"));
        if mention.kind == MentionKind::Body {
            // "the operator, Ukrenergo,": the name is all there is between the commas.
            let behind = self.between(mention.span.end, source.end).trim_start();
            return before.ends_with(',') && (behind.is_empty() || behind.starts_with(','));
        }
        is_behind_comma || is_titled
    }

    /// "an interview with state television Lavrov": a name at the end of a phrase, behind a noun and no preposition, is the subject.
    fn is_subject_at_end(&self, number: usize, source: Span) -> bool {
        let mention = self.mentions[number];
        let start = mention.title.map_or(mention.span.start, |title| title.start);
        let before = self.between(source.start, start).trim_end();
        let word = before.rsplit(' ').next().unwrap_or_default();
        let is_noun = word.len() > 3
            && word.chars().all(char::is_lowercase)
            && !matches!(word, "with" | "from" | "into" | "over" | "under" | "about" | "like" | "near");
        mention.span.end == source.end && is_noun
    }

    /// The words from one byte to another; none where a title begins before the source that its name stands in
    /// ("Russia's defence minister, Sergei Shoigu" cut to "minister, Sergei Shoigu").
    fn between(&self, start: usize, end: usize) -> &str {
        self.document.text().get(start..end).unwrap_or_default()
    }

    /// The canonical name behind a mention: of a surname the full name.
    fn named(&self, number: usize) -> Resolved {
        let full = self.full_name(number).unwrap_or(number);
        let mention = self.mentions[full];
        let kind = if mention.kind == MentionKind::Person { Kind::Person } else { Kind::Body };
        let gender = self.mentions[number].gender.or(mention.gender);
        let speaker = Speaker { name: self.document.slice(mention.span).to_owned(), mention: mention.span };
        Resolved { speaker: Some(speaker), is_anonymous: false, gender, kind }
    }

    /// The mention that gives the full name of one that is a surname only; the nearest before it, else the first behind.
    fn full_name(&self, number: usize) -> Option<usize> {
        let mention = self.mentions[number];
        let name = self.document.slice(mention.span);
        if mention.kind == MentionKind::Person && name.contains(' ') {
            return Some(number);
        }
        if mention.kind == MentionKind::Body {
            return self.spelt_out(name);
        }
        let known = self.by_surname.get(&surname(name).to_lowercase())?;
        let is_full = |n: &&usize| {
            let other = self.mentions[**n];
            let is_same_gender = mention.gender.zip(other.gender).is_none_or(|(a, b)| a == b);
            self.document.slice(other.span).contains(' ') && is_same_gender
        };
        let before = known.partition_point(|n| *n < number);
        known[..before]
            .iter()
            .rev()
            .take(200)
            .find(is_full)
            .or_else(|| known[before..].iter().take(200).find(is_full))
            .or(known.first())
            .copied()
    }

    /// The body whose first letters make up an abbreviation: "African Union" for "AU".
    fn spelt_out(&self, name: &str) -> Option<usize> {
        let letters: String = name.chars().filter(|c| *c != '.').collect();
        let is_abbreviation = (2..=6).contains(&letters.len()) && letters.chars().all(char::is_uppercase);
        let first_letters = |mention: &Mention| -> String {
            self.document
                .slice(mention.span)
                .split([' ', '-'])
                .filter_map(|word| word.chars().next())
                .filter(|c| c.is_uppercase())
                .collect()
        };
        let spells = |mention: &Mention| mention.kind == MentionKind::Body && first_letters(mention) == letters;
        is_abbreviation.then(|| self.mentions.iter().position(spells)).flatten()
    }

    /// A source without a name: somebody unnamed, a role, or people of a kind.
    fn described(&self, source: &SourceWords, head: usize) -> Resolved {
        let words = self.between(source.span.start, head);
        let n_blank = words.len() - words.trim_start().len();
        let phrase = self.without_day(words.trim().trim_end_matches(','));
        let lower = phrase.to_lowercase();
        let noun = lower.rsplit(' ').next().unwrap_or_default();
        let article = lower.split(' ').next().unwrap_or_default();
        let is_indefinite = matches!(article, "a" | "an" | "one" | "another" | "some" | "two" | "three" | "several");
        let is_plural = noun.ends_with('s') || noun == "people";
        if self.lexicon.unnamed_nouns.contains(noun) && (is_indefinite || is_plural) && article != "the" {
            return Resolved { is_anonymous: true, ..nobody(Kind::People) };
        }
        if self.lexicon.bystander_nouns.contains(noun) && is_indefinite {
            return nobody(Kind::Person);
        }
        if article == "the"
            && self.lexicon.general_nouns.contains(noun)
            && phrase.split(' ').count() == 2
            && let Some(body) = self.last_body(source)
        {
            return body;
        }
        let has_owner = lower.split(' ').any(is_possessive);
        if (matches!(article, "the" | "his" | "her") || has_owner)
            && !is_plural
            && let Some(number) = self.by_role(source, &lower, noun).or_else(|| self.introduced_beside(source, noun))
        {
            return self.named(number);
        }
        let name = strip_article(phrase);
        if name.is_empty() {
            return nobody(Kind::People);
        }
        let start = source.span.start + n_blank + (phrase.len() - name.len());
        let speaker = Speaker { name: name.to_owned(), mention: Span::new(start, start + name.len()) };
        let is_person = self.lexicon.person_nouns.contains(noun);
        let kind = if is_plural {
            Kind::People
        } else if is_person {
            Kind::Person
        } else {
            Kind::Body
        };
        Resolved { speaker: Some(speaker), is_anonymous: false, gender: None, kind }
    }

    /// "state TV Sunday": the day is no part of it.
    fn without_day<'p>(&self, phrase: &'p str) -> &'p str {
        let (before, last) = phrase.rsplit_once(' ').unwrap_or(("", phrase));
        if !before.is_empty() && self.lexicon.days.contains(last) { before } else { phrase }
    }

    /// "the organization": the last body that spoke, if it did so not long ago.
    fn last_body(&self, source: &SourceWords) -> Option<Resolved> {
        let earliest = source.sentence.saturating_sub(MAX_SENTENCES_BACK);
        let near = self.spoken.iter().rev().take_while(|(sentence, _)| *sentence >= earliest);
        let names_body = |resolved: &&Resolved| {
            let name = resolved.speaker.as_ref().map(|speaker| speaker.name.as_str());
            resolved.kind == Kind::Body && name.is_some_and(|name| name.starts_with(char::is_uppercase))
        };
        near.map(|(_, resolved)| resolved).find(names_body).cloned()
    }

    /// "the minister", "the Ukrainian president": the last name before that bears the role; "the ministry": the last body with that word.
    fn by_role(&self, source: &SourceWords, phrase: &str, noun: &str) -> Option<usize> {
        let before = self.mentions.partition_point(|mention| mention.span.start < source.span.start);
        let words = phrase.split(' ').skip_while(|word| matches!(*word, "the" | "his" | "her"));
        let modifier =
            words.map(|word| word.trim_end_matches("'s").trim_end_matches("’s")).next().filter(|word| *word != noun);
        let is_person = self.lexicon.person_nouns.contains(noun) && !self.lexicon.kin_nouns.contains(noun);
        let is_body = self.lexicon.body_nouns.contains(noun);
        let bears = |number: &usize| {
            let mention = &self.mentions[*number];
            match mention.kind {
                MentionKind::Person if is_person => {
                    let role = self.role_of(mention).to_lowercase();
                    bears_role(&role, noun) && modifier.is_none_or(|modifier| holds_kin(&role, modifier))
                }
                MentionKind::Body if is_body => holds_word(&self.document.slice(mention.span).to_lowercase(), noun),
                _ => false,
            }
        };
        // Headlines and leads give roles whose names come below.
        let below = before..self.mentions.len();
        (0..before)
            .rev()
            .take(400)
            .find(bears)
            .or_else(|| below.take(MAX_MENTIONS_BELOW).find(bears).filter(|_| is_person))
    }

    /// "... Abeer Etefa ... . “...,” said the spokeswoman.": the person who first comes up in the sentence before; or, for a role in a
    /// lead, at the head of the next: "..., France's foreign minister said. Laurent Fabius told ...".
    fn introduced_beside(&self, source: &SourceWords, noun: &str) -> Option<usize> {
        let is_fit = |number: &usize| {
            let mention = self.mentions[*number];
            let name = self.document.slice(mention.span);
            let known = self.by_surname.get(&surname(name).to_lowercase());
            let is_first = known.and_then(|known| known.first()) == Some(number);
            let gender = if self.lexicon.female_nouns.contains(noun) { Some(Gender::Female) } else { None };
            let is_gender = gender.zip(mention.gender).is_none_or(|(one, other)| one == other);
            mention.kind == MentionKind::Person && name.contains(' ') && is_first && is_gender
        };
        let names_office = self.lexicon.person_nouns.contains(noun)
            && !self.lexicon.kin_nouns.contains(noun)
            && !self.lexicon.unnamed_nouns.contains(noun)
            && !self.lexicon.bystander_nouns.contains(noun);
        if !names_office {
            return None;
        }
        let of = |sentence: usize| {
            let span = self.sentences.get(sentence).map_or(Span::default(), |sentence| sentence.span);
            self.mentions_in(span)
        };
        let before = source.sentence.checked_sub(1).and_then(|sentence| of(sentence).into_iter().rev().find(is_fit));
        before.or_else(|| {
            let head = self.sentences.get(source.sentence + 1)?.span.start;
            let is_at_head =
                |number: &usize| self.mentions[*number].span.start <= head + 1 || self.is_first_name_of(*number, head);
            of(source.sentence + 1).into_iter().find(is_fit).filter(is_at_head)
        })
    }

    /// Does nothing but a title or a quotation stand before a mention in its sentence?
    fn is_first_name_of(&self, number: usize, head: usize) -> bool {
        let mention = self.mentions[number];
        let start = mention.title.map_or(mention.span.start, |title| title.start);
        start == head || self.is_quoted(Span::new(head + 1, head + 2))
    }

    /// The words beside a person's name that may tell the role: the titles, some words before and an apposition behind.
    fn role_of(&self, mention: &Mention) -> &str {
        let sentence = self.sentences[mention.sentence].span;
        let n = self.tokens.partition_point(|token| token.span.start < mention.span.start);
        let first = self.tokens[n.saturating_sub(5)].span.start.max(sentence.start);
        let behind = self.tokens.partition_point(|token| token.span.start < mention.span.end);
        let is_apposed = self.tokens.get(behind).is_some_and(|token| self.document.slice(token.span) == ",");
        let last = if is_apposed { (behind + 6).min(self.tokens.len() - 1) } else { behind.min(self.tokens.len() - 1) };
        let end = self.tokens[last].span.end.min(sentence.end).max(mention.span.end);
        &self.document.text()[first..end]
    }

    /// The last one before a pronoun who fits it: the speakers first, then the subjects of the sentences between.
    fn pronoun(&self, source: &SourceWords, gender: Option<Gender>, kind: Kind) -> Resolved {
        let fits = |resolved: &Resolved| {
            let is_kind = match kind {
                Kind::Person => resolved.kind == Kind::Person,
                Kind::Body => resolved.kind == Kind::Body,
                Kind::People => resolved.kind != Kind::Person,
            };
            is_kind
                && resolved.speaker.is_some()
                && gender.is_none_or(|gender| resolved.gender.is_none_or(|other| other == gender))
        };
        let earliest = source.sentence.saturating_sub(MAX_SENTENCES_BACK);
        for sentence in (earliest..=source.sentence).rev() {
            let spoke = self
                .spoken
                .iter()
                .rev()
                .take_while(|(at, _)| *at >= sentence)
                .find(|(at, resolved)| *at == sentence && fits(resolved));
            if let Some((_, resolved)) = spoke {
                return Resolved { gender: resolved.gender.or(gender), ..resolved.clone() };
            }
            if let Some(resolved) = self.subject_of(sentence, source.span.start).filter(|resolved| fits(resolved)) {
                return Resolved { gender: resolved.gender.or(gender), ..resolved };
            }
        }
        nobody(kind)
    }

    fn is_quoted(&self, span: Span) -> bool {
        let next = self.quotations.partition_point(|quotation| quotation.span.end <= span.start);
        self.quotations.get(next).is_some_and(|quotation| quotation.span.start < span.start)
    }

    /// The name among the first words of a sentence.
    fn subject_of(&self, sentence: usize, before: usize) -> Option<Resolved> {
        let span = self.sentences[sentence].span;
        let first = self.mentions.partition_point(|mention| mention.span.start < span.start);
        let number = (first..self.mentions.len())
            .take_while(|n| self.mentions[*n].span.end <= span.end.min(before))
            .find(|n| {
                let is_early = self.tokens_in(Span::new(span.start, self.mentions[*n].span.start)).len() <= 8;
                is_early && self.mentions[*n].kind == MentionKind::Person && !self.is_quoted(self.mentions[*n].span)
            })?;
        Some(self.named(number))
    }
}

fn nobody(kind: Kind) -> Resolved {
    Resolved { speaker: None, is_anonymous: false, gender: None, kind }
}

fn surname(name: &str) -> &str {
    let last = name.rsplit(' ').next().unwrap_or(name);
    if matches!(last, "Jr." | "Jr" | "Sr." | "Sr" | "III" | "II") {
        name.rsplit(' ').nth(1).unwrap_or(last)
    } else {
        last
    }
}

fn strip_article(phrase: &str) -> &str {
    let rest = ["The ", "the ", "A ", "a ", "An ", "an "].iter().find_map(|article| phrase.strip_prefix(article));
    rest.unwrap_or(phrase)
}

/// "Turkey's" of "Turkey's president".
fn is_possessive(word: &str) -> bool {
    word.ends_with("'s") || word.ends_with("’s")
}

/// The role itself; a "leader" is the head of a state whatever the office is called.
fn bears_role(role: &str, noun: &str) -> bool {
    holds_word(role, noun)
        || (noun == "leader"
            && ["president", "premier", "chancellor", "king"].iter().any(|head| holds_word(role, head)))
}

/// The word or one of its kin: "Russia" and "Russian", "Ukraine" and "Ukrainian" share their first letters.
fn holds_kin(text: &str, word: &str) -> bool {
    let stem = |word: &str| word.chars().take(KIN_LETTERS).collect::<String>();
    let wanted = stem(word);
    text.split(|c: char| !c.is_alphanumeric() && c != '-')
        .any(|other| other == word || (word.len() >= KIN_LETTERS && stem(other) == wanted))
}

/// How many letters a country and its people share at least.
const KIN_LETTERS: usize = 5;

fn holds_word(text: &str, word: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric() && c != '-').any(|other| other == word)
}
