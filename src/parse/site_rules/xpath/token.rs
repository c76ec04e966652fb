//! An expression's text → its tokens (XPath 1.0, 3.7).

/// One token.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    /// A name, also one with a colon in it.
    Name(String),
    /// `'text'`
    Text(String),
    /// `3.14`
    Number(f64),
    /// Everything else: `//`, `::`, `(`, `!=`, …
    Sign(&'static str),
}

/// More tokens than any rule has that people wrote; the depth of what is made of them is bounded by it.
const MOST: usize = 600;

/// The signs, the longer before those that they begin with.
const SIGNS: &[&str] = &[
    "//", "::", "..", "!=", "<=", ">=", "/", ".", "(", ")", "[", "]", "@", ",", "|", "+", "-", "=",
    "<", ">", "*",
];

/// The tokens of an expression.
///
/// # Errors
/// What in it is no token.
pub(super) fn tokens(text: &str) -> Result<Vec<Token>, String> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        if tokens.len() == MOST {
            return Err("it is too long".into());
        }
        let digit_behind = || rest.chars().nth(1).is_some_and(|c| c.is_ascii_digit());
        let (token, after) = if matches!(first, '\'' | '"') {
            let inner = rest.get(1..).unwrap_or_default();
            let (literal, after) = inner
                .split_once(first)
                .ok_or_else(|| format!("a {first} is not closed"))?;
            (Token::Text(literal.to_owned()), after)
        } else if first.is_ascii_digit() || first == '.' && digit_behind() {
            let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.');
            let (number, after) = rest.split_at(end.unwrap_or(rest.len()));
            let value = number
                .parse()
                .map_err(|_| format!("`{number}` is no number"))?;
            (Token::Number(value), after)
        } else if let Some(sign) = SIGNS.iter().find(|sign| rest.starts_with(**sign)) {
            (
                Token::Sign(sign),
                rest.get(sign.len()..).unwrap_or_default(),
            )
        } else if begins_name(first) {
            let (name, after) = name(rest);
            (Token::Name(name.to_owned()), after)
        } else {
            return Err(format!("`{first}` means nothing here"));
        };
        tokens.push(token);
        rest = after.trim_start();
    }
    Ok(tokens)
}

fn begins_name(c: char) -> bool {
    c.is_alphabetic() || c == '_'
}

/// A name and what follows it. A colon belongs to it when a name or `*` follows, and not another colon.
fn name(text: &str) -> (&str, &str) {
    let inside = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
    let word = |text: &str| text.find(|c| !inside(c)).unwrap_or(text.len());
    let mut end = word(text);
    if let Some(local) = text.get(end..).and_then(|rest| rest.strip_prefix(':')) {
        if local.starts_with(begins_name) {
            end += 1 + word(local);
        } else if local.starts_with('*') {
            end += 2;
        }
    }
    text.split_at(end)
}
