//! What one walk over the tree of a page finds, before anybody judges it.

use dom_query::{Document, NodeData, NodeRef};
use url::Url;

use super::kicker;
use super::place::{self, Place};
use super::reading::{Parted, is_caption, is_in_prose, opening, says_date, text, text_with_breaks};
use super::writers::leads_to_a_writer;
use crate::markup;
use crate::text::{fold, key};

/// Longest text of a spot that can be a byline or a date, in bytes.
const LONGEST_SPOT: usize = 400;
/// Most openings kept.
const MOST_OPENINGS: usize = 6;
/// Most spots looked at: no article's head is further down.
const MOST_SPOTS: usize = 4000;

/// Most headings of the second and third level looked at: that of an article comes early.
const MOST_SUBHEADINGS: usize = 40;
/// Most sidebars in which the page's own heading is looked for.
const MOST_SEARCHED: usize = 100;
/// Longest title that a heading is looked for in, in bytes.
const LONGEST_TITLE: usize = 1000;
/// Most elements around an author that may be a picture.
const MOST_AROUND: usize = 6;

/// Longest line without an element of its own that can be a date, in bytes.
const LONGEST_LINE: usize = 80;
/// Longest text of an element that shows a date in several blocks, in characters.
const LONGEST_DATE: usize = 40;
/// Attributes with a date for machines.
const DATE_ATTRIBUTES: &[&str] = &[
    "datetime",
    "data-datetime",
    "data-timestamp",
    "data-time",
    "data-date",
    "data-published",
    "data-publish-date",
    "data-pubdate",
];

/// Everything on a page that says something about it.
#[derive(Debug, Default)]
pub(super) struct Page {
    /// Against which relative links resolve: `<base href>` over the document's own.
    pub(super) base: Option<Url>,
    /// `lang` of the page.
    pub(super) language: Option<String>,
    /// `<title>`.
    pub(super) title: Option<String>,
    /// Headings of the first level, outside of navigation, with their places.
    pub(super) headings: Vec<Spot>,
    /// The first headings of the second and third level, outside of navigation.
    subheadings: Vec<Spot>,
    /// Sidebars in which the page's own heading was looked for.
    searched: usize,
    /// `meta` elements with content: name in lower case, content.
    pub(super) metas: Vec<(String, String)>,
    /// `link` and `a` elements with a `rel`.
    pub(super) links: Vec<Link>,
    /// Texts of the JSON-LD scripts.
    pub(super) json_ld: Vec<String>,
    /// Texts of the other scripts.
    pub(super) scripts: Vec<String>,
    /// Elements with `itemprop`, and microformats (`p-author` as `author`).
    pub(super) properties: Vec<(String, Spot)>,
    /// Addresses of pictures that microdata or microformats call the article's.
    pub(super) images: Vec<String>,
    /// `time` and `abbr title` elements.
    pub(super) times: Vec<Spot>,
    /// Short texts that may be a byline.
    pub(super) spots: Vec<Spot>,
    /// Links that lead to the page of a writer.
    pub(super) writers: Vec<Spot>,
    /// Beginnings of the first paragraphs that are too long to be a byline.
    pub(super) openings: Vec<Spot>,
    /// `article` elements that stand in no other.
    pub(super) articles: usize,
    /// Elements of class `h-entry` or `hentry`.
    pub(super) entries: usize,
}

/// A short text and where it stands.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Spot {
    /// Folded text.
    pub(super) text: String,
    /// Value for machines: `datetime`, `content`, `title`.
    pub(super) value: Option<String>,
    /// `class`, `id`, `itemprop` and more of the element, in lower case.
    pub(super) hints: String,
    /// Bytes of text before it on the page.
    pub(super) at: usize,
    /// In what part of the page.
    pub(super) place: Place,
}

/// A relation to another address.
#[derive(Debug, Clone, Default)]
pub(super) struct Link {
    /// `rel`, in lower case.
    pub(super) rel: String,
    /// `href`, as found.
    pub(super) href: String,
    /// `type`, in lower case.
    pub(super) media_type: String,
    /// `title`, or the text.
    pub(super) title: String,
    /// Stands in a comment, a sidebar, a footer.
    pub(super) place: Place,
}

impl Page {
    /// Walks over the tree once.
    pub(super) fn read(tree: &Document, base: Option<&Url>) -> Page {
        let mut page = Page {
            base: base.cloned(),
            ..Page::default()
        };
        let mut at = 0;
        let mut rest = vec![(tree.root(), Place::default())];
        while let Some((node, place)) = rest.pop() {
            let Some(name) = node.node_name() else {
                let length = node.query_or(0, |node| match &node.data {
                    NodeData::Text { contents } => contents.trim().len(),
                    _ => 0,
                });
                page.note_line(&node, length, place, at);
                at += length;
                let children = node.children();
                rest.extend(children.into_iter().rev().map(|child| (child, place)));
                continue;
            };
            let mut inner = place::of(&node, &name, place);
            if inner.aside && !place.aside && page.holds_its_title(&node) {
                inner.aside = false;
            }
            let place = inner;
            if is_caption(&node, &name) {
                continue;
            }
            page.note(&node, &name, place, at);
            if !matches!(&*name, "script" | "style" | "svg" | "template" | "noscript") {
                let children = node.children();
                rest.extend(children.into_iter().rev().map(|child| (child, place)));
            }
        }
        page
    }

    fn note(&mut self, node: &NodeRef<'_>, name: &str, place: Place, at: usize) {
        match name {
            "html" => self.language = attribute(node, "lang").or(attribute(node, "xml:lang")),
            "base" => self.rebase(node),
            "title" if self.title.is_none() => self.title = text(node),
            "meta" => return self.note_meta(node),
            "link" => return self.note_link(node, place),
            "script" => {
                let kind = attribute(node, "type").unwrap_or_default();
                let text = node.text();
                if kind.to_ascii_lowercase().starts_with("application/ld+json") {
                    self.json_ld.push(text.to_string());
                } else if !text.is_empty() {
                    self.scripts.push(text.to_string());
                }
                return;
            }
            "a" => {
                self.note_writer(node, place, at);
                if node.has_attr("rel") {
                    self.note_link(node, place);
                }
            }
            "article" if !place.in_article_of_article => self.articles += 1,
            _ => {}
        }
        if matches!(
            name,
            "html" | "head" | "body" | "style" | "template" | "noscript" | "svg"
        ) {
            return;
        }
        let hints = hints(node);
        let classes = || hints.split_ascii_whitespace();
        if classes().any(|class| class == "h-entry" || class == "hentry") && !place.aside {
            self.entries += 1;
        }
        let is_stated = || {
            let stated = attribute(node, "itemprop").unwrap_or_default();
            let mut stated = stated.split_ascii_whitespace();
            stated.any(|name| matches!(name, "image" | "thumbnailUrl"))
                || classes().any(|class| matches!(class, "u-photo" | "u-featured"))
        };
        if matches!(name, "img" | "a") && !place.aside && is_stated() {
            let mut address = ["src", "href"].iter();
            self.images
                .extend(address.find_map(|name| attribute(node, name)));
        }
        if self.spots.len() >= MOST_SPOTS {
            return;
        }
        if markup::is_longer(node, LONGEST_SPOT) {
            if name == "p" && !place.aside && self.openings.len() < MOST_OPENINGS {
                self.openings.push(Spot {
                    text: opening(node),
                    hints,
                    at,
                    place,
                    ..Spot::default()
                });
            }
            return;
        }
        // Any element may carry a date for machines, those of components do: `<relative-time datetime>`. That of
        // `ins` and `del` is of a change in the text.
        let is_time = name == "time"
            || name == "abbr" && node.has_attr("title")
            || !matches!(name, "ins" | "del") && is_dated(node);
        let property = attribute(node, "itemprop").or_else(|| {
            let known = [
                "dt-published",
                "dt-updated",
                "p-author",
                "p-category",
                "p-name",
            ];
            let class = classes().find(|class| known.contains(class))?;
            class.split_once('-').map(|(_, name)| name.to_owned())
        });
        let is_heading = name == "h1";
        let is_subheading = matches!(name, "h2" | "h3")
            && !place.aside
            && self.subheadings.len() < MOST_SUBHEADINGS;
        let is_leaf = !node.children_it(false).any(|child| {
            child
                .node_name()
                .is_some_and(|name| markup::is_block(&name) && &*name != "br")
        });
        // A calendar leaf: day, month and year each in a block of its own.
        let is_date = !is_leaf && says_date(&hints) && !markup::is_longer(node, LONGEST_DATE);
        if !(is_time || property.is_some() || is_heading || is_subheading || is_leaf || is_date) {
            return;
        }
        let parted = match is_heading {
            true => Parted::Blocks,
            false if says_date(&hints) => Parted::Figures,
            false => Parted::Numbers,
        };
        let spot = Spot {
            text: fold(&text_with_breaks(node, parted)),
            value: DATE_ATTRIBUTES
                .iter()
                .chain(&["content", "title"])
                .find_map(|name| attribute(node, name)),
            hints,
            at,
            place,
        };
        // Who made a picture is the author of that alone.
        let of_picture = || {
            let mut outer = node.ancestors_it(Some(MOST_AROUND));
            outer.any(|outer| {
                outer.has_name("figure")
                    || attribute(&outer, "itemtype")
                        .is_some_and(|kind| kind.ends_with("ImageObject"))
            })
        };
        if property.as_deref() == Some("author") && of_picture() {
            return;
        }
        if let Some(property) = property {
            for property in property.split_ascii_whitespace() {
                self.properties
                    .push((property.to_ascii_lowercase(), spot.clone()));
            }
        }
        if is_heading && !spot.text.is_empty() {
            self.headings.push(Spot {
                text: kicker::without(node, &spot.text).to_owned(),
                ..spot.clone()
            });
        }
        if is_subheading && !spot.text.is_empty() {
            self.subheadings.push(spot.clone());
        }
        if is_time {
            self.times.push(spot);
        } else if (is_leaf || is_date)
            && !spot.text.is_empty()
            && !is_in_prose(node, name, &spot.hints, &spot.text)
        {
            self.spots.push(spot);
        }
    }

    fn note_writer(&mut self, node: &NodeRef<'_>, place: Place, at: usize) {
        let leads = attribute(node, "href").is_some_and(|href| leads_to_a_writer(&href));
        if !leads || place.aside || self.writers.len() >= MOST_OPENINGS {
            return;
        }
        if !markup::is_longer(node, LONGEST_LINE) {
            // An office may follow in an element of its own.
            let first = node.descendants_it().filter(NodeRef::is_text);
            let first = first.map(|part| fold(&part.text()));
            let first = first.into_iter().find(|part| part.contains(' '));
            self.writers
                .extend(first.or_else(|| text(node)).map(|text| Spot {
                    text,
                    at,
                    place,
                    ..Spot::default()
                }));
        }
    }

    /// A line with a number in it that has no element of its own, in a block too long for a spot: pages of old part
    /// their lines with `br` alone.
    fn note_line(&mut self, node: &NodeRef<'_>, length: usize, place: Place, at: usize) {
        if !(6..=LONGEST_LINE).contains(&length) || self.spots.len() >= MOST_SPOTS {
            return;
        }
        let ends = |beside: Option<NodeRef<'_>>| {
            beside.is_none_or(|beside| {
                let name = beside.node_name();
                name.is_some_and(|name| &*name == "br" || markup::is_block(&name))
            })
        };
        let text = node.query_or(String::new(), |node| match &node.data {
            NodeData::Text { contents } if contents.contains(char::is_numeric) => fold(contents),
            _ => String::new(),
        });
        if text.is_empty() || !ends(node.prev_sibling()) || !ends(node.next_sibling()) {
            return;
        }
        if let Some(parent) = node
            .parent()
            .filter(|all| markup::is_longer(all, LONGEST_SPOT))
        {
            self.spots.push(Spot {
                text,
                hints: hints(&parent),
                at,
                place,
                ..Spot::default()
            });
        }
    }

    fn rebase(&mut self, node: &NodeRef<'_>) {
        let Some(href) = attribute(node, "href") else {
            return;
        };
        let base = match &self.base {
            Some(base) => base.join(&href).ok(),
            None => Url::parse(&href).ok(),
        };
        self.base = base.or(self.base.take());
    }

    fn note_meta(&mut self, node: &NodeRef<'_>) {
        let Some(content) = attribute(node, "content") else {
            return;
        };
        for kind in ["property", "name", "itemprop", "http-equiv"] {
            for name in attribute(node, kind)
                .unwrap_or_default()
                .split_ascii_whitespace()
            {
                self.metas
                    .push((name.to_ascii_lowercase(), content.clone()));
            }
        }
    }

    fn note_link(&mut self, node: &NodeRef<'_>, place: Place) {
        let (Some(rel), Some(href)) = (attribute(node, "rel"), attribute(node, "href")) else {
            return;
        };
        self.links.push(Link {
            rel: rel.to_ascii_lowercase(),
            href,
            media_type: attribute(node, "type")
                .unwrap_or_default()
                .to_ascii_lowercase(),
            title: attribute(node, "title")
                .or_else(|| text(node))
                .unwrap_or_default(),
            place,
        });
    }

    /// The contents of all `meta` elements by this name (lower case), in order.
    pub(super) fn metas(&self, name: &str) -> impl Iterator<Item = &str> + use<'_> {
        let contents: Vec<&str> = self
            .metas
            .iter()
            .filter(|(known, _)| known == name)
            .map(|(_, content)| content.as_str())
            .collect();
        contents.into_iter()
    }

    /// The content of the first `meta` element by one of these names, the first name first.
    pub(super) fn meta(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|name| self.metas(name).next())
    }

    /// The links of one relation.
    pub(super) fn related<'a>(&'a self, rel: &'a str) -> impl Iterator<Item = &'a Link> {
        self.links
            .iter()
            .filter(move |link| link.rel.split_ascii_whitespace().any(|known| known == rel))
    }

    /// An address made absolute.
    pub(super) fn absolute(&self, address: &str) -> Option<Url> {
        let address = address.trim();
        let url = match &self.base {
            Some(base) => base.join(address),
            None => Url::parse(address),
        };
        url.ok()
            .filter(|url| !address.is_empty() && matches!(url.scheme(), "http" | "https"))
    }

    /// Where the main heading stands, in bytes of text.
    pub(super) fn heading_at(&self) -> Option<usize> {
        let outside = |spot: &&Spot| !spot.place.aside;
        self.titled_heading()
            .or_else(|| self.titled_subheading())
            .or_else(|| self.headings.iter().find(outside))
            .map(|spot| spot.at)
    }

    /// The first heading of a lower level that makes a good part of the page's title: themes keep the first level for
    /// the name of the site, or do without.
    fn titled_subheading(&self) -> Option<&Spot> {
        let titles = self.titles();
        let mut headings = self.subheadings.iter();
        headings.find(|spot| titles.iter().any(|title| is_most_of(title, &spot.text)))
    }

    /// Whether something that is called a sidebar is a layout with one: the page's own heading is in it.
    fn holds_its_title(&mut self, node: &NodeRef<'_>) -> bool {
        self.searched += 1;
        if self.searched > MOST_SEARCHED || self.titled_subheading().is_some() {
            return false;
        }
        let titles = self.titles();
        let headings = node.descendants_it().filter(|inner| {
            let name = inner.node_name();
            name.is_some_and(|name| matches!(&*name, "h2" | "h3"))
        });
        headings
            .take(MOST_SUBHEADINGS)
            .filter_map(|heading| text(&heading))
            .any(|heading| titles.iter().any(|title| is_most_of(title, &heading)))
    }

    /// The titles of the page, without what one may be written with.
    fn titles(&self) -> Vec<String> {
        let all = [self.meta(&["og:title"]), self.title.as_deref()];
        let all = all.into_iter().flatten();
        all.filter(|title| title.len() <= LONGEST_TITLE)
            .map(key)
            .collect()
    }

    /// The heading that stands in the page's title; the longest, since the site's own name stands
    /// in both often enough.
    pub(super) fn titled_heading(&self) -> Option<&Spot> {
        let titles: Vec<String> = [self.meta(&["og:title"]), self.title.as_deref()]
            .into_iter()
            .flatten()
            .map(key)
            .collect();
        let headings = self.headings.iter().map(|spot| (key(&spot.text), spot));
        headings
            .filter(|(heading, _)| {
                heading.len() > 3 && titles.iter().any(|title| title.contains(heading))
            })
            .rev()
            .max_by_key(|(heading, _)| heading.len())
            .map(|(_, spot)| spot)
    }
}

/// Whether a heading is a third of a title or more: `News` in `News of the week | The Mill` is not.
fn is_most_of(title: &str, heading: &str) -> bool {
    let heading = key(heading);
    heading.len() > 3 && heading.len() * 3 >= title.len() && title.contains(&heading)
}

/// Whether an element carries a date for machines.
fn is_dated(node: &NodeRef<'_>) -> bool {
    node.query_or(false, |node| match &node.data {
        NodeData::Element(element) => {
            let mut names = element.attrs.iter().map(|attribute| &*attribute.name.local);
            names.any(|name| DATE_ATTRIBUTES.contains(&name))
        }
        _ => false,
    })
}

fn attribute(node: &NodeRef<'_>, name: &str) -> Option<String> {
    node.attr(name)
        .map(|value| value.trim().to_owned())
        .filter(|value| !value.is_empty())
}

/// What an element says of itself by the names in these attributes, in this order, in lower case.
fn hints(node: &NodeRef<'_>) -> String {
    const NAMES: [&str; 7] = [
        "class",
        "id",
        "itemprop",
        "rel",
        "pubdate",
        "data-testid",
        "property",
    ];
    let mut hints = String::new();
    node.query(|node| {
        let NodeData::Element(element) = &node.data else {
            return;
        };
        for name in NAMES {
            let mut attributes = element.attrs.iter();
            let found = attributes.find(|attribute| &*attribute.name.local == name);
            if let Some(attribute) = found {
                hints.push_str(&attribute.value);
                hints.push(' ');
                if name == "pubdate" {
                    hints.push_str("pubdate ");
                }
            }
        }
    });
    if let Some((end, _)) = hints.char_indices().nth(400) {
        hints.truncate(end);
    }
    match hints.is_ascii() {
        true => hints.make_ascii_lowercase(),
        false => hints = hints.to_lowercase(),
    }
    hints
}
