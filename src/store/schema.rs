//! The tables, and how an older file becomes a newer one.

use std::path::Path;

use rusqlite::Connection;

use super::{Error, backup, beside};

/// Each step turns version N into N + 1; a step that has been released is never changed.
const MIGRATIONS: &[&str] = &[
    "
    CREATE TABLE meta (
        key TEXT PRIMARY KEY,
        value TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE source (
        name TEXT PRIMARY KEY,
        -- what its configuration was made of: when this changes, everything is read again
        fingerprint TEXT NOT NULL,
        -- the folder or address that the rest is of; by it a source is known again under another name
        place TEXT,
        -- the feed that the configured page announced
        feed_url TEXT,
        -- validators, byte for byte as the server sent them, and the address they belong to
        validated_url TEXT,
        etag BLOB,
        last_modified BLOB,
        body_hash BLOB,
        -- what it was when it last answered: 'feed' or 'article'
        kind TEXT,
        next_due INTEGER NOT NULL DEFAULT 0,
        -- never before this: the server said so
        not_before INTEGER,
        last_attempt INTEGER,
        last_success INTEGER,
        failures INTEGER NOT NULL DEFAULT 0,
        error TEXT,
        -- since when files have been missing in a number that looks like an accident
        missing_since INTEGER,
        device INTEGER,
        title TEXT
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE file (
        source TEXT NOT NULL,
        path BLOB NOT NULL,
        size INTEGER NOT NULL,
        modified INTEGER NOT NULL,
        inode INTEGER NOT NULL,
        -- of the bytes, to know a renamed file again
        hash BLOB,
        -- why it could not be read
        error TEXT,
        PRIMARY KEY (source, path)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE article (
        key INTEGER PRIMARY KEY,
        source TEXT NOT NULL,
        -- who it is within its source
        identity TEXT NOT NULL,
        -- who it is in feeds, given once
        id TEXT NOT NULL,
        file BLOB,
        -- address without scheme: the same article in two sources
        same TEXT,
        revision BLOB NOT NULL,
        first_seen INTEGER NOT NULL,
        published INTEGER NOT NULL,
        published_offset INTEGER NOT NULL,
        dated_by TEXT NOT NULL,
        updated INTEGER NOT NULL,
        updated_offset INTEGER NOT NULL,
        expires INTEGER,
        visible INTEGER NOT NULL,
        body TEXT NOT NULL,
        UNIQUE (source, identity)
    ) STRICT;
    CREATE INDEX article_by_date ON article (published DESC, id);
    CREATE INDEX article_by_file ON article (source, file) WHERE file IS NOT NULL;
    CREATE INDEX article_by_id ON article (id);
    CREATE INDEX article_by_same ON article (same) WHERE same IS NOT NULL;

    -- what there is one feed each of: kind 0 tags, 1 authors
    CREATE TABLE label (
        kind INTEGER NOT NULL,
        folded TEXT NOT NULL,
        article INTEGER NOT NULL REFERENCES article (key) ON DELETE CASCADE,
        value TEXT NOT NULL,
        PRIMARY KEY (kind, folded, article)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX label_by_article ON label (article);

    CREATE TABLE output (
        path TEXT PRIMARY KEY,
        -- the configured feed it belongs to, and the tag, author or source
        feed TEXT NOT NULL,
        value TEXT,
        -- of what it was rendered from
        fingerprint BLOB NOT NULL,
        size INTEGER NOT NULL,
        modified INTEGER NOT NULL,
        -- seconds; when its bytes last changed
        changed INTEGER NOT NULL,
        articles INTEGER NOT NULL,
        newest INTEGER
    ) STRICT, WITHOUT ROWID;
",
    "
    -- anew, since what stands behind the body takes long to be found
    CREATE TABLE article_2 (
        key INTEGER PRIMARY KEY,
        source TEXT NOT NULL,
        -- who it is within its source
        identity TEXT NOT NULL,
        -- who it is in feeds, given once
        id TEXT NOT NULL,
        file BLOB,
        -- address without scheme: the same article in two sources
        same TEXT,
        revision BLOB NOT NULL,
        -- of what matters to readers: a change of it is a significant one
        essence BLOB,
        first_seen INTEGER NOT NULL,
        published INTEGER NOT NULL,
        published_offset INTEGER NOT NULL,
        dated_by TEXT NOT NULL,
        -- the date that the article itself stated
        stated INTEGER,
        updated INTEGER NOT NULL,
        updated_offset INTEGER NOT NULL,
        -- when it was last changed significantly since it was first seen
        edited INTEGER,
        expires INTEGER,
        visible INTEGER NOT NULL,
        body TEXT NOT NULL,
        UNIQUE (source, identity)
    ) STRICT;
    INSERT INTO article_2 (key, source, identity, id, file, same, revision, first_seen, published, published_offset,
                           dated_by, updated, updated_offset, expires, visible, body)
        SELECT key, source, identity, id, file, same, revision, first_seen, published, published_offset, dated_by,
               updated, updated_offset, expires, visible, body FROM article;
    DROP TABLE article;
    ALTER TABLE article_2 RENAME TO article;
    CREATE INDEX article_by_date ON article (published DESC, id);
    CREATE INDEX article_by_file ON article (source, file) WHERE file IS NOT NULL;
    CREATE INDEX article_by_id ON article (id);
    CREATE INDEX article_by_same ON article (same) WHERE same IS NOT NULL;

    -- for each article the first of those that are one in several sources, itself where it is alone; to be
    -- decided when it is first to be published. Apart from the articles, which are large, since it is
    -- written after them.
    CREATE TABLE copy (
        article INTEGER PRIMARY KEY REFERENCES article (key) ON DELETE CASCADE,
        one INTEGER REFERENCES article (key) ON DELETE SET NULL
    ) STRICT;
    INSERT INTO copy (article) SELECT key FROM article;
    CREATE INDEX copy_by_one ON copy (one);

    -- entries of a feed that was there before, each waiting for the article that it is
    CREATE TABLE adopted (
        id TEXT PRIMARY KEY,
        same TEXT,
        title TEXT,
        folded TEXT,
        words BLOB,
        published INTEGER,
        published_offset INTEGER,
        updated INTEGER,
        updated_offset INTEGER
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX adopted_by_same ON adopted (same) WHERE same IS NOT NULL;
    CREATE INDEX adopted_by_title ON adopted (folded) WHERE folded IS NOT NULL;
    CREATE INDEX adopted_by_words ON adopted (words) WHERE words IS NOT NULL;
",
    "
    -- how the list of articles looked when it was last as it should be (JSON)
    ALTER TABLE source ADD COLUMN shape TEXT;

    -- the documents behind a list: the page of each article, the list's other pages, the parts of a sitemap
    CREATE TABLE page (
        source TEXT NOT NULL,
        -- of an article its identity, of another document its address
        name TEXT NOT NULL,
        -- of the title that the list gives it
        title BLOB,
        -- of the options by which it was read
        rules TEXT NOT NULL,
        -- when it was last asked for
        asked INTEGER,
        -- failures since
        failures INTEGER NOT NULL DEFAULT 0,
        -- whether there is nothing more to be had of it
        done INTEGER NOT NULL DEFAULT 0,
        -- validators, byte for byte as the server sent them
        etag BLOB,
        last_modified BLOB,
        PRIMARY KEY (source, name)
    ) STRICT, WITHOUT ROWID;
",
    "
    -- what its last answer was: 200, 304, 404 and so on
    ALTER TABLE source ADD COLUMN status INTEGER;
    -- seconds for which its last document is good, by its headers, and by its own word
    ALTER TABLE source ADD COLUMN fresh INTEGER;
    ALTER TABLE source ADD COLUMN ttl INTEGER NOT NULL DEFAULT 0;
    -- hours and days (Monday first) at which it wants to be left alone: a bit for each, UTC
    ALTER TABLE source ADD COLUMN skip_hours INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE source ADD COLUMN skip_days INTEGER NOT NULL DEFAULT 0;
    -- why it is not asked before it is
    ALTER TABLE source ADD COLUMN waits TEXT;
    -- when a whole document last came
    ALTER TABLE source ADD COLUMN whole INTEGER;
    -- the address that gave the validators, after redirects
    ALTER TABLE source ADD COLUMN given_by TEXT;
    -- bytes of all bodies, of those that a 304 spared, and of the last one
    ALTER TABLE source ADD COLUMN received INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE source ADD COLUMN saved INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE source ADD COLUMN body_size INTEGER NOT NULL DEFAULT 0;
    -- where it says that it has moved to for good, since when, and how often it has said so
    ALTER TABLE source ADD COLUMN moving_to TEXT;
    ALTER TABLE source ADD COLUMN moving_since INTEGER;
    ALTER TABLE source ADD COLUMN moving_polls INTEGER NOT NULL DEFAULT 0;
    -- where it is asked, once that has been confirmed
    ALTER TABLE source ADD COLUMN moved_to TEXT;
    -- how often it has answered that it is gone
    ALTER TABLE source ADD COLUMN gone INTEGER NOT NULL DEFAULT 0;

    -- what is known of hosts
    CREATE TABLE host (
        -- with its port
        name TEXT PRIMARY KEY,
        -- never before this: it said so
        not_before INTEGER,
        -- what its robots.txt says of us (JSON), and until when that holds
        robots TEXT,
        robots_until INTEGER
    ) STRICT, WITHOUT ROWID;
",
    "
    -- the latest answers of each address, and the latest turns that did something: for people who look
    CREATE TABLE fetch (
        key INTEGER PRIMARY KEY,
        source TEXT NOT NULL,
        at INTEGER NOT NULL,
        -- 'document', 'unchanged' or 'failed'
        outcome TEXT NOT NULL,
        status INTEGER,
        bytes INTEGER NOT NULL,
        milliseconds INTEGER NOT NULL,
        -- articles not known before
        new INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX fetch_by_source ON fetch (source, key);
    CREATE TABLE turn (
        key INTEGER PRIMARY KEY,
        at INTEGER NOT NULL,
        milliseconds INTEGER NOT NULL,
        new INTEGER NOT NULL,
        changed INTEGER NOT NULL,
        removed INTEGER NOT NULL,
        -- files written
        written INTEGER NOT NULL,
        problems INTEGER NOT NULL
    ) STRICT;
",
    "
    -- files that are published no longer: what asks for them is told where their like is, or that they are gone
    CREATE TABLE retired (
        path TEXT PRIMARY KEY,
        -- the path of what is in its place
        successor TEXT,
        at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
",
    "
    -- of the bytes that were published last: tells a change that a killed process left unremembered
    ALTER TABLE output ADD COLUMN digest BLOB;

    -- what others are still to be told
    CREATE TABLE errand (
        -- never given twice
        key INTEGER PRIMARY KEY AUTOINCREMENT,
        -- a hub, the webhook, the program that is run after publishing
        receiver TEXT NOT NULL,
        -- the changed file, below the output folder; of the webhook the feed
        path TEXT NOT NULL,
        -- what the webhook is told (JSON)
        body TEXT,
        -- how often it was refused for its own sake, why, and when it is tried again
        failures INTEGER NOT NULL DEFAULT 0,
        error TEXT,
        due INTEGER NOT NULL DEFAULT 0
    ) STRICT;
    -- of what only says that something changed, the newest is enough
    CREATE UNIQUE INDEX errand_by_path ON errand (receiver, path) WHERE body IS NULL;
    CREATE INDEX errand_by_receiver ON errand (receiver, key);

    -- how they are doing
    CREATE TABLE receiver (
        name TEXT PRIMARY KEY,
        -- since it last took something
        failures INTEGER NOT NULL DEFAULT 0,
        error TEXT,
        not_before INTEGER,
        last_success INTEGER
    ) STRICT, WITHOUT ROWID;

    -- the articles that the webhook was told of; the empty id for a feed that is known
    CREATE TABLE told (
        feed TEXT NOT NULL,
        id TEXT NOT NULL,
        revision BLOB NOT NULL,
        PRIMARY KEY (feed, id)
    ) STRICT, WITHOUT ROWID;

    -- what lies in the object store: a hash of bytes, headers and place
    CREATE TABLE object (
        path TEXT PRIMARY KEY,
        digest BLOB NOT NULL
    ) STRICT, WITHOUT ROWID;
",
    "
    -- what is asked at each turn, without reading the articles
    CREATE INDEX article_visible ON article (source) WHERE visible = 1;
    CREATE INDEX article_by_expiry ON article (expires) WHERE expires IS NOT NULL;

    -- apart, so that what decides about articles lies close together
    CREATE TABLE body (
        article INTEGER PRIMARY KEY REFERENCES article (key) ON DELETE CASCADE,
        json TEXT NOT NULL
    ) STRICT;
    INSERT INTO body SELECT key, body FROM article;
    ALTER TABLE article DROP COLUMN body;
",
    "
    -- a hash of the file that the body is made of when it is needed; none where it came with the article
    ALTER TABLE article ADD COLUMN made_of BLOB;
    -- whether the body is of that
    ALTER TABLE article ADD COLUMN made INTEGER NOT NULL DEFAULT 1;
    -- of files another hash is compared now
    UPDATE article SET essence = NULL WHERE file IS NOT NULL;

    -- the first of those that are one in several sources, itself where it is that; 0 while that has to be decided, which
    -- it is when the article is first to be published; none where nothing shares its address or its id
    ALTER TABLE article ADD COLUMN one INTEGER;
    UPDATE article SET one = coalesce((SELECT one FROM copy WHERE article = key), 0);
    DROP TABLE copy;
    CREATE INDEX article_by_one ON article (one) WHERE one IS NOT NULL;
    CREATE INDEX article_undecided ON article (published) WHERE one = 0 AND visible = 1;
    CREATE TRIGGER copies_of_what_is_gone AFTER DELETE ON article BEGIN
        UPDATE article SET one = 0 WHERE one = OLD.key;
    END;

    -- tags (kind 0) and authors (kind 1) as they are written, and folded, as there is one feed of them
    CREATE TABLE spelling (
        key INTEGER PRIMARY KEY,
        kind INTEGER NOT NULL,
        folded TEXT NOT NULL,
        value TEXT NOT NULL,
        UNIQUE (kind, folded, value)
    ) STRICT;
    -- the articles that have them, in the order in which feeds show them
    CREATE TABLE label_2 (
        spelling INTEGER NOT NULL,
        published INTEGER NOT NULL,
        article INTEGER NOT NULL,
        PRIMARY KEY (spelling, published DESC, article)
    ) STRICT, WITHOUT ROWID;
    INSERT INTO spelling (kind, folded, value) SELECT DISTINCT kind, folded, value FROM label;
    INSERT INTO label_2 SELECT spelling.key, published, article FROM label
        JOIN spelling ON spelling.kind = label.kind AND spelling.folded = label.folded AND spelling.value = label.value
        JOIN article ON article.key = label.article;
    DROP TABLE label;
    ALTER TABLE label_2 RENAME TO label;
    -- the spellings of an article's labels (JSON), by which they are found again: an index of millions of rows less
    ALTER TABLE article ADD COLUMN labels TEXT;
    CREATE INDEX label_by_article ON label (article);
    UPDATE article SET labels = (SELECT json_group_array(spelling) FROM label WHERE article = key)
        WHERE key IN (SELECT article FROM label);
    DROP INDEX label_by_article;
    CREATE TRIGGER label_changes AFTER UPDATE OF published, labels ON article
    WHEN OLD.published <> NEW.published OR OLD.labels IS NOT NEW.labels BEGIN
        DELETE FROM label WHERE article = OLD.key AND published = OLD.published
            AND spelling IN (SELECT value FROM json_each(OLD.labels));
        INSERT INTO label SELECT value, NEW.published, NEW.key FROM json_each(NEW.labels);
    END;

    -- in the order in which feeds show them
    DROP INDEX article_by_date;
    CREATE INDEX article_by_date ON article (published DESC);
    DROP INDEX article_visible;
    CREATE INDEX article_by_source ON article (source, published DESC) WHERE visible = 1;

    -- what has changed since the feeds were last brought up to date; what comes is noted by `touched.rs`, since a trigger
    -- would have SQLite keep a journal of every insertion (not `OR IGNORE`: the outer statement decides over that)
    CREATE TABLE touched_source (name TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
    CREATE TABLE touched_label (spelling INTEGER PRIMARY KEY) STRICT;
    CREATE TRIGGER article_changes BEFORE UPDATE ON article BEGIN
        INSERT INTO touched_source VALUES (OLD.source), (NEW.source) ON CONFLICT DO NOTHING;
        INSERT INTO touched_label SELECT value FROM json_each(OLD.labels) WHERE true ON CONFLICT DO NOTHING;
    END;
    CREATE TRIGGER article_goes BEFORE DELETE ON article BEGIN
        INSERT INTO touched_source VALUES (OLD.source) ON CONFLICT DO NOTHING;
        INSERT INTO touched_label SELECT value FROM json_each(OLD.labels) WHERE true ON CONFLICT DO NOTHING;
        DELETE FROM label WHERE article = OLD.key AND published = OLD.published
            AND spelling IN (SELECT value FROM json_each(OLD.labels));
    END;
",
    "
    -- when its source last listed an article, where that is not when it was first seen
    CREATE TABLE listed (
        article INTEGER PRIMARY KEY REFERENCES article (key) ON DELETE CASCADE,
        at INTEGER NOT NULL
    ) STRICT;
    -- who the articles were that have gone
    CREATE TABLE trimmed (
        source TEXT NOT NULL,
        identity TEXT NOT NULL,
        id TEXT NOT NULL,
        published INTEGER NOT NULL,
        published_offset INTEGER NOT NULL,
        dated_by TEXT NOT NULL,
        stated INTEGER,
        updated INTEGER NOT NULL,
        updated_offset INTEGER NOT NULL,
        edited INTEGER,
        at INTEGER NOT NULL,
        PRIMARY KEY (source, identity)
    ) STRICT, WITHOUT ROWID;
",
];

pub(super) fn version(connection: &Connection, path: &Path) -> Result<i64, Error> {
    let known = i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX);
    let found: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    if found > known {
        return Err(Error::Newer {
            path: path.to_owned(),
            found,
            known,
        });
    }
    Ok(found)
}

/// Refuses a state file that is not of the version that this program knows.
pub(super) fn check(connection: &Connection, path: &Path) -> Result<(), Error> {
    if usize::try_from(version(connection, path)?) == Ok(MIGRATIONS.len()) {
        return Ok(());
    }
    Err(Error::Older {
        path: path.to_owned(),
    })
}

/// Brings a state file to the version that this program knows, and leaves a copy of what it was beside it. Foreign
/// keys must not be enforced yet: a table that is made anew is dropped first.
pub(super) fn migrate(connection: &Connection, path: &Path) -> Result<(), Error> {
    let found = version(connection, path)?;
    if found > 0 && usize::try_from(found).is_ok_and(|found| found < MIGRATIONS.len()) {
        save(connection, path, found)?;
    }
    for (version, step) in (1i64..).zip(MIGRATIONS) {
        if version > found {
            connection.execute_batch(&format!(
                "BEGIN IMMEDIATE; {step}; PRAGMA user_version = {version}; COMMIT;"
            ))?;
        }
    }
    Ok(())
}

/// Copies a state as `feedmill.db.v8`, by its version. One that is there already is of an earlier attempt, and stays.
fn save(connection: &Connection, path: &Path, version: i64) -> Result<(), Error> {
    let copy = beside(path, &format!(".v{version}"));
    // What SQLite cannot be told the name of is not copied.
    if copy.exists() || copy.to_str().is_none() {
        return Ok(());
    }
    backup::copy(connection, &copy, |_| Ok(()))?;
    tracing::info!(
        "{} is brought up to date; as it was it is {}",
        path.display(),
        copy.display()
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    /// D-18: what an older state knew is there still, and its references hold.
    #[test]
    fn a_state_of_each_version_is_brought_up_to_date() {
        let state = Connection::open_in_memory().expect("a state");
        let first = MIGRATIONS.first().expect("a first version");
        state
            .execute_batch(&format!(
                "PRAGMA foreign_keys = OFF; {first}; PRAGMA user_version = 1;
                 INSERT INTO article (source, identity, id, same, revision, first_seen, published, published_offset,
                                      dated_by, updated, updated_offset, visible, body)
                     VALUES ('notes', 'a.md', 'tag:example.org,2026:notes/a.md', 'example.org/a', x'00', 1, 2, 3600,
                             'feed', 4, 0, 1, '{{}}');
                 INSERT INTO label VALUES (0, 'mills', 1, 'Mills');"
            ))
            .expect("a state of the first version");
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("feedmill.db");
        migrate(&state, &path).expect("brought up to date");
        // As it was it lies beside it, for nobody else to read.
        let saved = folder.path().join("feedmill.db.v1");
        let mode = std::fs::metadata(&saved).expect("a copy").permissions();
        assert_eq!(mode.mode() & 0o777, 0o600);
        let saved = Connection::open(saved).expect("a copy");
        assert_eq!(version(&saved, &path).expect("a version"), 1);
        let label: String = saved
            .query_row("SELECT value FROM label", [], |row| row.get(0))
            .expect("a label");
        assert_eq!(label, "Mills");
        migrate(&state, &path).expect("nothing to do");
        assert!(!folder.path().join("feedmill.db.v10").exists());
        state
            .execute_batch("PRAGMA foreign_keys = ON")
            .expect("a pragma");
        let kept: (String, i64, i64, i64, String) = state
            .query_row(
                "SELECT id, article.published, published_offset, updated, value FROM article
                 JOIN label ON label.article = article.key JOIN spelling ON spelling.key = label.spelling",
                [],
                |row| {
                    Ok((
                        row.get(0)?,
                        row.get(1)?,
                        row.get(2)?,
                        row.get(3)?,
                        row.get(4)?,
                    ))
                },
            )
            .expect("the article with its label");
        assert_eq!(
            kept,
            (
                "tag:example.org,2026:notes/a.md".into(),
                2,
                3600,
                4,
                "Mills".into()
            )
        );
        let mut broken = state.prepare("PRAGMA foreign_key_check").expect("a check");
        assert!(!broken.exists([]).expect("an answer"));
        state
            .execute("DELETE FROM article", [])
            .expect("references hold");
        let left: i64 = state
            .query_row("SELECT count(*) FROM label", [], |row| row.get(0))
            .expect("a number");
        assert_eq!(left, 0);
    }

    /// The WAL-reset corruption of SQLite 3.7.0–3.51.2 must not be linked in (decision 7).
    #[test]
    fn sqlite_is_new_enough() {
        assert!(
            rusqlite::version_number() >= 3_051_003,
            "{}",
            rusqlite::version()
        );
    }
}
