//! Who says "I".

use super::mention::{Being, Form, Mention, Place};
use super::words::Words;
use crate::statement::CueLexicon;

const FIRST: [&str; 5] = ["i", "me", "my", "mine", "myself"];
/// How many sentences a quotation may stand from the words that tell who speaks.
const MAX_SENTENCES: usize = 1;

/// Words of the first person inside quotations, each with the number of the mention that names the speaker: the nearest subject of a
/// verb of saying outside the marks, in the paragraph.
pub(super) fn first_persons(words: &Words<'_>, mentions: &[Mention], cues: &CueLexicon) -> Vec<(usize, usize)> {
    let is_speaker = |mention: &Mention| {
        let is_saying = |verb: usize| !words.is_quoted[verb] && !cues.forms_of(&words.lower[verb]).is_empty();
        let is_one = mention.is_plural != Some(true) && !mention.is_list;
        mention.place == Place::Subject
            && is_one
            && (mention.being == Some(Being::Person) || (mention.being.is_none() && mention.form == Form::Name))
            && !words.is_quoted[mention.head]
            && mention.governor.is_some_and(is_saying)
    };
    let speakers: Vec<usize> = (0..mentions.len()).filter(|number| is_speaker(&mentions[*number])).collect();
    let first = (0..words.text.len())
        .filter(|at| words.is_quoted[*at] && words.upos(*at) == "PRON" && FIRST.contains(&words.lower[*at].as_str()));
    let speaker = |at: usize| {
        let is_near = |number: &&usize| {
            let mention = &mentions[**number];
            words.paragraph[mention.head] == words.paragraph[at]
                && mention.sentence.abs_diff(words.sentence[at]) <= MAX_SENTENCES
        };
        let nearest = speakers.iter().filter(is_near).min_by_key(|number| mentions[**number].head.abs_diff(at))?;
        Some((at, *nearest))
    };
    first.filter_map(speaker).collect()
}
