//! `feedmill check`: the published feeds against the rules of their formats.
//!
//! config.toml itself has been checked by the time this runs, as for every command: what was wrong
//! with it has been said, all of it at once, and the exit code was 2.
#![expect(clippy::disallowed_methods, reason = "shell: reads published files")]

use std::path::{Path, PathBuf};

use crate::config::Settings;
use crate::publish::{self, Format, lint, select::FeedSpec};

/// What `--help` says at its end.
pub(super) const MORE: &str = "\
Each fault is named with its line and what would be right. Nothing is changed.

Exit codes: 0 no fault; 1 a published feed breaks a rule of its format;
2 config.toml is at fault";

/// What the command line said.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct Args {}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// For people: a line for each finding, and a summary at the end.
    pub report: String,
    /// How many feed files were looked at.
    pub files: usize,
    /// How many rules are broken; the exit code is 1 when there are any.
    pub findings: usize,
}

/// Checks every published feed of the settings.
///
/// # Errors
/// When a file that is there cannot be read.
pub fn run(settings: &Settings) -> anyhow::Result<Outcome> {
    let mut report = String::new();
    let (mut files, mut findings, mut missing) = (0, 0, 0);
    for feed in &settings.feeds {
        let published = published(&settings.output, feed)?;
        if published.is_empty() {
            missing += 1;
            report += &format!("{}: not published yet\n", feed.name);
        }
        for path in published {
            files += 1;
            let file = settings.output.join(&path);
            let bytes = std::fs::read(&file)
                .map_err(|error| anyhow::anyhow!("reading {}: {error}", file.display()))?;
            for finding in lint::lint(&path, &bytes, self_url(settings, &path).as_deref()) {
                findings += 1;
                let (file, rule) = (file.display(), finding.rule);
                report += &format!("{file}: {rule}: {}\n", finding.message);
            }
        }
    }
    report += &format!(
        "{}: no fault; {files} feed file{} checked, {}\n",
        settings.file.display(),
        plural(files),
        match findings {
            0 => "no fault".to_owned(),
            _ => format!("{findings} fault{}", plural(findings)),
        }
    );
    report += match (findings, missing) {
        (0, 0) => "",
        (0, _) => "hint: `feedmill build` publishes what is missing\n",
        _ => {
            "hint: `feedmill build` writes feeds anew; a fault that stays is one of feedmill, please report it\n"
        }
    };
    Ok(Outcome {
        report,
        files,
        findings,
    })
}

pub(super) fn plural(count: usize) -> &'static str {
    if count == 1 { "" } else { "s" }
}

/// The files of a feed that are there, below the output folder, `/`-separated, in order.
fn published(output: &Path, feed: &FeedSpec) -> anyhow::Result<Vec<String>> {
    let formats: Vec<&Format> = feed
        .formats
        .iter()
        .filter_map(|name| publish::format(name))
        .collect();
    if feed.per.is_none() {
        let paths = formats
            .iter()
            .map(|format| format!("{}.{}", feed.name, format.extension));
        return Ok(paths.filter(|path| output.join(path).is_file()).collect());
    }
    let folder: PathBuf = output.join(&feed.name);
    let entries = match std::fs::read_dir(&folder) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => {
            entries.map_err(|error| anyhow::anyhow!("reading {}: {error}", folder.display()))?
        }
    };
    let mut paths = Vec::new();
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
        if formats.iter().any(|format| format.extension == extension) {
            paths.push(format!("{}/{name}", feed.name));
        }
    }
    paths.sort();
    Ok(paths)
}

/// Where a file is served.
fn self_url(settings: &Settings, path: &str) -> Option<String> {
    let mut url = settings.base_url.clone();
    url.path_segments_mut()
        .ok()?
        .pop_if_empty()
        .extend(path.split('/'));
    Some(url.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config;

    fn settings(folder: &Path) -> Settings {
        let text = "base_url = \"https://example.org/feeds/\"\n[[source]]\npath = \"a\"\n\
                    [[feed]]\nname = \"all\"\nformats = [\"json\", \"rss\"]\n[[feed]]\nper = \"tag\"\n";
        config::check(text, &folder.join("config.toml")).unwrap_or_else(|faults| panic!("{faults}"))
    }

    #[test]
    fn only_files_of_configured_feeds_are_looked_at() {
        let folder = tempfile::tempdir().expect("a folder");
        let settings = settings(folder.path());
        let none = run(&settings).expect("checked");
        assert_eq!(none.files, 0);
        assert!(none.report.contains("all: not published yet"));
        assert!(none.report.contains("hint: `feedmill build`"));
        std::fs::create_dir_all(settings.output.join("tags")).expect("made");
        for file in [
            "all.json",
            "all.atom",
            "old.rss",
            "tags/b.rss",
            "tags/a.atom",
            "tags/x.css",
        ] {
            std::fs::write(settings.output.join(file), "{}").expect("written");
        }
        let paths: Vec<String> = settings
            .feeds
            .iter()
            .flat_map(|feed| published(&settings.output, feed).expect("read"))
            .collect();
        assert_eq!(paths, ["all.json", "tags/a.atom", "tags/b.rss"]);
        let outcome = run(&settings).expect("checked");
        let expected = paths
            .iter()
            .map(|path| lint::lint(path, b"{}", self_url(&settings, path).as_deref()).len());
        assert_eq!((outcome.files, outcome.findings), (3, expected.sum()));
        assert!(outcome.report.contains("3 feed files checked"));
        let url = self_url(&settings, "tags/b.rss");
        assert_eq!(url.as_deref(), Some("https://example.org/feeds/tags/b.rss"));
    }
}
