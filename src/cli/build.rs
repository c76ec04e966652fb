//! `feedmill build`: one pass and exit, for cron and CI.
#![expect(clippy::disallowed_methods, reason = "shell: the clock")]

use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::Utc;

use super::{Common, Failure, Outcome, progress::Bar};
use crate::collect::http::Client;
use crate::config::{self, Settings};
use crate::mill::address::Collected;
use crate::mill::{Mill, Report, Which, address};
use crate::store;

/// Most answers that make way for others together, and how long they wait for each other.
const MOST: usize = 64;
const SOON: Duration = Duration::from_millis(5);

/// Answers that are taken in together: each time, the state writes all of its pages that have changed.
#[derive(Default)]
struct Gathered {
    answers: Vec<Collected>,
    /// Bytes of their documents.
    size: u64,
}

impl Gathered {
    /// Most answers, and most bytes of documents, that are held.
    const MOST: usize = 256;
    const LARGEST: u64 = 8 << 20;

    fn add(&mut self, answers: Vec<Collected>) {
        let documents = answers
            .iter()
            .filter(|answer| matches!(answer.outcome, Ok(Some(_))));
        self.size += documents.map(|answer| answer.state.body_size).sum::<u64>();
        self.answers.extend(answers);
    }

    fn is_full(&self) -> bool {
        self.answers.len() >= Self::MOST || self.size >= Self::LARGEST
    }
}

/// What `--help` says at its end.
pub(super) const MORE: &str = "\
Folders are read always, addresses when they are due. A pass that finds nothing
new rewrites no file.

For cron, saying only what fails:
  */15 * * * *  feedmill -q -c /srv/notes/config.toml build

Exit codes: 0 done; 1 failed; 2 config.toml is at fault, nothing was touched;
3 feeds were written, but some source failed, or putting
them into the object store, or `after_publish`";

/// What the command line said.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Ask all addresses, due or not: still conditionally, never one asked in the last five
    /// minutes, and never against a Retry-After
    #[arg(long)]
    pub all: bool,
}

/// Runs the command.
///
/// # Errors
/// When the configuration is at fault, or the state cannot be used.
pub fn run(common: &Common, args: &Args) -> Result<(Outcome, String), Failure> {
    let settings = Arc::new(config::load(&common.config)?);
    match pass(common, args, &settings) {
        Err(Failure::Other(error)) if is_damage(&error) => {
            // It is looked into when it is opened again.
            store::suspect(&settings.state)?;
            pass(common, args, &settings)
        }
        outcome => outcome,
    }
}

fn is_damage(error: &anyhow::Error) -> bool {
    error
        .downcast_ref::<store::Error>()
        .is_some_and(store::Error::is_damage)
}

fn pass(
    common: &Common,
    args: &Args,
    settings: &Arc<Settings>,
) -> Result<(Outcome, String), Failure> {
    let started = Instant::now();
    let mut mill = Mill::open(Arc::clone(settings), Utc::now())?;
    let bar = Bar::new(common.quiet);
    let progress = |what: &str, done, total| bar.set(what, done, total);
    let mut report = Report::default();
    mill.scan(Utc::now(), &mut report, &progress)?;
    let which = if args.all { Which::All } else { Which::Pass };
    fetch(&mut mill, which, &mut report, &bar)?;
    mill.remind(&mut report);
    mill.publish(Utc::now(), &mut report, &progress)?;
    bar.clear();
    let delivered = super::deliver::all(&mut mill, &mut report)?;
    super::say(&report.failures, &report.warnings);
    tracing::info!("{}", report.summary(started.elapsed().as_secs_f64()));
    mill.remember(&report, started.elapsed(), Utc::now())?;
    let outcome = match (report.unwritten, report.failures.len()) {
        (0, 0) if delivered => Outcome::Done,
        (0, _) => Outcome::Partly,
        _ => Outcome::Wanting,
    };
    Ok((outcome, String::new()))
}

/// Asks what is to be asked: whenever one of a host has answered, the next one of that host.
fn fetch(mill: &mut Mill, which: Which, report: &mut Report, bar: &Bar) -> Result<(), Failure> {
    let mut total = mill.to_ask(Utc::now(), which);
    if total == 0 {
        return Ok(());
    }
    let client = match Client::new(mill.settings().fetch.clone()) {
        Ok(client) => Arc::new(client),
        Err(error) => loop {
            let jobs = mill.due(Utc::now(), which)?;
            if jobs.is_empty() {
                return Ok(());
            }
            mill.take(address::refused(jobs, &error), Utc::now(), report)?;
        },
    };
    let runtime = super::runtime()?;
    runtime.block_on(async {
        let (sender, mut results) = tokio::sync::mpsc::channel(64);
        let (mut asking, mut done) = (0, 0);
        let mut gathered = Gathered::default();
        loop {
            let now = Utc::now();
            let jobs = tokio::task::block_in_place(|| mill.due(now, which))?;
            asking += jobs.len();
            address::start(&client, jobs, now, &sender);
            if gathered.is_full() || asking == 0 {
                let taken = std::mem::take(&mut gathered);
                if taken.answers.is_empty() {
                    return Ok(());
                }
                tokio::task::block_in_place(|| mill.take(taken.answers, Utc::now(), report))?;
                continue;
            }
            total = total.max(done + asking);
            bar.set("addresses", done as u64, total as u64);
            let mut answers = Vec::new();
            results.recv_many(&mut answers, MOST).await;
            // Those that answer at about the same time make way for the next ones together.
            let soon = tokio::time::Instant::now() + SOON;
            while answers.len() < MOST.min(asking)
                && let Ok(Some(next)) = tokio::time::timeout_at(soon, results.recv()).await
            {
                answers.push(next);
            }
            asking = asking.saturating_sub(answers.len());
            done += answers.len();
            mill.answered(&answers);
            gathered.add(answers);
        }
    })
}
