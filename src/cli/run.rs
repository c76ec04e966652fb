//! `feedmill run`: the daemon.

use super::{Common, Failure, Outcome, progress::Bar};
use crate::{config, daemon};

/// What `--help` says at its end.
pub(super) const MORE: &str = "\
What is saved in a source folder is published within two seconds. Addresses are
asked as often as `every` says. A changed config.toml is taken up by itself.

Ctrl-C or SIGTERM  ends what is under way and exits with 0
SIGHUP             reads config.toml again

Exit codes: 0 stopped; 1 the state is in use, or the port is taken;
2 config.toml is at fault";

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
