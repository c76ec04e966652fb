//! What feedmill remembers: articles with the ids and dates they were given for good, what was
//! read of each file, validators and schedules of each address, and what was published. Shell.
//!
//! SQLite in one file. One process writes, proved by an operating system lock; `status` reads
//! beside it.
#![expect(
    clippy::disallowed_methods,
    reason = "shell: the state file and its lock"
)]

mod adopt;
mod article;
mod backup;
mod copies;
mod count;
mod damage;
mod dates;
mod errand;
mod file;
mod history;
mod host;
mod incoming;
mod known;
mod label;
mod lock;
mod network;
mod object;
mod output;
mod page;
mod recognise;
mod retired;
mod schema;
mod selection;
mod source;
mod touched;
mod trim;

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, Transaction, TransactionBehavior};

pub use adopt::Adopted;
pub use article::revision_of;
pub use backup::{Copied, backup, examine, restore};
pub use damage::suspect;
pub use errand::{Errand, Left, ReceiverState};
pub use file::FileState;
pub use history::{Fetch, KEPT, Outcome, Turn};
pub use host::HostState;
pub use incoming::{Change, Incoming, Unmade};
pub use output::OutputState;
pub use page::PageState;
pub use recognise::{Alike, RELEASED};
pub use selection::{File, Row, Window};
pub use source::SourceState;
pub use touched::Touched;

/// The state, opened.
#[derive(Debug)]
pub struct Store {
    connection: Connection,
    /// Of the transaction that is open.
    fresh: RefCell<Fresh>,
    /// How many articles of each source may be published, once somebody has asked.
    counts: RefCell<Option<HashMap<String, u64>>>,
    /// Held for as long as the store is open; the lock dies with the process.
    _lock: Option<lock::Lock>,
}

/// What a transaction knows of what it has written, so that it need not be asked for or written again.
#[derive(Debug, Default)]
struct Fresh {
    /// Tags (kind 0) and authors (kind 1), by how they are written: folded, and the key of the spelling.
    spellings: [HashMap<String, (String, i64)>; 2],
    /// Sources of articles that came.
    sources: HashSet<String>,
    /// No entry of an adopted feed waits for its article.
    none_waits: bool,
    /// Spellings of the labels of articles that came or changed, by key.
    labels: HashSet<i64>,
    /// How many more articles of each source may be published.
    more: HashMap<String, i64>,
}

/// Why the state cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Another process writes to it.
    #[error("{} is in use by another feedmill ({holder}): stop it, or give this one a state of its own", path.display())]
    Held {
        /// The state file.
        path: PathBuf,
        /// `pid 123`, or what is known.
        holder: String,
    },
    /// Written by a newer feedmill.
    #[error("{} was written by a newer feedmill (schema {found}, this one knows {known})", path.display())]
    Newer {
        /// The state file.
        path: PathBuf,
        /// Version found.
        found: i64,
        /// Version known.
        known: i64,
    },
    /// Written by an older feedmill, and only to be read.
    #[error("{} was written by an older feedmill: `feedmill build` brings it up to date", path.display())]
    Older {
        /// The state file.
        path: PathBuf,
    },
    /// It would lie on another machine.
    #[error("{} lies on {name}, a file system of another machine, where locks do not hold and a state comes to harm: set `state` to a path on a disk of this one", path.display())]
    Network {
        /// The state file.
        path: PathBuf,
        /// What the file system is called.
        name: &'static str,
    },
    /// A file that is to be one is no state.
    #[error("{}: {reason}", path.display())]
    NoState {
        /// The file.
        path: PathBuf,
        /// What is wrong, and what to do.
        reason: String,
    },
    /// The file or its folder cannot be used.
    #[error("{}: {source}; `state` must lie in a folder that feedmill may write to", path.display())]
    Io {
        /// The state file or its lock.
        path: PathBuf,
        /// The reason.
        source: std::io::Error,
    },
    /// SQLite says no.
    #[error("state: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// What was stored cannot be read back.
    #[error("state: an article cannot be read back: {0}")]
    Json(#[from] serde_json::Error),
}

/// The path of what lies beside a state, by its ending.
fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

fn connect(path: &Path) -> Result<Connection, Error> {
    // SQLite gives its other files the mode of this one (T-49).
    std::fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        .open(path)
        .map_err(|source| Error::Io {
            path: path.to_owned(),
            source,
        })?;
    let connection = Connection::open(path)?;
    connection.busy_timeout(std::time::Duration::from_secs(5))?;
    // Before anything is written; a state that is there keeps its own.
    connection.pragma_update(None, "page_size", 8192)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", false)?;
    connection.pragma_update(None, "trusted_schema", false)?;
    connection.set_prepared_statement_cache_capacity(64);
    // Room for what is written in between, in KiB, and pages written before they are moved to the file.
    connection.pragma_update(None, "cache_size", -16_000)?;
    connection.pragma_update(None, "wal_autocheckpoint", 2000)?;
    // No statement is planned anew for every value.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    schema::migrate(&connection, path)?;
    connection.pragma_update(None, "foreign_keys", true)?;
    Ok(connection)
}

impl Store {
    /// Opens the state for writing, makes it where there is none, and holds its lock. A damaged one is set aside.
    ///
    /// # Errors
    /// When another process holds it, when it was written by a newer feedmill, or when the file
    /// cannot be used.
    pub fn open(path: &Path) -> Result<Self, Error> {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(|source| Error::Io {
                path: folder.to_owned(),
                source,
            })?;
        }
        network::refuse(path)?;
        let lock = lock::Lock::acquire(path)?;
        damage::examine(path)?;
        Ok(Store {
            connection: connect(path)?,
            fresh: RefCell::default(),
            counts: RefCell::default(),
            _lock: Some(lock),
        })
    }

    /// Closes the state, has it looked into and set aside where it is damaged, and opens it, or a new one, again. Nobody
    /// else can have it meanwhile.
    ///
    /// # Errors
    /// When the file cannot be used.
    pub fn mend(&mut self, path: &Path) -> Result<(), Error> {
        suspect(path)?;
        self.connection = Connection::open_in_memory()?;
        damage::examine(path)?;
        self.connection = connect(path)?;
        self.fresh.take();
        self.counts.take();
        Ok(())
    }

    /// Opens the state for reading only, beside a writer. None when there is no state yet.
    ///
    /// # Errors
    /// When the file is there but cannot be read, or is of another version.
    pub fn read(path: &Path) -> Result<Option<Self>, Error> {
        if !path.exists() {
            return Ok(None);
        }
        let connection =
            Connection::open_with_flags(path, rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        connection.busy_timeout(std::time::Duration::from_secs(5))?;
        schema::check(&connection, path)?;
        Ok(Some(Store {
            connection,
            fresh: RefCell::default(),
            counts: RefCell::default(),
            _lock: None,
        }))
    }

    /// Runs `work` in one transaction: all of it is kept, or nothing.
    ///
    /// # Errors
    /// Those of `work`, and those of the commit.
    pub fn transaction<T>(&self, work: impl FnOnce(&Self) -> Result<T, Error>) -> Result<T, Error> {
        // Rolled back when dropped: after an error, a commit that failed (a full disk), a panic.
        let transaction =
            Transaction::new_unchecked(&self.connection, TransactionBehavior::Immediate)?;
        self.fresh.take();
        let value = work(self)?;
        self.note_touched()?;
        transaction.commit()?;
        self.count_fresh();
        self.fresh.take();
        Ok(value)
    }

    /// The authority of `tag:` ids (RFC 4151), `example.org,2026`: `default` at the first call on
    /// a new state, the same for ever after; and whether this was the first.
    ///
    /// # Errors
    /// When the state cannot be read or written.
    pub fn authority(&self, default: &str) -> Result<(String, bool), Error> {
        let written = self.connection.execute(
            "INSERT INTO meta (key, value) VALUES ('authority', ?1) ON CONFLICT DO NOTHING",
            [default],
        )?;
        let authority = self.connection.query_row(
            "SELECT value FROM meta WHERE key = 'authority'",
            [],
            |row| row.get(0),
        )?;
        Ok((authority, written > 0))
    }
}
