//! config.toml with more in it: what is added is appended, everything else stays as it was written.
#![expect(
    clippy::disallowed_methods,
    reason = "shell: reads and writes config.toml"
)]

use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, bail};
use toml_edit::{ArrayOfTables, DocumentMut, Item, Table, Value};

use crate::config::Settings;

/// The text of the file, empty when there is none.
///
/// # Errors
/// When it is there and cannot be read.
pub(super) fn read(file: &Path) -> anyhow::Result<String> {
    match fs::read_to_string(file) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(String::new()),
        read => read.with_context(|| format!("reading {}", file.display())),
    }
}

/// Appends a table to an array of tables, however that is written.
///
/// # Errors
/// When the key is there and is none.
pub(super) fn push(document: &mut DocumentMut, key: &str, table: Table) -> anyhow::Result<()> {
    let all = document
        .entry(key)
        .or_insert_with(|| Item::ArrayOfTables(ArrayOfTables::new()));
    match all {
        Item::ArrayOfTables(all) => all.push(table),
        Item::Value(Value::Array(all)) => all.push(table.into_inline_table()),
        _ => bail!("`{key}` is no array of tables: write `[[{key}]]`"),
    }
    Ok(())
}

/// Whether some feed takes from a source.
pub(super) fn is_taken(settings: &Settings, source: &str) -> bool {
    let mut taken = settings.feeds.iter().flat_map(|feed| &feed.sources);
    taken.any(|taken| taken == "*" || taken == source)
}

/// Replaces the file as a whole, or not at all.
///
/// # Errors
/// When it cannot be written.
pub(super) fn write(file: &Path, text: &str) -> anyhow::Result<()> {
    replace(file, text).with_context(|| format!("writing {}", file.display()))
}

fn replace(file: &Path, text: &str) -> anyhow::Result<()> {
    let file = fs::canonicalize(file).unwrap_or_else(|_| file.to_owned());
    let folder = file
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let mut new = tempfile::Builder::new()
        .prefix(".config")
        .permissions(mode(&file))
        .tempfile_in(folder.unwrap_or(Path::new(".")))?;
    new.write_all(text.as_bytes())?;
    new.as_file().sync_all()?;
    new.persist(&file)?;
    Ok(())
}

/// Who may read and write it, as it was.
fn mode(file: &Path) -> fs::Permissions {
    use std::os::unix::fs::PermissionsExt;
    let known = fs::metadata(file).map(|known| known.permissions());
    known.unwrap_or_else(|_| fs::Permissions::from_mode(0o644))
}
