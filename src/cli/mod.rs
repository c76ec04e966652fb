//! The command line: one file per command.

pub mod add;
pub mod adopt;
pub mod backup;
pub mod build;
pub mod check;
pub mod completions;
mod deliver;
pub mod doctor;
mod document;
mod edit;
pub mod export;
pub mod import;
pub mod init;
pub mod inspect;
mod log;
mod look;
pub mod man;
mod progress;
pub mod restore;
pub mod run;
pub mod status;
mod table;

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

use anyhow::Context;

use crate::config::{self, Faults};
use crate::mill::Note;

/// feedmill turns articles into feeds: it collects them from folders and web addresses, and keeps
/// valid, stable RSS, Atom and JSON feeds of them fresh
#[derive(Debug, Parser)]
#[command(
    name = "feedmill",
    version,
    about,
    after_help = EXAMPLES,
    arg_required_else_help = true
)]
pub struct Args {
    /// What every command takes.
    #[command(flatten)]
    pub common: Common,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

const EXAMPLES: &str = "\
Examples:
  feedmill init                     write a config.toml and an example article
  feedmill run                      keep its feeds fresh and serve them
  feedmill build                    one pass and exit, for cron
  feedmill inspect notes/first.md   what becomes of one file, folder or address
  feedmill add https://example.org/ follow a feed, a page that lists articles, a folder
  feedmill import reader.opml       follow all that a reader is subscribed to

Exit codes:
  0  done
  1  failed
  2  config.toml or the command line is at fault; nothing was touched
  3  feeds were written, but some source failed, or what is run after it";

const COMMON: &str = "Options of every command";

/// What every command takes.
#[derive(Debug, Clone, clap::Args)]
pub struct Common {
    /// The configuration
    #[arg(
        help_heading = COMMON,
        hide_env_values = true,
        long,
        short,
        value_name = "FILE",
        value_hint = clap::ValueHint::FilePath,
        default_value = "config.toml",
        env = "FEEDMILL_CONFIG",
        global = true
    )]
    pub config: PathBuf,
    /// Say only what fails
    #[arg(help_heading = COMMON, long, short, global = true, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Say more; twice for everything
    #[arg(help_heading = COMMON, long, short, global = true, action = clap::ArgAction::Count)]
    pub verbose: u8,
    /// How messages are written to stderr: `text` for people, `json` for machines
    #[arg(
        help_heading = COMMON,
        long,
        value_name = "FORMAT",
        default_value = "text",
        hide_possible_values = true,
        global = true
    )]
    pub log_format: LogFormat,
}

/// How messages are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// Lines for people.
    Text,
    /// One JSON object a line.
    Json,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Keep the feeds fresh and serve them, until stopped
    #[command(after_help = run::MORE)]
    Run(run::Args),
    /// Bring the feeds up to date once and exit, for cron and CI
    #[command(after_help = build::MORE)]
    Build(build::Args),
    /// Show what becomes of a file, a folder or an address
    #[command(after_help = inspect::MORE)]
    Inspect(inspect::Args),
    /// Find out what an address or a folder is, and add it to config.toml
    #[command(after_help = add::MORE)]
    Add(add::Args),
    /// Check config.toml, and the published feeds against their formats
    #[command(after_help = check::MORE)]
    Check(check::Args),
    /// Look at all that feedmill stands on, and say what to do about what is wrong
    #[command(after_help = doctor::MORE)]
    Doctor,
    /// Show how each source and each feed is doing
    #[command(after_help = status::MORE)]
    Status(status::Args),
    /// Add the subscriptions of an OPML file to config.toml
    #[command(after_help = import::MORE)]
    Import(import::Args),
    /// Print the addresses that are followed as OPML, for any reader
    #[command(after_help = export::MORE)]
    Export,
    /// Take over the ids and dates of feeds that were there before
    #[command(after_help = adopt::MORE)]
    Adopt(adopt::Args),
    /// Copy the state, which holds ids and dates, to a file
    #[command(after_help = backup::MORE)]
    Backup(backup::Args),
    /// Put a copy of the state in its place
    #[command(after_help = restore::MORE)]
    Restore(restore::Args),
    /// Write a commented config.toml and an example article
    #[command(after_help = init::MORE)]
    Init(init::Args),
    /// Print what a shell needs to complete the command line
    #[command(after_help = completions::MORE)]
    Completions(completions::Args),
    /// Print the page of the manual, or write those of all commands
    #[command(after_help = man::MORE)]
    Man(man::Args),
}

/// How a command ended, when it did not fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Everything was done: exit code 0.
    Done,
    /// What was asked for was found wanting, and was said: exit code 1.
    Wanting,
    /// Feeds were written, but some source or file failed: exit code 3.
    Partly,
}

/// Why a command failed.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The configuration is at fault: exit code 2.
    #[error(transparent)]
    Config(#[from] Faults),
    /// Anything else: exit code 1.
    #[error("{}", sentence(.0))]
    Other(#[from] anyhow::Error),
}

/// An error with its causes, leaving out those that it names already.
fn sentence(error: &anyhow::Error) -> String {
    let mut said = String::new();
    for cause in error.chain().map(ToString::to_string) {
        if said.is_empty() {
            said = cause;
        } else if !said.contains(&cause) {
            said.push_str(": ");
            said.push_str(&cause);
        }
    }
    said
}

impl From<crate::store::Error> for Failure {
    fn from(error: crate::store::Error) -> Self {
        Failure::Other(error.into())
    }
}

/// Runs a command. What it prints for machines is returned; messages go to stderr on the way.
///
/// # Errors
/// See [`Failure`].
pub fn run(args: Args) -> Result<(Outcome, String), Failure> {
    log::start(&args.common, matches!(args.command, Command::Run(_)));
    match args.command {
        Command::Run(command) => run::run(&args.common, &command),
        Command::Build(command) => build::run(&args.common, &command),
        Command::Inspect(command) => {
            Ok((Outcome::Done, inspect::run(&args.common, &command, now())?))
        }
        Command::Add(command) => add::run(&args.common, &command, now()),
        Command::Adopt(command) => adopt::run(&args.common, &command),
        Command::Doctor => doctor::run(&args.common),
        Command::Backup(command) => backup::run(&args.common, &command),
        Command::Restore(command) => restore::run(&args.common, &command),
        Command::Import(command) => import::run(&args.common, &command),
        Command::Export => export::run(&args.common),
        Command::Status(command) => status::run(&args.common, &command),
        Command::Check(_) => {
            let found = check::run(&config::load(&args.common.config)?)?;
            let outcome = if found.findings == 0 {
                Outcome::Done
            } else {
                Outcome::Wanting
            };
            Ok((outcome, found.report))
        }
        Command::Init(command) => {
            // Outside the message, which is not made where it is not wanted.
            let said = init::run(&command, now())?;
            tracing::info!("{}", said.trim_end());
            Ok((Outcome::Done, String::new()))
        }
        Command::Completions(command) => Ok((Outcome::Done, completions::run(command))),
        Command::Man(command) => Ok((Outcome::Done, man::run(&command)?)),
    }
}

/// Says what failed and what is odd, each once.
fn say(failures: &[Note], warnings: &[Note]) {
    for warning in warnings {
        tracing::warn!("{warning}");
    }
    for failure in failures {
        tracing::error!("{failure}");
    }
}

fn runtime() -> anyhow::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread()
        .max_blocking_threads(16)
        .enable_all()
        .build()
        .context("starting the runtime")
}

#[expect(clippy::disallowed_methods, reason = "shell: the clock")]
fn now() -> chrono::DateTime<chrono::Utc> {
    chrono::Utc::now()
}
