//! What an item says of its address → the address.

use std::collections::HashMap;

use url::Url;

/// What addresses in JSON resolve against.
pub(in crate::parse) struct Addresses<'a> {
    base: Option<&'a Url>,
    /// The links of the page in whose script the JSON is, by their last segments: only there is a slug an address.
    links: Option<HashMap<&'a str, &'a Url>>,
}

impl<'a> Addresses<'a> {
    /// Those in a document.
    pub(in crate::parse) fn of_document(base: Option<&'a Url>) -> Self {
        Addresses { base, links: None }
    }

    /// Those in the script of a page, which has these links.
    pub(in crate::parse) fn of_page(page: &'a Url, links: &'a [Url]) -> Self {
        let mut by_end = HashMap::new();
        for link in links {
            by_end.entry(last_segment(link.path())).or_insert(link);
        }
        Addresses {
            base: Some(page),
            links: Some(by_end),
        }
    }

    /// Whether a slug is as good as an address.
    pub(super) fn has_slugs(&self) -> bool {
        self.links.is_some()
    }

    /// An address of the web; without a base what is relative stays so.
    pub(super) fn absolute(&self, address: &str) -> Option<String> {
        let address = address.trim();
        let url = match self.base {
            Some(base) => base.join(address).ok()?,
            None if address.starts_with('/') => return Some(address.to_owned()),
            None => Url::parse(address).ok()?,
        };
        matches!(url.scheme(), "http" | "https").then(|| url.into())
    }

    /// The address of a slug: as the page's own links have it, else below the page itself; one with a slash in it is a
    /// relative address.
    pub(super) fn of_slug(&self, slug: &str) -> Option<String> {
        let (links, page) = (self.links.as_ref()?, self.base?);
        let slug = slug.trim_matches('/');
        let linked = links.get(last_segment(slug)).filter(|link| {
            let path = link.path().trim_end_matches('/');
            path.strip_suffix(slug)
                .is_some_and(|before| before.ends_with('/'))
        });
        if let Some(linked) = linked {
            return Some(linked.to_string());
        }
        let below = format!("{}/", page.path().trim_end_matches('/'));
        let folder = if slug.contains('/') {
            page.clone()
        } else {
            page.join(&below).ok()?
        };
        let url = folder.join(slug).ok()?;
        matches!(url.scheme(), "http" | "https").then(|| url.into())
    }
}

fn last_segment(path: &str) -> &str {
    let path = path.trim_end_matches('/');
    path.rsplit('/').next().unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_addresses_in_pages_alone() {
        let page = Url::parse("https://example.org/blog/?all").expect("an address");
        let links: Vec<Url> = ["/notes/2024/ink/", "/notes/other/press", "/notes/paper"]
            .iter()
            .map(|link| page.join(link).expect("an address"))
            .collect();
        let in_page = Addresses::of_page(&page, &links);
        for (slug, expected) in [
            ("ink", "https://example.org/notes/2024/ink/"),
            ("paper", "https://example.org/notes/paper"),
            ("/paper/", "https://example.org/notes/paper"),
            ("2024/ink", "https://example.org/notes/2024/ink/"),
            ("this/press", "https://example.org/blog/this/press"),
            ("aper", "https://example.org/blog/aper"),
        ] {
            assert_eq!(in_page.of_slug(slug).as_deref(), Some(expected), "{slug}");
        }
        assert_eq!(Addresses::of_document(Some(&page)).of_slug("ink"), None);
    }
}
