//! XML that need not be well-formed: text → tags and character data, references → characters. What feeds and
//! sitemaps are read with.

pub(super) mod references;
pub(super) mod tokens;
