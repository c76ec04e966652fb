//! One file: its bytes, and the articles in them.

use chrono::{DateTime, Utc};
use url::Url;

use super::super::part::guarded;
use crate::article::{Article, Document, Kind, Origin, Parsed};
use crate::collect::directory::{self, Entry};
use crate::config::Source;
use crate::normalise::{self, Keep};
use crate::parse;
use crate::store::{self, FileState};

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
    /// Of the words of the one article ([`crate::article::Parsed::words`]).
    pub(super) words: Option<[u8; 16]>,
    /// The one article was read without its text.
    pub(super) only_head: bool,
    /// It could not be read for want of something that there may be soon.
    pub(super) passing: bool,
    pub(super) warnings: Vec<String>,
}

/// What is in a document.
struct Contents {
    articles: Result<Vec<Article>, String>,
    words: Option<[u8; 16]>,
    warnings: Vec<String>,
}

impl Contents {
    fn failed(reason: String) -> Self {
        Contents {
            articles: Err(reason),
            words: None,
            warnings: Vec::new(),
        }
    }
}

impl Reader<'_> {
    /// Reads and parses one file; where `head` will do, without the text of its article. None when it is gone since it
    /// was listed.
    pub(super) fn read(
        &self,
        entry: &Entry,
        before: Option<&FileState>,
        head: bool,
    ) -> Option<Read> {
        let (bytes, now) = match directory::read_listed(&self.options.root, entry) {
            Ok(read) => read,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return None,
            Err(error) => {
                return Some(Read {
                    entry: entry.clone(),
                    hash: None,
                    passing: directory::passes(&error),
                    articles: Some(Err(error.to_string())),
                    words: None,
                    only_head: false,
                    warnings: Vec::new(),
                });
            }
        };
        let hash = *blake3::hash(&bytes).as_bytes();
        let mut read = Read {
            entry: now,
            hash: Some(hash),
            articles: None,
            words: None,
            only_head: false,
            passing: false,
            warnings: Vec::new(),
        };
        if before.is_some_and(|before| before.hash == Some(hash)) {
            return Some(read);
        }
        let document = self.document(&entry.path, bytes);
        // A panic is this file's failure, and nobody else's (D-20).
        let contents = guarded(|| {
            let found = head.then(|| self.head(&document)).flatten();
            read.only_head = found.is_some();
            found.unwrap_or_else(|| self.contents(&document))
        });
        let contents = contents.unwrap_or_else(Contents::failed);
        read.articles = Some(contents.articles);
        (read.words, read.warnings) = (contents.words, contents.warnings);
        Some(read)
    }

    /// What would become of one file, new or not.
    pub(in crate::mill) fn look(
        &self,
        entry: &Entry,
    ) -> (Result<Vec<Article>, String>, Vec<String>) {
        match self.read(entry, None, false) {
            Some(read) => (read.articles.unwrap_or(Ok(Vec::new())), read.warnings),
            None => (Ok(Vec::new()), Vec::new()),
        }
    }

    /// The one article of a file that was taken in by its head.
    ///
    /// # Errors
    /// When the file is not what it was then, or cannot be read.
    pub(in crate::mill) fn make(&self, file: &store::File) -> Result<Article, String> {
        let (bytes, _) =
            directory::read(&self.options.root, &file.path).map_err(|error| error.to_string())?;
        if file.hash != blake3::hash(&bytes).as_bytes() {
            return Err("it is being changed: it is published when it keeps still".to_owned());
        }
        let document = self.document(&file.path, bytes);
        let contents = guarded(|| self.contents(&document))?;
        let one = contents.articles?.into_iter().next();
        one.ok_or_else(|| "there is no article in it".to_owned())
    }

    fn document(&self, path: &[u8], bytes: Vec<u8>) -> Document {
        let path = directory::relative(path);
        let link = self.source.normalise.link.as_deref();
        Document {
            base: link.and_then(|template| normalise::address::expand(template, &path)),
            origin: Origin::File(path),
            bytes,
            content_type: None,
        }
    }

    fn contents(&self, document: &Document) -> Contents {
        match parse::parse(document, &self.source.parse) {
            Ok(parsed) if parsed.kind == Kind::List => Contents::failed(NO_ARTICLE.to_owned()),
            Ok(parsed) => self.normalised(document, parsed),
            Err(error) => Contents::failed(error.to_string()),
        }
    }

    fn head(&self, document: &Document) -> Option<Contents> {
        let parsed = parse::head(document)?;
        Some(self.normalised(document, parsed))
    }

    fn normalised(&self, document: &Document, mut parsed: Parsed) -> Contents {
        let mut warnings = std::mem::take(&mut parsed.warnings);
        let of_articles = parsed.articles.iter().flat_map(|raw| &raw.warnings);
        warnings.extend(of_articles.cloned());
        // Relative addresses lead to the site even where articles have none of their own.
        let base = document.base.as_ref().or(self.base);
        let options = &self.source.normalise;
        let words = parsed.words;
        let articles = normalise::articles_to_keep(
            parsed,
            &document.origin,
            base,
            options,
            self.now,
            Keep::Cleaned,
        );
        Contents {
            articles: Ok(articles),
            words,
            warnings,
        }
    }
}
