//! Pictures that a script would have loaded, made real.

use dom_query::{Document, NodeRef};

use super::unwrap;

/// Attributes in which lazy loaders keep the true address, the most telling first.
const TRUE_SOURCES: &[&str] = &[
    "data-src",         // lazysizes, lozad, Medium, most themes
    "data-lazy-src",    // WP Rocket, a3 Lazy Load
    "data-original",    // jQuery Lazy Load, Zhihu
    "data-orig-src",    // Avada
    "data-orig-file",   // Jetpack galleries, full size
    "data-full-src",    //
    "data-hi-res-src",  // Squarespace and others
    "data-cfsrc",       // Cloudflare Mirage
    "data-ezsrc",       // Ezoic
    "data-pin-media",   // Pinterest's button names the full picture
    "data-image",       // Squarespace
    "data-img-src",     //
    "data-lazy",        // Slick, newer themes
    "data-url",         //
    "data-actualsrc",   // Zhihu
    "data-delayed-url", // LinkedIn
];

/// The same for lists of sizes.
const TRUE_SETS: &[&str] = &["data-srcset", "data-lazy-srcset", "data-original-set"];

/// Words in the address of a picture that only holds the place.
const PLACEHOLDERS: &[&str] = &[
    "blank.",
    "spacer.",
    "placeholder",
    "transparent.",
    "pixel.gif",
    "lazy.",
    "lazyload",
    "grey.gif",
    "loading.gif",
    "loader.gif",
    "1x1.",
];

/// Gives every lazily loaded picture of a tree its true address; takes pictures out of `noscript`.
pub fn make_real(tree: &Document) {
    for node in tree.select("amp-img, amp-anim").nodes() {
        node.rename("img");
    }
    for node in tree.select("noscript").nodes() {
        unwrap_noscript(node);
    }
    for node in tree.select("img, source, video, audio, iframe").nodes() {
        load(node);
    }
}

/// What stands in `noscript` is the picture itself; the one before it holds its place.
fn unwrap_noscript(noscript: &NodeRef<'_>) {
    let inner = noscript.descendants();
    let images = inner.iter().filter(|node| node.has_name("img")).count();
    if images == 0 {
        return;
    }
    if images == 1
        && let Some(before) = noscript.prev_element_sibling()
        && let Some(placeholder) = only_image(&before)
        && is_placeholder(&placeholder)
    {
        before.remove_from_parent();
    }
    unwrap(noscript);
}

fn only_image<'a>(node: &NodeRef<'a>) -> Option<NodeRef<'a>> {
    if node.has_name("img") {
        return Some(*node);
    }
    let inner = node.descendants();
    let mut images = inner.iter().filter(|node| node.has_name("img"));
    match (images.next(), images.next()) {
        (Some(image), None) if node.text().trim().is_empty() => Some(*image),
        _ => None,
    }
}

fn is_placeholder(image: &NodeRef<'_>) -> bool {
    let source = image.attr("src").unwrap_or_default();
    holds_place(&source)
        || TRUE_SOURCES
            .iter()
            .chain(TRUE_SETS)
            .any(|name| image.has_attr(name))
        || image.class().is_some_and(|class| class.contains("lazy"))
}

/// Whether the address of a picture only holds the place of another.
pub fn holds_place(source: &str) -> bool {
    let source = source.trim();
    let lower = source.to_ascii_lowercase();
    source.is_empty()
        || source == "#"
        || lower.starts_with("about:")
        || (lower.starts_with("data:")
            && (source.len() < 512 || lower.starts_with("data:image/svg")))
        || PLACEHOLDERS.iter().any(|word| lower.contains(word))
}

fn load(node: &NodeRef<'_>) {
    let true_set = TRUE_SETS
        .iter()
        .find_map(|name| node.attr(name))
        .filter(|set| !set.trim().is_empty());
    if let Some(set) = &true_set {
        node.set_attr("srcset", set);
    }
    let source = node.attr("src").unwrap_or_default();
    let true_source = TRUE_SOURCES
        .iter()
        .filter_map(|name| node.attr(name))
        .find(|address| is_address(address));
    if let Some(address) = true_source {
        node.set_attr("src", address.trim());
    } else if node.has_name("img")
        && holds_place(&source)
        && let Some(largest) = node.attr("srcset").as_deref().and_then(largest)
    {
        node.set_attr("src", largest);
    }
    for name in TRUE_SOURCES.iter().chain(TRUE_SETS) {
        node.remove_attr(name);
    }
}

/// The address of a picture that a script would have loaded, or its plain one; none of what only holds the place.
pub fn true_source(node: &NodeRef<'_>) -> Option<String> {
    let lazy = TRUE_SOURCES
        .iter()
        .filter_map(|name| node.attr(name))
        .find(|address| is_address(address));
    let plain = || {
        node.attr("src")
            .filter(|source| !holds_place(source) && !source.trim_start().starts_with("data:"))
    };
    let found = lazy.or_else(plain).map(|address| address.trim().to_owned());
    found.or_else(|| {
        let sets = TRUE_SETS.iter().copied().chain(["srcset"]);
        let set = sets.filter_map(|name| node.attr(name)).next()?;
        largest(&set).map(str::to_owned)
    })
}

fn is_address(value: &str) -> bool {
    let value = value.trim();
    value.len() > 3
        && !value.starts_with(['{', '[', '#', '<'])
        && !value.contains(char::is_whitespace)
        && value.contains(['/', '.'])
        && !holds_place(value)
}

/// The address of the largest picture in a `srcset` (HTML standard, 4.8.4.2.1).
fn largest(set: &str) -> Option<&str> {
    set.split(", ")
        .flat_map(|part| part.split(",\n"))
        .filter_map(|part| {
            let mut words = part.split_whitespace();
            let address = words.next()?.trim_end_matches(',');
            let size = words
                .next()
                .map_or("1", |size| size.trim_end_matches([',', 'w', 'x']));
            Some((address, size.parse::<f64>().unwrap_or(0.0)))
        })
        .filter(|(address, _)| !holds_place(address))
        .max_by(|(_, one), (_, other)| one.total_cmp(other))
        .map(|(address, _)| address)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markup::fragment;

    #[test]
    fn lazy_pictures_become_real() {
        let cases = [
            (
                "<img src='data:image/gif;base64,R0lGOD' data-src='/a.jpg'>",
                r#"<img src="/a.jpg">"#,
            ),
            (
                "<img class=lazy data-lazy-src='/b.jpg' data-lazy-srcset='/b2.jpg 2x'>",
                r#"<img class="lazy" srcset="/b2.jpg 2x" src="/b.jpg">"#,
            ),
            (
                "<img src=/lazy.gif srcset='/s.jpg 320w, /l.jpg 1200w, /m.jpg 640w'>",
                r#"<img src="/l.jpg" srcset="/s.jpg 320w, /l.jpg 1200w, /m.jpg 640w">"#,
            ),
            (
                "<img src=/grey.gif data-src=/c.jpg><noscript><img src=/c.jpg alt=c></noscript>",
                r#"<img src="/c.jpg" alt="c">"#,
            ),
            (
                "<figure><noscript><img src=/d.jpg></noscript></figure>",
                r#"<figure><img src="/d.jpg"></figure>"#,
            ),
            (
                "<noscript>Switch scripts on</noscript>",
                "<noscript>Switch scripts on</noscript>",
            ),
            (
                "<img src=/real.jpg data-url='{\"a\":1}'>",
                r#"<img src="/real.jpg">"#,
            ),
            ("<amp-img src=/e.jpg></amp-img>", r#"<img src="/e.jpg">"#),
        ];
        for (html, expected) in cases {
            let tree = fragment(html).expect("small");
            make_real(&tree);
            assert_eq!(tree.html_root().inner_html().as_ref(), expected, "{html}");
        }
    }
}
