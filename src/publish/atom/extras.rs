//! What an article says in the words of other vocabularies, as Atom has it: in elements of its own, in links, in
//! elements of theirs.

use std::collections::BTreeMap;

use atom_syndication as atom;
use atom_syndication::extension::{Extension, ExtensionMap};
use quick_xml::escape::escape;

use crate::article::Article;
use crate::publish::{extra, field};
use crate::vocabulary::{self, Home};

/// Those that entries may need, always all of them, so that a feed's first line does not change with its
/// articles.
pub(super) fn namespaces() -> BTreeMap<String, String> {
    let is_used = |prefix: &str| {
        let mut rows = vocabulary::ROWS.iter();
        rows.any(|row| row.prefix == prefix && row.atom == Home::Element)
    };
    vocabulary::NAMESPACES
        .iter()
        .filter(|(prefix, _)| is_used(prefix))
        .map(|(prefix, address)| ((*prefix).to_owned(), (*address).to_owned()))
        .collect()
}

/// Comments, their feed, the licence.
pub(super) fn links(article: &Article) -> impl Iterator<Item = atom::Link> {
    extra::of(article).filter_map(|(row, mut values)| match row.atom {
        Home::Link(relation, kind) => Some(atom::Link {
            href: values.remove("")?,
            rel: relation.to_owned(),
            mime_type: (!kind.is_empty()).then(|| kind.to_owned()),
            ..atom::Link::default()
        }),
        _ => None,
    })
}

/// `atom:rights`.
pub(super) fn rights(article: &Article) -> Option<String> {
    extra::of(article).find_map(|(row, mut values)| match row.atom {
        Home::Rights => values.remove(""),
        _ => None,
    })
}

/// The elements of other vocabularies.
pub(super) fn extensions(article: &Article) -> ExtensionMap {
    let mut map = ExtensionMap::new();
    // which of the files is the lead image, Atom itself cannot say
    if let Some(lead) = article.image.as_deref().and_then(field::http) {
        let url = escape(&*lead).into_owned();
        let thumbnail = Extension {
            name: "media:thumbnail".to_owned(),
            attrs: BTreeMap::from([("url".to_owned(), url)]),
            ..Extension::default()
        };
        let named = BTreeMap::from([("thumbnail".to_owned(), vec![thumbnail])]);
        map.insert("media".to_owned(), named);
    }
    for (row, mut values) in extra::of(article) {
        if row.atom == Home::Element {
            let named = map.entry(row.prefix.to_owned()).or_default();
            let all: &mut Vec<Extension> = named.entry(row.name.to_owned()).or_default();
            let value = values.remove("");
            // the crate writes attributes as they are (B16)
            values
                .values_mut()
                .for_each(|value| *value = escape(&*value).into_owned());
            all.push(Extension {
                name: row.full_name(),
                value,
                attrs: values,
                ..Extension::default()
            });
        }
    }
    map
}
