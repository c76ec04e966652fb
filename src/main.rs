//! Parses the command line, calls one function, turns the outcome into an exit code.

use std::io::Write;
use std::process::ExitCode;

use clap::Parser;
use feedmill::cli::{self, Failure, Outcome};

/// The codes of product.md, for scripts and cron.
const FAILED: u8 = 1;
const USAGE: u8 = 2;
const PARTLY: u8 = 3;

fn main() -> ExitCode {
    keep_to_itself();
    match cli::run(cli::Args::parse()) {
        Ok((outcome, out)) => {
            // A reader that has gone (`| head`) is no failure, nor is a full disk under what is said below.
            let _ = std::io::stdout().lock().write_all(out.as_bytes());
            match outcome {
                Outcome::Done => ExitCode::SUCCESS,
                Outcome::Wanting => ExitCode::from(FAILED),
                Outcome::Partly => ExitCode::from(PARTLY),
            }
        }
        Err(Failure::Config(faults)) => {
            let _ = anstream::stderr().write_all(faults.rendered.as_bytes());
            ExitCode::from(USAGE)
        }
        Err(failure) => {
            let said = feedmill::text::addresses(&failure.to_string());
            let _ = writeln!(std::io::stderr(), "feedmill: {said}");
            ExitCode::from(FAILED)
        }
    }
}

/// Secrets of the configuration lie in memory: no core dump holds them, and no other program of the same user looks (T-61).
fn keep_to_itself() {
    #[cfg(target_os = "linux")]
    let _ = rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable);
}
