//! Tags. Stub.
/// Plain, trimmed, no two equal by case-folding.
pub(super) fn clean(tags: &[String]) -> Vec<String> {
    tags.to_vec()
}
