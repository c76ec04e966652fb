//! Gathers the lines of a summary and leaves out what does not belong there.

use super::heading::without_title;
use crate::normalise::title::printable;
use crate::text::{self, prompt};

/// Most bytes of a line that are looked at: far more than any summary has.
const LONGEST_LINE: usize = 16 * 1024;

/// Most characters of a sentence without an end that goes when another block follows.
const HEADING: usize = 90;

/// The lines that were worth keeping so far.
pub(super) struct Lines {
    title: String,
    title_key: String,
    text: String,
    /// Lines that are kept only when nothing better comes: too short to say anything.
    scraps: String,
    /// Where in the text the last sentence begins, when it has no end.
    open: Option<usize>,
}

impl Lines {
    pub(super) fn new(title: Option<&str>) -> Self {
        let title = title.unwrap_or_default();
        Lines {
            title: title.to_owned(),
            title_key: text::key(title),
            text: String::new(),
            scraps: String::new(),
            open: None,
        }
    }

    /// Bytes gathered.
    pub(super) fn len(&self) -> usize {
        self.text.len()
    }

    /// Whether half of what may be is there, and the last sentence is whole.
    pub(super) fn is_enough(&self, limit: usize) -> bool {
        self.text.len() >= limit / 2
            && text::ends_sentence(&self.text)
            && text::grapheme(&self.text, limit / 2).is_some()
    }

    /// Adds what is worth keeping of a block: its lines, those joined that were broken within a sentence.
    pub(super) fn add_block(&mut self, block: &str) {
        let mut lines = block.lines().peekable();
        let mut first = true;
        while let Some(line) = lines.next() {
            let mut whole = line.to_owned();
            while let Some(next) = lines.next_if(|next| goes_on(&whole, next)) {
                if !runs_on(&whole, next) {
                    whole.push(' ');
                }
                whole.push_str(next);
            }
            self.add(&whole, first);
            first = false;
        }
    }

    /// Adds what is worth keeping of a line; `first` when it begins a block.
    pub(super) fn add(&mut self, line: &str, first: bool) {
        let line = line
            .get(..text::floor(line, LONGEST_LINE))
            .unwrap_or_default();
        let line = text::fold(&printable(line));
        if self.is_title(&line)
            || is_address(&line)
            || !line.contains(char::is_alphanumeric)
            || prompt::noise(&line).is_some()
        {
            return;
        }
        let line = without_title(&line, &self.title);
        let line = prompt::without_dateline(line);
        let line = without_list_mark(line);
        // A salutation, a stray label, what leads to a list: only when there is nothing else.
        let is_short = line.chars().count() < 25 && !line.contains(is_unspaced) && !is_closed(line);
        let leads = line.ends_with([':', '：']);
        let line = match text::sentences(line).last() {
            Some(last) if leads && last.len() < line.len() => {
                line.get(..line.len() - last.len()).unwrap_or(line)
            }
            _ => line,
        };
        if is_short || line.ends_with([':', '：']) {
            let begins = self.scraps.is_empty();
            push(&mut self.scraps, line, begins, &self.title_key);
            return;
        }
        if first && let Some(open) = self.open.take() {
            self.give_up(open);
        }
        let begins = self.text.is_empty();
        let before = self.text.len();
        let last = push(&mut self.text, line, begins, &self.title_key);
        self.open = last.filter(|_| !is_closed(&self.text) && self.text.len() > before);
    }

    /// A short sentence without an end before another block was a heading, or cut off.
    fn give_up(&mut self, open: usize) {
        let line = self.text.get(open..).unwrap_or_default().trim();
        if line.chars().count() > HEADING || line.contains(is_unspaced) {
            return;
        }
        let line = line.to_owned();
        self.text.truncate(open);
        let begins = self.scraps.is_empty();
        push(&mut self.scraps, &line, begins, "");
    }

    fn is_title(&self, line: &str) -> bool {
        !self.title_key.is_empty() && text::key(line) == self.title_key
    }

    /// What was gathered, as long as it came.
    pub(super) fn gathered(self) -> String {
        if self.text.is_empty() {
            self.scraps
        } else {
            self.text
        }
    }
}

/// A summary of at most `limit` graphemes; None when there is no word in it.
pub(super) fn finish(gathered: &str, limit: usize) -> Option<String> {
    let cut = text::cut(gathered, limit);
    let cut = cut.trim_end_matches([':', ',', ';', '–', '—']).trim();
    cut.contains(char::is_alphanumeric).then(|| cut.to_owned())
}

/// Adds the sentences of a line but for prompts, the title again, and marks of agencies; says where the last of them
/// begins.
fn push(into: &mut String, line: &str, mut first: bool, title: &str) -> Option<usize> {
    let mut last = None;
    for sentence in text::sentences(line) {
        let bare = sentence.trim();
        let is_title = first && !title.is_empty() && text::key(bare) == title;
        if bare.is_empty() || is_title || is_prompt(bare) || !first && is_mark(bare) {
            continue;
        }
        if !into.is_empty() && !into.ends_with(' ') && !runs_on(into, bare) {
            into.push(' ');
        }
        last = Some(into.len());
        into.push_str(bare);
        first = false;
    }
    last
}

/// A line that was broken within a sentence.
fn goes_on(before: &str, next: &str) -> bool {
    !text::ends_sentence(before)
        && !before.ends_with(':')
        && next.trim_start().starts_with(char::is_lowercase)
        && !is_address(next.trim())
}

/// Sentences of scripts without spaces follow each other without one.
fn runs_on(before: &str, after: &str) -> bool {
    before.ends_with(text::is_wide) && after.starts_with(text::is_wide)
}

/// Signs of scripts without spaces between words, few of which say much.
fn is_unspaced(c: char) -> bool {
    text::is_wide(c)
        || matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}')
}

/// Whether a line ends where its author wanted: as a sentence does, or with a smile. Thai and its neighbours have no
/// stops.
fn is_closed(line: &str) -> bool {
    text::ends_sentence(line)
        || line.ends_with(|c: char| {
            c >= '\u{1f000}'
                || matches!(c, '\u{2600}'..='\u{27bf}' | '\u{fe0f}' | '\u{e00}'..='\u{eff}')
        })
}

/// A prompt between sentences. Bylines are lines, never sentences: "By Ann Lee." may end a story.
fn is_prompt(sentence: &str) -> bool {
    prompt::noise(sentence).is_some_and(|noise| noise != prompt::Noise::Byline)
}

/// An agency's mark behind its text: `(ANSA).`, `— Укринформ.`, `（完）`
fn is_mark(sentence: &str) -> bool {
    let bare = sentence.trim_end_matches('.');
    let bracketed = bare
        .strip_prefix(['(', '（'])
        .and_then(|rest| rest.strip_suffix([')', '）']));
    let is_name = |name: &str| {
        name.chars().count() <= 16
            && name.split(' ').count() <= 2
            && !name.contains(|c: char| c.is_numeric())
    };
    bracketed.is_some_and(|name| is_name(name) && !name.contains(char::is_lowercase))
        || bare
            .strip_prefix(['—', '–'])
            .is_some_and(|name| is_name(name.trim()))
}

fn is_address(line: &str) -> bool {
    !line.contains(' ') && (line.contains("://") || line.starts_with("www."))
}

fn without_list_mark(line: &str) -> &str {
    line.trim_start_matches(|c: char| {
        c.is_whitespace() || matches!(c, '•' | '·' | '–' | '—' | '*' | '►' | '▶' | '■' | '-')
    })
}
