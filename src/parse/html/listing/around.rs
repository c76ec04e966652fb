//! What stands around the contents of a page, by the names of elements: menus, footers, sidebars, lists of what others read.

/// Elements that hold no contents.
const ELEMENTS: &[&str] = &["nav", "footer", "aside", "dialog", "form", "menu"];

/// Roles of what holds no contents (WAI-ARIA 1.2, 5.3.4), for pages that say so instead of by the element.
const ROLES: &[&str] = &[
    "navigation",
    "contentinfo",
    "complementary",
    "search",
    "menu",
    "menubar",
    "dialog",
    "alertdialog",
];

/// Words of classes and ids, parted by hyphens or capitals.
const WORDS: &[&str] = &[
    "ad",
    "ads",
    "advert",
    "advertisement",
    "adverts",
    "blogroll",
    "breadcrumb",
    "breadcrumbs",
    "comment",
    "comments",
    "consent",
    "cookie",
    "cookies",
    "copyright",
    "disqus",
    "drawer",
    "dropdown",
    "footer",
    "imprint",
    "language",
    "languages",
    "login",
    "megamenu",
    "menu",
    "modal",
    "nav",
    "navbar",
    "navigation",
    "newsletter",
    "offcanvas",
    "pager",
    "pagenavi",
    "pagination",
    "partners",
    "popular",
    "popup",
    "recommendation",
    "recommendations",
    "recommended",
    "related",
    "share",
    "sharing",
    "sharedaddy",
    "sidebar",
    "sidenav",
    "similar",
    "sitemap",
    "skip",
    "social",
    "sponsor",
    "sponsored",
    "sponsors",
    "subscribe",
    "tagcloud",
    "toolbar",
    "trending",
    "weather",
    "mostread",
    "mostpopular",
    "outbrain",
    "taboola",
    "relacionados",
    "verwandt",
];

/// Whole names.
const NAMES: &[&str] = &[
    "widget",
    "secondary",
    "tags",
    "tag-list",
    "categories",
    "category-list",
    "cat-links",
    "tags-links",
    "toc",
    "most-read",
    "most-viewed",
    "most-popular",
    "most-commented",
    "meistgelesen",
    "links",
    "follow",
    "rail",
    "right-rail",
    "side",
    "side-bar",
    "topbar",
    "top-bar",
];

/// Words beside which another is a setting of the layout: `no-sidebar`.
const TURNING: &[&str] = &[
    "no", "has", "with", "without", "hide", "is", "layout", "page", "enabled", "left", "right",
    "open", "closed", "js",
    // classes by which content systems say what an article is about
    "category", "tag", "topic", "type",
];

/// Whether an element by its name, its role, or its classes and id (in lower case), is around the contents.
pub(super) fn is(element: &str, role: &str, names: &str) -> bool {
    if element == "main" || matches!(element, "html" | "body") {
        return false;
    }
    // The name of an element that a framework made says what others say by a class: `app-footer`.
    let made = Some(element).filter(|name| name.contains('-'));
    let names = made
        .into_iter()
        .chain(names.split_ascii_whitespace().take(24));
    ELEMENTS.contains(&element)
        || ROLES.contains(&role)
        || names.into_iter().any(|name| {
            NAMES.contains(&name) || {
                let words: Vec<&str> = name
                    .split(['-', '_', ':'])
                    .filter(|w| !w.is_empty())
                    .collect();
                let turned = words.iter().any(|word| TURNING.contains(word));
                !turned && words.iter().any(|word| WORDS.contains(word))
            }
        })
}

/// Words of a heading above a list that is not of the newest articles.
const OTHER_LISTS: &[&str] = &[
    // what others read
    "most read",
    "most popular",
    "most viewed",
    "most shared",
    "most commented",
    "popular",
    "trending",
    "top stories today",
    "editor's picks",
    "meistgelesen",
    "am meisten gelesen",
    "meistkommentiert",
    "beliebt",
    "les plus lus",
    "les plus lues",
    "populaires",
    "lo más leído",
    "más leídas",
    "más leídos",
    "más visto",
    "i più letti",
    "più lette",
    "mais lidas",
    "mais lidos",
    "meest gelezen",
    "najczęściej czytane",
    "najpopularniejsze",
    "popularne",
    "самое читаемое",
    "популярное",
    "самые популярные",
    "mest lest",
    "mest läst",
    "mest læst",
    "luetuimmat",
    "en çok okunan",
    "nejčtenější",
    "人気",
    "ランキング",
    "アクセスランキング",
    "热门",
    "熱門",
    "排行",
    "많이 본",
    "인기",
    "الأكثر قراءة",
    "الأكثر",
    // related to something
    "related",
    "you may also",
    "you might also",
    "recommended",
    "more from",
    "read next",
    "see also",
    "further reading",
    "mehr zum thema",
    "das könnte sie auch",
    "das könnte dich auch",
    "auch interessant",
    "verwandte",
    "ähnliche",
    "à lire aussi",
    "sur le même sujet",
    "vous aimerez aussi",
    "articles similaires",
    "relacionad",
    "te puede interesar",
    "también te",
    "potrebbe interessarti",
    "leggi anche",
    "articoli correlati",
    "lees ook",
    "gerelateerd",
    "czytaj także",
    "zobacz także",
    "powiązane",
    "читайте также",
    "похожие",
    "по теме",
    "les også",
    "läs också",
    "læs også",
    "lue myös",
    "ilgili haberler",
    "bunları da",
    "関連",
    "相关",
    "相關",
    "관련",
    // other things than articles
    "event",
    "calendar",
    "termine",
    "veranstaltung",
    "kalender",
    "agenda",
    "événement",
    "évènement",
    "eventos",
    "próximos",
    "eventi",
    "evenement",
    "wydarzenia",
    "мероприятия",
    "календарь",
    "etkinlik",
    "イベント",
    "行事",
    "행사",
    "活动",
    "فعاليات",
    "archive",
    "archiv",
    "archivo",
    "archivio",
    "categor",
    "kategori",
    "catégorie",
    "rubrik",
    "tags",
    "schlagw",
    "topics",
    "themen",
    "links",
    "blogroll",
    "quick links",
    "partner",
    "sponsor",
    "follow us",
    "contact",
    "about us",
    "services",
    "newsletter",
    "comments",
    "kommentare",
    "commentaires",
    "comentarios",
    "advertisement",
    "anzeige",
    "publicidad",
    "sections",
    "menu",
    "contributors",
    "authors",
    "our team",
];

/// Whether a heading says that what follows is another list than that of the newest articles.
pub(super) fn is_other_list(heading: &str) -> bool {
    let heading = heading.to_lowercase();
    // A long heading is a title.
    heading.chars().count() <= 40 && OTHER_LISTS.iter().any(|words| heading.contains(words))
}
