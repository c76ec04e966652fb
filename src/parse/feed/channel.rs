//! What a feed says about itself → [`FeedFacts`].

use url::Url;

use crate::article::{FeedFacts, Person, Text};

use super::construct::{self, Unsaid};
use super::namespaces::Ns;
use super::ranked::Ranked;
use super::tree::Element;
use super::{limits, link, media, person};

/// What an element is for; the least number wins, and the first of equals.
#[derive(Debug, Clone, Copy)]
enum Field {
    Id,
    Title(u8),
    Description(u8),
    Link,
    Language,
    Author(u8),
    Icon(u8),
    Ttl,
    UpdatePeriod,
    UpdateFrequency,
    SkipHours,
    SkipDays,
}

use Field::{
    Author, Description, Icon, Id, Language, Link, SkipDays, SkipHours, Title, Ttl,
    UpdateFrequency, UpdatePeriod,
};

/// The fields. A further one is a further row.
const FIELDS: &[(Ns, &str, Field)] = &[
    (Ns::Core, "title", Title(0)),
    (Ns::Core, "link", Link),
    (Ns::Core, "description", Description(0)),
    (Ns::Core, "language", Language),
    (Ns::Core, "managingeditor", Author(1)),
    (Ns::Core, "author", Author(2)),
    (Ns::Core, "image", Icon(0)),
    (Ns::Core, "ttl", Ttl),
    (Ns::Core, "skiphours", SkipHours),
    (Ns::Core, "skipdays", SkipDays),
    // Atom's elements without its namespace, and CDF's
    (Ns::Core, "id", Id),
    (Ns::Core, "subtitle", Description(1)),
    (Ns::Core, "tagline", Description(2)),
    (Ns::Core, "abstract", Description(2)),
    (Ns::Core, "icon", Icon(2)),
    (Ns::Core, "logo", Icon(3)),
    (Ns::Atom, "id", Id),
    (Ns::Atom, "title", Title(0)),
    (Ns::Atom, "subtitle", Description(0)),
    (Ns::Atom, "tagline", Description(1)),
    (Ns::Atom, "description", Description(2)),
    (Ns::Atom, "link", Link),
    (Ns::Atom, "author", Author(0)),
    (Ns::Atom, "icon", Icon(2)),
    (Ns::Atom, "logo", Icon(3)),
    (Ns::Dc, "title", Title(1)),
    (Ns::Dc, "description", Description(3)),
    (Ns::Dc, "creator", Author(3)),
    (Ns::Dc, "language", Language),
    (Ns::Itunes, "title", Title(2)),
    (Ns::Itunes, "summary", Description(4)),
    (Ns::Itunes, "subtitle", Description(5)),
    (Ns::Itunes, "author", Author(4)),
    (Ns::Itunes, "image", Icon(1)),
    (Ns::Media, "thumbnail", Icon(4)),
    (Ns::Syndication, "updateperiod", UpdatePeriod),
    (Ns::Syndication, "updatefrequency", UpdateFrequency),
];

/// Days of the week, Monday = 0, by their first three letters.
const DAYS: &[&str] = &["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// `sy:updatePeriod`, in minutes.
const PERIODS: &[(&str, u32)] = &[
    ("hourly", 60),
    ("daily", 24 * 60),
    ("weekly", 7 * 24 * 60),
    ("monthly", 30 * 24 * 60),
    ("yearly", 365 * 24 * 60),
];

/// What is gathered before it is decided.
#[derive(Default)]
pub(super) struct Draft {
    title: Ranked<Text>,
    description: Ranked<Text>,
    authors: Ranked<Vec<Person>>,
    icon: media::Found,
    links: link::Links,
    period: Option<u32>,
    frequency: Option<u32>,
    facts: FeedFacts,
}

impl Draft {
    /// Takes what stands in the head of a container.
    pub(super) fn head(&mut self, container: &Element<'_>, document: Option<&Url>) {
        if let Some(language) = container.scope.language {
            self.facts
                .language
                .get_or_insert_with(|| language.to_owned());
        }
        // CDF: `<CHANNEL HREF="…">`
        if let Some(home) = container.attribute("href") {
            self.links.text(container.resolve(&home, document));
        }
    }

    /// Takes an element of the feed that is no entry.
    pub(super) fn take(&mut self, element: &Element<'_>, document: Option<&Url>) {
        let row = FIELDS.iter().find(|(ns, name, _)| element.is(*ns, name));
        let Some((_, _, field)) = row else { return };
        match *field {
            Id => {
                let id = self.facts.id.take();
                self.facts.id = id.or_else(|| element.word());
            }
            Title(rank) => {
                let title = construct::read(element, Unsaid::Title, limits::TITLE);
                self.title.offer(rank, title);
            }
            Description(rank) => {
                let text = construct::read(element, Unsaid::Unsure, limits::CONTENT);
                self.description.offer(rank, text);
            }
            Link => {
                self.links
                    .read(element, document, &mut media::Found::default());
            }
            // said of the feed, where `xml:lang` is only of its texts
            Language => self.facts.language = element.word().or(self.facts.language.take()),
            Author(rank) => {
                let people = person::read(element, document).into_iter().collect();
                self.authors.gather(rank, people, limits::LIST);
            }
            Icon(rank) => self.icon.image(rank, element, document),
            Ttl => self.facts.ttl_minutes = number(element).filter(|ttl| *ttl > 0),
            UpdatePeriod => {
                let word = element.word().unwrap_or_default().to_ascii_lowercase();
                let row = PERIODS.iter().find(|(name, _)| *name == word);
                self.period = row.map(|(_, minutes)| *minutes);
            }
            UpdateFrequency => self.frequency = number(element).filter(|times| *times > 0),
            SkipHours => {
                let hours = element.elements().take(limits::LIST).filter_map(number);
                // 24 is how 0 was written before RSS 2.0
                let hours = hours
                    .filter(|hour| *hour <= 24)
                    .map(|hour| (hour % 24) as u8);
                self.facts.skip_hours = unique(hours);
            }
            SkipDays => {
                let days = element.elements().take(limits::LIST).filter_map(|day| {
                    let word = day.word()?.to_lowercase();
                    let day = DAYS.iter().position(|name| word.starts_with(name))?;
                    u8::try_from(day).ok()
                });
                self.facts.skip_days = unique(days);
            }
        }
    }

    pub(super) fn finish(mut self) -> FeedFacts {
        let mut facts = self.facts;
        facts.title = self.title.take();
        facts.description = self.description.take();
        facts.authors = self.authors.take().unwrap_or_default();
        facts.icon = self.icon.into_image();
        facts.self_url = self.links.own.take();
        (facts.home_page, _) = self.links.choose(None, None);
        // an id that is an address is the site's, unless it is the feed's own
        let id = facts.id.as_ref().filter(|id| link::is_http(id));
        let id = id
            .filter(|id| Some(*id) != facts.self_url.as_ref())
            .cloned();
        facts.home_page = facts.home_page.or(id);
        let period = self
            .period
            .map(|period| period / self.frequency.unwrap_or(1));
        facts.ttl_minutes = facts.ttl_minutes.or(period.filter(|period| *period > 0));
        facts
    }
}

fn number(element: &Element<'_>) -> Option<u32> {
    element.word()?.parse().ok()
}

fn unique(values: impl Iterator<Item = u8>) -> Vec<u8> {
    let mut values: Vec<u8> = values.collect();
    values.sort_unstable();
    values.dedup();
    values
}
