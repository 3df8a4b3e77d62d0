use serde::{Deserialize, Serialize};

use crate::Span;

/// The way back from a text to the bytes of the capture it was read from.
///
/// A list of [`Run`]s in text order. Text that no run covers (a line break put between two blocks) stands in no
/// capture. Runs of one text never overlap in the text; in the capture they are in order too, unless the page
/// itself is out of order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    runs: Vec<Run>,
}

/// One stretch of text and the capture bytes that gave it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// Bytes of the text.
    pub text: Span,
    /// Bytes of the capture.
    pub capture: Span,
    /// Are the two byte for byte the same? If not (a character reference, another encoding, collapsed white
    /// space), a part of the run leads to all of its capture bytes.
    pub is_verbatim: bool,
}

impl Origin {
    /// The origin of a text that is its capture, `n_bytes` long.
    pub fn identity(n_bytes: usize) -> Origin {
        let mut origin = Origin::default();
        origin.push(Run { text: Span::new(0, n_bytes), capture: Span::new(0, n_bytes), is_verbatim: true });
        origin
    }

    /// The runs in text order.
    pub fn runs(&self) -> &[Run] {
        &self.runs
    }

    /// Adds the next run of the text. Joins it to the last one where both go on without a gap.
    ///
    /// # Panics
    /// When the run begins before the last one ends: a text is built from its start to its end.
    pub fn push(&mut self, run: Run) {
        if run.text.is_empty() {
            return;
        }
        if let Some(last) = self.runs.last_mut() {
            assert!(last.text.end <= run.text.start, "runs are pushed in text order");
            let goes_on = last.text.end == run.text.start && last.capture.end == run.capture.start;
            if last.is_verbatim && run.is_verbatim && goes_on {
                last.text.end = run.text.end;
                last.capture.end = run.capture.end;
                return;
            }
        }
        // A page of nothing but character references has a run for every few bytes: doubling would be most of its memory.
        if self.runs.len() == self.runs.capacity() {
            self.runs.reserve_exact(4 + self.runs.len() / 4);
        }
        self.runs.push(run);
    }

    /// The capture bytes that these bytes of the text came from: in text order, neighbours joined, empty when
    /// the text was put in by the reader.
    pub fn locate(&self, span: Span) -> Vec<Span> {
        let mut segments: Vec<Span> = Vec::new();
        for run in self.touching(span) {
            let segment = run.part(span).capture;
            match segments.last_mut() {
                Some(last) if last.end == segment.start => last.end = segment.end,
                _ => segments.push(segment),
            }
        }
        segments
    }

    /// Adds the origin of `span` of another text, which is appended to this text at byte `at`.
    pub fn append(&mut self, other: &Origin, span: Span, at: usize) {
        for run in other.touching(span) {
            let part = run.part(span);
            let start = part.text.start - span.start + at;
            self.push(Run { text: Span::new(start, start + part.text.len()), ..part });
        }
    }

    fn touching(&self, span: Span) -> impl Iterator<Item = &Run> {
        let first = self.runs.partition_point(|run| run.text.end <= span.start);
        self.runs[first..].iter().take_while(move |run| run.text.start < span.end)
    }
}

impl Run {
    /// The part of the run inside `span` of the text; a run that is not verbatim keeps all of its capture bytes.
    fn part(&self, span: Span) -> Run {
        let text = self.text.intersection(span).unwrap_or(Span::new(span.start, span.start));
        let capture = if self.is_verbatim {
            let start = self.capture.start + (text.start - self.text.start);
            Span::new(start, start + text.len())
        } else {
            self.capture
        };
        Run { text, capture, ..*self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(text: [usize; 2], capture: [usize; 2], is_verbatim: bool) -> Run {
        Run { text: text.into(), capture: capture.into(), is_verbatim }
    }

    /// `said &amp; done` read as `said & done`.
    fn with_reference() -> Origin {
        let mut origin = Origin::default();
        origin.push(run([0, 5], [10, 15], true));
        origin.push(run([5, 6], [15, 20], false));
        origin.push(run([6, 11], [20, 25], true));
        origin
    }

    #[test]
    fn a_span_leads_to_joined_capture_bytes() {
        assert_eq!(with_reference().locate(Span::new(2, 8)), [Span::new(12, 22)]);
    }

    #[test]
    fn a_part_of_a_reference_leads_to_all_of_it() {
        assert_eq!(with_reference().locate(Span::new(5, 6)), [Span::new(15, 20)]);
    }

    #[test]
    fn text_put_in_by_the_reader_leads_nowhere() {
        let mut origin = with_reference();
        origin.push(run([13, 15], [40, 42], true));
        assert_eq!(origin.locate(Span::new(11, 13)), []);
        assert_eq!(origin.locate(Span::new(10, 14)), [Span::new(24, 25), Span::new(40, 41)]);
    }

    #[test]
    fn an_appended_part_keeps_its_way_back() {
        let mut joined = Origin::identity(4);
        joined.append(&with_reference(), Span::new(3, 7), 5);
        assert_eq!(joined.locate(Span::new(5, 9)), [Span::new(13, 21)]);
        assert_eq!(joined.locate(Span::new(0, 9)), [Span::new(0, 4), Span::new(13, 21)]);
    }
}
