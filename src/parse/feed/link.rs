//! Which address an entry has: RSS's `link`, Atom's links by relation, a permalink `guid`.

use url::Url;

use super::limits;
use super::media;
use super::ranked::Ranked;
use super::tree::{Element, resolve};

/// A guid, an atom:id, an RDF resource.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Guid {
    /// Verbatim but trimmed.
    pub(super) value: String,
    permalink: Permalink,
    /// RSS's own, whose default is to be a permalink.
    is_rss: bool,
}

/// Whether a guid is an address.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Permalink {
    /// It says so.
    Yes,
    /// It says that it is not.
    No,
    /// It says nothing: RSS's default is yes, and many forget it; Atom has ids that are addresses.
    Perhaps,
}

impl Guid {
    pub(super) fn read(element: &Element<'_>) -> Option<Self> {
        let text = element.text();
        let value = text.trim();
        let permalink = match element.attribute("isPermaLink").as_deref() {
            Some(said) if said.eq_ignore_ascii_case("true") => Permalink::Yes,
            Some(_) => Permalink::No,
            None => Permalink::Perhaps,
        };
        (!value.is_empty() && value.len() <= limits::CONTENT).then(|| Guid {
            value: value.to_owned(),
            permalink,
            is_rss: element.name.eq_ignore_ascii_case("guid"),
        })
    }

    pub(super) fn resource(address: &str) -> Option<Self> {
        (address.len() <= limits::WORD).then(|| Guid {
            value: address.to_owned(),
            permalink: Permalink::Perhaps,
            is_rss: false,
        })
    }

    /// The absolute address for an id that is written as a relative one: RSS's is a permalink unless
    /// it says otherwise, and Atom's has to be absolute (RFC 4287, 4.2.6).
    pub(super) fn made_absolute(&self, base: Option<&Url>) -> Option<String> {
        let is_reference = !self.value.contains([' ', '\t', '\n', '\r', ':', '<', '>']);
        if self.permalink == Permalink::No || !is_reference {
            return None;
        }
        Some(base?.join(&self.value).ok()?.into())
    }

    /// The address that it is; relative ones only where it says that it is one.
    fn address(&self, base: Option<&Url>) -> Option<String> {
        let address = match self.permalink {
            Permalink::No => return None,
            Permalink::Perhaps => self.value.clone(),
            Permalink::Yes => resolve(&self.value, base),
        };
        let is_address = is_http(&address) || (self.permalink == Permalink::Yes && base.is_none());
        (is_address && !address.contains(char::is_whitespace)).then_some(address)
    }
}

/// Whether an address is one of the web.
pub(super) fn is_http(address: &str) -> bool {
    let scheme = |scheme: &str| {
        address
            .get(..scheme.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    };
    scheme("http://") || scheme("https://")
}

/// The links of an entry or a feed.
#[derive(Debug, Default)]
pub(super) struct Links {
    text: Option<String>,
    alternate: Ranked<String>,
    /// `rel=self`.
    pub(super) own: Option<String>,
    content: Option<String>,
}

/// Media types of pages that people read.
const PAGES: &[&str] = &["", "text/html", "application/xhtml+xml", "text/plain"];

impl Links {
    /// RSS's link, absolute.
    pub(super) fn text(&mut self, address: String) {
        if self.text.is_none() && !address.is_empty() {
            self.text = Some(address);
        }
    }

    /// The address of a content that lies elsewhere.
    pub(super) fn content(
        &mut self,
        source: &str,
        element: &Element<'_>,
        media: &mut media::Found,
    ) {
        let kind = element
            .attribute("type")
            .unwrap_or_default()
            .to_ascii_lowercase();
        match PAGES.contains(&kind.as_str()) {
            true => self.content = Some(source.to_owned()),
            false => media.attach(source.to_owned(), &kind, None),
        }
    }

    /// Takes a `link` element: Atom's with `href`, or RSS's with text. Gives back what is none of the
    /// article's addresses but is said elsewhere by an element of another vocabulary, with its name.
    pub(super) fn read(
        &mut self,
        element: &Element<'_>,
        document: Option<&Url>,
        media: &mut media::Found,
    ) -> Option<(&'static str, String)> {
        let relation = element.attribute("rel");
        // Atom's, and Atom's with the address in the wrong place; RDF's
        let address = ["href", "resource"]
            .iter()
            .find_map(|name| element.attribute(name));
        let address = address.map(|address| address.into_owned());
        let address = address.or_else(|| element.word())?;
        let is_rss = relation.is_none() && element.attribute("href").is_none();
        let address = element.resolve(&address, document);
        if is_rss {
            self.text(address);
            return None;
        }
        let relation = relation.unwrap_or_default();
        // registered relations may be written as addresses
        let relation = relation
            .rsplit('/')
            .next()
            .unwrap_or_default()
            .to_ascii_lowercase();
        let kind = element.attribute("type").unwrap_or_default();
        let kind = kind.split(';').next().unwrap_or_default().trim();
        let kind = kind.to_ascii_lowercase();
        match relation.as_str() {
            "" | "alternate" => {
                let rank = u8::from(!PAGES.contains(&kind.as_str()));
                self.alternate.offer(rank, Some(address));
            }
            "self" => {
                self.own.get_or_insert(address);
            }
            "enclosure" => media.attach(address, &kind, Some(element)),
            // RFC 4685, RFC 4946
            "replies" if PAGES.contains(&kind.as_str()) => return Some(("comments", address)),
            "replies" => return Some(("wfw:commentRss", address)),
            "license" => return Some(("creativeCommons:license", address)),
            _ => {}
        }
        None
    }

    /// The address, and whether the feed itself says that it is the canonical one.
    pub(super) fn choose(self, guid: Option<&Guid>, base: Option<&Url>) -> (Option<String>, bool) {
        let permalink = guid.and_then(|guid| guid.address(base));
        if let Some(link) = self.text {
            let canonical = permalink.is_some_and(|permalink| permalink == link);
            return (Some(link), canonical);
        }
        if let Some(alternate) = self.alternate.take() {
            return (Some(alternate), true);
        }
        // an id that is an address leads somewhere; only a guid says that it leads to the article
        let canonical = permalink.is_some() && guid.is_some_and(|guid| guid.is_rss);
        (permalink.or(self.content), canonical)
    }
}
