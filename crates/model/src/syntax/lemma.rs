use crate::ModelError;

/// How a word becomes its lemma: which letters of its end are replaced by which (the edit scripts of Chrupala 2006, for endings).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LemmaRule {
    lower_case: bool,
    n_stripped: usize,
    added: String,
}

impl LemmaRule {
    /// `case|strip|add`: `l` puts the word in lower case first, `k` keeps it. `l|3|y` makes "parties" of "Parties" into "party".
    pub fn parse(rule: &str) -> Result<LemmaRule, ModelError> {
        let parsed = || {
            let (case, rest) = rule.split_once('|')?;
            let (strip, added) = rest.split_once('|')?;
            let lower_case = match case {
                "l" => true,
                "k" => false,
                _ => return None,
            };
            Some(LemmaRule { lower_case, n_stripped: strip.parse().ok()?, added: added.to_owned() })
        };
        parsed().ok_or_else(|| ModelError::Labels(format!("'{rule}' is no lemma rule such as 'l|3|y'")))
    }

    /// The lemma of a word.
    pub fn apply(&self, word: &str) -> String {
        let mut lemma = if self.lower_case { word.to_lowercase() } else { word.to_owned() };
        for _ in 0..self.n_stripped {
            if lemma.pop().is_none() {
                break;
            }
        }
        lemma.push_str(&self.added);
        lemma
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ending_is_replaced() {
        let lemma = |rule, word| LemmaRule::parse(rule).unwrap().apply(word);
        assert_eq!(lemma("k|0|", "Kyiv"), "Kyiv");
        assert_eq!(lemma("l|3|y", "Parties"), "party");
        assert_eq!(lemma("l|9|be", "was"), "be");
        assert!(LemmaRule::parse("x|1|").is_err() && LemmaRule::parse("l|one|y").is_err());
    }
}
