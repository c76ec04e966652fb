//! An input in its parts: lines of `%%` stand between them, so that seeds can be read and written by people.

use feedmill::article::{Document, Origin};
use url::Url;

const BETWEEN: &[u8] = b"\n%%\n";

/// The part before the first line of `%%`, and the rest. Without such a line all is the rest.
pub fn parted(bytes: &[u8]) -> (&[u8], &[u8]) {
    let at = bytes
        .windows(BETWEEN.len())
        .position(|window| window == BETWEEN);
    match at.and_then(|at| bytes.split_at_checked(at)) {
        Some((head, rest)) => (head, rest.get(BETWEEN.len()..).unwrap_or_default()),
        None => (&[], bytes),
    }
}

/// Bytes as text; what is no UTF-8 is replaced.
pub fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The address under which everything is found here.
pub fn base() -> Url {
    Url::parse("https://example.org/news/").expect("a constant address")
}

/// A document as an address gave it.
pub fn fetched(bytes: &[u8], content_type: Option<&str>) -> Document {
    Document {
        origin: Origin::Address(base()),
        bytes: bytes.to_vec(),
        content_type: content_type.map(str::to_owned),
        base: Some(base()),
    }
}

/// A document as it lies in a folder.
pub fn file(path: &str, bytes: &[u8]) -> Document {
    Document {
        origin: Origin::File(path.to_owned()),
        bytes: bytes.to_vec(),
        content_type: None,
        base: Some(base()),
    }
}
