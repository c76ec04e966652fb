//! The words that the shapes of lines are known by. Lower case; the next language is one more line.

/// Words that open a byline, lower case with the blank or colon that follows.
#[rustfmt::skip]
pub(super) const OPENERS: &[&str] = &[
    "by ", "by: ", "written by ", "posted by ", "words by ", "story by ", "text by ", "author: ",
    "authors: ", "written by: ", "reported by ",
    "von ", "von: ", "autor: ", "autorin: ", "autoren: ", "text: ", "geschrieben von ", "ein beitrag von ",
    "par ", "par : ", "auteur : ", "auteur: ", "écrit par ", "rédigé par ", "por ", "por: ",
    "escrito por ", "autor(a): ", "autora: ", "texto: ",
    "di ", "a cura di ", "scritto da ", "autore: ", "door ", "door: ", "geschreven door ", "av ", "av: ",
    "skrivet av ", "skrevet av ", "af ", "skrevet af ", "teksti: ",
    "autor ", "tekst: ", "napsal ", "napsala ", "автор: ", "автор ", "текст: ", "yazan: ", "yazar: ",
    "szerző: ", "συντάκτης: ",
];

/// Words that open a byline where no blank parts them from the name.
#[rustfmt::skip]
pub(super) const OPENERS_UNSPACED: &[&str] = &[
    "作者：", "作者:", "文／", "文/", "文：", "記者", "记者", "執筆：", "執筆:", "著者：", "著者:", "筆者：", "글=", "글:",
];

/// Particles that stand in lower case inside names, and words that join names.
#[rustfmt::skip]
pub(super) const SMALL: &[&str] = &[
    "and", "und", "et", "y", "e", "en", "och", "og", "ja", "i", "a", "и", "&", "with", "for", "the",
    "of", "in", "at", "mit", "avec", "con", "von", "van",
    "de", "der", "den", "del", "della", "di", "da", "do", "dos", "das", "du", "la", "le", "el", "al",
    "bin", "ibn", "ten", "ter", "zu", "zum", "af", "av", "st",
];

/// Words of lines that only say when, or how long it takes to read. Lower case.
#[rustfmt::skip]
pub(super) const TIME_WORDS: &[&str] = &[
    "published", "updated", "posted", "on", "at", "last", "modified", "created", "date", "min", "mins",
    "minute", "minutes", "read", "reading", "time",
    "veröffentlicht", "aktualisiert", "am", "um", "uhr", "stand", "lesezeit", "minuten", "publié", "mis",
    "à", "jour", "le", "publicado", "actualizado", "el",
    "pubblicato", "aggiornato", "il", "gepubliceerd", "op", "publicerad", "opublikowano", "опубликовано",
    "обновлено", "pm", "a.m", "p.m",
    "gmt", "utc", "est", "edt", "pst", "pdt", "cet", "cest", "bst", "et", "pt", "of", "de", "del", "den",
    "года", "г", "roku", "st", "nd", "rd", "th",
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "mon", "tue", "wed",
    "thu", "fri", "sat", "sun",
    "montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag", "lundi", "mardi",
    "mercredi", "jeudi", "vendredi", "samedi", "dimanche",
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december",
    "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec",
    "januar", "februar", "märz", "mai", "juni", "juli", "oktober", "dezember", "janvier", "février",
    "mars", "avril", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre",
    "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre",
    "noviembre", "diciembre",
    "gennaio", "febbraio", "aprile", "maggio", "giugno", "luglio", "settembre", "ottobre", "dicembre",
    "janeiro", "fevereiro", "março", "maio", "junho", "julho", "setembro", "outubro", "novembro",
    "dezembro",
    "januari", "februari", "maart", "mei", "augustus", "maj", "januar", "februar", "marts",
    "января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября",
    "ноября", "декабря",
];

/// Names of networks, and what else stands on the buttons beside them.
#[rustfmt::skip]
pub(super) const NETWORKS: &[&str] = &[
    "facebook", "twitter", "x", "linkedin", "email", "e-mail", "mail", "print", "pinterest", "whatsapp",
    "telegram", "reddit", "tumblr", "mastodon", "bluesky",
    "threads", "instagram", "youtube", "flipboard", "pocket", "messenger", "copy", "link", "share",
    "tweet", "save", "line", "xing", "drucken", "teilen", "rss", "sms", "on", "via", "weibo", "wechat",
    "viber", "vk", "more", "pin", "hacker", "news",
];

/// What may stand right after a number in a date or time.
#[rustfmt::skip]
pub(super) const AFTER_NUMBERS: &[&str] = &[
    "st", "nd", "rd", "th", "t", "z", "am", "pm", "h", "er", "min", "年", "月", "日", "년", "월", "일",
];

/// Signs of year, month, day, hour and minute.
pub(super) const EASTERN: &str = "年月日时時分년월일";
