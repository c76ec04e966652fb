//! The address of a page → whether lists, articles or the house itself are under such ones.

use url::Url;

/// Words of addresses under which lists are.
const LIST_PATHS: &[&str] = &[
    "blog",
    "news",
    "articles",
    "posts",
    "archive",
    "archives",
    "press",
    "releases",
    "category",
    "tag",
    "topics",
    "section",
    "aktuelles",
    "nachrichten",
    "presse",
    "pressemitteilungen",
    "meldungen",
    "actualites",
    "noticias",
    "notizie",
    "nieuws",
    "changelog",
    "updates",
    "journal",
    "stories",
    "press-releases",
    "newsroom",
    "publications",
    "jobs",
    "podcast",
    "episodes",
    "latest",
    "magazine",
    "feed",
    "notes",
    "writing",
    "announcements",
    "careers",
    "vacancies",
    "positions",
    "notices",
    "newest",
    "recent",
    "index",
    "home",
];

/// Words of addresses under which the house speaks of itself, whatever stands there in rows: people, questions, doors.
const HOUSE_PATHS: &[&str] = &[
    "contact",
    "contact-us",
    "kontakt",
    "contacto",
    "contatti",
    "contato",
    "about",
    "about-us",
    "ueber-uns",
    "over-ons",
    "a-propos",
    "team",
    "our-team",
    "equipe",
    "equipo",
    "staff",
    "people",
    "imprint",
    "impressum",
    "privacy",
    "datenschutz",
    "terms",
    "login",
    "signin",
    "register",
    "cart",
    "checkout",
    "account",
    "faq",
    "pricing",
];

/// Whether the last word of an address names what a list is of. `index` and `home` name nothing.
pub(super) fn named_a_list(url: &Url) -> bool {
    Path::of(url) == Path::List && {
        let segments = url.path_segments();
        let last = segments.and_then(|all| {
            all.rev()
                .find(|part| !part.is_empty())
                .map(str::to_lowercase)
        });
        last.is_some_and(|last| {
            LIST_PATHS.contains(&last.as_str()) && !matches!(last.as_str(), "index" | "home")
        })
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Path {
    /// The front page of a site, or that of a language.
    Front,
    /// What names itself a list.
    List,
    /// A slug of many words, a number, a day.
    Article,
    /// What the house says of itself.
    House,
    /// Anything else.
    Other,
}

impl Path {
    pub(super) fn of(url: &Url) -> Path {
        let lower = url.path().to_ascii_lowercase();
        let segments: Vec<&str> = lower.split('/').filter(|part| !part.is_empty()).collect();
        let Some(last) = segments.last() else {
            return Path::Front;
        };
        let name = last.split('.').next().unwrap_or_default();
        if segments.len() == 1
            && (name.len() <= 3 && name.bytes().all(|b| b.is_ascii_alphabetic()) || name == "index")
        {
            return Path::Front;
        }
        if LIST_PATHS.contains(&name) {
            return Path::List;
        }
        if HOUSE_PATHS.contains(&name) {
            return Path::House;
        }
        let parts = name
            .split(['-', '_'])
            .filter(|part| !part.is_empty())
            .count();
        let digits = name.bytes().filter(u8::is_ascii_digit).count();
        let before = segments
            .len()
            .checked_sub(2)
            .and_then(|at| segments.get(at))
            .copied()
            .unwrap_or_default();
        if matches!(
            before,
            "page" | "tag" | "category" | "author" | "topic" | "topics" | "archive" | "section"
        ) {
            Path::List
        } else if parts >= 4 || digits >= 5 || super::super::dates::in_address(url).is_some() {
            Path::Article
        } else {
            Path::Other
        }
    }
}
