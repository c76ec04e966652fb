//! An upstream feed as its publisher has it, and how it is written down.

use chrono::{DateTime, TimeDelta, Utc};

use crate::server::Answer;

/// One entry of an upstream feed.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    /// Which one it is, whatever becomes of it.
    pub(super) number: usize,
    /// As it is, blanks and all; None: there is none.
    pub(super) guid: Option<String>,
    pub(super) link: String,
    pub(super) title: String,
    pub(super) date: Option<DateTime<Utc>>,
    pub(super) text: String,
    pub(super) author: Option<String>,
    pub(super) tags: Vec<String>,
}

/// In what an upstream feed is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Rss,
    Atom,
    Json,
}

/// All formats, with their names.
pub(super) const FORMATS: [(&str, Format); 3] = [
    ("rss", Format::Rss),
    ("atom", Format::Atom),
    ("json", Format::Json),
];

/// An upstream feed.
#[derive(Debug, Clone)]
pub(super) struct Upstream {
    pub(super) format: Format,
    pub(super) entries: Vec<Entry>,
    /// RSS: what `isPermaLink` says.
    pub(super) permalink: Option<&'static str>,
    /// RSS: texts stand in CDATA sections.
    pub(super) cdata: bool,
    /// XML: the encoding that it is written in.
    pub(super) latin: bool,
    /// XML: on the root.
    pub(super) base: Option<&'static str>,
    /// Hours added to every date, as when a zone is put right.
    pub(super) shift: i64,
    /// Something that changes with each poll and is no entry's.
    pub(super) counter: u32,
}

const PROSE: [&str; 6] = [
    "The ferry goes at seven from the old quay, in every weather but fog, and takes bicycles for a coin.",
    "Bread wants time more than it wants yeast: whoever starts on the evening before eats well at noon.",
    "The bridge has been closed to lorries since the spring, and the detour is longer than anybody says.",
    "A lamp that burns all night costs less than the stairs that one falls down in the dark, once.",
    "The choir meets in the school, on the second floor, and sings what it likes, which is mostly old.",
    "Rain fell on forty days of the summer, and the reservoir is as empty as it was the year before.",
];

impl Entry {
    /// The entry of that number, as it was first published: number 0 is the oldest.
    pub(super) fn new(number: usize) -> Self {
        let first = DateTime::from_timestamp(1_735_718_400, 0).expect("a time");
        let prose = PROSE.iter().cycle().skip(number).take(3);
        let prose: Vec<&str> = prose.copied().collect();
        let back = TimeDelta::minutes(31 * 60 * i64::try_from(number).unwrap_or_default());
        Entry {
            number,
            guid: Some(format!("http://old.example/?p={}", number + 100)),
            link: format!("http://old.example/notes/{number}-of-the-town"),
            title: format!("Note {number}: Q & A, caf\u{e9}"),
            date: Some(first + back),
            text: format!("<p>Number {number}. {}</p>", prose.join(" ")),
            author: Some("Ada Vale".to_owned()),
            tags: vec!["town".to_owned()],
        }
    }
}

/// Characters as XML wants them.
pub(super) fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

impl Upstream {
    /// `number` entries, the newest first.
    pub(super) fn new(format: Format, number: usize) -> Self {
        Upstream {
            format,
            entries: (0..number).rev().map(Entry::new).collect(),
            permalink: Some("false"),
            cdata: false,
            latin: false,
            base: None,
            shift: 0,
            counter: 0,
        }
    }

    /// Changes every entry; `change` gets its number from the top.
    pub(super) fn each(&mut self, change: impl Fn(usize, &mut Entry)) {
        for (at, entry) in self.entries.iter_mut().enumerate() {
            change(at, entry);
        }
    }

    pub(super) fn body(&self) -> Vec<u8> {
        let text = match self.format {
            Format::Rss => self.rss(),
            Format::Atom => self.atom(),
            Format::Json => return self.json().into_bytes(),
        };
        if !self.latin {
            return format!("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n{text}").into_bytes();
        }
        let text = format!("<?xml version=\"1.0\" encoding=\"iso-8859-1\"?>\n{text}");
        let latin = text.chars().map(|c| u8::try_from(c).unwrap_or(b'?'));
        latin.collect()
    }

    /// What the server answers.
    pub(super) fn answer(&self) -> Answer {
        let media_type = match self.format {
            Format::Rss => "application/rss+xml",
            Format::Atom => "application/atom+xml",
            Format::Json => "application/feed+json",
        };
        Answer::new(media_type, self.body())
    }

    fn date(&self, entry: &Entry) -> Option<DateTime<Utc>> {
        entry.date.map(|date| date + TimeDelta::hours(self.shift))
    }

    fn base(&self) -> String {
        let base = self.base.map(|base| format!(" xml:base=\"{base}\""));
        base.unwrap_or_default()
    }

    fn text(&self, text: &str) -> String {
        if self.cdata {
            format!("<![CDATA[{text}]]>")
        } else {
            escape(text)
        }
    }

    fn rss(&self) -> String {
        let mut items = String::new();
        for entry in &self.entries {
            let mut item = format!(
                "<title>{}</title><link>{}</link><description>{}</description>",
                escape(&entry.title),
                escape(&entry.link),
                self.text(&entry.text)
            );
            if let Some(guid) = &entry.guid {
                let attribute = self
                    .permalink
                    .map(|said| format!(" isPermaLink=\"{said}\""));
                let attribute = attribute.unwrap_or_default();
                item.push_str(&format!("<guid{attribute}>{}</guid>", self.text(guid)));
            }
            if let Some(date) = self.date(entry) {
                item.push_str(&format!("<pubDate>{}</pubDate>", date.to_rfc2822()));
            }
            if let Some(author) = &entry.author {
                item.push_str(&format!("<dc:creator>{author}</dc:creator>"));
            }
            for tag in &entry.tags {
                item.push_str(&format!("<category>{tag}</category>"));
            }
            items.push_str(&format!("<item>{item}</item>\n"));
        }
        format!(
            "<rss version=\"2.0\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"{}><channel><title>Upstream</title>\
             <link>http://old.example/</link><description>d</description><generator>{}</generator>\n{items}</channel></rss>",
            self.base(),
            self.counter
        )
    }

    fn atom(&self) -> String {
        let mut entries = String::new();
        for entry in &self.entries {
            let mut item = format!(
                "<title>{}</title><link href=\"{}\"/><content type=\"html\">{}</content>",
                escape(&entry.title),
                escape(&entry.link),
                self.text(&entry.text)
            );
            if let Some(guid) = &entry.guid {
                item.push_str(&format!("<id>{}</id>", self.text(guid)));
            }
            if let Some(date) = self.date(entry) {
                let date = date.to_rfc3339();
                item.push_str(&format!(
                    "<published>{date}</published><updated>{date}</updated>"
                ));
            }
            if let Some(author) = &entry.author {
                item.push_str(&format!("<author><name>{author}</name></author>"));
            }
            for tag in &entry.tags {
                item.push_str(&format!("<category term=\"{tag}\"/>"));
            }
            entries.push_str(&format!("<entry>{item}</entry>\n"));
        }
        format!(
            "<feed xmlns=\"http://www.w3.org/2005/Atom\"{}><title>Upstream</title><id>urn:x:upstream</id>\
             <updated>2025-01-01T00:00:{:02}Z</updated>\n{entries}</feed>",
            self.base(),
            self.counter % 60
        )
    }

    fn json(&self) -> String {
        let items = self.entries.iter().map(|entry| {
            let mut item = serde_json::json!({
                "url": entry.link, "title": entry.title, "content_html": entry.text, "tags": entry.tags,
            });
            if let Some(guid) = &entry.guid {
                item["id"] = guid.as_str().into();
            }
            if let Some(date) = self.date(entry) {
                item["date_published"] = date.to_rfc3339().into();
            }
            if let Some(author) = &entry.author {
                item["authors"] = serde_json::json!([{ "name": author }]);
            }
            item
        });
        serde_json::json!({
            "version": "https://jsonfeed.org/version/1.1", "title": "Upstream",
            "description": format!("{} readers", self.counter), "items": items.collect::<Vec<_>>(),
        })
        .to_string()
    }
}
