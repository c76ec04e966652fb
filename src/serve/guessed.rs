//! The names that people and programs try when they look for a feed: `/feed`, `/rss.xml`, `/index.xml`. They
//! lead to the feed, so that a guess subscribes. Another habit is one more row.

/// Media types of feeds, the best known first.
pub(super) const FEEDS: &[&str] = &[RSS, ATOM, JSON];

pub(super) const RSS: &str = "application/rss+xml";
pub(super) const ATOM: &str = "application/atom+xml";
pub(super) const JSON: &str = "application/feed+json";
const PAGE: &str = "text/html; charset=utf-8";

/// A guess, and what is meant by it, the most fitting first: a feed of another format is better than none.
#[rustfmt::skip] // one row, one line
const GUESSES: &[(&str, &[&str])] = &[
    ("feed",       FEEDS),              // WordPress, Ghost, many blogs
    ("feed/rss",   FEEDS),              // WordPress
    ("feed/rss2",  FEEDS),
    ("feed/atom",  &[ATOM, RSS, JSON]),
    ("feed/json",  &[JSON, ATOM, RSS]),
    ("rss",        FEEDS),              // Ghost, Medium, Tumblr
    ("rss.xml",    FEEDS),              // Astro, Eleventy, Zola
    ("rss2.xml",   FEEDS),
    ("feed.xml",   FEEDS),              // Jekyll
    ("feed.rss",   FEEDS),              // Mastodon's habit
    ("index.xml",  FEEDS),              // Hugo
    ("index.rss",  FEEDS),
    ("index.rdf",  FEEDS),
    ("atom",       &[ATOM, RSS, JSON]),
    ("atom.xml",   &[ATOM, RSS, JSON]), // Zola, Hexo, Blogger
    ("feed.atom",  &[ATOM, RSS, JSON]),
    ("index.atom", &[ATOM, RSS, JSON]),
    ("json",       &[JSON, ATOM, RSS]),
    ("feed.json",  &[JSON, ATOM, RSS]), // jsonfeed.org
    ("index.json", &[JSON, ATOM, RSS]),
];

/// What is meant by the name of a feed alone: the page that shows it, else itself.
const ALONE: &[&str] = &[PAGE, RSS, ATOM, JSON];

/// What may be meant by a path, without its first `/`: the names of feeds, each with the media types that would do, the
/// best first. An empty name is the main feed.
pub(super) fn guesses(path: &str) -> Vec<(&str, &'static [&'static str])> {
    let path = path.trim_end_matches('/');
    let mut found = Vec::new();
    for (guess, wanted) in GUESSES {
        let before = path.len().checked_sub(guess.len());
        let Some((name, end)) = before.and_then(|at| path.split_at_checked(at)) else {
            continue;
        };
        if !end.eq_ignore_ascii_case(guess) {
            continue;
        }
        if name.is_empty() {
            found.push(("", *wanted));
        } else if let Some(name) = name.strip_suffix('/') {
            found.push((name, *wanted));
        }
    }
    if let Some(name) = path.strip_suffix(".xml") {
        found.push((name, FEEDS));
    }
    found.push((path, ALONE));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn habits_are_known() {
        for (path, name, wanted) in [
            ("feed", "", RSS),
            ("Feed/", "", RSS),
            ("feed/atom/", "", ATOM),
            ("rss.xml", "", RSS),
            ("index.xml", "", RSS),
            ("atom.xml", "", ATOM),
            ("feed.json", "", JSON),
            ("all", "all", PAGE),
            ("all/", "all", PAGE),
            ("all/feed", "all", RSS),
            ("all.xml", "all", RSS),
            ("tags/rust", "tags/rust", PAGE),
            ("tags/rust/feed/", "tags/rust", RSS),
            ("tags/rust/atom.xml", "tags/rust", ATOM),
            ("größe", "größe", PAGE),
        ] {
            let found = guesses(path);
            let (first, types) = found.first().expect("a guess");
            assert_eq!((*first, types[0]), (name, wanted), "{path}");
        }
        assert!(guesses("newsfeed").iter().all(|(name, _)| !name.is_empty()));
    }
}
