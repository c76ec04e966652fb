//! One file: its bytes, and the articles in them.

use chrono::{DateTime, Utc};
use url::Url;

use super::super::part::guarded;
use crate::article::{Article, Document, Kind, Origin};
use crate::collect::directory::{self, Entry};
use crate::config::Source;
use crate::store::FileState;
use crate::{normalise, parse};

/// A front page among the articles of a site: its links lead to them, and they would be there twice.
const NO_ARTICLE: &str = "it lists articles and is none: leave it out by `exclude`";

/// What reading a file needs; many threads share it.
#[derive(Clone, Copy)]
pub(in crate::mill) struct Reader<'a> {
    pub(in crate::mill) source: &'a Source,
    pub(in crate::mill) options: &'a directory::Options,
    /// Where relative addresses lead when the source does not say.
    pub(in crate::mill) base: Option<&'a Url>,
    pub(in crate::mill) now: DateTime<Utc>,
}

/// What became of one file.
pub(super) struct Read {
    pub(super) entry: Entry,
    pub(super) hash: Option<[u8; 32]>,
    /// None: its bytes are as they were.
    pub(super) articles: Option<Result<Vec<Article>, String>>,
    pub(super) warnings: Vec<String>,
}

impl Reader<'_> {
    /// Reads and parses one file. None when it is gone since it was listed.
    pub(super) fn read(&self, entry: &Entry, before: Option<&FileState>) -> Option<Read> {
        let (bytes, now) = match directory::read(&self.options.root, &entry.path) {
            Ok(read) => read,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return None,
            Err(error) => {
                let articles = Some(Err(error.to_string()));
                return Some(Read {
                    entry: entry.clone(),
                    hash: None,
                    articles,
                    warnings: Vec::new(),
                });
            }
        };
        let hash = *blake3::hash(&bytes).as_bytes();
        if before.is_some_and(|before| before.hash == Some(hash)) {
            return Some(Read {
                entry: now,
                hash: Some(hash),
                articles: None,
                warnings: Vec::new(),
            });
        }
        let path = directory::relative(&entry.path);
        let address = self
            .source
            .normalise
            .link
            .as_deref()
            .and_then(|template| normalise::address::expand(template, &path));
        let document = Document {
            origin: Origin::File(path),
            bytes,
            content_type: None,
            base: address,
        };
        // A panic is this file's failure, and nobody else's (D-20).
        let (articles, warnings) =
            guarded(|| self.articles(&document)).unwrap_or_else(|reason| (Err(reason), Vec::new()));
        Some(Read {
            entry: now,
            hash: Some(hash),
            articles: Some(articles),
            warnings,
        })
    }

    /// What would become of one file, new or not.
    pub(in crate::mill) fn look(
        &self,
        entry: &Entry,
    ) -> (Result<Vec<Article>, String>, Vec<String>) {
        match self.read(entry, None) {
            Some(read) => (read.articles.unwrap_or(Ok(Vec::new())), read.warnings),
            None => (Ok(Vec::new()), Vec::new()),
        }
    }

    fn articles(&self, document: &Document) -> (Result<Vec<Article>, String>, Vec<String>) {
        let mut parsed = match parse::parse(document, &self.source.parse) {
            Ok(parsed) => parsed,
            Err(error) => return (Err(error.to_string()), Vec::new()),
        };
        if parsed.kind == Kind::List {
            return (Err(NO_ARTICLE.to_owned()), Vec::new());
        }
        let mut warnings = std::mem::take(&mut parsed.warnings);
        let of_articles = parsed.articles.iter().flat_map(|raw| &raw.warnings);
        warnings.extend(of_articles.cloned());
        // Relative addresses lead to the site even where articles have none of their own.
        let base = document.base.as_ref().or(self.base);
        let options = &self.source.normalise;
        let articles =
            normalise::articles_to_keep(parsed, &document.origin, base, options, self.now);
        (Ok(articles), warnings)
    }
}
