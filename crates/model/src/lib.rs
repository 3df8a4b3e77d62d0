//! Words in, scored findings out: which are a source, a cue or a content, what they name, and how their sentences are built.
//!
//! One small encoder (`encoder.rs`: six layers, 384 wide) reads a text in **windows** of whole paragraphs (`window.rs`, at most
//! [`WINDOW_PIECES`] word pieces) and gives each word a vector; a **head** for each task makes findings of the vectors:
//!
//! | head | gives | file |
//! |---|---|---|
//! | statements | [`RoleSpan`]: source, cue, content | `statement.rs`: conditional random field, Viterbi, marginals |
//! | entities | [`EntitySpan`]: persons, bodies, places, ... | `entity.rs` |
//! | syntax | [`WordSyntax`]: part of speech, lemma, dependency tree | `syntax/`: biaffine arcs, one root a sentence |
//! | nested statements | [`RoleSpan`]s inside a content | `nested.rs`: recurrent units over a content, by [`Model::nested`] |
//! | coreference | clusters of [`Mention`]s: who is who | `coref.rs`: head words, over the whole text |
//!
//! The weights come from `training/encoder` as ONNX files, which any runtime of that format computes; the products of matrices are
//! those of the `rten` project. Weights have 8 bits and a scale for each output; what is multiplied with them has 8 bits and a scale
//! for each row, so a window reads the same in any company: **same words, same bits out, for any number of threads**. The bytes are so
//! bounded that sums of two products fit 16 bits; processors that add in pairs (AVX2) get the whole sum as others do.
//!
//! Numbers of words count from 0 over all that was given; ranges of them have their end outside; confidences are 0 to 1.
//! Pure computing: no clock, no global state. A file of weights that does not fit is a [`ModelError`] that names the tensor.
//!
//! Not here: what a page or a statement is (`reading` makes attributions of the spans), and where models lie (`demarche`).
//!
//! ```
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use model::{Files, Heads, Model, QuoteState, Word};
//!
//! let model = Model::parse(&Files::open("tests/tiny/small".as_ref())?)?;
//! let words = ["Peskov", "said", "no", "."];
//! let words = words.map(|text| Word { text, sentence: 0, paragraph: 0, quote: QuoteState::Outside });
//! let read = model.read(&words, Heads::ALL);
//! assert_eq!(read.syntax.len(), 4);
//! # Ok(())
//! # }
//! ```

mod chain;
mod coref;
mod encoder;
mod entity;
mod error;
mod files;
mod labels;
mod linear;
mod model;
mod nested;
mod rows;
mod statement;
mod syntax;
mod tag;
mod vocabulary;
mod weights;
mod window;
mod word;

pub use coref::Mention;
pub use entity::EntitySpan;
pub use error::ModelError;
pub use files::Files;
pub use model::{Heads, Model, Readout};
pub use statement::{Role, RoleSpan};
pub use syntax::WordSyntax;
pub use window::WINDOW_PIECES;
pub use word::{QuoteState, Word};
