//! `feedmill man`: pages of the manual, made of what `--help` says.
#![expect(clippy::disallowed_methods, reason = "shell: writes new files")]

use std::fs;
use std::path::PathBuf;

use anyhow::Context;
use clap::{Command, CommandFactory};
use clap_mangen::Man;
use clap_mangen::roff::{Roff, roman};

/// What `--help` says at its end.
pub(super) const MORE: &str = "\
Examples:
  feedmill man | man -l -           read it
  feedmill man /usr/share/man/man1  install feedmill.1, feedmill-run.1 and the others

Exit codes: 0 done; 1 a page cannot be written";

/// What the command line said.
#[derive(Debug, Clone, clap::Args)]
pub struct Args {
    /// A folder to write a page for each command into, made when it is not there; left out, the page of feedmill
    /// itself is printed
    #[arg(value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    pub dir: Option<PathBuf>,
}

/// Gives the page, or writes all of them.
///
/// # Errors
/// When a page cannot be written, with its path.
pub fn run(args: &Args) -> anyhow::Result<String> {
    let mut whole = super::Args::command().disable_help_subcommand(true);
    whole.build();
    let Some(dir) = &args.dir else {
        return page(&whole);
    };
    fs::create_dir_all(dir).with_context(|| format!("making {}", dir.display()))?;
    for command in std::iter::once(&whole).chain(whole.get_subcommands()) {
        let name = command.get_display_name().unwrap_or(command.get_name());
        let path = dir.join(format!("{name}.1"));
        fs::write(&path, page(command)?).with_context(|| format!("writing {}", path.display()))?;
    }
    Ok(String::new())
}

/// The page of a command.
fn page(command: &Command) -> anyhow::Result<String> {
    let version = env!("CARGO_PKG_VERSION");
    let man = Man::new(command.clone())
        .source(format!("feedmill {version}"))
        .manual("feedmill");
    let mut out = Vec::new();
    man.render_title(&mut out)?;
    man.render_name_section(&mut out)?;
    man.render_synopsis_section(&mut out)?;
    man.render_description_section(&mut out)?;
    man.render_options_section(&mut out)?;
    if command.has_subcommands() {
        man.render_subcommands_section(&mut out)?;
    }
    if let Some(more) = command.get_after_help() {
        notes(&more.to_string()).to_writer(&mut out)?;
    }
    Ok(String::from_utf8_lossy(&out).into_owned())
}

/// What stands at the end of `--help`: prose is filled, what is indented or in columns stays as it is.
fn notes(more: &str) -> Roff {
    let mut roff = Roff::new();
    roff.control("SH", ["NOTES"]);
    let mut kept = false;
    for line in more.lines() {
        let indented = line.starts_with("  ") || line.contains("   ");
        if indented != kept {
            roff.control(if indented { "nf" } else { "fi" }, []);
            kept = indented;
        }
        match line.trim_end() {
            "" => roff.control("PP", []),
            line => roff.text([roman(line)]),
        };
    }
    if kept {
        roff.control("fi", []);
    }
    roff
}
