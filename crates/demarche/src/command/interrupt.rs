//! Ctrl-C: the first finishes the page in hand, the second ends at once. A page is kept whole or not at all, so
//! both leave a ledger that opens.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::complain;

/// Has somebody pressed Ctrl-C?
#[derive(Clone, Debug, Default)]
pub struct Interrupt(Arc<AtomicBool>);

impl Interrupt {
    /// Listens from now on.
    pub fn listen() -> Interrupt {
        let interrupt = Interrupt::default();
        let flag = interrupt.clone();
        // Without a handler Ctrl-C ends the program at once, which the ledger survives too.
        let _ = ctrlc::set_handler(move || {
            if flag.0.swap(true, Ordering::SeqCst) {
                std::process::exit(130);
            }
            complain("finishing the page in hand; press Ctrl-C again to end at once");
        });
        interrupt
    }

    /// Should the work end?
    pub fn is_asked(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }
}
