//! The articles of feeds, made ready to be shown.

use std::collections::HashMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::{MADE, Press};
use crate::article::{Article, Entry};
use crate::config::Source;
use crate::mill::part::{FEW, guarded};
use crate::mill::report::Report;
use crate::normalise;
use crate::store::{self, Row};

impl Press<'_> {
    /// Makes bodies that have yet to be made. What could not be made and was never shown is left out.
    pub(super) fn make(
        &self,
        rows: &mut Vec<Row>,
        finished: bool,
        report: &mut Report,
    ) -> Result<(), store::Error> {
        let mut failed = self.failed.borrow_mut();
        let failures = self
            .maker
            .make(self.store, rows, finished, |key, article| {
                if finished {
                    self.hold(key, Arc::new(article));
                }
            })?;
        for failure in failures {
            if failed.contains_key(&failure.key) {
                continue;
            }
            report.failed_again(&failure.source, &failure.place, &failure.reason);
            failed.insert(failure.key, self.store.body(failure.key)?.is_some());
        }
        rows.retain(|row| failed.get(&row.key) != Some(&false));
        Ok(())
    }

    /// The articles of rows, made ready to be shown, and kept so. Those that several feeds hold are read once.
    pub(super) fn articles(&self, rows: &[Row]) -> Result<Vec<Arc<Article>>, store::Error> {
        let mut unread = Vec::new();
        for row in rows {
            if !self.made.borrow().contains_key(&row.key) {
                // What has no body is in no window.
                let article = self.store.body(row.key)?.unwrap_or_default();
                unread.push((row, article, self.maker.source(&row.source)));
            }
        }
        let finish = |(row, mut article, source): (_, _, Option<&Source>)| {
            let done =
                source.map(|source| guarded(|| normalise::finish(&mut article, &source.normalise)));
            (row, article, done)
        };
        let unfinished = unread
            .iter()
            .filter(|(_, article, _)| !normalise::is_finished(article));
        let finished: Vec<(&Row, Article, _)> = match unfinished.count() {
            0..=FEW => unread.into_iter().map(finish).collect(),
            _ => unread.into_par_iter().map(finish).collect(),
        };
        let mut read = HashMap::new();
        for (row, mut article, done) in finished {
            match done {
                Some(Ok(true)) => self.store.save_finished(row.key, &article)?,
                None | Some(Ok(false)) => {}
                // A panic is this article's failure (D-20): what is not checked is not shown.
                Some(Err(reason)) => {
                    tracing::error!("{}: {reason}", row.id);
                    article.content_html = String::new();
                }
            }
            read.insert(row.key, Arc::new(article));
        }
        let held = self.made.borrow();
        let found = rows
            .iter()
            .map(|row| read.get(&row.key).or_else(|| held.get(&row.key)));
        let articles = found.map(|article| article.map(Arc::clone).unwrap_or_default());
        let articles: Vec<_> = articles.collect();
        drop(held);
        for (key, article) in read {
            self.hold(key, article);
        }
        Ok(articles)
    }

    /// Holds an article for feeds to come.
    pub(super) fn hold(&self, key: i64, article: Arc<Article>) {
        let mut made = self.made.borrow_mut();
        if made.len() >= MADE {
            made.clear();
        }
        made.insert(key, article);
    }

    pub(super) fn entries(&self, rows: &[Row]) -> Result<Vec<Entry>, store::Error> {
        let articles = self.articles(rows)?;
        let entries = rows.iter().zip(articles).map(|(row, article)| Entry {
            id: row.id.clone(),
            published: row.published,
            updated: row.updated,
            article,
        });
        Ok(entries.collect())
    }
}
