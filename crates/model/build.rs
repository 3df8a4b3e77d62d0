//! Are the weights in `models/`? Then they are built into the program; without them it asks for `--model`.

use std::path::Path;

fn main() {
    let models = Path::new("../../models");
    println!("cargo:rustc-check-cfg=cfg(has_weights)");
    println!("cargo:rerun-if-changed=../../models/encoder.onnx");
    if models.join("encoder.onnx").is_file() {
        println!("cargo:rustc-cfg=has_weights");
    }
}
