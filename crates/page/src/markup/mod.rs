//! The decoded page in, its tree of elements and texts out, each text with its place in the page.
//!
//! The tree is the one that browsers build (html5ever's tokenizer and tree builder), with two things left out: the
//! re-opening of wrongly nested inline elements and nesting deeper than browsers keep. Comments are not kept.
//!
//! Standard: WHATWG HTML, "Parsing HTML documents".

mod arena;
mod sink;

use std::rc::Rc;

use html5ever::TokenizerResult;
use html5ever::buffer_queue::BufferQueue;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{Tokenizer, TokenizerOpts};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};
use text::Problem;

pub(crate) use arena::{Kind, NONE, NodeId, ROOT, Tag, Tree};

/// Longest page that is parsed, in bytes; what lies behind is left out. Offsets inside a tree have 32 bits.
const MAX_PAGE_BYTES: usize = 1 << 30;

/// Attributes of one tag that are read. The tokenizer compares each with all before it.
const MAX_ATTRIBUTES: usize = 512;

/// Parses a page.
pub(crate) fn parse(page: &str, problems: &mut Vec<Problem>) -> Tree {
    let page = cut_to(page, MAX_PAGE_BYTES);
    let shared = Rc::new(sink::Shared::new(page));
    let input = Rc::new(BufferQueue::default());
    let options = TreeBuilderOpts { scripting_enabled: true, ..TreeBuilderOpts::default() };
    let builder = TreeBuilder::new(sink::ArenaSink::new(Rc::clone(&shared)), options);
    let placed = sink::PlacedTokens::new(builder, Rc::clone(&shared), Rc::clone(&input));
    let options = TokenizerOpts { discard_bom: false, ..TokenizerOpts::default() };
    let tokenizer = Tokenizer::new(placed, options);

    let mut at = 0;
    for overlong in overlong_tags(page) {
        feed(&tokenizer, &input, page, at, overlong.start);
        at = overlong.end;
    }
    feed(&tokenizer, &input, page, at, page.len());
    tokenizer.end();

    let n_passed_over = tokenizer.sink.n_passed_over();
    drop(tokenizer);
    if n_passed_over > 0 {
        problems.push(Problem::of_page(
            "nested-too-deeply",
            format!(
                "{n_passed_over} elements lie deeper than 512 in one another; their text was kept, their tags were not"
            ),
        ));
    }
    match Rc::try_unwrap(shared) {
        Ok(shared) => shared.into_tree(),
        Err(_) => unreachable!("the tokenizer and its sinks are dropped"),
    }
}

fn feed(tokenizer: &Tokenizer<sink::PlacedTokens<'_>>, input: &BufferQueue, page: &str, start: usize, end: usize) {
    tokenizer.sink.is_fed_until(end);
    input.push_back(StrTendril::from_slice(&page[start..end]));
    // It stops behind each script and each declaration of an encoding.
    while !matches!(tokenizer.feed(input), TokenizerResult::Done) {}
}

fn cut_to(page: &str, n_bytes: usize) -> &str {
    &page[..page.floor_char_boundary(n_bytes)]
}

/// The tails of tags with more attributes than are read, up to their `>`.
fn overlong_tags(page: &str) -> Vec<std::ops::Range<usize>> {
    let bytes = page.as_bytes();
    let mut tails = Vec::new();
    let mut at = 0;
    while let Some(found) = memchr::memchr(b'<', &bytes[at..]) {
        let start = at + found + 1;
        if !bytes.get(start).is_some_and(u8::is_ascii_alphabetic) {
            at = start;
            continue;
        }
        let (end, tail) = tag_tail(bytes, start);
        tails.extend(tail.map(|tail| tail..end));
        at = end.max(start);
    }
    tails
}

/// End of the tag that begins here, before its `>`, and where its attributes become too many.
fn tag_tail(bytes: &[u8], start: usize) -> (usize, Option<usize>) {
    let mut n_words = 0;
    let mut tail = None;
    let mut quote = None;
    let mut before = b' ';
    for (at, &byte) in bytes.iter().enumerate().skip(start) {
        match quote {
            Some(open) if byte == open => quote = None,
            Some(_) => {}
            None if byte == b'>' => return (at, tail),
            // In a script, `a<b` looks like a tag; a next `<` says that it was none.
            None if byte == b'<' && tail.is_none() => return (at, None),
            None if matches!(byte, b'"' | b'\'') && before == b'=' => quote = Some(byte),
            None if byte.is_ascii_whitespace() || byte == b'/' => {
                n_words += 1;
                if n_words > MAX_ATTRIBUTES && tail.is_none() {
                    tail = Some(at);
                }
            }
            None => {}
        }
        before = byte;
    }
    (bytes.len(), tail)
}
