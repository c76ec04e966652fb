//! What a publisher's software adds to every article of a feed.

use dom_query::{Document, NodeRef};

use crate::text::fold;

/// The last sentence that WordPress adds, as its translations have it: beginning and middle.
/// Certain only together, at the end, with the links to the article and to the site.
const APPEARED_FIRST: &[(&str, &str)] = &[
    ("The post ", " appeared first on "),
    ("The post ", " first appeared on "),
    ("This post ", " first appeared on "),
    ("This article ", " appeared first on "),
    ("Der Beitrag ", " erschien zuerst auf "),
    ("Der Artikel ", " erschien zuerst auf "),
    ("L’article ", " est apparu en premier sur "),
    ("L'article ", " est apparu en premier sur "),
    ("Cet article ", " est apparu en premier sur "),
    ("La entrada ", " se publicó primero en "),
    ("La entrada ", " aparece primero en "),
    ("O post ", " apareceu primeiro em "),
    ("L'articolo ", " proviene da "),
    ("L’articolo ", " proviene da "),
    ("Het bericht ", " verscheen eerst op "),
    ("Wpis ", " pojawił się poczatkowo na "),
    ("Artykuł ", " pochodzi z serwisu "),
    ("Inlägget ", " dök först upp på "),
    ("Indlægget ", " blev først udgivet på "),
    ("Запись ", " впервые появилась "),
    ("Сообщение ", " появились сначала на "),
    ("Příspěvek ", " pochází z "),
];

/// Classes of blocks that plugins and services append, and that hold nothing of the article.
const APPENDED_CLASSES: &[&str] = &[
    "feedflare",                       // FeedBurner
    "sharedaddy",                      // Jetpack
    "jp-relatedposts",                 //
    "sd-sharing-enabled",              //
    "addtoany_share_save_container",   // AddToAny
    "addtoany_content",                //
    "addthis_toolbox",                 // AddThis
    "heateor_sss_sharing_container",   // Sassy Social Share
    "ssba",                            // Simple Share Buttons
    "social-share",                    //
    "share-buttons",                   //
    "subscription-widget-wrap",        // Substack
    "subscription-widget-wrap-editor", //
    "mc4wp-form",                      // Mailchimp for WordPress
    "yarpp-related",                   // Yet Another Related Posts Plugin
    "rp4wp-related-posts",             //
    "wp-block-jetpack-subscriptions",  //
    "advads-content",                  // Advanced Ads
    "adsbygoogle",                     // AdSense
];

/// Removes what was added. Before the attributes go, since classes tell.
pub(super) fn remove(tree: &Document) {
    for node in tree.select("[class]").nodes() {
        let class = node.class().unwrap_or_default();
        if class
            .split_ascii_whitespace()
            .any(|class| APPENDED_CLASSES.contains(&class))
        {
            node.remove_from_parent();
        }
    }
    let blocks = tree.select("p, div");
    if let Some(last) = blocks
        .nodes()
        .iter()
        .rev()
        .take(6)
        .find(|node| is_appeared_first(node))
    {
        last.remove_from_parent();
    }
}

fn is_appeared_first(node: &NodeRef<'_>) -> bool {
    if node.normalized_char_count() > 600 {
        return false;
    }
    let text = fold(&node.text());
    let links = node
        .descendants_it()
        .filter(|node| node.has_name("a"))
        .count();
    (1..=2).contains(&links)
        && APPEARED_FIRST
            .iter()
            .any(|(start, middle)| text.starts_with(start) && text.contains(middle))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markup::fragment;

    #[test]
    fn only_what_is_certain_goes() {
        let cases = [
            (
                "<p>Text.</p><p>The post <a href=/a>A</a> appeared first on <a href=/>S</a>.</p>",
                "<p>Text.</p>",
            ),
            (
                "<p>Text.</p><p>Der Beitrag <a href=/a>A</a> erschien zuerst auf <a href=/>S</a>.</p>",
                "<p>Text.</p>",
            ),
            (
                "<p>The post office appeared first on maps in 1700.</p>",
                "<p>The post office appeared first on maps in 1700.</p>",
            ),
            (
                "<p>x</p><div class='a sharedaddy'>Share this</div>",
                "<p>x</p>",
            ),
        ];
        for (html, expected) in cases {
            let tree = fragment(html).expect("small");
            remove(&tree);
            assert_eq!(tree.html_root().inner_html().as_ref(), expected, "{html}");
        }
    }
}
