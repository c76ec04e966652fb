//! Messages to stderr: lines for people, or JSON.

use std::io::IsTerminal;

use tracing_subscriber::EnvFilter;

use super::{Common, LogFormat};

/// Starts the log; a daemon's lines carry the time unless the journal adds it.
#[expect(
    clippy::disallowed_methods,
    reason = "shell: asks whether the journal listens"
)]
pub(super) fn start(common: &Common, daemon: bool) {
    let level = match (common.quiet, common.verbose) {
        (true, _) => "error",
        (false, 0) => "info",
        (false, 1) => "feedmill=debug,info",
        (false, _) => "feedmill=trace,debug",
    };
    let log = tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::new(level))
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .with_target(false);
    let timed = daemon && std::env::var_os("JOURNAL_STREAM").is_none();
    // A second start in one process (tests) keeps the first.
    let _ = match (common.log_format, timed) {
        (LogFormat::Json, _) => log.json().flatten_event(true).try_init(),
        (LogFormat::Text, true) => log.try_init(),
        (LogFormat::Text, false) => log.without_time().try_init(),
    };
}
