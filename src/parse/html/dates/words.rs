//! The words by which a page says what a date is of.

/// Words before a date of publication, in the languages readers publish in.
#[rustfmt::skip]
pub(super) const PUBLISHED: &[&str] = &[
    "published", "posted", "first published", "release date", "date:", "released", "issued on",
    "publié", "publie le", "mis en ligne", "parution", "paru le", "le :",
    "veröffentlicht", "erschienen", "erstellt", "publiziert", "gepostet", "datum:",
    "publicado", "publicada", "publicat", "fecha:", "creado", "postado", "data:",
    "pubblicat", "inserito",
    "gepubliceerd", "geplaatst",
    "opublikowan", "data publikacji", "dodano",
    "udgivet", "offentliggjort", "publicerad", "publisert", "julkaistu", "birt", "avaldatud",
    "опубликован", "дата публикации", "размещено", "опубліковано", "публикуван", "објављено",
    "zveřejněno", "publikováno", "vydáno", "zverejnen", "publikovan", "objavljen", "közzétéve", "megjelent",
    "yayınlan", "yayımlan", "yayın tarihi", "paskelbt", "publicēt", "postat",
    "δημοσι", "פורסם", "نشر", "انتشار", "प्रकाशित", "প্রকাশ", "เผยแพร่", "đăng", "dipublikasikan", "diterbitkan",
    "发布", "發布", "发表", "發表", "公開日", "投稿日", "掲載", "配信", "등록", "입력", "게시", "작성",
];

/// Words before a date of a change.
#[rustfmt::skip]
pub(super) const UPDATED: &[&str] = &[
    "updated", "modified", "last edit", "revised", "last changed", "last reviewed",
    "aktualisiert", "geändert", "letzte änderung", "zuletzt", "überarbeitet",
    "mis à jour", "modifié", "mise à jour", "dernière modification",
    "actualizad", "modificad", "atualizad", "actualitzat",
    "aggiornat", "ultima modifica", "bijgewerkt", "gewijzigd", "zaktualizowan", "aktualizacj", "zmieniono",
    "oppdatert", "uppdaterad", "opdateret", "päivitetty", "muokattu", "uuendatud", "uppfært",
    "обновлен", "изменен", "оновлено", "змінено", "актуализиран", "ажурирано", "ažuriran", "posodobljen",
    "aktualizován", "aktualizovan", "upraveno", "frissít", "módosít", "güncelle", "actualizat", "atnaujint", "atjaunot",
    "ενημ", "τροποποι", "עודכן", "تحديث", "تعديل", "به‌روز", "بروزرسانی", "अपडेट", "আপডেট", "อัปเดต", "แก้ไข",
    "cập nhật", "diperbarui", "更新", "修改", "수정", "최종",
];

/// Words before a date that is of something else: of a visit, a life, an offer, a right, the present day.
#[rustfmt::skip]
pub(super) const OTHERWISE: &[&str] = &[
    "©", "copyright", "all rights", "(c)",
    "retrieved", "accessed", "archived", "crawled", "abgerufen", "consulté", "consultado", "consultato", "geraadpleegd",
    "born", "died", "geboren", "gestorben", "né le", "née le",
    "deadline", "apply by", "apply before", "closing date", "bewerbungsschluss", "bewerbungsfrist", "expires", "valid until", "valid through", "gültig bis", "einsendeschluss", "anmeldeschluss",
    "member since", "joined", "registered", "mitglied seit", "inscrit",
    "founded", "established", "since", "gegründet", "fondé", "fundad", "seit ", "depuis", "desde ", "dal ",
    "today is", "heute ist",
];

/// Parts of classes and ids of what has a date, but not that of the article: clocks, lives, terms.
pub(super) const NOT_ITS_DATE: &[&str] = &[
    "current-date",
    "current_date",
    "currentdate",
    "today",
    "date-now",
    "clock",
    "countdown",
    "birth",
    "deadline",
    "join-date",
    "joindate",
    "registered",
    "expir",
];

/// Parts of classes, ids and properties of what says when an event takes place.
pub(super) const OF_EVENTS: &[&str] = &[
    "dtstart",
    "dtend",
    "startdate",
    "start-date",
    "enddate",
    "end-date",
];

/// Parts of classes and ids of the line that says when.
pub(super) const DATE_HINTS: &[&str] = &[
    "publish",
    "pubdate",
    "pub-date",
    "post-date",
    "postdate",
    "entry-date",
    "article-date",
    "posted",
    "dateline",
    "date",
    "datum",
    "fecha",
    "timestamp",
    "time-stamp",
    "postmeta",
    "post-meta",
    "entry-meta",
    "article-meta",
    "article__meta",
    "byline",
    "time",
    "meta",
    "kicker",
    "info",
];
