use std::ops::Range;
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use crate::coref::{CorefHead, Mention};
use crate::encoder::{Encoder, Scratch};
use crate::entity::EntityHead;
use crate::labels::Labels;
use crate::linear::Products;
use crate::nested::NestedHead;
use crate::statement::StatementHead;
use crate::syntax::{SyntaxHead, join_parts};
use crate::vocabulary::Vocabulary;
use crate::weights::Weights;
use crate::window::{WINDOW_PIECES, Window, windows};
use crate::{EntitySpan, Files, ModelError, RoleSpan, Word, WordSyntax};

/// An encoder with its heads.
pub struct Model {
    encoder: Encoder,
    vocabulary: Vocabulary,
    statements: Option<StatementHead>,
    entities: Option<EntityHead>,
    syntax: Option<SyntaxHead>,
    coref: Option<CorefHead>,
    nested: Option<NestedHead>,
    /// Room that windows were computed in: a megabyte or two for each thread.
    scratch: Mutex<Vec<Scratch>>,
}

/// What is asked of a model. A head that it does not have finds nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Heads {
    /// Sources, cues and contents.
    pub statements: bool,
    /// What [`Model::nested`] needs to look for more inside contents.
    pub nested: bool,
    /// Names.
    pub entities: bool,
    /// Parts of speech, lemmas and trees.
    pub syntax: bool,
    /// Who is who.
    pub coref: bool,
}

impl Heads {
    /// All there are.
    pub const ALL: Heads = Heads { statements: true, nested: true, entities: true, syntax: true, coref: true };
}

/// What a model found, in the order of the words.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Readout<'m> {
    /// Spans with a role; they do not overlap and none goes on over the start of a paragraph.
    pub statements: Vec<RoleSpan>,
    /// Names; they do not overlap.
    pub entities: Vec<EntitySpan<'m>>,
    /// One for each word; nothing when it was not asked for.
    pub syntax: Vec<WordSyntax<'m>>,
    /// Mentions of one person or thing together, at least two.
    pub clusters: Vec<Vec<Mention>>,
    /// What [`Model::nested`] needs to know of the words, some numbers for each.
    pub kept: Vec<f32>,
}

impl std::fmt::Debug for Model {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Model").field("width", &self.encoder.width()).field("heads", &self.heads()).finish()
    }
}

impl Model {
    /// The model of these files.
    ///
    /// # Errors
    /// When a file is not of its form, or a tensor does not fit the others or the lists of labels.
    pub fn parse(files: &Files<'_>) -> Result<Model, ModelError> {
        let weights = Weights::parse("encoder.onnx", &files.encoder)?;
        let labels = Labels::parse(&files.labels)?;
        let vocabulary = Vocabulary::parse(&files.vocabulary)?;
        let products = &Products::default();
        let encoder = Encoder::read(&weights, products)?;
        check_size("piece.weight", encoder.n_pieces(), vocabulary.len())?;
        if encoder.n_positions() < WINDOW_PIECES {
            check_size("position.weight", encoder.n_positions(), WINDOW_PIECES)?;
        }
        let width = encoder.width();
        let statements = labels.statements.map(|labels| StatementHead::read(&weights, &labels, width, products));
        let entities = labels.entities.map(|labels| EntityHead::read(&weights, &labels, width, products));
        let syntax = labels.syntax.map(|labels| {
            let relations = Weights::parse("relations.onnx", &files.relations)?;
            SyntaxHead::read(&weights, &relations, labels, width, products)
        });
        let coref = labels.coref.map(|labels| {
            let weights = Weights::parse("coref.onnx", &files.coref)?;
            CorefHead::read(&weights, &labels, width, products)
        });
        let nested = labels.nested.map(|labels| {
            let weights = Weights::parse("nested.onnx", &files.nested)?;
            NestedHead::read(&weights, &labels, (width, encoder.n_layers()), products)
        });
        Ok(Model {
            coref: coref.transpose()?,
            nested: nested.transpose()?,
            statements: statements.transpose()?,
            entities: entities.transpose()?,
            syntax: syntax.transpose()?,
            encoder,
            vocabulary,
            scratch: Mutex::default(),
        })
    }

    /// The heads that it has.
    pub fn heads(&self) -> Heads {
        Heads {
            statements: self.statements.is_some(),
            nested: self.nested.is_some(),
            entities: self.entities.is_some(),
            syntax: self.syntax.is_some(),
            coref: self.coref.is_some(),
        }
    }

    /// What the wanted heads find in the words of a text. Windows are read side by side on the threads of the rayon pool that this
    /// is called in.
    pub fn read(&self, words: &[Word<'_>], wanted: Heads) -> Readout<'_> {
        let windows = windows(words, &self.vocabulary);
        // Made for each text, since they cannot go from thread to thread as a model does.
        let products = Products::default();
        let parts: Vec<(Readout<'_>, Vec<f32>)> =
            windows.par_iter().map(|window| self.read_window(window, words, wanted, &products)).collect();
        let (mut whole, mut vectors) = (Readout::default(), Vec::new());
        for (mut part, mut own) in parts {
            vectors.append(&mut own);
            whole.statements.append(&mut part.statements);
            whole.entities.append(&mut part.entities);
            whole.syntax.append(&mut part.syntax);
            whole.kept.append(&mut part.kept);
        }
        if let Some(head) = &self.syntax
            && wanted.syntax
        {
            join_parts(&mut whole.syntax, words, head);
        }
        if let Some(head) = self.coref.as_ref().filter(|_| wanted.coref) {
            whole.clusters = head.clusters(&vectors, words, &products);
        }
        whole
    }

    /// The sources, cues and contents directly inside a content, whose pieces are ranges of words in order. `kept` comes from reading
    /// these words with [`Heads::nested`]; nothing is found behind the words that it was kept of, or by a model without this head.
    pub fn nested(&self, words: &[Word<'_>], kept: &[f32], content: &[Range<usize>]) -> Vec<RoleSpan> {
        let spans = |head: &NestedHead| head.spans(kept, words, content, &Products::default());
        self.nested.as_ref().map(spans).unwrap_or_default()
    }

    /// The vectors of the words, one after the other, [`Model::width`] numbers each: what the heads read.
    pub fn vectors(&self, words: &[Word<'_>]) -> Vec<f32> {
        let windows = windows(words, &self.vocabulary);
        let products = Products::default();
        let vectors = |window: &Window| self.with_scratch(|scratch| self.encoder.words(window, &products, scratch));
        windows.par_iter().map(vectors).collect::<Vec<_>>().concat()
    }

    /// Numbers in a vector.
    pub fn width(&self) -> usize {
        self.encoder.width()
    }

    /// The pieces of a word, as numbers of lines of the vocabulary.
    pub fn pieces(&self, word: &str) -> Vec<usize> {
        self.vocabulary.pieces(word)
    }

    /// Word pieces that the encoder reads for these words, with the two that begin and end each window.
    pub fn n_pieces(&self, words: &[Word<'_>]) -> usize {
        windows(words, &self.vocabulary).iter().map(|window| window.pieces.len()).sum()
    }

    /// What the heads find that look at one window, and the vectors of its words for the one that looks at all.
    fn read_window(
        &self,
        window: &Window,
        words: &[Word<'_>],
        wanted: Heads,
        products: &Products,
    ) -> (Readout<'_>, Vec<f32>) {
        self.with_scratch(|scratch| {
            let nested = self.nested.as_ref().filter(|_| wanted.nested);
            let n_layers = nested.map_or(1, NestedHead::n_layers);
            let layers = self.encoder.words_of_layers(window, n_layers, products, scratch);
            let room = &mut scratch.room;
            let kept = nested.map(|head| head.kept(&layers, products, room)).unwrap_or_default();
            let vectors = last_columns(layers, n_layers * self.width(), self.width());
            let (first, words) = (window.words.start, &words[window.words.clone()]);
            let mut found = Readout { kept, ..Readout::default() };
            if let Some(head) = self.statements.as_ref().filter(|_| wanted.statements) {
                found.statements = head.spans(&vectors, words, first, products, room);
            }
            if let Some(head) = self.entities.as_ref().filter(|_| wanted.entities) {
                found.entities = head.spans(&vectors, first, products, room);
            }
            if let Some(head) = self.syntax.as_ref().filter(|_| wanted.syntax) {
                found.syntax = head.words(&vectors, words, first, products, room);
            }
            (found, if wanted.coref && self.coref.is_some() { vectors } else { Vec::new() })
        })
    }

    fn with_scratch<T>(&self, compute: impl FnOnce(&mut Scratch) -> T) -> T {
        let free = || self.scratch.lock().unwrap_or_else(PoisonError::into_inner);
        let mut scratch = free().pop().unwrap_or_default();
        let found = compute(&mut scratch);
        free().push(scratch);
        found
    }
}

/// The last `n` numbers of each row of `width`.
fn last_columns(rows: Vec<f32>, width: usize, n: usize) -> Vec<f32> {
    if width == n {
        return rows;
    }
    rows.chunks_exact(width).flat_map(|row| &row[width - n..]).copied().collect()
}

fn check_size(name: &str, found: usize, expected: usize) -> Result<(), ModelError> {
    if found == expected {
        return Ok(());
    }
    let (expected, found) = (format!("{expected} rows"), format!("{found} rows"));
    Err(ModelError::Shape { file: "encoder.onnx", name: name.to_owned(), expected, found })
}
