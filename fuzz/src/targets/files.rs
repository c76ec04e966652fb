//! Files in a folder: the path, a line of `%%`, the document.

use feedmill::article::{Document, Text};
use feedmill::parse;

use super::articles;
use crate::input::{file, parted, text};

/// A text with front matter, in a file of any name.
pub fn front_matter(bytes: &[u8]) {
    let (path, body) = parted(bytes);
    let path = text(path);
    let path = match path.is_empty() {
        true => "notes/2024-05-12-mills.md",
        false => path.as_str(),
    };
    read(&file(path, body));
}

/// A file of Markdown.
pub fn markdown(bytes: &[u8]) {
    read(&file("mills.md", bytes));
}

/// Reads it as a whole, and its head alone, which must say the same as far as it goes.
fn read(document: &Document) {
    let whole = articles::published(document);
    let Some(head) = parse::head(document) else {
        return;
    };
    let whole = whole.expect("what has a head can be read");
    assert_eq!((head.format, head.words), (whole.format, whole.words));
    for (mut head, mut whole) in head.articles.into_iter().zip(whole.articles) {
        let said = |text: &Option<Text>| text.is_some();
        assert!(!said(&head.content));
        (head.content, whole.content) = (None, None);
        (head.summary, whole.summary) = (None, None);
        assert_eq!(head, whole);
    }
}
