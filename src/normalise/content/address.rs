//! Addresses inside content: links, pictures, lists of sizes.

use url::Url;

use super::super::link;

/// Pictures that may stand in the address itself; never SVG, which can carry scripts.
const PICTURES: &[&str] = &["image/png", "image/jpeg", "image/gif", "image/webp"];

/// The address that a link may have: http, https, mailto or tel; None for all others.
pub(super) fn of_link(value: &str, base: Option<&Url>) -> Option<String> {
    link::clean(value, base).or_else(|| {
        let url = link::resolve(value, None)?;
        matches!(url.scheme(), "mailto" | "tel").then(|| url.into())
    })
}

/// The address that something shown may have: http, https, or a picture in the address itself.
pub(super) fn of_picture(value: &str, base: Option<&Url>) -> Option<String> {
    let trimmed = value.trim();
    let Some(data) = trimmed
        .get(..5)
        .filter(|start| start.eq_ignore_ascii_case("data:"))
    else {
        return link::clean(value, base);
    };
    let rest = trimmed.get(data.len()..)?;
    let (kind, body) = rest.split_once(";base64,")?;
    let kind = PICTURES
        .iter()
        .find(|known| kind.eq_ignore_ascii_case(known))?;
    let body: String = body.chars().filter(|c| !c.is_whitespace()).collect();
    let is_base64 = body
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'='));
    (is_base64 && !body.is_empty()).then(|| format!("data:{kind};base64,{body}"))
}

/// A `srcset` with every address absolute (HTML standard, 4.8.4.2.1); None when nothing is left.
pub(super) fn of_set(value: &str, base: Option<&Url>) -> Option<String> {
    let mut cleaned: Vec<String> = Vec::new();
    let mut rest = value;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == ',');
        let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        let (address, after) = rest.split_at(end);
        if address.is_empty() {
            break;
        }
        let bare = address.trim_end_matches(',');
        let (descriptor, after) = if bare.len() < address.len() {
            ("", after) // the comma ends this candidate: it has no descriptor
        } else {
            after.split_at(after.find(',').unwrap_or(after.len()))
        };
        rest = after;
        let descriptor = descriptor.trim();
        if let Some(address) = of_picture(bare, base).filter(|_| is_descriptor(descriptor)) {
            // A comma inside an address would part it for naive readers.
            let address = address.replace(',', "%2C");
            cleaned.push(match descriptor {
                "" => address,
                _ => format!("{address} {descriptor}"),
            });
        }
    }
    (!cleaned.is_empty()).then(|| cleaned.join(", "))
}

fn is_descriptor(text: &str) -> bool {
    text.is_empty()
        || text.split_whitespace().count() == 1
            && text.ends_with(['w', 'x', 'h'])
            && text
                .bytes()
                .rev()
                .skip(1)
                .all(|byte| byte.is_ascii_digit() || byte == b'.')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn base() -> Url {
        Url::parse("https://example.org/a/").expect("a fixed address")
    }

    #[test]
    fn t33_only_harmless_schemes_pass() {
        let cases = [
            ("b", Some("https://example.org/a/b")),
            ("mailto:a@example.org", Some("mailto:a@example.org")),
            ("tel:+4930123", Some("tel:+4930123")),
            ("javascript:alert(1)", None),
            (" jAvA\tscript:alert(1)", None),
            ("vbscript:x", None),
            ("data:text/html,<script>", None),
            ("file:///etc/passwd", None),
        ];
        for (value, expected) in cases {
            assert_eq!(
                of_link(value, Some(&base())).as_deref(),
                expected,
                "{value}"
            );
        }
    }

    #[test]
    fn pictures_in_the_address_itself() {
        let cases = [
            (
                "data:image/png;base64,AAAA",
                Some("data:image/png;base64,AAAA"),
            ),
            (
                "DATA:image/PNG;base64,AA AA",
                Some("data:image/png;base64,AAAA"),
            ),
            ("data:image/svg+xml;base64,AAAA", None),
            ("data:image/png;base64,<b>", None),
            ("data:image/png,AAAA", None),
        ];
        for (value, expected) in cases {
            assert_eq!(
                of_picture(value, Some(&base())).as_deref(),
                expected,
                "{value}"
            );
        }
    }

    #[test]
    fn b19_every_address_of_a_set_is_absolute() {
        let cases = [
            (
                "s.jpg 1x, /l.jpg 2x",
                Some("https://example.org/a/s.jpg 1x, https://example.org/l.jpg 2x"),
            ),
            (
                "s.jpg, l.jpg 2x",
                Some("https://example.org/a/s.jpg, https://example.org/a/l.jpg 2x"),
            ),
            (
                "w_1,h_2/s.jpg 100w",
                Some("https://example.org/a/w_1%2Ch_2/s.jpg 100w"),
            ),
            (
                "s.jpg 1.5x,javascript:x 2x",
                Some("https://example.org/a/s.jpg 1.5x"),
            ),
            ("s.jpg bogus", None),
            (" , ,", None),
        ];
        for (value, expected) in cases {
            let cleaned = of_set(value, Some(&base()));
            assert_eq!(cleaned.as_deref(), expected, "{value}");
            if let Some(cleaned) = cleaned {
                assert_eq!(of_set(&cleaned, None).as_ref(), Some(&cleaned));
            }
        }
    }
}
