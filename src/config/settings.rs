//! What a configuration comes to, once it is checked.

use std::fmt;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use url::Url;

use crate::{collect, deliver, normalise, parse, publish, schedule::Schedule};

/// A checked configuration.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The file it was read from.
    pub file: PathBuf,
    /// Where feeds are written, absolute; with an object store, where they lie before they are put there.
    pub output: PathBuf,
    /// The SQLite file, absolute.
    pub state: PathBuf,
    /// The public address of `output`, ending in `/`; defaults to the address that `[serve]` listens on.
    pub base_url: Url,
    /// For dates that carry no zone, and for cron lines.
    pub zone: jiff::tz::TimeZone,
    /// Where to serve; None when `[serve] listen = ""` switches it off.
    pub listen: Option<Listen>,
    /// Whether clients that ask for it are sent new entries alone (RFC 3229).
    pub delta: bool,
    /// Where the status page is; None when `[status] listen = ""` switches it off.
    pub status: Option<Status>,
    /// The file as it was read, with what holds where it says nothing; without secrets.
    pub shown: Vec<Shown>,
    /// How long caches may keep what is served: the default schedule, within a minute and a day.
    pub max_age: Duration,
    /// The client's options.
    pub fetch: collect::http::Options,
    /// Sources in file order; names are unique.
    pub sources: Vec<Source>,
    /// Feeds in file order; names are unique.
    pub feeds: Vec<publish::select::FeedSpec>,
    /// Who is told of what is published.
    pub push: deliver::Options,
    /// What is run after files have changed.
    pub after_publish: Option<deliver::Program>,
    /// The object store that what is written is put into.
    pub bucket: Option<deliver::objects::Bucket>,
    /// What could not be used and does not stand in the way; one sentence each.
    pub warnings: Vec<String>,
}

/// The status page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    /// Where it listens.
    pub listen: Listen,
    /// Whether the operator wrote that.
    pub chosen: bool,
    /// What is to be shown to see it; always there where not only this machine can ask.
    pub token: Option<collect::http::Secret>,
    /// Names by which it may be asked, besides those of this machine; in lower case.
    pub hosts: Vec<String>,
}

impl Listen {
    /// Whether only this machine itself can ask there.
    pub fn is_local(&self) -> bool {
        match self {
            Listen::Tcp(address) => address.ip().to_canonical().is_loopback(),
            Listen::Unix(_) => true,
        }
    }
}

/// One table of the configuration in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// `[fetch]`; empty for the top level.
    pub header: String,
    /// Its keys.
    pub keys: Vec<ShownKey>,
}

/// One key of the configuration in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownKey {
    /// As it is written.
    pub name: &'static str,
    /// As it is written in TOML; of a default, as the documentation says it.
    pub value: String,
    /// Whether the file says nothing of it.
    pub default: bool,
}

/// Where a server listens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Listen {
    /// An address and a port.
    Tcp(SocketAddr),
    /// A Unix socket, absolute.
    Unix(PathBuf),
}

impl fmt::Display for Listen {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Listen::Tcp(address) => write!(out, "{address}"),
            Listen::Unix(path) => write!(out, "unix:{}", path.display()),
        }
    }
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
    /// Whether it is asked the more rarely, the more rarely it publishes.
    pub adaptive: bool,
    /// Whether the page of each article is fetched, for what a list or a feed does not say of it; None for what its
    /// kind makes needful: lists yes, feeds no.
    pub full_text: Option<bool>,
    /// How many pages of a list are read, one or more.
    pub pages: usize,
    /// What its server is shown to be let in.
    pub credential: Option<collect::http::Credential>,
    /// How its documents are read.
    pub parse: parse::Options,
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
