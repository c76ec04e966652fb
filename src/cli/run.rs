//! `feedmill run`: the daemon.

use super::{Common, Failure, Outcome, progress::Bar};
use crate::{config, daemon};

/// What the command line said.
#[derive(Debug, clap::Args)]
pub struct Args {}

/// Runs the command until it is told to stop.
///
/// # Errors
/// When the configuration is at fault, the state cannot be used, or the address to serve on is taken.
pub fn run(common: &Common, _args: &Args) -> Result<(Outcome, String), Failure> {
    let settings = config::load(&common.config)?;
    let bar = Bar::new(common.quiet);
    let progress = |what: &str, done, total| {
        bar.set(what, done, total);
        if done >= total {
            bar.clear();
        }
    };
    super::runtime()?.block_on(daemon::run(settings, &progress))?;
    Ok((Outcome::Done, String::new()))
}
