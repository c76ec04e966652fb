//! What an article's text is cleaned of. The input is a piece of HTML.

use dom_query::{Document, NodeData};
use feedmill::article::{Article, Found, Markup, Text};
use feedmill::markup;
use feedmill::normalise::{self, Options};
use url::Url;

use crate::input::{base, text};

const VIDEOS: &str = "videos.example.org";

/// Cleaned, it has nothing that the allow-list does not have, and cleaning it again changes nothing.
pub fn run(bytes: &[u8]) {
    let once = cleaned(text(bytes));
    harmless(&once);
    let twice = cleaned(once.clone());
    assert_eq!(once, twice, "cleaning again changes it");
}

fn cleaned(html: String) -> String {
    let options = Options {
        iframe_hosts: vec![VIDEOS.to_owned()],
        ..Options::default()
    };
    let content = Text {
        value: html,
        markup: Markup::Html,
        base: Some(base()),
    };
    let mut article = Article {
        url: Some(base().into()),
        found: Some(Box::new(Found {
            content: Some(content),
            summary: None,
        })),
        ..Article::default()
    };
    normalise::finish(&mut article, &options);
    article.content_html
}

/// Held against a reading of its own, by the parser of a browser's kind.
fn harmless(html: &str) {
    let tree = Document::fragment(html);
    let mut nodes = tree.html_root().children();
    while let Some(node) = nodes.pop() {
        nodes.extend(node.children());
        node.query_or((), |node| match &node.data {
            NodeData::Element(element) => {
                let name: &str = &element.name.local;
                let kept = markup::KEPT.iter().find(|(known, _)| *known == name);
                let (_, allowed) = kept.unwrap_or_else(|| panic!("<{name}> is left in {html:?}"));
                for attribute in &element.attrs {
                    let key: &str = &attribute.name.local;
                    let known = allowed.contains(&key) || markup::EVERYWHERE.contains(&key);
                    assert!(known && !key.starts_with("on"), "{key} is left in {html:?}");
                    if matches!(key, "href" | "src" | "cite" | "poster") {
                        leads_nowhere_bad(key, &attribute.value);
                    }
                }
            }
            NodeData::Text { .. } => {}
            _ => panic!("something besides elements and text is left in {html:?}"),
        });
    }
}

fn leads_nowhere_bad(key: &str, address: &str) {
    let url = Url::parse(address).unwrap_or_else(|_| panic!("{key}={address:?} is relative"));
    let fits = match url.scheme() {
        "http" | "https" => true,
        "mailto" | "tel" => matches!(key, "href" | "cite"),
        "data" => matches!(key, "src" | "poster") && address.starts_with("data:image/"),
        _ => false,
    };
    assert!(fits, "{key}={address:?}");
}
