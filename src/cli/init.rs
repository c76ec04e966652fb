//! `feedmill init`: a commented config.toml and an example article to start from.
#![expect(clippy::disallowed_methods, reason = "shell: writes new files")]

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use chrono::{DateTime, Utc};

/// What `--help` says at its end.
pub(super) const MORE: &str = "\
Examples:
  feedmill init          into this folder
  feedmill init notes    into the folder `notes`

Exit codes: 0 done; 1 one of the files is there already, and nothing was written";

/// What the command line said.
#[derive(Debug, Clone, clap::Args)]
pub struct Args {
    /// The folder to write into; made when it is not there
    #[arg(default_value = ".", value_hint = clap::ValueHint::DirPath)]
    pub dir: PathBuf,
}

/// The config.toml of the repository: one file teaches, runs and is tested.
const TEMPLATE: &str = include_str!("../../config.toml");

/// What is different when it is one's own.
const OWN: &[(&str, &str)] = &[
    ("path = \"examples/articles\"", "path = \"articles\""),
    ("name = \"samples\"", "name = \"articles\""),
    ("[\"samples\"]", "[\"articles\"]"),
    ("title = \"Sample articles\"", "title = \"My articles\""),
];

const ARTICLE: &str = "\
---
title: The first article
date: DATE
tags: [welcome]
---

This file is an article. Change it, or put others beside it: Markdown, HTML and plain text are all
read, with or without the lines between the dashes above.

While `feedmill run` runs, what you save here is in the feeds a moment later.
";

/// Writes the files and gives what to say.
///
/// # Errors
/// When one of the files is there already: nothing is written then, and never is a file overwritten.
/// Or when one cannot be written, with its path.
pub fn run(args: &Args, now: DateTime<Utc>) -> anyhow::Result<String> {
    let files = [
        (args.dir.join("config.toml"), config()),
        (
            args.dir.join("articles").join("first.md"),
            ARTICLE.replace("DATE", &now.format("%Y-%m-%d").to_string()),
        ),
    ];
    for (path, _) in &files {
        if path.symlink_metadata().is_ok() {
            bail!(
                "{} is there already; nothing was written\nhint: `feedmill init DIR` writes into another folder",
                path.strip_prefix(".").unwrap_or(path).display()
            );
        }
    }
    let mut said = String::new();
    for (path, text) in &files {
        write(path, text).with_context(|| format!("writing {}", path.display()))?;
        let shown = path.strip_prefix(".").unwrap_or(path);
        said += &format!("wrote {}\n", shown.display());
    }
    let here = args.dir == Path::new(".");
    let place = match here {
        true => String::new(),
        false => format!(
            " --config {}",
            files
                .first()
                .map_or(Path::new(""), |(path, _)| path)
                .display()
        ),
    };
    said += &format!("next:  feedmill{place} run\n");
    Ok(said)
}

fn config() -> String {
    let own = |text: String, (from, to): &(&str, &str)| text.replace(from, to);
    OWN.iter().fold(TEMPLATE.to_owned(), own)
}

/// Makes a file that is not there yet.
fn write(path: &Path, text: &str) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(text.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config;

    fn now() -> DateTime<Utc> {
        "2026-11-22T12:00:00Z".parse().expect("a time")
    }

    #[test]
    fn what_is_written_can_be_run() {
        let folder = tempfile::tempdir().expect("a folder");
        let dir = folder.path().join("new/site");
        let said = run(&Args { dir: dir.clone() }, now()).expect("written");
        assert!(said.contains("config.toml") && said.contains("next:  feedmill --config"));
        let settings = config::load(&dir.join("config.toml")).expect("a right config");
        let source = settings.sources.first().expect("a source");
        let config::Place::Directory(directory) = &source.place else {
            panic!("not a folder");
        };
        assert!(directory.root.join("first.md").is_file());
        let article = fs::read_to_string(directory.root.join("first.md")).expect("read");
        assert!(article.contains("date: 2026-11-22"));
    }

    /// Each change still has something to change, and nothing of the samples is left.
    #[test]
    fn the_template_is_made_ones_own() {
        for (from, _) in OWN {
            assert!(TEMPLATE.contains(from), "{from}");
        }
        assert!(!config().to_lowercase().contains("sample"));
    }

    #[test]
    fn nothing_is_ever_overwritten() {
        for existing in ["config.toml", "articles/first.md"] {
            let folder = tempfile::tempdir().expect("a folder");
            let path = folder.path().join(existing);
            write(&path, "mine").expect("written");
            let args = Args {
                dir: folder.path().to_owned(),
            };
            let error = run(&args, now()).expect_err("refused").to_string();
            assert!(error.contains(existing) && error.contains("nothing was written"));
            assert_eq!(fs::read_to_string(&path).expect("read"), "mine");
            let files = walk(folder.path());
            assert_eq!(files, 1, "nothing else was written");
        }
    }

    fn walk(folder: &Path) -> usize {
        let entries = fs::read_dir(folder).expect("read").flatten();
        entries
            .map(|entry| match entry.path() {
                path if path.is_dir() => walk(&path),
                _ => 1,
            })
            .sum()
    }
}
