//! Names of the authors from a byline: "By Ruta Demski and Callum Orr", "Honor Castellane Diplomatic editor".

use std::sync::LazyLock;

use regex::Regex;

/// The names in a line, if it is a byline. `needs_by`: must it say "By" or the like? Without it the line must hold
/// nothing but one name, and perhaps an office.
pub(super) fn names(words: &str, needs_by: bool) -> Option<Vec<String>> {
    static BY: LazyLock<Regex> = LazyLock::new(|| {
        regex(
            r"(?ix)^(?:\(\s*)?(?:(?:story|words|text|written|posted|published|reported|authored|reporting|contributed)\s+)?
            (?:by|von|par|por|door|di|автор|autore?|author|yazar)\s*:?\s*(?P<rest>\p{L}.*)$",
        )
    });
    let found = BY.captures(words).and_then(|found| found.name("rest"));
    let rest = match (found, needs_by) {
        (Some(rest), _) => rest.as_str(),
        (None, true) => return None,
        (None, false) if words.split_whitespace().count() <= 6 => words,
        (None, false) => return None,
    };
    let names: Vec<String> = split_names(without_tail(rest)).filter_map(name).collect();
    let is_whole = found.is_some() || (names.len() == 1 && is_nothing_but(words, &names[0]));
    (!names.is_empty() && is_whole).then_some(names)
}

/// The part before a date, a time, an agency's mark or a reading time.
fn without_tail(rest: &str) -> &str {
    static TAIL: LazyLock<Regex> = LazyLock::new(|| {
        regex(
            r"(?ix)\s*(?:[|·•–—;(]|\ -\ |\d|\b(?:published|posted|updated|on\ (?:mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)
            |(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\ \d+|in\ \p{L}+|for\ the|editing\ by)\b).*$",
        )
    });
    TAIL.find(rest).map_or(rest, |tail| &rest[..tail.start()])
}

fn split_names(rest: &str) -> impl Iterator<Item = &str> {
    static BETWEEN: LazyLock<Regex> =
        LazyLock::new(|| regex(r"(?i)\s*,\s*(?:and\s+)?|\s+(?:and|und|et|y|e|&|и|та|with)\s+"));
    BETWEEN.split(rest)
}

/// One name: two to five words with capitals, an office behind it cut off.
fn name(part: &str) -> Option<String> {
    let mut tokens: Vec<&str> = part.split_whitespace().collect();
    if let Some(office) = tokens.iter().position(|token| is_office(token)) {
        tokens.truncate(office);
        while tokens.len() > 2 && tokens.last().is_some_and(|token| is_beat(token)) {
            tokens.pop();
        }
    }
    let is_named = tokens.iter().all(|token| {
        let bare = token.trim_matches(|letter: char| !letter.is_alphanumeric());
        bare.chars().next().is_some_and(char::is_uppercase) || is_particle(bare)
    });
    let is_body = tokens.iter().any(|token| is_body_word(token));
    let n_named = tokens.iter().filter(|token| token.chars().next().is_some_and(char::is_uppercase)).count();
    let has_digit = part.chars().any(|letter| letter.is_ascii_digit());
    let is_name = (2..=5).contains(&tokens.len()) && n_named >= 2 && is_named && !is_body && !has_digit;
    let is_shouted = part.chars().filter(|letter| letter.is_alphabetic()).all(char::is_uppercase) && tokens.len() < 2;
    (is_name && !is_shouted)
        .then(|| tokens.join(" ").trim_matches(|c: char| matches!(c, ',' | ':' | '.' | ' ')).to_owned())
}

fn is_nothing_but(words: &str, name: &str) -> bool {
    let Some(rest) = words.strip_prefix(name) else { return false };
    rest.split_whitespace().all(|token| is_office(token) || is_beat(token) || token == ",")
        && rest.split_whitespace().any(is_office)
}

fn is_office(token: &str) -> bool {
    matches!(
        bare(token).as_str(),
        "editor"
            | "correspondent"
            | "reporter"
            | "writer"
            | "columnist"
            | "producer"
            | "journalist"
            | "contributor"
            | "analyst"
            | "chief"
            | "staff"
            | "redakteur"
            | "korrespondent"
            | "redacción"
            | "journaliste"
    )
}

fn is_beat(token: &str) -> bool {
    matches!(
        bare(token).as_str(),
        "diplomatic"
            | "political"
            | "senior"
            | "chief"
            | "foreign"
            | "world"
            | "economics"
            | "defence"
            | "defense"
            | "security"
            | "staff"
            | "managing"
            | "deputy"
            | "associate"
            | "contributing"
            | "international"
            | "european"
            | "europe"
            | "middle"
            | "east"
            | "science"
            | "health"
            | "business"
            | "national"
            | "environment"
            | "legal"
            | "energy"
            | "moscow"
            | "kyiv"
            | "washington"
            | "brussels"
            | "berlin"
            | "paris"
            | "beijing"
            | "africa"
            | "asia"
            | "guest"
            | "special"
            | "freelance"
            | "sports"
            | "news"
            | "data"
            | "investigations"
            | "in"
    )
}

fn is_particle(token: &str) -> bool {
    matches!(
        token,
        "de" | "da"
            | "del"
            | "della"
            | "di"
            | "van"
            | "von"
            | "der"
            | "den"
            | "la"
            | "le"
            | "al"
            | "el"
            | "bin"
            | "ben"
            | "dos"
            | "zu"
            | "ter"
            | "y"
    )
}

/// Words that no person's name holds.
fn is_body_word(token: &str) -> bool {
    matches!(
        bare(token).as_str(),
        "staff"
            | "agency"
            | "agencies"
            | "admin"
            | "press"
            | "news"
            | "newsroom"
            | "desk"
            | "team"
            | "editors"
            | "editorial"
            | "reuters"
            | "afp"
            | "the"
            | "times"
            | "post"
            | "service"
            | "services"
            | "media"
            | "online"
            | "redaktion"
            | "redacción"
            | "board"
            | "world"
            | "politics"
            | "updated"
            | "published"
            | "read"
            | "more"
            | "home"
            | "menu"
            | "email"
            | "share"
            | "facebook"
            | "twitter"
            | "all"
            | "our"
            | "your"
            | "this"
            | "daily"
            | "monday"
            | "tuesday"
            | "wednesday"
            | "thursday"
            | "friday"
            | "saturday"
            | "sunday"
            | "photo"
            | "getty"
            | "images"
            | "video"
            | "university"
            | "council"
            | "ministry"
            | "writer"
    )
}

fn bare(token: &str) -> String {
    token.trim_matches(|letter: char| !letter.is_alphanumeric()).to_lowercase()
}

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is written here and tested")
}

#[cfg(test)]
mod tests {
    use super::names;

    #[test]
    fn names_lose_by_dates_and_offices() {
        assert_eq!(names("By Ruta Demski and Callum Orr", true).unwrap(), ["Ruta Demski", "Callum Orr"]);
        assert_eq!(names("by Wren Osgood November 14, 2022 11:40 PM 5 min read", true).unwrap(), ["Wren Osgood"]);
        assert_eq!(names("Honor Castellane Diplomatic editor", false).unwrap(), ["Honor Castellane"]);
        assert_eq!(names("Von Ada van der Berg, Korrespondent", true).unwrap(), ["Ada van der Berg"]);
        assert_eq!(names("Written by: Ana Ruiz | 4 May 2021", true).unwrap(), ["Ana Ruiz"]);
    }

    #[test]
    fn houses_and_sentences_are_no_names() {
        for line in [
            "By Staff The Agency",
            "by admin",
            "By Friday the bridge was gone.",
            "By decree: Kyiv rules out the Kremlin",
        ] {
            assert_eq!(names(line, true), None, "{line}");
        }
        for line in ["Analysis | Washington", "More News", "Security Council", "Ask the editor"] {
            assert_eq!(names(line, false), None, "{line}");
        }
    }
}
