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
    "szerző: ", "συντάκτης: ", "yazı: ", "haber: ", "penulis: ", "oleh: ", "tác giả: ", "írta: ", "автор статті: ",
    "autor: ", "de autor: ", "redactor: ", "foto und text: ", "text und fotos: ",
];

/// Words that open a byline where no blank parts them from the name.
#[rustfmt::skip]
pub(super) const OPENERS_UNSPACED: &[&str] = &[
    "作者：", "作者:", "文／", "文/", "文：", "記者", "记者", "執筆：", "執筆:", "著者：", "著者:", "筆者：", "글=", "글:",
];

/// Words that open a byline in scripts without capitals.
#[rustfmt::skip]
pub(super) const OPENERS_CASELESS: &[&str] = &[
    "بقلم ", "بقلم: ", "الكاتب: ", "كتبت: ", "كتب: ", "تحرير: ", "نویسنده: ", "به قلم ", "מאת ", "מאת: ", "כתב: ", "लेखक: ", "लेखिका: ",
    "লেখক: ", "โดย ", "เรื่องโดย ", "เขียนโดย ", "ผู้เขียน: ", "ავტორი: ", "தொகுப்பு: ", "எழுத்தாளர்: ", "ጸሐፊ፦ ",
];

/// Words that close a byline.
pub(super) const CLOSERS: &[&str] = &[" 기자", " 특파원", " 記者", " 记者"];

/// Particles that stand in lower case inside names, and words that join names.
#[rustfmt::skip]
pub(super) const SMALL: &[&str] = &[
    "and", "und", "et", "y", "e", "en", "och", "og", "ja", "i", "a", "и", "&", "with", "for", "the",
    "of", "in", "at", "mit", "avec", "con", "von", "van",
    "de", "der", "den", "del", "della", "di", "da", "do", "dos", "das", "du", "la", "le", "el", "al",
    "team", "staff", "correspondent", "reporter", "editor", "redaktion", "bin", "ibn", "ten", "ter", "zu", "zum", "af", "av", "st",
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
    "tiempo", "lectura", "minuto", "minutos", "temps", "lecture", "tempo", "lettura", "minuti", "leitura", "leestijd", "minuut",
    "minuten", "lästid", "lesetid", "læsetid", "czas", "czytania", "minut", "minuty", "minutę", "doba", "čtení", "время", "чтения",
    "минут", "минуты", "час", "читання", "хв", "мин", "okuma", "süresi", "dakika", "dk", "lukuaika", "olvasási", "idő", "perc",
    "stycznia", "lutego", "marca", "kwietnia", "maja", "czerwca", "lipca", "sierpnia", "września", "października", "listopada",
    "grudnia", "ledna", "února", "března", "dubna", "května", "června", "července", "srpna", "září", "října", "listopadu",
    "prosince", "ocak", "şubat", "mart", "nisan", "mayıs", "haziran", "temmuz", "ağustos", "eylül", "ekim", "kasım", "aralık",
    "січня", "лютого", "березня", "квітня", "травня", "червня", "липня", "серпня", "вересня", "жовтня", "листопада", "грудня",
    "tammikuuta", "helmikuuta", "maaliskuuta", "huhtikuuta", "toukokuuta", "kesäkuuta", "heinäkuuta", "elokuuta", "syyskuuta",
    "lokakuuta", "marraskuuta", "joulukuuta", "first", "editado", "güncelleme", "yayın", "may.", "mag", "giu", "lug", "ago", "set",
    "ott", "nov", "dic", "gen", "ene", "abr", "févr", "juil", "janv", "avr",
    "읽는", "시간", "약", "分钟", "分鐘", "阅读时间", "閱讀時間", "阅读需", "读完需", "約", "约", "読了時間", "読了目安", "更新", "公開", "发布时间", "更新于",
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
    "st", "nd", "rd", "th", "t", "z", "am", "pm", "h", "er", "min", "分钟", "分鐘", "分", "분", "分で読めます", "年", "月", "日", "년", "월", "일",
];

/// Signs of year, month, day, hour and minute.
pub(super) const EASTERN: &str = "年月日时時分년월일";

/// Names that a paragraph begins with where an agency's dateline ends in them.
#[rustfmt::skip]
pub(super) const AGENCIES: &[&str] = &["РИА Новости", "Интерфакс", "ТАСС", "Укринформ", "УНІАН", "УНН", "أ ف ب", "أ ش أ", "د ب أ", "رويترز", "وكالات"];

/// Organisations that are written in capitals as places are in datelines.
#[rustfmt::skip]
pub(super) const ORGANISATIONS: &[&str] = &[
    "UNESCO", "UNICEF", "INTERPOL", "EUROPOL", "FRONTEX", "NASDAQ", "UNHCR", "ASEAN", "UPDATE", "WARNING", "WATCH", "REVIEW",
    "OPINION", "BREAKING", "EXCLUSIVE", "ANALYSIS", "CORRECTION", "EDITORIAL", "VIDEO", "PHOTOS", "NOTICE", "IMPORTANT",
];

/// Cities from which much is reported, as they are written where a dateline is not in capitals.
#[rustfmt::skip]
pub(super) const CITIES: &[&str] = &[
    "London", "Washington", "New York", "Los Angeles", "Chicago", "Brussels", "Geneva", "Tokyo", "Beijing", "Moscow", "Jerusalem",
    "Cairo", "New Delhi", "Mumbai", "Sydney", "Ottawa", "Toronto", "Nairobi", "Johannesburg", "Hong Kong", "Singapore", "Dublin",
    "Berlin", "Hamburg", "München", "Köln", "Frankfurt", "Frankfurt/Main", "Stuttgart", "Düsseldorf", "Leipzig", "Dresden",
    "Hannover", "Wien", "Graz", "Zürich", "Bern", "Basel", "Brüssel",
    "Paris", "Lyon", "Marseille", "Bruxelles", "Genève", "Montréal", "Madrid", "Barcelona", "Sevilla", "Bogotá", "Lima", "Santiago",
    "Caracas", "Quito", "Ciudad de México", "Buenos Aires", "Montevideo", "La Habana", "Roma", "Milano", "Torino", "Napoli",
    "Lisboa", "Porto", "Brasília", "São Paulo", "Rio de Janeiro", "Amsterdam", "Den Haag", "Rotterdam", "Brussel", "Stockholm",
    "Göteborg", "Oslo", "Bergen", "København", "Helsinki", "Warszawa", "Kraków", "Praha", "Brno", "Bratislava", "Budapest",
    "București", "Beograd", "Zagreb", "Ljubljana", "Sofia", "Ankara", "İstanbul", "Jakarta", "Hà Nội", "Manila",
    "Москва", "Санкт-Петербург", "Київ", "Киев", "Минск", "София", "Београд", "Αθήνα", "Θεσσαλονίκη",
];
