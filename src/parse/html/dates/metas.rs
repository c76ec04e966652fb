//! Names of `meta` elements that have a date.

use super::super::page::Page;
use crate::article::DateRole::{self, Expires, Published, Updated};

/// Names of `meta` elements, the most trusted first. Marks do not count, nor capitals: content systems write
/// `publish-date`, `publish_date` and `PublishDate`.
pub(super) const METAS: &[(DateRole, &str)] = &[
    (Published, "article:published_time"),       // Open Graph
    (Published, "og:article:published_time"),    // the same, misread
    (Published, "og:published_time"),            //
    (Published, "datePublished"),                // microdata
    (Published, "parsely-pub-date"),             // Parse.ly
    (Published, "sailthru.date"),                // Sailthru
    (Published, "dcterms.issued"),               // Dublin Core, from the narrow to the wide
    (Published, "dc.date.issued"),               //
    (Published, "dc.issued"),                    //
    (Published, "dc.date.published"),            //
    (Published, "dcterms.available"),            //
    (Published, "citation_publication_date"),    // Google Scholar
    (Published, "citation_online_date"),         //
    (Published, "citation_date"),                //
    (Published, "bepress_citation_date"),        // Digital Commons
    (Published, "prism.publicationDate"),        // PRISM
    (Published, "pubdate"),                      // names that content systems made up
    (Published, "publish_date"),                 //
    (Published, "published_date"),               //
    (Published, "published_time"),               //
    (Published, "published_at"),                 //
    (Published, "published"),                    //
    (Published, "publication_date"),             //
    (Published, "date_published"),               //
    (Published, "original_publication_date"),    //
    (Published, "original_publish_date"),        //
    (Published, "first_published"),              //
    (Published, "DCSext.articleFirstPublished"), // Webtrends
    (Published, "date_posted"),                  //
    (Published, "article_date_original"),        //
    (Published, "article.date_published"),       //
    (Published, "article:published"),            //
    (Published, "article:publish_date"),         //
    (Published, "article:pubdate"),              //
    (Published, "article:post_date"),            //
    (Published, "article:publication_date"),     //
    (Published, "article:create_at"),            //
    (Published, "cXenseParse:recs:publishtime"), // Cxense
    (Published, "rnews:datePublished"),          // rNews
    (Published, "bt:pubDate"),                   // Boomtrain
    (Published, "vr:published_time"),            //
    (Published, "content_publish_date"),         //
    (Published, "news_date"),                    //
    (Published, "release_date"),                 //
    (Published, "displaydate"),                  //
    (Published, "timestamp"),                    //
    (Published, "ptime"),                        //
    (Updated, "article:modified_time"),          //
    (Updated, "og:article:modified_time"),       //
    (Updated, "dateModified"),                   //
    (Updated, "og:updated_time"),                //
    (Updated, "article:modified"),               //
    (Updated, "dcterms.modified"),               //
    (Updated, "dc.date.modified"),               //
    (Updated, "dc.modified"),                    //
    (Updated, "lastmod"),                        //
    (Updated, "last-modified"),                  //
    (Updated, "last_updated"),                   //
    (Updated, "modified_date"),                  //
    (Updated, "modified"),                       //
    (Updated, "revised"),                        //
    (Expires, "article:expiration_time"),        // Open Graph
];

/// Names of `meta` elements with dates of whatever event in its life.
pub(super) const GENERAL: &[&str] = &[
    "dcterms.date",
    "dc.date",
    "og:pubdate",
    "date",
    "article:date",
    "page_date",
];

/// When it was begun, which is seldom long before it appeared: for want of better.
pub(super) const CREATED: &[&str] = &[
    "dcterms.created",
    "dc.date.created",
    "datecreated",
    "created",
    "created_date",
    "creation_date",
];

/// The `meta` elements of a page that have a digit in them.
pub(super) struct Metas<'a>(Vec<(&'a str, &'a str)>);

impl<'a> Metas<'a> {
    pub(super) fn of(page: &'a Page) -> Metas<'a> {
        let all = page.metas.iter();
        let all = all.map(|(name, content)| (name.as_str(), content.as_str()));
        Metas(
            all.filter(|(_, content)| content.contains(char::is_numeric))
                .collect(),
        )
    }

    pub(super) fn named(&self, name: &str) -> impl Iterator<Item = &'a str> {
        let named = self
            .0
            .iter()
            .filter(move |(known, _)| letters(known).eq(letters(name)));
        named.map(|(_, content)| *content)
    }
}

/// What counts of a name.
fn letters(name: &str) -> impl Iterator<Item = u8> {
    let letters = name.bytes().filter(u8::is_ascii_alphanumeric);
    letters.map(|byte| byte.to_ascii_lowercase())
}
