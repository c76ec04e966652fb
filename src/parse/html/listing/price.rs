//! A text → whether a price stands in it. What has one each and no date is sold, and is no article.

/// Signs of currencies that stand next to the number.
const SIGNS: &[char] = &['€', '$', '£', '¥', '₽', '₹', '₺', '₩', '₴', '₫', '฿'];

/// Currencies in letters, behind the number or before it.
const WORDS: &[&str] = &[
    "eur", "usd", "gbp", "chf", "kr", "zł", "kč", "ft", "lei", "руб", "円",
];

/// Whether a price stands in a text.
pub(super) fn is_in(text: &str) -> bool {
    text.char_indices().any(|(at, c)| {
        let (before, behind) = text.split_at(at);
        let behind = behind.get(c.len_utf8()..).unwrap_or_default().trim_start();
        let digit_before = || before.trim_end().ends_with(|c: char| c.is_ascii_digit());
        let digit_behind = || behind.starts_with(|c: char| c.is_ascii_digit());
        SIGNS.contains(&c) && (digit_before() || digit_behind())
            || c.is_ascii_digit() && {
                let word: String = behind.chars().take_while(|c| c.is_alphabetic()).collect();
                WORDS.contains(&word.to_lowercase().as_str())
            }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prices_are_told_from_numbers() {
        for (text, expected) in [
            ("Oil lamp, brass €48.00", true),
            ("Lampe 48,00 €", true),
            ("Lampa 199 kr", true),
            ("Lampa 1 299,00 zł", true),
            ("$5", true),
            ("A lamp of 1850", false),
            ("12 krona stamps", false),
            ("The price of the euro €", false),
            ("", false),
        ] {
            assert_eq!(is_in(text), expected, "{text}");
        }
    }
}
