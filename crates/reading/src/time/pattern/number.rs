//! Numbers: "2,000", "twenty-five", "a couple of", "two and a half", "nineteen ninety-six", "25th", "eighth".

use super::super::meaning::Amount;
use super::super::piece::PieceKind;
use super::{Grammar, Read};

impl Grammar<'_> {
    /// A whole number in digits or words, below a million.
    pub(super) fn cardinal(&self, at: usize) -> Read<u32> {
        self.digits(at).or_else(|| self.spelled(at))
    }

    /// Digits, with commas between thousands. Not a part of "3.5", "1/2", "10:30".
    fn digits(&self, at: usize) -> Read<u32> {
        let mut number = u32::try_from(self.pieces.get(at)?.number(1..=6)?).ok()?;
        let mut next = at + 1;
        while self.is(next, ",") && !self.is_spaced(next) && !self.is_spaced(next + 1) && number < 1000 {
            let Some(thousands) = self.pieces.get(next + 1).and_then(|piece| piece.number(3..=3)) else { break };
            number = number * 1000 + u32::try_from(thousands).ok()?;
            next += 2;
        }
        let is_glued = matches!(self.word(next), "." | ":" | "/") && !self.is_spaced(next) && !self.is_spaced(next + 1);
        let is_cut = is_glued && self.pieces.get(next + 1).is_some_and(|piece| piece.kind == PieceKind::Digits);
        (!is_cut).then_some((next, number))
    }

    /// A number in words: "two", "twenty-five", "twenty five", "two hundred and ten", "a hundred".
    pub(super) fn spelled(&self, at: usize) -> Read<u32> {
        let start = if self.is_any(at, &["a", "one"]) && self.is_any(at + 1, &["hundred", "thousand", "dozen"]) {
            at + 1
        } else {
            at
        };
        let (mut next, mut total) = self.below_hundred(start)?;
        if start > at || total < 100 {
            while let Some(factor) =
                self.senses(next).and_then(|senses| senses.cardinal).filter(|n| *n == 100 || *n == 1000)
            {
                total = total.checked_mul(factor)?;
                next += 1;
            }
        }
        if total >= 100 {
            let behind = self.skip(next, "and");
            if let Some((end, rest)) = self.below_hundred(behind).filter(|(_, rest)| *rest < 100) {
                return Some((end, total + rest));
            }
        }
        Some((next, total))
    }

    fn below_hundred(&self, at: usize) -> Read<u32> {
        let number = self.senses(at)?.cardinal?;
        if (20..100).contains(&number) {
            let behind = if self.is_hyphen(at + 1) { at + 2 } else { at + 1 };
            if let Some(ones) = self.senses(behind).and_then(|senses| senses.cardinal).filter(|ones| *ones < 10) {
                return Some((behind + 1, number + ones));
            }
        }
        Some((at + 1, number))
    }

    /// How many: "two", "a", "a few", "two and a half", "12 to 18". The unit comes behind it.
    pub(super) fn amount(&self, at: usize) -> Read<Amount> {
        if self.is(at, "another")
            && let Some((next, n)) = self.cardinal(at + 1)
        {
            return Some((next, Amount::whole(n)));
        }
        if self.is(at, "a") && self.is(at + 1, "couple") {
            return Some((self.skip(at + 2, "of"), Amount::whole(2)));
        }
        if self.is(at, "couple") {
            return Some((self.skip(at + 1, "of"), Amount::whole(2)));
        }
        if self.is(at, "a") && self.is_any(at + 1, &["few", "number", "handful"]) {
            return Some((self.skip(at + 2, "of"), Amount::Vague));
        }
        if self.is_any(at, &["few", "several", "some", "many"]) {
            return Some((at + 1, Amount::Vague));
        }
        if self.is(at, "half") && self.is_any(at + 1, &["a", "an"]) || self.is(at, "half") && self.is_hyphen(at + 1) {
            return Some((at + 2, Amount::Exact { n: 0, and_half: true }));
        }
        if let Some((next, n)) = self.cardinal(at) {
            return Some(self.more_amount(next, n));
        }
        if let Some((next, n)) = self.tenths(at) {
            return Some((next, n));
        }
        self.is_any(at, &["a", "an", "another"]).then_some((at + 1, Amount::ONE))
    }

    /// "3.5": halves only; other tenths have no form of their own in TIMEX3 and are vague here.
    fn tenths(&self, at: usize) -> Read<Amount> {
        let n = u32::try_from(self.pieces.get(at)?.number(1..=3)?).ok()?;
        let is_point = self.is(at + 1, ".") && !self.is_spaced(at + 1) && !self.is_spaced(at + 2);
        let tenths = self.pieces.get(at + 2)?.number(1..=2)?;
        is_point.then_some((at + 3, if tenths == 5 { Amount::Exact { n, and_half: true } } else { Amount::Vague }))
    }

    /// What may stand behind a number: "and a half", "1/2", "½", "or three", "to 18".
    fn more_amount(&self, next: usize, n: u32) -> (usize, Amount) {
        let half = Amount::Exact { n, and_half: true };
        if self.is(next, "and") && self.is_any(next + 1, &["a", "one"]) && self.is(next + 2, "half") {
            return (next + 3, half);
        }
        if self.is(next, "and") && self.is(next + 1, "half") {
            return (next + 2, half);
        }
        if self.is(next, "1") && self.is(next + 1, "/") && self.is(next + 2, "2") {
            return (next + 3, half);
        }
        if self.is(next, "\u{bd}") {
            return (next + 1, half);
        }
        if (self.is_any(next, &["to", "or"]) || self.is_dash(next))
            && let Some((end, last)) = self.cardinal(next + 1).filter(|(end, _)| self.unit_behind(*end))
        {
            return (end, if last == n { Amount::whole(n) } else { Amount::Vague });
        }
        (next, Amount::whole(n))
    }

    fn unit_behind(&self, at: usize) -> bool {
        self.unit_word(at).is_some() || self.is_hyphen(at) && self.unit_word(at + 1).is_some()
    }

    /// The number of a day, 1 to 31: "9", "25th", "eighth", "twenty-first".
    pub(super) fn day_number(&self, at: usize) -> Read<i8> {
        let piece = self.pieces.get(at)?;
        if let Some(day) = piece.number(1..=2) {
            let day = i8::try_from(day).ok().filter(|day| (1..=31).contains(day))?;
            if !self.is_spaced(at + 1) && self.is_any(at + 1, &["st", "nd", "rd", "th"]) {
                return Some((at + 2, day));
            }
            let next = self.pieces.get(at + 1);
            // "9:30", "9.5", "9/11", "9%", "9km" are no days.
            let is_glued = next.is_some_and(|next| {
                !next.is_spaced
                    && (next.kind != PieceKind::Mark
                        || matches!(next.text, "%" | "/")
                        || matches!(next.text, "." | "," | ":")
                            && self
                                .pieces
                                .get(at + 2)
                                .is_some_and(|more| !more.is_spaced && more.kind == PieceKind::Digits))
            });
            return (!is_glued).then_some((at + 1, day));
        }
        self.ordinal(at).filter(|(_, day)| *day <= 31)
    }

    /// An ordinal in words or digits: "third", "twenty-first", "20th".
    pub(super) fn ordinal(&self, at: usize) -> Read<i8> {
        if let Some(number) = self.pieces.get(at)?.number(1..=2) {
            let is_ordinal = !self.is_spaced(at + 1) && self.is_any(at + 1, &["st", "nd", "rd", "th"]);
            return is_ordinal.then_some((at + 2, i8::try_from(number).ok()?));
        }
        let senses = self.senses(at)?;
        if let Some(tens) = senses.cardinal.filter(|tens| (20..100).contains(tens)) {
            let behind = if self.is_hyphen(at + 1) { at + 2 } else { at + 1 };
            let ones = self.senses(behind)?.ordinal.filter(|ones| *ones < 10)?;
            return Some((behind + 1, i8::try_from(tens).ok()? + ones));
        }
        Some((at + 1, senses.ordinal?))
    }
}
