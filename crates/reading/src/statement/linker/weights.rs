use std::collections::HashMap;

/// The weights of the linker's features.
#[derive(Debug, Default)]
pub struct LinkerWeights(HashMap<String, f64>);

/// A table of weights that is not of the expected form.
#[derive(Debug, thiserror::Error)]
#[error("line {line} is no weight and feature with a tab between: '{text}'")]
pub struct WeightsError {
    line: usize,
    text: String,
}

/// A feature and its value: 1 for what is there or not.
pub(super) type Feature = (String, f64);

impl LinkerWeights {
    /// Reads a table: a weight, a tab and a feature's name a line.
    ///
    /// # Errors
    /// When a line is of another form; the message names it.
    pub fn parse(table: &str) -> Result<LinkerWeights, WeightsError> {
        let entry = |(n, text): (usize, &str)| {
            let parts = text.split_once('\t').and_then(|(weight, name)| Some((name.to_owned(), weight.parse().ok()?)));
            parts.ok_or_else(|| WeightsError { line: n + 1, text: text.to_owned() })
        };
        table.lines().enumerate().map(entry).collect::<Result<_, _>>().map(LinkerWeights)
    }

    /// The sum of these features' weights; one that was never learned weighs nothing.
    pub(crate) fn score(&self, features: &[(String, f64)]) -> f64 {
        features.iter().map(|(name, value)| value * self.0.get(name).copied().unwrap_or_default()).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_features_weigh_and_others_do_not() {
        let weights = LinkerWeights::parse("0.5\ta b\n-2\tc\n").unwrap();
        let features = [("a b".to_owned(), 1.0), ("c".to_owned(), 0.25), ("d".to_owned(), 9.0)];
        assert_eq!(weights.score(&features), 0.0);
    }

    #[test]
    fn a_line_of_another_form_is_named() {
        let error = LinkerWeights::parse("0.5\ta\nmuch\tb\n").unwrap_err().to_string();
        assert_eq!(error, "line 2 is no weight and feature with a tab between: 'much\tb'");
    }
}
