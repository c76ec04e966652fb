//! HTML of the plainest kind, cleaned as it is read: what Markdown becomes, and what most feeds carry.
//!
//! Building a tree costs fifty times what reading the text does. Where every element is one of a few, is closed where
//! it was opened, and stands where a browser would leave it, the tree would say nothing that the tags do not. All else
//! is left to [`tree`](super::tree), which decides alike (a property test holds both against each other).

use url::Url;

use super::allowed::{ADDRESSES, EVERYWHERE, Fate, fate};
use super::{address, boilerplate, trackers};
use crate::markup;

/// Deepest nesting that is read here.
const DEEPEST: usize = 48;
/// Most attributes of an element that is read here: each is compared with those before it.
const MOST_ATTRIBUTES: usize = 32;
/// Longest text, in bytes, that is read here.
const LONGEST: usize = 1 << 20;

/// How an element stands among others, by the HTML standard's rules for trees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Ends an open paragraph.
    Block,
    /// As a block; one in another ends that.
    Heading,
    /// As a block, and a line feed right behind its tag is none.
    Preformatted,
    /// As a block, in a list of its own kind.
    Item(&'static [&'static str]),
    /// As a block; only the next two may stand in it.
    Table,
    /// A part of a table, right within one of these, with no text of its own.
    Part(&'static [&'static str]),
    /// A cell of a row.
    Cell,
    /// Opened again in the next block where it is not closed in its own; never one within its like.
    Formatting,
    /// In a line, without a rule.
    Inline,
    /// Without content; the second ends a paragraph.
    Void,
    Rule,
}

/// The elements that are read here.
fn kind(name: &str) -> Option<Kind> {
    Some(match name {
        "p" | "div" | "ul" | "ol" | "dl" | "blockquote" | "figure" | "figcaption" | "section"
        | "article" | "aside" | "header" | "footer" | "main" | "center" | "address" => Kind::Block,
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Kind::Heading,
        "pre" => Kind::Preformatted,
        "li" => Kind::Item(&["ul", "ol"]),
        "dt" | "dd" => Kind::Item(&["dl"]),
        "table" => Kind::Table,
        "thead" | "tbody" | "tfoot" => Kind::Part(&["table"]),
        "tr" => Kind::Part(&["thead", "tbody", "tfoot"]),
        "td" | "th" => Kind::Cell,
        "a" | "b" | "code" | "em" | "i" | "s" | "small" | "strong" | "u" => Kind::Formatting,
        "abbr" | "cite" | "del" | "dfn" | "ins" | "kbd" | "mark" | "q" | "samp" | "span"
        | "sub" | "sup" | "time" | "var" => Kind::Inline,
        "br" | "img" => Kind::Void,
        "hr" => Kind::Rule,
        _ => return None,
    })
}

/// An element that has been opened.
struct Open<'a> {
    /// As it was found.
    name: &'a str,
    kind: Kind,
    /// As it is written; none for one that goes while its content stays.
    written: Option<&'a str>,
    /// Where its tag begins in what has been written, and where that ends.
    tag: usize,
    content: usize,
    /// Whether an element or more than white space is in it.
    filled: bool,
}

/// The cleaned HTML, which nothing has to settle; none when it is not of this kind. Of `html` only characters of XML
/// are left already.
pub(super) fn clean(html: &str, base: Option<&Url>) -> Option<String> {
    if html.len() > LONGEST || html.contains('\r') {
        return None;
    }
    let mut writer = Writer {
        base,
        out: String::with_capacity(html.len() + html.len() / 8),
        open: Vec::new(),
    };
    let mut rest = html;
    while let Some(at) = memchr::memchr(b'<', rest.as_bytes()) {
        writer.text(rest.get(..at)?)?;
        rest = rest.get(at + 1..)?;
        rest = if let Some(comment) = rest.strip_prefix("!--") {
            writer.comment(comment)?
        } else if let Some(end) = rest.strip_prefix('/') {
            let (name, after) = end.split_once('>')?;
            writer.close(name)?;
            after
        } else {
            let tag = Tag::read(rest)?;
            writer.open(&tag)?;
            tag.after
        };
    }
    writer.text(rest)?;
    let is_whole = writer.open.is_empty();
    is_whole.then(|| match writer.out.trim() {
        trimmed if trimmed.len() == writer.out.len() => writer.out,
        trimmed => trimmed.to_owned(),
    })
}

struct Writer<'a> {
    base: Option<&'a Url>,
    out: String,
    open: Vec<Open<'a>>,
}

impl<'a> Writer<'a> {
    /// What stands between tags.
    fn text(&mut self, text: &str) -> Option<()> {
        if text.is_empty() {
            return Some(());
        }
        if let Some(within) = self.open.last() {
            let is_blank = || {
                text.bytes()
                    .all(|byte| matches!(byte, b' ' | b'\n' | b'\t'))
            };
            if matches!(within.kind, Kind::Table | Kind::Part(_)) && !is_blank() {
                return None;
            }
            // the writer does not put back what the reader leaves out
            let begun =
                |open: &Open<'_>| open.kind == Kind::Preformatted && open.content == self.out.len();
            if text.starts_with('\n') && self.open.iter().any(begun) {
                return None;
            }
        }
        let from = self.out.len();
        write_text(text, &mut self.out)?;
        let filled = || self.out.get(from..).is_some_and(is_filled);
        if let Some(within) = self.open.last_mut() {
            within.filled = within.filled || filled();
        }
        Some(())
    }

    /// Leaves out a comment, and gives what follows it.
    fn comment<'b>(&self, comment: &'b str) -> Option<&'b str> {
        let (text, after) = comment.split_once("--")?;
        let odd = text.starts_with('>') || text.starts_with("->") || text.ends_with("<!");
        let within = self.open.iter().any(|open| open.kind == Kind::Preformatted);
        if odd || within {
            return None;
        }
        after.strip_prefix('>')
    }

    fn open(&mut self, tag: &Tag<'a>) -> Option<()> {
        let kind = kind(tag.name)?;
        self.may_stand(tag.name, kind)?;
        let is_void = matches!(kind, Kind::Void | Kind::Rule);
        if tag.closed && !is_void || self.open.len() >= DEEPEST {
            return None;
        }
        let start = self.out.len();
        let (written, attributes): (_, &[&str]) = match fate(tag.name) {
            Fate::Keep(attributes) => (Some(tag.name), attributes),
            Fate::Rename(better) => (Some(better), &[]),
            Fate::Unwrap => (None, &[]),
            Fate::Drop => return None,
        };
        let written = match written {
            Some(written) => self.tag(tag, written, attributes)?.then_some(written),
            None => {
                // what plugins append is known by its class
                tag.attributes()
                    .try_for_each(|attribute| class(&attribute?))?;
                None
            }
        };
        if is_void {
            if let Some(within) = self.open.last_mut() {
                within.filled = true;
            }
            return Some(());
        }
        self.open.push(Open {
            name: tag.name,
            kind,
            written,
            tag: start,
            content: self.out.len(),
            filled: false,
        });
        Some(())
    }

    /// Whether a browser would leave an element where it stands.
    fn may_stand(&self, name: &str, kind: Kind) -> Option<()> {
        let within = self.open.last();
        let is_open = |sought: &str| self.open.iter().any(|open| open.name == sought);
        let in_line = || {
            let inner = |open: &Open<'_>| matches!(open.kind, Kind::Table | Kind::Part(_));
            !within.is_some_and(inner)
        };
        let block = || in_line() && !is_open("p");
        let within_one_of = |names: &[&str]| within.is_some_and(|open| names.contains(&open.name));
        let may = match kind {
            Kind::Block | Kind::Preformatted | Kind::Rule => block(),
            Kind::Table => block() && !is_open("table"),
            Kind::Heading => block() && !self.open.iter().any(|open| open.kind == Kind::Heading),
            Kind::Item(lists) => block() && within_one_of(lists),
            Kind::Part(wholes) => within_one_of(wholes),
            Kind::Cell => within_one_of(&["tr"]),
            Kind::Formatting => in_line() && !is_open(name),
            Kind::Inline | Kind::Void => in_line(),
        };
        may.then_some(())
    }

    /// Writes a tag with the attributes that stay; says no, and writes nothing, for a link to nowhere.
    fn tag(&mut self, tag: &Tag<'a>, written: &str, attributes: &[&str]) -> Option<bool> {
        let start = self.out.len();
        self.out.push('<');
        self.out.push_str(written);
        let mut addressed = false;
        let mut seen: Vec<&str> = Vec::new();
        for attribute in tag.attributes() {
            let attribute = attribute?;
            let name = attribute.name;
            if seen.contains(&name) || seen.len() >= MOST_ATTRIBUTES {
                return None;
            }
            seen.push(name);
            class(&attribute)?;
            if tag.name == "img" && !is_of_shown_picture(&attribute) {
                return None;
            }
            if !attributes.contains(&name) && !EVERYWHERE.contains(&name) {
                continue;
            }
            let found = decoded(attribute.value)?;
            let value = match name {
                "href" | "cite" => address::of_link(&found, self.base),
                "srcset" => address::of_set(&found, self.base),
                "src" if markup::holds_place(&found) || trackers::is_counter(&found) => {
                    return None;
                }
                _ if ADDRESSES.contains(&name) => address::of_picture(&found, self.base),
                _ => Some(found),
            };
            if let Some(value) = value {
                addressed |= matches!(name, "href" | "src");
                self.out.push(' ');
                self.out.push_str(name);
                self.out.push_str("=\"");
                write_attribute(&value, &mut self.out);
                self.out.push('"');
            }
        }
        match tag.name {
            "a" if !addressed => {
                self.out.truncate(start);
                return Some(false);
            }
            "img" if !addressed => return None,
            _ => self.out.push('>'),
        }
        Some(true)
    }

    fn close(&mut self, name: &str) -> Option<()> {
        let open = self.open.pop().filter(|open| open.name == name)?;
        let mut filled = open.filled;
        if let Some(written) = open.written {
            // white space parts words in a line, and means nothing in a block
            let is_blank = match markup::is_block(written) {
                true => !open.filled,
                false => self.out.len() == open.content,
            };
            if is_blank && super::tree::EMPTY_GO.contains(&written) {
                self.out.truncate(open.tag);
                filled = false;
            } else {
                self.out.push_str("</");
                self.out.push_str(written);
                self.out.push('>');
                filled = true;
            }
        }
        if let Some(within) = self.open.last_mut() {
            within.filled |= filled;
        }
        Some(())
    }
}

/// Whether an attribute says nothing of a picture that would be loaded later, or that nobody is meant to see.
fn is_of_shown_picture(attribute: &Attribute<'_>) -> bool {
    match attribute.name {
        "width" | "height" => {
            attribute.value.len() > 1 && attribute.value.bytes().all(|byte| byte.is_ascii_digit())
        }
        name => matches!(
            name,
            "src"
                | "srcset"
                | "sizes"
                | "alt"
                | "title"
                | "class"
                | "id"
                | "loading"
                | "decoding"
                | "fetchpriority"
        ),
    }
}

/// A class that tells of what plugins append is a matter for the tree.
fn class(attribute: &Attribute<'_>) -> Option<()> {
    let appended =
        attribute.name == "class" && boilerplate::is_appended(&decoded(attribute.value)?);
    (!appended).then_some(())
}

/// A start tag.
struct Tag<'a> {
    name: &'a str,
    /// What stands between the name and the end.
    inner: &'a str,
    /// Whether it ends in `/>`.
    closed: bool,
    after: &'a str,
}

struct Attribute<'a> {
    name: &'a str,
    value: &'a str,
}

impl<'a> Tag<'a> {
    /// Reads what stands behind a `<`.
    fn read(text: &'a str) -> Option<Self> {
        let is_name = |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
        let length = text.bytes().take_while(|byte| is_name(byte)).count();
        let (name, rest) = text.split_at_checked(length)?;
        let mut quote = None;
        let end = rest.bytes().position(|byte| match quote {
            None if matches!(byte, b'"' | b'\'') => {
                quote = Some(byte);
                false
            }
            None => byte == b'>',
            Some(open) => {
                if byte == open {
                    quote = None;
                }
                false
            }
        })?;
        let (inner, after) = rest.split_at_checked(end)?;
        let (inner, closed) = match inner.strip_suffix('/') {
            Some(inner) => (inner, true),
            None => (inner, false),
        };
        Some(Tag {
            name,
            inner: inner.trim_ascii_end(),
            closed,
            after: after.get(1..)?,
        })
    }

    /// The attributes; none in place of what is not `name="value"`.
    fn attributes(&self) -> impl Iterator<Item = Option<Attribute<'a>>> + use<'a> {
        let mut rest = self.inner;
        std::iter::from_fn(move || {
            if rest.is_empty() {
                return None;
            }
            let read = attribute(rest);
            rest = read.as_ref().map_or("", |(_, after)| after);
            Some(read.map(|(attribute, _)| attribute))
        })
    }
}

/// One attribute with the white space before it, and what follows.
fn attribute(text: &str) -> Option<(Attribute<'_>, &str)> {
    let bare = text.trim_ascii_start();
    let (name, rest) = bare.split_once('=')?;
    let is_name = |byte: u8| {
        byte.is_ascii_lowercase()
            || byte.is_ascii_digit()
            || matches!(byte, b'-' | b'_' | b':' | b'.')
    };
    if bare.len() == text.len() || name.is_empty() || !name.bytes().all(is_name) {
        return None;
    }
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let (value, after) = rest.get(1..)?.split_once(quote)?;
    Some((Attribute { name, value }, after))
}

/// Writes text as the HTML standard writes it (13.3); none where a reference is not a common one.
fn write_text(text: &str, out: &mut String) -> Option<()> {
    let mut rest = text;
    // in UTF-8 a no-break space is C2 A0, and few texts have C2 at all
    while let Some(at) = memchr::memchr3(b'&', b'>', 0xc2, rest.as_bytes()) {
        out.push_str(rest.get(..at)?);
        rest = rest.get(at..)?;
        let (character, after) = match rest.strip_prefix('&') {
            Some(reference) => referred(reference)?,
            None => {
                let mut characters = rest.chars();
                (characters.next()?, characters.as_str())
            }
        };
        write_character(character, out);
        rest = after;
    }
    out.push_str(rest);
    Some(())
}

fn write_attribute(value: &str, out: &mut String) {
    if !value.contains(['&', '<', '>', '"', '\u{a0}']) {
        out.push_str(value);
        return;
    }
    for character in value.chars() {
        match character {
            '"' => out.push_str("&quot;"),
            other => write_character(other, out),
        }
    }
}

/// Writes what is escaped wherever it stands.
fn write_character(character: char, out: &mut String) {
    match character {
        '&' => out.push_str("&amp;"),
        '<' => out.push_str("&lt;"),
        '>' => out.push_str("&gt;"),
        '\u{a0}' => out.push_str("&nbsp;"),
        other => out.push(other),
    }
}

/// The value of an attribute; none where a reference is not a common one.
fn decoded(value: &str) -> Option<String> {
    let mut out = String::with_capacity(value.len());
    let mut rest = value;
    while let Some((before, reference)) = rest.split_once('&') {
        out.push_str(before);
        let (character, after) = referred(reference)?;
        out.push(character);
        rest = after;
    }
    out.push_str(rest);
    Some(out)
}

/// What a character reference means, behind its `&`, and what follows it.
fn referred(text: &str) -> Option<(char, &str)> {
    if text.starts_with([' ', '\n', '\t']) {
        return Some(('&', text));
    }
    let end = text.bytes().take(12).position(|byte| byte == b';')?;
    let name = text.get(..end)?;
    let character = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" | "#39" | "#039" | "#x27" => '\'',
        "nbsp" => '\u{a0}',
        "hellip" => '…',
        "mdash" => '—',
        "ndash" => '–',
        "lsquo" => '‘',
        "rsquo" => '’',
        "ldquo" => '“',
        "rdquo" => '”',
        "laquo" => '«',
        "raquo" => '»',
        "copy" => '©',
        "euro" => '€',
        "auml" => 'ä',
        "ouml" => 'ö',
        "uuml" => 'ü',
        "szlig" => 'ß',
        "eacute" => 'é',
        "egrave" => 'è',
        "agrave" => 'à',
        _ => {
            let number = name.strip_prefix('#')?;
            let number = match number.strip_prefix('x') {
                Some(digits) if digits.bytes().all(|b| b.is_ascii_hexdigit()) => {
                    u32::from_str_radix(digits, 16).ok()?
                }
                None if number.bytes().all(|b| b.is_ascii_digit()) => number.parse().ok()?,
                _ => return None,
            };
            // below are controls and what has a name, above surrogates and what is no character
            char::from_u32(number).filter(
                |c| matches!(c, '#'..='%' | '('..=';' | '='..='~' | '\u{a0}'..='\u{d7ff}'),
            )?
        }
    };
    Some((character, text.get(end + 1..)?))
}

/// Whether written text is more than white space.
fn is_filled(written: &str) -> bool {
    let mut rest = written.trim_start();
    while let Some(after) = rest.strip_prefix("&nbsp;") {
        rest = after.trim_start();
    }
    !rest.is_empty()
}
