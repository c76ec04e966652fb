//! Languages. Stub.
/// A well-formed BCP 47 tag in canonical case, or None.
pub(super) fn clean(language: &str) -> Option<String> {
    Some(language.to_owned())
}
