//! config.toml.

use std::path::Path;

use feedmill::config;

use crate::input::text;

/// The input is the file: it gives settings, or faults that can be shown.
pub fn run(bytes: &[u8]) {
    match config::check(&text(bytes), Path::new("/nowhere/config.toml")) {
        Ok(settings) => assert!(!format!("{settings:?}").is_empty()),
        Err(faults) => {
            assert!(faults.count > 0 && faults.rendered.contains("error"));
        }
    }
}
