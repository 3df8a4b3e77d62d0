//! Sentences in, tokens out: words, numbers and marks.
//!
//! A word keeps its inner hyphens, apostrophes and full stops ("anti-war", "don't", "O'Brien", "U.S.", "Mr."). The endings 's, 're,
//! 've, 'll, 'd and 'm are tokens of their own. A number keeps its inner commas, stops and colons ("1,200.5", "10:30"), while the hyphen
//! between two numbers is a mark ("2015-16", "2022-11-09"). Two single quotation marks or two grave accents are one mark.
//! Everything else is a mark of one character; white space is no token.

use text::{Document, Layer, Span};

use crate::Sentence;
use crate::sentence::Abbreviations;

/// A word, a number or a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Bytes of the document.
    pub span: Span,
    /// Number of its sentence.
    pub sentence: usize,
}

/// The tokens of a document, in order.
pub fn tokens(document: &Document, sentences: &Layer<Sentence>, abbreviations: &Abbreviations) -> Layer<Token> {
    let mut tokens = Vec::with_capacity(document.text().len() / 5);
    for (sentence, Sentence { span, .. }) in sentences.iter().enumerate() {
        let text = document.slice(*span);
        let mut at = 0;
        while let Some(c) = text[at..].chars().next() {
            if c.is_whitespace() {
                at += c.len_utf8();
                continue;
            }
            let closes_inner = text[at..].starts_with("'''") && at > 0 && !text[..at].ends_with(char::is_whitespace);
            let len = if closes_inner { 1 } else { token_len(&text[at..], c, abbreviations) };
            tokens.push(Token { span: Span::new(span.start + at, span.start + at + len), sentence });
            at += len;
        }
    }
    Layer::new(tokens)
}

/// Length in bytes of the token at the start of `text`, whose first character is `first`.
fn token_len(text: &str, first: char, abbreviations: &Abbreviations) -> usize {
    if let Some(len) = ending_len(text) {
        return len;
    }
    if !first.is_alphanumeric() {
        let is_double = text.starts_with("''") || text.starts_with("``");
        return if is_double { 2 } else { first.len_utf8() };
    }
    let len = word_len(text);
    let word = &text[..len];
    if text[len..].starts_with('.')
        && !text[len..].starts_with("..")
        && takes_stop(word, &text[len + 1..], abbreviations)
    {
        len + 1
    } else {
        len
    }
}

fn takes_stop(word: &str, behind: &str, abbreviations: &Abbreviations) -> bool {
    let is_last = behind.chars().all(|c| !c.is_alphanumeric());
    let is_initial = word.chars().count() == 1 && word.starts_with(char::is_uppercase) && word != "I";
    // "etc." and "U.S." keep their stop at the end of a sentence, "St" or "No" there are words like others.
    abbreviations.takes_stop(word) && (!is_last || word.contains('.')) || (is_initial && !is_last)
}

/// Length of a word or number: alphanumerics, and the marks between two of them that belong to it.
fn word_len(text: &str) -> usize {
    let mut chars = text.char_indices().peekable();
    let mut previous = ' ';
    while let Some((at, c)) = chars.next() {
        if c.is_alphanumeric() || is_combining(c) {
            previous = c;
            continue;
        }
        let next = chars.peek().map_or(' ', |(_, next)| *next);
        if !joins(previous, c, next) || ending_len(&text[at..]).is_some() {
            return at;
        }
        previous = c;
    }
    text.len()
}

fn joins(before: char, mark: char, behind: char) -> bool {
    let is_number = before.is_ascii_digit() && behind.is_ascii_digit();
    let is_word = before.is_alphanumeric() && behind.is_alphanumeric();
    match mark {
        '-' | '‐' | '‑' => is_word && !is_number,
        '\'' | '’' | '&' => is_word && before.is_alphabetic() && behind.is_alphabetic(),
        '.' => is_number || (before.is_alphabetic() && behind.is_alphabetic()),
        ',' | ':' => is_number,
        '_' => is_word,
        _ => false,
    }
}

/// A mark that stands on the letter before it, or joins letters unseen.
pub(crate) fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{ad}' | '\u{200d}')
}

/// Length of an ending with an apostrophe ("'s", "’ll") at the start of `text`.
fn ending_len(text: &str) -> Option<usize> {
    let letters = text.strip_prefix(['\'', '’'])?;
    let apostrophe = text.len() - letters.len();
    let n_letters = letters.chars().take(3).take_while(|c| c.is_alphanumeric()).count();
    let is_ending = matches!(letters.get(..n_letters), Some("s" | "S" | "re" | "ve" | "ll" | "d" | "m"));
    is_ending.then_some(apostrophe + n_letters)
}
