//! Bytes from outside: folders and web addresses. Shell.

pub mod directory;
pub mod http;
