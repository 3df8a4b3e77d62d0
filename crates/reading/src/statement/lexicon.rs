use std::collections::{BTreeMap, HashMap};

use serde::Deserialize;

use super::words::Class;

/// The cue lexicon and the closed classes of words, ready to look words up.
#[derive(Debug)]
pub struct CueLexicon {
    verbs: Vec<CueVerb>,
    /// Every inflected form of every verb: (number in `verbs`, form).
    forms: HashMap<String, Vec<(usize, Form)>>,
    classes: HashMap<String, Class>,
}

/// A verb of saying, thinking or wanting, with its particle ("call for").
#[derive(Debug)]
pub struct CueVerb {
    /// As the list writes it.
    pub name: String,
    /// The word behind the verb, empty for most.
    pub particle: String,
    /// What may follow it.
    pub take: Take,
    /// PLOVER type of the saying.
    pub act: Option<&'static str>,
    /// A label of the annotation guidelines.
    pub hedge: Option<&'static str>,
    /// A state of mind ("believes"), not a saying at a moment.
    pub is_attitude: bool,
}

/// Form of a verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)] // The words of grammar.
pub enum Form {
    Base,
    Third,
    Past,
    /// The participle where it is written otherwise than the past ("written").
    Participle,
    Ing,
}

/// What may follow a verb as its content.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Take {
    /// A quotation.
    pub quote: bool,
    /// A clause with or without "that".
    pub clause: bool,
    /// A clause with "that".
    pub that: bool,
    /// A question clause.
    pub wh: bool,
    /// An infinitive.
    pub to: bool,
    /// A noun phrase.
    pub object: bool,
    /// A form in -ing.
    pub gerund: bool,
    /// Somebody and an infinitive.
    pub object_to: bool,
    /// Somebody may stand before clause or quotation.
    pub addressee: bool,
}

/// A list that is not of the expected form.
#[derive(Debug, thiserror::Error)]
pub enum LexiconError {
    /// The text is no TOML, or a key is unknown.
    #[error("{0}")]
    Toml(#[from] toml::de::Error),
    /// A word in `take`, `act` or `hedge` that is none of the accepted ones.
    #[error("verb '{verb}': '{value}' is not known; accepted are {accepted}")]
    Value {
        /// The entry.
        verb: String,
        /// What was given.
        value: String,
        /// What is accepted.
        accepted: String,
    },
}

const TAKES: [&str; 9] = ["quote", "clause", "that", "wh", "to", "object", "gerund", "object-to", "addressee"];
const ACTS: [&str; 8] = ["REQUEST", "ACCUSE", "REJECT", "THREATEN", "AGREE", "CONCEDE", "SUPPORT", "CONSULT"];
const HEDGES: [&str; 6] = ["reportedly", "alleged", "anonymous", "private", "denied", "declined"];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CueFile {
    verbs: BTreeMap<String, VerbEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct VerbEntry {
    take: String,
    past: Option<String>,
    participle: Option<String>,
    third: Option<String>,
    ing: Option<String>,
    #[serde(default)]
    double: bool,
    act: Option<String>,
    hedge: Option<String>,
    #[serde(default)]
    attitude: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WordFile {
    determiners: Vec<String>,
    possessives: Vec<String>,
    subject_pronouns: Vec<String>,
    object_pronouns: Vec<String>,
    prepositions: Vec<String>,
    conjunctions: Vec<String>,
    subordinators: Vec<String>,
    relatives: Vec<String>,
    auxiliaries: Vec<String>,
    modals: Vec<String>,
    adverbs: Vec<String>,
    times: Vec<String>,
}

impl CueLexicon {
    /// Reads the cue list and the list of closed classes.
    ///
    /// # Errors
    /// When a text is not TOML of the expected form, or a value is none of those accepted; the message names it.
    pub fn parse(cues: &str, words: &str) -> Result<CueLexicon, LexiconError> {
        let file: CueFile = toml::from_str(cues)?;
        let words: WordFile = toml::from_str(words)?;
        let mut lexicon = CueLexicon { verbs: Vec::new(), forms: HashMap::new(), classes: classes(&words) };
        for (name, entry) in file.verbs {
            lexicon.add(name, &entry)?;
        }
        Ok(lexicon)
    }

    fn add(&mut self, name: String, entry: &VerbEntry) -> Result<(), LexiconError> {
        let (lemma, particle) = name.split_once(' ').unwrap_or((&name, ""));
        let number = self.verbs.len();
        for (word, form) in inflected(lemma, entry) {
            self.forms.entry(word).or_default().push((number, form));
        }
        let particle = particle.to_owned();
        let take = Take::parse(&name, &entry.take)?;
        let act = one_of(&name, entry.act.as_deref(), &ACTS)?;
        let hedge = one_of(&name, entry.hedge.as_deref(), &HEDGES)?;
        self.verbs.push(CueVerb { name, particle, take, act, hedge, is_attitude: entry.attitude });
        Ok(())
    }

    /// The verbs that this lower-case word may be a form of, with the form.
    pub fn forms_of(&self, word: &str) -> &[(usize, Form)] {
        self.forms.get(word).map_or(&[], Vec::as_slice)
    }

    /// The verb with this number.
    pub fn verb(&self, number: usize) -> &CueVerb {
        &self.verbs[number]
    }

    /// The closed classes of this lower-case word.
    pub(super) fn class_of(&self, word: &str) -> Class {
        self.classes.get(word).copied().unwrap_or_default()
    }
}

impl Take {
    fn parse(verb: &str, words: &str) -> Result<Take, LexiconError> {
        let mut take = Take::default();
        for word in words.split_whitespace() {
            let flag = match one_of(verb, Some(word), &TAKES)? {
                Some("quote") => &mut take.quote,
                Some("clause") => &mut take.clause,
                Some("that") => &mut take.that,
                Some("wh") => &mut take.wh,
                Some("to") => &mut take.to,
                Some("object") => &mut take.object,
                Some("gerund") => &mut take.gerund,
                Some("object-to") => &mut take.object_to,
                _ => &mut take.addressee,
            };
            *flag = true;
        }
        Ok(take)
    }
}

fn one_of(verb: &str, value: Option<&str>, accepted: &[&'static str]) -> Result<Option<&'static str>, LexiconError> {
    let Some(value) = value else { return Ok(None) };
    let known = accepted.iter().find(|known| **known == value);
    known.copied().map(Some).ok_or_else(|| LexiconError::Value {
        verb: verb.to_owned(),
        value: value.to_owned(),
        accepted: accepted.join(", "),
    })
}

/// The forms of a verb, regular ones where the entry gives none.
fn inflected(lemma: &str, entry: &VerbEntry) -> Vec<(String, Form)> {
    let given = |form: &Option<String>, regular: String| form.clone().unwrap_or(regular);
    let past = given(&entry.past, with_ending(lemma, "ed", entry.double));
    let participle = given(&entry.participle, past.clone());
    let mut forms = vec![
        (lemma.to_owned(), Form::Base),
        (given(&entry.third, third(lemma)), Form::Third),
        (given(&entry.ing, with_ending(lemma, "ing", entry.double)), Form::Ing),
    ];
    if participle != past {
        forms.push((participle, Form::Participle));
    }
    if past != lemma {
        forms.push((past, Form::Past));
    }
    forms
}

fn third(lemma: &str) -> String {
    match lemma.strip_suffix('y') {
        Some(stem) if !stem.ends_with(is_vowel) => format!("{stem}ies"),
        _ if lemma.ends_with(['s', 'x', 'z'])
            || lemma.ends_with("ch")
            || lemma.ends_with("sh")
            || lemma.ends_with('o') =>
        {
            format!("{lemma}es")
        }
        _ => format!("{lemma}s"),
    }
}

/// The verb with "ed" or "ing".
fn with_ending(lemma: &str, ending: &str, doubles: bool) -> String {
    if doubles {
        let last = lemma.chars().next_back().unwrap_or_default();
        return format!("{lemma}{last}{ending}");
    }
    match (lemma.strip_suffix('e'), lemma.strip_suffix('y'), ending) {
        (Some(_), _, "ed") => format!("{lemma}d"),
        (Some(stem), _, _) if !stem.ends_with(['e', 'o']) => format!("{stem}{ending}"),
        (_, Some(stem), "ed") if !stem.ends_with(is_vowel) => format!("{stem}ied"),
        _ => format!("{lemma}{ending}"),
    }
}

fn is_vowel(c: char) -> bool {
    matches!(c, 'a' | 'e' | 'i' | 'o' | 'u')
}

fn classes(words: &WordFile) -> HashMap<String, Class> {
    let lists = [
        (&words.determiners, Class::DETERMINER),
        (&words.possessives, Class::POSSESSIVE),
        (&words.subject_pronouns, Class::SUBJECT_PRONOUN),
        (&words.object_pronouns, Class::OBJECT_PRONOUN),
        (&words.prepositions, Class::PREPOSITION),
        (&words.conjunctions, Class::CONJUNCTION),
        (&words.subordinators, Class::SUBORDINATOR),
        (&words.relatives, Class::RELATIVE),
        (&words.auxiliaries, Class::AUXILIARY),
        (&words.modals, Class::MODAL),
        (&words.adverbs, Class::ADVERB),
        (&words.times, Class::TIME),
    ];
    let mut classes: HashMap<String, Class> = HashMap::new();
    for (list, class) in lists {
        for word in list {
            let known = classes.entry(word.clone()).or_default();
            *known = known.with(class);
        }
    }
    classes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forms(lexicon: &CueLexicon, word: &str) -> Vec<(String, Form)> {
        lexicon.forms_of(word).iter().map(|(n, form)| (lexicon.verb(*n).name.clone(), *form)).collect()
    }

    fn lexicon(cues: &str) -> Result<CueLexicon, LexiconError> {
        CueLexicon::parse(cues, include_str!("../../../../data/lexicon/words.toml"))
    }

    #[test]
    fn regular_verbs_are_inflected() {
        let list = "[verbs]\ndeny = { take = \"that\" }\nargue = { take = \"clause\" }\nadmit = { take = \"clause\", double = true }\n\"call for\" = { take = \"object\" }";
        let lexicon = lexicon(list).unwrap();
        for (word, name, form) in [
            ("denies", "deny", Form::Third),
            ("denied", "deny", Form::Past),
            ("denying", "deny", Form::Ing),
            ("arguing", "argue", Form::Ing),
            ("admitted", "admit", Form::Past),
            ("calls", "call for", Form::Third),
        ] {
            assert_eq!(forms(&lexicon, word), [(name.to_owned(), form)], "{word}");
        }
    }

    #[test]
    fn an_unknown_value_is_named_with_those_accepted() {
        let error = lexicon("[verbs]\nsay = { take = \"claus\" }").unwrap_err().to_string();
        assert!(error.contains("'say'") && error.contains("'claus'") && error.contains("clause"), "{error}");
    }
}
