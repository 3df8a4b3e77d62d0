use std::fmt::{self, Display, Write};
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The SHA-256 of some content: 32 bytes, written as 64 lower-case hexadecimal digits.
///
/// Of a capture it is the digest of its bytes; of a record, the digest of what makes it that record. The same
/// content gets the same id in every run and on every machine.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Id([u8; 32]);

/// A text that is not the 64 hexadecimal digits of an [`Id`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdError(String);

impl Id {
    /// The id of these bytes.
    pub fn of_bytes(bytes: &[u8]) -> Id {
        Id(Sha256::digest(bytes).into())
    }

    /// The id of several parts. Each part's length is hashed before it, so `["ab", "c"]` and `["a", "bc"]` differ.
    pub fn of_parts<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> Id {
        let mut hasher = Sha256::new();
        for part in parts {
            hasher.update((part.len() as u64).to_le_bytes());
            hasher.update(part);
        }
        Id(hasher.finalize().into())
    }

    /// The number that the first 48 bits make: the one that [`Id::short`] of 12 digits writes.
    pub fn first_48_bits(&self) -> u64 {
        self.0.iter().take(6).fold(0, |bits, byte| bits << 8 | u64::from(*byte))
    }

    /// The first `n_digits` of the written id, for people. A prefix this short may stand for two ids.
    pub fn short(&self, n_digits: usize) -> String {
        let mut written = self.to_string();
        written.truncate(n_digits);
        written
    }
}

impl Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut written = String::with_capacity(64);
        for byte in self.0 {
            write!(written, "{byte:02x}")?;
        }
        f.pad(&written)
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Id({})", self.short(12))
    }
}

impl FromStr for Id {
    type Err = IdError;

    fn from_str(written: &str) -> Result<Id, IdError> {
        let error = || IdError(written.to_owned());
        let digits = written.as_bytes();
        if digits.len() != 64 {
            return Err(error());
        }
        let mut bytes = [0; 32];
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            let digit = |c: u8| (c as char).to_digit(16).and_then(|d| u8::try_from(d).ok()).ok_or_else(error);
            *byte = digit(pair[0])? << 4 | digit(pair[1])?;
        }
        Ok(Id(bytes))
    }
}

impl TryFrom<String> for Id {
    type Error = IdError;

    fn try_from(written: String) -> Result<Id, IdError> {
        written.parse()
    }
}

impl From<Id> for String {
    fn from(id: Id) -> String {
        id.to_string()
    }
}

impl Display for IdError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "'{}' is not an id: 64 hexadecimal digits are expected", self.0)
    }
}

impl std::error::Error for IdError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_bits_are_those_of_the_written_id() {
        let id = Id::of_bytes(b"abc");
        assert_eq!(format!("{:012x}", id.first_48_bits()), id.short(12));
    }

    #[test]
    fn an_id_reads_back_as_written() {
        let id = Id::of_bytes(b"Kherson");
        assert_eq!(id.to_string().parse(), Ok(id));
        assert_eq!(id.short(8).len(), 8);
    }

    #[test]
    fn parts_do_not_run_together() {
        let parts = |a: &'static [u8], b: &'static [u8]| Id::of_parts([a, b]);
        assert_ne!(parts(b"ab", b"c"), parts(b"a", b"bc"));
    }

    #[test]
    fn a_text_that_is_no_id_is_refused() {
        assert!("zz".parse::<Id>().is_err());
        assert!("g".repeat(64).parse::<Id>().is_err());
        assert!("é".repeat(32).parse::<Id>().is_err());
    }
}
