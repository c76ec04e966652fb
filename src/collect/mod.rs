//! Bytes from outside: folders and web addresses. Shell, but for the rules about addresses and
//! freshness, which are pure.

pub mod directory;
pub mod freshness;
pub mod guard;
pub mod http;
