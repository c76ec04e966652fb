//! A paragraph → the same without its dateline: where and when it was written, and by which agency.
//!
//! `LONDON, May 3 (Reuters) - The …`, `Berlin (dpa) – Der …`, `MADRID, 3 May. (EUROPA PRESS) - El …`, `МОСКВА, 3 мая. /ТАСС/. …`,
//! `新华社北京5月3日电 …`, `【エルサレム＝…】…`, `(서울=연합뉴스) … 기자 = …`.

mod eastern;

use super::lines::is_time_line;
use super::words::{AGENCIES, CITIES, ORGANISATIONS};

/// Most characters of a dateline.
const LONGEST: usize = 72;

/// What parts a dateline from its text; of two that begin at one place the longer counts.
const MARKS: &[&str] = &[
    " — ", " – ", " - ", " -- ", ".- ", ".– ", ".— ", "— ", "– ", "- ", " -", "—", "/. ", "/ ",
    "). ", ")।", "): ", ": ", ". ", "। ",
];

/// The text without the dateline it begins with; as it is when it begins with none. A dateline is a place in capitals, a
/// well-known city, a day, or a place with an agency in brackets; then a mark, then the first word of a sentence.
pub fn without_dateline(text: &str) -> &str {
    let mut rest = text;
    // `(ANSA) - ROMA, 3 MAG - Il …`
    for _ in 0..3 {
        let before = rest;
        rest = eastern::without(rest)
            .or_else(|| western(rest))
            .unwrap_or(rest);
        if rest.len() == before.len() {
            break;
        }
    }
    rest
}

fn western(text: &str) -> Option<&str> {
    if let Some(rest) = AGENCIES.iter().find_map(|agency| text.strip_prefix(agency)) {
        let rest = rest.strip_prefix(['.', ':'])?.trim_start();
        return Some(rest).filter(|rest| begins(rest));
    }
    let end = text
        .char_indices()
        .nth(LONGEST)
        .map_or(text.len(), |(at, _)| at);
    let start = text.get(..end)?;
    let mut cuts: Vec<(usize, &str)> = MARKS
        .iter()
        .filter_map(|mark| Some((start.find(mark)?, *mark)))
        .collect();
    cuts.sort_by_key(|(at, mark)| (*at, usize::MAX - mark.len()));
    cuts.into_iter().find_map(|(at, mark)| {
        let closed = mark.starts_with([')', '/']);
        let head = text.get(..at + usize::from(closed))?.trim();
        let rest = text.get(at + mark.len()..)?.trim_start();
        (begins(rest) && is_dateline(head, mark, rest)).then_some(rest)
    })
}

fn begins(rest: &str) -> bool {
    let first = rest.chars().find(|c| c.is_alphanumeric());
    first.is_some_and(|c| !c.is_lowercase())
}

fn is_dateline(head: &str, mark: &str, rest: &str) -> bool {
    let (before, agency) = agency(head);
    let place = before
        .split([',', '(', '/'])
        .next()
        .unwrap_or_default()
        .trim();
    let words = head.split_whitespace().count();
    let spaced = mark.starts_with(' ') && mark.ends_with(' ');
    let is_place =
        is_capitals(place) && words <= 8 && !ORGANISATIONS.contains(&place) || is_city(before);
    // in brackets before a full stop or a colon almost anything may stand
    let is_agency =
        agency.is_some_and(|name| spaced || mark.starts_with('.') || is_short_name(name));
    let starts_upper = head
        .trim_start_matches(['(', '/'])
        .starts_with(|c: char| !c.is_lowercase() && c.is_alphabetic());
    match mark {
        // TIMES OF INDIA style; `COVID-19: …`, `NASA: …` are none
        ": " => {
            agency.is_none()
                && is_capitals(place)
                && place == head
                && is_long(place)
                && words <= 3
                && is_place
                || words <= 2 && is_indic(head)
        }
        "/ " | "/. " | "). " | ")।" | "): " => is_agency && starts_upper && words <= 8,
        // `STOCKHOLM. Kvarnen …`, `Berlin. Der …`
        ". " => is_place && words <= 2 && (is_city(head) || is_long(head)),
        // who reports, and from where
        "। " => words <= 5 && head.contains(','),
        _ if is_time_line(&head.to_lowercase()) => true,
        // `(npd) – `: an agency alone may be in small letters
        _ if is_agency => words <= 8 && (starts_upper || before.is_empty()),
        "—" | " -" => is_place && is_long(place),
        _ => {
            let dated = before.split_once(',').is_some_and(|(place, date)| {
                starts_upper
                    && place.split_whitespace().count() <= 3
                    && is_time_line(&date.to_lowercase())
            });
            is_place && starts_upper
                || dated
                || is_places(head)
                || words <= 2 && is_caseless(head) && is_last(rest, mark)
        }
    }
}

/// Places, days and agencies in a row: `Москва. 3 мая. INTERFAX.RU`.
fn is_places(head: &str) -> bool {
    let parts = head.split([',', '.', '/']).map(str::trim);
    let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
    let is_name =
        |part: &str| part.chars().count() > 1 && part.chars().all(|c| c.is_uppercase() || c == ' ');
    parts.len() > 1
        && parts.iter().all(|part| {
            is_name(part) || CITIES.contains(part) || is_time_line(&part.to_lowercase())
        })
}

/// Whether a mark is not found again, but for one behind the name of an agency.
fn is_last(rest: &str, mark: &str) -> bool {
    rest.split_once(mark)
        .is_none_or(|(name, after)| name.split_whitespace().count() <= 2 && !after.contains(mark))
}

/// A head's agency in brackets or slashes at its end, and what stands before it.
fn agency(head: &str) -> (&str, Option<&str>) {
    let found = [('(', ')'), ('/', '/'), ('[', ']')]
        .iter()
        .find_map(|(open, close)| {
            let inside = head.strip_suffix(*close)?;
            let at = inside.rfind(*open)?;
            let name = inside.get(at + 1..)?;
            let is_short =
                (2..=24).contains(&name.chars().count()) && name.split_whitespace().count() <= 3;
            is_short.then(|| {
                (
                    inside
                        .get(..at)
                        .unwrap_or_default()
                        .trim_end_matches(['.', ' ', ',']),
                    Some(name),
                )
            })
        });
    found.unwrap_or((head, None))
}

/// An agency's name: an abbreviation, or a name in capitals.
fn is_short_name(name: &str) -> bool {
    let letters = name.chars().filter(|c| c.is_alphabetic());
    let lower = letters.clone().filter(|c| c.is_lowercase()).count();
    let all = letters.count();
    name.len() <= 8 && all == name.len()
        || name.contains('/') && name.len() <= 12
        || all >= 2 && (lower == 0 || name.chars().all(|c| !c.is_ascii()))
}

/// A place in capitals: `TEL AVIV`.
fn is_capitals(place: &str) -> bool {
    place.chars().filter(|c| c.is_uppercase()).count() >= 3
        && !place.chars().any(char::is_lowercase)
        && place.split_whitespace().count() <= 4
}

/// No abbreviation: a place of some letters, and nothing else.
fn is_long(place: &str) -> bool {
    place.chars().count() >= 5 && place.chars().all(|c| c.is_alphabetic() || c == ' ')
}

fn is_city(head: &str) -> bool {
    let place = head.split(',').next().unwrap_or_default().trim();
    let after = head.get(place.len()..).unwrap_or_default();
    CITIES.contains(&place) && after.chars().count() <= 24
}

/// Scripts without capitals, in which a place cannot be told by its first letter.
fn is_caseless(text: &str) -> bool {
    let mut letters = text.chars().filter(|c| c.is_alphabetic()).peekable();
    letters.peek().is_some()
        && letters.all(|c| matches!(c, '\u{590}'..='\u{6ff}' | '\u{900}'..='\u{dff}'))
}

/// Scripts of India, whose papers write `नई दिल्ली: …`.
fn is_indic(text: &str) -> bool {
    text.starts_with(|c: char| matches!(c, '\u{900}'..='\u{d7f}')) && is_caseless(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn datelines_go_in_many_languages() {
        for (text, expected) in [
            ("LONDON (Reuters) - The press met.", "The press met."),
            ("BERLIN, May 3 (AP) — Editors met.", "Editors met."),
            ("Berlin (dpa) – Der Verein tagt.", "Der Verein tagt."),
            ("PARIS — Printers went home.", "Printers went home."),
            ("May 3, 2024 – The press met.", "The press met."),
            ("TAMPA, Fla.- The press met.", "The press met."),
            ("TEHRAN- The press met.", "The press met."),
            ("(KRON) — The press met.", "The press met."),
            ("(npd) – Der Verein tagt.", "Der Verein tagt."),
            ("BHUBANESWAR: The press met.", "The press met."),
            ("Wiesbaden (KNA/iz). Der Verein tagt.", "Der Verein tagt."),
            (
                "Paris, le 3 mai – Les imprimeurs se retrouvent.",
                "Les imprimeurs se retrouvent.",
            ),
            ("Paris (AFP) - Les imprimeurs.", "Les imprimeurs."),
            ("Madrid, 3 may (EFE).- La imprenta.", "La imprenta."),
            (
                "MADRID, 3 May. (EUROPA PRESS) - La imprenta.",
                "La imprenta.",
            ),
            ("(ANSA) - ROMA, 03 MAG - La stampa.", "La stampa."),
            ("Wien – Der Verein tagt heute.", "Der Verein tagt heute."),
            ("МОСКВА, 3 мая. /ТАСС/. Совет собрался.", "Совет собрался."),
            (
                "МОСКВА, 3 мая — РИА Новости. Совет собрался.",
                "Совет собрался.",
            ),
            ("ANKARA (AA) - Dernek toplandı.", "Dernek toplandı."),
            ("القاهرة (رويترز) - اجتمع المحررون.", "اجتمع المحررون."),
            ("नई दिल्ली: संपादक मिले।", "संपादक मिले।"),
            ("संवाददाता, नई दिल्ली। संपादक मिले।", "संपादक मिले।"),
            ("القاهرة - أ ف ب: اجتمع المحررون.", "اجتمع المحررون."),
            ("STOCKHOLM. Tryckarna möttes.", "Tryckarna möttes."),
            (
                "Москва. 3 мая. INTERFAX.RU - Совет собрался.",
                "Совет собрался.",
            ),
            ("تهران - ایرنا - آسیاب ایستاده است.", "آسیاب ایستاده است."),
            ("ST. LOUIS — The press met.", "The press met."),
            (
                "【読売新聞】 【エルサレム＝山田太郎】編集者が集まった。",
                "編集者が集まった。",
            ),
            ("〔記者王小明／台北報導〕編輯們見面了。", "編輯們見面了。"),
            (
                "新华社北京5月3日电（记者 王小明）编辑们见面了。",
                "编辑们见面了。",
            ),
            ("本报讯 编辑们见面了。", "编辑们见面了。"),
            (
                "(서울=연합뉴스) 홍길동 기자 = 편집자들이 모였다.",
                "편집자들이 모였다.",
            ),
        ] {
            assert_eq!(without_dateline(text), expected, "{text}");
        }
    }

    #[test]
    fn prose_stays() {
        for text in [
            "The press - small as it was - stood.",
            "NASA - the agency - said so.",
            "NASA: The agency said so.",
            "UNESCO: The agency said so.",
            "UNESCO – The agency said so.",
            "Print – The old way – is back.",
            "COVID-19: The numbers fell.",
            "Am 3. Mai trafen sich die Setzer.",
            "HELP. The press met.",
            "Dr. Moss met the press. It was late.",
            "UNICEF. The press met.",
            "No dash at all",
            "Print: The old way is back.",
            "Paper (A4) is cheap. Ink is not.",
            "It cost (in all). The rest was free.",
            "Anna Lee – The printer of the town – has gone.",
            "（笑）そうですね。",
            "【新刊】本が出た。",
            "中央社交的人很多。",
            "(a=b) The equation holds.",
        ] {
            assert_eq!(without_dateline(text), text);
        }
    }
}
