//! A line → the same without the title that it begins with.

/// Fewest characters of a title that is looked for: a word or two may begin any sentence.
const SHORTEST: usize = 8;

/// The line without the title before it, where a mark or a lost space parts the two: `Title – The text`, `TitleThe text`.
/// A sentence that begins as the title does and goes on is left whole.
pub(super) fn without_title<'a>(line: &'a str, title: &str) -> &'a str {
    let title = title.trim();
    let wide = title.chars().filter(|c| crate::text::is_wide(*c)).count();
    if title.chars().count() + wide < SHORTEST {
        return line;
    }
    let Some(rest) = behind(line, title) else {
        return line;
    };
    let marks = |c: char| {
        matches!(
            c,
            '-' | '–' | '—' | ':' | '|' | '·' | '•' | '»' | '：' | '／'
        )
    };
    let bare = rest.trim_start();
    let parted = bare.starts_with(marks)
        && bare
            .trim_start_matches(marks)
            .starts_with(char::is_whitespace)
        || bare.starts_with(['|', '：'])
        || title.ends_with(['?', '!', '.', '？', '！', '。']);
    let glued = rest.starts_with(char::is_uppercase);
    let text = bare.trim_start_matches(|c: char| marks(c) || c.is_whitespace());
    let goes_on = text.starts_with(char::is_lowercase) || !text.contains(char::is_alphanumeric);
    if (parted || glued) && !goes_on {
        text
    } else {
        line
    }
}

/// What follows the title, compared without case and the shapes of quotes.
fn behind<'a>(line: &'a str, title: &str) -> Option<&'a str> {
    let mut letters = line.chars();
    let is_same = |one: char, other: char| {
        one == other
            || one.to_lowercase().eq(other.to_lowercase())
            || "'’‘ʼ".contains(one) && "'’‘ʼ".contains(other)
            || "\"“”„«»".contains(one) && "\"“”„«»".contains(other)
    };
    let begins = title
        .chars()
        .all(|c| letters.next().is_some_and(|found| is_same(c, found)));
    begins.then_some(letters.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_goes_where_something_parts_it_from_the_text() {
        for (line, title, expected) in [
            (
                "The old press – It came from a school.",
                "The old press",
                "It came from a school.",
            ),
            (
                "THE OLD PRESS | It came from a school.",
                "The Old Press",
                "It came from a school.",
            ),
            (
                "Die alte PresseSie kam aus einer Schule.",
                "Die alte Presse",
                "Sie kam aus einer Schule.",
            ),
            (
                "Who’s there? The printers are.",
                "Who's there?",
                "The printers are.",
            ),
            (
                "The old press came from a school.",
                "The old press",
                "The old press came from a school.",
            ),
            (
                "The old press-room is cold.",
                "The old press",
                "The old press-room is cold.",
            ),
            ("Press: It came.", "Press", "Press: It came."),
            ("古い印刷機：学校から来た。", "古い印刷機", "学校から来た。"),
            ("The old press – ", "The old press", "The old press – "),
        ] {
            assert_eq!(without_title(line, title), expected, "{line}");
        }
    }
}
