//! What an expression says before it is counted from anything: the grammar gives it, `anaphora` turns it into a value.

use jiff::civil::Weekday;

use super::calendar::{Clock, Era, Part, Season, Unit};
use super::lexicon::{Direction, Reference};

/// An expression found by the grammar.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Found {
    /// First piece of the sentence.
    pub start: usize,
    /// First piece behind it.
    pub end: usize,
    pub meaning: Meaning,
    /// What narrows or loosens it ("late", "about").
    pub bound: Option<Bound>,
    /// Where the words around it look.
    pub direction: Option<Direction>,
}

/// What the words say.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Meaning {
    /// A name in the calendar, perhaps with gaps: "9 November", "Friday night", "the third quarter".
    Calendar(Calendar),
    /// So many units from a point: "yesterday", "last week", "two days later".
    Step(Step),
    /// Away from a point, nobody says how far: "years ago", "a few months later".
    VagueStep { is_later: bool },
    /// Points without counting: "now", "recently".
    Reference(Reference),
    /// A length: "two weeks".
    Duration { amount: Amount, unit: Unit },
    /// How often, with its value: "daily", "every two weeks".
    Set(Repeat),
    /// A stretch that something else defines: "this period".
    Unvalued,
}

/// A name in the calendar. What is not said is left open.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Calendar {
    pub year: Option<YearOf>,
    pub within: Option<Within>,
    pub day: Option<i8>,
    pub weekday: Option<Weekday>,
    pub feast: Option<Feast>,
    /// "last June", "next Friday", "that Sunday": the finest unit that is named, moved so often from the anchor.
    pub step: Option<(i32, Anchor)>,
    pub clock: Option<Clock>,
    /// Taken as the unit around it: "the week of March 6".
    pub around: Option<Unit>,
    /// "the 20th": a day of the month that the text speaks of.
    pub is_day_of_month: bool,
}

/// A year or more.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum YearOf {
    /// Astronomical.
    Exact(i16),
    /// "'99": its century comes from the text around.
    Short(i16),
    /// "499" after "in": a year only where the text speaks of the years before Christ.
    Unmarked(i16),
    Decade(Era, i16),
    /// "the '80s", "the nineties".
    ShortDecade(i16),
    Century(Era, i16),
    /// "last year", "that year".
    Step(i32, Anchor),
}

/// A part of a year.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Within {
    Half(i8),
    Quarter(i8),
    Season(Season),
    Month(i8),
}

/// A feast, fixed or counted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Feast {
    Fixed(i8, i8),
    Easter,
    Thanksgiving,
}

/// So many units from an anchor.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Step {
    pub unit: Unit,
    pub by: i32,
    pub from: Anchor,
    pub clock: Option<Clock>,
}

/// What an expression is counted from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Anchor {
    /// The day of publication.
    Now,
    /// The day or stretch that the text last spoke of.
    Focus,
    /// The focus when it has that unit, else the day of publication: "the quarter", "the end of the year".
    Either,
    /// A year before what the text reports on: "a year ago" beside a quarter is that quarter of the year before.
    Compared,
}

/// How much of a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Amount {
    /// Whole units, perhaps and a half.
    Exact {
        n: u32,
        and_half: bool,
    },
    Vague,
}

/// A value of a SET.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Repeat {
    /// Once in such a stretch.
    Every(Amount, Unit),
    Weekday(Weekday, Option<Part>),
    Month(i8),
    Season(Season),
    Part(Part),
    /// As the lexicon writes it.
    Written(&'static str),
}

/// What narrows a point, or loosens an amount. TIMEX3 writes it into `mod`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bound {
    Start,
    Mid,
    End,
    /// "earlier this year": that part of it which lies before the anchor.
    Before,
    /// "later this year": that part which lies behind the anchor.
    After,
    Approximate,
}

impl Amount {
    /// One unit.
    pub const ONE: Amount = Amount::Exact { n: 1, and_half: false };

    /// Whole units.
    pub fn whole(n: u32) -> Amount {
        Amount::Exact { n, and_half: false }
    }

    /// The duration as TIMEX3 writes it: `P2W`, `PT90M`, `PXY`, `P2Y6M`. Decades and centuries are written in years.
    pub fn written(self, unit: Unit) -> String {
        let (prefix, sign, factor, half) = match unit {
            Unit::Second => ("PT", "S", 1, "0.5S"),
            Unit::Minute => ("PT", "M", 1, "30S"),
            Unit::Hour => ("PT", "H", 1, "30M"),
            Unit::Day => ("P", "D", 1, "T12H"),
            Unit::Weekend => ("P", "WE", 1, ""),
            Unit::Week => ("P", "W", 1, ""),
            Unit::Fortnight => ("P", "W", 2, ""),
            Unit::Month => ("P", "M", 1, ""),
            Unit::Quarter => ("P", "Q", 1, ""),
            Unit::Year => ("P", "Y", 1, "6M"),
            Unit::Decade => ("P", "Y", 10, ""),
            Unit::Century => ("P", "Y", 100, ""),
        };
        match self {
            // DIFFERENCE: TIMEX3 has no agreed sign for some decades; `DE` and `CE` are those of TIMEX2.
            Amount::Vague if unit == Unit::Decade => "PXDE".to_owned(),
            Amount::Vague if unit == Unit::Century => "PXCE".to_owned(),
            Amount::Vague => format!("{prefix}X{sign}"),
            Amount::Exact { n, and_half: true } if factor > 1 => {
                format!("{prefix}{}{sign}", u64::from(n) * factor + factor / 2)
            }
            Amount::Exact { n, and_half: true } if half.is_empty() => format!("{prefix}{n}.5{sign}"),
            Amount::Exact { n: 0, and_half: true } => format!("{prefix}{half}"),
            Amount::Exact { n, and_half: true } => format!("{prefix}{n}{sign}{half}"),
            Amount::Exact { n, .. } => format!("{prefix}{}{sign}", u64::from(n) * factor),
        }
    }
}

impl Meaning {
    /// A calendar name with nothing said.
    pub fn calendar(fill: impl FnOnce(&mut Calendar)) -> Meaning {
        let mut calendar = Calendar::default();
        fill(&mut calendar);
        Meaning::Calendar(calendar)
    }
}
