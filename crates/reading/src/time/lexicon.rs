//! The words of time, from `data/lexicon/time.toml`.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use jiff::civil::Weekday;

use super::calendar::{Part, Season, Unit};

/// What a word can mean in an expression of time. A word may have several senses: "second" counts and is counted.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Senses {
    pub month: Option<i8>,
    pub weekday: Option<Weekday>,
    pub unit: Option<Unit>,
    pub season: Option<Season>,
    pub part: Option<Part>,
    pub cardinal: Option<u32>,
    pub ordinal: Option<i8>,
    /// The tens of a decade with a name: 90 for "nineties".
    pub decade: Option<i16>,
    /// Month and day of a feast.
    pub feast: Option<(i8, i8)>,
    /// Value of a word that says how often.
    pub set: Option<&'static str>,
    pub reference: Option<Reference>,
    pub direction: Option<Direction>,
    /// Does an infinitive behind it look forward? "agreed to meet on Friday".
    pub intends: bool,
    /// Can an expression begin with this word?
    pub opens: bool,
}

/// A word that points without counting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reference {
    Past,
    Present,
    Future,
}

/// Where the words around a date look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    Past,
    Future,
}

/// All words with their senses.
pub(super) struct Lexicon {
    words: HashMap<&'static str, Senses>,
}

/// The longest word of the file, in bytes; longer words are not looked up.
const LONGEST: usize = 14;

// A constant of the program, read once: the file is part of the binary.
static LEXICON: LazyLock<Lexicon> =
    LazyLock::new(|| Lexicon::parse(FILE).expect("data/lexicon/time.toml is checked by a test"));

const FILE: &str = include_str!("../../../../data/lexicon/time.toml");

impl Lexicon {
    /// The list built into the program.
    pub fn embedded() -> &'static Lexicon {
        &LEXICON
    }

    /// The senses of a word in any case; nothing for a word that is no word of time.
    pub fn senses(&self, word: &str) -> Option<&Senses> {
        let mut lower = [0; LONGEST];
        let lower = lower.get_mut(..word.len())?;
        lower.copy_from_slice(word.as_bytes());
        lower.make_ascii_lowercase();
        self.words.get(std::str::from_utf8(lower).ok()?)
    }

    fn parse(file: &'static str) -> Result<Lexicon, String> {
        let tables: BTreeMap<String, toml::Table> = toml::from_str(file).map_err(|error| error.to_string())?;
        let mut lexicon = Lexicon { words: HashMap::new() };
        for (table, entries) in &tables {
            for (key, value) in entries {
                lexicon.add(table, key, value).ok_or_else(|| format!("[{table}] {key} = {value}"))?;
            }
        }
        Ok(lexicon)
    }

    /// One entry; nothing when it does not have the form of its table.
    fn add(&mut self, table: &str, key: &str, value: &toml::Value) -> Option<()> {
        let number = || value.as_integer();
        match table {
            "opener" => self.list(value, |senses| senses.opens = true)?,
            "direction" if key == "intent" => self.list(value, |senses| senses.intends = true)?,
            "direction" => {
                let direction = if key == "future" { Direction::Future } else { Direction::Past };
                self.list(value, |senses| senses.direction = Some(direction))?;
            }
            _ => {
                let senses = self.entry(key)?;
                senses.opens = true;
                match table {
                    "month" => senses.month = Some(i8::try_from(number()?).ok()?),
                    "weekday" => {
                        senses.weekday = Some(Weekday::from_monday_one_offset(i8::try_from(number()?).ok()?).ok()?);
                    }
                    "unit" => senses.unit = Some(unit(value.as_str()?)?),
                    "season" => senses.season = Some(season(value.as_str()?)?),
                    "part" => senses.part = Some(part(value.as_str()?)?),
                    "cardinal" => senses.cardinal = Some(u32::try_from(number()?).ok()?),
                    "ordinal" => senses.ordinal = Some(i8::try_from(number()?).ok()?),
                    "decade" => senses.decade = Some(i16::try_from(number()?).ok()?),
                    "feast" => {
                        let (month, day) = value.as_str()?.split_once('-')?;
                        senses.feast = Some((month.parse().ok()?, day.parse().ok()?));
                    }
                    "set" => senses.set = Some(leaked(value.as_str()?)),
                    "reference" => senses.reference = Some(reference(value.as_str()?)?),
                    _ => return None,
                }
            }
        }
        Some(())
    }

    fn list(&mut self, value: &toml::Value, mark: impl Fn(&mut Senses)) -> Option<()> {
        for word in value.as_array()? {
            mark(self.entry(word.as_str()?)?);
        }
        Some(())
    }

    fn entry(&mut self, word: &str) -> Option<&mut Senses> {
        (word.len() <= LONGEST).then(|| self.words.entry(leaked(word)).or_default())
    }
}

/// The lexicon lives as long as the program, once.
fn leaked(word: &str) -> &'static str {
    word.to_owned().leak()
}

fn unit(sign: &str) -> Option<Unit> {
    Some(match sign {
        "TS" => Unit::Second,
        "TM" => Unit::Minute,
        "TH" => Unit::Hour,
        "D" => Unit::Day,
        "WE" => Unit::Weekend,
        "W" => Unit::Week,
        "FN" => Unit::Fortnight,
        "M" => Unit::Month,
        "Q" => Unit::Quarter,
        "Y" => Unit::Year,
        "DE" => Unit::Decade,
        "CE" => Unit::Century,
        _ => return None,
    })
}

fn season(sign: &str) -> Option<Season> {
    [Season::Spring, Season::Summer, Season::Fall, Season::Winter].into_iter().find(|season| season.sign() == sign)
}

fn part(sign: &str) -> Option<Part> {
    [Part::Morning, Part::Afternoon, Part::Evening, Part::Night, Part::Daytime]
        .into_iter()
        .find(|part| part.sign() == sign)
}

fn reference(word: &str) -> Option<Reference> {
    Some(match word {
        "past" => Reference::Past,
        "present" => Reference::Present,
        "future" => Reference::Future,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_entry_of_the_file_has_the_form_of_its_table() {
        assert_eq!(Lexicon::parse(FILE).map(|_| ()), Ok(()));
    }

    #[test]
    fn a_word_has_all_its_senses_in_any_case() {
        let lexicon = Lexicon::embedded();
        let second = lexicon.senses("Second").unwrap();
        assert!(second.unit.is_some() && second.ordinal == Some(2));
        assert!(lexicon.senses("troops").is_none());
        assert!(lexicon.senses("internationalization").is_none());
    }
}
