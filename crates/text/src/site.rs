use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// What other pages of the same site need to know of a page, and what they said of it.
///
/// It rests on the page alone, as its own rules read it: neither a person's word nor what other pages say changes
/// anything in it but [`SiteTrace::set_aside`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiteTrace {
    /// The site: a host in lower case without `www.`, or `name:` and the site's folded name.
    pub site: String,
    /// Does the page hold an article? Others are no stories, so nothing is counted on them.
    pub is_article: bool,
    /// Digest of the page's own address, when it is known and more than the site's front door.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<Fingerprint>,
    /// Digest of the folded headline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub headline: Option<Fingerprint>,
    /// One for each block of the page, in page order.
    #[serde(serialize_with = "written_lines", deserialize_with = "read_lines")]
    pub lines: Vec<TraceLine>,
    /// Numbers of the blocks that the page itself takes for its article and the site's other pages do not.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub set_aside: Vec<usize>,
}

/// Digest of folded words, 48 bits: among 100,000 lines of one site, two that differ share one in a run of 50,000 sites.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Fingerprint(u64);

/// A block as other pages of its site compare it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TraceLine {
    /// Of its folded words.
    pub fingerprint: Fingerprint,
    /// Words in it; 255 stands for more too.
    pub n_words: u8,
    /// Does the page itself take it for part of its article?
    pub is_article: bool,
    /// Does it announce what follows: a subhead, a speaker's name before a colon?
    pub announces: bool,
    /// Do its words speak to the reader: a plea, a newsletter, a copyright? Asked of the article's lines alone.
    pub is_to_reader: bool,
}

impl Fingerprint {
    /// The digest of these bytes.
    pub fn of(bytes: &[u8]) -> Fingerprint {
        Fingerprint(crate::Id::of_bytes(bytes).first_48_bits())
    }
}

impl fmt::Display for TraceLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let marks = u8::from(self.is_article) | u8::from(self.announces) << 1 | u8::from(self.is_to_reader) << 2;
        write!(f, "{:012x}{:02x}{marks:x}", self.fingerprint.0, self.n_words)
    }
}

/// Digits of a line as it is written: twelve of the fingerprint, two of the number of words, one of the marks.
const N_DIGITS: usize = 15;

impl TraceLine {
    fn of_digits(written: &str) -> Option<TraceLine> {
        if written.len() != N_DIGITS || !written.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return None;
        }
        let marks = u8::from_str_radix(&written[14..], 16).ok()?;
        Some(TraceLine {
            fingerprint: Fingerprint(u64::from_str_radix(&written[..12], 16).ok()?),
            n_words: u8::from_str_radix(&written[12..14], 16).ok()?,
            is_article: marks & 1 == 1,
            announces: marks & 2 == 2,
            is_to_reader: marks & 4 == 4,
        })
    }
}

/// One text for all lines: a page has hundreds, and objects with keys would be longer than the page's words.
fn written_lines<S: Serializer>(lines: &[TraceLine], serializer: S) -> Result<S::Ok, S::Error> {
    let written: Vec<String> = lines.iter().map(TraceLine::to_string).collect();
    serializer.serialize_str(&written.join(" "))
}

fn read_lines<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<TraceLine>, D::Error> {
    let written = String::deserialize(deserializer)?;
    let line = |digits: &str| {
        TraceLine::of_digits(digits).ok_or_else(|| {
            serde::de::Error::custom(format!("'{digits}' is no line of a trace: 15 digits are expected"))
        })
    };
    written.split_ascii_whitespace().map(line).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_trace_reads_back_as_written(lines in proptest::collection::vec(("\\PC{0,8}", 0_u8.., any::<[bool; 3]>()), 0..6)) {
            let line = |(words, n_words, [is_article, announces, is_to_reader]): (String, u8, [bool; 3])| TraceLine {
                fingerprint: Fingerprint::of(words.as_bytes()),
                n_words,
                is_article,
                announces,
                is_to_reader,
            };
            let trace = SiteTrace { site: "harbour.example".to_owned(), lines: lines.into_iter().map(line).collect(), ..SiteTrace::default() };
            let written = serde_json::to_string(&trace).unwrap();
            prop_assert_eq!(serde_json::from_str::<SiteTrace>(&written).unwrap(), trace);
        }
    }

    #[test]
    fn lines_that_are_no_digits_are_refused() {
        let written = r#"{"site":"harbour.example","is_article":true,"lines":"0123456789ab0"}"#;
        assert!(serde_json::from_str::<SiteTrace>(written).is_err());
        let written = written.replace("0123456789ab0", "é23456789ab010");
        assert!(serde_json::from_str::<SiteTrace>(&written).is_err());
    }
}
