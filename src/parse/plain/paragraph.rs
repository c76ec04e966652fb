//! Paragraphs of plain text → HTML.

use crate::text::{self, prompt};

/// Lines between two blank lines.
#[derive(Debug, Clone, Default)]
pub(super) struct Paragraph<'a> {
    pub(super) lines: Vec<&'a str>,
}

/// Width, in characters, from which lines without blank lines between them are paragraphs of their own.
const LONG_LINE: usize = 160;

/// Parts text at blank lines and at rules (`---`, `***`). Text without any blank line and with long
/// lines has a paragraph a line.
pub(super) fn split(body: &str) -> Vec<Paragraph<'_>> {
    let mut paragraphs: Vec<Paragraph<'_>> = vec![Paragraph::default()];
    let mut previous_text = false;
    for line in body.lines() {
        // under a line of text it may be an underline, see the head
        let rule = is_rule(line) && !previous_text;
        previous_text = !line.trim().is_empty() && !rule;
        if !previous_text {
            paragraphs.push(Paragraph::default());
        } else if let Some(last) = paragraphs.last_mut() {
            last.lines.push(line);
        }
    }
    paragraphs.retain(|paragraph| !paragraph.lines.is_empty());
    if let [only] = paragraphs.as_slice()
        && only
            .lines
            .iter()
            .any(|line| line.chars().count() > LONG_LINE)
    {
        paragraphs = only
            .lines
            .iter()
            .map(|line| Paragraph { lines: vec![line] })
            .collect();
    }
    paragraphs
}

fn is_rule(line: &str) -> bool {
    let bare: String = line.chars().filter(|c| !c.is_whitespace()).collect();
    bare.chars().count() >= 3
        && bare.chars().all(|c| {
            matches!(
                c,
                '-' | '*' | '_' | '=' | '~' | '#' | '—' | '–' | '─' | '·' | '•'
            )
        })
}

/// Why a line is left out of content. Credits and bylines in the middle of a text stay.
fn is_left_out(line: &str) -> bool {
    use prompt::Noise::{Byline, Credit};
    prompt::noise(line).is_some_and(|noise| !matches!(noise, Byline | Credit))
}

impl Paragraph<'_> {
    /// Whether all of it is advertising or a prompt: by its whole text, line by line, or by a marker that
    /// stands alone at its head.
    pub(super) fn is_noise(&self) -> bool {
        let Some((first, rest)) = self.lines.split_first() else {
            return true;
        };
        if self.lines.len() == 1 {
            return is_left_out(first);
        }
        is_advertising(first)
            || is_left_out(&self.joined())
            || is_left_out(first) && rest.iter().all(|line| is_left_out(line))
    }

    /// The lines as one. Scripts without spaces get none.
    pub(super) fn joined(&self) -> String {
        let mut joined = String::new();
        for line in &self.lines {
            let line = text::fold(line);
            let unspaced = joined.ends_with(text::is_wide) && line.starts_with(text::is_wide);
            if !joined.is_empty() && !unspaced {
                joined.push(' ');
            }
            joined.push_str(&line);
        }
        joined
    }

    /// Without the lines that are prompts of their own: what stands before ends a sentence, and what
    /// follows does not go on with one.
    fn without_prompts(&self) -> Self {
        let mut lines: Vec<&str> = Vec::new();
        for (at, line) in self.lines.iter().enumerate() {
            let begins = lines
                .last()
                .is_none_or(|before| text::ends_sentence(before))
                || stands_out(line);
            let ends = self
                .lines
                .get(at + 1)
                .is_none_or(|next| !next.trim_start().starts_with(char::is_lowercase));
            if !(begins && ends && is_left_out(line)) {
                lines.push(line);
            }
        }
        Paragraph { lines }
    }

    /// Whether the line breaks are only those of a narrow page: each line is so long that the first word
    /// of the next did not fit.
    fn is_wrapped(&self) -> bool {
        let length = |line: &str| line.trim().chars().count();
        let widest = self
            .lines
            .iter()
            .map(|line| length(line))
            .max()
            .unwrap_or(0);
        widest >= 40
            && self.lines.windows(2).all(|pair| match pair {
                [line, next] => {
                    let word = next
                        .split_whitespace()
                        .next()
                        .map_or(0, |word| word.chars().count());
                    (length(line) + 1 + word) * 100 >= widest * 88
                        || next.trim_start().starts_with(char::is_lowercase)
                }
                _ => true,
            })
    }
}

/// A marker in capitals or brackets stands alone wherever it is.
fn stands_out(line: &str) -> bool {
    let bare = line.trim();
    bare.len() > 2 && !bare.contains(char::is_lowercase)
        || bare.starts_with(['[', '*', '-', '=', '—', '–'])
}

/// Without the paragraphs that are advertising or prompts, and without what stands between the marker of
/// an advertisement and the one that ends it.
pub(super) fn without_noise(paragraphs: Vec<Paragraph<'_>>) -> Vec<Paragraph<'_>> {
    /// How many paragraphs an advertisement may have.
    const REACH: usize = 6;
    let mut kept = Vec::with_capacity(paragraphs.len());
    let mut rest = paragraphs.into_iter();
    while let Some(paragraph) = rest.next() {
        if is_opening_marker(&paragraph)
            && let Some(end) = rest.as_slice().iter().take(REACH).position(is_marker)
            && rest.as_slice().get(end).is_some_and(is_closing_marker)
        {
            rest.nth(end);
        } else if !paragraph.is_noise() {
            kept.push(paragraph);
        }
    }
    kept
}

/// Writes paragraphs, lists and preformatted text as HTML, without the prompts that stand in them.
pub(super) fn render(paragraphs: &[Paragraph<'_>], html: &mut String) {
    for paragraph in paragraphs {
        let paragraph = paragraph.without_prompts();
        if !paragraph.lines.is_empty() {
            one(&paragraph, html);
        }
    }
}

/// A marker of advertising that stands alone.
fn is_opening_marker(paragraph: &Paragraph<'_>) -> bool {
    paragraph.lines.len() == 1
        && paragraph
            .lines
            .first()
            .is_some_and(|line| is_advertising(line))
}

/// A marker that opens or closes.
fn is_marker(paragraph: &Paragraph<'_>) -> bool {
    is_opening_marker(paragraph) || is_closing_marker(paragraph)
}

fn is_advertising(line: &str) -> bool {
    prompt::noise(line) == Some(prompt::Noise::Advertisement)
        && line.split_whitespace().count() <= 4
}

fn is_closing_marker(paragraph: &Paragraph<'_>) -> bool {
    const CLOSING: &[&str] = &[
        "endofadvertisement",
        "endadvertisement",
        "advertisementends",
        "endad",
        "endofad",
        "endedsponsoredcontent",
        "endofsponsoredcontent",
        "endederanzeige",
        "findelapublicité",
        "findelapublicidad",
    ];
    paragraph.lines.first().is_some_and(|line| {
        let key = text::key(line);
        CLOSING.contains(&key.as_str())
            || line.trim().starts_with("[/")
                && matches!(
                    key.as_str(),
                    "ad" | "advertisement" | "sponsored" | "anzeige" | "werbung"
                )
    })
}

fn one(paragraph: &Paragraph<'_>, html: &mut String) {
    let lines = &paragraph.lines;
    if lines
        .iter()
        .all(|line| line.starts_with("    ") || line.starts_with('\t'))
        && lines.len() > 1
    {
        html.push_str("<pre>");
        for line in lines {
            html.push_str(&text::escape(
                line.strip_prefix("    ")
                    .or_else(|| line.strip_prefix('\t'))
                    .unwrap_or(line),
            ));
            html.push('\n');
        }
        html.push_str("</pre>\n");
        return;
    }
    if let Some(items) = items(lines) {
        html.push_str("<ul>\n");
        for item in items {
            html.push_str(&format!("<li>{}</li>\n", linked(&item.joined())));
        }
        html.push_str("</ul>\n");
        return;
    }
    // a heading: a line and the line under it
    if let [line, under] = lines.as_slice()
        && is_rule(under)
    {
        html.push_str(&format!("<h2>{}</h2>\n", linked(&text::fold(line))));
        return;
    }
    html.push_str("<p>");
    if paragraph.is_wrapped() {
        html.push_str(&linked(&paragraph.joined()));
    } else {
        for (at, line) in lines.iter().enumerate() {
            if at > 0 {
                html.push_str("<br />\n");
            }
            html.push_str(&linked(&text::fold(line)));
        }
    }
    html.push_str("</p>\n");
}

/// The items of a list: every line begins one, or is indented under one.
fn items<'a>(lines: &[&'a str]) -> Option<Vec<Paragraph<'a>>> {
    let mut items: Vec<Paragraph<'a>> = Vec::new();
    for line in lines {
        let bare = line.trim_start();
        match ["- ", "* ", "• ", "– "]
            .iter()
            .find_map(|mark| bare.strip_prefix(mark))
        {
            Some(item) => items.push(Paragraph { lines: vec![item] }),
            None if bare.len() < line.len() => items.last_mut()?.lines.push(line),
            None => return None,
        }
    }
    (items.len() > 1).then_some(items)
}

/// Escaped text in which addresses are links.
fn linked(line: &str) -> String {
    line.split(' ')
        .map(|word| {
            let bare =
                word.trim_matches(['(', ')', '<', '>', '.', ',', ';', ':', '!', '?', '"', '\'']);
            let web = bare.starts_with("https://") || bare.starts_with("http://");
            match word.find(bare) {
                Some(at) if web && bare.len() > 8 => {
                    let before = word.get(..at).unwrap_or_default();
                    let after = word.get(at + bare.len()..).unwrap_or_default();
                    let address = text::escape(bare);
                    format!(
                        "{}<a href=\"{address}\">{address}</a>{}",
                        text::escape(before),
                        text::escape(after)
                    )
                }
                _ => text::escape(word),
            }
        })
        .collect::<Vec<_>>()
        .join(" ")
}
