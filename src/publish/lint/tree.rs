//! An XML document as a small tree, with the rules that hold for any (X-01 … X-07).

use quick_xml::NsReader;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::ResolveResult;

use super::Finding;

/// Deepest nesting that is read; feeds need a tenth of it.
const DEEPEST: usize = 100;

const WELL_FORMED: &str = "X-01 a feed is well-formed XML 1.0 in UTF-8";
const CHARACTERS: &str = "X-02 only characters that XML allows, also not as references";
const NO_DOCTYPE: &str = "X-05 no DOCTYPE and no entities";
const PREFIXES: &str = "X-07 a known prefix stands for its own namespace";

/// Prefixes that readers know by name.
const KNOWN_PREFIXES: &[(&str, &str)] = &[
    ("atom", "http://www.w3.org/2005/Atom"),
    ("content", "http://purl.org/rss/1.0/modules/content/"),
    ("dc", "http://purl.org/dc/elements/1.1/"),
    ("media", "http://search.yahoo.com/mrss/"),
    ("itunes", "http://www.itunes.com/dtds/podcast-1.0.dtd"),
    ("sy", "http://purl.org/rss/1.0/modules/syndication/"),
    ("podcast", "https://podcastindex.org/namespace/1.0"),
    ("georss", "http://www.georss.org/georss"),
    ("wfw", "http://wellformedweb.org/CommentAPI/"),
];

/// One element.
#[derive(Debug, Default)]
pub(super) struct Element {
    /// Address of its namespace; empty for none.
    pub(super) namespace: String,
    /// Local name.
    pub(super) name: String,
    /// Attributes by their names as written.
    pub(super) attributes: Vec<(String, String)>,
    /// The text directly inside, references resolved.
    pub(super) text: String,
    /// Child elements in order.
    pub(super) children: Vec<Element>,
}

impl Element {
    /// Whether it is that element.
    pub(super) fn is(&self, namespace: &str, name: &str) -> bool {
        self.name == name && self.namespace == namespace
    }

    /// The children of that name in the element's own namespace.
    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.of(&self.namespace, name)
    }

    /// The children of that name in a namespace.
    pub(super) fn of<'a>(
        &'a self,
        namespace: &'a str,
        name: &'a str,
    ) -> impl Iterator<Item = &'a Element> {
        self.children
            .iter()
            .filter(move |child| child.is(namespace, name))
    }

    /// The trimmed text of the first child of that name; empty when there is none.
    pub(super) fn text_of(&self, name: &str) -> &str {
        self.children
            .iter()
            .find(|child| child.is(&self.namespace, name))
            .map_or("", |child| child.text.trim())
    }

    /// An attribute by its name as written.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }
}

/// Reads a document: its root, or the reason why there is none among the findings.
pub(super) fn read(bytes: &[u8], findings: &mut Vec<Finding>) -> Option<Element> {
    let mut fault = |rule, message: String| findings.push(Finding { rule, message });
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let at = line(bytes, error.valid_up_to());
            fault(WELL_FORMED, format!("line {at}: the bytes are not UTF-8"));
            return None;
        }
    };
    if let Some(at) = text.find(|c: char| !is_allowed(c)) {
        fault(
            CHARACTERS,
            format!("line {}: a control character", line(bytes, at)),
        );
    }
    let mut reader = NsReader::from_str(text);
    reader.config_mut().check_end_names = true;
    let mut open: Vec<Element> = vec![Element::default()];
    loop {
        let at = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
        let (namespace, event) = match reader.read_resolved_event() {
            Ok((namespace, event)) => (namespace_of(&namespace), event),
            Err(error) => {
                fault(WELL_FORMED, format!("line {}: {error}", line(bytes, at)));
                return None;
            }
        };
        match event {
            Event::Start(start) | Event::Empty(start) if open.len() > DEEPEST => {
                let name = String::from_utf8_lossy(start.name().as_ref()).into_owned();
                fault(
                    WELL_FORMED,
                    format!("line {}: {name} is nested too deeply", line(bytes, at)),
                );
                return None;
            }
            Event::Start(start) => match element(&start, namespace) {
                Ok(element) => open.push(element),
                Err(error) => {
                    fault(WELL_FORMED, format!("line {}: {error}", line(bytes, at)));
                    return None;
                }
            },
            Event::Empty(start) => match element(&start, namespace) {
                Ok(element) => add(&mut open, element),
                Err(error) => {
                    fault(WELL_FORMED, format!("line {}: {error}", line(bytes, at)));
                    return None;
                }
            },
            Event::End(_) => {
                if let Some(done) = open.pop() {
                    add(&mut open, done);
                }
            }
            Event::Text(piece) => push(&mut open, &piece.decode().unwrap_or_default()),
            Event::CData(piece) => push(&mut open, &piece.decode().unwrap_or_default()),
            Event::GeneralRef(reference) => {
                let name = reference.decode().unwrap_or_default().into_owned();
                let named = quick_xml::escape::resolve_predefined_entity(&name).map(str::to_owned);
                let character = reference.resolve_char_ref().ok().flatten();
                match named.or(character.filter(|c| is_allowed(*c)).map(String::from)) {
                    Some(found) => push(&mut open, &found),
                    None => fault(
                        CHARACTERS,
                        format!("line {}: the reference &{name};", line(bytes, at)),
                    ),
                }
            }
            Event::DocType(_) => fault(NO_DOCTYPE, format!("line {}", line(bytes, at))),
            Event::Eof => break,
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
        }
    }
    let mut document = open.pop().unwrap_or_default();
    if !open.is_empty() {
        fault(WELL_FORMED, format!("{} is not closed", document.name));
        return None;
    }
    let root = document.children.pop();
    match &root {
        None => fault(WELL_FORMED, "there is no element".into()),
        Some(root) if document.children.is_empty() => prefixes(root, findings),
        Some(_) => fault(WELL_FORMED, "there is more than one root element".into()),
    }
    root
}

fn element(start: &BytesStart, namespace: String) -> Result<Element, String> {
    let mut attributes = Vec::new();
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|error| error.to_string())?;
        let value = attribute
            .decoded_and_normalized_value(quick_xml::XmlVersion::Implicit1_0, start.decoder())
            .map_err(|error| error.to_string())?;
        let key = String::from_utf8_lossy(attribute.key.as_ref()).into_owned();
        attributes.push((key, value.into_owned()));
    }
    Ok(Element {
        namespace,
        name: String::from_utf8_lossy(start.local_name().as_ref()).into_owned(),
        attributes,
        ..Element::default()
    })
}

fn namespace_of(result: &ResolveResult) -> String {
    match result {
        ResolveResult::Bound(namespace) => String::from_utf8_lossy(namespace.as_ref()).into_owned(),
        ResolveResult::Unbound => String::new(),
        ResolveResult::Unknown(prefix) => {
            format!("unbound prefix {}", String::from_utf8_lossy(prefix))
        }
    }
}

fn add(open: &mut [Element], element: Element) {
    if let Some(parent) = open.last_mut() {
        parent.children.push(element);
    }
}

fn push(open: &mut [Element], text: &str) {
    if let Some(parent) = open.last_mut() {
        parent.text.push_str(text);
    }
}

fn prefixes(root: &Element, findings: &mut Vec<Finding>) {
    for (prefix, address) in KNOWN_PREFIXES {
        let bound = root.attribute(&format!("xmlns:{prefix}"));
        if let Some(bound) = bound.filter(|bound| bound != address) {
            findings.push(Finding {
                rule: PREFIXES,
                message: format!("{prefix} is bound to {bound}, not to {address}"),
            });
        }
    }
}

/// XML 1.0, 2.2, production `Char`.
fn is_allowed(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\r' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

fn line(bytes: &[u8], at: usize) -> usize {
    memchr::memchr_iter(b'\n', bytes.get(..at).unwrap_or(bytes)).count() + 1
}
