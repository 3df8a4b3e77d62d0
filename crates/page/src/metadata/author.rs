//! Names of authors out of what pages write where an author belongs.

use std::sync::LazyLock;

use regex::Regex;

use super::fold;

/// Words that stand before a name in a byline.
static BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i)^\s*(?:(?:written|posted|published|reviewed|veröffentlicht|geschrieben|story|words|text|reporting|article|report|analysis|authored)\s+(?:by|von)|by|from|von|par|por|di|da|door|av|af|autor(?:in|es|en)?|author(?:s)?|auteur|автор|текст|text)\b\s*[:|]?\s*",
    )
});
/// What stands between two names.
static BETWEEN: LazyLock<Regex> =
    LazyLock::new(|| regex(r"(?i)\s*(?:[;,|/•·&]|\s(?:and|und|et|y|e|i|en|och|og|and:|with|mit|и|та|і)\s)\s*"));
/// What ends a byline: a date, a time, an address, a place, an office.
static BEHIND: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i)\s*(?:\s[-–—|•·]\s|\s@|\(|\bon\s+\w+\s+\d|\bat\s+\d|\bin\s+\p{Lu}|\bfor\s+(?:the\s+)?\p{Lu}|\bpublished\b|\bupdated\b|\bposted\b|\bam\s+\d|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\p{L}*\.?\s+\d|\d|https?:|\bfollow\b|\blast\b).*$",
    )
});

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the patterns of this file are tested")
}

/// Words that no person is called by, in a byline.
const NO_NAMES: &[&str] = &[
    "staff",
    "admin",
    "editor",
    "editors",
    "editorial",
    "team",
    "desk",
    "redaktion",
    "newsroom",
    "guest",
    "contributor",
    "contributors",
    "reporter",
    "reporters",
    "correspondent",
    "writer",
    "author",
    "press",
    "agency",
    "agencies",
    "news",
    "redaction",
    "redacción",
    "rédaction",
    "redakcja",
    "online",
    "com",
    "www",
    "by",
    "unknown",
    "anonymous",
    "webmaster",
    "editorials",
    "share",
    "comments",
    "minutes",
    "read",
    "published",
    "updated",
    "posted",
    "view",
    "more",
];

/// The names in a byline or an author's field.
pub(super) fn names(written: &str, site: Option<&str>) -> Vec<String> {
    let without_tags = if written.contains('<') { strip_tags(written) } else { written.to_owned() };
    let resolved = htmlize::unescape(without_tags);
    let squeezed = resolved.split_whitespace().collect::<Vec<_>>().join(" ");
    let bare = BEFORE.replace(&squeezed, "");
    let bare = BEFORE.replace(&bare, "");
    let bare = BEHIND.replace(&bare, "");
    let mut found: Vec<String> = Vec::new();
    for part in BETWEEN.split(&bare) {
        let part = BEFORE.replace(part, "");
        let name = part.trim_matches(|c: char| !c.is_alphanumeric() && c != '.' && c != ')').trim_end_matches('.');
        if part.contains('@') {
            continue;
        }
        let is_new = !found.iter().any(|own| fold(own) == fold(name));
        if is_new && is_name(name, site) {
            found.push(as_written(name));
        }
    }
    found
}

/// The names behind a "by" in the middle of a line, such as `9 November 2022 by Ruta Demski`.
pub(super) fn names_behind_by(written: &str, site: Option<&str>) -> Vec<String> {
    static BY: LazyLock<Regex> =
        LazyLock::new(|| regex(r"(?:^|\s)(?i:by|von|par|por|door|autor:?|author:?)\s+(\p{Lu}.{2,60})$"));
    BY.captures(written).map(|found| names(&found[1], site)).unwrap_or_default()
}

/// Does a text begin as a byline does?
pub(super) fn is_byline(words: &str) -> bool {
    BEFORE.is_match(words)
}

fn is_name(name: &str, site: Option<&str>) -> bool {
    let words: Vec<&str> = name.split(' ').collect();
    let folded = fold(name);
    let is_site = site.is_some_and(|site| fold(site) == folded);
    let has_no_name_word = folded.split(' ').any(|word| NO_NAMES.contains(&word));
    let n_chars = name.chars().count();
    (1..=5).contains(&words.len())
        && (3..=50).contains(&n_chars)
        && !is_site
        && !has_no_name_word
        && !name.contains(['@', '/', ':', '_'])
        && !name.chars().any(|c| c.is_ascii_digit())
        && name.chars().next().is_some_and(char::is_alphabetic)
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

    #[test]
    fn names_come_without_what_stands_around_them() {
        assert_eq!(names("By Ruta Demski and Callum Orr", None), ["Ruta Demski", "Callum Orr"]);
        assert_eq!(names("Von Jana Weiß, Berlin-Korrespondentin", None)[0], "Jana Weiß");
        assert_eq!(names("by RUTA DEMSKI | Nov 9, 2022", None), ["Ruta Demski"]);
        assert_eq!(names("Written by: Ann O\u{2019}Hara on March 3, 2021", None), ["Ann O\u{2019}Hara"]);
    }

    #[test]
    fn sites_and_offices_are_no_names() {
        for written in ["Staff", "admin", "https://a.example/x", "Halyard News Agency", "By", "@someone", "2022"] {
            assert!(names(written, Some("Halyard")).is_empty(), "{written}");
        }
    }
}
