//! Template tags that stand in Markdown: Hugo's shortcodes, Liquid, Nunjucks, Tera. They are programs of
//! the site, not text: the tag goes, what it encloses stays; pictures, videos and code blocks become
//! what they stand for. Inside code they are text, and stay.

use super::line::{argument, closes_fence, is_attribute_list, is_module_line, opens_fence};

/// Longest tag, in bytes: an opening without its closing within this is text.
const LONGEST: usize = 4096;

/// What a tag stands for.
#[derive(Clone, Copy)]
enum Action {
    /// A picture: its `src` and `alt`.
    Image,
    /// An address made from the first argument.
    Address(&'static str),
    /// Code up to the closing tag; the first argument is the language.
    Code,
    /// Text up to the closing tag, tags and all.
    Verbatim,
    /// Nothing, up to the closing tag.
    Nothing,
}

/// Tags that stand for something. Any other goes, and what it encloses stays.
#[rustfmt::skip]
const TAGS: &[(&[&str], Action)] = &[
    (&["figure", "img", "image", "asset_img", "picture"], Action::Image),
    (&["youtube", "yt"], Action::Address("https://www.youtube.com/watch?v=")),
    (&["vimeo"], Action::Address("https://vimeo.com/")),
    (&["gist"], Action::Address("https://gist.github.com/")),
    (&["highlight", "codeblock", "code"], Action::Code),
    (&["raw"], Action::Verbatim),
    (&["comment"], Action::Nothing),
];

/// How tags are written: opening, closing, whether a `/` or `end` closes a pair.
struct Style {
    open: &'static str,
    close: &'static str,
    /// Whether the tag takes words (`{% name argument %}`) or is an expression (`{{ page.title }}`).
    expression: bool,
}

/// The longer openings first.
#[rustfmt::skip]
const STYLES: &[Style] = &[
    Style { open: "{{<", close: ">}}", expression: false }, // Hugo
    Style { open: "{{%", close: "%}}", expression: false }, // Hugo, with Markdown inside
    Style { open: "{{", close: "}}", expression: true },    // Liquid, Nunjucks, Zola
    Style { open: "{%", close: "%}", expression: false },   // Liquid, Nunjucks, Zola, Hexo
];

/// Removes template tags, `import` and `export` lines of MDX, and kramdown's attribute lists; puts
/// `<!--more-->` in the place of the author's own separator.
pub(super) fn clean(text: &str, separator: Option<&str>, mdx: bool) -> String {
    let replaced;
    let text = match separator {
        Some(separator) if !separator.trim().is_empty() && !separator.contains("<!--") => {
            replaced = text.replacen(separator, "<!--more-->", 1);
            &replaced
        }
        Some(separator) if separator.contains("<!--") => {
            replaced = text.replacen(separator, "\n\n<!--more-->\n\n", 1);
            &replaced
        }
        _ => text,
    };
    let mut cleaner = Cleaner {
        text,
        at: 0,
        out: String::with_capacity(text.len()),
        unclosed: Vec::new(),
    };
    cleaner.run(mdx);
    cleaner.out
}

struct Cleaner<'a> {
    text: &'a str,
    at: usize,
    out: String,
    /// Closing words that the rest of the text does not have: not looked for again.
    unclosed: Vec<String>,
}

impl<'a> Cleaner<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// What lies ahead, as far as a tag may reach.
    fn window(&self) -> &'a str {
        let rest = self.rest();
        rest.get(..crate::text::floor(rest, LONGEST))
            .unwrap_or_default()
    }

    fn run(&mut self, mdx: bool) {
        let mut fence: Option<(char, usize)> = None;
        let mut blank = true;
        while self.at < self.text.len() {
            // at the start of a line
            let line = self.line();
            if let Some((mark, length)) = fence {
                if closes_fence(line, mark, length) {
                    fence = None;
                }
                self.copy(line.len());
                continue;
            }
            if let Some(opened) = opens_fence(line) {
                fence = Some(opened);
                self.copy(line.len());
                blank = false;
                continue;
            }
            let indented =
                (line.starts_with("    ") || line.starts_with('\t')) && !line.trim().is_empty();
            if indented && blank {
                self.copy(line.len());
                continue;
            }
            blank = line.trim().is_empty();
            if is_attribute_list(line) || mdx && is_module_line(line) {
                self.at += line.len();
                continue;
            }
            self.inline();
        }
    }

    /// The line from here on, with its end.
    fn line(&self) -> &'a str {
        let rest = self.rest();
        let end = rest.find('\n').map_or(rest.len(), |at| at + 1);
        rest.get(..end).unwrap_or_default()
    }

    fn copy(&mut self, bytes: usize) {
        self.out
            .push_str(self.rest().get(..bytes).unwrap_or_default());
        self.at += bytes;
    }

    /// Goes on to the end of the line, or further where a tag spans lines.
    fn inline(&mut self) {
        while self.at < self.text.len() {
            let rest = self.rest();
            let plain = rest.find(['`', '{', '\n']).unwrap_or(rest.len());
            self.copy(plain);
            let rest = self.rest();
            if rest.starts_with('\n') {
                self.copy(1);
                return;
            } else if rest.starts_with('`') {
                self.code_span();
            } else if rest.starts_with('{') && !self.tag() {
                self.copy(1);
            }
        }
    }

    fn code_span(&mut self) {
        let window = self.window();
        let run = window.bytes().take_while(|b| *b == b'`').count();
        let ticks = window.get(..run).unwrap_or_default();
        let after = window.get(run..).unwrap_or_default();
        let mut from = 0;
        while let Some(found) = after.get(from..).and_then(|after| after.find(ticks)) {
            let start = from + found;
            let length = after
                .get(start..)
                .map_or(0, |after| after.bytes().take_while(|b| *b == b'`').count());
            let inside = after.get(..start).unwrap_or_default();
            if inside.contains("\n\n") {
                break;
            }
            if length == run {
                self.copy(run + start + run);
                return;
            }
            from = start + length;
        }
        self.copy(run);
    }

    /// Handles the tag here; false when there is none.
    fn tag(&mut self) -> bool {
        let window = self.window();
        // `{: .class}` of kramdown, `{/* comment */}` of MDX, `{# comment #}` of Jinja
        for (open, close) in [("{:", "}"), ("{/*", "*/}"), ("{# ", "#}")] {
            if let Some(after) = window.strip_prefix(open)
                && let Some(end) = after.find(close)
            {
                let inside = after.get(..end).unwrap_or_default();
                if open == "{:" && (inside.contains('\n') || end > 200) {
                    continue;
                }
                if open == "{/*" && inside.trim() == "truncate" {
                    self.out.push_str("<!--more-->");
                }
                self.at += open.len() + end + close.len();
                return true;
            }
        }
        for style in STYLES {
            let Some(after) = window.strip_prefix(style.open) else {
                continue;
            };
            let Some(end) = after.find(style.close) else {
                return false;
            };
            let inside = after.get(..end).unwrap_or_default();
            if style.expression && inside.contains("\n\n") {
                return false;
            }
            self.at += style.open.len() + end + style.close.len();
            self.replace(style, inside);
            return true;
        }
        false
    }

    fn replace(&mut self, style: &Style, inside: &str) {
        let inside = inside
            .trim()
            .trim_start_matches('-')
            .trim_end_matches('-')
            .trim();
        // `{{</* name */>}}` shows a shortcode
        if let Some(shown) = inside
            .strip_prefix("/*")
            .and_then(|shown| shown.strip_suffix("*/"))
        {
            self.out.push('`');
            self.out.push_str(&format!(
                "{} {} {}",
                style.open,
                shown.trim().replace('`', "'"),
                style.close
            ));
            self.out.push('`');
            return;
        }
        let (name, arguments) = match style.expression {
            true => match inside.split_once('(') {
                Some((name, arguments)) => (name.trim(), arguments.trim_end_matches(')')),
                None => return,
            },
            false => inside
                .split_once(char::is_whitespace)
                .unwrap_or((inside, "")),
        };
        let Some((_, action)) = TAGS.iter().find(|(names, _)| names.contains(&name)) else {
            return;
        };
        match action {
            Action::Image => {
                if let Some(src) = argument(arguments, &["src", "path", "url", "link"], true) {
                    let alt = argument(arguments, &["alt", "caption", "title"], false)
                        .unwrap_or_default();
                    self.out.push_str(&format!(
                        "![{}](<{}>)",
                        alt.replace(['[', ']'], ""),
                        src.replace(['<', '>', '\n'], "")
                    ));
                }
            }
            Action::Address(before) => {
                if let Some(id) = argument(arguments, &["id"], true)
                    && id
                        .bytes()
                        .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'/'))
                {
                    self.out.push_str(&format!("<{before}{id}>"));
                }
            }
            Action::Code | Action::Verbatim | Action::Nothing => {
                self.enclosed(name, *action, arguments)
            }
        }
    }

    /// What stands between this tag and the one that closes it.
    fn enclosed(&mut self, name: &str, action: Action, arguments: &str) {
        let Some((length, after)) = self.closing(name) else {
            return;
        };
        let inside = self.rest().get(..length).unwrap_or_default();
        self.at += after;
        match action {
            Action::Code => {
                let language = argument(arguments, &["lang", "language"], true).unwrap_or_default();
                let language: String = language
                    .chars()
                    .filter(|c| c.is_alphanumeric() || matches!(c, '-' | '+' | '#' | '_'))
                    .collect();
                let longest = inside.split(|c| c != '`').map(str::len).max().unwrap_or(0);
                let ticks = "`".repeat(longest.max(2) + 1);
                let code = inside.trim_matches(['\n', '\r']);
                self.out
                    .push_str(&format!("\n\n{ticks}{language}\n{code}\n{ticks}\n\n"));
            }
            Action::Verbatim => self.out.push_str(inside),
            _ => {}
        }
    }

    /// Where the tag that closes `name` begins and ends, from here.
    fn closing(&mut self, name: &str) -> Option<(usize, usize)> {
        if self.unclosed.iter().any(|known| known == name) {
            return None;
        }
        let rest = self.rest();
        let found = rest.match_indices('{').find_map(|(at, _)| {
            let style = STYLES.iter().find(|style| {
                rest.get(at..)
                    .is_some_and(|tag| tag.starts_with(style.open))
            })?;
            let inside = rest.get(at + style.open.len()..)?;
            let word = inside.trim_start_matches([' ', '-', '\t']);
            let word = word
                .strip_prefix('/')
                .map(str::trim_start)
                .or_else(|| word.strip_prefix("end"))?;
            let tail = word.strip_prefix(name)?;
            let tail = tail.trim_start_matches([' ', '-', '\t', '/']);
            tail.starts_with(style.close)
                .then(|| (at, rest.len() - tail.len() + style.close.len()))
        });
        if found.is_none() {
            self.unclosed.push(name.to_owned());
        }
        found
    }
}
