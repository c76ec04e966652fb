//! What may stand in HTML that is published: the test's own list, made without looking at the program's.

use dom_query::{Document, NodeData, NodeRef};
use url::Url;

const ELEMENTS: &str = "a abbr audio b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt em \
    figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p picture pre q rp rt ruby s samp small source strong \
    sub summary sup table tbody td tfoot th thead time tr track u ul var video wbr";

const ATTRIBUTES: &str = "alt cite colspan controls datetime dir headers height href hreflang kind label lang media poster \
    reversed rowspan scope sizes span src srclang srcset start title type value width";

const HTML: &str = "http://www.w3.org/1999/xhtml";

/// Says what is active in a piece of HTML, read as browsers read it with scripts and without.
pub(super) fn none_in(html: &str) -> Result<(), String> {
    if html.contains('\0') {
        return Err("a null byte".into());
    }
    let guarded = feedmill::markup::fragment(html).ok_or("too deep for a tree")?;
    none_in_tree(&guarded)?;
    none_in_tree(&Document::fragment(html))
}

fn none_in_tree(tree: &Document) -> Result<(), String> {
    tree.html_root()
        .descendants_it()
        .try_for_each(|node| element(&node))
}

fn element(node: &NodeRef<'_>) -> Result<(), String> {
    let (name, space) = node.query_or((String::new(), String::new()), |node| match &node.data {
        NodeData::Element(element) => (element.name.local.to_string(), element.name.ns.to_string()),
        NodeData::Text { .. } => (String::new(), HTML.into()),
        _ => (
            "something that is neither element nor text".into(),
            String::new(),
        ),
    });
    if !name.is_empty() && !ELEMENTS.split_whitespace().any(|known| known == name) || space != HTML
    {
        return Err(format!("<{name}> of {space}"));
    }
    node.attrs().iter().try_for_each(|attribute| {
        let (name, value): (&str, &str) = (&attribute.name.local, &attribute.value);
        if !ATTRIBUTES.split_whitespace().any(|known| known == name) {
            return Err(format!("attribute {name}"));
        }
        match name {
            "href" | "cite" | "src" | "poster" => is_harmless(value),
            "srcset" => value.split(", ").try_for_each(is_harmless),
            _ => Ok(()),
        }
    })
}

/// Whether an address runs nothing when it is followed or shown.
pub(super) fn is_harmless(address: &str) -> Result<(), String> {
    let fault = || Err(format!("address {address:?}"));
    let Ok(url) = Url::parse(address) else {
        return fault();
    };
    let is_clean =
        !address.contains(|c: char| c.is_control() || matches!(c, '"' | '<' | '>' | '`'));
    let picture = ["png", "jpeg", "gif", "webp"]
        .iter()
        .any(|kind| address.starts_with(&format!("data:image/{kind};base64,")));
    match url.scheme() {
        "http" | "https" | "mailto" | "tel" if is_clean => Ok(()),
        "data" if picture && is_clean => Ok(()),
        _ => fault(),
    }
}
