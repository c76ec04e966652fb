//! HTML → text, by html5ever's tokeniser alone: linear, no tree, no recursion.

use std::cell::RefCell;
use std::collections::HashSet;
use std::mem;
use std::ops::ControlFlow;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};

use super::flow::{FLOW, Flow, RAW};

/// A piece of text that stands on lines of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Decoded; white space folded except in code; `<br>` is a line break.
    pub text: String,
    /// How many bytes of `text` are inside links.
    pub linked: usize,
    /// Whether a blank line parts it from what went before.
    pub spaced: bool,
    /// The figure that it stands in: 1 for the first of the text, 0 for none.
    pub figure: usize,
}

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlockKind {
    /// Running text.
    Paragraph,
    /// `h1` to `h6`.
    Heading,
    /// An item of a list.
    Item,
    /// Text inside a `blockquote`.
    Quote,
    /// `figcaption`.
    Caption,
    /// `pre`: white space as written.
    Code,
    /// A row of a table, cells parted by tabs; or its caption.
    Row,
    /// Navigation, buttons, forms, page heads and feet.
    Furniture,
}

/// The text of HTML as a reader sees it: entities decoded, no script or style, a line break between
/// blocks, a blank line between paragraphs.
pub fn from_html(html: &str) -> String {
    let mut all = Vec::new();
    blocks(html, |block| {
        all.push(block);
        ControlFlow::Continue(())
    });
    joined(&all)
}

/// The same for those who see no pictures: without captions, and without the figures in which there is
/// nothing else to read.
pub fn without_pictures(html: &str) -> String {
    let mut all = Vec::new();
    blocks(html, |block| {
        all.push(block);
        ControlFlow::Continue(())
    });
    let readable: HashSet<usize> = all
        .iter()
        .filter(|block| !matches!(block.kind, BlockKind::Caption | BlockKind::Paragraph))
        .map(|block| block.figure)
        .collect();
    all.retain(|block| match block.figure {
        0 => block.kind != BlockKind::Caption,
        figure => readable.contains(&figure),
    });
    joined(&all)
}

fn joined(blocks: &[Block]) -> String {
    let mut text = String::new();
    for block in blocks {
        if !text.is_empty() {
            text.push_str(if block.spaced { "\n\n" } else { "\n" });
        }
        text.push_str(&block.text);
    }
    text
}

/// Gives the blocks of HTML in document order until `take` says that it is enough. Reads little
/// more than was asked for, however long the document is.
pub fn blocks(html: &str, mut take: impl FnMut(Block) -> ControlFlow<()>) {
    const STEP: usize = 1024;
    let tokenizer = Tokenizer::new(Sink::default(), TokenizerOpts::default());
    let queue = BufferQueue::default();
    let mut rest = html;
    while !rest.is_empty() {
        let (step, after) = rest.split_at(super::floor(rest, STEP));
        rest = after;
        queue.push_back(StrTendril::from_slice(step));
        while !queue.is_empty() {
            let _ = tokenizer.feed(&queue);
        }
        for block in tokenizer.sink.state.borrow_mut().done.drain(..) {
            if take(block).is_break() {
                return;
            }
        }
    }
    tokenizer.end();
    let mut state = tokenizer.sink.state.borrow_mut();
    state.flush(false);
    for block in state.done.drain(..) {
        if take(block).is_break() {
            return;
        }
    }
}

#[derive(Default)]
struct Sink {
    state: RefCell<Reading>,
}

/// Where the reading stands. Counters, no stack: an end tag that nothing opened changes nothing.
#[derive(Default)]
struct Reading {
    done: Vec<Block>,
    text: String,
    /// White space seen and not yet written.
    gap: bool,
    /// A line break was among it.
    broken: bool,
    /// A blank line parts the next block.
    spaced: bool,
    linked: usize,
    /// The element whose content is left out, and how often it is open.
    skipped: Option<(String, usize)>,
    heading: bool,
    caption: bool,
    code: bool,
    link: bool,
    /// Where the text of an open `sup` begins, and whether a link was in it.
    raised: Option<(usize, bool)>,
    items: usize,
    quotes: usize,
    tables: usize,
    furniture: usize,
    figures: usize,
    in_figure: bool,
}

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut state = self.state.borrow_mut();
        match token {
            Token::CharacterTokens(text) => state.push(&text),
            Token::TagToken(tag) => return state.tag(&tag),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

impl Reading {
    fn push(&mut self, text: &str) {
        if self.skipped.is_some() {
            return;
        }
        let before = self.text.len();
        if self.code {
            self.text.push_str(text);
        } else {
            for c in text.chars() {
                if super::is_invisible(c) {
                } else if c.is_whitespace() {
                    self.gap = true;
                    self.broken |= c == '\n';
                } else {
                    let broken = mem::take(&mut self.broken);
                    let parted = mem::take(&mut self.gap)
                        && !self.text.is_empty()
                        && !self.text.ends_with(['\n', '\t']);
                    let unspaced =
                        broken && super::is_wide(c) && self.text.ends_with(super::is_wide);
                    if parted && !unspaced {
                        self.text.push(' ');
                    }
                    self.text.push(c);
                }
            }
        }
        if self.link {
            self.linked += self.text.len() - before;
        }
    }

    fn tag(&mut self, tag: &Tag) -> TokenSinkResult<()> {
        let name: &str = &tag.name;
        let start = tag.kind == TagKind::StartTag;
        if let Some((skipped, depth)) = &mut self.skipped {
            if skipped == name {
                if start && !tag.self_closing {
                    *depth += 1;
                } else if !start {
                    *depth -= 1;
                }
                if *depth == 0 {
                    self.skipped = None;
                }
            }
            return raw(name, start);
        }
        match FLOW.iter().find(|(_, names)| names.contains(&name)) {
            Some((Flow::Skipped, _)) => {
                if start && !tag.self_closing {
                    self.skipped = Some((name.to_owned(), 1));
                }
                return raw(name, start);
            }
            Some((Flow::Paragraph, _)) => self.flush(true),
            Some((Flow::Line, _)) => self.flush(false),
            None => {}
        }
        let count = |counter: &mut usize| {
            *counter = if start {
                counter.saturating_add(1)
            } else {
                counter.saturating_sub(1)
            };
        };
        match name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.heading = start,
            "p" | "div" | "section" | "article" | "ul" | "ol" | "table" => self.heading = false,
            _ => {}
        }
        match name {
            "figcaption" => self.caption = start,
            "figure" => {
                self.caption = false;
                self.in_figure = start;
                self.figures += usize::from(start);
            }
            "pre" => self.code = start,
            "a" => {
                self.link = start;
                if let Some((_, linked)) = &mut self.raised {
                    *linked = true;
                }
            }
            "sup" if start => self.raised = Some((self.text.len(), false)),
            "sup" => self.drop_footnote_mark(),
            "li" | "dd" | "dt" if start => self.items = self.items.max(1),
            "ul" | "ol" | "dl" => {
                count(&mut self.items);
                self.caption = false;
            }
            "blockquote" => count(&mut self.quotes),
            "table" => {
                count(&mut self.tables);
                self.caption = false;
            }
            "nav" | "footer" | "button" | "form" | "aside" => count(&mut self.furniture),
            "td" | "th" if start && !self.text.is_empty() => {
                self.text.push('\t');
                self.gap = false;
            }
            "br" => self.line_break(),
            _ => {}
        }
        TokenSinkResult::Continue
    }

    /// A raised link of digits or signs leads to a footnote and is no word of the text.
    fn drop_footnote_mark(&mut self) {
        let Some((at, true)) = self.raised.take() else {
            return;
        };
        let mark = self.text.get(at..).unwrap_or_default();
        if mark.len() <= 12 && !mark.chars().any(char::is_alphabetic) {
            self.text.truncate(at);
        }
    }

    /// One `<br>` is a line break; two in a row end the paragraph.
    fn line_break(&mut self) {
        self.gap = false;
        if self.code {
            self.text.push('\n');
        } else if self.text.ends_with('\n') {
            self.flush(true);
        } else if !self.text.is_empty() {
            self.text.push('\n');
        }
    }

    fn flush(&mut self, spaced: bool) {
        self.gap = false;
        self.raised = None;
        let text = mem::take(&mut self.text);
        let linked = mem::take(&mut self.linked);
        let trimmed = if self.code {
            text.trim_matches(['\n', '\r']).trim_end()
        } else {
            text.trim()
        };
        if !trimmed.is_empty() {
            self.done.push(Block {
                kind: self.kind(),
                text: trimmed.to_owned(),
                linked,
                spaced: self.spaced,
                figure: if self.in_figure { self.figures } else { 0 },
            });
            self.spaced = false;
        }
        self.spaced |= spaced;
    }

    fn kind(&self) -> BlockKind {
        if self.furniture > 0 {
            BlockKind::Furniture
        } else if self.caption {
            BlockKind::Caption
        } else if self.code {
            BlockKind::Code
        } else if self.heading {
            BlockKind::Heading
        } else if self.tables > 0 {
            BlockKind::Row
        } else if self.items > 0 {
            BlockKind::Item
        } else if self.quotes > 0 {
            BlockKind::Quote
        } else {
            BlockKind::Paragraph
        }
    }
}

fn raw(name: &str, start: bool) -> TokenSinkResult<()> {
    match RAW.iter().find(|(raw, _)| *raw == name) {
        Some((_, kind)) if start => TokenSinkResult::RawData(*kind),
        _ => TokenSinkResult::Continue,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn html_reads_as_a_reader_sees_it() {
        for (html, expected) in [
            ("plain", "plain"),
            (
                "<p>One\n two</p><p>Three &amp; four</p>",
                "One two\n\nThree & four",
            ),
            ("a<br>b<br><br>c", "a\nb\n\nc"),
            ("<div>a</div><div>b</div>", "a\nb"),
            ("<p>x<script>if (a<b) {}</script>y</p>", "xy"),
            (
                "<style>p{}</style><p>x</p><template><p>no</p></template>",
                "x",
            ),
            ("<ul><li>one</li><li>two</li></ul>", "one\ntwo"),
            ("<pre><code>a\n  b\n</code></pre>", "a\n  b"),
            (
                "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>",
                "a\tb\nc",
            ),
            ("<h2>Head</h2>text", "Head\n\ntext"),
            ("&lt;b&gt; &copy; &#8217; &nbsp;x", "<b> © ’ x"),
            ("</p></div></table>x", "x"),
            ("<svg><title>t</title><path/></svg>x", "x"),
            ("a<!-- no -->b", "ab"),
            ("活字を\n組む。 そして\nprint", "活字を組む。 そして print"),
            (
                "Said<sup><a href='#1'>1</a></sup> so. 10<sup>2</sup>",
                "Said so. 102",
            ),
            ("", ""),
        ] {
            assert_eq!(from_html(html), expected, "{html}");
        }
    }

    #[test]
    fn blocks_know_what_they_are() {
        let mut kinds = Vec::new();
        blocks(
            "<h1>t</h1><p>p</p><figure><img><figcaption>c</figcaption></figure><pre>k</pre>\
             <ul><li>i</li></ul><table><tr><td>r</td></tr></table><nav>n</nav>\
             <blockquote><p>q</p></blockquote>end",
            |block| {
                kinds.push(block.kind);
                ControlFlow::Continue(())
            },
        );
        use BlockKind::*;
        assert_eq!(
            kinds,
            [
                Heading, Paragraph, Caption, Code, Item, Row, Furniture, Quote, Paragraph
            ]
        );
    }

    #[test]
    fn a_caption_without_its_picture_is_no_text() {
        for (html, expected) in [
            (
                "<p>a</p><figure><img src=i><figcaption>c</figcaption></figure><p>b</p>",
                "a\n\nb",
            ),
            (
                "<figure><img><figcaption><p>c</p><p>d</p></figcaption></figure>b",
                "b",
            ),
            (
                "<figure><pre>x = 1</pre><figcaption>Listing</figcaption></figure>",
                "x = 1\n\nListing",
            ),
            (
                "<figure><table><caption>c</caption><tr><td>r</td></tr></table></figure>",
                "c\nr",
            ),
            (
                "<table><caption>c</caption><tr><td>r</td></tr></table>",
                "c\nr",
            ),
            ("<p>a</p><figcaption>c</figcaption><p>b</p>", "a\n\nb"),
            (
                "<figure><span>1</span><img><figcaption>c</figcaption></figure>b",
                "b",
            ),
            (
                "<figure><blockquote>q</blockquote><figcaption>who</figcaption></figure>",
                "q\n\nwho",
            ),
        ] {
            assert_eq!(without_pictures(html), expected, "{html}");
        }
    }

    #[test]
    fn reading_stops_when_told() {
        let html = "<p>x</p>".repeat(100_000);
        let mut seen = 0;
        blocks(&html, |_| {
            seen += 1;
            if seen == 3 {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        });
        assert_eq!(seen, 3);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]
        #[test]
        fn nothing_panics(text in "[<>/&;#a-z0-9 =\"\n\u{200b}é中]{0,200}") {
            let _ = from_html(&text);
        }
    }
}
