//! `feedmill backup`: the state as a file to be kept somewhere else.

use std::path::PathBuf;

use super::check::plural;
use super::{Common, Failure, Outcome};
use crate::config;
use crate::store;

/// What `--help` says at its end.
pub(super) const MORE: &str = "\
The state is what ids and dates are kept in. The copy is of one moment, also while
`feedmill run` runs; a copy that is there already is replaced once the new one is
whole. `feedmill restore` puts it back.

Example:
  feedmill backup /srv/backup/feedmill.db

Exit codes: 0 done; 1 there is no state, or it cannot be copied;
2 config.toml is at fault";

/// What the command line said.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Where the copy is to lie
    #[arg(value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    pub file: PathBuf,
}

/// Runs the command. It only reads the state, so it may run beside the daemon.
///
/// # Errors
/// When the configuration is at fault, or the state cannot be copied.
pub fn run(common: &Common, args: &Args) -> Result<(Outcome, String), Failure> {
    let settings = config::load(&common.config)?;
    let copied = store::backup(&settings.state, &args.file)?;
    tracing::info!(
        "{}: {} article{}, {} KB",
        args.file.display(),
        copied.articles,
        plural(copied.articles),
        copied.size.div_ceil(1000)
    );
    Ok((Outcome::Done, String::new()))
}
