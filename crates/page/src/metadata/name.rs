//! Names of authors out of what pages write where an author belongs.

use std::sync::LazyLock;

use regex::Regex;

use super::fold;

/// A name and what it looks like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Name {
    pub text: String,
    pub kind: Kind,
}

/// What a name looks like, the surest last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// A newsroom, an agency, a firm, the site itself.
    Body,
    /// One word, a pen name, a name in small letters: believed where a page is asked for its author, not in running text.
    Word,
    /// First and last name.
    Person,
}

/// Words that stand before a name in a byline.
static BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?ix)^[\s\p{P}]*(?:
        (?:(?:\p{L}+\s){0,2}?(?:written|posted|published|authored|created|submitted|story|words|text|texte|reporting|article|report|analysis|
           insights|guest\s post|veröffentlicht|geschrieben|verfasst|eingestellt|erstellt|pressemitteilung|beitrag|beiträge|artikel|interview|
           kommentar|redaktion|bericht|gastbeitrag|kolumne|protokoll|publié|écrit|rédigé|escrito|publicado|redactado|scritto|pubblicato|
           geplaatst|geschreven|napisane|opublikowane|dodane)\s*(?:by|von|par|por|da|di|door|przez|from|:))
        |by|von|vom|par|por|di|da|door|av|af|od|przez|autor(?:in|es|en|a)?|author(?:s)?|auteur|автор|текст|text
        )(?:\b|:)\s*[:|]?\s*",
    )
});
/// What stands between two names.
static BETWEEN: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i)\s*(?:[;,|/•·⋅&+]|\s[-–—]\s|\s(?:and|und|et|y|e|i|en|och|og|and:|with|mit|im\s+gespräch\s+mit|и|та|і)\s)\s*",
    )
});
/// What ends a byline: a date, a time, an address, a place, an office, the name of who did something else.
static BEHIND: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?ix)\s*(?:\s@|\(|\s(?:on|am|le|el|den|dnia)\s+(?:\w+\s+)?\d|\s(?:on|am|le|el)$
        |\s(?:on\s+)?(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\bat\s+\d|\bin\s+\p{Lu}|\bfor\s+(?:the\s+)?\p{Lu}
        |\b(?:last\s+)?(?:published|updated|posted|modified|sponsored)\b|\bveröffentlicht\b|\bpubliziert\b|\baktualisiert\b|\bim\ gespräch$
        |\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+\d|(?:^|\s)\d|https?:|\bfollow\b|\bshares?$
        |\b(?:medically\s+)?(?:reviewed|edited|fact[\s-]checked|translated)\b|\b(?:photos?|photographs?|pictures?|fotos?|illustrations?|graphics?|video)(?:\s+by\b|\s+von\b|:)).*$",
    )
});
/// A line that names somebody who is no author.
static OTHER_WORK: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i)^\W*(?:(?:medically|expert|legally)\s+)?(?:reviewed|edited|fact[\s-]checked|checked|translated|updated|photos?|photography|photographs?|pictures?|fotos?|fotografie|illustrations?|illustrated|graphics|images?|video|redigiert|übersetzt|geprüft)\b",
    )
});
/// Letters behind a name that stand for a degree or an order.
static DEGREE: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"^(?:[A-Z][A-Z.\-]{1,6}|[A-Z]{1,3}[a-z]{0,2}\.?[A-Z]{1,3}\.?|Ph\.?\s?D\.?|M\.A\.|Jr\.?|Sr\.?)$")
});
/// A title before a name.
static TITLE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^(?:(?:Dr|Prof|Professor|Mr|Mrs|Ms|Sir|Dame|Dipl|Ing|Rechtsanwalt|Rechtsanwältin|Pfarrer|Rev)\b\.?(?:-Ing\.)?\s*)+",
    )
});
/// The end of an address on the web.
static DOMAIN: LazyLock<Regex> = LazyLock::new(|| regex(r"(?i)^[\w\-.]+\.(?:com|org|net|info|[a-z]{2})$"));

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the patterns of this file are tested")
}

/// Words that make a name that of a body, folded.
const OF_BODIES: &[&str] = &[
    "staff",
    "editor",
    "editors",
    "editorial",
    "team",
    "desk",
    "redaktion",
    "newsroom",
    "contributor",
    "contributors",
    "reporter",
    "reporters",
    "press",
    "agency",
    "agencies",
    "news",
    "redaction",
    "redacción",
    "rédaction",
    "redakcja",
    "redazione",
    "gmbh",
    "ag",
    "inc",
    "ltd",
    "llc",
    "corporation",
    "corp",
    "plc",
    "group",
    "university",
    "institute",
    "foundation",
    "center",
    "centre",
    "association",
    "magazine",
    "magazin",
    "zeitung",
    "times",
    "post",
    "journal",
    "media",
    "store",
    "agence",
    "agencia",
    "agenzia",
    "stiftung",
    "verband",
    "bundesverband",
    "ministerium",
    "blog",
    "online",
    "studio",
    "company",
    "kitchens",
    "department",
    "committee",
    "service",
    "partei",
    "reuters",
    "bureau",
];

/// Words of offices and callings, folded: "Trial Attorney", "Senior Editor".
const OF_OFFICES: &[&str] = &[
    "correspondent",
    "korrespondent",
    "korrespondentin",
    "redakteur",
    "redakteurin",
    "writer",
    "author",
    "autor",
    "autorin",
    "founder",
    "director",
    "expert",
    "reviewer",
    "attorney",
    "chief",
    "head",
    "manager",
    "specialist",
    "officer",
    "journalist",
    "journalistin",
    "president",
    "ceo",
    "cto",
    "cofounder",
    "senior",
    "lead",
    "executive",
    "analyst",
    "engineer",
    "consultant",
    "columnist",
    "kolumnist",
    "producer",
    "host",
    "photographer",
    "fotograf",
    "founding",
    "associate",
    "assistant",
    "professor",
    "researcher",
    "strategist",
    "marketing",
    "chefredakteur",
    "gardener",
    "astrologer",
    "winemaker",
    "advisor",
    "partner",
    "representative",
    "candidate",
    "publisher",
    "vp",
    "herausgeber",
    "herausgeberin",
    "geschäftsführer",
    "geschäftsführerin",
    "projektleiter",
    "projektleiterin",
    "leiter",
    "leiterin",
    "referent",
    "referentin",
    "pressesprecher",
    "pressesprecherin",
    "sprecher",
    "sprecherin",
    "redactor",
    "redactora",
    "periodista",
    "journaliste",
    "rédacteur",
    "rédactrice",
    "privacy",
    "gastroenterologist",
];

/// Words that stand in bylines and in fields of authors and name nobody, folded.
const NOBODY: &[&str] = &[
    "admin",
    "administrator",
    "unknown",
    "undefined",
    "anonymous",
    "webmaster",
    "null",
    "none",
    "default",
    "author",
    "share",
    "shares",
    "comments",
    "comment",
    "minutes",
    "published",
    "updated",
    "posted",
    "view",
    "more",
    "by",
    "www",
    "wordpress",
    "website",
    "facebook",
    "twitter",
    "instagram",
    "linkedin",
    "google",
    "whatsapp",
    "email",
    "e-mail",
    "subscribe",
    "newsletter",
    "datum",
    "date",
    "foto",
    "photo",
    "symbolbild",
    "getty",
    "shutterstock",
    "terms",
    "policy",
    "contents",
    "expand",
    "collapse",
    "anzeige",
    "uhr",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "montag",
    "dienstag",
    "mittwoch",
    "donnerstag",
    "freitag",
    "samstag",
    "sonntag",
    "july",
    "today",
    "yesterday",
    "ago",
    "min",
    "tags",
    "topics",
    "menu",
    "search",
    "login",
    "veröffentlicht",
];

/// Words that name nobody when they stand alone, folded: April Orr and Ivo Brand are persons.
const NOBODY_ALONE: &[&str] = &[
    "brand",
    "april",
    "june",
    "august",
    "guest",
    "read",
    "user",
    "name",
    "role",
    "home",
    "mail",
    "january",
    "february",
    "march",
    "september",
    "october",
    "november",
    "december",
    "juni",
    "juli",
    "oktober",
    "dezember",
    "januar",
    "februar",
    "märz",
    "follow",
    "category",
    "bild",
];

/// Small words inside the names of persons.
const PARTICLES: &[&str] = &[
    "de", "da", "do", "dos", "das", "du", "des", "del", "della", "di", "der", "den", "la", "le", "van", "von", "vom",
    "zu", "zur", "ter", "ten", "bin", "ibn", "al", "el", "af", "av", "y", "e", "dal", "dalla", "st", "mac", "ben",
    "abu",
];

/// Words of running text that no name of a person holds, folded.
const OF_SENTENCES: &[&str] = &[
    "the",
    "of",
    "our",
    "your",
    "for",
    "how",
    "what",
    "why",
    "and",
    "to",
    "in",
    "with",
    "from",
    "this",
    "that",
    "is",
    "are",
    "on",
    "at",
    "its",
    "an",
    "oder",
    "und",
    "für",
    "mit",
    "wie",
    "im",
    "ist",
    "nach",
    "aus",
    "auf",
    "bei",
    "über",
    "pour",
    "dans",
    "avec",
    "sur",
    "con",
    "para",
    "en",
    "los",
    "las",
    "les",
    "die",
    "one",
    "all",
    "new",
    "best",
    "top",
    "guide",
    "says",
    "step",
    "about",
    "or",
    "by",
    "not",
    "no",
    "zur",
    "zum",
    "alle",
    "ihre",
    "disclosure",
    "released",
    "related",
    "letters",
    "more",
    "product",
    "you",
    "we",
    "terms",
];

/// Words that begin the name of a newspaper: "El Faro", "Die Brücke".
const ARTICLES: &[&str] = &["the", "die", "das", "der", "le", "la", "les", "el", "los", "il"];

/// Where a word may be divided: pages write it into long names.
const SOFT_HYPHEN: char = '\u{ad}';

/// The names in a byline or an author's field; lines of `written` are pieces of markup that stand apart.
pub(super) fn names(written: &str, site: Option<&str>) -> Vec<Name> {
    let without_tags = if written.contains('<') { strip_tags(written) } else { written.to_owned() };
    let without_tags = without_tags.replace(SOFT_HYPHEN, "");
    // Some pages escape a name twice: `O&amp;#39;Hara`.
    let resolved = htmlize::unescape(without_tags);
    let resolved = if resolved.contains('&') { htmlize::unescape(resolved.into_owned()) } else { resolved };
    let mut found: Vec<Name> = Vec::new();
    let mut is_other_work = false;
    for line in resolved.split('\n').map(squeeze).filter(|line| line.chars().any(char::is_alphanumeric)) {
        if OTHER_WORK.is_match(&line) {
            is_other_work = true;
            continue;
        }
        if std::mem::take(&mut is_other_work) {
            continue;
        }
        found.extend(names_of_line(&line, site));
    }
    unique(found)
}

/// Each name once, where it stands first.
pub(super) fn unique(names: Vec<Name>) -> Vec<Name> {
    let mut kept: Vec<Name> = Vec::new();
    for name in names {
        if !kept.iter().any(|own| fold(&own.text) == fold(&name.text)) {
            kept.push(name);
        }
    }
    kept
}

/// The names of the surest kind among these.
pub(super) fn surest(names: Vec<Name>) -> Vec<Name> {
    let best = names.iter().map(|own| own.kind).max();
    names.into_iter().filter(|own| Some(own.kind) == best).collect()
}

fn names_of_line(line: &str, site: Option<&str>) -> Vec<Name> {
    let mut bare = line.to_owned();
    // `<span>By</span><span>Ruta Demski</span>` without a space between them.
    if let Some(glued) = bare.strip_prefix("By").filter(|own| own.starts_with(char::is_uppercase)) {
        bare = glued.to_owned();
    }
    for _ in 0..3 {
        bare = BEFORE.replace(&bare, "").into_owned();
    }
    let bare = BEHIND.replace(&bare, "");
    if let Some(kind) = kind_of(bare.trim(), site).filter(|kind| *kind == Kind::Body)
        && !BETWEEN.is_match(&bare)
    {
        return vec![Name { text: bare.trim().to_owned(), kind }];
    }
    let mut found = Vec::new();
    for part in BETWEEN.split(&bare) {
        if part.contains('@') {
            continue;
        }
        let part = BEFORE.replace(part, "");
        let part = TITLE.replace(part.trim(), "");
        let edge = |c: char| !c.is_alphanumeric() && c != '.' && c != ')';
        let name = part.trim_matches(edge).trim_end_matches('.');
        let is_degree = !found.is_empty() && DEGREE.is_match(name);
        if let Some(kind) = kind_of(name, site).filter(|_| !is_degree) {
            found.push(Name { text: as_written(name), kind });
        }
    }
    // "Jana Weiß, Berlin", "Ann Orr, Reuters": beside a person, a lone word is a place or an agency.
    surest(found)
}

/// The persons behind a "by" in the middle of a line, such as `9 November 2022 by Ruta Demski`.
pub(super) fn names_behind_by(written: &str, site: Option<&str>) -> Vec<Name> {
    static BY: LazyLock<Regex> =
        LazyLock::new(|| regex(r"(?:^|[\s|])(?i:by|von|par|por|door|autor(?:in)?:?|author:?)\s+(\p{Lu}.{2,80})$"));
    BY.captures(written).map(|found| names(&found[1], site)).unwrap_or_default()
}

/// Do these words say that what follows names a reviewer, a photographer, a translator?
pub(super) fn is_of_other_work(words: &str) -> bool {
    OTHER_WORK.is_match(words)
}

/// Does a text begin as a byline does?
pub(super) fn is_byline(words: &str) -> bool {
    BEFORE.is_match(words)
}

/// Are these the words before a name, and nothing else?
pub(super) fn is_bare_by(words: &str) -> bool {
    words.chars().count() < 24 && BEFORE.replace(words, "").trim().is_empty()
}

fn kind_of(name: &str, site: Option<&str>) -> Option<Kind> {
    let folded = fold(name);
    let words: Vec<&str> = name.split(' ').collect();
    let is = |list: &[&str]| folded.split(' ').any(|word| list.contains(&word));
    let n_chars = name.chars().count();
    let is_plain = (2..=60).contains(&n_chars)
        && words.len() <= 7
        && !name.contains(['@', '/', ':', '_', '"', '“', '{', '='])
        && name.chars().any(char::is_alphabetic)
        && !name.starts_with("http");
    if !is_plain || is(NOBODY) || NOBODY_ALONE.contains(&folded.as_str()) {
        return None;
    }
    let is_site = site.is_some_and(|site| fold(site) == folded);
    if is_site || DOMAIN.is_match(name) && !name.contains(' ') {
        return Some(Kind::Body);
    }
    let is_of_body = |word: &str| ["magazin", "zeitung", "redaktion", "agentur"].iter().any(|end| word.ends_with(end));
    if is(OF_BODIES) || folded.split(' ').any(is_of_body) {
        return Some(Kind::Body);
    }
    if is(OF_OFFICES) {
        return None;
    }
    let first = folded.split(' ').next().unwrap_or_default();
    if words.len() > 1 && ARTICLES.contains(&first) && words[0].chars().next().is_some_and(char::is_uppercase) {
        return (words.len() <= 4).then_some(Kind::Body);
    }
    if is_person(&words) {
        return Some(Kind::Person);
    }
    (n_chars >= 3 && words.len() <= 2 && !is(OF_SENTENCES)).then_some(Kind::Word)
}

/// First and last name: capitals, small words of names between them. A few signs of a script without capitals.
fn is_person(words: &[&str]) -> bool {
    let is_of_signs = |word: &str| word.chars().all(|c| ('\u{3040}'..='\u{9fff}').contains(&c));
    if let [word] = words {
        return is_of_signs(word) && (2..=4).contains(&word.chars().count());
    }
    let is_name_word = |word: &&str| {
        let Some(first) = word.chars().next() else { return false };
        let is_capital = first.is_uppercase() || (first.is_alphabetic() && !first.is_lowercase());
        let is_small = ["d'", "d’", "o'", "l'"].iter().any(|own| word.starts_with(own));
        (is_capital || is_small) && !word.chars().any(|c| c.is_ascii_digit())
    };
    let is_inner = |word: &&str| PARTICLES.contains(word);
    let n_names = words.iter().filter(|word| is_name_word(word)).count();
    (2..=5).contains(&words.len())
        && words.iter().all(|word| is_name_word(word) || is_inner(word))
        && n_names >= 1
        && words.last().is_some_and(is_name_word)
        && !words.iter().any(|word| !is_inner(word) && OF_SENTENCES.contains(&fold(word).as_str()))
}

/// A name in capitals reads as a name.
fn as_written(name: &str) -> String {
    let is_shouted = name.contains(' ') && name.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase);
    if !is_shouted {
        return name.to_owned();
    }
    let mut is_first = true;
    let mut quiet = String::with_capacity(name.len());
    for letter in name.chars() {
        if is_first {
            quiet.push(letter);
        } else {
            quiet.extend(letter.to_lowercase());
        }
        is_first = !letter.is_alphabetic();
    }
    quiet
}

fn squeeze(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn strip_tags(written: &str) -> String {
    let mut is_tag = false;
    written
        .chars()
        .filter(|c| {
            let was_tag = is_tag;
            is_tag = match c {
                '<' => true,
                '>' => false,
                _ => is_tag,
            };
            !is_tag && !was_tag
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn persons(written: &str) -> Vec<String> {
        names(written, Some("Halyard")).into_iter().filter(|own| own.kind == Kind::Person).map(|own| own.text).collect()
    }

    #[test]
    fn names_come_without_what_stands_around_them() {
        assert_eq!(persons("By Ruta Demski and Callum Orr"), ["Ruta Demski", "Callum Orr"]);
        assert_eq!(persons("Von Jana Weiß, Berlin-Korrespondentin"), ["Jana Weiß"]);
        assert_eq!(persons("by RUTA DEMSKI | Nov 9, 2022"), ["Ruta Demski"]);
        assert_eq!(persons("Written by: Ann O\u{2019}Hara on March 3, 2021"), ["Ann O\u{2019}Hara"]);
        assert_eq!(persons("Pressemitteilung von Ruta von der Mark"), ["Ruta von der Mark"]);
        assert_eq!(persons("Ruta Demski, MD, PhD"), ["Ruta Demski"]);
        assert_eq!(persons("Dr. Ruta Demski, Trial Attorney, Kyiv"), ["Ruta Demski"]);
        assert_eq!(persons("Ruta Demski on Friday"), ["Ruta Demski"]);
        assert_eq!(persons("ByRuta Demski"), ["Ruta Demski"]);
        assert_eq!(persons("Byron Orr"), ["Byron Orr"]);
        assert_eq!(persons("Emily Co"), ["Emily Co"]);
        assert_eq!(persons("Ru\u{ad}ta Demski"), ["Ruta Demski"]);
    }

    #[test]
    fn pieces_of_markup_stand_apart() {
        assert_eq!(persons("By\nRuta Demski\nand\nCallum Orr\nNovember 9, 2022"), ["Ruta Demski", "Callum Orr"]);
        assert_eq!(persons("Ruta Demski\nSenior Research Executive"), ["Ruta Demski"]);
        assert_eq!(persons("Ruta Demski\nReviewed by\nCallum Orr"), ["Ruta Demski"]);
    }

    #[test]
    fn sites_and_offices_are_no_persons() {
        for written in ["Staff", "https://a.example/x", "Halyard News Agency", "By", "@someone", "2022", "Halyard"] {
            assert!(persons(written).is_empty(), "{written}");
        }
        for written in ["admin", "undefined", "By", "@someone", "2022", "Tuesday", "desk@a.example"] {
            assert!(names(written, None).is_empty(), "{written}");
        }
        assert_eq!(names("Halyard News Agency", None)[0].kind, Kind::Body);
        assert_eq!(names("El Faro", None)[0].kind, Kind::Body);
    }

    #[test]
    fn running_text_names_nobody() {
        for written in ["By following the tips below", "von der Redaktion gekürzt", "From the end of this tutorial"] {
            assert!(persons(written).is_empty(), "{written}");
        }
    }
}
