//! The same JSON as a document and as the state in a page's script: the same articles.

use super::*;

/// What it is; the JSON; the articles in it: address, title, date. An address in angle brackets is that of a slug, which
/// only the page says: in a document by itself the article is known by its id.
type Shape = (&'static str, &'static str, &'static [[&'static str; 3]]);

const SHAPES: &[Shape] = &[
    (
        "REST of a content system of blogs",
        r#"[{"id": 31, "date": "2024-06-03T10:00:00", "date_gmt": "2024-06-03T08:00:00", "guid": {"rendered": "https://example.org/?p=31"}, "modified_gmt": "2024-06-04T08:00:00",
             "slug": "kiln", "status": "publish", "type": "post", "link": "https://example.org/2024/06/kiln/", "title": {"rendered": "The kiln is lit again"},
             "content": {"rendered": "<p>After nine years.</p>", "protected": false}, "excerpt": {"rendered": "<p>After nine years.</p>", "protected": false}, "author": 2,
             "categories": [4], "_links": {"self": [{"href": "https://example.org/wp-json/wp/v2/posts/31"}], "collection": [{"href": "https://example.org/wp-json/wp/v2/posts"}]}},
            {"id": 30, "date": "2024-06-01T09:00:00", "date_gmt": "2024-06-01T07:00:00", "guid": {"rendered": "https://example.org/?p=30"}, "modified_gmt": "2024-06-01T07:00:00",
             "slug": "clay", "status": "publish", "type": "post", "link": "https://example.org/2024/06/clay/", "title": {"rendered": "Where our clay comes from"},
             "content": {"rendered": "<p>From the brook.</p>", "protected": false}, "excerpt": {"rendered": "<p>From the brook.</p>", "protected": false}, "author": 2, "categories": [4]}]"#,
        &[
            [
                "https://example.org/2024/06/kiln/",
                "The kiln is lit again",
                "2024-06-03T08:00:00Z",
            ],
            [
                "https://example.org/2024/06/clay/",
                "Where our clay comes from",
                "2024-06-01T07:00:00Z",
            ],
        ],
    ),
    (
        "JSON:API",
        r#"{"jsonapi": {"version": "1.0"}, "data": [
             {"type": "node--news", "id": "7a", "links": {"self": {"href": "https://example.org/jsonapi/node/news/7a"}}, "attributes": {"drupal_internal__nid": 71, "langcode": "en",
               "title": "Swifts return to the tower", "created": "2024-06-05T06:30:00+00:00", "changed": "2024-06-05T07:00:00+00:00", "promote": true,
               "path": {"alias": "/news/swifts", "pid": 9, "langcode": "en"}, "body": {"value": "<p>Forty pairs.</p>", "processed": "<p>Forty pairs.</p>", "summary": ""}},
              "relationships": {"field_image": {"data": {"type": "media--image", "id": "m1"}}}},
             {"type": "node--news", "id": "7b", "attributes": {"drupal_internal__nid": 70, "langcode": "en", "title": "The weir is being mended",
               "created": "2024-06-02T06:30:00+00:00", "changed": "2024-06-02T07:00:00+00:00", "path": {"alias": "/news/weir", "pid": 8}, "body": {"value": "<p>Until autumn.</p>"}}}],
            "included": [{"type": "media--image", "id": "m1", "attributes": {"name": "swifts.jpg", "created": "2024-06-05T06:00:00+00:00", "path": {"alias": "/media/1"}}}],
            "links": {"self": {"href": "https://example.org/jsonapi/node/news"}}}"#,
        &[
            [
                "https://example.org/news/swifts",
                "Swifts return to the tower",
                "2024-06-05T06:30:00+00:00",
            ],
            [
                "https://example.org/news/weir",
                "The weir is being mended",
                "2024-06-02T06:30:00+00:00",
            ],
        ],
    ),
    (
        "attributes and slugs",
        r#"{"data": [{"id": 12, "attributes": {"title": "A loom from the attic", "slug": "a-loom-from-the-attic", "description": "It still had its warp.", "createdAt": "2024-05-30T08:00:00.000Z",
               "updatedAt": "2024-06-01T08:00:00.000Z", "publishedAt": "2024-06-01T07:00:00.000Z", "cover": {"data": {"attributes": {"name": "loom.jpg", "url": "/uploads/loom.jpg"}}},
               "category": {"data": {"id": 3, "attributes": {"name": "Craft", "slug": "craft"}}}}},
             {"id": 11, "attributes": {"title": "Dyeing with walnut", "slug": "dyeing-with-walnut", "description": "Brown, and brown.", "createdAt": "2024-05-20T08:00:00.000Z",
               "updatedAt": "2024-05-21T08:00:00.000Z", "publishedAt": "2024-05-21T07:00:00.000Z", "category": {"data": {"id": 3, "attributes": {"name": "Craft", "slug": "craft"}}}}}],
            "meta": {"pagination": {"page": 1, "pageSize": 25, "pageCount": 1, "total": 2}}}"#,
        &[
            [
                "<https://example.org/news/a-loom-from-the-attic>",
                "A loom from the attic",
                "2024-06-01T07:00:00.000Z",
            ],
            [
                "<https://example.org/news/dyeing-with-walnut>",
                "Dyeing with walnut",
                "2024-05-21T07:00:00.000Z",
            ],
        ],
    ),
    (
        "a content API with tags, authors and pagination",
        r#"{"posts": [{"id": "66a", "uuid": "c1", "title": "Letters set by hand", "slug": "letters-set-by-hand", "html": "<p>One by one.</p>", "comment_id": "66a", "feature_image": "https://example.org/content/type.jpg",
              "featured": false, "created_at": "2024-06-01T10:00:00.000+00:00", "updated_at": "2024-06-02T10:00:00.000+00:00", "published_at": "2024-06-01T12:00:00.000+00:00", "custom_excerpt": null,
              "url": "https://example.org/letters-set-by-hand/", "excerpt": "One by one.", "reading_time": 1, "primary_author": {"name": "Ida Voss", "url": "https://example.org/author/ida/"},
              "authors": [{"name": "Ida Voss", "slug": "ida", "url": "https://example.org/author/ida/"}], "tags": [{"name": "Type", "slug": "type", "url": "https://example.org/tag/type/"}]},
             {"id": "669", "uuid": "c0", "title": "An ink of oak galls", "slug": "an-ink-of-oak-galls", "html": "<p>It bites.</p>", "feature_image": null, "created_at": "2024-05-11T10:00:00.000+00:00",
              "updated_at": "2024-05-12T10:00:00.000+00:00", "published_at": "2024-05-11T12:00:00.000+00:00", "url": "https://example.org/an-ink-of-oak-galls/", "excerpt": "It bites.",
              "authors": [{"name": "Ida Voss", "slug": "ida", "url": "https://example.org/author/ida/"}], "tags": []}],
            "meta": {"pagination": {"page": 1, "limit": 15, "pages": 1, "total": 2, "next": null, "prev": null}}}"#,
        &[
            [
                "https://example.org/letters-set-by-hand/",
                "Letters set by hand",
                "2024-06-01T12:00:00.000+00:00",
            ],
            [
                "https://example.org/an-ink-of-oak-galls/",
                "An ink of oak galls",
                "2024-05-11T12:00:00.000+00:00",
            ],
        ],
    ),
    (
        "items with `sys` and `fields`",
        r#"{"sys": {"type": "Array"}, "total": 2, "items": [
             {"sys": {"id": "4xQ", "type": "Entry", "createdAt": "2024-05-01T10:00:00.000Z", "updatedAt": "2024-06-09T10:00:00.000Z", "contentType": {"sys": {"id": "story"}}},
              "fields": {"title": "The ferry has a new rope", "slug": "ferry-rope", "publishDate": "2024-06-07", "summary": "The old one held for a century.", "heroImage": {"sys": {"type": "Link", "id": "as1"}}}},
             {"sys": {"id": "4xP", "type": "Entry", "createdAt": "2024-05-01T09:00:00.000Z", "updatedAt": "2024-06-08T10:00:00.000Z", "contentType": {"sys": {"id": "story"}}},
              "fields": {"title": "Eels below the mill", "slug": "eels-below-the-mill", "publishDate": "2024-06-03", "summary": "They come at night.", "heroImage": {"sys": {"type": "Link", "id": "as2"}}}}],
            "includes": {"Asset": [{"sys": {"id": "as1", "createdAt": "2024-05-01T08:00:00.000Z"}, "fields": {"title": "rope", "file": {"url": "//img.example.org/rope.jpg"}}},
              {"sys": {"id": "as2", "createdAt": "2024-05-01T08:00:00.000Z"}, "fields": {"title": "eel", "file": {"url": "//img.example.org/eel.jpg"}}}]}}"#,
        &[
            [
                "<https://example.org/news/ferry-rope>",
                "The ferry has a new rope",
                "2024-06-07",
            ],
            [
                "<https://example.org/news/eels-below-the-mill>",
                "Eels below the mill",
                "2024-06-03",
            ],
        ],
    ),
    (
        "edges and nodes",
        r#"{"data": {"stories": {"totalCount": 2, "edges": [
              {"cursor": "YQ", "node": {"id": "U3Rvcnk6MQ", "title": "Bees on the theatre roof", "uri": "/stories/bees", "date": "2024-06-06T12:00:00", "excerpt": "<p>Two hives, so far.</p>",
                "author": {"node": {"name": "Jon Ek", "uri": "/people/jon"}}, "featuredImage": {"node": {"sourceUrl": "https://example.org/bees.jpg"}}, "categories": {"nodes": [{"name": "City", "uri": "/city"}]}}},
              {"cursor": "Yg", "node": {"id": "U3Rvcnk6Mg", "title": "A bench for every corner", "uri": "/stories/bench", "date": "2024-06-04T12:00:00", "excerpt": "<p>Sit down.</p>",
                "author": {"node": {"name": "Jon Ek", "uri": "/people/jon"}}, "categories": {"nodes": [{"name": "City", "uri": "/city"}]}}}],
              "pageInfo": {"hasNextPage": false, "endCursor": "Yg"}}}}"#,
        &[
            [
                "https://example.org/stories/bees",
                "Bees on the theatre roof",
                "2024-06-06T12:00:00",
            ],
            [
                "https://example.org/stories/bench",
                "A bench for every corner",
                "2024-06-04T12:00:00",
            ],
        ],
    ),
    (
        "hits of a search service, with what it highlights",
        r#"{"results": [{"hits": [
              {"objectID": "901", "post_title": "Salt from the old pans", "permalink": "https://example.org/salt-pans/", "post_date": 1717665000, "post_date_formatted": "June 6, 2024", "content": "Wind and patience.",
               "_snippetResult": {"content": {"value": "Wind and patience.", "matchLevel": "none"}}, "_highlightResult": {"post_title": {"value": "Salt from the old pans", "matchLevel": "none", "matchedWords": []}}},
              {"objectID": "900", "post_title": "The lighthouse gets a keeper", "permalink": "https://example.org/keeper/", "post_date": 1717405800, "post_date_formatted": "June 3, 2024", "content": "Only for the summer.",
               "_snippetResult": {"content": {"value": "Only for the summer.", "matchLevel": "none"}}, "_highlightResult": {"post_title": {"value": "The lighthouse gets a keeper", "matchLevel": "none", "matchedWords": []}}}],
             "nbHits": 2, "page": 0, "hitsPerPage": 20, "index": "posts"}]}"#,
        &[
            [
                "https://example.org/salt-pans/",
                "Salt from the old pans",
                "1717665000",
            ],
            [
                "https://example.org/keeper/",
                "The lighthouse gets a keeper",
                "1717405800",
            ],
        ],
    ),
    (
        "the properties of a page, in groups, beside its menus",
        r#"{"props": {"pageProps": {"header": {"items": [{"title": "Start", "href": "/"}, {"title": "Town", "href": "/town"}, {"title": "Sport", "href": "/sport"}, {"title": "Contact the editors", "href": "/people-of-the-house"}]},
              "sections": [{"heading": "Town", "href": "/town", "teasers": [
                 {"headline": "Market moves to the quay", "url": "/town/market-moves-to-the-quay", "publishedAt": "2024-06-05T05:00:00Z", "lead": "From July on.", "image": {"src": "/i/1.jpg"}},
                 {"headline": "Trams to run all night", "url": "/town/trams-to-run-all-night", "publishedAt": "2024-06-04T05:00:00Z", "lead": "On Fridays."}]},
                {"heading": "Sport", "href": "/sport", "teasers": [
                 {"headline": "Rowers train on the canal", "url": "/sport/rowers-train-on-the-canal", "publishedAt": "2024-06-03T05:00:00Z", "lead": "At five in the morning."}]}],
              "footerLinks": [{"title": "Terms of use of this site", "href": "/legal/use"}, {"title": "How we handle your data", "href": "/legal/data"}, {"title": "Work with us at the paper", "href": "/legal/work"}]}},
            "page": "/news", "query": {}, "buildId": "x1"}"#,
        &[
            [
                "https://example.org/town/market-moves-to-the-quay",
                "Market moves to the quay",
                "2024-06-05T05:00:00Z",
            ],
            [
                "https://example.org/town/trams-to-run-all-night",
                "Trams to run all night",
                "2024-06-04T05:00:00Z",
            ],
            [
                "https://example.org/sport/rowers-train-on-the-canal",
                "Rowers train on the canal",
                "2024-06-03T05:00:00Z",
            ],
        ],
    ),
    (
        "a flat payload, whose numbers say where the values are",
        r#"[["ShallowReactive", 1], {"data": 2, "state": 17, "once": 18, "serverRendered": 19}, ["ShallowReactive", 3], {"posts-list": 4}, [5, 11],
            {"title": 6, "path": 7, "date": 8, "description": 9, "draft": 10}, "A garden on the railway", "/news/railway-garden", "2024-06-08", "The trains do not mind.", false,
            {"title": 12, "path": 13, "date": 14, "description": 15, "draft": 10, "tags": 16}, "Tea from our own hill", "/news/hill-tea", "2024-06-01", "A first harvest.", [],
            {}, ["Set"], true]"#,
        &[
            [
                "https://example.org/news/railway-garden",
                "A garden on the railway",
                "2024-06-08",
            ],
            [
                "https://example.org/news/hill-tea",
                "Tea from our own hill",
                "2024-06-01",
            ],
        ],
    ),
    (
        "hits with `_source`",
        r#"{"took": 3, "timed_out": false, "_shards": {"total": 1, "successful": 1}, "hits": {"total": {"value": 2, "relation": "eq"}, "max_score": 1.0, "hits": [
              {"_index": "news", "_id": "n-88", "_score": 1.0, "_source": {"headline": "The choir sings outdoors", "canonical_url": "/culture/choir-outdoors", "publish_date": "2024-06-07T18:00:00Z", "subheadline": "Bring a cushion.",
                 "section": {"name": "Culture", "url": "/culture"}}, "sort": [1717783200000]},
              {"_index": "news", "_id": "n-87", "_score": 1.0, "_source": {"headline": "A piano for the station", "canonical_url": "/culture/station-piano", "publish_date": "2024-06-02T18:00:00Z", "subheadline": "Everybody may play.",
                 "section": {"name": "Culture", "url": "/culture"}}, "sort": [1717351200000]}]},
            "aggregations": {"sections": {"buckets": [{"key": "Culture", "doc_count": 2}]}}}"#,
        &[
            [
                "https://example.org/culture/choir-outdoors",
                "The choir sings outdoors",
                "2024-06-07T18:00:00Z",
            ],
            [
                "https://example.org/culture/station-piano",
                "A piano for the station",
                "2024-06-02T18:00:00Z",
            ],
        ],
    ),
    (
        "a `value` of rows with capital letters",
        r#"{"@odata.context": "https://example.org/odata/$metadata#Notices", "value": [
              {"@odata.etag": "W/\"1\"", "Id": 551, "Title": "Water off in Mill Lane", "Url": "/notices/551", "PublishedDate": "2024-06-06T00:00:00+02:00", "Summary": "From eight to noon.", "Department": {"Name": "Works", "Url": "/works"}},
              {"@odata.etag": "W/\"2\"", "Id": 550, "Title": "Hedge cutting rules", "Url": "/notices/550", "PublishedDate": "2024-06-01T00:00:00+02:00", "Summary": "Mind the nests.", "Department": {"Name": "Parks", "Url": "/parks"}}],
            "@odata.count": 2}"#,
        &[
            [
                "https://example.org/notices/551",
                "Water off in Mill Lane",
                "2024-06-06T00:00:00+02:00",
            ],
            [
                "https://example.org/notices/550",
                "Hedge cutting rules",
                "2024-06-01T00:00:00+02:00",
            ],
        ],
    ),
    (
        "documents of a query, their slugs in objects",
        r#"{"ms": 4, "result": [
              {"_id": "d-2", "_type": "post", "_createdAt": "2024-05-01T09:00:00Z", "_updatedAt": "2024-06-02T09:00:00Z", "title": "Glass without sand", "slug": {"_type": "slug", "current": "glass-without-sand"},
               "publishedAt": "2024-06-02T08:00:00Z", "excerpt": "It can be done.", "mainImage": {"_type": "image", "asset": {"_ref": "image-1-800x600-jpg"}}, "author": {"name": "Una Hale", "slug": {"current": "una"}}},
              {"_id": "d-1", "_type": "post", "_createdAt": "2024-05-01T08:00:00Z", "_updatedAt": "2024-05-02T09:00:00Z", "title": "Ash makes a glaze", "slug": {"_type": "slug", "current": "ash-glaze"},
               "publishedAt": "2024-05-02T08:00:00Z", "excerpt": "Any ash will do.", "author": {"name": "Una Hale", "slug": {"current": "una"}}}]}"#,
        &[
            [
                "<https://example.org/news/glass-without-sand>",
                "Glass without sand",
                "2024-06-02T08:00:00Z",
            ],
            [
                "<https://example.org/news/ash-glaze>",
                "Ash makes a glaze",
                "2024-05-02T08:00:00Z",
            ],
        ],
    ),
];

const PAGE: &str = "https://example.org/news";

/// Address, title and the day of publication of each article.
fn seen(bytes: String, media_type: &str) -> Vec<[String; 3]> {
    let address = Url::parse(PAGE).expect("an address");
    let document = Document {
        origin: Origin::Address(address.clone()),
        bytes: bytes.into_bytes(),
        content_type: Some(media_type.into()),
        base: Some(address),
    };
    let parsed = crate::parse::parse(&document, &Options::default());
    let Some(parsed) = parsed.ok().filter(|parsed| parsed.kind == Kind::List) else {
        return Vec::new();
    };
    let row = |article: &RawArticle| {
        let title = article.title.as_ref().map(|title| title.value.clone());
        let mut dates = article.dates.iter();
        let date = dates.find(|date| date.role == DateRole::Published);
        [
            article.link.clone().unwrap_or_default(),
            title.unwrap_or_default(),
            date.map(|date| date.text.clone()).unwrap_or_default(),
        ]
    };
    parsed.articles.iter().map(row).collect()
}

fn page(json: &str) -> String {
    format!(
        "<!doctype html><html lang=en><head><title>News</title></head><body><div id=app></div>\
         <script id=state type=\"application/json\">{json}</script></body></html>"
    )
}

#[test]
fn a_page_s_state_is_read_as_a_document_is() {
    let mut faults = Vec::new();
    for (name, json, articles) in SHAPES {
        let expected = |in_page: bool| -> Vec<[String; 3]> {
            let link = |link: &str| match link.strip_prefix('<') {
                Some(slug) if in_page => slug.trim_end_matches('>').to_owned(),
                Some(_) => String::new(),
                None => link.to_owned(),
            };
            let rows = articles.iter();
            rows.map(|[address, title, date]| [link(address), (*title).into(), (*date).into()])
                .collect()
        };
        let found = seen((*json).to_owned(), "application/json");
        if found != expected(false) {
            faults.push(format!("{name}, as a document: {found:?}"));
        }
        let found = seen(page(json), "text/html");
        if found != expected(true) {
            faults.push(format!("{name}, in a page: {found:?}"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
