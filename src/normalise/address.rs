//! How a file's path becomes the article's address, by the source's `link` template.

use url::Url;

/// Fills a template such as `https://example.org/{path}/`.
///
/// `{path}` is the path without extension, and without a last part that only says "index";
/// `{file}` the whole path; `{slug}` the last part of `{path}` without a leading date. What does
/// not become an absolute address gives None.
pub fn expand(template: &str, path: &str) -> Option<Url> {
    let stem = match path.rsplit_once('/') {
        Some((folders, name)) => format!("{folders}/{}", without_extension(name)),
        None => without_extension(path).to_owned(),
    };
    let stem = match stem.rsplit_once('/') {
        Some((folders, "index" | "_index" | "README")) => folders,
        _ => stem.as_str(),
    };
    let last = stem.rsplit('/').next().unwrap_or(stem);
    let filled = template
        .replace("{path}", &encode(stem))
        .replace("{file}", &encode(path))
        .replace("{slug}", &encode(without_date(last)));
    Url::parse(&filled)
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https"))
}

fn without_extension(name: &str) -> &str {
    match name.rsplit_once('.') {
        Some((stem, _)) if !stem.is_empty() => stem,
        _ => name,
    }
}

/// `2024-05-12-title` → `title`.
fn without_date(name: &str) -> &str {
    let bytes = name.as_bytes();
    let dated = bytes.len() > 11
        && bytes
            .iter()
            .take(11)
            .enumerate()
            .all(|(at, byte)| match at {
                4 | 7 | 10 => *byte == b'-',
                _ => byte.is_ascii_digit(),
            });
    if dated {
        name.get(11..).unwrap_or(name)
    } else {
        name
    }
}

/// Percent-encodes what would end a path or part it (`?`, `#`, `%` that is not an escape already);
/// `Url` sees to the rest.
fn encode(path: &str) -> String {
    let mut encoded = String::with_capacity(path.len());
    for (at, character) in path.char_indices() {
        match character {
            '?' => encoded.push_str("%3F"),
            '#' => encoded.push_str("%23"),
            '\\' => encoded.push_str("%5C"),
            '%' if !is_escape(path.get(at + 1..at + 3)) => encoded.push_str("%25"),
            _ => encoded.push(character),
        }
    }
    encoded
}

fn is_escape(digits: Option<&str>) -> bool {
    digits.is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::expand;

    #[test]
    fn templates_are_filled() {
        for (template, path, address) in [
            (
                "https://example.org/{path}/",
                "notes/first.md",
                "https://example.org/notes/first/",
            ),
            (
                "https://example.org/{path}/",
                "notes/first/index.md",
                "https://example.org/notes/first/",
            ),
            (
                "https://example.org/{slug}",
                "2024-05-12-hello.md",
                "https://example.org/hello",
            ),
            (
                "https://example.org/{file}",
                "a/b.html",
                "https://example.org/a/b.html",
            ),
            (
                "https://example.org/{path}",
                "what? #1 100%.md",
                "https://example.org/what%3F%20%231%20100%25",
            ),
            (
                "https://example.org/{path}",
                "%FF.md",
                "https://example.org/%FF",
            ),
            (
                "https://example.org/{path}",
                "Grüße.md",
                "https://example.org/Gr%C3%BC%C3%9Fe",
            ),
        ] {
            assert_eq!(
                expand(template, path).map(String::from).as_deref(),
                Some(address),
                "{path}"
            );
        }
        assert_eq!(expand("{path}", "a.md"), None);
        assert_eq!(expand("javascript:{path}", "a.md"), None);
    }
}
