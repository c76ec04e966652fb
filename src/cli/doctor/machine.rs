//! What the machine has for feedmill: room, a clock, files that may be open, folders that can be watched.
#![expect(clippy::disallowed_methods, reason = "shell: looks at the machine")]

use std::path::Path;

use chrono::{DateTime, TimeDelta, Utc};
use rustix::fs::Access;
use rustix::process::{Resource, getrlimit};

use super::Finding;
use crate::config::{Place, Settings};
use crate::mill::Facts;

/// Less free room than this, in bytes, is little: feeds are written beside the old ones, and the state keeps a journal.
const ROOM: u64 = 64 << 20;
/// Fewer files that may be open than this are few: each client and each address that is asked takes one.
const FILES: u64 = 256;
/// A clock that says less was never set: it is when feedmill was made.
const MADE: i64 = 1_767_225_600;
/// Where Linux says how many folders one user may watch.
const WATCHES: &str = "/proc/sys/fs/inotify/max_user_watches";

pub(super) fn examine(
    settings: &Settings,
    facts: Option<&Facts>,
    now: DateTime<Utc>,
) -> Vec<Finding> {
    let state = settings.state.parent().unwrap_or(Path::new("."));
    let mut findings = Vec::new();
    findings.extend(room("state", state));
    // One disk is named once.
    if device(state) != device(&settings.output) {
        findings.extend(room("output", &settings.output));
    } else {
        findings.extend(may_write("output", &settings.output));
    }
    findings.push(folders(settings));
    findings.push(clock(facts, now));
    findings.push(files());
    findings
}

/// A folder that is not there yet is made in the one above it.
fn existing(folder: &Path) -> &Path {
    let mut above = folder.ancestors().filter(|above| above.is_dir());
    above.next().unwrap_or(Path::new("."))
}

fn device(folder: &Path) -> Option<u64> {
    use std::os::unix::fs::MetadataExt;
    std::fs::metadata(existing(folder))
        .ok()
        .map(|about| about.dev())
}

fn may_write(about: &'static str, folder: &Path) -> Option<Finding> {
    let folder = existing(folder);
    let allowed = rustix::fs::access(folder, Access::WRITE_OK | Access::EXEC_OK);
    allowed.err().map(|error| {
        let shown = folder.display();
        Finding::wrong(
            about,
            format!("{shown}: nothing can be written there ({error}): give it to the user that runs feedmill"),
        )
    })
}

fn room(about: &'static str, folder: &Path) -> Vec<Finding> {
    let mut findings: Vec<Finding> = may_write(about, folder).into_iter().collect();
    let folder = existing(folder);
    let Ok(about_disk) = rustix::fs::statvfs(folder) else {
        return findings;
    };
    let free = about_disk.f_bavail.saturating_mul(about_disk.f_frsize);
    let said = format!("{}: {} MB free", folder.display(), free / 1_000_000);
    let no_names = about_disk.f_files > 0 && about_disk.f_favail == 0;
    findings.push(match free < ROOM || no_names {
        false => Finding::well("disk", said),
        true if no_names => Finding::wrong(
            "disk",
            format!("{said}, but no file can be made: too many are there"),
        ),
        true => Finding::wrong(
            "disk",
            format!("{said}: make room; until then what is published stays as it is"),
        ),
    });
    findings
}

/// Whether all folders of all sources can be watched.
fn folders(settings: &Settings) -> Finding {
    let roots = settings
        .sources
        .iter()
        .filter_map(|source| match &source.place {
            Place::Directory(options) => Some(options.root.as_path()),
            Place::Address(_) => None,
        });
    let mut count = 0u64;
    let mut missing = Vec::new();
    for root in roots {
        if !root.exists() {
            missing.push(format!("{} is not there", root.display()));
        }
        count = count.saturating_add(below(root));
    }
    if !missing.is_empty() {
        return Finding::wrong("folders", missing.join("; "));
    }
    let allowed = std::fs::read_to_string(WATCHES).ok();
    let allowed = allowed.and_then(|said| said.trim().parse::<u64>().ok());
    match allowed.filter(|allowed| *allowed < count.saturating_mul(2)) {
        Some(allowed) => Finding::note(
            "folders",
            format!(
                "{count} to be watched, and a user may watch {allowed}: raise it by `sysctl fs.inotify.max_user_watches={}`; \
                 without it changes are found every five minutes",
                count.saturating_mul(4)
            ),
        ),
        None => Finding::well("folders", format!("{count} to be watched")),
    }
}

/// A folder and the folders in it; links are not followed.
fn below(root: &Path) -> u64 {
    let mut count = 0;
    let mut open = vec![root.to_owned()];
    while let Some(folder) = open.pop() {
        let Ok(entries) = std::fs::read_dir(&folder) else {
            continue;
        };
        count += 1;
        let folders = entries.flatten().filter(|entry| {
            let kind = entry.file_type();
            kind.is_ok_and(|kind| kind.is_dir())
        });
        open.extend(folders.map(|entry| entry.path()));
    }
    count
}

/// Whether the clock may be right.
fn clock(facts: Option<&Facts>, now: DateTime<Utc>) -> Finding {
    let shown = now.format("%Y-%m-%d %H:%M UTC");
    let latest = facts
        .and_then(|facts| facts.turns.first())
        .map(|turn| turn.at);
    if now.timestamp() < MADE {
        let said = format!("it says {shown}, which is past: set it, or articles get that date");
        return Finding::wrong("clock", said);
    }
    match latest.filter(|latest| *latest > now + TimeDelta::minutes(1)) {
        Some(latest) => Finding::wrong(
            "clock",
            format!(
                "it says {shown}, but feeds were written at {}: it was wrong then, or is now",
                latest.format("%Y-%m-%d %H:%M UTC")
            ),
        ),
        None => Finding::well("clock", format!("{shown}")),
    }
}

fn files() -> Finding {
    match getrlimit(Resource::Nofile).current {
        Some(most) if most < FILES => Finding::note(
            "limits",
            format!(
                "{most} files may be open at once, which are few for many readers: `ulimit -n 1024`"
            ),
        ),
        Some(most) => Finding::well("limits", format!("{most} files may be open at once")),
        None => Finding::well("limits", "any number of files may be open"),
    }
}
