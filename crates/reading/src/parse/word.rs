//! The words of Universal Dependencies for English: those that the parse was learned on.
//!
//! A run without white space is cut into marks and words. Marks that are repeated are one ("...", "!!", "--"), and so are web and mail
//! addresses, file names, dates, telephone numbers and faces. Hyphens stand alone ("15 - year", "US - based") but for those behind a
//! prefix ("anti-war"). Contractions are two words ("do n't", "can not", "Kyiv 's"), also without their apostrophe ("do nt"), and so
//! are a number and its unit ("5 pm"). Rules after UD's English guidelines;
//! affixes, units and fused words are those of the training parts of EWT and GUM (2026-11-28).

use std::ops::Range;

use crate::sentence::Abbreviations;
use crate::token::is_combining;

/// A word: bytes of its sentence, and whether it is written as one token with the word before ("n't" of "don't").
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    pub bytes: Range<usize>,
    pub continues: bool,
}

const PREFIXES: &[&str] = &[
    "agro", "ante", "anti", "arch", "bi", "bio", "co", "counter", "cross", "cyber", "de", "e", "eco", "ex", "extra",
    "hyper", "inter", "intra", "macro", "mega", "micro", "mid", "mini", "mono", "multi", "neo", "non", "over", "pan",
    "para", "peri", "post", "pre", "pro", "pseudo", "psycho", "quasi", "re", "semi", "socio", "sub", "super", "tri",
    "ultra", "un", "uni", "vice",
];
const SUFFIXES: &[&str] = &["esque", "ette", "fest", "fold", "gate", "itis", "less", "most", "wise"];
/// Words of a number that stands right before them.
const UNITS: &[&str] = &[
    "am", "cm", "ft", "g", "gb", "h", "hr", "hrs", "k", "kg", "km", "kmh", "kph", "kw", "lb", "lbs", "m", "mb", "mg",
    "min", "mins", "ml", "mm", "mph", "mw", "oz", "pm", "sec", "yr", "yrs",
];
/// Two words that are written as one without an apostrophe, and where the second begins, counted from the end.
const FUSED: &[(&str, usize)] = &[
    ("arent", 2),
    ("cannot", 3),
    ("cant", 2),
    ("couldnt", 2),
    ("didnt", 2),
    ("doesnt", 2),
    ("dont", 2),
    ("gimme", 2),
    ("gonna", 2),
    ("gotta", 2),
    ("hadnt", 2),
    ("hasnt", 2),
    ("havent", 2),
    ("im", 1),
    ("isnt", 2),
    ("ive", 2),
    ("lemme", 2),
    ("shouldnt", 2),
    ("thats", 1),
    ("theyre", 2),
    ("wanna", 2),
    ("wasnt", 2),
    ("werent", 2),
    ("wont", 2),
    ("wouldnt", 2),
    ("youre", 2),
];
const FACES: &[&str] = &[
    ":)", ":-)", ";)", ";-)", ":(", ":-(", ":D", ":-D", ";D", ":P", ":-P", ":p", ":o", ":O", ":/", ":|", ":]", "=)",
    "=D", "=(", "(:", "(;", ":'(", "^_^", "^^", "<3", ":))", ":)))", ";))", ":3", "T_T", "-_-",
];
const ENDINGS: &[&str] = &["s", "re", "ve", "ll", "d", "m"];

/// Bytes of a run in which an address is looked for. Each place of a run asks, so a longer one (data as letters) would take its square.
const MAX_ADDRESS: usize = 4096;

/// The words of a sentence, in order.
pub fn words(sentence: &str, abbreviations: &Abbreviations) -> Vec<Piece> {
    let mut words = Cut { sentence, abbreviations, pieces: Vec::new() };
    let mut start = None;
    for (at, c) in sentence.char_indices().chain([(sentence.len(), ' ')]) {
        match (start, c.is_whitespace()) {
            (None, false) => start = Some(at),
            (Some(first), true) => {
                words.run(first..at);
                start = None;
            }
            _ => {}
        }
    }
    words.pieces
}

struct Cut<'a> {
    sentence: &'a str,
    abbreviations: &'a Abbreviations,
    pieces: Vec<Piece>,
}

impl Cut<'_> {
    fn push(&mut self, bytes: Range<usize>, continues: bool) {
        if !bytes.is_empty() {
            self.pieces.push(Piece { bytes, continues });
        }
    }

    /// Cuts what stands between white space: marks, words, marks, ...
    fn run(&mut self, run: Range<usize>) {
        let mut at = run.start;
        while at < run.end {
            let text = &self.sentence[at..run.end];
            let starts = at == run.start;
            let len = address_len(text)
                .or_else(|| figure_len(text))
                .or_else(|| face_len(text, starts))
                .or_else(|| mark_len(text));
            if let Some(len) = len {
                self.push(at..at + len, is_ending(text, len));
                at += len;
            } else {
                let len = self.with_stop(at..at + word_len(text), run.end);
                self.word(at..at + len);
                at += len;
            }
        }
    }

    /// Length of a word with the full stop that belongs to it.
    fn with_stop(&self, word: Range<usize>, run_end: usize) -> usize {
        let (text, behind) = (&self.sentence[word.clone()], &self.sentence[word.end..run_end]);
        let is_one_stop = behind.starts_with('.') && !behind.starts_with("..");
        let is_last = self.sentence[word.end..].chars().all(|c| !c.is_alphanumeric());
        let is_initial = text.chars().count() == 1 && text.starts_with(char::is_uppercase) && text != "I";
        let takes =
            (self.abbreviations.takes_stop(text) && (!is_last || text.contains('.'))) || (is_initial && !is_last);
        text.len() + usize::from(is_one_stop && takes)
    }

    /// Cuts a word at its hyphens.
    fn word(&mut self, word: Range<usize>) {
        let text = &self.sentence[word.clone()];
        let mut start = 0;
        for (at, hyphen) in text.match_indices(['-', '‐', '‑']) {
            let behind = at + hyphen.len();
            let next = text[behind..].split(['-', '‐', '‑']).next().unwrap_or_default();
            let before = &text[start..at];
            let is_acronym = before.len() > 1 && before.chars().all(char::is_uppercase);
            if (is_in(PREFIXES, before) && !is_acronym) || is_in(SUFFIXES, next) {
                continue;
            }
            self.simple(word.start + start..word.start + at);
            self.push(word.start + at..word.start + behind, false);
            start = behind;
        }
        self.simple(word.start + start..word.end);
    }

    /// Cuts a word without hyphens into the two of a contraction, or a number and its unit.
    fn simple(&mut self, word: Range<usize>) {
        let text = &self.sentence[word.clone()];
        if let Some(len) = contracted_len(text) {
            self.push(word.start..word.end - len, false);
            self.push(word.end - len..word.end, true);
        } else if let Some(digits) = digits_before_unit(text) {
            self.push(word.start..word.start + digits, false);
            self.push(word.start + digits..word.end, false);
        } else {
            self.push(word, false);
        }
    }
}

fn is_in(list: &[&str], word: &str) -> bool {
    list.iter().any(|own| own.eq_ignore_ascii_case(word))
}

/// Length of the second word of a contraction.
fn contracted_len(word: &str) -> Option<usize> {
    let fused = FUSED.iter().find(|(own, _)| own.eq_ignore_ascii_case(word)).map(|(_, len)| *len);
    fused.or_else(|| {
        let lower = word.to_lowercase();
        let ending =
            ["n't", "n’t", "n`t"].into_iter().find(|ending| lower.len() == word.len() && lower.ends_with(ending))?;
        (ending.len() < word.len()).then_some(ending.len())
    })
}

fn digits_before_unit(word: &str) -> Option<usize> {
    let digits = word.find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | ':' | ','))?;
    let unit = word[digits..].trim_end_matches('.');
    let is_clock = is_in(&["a.m", "p.m"], unit);
    (digits > 0 && (is_clock || is_in(UNITS, unit))).then_some(digits)
}

/// Is this the ending of the word before ("'s", "’ll")?
fn is_ending(text: &str, len: usize) -> bool {
    len > 1 && text.starts_with(['\'', '’', '`']) && text[..len].ends_with(char::is_alphabetic)
}

/// Length of an ending with an apostrophe at the start of `text`.
fn ending_len(text: &str) -> Option<usize> {
    let letters = text.strip_prefix(['\'', '’', '`'])?;
    let n = letters.find(|c: char| !c.is_alphanumeric()).unwrap_or(letters.len());
    is_in(ENDINGS, &letters[..n]).then_some(text.len() - letters.len() + n)
}

/// Length of the marks at the start of `text` that are one word, or of an ending.
fn mark_len(text: &str) -> Option<usize> {
    if let Some(len) = ending_len(text) {
        return Some(len);
    }
    let first = text.chars().next().filter(|c| !c.is_alphanumeric())?;
    let same = |is_same: &dyn Fn(char) -> bool| text.find(|c| !is_same(c)).unwrap_or(text.len());
    Some(match first {
        '.' | '!' | '?' => same(&|c| matches!(c, '.' | '!' | '?')),
        '(' | ')' | '[' | ']' | '"' | '“' | '”' | '$' | '%' | ',' => first.len_utf8(),
        _ => same(&|c| c == first),
    })
}

/// Length of the face at the start of `text`: what is left of the run must be marks.
fn face_len(text: &str, starts: bool) -> Option<usize> {
    let face = FACES.iter().filter(|face| text.starts_with(*face)).max_by_key(|face| face.len())?;
    let rest = &text[face.len()..];
    let is_last = rest.chars().all(|c| matches!(c, '.' | '!' | '?' | ',' | ')'));
    (is_last && (starts || face.starts_with([':', ';', '=']))).then_some(face.len())
}

/// Length of the mail or web address or the file name at the start of `text`.
fn address_len(text: &str) -> Option<usize> {
    if text.len() > MAX_ADDRESS {
        return None;
    }
    let end = text.find(['<', '>', '"', '“', '”', ')', ']', '(', '[', '|']).unwrap_or(text.len());
    let whole = text[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '’', '*']);
    let whole = whole.strip_suffix("'s").or_else(|| whole.strip_suffix("’s")).unwrap_or(whole);
    let lower = whole.to_ascii_lowercase();
    let begins = ["http://", "https://", "www.", "ftp://", "mailto:"].iter().any(|own| lower.starts_with(own));
    let is_mail = whole.split_once('@').is_some_and(|(name, place)| {
        is_name(name) && is_name(place) && name.chars().any(char::is_alphanumeric) && !place.is_empty()
    });
    let is_handle = whole.strip_prefix('@').is_some_and(|name| name.len() > 1 && is_name(name));
    (begins || is_mail || is_handle || is_host_or_file(&lower)).then_some(whole.len()).filter(|len| *len > 0)
}

fn is_name(text: &str) -> bool {
    text.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '+' | '/'))
}

/// "bbc.co.uk/news", "20.doc"
fn is_host_or_file(lower: &str) -> bool {
    const LAST_PARTS: &[&str] = &[
        "com", "org", "net", "edu", "gov", "info", "biz", "uk", "doc", "xls", "pdf", "ppt", "txt", "html", "htm",
        "jpg", "zip",
    ];
    let host = lower.split('/').next().unwrap_or_default();
    let Some((name, last)) = host.rsplit_once('.') else { return false };
    LAST_PARTS.contains(&last)
        && name.starts_with(char::is_alphanumeric)
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '#' | '&'))
}

/// Length of a date, a fraction, or a telephone number at the start of `text`.
fn figure_len(text: &str) -> Option<usize> {
    let end = text.find(|c: char| !c.is_ascii_digit() && !matches!(c, '/' | '-' | '.')).unwrap_or(text.len());
    if text[end..].starts_with(char::is_alphanumeric) {
        return None;
    }
    let figure = text[..end].trim_end_matches(['.', '-', '/']);
    if figure.strip_prefix('.').is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())) {
        return Some(figure.len());
    }
    let mark = figure.chars().find(|c| !c.is_ascii_digit())?;
    let sizes: Vec<usize> =
        figure.split(mark).map(|part| if part.bytes().all(|b| b.is_ascii_digit()) { part.len() } else { 0 }).collect();
    let is_figure = matches!(
        (mark, sizes.as_slice()),
        ('/', [1..=2, 1..=2 | 4] | [1..=4, 1..=2, 1..=4])
            | ('-' | '.', [3, 3, 4] | [1, 3, 3, 4] | [1..=2, 1..=2, 2 | 4] | [4, 2, 2])
            | ('-', [3, 4])
    );
    is_figure.then_some(figure.len())
}

/// Length of a word at the start of `text`: letters and digits, and the marks between two of them that belong to it.
fn word_len(text: &str) -> usize {
    let mut chars = text.char_indices().peekable();
    let mut previous = ' ';
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map_or(' ', |(_, next)| *next);
        let goes_on = c.is_alphanumeric() || is_combining(c) || joins(previous, c, next);
        if !goes_on || (ending_len(&text[at..]).is_some() && at > 0) {
            return if at == 0 { c.len_utf8() } else { at };
        }
        previous = c;
    }
    text.len()
}

fn joins(before: char, mark: char, behind: char) -> bool {
    let is_number = before.is_ascii_digit() && behind.is_ascii_digit();
    let is_word = before.is_alphanumeric() && behind.is_alphanumeric();
    match mark {
        '-' | '‐' | '‑' | '_' | '@' => is_word,
        '\'' | '’' | '`' | '&' => before.is_alphabetic() && behind.is_alphabetic(),
        '.' => is_number || (before.is_alphabetic() && behind.is_alphabetic()),
        ',' | ':' => is_number,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Data;

    /// The words with spaces between; a plus before one that is written as one token with the word before.
    fn cut(sentence: &str) -> String {
        let pieces = words(sentence, &Data::lists().abbreviations);
        let written = |piece: &Piece| [if piece.continues { "+" } else { "" }, &sentence[piece.bytes.clone()]].concat();
        pieces.iter().map(written).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn hyphens_stand_alone_but_behind_a_prefix() {
        assert_eq!(cut("US-based al-Qaeda, a 15-year-old"), "US - based al - Qaeda , a 15 - year - old");
        assert_eq!(cut("anti-war e-mail, pro-same-sex, career-wise"), "anti-war e-mail , pro-same - sex , career-wise");
        assert_eq!(cut("UN-led PRO-X in-house"), "UN - led PRO - X in - house");
    }

    #[test]
    fn contractions_are_two_words() {
        assert_eq!(
            cut("Don't say Kyiv’s can't, cannot or we'll."),
            "Do +n't say Kyiv +’s ca +n't , can +not or we +'ll ."
        );
        assert_eq!(cut("I dont think its gonna"), "I do +nt think its gon +na");
        assert_eq!(cut("O'Brien's canton, the boys' n't"), "O'Brien +'s canton , the boys ' n't");
    }

    #[test]
    fn repeated_marks_are_one_word() {
        assert_eq!(cut("Wait... what?! No -- ((yes)) \"\""), "Wait ... what ?! No -- ( ( yes ) ) \" \"");
        assert_eq!(cut("fine :) (see: a)"), "fine :) ( see : a )");
    }

    #[test]
    fn addresses_and_files_are_one_word() {
        assert_eq!(
            cut("<a.b@enron.com>, see http://x.org/a-b?c=d. and www.un.org, 20.doc"),
            "< a.b@enron.com > , see http://x.org/a-b?c=d . and www.un.org , 20.doc"
        );
        assert_eq!(cut("the U.S. army at end.Next"), "the U.S. army at end.Next");
    }

    #[test]
    fn figures_are_one_word_and_units_are_words() {
        assert_eq!(cut("9/11, 2000-11-28, 713-853-3989 and 1/2"), "9/11 , 2000-11-28 , 713-853-3989 and 1/2");
        assert_eq!(
            cut("2015-16 and/or 5pm, 35mm, 7:30PM, $3.5k"),
            "2015 - 16 and / or 5 pm , 35 mm , 7:30 PM , $ 3.5 k"
        );
        assert_eq!(cut("the 1980s, 20th, G20, 1,200.5"), "the 1980s , 20th , G20 , 1,200.5");
    }

    #[test]
    fn a_stop_belongs_to_an_abbreviation_inside_its_sentence() {
        assert_eq!(cut("Mr. Smith of Acme Inc. left at 5 p.m."), "Mr. Smith of Acme Inc. left at 5 p.m.");
        assert_eq!(cut("He works for the Inc."), "He works for the Inc .");
    }

    #[test]
    fn the_words_hold_every_character() {
        for text in [
            "’",
            "-",
            "a-",
            "-a",
            "'s",
            "a--b",
            "ß’s",
            "İn't",
            "x@",
            "@",
            ".5",
            "1/",
            "…",
            "e\u{301}-",
            "''",
            "http://",
            "5am.",
        ] {
            let pieces = words(text, &Data::lists().abbreviations);
            assert_eq!(pieces.iter().map(|piece| &text[piece.bytes.clone()]).collect::<String>(), text);
        }
    }
}
