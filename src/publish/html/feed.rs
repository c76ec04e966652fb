//! The page beside a feed: what it is, the addresses to subscribe to, and its articles with their full text.

use minijinja::{Value, context};
use url::Url;

use super::{MEDIA_TYPE, Shown, article, content, relative, render};
use crate::article::{Entry, Feed};
use crate::publish::media::{self, Medium};
use crate::publish::{Format, INDEX, field, size, xml};

pub(in crate::publish) const FORMAT: Format = Format {
    name: "html",
    label: "Page",
    extension: "html",
    media_type: MEDIA_TYPE,
    for_readers: false,
    render: page,
};

fn page(feed: &Feed, self_url: &str) -> Vec<u8> {
    size::fit(feed, |entries| write(feed, entries, self_url).into_bytes())
}

fn write(feed: &Feed, entries: &[Entry], self_url: &str) -> String {
    let from = Url::parse(self_url).ok();
    let shown = Shown::of(feed, from.as_ref());
    let index = feed.base_url.join(INDEX);
    let site = feed.link.host_str().unwrap_or_default();
    let ways = shown.ways.iter().map(super::Way::value);
    let context = context! {
        heading => &shown.title,
        announced => ways.collect::<Value>(),
        feed => shown.value(),
        canonical => self_url,
        index => relative(from.as_ref(), index.as_ref().map_or(INDEX, Url::as_str)),
        site => context! {
            url => field::written(&feed.link),
            name => site.strip_prefix("www.").unwrap_or(site),
        },
        articles => entries.iter().map(whole).collect::<Value>(),
    };
    render("feed.html", context)
}

/// An article with all that is known of it.
fn whole(entry: &Entry) -> Value {
    let tags = entry
        .article
        .tags
        .iter()
        .map(|tag| xml::line(tag).into_owned());
    let via = entry.article.republished_from.as_ref().and_then(|from| {
        let url = field::http(from.url.as_deref()?)?;
        let title = from.title.as_deref().map(xml::line);
        let name = title.filter(|title| !title.is_empty());
        Some(context! { name => name.unwrap_or(url.clone()), url => url })
    });
    context! {
        tags => tags.filter(|tag| !tag.is_empty()).collect::<Vec<_>>(),
        files => media::of(&entry.article).iter().filter(|medium| !medium.lead).map(file).collect::<Value>(),
        via => via,
        text => Value::from_safe_string(content::within_page(&field::content(&entry.article))),
        ..article(entry)
    }
}

/// A file by its title or the name in its address, and what is known of it: `audio/mpeg, 12.3 MB, 30:30`.
fn file(medium: &Medium) -> Value {
    let name = medium.title.as_deref().map(ToOwned::to_owned);
    let known = [
        medium.mime_type.as_deref().map(ToOwned::to_owned),
        (medium.length > 0).then(|| size_of(medium.length)),
        medium.duration.map(duration),
    ];
    let known: Vec<String> = known.into_iter().flatten().collect();
    context! {
        url => &medium.url,
        name => name.unwrap_or_else(|| file_name(&medium.url)),
        about => known.join(", "),
    }
}

/// The last part of an address's path; the address where there is none.
fn file_name(url: &str) -> String {
    let path = url.split(['?', '#']).next().unwrap_or(url);
    let name = path.rsplit('/').next().filter(|name| !name.is_empty());
    name.unwrap_or(url).to_owned()
}

/// A size in the decimal units in which files are listed.
fn size_of(bytes: u64) -> String {
    const UNITS: [&str; 4] = ["kB", "MB", "GB", "TB"];
    let mut tenths = bytes / 100;
    for unit in UNITS {
        if tenths < 10_000 || unit == "TB" {
            return format!("{}.{} {unit}", tenths / 10, tenths % 10);
        }
        tenths /= 1000;
    }
    format!("{bytes} bytes")
}

/// `1:02:03`, `30:30`.
fn duration(seconds: u64) -> String {
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    match hours {
        0 => format!("{minutes}:{seconds:02}"),
        _ => format!("{hours}:{minutes:02}:{seconds:02}"),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::publish::sample;

    fn written(feed: &Feed) -> String {
        let address = crate::publish::address(feed, &FORMAT).expect("an address");
        String::from_utf8(page(feed, &address)).expect("UTF-8")
    }

    /// All but the style and the script with their hashes, which are not for reading in a test.
    fn without_style(page: &str) -> String {
        let page = page.replace(crate::publish::POLICY, "");
        let (head, rest) = page.split_once("<style>").expect("a style");
        let (body, end) = rest
            .split_once("</style>")
            .expect("it ends")
            .1
            .split_once("<script>")
            .expect("a script");
        let end = end.split_once("</script>").expect("it ends").1;
        format!("{head}<style></style>{body}<script></script>{end}")
    }

    #[test]
    fn the_sample_is_written_as_expected() {
        let expected = include_str!("../../../tests/data/publish/sample.html");
        assert_eq!(without_style(&written(&sample::feed())), expected);
    }

    #[test]
    fn links_are_relative_from_wherever_the_page_is() {
        let mut feed = sample::feed();
        feed.name = "tags/wind".into();
        let page = written(&feed);
        for link in [
            "href=\"../index.html\"",
            "href=\"wind.rss\"",
            "<code>https://example.org/feeds/tags/wind.rss</code>",
        ] {
            assert!(page.contains(link), "{link}");
        }
        assert_eq!(page.matches("rel=\"alternate\"").count(), 3, "O-01");
    }

    #[test]
    fn only_what_is_published_is_offered() {
        let mut feed = sample::feed();
        feed.formats = vec!["html".into()];
        feed.entries.clear();
        let page = written(&feed);
        assert!(!page.contains("Follow this feed") && !page.contains("rel=\"alternate\""));
        assert!(page.contains("Nothing has been published yet."), "B52");
    }

    #[test]
    fn nothing_is_markup_but_the_text() {
        let mut feed = sample::feed();
        feed.title = "</title><script>alert(1)</script>".into();
        feed.description = "\"><img src=x>".into();
        for entry in &mut feed.entries {
            let article = Arc::make_mut(&mut entry.article);
            article.title = Some("\"><img src=x onerror=alert(1)>".into());
            article.url = Some("javascript:alert(1)".into());
            article.tags = vec!["<b>".into()];
            article.content_html =
                "</div></details><p>Out</p><div><img src=\"https://e.example/x.png\" alt=A>".into();
        }
        let page = without_style(&written(&feed));
        let scripts = page.matches("<script").count();
        assert_eq!(scripts, 1, "that of the page");
        assert!(
            !page.contains("<img") && !page.contains("javascript:"),
            "B41"
        );
        assert_eq!(
            page.matches("<details>").count(),
            page.matches("</details>").count()
        );
        assert_eq!(page.matches("<div").count(), page.matches("</div>").count());
    }

    #[test]
    fn files_are_told_as_people_do() {
        for (bytes, expected) in [
            (1, "0.0 kB"),
            (999, "0.9 kB"),
            (12_345_678, "12.3 MB"),
            (u64::MAX, "18446744.0 TB"),
        ] {
            assert_eq!(size_of(bytes), expected);
        }
        for (seconds, expected) in [(0, "0:00"), (1830, "30:30"), (3723, "1:02:03")] {
            assert_eq!(duration(seconds), expected);
        }
        for (url, expected) in [
            ("https://e.example/a/b.pdf?x=1", "b.pdf"),
            ("https://e.example/", "https://e.example/"),
        ] {
            assert_eq!(file_name(url), expected);
        }
    }
}
