//! Addresses. Stub.
use url::Url;
/// Absolute http(s) address without tracking parameters, or None.
pub(super) fn clean(link: &str, base: Option<&Url>) -> Option<String> {
    match base {
        Some(base) => base.join(link).ok(),
        None => Url::parse(link).ok(),
    }
    .map(String::from)
}
