//! Markdown → HTML, with the title taken out and the place of `<!--more-->` known.

use pulldown_cmark::{
    CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd, TextMergeStream, html,
};

use crate::text;

/// Words of the comment that ends the author's summary. One a generator.
#[rustfmt::skip]
const MORE: &[&str] = &[
    "more",     // Hugo, Hexo, Zola, WordPress
    "truncate", // Docusaurus
    "excerpt",  // Eleventy
    "excerpt-end",
    "end-excerpt",
    "end_excerpt",
    "endexcerpt",
    "read more",
    "readmore",
    "pelican_end_summary",
    "preview",
];

/// The events of a document. Links to nowhere are plain text, bare addresses are links.
pub(super) struct Events<'a>(Vec<Event<'a>>);

/// Reads Markdown.
pub(super) fn events(source: &str) -> Events<'_> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_GFM;
    let mut events = Vec::new();
    let (mut links, mut code) = (0_usize, false);
    let mut empty = Vec::new();
    for event in TextMergeStream::new(Parser::new_ext(source, options)) {
        match event {
            Event::Start(Tag::Link { ref dest_url, .. }) => {
                // what a removed shortcode leaves: `[text]()`
                let nowhere = dest_url.trim().is_empty();
                empty.push(nowhere);
                links += 1;
                if !nowhere {
                    events.push(event);
                }
            }
            Event::End(TagEnd::Link) => {
                links = links.saturating_sub(1);
                if empty.pop() != Some(true) {
                    events.push(event);
                }
            }
            Event::Start(Tag::Image { .. }) => {
                links += 1;
                events.push(event);
            }
            Event::End(TagEnd::Image) => {
                links = links.saturating_sub(1);
                events.push(event);
            }
            Event::Start(Tag::CodeBlock(_)) => {
                code = true;
                events.push(event);
            }
            Event::End(TagEnd::CodeBlock) => {
                code = false;
                events.push(event);
            }
            Event::Text(text) if links == 0 && !code => link_addresses(text, &mut events),
            event => events.push(event),
        }
    }
    Events(events)
}

impl<'a> Events<'a> {
    /// The whole as HTML.
    pub(super) fn html(&self) -> String {
        render(self.0.iter().cloned())
    }

    /// What stands before `<!--more-->`, as HTML.
    pub(super) fn before_more(&self) -> Option<String> {
        let at = self.0.iter().position(is_more)?;
        Some(render(self.0.iter().take(at).cloned())).filter(|html| !html.trim().is_empty())
    }

    /// Takes the heading that is the title out of the document: the one that says what `known` says (a
    /// key, see [`text::key`]) and stands first; when nothing is known, the first of the first level, or
    /// one of any level that stands first.
    pub(super) fn take_title(&mut self, known: Option<&str>) -> Option<String> {
        let lead = self.0.iter().position(|event| !is_comment(event));
        let is_heading = |event: &Event<'_>| matches!(event, Event::Start(Tag::Heading { .. }));
        let first = lead.filter(|at| self.0.get(*at).is_some_and(is_heading));
        let at = match known {
            Some(_) => first?,
            None => self
                .0
                .iter()
                .position(|event| {
                    matches!(
                        event,
                        Event::Start(Tag::Heading {
                            level: HeadingLevel::H1,
                            ..
                        })
                    )
                })
                .or(first)?,
        };
        let len = self
            .0
            .iter()
            .skip(at)
            .position(|event| matches!(event, Event::End(TagEnd::Heading(_))))?;
        let title = self.plain(at, at + len);
        if title.is_empty() || known.is_some_and(|known| known != text::key(&title)) {
            return None;
        }
        self.0.drain(at..=at + len);
        Some(title)
    }

    /// Takes a first paragraph that is one short line and no sentence out of the document.
    pub(super) fn take_short_line(&mut self) -> Option<String> {
        let at = self.0.iter().position(|event| !is_comment(event))?;
        if !matches!(self.0.get(at), Some(Event::Start(Tag::Paragraph))) {
            return None;
        }
        let len = self
            .0
            .iter()
            .skip(at)
            .position(|event| matches!(event, Event::End(TagEnd::Paragraph)))?;
        let paragraph = self.0.get(at..at + len)?;
        let broken = paragraph.iter().any(|event| {
            matches!(
                event,
                Event::SoftBreak | Event::HardBreak | Event::Start(Tag::Image { .. })
            )
        });
        let line = self.plain(at, at + len);
        let stops = text::ends_sentence(&line) && !line.ends_with(['?', '!', '？', '！', '؟']);
        let alone = at + len + 1 >= self.0.len();
        if broken
            || stops
            || alone
            || line.is_empty()
            || line.chars().count() > 120
            || text::prompt::noise(&line).is_some()
        {
            return None;
        }
        self.0.drain(at..=at + len);
        Some(line)
    }

    /// The first sentence, shortened; the document keeps it.
    pub(super) fn first_line(&self) -> Option<String> {
        let line = super::first_text(&self.html())?;
        let first = text::sentences(&line).next().unwrap_or_default().trim();
        Some(text::cut(first.trim_end_matches(['.', '。']), 100)).filter(|title| !title.is_empty())
    }

    /// The text of the events from `start` to `end`.
    fn plain(&self, start: usize, end: usize) -> String {
        let mut plain = String::new();
        for event in self.0.iter().take(end).skip(start) {
            match event {
                Event::Text(text) | Event::Code(text) => plain.push_str(text),
                Event::SoftBreak | Event::HardBreak => plain.push(' '),
                _ => {}
            }
        }
        text::fold(&plain)
    }
}

fn render<'a>(events: impl Iterator<Item = Event<'a>>) -> String {
    let mut rendered = String::new();
    html::push_html(&mut rendered, events.filter(|event| !is_more(event)));
    rendered
}

/// The word inside a comment that stands alone.
fn comment<'e>(event: &'e Event<'_>) -> Option<&'e str> {
    match event {
        Event::Html(html) | Event::InlineHtml(html) => {
            html.trim().strip_prefix("<!--")?.strip_suffix("-->")
        }
        _ => None,
    }
}

fn is_more(event: &Event<'_>) -> bool {
    comment(event).is_some_and(|word| {
        let word = word.trim().to_lowercase();
        MORE.contains(&word.as_str())
    })
}

fn is_comment(event: &Event<'_>) -> bool {
    comment(event).is_some()
        || matches!(
            event,
            Event::Start(Tag::HtmlBlock) | Event::End(TagEnd::HtmlBlock)
        )
}

/// Bare addresses become links, as on GitHub.
fn link_addresses<'a>(text: CowStr<'a>, events: &mut Vec<Event<'a>>) {
    let mut at = 0;
    let mut from = 0;
    while let Some(start) = next_address(&text, from) {
        let end = start + address_length(text.get(start..).unwrap_or_default());
        let Some(address) = text
            .get(start..end)
            .filter(|address| address.len() > "https://".len())
        else {
            from = start + 4;
            continue;
        };
        if start > at {
            events.push(Event::Text(
                text.get(at..start).unwrap_or_default().to_owned().into(),
            ));
        }
        let dest_url = if address.starts_with("www.") {
            format!("https://{address}")
        } else {
            address.to_owned()
        };
        events.push(Event::Start(Tag::Link {
            link_type: LinkType::Autolink,
            dest_url: dest_url.into(),
            title: "".into(),
            id: "".into(),
        }));
        events.push(Event::Text(address.to_owned().into()));
        events.push(Event::End(TagEnd::Link));
        at = end;
        from = end;
    }
    if at == 0 {
        events.push(Event::Text(text));
    } else if at < text.len() {
        events.push(Event::Text(
            text.get(at..).unwrap_or_default().to_owned().into(),
        ));
    }
}

fn next_address(text: &str, from: usize) -> Option<usize> {
    ["https://", "http://", "www."]
        .iter()
        .filter_map(|start| {
            text.get(from..)?
                .match_indices(start)
                .map(|(at, _)| from + at)
                .find(|at| {
                    !text.get(..*at).is_some_and(|before| {
                        before.ends_with(|c: char| c.is_alphanumeric() || c == '/')
                    })
                })
        })
        .min()
}

/// How long the address at the head of a text is: up to white space or `<`, without the punctuation that
/// ends the sentence around it, and without a closing bracket that it did not open.
fn address_length(text: &str) -> usize {
    let end = text
        .find(|c: char| {
            c.is_whitespace()
                || matches!(
                    c,
                    '<' | '>' | '"' | '“' | '”' | '「' | '」' | '。' | '、' | '，' | '）' | '（'
                )
        })
        .unwrap_or(text.len());
    let mut address = text.get(..end).unwrap_or_default();
    loop {
        let trimmed =
            address.trim_end_matches(['.', ',', ':', ';', '!', '?', '\'', '*', '_', '~', '’']);
        let open = trimmed.matches('(').count();
        let shorter = match trimmed.strip_suffix(')') {
            Some(shorter) if trimmed.matches(')').count() > open => shorter,
            _ => trimmed.strip_suffix([']', '}']).unwrap_or(trimmed),
        };
        if shorter.len() == address.len() {
            return shorter.len();
        }
        address = shorter;
    }
}
