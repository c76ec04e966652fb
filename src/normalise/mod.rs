//! Raw article → article. Each rule is a small table or ladder in its own file, each step with
//! its reason, so that the next case is one more row. Pure: the time is an argument.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use url::Url;

use crate::article::{
    Article, DateRole, FeedFacts, Found, Kind, Markup, Origin, Parsed, RawArticle, SourceFeed, Text,
};

pub mod address;
mod attachment;
mod author;
mod canonical;
mod content;
pub mod date;
pub mod essence;
mod extra;
pub mod identity;
mod language;
mod link;
pub mod moved;
mod summary;
mod tag;
mod title;

/// What the rules need to know besides the document.
#[derive(Debug, Clone)]
pub struct Options {
    /// Zone of dates that carry none.
    pub zone: jiff::tz::TimeZone,
    /// Order of ambiguous numeric dates, when the operator said so.
    pub day_order: Option<date::DayOrder>,
    /// Longest summary, in graphemes.
    pub summary_limit: usize,
    /// Hosts whose iframes are kept in content.
    pub iframe_hosts: Vec<String>,
    /// How a file's path becomes the article's address: `https://example.org/{path}/`.
    pub link: Option<String>,
    /// Language of articles that do not say.
    pub language: Option<String>,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            zone: jiff::tz::TimeZone::UTC,
            day_order: None,
            summary_limit: 300,
            iframe_hosts: Vec::new(),
            link: None,
            language: None,
        }
    }
}

/// Turns everything in a parsed document into articles, in document order.
///
/// `origin` and `base` are those of the [`crate::article::Document`]; `now` serves only to refuse dates in the
/// future.
pub fn articles(
    parsed: Parsed,
    origin: &Origin,
    base: Option<&Url>,
    options: &Options,
    now: DateTime<Utc>,
) -> Vec<Article> {
    let mut articles = articles_to_keep(parsed, origin, base, options, now, Keep::Cleaned);
    for article in &mut articles {
        finish(article, options);
    }
    articles
}

/// How content and summary of an article are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// Cleaned: what is looked at before it is published.
    Cleaned,
    /// As they were found: of a feed's entries most are never published, and hardly any are different from poll to poll.
    AsFound,
}

/// The same, but unfinished: most of what is kept is never published, and [`finish`] does the rest for what is.
pub fn articles_to_keep(
    mut parsed: Parsed,
    origin: &Origin,
    base: Option<&Url>,
    options: &Options,
    now: DateTime<Utc>,
    keep: Keep,
) -> Vec<Article> {
    let language = parsed
        .facts
        .language
        .as_deref()
        .and_then(language::clean)
        .or_else(|| options.language.clone());
    let context = date::Context {
        zone: options.zone.clone(),
        order: options.day_order.or_else(|| {
            date::proven_order(
                parsed
                    .articles
                    .iter()
                    .flat_map(|raw| raw.dates.iter().map(|date| date.text.as_str())),
            )
        }),
        language: language.clone().unwrap_or_default(),
    };
    let common = common_summaries(&parsed.articles);
    let raws = std::mem::take(&mut parsed.articles);
    let document = Rules {
        facts: &parsed.facts,
        origin,
        base,
        options,
        context: &context,
        language: language.as_deref(),
        now,
        alone: parsed.kind != Kind::Feed,
        common,
        keep,
    };
    let mut articles: Vec<Article> = raws.into_iter().map(|raw| document.article(raw)).collect();
    identity::distinguish(&mut articles);
    articles
}

/// Whether there is nothing left for [`finish`] to do.
pub fn is_finished(article: &Article) -> bool {
    let opens = article.summary.is_none() && article.summary_origin.is_some();
    article.found.is_none() && !article.unchecked && !opens
}

/// Makes an article ready to be shown that was kept unfinished: content and summary are cleaned where they are as they were
/// found, the content is passed by the second sanitiser, and opening sentences are taken from it where there is no other
/// summary. Says whether there was anything to do.
pub fn finish(article: &mut Article, options: &Options) -> bool {
    let cleaned = clean(article, options);
    let opens = article.summary.is_none() && article.summary_origin.is_some();
    if !article.unchecked && !opens {
        return cleaned;
    }
    if std::mem::take(&mut article.unchecked) {
        let base = article.url.as_deref().and_then(|url| Url::parse(url).ok());
        let html = std::mem::take(&mut article.content_html);
        article.content_html = content::settle(html, base.as_ref(), &options.iframe_hosts);
    }
    if opens {
        let (title, limit) = (article.title.as_deref(), options.summary_limit);
        article.summary = summary::opening(&article.content_html, title, limit);
        article.summary_origin = article.summary_origin.filter(|_| article.summary.is_some());
    }
    true
}

/// Cleans content and summary where they are as they were found; says whether they were.
pub fn clean(article: &mut Article, options: &Options) -> bool {
    let Some(found) = article.found.take() else {
        return false;
    };
    (article.content_html, article.unchecked) = found
        .content
        .as_ref()
        .map(|text| content::clean(text, text.base.as_ref(), &options.iframe_hosts))
        .unwrap_or_default();
    (article.summary, article.summary_origin) = summary::choose(
        found.summary.as_ref(),
        &article.content_html,
        article.title.as_deref(),
        options.summary_limit,
    );
    true
}

/// A feed's title or description as plain text in one line; None when nothing is left.
pub fn plain(text: &Text) -> Option<String> {
    title::clean(text, None)
}

/// The feed an entry was taken from, its title as plain text as other titles are.
fn source_feed(from: &SourceFeed) -> SourceFeed {
    let title = from.title.as_ref().and_then(|title| {
        let found = Text {
            value: title.clone(),
            markup: Markup::Unsure,
            base: None,
        };
        title::clean(&found, None)
    });
    SourceFeed {
        title,
        ..from.clone()
    }
}

/// How many articles of one document must have the same summary for it to be none of theirs.
const COMMON: usize = 3;

/// Longest text, in bytes, that is compared by its letters; a longer one is a whole article, and only itself.
const LONGEST_COMMON: usize = 2048;

/// By what a summary is known to be another's too.
fn summary_key(summary: &str) -> Cow<'_, str> {
    match summary.len() {
        0..=LONGEST_COMMON => Cow::Owned(crate::text::key(summary)),
        _ => Cow::Borrowed(summary),
    }
}

/// The summaries that so many articles have, by their keys.
fn common_summaries(articles: &[RawArticle]) -> HashSet<String> {
    let mut counts: HashMap<Cow<'_, str>, usize> = HashMap::new();
    if articles.len() >= COMMON {
        for summary in articles.iter().filter_map(|raw| raw.summary.as_ref()) {
            *counts.entry(summary_key(&summary.value)).or_default() += 1;
        }
    }
    counts.retain(|_, count| *count >= COMMON);
    counts.into_keys().map(Cow::into_owned).collect()
}

/// A well-formed language tag in canonical case, or None.
pub fn language_tag(tag: &str) -> Option<String> {
    language::clean(tag)
}

/// What holds for all articles of a document.
struct Rules<'a> {
    facts: &'a FeedFacts,
    origin: &'a Origin,
    base: Option<&'a Url>,
    options: &'a Options,
    context: &'a date::Context,
    language: Option<&'a str>,
    now: DateTime<Utc>,
    /// False for the entries of a feed: the document's address is not theirs.
    alone: bool,
    /// Summaries that several articles have.
    common: HashSet<String>,
    keep: Keep,
}

impl Rules<'_> {
    fn article(&self, mut raw: RawArticle) -> Article {
        let (base, options, now) = (self.base, self.options, self.now);
        let language = raw.language.as_deref().and_then(language::clean);
        let own;
        let context = match &language {
            Some(language) if *language != self.context.language => {
                own = date::Context {
                    language: language.clone(),
                    ..self.context.clone()
                };
                &own
            }
            _ => self.context,
        };
        let url = raw
            .link
            .as_deref()
            .and_then(|address| link::clean(address, base))
            .or_else(|| self.address());
        let title = raw
            .title
            .as_ref()
            .and_then(|text| title::clean(text, raw.site_name.as_deref()));
        let published = date::choose(&raw.dates, DateRole::Published, context, now);
        let updated = date::choose(&raw.dates, DateRole::Updated, context, now);
        let expires = date::choose(&raw.dates, DateRole::Expires, context, now)
            .map(|dated| dated.at.to_utc());
        let authors = author::clean(if raw.authors.is_empty() {
            &self.facts.authors
        } else {
            &raw.authors
        });
        let identity = identity::propose(&raw, url.as_deref(), self.origin);
        let content = raw.content.take().map(|text| Text {
            base: text.base.or_else(|| base.cloned()),
            ..text
        });
        let own = raw.summary.take();
        let found = Found {
            content,
            summary: own.filter(|own| !self.is_of_the_whole(own)),
        };
        let mut article = Article {
            identity,
            title,
            published,
            updated,
            expires,
            found: Some(Box::new(found)),
            authors,
            tags: tag::clean(&raw.tags),
            image: raw
                .image
                .as_deref()
                .and_then(|address| link::clean(address, base)),
            attachments: attachment::clean(&raw.attachments, base),
            language: language.or_else(|| self.language.map(str::to_owned)),
            republished_from: raw.republished_from.as_ref().map(source_feed),
            extras: extra::clean(&raw.extras, base),
            draft: raw.draft,
            url,
            ..Article::default()
        };
        if self.keep == Keep::Cleaned {
            clean(&mut article, options);
        }
        article
    }

    /// Whether a summary is no article's own: the description of the whole feed, or what stands in others too.
    fn is_of_the_whole(&self, own: &Text) -> bool {
        let whole = self.facts.description.as_ref();
        if self.common.is_empty() && whole.is_none() {
            return false;
        }
        let key = summary_key(&own.value);
        self.common.contains(&*key) || whole.is_some_and(|whole| summary_key(&whole.value) == key)
    }

    /// A file's address by the template.
    fn address(&self) -> Option<String> {
        match (self.origin, &self.options.link) {
            (Origin::File(path), Some(template)) if self.alone => {
                address::expand(template, path).map(String::from)
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_title_of_a_source_is_plain_text() {
        for (given, expected) in [
            ("Caf&#233; &amp; co", Some("Café & co")),
            ("The <em>Mill</em>", Some("The Mill")),
            ("1 < 2", Some("1 < 2")),
            (" ", None),
        ] {
            let from = SourceFeed {
                title: Some(given.to_owned()),
                ..SourceFeed::default()
            };
            assert_eq!(
                source_feed(&from).title.as_deref(),
                expected,
                "R-04 {given}"
            );
        }
    }

    /// A feed that puts the same words into each entry says nothing of any.
    #[test]
    fn what_stands_in_several_entries_is_no_summary_of_one() {
        let entry = |own: &str, body: &str| {
            let text = |value: &str| {
                Some(Text {
                    value: value.to_owned(),
                    ..Text::default()
                })
            };
            RawArticle {
                summary: text(own),
                content: text(body),
                ..RawArticle::default()
            }
        };
        let summaries = |own: [&str; 3]| -> Vec<Option<String>> {
            let bodies = [
                "One press stands here.",
                "Two presses stand here.",
                "Three presses stand here.",
            ];
            let parsed = Parsed {
                kind: Kind::Feed,
                articles: own
                    .iter()
                    .zip(bodies)
                    .map(|(own, body)| entry(own, body))
                    .collect(),
                ..Parsed::default()
            };
            let origin = Origin::File("feed.xml".into());
            let articles = articles(
                parsed,
                &origin,
                None,
                &Options::default(),
                DateTime::UNIX_EPOCH,
            );
            articles
                .into_iter()
                .map(|article| article.summary)
                .collect()
        };
        let same = summaries([
            "News of the valley.",
            "News of the valley",
            "NEWS OF THE VALLEY",
        ]);
        assert_eq!(same[2].as_deref(), Some("Three presses stand here."));
        let twice = summaries([
            "News of the valley.",
            "News of the valley.",
            "A third press.",
        ]);
        assert_eq!(twice[0].as_deref(), Some("News of the valley."));
    }
}
