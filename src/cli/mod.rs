//! One file per command.
pub mod check;
pub mod init;
pub mod inspect;
