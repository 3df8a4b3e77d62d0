use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use text::Id;

use crate::State;

/// Which records a view shows. An empty filter shows the default view: everything but rejected, withdrawn and unsure records.
///
/// All conditions must hold. The names are those of the command's flags and of the page's address.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub struct Filter {
    /// Full-text query over the quoted words (SQLite FTS5 words; anything else in it is taken literally).
    pub query: Option<String>,
    /// Speaker's name, compared without case; a part of it is enough.
    pub speaker: Option<String>,
    /// Party code, such as `UKR`.
    pub party: Option<String>,
    /// Capture that the record stands on.
    pub page: Option<Id>,
    /// Only records whose date can lie on this day or after it.
    pub since: Option<Date>,
    /// Only records whose date can lie on this day or before it.
    pub until: Option<Date>,
    /// Only this state; `None` is the default view.
    pub state: Option<State>,
    /// Only statements of this kind: `direct`, `indirect`, `mixed`.
    pub kind: Option<String>,
    /// At most this many.
    pub limit: Option<usize>,
    /// After leaving out this many.
    pub offset: Option<usize>,
}
