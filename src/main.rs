//! Parses the command line, calls one function, turns the outcome into an exit code.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "the program's own edge"
)]

use std::process::ExitCode;

use clap::Parser;

#[derive(Parser)]
#[command(version, about)]
struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand)]
enum Command {
    /// What feedmill makes of one source, without any config
    Inspect(feedmill::cli::inspect::Args),
}

fn main() -> ExitCode {
    let Command::Inspect(args) = Args::parse().command;
    match feedmill::cli::inspect::run(&args, chrono::Utc::now()) {
        Ok(out) => {
            print!("{out}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("feedmill: {error:#}");
            ExitCode::FAILURE
        }
    }
}
