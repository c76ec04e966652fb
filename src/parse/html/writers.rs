//! Addresses that lead to the page of a writer.

/// Folders of sites in which each writer has a page.
const WRITERS: &[&str] = &[
    "author",
    "authors",
    "auteur",
    "auteurs",
    "autor",
    "autoren",
    "autores",
    "autore",
    "autori",
    "byline",
    "columnist",
    "columnists",
    "contributor",
    "contributors",
    "journalist",
    "journalists",
    "reporter",
    "reporters",
    "writer",
    "writers",
];

/// Whether a page stands in such a folder: `/author/ann-doe/`.
pub(super) fn leads_to_a_writer(href: &str) -> bool {
    let path = href.split(['?', '#']).next().unwrap_or_default();
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    let folder = parts.len().checked_sub(2).and_then(|at| parts.get(at));
    folder.is_some_and(|folder| WRITERS.contains(folder))
}

#[cfg(test)]
mod tests {
    use super::leads_to_a_writer;

    #[test]
    fn writers_have_a_folder() {
        for (href, expected) in [
            ("/author/ann-doe/", true),
            ("https://example.org/en/authors/ann?x=1", true),
            ("/authors/", false),
            ("/author/ann/posts/1", false),
            ("/news/author", false),
            ("", false),
        ] {
            assert_eq!(leads_to_a_writer(href), expected, "{href}");
        }
    }
}
