use std::borrow::Cow;
use std::path::Path;

use crate::ModelError;

/// The files of a model, as `training/encoder/encoder/export.py` writes them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Files<'a> {
    /// `encoder.onnx`: the encoder and the heads.
    pub encoder: Cow<'a, [u8]>,
    /// `relations.onnx`: relations of the arcs of a tree; empty for a model without syntax.
    pub relations: Cow<'a, [u8]>,
    /// `coref.onnx`: who is who; empty for a model without.
    pub coref: Cow<'a, [u8]>,
    /// `nested.onnx`: statements inside contents; empty for a model without.
    pub nested: Cow<'a, [u8]>,
    /// `labels.json`: what the heads' scores stand for.
    pub labels: Cow<'a, str>,
    /// `vocabulary.txt`: a piece a line.
    pub vocabulary: Cow<'a, str>,
}

impl Files<'_> {
    /// The bytes of all files, in a fixed order: what a digest is made of.
    pub fn parts(&self) -> [&[u8]; 6] {
        let (labels, vocabulary) = (self.labels.as_bytes(), self.vocabulary.as_bytes());
        [&self.encoder, &self.relations, &self.coref, &self.nested, labels, vocabulary]
    }
}

impl Files<'static> {
    /// The model that is built into the program; nothing when it was built without.
    pub fn embedded() -> Option<Files<'static>> {
        #[cfg(not(has_weights))]
        return None;
        #[cfg(has_weights)]
        Some(Files {
            encoder: Cow::Borrowed(include_bytes!("../../../models/encoder.onnx")),
            relations: Cow::Borrowed(include_bytes!("../../../models/relations.onnx")),
            coref: Cow::Borrowed(include_bytes!("../../../models/coref.onnx")),
            nested: Cow::Borrowed(include_bytes!("../../../models/nested.onnx")),
            labels: Cow::Borrowed(include_str!("../../../models/labels.json")),
            vocabulary: Cow::Borrowed(include_str!("../../../models/vocabulary.txt")),
        })
    }

    /// The model in a folder.
    ///
    /// # Errors
    /// When one of its files cannot be read; `relations.onnx`, `coref.onnx` and `nested.onnx` may be missing.
    pub fn open(folder: &Path) -> Result<Files<'static>, ModelError> {
        let named = |name: &str| {
            let path = folder.join(name);
            move |source| ModelError::File { path: path.clone(), source }
        };
        let bytes = |name: &str| std::fs::read(folder.join(name)).map_err(named(name));
        let text = |name: &str| std::fs::read_to_string(folder.join(name)).map_err(named(name));
        let bytes_if_any = |name: &str| if folder.join(name).exists() { bytes(name) } else { Ok(Vec::new()) };
        Ok(Files {
            encoder: bytes("encoder.onnx")?.into(),
            relations: bytes_if_any("relations.onnx")?.into(),
            coref: bytes_if_any("coref.onnx")?.into(),
            nested: bytes_if_any("nested.onnx")?.into(),
            labels: text("labels.json")?.into(),
            vocabulary: text("vocabulary.txt")?.into(),
        })
    }
}
