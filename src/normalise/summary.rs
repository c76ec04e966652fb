//! Summaries. Stub.
use crate::article::{SummaryOrigin, Text};
/// The author's own where it is good, else the opening sentences of the content; at most `limit` graphemes.
pub(super) fn choose(
    own: Option<&Text>,
    content_html: &str,
    title: Option<&str>,
    limit: usize,
) -> Option<(String, SummaryOrigin)> {
    let _ = (content_html, title, limit);
    own.map(|text| (text.value.clone(), SummaryOrigin::Author))
}
