//! What was found of a source, for people: a block of lines for each article.

use super::look::Found;
use crate::article::{Article, Dated, Kind, Listing, Selector};
use crate::{normalise, text};

/// What was found, in a line.
pub(super) fn headline(found: &Found) -> String {
    let mut out = found.parsed.format.to_owned();
    if let Some(title) = found.parsed.facts.title.as_ref().and_then(normalise::plain) {
        out.push_str(&format!(": {title}"));
    }
    let count = found.articles.len();
    let listed = match found.parsed.kind {
        Kind::List => " listed",
        _ => "",
    };
    let plural = if count == 1 { "" } else { "s" };
    out + &format!(", {count} article{plural}{listed}\n")
}

/// The whole of what was found.
pub(super) fn of(found: &Found) -> String {
    let mut out = headline(found);
    if let Some(listing) = &found.parsed.listing {
        out.push_str(&pasteable(listing));
    }
    if let Some(whole) = &found.parsed.more.whole {
        out.push_str(&format!("is whole at {whole}\n"));
    }
    if let Some(next) = &found.parsed.more.next {
        out.push_str(&format!(
            "goes on at {next} (`pages` in config.toml says how far it is followed)\n"
        ));
    }
    for part in &found.parsed.more.parts {
        out.push_str(&format!("consists of {part}\n"));
    }
    for link in &found.parsed.announced {
        out.push_str(&format!("announces {} ({})\n", link.url, link.media_type));
    }
    for warning in &found.parsed.warnings {
        out.push_str(&format!("warning: {warning}\n"));
    }
    for article in &found.articles {
        out.push_str(&format!(
            "\n{}\n",
            article.title.as_deref().unwrap_or("(no title)")
        ));
        let date = article.published.as_ref().or(article.updated.as_ref());
        let authors: Vec<&str> = article
            .authors
            .iter()
            .map(|author| author.name.as_str())
            .collect();
        let size = text::from_html(&article.content_html).chars().count();
        let rows = [
            ("address", article.url.clone()),
            (
                "id",
                Some(format!(
                    "{} ({})",
                    id(article),
                    name(&article.identity.origin)
                )),
            ),
            (
                "date",
                Some(date.map_or_else(
                    || "none found: in a feed it gets the file's own time, or when it was first seen".to_owned(),
                    dated,
                )),
            ),
            (
                "updated",
                article
                    .updated
                    .as_ref()
                    .filter(|_| article.published.is_some())
                    .map(dated),
            ),
            ("language", article.language.clone()),
            ("authors", (!authors.is_empty()).then(|| authors.join(", "))),
            (
                "tags",
                (!article.tags.is_empty()).then(|| article.tags.join(", ")),
            ),
            ("image", article.image.clone()),
            (
                "draft",
                article.draft.then(|| "yes: it is not published".to_owned()),
            ),
            ("summary", article.summary.as_ref().map(|summary| {
                format!("{summary} ({})", name(&article.summary_origin))
            })),
            ("content", Some(format!("{size} characters"))),
        ];
        for (label, value) in rows {
            if let Some(value) = value {
                out.push_str(&row(label, &value));
            }
        }
    }
    out
}

/// Where the items of a list were found, as it stands in config.toml.
pub(super) fn pasteable(listing: &Listing) -> String {
    let quoted = |text: &str| toml_edit::Value::from(text).to_string();
    let field = |selector: &Selector| match (&selector.attribute, selector.path.as_str()) {
        (None, path) => quoted(path),
        (Some(attribute), "") => format!("{{ attribute = {} }}", quoted(attribute)),
        (Some(attribute), path) => {
            format!(
                "{{ selector = {}, attribute = {} }}",
                quoted(path),
                quoted(attribute)
            )
        }
    };
    let keys = [
        ("item", listing.item.as_deref().map(quoted)),
        ("link", listing.link.as_ref().map(field)),
        ("title", listing.title.as_ref().map(field)),
        ("date", listing.date.as_ref().map(field)),
        ("date_format", listing.date_format.as_deref().map(quoted)),
        ("summary", listing.summary.as_ref().map(field)),
        ("image", listing.image.as_ref().map(field)),
    ];
    let mut out = "\n[source.listing]\n".to_owned();
    for (key, value) in keys {
        if let Some(value) = value {
            out.push_str(&format!("{key} = {value}\n"));
        }
    }
    out
}

/// The id, as far as it is known without a configuration.
pub(super) fn id(article: &Article) -> &str {
    let identity = &article.identity;
    identity.address.as_ref().unwrap_or(&identity.value)
}

/// A date, and where it was found.
fn dated(date: &Dated) -> String {
    let (at, origin) = (date.at.to_rfc3339(), name(&date.origin));
    format!("{at} ({origin}: {})", date.field)
}

/// A label and its value, folded between words for a terminal of 80 columns.
fn row(label: &str, value: &str) -> String {
    let mut out = format!("  {label:8}");
    let mut column = 10;
    for word in value.split_whitespace() {
        let width = 1 + word.chars().count();
        if column > 10 && column + width > 80 {
            out.push_str("\n          ");
            column = 10;
        }
        out.push(' ');
        out.push_str(word);
        column += width;
    }
    out + "\n"
}

/// The name of an origin as it stands in the JSON.
fn name(origin: &impl serde::Serialize) -> String {
    let value = serde_json::to_value(origin).unwrap_or_default();
    value.as_str().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_fit_on_a_terminal() {
        let shown = row("summary", &"word ".repeat(30));
        assert!(shown.lines().count() > 1 && shown.lines().all(|line| line.len() <= 80));
        assert!(shown.starts_with("  summary  word word"));
        assert!(
            shown
                .lines()
                .skip(1)
                .all(|line| line.starts_with("           word"))
        );
        let long = "x".repeat(100);
        assert_eq!(row("id", &long), format!("  id       {long}\n"));
    }
}
