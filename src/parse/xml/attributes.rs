//! The inside of a tag → attributes.

/// Reads the inside of a tag: `name="value"`, with any quotes or none, or a bare name. Values are
/// given as they stand.
pub(in crate::parse) fn read(inside: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = inside;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || "/=\"'".contains(c));
        let end = rest
            .find(|c: char| c.is_ascii_whitespace() || c == '=' || c == '/')
            .unwrap_or(rest.len());
        let (name, after) = rest.split_at(end);
        if name.is_empty() {
            return None;
        }
        let Some(value) = after.trim_start().strip_prefix('=') else {
            rest = after;
            return Some((name, ""));
        };
        let value = value.trim_start();
        let quote = value.chars().next().filter(|c| *c == '"' || *c == '\'');
        let (value, after) = match quote {
            Some(quote) => {
                let inside = value.get(1..)?;
                inside.split_once(quote).unwrap_or((inside, ""))
            }
            None => {
                let end = value.find(|c: char| c.is_ascii_whitespace());
                value.split_at(end.unwrap_or(value.len()))
            }
        };
        rest = after;
        Some((name, value))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_read_however_they_are_quoted() {
        for (inside, expected) in [
            (" a=\"1\" b='2'  c = 3 d", "a=1,b=2,c=3,d="),
            (
                " href=http://x/?a=b&c=d checked",
                "href=http://x/?a=b&c=d,checked=",
            ),
            (" a=\"1\"b=\"2\"", "a=1,b=2"),
            (" a=\"unclosed", "a=unclosed"),
            (" = \" /", ""),
        ] {
            let found: Vec<_> = read(inside).map(|(n, v)| format!("{n}={v}")).collect();
            assert_eq!(found.join(","), expected, "{inside}");
        }
    }
}
