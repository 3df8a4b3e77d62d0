//! The command from outside: its words, its exit codes, its ledger, on good input and bad.

// A test may unwrap, and so may what a test calls.
#![allow(clippy::unwrap_used)]

mod bad_input;
mod contract;
mod evidence;
mod examples;
mod faces;
mod kill;
mod reading;
mod sites;
mod support;
