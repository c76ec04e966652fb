//! The next page of a list, with the older items.

use url::Url;

use super::address;
use super::outline::Outline;
use crate::text::fold;

/// What a link to the next page says, in lower case, without arrows.
const NEXT: &[&str] = &[
    "next",
    "next page",
    "older",
    "older posts",
    "older entries",
    "older articles",
    "older news",
    "more",
    "more posts",
    "load more",
    "show more",
    "more news",
    "more articles",
    "weiter",
    "nächste",
    "nächste seite",
    "ältere",
    "ältere beiträge",
    "ältere einträge",
    "mehr laden",
    "mehr anzeigen",
    "suivant",
    "suivante",
    "page suivante",
    "articles plus anciens",
    "plus anciens",
    "siguiente",
    "página siguiente",
    "siguientes",
    "anteriores",
    "entradas antiguas",
    "entradas anteriores",
    "successivo",
    "successiva",
    "pagina successiva",
    "avanti",
    "articoli precedenti",
    "próxima",
    "próximo",
    "seguinte",
    "página seguinte",
    "volgende",
    "volgende pagina",
    "oudere berichten",
    "następna",
    "następne",
    "starsze wpisy",
    "dalej",
    "следующая",
    "далее",
    "вперед",
    "вперёд",
    "nästa",
    "neste",
    "næste",
    "seuraava",
    "další",
    "starší",
    "sonraki",
    "次",
    "次へ",
    "次のページ",
    "下一页",
    "下一頁",
    "下页",
    "다음",
    "التالي",
    "הבא",
    "επόμενη",
    "следваща",
    "далі",
    "következő",
    "înainte",
    "următoarea",
];

/// How a link to the next page begins, where it goes on with what a page holds: `Older episodes`.
const BEGINNINGS: &[&str] = &[
    "older ",
    "load more ",
    "show more ",
    "view more ",
    "ältere ",
    "weitere ",
    "mehr ",
    "plus de ",
    "cargar más ",
    "ver más ",
    "mostra altri ",
    "carregar mais ",
    "oudere ",
    "meer ",
    "starsze ",
    "starší ",
    "äldre ",
    "fler ",
    "eldre ",
    "flere ",
    "ældre ",
    "lisää ",
    "vanhemmat ",
    "daha fazla ",
    "показать ещё ",
    "показать еще ",
];

/// Words in classes of such a link or of what it stands in.
const NAMES: &[&str] = &[
    "next",
    "older",
    "nav-previous",
    "pagination-next",
    "load-more",
];

/// The address of the next page: by `rel=next`, by words and arrows in a row of pages, by the number after this page's.
pub(super) fn page(outline: &Outline<'_>, stated: Option<Url>, base: &Url) -> Option<Url> {
    stated
        .filter(|url| leads_on(url, base))
        .or_else(|| linked(outline, base))
}

fn leads_on(url: &Url, base: &Url) -> bool {
    let bare = |url: &Url| {
        let mut url = url.clone();
        url.set_fragment(None);
        address::key(&url)
    };
    url.host_str() == base.host_str()
        && bare(url) != bare(base)
        && matches!(url.scheme(), "http" | "https")
}

fn linked(outline: &Outline<'_>, base: &Url) -> Option<Url> {
    let mut by_word: Option<Url> = None;
    let mut numbers: Vec<(u32, Url)> = Vec::new();
    for (at, element) in outline.elements.iter().enumerate() {
        if element.name != "a" || element.text.len() > 80 {
            continue;
        }
        let href = element.node.attr("href").unwrap_or_default();
        let Some(url) = base
            .join(href.trim())
            .ok()
            .filter(|url| leads_on(url, base))
        else {
            continue;
        };
        let near: Vec<&str> = outline
            .ancestors(at)
            .take(3)
            .filter_map(|at| outline.at(at))
            .filter(|e| e.text.len() < 300)
            .map(|e| e.names.as_str())
            .collect();
        let paging = near.iter().any(|names| {
            [
                "pagination",
                "pager",
                "paging",
                "page-numbers",
                "pagenavi",
                "nav-links",
                "posts-navigation",
            ]
            .iter()
            .any(|w| names.contains(w))
        });
        let text = fold(outline.lines(&element.text));
        let shown = if text.is_empty() {
            element
                .node
                .attr("aria-label")
                .or(element.node.attr("title"))
                .map(|t| fold(&t))
                .unwrap_or_default()
        } else {
            text
        };
        let lower = shown.to_lowercase();
        let bare = lower.trim_matches(|c: char| !c.is_alphanumeric());
        let arrow = lower
            .chars()
            .any(|c| matches!(c, '»' | '›' | '→' | '>' | '⟩'))
            || lower.contains("&raquo;");
        let named = element
            .names
            .split_ascii_whitespace()
            .chain(near.iter().flat_map(|names| names.split_ascii_whitespace()));
        let named = named.into_iter().any(|name| NAMES.contains(&name));
        let goes_on = BEGINNINGS.iter().any(|words| bare.starts_with(words));
        let says = NEXT.contains(&bare) || goes_on && bare.chars().count() <= 40;
        let number: Option<u32> = bare.parse().ok();
        // `Page 2`
        let told = || {
            let word = bare.trim_end_matches(|c: char| c.is_ascii_digit());
            let number = bare.get(word.len()..)?.parse().ok()?;
            (bare.chars().count() <= 16 && number_of(&url) == Some(number)).then_some(number)
        };
        if paging || has_page(&url) {
            let number = number.or_else(told);
            numbers.extend(number.map(|number| (number, url.clone())));
        }
        // In a row of pages the words are enough; elsewhere the address has to look like that of a page as well.
        let sure = says && (paging || arrow || has_page(&url))
            || bare.is_empty() && arrow && (paging || has_page(&url))
            || named && (says || arrow);
        if sure && by_word.is_none() {
            by_word = Some(url);
        }
    }
    by_word.or_else(|| {
        let current = number_of(base).unwrap_or(1);
        let next = numbers
            .into_iter()
            .find(|(number, _)| *number == current + 1);
        next.map(|(_, url)| url)
    })
}

/// Whether an address has the number of a page in it.
fn has_page(url: &Url) -> bool {
    number_of(url).is_some()
}

fn number_of(url: &Url) -> Option<u32> {
    let in_query = url.query_pairs().find_map(|(name, value)| {
        matches!(
            &*name,
            "page"
                | "p"
                | "paged"
                | "pg"
                | "seite"
                | "start"
                | "offset"
                | "pagina"
                | "strona"
                | "sayfa"
        )
        .then(|| value.parse().ok())
        .flatten()
    });
    in_query.or_else(|| {
        let mut segments = url.path_segments()?.filter(|part| !part.is_empty()).rev();
        let last = segments.next()?;
        let before = segments.next().unwrap_or_default();
        let plain = last.split('.').next().unwrap_or_default();
        let names_pages = matches!(
            before,
            "page"
                | "pages"
                | "p"
                | "seite"
                | "pagina"
                | "sida"
                | "side"
                | "sivu"
                | "strona"
                | "strana"
                | "sayfa"
        );
        if names_pages {
            plain.parse().ok()
        } else {
            plain
                .strip_prefix("page")
                .or_else(|| plain.strip_prefix("index"))
                .and_then(|rest| rest.trim_matches(['-', '_']).parse().ok())
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markup;

    #[test]
    fn the_next_page_is_the_older_one() {
        for (html, expected) in [
            (
                "<a href=/news/page/2>Older posts</a>",
                Some("https://example.org/news/page/2"),
            ),
            (
                "<div class=pagination><a href=?page=2>2</a><a href=?page=3>3</a></div>",
                Some("https://example.org/news?page=2"),
            ),
            (
                "<div class=pager><a href=?s=10>Weiter »</a></div>",
                Some("https://example.org/news?s=10"),
            ),
            ("<a href=/news/story>More</a>", None),
            (
                "<a href=/news/page/2>Äldre avsnitt</a>",
                Some("https://example.org/news/page/2"),
            ),
            ("<a href=/news/older-ships>Older ships</a>", None),
            (
                "<a href=/news/page/2>Page 2 &gt;&gt;</a>",
                Some("https://example.org/news/page/2"),
            ),
            ("<a href=/news/stage-2>Stage 2</a>", None),
            ("<a href=#top>Next</a>", None),
            (
                "<div class=pagination><a href='https://other.example/2'>next</a></div>",
                None,
            ),
            (
                "<a class=next href=/x aria-label='Next page'></a>",
                Some("https://example.org/x"),
            ),
        ] {
            let tree = markup::document(html).expect("small");
            let outline = Outline::of(tree.root()).expect("small");
            let base = Url::parse("https://example.org/news").expect("fixed");
            let found = page(&outline, None, &base);
            assert_eq!(found.as_ref().map(Url::as_str), expected, "{html}");
        }
    }
}
