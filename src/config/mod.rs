//! config.toml → the file as written → [`Settings`], checked and made of the stages' own option
//! types. Every fault is reported at once, each with its line, its key and what is allowed.
//!
//! `keys` is the list of everything that may be written; `file` holds a text against it; `check`,
//! `source`, `auth`, `status`, `feed`, `push`, `program`, `bucket` and `name` make settings of it, with `value` for one value each; `shown`
//! is what people are shown of it; `report` renders faults.

use std::path::Path;

use toml::de::DeTable;

mod auth;
mod bucket;
mod check;
mod feed;
mod file;
mod keys;
mod listing;
mod name;
mod place;
mod program;
mod push;
mod report;
mod rules;
mod settings;
mod shown;
mod source;
mod status;
mod value;

pub use report::Faults;
use report::{Fault, Log};
pub use rules::read as site_rules;
pub use settings::{Listen, Place, Settings, Shown, ShownKey, Source, Status};

/// Reads and checks a configuration.
///
/// # Errors
/// All faults of the file, in one go; or why it cannot be read.
#[expect(clippy::disallowed_methods, reason = "shell: reads the one file")]
pub fn load(file: &Path) -> Result<Settings, Faults> {
    let shown = file.display();
    let unread = |reason: String| Faults {
        count: 1,
        rendered: format!("error: {shown}: {reason}\n"),
    };
    let bytes = std::fs::read(file).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => unread(
            "there is no such file\nhint: `feedmill init` writes one; `--config FILE` names another".to_owned(),
        ),
        _ => unread(error.to_string()),
    })?;
    let text = std::str::from_utf8(&bytes).map_err(|error| {
        let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
        let line = before.iter().filter(|&&byte| byte == b'\n').count() + 1;
        unread(format!(
            "line {line} is not UTF-8\nhint: save the file in the encoding UTF-8"
        ))
    })?;
    let settings = check(text, file)?;
    for warning in settings.warnings.iter().take(MOST_WARNINGS) {
        tracing::warn!("{warning}");
    }
    if let Some(more) = settings.warnings.len().checked_sub(MOST_WARNINGS + 1) {
        tracing::warn!("… and {} more like this", more + 1);
    }
    Ok(settings)
}

/// So many warnings are shown.
const MOST_WARNINGS: usize = 10;

/// Checks a configuration given as text; paths are relative to the folder of `file`.
///
/// # Errors
/// All faults of the text, in one go.
pub fn check(text: &str, file: &Path) -> Result<Settings, Faults> {
    let mut log = Log::default();
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        let span = error.span().unwrap_or(0..0);
        let message = "this is not TOML".to_owned();
        log.push(Fault::new(span, message).label(error.message()));
    }
    let absolute = std::path::absolute(file).unwrap_or_else(|_| file.to_owned());
    let root = file::Section::new(&table, &keys::ROOT, &mut log);
    let mut settings = check::settings(root, &absolute, errors.is_empty(), &mut log);
    settings.shown = shown::of(table.get_ref());
    match log.render(text, &file.display().to_string()) {
        Some(faults) => Err(faults),
        None => Ok(settings),
    }
}

#[cfg(test)]
mod tests;
