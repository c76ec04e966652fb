//! What is remembered of hosts: whatever address of theirs is asked, and whoever asks.

use chrono::{DateTime, TimeDelta, Utc};
use rusqlite::params;

use super::{Error, Store};

/// What has been void for so long is forgotten.
const FORGOTTEN: TimeDelta = TimeDelta::days(30);

/// What is remembered of one host.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HostState {
    /// With its port.
    pub name: String,
    /// Never before this: it said so (E-09).
    pub not_before: Option<DateTime<Utc>>,
    /// What its robots.txt says of us, as JSON (E-26).
    pub robots: Option<String>,
    /// Until when that holds.
    pub robots_until: Option<DateTime<Utc>>,
}

impl Store {
    /// All that is remembered of hosts.
    ///
    /// # Errors
    /// When the state cannot be read.
    pub fn hosts(&self) -> Result<Vec<HostState>, Error> {
        let time = |seconds: Option<i64>| DateTime::from_timestamp(seconds?, 0);
        let mut statement = self
            .connection
            .prepare_cached("SELECT name, not_before, robots, robots_until FROM host")?;
        let rows = statement.query_map([], |row| {
            Ok(HostState {
                name: row.get(0)?,
                not_before: time(row.get(1)?),
                robots: row.get(2)?,
                robots_until: time(row.get(3)?),
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Remembers a host.
    ///
    /// # Errors
    /// When the state cannot be written.
    pub fn save_host(&self, host: &HostState) -> Result<(), Error> {
        self.connection
            .prepare_cached(
                "INSERT OR REPLACE INTO host (name, not_before, robots, robots_until) VALUES (?1, ?2, ?3, ?4)",
            )?
            .execute(params![
                host.name,
                host.not_before.map(|time| time.timestamp()),
                host.robots,
                host.robots_until.map(|time| time.timestamp()),
            ])?;
        Ok(())
    }

    /// Forgets the hosts of which nothing has held for long.
    ///
    /// # Errors
    /// When the state cannot be written.
    pub fn forget_hosts(&self, now: DateTime<Utc>) -> Result<(), Error> {
        let past = (now - FORGOTTEN).timestamp();
        self.connection.execute(
            "DELETE FROM host WHERE coalesce(not_before, 0) < ?1 AND coalesce(robots_until, 0) < ?1",
            [past],
        )?;
        Ok(())
    }
}
