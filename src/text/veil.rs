//! What is told, made fit to be shown: without the secrets that addresses may hold, without characters that act, and not
//! without end.

/// Longest text that is shown, in characters.
const LONGEST: usize = 2000;
/// From this length on, a value in an address is taken for a key, in bytes.
const KEY: usize = 16;
/// What is in the names of values that are secret.
const SECRETS: &[&str] = &[
    "access", "auth", "code", "cred", "email", "hash", "key", "login", "pass", "pwd", "secret",
    "session", "sid", "sig", "token", "user",
];
const HIDDEN: &str = "***";

/// A text for people: user names, passwords and keys in addresses are hidden, control characters shown as such.
pub fn veil(text: &str) -> String {
    plain(&addresses(text))
}

/// A text of several lines without the user names, passwords and keys in its addresses (T-61).
pub fn addresses(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("://") {
        out.push_str(before);
        out.push_str("://");
        let end = after.find(ends).unwrap_or(after.len());
        let (address, others) = after.split_at(end);
        out.push_str(&veiled(address));
        rest = others;
    }
    out.push_str(rest);
    out
}

fn ends(c: char) -> bool {
    // A backslash stands before the quotation mark in JSON.
    c.is_whitespace() || matches!(c, '"' | '\'' | '`' | '<' | '>' | '\\')
}

/// What follows `://`.
fn veiled(address: &str) -> String {
    let end = address.find(['/', '?', '#']).unwrap_or(address.len());
    let (authority, rest) = address.split_at(end);
    let mut out = match authority.rsplit_once('@') {
        Some((_, host)) => format!("{HIDDEN}@{host}"),
        None => authority.to_owned(),
    };
    let (path, query) = match rest.split_once('?') {
        Some((path, query)) => (path, Some(query)),
        None => (rest, None),
    };
    out.push_str(path);
    if let Some(query) = query {
        let (query, fragment) = match query.split_once('#') {
            Some((query, fragment)) => (query, Some(fragment)),
            None => (query, None),
        };
        let values: Vec<String> = query.split('&').map(value).collect();
        out.push('?');
        out.push_str(&values.join("&"));
        if let Some(fragment) = fragment {
            out.push('#');
            out.push_str(fragment);
        }
    }
    out
}

/// One value of a query: harmless ones say which feed it is.
fn value(pair: &str) -> String {
    let Some((name, value)) = pair.split_once('=') else {
        let whole = if pair.len() >= KEY { HIDDEN } else { pair };
        return whole.to_owned();
    };
    let low = name.to_ascii_lowercase();
    if value.len() >= KEY || SECRETS.iter().any(|secret| low.contains(secret)) {
        format!("{name}={HIDDEN}")
    } else {
        pair.to_owned()
    }
}

/// Characters that a terminal or a browser would obey are written out (T-37).
fn plain(text: &str) -> String {
    let mut out = String::new();
    for (at, c) in text.chars().enumerate() {
        if at == LONGEST {
            out.push('…');
            break;
        }
        match c {
            '\n' | '\t' => out.push(c),
            c if c.is_control() => out.extend(c.escape_unicode()),
            '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
                out.extend(c.escape_unicode());
            }
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// T-37, T-61
    #[test]
    fn secrets_are_hidden_and_the_rest_is_as_it_was() {
        for (shown, expected) in [
            ("https://example.org/feed", "https://example.org/feed"),
            (
                "https://ada:pw@example.org/feed",
                "https://***@example.org/feed",
            ),
            (
                "a postgres://u:p@db/x?sslmode=on b",
                "a postgres://***@db/x?sslmode=on b",
            ),
            (
                "https://example.org/?feed=rss2",
                "https://example.org/?feed=rss2",
            ),
            (
                "https://example.org/?api_key=x",
                "https://example.org/?api_key=***",
            ),
            (
                "https://e.org/?a=1&Token=x&b=2#f",
                "https://e.org/?a=1&Token=***&b=2#f",
            ),
            ("https://e.org/?v=0123456789abcdef", "https://e.org/?v=***"),
            ("https://e.org/?0123456789abcdef", "https://e.org/?***"),
            (
                "https://e.org/?key=x: 404; ask https://e.org/?sig=y",
                "https://e.org/?key=*** 404; ask https://e.org/?sig=***",
            ),
            (
                "write `url = \"https://e.org/?key=x\"`",
                "write `url = \"https://e.org/?key=***\"`",
            ),
            ("https://e.org/a@b?c", "https://e.org/a@b?c"),
            (
                r#"{"said":"ask \"https://e.org/?key=x\""}"#,
                r#"{"said":"ask \"https://e.org/?key=***\""}"#,
            ),
            ("://", "://"),
            ("", ""),
            ("\u{1b}[2J\nüß\u{202e}", "\\u{1b}[2J\nüß\\u{202e}"),
        ] {
            assert_eq!(veil(shown), expected);
        }
        assert_eq!(veil(&"x".repeat(9000)).chars().count(), LONGEST + 1);
    }
}
