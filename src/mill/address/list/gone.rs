//! What was held back until its page could be read, and is listed no longer: its page is left to say what it is.

use std::collections::HashSet;

use url::Url;

use super::super::read::normalised;
use super::{Gathered, Turn, need};
use crate::article::{Identity, Parsed, RawArticle};
use crate::store::PageState;

impl Turn<'_> {
    /// Tries the pages once more of what was listed and is not among `listed`; after some failures they are given up.
    /// A page under another title than was listed is left alone: nothing else tells that it is the article.
    pub(super) async fn gone(
        &mut self,
        listed: &HashSet<String>,
        gathered: &mut Gathered,
    ) -> Result<(), String> {
        let pages = self.job.pages.clone();
        let mut waiting: Vec<(&String, &PageState)> = pages
            .iter()
            .filter(|(name, page)| !page.done && !listed.contains(*name))
            .collect();
        waiting.sort_by_key(|(name, _)| *name);
        for (name, known) in waiting {
            let Ok(url) = Url::parse(name) else {
                continue;
            };
            let raw = RawArticle {
                link: Some(name.clone()),
                ..RawArticle::default()
            };
            let listed = Parsed {
                articles: vec![raw.clone()],
                facts: self.base.facts.clone(),
                kind: self.kind,
                ..Parsed::default()
            };
            let Some(listed) = normalised(self.job, listed, self.now).await?.pop() else {
                continue;
            };
            let identity = Identity {
                value: name.clone(),
                ..listed.identity.clone()
            };
            let mut state = known.clone();
            let read = self.page(&url, listed, &raw, &mut state).await?;
            let is_it = |title| known.title.is_none() || known.title == title;
            let article = read.filter(|article| is_it(need::title(article)));
            gathered.keep(identity, state, article);
        }
        Ok(())
    }
}
