//! Addresses: which look like those of articles, and which are alike.

use url::Url;

/// First or only segments of what no article is: `/tag/rust`, `/author/ann`, `/page/2`.
const COLLECTIONS: &[&str] = &[
    "tag",
    "tags",
    "category",
    "categories",
    "author",
    "authors",
    "autor",
    "page",
    "label",
    "labels",
    "kategorie",
    "categorie",
    "categoria",
    "schlagwort",
    "rubrik",
    "user",
    "users",
    "profile",
    "members",
    "login",
    "signin",
    "register",
    "signup",
    "search",
    "suche",
    "subscribe",
    "abo",
    "newsletter",
    "contact",
    "kontakt",
    "about",
    "impressum",
    "imprint",
    "privacy",
    "datenschutz",
    "terms",
    "cart",
    "account",
    "wp-login.php",
    "wp-admin",
    "feed",
    "rss",
    "share",
    "print",
    "vote",
    "hide",
    "flag",
    "reply",
    "edit",
    "help",
    "faq",
    "jobs",
    "advertise",
    "sitemap",
];

/// Endings of files that are no articles.
const FILES: &[&str] = &[
    ".jpg", ".jpeg", ".png", ".gif", ".webp", ".svg", ".zip", ".css", ".js", ".xml", ".rss",
    ".ics", ".mp3", ".m4a", ".mp4", ".exe", ".dmg", ".gz",
];

/// Hosts whose addresses share a page rather than being one.
const SHARING: &[&str] = &[
    "facebook.com/sharer",
    "facebook.com/share.php",
    "twitter.com/intent",
    "twitter.com/share",
    "x.com/intent",
    "x.com/share",
    "linkedin.com/share",
    "reddit.com/submit",
    "t.me/share",
    "wa.me/",
    "api.whatsapp.com",
    "pinterest.com/pin/create",
    "getpocket.com/save",
    "news.ycombinator.com/submitlink",
    "tumblr.com/share",
    "telegram.me/share",
    "bsky.app/intent",
    "doubleclick.net",
    "googlesyndication.com",
    "taboola.com",
    "outbrain.com",
];

/// How much an address looks like that of an article, 0 to 3; 0 is never one. `here` is that of the page.
pub(super) fn worth(url: &Url, here: &Url) -> u8 {
    let path = url.path().trim_end_matches('/');
    let lower = path.to_ascii_lowercase();
    let place = format!("{}{}", url.host_str().unwrap_or_default(), lower);
    if SHARING.iter().any(|known| place.contains(known))
        || FILES.iter().any(|end| lower.ends_with(end))
    {
        return 0;
    }
    let segments: Vec<&str> = lower.split('/').filter(|part| !part.is_empty()).collect();
    let Some(last) = segments.last() else {
        // The front page, unless the query says which article of it: `/?p=12`.
        if url.query().is_some_and(has_number) {
            return 2;
        }
        // That of another site may be what somebody wrote about.
        return u8::from(section(url).0 != section(here).0);
    };
    let before = segments
        .len()
        .checked_sub(2)
        .and_then(|at| segments.get(at));
    // `/releases/tag/v1.4` is what was tagged.
    let short = last.bytes().filter(|b| matches!(b, b'-' | b'_')).count() < 3
        && !has_number(last)
        && !is_version(last);
    if COLLECTIONS.contains(last)
        || before.is_some_and(|name| *name == "page" && has_number(last))
        || short && before.is_some_and(|name| COLLECTIONS.contains(name))
    {
        return 0;
    }
    let name = last.split('.').next().unwrap_or_default();
    let words = name
        .split(['-', '_', '+'])
        .filter(|word| !word.is_empty())
        .count();
    let numbers = segments.iter().filter(|part| has_number(part)).count();
    if words >= 3 || numbers > 0 || name.contains("%") || url.query().is_some_and(has_number) {
        3
    } else if segments.len() >= 2 || last.contains('.') {
        2
    } else {
        1
    }
}

/// Whether the last segment of an address has words or a number, as those of articles have: not `threads.html`.
pub(super) fn names_something(url: &Url) -> bool {
    let last = url.path().split('/').rfind(|part| !part.is_empty());
    last.is_some_and(|last| last.contains(|c: char| matches!(c, '-' | '_') || c.is_ascii_digit()))
}

/// Whether a text is the number of a version: `v1.4`, `3.2.1`.
pub(super) fn is_version(text: &str) -> bool {
    let bare = text.strip_prefix(['v', 'V']).unwrap_or(text);
    let mut parts = bare.split('.');
    let first = parts
        .next()
        .is_some_and(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()));
    let dots = bare.matches('.').count();
    first
        && text.len() <= 24
        && (dots >= 2 || dots == 1 && bare.len() < text.len())
        && parts.all(|part| part.starts_with(|c: char| c.is_ascii_digit()))
}

fn has_number(text: &str) -> bool {
    let mut run = 0;
    text.bytes().any(|b| {
        run = if b.is_ascii_digit() { run + 1 } else { 0 };
        run >= 2
    }) || text
        .rsplit(['=', '-', '/'])
        .next()
        .is_some_and(|end| !end.is_empty() && end.bytes().all(|b| b.is_ascii_digit()))
}

/// The section of a site in which an address lies: host and first segment, where there is more than that one.
pub(super) fn section(url: &Url) -> (String, String) {
    let host = url.host_str().unwrap_or_default();
    let host = host.strip_prefix("www.").unwrap_or(host);
    let segments: Vec<&str> = url
        .path()
        .split('/')
        .filter(|part| !part.is_empty())
        .collect();
    let first = match segments.as_slice() {
        [first, _, ..] => *first,
        _ => "",
    };
    (host.to_owned(), first.to_owned())
}

/// Whether an address lies in the section of the site in which the page at `here` lies: `/news/story` beside `/news`.
pub(super) fn is_beside(url: &Url, here: &Url) -> bool {
    let first = |url: &Url| {
        let mut segments = url.path().split('/').filter(|part| !part.is_empty());
        segments.next().map(str::to_owned)
    };
    section(url).0 == section(here).0 && first(url).is_some() && first(url) == first(here)
}

/// The key by which two addresses are the same: without scheme, `www`, a closing slash and what counts clicks.
pub(super) fn key(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    let host = host.strip_prefix("www.").unwrap_or(host);
    let mut key = format!("{host}{}", url.path().trim_end_matches('/'));
    let query = url.query().unwrap_or_default();
    for pair in query
        .split('&')
        .filter(|pair| !pair.is_empty() && !pair.starts_with("utm_"))
    {
        key.push('?');
        key.push_str(pair);
    }
    if let Some(fragment) = url.fragment() {
        key.push('#');
        key.push_str(fragment);
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_told_from_other_numbers() {
        for (text, expected) in [
            ("v1.4", true),
            ("3.2.1", true),
            ("v2.0.0-rc1", true),
            ("4.5", false),
            ("2024", false),
            ("version", false),
            ("v", false),
            ("", false),
        ] {
            assert_eq!(is_version(text), expected, "{text}");
        }
    }

    #[test]
    fn a_page_lies_beside_what_is_in_its_section() {
        let here = Url::parse("https://hall.example/news").expect("fixed");
        for (address, expected) in [
            ("https://www.hall.example/news/roof", true),
            ("https://hall.example/whats-on/dance", false),
            ("https://other.example/news/roof", false),
            ("https://hall.example/", false),
        ] {
            let url = Url::parse(address).expect("fixed");
            assert_eq!(is_beside(&url, &here), expected, "{address}");
        }
    }
}
