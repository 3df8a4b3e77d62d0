//! The model that is built into the program.

#![allow(clippy::unwrap_used)] // A panic is how a test fails, in its helpers too.

use model::{Files, Heads, Model, QuoteState, Readout, Role, Word};

const TEXT: [&str; 2] = [
    "Ukrainian officials denied on Friday that talks had begun , while Peskov told reporters that Moscow was ready .",
    "“ We will not leave the city , ” Mayor Vitali Klitschko said .",
];

fn words() -> Vec<Word<'static>> {
    let mut words = Vec::new();
    for (n, sentence) in TEXT.iter().enumerate() {
        let mut quote = QuoteState::Outside;
        for text in sentence.split(' ') {
            let own = if "“”".contains(text) { QuoteState::Mark } else { quote };
            words.push(Word { text, sentence: n, paragraph: n, quote: own });
            quote = match text {
                "“" => QuoteState::Inside,
                "”" => QuoteState::Outside,
                _ => quote,
            };
        }
    }
    words
}

fn under(words: &[Word<'_>], range: &std::ops::Range<usize>) -> String {
    words[range.clone()].iter().map(|word| word.text).collect::<Vec<_>>().join(" ")
}

#[test]
fn the_shipped_model_reads_who_said_what_and_any_number_of_threads_reads_the_same_bits() {
    // A working copy without the weights builds a program that asks for a model.
    let Some(files) = Files::embedded() else { return };
    let n_bytes =
        files.encoder.len() + files.relations.len() + files.coref.len() + files.nested.len() + files.vocabulary.len();
    assert!(n_bytes < 30_000_000);
    let model = Model::parse(&files).unwrap();
    assert_eq!(model.heads(), Heads::ALL);
    let words = words();
    let on = |n_threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(n_threads).build().unwrap();
        pool.install(|| model.read(&words, Heads::ALL))
    };
    let found = on(1);
    let of = |role| -> Vec<String> {
        let own = found.statements.iter().filter(|span| span.role == role);
        own.map(|span| under(&words, &span.words)).collect()
    };
    assert_eq!(of(Role::Source), ["Ukrainian officials", "Peskov", "Mayor Vitali Klitschko"]);
    let names: Vec<String> = found.entities.iter().map(|entity| under(&words, &entity.words)).collect();
    assert!(
        ["Peskov", "Moscow", "Vitali Klitschko"].iter().all(|name| names.contains(&(*name).to_owned())),
        "{names:?}"
    );
    let roots: Vec<&str> =
        words.iter().zip(&found.syntax).filter(|(_, own)| own.head.is_none()).map(|(word, _)| word.text).collect();
    assert_eq!(roots, ["denied", "said"]);
    assert_eq!(bits(&on(4)), bits(&found));
}

/// With all bits of its numbers.
fn bits(found: &Readout<'_>) -> String {
    let statements = found.statements.iter().map(|span| span.confidence.to_bits());
    let entities = found.entities.iter().map(|span| span.confidence.to_bits());
    let links = found.clusters.iter().flatten().map(|mention| mention.confidence.to_bits());
    format!("{found:?} {:?}", statements.chain(entities).chain(links).collect::<Vec<_>>())
}
