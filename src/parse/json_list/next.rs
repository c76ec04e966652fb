//! The address of a list's next page, where the answer has it.

use serde_json::{Map, Value};
use url::Url;

use super::roles::letters;

/// Members that have it.
const NEXT: &[&str] = &[
    "next",
    "nexturl",
    "nextpage",
    "nextpageurl",
    "nextlink",
    "nexthref",
    "nextpagelink",
    "odatanextlink",
    "@odatanextlink",
];

/// Objects in which it may be.
const AROUND: &[&str] = &[
    "links",
    "link",
    "paging",
    "pagination",
    "pager",
    "meta",
    "metadata",
    "info",
    "page",
    "pages",
    "cursor",
    "data",
    "result",
    "response",
    "urls",
    "next",
];

/// How deep it may be.
const DEPTH: usize = 4;

/// The next page by the members around the list; none where it is no address, or that of this very document.
pub(super) fn page(value: &Value, base: Option<&Url>) -> Option<Url> {
    let found = within(value.as_object()?, 0, false)?;
    let address = match (Url::parse(found), base) {
        (Ok(address), _) => address,
        (Err(_), Some(base)) if found.starts_with(['/', '?']) => base.join(found).ok()?,
        _ => return None,
    };
    let is_web = matches!(address.scheme(), "http" | "https");
    (is_web && base != Some(&address)).then_some(address)
}

fn within(object: &Map<String, Value>, depth: usize, in_next: bool) -> Option<&str> {
    let named = object.iter().find_map(|(key, value)| {
        let name = letters(key);
        let is_next =
            NEXT.contains(&name.as_str()) || in_next && ["href", "url"].contains(&name.as_str());
        value.as_str().filter(|_| is_next).map(str::trim)
    });
    named.or_else(|| {
        object.iter().find_map(|(key, value)| {
            let name = letters(key);
            let goes_on = depth < DEPTH && AROUND.contains(&name.as_str());
            let inner = value.as_object().filter(|_| goes_on)?;
            within(inner, depth + 1, name == "next")
        })
    })
}
