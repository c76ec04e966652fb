//! Which articles each feed is to hold, and which feeds are as they were.

use std::collections::BTreeMap;

use super::{Plan, Press, SIFTED};
use crate::article::{Feed, Person};
use crate::mill::part::guarded;
use crate::mill::report::Report;
use crate::normalise;
use crate::publish;
use crate::publish::select::{self, Edited, FeedSpec, Per};
use crate::store::{self, Row, Window};

impl Press<'_> {
    pub(super) fn sources(&self, spec: &FeedSpec) -> Vec<String> {
        let all = self
            .settings
            .sources
            .iter()
            .map(|source| source.name.clone());
        if spec.sources.iter().any(|name| name == "*") {
            all.collect()
        } else {
            spec.sources.clone()
        }
    }

    /// The tags, authors or sources of which there is one feed each, folded and as shown; those
    /// published before stay, though empty (B40, B52).
    pub(super) fn values(
        &self,
        spec: &FeedSpec,
    ) -> Result<Vec<Option<(String, String)>>, store::Error> {
        let sources = self.sources(spec);
        let mut values: BTreeMap<String, String> = match spec.per {
            None => return Ok(vec![None]),
            Some(Per::Source) => sources
                .into_iter()
                .map(|name| (name.clone(), name))
                .collect(),
            Some(per) => self
                .store
                .labels(kind(per), &sources, self.now)?
                .into_iter()
                .collect(),
        };
        for state in self
            .outputs
            .values()
            .filter(|state| state.feed == spec.name)
        {
            if let Some(value) = &state.value {
                let folded = if spec.per == Some(Per::Source) {
                    value.clone()
                } else {
                    select::key(value)
                };
                values.entry(folded).or_insert_with(|| value.clone());
            }
        }
        Ok(values.into_iter().map(Some).collect())
    }

    /// A feed that is as it was.
    pub(super) fn left(&self, spec: &FeedSpec, value: Option<&(String, String)>) -> Option<Plan> {
        let touched = self.touched.as_ref()?;
        let is_touched = match (spec.per, value) {
            (Some(Per::Source), Some((name, _))) => touched.sources.contains(name),
            (Some(per), Some((folded, _))) => touched.labels.contains(&(kind(per), folded.clone())),
            _ => {
                let all = spec.sources.iter().any(|name| name == "*");
                let mut touched = touched.sources.iter();
                touched.any(|name| all || spec.sources.contains(name))
            }
        };
        match is_touched {
            true => None,
            false => self.as_it_is(spec, value),
        }
    }

    /// A feed that stays as it is: the state is new, and has yet to ask one of its sources, whose articles the feed holds.
    pub(super) fn held(&self, spec: &FeedSpec, value: Option<&(String, String)>) -> Option<Plan> {
        let sources = match (spec.per, value) {
            (Some(Per::Source), Some((name, _))) => vec![name.clone()],
            _ => self.sources(spec),
        };
        let mut sources = sources.iter();
        if !sources.any(|name| self.unasked.contains(name)) {
            return None;
        }
        let held = self.as_it_is(spec, value)?;
        self.holds.set(true);
        Some(held)
    }

    /// A feed whose files are there as they were written.
    fn as_it_is(&self, spec: &FeedSpec, value: Option<&(String, String)>) -> Option<Plan> {
        let shown = value.map(|(_, shown)| shown.clone());
        let feed = self.feed_of(spec, shown.as_deref());
        let formats = feed.formats.iter().filter_map(|name| publish::format(name));
        let paths: Vec<String> = formats.map(|format| publish::path(&feed, format)).collect();
        let state = self.outputs.get(paths.first()?)?;
        let fingerprint = state.fingerprint.as_slice().try_into().ok()?;
        let as_it_was = |path: &String| self.is_current(path, &fingerprint);
        paths.iter().all(as_it_was).then(|| Plan {
            feed,
            spec_name: spec.name.clone(),
            value: shown,
            rows: Vec::new(),
            fingerprint,
            of: value.cloned(),
            is_left: true,
        })
    }

    pub(super) fn plan(
        &self,
        spec: &FeedSpec,
        value: Option<(String, String)>,
        report: &mut Report,
    ) -> Result<Plan, store::Error> {
        let mut sources = self.sources(spec);
        let mut label = None;
        if let Some((folded, _)) = &value {
            match spec.per {
                Some(Per::Source) => sources = vec![folded.clone()],
                Some(per) => label = Some((kind(per), folded.as_str())),
                None => {}
            }
        }
        let window = Window {
            sources: &sources,
            label,
            now: self.now,
            by_edit: spec.edited == Edited::Again,
        };
        let rows = match spec.filter.is_empty() {
            true => self.newest(&window, spec.limit, report)?,
            false => self.matching(&window, spec, report)?,
        };
        let shown = value.as_ref().map(|(_, shown)| shown.clone());
        let feed = self.feed_of(spec, shown.as_deref());
        let mut hasher = blake3::Hasher::new();
        hasher.update(env!("CARGO_PKG_VERSION").as_bytes());
        hasher.update(format!("{feed:?} {:?}", spec.edited).as_bytes());
        for row in &rows {
            hasher.update(&row.revision);
            // What could not be made is shown as it was, and tried again.
            hasher.update(&[u8::from(row.unmade.is_some())]);
        }
        Ok(Plan {
            feed,
            spec_name: spec.name.clone(),
            value: shown,
            rows,
            fingerprint: hasher.finalize().into(),
            of: value,
            is_left: false,
        })
    }

    /// The newest of a window.
    pub(super) fn newest(
        &self,
        window: &Window<'_>,
        limit: usize,
        report: &mut Report,
    ) -> Result<Vec<Row>, store::Error> {
        let mut rows = Vec::new();
        self.store.select(window, |row| {
            rows.push(row);
            Ok(rows.len() < limit)
        })?;
        self.make(&mut rows, true, report)?;
        Ok(reappeared(window, rows))
    }

    /// The newest of a window that a feed's filter lets through.
    pub(super) fn matching(
        &self,
        window: &Window<'_>,
        spec: &FeedSpec,
        report: &mut Report,
    ) -> Result<Vec<Row>, store::Error> {
        let (mut rows, mut next) = (Vec::new(), Vec::new());
        let mut sift = |next: &mut Vec<Row>| {
            self.make(next, false, report)?;
            for row in next.drain(..) {
                let mut article = self.store.body(row.key)?;
                // Opening sentences are words of the content: more need not be done for a filter to look through it.
                if let (Some(article), Some(source)) =
                    (&mut article, self.maker.source(&row.source))
                {
                    let cleaned = guarded(|| normalise::clean(article, &source.normalise));
                    if cleaned.is_ok_and(|cleaned| cleaned) {
                        self.store.save_finished(row.key, article)?;
                    }
                }
                let matches = |article| spec.filter.matches(article, &row.source);
                if rows.len() < spec.limit && article.as_ref().is_some_and(matches) {
                    rows.push(row);
                }
            }
            Ok::<bool, store::Error>(rows.len() < spec.limit)
        };
        self.store.select(window, |row| {
            next.push(row);
            match next.len() < SIFTED {
                true => Ok(true),
                false => sift(&mut next),
            }
        })?;
        sift(&mut next)?;
        Ok(reappeared(window, rows))
    }

    /// The feed without its entries.
    pub(super) fn feed_of(&self, spec: &FeedSpec, value: Option<&str>) -> Feed {
        let plain = self.settings.feeds.iter().find(|spec| spec.per.is_none());
        let whole = plain.map_or(spec.title.as_str(), |spec| spec.title.as_str());
        let (name, title) = match value {
            Some(value) => (
                format!("{}/{}", spec.name, select::file_name(value)),
                select::fill(&spec.title, whole, value),
            ),
            None => (spec.name.clone(), spec.title.clone()),
        };
        let author = spec.author.clone().unwrap_or_else(|| whole.to_owned());
        Feed {
            name,
            description: spec.description.clone().unwrap_or_else(|| title.clone()),
            title,
            link: spec.link.clone(),
            base_url: self.settings.base_url.clone(),
            language: spec.language.clone(),
            author: Person {
                name: author,
                ..Person::default()
            },
            formats: spec.formats.clone(),
            hubs: self.settings.push.hubs.clone(),
            entries: Vec::new(),
        }
    }
}

/// Articles of a window in the order of their changes, as such that appeared then.
fn reappeared(window: &Window<'_>, rows: Vec<Row>) -> Vec<Row> {
    match window.by_edit {
        true => rows.into_iter().map(again).collect(),
        false => rows,
    }
}

/// An article that was changed significantly as one that appeared then. Its id is made of the time of
/// the change, so that it is the same for as long as the change is the last.
fn again(row: Row) -> Row {
    let Some(edited) = row.edited else {
        return row;
    };
    let sign = if row.id.contains('#') { '-' } else { '#' };
    let published = edited.with_timezone(row.updated.offset());
    Row {
        id: format!("{}{sign}edited-{}", row.id, edited.format("%Y%m%dT%H%M%SZ")),
        published,
        updated: row.updated.max(published),
        ..row
    }
}

fn kind(per: Per) -> u8 {
    match per {
        Per::Tag => 0,
        Per::Author | Per::Source => 1,
    }
}
