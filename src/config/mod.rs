//! config.toml → [`Config`](file) as written → [`Settings`], checked and made of the stages' own option
//! types. Every fault is reported at once, each with its line, its key and what is allowed.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use url::Url;

use crate::{collect, normalise, publish, schedule::Schedule};

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
#[derive(Debug, thiserror::Error)]
#[error("{rendered}")]
pub struct Faults {
    /// How many.
    pub count: usize,
    /// With file, line, key and hint, ready to print.
    pub rendered: String,
}

/// Reads and checks a configuration.
///
/// # Errors
/// All faults of the file, in one go.
pub fn load(file: &Path) -> Result<Settings, Faults> {
    let _ = file;
    todo!()
}

/// Checks a configuration given as text; paths are relative to the folder of `file`.
///
/// # Errors
/// All faults of the text, in one go.
pub fn check(text: &str, file: &Path) -> Result<Settings, Faults> {
    let _ = (text, file);
    todo!()
}
