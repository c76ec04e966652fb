//! One file per command.
pub mod inspect;
