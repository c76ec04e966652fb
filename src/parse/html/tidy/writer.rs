//! Lines that a newsroom puts below its articles: who wrote it, where to write to, where else it
//! appeared.

/// Longest line about the writer, in bytes.
const LONGEST_BIOGRAPHY: usize = 900;

/// Longest office before the name of a writer, in bytes.
const LONGEST_OFFICE: usize = 40;

/// Words after the name of a writer in the line that tells who that is.
const IS: &[&str] = &[
    "is", "was", "are", "covers", "writes", "has", "joined", "reports", "works", "ist", "est",
    "es", "è", "schreibt", "écrit", "escribe",
];

/// `Ann Doe is a reporter`, of one of the authors.
pub(super) fn is_about(text: &str, authors: &[&str]) -> bool {
    text.len() <= LONGEST_BIOGRAPHY
        && authors.iter().any(|name| {
            // Her office may stand before: `Staff writer Ann Doe is`.
            let rest = text
                .split_once(name)
                .filter(|(before, _)| name.contains(' ') && before.len() <= LONGEST_OFFICE)
                .filter(|(before, _)| !before.contains(['.', ',', '“', '"']));
            rest.is_some_and(|(_, rest)| {
                // A pronoun in parentheses may stand between: `Ann Doe (she/her) is`.
                let mut words = rest.split_whitespace().take(3);
                words.any(|word| IS.contains(&word)) || rest.contains('@')
            })
        })
}

/// Beginnings of the lines that a newsroom puts below its articles.
const OF_THE_DESK: &[&str] = &[
    "a version of this article",
    "a version of this story",
    "this article originally",
    "this article was originally",
    "this article first appeared",
    "this story originally",
    "this story was originally",
    "if you purchase a product",
    "email the author",
    "you can reach",
    "you can contact",
    "contact the writer",
];

/// Beginnings of the same where an address follows.
const WITH_ADDRESS: &[&str] = &[
    "contact",
    "contributing",
    "email",
    "e-mail",
    "follow",
    "reach",
    "staff writer",
    "write to",
    "send tips",
    "kontakt",
    "contactez",
];

/// What else a line of the desk says.
const HAS: &[&str] = &[
    "contributed to this report",
    "contributed to this story",
    "contributed to this article",
    "contributed reporting",
    "views expressed",
    "opinions expressed",
    "do not own shares",
    "does not own shares",
    "comments on this piece are",
    "comments on this article are",
    "do not necessarily reflect",
    "do not necessarily represent",
    "does not necessarily reflect",
    "does not necessarily represent",
    "may earn a commission",
    "may earn commission",
    "edited for length and clarity",
    "'s mission is",
    "’s mission is",
    "journalistic mission",
];

/// What a house says of its links before a text.
const DISCLOSURES: &[&str] = &[
    "may earn a commission",
    "may earn commission",
    "may make money when you click",
    "earn a commission",
    "an affiliate commission",
    "independently selected by our editors",
    "recommendations are editorially independent",
    "werbelinks",
    "affiliate-links",
    "liens affiliés",
    "enlaces de afiliado",
];

/// That a house earns by the links in the text.
pub(super) fn is_disclosure(text: &str) -> bool {
    let lower = text.to_lowercase();
    text.len() <= LONGEST_BIOGRAPHY / 2 && DISCLOSURES.iter().any(|known| lower.contains(known))
}

/// Most words of a card.
const LONGEST_CARD: usize = 8;

/// A card of somebody: a mail address and few words around it.
fn is_card(line: &str) -> bool {
    line.split(|c: char| c.is_whitespace() || c == ';' || c == ':')
        .any(|word| {
            word.find('@')
                .is_some_and(|at| at > 0 && word.get(at..).is_some_and(|host| host.contains('.')))
        })
        && line.split_whitespace().count() <= LONGEST_CARD
}

/// Where to write to, and where else it appeared.
pub(super) fn is_of_the_desk(text: &str) -> bool {
    if text.len() > LONGEST_BIOGRAPHY / 2 {
        return false;
    }
    let lower = text.to_lowercase();
    let line = lower.trim_start_matches(|c: char| !c.is_alphanumeric());
    let begins = |known: &[&str]| known.iter().any(|start| line.starts_with(start));
    begins(OF_THE_DESK)
        || HAS.iter().any(|known| line.contains(known))
        || line.contains('@') && (begins(WITH_ADDRESS) || is_card(line))
}
