use std::path::PathBuf;

/// Why a model cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    /// A file of the model cannot be read.
    #[error("cannot read '{}'", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A file that should hold a graph holds something else, or ends too early.
    #[error("{file}: no ONNX graph can be read at byte {at}")]
    Graph {
        /// Name of the file.
        file: &'static str,
        /// Bytes from its start.
        at: usize,
    },
    /// A tensor is not there.
    #[error("{file}: tensor '{name}' is missing")]
    Missing {
        /// Name of the file.
        file: &'static str,
        /// The tensor.
        name: String,
    },
    /// A tensor has another shape, or other numbers, than the rest of the model asks for.
    #[error("{file}: tensor '{name}' is {found}, expected {expected}")]
    Shape {
        /// Name of the file.
        file: &'static str,
        /// The tensor.
        name: String,
        /// Such as `f32 [384, 7]`.
        expected: String,
        /// The same, of the file.
        found: String,
    },
    /// The lists of labels are not of the expected form.
    #[error("labels.json: {0}")]
    Labels(String),
    /// The vocabulary lacks a piece that each window needs.
    #[error("vocabulary.txt: the piece '{0}' is missing")]
    Vocabulary(&'static str),
}
