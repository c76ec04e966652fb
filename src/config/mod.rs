//! config.toml → the file as written → [`Settings`], checked and made of the stages' own option
//! types. Every fault is reported at once, each with its line, its key and what is allowed.
//!
//! `keys` is the list of everything that may be written; `file` holds a text against it; `check`,
//! `source`, `feed` and `name` make settings of it, with `value` for one value each; `report` renders faults.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use toml::de::DeTable;
use url::Url;

use crate::{collect, normalise, publish, schedule::Schedule};

mod check;
mod feed;
mod file;
mod keys;
mod name;
mod report;
mod source;
mod value;

use report::{Fault, Log};

/// A checked configuration.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The file it was read from.
    pub file: PathBuf,
    /// Where feeds are written, absolute.
    pub output: PathBuf,
    /// The SQLite file, absolute.
    pub state: PathBuf,
    /// The public address of `output`, ending in `/`; defaults to the address that `[serve]` listens on.
    pub base_url: Url,
    /// For dates that carry no zone, and for cron lines.
    pub zone: jiff::tz::TimeZone,
    /// Where to serve; None when `[serve] listen = ""` switches it off.
    pub listen: Option<SocketAddr>,
    /// How long caches may keep what is served: the default schedule, within a minute and a day.
    pub max_age: Duration,
    /// The client's options.
    pub fetch: collect::http::Options,
    /// Sources in file order; names are unique.
    pub sources: Vec<Source>,
    /// Feeds in file order; names are unique.
    pub feeds: Vec<publish::select::FeedSpec>,
}

/// One source, checked.
#[derive(Debug, Clone)]
pub struct Source {
    /// Unique name.
    pub name: String,
    /// Where it is.
    pub place: Place,
    /// When it is due. Folders are watched besides.
    pub schedule: Schedule,
    /// How its articles are normalised.
    pub normalise: normalise::Options,
}

/// Where a source is.
#[derive(Debug, Clone)]
pub enum Place {
    /// A folder, or one file.
    Directory(collect::directory::Options),
    /// A web address.
    Address(Url),
}

/// Every fault of a configuration, rendered for people.
///
/// Displays without colour.
#[derive(Debug, thiserror::Error)]
#[error("{}", anstream::adapter::strip_str(rendered))]
pub struct Faults {
    /// How many.
    pub count: usize,
    /// With file, line, key and hint, ready to print; with ANSI colours, which `anstream` takes out
    /// where nobody would see them. The last line says how many faults there are.
    pub rendered: String,
}

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
    check(text, file)
}

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
    let settings = check::settings(root, &absolute, errors.is_empty(), &mut log);
    match log.render(text, &file.display().to_string()) {
        Some(faults) => Err(faults),
        None => Ok(settings),
    }
}

#[cfg(test)]
mod tests;
