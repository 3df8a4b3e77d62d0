//! Placeholder, replaced by the stage itself.
