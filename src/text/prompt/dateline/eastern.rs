//! Datelines of Chinese, Japanese and Korean agencies, which have brackets and words of their own.

/// Words in what stands in brackets before a Chinese or Japanese text: who reports, and from where.
const REPORTERS: &[&str] = &[
    "記者",
    "记者",
    "電",
    "电",
    "訊",
    "讯",
    "報導",
    "报道",
    "報道",
    "特派員",
    "特派员",
    "＝",
    "通信",
    "新聞",
    "共同",
    "時事",
    "通訊員",
    "通讯员",
];

/// Agencies and words that open a Chinese dateline, which ends in a word for a telegram.
const TELEGRAMS: &[&str] = &[
    "新华社",
    "新華社",
    "中新社",
    "中新网",
    "中央社",
    "人民网",
    "央视",
    "本报",
    "本報",
    "路透社",
    "法新社",
    "美联社",
    "据新华社",
    "据中新社",
];

/// The text without the dateline it begins with; none when it begins with none.
pub(super) fn without(text: &str) -> Option<&str> {
    korean(text)
        .or_else(|| bracketed(text))
        .or_else(|| telegram(text))
}

/// `【読売新聞】`, `〔記者…／台北報導〕`, `（新华社北京5月3日电）`.
fn bracketed(text: &str) -> Option<&str> {
    let pairs = [
        ('【', '】'),
        ('〔', '〕'),
        ('（', '）'),
        ('［', '］'),
        ('(', ')'),
    ];
    let (open, close) = pairs.iter().find(|(open, _)| text.starts_with(*open))?;
    let (inside, rest) = text.strip_prefix(*open)?.split_once(*close)?;
    let is_report =
        inside.chars().count() <= 30 && REPORTERS.iter().any(|word| inside.contains(word));
    (is_report && !rest.trim().is_empty()).then(|| rest.trim_start())
}

/// `新华社北京5月3日电（记者 …）…`, `本报讯 …`.
fn telegram(text: &str) -> Option<&str> {
    if !TELEGRAMS.iter().any(|agency| text.starts_with(agency)) {
        return None;
    }
    let (at, word) = text
        .char_indices()
        .take(24)
        .find(|(_, c)| matches!(c, '电' | '電' | '讯' | '訊'))?;
    let rest = text.get(at + word.len_utf8()..)?;
    let ends = rest.starts_with([' ', '\u{3000}', '（', '(', '：', ':', '，']);
    ends.then(|| rest.trim_start_matches([' ', '\u{3000}', '：', ':', '，']))
}

/// `(서울=연합뉴스) 홍길동 기자 = `.
fn korean(text: &str) -> Option<&str> {
    let (inside, rest) = text.strip_prefix(['(', '['])?.split_once([')', ']'])?;
    let is_agency = inside.chars().count() <= 24 && inside.contains('=') && !inside.is_ascii();
    let rest = is_agency.then(|| rest.trim_start())?;
    let end = rest.char_indices().nth(24).map_or(rest.len(), |(at, _)| at);
    let by = rest.get(..end)?.find("= ").filter(|at| {
        rest.get(..*at)
            .is_some_and(|by| by.contains("기자") || by.contains("특파원"))
    });
    by.and_then(|at| rest.get(at + 2..)).or(Some(rest))
}
