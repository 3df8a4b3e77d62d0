//! An ONNX file in, its named tensors out.
//!
//! The file is a graph that any ONNX runtime computes; here only the weights are taken from it, by their names, and
//! `encoder.rs` computes the same. Of the format (Protocol Buffers, `onnx.proto` of ONNX 1.x) that is: field 7 of the file is the
//! graph, field 5 of the graph a weight, and of a weight 1 is a dimension, 2 the type, 8 the name, 9 the numbers (little-endian).

use std::collections::HashMap;

use crate::ModelError;

/// The weights of one file.
#[derive(Debug)]
pub struct Weights<'a> {
    file: &'static str,
    tensors: HashMap<&'a str, Tensor<'a>>,
}

#[derive(Debug, Default)]
struct Tensor<'a> {
    name: &'a str,
    shape: Vec<usize>,
    kind: u64,
    bytes: &'a [u8],
}

/// Types of `onnx.proto`.
const FLOAT: u64 = 1;
const INT8: u64 = 3;

impl<'a> Weights<'a> {
    /// The weights in the bytes of a file; `file` is its name for messages.
    ///
    /// # Errors
    /// When the bytes are no graph.
    pub fn parse(file: &'static str, bytes: &'a [u8]) -> Result<Weights<'a>, ModelError> {
        let tensors = tensors(bytes).map_err(|at| ModelError::Graph { file, at })?;
        Ok(Weights { file, tensors: tensors.into_iter().map(|tensor| (tensor.name, tensor)).collect() })
    }

    /// Is there a tensor of this name?
    pub fn has(&self, name: &str) -> bool {
        self.tensors.contains_key(name)
    }

    /// The number of rows and columns of a matrix, both at least 1.
    ///
    /// # Errors
    /// When it is missing or no matrix.
    pub fn rows_and_columns(&self, name: &str) -> Result<(usize, usize), ModelError> {
        let tensor = self.tensor(name)?;
        match tensor.shape[..] {
            [rows, columns] if rows > 0 && columns > 0 => Ok((rows, columns)),
            _ => Err(self.misfit(tensor, "a matrix with rows and columns".to_owned())),
        }
    }

    /// Is this a tensor of 8-bit numbers?
    pub fn is_small(&self, name: &str) -> bool {
        self.tensors.get(name).is_some_and(|tensor| tensor.kind == INT8)
    }

    /// The numbers of a tensor of this shape, the last dimension running fastest.
    ///
    /// # Errors
    /// When it is missing, of another type or shape.
    pub fn floats(&self, name: &str, shape: &[usize]) -> Result<Vec<f32>, ModelError> {
        let bytes = self.bytes(name, FLOAT, shape)?;
        let number = |four: &[u8]| f32::from_le_bytes([four[0], four[1], four[2], four[3]]);
        Ok(bytes.chunks_exact(4).map(number).collect())
    }

    /// A single number.
    ///
    /// # Errors
    /// As [`Weights::floats`].
    pub fn number(&self, name: &str) -> Result<f32, ModelError> {
        Ok(self.floats(name, &[])?[0])
    }

    /// The same for 8-bit numbers.
    ///
    /// # Errors
    /// As [`Weights::floats`].
    pub fn small(&self, name: &str, shape: &[usize]) -> Result<Vec<i8>, ModelError> {
        Ok(self.bytes(name, INT8, shape)?.iter().map(|byte| i8::from_le_bytes([*byte])).collect())
    }

    fn tensor(&self, name: &str) -> Result<&Tensor<'a>, ModelError> {
        let missing = || ModelError::Missing { file: self.file, name: name.to_owned() };
        self.tensors.get(name).ok_or_else(missing)
    }

    fn bytes(&self, name: &str, kind: u64, shape: &[usize]) -> Result<&'a [u8], ModelError> {
        let tensor = self.tensor(name)?;
        let size = if kind == FLOAT { 4 } else { 1 };
        let n_bytes = shape.iter().try_fold(size, |n: usize, dimension| n.checked_mul(*dimension));
        if tensor.kind != kind || tensor.shape != shape || Some(tensor.bytes.len()) != n_bytes {
            return Err(self.misfit(tensor, described(kind, shape)));
        }
        Ok(tensor.bytes)
    }

    fn misfit(&self, tensor: &Tensor<'_>, expected: String) -> ModelError {
        let found = format!("{} in {} bytes", described(tensor.kind, &tensor.shape), tensor.bytes.len());
        ModelError::Shape { file: self.file, name: tensor.name.to_owned(), expected, found }
    }
}

fn described(kind: u64, shape: &[usize]) -> String {
    match kind {
        FLOAT => format!("f32 {shape:?}"),
        INT8 => format!("i8 {shape:?}"),
        other => format!("of type {other} {shape:?}"),
    }
}

/// The weights of a graph; the error is the place of the byte that is no part of one.
fn tensors(bytes: &[u8]) -> Result<Vec<Tensor<'_>>, usize> {
    let (mut found, mut has_graph) = (Vec::new(), false);
    let mut file = Fields { bytes, at: 0, start: 0 };
    while let Some((number, value)) = file.next()? {
        let (7, Value::Bytes(bytes, start)) = (number, value) else { continue };
        has_graph = true;
        let mut graph = Fields { bytes, at: 0, start };
        while let Some((number, value)) = graph.next()? {
            if let (5, Value::Bytes(bytes, start)) = (number, value) {
                found.push(tensor(Fields { bytes, at: 0, start })?);
            }
        }
    }
    if has_graph { Ok(found) } else { Err(bytes.len()) }
}

fn tensor(mut fields: Fields<'_>) -> Result<Tensor<'_>, usize> {
    let mut tensor = Tensor::default();
    while let Some((number, value)) = fields.next()? {
        match (number, value) {
            (1, Value::Number(n)) => tensor.shape.push(usize::try_from(n).map_err(|_| fields.place())?),
            // Dimensions in a row, packed.
            (1, Value::Bytes(bytes, start)) => {
                let mut packed = Fields { bytes, at: 0, start };
                while packed.at < bytes.len() {
                    tensor.shape.push(usize::try_from(packed.varint()?).map_err(|_| packed.place())?);
                }
            }
            (2, Value::Number(n)) => tensor.kind = n,
            (8, Value::Bytes(name, start)) => tensor.name = std::str::from_utf8(name).map_err(|_| start)?,
            (9, Value::Bytes(bytes, _)) => tensor.bytes = bytes,
            _ => {}
        }
    }
    Ok(tensor)
}

/// The fields of a message, one after the other.
struct Fields<'a> {
    bytes: &'a [u8],
    at: usize,
    /// Where the message begins in the file.
    start: usize,
}

enum Value<'a> {
    Number(u64),
    /// With their place in the file.
    Bytes(&'a [u8], usize),
    Skipped,
}

impl<'a> Fields<'a> {
    fn place(&self) -> usize {
        self.start + self.at
    }

    fn next(&mut self) -> Result<Option<(u64, Value<'a>)>, usize> {
        if self.at == self.bytes.len() {
            return Ok(None);
        }
        let key = self.varint()?;
        let value = match key & 7 {
            0 => Value::Number(self.varint()?),
            1 => self.skip(8)?,
            2 => {
                let n = usize::try_from(self.varint()?).map_err(|_| self.place())?;
                let place = self.place();
                let end = self.at.checked_add(n).ok_or(place)?;
                let bytes = self.bytes.get(self.at..end).ok_or(place)?;
                self.at = end;
                Value::Bytes(bytes, place)
            }
            5 => self.skip(4)?,
            _ => return Err(self.place()),
        };
        Ok(Some((key >> 3, value)))
    }

    fn skip(&mut self, n: usize) -> Result<Value<'a>, usize> {
        self.at += n;
        if self.at > self.bytes.len() { Err(self.place()) } else { Ok(Value::Skipped) }
    }

    fn varint(&mut self) -> Result<u64, usize> {
        let mut value = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = *self.bytes.get(self.at).ok_or(self.place())?;
            self.at += 1;
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(value);
            }
        }
        Err(self.place())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A graph with one tensor `w` of two 32-bit numbers.
    const GRAPH: [u8; 22] =
        [0x3a, 20, 0x2a, 18, 0x08, 2, 0x10, 1, 0x42, 1, b'w', 0x4a, 8, 0, 0, 0x80, 0x3f, 0, 0, 0, 0x40, 0];

    fn graph() -> &'static [u8] {
        &GRAPH[..21]
    }

    #[test]
    fn a_tensor_is_found_by_its_name() {
        let mut bytes = graph().to_vec();
        bytes[1] = 19;
        bytes[3] = 17;
        let weights = Weights::parse("encoder.onnx", &bytes).unwrap();
        assert_eq!(weights.floats("w", &[2]).unwrap(), [1.0, 2.0]);
        let error = weights.floats("w", &[3]).unwrap_err().to_string();
        assert_eq!(error, "encoder.onnx: tensor 'w' is f32 [2] in 8 bytes, expected f32 [3]");
        assert_eq!(weights.floats("v", &[3]).unwrap_err().to_string(), "encoder.onnx: tensor 'v' is missing");
    }

    #[test]
    fn a_file_that_is_cut_off_anywhere_is_an_error() {
        let mut bytes = graph().to_vec();
        bytes[1] = 19;
        bytes[3] = 17;
        for n in 0..bytes.len() {
            assert!(matches!(Weights::parse("encoder.onnx", &bytes[..n]), Err(ModelError::Graph { .. })), "{n}");
        }
    }
}
