use std::collections::HashSet;

use serde::Deserialize;

use crate::mention::Gender;

/// What tells whether a name or a noun is a he, a she, a person or a body: part of `names.toml`, with `persons.toml`.
#[derive(Debug)]
#[allow(missing_docs)] // The lists say at each field what it holds.
pub struct PersonLexicon {
    titles: HashSet<String>,
    male: HashSet<String>,
    female: HashSet<String>,
    person_nouns: HashSet<String>,
    body_nouns: HashSet<String>,
}

/// What is read of `names.toml`; the rest is for the stage `mention`.
#[derive(Deserialize)]
struct Names {
    titles: HashSet<String>,
    male_titles: HashSet<String>,
    female_titles: HashSet<String>,
    #[serde(flatten)]
    both: Both,
    body_nouns: HashSet<String>,
}

/// What stands in either list.
#[derive(Deserialize)]
struct Both {
    male_first: HashSet<String>,
    female_first: HashSet<String>,
    male_nouns: HashSet<String>,
    female_nouns: HashSet<String>,
    person_nouns: HashSet<String>,
}

impl PersonLexicon {
    /// Reads the lists.
    ///
    /// # Errors
    /// When one is not TOML of the expected form; the message names line and form.
    pub fn parse(names: &str, persons: &str) -> Result<PersonLexicon, toml::de::Error> {
        let (names, more): (Names, Both) = (toml::from_str(names)?, toml::from_str(persons)?);
        let first = |own: HashSet<String>, more: HashSet<String>| own.into_iter().chain(more);
        let mut male: HashSet<String> = first(names.both.male_first, more.male_first).collect();
        let mut female: HashSet<String> = first(names.both.female_first, more.female_first).collect();
        // "Robin": either.
        let both: Vec<String> = male.intersection(&female).cloned().collect();
        for name in both {
            male.remove(&name);
            female.remove(&name);
        }
        male.extend(names.male_titles.into_iter().chain(names.both.male_nouns).chain(more.male_nouns));
        female.extend(names.female_titles.into_iter().chain(names.both.female_nouns).chain(more.female_nouns));
        let person_nouns = names.both.person_nouns.into_iter().chain(more.person_nouns).collect();
        Ok(PersonLexicon { titles: names.titles, male, female, person_nouns, body_nouns: names.body_nouns })
    }

    /// Of a first name, a title (as written) or a noun (in lower case).
    pub(super) fn gender(&self, word: &str) -> Option<Gender> {
        match (self.female.contains(word), self.male.contains(word)) {
            (true, false) => Some(Gender::Female),
            (false, true) => Some(Gender::Male),
            _ => None,
        }
    }

    pub(super) fn is_title(&self, word: &str) -> bool {
        self.titles.contains(word)
    }

    pub(super) fn is_person(&self, noun: &str) -> bool {
        self.person_nouns.contains(noun) || self.gender(noun).is_some()
    }

    pub(super) fn is_body(&self, noun: &str) -> bool {
        self.body_nouns.contains(noun)
    }
}

#[cfg(test)]
mod tests {
    use crate::{Data, Gender};

    #[test]
    fn nouns_titles_and_first_names_have_a_gender() {
        let persons = Data::lists().persons;
        assert_eq!(persons.gender("aunt"), Some(Gender::Female));
        assert_eq!(persons.gender("Mr."), Some(Gender::Male));
        assert_eq!(persons.gender("Winston"), Some(Gender::Male));
        assert_eq!(persons.gender("table"), None);
        assert!(persons.is_person("refugee") && persons.is_body("ministry"));
    }
}
