//! Which vocabulary an element belongs to. Addresses of namespaces are misspelt, prefixes are not
//! declared, and both are in the wrong case: one table each, and what they agree on is one [`Ns`].

/// The vocabularies that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Ns {
    /// RSS of all versions, RSS 1.0's included, and CDF: no namespace, or one of a default that is not known.
    #[default]
    Core,
    /// Atom 0.3 and 1.0.
    Atom,
    /// Dublin Core elements.
    Dc,
    /// Dublin Core terms.
    Terms,
    /// `content:encoded`.
    Content,
    /// Media RSS.
    Media,
    /// Apple's podcasts.
    Itunes,
    /// Podcasting 2.0.
    Podcast,
    /// How often a feed changes.
    Syndication,
    /// RDF itself.
    Rdf,
    /// RSS 1.0's enclosures.
    Enclosure,
    /// Prism, of scientific journals.
    Prism,
    /// FeedBurner.
    Feedburner,
    /// XHTML.
    Html,
    /// Places: GeoRSS.
    GeoRss,
    /// Places: W3C's latitude and longitude.
    Geo,
    /// Feeds of comments.
    Comments,
    /// Licences, Creative Commons' own vocabulary and the module for RSS.
    Licence,
    /// Anything else.
    Other,
}

/// Parts of namespace names, lower case, tried in this order: the first that is contained decides.
/// Parts rather than whole names, since the names come with and without `www`, a final `/` or `#`, a
/// version, and in any case.
const NAMES: &[(&str, Ns)] = &[
    ("purl.org/rss/1.0/modules/content", Ns::Content),
    ("purl.org/rss/1.0/modules/syndication", Ns::Syndication),
    ("purl.org/rss/1.0/modules/enclosure", Ns::Enclosure),
    ("purl.oclc.org/net/rss_2.0/enc", Ns::Enclosure),
    ("purl.org/rss/1.0/modules/", Ns::Other),
    ("purl.org/dc/terms", Ns::Terms),
    ("purl.org/rss/modules/dcterms", Ns::Terms),
    ("purl.org/dc/", Ns::Dc),
    ("purl.org/metadata/dublin_core", Ns::Dc),
    ("purl.org/rss/", Ns::Core),
    ("purl.org/net/rss", Ns::Core),
    ("purl.org/atom", Ns::Atom),
    ("w3.org/2005/atom", Ns::Atom),
    ("w3.org/2005/feed", Ns::Atom),
    ("search.yahoo.com/mrss", Ns::Media),
    ("video.search.yahoo.com", Ns::Media),
    ("tools.search.yahoo.com/mrss", Ns::Media),
    ("rssboard.org/media-rss", Ns::Media),
    ("itunes.com/dtds/podcast", Ns::Itunes),
    ("itunes.apple.com/dtds/podcast", Ns::Itunes),
    ("podcastindex.org/namespace", Ns::Podcast),
    ("podcast-namespace", Ns::Podcast),
    ("w3.org/1999/02/22-rdf-syntax", Ns::Rdf),
    ("w3.org/1999/xhtml", Ns::Html),
    ("prismstandard.org/namespaces", Ns::Prism),
    ("rssnamespace.org/feedburner", Ns::Feedburner),
    ("georss.org/georss", Ns::GeoRss),
    ("w3.org/2003/01/geo", Ns::Geo),
    ("wellformedweb.org/commentapi", Ns::Comments),
    ("creativecommonsrssmodule", Ns::Licence),
    ("web.resource.org/cc", Ns::Licence),
    ("creativecommons.org/ns", Ns::Licence),
    ("my.netscape.com/rdf/simple/0.9", Ns::Core),
    ("my.netscape.com/publish/formats/rss", Ns::Core),
    ("channel.netscape.com/rdf/simple/0.9", Ns::Core),
    ("backend.userland.com/rss", Ns::Core),
    ("blogs.law.harvard.edu/tech/rss", Ns::Core),
    ("cyber.law.harvard.edu/rss", Ns::Core),
    ("rssboard.org/rss", Ns::Core),
];

/// The customary prefixes, lower case: for feeds that do not declare them, or declare them wrongly.
const PREFIXES: &[(&str, Ns)] = &[
    ("dc", Ns::Dc),
    ("content", Ns::Content),
    ("atom", Ns::Atom),
    ("atom10", Ns::Atom),
    ("atom03", Ns::Atom),
    ("a10", Ns::Atom),
    ("media", Ns::Media),
    ("mrss", Ns::Media),
    ("itunes", Ns::Itunes),
    ("podcast", Ns::Podcast),
    ("dcterms", Ns::Terms),
    ("dct", Ns::Terms),
    ("sy", Ns::Syndication),
    ("rdf", Ns::Rdf),
    ("rss", Ns::Core),
    ("xhtml", Ns::Html),
    ("html", Ns::Html),
    ("enc", Ns::Enclosure),
    ("prism", Ns::Prism),
    ("feedburner", Ns::Feedburner),
    ("georss", Ns::GeoRss),
    ("geo", Ns::Geo),
    ("wfw", Ns::Comments),
    ("creativeCommons", Ns::Licence),
    ("cc", Ns::Licence),
];

/// The customary prefix of a vocabulary from which single elements are taken
/// ([`crate::vocabulary`]).
pub(super) fn prefix(ns: Ns) -> Option<&'static str> {
    Some(match ns {
        Ns::Core => "",
        Ns::Atom => "atom",
        Ns::Dc => "dc",
        Ns::Terms => "dcterms",
        Ns::Media => "media",
        Ns::Itunes => "itunes",
        Ns::Podcast => "podcast",
        Ns::GeoRss => "georss",
        Ns::Comments => "wfw",
        Ns::Licence => "creativeCommons",
        _ => return None,
    })
}

/// The vocabulary of a namespace that is bound to a prefix; an empty prefix is the default.
pub(super) fn bound(prefix: &str, name: &str) -> Ns {
    let lower = name.trim().to_ascii_lowercase();
    let known = NAMES.iter().find(|(part, _)| lower.contains(part));
    match known {
        Some((_, ns)) => *ns,
        None if prefix.is_empty() => Ns::Core,
        None => undeclared(prefix),
    }
}

/// The vocabulary that a prefix stands for by custom.
pub(super) fn undeclared(prefix: &str) -> Ns {
    PREFIXES
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(prefix))
        .map_or(Ns::Other, |(_, ns)| *ns)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// X-07 as it is written by others, X-10.
    #[test]
    fn names_are_known_as_they_are_misspelt() {
        for (prefix, name, ns) in [
            ("", "http://www.w3.org/2005/Atom", Ns::Atom),
            ("", "http://www.w3.org/2005/atom/", Ns::Atom),
            ("", "https://purl.org/atom/ns#", Ns::Atom),
            ("x", "HTTP://PURL.ORG/DC/ELEMENTS/1.1", Ns::Dc),
            ("y", "http://purl.org/dc/terms/", Ns::Terms),
            ("m", "http://search.yahoo.com/mrss", Ns::Media),
            (
                "i",
                "http://www.itunes.com/DTDs/Podcast-1.0.dtd",
                Ns::Itunes,
            ),
            ("", "http://purl.org/rss/1.0/", Ns::Core),
            ("slash", "http://purl.org/rss/1.0/modules/slash/", Ns::Other),
            ("c", "http://purl.org/rss/1.0/modules/content/", Ns::Content),
            ("", "http://example.org/of-their-own", Ns::Core),
            ("dc", "http://example.org/wrong", Ns::Dc),
            ("z", "http://example.org/of-their-own", Ns::Other),
        ] {
            assert_eq!(bound(prefix, name), ns, "{prefix}={name}");
        }
        assert_eq!(undeclared("DC"), Ns::Dc);
        assert_eq!(undeclared("nobody"), Ns::Other);
    }
}
