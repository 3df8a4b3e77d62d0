//! Which model a verb reads with.

use std::convert::Infallible;
use std::path::PathBuf;
use std::str::FromStr;

use anyhow::Context;
use reading::Data;

/// The choice of a model, for the verbs that read pages.
#[derive(Clone, Debug, clap::Args)]
pub struct ModelFlag {
    /// Read with the model in this folder instead of the one in the program; `none` reads by rules alone, faster and less well.
    #[arg(long, value_name = "DIR", env = "DEMARCHE_MODEL")]
    model: Option<Choice>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Choice {
    None,
    Folder(PathBuf),
}

impl FromStr for Choice {
    type Err = Infallible;

    fn from_str(written: &str) -> Result<Choice, Infallible> {
        Ok(if written == "none" { Choice::None } else { Choice::Folder(written.into()) })
    }
}

impl ModelFlag {
    /// The lists, with the model that was chosen.
    ///
    /// # Errors
    /// When its files cannot be read or do not fit one another.
    pub fn data(&self) -> anyhow::Result<Data> {
        match &self.model {
            None => Ok(Data::embedded()),
            Some(Choice::None) => Ok(Data::lists()),
            Some(Choice::Folder(folder)) => Data::lists()
                .with_model_in(folder)
                .with_context(|| format!("the model in '{}' cannot be used", folder.display())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_without_a_model_is_an_error_that_names_folder_and_file() {
        let flag = ModelFlag { model: Some("no-such-folder".parse().unwrap()) };
        let error = format!("{:#}", flag.data().unwrap_err());
        assert!(error.contains("'no-such-folder'") && error.contains("encoder.onnx"), "{error}");
        assert_eq!("none".parse(), Ok(Choice::None));
    }
}
