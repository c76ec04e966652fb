//! Titles. Stub.
use crate::article::Text;
/// Plain text, decoded once, one line, without the site's name; None when nothing is left.
pub(super) fn clean(title: &Text, site_name: Option<&str>) -> Option<String> {
    let _ = site_name;
    Some(title.value.trim().to_owned())
}
