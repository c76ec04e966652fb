//! The full text of an article as it stands within a page of ours: below the page's own headings, without anything that
//! would be loaded, and always closed. It was cleaned when it was taken in; what is not named here does not
//! get into the page all the same.

use std::cell::RefCell;

use html5ever::Attribute;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};

use crate::markup::{EVERYWHERE, KEPT};
use crate::publish::field;
use crate::text;

/// Elements that have no end.
const VOID: &[&str] = &["br", "col", "hr", "wbr"];

/// Elements that would load something, by what a link to it says.
const MEDIA: &[(&str, &str)] = &[
    ("audio", "Recording"),
    ("iframe", "Embedded page"),
    ("img", "Picture"),
    ("video", "Video"),
];

/// Elements that stand around media: what is in them stays.
const AROUND_MEDIA: &[&str] = &["picture", "source", "track"];

/// Attributes of no use within a page: addresses that nobody is shown, and names of cells, which do not stay.
const USELESS: &[&str] = &["cite", "headers"];

/// The level of the highest heading in a text: those of articles have the third.
const HIGHEST: usize = 4;

/// Most elements open at once; cleaned texts have half of it.
const DEEPEST: usize = 512;

/// A text as it stands within a page.
pub(super) fn within_page(html: &str) -> String {
    let highest = (1..=6).find(|level| html.contains(&format!("<h{level}")));
    let reading = Reading {
        lowered: HIGHEST.saturating_sub(highest.unwrap_or(HIGHEST)),
        raised: highest.unwrap_or(HIGHEST).saturating_sub(HIGHEST),
        ..Reading::default()
    };
    let sink = Sink {
        reading: RefCell::new(reading),
    };
    let tokenizer = Tokenizer::new(sink, TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(html.into());
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    tokenizer.sink.reading.into_inner().finish()
}

struct Sink {
    reading: RefCell<Reading>,
}

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut reading = self.reading.borrow_mut();
        match token {
            Token::CharacterTokens(text) => reading.text(&text),
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => reading.start(&tag),
            Token::TagToken(tag) => reading.end(&tag.name),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

#[derive(Default)]
struct Reading {
    out: String,
    open: Vec<&'static str>,
    /// Levels by which headings go down, or up.
    lowered: usize,
    raised: usize,
    /// The recording or video that is being read, and whether its link is written: what is in it is for programs that
    /// cannot play it.
    player: Option<(&'static str, bool)>,
}

impl Reading {
    fn text(&mut self, text: &str) {
        if self.player.is_none() {
            self.out.push_str(&text::escape(text));
        }
    }

    fn start(&mut self, tag: &Tag) {
        let name: &str = &tag.name;
        if let Some((player, false)) = self.player {
            if name == "source" && self.link(player, tag) {
                self.player = Some((player, true));
            }
            return;
        }
        if self.player.is_some() {
            return;
        }
        if let Some((name, _)) = MEDIA.iter().find(|(known, _)| *known == name) {
            let linked = self.link(name, tag);
            if matches!(*name, "audio" | "video") {
                self.player = Some((name, linked));
            }
            return;
        }
        let Some(&(name, attributes)) = self.kept(name) else {
            return;
        };
        // A link within a link ends the first, wherever that began.
        let is_second_link = name == "a" && self.open.contains(&"a");
        if is_second_link || self.open.len() >= DEEPEST {
            return;
        }
        self.out.push('<');
        self.out.push_str(name);
        for attribute in &tag.attrs {
            self.attribute(attribute, attributes);
        }
        self.out.push('>');
        if !VOID.contains(&name) {
            self.open.push(name);
        }
    }

    fn end(&mut self, name: &str) {
        if let Some((player, _)) = self.player {
            if player == name {
                self.player = None;
            }
            return;
        }
        let Some(&(name, _)) = self.kept(name) else {
            return;
        };
        if let Some(at) = self.open.iter().rposition(|open| *open == name) {
            self.close(at);
        }
    }

    /// The row of an element, headings at their level within the page.
    fn kept(&self, name: &str) -> Option<&'static (&'static str, &'static [&'static str])> {
        let level = name
            .strip_prefix('h')
            .and_then(|level| level.parse::<usize>().ok());
        let lowered;
        let name = match level {
            Some(level @ 1..=6) => {
                let level = (level + self.lowered).saturating_sub(self.raised);
                lowered = format!("h{}", level.clamp(HIGHEST, 6));
                &lowered
            }
            _ => name,
        };
        let mut rows = KEPT.iter().filter(|(kept, _)| !AROUND_MEDIA.contains(kept));
        rows.find(|(kept, _)| *kept == name)
    }

    fn attribute(&mut self, attribute: &Attribute, allowed: &[&str]) {
        let name: &str = &attribute.name.local;
        let known = allowed.contains(&name) || EVERYWHERE.contains(&name);
        if !known || USELESS.contains(&name) {
            return;
        }
        if name == "href"
            && !attribute.value.starts_with("mailto:")
            && field::http(&attribute.value).is_none()
        {
            return;
        }
        self.out.push(' ');
        self.out.push_str(name);
        self.out.push_str("=\"");
        self.out.push_str(&text::escape(&attribute.value));
        self.out.push('"');
    }

    /// A link in place of what would be loaded; says whether there was an address. Within a link it is its words alone.
    fn link(&mut self, name: &str, tag: &Tag) -> bool {
        let value = |name: &str| {
            let mut attributes = tag.attrs.iter();
            let found = attributes.find(|attribute| &*attribute.name.local == name);
            found
                .map(|attribute| attribute.value.trim())
                .unwrap_or_default()
        };
        let address = field::http(value("src"));
        let about = ["alt", "title"]
            .into_iter()
            .map(value)
            .find(|text| !text.is_empty());
        let label = MEDIA
            .iter()
            .find(|(known, _)| *known == name)
            .map_or("File", |(_, label)| label);
        let host = address
            .as_deref()
            .and_then(|address| address.split('/').nth(2));
        let words = match (about, host) {
            (Some(about), _) => format!("{label}: {}", text::fold(about)),
            (None, Some(host)) if name == "iframe" => format!("{label}: {host}"),
            (None, _) => label.to_owned(),
        };
        let words = text::escape(&words);
        match &address {
            None if about.is_none() => {}
            Some(address) if !self.open.contains(&"a") => {
                let address = text::escape(address);
                self.out.push_str(&format!(
                    "<a class=\"media\" href=\"{address}\">{words}</a> "
                ));
            }
            _ => self
                .out
                .push_str(&format!("<span class=\"media\">{words}</span> ")),
        }
        address.is_some()
    }

    fn close(&mut self, down_to: usize) {
        for name in self.open.drain(down_to.min(self.open.len())..).rev() {
            self.out.push_str("</");
            self.out.push_str(name);
            self.out.push('>');
        }
    }

    fn finish(mut self) -> String {
        self.close(0);
        let end = self.out.trim_end().len();
        self.out.truncate(end);
        self.out
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_text_keeps_to_its_place() {
        for (html, expected) in [
            (
                "<p>A <b>word</b> &amp; &lt;b&gt;</p>",
                "<p>A <b>word</b> &amp; &lt;b&gt;</p>",
            ),
            // Headings go below those of the page, the highest of the text to the fourth level.
            (
                "<h1>A</h1><h2>B</h2><h4>C</h4>",
                "<h4>A</h4><h5>B</h5><h6>C</h6>",
            ),
            ("<h2>A</h2><h3>B</h3>", "<h4>A</h4><h5>B</h5>"),
            ("<h6>A</h6>", "<h4>A</h4>"),
            // Nothing is loaded.
            (
                "<img src=\"https://e.example/a.png\" srcset=\"x 2x\" alt=\"A mill\">",
                "<a class=\"media\" href=\"https://e.example/a.png\">Picture: A mill</a>",
            ),
            (
                "<a href=\"https://e.example/\"><img src=\"https://e.example/a.png\"></a>",
                "<a href=\"https://e.example/\"><span class=\"media\">Picture</span> </a>",
            ),
            (
                "<picture><source srcset=\"https://e.example/b.png\"><img src=\"https://e.example/a.png\"></picture>",
                "<a class=\"media\" href=\"https://e.example/a.png\">Picture</a>",
            ),
            (
                "<video poster=\"https://e.example/p\"><source src=\"https://e.example/a.mp4\"><source src=\"https://e.example/a.webm\">Sorry</video>B",
                "<a class=\"media\" href=\"https://e.example/a.mp4\">Video</a> B",
            ),
            (
                "<audio src=\"https://e.example/a.mp3\">Sorry</audio>",
                "<a class=\"media\" href=\"https://e.example/a.mp3\">Recording</a>",
            ),
            (
                "<iframe src=\"https://www.e.example/x\"></iframe>",
                "<a class=\"media\" href=\"https://www.e.example/x\">Embedded page: www.e.example</a>",
            ),
            (
                "<img src=\"data:image/png;base64,AA\" alt=Mill>",
                "<span class=\"media\">Picture: Mill</span>",
            ),
            // No id of a text can be one of the page, nothing runs, nothing is left open or closed beyond it.
            (
                "<p id=\"articles\" class=\"find\" style=\"x\" onclick=\"y\" lang=\"de\">A",
                "<p lang=\"de\">A</p>",
            ),
            ("</div></details></article><p>A</div>", "<p>A</p>"),
            ("<script>alert(1)</script><form><input></form>", "alert(1)"),
            (
                "<a href=\"javascript:x\">A <a href=\"https://e.example/\">B</a>",
                "<a>A B</a>",
            ),
            ("<b>A<br><wbr/>", "<b>A<br><wbr></b>"),
        ] {
            assert_eq!(within_page(html), expected, "{html}");
        }
    }

    #[test]
    fn hostile_texts_take_linear_time() {
        for (start, end) in [
            ("<b>", ""),
            ("<a>", "</b>"),
            ("<p><i>", "</p>"),
            ("</i>", "<video>"),
        ] {
            let html = format!("{}{}", start.repeat(100_000), end.repeat(100_000));
            assert!(within_page(&html).len() < 4 * html.len());
        }
    }

    proptest! {
        #[test]
        fn whatever_it_is_it_closes_what_it_opens(parts in proptest::collection::vec(prop_oneof![
            Just("<b>"), Just("</b>"), Just("<a href=x>"), Just("</a>"), Just("<div>"), Just("</div>"), Just("<details>"),
            Just("</details>"), Just("<h1>"), Just("</h2>"), Just("<img alt=x>"), Just("<video>"), Just("</video>"),
            Just("<table>"), Just("<!--"), Just("-->"), Just("text &lt;"), Just("<"), Just("'\""),
        ], 0..40)) {
            let page = within_page(&parts.concat());
            for name in ["b", "a", "div", "details", "h4", "table"] {
                let (opened, closed) = (page.matches(&format!("<{name}>")).count() + page.matches(&format!("<{name} ")).count(), page.matches(&format!("</{name}>")).count());
                prop_assert_eq!(opened, closed, "{} in {}", name, page);
            }
        }
    }
}
