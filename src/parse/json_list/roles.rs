//! What the members of an article are called in the answers of APIs: one table.

use std::collections::HashMap;
use std::sync::LazyLock;

use Role::{
    Author, Content, Id, Image, Language, Link, Published, Slug, Summary, Tags, Title, Updated,
};

/// What a member is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Role {
    Title,
    Link,
    /// The end of the address, where the page around the JSON says the rest.
    Slug,
    Published,
    Updated,
    Summary,
    Content,
    Image,
    Author,
    Tags,
    Language,
    Id,
}

/// Ranks from here on are of names that other things than articles have as well: they say little alone.
pub(super) const WEAK: u8 = 20;

/// A rank, and the names that have it.
type Ranked = (u8, &'static [&'static str]);

/// Names and their ranks; the least number wins. Compared without case, `_`, `-`, `:` and `.`, so that `publishedAt` and
/// `published_at` are one. A further name is a further row.
#[rustfmt::skip]
const NAMES: &[(Role, &[Ranked])] = &[
    (Title, &[
        (0, &["title"]),
        (1, &["headline", "web_title", "post_title", "article_title"]),
        (2, &["story_title"]),
        (3, &["page_title", "title_text"]),
        (4, &["subject", "heading"]),
        (6, &["short_title"]),
        (8, &["seo_title"]),
        (9, &["titre", "titel", "titulo", "titolo"]),
        (WEAK, &["name"]),
        (WEAK + 1, &["display_name"]),
        (WEAK + 2, &["label"]),
    ]),
    (Link, &[
        (0, &[
            "canonical_url", "html_url", "web_url", "full_url", "absolute_url", "article_url", "post_url",
            "page_url",
        ]),
        (1, &["permalink", "permalink_url"]),
        (2, &["link"]),
        (3, &["url"]),
        (4, &["href"]),
        (5, &["uri"]),
        (6, &["share_url", "story_url"]),
        (7, &["external_url"]),
        (8, &["url_path"]),
        (9, &["path", "pathname", "relative_url", "alternate", "canonical"]),
        (10, &["html", "web"]),
        (WEAK, &["guid"]),
    ]),
    (Slug, &[
        (0, &["slug", "full_slug", "url_slug", "post_slug", "seo_slug"]),
        (1, &["path", "pathname", "relative_url", "url"]),
    ]),
    (Published, &[
        (0, &[
            "published_at", "date_published", "publish_date", "published_date", "publication_date",
            "web_publication_date", "pub_date", "published_on", "published_time", "publish_time", "publish_at",
            "first_published", "first_published_at", "first_publication_date", "first_publish_date",
        ]),
        (1, &["published", "display_date", "post_date_gmt", "date_gmt"]),
        (2, &["post_date", "posted_at", "posted_on", "release_date", "released_at"]),
        (3, &["posted", "issued", "date", "datetime"]),
        (4, &["datum", "fecha"]),
        (6, &["created_at", "created_utc", "date_created", "created_date", "creation_date", "created_on"]),
        (7, &["created"]),
        (8, &["timestamp"]),
        (9, &["ts", "time"]),
    ]),
    (Updated, &[
        (0, &["updated_at", "modified_at", "date_modified", "date_updated", "modified_gmt"]),
        (1, &[
            "last_modified", "last_updated", "lastmod", "modified_date", "updated_date", "modification_date",
            "last_publication_date", "updated_on",
        ]),
        (2, &["updated", "modified"]),
        (3, &["edited_at", "changed"]),
    ]),
    (Summary, &[
        (0, &["summary"]),
        (1, &["excerpt", "custom_excerpt", "abstract", "standfirst", "trail_text", "teaser", "teaser_text"]),
        (2, &["description", "short_description"]),
        (3, &["desc", "lead", "lead_paragraph", "intro", "introduction", "deck", "dek", "blurb", "chapeau"]),
        (4, &["subtitle", "subheadline", "subheading", "preview_text"]),
        (5, &["preview", "snippet", "meta_description"]),
        (6, &["resumen"]),
    ]),
    (Content, &[
        (0, &["content_html", "body_html"]),
        (1, &["html", "cooked", "full_text", "article_body"]),
        (2, &["content", "body"]),
        (3, &["content_text", "body_text", "selftext_html"]),
        (4, &["selftext", "story_text"]),
        (5, &["text"]),
    ]),
    (Image, &[
        (0, &[
            "image", "image_url", "featured_image", "feature_image", "featured_image_url", "featured_media_url",
            "lead_image", "main_image",
        ]),
        (1, &["jetpack_featured_media_url", "hero_image", "cover_image", "url_to_image"]),
        (2, &["cover", "hero"]),
        (3, &["social_image", "og_image"]),
        (4, &["thumbnail", "thumbnail_url"]),
        (5, &["thumb", "images", "picture", "photo", "img"]),
        (6, &["poster", "wp_featuredmedia"]),
        (7, &["multimedia"]),
    ]),
    (Author, &[
        (0, &["authors"]),
        (1, &["author", "author_name"]),
        (2, &["byline"]),
        (3, &["creator", "writer"]),
        (4, &["posted_by"]),
        (5, &["by"]),
        (6, &["user"]),
        (7, &["account"]),
    ]),
    (Tags, &[
        (0, &["tags", "tag_list"]),
        (1, &["keywords"]),
        (2, &["topics"]),
        (3, &["categories"]),
        (4, &["labels"]),
        (5, &["category"]),
        (6, &["section_name"]),
    ]),
    (Language, &[
        (0, &["language"]),
        (1, &["lang"]),
        (2, &["locale"]),
    ]),
    (Id, &[
        (0, &["guid"]),
        (1, &["uuid"]),
        (2, &["id"]),
        (3, &["object_id", "nid", "post_id", "article_id"]),
    ]),
];

/// Objects that hold the article itself, as opposed to what it has.
pub(super) const WRAPPERS: &[&str] = &[
    "node",
    "data",
    "attributes",
    "fields",
    "source",
    "properties",
    "article",
    "post",
    "item",
    "story",
    "document",
    "page",
    "entry",
    "entity",
    "record",
    "result",
    "content",
    "snippet",
    "frontmatter",
    "metadata",
    "meta",
    "embedded",
    "links",
    "link",
    "urls",
    "dates",
    "headline",
    "teaser",
    "card",
];

/// Objects that are others than the article, besides pictures, people and tags, which have roles of their own.
const OTHERS: &[&str] = &[
    "users",
    "owner",
    "publisher",
    "publication",
    "site",
    "channel",
    "blog",
    "repo",
    "repository",
    "organization",
    "section",
    "parent",
    "tag",
    "primarytag",
    "primaryauthor",
    "comments",
    "replies",
    "related",
    "relationships",
    "relatedarticles",
    "media",
    "video",
    "audio",
    "reactions",
    "license",
    "feed",
    "series",
    "schema",
    "permissions",
    "editor",
    "assets",
    "self",
    "about",
    "mentions",
    "ispartof",
    "poll",
    "location",
    "topic",
];

/// Members that hold a value where a string was expected, for each role that has its own; the best first.
pub(super) fn inside(role: Role) -> &'static [&'static str] {
    match role {
        Title | Summary | Content => &[
            "rendered",
            "main",
            "value",
            "processed",
            "html",
            "plain",
            "text",
            "raw",
            "#text",
            "_",
            "$t",
            "content",
            "en",
            "default",
            "short",
        ],
        Link => &[
            "alias",
            "href",
            "url",
            "rendered",
            "html",
            "web",
            "canonical",
            "path",
            "value",
        ],
        Slug => &["current", "value", "en"],
        Image => &[
            "url",
            "src",
            "contentUrl",
            "source_url",
            "href",
            "original",
            "large",
            "full",
            "medium",
            "source",
            "file",
            "default",
            "path",
            "uri",
            "small",
        ],
        Published | Updated => &[
            "iso",
            "date",
            "value",
            "datetime",
            "utc",
            "timestamp",
            "raw",
            "$date",
            "rendered",
        ],
        Language => &["code", "id", "iso", "locale"],
        Id => &["rendered", "value", "$oid"],
        Author | Tags => &[],
    }
}

/// The roles that a member's name speaks for, each with its rank.
pub(super) fn of(name: &str) -> &'static [(Role, u8)] {
    static ROLES: LazyLock<HashMap<String, Vec<(Role, u8)>>> = LazyLock::new(|| {
        let mut roles: HashMap<String, Vec<(Role, u8)>> = HashMap::new();
        for (role, ranks) in NAMES {
            for (rank, names) in *ranks {
                for name in *names {
                    roles.entry(letters(name)).or_default().push((*role, *rank));
                }
            }
        }
        roles
    });
    ROLES.get(&letters(name)).map_or(&[], Vec::as_slice)
}

/// Whether an object of this name is another thing than the article: its names and addresses are not the article's own.
pub(super) fn is_other(name: &str) -> bool {
    let apart = |(role, _): &(Role, u8)| matches!(role, Image | Author | Tags);
    of(name).iter().any(apart) || OTHERS.contains(&letters(name).as_str())
}

/// A name without case and what joins its words.
pub(super) fn letters(name: &str) -> String {
    let bytes = name.chars().filter(|c| !"_-:. ".contains(*c));
    bytes.map(|c| c.to_ascii_lowercase()).take(40).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A name that stands twice would have each value twice, as if it were said of two items.
    #[test]
    fn no_name_stands_twice_for_a_role() {
        for (_, ranks) in NAMES {
            for name in ranks.iter().flat_map(|(_, names)| *names) {
                let roles = of(name);
                for (at, (role, _)) in roles.iter().enumerate() {
                    let twice = roles.iter().skip(at + 1).any(|(other, _)| other == role);
                    assert!(!twice, "{name} as {role:?}");
                }
            }
        }
    }
}
