//! A line of names → each name, without what stands before, between and after them.

/// Longest name, in characters; what is longer is a biography.
const LONGEST: usize = 120;

/// Longest of the words before a name, in characters.
const LONGEST_OPENER: usize = 40;

/// Words before a name, lower case, with what follows them.
#[rustfmt::skip]
const OPENERS: &[&str] = &[
    "posts by ", "all posts by ", "view all posts by ", "view posts by ", "articles by ", "beiträge von ",
    "alle beiträge von ", "zeige alle beiträge von ", "articles par ", "voir tous les articles de ", "voir toutes les publications de ",
    "ver todas las entradas de ", "entradas de ", "artículos de ", "tutti gli articoli di ", "articoli di ", "ver todos os posts de ",
    "by ", "by: ", "by\u{a0}", "written by ", "written by: ", "posted by ", "author: ", "authors: ",
    "von ", "von: ", "par ", "par : ", "por ", "por: ",
    "autor: ", "autora: ", "autorin: ", "auteur : ", "auteur: ", "escrito por ", "geschrieben von ",
    "a cura di ", "scritto da ", "autore: ", "door ", "geschreven door ",
    "av ", "skrevet av ", "skrevet af ", "автор: ", "автор ", "作者：", "作者:", "文：", "文／", "著者：", "記者 ",
];

/// Words that join two names.
#[rustfmt::skip]
const JOINERS: &[&str] = &[
    " and ", " & ", " und ", " et ", " y ", " e ", " och ", " og ", " en ", " и ",
    " and\u{a0}",
];

/// What may follow a comma and belongs to the name before it.
#[rustfmt::skip]
const SUFFIXES: &[&str] = &[
    "jr", "sr", "ii", "iii", "iv", "phd", "ph.d", "md", "m.d", "esq", "rn", "dds", "mba", "cpa", "jd",
    "j.d",
];

/// `A and B`, `A, B and C`, `A; B` → each name. `Doe, Jane` stays: one comma with a single word on
/// either side is a name turned round; so does `King, Jr.`.
pub(super) fn split(names: &str) -> Vec<String> {
    if names.contains(';') {
        return names
            .split(';')
            .map(str::trim)
            .filter(|name| fits(name))
            .map(str::to_owned)
            .collect();
    }
    let mut rest = names;
    let mut last = None;
    for joiner in JOINERS {
        if let Some((head, tail)) = rest.rsplit_once(joiner)
            // "Marks and Spencer" stays a firm, "Ortega y Gasset" a name
            && (head.contains(',') || head.trim().contains(' ') && tail.trim().contains(' ') || matches!(*joiner, " & " | " and ") && !head.contains(' ') && tail.trim().contains(' '))
        {
            rest = head;
            last = Some(tail);
            break;
        }
    }
    let parts: Vec<&str> = rest
        .split(',')
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    let turned = last.is_none()
        && match parts.as_slice() {
            [family, given] => !family.contains(' ') || !given.contains(' '),
            _ => false,
        };
    let mut split: Vec<String> = Vec::new();
    if turned || parts.len() < 2 {
        split.push(rest.trim().trim_end_matches(',').to_owned());
    } else {
        for part in parts {
            let lower = part.trim_end_matches('.').to_lowercase();
            match split.last_mut() {
                Some(before) if SUFFIXES.contains(&lower.as_str()) => {
                    before.push_str(", ");
                    before.push_str(part);
                }
                _ => split.push(part.to_owned()),
            }
        }
    }
    // the last one may hold further joiners: "A and B and C"
    if let Some((head, tail)) = split
        .last()
        .and_then(|name| name.split_once(" and "))
        .filter(|_| last.is_some())
    {
        let both = [head.trim().to_owned(), tail.trim().to_owned()];
        split.pop();
        split.extend(both);
    }
    split.extend(last.map(|name| name.trim().to_owned()));
    split
        .into_iter()
        .map(|name| without_opener(&name).to_owned())
        .filter(|name| fits(name))
        .collect()
}

/// The name without "By" and its like.
pub(super) fn without_opener(name: &str) -> &str {
    let head: String = name
        .chars()
        .take(LONGEST_OPENER)
        .flat_map(char::to_lowercase)
        .collect();
    let opener = OPENERS
        .iter()
        .filter(|opener| head.starts_with(**opener))
        .max_by_key(|opener| opener.len());
    let bare = match opener {
        Some(opener) => {
            let skipped = opener.chars().count();
            let at = name
                .char_indices()
                .nth(skipped)
                .map_or(name.len(), |(at, _)| at);
            name.get(at..).unwrap_or_default()
        }
        None => name,
    };
    bare.trim_matches(|c: char| {
        c.is_whitespace()
            || matches!(
                c,
                ',' | ';' | '|' | '·' | '•' | ':' | '–' | '—' | '*' | '_' | '"' | '“' | '”'
            )
    })
}

fn fits(name: &str) -> bool {
    name.chars().any(char::is_alphanumeric) && name.chars().count() <= LONGEST && !is_address(name)
}

/// Whether a name is the address of a page.
pub(super) fn is_address(text: &str) -> bool {
    text.starts_with("http://") || text.starts_with("https://")
}
