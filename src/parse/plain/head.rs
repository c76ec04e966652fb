//! The head of a plain text: title, and lines that say when and by whom.

use super::paragraph::Paragraph;
use crate::article::{DateOrigin, DateRole, Person, RawDate};
use crate::parse::front_matter;
use crate::text::{self, prompt};

/// Longest title, in characters.
const LONGEST_TITLE: usize = 200;

/// Names of head lines in other languages, and the name in the table of front matter.
#[rustfmt::skip]
const NAMES: &[(&str, &[&str])] = &[
    ("date", &["published", "posted", "published on", "posted on", "datum", "veröffentlicht", "stand", "publié le", "fecha", "publicado", "data", "pubblicato", "gepubliceerd", "дата", "опубликовано", "日付", "公開日", "日期", "发布日期", "發布日期", "날짜", "tarih", "päivämäärä", "التاريخ", "दिनांक"]),
    ("updated", &["last updated", "last modified", "aktualisiert", "mis à jour", "actualizado", "aggiornato", "bijgewerkt", "обновлено", "更新日", "更新日期"]),
    ("author", &["by", "written by", "autor", "autorin", "von", "auteur", "par", "autore", "di", "autora", "por", "door", "författare", "forfatter", "автор", "著者", "作者", "글쓴이", "yazar", "kirjoittaja", "الكاتب", "लेखक"]),
    ("tags", &["tag", "topics", "labels", "schlagwörter", "stichwörter", "themen", "mots-clés", "étiquettes", "etiquetas", "etichette", "trefwoorden", "taggar", "теги", "метки", "タグ", "标签", "標籤", "태그"]),
    ("summary", &["abstract", "zusammenfassung", "résumé", "resumen", "riassunto", "samenvatting", "要約", "摘要"]),
    ("title", &["titel", "titre", "título", "titolo", "заголовок", "タイトル", "标题", "標題", "제목"]),
];

/// What the head says, and what is left.
#[derive(Default)]
pub(super) struct Head<'a> {
    pub(super) title: Option<String>,
    /// For a text that begins without a title line.
    pub(super) first_sentence: Option<String>,
    /// Head lines by their name in front matter.
    pub(super) fields: Vec<(String, String)>,
    pub(super) dates: Vec<RawDate>,
    pub(super) authors: Vec<Person>,
    /// The paragraphs after the head.
    pub(super) rest: Vec<Paragraph<'a>>,
}

/// Reads the head. `titled` when the first line may be the title: front matter has none.
pub(super) fn read(mut left: Vec<Paragraph<'_>>, titled: bool) -> Head<'_> {
    const MOST: usize = 8;
    let mut head = Head::default();
    left.reverse();
    // lines such as `Title: …` above a title
    while head.fields.len() < MOST && take_line(&mut left, &mut head, false) {}
    if dated_above(&left) {
        take_line(&mut left, &mut head, true);
    }
    let named = head.fields.iter().any(|(name, _)| name == "title");
    if !named {
        let more = left.len() > 1;
        match left.last_mut().and_then(|first| title(first, more)) {
            Some(title) => head.title = Some(title),
            None if titled => head.first_sentence = left.last().and_then(first_sentence),
            None => {}
        }
    }
    let mut lines = 0;
    while lines < MOST && take_line(&mut left, &mut head, true) {
        lines += 1;
    }
    left.retain(|paragraph| !paragraph.lines.is_empty());
    left.reverse();
    head.rest = left;
    head
}

/// Whether the first line is a day above a title: the line after it is short and no sentence.
fn dated_above(left: &[Paragraph<'_>]) -> bool {
    let mut lines = left
        .iter()
        .rev()
        .flat_map(|paragraph| paragraph.lines.iter().map(|line| line.trim()));
    let (Some(first), Some(second)) = (lines.next(), lines.next()) else {
        return false;
    };
    matches!(prompt::noise(first), Some(prompt::Noise::Byline))
        && prompt::byline(first).is_none()
        && second.chars().count() <= 100
        && !text::ends_sentence(second)
        && prompt::noise(second).is_none()
}

/// Takes the first line when it is one that says when, by whom, about what.
fn take_line(left: &mut Vec<Paragraph<'_>>, head: &mut Head<'_>, bylines: bool) -> bool {
    while left
        .last()
        .is_some_and(|paragraph| paragraph.lines.is_empty())
    {
        left.pop();
    }
    let Some(paragraph) = left.last_mut() else {
        return false;
    };
    let Some(line) = paragraph.lines.first().map(|line| line.trim()) else {
        return false;
    };
    let taken = if let Some(field) = field(line) {
        head.fields.push(field);
        true
    } else if bylines {
        byline(line, head)
    } else {
        false
    };
    if taken {
        paragraph.lines.remove(0);
    }
    taken
}

fn field(line: &str) -> Option<(String, String)> {
    let (name, value) = line.split_once([':', '：'])?;
    let (name, value) = (name.trim(), value.trim());
    if value.is_empty() || value.chars().count() > 400 || name.chars().count() > 24 {
        return None;
    }
    let lower = name.to_lowercase();
    let translated = NAMES
        .iter()
        .find(|(_, names)| names.contains(&lower.as_str()))
        .map(|(name, _)| (*name).to_owned());
    let known = translated.or_else(|| front_matter::is_header_name(name).then_some(lower))?;
    Some((known, value.to_owned()))
}

/// `By Jane Doe`, `12 May 2024`, `By Jane Doe | 12 May 2024`.
fn byline(line: &str, head: &mut Head<'_>) -> bool {
    if !matches!(prompt::noise(line), Some(prompt::Noise::Byline))
        && !line.contains(['|', '·', '•'])
    {
        return false;
    }
    let parts: Vec<&str> = line
        .split(['|', '·', '•'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    if !parts
        .iter()
        .all(|part| matches!(prompt::noise(part), Some(prompt::Noise::Byline)))
    {
        return false;
    }
    for part in parts {
        let (names, date) = match prompt::dated_byline(part) {
            Some((names, date)) => (Some(names), date),
            None => (None, Some(part)),
        };
        head.authors.extend(names.map(|name| Person {
            name: name.to_owned(),
            ..Person::default()
        }));
        head.dates.extend(date.map(|date| RawDate {
            role: DateRole::Published,
            text: date.to_owned(),
            origin: DateOrigin::Byline,
            field: "byline",
        }));
    }
    true
}

/// The title: the first line when it stands alone, is underlined, or is followed by lines of another
/// kind; not when it is the first line of wrapped prose.
fn title(first: &mut Paragraph<'_>, more: bool) -> Option<String> {
    let lines = &first.lines;
    let line = lines
        .first()?
        .trim()
        .trim_start_matches('#')
        .trim_end_matches('#')
        .trim();
    let length = line.chars().count();
    if line.is_empty() || length > LONGEST_TITLE {
        return None;
    }
    let next = lines.get(1).map(|next| next.trim());
    let underlined = next.is_some_and(|next| {
        next.len() >= 3
            && next
                .chars()
                .all(|c| matches!(c, '=' | '-' | '~' | '*' | '_'))
    });
    let alone = lines.len() == 1 && more;
    let headed = next.is_some_and(|next| {
        field(next).is_some() || matches!(prompt::noise(next), Some(prompt::Noise::Byline))
    });
    let stepped = next.is_some_and(|next| {
        let wide = lines
            .iter()
            .map(|line| line.trim().chars().count())
            .max()
            .unwrap_or(0);
        let open = !text::ends_sentence(line) && !line.ends_with([',', ';', ':', '-']);
        open && length * 10 < wide * 7 && !next.starts_with(|c: char| c.is_lowercase())
    });
    if !(underlined || alone || headed || stepped || lines.len() == 1 && !text::ends_sentence(line))
    {
        return None;
    }
    let title = text::fold(line);
    first.lines.drain(..if underlined { 2 } else { 1 });
    Some(title)
}

fn first_sentence(first: &Paragraph<'_>) -> Option<String> {
    let joined = first.joined();
    let sentence = text::sentences(&joined).next()?.trim();
    Some(text::cut(sentence.trim_end_matches(['.', '。']), 100)).filter(|title| !title.is_empty())
}
