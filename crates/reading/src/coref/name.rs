use super::words::{POSSESSIVE, Words};

/// A name as it is compared: without titles and articles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Name {
    /// The words.
    pub parts: Vec<String>,
    kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Person,
    Other,
    Unknown,
}

impl Name {
    /// The name whose head this word is; nothing when it is a title alone.
    pub fn at(words: &Words<'_>, head: usize) -> Option<Name> {
        let entity = words.entity[head];
        let run: Vec<usize> = match entity {
            Some(entity) => entity.words.clone().collect(),
            None => {
                let beside = words.hanging(head, &["flat", "compound"]).filter(|at| words.upos(*at) == "PROPN");
                let mut run: Vec<usize> = beside.chain([head]).collect();
                run.sort_unstable();
                run
            }
        };
        let is_part = |at: &usize| {
            let lower = words.lower[*at].as_str();
            words.upos(*at) != "PUNCT"
                && lower != "the"
                && !POSSESSIVE.contains(&lower)
                && !words.persons.is_title(words.text[*at])
        };
        let parts: Vec<String> = run.into_iter().filter(is_part).map(|at| words.text[at].to_owned()).collect();
        let kind = match entity.map(|entity| entity.kind) {
            Some("PER") => Kind::Person,
            Some(_) => Kind::Other,
            None => Kind::Unknown,
        };
        (!parts.is_empty()).then_some(Name { parts, kind })
    }

    /// May both name one person or thing: "Sergei Lavrov" and "Lavrov", "World Health Organisation" and "WHO"?
    pub fn is_same(&self, other: &Name) -> bool {
        if self.parts == other.parts {
            return true;
        }
        let (short, long) = if self.parts.len() <= other.parts.len() { (self, other) } else { (other, self) };
        let ends = |name: &Name| (name.parts[0].clone(), name.parts[name.parts.len() - 1].clone());
        let (first, last) = ends(long);
        let is_one = short.parts.len() == 1;
        if self.may_be_person() && other.may_be_person() && [self.kind, other.kind].contains(&Kind::Person) {
            return if is_one { [&first, &last].contains(&&short.parts[0]) } else { ends(short) == (first, last) };
        }
        is_one && long.initials().is_some_and(|initials| initials == short.parts[0])
    }

    /// The words under which a name that may be the same is found: first, last, initials.
    pub fn keys(&self) -> Vec<String> {
        let mut keys = vec![self.parts[0].clone(), self.parts[self.parts.len() - 1].clone()];
        keys.extend(self.initials());
        keys.dedup();
        keys
    }

    fn may_be_person(&self) -> bool {
        self.kind != Kind::Other
    }

    fn initials(&self) -> Option<String> {
        let initials: String =
            self.parts.iter().filter_map(|part| part.chars().next()).filter(|first| first.is_uppercase()).collect();
        (self.parts.len() > 1 && initials.len() > 1).then_some(initials)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(words: &str, kind: Kind) -> Name {
        Name { parts: words.split(' ').map(str::to_owned).collect(), kind }
    }

    #[test]
    fn a_surname_is_the_full_name_s_but_a_city_is_not_its_paper() {
        assert!(name("Sergei Lavrov", Kind::Person).is_same(&name("Lavrov", Kind::Unknown)));
        assert!(name("Sergei V. Lavrov", Kind::Person).is_same(&name("Sergei Lavrov", Kind::Person)));
        assert!(!name("Sergei Lavrov", Kind::Person).is_same(&name("Maria Lavrov", Kind::Person)));
        assert!(!name("Moscow Times", Kind::Other).is_same(&name("Moscow", Kind::Other)));
    }

    #[test]
    fn initials_are_the_body_s() {
        assert!(name("World Health Organisation", Kind::Other).is_same(&name("WHO", Kind::Other)));
        assert!(!name("World Health Organisation", Kind::Other).is_same(&name("NATO", Kind::Other)));
    }
}
