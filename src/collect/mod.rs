//! Bytes from outside: folders and web addresses. Shell, but for the rules about addresses,
//! freshness and robots.txt, which are pure.

pub mod directory;
pub mod freshness;
pub mod guard;
pub mod guest;
pub mod hosts;
pub mod http;
pub mod robots;
