//! The configuration in force, as people are shown it: what the file says, and what holds where it says nothing.
//! Secrets never stand in the file; what `auth` reads from elsewhere is not here.

use toml::de::{DeTable, DeValue};

use super::keys::{Kind, ROOT, Table};
use super::settings::{Shown, ShownKey};

/// Who knows the address of a webhook may post to it: many hold a token.
const SECRET: &[&str] = &["webhook"];

/// Every table of a file, the top level first.
pub(super) fn of(table: &DeTable<'_>) -> Vec<Shown> {
    let mut shown = Vec::new();
    walk(Some(table), &ROOT, &mut shown);
    shown
}

/// A table, and those in it. Tables that may be left out and are, are shown where they have defaults of their own.
fn walk(table: Option<&DeTable<'_>>, keys: &'static Table, shown: &mut Vec<Shown>) {
    let mut rows = Vec::new();
    let mut inner = Vec::new();
    for key in keys.keys {
        let written = table.and_then(|table| table.get(key.name));
        let written = written.map(|value| value.get_ref());
        match (key.kind, written) {
            (Kind::Table(keys), Some(DeValue::Table(table)))
            | (Kind::TextOr(keys), Some(DeValue::Table(table))) => inner.push((Some(table), keys)),
            (Kind::Tables(keys), Some(DeValue::Array(items))) => {
                let tables = items.iter().filter_map(|item| item.get_ref().as_table());
                inner.extend(tables.map(|table| (Some(table), keys)));
            }
            (Kind::Table(inner_keys), None) if keys.header.is_empty() => {
                inner.push((None, inner_keys));
            }
            (Kind::Table(_) | Kind::Tables(_), _) => {}
            (_, written) => rows.push(ShownKey {
                name: key.name,
                value: written.map_or_else(
                    || key.default.to_owned(),
                    |written| match SECRET.contains(&key.name) {
                        true => "\"***\"".to_owned(),
                        false => text(written),
                    },
                ),
                default: written.is_none(),
            }),
        }
    }
    shown.push(Shown {
        header: keys.header.to_owned(),
        keys: rows,
    });
    for (table, keys) in inner {
        walk(table, keys, shown);
    }
}

/// A value as it may stand in the file.
fn text(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(text) => toml_edit::Value::from(text.as_ref()).to_string(),
        DeValue::Integer(number) => number.as_str().to_owned(),
        DeValue::Boolean(flag) => flag.to_string(),
        DeValue::Array(items) => {
            let items: Vec<String> = items.iter().map(|item| text(item.get_ref())).collect();
            format!("[{}]", items.join(", "))
        }
        // No key may hold anything else.
        _ => "…".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::check;

    #[test]
    fn what_is_written_and_what_holds_without_are_told_apart() {
        let text = "every = \"1h\"\n[fetch]\nconnections = 8\nallow_private = [\"10.0.0.0/8\"]\n\
                    [[source]]\nurl = \"https://example.org/feed\"\n[source.listing]\nitem = \".a\"\n\
                    [[source]]\npath = \"notes\"\n[[feed]]\ntitle = \"Say \\\"so\\\"\"\n\
                    [push]\nwebhook = \"https://hooks.example/T0K3N\"\n";
        let settings = check(text, Path::new("config.toml")).expect("good");
        let headers: Vec<&str> = settings
            .shown
            .iter()
            .map(|table| table.header.as_str())
            .collect();
        assert_eq!(
            headers,
            [
                "",
                "[serve]",
                "[status]",
                "[fetch]",
                "[bucket]",
                "[push]",
                "[[source]]",
                "[source.listing]",
                "[[source]]",
                "[[feed]]"
            ]
        );
        let row = |header: &str, name: &str| {
            let mut tables = settings.shown.iter().filter(|table| table.header == header);
            let keys = &tables.next().expect("a table").keys;
            let key = keys.iter().find(|key| key.name == name).expect("a key");
            (key.value.clone(), key.default)
        };
        for (header, name, value, default) in [
            ("", "every", "\"1h\"", false),
            ("", "time_zone", "\"UTC\"", true),
            ("[serve]", "listen", "\"127.0.0.1:8780\"", true),
            ("[fetch]", "connections", "8", false),
            ("[push]", "webhook", "\"***\"", false),
            ("[fetch]", "allow_private", "[\"10.0.0.0/8\"]", false),
            ("[[source]]", "url", "\"https://example.org/feed\"", false),
            (
                "[[source]]",
                "full_text",
                "true for a list, false for a feed",
                true,
            ),
            ("[source.listing]", "item", "\".a\"", false),
            ("[[feed]]", "title", "'Say \"so\"'", false),
        ] {
            assert_eq!(row(header, name), (value.to_owned(), default), "{name}");
        }
    }
}
