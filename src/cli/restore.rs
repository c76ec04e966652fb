//! `feedmill restore`: a copy of the state in its place.

use std::path::PathBuf;
use std::sync::Arc;

use super::check::plural;
use super::{Common, Failure, Outcome};
use crate::config;
use crate::mill::Mill;
use crate::store;

/// What `--help` says at its end.
pub(super) const MORE: &str = "\
The copy is looked through first. The state that was there is renamed, not
overwritten. What has been published since the copy was made keeps the ids and dates
that it was published with. Stop `feedmill run` before.

Example:
  feedmill restore /srv/backup/feedmill.db && feedmill build

Exit codes: 0 done; 1 it is no copy of a state, or feedmill runs: then nothing was
changed; 2 config.toml is at fault";

/// What the command line said.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A copy that `feedmill backup` made
    #[arg(value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    pub file: PathBuf,
}

/// Runs the command.
///
/// # Errors
/// When the configuration is at fault, the file is no copy of a state, or another process holds the state.
pub fn run(common: &Common, args: &Args) -> Result<(Outcome, String), Failure> {
    let settings = Arc::new(config::load(&common.config)?);
    let state = settings.state.clone();
    let copied = store::restore(&state, &args.file)?;
    let now = super::now();
    let entries = Mill::open(settings, now)?.adopt_published(now)?;
    let since = match entries {
        0 => "",
        _ => "; what has been published since keeps its ids and dates",
    };
    let before = copied
        .replaced
        .as_ref()
        .map_or_else(String::new, |replaced| {
            format!("; as it was before it is {}", replaced.display())
        });
    tracing::info!(
        "{}: {} article{}{since}{before}",
        state.display(),
        copied.articles,
        plural(copied.articles)
    );
    Ok((Outcome::Done, String::new()))
}
