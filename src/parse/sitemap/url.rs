//! One `url` of a sitemap → a raw article.

use url::Url;

use super::entries::{Entry, Field};
use crate::article::{DateOrigin, DateRole, Markup, RawArticle, RawDate, Text};

/// Most tags of one article.
const TAGS: usize = 500;

/// What a sitemap says of an article: where it is, when it changed, and in those for news title and date.
pub(super) fn article(address: Url, entry: Entry, base: Option<&Url>) -> RawArticle {
    let date = |field, role, name| {
        Some(RawDate {
            role,
            text: entry.get(field)?.to_owned(),
            origin: DateOrigin::Feed,
            field: name,
        })
    };
    let dates = [
        date(
            Field::Published,
            DateRole::Published,
            "news:publication_date",
        ),
        date(Field::Modified, DateRole::Updated, "lastmod"),
    ];
    let own = |field| entry.get(field).map(str::to_owned);
    let absolute = |link: &str| match base {
        Some(base) => base.join(link).ok(),
        None => Url::parse(link).ok(),
    };
    let image = entry.get(Field::Image).or(entry.get(Field::Thumbnail));
    let keywords = entry.get(Field::Keywords).unwrap_or_default().split(',');
    RawArticle {
        link: Some(address.into()),
        title: own(Field::Title).map(|value| Text {
            value,
            markup: Markup::Unsure,
            base: None,
        }),
        dates: dates.into_iter().flatten().collect(),
        tags: keywords
            .map(|tag| tag.trim().to_owned())
            .filter(|tag| !tag.is_empty())
            .take(TAGS)
            .collect(),
        image: image.and_then(absolute).map(String::from),
        language: own(Field::Language),
        site_name: own(Field::SiteName),
        ..RawArticle::default()
    }
}
