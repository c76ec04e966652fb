//! Rows of the state → articles, as far as they are needed to know them again.

use chrono::{DateTime, FixedOffset, Offset, Utc};

/// An article of the state, as far as it is needed to know it again.
pub(super) struct Known {
    pub(super) key: i64,
    pub(super) identity: String,
    pub(super) id: String,
    pub(super) revision: Vec<u8>,
    pub(super) published: DateTime<FixedOffset>,
    pub(super) dated_by: String,
    pub(super) file: Option<Vec<u8>>,
    pub(super) updated: DateTime<FixedOffset>,
    /// None where an older feedmill wrote it.
    pub(super) essence: Option<Vec<u8>>,
    pub(super) stated: Option<i64>,
    pub(super) edited: Option<i64>,
    pub(super) made_of: Option<Vec<u8>>,
    pub(super) visible: bool,
    /// The first of its copies (`copies.rs`).
    pub(super) one: Option<i64>,
    /// In seconds since the epoch.
    pub(super) first_seen: i64,
}

/// The columns that [`known`] reads.
pub(super) const COLUMNS: &str =
    "key, identity, id, revision, published, published_offset, dated_by, file,
     updated, updated_offset, essence, stated, edited, made_of, one, visible, first_seen";

/// Reads a row of [`COLUMNS`].
pub(super) fn known(row: &rusqlite::Row<'_>) -> rusqlite::Result<Known> {
    Ok(Known {
        key: row.get(0)?,
        identity: row.get(1)?,
        id: row.get(2)?,
        revision: row.get(3)?,
        published: instant(row.get(4)?, row.get(5)?),
        dated_by: row.get(6)?,
        file: row.get(7)?,
        updated: instant(row.get(8)?, row.get(9)?),
        essence: row.get(10)?,
        stated: row.get(11)?,
        edited: row.get(12)?,
        made_of: row.get(13)?,
        one: row.get(14)?,
        visible: row.get(15)?,
        first_seen: row.get(16)?,
    })
}

/// An instant from its two columns: seconds since the epoch and seconds east of Greenwich.
pub(super) fn instant(seconds: i64, offset: i32) -> DateTime<FixedOffset> {
    let zone = FixedOffset::east_opt(offset).unwrap_or_else(|| Utc.fix());
    DateTime::from_timestamp(seconds, 0)
        .unwrap_or_default()
        .with_timezone(&zone)
}

/// An address as far as it tells articles apart: no scheme, no `www.`, no slash at the end.
pub(super) fn without_scheme(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.strip_prefix("www.")
        .unwrap_or(rest)
        .trim_end_matches('/')
        .to_owned()
}
