//! Set phrases that tell what a line is: `data/line_cues.txt`, looked up in one pass over the line.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

/// What a set phrase tells. The names are the headings of `data/line_cues.txt`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cue {
    Related,
    ReadMore,
    Comment,
    Share,
    Newsletter,
    Pitch,
    Credit,
    Caption,
    Byline,
    Dateline,
    Nav,
    Legal,
    Bio,
    Correction,
    Promo,
    Reprint,
}

/// Number of kinds.
pub(super) const N_CUES: usize = 16;

const NAMES: [(&str, Cue); N_CUES] = [
    ("related", Cue::Related),
    ("readmore", Cue::ReadMore),
    ("comment", Cue::Comment),
    ("share", Cue::Share),
    ("newsletter", Cue::Newsletter),
    ("pitch", Cue::Pitch),
    ("credit", Cue::Credit),
    ("caption", Cue::Caption),
    ("byline", Cue::Byline),
    ("dateline", Cue::Dateline),
    ("nav", Cue::Nav),
    ("legal", Cue::Legal),
    ("bio", Cue::Bio),
    ("correction", Cue::Correction),
    ("promo", Cue::Promo),
    ("reprint", Cue::Reprint),
];

/// The cues of one line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Cues(u32);

impl Cues {
    /// The cues of a line, given in lower case with single spaces.
    pub(super) fn of(lower: &str) -> Cues {
        let table = &*TABLE;
        let mut cues = Cues::default();
        for found in table.finder.find_overlapping_iter(lower) {
            let phrase = &table.phrases[found.pattern().as_usize()];
            if phrase.fits(lower, found.start(), found.end()) {
                cues.0 |= 1 << phrase.cue as u32;
            }
        }
        cues
    }

    pub(super) fn has(self, cue: Cue) -> bool {
        self.0 >> cue as u32 & 1 == 1
    }

    pub(super) fn has_any(self, cues: &[Cue]) -> bool {
        cues.iter().any(|cue| self.has(*cue))
    }

    /// Is cue number `number` there?
    pub(super) fn bit(self, number: usize) -> bool {
        self.0 >> number & 1 == 1
    }
}

struct Phrase {
    cue: Cue,
    is_at_start: bool,
    is_at_end: bool,
}

impl Phrase {
    /// Whole words only: "share" is not in "shareholders".
    fn fits(&self, lower: &str, start: usize, end: usize) -> bool {
        let inside = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
        let (first, last) = (lower[start..end].chars().next(), lower[start..end].chars().next_back());
        let cuts_before = inside(first) && inside(lower[..start].chars().next_back());
        let cuts_after = inside(last) && inside(lower[end..].chars().next());
        let is_start = lower[..start].chars().all(|letter| !letter.is_alphanumeric() && letter != '(');
        let is_end = lower[end..].chars().all(|letter| !letter.is_alphanumeric());
        !cuts_before && !cuts_after && (!self.is_at_start || is_start) && (!self.is_at_end || is_end)
    }
}

struct Table {
    finder: AhoCorasick,
    phrases: Vec<Phrase>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let (patterns, phrases): (Vec<String>, Vec<Phrase>) = parse(include_str!("../../data/line_cues.txt")).unzip();
    let finder = AhoCorasick::builder()
        .match_kind(MatchKind::Standard)
        .build(patterns)
        .expect("a few hundred short phrases fit an automaton");
    Table { finder, phrases }
});

/// The phrases of the file. A phrase under no known heading is left out; a test holds that there is none.
fn parse(file: &'static str) -> impl Iterator<Item = (String, Phrase)> {
    let mut heading = None;
    file.lines().filter_map(move |line| {
        if line.is_empty() || line.starts_with('#') {
            return None;
        }
        if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            heading = NAMES.iter().find(|(known, _)| *known == name).map(|(_, cue)| *cue);
            return None;
        }
        let words = line.strip_prefix('^').unwrap_or(line);
        let bare = words.strip_suffix('$').unwrap_or(words);
        let phrase = Phrase { cue: heading?, is_at_start: words != line, is_at_end: bare != words };
        Some((bare.to_owned(), phrase))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_heading_of_the_file_is_known_and_has_phrases() {
        let file = include_str!("../../data/line_cues.txt");
        for heading in file.lines().filter(|line| line.starts_with('[')) {
            assert!(NAMES.iter().any(|(name, _)| heading == format!("[{name}]")), "{heading}");
        }
        for (name, cue) in NAMES {
            assert!(parse(file).any(|(_, phrase)| phrase.cue == cue), "{name}");
        }
    }

    #[test]
    fn phrases_are_whole_words_at_their_place() {
        assert!(Cues::of("share this").has(Cue::Share));
        assert!(!Cues::of("shareholders of the bank").has(Cue::Share));
        assert!(!Cues::of("they want to share$").has(Cue::Related));
        assert!(Cues::of("» read more:").has(Cue::ReadMore));
        assert!(!Cues::of("those who read more than one newspaper").has(Cue::ReadMore));
    }
}
