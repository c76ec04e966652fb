//! config.toml as written: TOML with places, held against the list of [keys](super::keys).
//!
//! Types and misspellings are looked at in one walk over the whole file, so that all of them are
//! reported at once; what has the wrong type then reads as left out.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::keys::{Key, Kind, Table, tables};
use super::report::{Fault, Log, nearest};

/// Something as written, with its place.
#[derive(Debug, Clone)]
pub(super) struct At<T> {
    /// The value.
    pub(super) value: T,
    /// Its place, in bytes of the text.
    pub(super) span: Range<usize>,
}

/// One table as written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Section<'a> {
    values: &'a DeTable<'a>,
    keys: &'static Table,
    start: usize,
    end: usize,
}

impl<'a> Section<'a> {
    /// Holds a table against its keys, and the tables in it against theirs.
    pub(super) fn new(
        table: &'a Spanned<DeTable<'a>>,
        keys: &'static Table,
        log: &mut Log,
    ) -> Self {
        shape(table.get_ref(), keys, log);
        Section {
            values: table.get_ref(),
            keys,
            start: table.span().start,
            end: table.span().end,
        }
    }

    /// The place of the table: its header.
    pub(super) fn span(&self) -> Range<usize> {
        self.start..self.end
    }

    /// The place of a key, when it is there.
    pub(super) fn key_span(&self, name: &str) -> Option<Range<usize>> {
        let (key, _) = self.values.get_key_value(name)?;
        Some(key.span())
    }

    /// A string.
    pub(super) fn text(&self, name: &str) -> Option<At<&'a str>> {
        text(self.get(name)?)
    }

    /// A whole number.
    pub(super) fn count(&self, name: &str) -> Option<At<u64>> {
        let value = self.get(name)?;
        Some(At {
            value: count(value.get_ref())?,
            span: value.span(),
        })
    }

    /// `true` or `false`.
    pub(super) fn flag(&self, name: &str) -> Option<bool> {
        self.get(name)?.get_ref().as_bool()
    }

    /// An array of strings.
    pub(super) fn texts(&self, name: &str) -> Option<At<Vec<At<&'a str>>>> {
        let value = self.get(name)?;
        let items = value.get_ref().as_array()?.iter().filter_map(text);
        Some(At {
            value: items.collect(),
            span: value.span(),
        })
    }

    /// A table.
    pub(super) fn table(&self, name: &str) -> Option<Section<'a>> {
        section(self.get(name)?, self.inner(name)?)
    }

    /// An array of tables, empty when left out.
    pub(super) fn tables(&self, name: &str) -> Vec<Section<'a>> {
        let array = self.get(name).and_then(|value| value.get_ref().as_array());
        let (Some(array), Some(keys)) = (array, self.inner(name)) else {
            return Vec::new();
        };
        array
            .iter()
            .filter_map(|value| section(value, keys))
            .collect()
    }

    fn get(&self, name: &str) -> Option<&'a Spanned<DeValue<'a>>> {
        debug_assert!(self.keys.key(name).is_some(), "{name} is not in the list");
        self.values.get(name)
    }

    fn inner(&self, name: &str) -> Option<&'static Table> {
        match self.keys.key(name)?.kind {
            Kind::Table(inner) | Kind::Tables(inner) | Kind::TextOr(inner) => Some(inner),
            _ => None,
        }
    }
}

fn section<'a>(value: &'a Spanned<DeValue<'a>>, keys: &'static Table) -> Option<Section<'a>> {
    Some(Section {
        values: value.get_ref().as_table()?,
        keys,
        start: value.span().start,
        end: value.span().end,
    })
}

fn text<'a>(value: &'a Spanned<DeValue<'a>>) -> Option<At<&'a str>> {
    Some(At {
        value: value.get_ref().as_str()?,
        span: value.span(),
    })
}

fn count(value: &DeValue<'_>) -> Option<u64> {
    let integer = value.as_integer()?;
    u64::from_str_radix(integer.as_str(), integer.radix()).ok()
}

/// Unknown keys and wrong types of a table and of the tables in it.
fn shape(table: &DeTable<'_>, keys: &'static Table, log: &mut Log) {
    for (name, value) in table {
        match keys.key(name.get_ref()) {
            Some(key) => kind(value, key, keys, log),
            None => log.push(unknown(name.get_ref(), name.span(), keys)),
        }
    }
}

/// A known key with its value.
fn kind(value: &Spanned<DeValue<'_>>, key: &Key, keys: &'static Table, log: &mut Log) {
    let wrong = |value: &Spanned<DeValue<'_>>, help: String| {
        let message = format!("`{}` must be {}", key.name, key.kind.label());
        Fault::new(value.span(), message)
            .label(format!("this is {}", found(value.get_ref())))
            .help(help)
    };
    let example = || {
        let place = match keys.header {
            "" => String::new(),
            header => format!(" in `{header}`"),
        };
        let (name, example, default) = (key.name, key.example, key.default);
        format!("for example `{name} = {example}`{place}; when left out: {default}")
    };
    match (key.kind, value.get_ref()) {
        (Kind::Text | Kind::TextOr(_), DeValue::String(_)) | (Kind::Flag, DeValue::Boolean(_)) => {}
        (Kind::Count, DeValue::Integer(_)) if count(value.get_ref()).is_some() => {}
        (Kind::Texts, DeValue::Array(items)) => {
            for item in items.iter().filter(|item| !item.get_ref().is_str()) {
                log.push(wrong(item, example()));
            }
        }
        (Kind::Texts, DeValue::String(one)) => {
            log.push(wrong(value, format!("write `{} = [{one:?}]`", key.name)));
        }
        (Kind::Table(inner) | Kind::TextOr(inner), DeValue::Table(table)) => {
            shape(table, inner, log);
        }
        (Kind::Tables(inner), DeValue::Array(items))
            if items.iter().all(|item| item.get_ref().is_table()) =>
        {
            for table in items.iter().filter_map(|item| item.get_ref().as_table()) {
                shape(table, inner, log);
            }
        }
        (Kind::Table(inner) | Kind::Tables(inner), _) => {
            let (header, names) = (inner.header, inner.names());
            let help =
                format!("write `{header}` on a line of its own, and under it its keys: {names}");
            log.push(wrong(value, help));
        }
        _ => log.push(wrong(value, example())),
    }
}

fn found(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a string",
        DeValue::Integer(number) if number.as_str().starts_with('-') => "below zero",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a number with a fraction",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "an array",
        DeValue::Table(_) => "a table",
    }
}

/// B47: a key that is not in the list is a fault, with the key that was probably meant.
fn unknown(name: &str, span: Range<usize>, keys: &'static Table) -> Fault {
    let place = match keys.header {
        "" => "at the top level".to_owned(),
        header => format!("in `{header}`"),
    };
    let fault = Fault::new(span, format!("there is no key `{name}` {place}"));
    let meant = keys
        .keys
        .iter()
        .find(|key| key.also.iter().any(|word| word.eq_ignore_ascii_case(name)));
    let elsewhere = tables()
        .into_iter()
        .find(|table| table.keys.iter().any(|key| key.name == name));
    let near = nearest(name, keys.keys.iter().map(|key| key.name));
    let (label, help) = match (meant.map(|key| key.name), elsewhere, near) {
        (Some(key), _, _) | (None, None, Some(key)) => {
            ("unknown key", Some(format!("did you mean `{key}`?")))
        }
        (None, Some(Table { header: "", .. }), _) => (
            "not here",
            Some(format!(
                "`{name}` belongs at the top of the file, before the first `[`"
            )),
        ),
        (None, Some(table), _) => (
            "not here",
            Some(format!("`{name}` belongs under `{}`", table.header)),
        ),
        (None, None, None) => ("unknown key", None),
    };
    let fault = fault.label(label).maybe_help(help);
    fault.help(format!("the keys {place} are {}", keys.names()))
}
