//! What a publisher's software adds to every article of a feed.

use dom_query::Document;

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
        if is_appended(&node.class().unwrap_or_default()) {
            node.remove_from_parent();
        }
    }
}

/// Whether a class, as an attribute has it, is that of something appended.
pub(super) fn is_appended(class: &str) -> bool {
    class
        .split_ascii_whitespace()
        .any(|class| APPENDED_CLASSES.contains(&class))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markup::fragment;

    #[test]
    fn only_what_is_certain_goes() {
        let cases = [
            (
                // An attribution is its author's to give; only the summary does without it.
                "<p>Text.</p><p>The post A appeared first on S.</p>",
                "<p>Text.</p><p>The post A appeared first on S.</p>",
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
