//! What a line looks like by itself: its length, letters, marks and cues. Every later step reads these facts.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::LazyLock;

use regex::Regex;

use super::cue::Cues;
use super::line::Line;

/// The facts of one line.
pub(super) struct Shape {
    pub n_words: usize,
    pub n_chars: usize,
    pub cues: Cues,
    /// Set phrases at the end of a long line count only as what they are there: a credit.
    pub ends_sentence: bool,
    pub ends_colon: bool,
    pub ends_ellipsis: bool,
    pub starts_lower: bool,
    pub starts_digit: bool,
    pub starts_bullet: bool,
    pub starts_quote: bool,
    pub has_quote: bool,
    pub has_mail_or_address: bool,
    pub has_year: bool,
    pub has_clock: bool,
    pub has_date: bool,
    pub has_bar: bool,
    pub is_upper: bool,
    pub ends_bracket: bool,
    /// Share of the words that begin with a capital.
    pub capital_share: f32,
    pub digit_share: f32,
    /// Share of the words that are short words of grammar.
    pub function_share: f32,
    pub n_commas: usize,
    is_ad_mark: bool,
    /// Equal for lines of the same letters and digits, whatever their case.
    pub key: u64,
    /// Hashes of the words of five letters or more, in lower case, in order.
    pub content: Vec<u32>,
    /// Hashes of the first words and of the last one, in lower case.
    pub edge_words: Vec<u32>,
}

impl Shape {
    /// Running text: sentences, not a menu, a name or a headline.
    pub(super) fn is_prose(&self) -> bool {
        (self.n_words >= 9 && self.ends_sentence && self.capital_share < 0.6) || self.n_words >= 25
    }

    /// Nothing but the word that an advertisement stands here: it may stand between any two paragraphs.
    pub(super) fn is_ad_mark(&self) -> bool {
        self.is_ad_mark
    }

    /// Short words of grammar, or their share in scripts that have no such list.
    pub(super) fn of(line: &Line) -> Shape {
        let words = &line.words;
        let lower = words.to_lowercase();
        let tokens: Vec<&str> =
            words.split(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '’')).filter(|w| !w.is_empty()).collect();
        let n_chars = words.chars().count();
        let n_wide = words.chars().filter(|letter| is_wide(*letter)).count();
        let n_words = tokens.len().max(n_wide / 2);
        let share = |n: usize| if tokens.is_empty() { 0.0 } else { n as f32 / tokens.len() as f32 };
        let last = words.trim_end_matches(['"', '”', '’', '\'', '»', '“', ')', ']']).chars().next_back();
        let first = words.chars().next();
        let first_letter = words.chars().find(|letter| letter.is_alphanumeric());
        let lower_tokens: Vec<String> =
            tokens.iter().map(|token| token.trim_matches(['\'', '’']).to_lowercase()).collect();
        let letters = || words.chars().filter(|letter| letter.is_alphabetic());
        Shape {
            n_words,
            n_chars,
            cues: Cues::of(&lower),
            ends_sentence: last
                .is_some_and(|last| matches!(last, '.' | '!' | '?' | '…' | '。' | '！' | '？' | '؟' | '।')),
            ends_colon: last.is_some_and(|last| matches!(last, ':' | '：')),
            ends_ellipsis: words.ends_with("...") || words.ends_with('…') || words.ends_with("[…]"),
            starts_lower: first_letter.is_some_and(char::is_lowercase),
            starts_digit: first_letter.is_some_and(|letter| letter.is_ascii_digit()),
            starts_bullet: first.is_some_and(|first| {
                matches!(first, '•' | '·' | '-' | '–' | '—' | '*' | '▪' | '●' | '◦' | '‣' | '»' | '>')
            }),
            starts_quote: first.is_some_and(|first| matches!(first, '"' | '“' | '„' | '«' | '‘' | '「')),
            has_quote: words.contains(['"', '“', '”', '„', '«', '»']),
            has_mail_or_address: words.contains('@') || lower.contains("http") || lower.contains("www."),
            has_year: YEAR.is_match(words),
            has_clock: CLOCK.is_match(words),
            has_date: DATE.is_match(&lower),
            has_bar: words.contains(['|', '·', '›', '»', '→', '•', '/']),
            is_upper: letters().count() >= 3 && letters().all(|letter| !letter.is_lowercase()),
            ends_bracket: words.ends_with([')', ']']),
            capital_share: share(
                tokens.iter().filter(|token| token.chars().next().is_some_and(char::is_uppercase)).count(),
            ),
            digit_share: words.chars().filter(char::is_ascii_digit).count() as f32 / n_chars.max(1) as f32,
            function_share: share(lower_tokens.iter().filter(|token| is_function_word(token)).count()),
            n_commas: words.chars().filter(|letter| matches!(letter, ',' | '、' | '，')).count(),
            is_ad_mark: AD_MARKS.contains(&lower.trim_matches(|letter: char| !letter.is_alphanumeric())),
            key: key(&lower),
            content: lower_tokens
                .iter()
                .filter(|token| token.chars().count() >= 5)
                .map(|token| word_hash(token))
                .collect(),
            edge_words: edge_words(&lower_tokens),
        }
    }
}

/// Lines that mark an advertisement.
const AD_MARKS: [&str; 16] = [
    "advertisement",
    "advertisements",
    "advertising",
    "ad",
    "ads",
    "sponsored",
    "article continues below",
    "story continues below",
    "story continues below advertisement",
    "article continues below advertisement",
    "continue reading below",
    "scroll to continue",
    "advertisement · scroll to continue",
    "werbung",
    "anzeige",
    "publicidad",
];

/// Words that tell a short line by its beginning and end, and every word of a very short one.
fn edge_words(lower_tokens: &[String]) -> Vec<u32> {
    let n = lower_tokens.len();
    let mut hashes: Vec<u32> =
        lower_tokens.iter().take(if n <= 6 { n } else { 2 }).map(|token| word_hash(token)).collect();
    if n > 6 {
        hashes.push(word_hash(&lower_tokens[n - 1]));
    }
    hashes
}

/// FNV-1a: the weights are stored by these hashes, so they are the same on every machine and in every version.
pub(super) fn word_hash(word: &str) -> u32 {
    word.bytes().fold(0x811C_9DC5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

fn key(lower: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    lower.chars().filter(|letter| letter.is_alphanumeric()).for_each(|letter| letter.hash(&mut hasher));
    hasher.finish()
}

/// Letters of scripts that put no space between words.
fn is_wide(letter: char) -> bool {
    matches!(u32::from(letter), 0x3040..=0x30FF | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0x0E00..=0x0E7F)
}

fn is_function_word(token: &str) -> bool {
    FUNCTION_WORDS.binary_search(&token).is_ok()
}

/// Short words of grammar in the languages of Europe; sorted.
static FUNCTION_WORDS: LazyLock<Vec<&str>> = LazyLock::new(|| {
    let mut words: Vec<&str> = include_str!("../../data/function_words.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .flat_map(|line| line.split_once(':').map_or("", |(_, words)| words).split_whitespace())
        .collect();
    words.sort_unstable();
    words.dedup();
    words
});

static YEAR: LazyLock<Regex> = LazyLock::new(|| regex(r"\b(?:19|20)\d\d\b"));
static CLOCK: LazyLock<Regex> = LazyLock::new(|| regex(r"\b\d{1,2}[:.h]\d\d\b"));
static DATE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?x)\b\d{4}-\d\d-\d\d | \b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b
        | \b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|okt|dez|mai|gennaio|févr|août|agosto|enero)\p{L}*\.?\ \d{1,2}\b
        | \b\d{1,2}(?:st|nd|rd|th|\.)?\ (?:de\ )?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|okt|dez|mai|mär|avr|juin|juil|août|févr|ene|abr|ago|dic|gen|mag|giu|lug|set|ott|янв|фев|мар|апр|ма[йя]|июн|июл|авг|сен|окт|ноя|дек|січ|лют|бер|кві|тра|чер|лип|сер|вер|жов|лис|гру)",
    )
});

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is written here and tested")
}
