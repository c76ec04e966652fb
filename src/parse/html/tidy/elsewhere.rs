//! Within the text, what leads to other texts: labels with the links below them, contents of the page
//! itself, lines of a label and a link.

use dom_query::Document;

use super::super::leaf::{Leaf, leaves};
use crate::text::key;

/// Beginnings of the labels above links to other articles, by letters alone.
#[rustfmt::skip]
const LABELS: &[&str] = &[
    "alsoread", "dontmiss", "editorspick", "featuredvideo", "furtherreading", "latestnews",
    "latestposts", "lateststories", "latestarticles", "morefrom", "morelike", "morenews", "moreon",
    "moreposts", "morereading", "moremustread", "peoplearealsoreading", "peoplearereading", "morestories", "mostpopular", "mostread", "mostviewed", "mustread", "nextstory",
    "nowtrending", "popularnow", "popularposts", "readalso", "readmore", "readnext", "recentposts",
    "recommended", "recommendedforyou", "recommendedreading", "recommendedvideos", "related",
    "relatedarticle", "relatedcontent", "relatednews", "relatedpost", "relatedreading", "relatedstories",
    "relatedstory", "relatedtopics", "relatedvideo", "requiredreading", "seealso", "similarposts",
    "thedailynewsletter", "topstories", "trending", "trendingnow", "upnext", "watchnext",
    "whattoreadnext", "youmayalsolike", "youmayalso", "youmightalso", "youmightlike",
    "youmightbeinterested",
    // German, Dutch
    "dasknnteihnenauchgefallen", "ähnlicheartikel", "auchinteressant", "lesensieauch", "liesauch",
    "mehrzumthema", "mehrartikel", "meistgelesen", "verwandteartikel", "weitereartikel", "weiterebeiträge",
    "zumthema", "leesook", "gerelateerd", "meestgelezen",
    // French, Italian, Spanish, Portuguese
    "àlireaussi", "aliréaussi", "articlesliés", "articlessimilaires", "lireaussi", "surlemêmesujet",
    "voiraussi", "vousaimerezaussi", "articolicorrelati", "leggianche", "leggeanche", "potrebbeinteressarti",
    "artículosrelacionados", "entradasrelacionadas", "leatambién", "leetambién", "lomásleído", "lomásvisto",
    "noticiasrelacionadas", "tambiéntepuede", "tepuedeinteresar", "artigosrelacionados",
    "leiatambém", "maislidas", "matériasrelacionadas", "vejatambém",
    // Scandinavian, Slavic, Turkish, eastern
    "läsmer", "läsockså", "lesogså", "læsogså", "mestläst", "relaterade", "czytajtakże", "przeczytajtakże",
    "zobacztakże", "čtětetaké", "mohlobyvászajímat", "читайтетакже", "читайтетакож", "потеме", "похожие",
    "ilgilihaberler", "あわせて読みたい", "関連記事", "相关阅读", "相关文章", "延伸阅读", "延伸閱讀", "관련기사",
];

/// Most words of a label.
const LABEL: usize = 6;
/// Most blocks below a label that go with it.
const MOST_BELOW: usize = 24;
/// Most words of a title below a label.
const TITLE: usize = 40;
/// Fewest words of a link in capitals.
const SHOUT: usize = 4;
/// Fewest links of a table of contents.
const CONTENTS: usize = 3;

/// Removes them.
pub(super) fn remove(tree: &Document) {
    remove_contents(tree);
    let leaves = leaves(tree);
    let mut rest = leaves.iter().peekable();
    while let Some(leaf) = rest.next() {
        if leaf.whole {
            continue;
        }
        if is_label(&leaf.text) {
            let mut below = 0;
            let listed = leaf.text.ends_with([':', '：']);
            let goes = |next: &Leaf<'_>| leads_away(next) || listed && is_listed(next);
            while let Some(link) = rest.next_if(|next| below < MOST_BELOW && goes(next)) {
                link.node.remove_from_parent();
                below += 1;
            }
            // A heading with a text below is the author's.
            let prose = rest
                .peek()
                .is_some_and(|next| next.is_prose() && leaf.is_heading());
            if below > 0 || !prose || !leaf.is_heading() || is_widget(&leaf.text) {
                leaf.node.remove_from_parent();
            }
        } else if is_labelled_link(leaf) || is_shouted_link(leaf) {
            leaf.node.remove_from_parent();
        }
    }
}

fn is_label(text: &str) -> bool {
    let key = key(text);
    text.split(' ').count() <= LABEL
        && !text.ends_with(['.', '!', '?'])
        && LABELS.iter().any(|label| key.starts_with(label))
}

/// A block that is nothing but a link.
fn leads_away(leaf: &Leaf<'_>) -> bool {
    !leaf.whole && leaf.words() <= TITLE && leaf.linked() >= 80
}

/// An item of a list that has a link in it.
fn is_listed(leaf: &Leaf<'_>) -> bool {
    leaf.name == "li" && !leaf.whole && leaf.words() <= TITLE && leaf.linked() > 0
}

/// Labels, by letters alone, that no author gives a part of a text: what they stand above is put in by a script.
#[rustfmt::skip]
const WIDGETS: &[&str] = &[
    "editorspicks", "mostpopular", "mostread", "peoplearealsoreading", "peoplearereading", "recommendedforyou",
    "recommendedvideos", "trendingnow", "youmayalsolike", "youmightalsolike", "meistgelesen", "lesensieauch",
    "àlireaussi", "leggianche", "leatambién", "leiatambém", "читайтетакже", "関連記事", "相关阅读",
];

fn is_widget(text: &str) -> bool {
    WIDGETS.contains(&key(text).as_str())
}

/// `CLICK HERE FOR THE APP`: a paragraph that is one link in capitals.
fn is_shouted_link(leaf: &Leaf<'_>) -> bool {
    leaf.name == "p"
        && (SHOUT..=TITLE).contains(&leaf.words())
        && !leaf.has_picture()
        && !leaf.text.chars().any(char::is_lowercase)
        && leaf.text.chars().filter(|c| c.is_uppercase()).count() * 2 > leaf.text.len()
        && leaf.linked() >= 95
}

/// `MORE: Another story`, `Related: …`: a label that ends in a colon, then a link to the end.
fn is_labelled_link(leaf: &Leaf<'_>) -> bool {
    let Some((label, rest)) = leaf.text.split_once(':') else {
        return false;
    };
    let label_key = key(label);
    let shouted = label.chars().any(char::is_alphabetic) && !label.chars().any(char::is_lowercase);
    let known = LABELS.iter().any(|known| label_key.starts_with(known))
        || matches!(label_key.as_str(), "also" | "plus")
        || shouted
            && matches!(
                label_key.as_str(),
                "more" | "read" | "watch" | "see" | "live" | "listen"
            );
    known
        && label.split(' ').count() <= 4
        && rest.split_whitespace().count() >= 3
        && leaf.linked() * leaf.text.len() >= 75 * rest.len()
}

/// Lists of links to places within the page.
fn remove_contents(tree: &Document) {
    for list in tree.select("ul, ol").nodes() {
        let links: Vec<_> = list
            .descendants_it()
            .filter(|node| node.has_name("a"))
            .collect();
        let inside = links
            .iter()
            .filter(|link| {
                link.attr("href")
                    .is_some_and(|href| href.starts_with('#') && href.len() > 1)
            })
            .count();
        let linked: usize = links.iter().map(|link| link.normalized_char_count()).sum();
        if links.len() >= CONTENTS
            && inside == links.len()
            && linked * 10 >= list.normalized_char_count() * 8
        {
            list.remove_from_parent();
        }
    }
}
