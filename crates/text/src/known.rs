use serde::{Deserialize, Serialize};

/// What is known of a field. "Not found", "found to be none" and "not looked for" are three things.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Known<T> {
    /// The page states it.
    Stated(T),
    /// Looked for, and the page gives none.
    Absent,
    /// No stage has looked for it.
    #[default]
    NotExamined,
}

impl<T> Known<T> {
    /// The value, where the page states one.
    pub fn stated(&self) -> Option<&T> {
        match self {
            Known::Stated(value) => Some(value),
            Known::Absent | Known::NotExamined => None,
        }
    }

    /// `Stated` of a value that was found, `Absent` of one that was looked for in vain.
    pub fn looked_for(found: Option<T>) -> Known<T> {
        found.map_or(Known::Absent, Known::Stated)
    }
}
