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

type PageTokenizer<'a> = Tokenizer<sink::PlacedTokens<'a>>;

/// Parses a page.
pub(crate) fn parse(page: &str, problems: &mut Vec<Problem>) -> Tree {
    parse_fed(page, problems, feed_all)
}

fn parse_fed(page: &str, problems: &mut Vec<Problem>, feed: impl Fn(&PageTokenizer<'_>, &BufferQueue, &str)) -> Tree {
    let page = cut_to(page, MAX_PAGE_BYTES);
    let shared = Rc::new(sink::Shared::new(page));
    let input = Rc::new(BufferQueue::default());
    let options = TreeBuilderOpts { scripting_enabled: true, ..TreeBuilderOpts::default() };
    let builder = TreeBuilder::new(sink::ArenaSink::new(Rc::clone(&shared)), options);
    let placed = sink::PlacedTokens::new(builder, Rc::clone(&shared), Rc::clone(&input));
    let options = TokenizerOpts { discard_bom: false, ..TokenizerOpts::default() };
    let tokenizer = Tokenizer::new(placed, options);

    feed(&tokenizer, &input, page);
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

fn feed(tokenizer: &PageTokenizer<'_>, input: &BufferQueue, page: &str, start: usize, end: usize) {
    tokenizer.sink.is_fed_until(end);
    input.push_back(StrTendril::from_slice(&page[start..end]));
    // It stops behind each script and each declaration of an encoding.
    while !matches!(tokenizer.feed(input), TokenizerResult::Done) {}
}

fn cut_to(page: &str, n_bytes: usize) -> &str {
    &page[..page.floor_char_boundary(n_bytes)]
}

/// Feeds the page but for what no stage reads: attributes beyond the first [`MAX_ATTRIBUTES`] of a tag, and the content of
/// scripts and styles, which is half of the bytes of a news page (scrapinghub set).
fn feed_all(tokenizer: &PageTokenizer<'_>, input: &BufferQueue, page: &str) {
    let bytes = page.as_bytes();
    let (mut fed, mut at) = (0, 0);
    while let Some(found) = memchr::memchr(b'<', &bytes[at..]) {
        let start = at + found + 1;
        if !bytes.get(start).is_some_and(u8::is_ascii_alphabetic) {
            at = start;
            continue;
        }
        let (end, tail) = tag_tail(bytes, start);
        at = end.max(start);
        if let Some(tail) = tail {
            feed(tokenizer, input, page, fed, tail);
            fed = end;
        } else if let Some(name) = raw_element(&bytes[start..end])
            && end < bytes.len()
        {
            feed(tokenizer, input, page, fed, end + 1);
            fed = end + 1;
            // What looks like a tag may stand in a comment or a value: only the tokenizer knows.
            if tokenizer.sink.reads_raw_text_from(fed)
                && let Some(close) = end_of_raw_text(bytes, fed, name)
            {
                // `a<b` in a script is no tag.
                at = close;
                if !is_data(&bytes[start..end]) {
                    fed = close;
                }
            }
        }
    }
    feed(tokenizer, input, page, fed, page.len());
}

/// The name of the element, if this start tag, without its `<` and `>`, is a script's or a style's.
fn raw_element(tag: &[u8]) -> Option<&'static [u8]> {
    let names: [&[u8]; 2] = [b"script", b"style"];
    names.into_iter().find(|name| {
        tag.get(..name.len()).is_some_and(|own| own.eq_ignore_ascii_case(name))
            && tag.get(name.len()).is_none_or(u8::is_ascii_whitespace)
    })
}

/// Is this a start tag of a script that holds data?
fn is_data(tag: &[u8]) -> bool {
    tag.windows(4).any(|own| own.eq_ignore_ascii_case(b"json"))
}

/// Where the end tag of a script or style begins whose content begins at `start`. Nothing when there is none, or when
/// `<!--` stands before it: then an end tag may be part of the content ("script data escaped state").
fn end_of_raw_text(bytes: &[u8], start: usize, name: &[u8]) -> Option<usize> {
    let content = &bytes[start..];
    let n = memchr::memmem::find_iter(content, b"</").find(|at| {
        let tail = &content[at + 2..];
        tail.get(..name.len()).is_some_and(|own| own.eq_ignore_ascii_case(name))
            && tail.get(name.len()).is_some_and(|next| next.is_ascii_whitespace() || matches!(next, b'/' | b'>'))
    })?;
    memchr::memmem::find(&content[..n], b"<!--").is_none().then_some(start + n)
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// All texts but those of scripts and styles that hold no data, each with its place.
    fn read_texts(tree: &Tree, page: &str) -> Vec<(String, text::Span)> {
        let mut texts = Vec::new();
        for id in tree.descendants(ROOT) {
            let Kind::Text(text) = tree.node(id).kind else { continue };
            let over = tree.node(id).parent;
            let is_data = tree.attribute(over, "type").is_some_and(|kind| kind.contains("json"));
            if !matches!(tree.tag(over), Tag::Script | Tag::Style) || is_data {
                texts.push((tree.characters(text, page).to_owned(), text.source.span()));
            }
        }
        texts
    }

    fn texts_of(page: &str) -> Vec<(String, text::Span)> {
        read_texts(&parse(page, &mut Vec::new()), page)
    }

    fn texts_fed_whole(page: &str) -> Vec<(String, text::Span)> {
        let whole = |tokenizer: &PageTokenizer<'_>, input: &BufferQueue, page: &str| {
            feed(tokenizer, input, page, 0, page.len());
        };
        read_texts(&parse_fed(page, &mut Vec::new(), whole), page)
    }

    #[test]
    fn the_content_of_scripts_and_styles_is_passed_over_and_nothing_behind_it_is_lost() {
        for (page, words) in [
            ("<script>if (a<b && c) { d = \"</p>\" }</script>Talks", "Talks"),
            ("<SCRIPT async src=x>a</Script >Talks", "Talks"),
            ("<style>p > a { }</style><p>Talks", "Talks"),
            ("<script>let a = '</scripture>';</script>Talks", "Talks"),
            ("<script><!-- if (a) <script> b </script> --></script>Talks", "Talks"),
            ("<!-- <script> -->Talks", "Talks"),
            ("<p title='<script>'>Talks", "Talks"),
            ("<textarea><script></textarea>", "<script>"),
            ("<svg><style>a</style></svg>Talks", "Talks"),
        ] {
            let last = texts_of(page).pop().map(|(own, _)| own);
            assert_eq!(last.as_deref(), Some(words), "{page}");
        }
        assert_eq!(texts_of("Talks<script>a = 1; // never closed <p>Kherson"), texts_of("Talks"));
    }

    #[test]
    fn scripts_of_data_are_read_whole_however_many_words_stand_in_a_tag_of_theirs() {
        let body = format!("{{\"a\": \"<p{}>\"}}", " b".repeat(2 * MAX_ATTRIBUTES));
        let page = format!("<script type=\"application/ld+json\">{body}</script>");
        assert_eq!(texts_of(&page).into_iter().map(|(own, _)| own).collect::<String>(), body);
    }

    proptest! {
        #[test]
        fn what_is_passed_over_changes_nothing_else(
            parts in prop::collection::vec(
                prop::sample::select(vec![
                    "<script>", "<script a='", "</script>", "</script ", "</scr", "<style>", "<STYLE x>", "</style>", "<!--", "-->",
                    "<!-", "<script type=a/json>", "<p>", "</p>", "a<b", "'", "\"", ">", "<", "&amp;", "&am", "\r\n", "\r", "é",
                    "<textarea>", "</textarea>", "<title>", "</title>", "<svg>", "</svg>", "<table>", "<td>", "<template>",
                    "<noscript>", "</noscript>", "words", " ",
                ]),
                0..24,
            ),
        ) {
            let page = parts.concat();
            prop_assert_eq!(texts_of(&page), texts_fed_whole(&page));
        }
    }
}
