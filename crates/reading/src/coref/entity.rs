use std::collections::HashMap;

use super::mention::{Being, Form, Mention};
use super::name::Name;
use super::words::Words;
use crate::mention::Gender;

/// One person or thing, with what its mentions told.
#[derive(Debug, Default)]
pub(super) struct Entity {
    /// Numbers of its mentions, in order.
    pub mentions: Vec<usize>,
    n_female: usize,
    n_male: usize,
    /// Told by its first mention that tells.
    pub being: Option<Being>,
}

impl Entity {
    /// What most of its mentions say.
    pub fn gender(&self) -> Option<Gender> {
        match self.n_female.cmp(&self.n_male) {
            std::cmp::Ordering::Greater => Some(Gender::Female),
            std::cmp::Ordering::Less => Some(Gender::Male),
            std::cmp::Ordering::Equal => None,
        }
    }
}

/// The persons and things of a text as far as it was read.
#[derive(Debug, Default)]
pub(super) struct Entities {
    pub all: Vec<Entity>,
    /// Of each mention read so far, the number of its entity.
    pub of_mention: Vec<usize>,
    by_name: HashMap<String, Vec<usize>>,
    by_key: HashMap<String, usize>,
    by_noun: HashMap<(String, bool), usize>,
    by_model: HashMap<usize, usize>,
}

impl Entities {
    /// Adds the next mention to an entity or, without one, to a new one.
    pub fn add(&mut self, words: &Words<'_>, mention: &Mention, entity: Option<usize>) {
        let number = self.of_mention.len();
        let entity = entity.unwrap_or_else(|| {
            self.all.push(Entity::default());
            self.all.len() - 1
        });
        self.of_mention.push(entity);
        let own = &mut self.all[entity];
        own.mentions.push(number);
        own.n_female += usize::from(mention.gender == Some(Gender::Female));
        own.n_male += usize::from(mention.gender == Some(Gender::Male));
        own.being = own.being.or(mention.being);
        for key in mention.names.iter().flat_map(Name::keys) {
            let found = self.by_name.entry(key).or_default();
            if !found.contains(&number) {
                found.push(number);
            }
        }
        if mention.form == Form::Noun && !mention.is_list && mention.is_specific {
            self.by_key.insert(mention.key.clone(), number);
            self.by_noun.insert(noun(words, mention), number);
        }
        if let Some(cluster) = words.model_cluster.get(&mention.head).filter(|_| !mention.is_list) {
            self.by_model.insert(*cluster, number);
        }
    }

    /// The entity that a name or noun names once more.
    pub fn named_by(&self, words: &Words<'_>, mentions: &[Mention], mention: &Mention) -> Option<usize> {
        let found = if mention.names.is_empty() {
            self.of_noun(words, mentions, mention)
        } else {
            self.of_name(mentions, mention)
        };
        found.or_else(|| self.of_model(words, mentions, mention)).map(|number| self.of_mention[number])
    }

    fn of_name(&self, mentions: &[Mention], mention: &Mention) -> Option<usize> {
        let keys = mention.names.iter().flat_map(Name::keys);
        let found = keys.filter_map(|key| self.by_name.get(&key)).flatten().copied();
        found.filter(|number| self.may_be(mention, &mentions[*number], *number)).max()
    }

    fn may_be(&self, mention: &Mention, earlier: &Mention, number: usize) -> bool {
        let pairs = || mention.names.iter().flat_map(|own| earlier.names.iter().map(move |other| (own, other)));
        let is_exact = pairs().any(|(own, other)| own == other);
        let is_other = differ(mention.gender, self.all[self.of_mention[number]].gender());
        pairs().any(|(own, other)| own.is_same(other)) && (is_exact || !is_other)
    }

    /// "The report" of "a report", "the minister" of "the Iranian minister": a definite noun goes back to the last one like it.
    fn of_noun(&self, words: &Words<'_>, mentions: &[Mention], mention: &Mention) -> Option<usize> {
        if mention.is_list || !mention.is_definite {
            return None;
        }
        let same = self.by_key.get(&mention.key);
        let is_bare = mention.key == words.lower[mention.head];
        let like = || self.by_noun.get(&noun(words, mention)).filter(|_| is_bare);
        same.or_else(like).copied().filter(|number| !mentions[*number].words.contains(&mention.head))
    }

    fn of_model(&self, words: &Words<'_>, mentions: &[Mention], mention: &Mention) -> Option<usize> {
        if mention.is_list {
            return None;
        }
        let number = *self.by_model.get(words.model_cluster.get(&mention.head)?)?;
        let (earlier, entity) = (&mentions[number], &self.all[self.of_mention[number]]);
        let is_other = differ(mention.gender, entity.gender())
            || differ(mention.is_plural, earlier.is_plural)
            || (!mention.names.is_empty() && entity.mentions.iter().any(|own| !mentions[*own].names.is_empty()))
            || earlier.words.contains(&mention.head);
        (!is_other).then_some(number)
    }
}

fn noun(words: &Words<'_>, mention: &Mention) -> (String, bool) {
    (words.syntax[mention.head].lemma.clone(), mention.is_plural == Some(true))
}

/// Are both known, and not alike?
pub(super) fn differ<T: PartialEq>(one: Option<T>, other: Option<T>) -> bool {
    matches!((one, other), (Some(one), Some(other)) if one != other)
}
