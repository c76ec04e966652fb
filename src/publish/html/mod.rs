//! Pages for people who come with a browser: `index.html`, which lists the feeds, and one page beside each feed.
//! Both need nothing from anywhere: their style and their one script stand in `base.html`, pictures and recordings of
//! articles are links. Without scripts all is there, but for the search and the buttons that copy.

mod content;
mod feed;
mod index;

use minijinja::value::ValueKind;
use minijinja::{Environment, Output, State, Value, context};
use url::Url;

use super::{FORMATS, date, field, language, xml};
use crate::article::{Entry, Feed};
use crate::text;

pub(super) use feed::FORMAT;
pub use index::index;

/// What they are served as.
const MEDIA_TYPE: &str = "text/html; charset=utf-8";

/// What the pages may load and run: their own style and script, named by their hashes, and nothing else. The pages say
/// it themselves, since any web server may serve them; ours says the same in a header. A test holds the hashes
/// against `base.html`, and says what they should be.
pub const POLICY: &str = "default-src 'none'; \
     style-src 'sha256-zChHJdckdsptnHoc4uW3O2rZcjpa4OH1u/DGfEFNhe8='; \
     script-src 'sha256-8TZtUc2kIBt+9ZxcAQsJDPZYOHIoiXfq16yt2sSER4c='; \
     img-src data:; connect-src 'none'; base-uri 'none'; form-action 'none'";

const TEMPLATES: &[(&str, &str)] = &[
    ("base.html", include_str!("base.html")),
    ("parts.html", include_str!("parts.html")),
    ("index.html", include_str!("index.html")),
    ("feed.html", include_str!("feed.html")),
];

/// A feed as the pages show it.
struct Shown {
    title: String,
    description: Option<String>,
    language: Option<String>,
    /// Where its page is, as seen from the page that is made; `None` when it has none.
    page: Option<String>,
    ways: Vec<Way>,
}

/// One address to subscribe to.
struct Way {
    label: &'static str,
    title: String,
    media_type: &'static str,
    /// The public address.
    url: String,
    /// The same as seen from the page: it leads there wherever the folder is served.
    href: String,
}

impl Shown {
    /// `from` is the public address of the page that is made.
    fn of(feed: &Feed, from: Option<&Url>) -> Shown {
        let title = xml::line(&feed.title).into_owned();
        let description = xml::line(&feed.description).into_owned();
        let mut page = None;
        let mut ways = Vec::new();
        for format in FORMATS {
            if !feed.formats.iter().any(|name| name == format.name) {
                continue;
            }
            let Some(url) = super::address(feed, format) else {
                continue;
            };
            let href = relative(from, &url);
            if format.for_readers {
                ways.push(Way {
                    label: format.label,
                    title: format!("{title} ({})", format.label),
                    media_type: format.media_type,
                    url,
                    href,
                });
            } else {
                page = Some(href);
            }
        }
        let language = feed.language.as_deref().and_then(language::tag);
        Shown {
            description: Some(description).filter(|text| !text.is_empty() && *text != title),
            language: language.map(String::from),
            title,
            page,
            ways,
        }
    }

    fn value(&self) -> Value {
        context! {
            title => &self.title,
            description => &self.description,
            language => &self.language,
            page => &self.page,
            ways => self.ways.iter().map(Way::value).collect::<Value>(),
        }
    }
}

impl Way {
    fn value(&self) -> Value {
        context! {
            label => self.label,
            title => &self.title,
            media_type => self.media_type,
            url => &self.url,
            href => &self.href,
        }
    }
}

/// What both pages show of an article.
fn article(entry: &Entry) -> Value {
    let article = &entry.article;
    let title = field::headline(entry);
    let authors = article.authors.iter();
    let authors: Vec<_> = authors.map(|author| xml::line(&author.name)).collect();
    let summary = article.summary.as_deref().map(xml::line);
    // The title of an article without one may be its whole summary.
    let summary = summary.filter(|summary| !summary.is_empty() && *summary != title);
    context! {
        title => title,
        summary => summary,
        authors => authors.join(", "),
        url => article.url.as_deref().and_then(field::http),
        language => article.language.as_deref().and_then(language::tag),
        date => date::rfc3339(entry.published),
        day => date::writable(entry.published).format("%-d %b %Y").to_string(),
    }
}

/// An address as a page links to it: relative, where both are published by us.
fn relative(from: Option<&Url>, to: &str) -> String {
    let relative = from.and_then(|from| from.make_relative(&Url::parse(to).ok()?));
    relative
        .filter(|link| !link.is_empty())
        .unwrap_or_else(|| to.to_owned())
}

/// The page that a template makes. The templates are part of the program, and tests render each.
fn render(template: &str, values: Value) -> String {
    let mut environment = Environment::new();
    environment.set_formatter(escaped);
    for (name, source) in TEMPLATES {
        let _ = environment.add_template(name, source);
    }
    let policy = Value::from_safe_string(POLICY.to_owned());
    environment
        .get_template(template)
        .and_then(|template| template.render(context! { policy, ..values }))
        .map(|page| page + "\n")
        .unwrap_or_default()
}

/// Escapes what is not known to be HTML. That of the crate writes `/` as a reference too, which makes addresses long and
/// pages hard to read.
fn escaped(out: &mut Output, state: &mut State, value: &Value) -> Result<(), minijinja::Error> {
    match value.as_str() {
        Some(value_text) if !value.is_safe() && value.kind() == ValueKind::String => {
            out.write_str(&text::escape(value_text))?;
            Ok(())
        }
        _ => minijinja::escape_formatter(out, state, value),
    }
}
