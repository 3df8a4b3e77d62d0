use text::Span;

/// A quotation mark in a paragraph.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark {
    /// Bytes of the paragraph.
    pub span: Span,
    /// What it can be.
    pub side: Side,
}

/// Which side of the words a mark stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Open,
    Close,
    /// A straight mark between two spaces or two letters.
    Either,
}

/// Which marks a document quotes with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Writing {
    Double,
    /// `‘…’` or `'…'`: only where no double mark stands in the document.
    Single,
}

impl Writing {
    /// Single marks count when they open words at least once and there is no double mark.
    pub fn of(text: &str) -> Writing {
        let has_double = text.contains(['"', '“', '„', '«', '”']) || text.contains("''") || text.contains("``");
        if has_double { Writing::Double } else { Writing::Single }
    }
}

/// The marks of a paragraph, in order.
pub(super) fn marks(text: &str, writing: Writing) -> Vec<Mark> {
    match writing {
        Writing::Double => double_marks(text),
        Writing::Single => single_marks(text),
    }
}

fn double_marks(text: &str) -> Vec<Mark> {
    let mut marks = Vec::new();
    // German closes with the mark that English opens with.
    let is_german = text.contains('„') && !text.contains('”');
    let mut at = 0;
    while let Some(offset) = text[at..].find(['"', '“', '”', '„', '«', '»', '\'', '`', '‟']) {
        let start = at + offset;
        let rest = &text[start..];
        let c = rest.chars().next().unwrap_or(' ');
        // `'go home,'''`: the first of three closes a quotation inside.
        if rest.starts_with("'''") && !text[..start].ends_with(|c: char| c.is_whitespace()) && start > 0 {
            at = start + 1;
            continue;
        }
        let len = if rest.starts_with("''") || rest.starts_with("``") { 2 } else { c.len_utf8() };
        let span = Span::new(start, start + len);
        at = span.end;
        let side = match c {
            '„' | '«' | '‟' => Side::Open,
            '”' | '»' => Side::Close,
            '“' if is_german => Side::Close,
            '“' => Side::Open,
            '`' if len == 2 => Side::Open,
            '"' => straight_side(text, span),
            '\'' if len == 2 => straight_side(text, span),
            _ => continue,
        };
        marks.push(Mark { span, side });
    }
    marks
}

/// What stands around a straight mark tells its side: a space before and a letter behind open.
fn straight_side(text: &str, span: Span) -> Side {
    let before = text[..span.start].chars().next_back();
    let behind = text[span.end..].chars().next();
    let is_space = |c: Option<char>| c.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '[' | '—' | '–'));
    let is_end = |c: Option<char>| {
        c.is_none_or(|c| c.is_whitespace() || matches!(c, ')' | ']' | ',' | '.' | ';' | ':' | '?' | '!' | '—' | '–'))
    };
    match (is_space(before), is_end(behind)) {
        (true, false) => Side::Open,
        (false, true) => Side::Close,
        (true, true) | (false, false) => Side::Either,
    }
}

/// `‘` opens and `’` closes when no letter follows. The first `’` behind a mark of the sentence (",’ he said") is the
/// closing one; an earlier one ("the ministers’ words") is an apostrophe unless none such follows before the next opening.
fn single_marks(text: &str) -> Vec<Mark> {
    let mut marks: Vec<Mark> = Vec::new();
    let mut closing: Option<Mark> = None;
    let mut is_open = false;
    for (at, c) in text.char_indices().filter(|(_, c)| matches!(c, '‘' | '’' | '\'')) {
        let span = Span::new(at, at + c.len_utf8());
        let before = text[..at].chars().next_back().unwrap_or(' ');
        let behind = text[span.end..].chars().next().unwrap_or(' ');
        let opens =
            c != '’' && !before.is_alphanumeric() && behind.is_alphanumeric() && (c == '‘' || before.is_whitespace());
        let closes = c != '‘' && !behind.is_alphanumeric() && !before.is_whitespace();
        if opens && !is_elision(&text[span.end..]) {
            marks.extend(closing.take());
            marks.push(Mark { span, side: Side::Open });
            is_open = true;
        } else if closes && is_open {
            let mark = Mark { span, side: Side::Close };
            if matches!(before, ',' | '.' | '?' | '!' | '…' | '—' | '–') {
                marks.push(mark);
                closing = None;
                is_open = false;
            } else {
                closing.get_or_insert(mark);
            }
        }
    }
    marks.extend(closing);
    marks
}

/// "'90s", "'em", "'tis": an apostrophe before letters that were left out.
fn is_elision(behind: &str) -> bool {
    let end = behind.find(|c: char| !c.is_alphanumeric()).unwrap_or(behind.len());
    let word = &behind[..end];
    word.starts_with(|c: char| c.is_ascii_digit()) && word.len() <= 3
        || matches!(word, "em" | "tis" | "twas" | "til" | "cause" | "n")
}
