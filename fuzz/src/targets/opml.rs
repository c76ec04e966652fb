//! Lists of subscriptions.

use feedmill::parse::opml;

/// The input is the file.
pub fn run(bytes: &[u8]) {
    let _ = opml::subscriptions(bytes);
}
