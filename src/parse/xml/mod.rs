//! XML that need not be well-formed: text → tags and character data, tags → attributes, references → characters.
//! What feeds, sitemaps and lists of subscriptions are read with.

pub(super) mod attributes;
pub(super) mod references;
pub(super) mod tokens;
