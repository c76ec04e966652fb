//! Every table and key that config.toml may hold: the one list that refuses misspellings, checks
//! types, and that docs/reference/config.md is held against.

/// A table of config.toml.
#[derive(Debug)]
pub(super) struct Table {
    /// As it is written: `[serve]`, `[[source]]`; the top level has none.
    pub(super) header: &'static str,
    /// Its keys, in the order in which people read them.
    pub(super) keys: &'static [Key],
}

/// One key of a table.
#[derive(Debug)]
pub(super) struct Key {
    /// As it is written.
    pub(super) name: &'static str,
    /// What may stand behind it.
    pub(super) kind: Kind,
    /// What holds when it is left out, as the documentation says it; empty for tables.
    pub(super) default: &'static str,
    /// An example of a good value, as it is written.
    pub(super) example: &'static str,
    /// Words that people write when they mean this key, and that are not near it letter by letter.
    pub(super) also: &'static [&'static str],
}

/// What may stand behind a key.
#[derive(Debug, Clone, Copy)]
pub(super) enum Kind {
    /// A string.
    Text,
    /// An array of strings.
    Texts,
    /// A whole number, zero or more.
    Count,
    /// `true` or `false`.
    Flag,
    /// A string, or a table where more is to be said.
    TextOr(&'static Table),
    /// A table, written `[name]`.
    Table(&'static Table),
    /// An array of tables, written `[[name]]`.
    Tables(&'static Table),
}

impl Kind {
    /// The kind as a person names it.
    pub(super) fn label(self) -> &'static str {
        match self {
            Kind::Text => "a string",
            Kind::Texts => "an array of strings",
            Kind::Count => "a whole number",
            Kind::Flag => "true or false",
            Kind::TextOr(_) => "a string or a table",
            Kind::Table(_) => "a table",
            Kind::Tables(_) => "an array of tables",
        }
    }
}

impl Table {
    /// The key of that name.
    pub(super) fn key(&self, name: &str) -> Option<&'static Key> {
        self.keys.iter().find(|key| key.name == name)
    }

    /// The names of its keys, for people.
    pub(super) fn names(&self) -> String {
        let names: Vec<String> = self
            .keys
            .iter()
            .map(|key| format!("`{}`", key.name))
            .collect();
        names.join(", ")
    }
}

const fn key(
    name: &'static str,
    kind: Kind,
    default: &'static str,
    example: &'static str,
    also: &'static [&'static str],
) -> Key {
    Key {
        name,
        kind,
        default,
        example,
        also,
    }
}

/// The top level.
#[rustfmt::skip] // one row, one line
pub(super) static ROOT: Table = Table {
    header: "",
    keys: &[
        key("output", Kind::Text, r#""feeds""#, r#""feeds""#, &["out", "target", "publish"]),
        key("state", Kind::Text, r#""feedmill.db""#, r#""feedmill.db""#, &["database", "db", "store", "cache"]),
        key("base_url", Kind::Text, "the address in `[serve] listen`", r#""https://example.org/feeds/""#, &["site", "site_url", "public_url", "url"]),
        key("time_zone", Kind::Text, r#""UTC""#, r#""Europe/Berlin""#, &["tz", "zone"]),
        key("every", Kind::Text, r#""15m""#, r#""15m""#, &["interval", "schedule", "cron", "refresh", "poll"]),
        key("site_rules", Kind::Text, "none", r#""site-rules""#, &["rules", "site_config", "site_configs", "fivefilters"]),
        key("after_publish", Kind::Texts, "none", r#"["rsync", "-a", "feeds/", "web:/srv/feeds/"]"#, &["hook", "exec", "command", "run", "deploy", "post_publish"]),
        key("after_publish_limit", Kind::Text, r#""60s""#, r#""60s""#, &["after_publish_timeout", "timeout"]),
        key("serve", Kind::Table(&SERVE), "", "", &["server", "http"]),
        key("status", Kind::Table(&STATUS), "", "", &["metrics", "admin", "dashboard", "monitoring"]),
        key("fetch", Kind::Table(&FETCH), "", "", &["client", "network"]),
        key("bucket", Kind::Table(&BUCKET), "", "", &["s3", "object_store", "storage"]),
        key("push", Kind::Table(&PUSH), "", "", &["websub", "pubsubhubbub", "notify", "webhooks"]),
        key("source", Kind::Tables(&SOURCE), "", "", &["input", "subscription"]),
        key("feed", Kind::Tables(&FEED), "", "", &["channel"]),
    ],
};

/// `[serve]`
#[rustfmt::skip] // one row, one line
static SERVE: Table = Table {
    header: "[serve]",
    keys: &[
        key("listen", Kind::Text, r#""127.0.0.1:8780""#, r#""127.0.0.1:8780""#, &["address", "bind", "port", "host"]),
        key("delta", Kind::Flag, "false", "true", &["a_im", "rfc3229", "rfc_3229"]),
    ],
};

/// `[status]`
#[rustfmt::skip] // one row, one line
static STATUS: Table = Table {
    header: "[status]",
    keys: &[
        key("listen", Kind::Text, r#""127.0.0.1:8781""#, r#""127.0.0.1:8781""#, &["address", "bind", "port", "host"]),
        key("token_file", Kind::Text, "none", r#""secrets/status""#, &["token", "password", "bearer"]),
        key("token_env", Kind::Text, "none", r#""FEEDMILL_STATUS_TOKEN""#, &[]),
        key("hosts", Kind::Texts, "[]", r#"["feedmill", "status.example.org"]"#, &["names", "allowed_hosts", "server_name"]),
    ],
};

/// `[fetch]`
#[rustfmt::skip] // one row, one line
static FETCH: Table = Table {
    header: "[fetch]",
    keys: &[
        key("contact", Kind::Text, "`base_url`, where it is a public address", r#""mailto:ops@example.org""#, &["user_agent", "email", "from"]),
        key("min_interval", Kind::Text, r#""15m""#, r#""15m""#, &["interval"]),
        key("host_delay", Kind::Text, r#""2s""#, r#""2s""#, &["delay", "gap"]),
        key("connections", Kind::Count, "32", "32", &["concurrency", "parallel", "workers", "threads"]),
        key("adaptive", Kind::Flag, "false", "true", &["adapt", "smart", "backoff"]),
        key("allow_private", Kind::Texts, "[]", r#"["127.0.0.1", "10.0.0.0/8", "wiki.example.org"]"#, &["allow", "allowlist", "intranet"]),
        key("proxy", Kind::Text, "none", r#""socks5h://127.0.0.1:1080""#, &["http_proxy", "https_proxy", "socks"]),
        key("ca_file", Kind::Text, "none", r#""company-ca.pem""#, &["ca", "cafile", "ca_bundle", "certificates"]),
    ],
};

/// `[bucket]`
#[rustfmt::skip] // one row, one line
static BUCKET: Table = Table {
    header: "[bucket]",
    keys: &[
        key("endpoint", Kind::Text, "the provider's own", r#""https://minio.example.org""#, &["url", "server", "host"]),
        key("region", Kind::Text, "none", r#""eu-central-1""#, &["location"]),
    ],
};

/// `[push]`
#[rustfmt::skip] // one row, one line
static PUSH: Table = Table {
    header: "[push]",
    keys: &[
        key("hubs", Kind::Texts, "[]", r#"["https://hub.example/"]"#, &["hub", "pings"]),
        key("webhook", Kind::Text, "none", r#""https://example.org/new-articles""#, &["hook", "url", "callback"]),
        key("webhook_feeds", Kind::Texts, r#"["*"]"#, r#"["all"]"#, &["feeds"]),
        key("webhook_secret_file", Kind::Text, "none", r#""secrets/webhook""#, &["webhook_secret", "secret", "secret_file"]),
        key("webhook_secret_env", Kind::Text, "none", r#""WEBHOOK_SECRET""#, &["secret_env"]),
    ],
};

/// `[[source]]`
#[rustfmt::skip] // one row, one line
static SOURCE: Table = Table {
    header: "[[source]]",
    keys: &[
        key("name", Kind::Text, "the last part of `path`, or the host of `url`", r#""notes""#, &["id", "title"]),
        key("path", Kind::Text, "none", r#""articles""#, &["dir", "directory", "folder", "file"]),
        key("url", Kind::Text, "none", r#""https://blog.rust-lang.org/""#, &["href", "address", "link_url", "uri", "feed", "xmlUrl"]),
        key("include", Kind::Texts, r#"["**/*.md", "**/*.markdown", "**/*.html", "**/*.htm", "**/*.txt"]"#, r#"["**/*.md"]"#, &["glob", "pattern", "files"]),
        key("exclude", Kind::Texts, "[]", r#"["drafts/**"]"#, &["ignore", "skip"]),
        key("link", Kind::Text, "none", r#""https://example.org/{path}/""#, &["permalink", "link_template"]),
        key("every", Kind::Text, "the `every` of the top level", r#""1h""#, &["interval", "schedule", "cron", "refresh", "poll"]),
        key("adaptive", Kind::Flag, "the `adaptive` of `[fetch]`", "true", &["adapt", "smart", "backoff"]),
        key("time_zone", Kind::Text, "the `time_zone` of the top level", r#""Europe/Berlin""#, &["tz", "zone"]),
        key("language", Kind::Text, "none", r#""en""#, &["lang"]),
        key("day_order", Kind::Text, "found out from the source's own dates", r#""day-first""#, &["date_order", "dayfirst"]),
        key("summary_limit", Kind::Count, "300", "300", &["summary_length", "excerpt_length"]),
        key("iframe_hosts", Kind::Texts, "[]", r#"["www.youtube-nocookie.com"]"#, &["iframes", "embeds"]),
        key("full_text", Kind::Flag, "true for a list, false for a feed", "true", &["fulltext", "full_content", "fetch_pages"]),
        key("pages", Kind::Count, "1", "3", &["pagination", "max_pages", "depth"]),
        key("listing", Kind::TextOr(&LISTING), "found automatically", r#"".news-item""#, &["selectors", "list", "scrape", "items"]),
        key("auth", Kind::Table(&AUTH), "none", "", &["login", "credentials", "authentication", "password", "token"]),
    ],
};

/// `[source.auth]`
#[rustfmt::skip] // one row, one line
static AUTH: Table = Table {
    header: "[source.auth]",
    keys: &[
        key("username", Kind::Text, "none", r#""ada""#, &["user", "login", "name"]),
        key("password_file", Kind::Text, "none", r#""secrets/wiki""#, &["password", "pass"]),
        key("password_env", Kind::Text, "none", r#""WIKI_PASSWORD""#, &[]),
        key("token_file", Kind::Text, "none", r#""secrets/token""#, &["token", "bearer"]),
        key("token_env", Kind::Text, "none", r#""FEED_TOKEN""#, &[]),
        key("header", Kind::Text, "none", r#""X-Api-Key""#, &["header_name", "headers"]),
        key("value_file", Kind::Text, "none", r#""secrets/key""#, &["value", "header_file", "key"]),
        key("value_env", Kind::Text, "none", r#""API_KEY""#, &["header_env"]),
    ],
};

/// `[source.listing]`
#[rustfmt::skip] // one row, one line
static LISTING: Table = Table {
    header: "[source.listing]",
    keys: &[
        key("item", Kind::Text, "found automatically", r#"".news-item""#, &["items", "entry", "selector", "container"]),
        key("link", Kind::TextOr(&SELECTOR), "found automatically", r#""h3 a""#, &["url", "href"]),
        key("title", Kind::TextOr(&SELECTOR), "found automatically", r#""h3""#, &["name", "heading", "headline"]),
        key("date", Kind::TextOr(&SELECTOR), "found automatically", r#"".date""#, &["time", "published", "pubdate"]),
        key("date_format", Kind::Text, "found automatically", r#""%d.%m.%Y""#, &["format", "time_format", "dateformat"]),
        key("summary", Kind::TextOr(&SELECTOR), "found automatically", r#"".teaser""#, &["description", "excerpt", "teaser"]),
        key("image", Kind::TextOr(&SELECTOR), "found automatically", r#""img""#, &["picture", "thumbnail", "img"]),
    ],
};

/// A field of `[source.listing]`, where its value is in an attribute.
#[rustfmt::skip] // one row, one line
static SELECTOR: Table = Table {
    header: "[source.listing.FIELD]",
    keys: &[
        key("selector", Kind::Text, "the item itself", r#""time""#, &["css", "path", "select"]),
        key("attribute", Kind::Text, "the text, or the attribute that such an element has for it", r#""data-date""#, &["attr"]),
    ],
};

/// `[[feed]]`
#[rustfmt::skip] // one row, one line
static FEED: Table = Table {
    header: "[[feed]]",
    keys: &[
        key("name", Kind::Text, "made from the title: `My notes` gives `my-notes`", r#""all""#, &["id", "slug", "path"]),
        key("title", Kind::Text, "the host of `link`, or the name", r#""Everything""#, &["heading"]),
        key("description", Kind::Text, "the title", r#""Notes on everything""#, &["subtitle", "summary"]),
        key("link", Kind::Text, "`base_url`", r#""https://example.org/""#, &["url", "site", "home_page", "home_page_url"]),
        key("language", Kind::Text, "none", r#""en""#, &["lang"]),
        key("author", Kind::Text, "the title", r#""The editors""#, &["creator", "authors"]),
        key("sources", Kind::Texts, r#"["*"]"#, r#"["notes"]"#, &["from", "inputs"]),
        key("limit", Kind::Count, "50", "50", &["max", "max_items", "count", "items", "size"]),
        key("formats", Kind::Texts, r#"["rss", "atom", "json", "html"]"#, r#"["rss"]"#, &["types", "outputs"]),
        key("per", Kind::Text, "none: one feed", r#""tag""#, &["by", "group_by", "split", "each"]),
        key("edited", Kind::Text, r#""stays""#, r#""again""#, &["updated", "on_edit", "republish"]),
        key("formerly", Kind::Texts, "[]", r#"["blog/index.xml"]"#, &["aliases", "alias", "moved_from", "redirect_from", "redirects", "was"]),
        key("filter", Kind::Table(&FILTER), "", "", &["where", "match", "tags"]),
    ],
};

/// `[feed.filter]`
#[rustfmt::skip] // one row, one line
static FILTER: Table = Table {
    header: "[feed.filter]",
    keys: &[
        key("any", Kind::Texts, "[]", r#"["rust", "tag:release"]"#, &["or", "include", "some"]),
        key("all", Kind::Texts, "[]", r#"["tag:release"]"#, &["and", "every"]),
        key("not", Kind::Texts, "[]", r#"["sponsored"]"#, &["none", "exclude", "without"]),
    ],
};

/// Every table, the top level first.
pub(super) fn tables() -> Vec<&'static Table> {
    let mut tables = vec![&ROOT];
    let mut next = 0;
    while let Some(table) = tables.get(next).copied() {
        next += 1;
        for key in table.keys {
            if let Kind::Table(inner) | Kind::Tables(inner) | Kind::TextOr(inner) = key.kind
                && !tables.iter().any(|known| std::ptr::eq(*known, inner))
            {
                tables.push(inner);
            }
        }
    }
    tables
}

#[cfg(test)]
mod tests {
    use super::*;

    /// docs/reference/config.md has a heading for each table and a row for each key, with its type
    /// and its default: the documentation cannot fall behind.
    #[test]
    fn the_reference_lists_every_key() {
        let reference = include_str!("../../docs/reference/config.md");
        let sections: Vec<&str> = reference.split("\n## ").collect();
        for table in tables() {
            let heading = match table.header {
                "" => "Top level".to_owned(),
                header => format!("`{header}`"),
            };
            let section = sections
                .iter()
                .find(|section| section.lines().next() == Some(heading.as_str()))
                .unwrap_or_else(|| panic!("docs/reference/config.md: no section ## {heading}"));
            for key in table.keys {
                if matches!(key.kind, Kind::Table(_) | Kind::Tables(_)) {
                    continue;
                }
                let default = match key.default.starts_with(['"', '[']) {
                    true => format!("`{}`", key.default),
                    false => key.default.to_owned(),
                };
                let row = format!("| `{}` | {} | {default} |", key.name, key.kind.label());
                assert!(
                    section.contains(&row),
                    "docs/reference/config.md, section {heading}: no row that begins with\n{row}"
                );
            }
            let rows = section.lines().filter(|line| line.starts_with("| `"));
            for row in rows {
                let name = row.split('`').nth(1).unwrap_or_default();
                assert!(table.key(name).is_some(), "{heading} has no key {name}");
            }
        }
    }

    /// A word that stands for one key must not be a key of the same table, or stand for two.
    #[test]
    fn other_words_are_unambiguous() {
        for table in tables() {
            let mut seen = std::collections::HashSet::new();
            for word in table.keys.iter().flat_map(|key| key.also) {
                assert!(table.key(word).is_none(), "{}: {word}", table.header);
                assert!(seen.insert(word), "{}: {word} twice", table.header);
            }
        }
    }
}
