//! The parts of a page, as far as names tell: what belongs to the article and what stands around it.

use dom_query::NodeRef;

use super::names;

/// In what part of a page something stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Place {
    /// Within `article` or `main`, or what names itself so.
    pub(super) in_article: bool,
    /// Within an `article` within another.
    pub(super) in_article_of_article: bool,
    /// In navigation, comments, teasers of other articles, the footer of the site.
    pub(super) aside: bool,
}

/// Elements that never hold the article.
const AROUND: &[&str] = &["aside", "dialog", "footer", "form", "nav"];

/// Words in classes and ids of what stands around an article.
const AROUND_WORDS: &[&str] = &[
    "ad",
    "ads",
    "advert",
    "advertisement",
    "banner",
    "breadcrumb",
    "breadcrumbs",
    "carousel",
    "comment",
    "commentlist",
    "comments",
    "cookie",
    "copyright",
    "disqus",
    "footer",
    "latest",
    "mega",
    "menu",
    "modal",
    "more",
    "most",
    "nav",
    "navbar",
    "navigation",
    "newsletter",
    "outbrain",
    "pager",
    "pagination",
    "popular",
    "popup",
    "promo",
    "recent",
    "recirc",
    "recirculation",
    "recommendation",
    "recommendations",
    "recommended",
    "rel",
    "related",
    "replies",
    "respond",
    "reviews",
    "rss",
    "sidebar",
    "similar",
    "sponsor",
    "sponsored",
    "taboola",
    "teaser",
    "teasers",
    "trending",
    "upnext",
    "widget",
    "widgets",
    "ticker",
    "ipp", // the bar of a web archive
    "weather",
    "kommentare",
    "kommentar",
    "verwandte",
];

/// Classes of what holds the article, and types of microdata.
const ARTICLE_NAMES: &[&str] = &[
    "article",
    "hentry",
    "h-entry",
    "post",
    "entry",
    "single-post",
    "blog-post",
    "story",
    "asset",
    "news-single",
    "blogposting",
    "newsarticle",
];

/// Classes of the text itself: what holds it is no sidebar, though a content system calls every
/// block a widget.
const BODY_CLASSES: &[&str] = &["entry-content", "post-body", "article-body", "e-content"];

/// Words that turn the next one round, or make it a setting of the layout: `no-sidebar`.
const TURNING: &[&str] = &[
    "no", "has", "with", "without", "hide", "is", "left", "right", "read",
];

/// Beginnings of names that tell nothing about the layout.
const NAMED_AFTER: &[&str] = &["elementor-", "category-", "tag-"];

/// Properties whose values are things of others: what readers say below an article.
const OF_OTHERS: &[&str] = &["comment", "review", "reviews", "suggestedAnswer"];

/// The place of an element, given that of its parent.
pub(super) fn of(node: &NodeRef<'_>, name: &str, parent: Place) -> Place {
    let mut place = parent;
    if name == "article" {
        place.in_article_of_article = parent.in_article;
        place.in_article = true;
    } else if name == "main" {
        place.in_article_of_article = false;
    } else if !parent.in_article && name != "body" && names_the_article(node) {
        place.in_article = true;
    }
    if place.aside || matches!(name, "html" | "head" | "body" | "main") {
        return place;
    }
    // The footer of an article holds its date often enough; that of the page never.
    let around = AROUND.contains(&name) && !(name == "footer" && parent.in_article)
        || names_what_is_around(node, parent.in_article)
        || node
            .attr("itemprop")
            .is_some_and(|name| OF_OTHERS.contains(&&*name));
    // A wrapper of the whole page may be called anything.
    place.aside = around && !holds_the_article(node);
    place
}

/// Whether a part of the article's body by its names is none.
pub(super) fn is_around(node: &NodeRef<'_>, name: &str) -> bool {
    AROUND.contains(&name)
        || name == "button"
        || (names_what_is_around(node, false) || is_prompt(node)) && !holds_a_body(node)
        || names_the_writer(node)
}

/// Whether it names itself a button, a prompt or a note between paragraphs.
pub(super) fn is_prompt(node: &NodeRef<'_>) -> bool {
    names::have(node, &["class", "id"], WITHIN)
}

/// Words in classes and ids of what stands within a text and is none of it.
const WITHIN: &[&str] = &[
    "boilerplate",
    "byline",
    "bylines",
    "feedback",
    "newsletter",
    "paywall",
    "preloader",
    "readmore",
    "readnext",
    "seealso",
    "share",
    "sharebar",
    "sharing",
    "signup",
    "speedbump",
    "subscribe",
    "subscription",
    "tableofcontents",
    "taglist",
    "tags",
    "toc",
    "toolbar",
];

/// Whether the text itself is in it by its name: the free beginning of a text may be called a teaser.
fn holds_a_body(node: &NodeRef<'_>) -> bool {
    node.descendants_it().any(|inner| names_the_body(&inner))
}

fn names_the_body(node: &NodeRef<'_>) -> bool {
    node.attr("itemprop")
        .is_some_and(|name| name.eq_ignore_ascii_case("articleBody"))
        || node.class().is_some_and(|class| {
            let mut classes = class.split_ascii_whitespace();
            classes.any(|class| BODY_CLASSES.contains(&class))
        })
}

/// What tells about the writer below the text.
const WRITER: &[&str] = &[
    "author-bio",
    "authorbio",
    "author-box",
    "authorbox",
    "author-info",
    "author__bio",
    "author-card",
    "author-description",
    "about-author",
    "about-the-author",
    "article-bio",
    "bio",
    "contributor-bio",
    "post-author",
    "byline-bio",
];

fn names_the_writer(node: &NodeRef<'_>) -> bool {
    let class = node.class().unwrap_or_default().to_ascii_lowercase();
    class.split_ascii_whitespace().any(|name| {
        WRITER.iter().any(|known| {
            name.find(known).is_some_and(|at| {
                let before = name.get(..at).unwrap_or_default();
                let after = name.get(at + known.len()..).unwrap_or_default();
                let parted = |c: char| !c.is_alphanumeric();
                (before.is_empty() || before.ends_with(parted))
                    && (after.is_empty() || after.starts_with(parted))
            })
        })
    })
}

fn holds_the_article(node: &NodeRef<'_>) -> bool {
    node.descendants_it()
        .any(|inner| inner.has_name("h1") || inner.has_name("main") || names_the_body(&inner))
}

fn names_the_article(node: &NodeRef<'_>) -> bool {
    let is_known = |name: &str| {
        ARTICLE_NAMES
            .iter()
            .any(|known| name.eq_ignore_ascii_case(known))
    };
    let class = node.class().unwrap_or_default();
    let kind = node.attr("itemtype").unwrap_or_default();
    class.split_ascii_whitespace().any(is_known) || kind.rsplit('/').next().is_some_and(is_known)
}

fn names_what_is_around(node: &NodeRef<'_>, in_article: bool) -> bool {
    ["class", "id"].iter().any(|attribute| {
        node.attr(attribute).is_some_and(|names| {
            let mut names = names
                .split_ascii_whitespace()
                .take(24)
                // Page builders call every block of a text a widget, a blog names a post after its category; `rel` alone is
                // a position.
                .filter(|name| {
                    !NAMED_AFTER.iter().any(|start| name.starts_with(start)) && *name != "rel"
                });
            names.any(|name| {
                let mut before = "";
                name.split(['-', '_']).any(|word| {
                    let word = word.trim_matches(|c: char| !c.is_ascii_alphabetic());
                    let lower = word.to_ascii_lowercase();
                    let hit = AROUND_WORDS.contains(&lower.as_str())
                        && !TURNING.contains(&before)
                        && !(in_article && lower == "footer");
                    before = TURNING.iter().find(|known| **known == lower).unwrap_or(&"");
                    hit
                })
            })
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markup::fragment;

    #[test]
    fn names_tell_what_is_around() {
        let cases = [
            ("<div class=comment-list>", true),
            ("<div class='post related_posts'>", true),
            ("<div id=reviews>", true),
            ("<div itemprop=comment>", true),
            ("<div class='post category-reviews tag-popular'>", false),
            ("<div class=no-sidebar>", false),
            ("<div class='layout has-sidebar'>", false),
            ("<div class=sidebar><h1>Title</h1>", false),
            ("<div class=entry-header>", false),
            ("<div class=rel>", false),
            ("<div class=rel-posts>", true),
            (
                "<div class='elementor-widget elementor-widget-text-editor'>",
                false,
            ),
            ("<nav>", true),
            ("<footer>", true),
        ];
        for (html, expected) in cases {
            let tree = fragment(html).expect("small");
            let node = tree.html_root().first_child().expect("one element");
            let name = node.node_name().expect("an element");
            assert_eq!(of(&node, &name, Place::default()).aside, expected, "{html}");
        }
        let tree = fragment("<footer>").expect("small");
        let node = tree.html_root().first_child().expect("one element");
        let inside = Place {
            in_article: true,
            ..Place::default()
        };
        assert!(!of(&node, "footer", inside).aside);
    }
}
