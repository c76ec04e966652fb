//! An `item` or `entry` → [`RawArticle`]: what is gathered from its elements, and what is chosen.

use std::borrow::Cow;

use url::Url;

use crate::article::{DateOrigin, DateRole, Person, RawArticle, RawDate, Text};
use crate::vocabulary::{self, Kind};

use super::construct::{self, Unsaid, short};
use super::fields::{self, Field};
use super::namespaces::Ns;
use super::ranked::Ranked;
use super::tree::{Element, Node, resolve};
use super::{extras, limits, link, media, person, source};

/// What is gathered of an entry before it is decided.
#[derive(Default)]
pub(super) struct Draft<'a> {
    title: Ranked<Text>,
    content: Ranked<Text>,
    description: Ranked<Text>,
    /// `xml:lang` in force in the content, else the summary, else the title.
    language: Ranked<&'a str>,
    /// The best description is a summary by its own standard (Atom), not the content by custom.
    is_summary: bool,
    dates: Vec<(u8, RawDate)>,
    authors: Ranked<Vec<Person>>,
    source_authors: Vec<Person>,
    links: link::Links,
    guid: Ranked<link::Guid>,
    media: media::Found,
    extras: extras::Found,
    article: RawArticle,
}

/// Reads an entry. `document` is the document's own address.
pub(super) fn read(entry: &Element<'_>, document: Option<&Url>) -> RawArticle {
    let mut draft = Draft::default();
    // RSS 1.0: the item's own URI; CDF: its address and date
    if let Some(about) = entry.attribute("about") {
        draft.guid.offer(1, link::Guid::resource(&about));
    }
    if let Some(href) = entry.attribute("href") {
        draft.links.text(entry.resolve(&href, document));
    }
    if let Some(modified) = entry.attribute("lastmod") {
        draft.date(2, DateRole::Updated, "LASTMOD", &modified);
    }
    for element in entry.elements() {
        draft.take(element, document);
    }
    // what an element says of the article, else what its texts are in, else the article as a whole
    let scope = std::mem::take(&mut draft.language)
        .take()
        .or(entry.scope.language);
    let said = draft.article.language.take();
    draft.article.language = said.or_else(|| scope.map(str::to_owned));
    draft.finish(entry.scope.base.as_deref().or(document))
}

impl<'a> Draft<'a> {
    fn take(&mut self, element: &Element<'a>, document: Option<&Url>) {
        self.extras.take(element, document);
        let Some(field) = fields::of(element) else {
            return;
        };
        match field {
            Field::Title(rank) => {
                let title = construct::read(element, Unsaid::Title, limits::TITLE);
                if self.title.offer(rank, title) {
                    self.language.offer(2, element.scope.language);
                }
            }
            Field::Link => {
                let found = self.links.read(element, document, &mut self.media);
                if let Some((name, address)) = found {
                    self.extras.link(name, address);
                }
            }
            Field::Guid => {
                let rank = u8::from(element.ns == Ns::Dc) * 2;
                self.guid.offer(rank, link::Guid::read(element));
            }
            Field::Content(rank, kind) => {
                // content elsewhere (RFC 4287, 4.1.3.2)
                if let Some(source) = element.attribute("src") {
                    let source = element.resolve(&source, document);
                    self.links.content(&source, element, &mut self.media);
                }
                let text = construct::read(element, kind, limits::CONTENT);
                if self.content.offer(rank, text) {
                    self.language.offer(0, element.scope.language);
                }
            }
            Field::Description(rank) => {
                let text = construct::read(element, Unsaid::Unsure, limits::CONTENT);
                if self.description.offer(rank, text) {
                    self.language.offer(1, element.scope.language);
                    self.is_summary =
                        element.ns == Ns::Atom || element.name.eq_ignore_ascii_case("summary");
                }
            }
            Field::Date(rank, role, field) => {
                if let Some(text) = element.word() {
                    self.date(rank, role, field, &text);
                }
            }
            Field::Author(rank) => {
                let Some(person) = person::read(element, document) else {
                    return;
                };
                let nameless = person.email.as_ref() == Some(&person.name);
                let rank = if nameless {
                    rank.max(fields::NAMELESS)
                } else {
                    rank
                };
                self.authors.gather(rank, vec![person], limits::LIST);
            }
            Field::Category => self.category(element),
            Field::Categories => element.elements().for_each(|inner| self.category(inner)),
            Field::Keywords => {
                let words = element.text();
                let words = words.split(',').filter_map(|word| short(word.into()));
                self.article.tags.extend(words.take(limits::LIST));
            }
            Field::Language => {
                self.article.language = element.word().or(self.article.language.take());
            }
            Field::Media => {
                self.media.read(element, document);
                // in a group or a content, the same elements speak of the entry
                if element.ns == Ns::Media {
                    self.take_group(element, document);
                }
            }
            Field::Image(rank) => self.media.image(rank, element, document),
            Field::Duration => {
                self.media.duration = element.word().and_then(|text| media::seconds(&text))
            }
            Field::Source => {
                let (feed, authors) = source::read(element, document);
                self.article.republished_from = feed;
                self.source_authors = authors;
            }
        }
    }

    fn take_group(&mut self, group: &Element<'a>, document: Option<&Url>) {
        let mut inner: Vec<_> = group.elements().collect();
        inner.truncate(limits::LIST);
        for element in inner {
            let is_content = element.is(Ns::Media, "content") || element.is(Ns::Media, "group");
            if !is_content {
                self.take(element, document);
            } else if element.has_elements() {
                for deeper in element.elements().filter(|e| !e.is(Ns::Media, "content")) {
                    self.take(deeper, document);
                }
            }
        }
    }

    fn date(&mut self, rank: u8, role: DateRole, field: &'static str, text: &str) {
        if self.dates.len() < limits::LIST {
            let date = RawDate {
                role,
                text: text.trim().to_owned(),
                origin: DateOrigin::Feed,
                field,
            };
            self.dates.push((rank, date));
        }
    }

    fn category(&mut self, element: &Element<'_>) {
        if self.article.tags.len() >= limits::LIST {
            return;
        }
        // Atom: what people read first; iTunes: `text`, with categories within
        let attribute = ["label", "term", "text"]
            .iter()
            .find_map(|name| element.attribute(name));
        let text = match attribute {
            Some(text) => short(text),
            None => short(own_text(element)),
        };
        self.article.tags.extend(text);
        for inner in element.elements().take(limits::LIST) {
            if inner.is(Ns::Itunes, "category") {
                self.article
                    .tags
                    .extend(inner.attribute("text").and_then(short));
            }
        }
    }

    /// Decides between what was gathered.
    fn finish(self, base: Option<&Url>) -> RawArticle {
        let mut article = self.article;
        article.title = self.title.take();
        (article.content, article.summary) = choose_texts(
            self.content.take(),
            self.description.take(),
            self.is_summary,
        );
        let guid = self.guid.take();
        let (link, canonical) = self.links.choose(guid.as_ref(), base);
        article.link = link;
        article.link_is_canonical = canonical;
        article.id_address = guid.as_ref().and_then(|guid| guid.made_absolute(base));
        article.id = guid.map(|guid| guid.value);
        article.authors = self.authors.take().unwrap_or(self.source_authors);
        let mut dates = self.dates;
        also_updated(&mut dates);
        dates.sort_by_key(|(rank, _)| *rank);
        article.dates = dates.into_iter().map(|(_, date)| date).collect();
        article.extras = self.extras.finish();
        self.media.finish(&mut article);
        article
    }
}

/// `dc:date` is of any event in an article's life: beside a date of publication, of a change.
fn also_updated(dates: &mut Vec<(u8, RawDate)>) {
    let published = dates
        .iter()
        .any(|(rank, date)| *rank < 5 && date.role == DateRole::Published);
    let any = dates
        .iter()
        .position(|(rank, date)| *rank == 5 && date.role == DateRole::Published);
    if let (true, Some(any)) = (published, any) {
        let mut date = dates.remove(any).1;
        date.role = DateRole::Updated;
        dates.push((9, date));
    }
}

/// The text of an element without that of fields that have strayed into it (`image` in `category`).
fn own_text<'a>(element: &Element<'a>) -> Cow<'a, str> {
    let is_stray = |node: &Node<'_>| matches!(node, Node::Element(e) if fields::of(e).is_some());
    if !element.children.iter().any(is_stray) {
        return element.text();
    }
    let mut own = element.clone();
    own.children.retain(|node| !is_stray(node));
    Cow::Owned(own.text().into_owned())
}

/// Which text is the content and which the summary.
fn choose_texts(
    content: Option<Text>,
    description: Option<Text>,
    is_summary: bool,
) -> (Option<Text>, Option<Text>) {
    match (content, description) {
        (Some(content), Some(description)) => {
            // a summary is not far longer than what it sums up: the names were mixed up; unless the
            // content is pictures, or has markup where the summary has none
            let length = |text: &Text| text.value.trim().len();
            let shows = ["<img", "<iframe", "<video", "<audio", "<object", "<embed"];
            let has_tags = |text: &Text| text.value.contains('<');
            let mixed_up = !is_summary
                && (has_tags(&description) || !has_tags(&content))
                && length(&description) > 2 * length(&content)
                && !shows.iter().any(|tag| content.value.contains(tag));
            match mixed_up {
                true => (Some(description), Some(content)),
                false => (Some(content), Some(description)),
            }
        }
        // all there is of the text is its summary: it is both
        (None, Some(summary)) if is_summary => (Some(summary.clone()), Some(summary)),
        (None, Some(description)) => (Some(description), None),
        (content, None) => (content, None),
    }
}

/// Makes absolute what was left relative for want of a base.
pub(super) fn rebase(article: &mut RawArticle, base: &Url) {
    let fix = |address: &mut String| *address = resolve(address, Some(base));
    article.link.iter_mut().for_each(fix);
    article.image.iter_mut().for_each(fix);
    article.attachments.iter_mut().for_each(|a| fix(&mut a.url));
    for extra in &mut article.extras {
        let row = vocabulary::row(&extra.name);
        for (name, kind, _) in row.map(|row| row.values).unwrap_or_default() {
            if matches!(kind, Kind::Address) {
                extra.values.get_mut(*name).into_iter().for_each(fix);
            }
        }
    }
    let texts = [
        &mut article.content,
        &mut article.summary,
        &mut article.title,
    ];
    for text in texts.into_iter().flatten() {
        text.base.get_or_insert_with(|| base.clone());
    }
}
