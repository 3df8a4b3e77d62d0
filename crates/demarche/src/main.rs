//! The command `demarche`: what a person types becomes a call of the library, data goes to standard output, and
//! everything else to standard error.

use std::process::ExitCode;

mod command;
mod sanitize;
mod terminal;

fn main() -> ExitCode {
    command::main()
}
