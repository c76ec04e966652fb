//! A file, a folder or an address, as typed by a person → what feedmill makes of it, without a state.

use std::path::Path;

use anyhow::{Context, bail};
use chrono::{DateTime, Utc};
use url::Url;

use super::document;
use crate::article::{Article, Document, Kind, Origin, Parsed};
use crate::collect::directory;
use crate::{normalise, parse};

/// What was found, whatever the target is.
pub(super) struct Found {
    pub(super) parsed: Parsed,
    pub(super) articles: Vec<Article>,
}

/// How to look.
#[derive(Default)]
pub(super) struct Look {
    /// Against which relative addresses resolve, in place of the document's own address.
    pub(super) base: Option<Url>,
    /// The media type, in place of what the server says.
    pub(super) content_type: Option<String>,
    /// How documents are read.
    pub(super) parse: parse::Options,
    /// How their articles are normalised.
    pub(super) normalise: normalise::Options,
}

impl Look {
    /// Looks at a file, a folder or an address. `now` serves to refuse dates in the future, and to read ages in words.
    ///
    /// # Errors
    /// When nothing readable is there.
    pub(super) fn at(&self, typed: &str, now: DateTime<Utc>) -> anyhow::Result<Found> {
        match document::address(typed) {
            Some(url) => self.address(&url, now),
            None => self.path(Path::new(typed), now),
        }
    }

    fn path(&self, path: &Path, now: DateTime<Utc>) -> anyhow::Result<Found> {
        let options = directory::Options {
            root: path.to_owned(),
            include: directory::ARTICLES
                .iter()
                .map(|&glob| glob.to_owned())
                .collect(),
            exclude: Vec::new(),
        };
        let shown = path.display();
        let listing =
            directory::list(&options).map_err(|error| document::unreadable(path, error))?;
        let whole = !path.is_dir();
        let mut all = Found {
            parsed: Parsed::default(),
            articles: Vec::new(),
        };
        for refused in listing.refused.iter().chain(&listing.unreadable) {
            all.parsed.warnings.push(format!(
                "{}: {}",
                directory::shown(&refused.path),
                refused.reason
            ));
        }
        for entry in &listing.entries {
            let place = if whole {
                shown.to_string()
            } else {
                directory::shown(&entry.path)
            };
            let one = directory::read(path, &entry.path).map_err(anyhow::Error::from);
            let one = one.and_then(|(bytes, _)| {
                let document = Document {
                    origin: Origin::File(directory::relative(&entry.path)),
                    bytes,
                    content_type: self.content_type.clone(),
                    base: self.base.clone(),
                };
                self.read(&document, now)
            });
            match one {
                Ok(one) if whole => return Ok(one),
                Ok(one) if one.parsed.kind == Kind::List => {
                    let warning = format!("{place}: it lists articles and is none");
                    all.parsed.warnings.push(warning);
                }
                Ok(one) => {
                    let said = one.parsed.warnings.into_iter();
                    all.parsed
                        .warnings
                        .extend(said.map(|warning| format!("{place}: {warning}")));
                    all.articles.extend(one.articles);
                }
                Err(error) if whole => return Err(error.context(place)),
                Err(error) => all.parsed.warnings.push(format!("{place}: {error:#}")),
            }
        }
        if all.articles.is_empty() {
            let why = all
                .parsed
                .warnings
                .first()
                .map(|why| format!(" ({why})"))
                .unwrap_or_default();
            bail!("{shown}: there is no article in this folder{why}");
        }
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        all.parsed.format = "folder";
        all.parsed.facts.title = Some(crate::article::Text {
            value: name,
            ..Default::default()
        });
        Ok(all)
    }

    pub(super) fn address(&self, url: &Url, now: DateTime<Utc>) -> anyhow::Result<Found> {
        let mut document = document::fetch(url, now)?;
        if let Some(content_type) = &self.content_type {
            document.content_type = Some(content_type.clone());
        }
        if let Some(base) = &self.base {
            document.base = Some(base.clone());
        }
        self.read(&document, now).with_context(|| url.to_string())
    }

    fn read(&self, document: &Document, now: DateTime<Utc>) -> anyhow::Result<Found> {
        let parsed = parse::parse(document, &self.parse)?;
        let base = document.base.as_ref();
        let articles =
            normalise::articles(parsed.clone(), &document.origin, base, &self.normalise, now);
        if articles.is_empty() && parsed.kind != Kind::Feed && parsed.more.parts.is_empty() {
            let mut why = vec!["there is no article in it".to_owned()];
            why.extend(parsed.warnings);
            bail!(why.join("; "));
        }
        Ok(Found { parsed, articles })
    }
}
