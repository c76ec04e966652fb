//! Elements closed as XML closes them (`<iframe …/>`), which HTML takes for open: everything after
//! them would be their content, and lost with them.

use std::borrow::Cow;

/// Elements that hold what readers do not see, or see only when the element cannot be shown.
const HOLDERS: &[&str] = &[
    "audio", "canvas", "iframe", "noembed", "noframes", "object", "script", "style", "textarea",
    "title", "video",
];

/// Gives every one that ends in `/>` an end tag.
pub(super) fn close(html: &str) -> Cow<'_, str> {
    if !html.contains("/>") {
        return Cow::Borrowed(html);
    }
    let mut closed = String::new();
    let mut copied = 0;
    let mut at = 0;
    while let Some(open) = memchr::memchr(b'<', html.as_bytes().get(at..).unwrap_or_default()) {
        let start = at + open + 1;
        at = start;
        let Some(name) = HOLDERS.iter().find(|name| begins(html, start, name)) else {
            continue;
        };
        let Some(end) = tag_end(html.as_bytes(), start) else {
            break;
        };
        at = end;
        if html.as_bytes().get(end - 1) == Some(&b'/') {
            closed.push_str(html.get(copied..end - 1).unwrap_or_default());
            closed.push_str("></");
            closed.push_str(name);
            copied = end;
        }
    }
    if copied == 0 {
        return Cow::Borrowed(html);
    }
    closed.push_str(html.get(copied..).unwrap_or_default());
    Cow::Owned(closed)
}

fn begins(html: &str, at: usize, name: &str) -> bool {
    let bytes = html.as_bytes();
    let after = at + name.len();
    let matches = bytes
        .get(at..after)
        .is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes()));
    matches && matches!(bytes.get(after), Some(b' ' | b'\t' | b'\n' | b'/'))
}

/// Where the `>` of a tag stands, quotes observed.
fn tag_end(bytes: &[u8], start: usize) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in bytes.iter().enumerate().skip(start) {
        match (quote, byte) {
            (None, b'>') => return Some(at),
            (None, b'"' | b'\'') => quote = Some(*byte),
            (Some(open), byte) if *byte == open => quote = None,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::close;

    #[test]
    fn what_is_closed_as_xml_is_closed_as_html() {
        for (html, closed) in [
            (
                "<p>a</p><iframe src=\"x\" /><p>b</p>",
                "<p>a</p><iframe src=\"x\" ></iframe><p>b</p>",
            ),
            ("<SCRIPT src='a>b'/>text", "<SCRIPT src='a>b'></script>text"),
            ("<object/>x<br/>y", "<object></object>x<br/>y"),
            (
                "<iframe src=x>y</iframe><br/>",
                "<iframe src=x>y</iframe><br/>",
            ),
            ("<objective/> <video", "<objective/> <video"),
            ("<iframe title=\"/>", "<iframe title=\"/>"),
        ] {
            assert_eq!(close(html), closed);
        }
    }
}
