//! Messages to stderr: lines for people, or JSON.

use std::fmt;
use std::io::{IsTerminal, Write};

use chrono::{Local, SecondsFormat};
use tracing::{Event, Level, Subscriber};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::format::Writer;
use tracing_subscriber::fmt::{FmtContext, FormatEvent, FormatFields};
use tracing_subscriber::registry::LookupSpan;

use super::{Common, LogFormat};
use crate::text;

/// What stands before a line of each level: what is as it should be needs no word.
const LEVELS: &[(Level, &str, &str)] = &[
    (Level::ERROR, "\x1b[1;31m", "error: "),
    (Level::WARN, "\x1b[1;33m", "warning: "),
    (Level::INFO, "", ""),
    (Level::DEBUG, "\x1b[2m", "debug: "),
    (Level::TRACE, "\x1b[2m", "trace: "),
];

/// When a line was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Time {
    /// The hour, for whoever watches.
    Clock,
    /// Date, hour and zone, for a log that is kept.
    Full,
    /// Nothing: a command that ends at once, or a journal that adds the time itself.
    None,
}

/// A line for people: the time where it helps, a word for what is amiss, the message.
struct Line {
    time: Time,
}

impl<S, N> FormatEvent<S, N> for Line
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
{
    fn format_event(
        &self,
        context: &FmtContext<'_, S, N>,
        mut writer: Writer<'_>,
        event: &Event<'_>,
    ) -> fmt::Result {
        let colours = writer.has_ansi_escapes();
        let (dim, plain) = if colours {
            ("\x1b[2m", "\x1b[0m")
        } else {
            ("", "")
        };
        match self.time {
            Time::Clock => write!(writer, "{dim}{}{plain}  ", now().format("%H:%M:%S"))?,
            Time::Full => {
                let now = now().to_rfc3339_opts(SecondsFormat::Secs, true);
                write!(writer, "{dim}{now}{plain} ")?;
            }
            Time::None => {}
        }
        let level = event.metadata().level();
        for (_, colour, word) in LEVELS.iter().filter(|(known, ..)| known == level) {
            if colours && !word.is_empty() {
                write!(writer, "{colour}{word}{plain}")?;
            } else {
                writer.write_str(word)?;
            }
        }
        context.format_fields(writer.by_ref(), event)?;
        writeln!(writer)
    }
}

/// stderr, but for the secrets that addresses may hold (T-61): each message is written by one call.
struct Veiled;

impl Write for Veiled {
    fn write(&mut self, message: &[u8]) -> std::io::Result<usize> {
        let shown = text::addresses(&String::from_utf8_lossy(message));
        std::io::stderr().write_all(shown.as_bytes())?;
        Ok(message.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        std::io::stderr().flush()
    }
}

/// Starts the log; a daemon's lines carry the time unless the journal adds it.
#[expect(
    clippy::disallowed_methods,
    reason = "shell: asks whether the journal listens"
)]
pub(super) fn start(common: &Common, daemon: bool) {
    let level = match (common.quiet, common.verbose) {
        (true, _) => "error",
        (false, 0) => "feedmill=info,error",
        (false, 1) => "feedmill=debug,info",
        (false, _) => "feedmill=trace,debug",
    };
    let terminal = std::io::stderr().is_terminal();
    let log = tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::new(level))
        .with_writer(|| Veiled)
        // Whatever cannot be written to stderr cannot be complained of there.
        .log_internal_errors(false)
        .with_ansi(terminal && std::env::var_os("NO_COLOR").is_none())
        .with_target(false);
    let timed = daemon && std::env::var_os("JOURNAL_STREAM").is_none();
    let time = match (timed, terminal) {
        (false, _) => Time::None,
        (true, true) => Time::Clock,
        (true, false) => Time::Full,
    };
    // A second start in one process (tests) keeps the first.
    let _ = match common.log_format {
        LogFormat::Json => log.json().flatten_event(true).try_init(),
        LogFormat::Text => log.event_format(Line { time }).try_init(),
    };
}

#[expect(clippy::disallowed_methods, reason = "shell: the clock of the log")]
fn now() -> chrono::DateTime<Local> {
    Local::now()
}
