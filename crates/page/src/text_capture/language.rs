//! The language of the article, by its short words of grammar, and lines in another one.

use std::sync::LazyLock;

use std::collections::HashMap;

/// BCP 47 tag of the language whose short words make up most of the text; nothing when there are too few of them.
pub(super) fn language<'a>(lines: impl Iterator<Item = &'a str>) -> Option<&'static str> {
    let mut counts = [0_usize; N_LANGUAGES];
    let mut n_words = 0;
    for line in lines {
        for token in line.split(|letter: char| !letter.is_alphanumeric()).filter(|token| !token.is_empty()) {
            n_words += 1;
            for number in TABLE.get(token.to_lowercase().as_str()).into_iter().flatten() {
                counts[*number] += 1;
            }
        }
    }
    let (best, n_best) = counts.iter().enumerate().max_by_key(|(number, n)| (**n, N_LANGUAGES - *number))?;
    let is_clear = n_words >= 6 && *n_best >= 3 && *n_best * 100 >= n_words * LEAST_PERCENT;
    is_clear.then(|| TAGS[best])
}

/// Share of the words that must be words of grammar; running text has 25 (Polish) to 50 (English) of a hundred.
const LEAST_PERCENT: usize = 15;

const N_LANGUAGES: usize = 12;
const TAGS: [&str; N_LANGUAGES] = ["en", "de", "fr", "es", "it", "pt", "nl", "pl", "sv", "ru", "uk", "tr"];

static TABLE: LazyLock<HashMap<&'static str, Vec<usize>>> = LazyLock::new(|| {
    let mut table: HashMap<&str, Vec<usize>> = HashMap::new();
    for line in include_str!("../../data/function_words.txt").lines() {
        let Some((tag, words)) = line.split_once(':') else { continue };
        let Some(number) = TAGS.iter().position(|known| *known == tag) else { continue };
        words.split_whitespace().for_each(|word| table.entry(word).or_default().push(number));
    }
    table
});

#[cfg(test)]
mod tests {
    use super::language;

    #[test]
    fn languages_are_told_by_their_short_words() {
        assert_eq!(
            language(["The talks in the city were over by the time that they left for it."].into_iter()),
            Some("en")
        );
        assert_eq!(
            language(["Die Gespräche in der Stadt sind vorbei, und es ist nicht klar, wer sie führt."].into_iter()),
            Some("de")
        );
        assert_eq!(
            language(["Переговоры в городе не начались, и это было ясно всем, кто был на месте."].into_iter()),
            Some("ru")
        );
        assert_eq!(language(["Home News Sport Weather Player Tickets Shop"].into_iter()), None);
    }
}
