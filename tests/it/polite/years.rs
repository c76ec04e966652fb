//! Two years in a few minutes: memory, descriptors and the size of the state level off (D-23).
//!
//! `FEEDMILL_ROUNDS=730 cargo test --release --test it two_years` takes a turn each day, for a hundred sources.

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};

use feedmill::mill::{Report, Which};

use super::{World, at};
use crate::server::{Answer, Server};
use crate::site::rounds;

const DAYS: usize = 730;
/// Articles of a document: those of so many days.
const LISTED: usize = 20;
/// After so many days all that comes and goes has done so: an article stays a year after it was last listed, and a month.
const WARM: usize = 500;

/// Says to a process of the tests that it is the one that is measured, and where the sources are.
const MEASURED: &str = "FEEDMILL_MEASURED";

/// How much there is of everything after a turn.
#[derive(Debug, Clone, Copy)]
struct Use {
    /// Memory, in KiB.
    memory: u64,
    descriptors: usize,
    /// Of the state's file and its journal, in KiB.
    state: u64,
    articles: u64,
}

/// What a source lists on a day: an article a day, of some length.
fn document(source: usize, day: usize) -> Answer {
    // Some are out of order at times.
    if (source + day / 10).is_multiple_of(17) {
        return Answer::status(503);
    }
    let items: String = (day.saturating_sub(LISTED)..=day)
        .rev()
        .map(|number| {
            let date = at(i64::try_from(number).expect("a number") * 86_400 - 3600 - source as i64);
            // Some are edited after a while.
            let edited = if number.is_multiple_of(9) && day > number + 5 { " Corrected." } else { "" };
            let text = format!("What {source} has to say of day {number}.{edited} ");
            format!(
                "<item><guid isPermaLink=\"false\">{source}-{number}</guid><title>Day {number}</title>\
                 <link>https://u{source}.example/{number}</link><category>t{}</category>\
                 <pubDate>{}</pubDate><description>{}</description></item>",
                number % 5,
                date.to_rfc2822(),
                text.repeat(20)
            )
        })
        .collect();
    Answer::new(
        "application/rss+xml",
        format!(
            "<rss version=\"2.0\"><channel><title>U</title><link>https://u{source}.example/</link>\
             <description>d</description>{items}</channel></rss>"
        ),
    )
}

fn size(path: &std::path::Path) -> u64 {
    std::fs::metadata(path).map_or(0, |file| file.len())
}

/// One turn for each line that comes, and a line of what it left.
fn measured(base: &str, sources: usize, step: usize) {
    let named = (0..sources)
        .map(|source| format!("[[source]]\nname = \"s{source}\"\nurl = \"{base}/{source}\"\n"));
    let feed = |name: &str, per: &str, title: &str| {
        format!(
            "[[feed]]\nname = \"{name}\"\n{per}title = \"{title}\"\nlink = \"https://example.org/\"\nlimit = 50\nformats = [\"json\"]\n"
        )
    };
    let mut world = World::with(
        &(named.collect::<String>()
            + &feed("all", "", "All")
            + &feed("tags", "per = \"tag\"\n", "{value}")
            + &feed("by", "per = \"source\"\n", "{value}")),
    );
    let mut stdout = std::io::stdout();
    for (turn, line) in std::io::stdin().lines().enumerate() {
        line.expect("a line");
        world.now = at(i64::try_from(turn * step).expect("a number") * 86_400);
        world.turn(Which::Due);
        let now = world.now;
        // The process is another now and then.
        if turn % 50 == 49 {
            world.restart();
        }
        let mut report = Report::default();
        let mill = world.mill();
        mill.publish(now, &mut report, &|_, _, _| {})
            .expect("feeds are published");
        mill.remember(&report, std::time::Duration::ZERO, now)
            .expect("it is remembered");
        let status = std::fs::read_to_string("/proc/self/status").expect("a status");
        let memory = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let memory = memory.and_then(|said| said.trim().strip_suffix(" kB"));
        let descriptors = std::fs::read_dir("/proc/self/fd").expect("a folder");
        let state = world.site.path("feedmill.db");
        writeln!(
            stdout,
            "measured {} {} {} {}",
            memory.expect("memory"),
            descriptors.count(),
            (size(&state) + size(&world.site.path("feedmill.db-wal"))) / 1024,
            report.articles,
        )
        .expect("it is said");
    }
}

fn used(line: &str) -> Option<Use> {
    // The harness says the name of the test before the first.
    let (_, line) = line.split_once("measured ")?;
    let mut numbers = line.split(' ').map(|number| number.parse::<u64>());
    let mut next = || numbers.next().and_then(Result::ok);
    Some(Use {
        memory: next()?,
        descriptors: usize::try_from(next()?).ok()?,
        state: next()?,
        articles: next()?,
    })
}

#[test]
fn two_years_leave_nothing_behind() {
    let turns = rounds(37);
    let (step, sources) = (DAYS / turns, if turns < 365 { 8 } else { 100 });
    if let Ok(base) = std::env::var(MEASURED) {
        return measured(&base, sources, step);
    }
    let server = Server::start();
    let mut child = Command::new(std::env::current_exe().expect("a path"))
        .args(["--exact", "polite::years::two_years_leave_nothing_behind"])
        .args(["--nocapture", "--test-threads", "1"])
        .env(MEASURED, &server.base)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("it starts");
    let mut turn = child.stdin.take().expect("stdin is piped");
    let mut lines = BufReader::new(child.stdout.take().expect("stdout is piped")).lines();
    let mut all = Vec::new();
    for number in 0..turns {
        for source in 0..sources {
            server.set(&format!("/{source}"), document(source, number * step));
        }
        writeln!(turn, "{number}").expect("it runs");
        let used = lines
            .by_ref()
            .map_while(Result::ok)
            .find_map(|line| used(&line));
        all.push(used.unwrap_or_else(|| panic!("it ended after {all:?}")));
    }
    drop(turn);
    // What the harness has to say.
    lines.count();
    assert!(child.wait().expect("it ends").success());
    let warm = &all[WARM / step..];
    let most = |what: fn(&Use) -> u64| warm.iter().map(what).max().unwrap_or_default();
    let least = |what: fn(&Use) -> u64| warm.iter().map(what).min().unwrap_or_default();
    let said = || {
        let shown = all.iter().step_by(turns / 24 + 1);
        shown.map(|used| format!("{used:?}\n")).collect::<String>()
    };
    for (name, what, allowed) in [
        ("memory", (|used| used.memory) as fn(&Use) -> u64, 5),
        ("descriptors", |used| used.descriptors as u64, 0),
        ("state", |used| used.state, 5),
    ] {
        let (most, first) = (most(what), what(&warm[0]));
        assert!(
            most * 100 <= first * (100 + allowed),
            "{name}: {first} became {most}\n{}",
            said()
        );
    }
    assert!(least(|used| used.articles) > (sources * LISTED) as u64);
    if std::env::var("FEEDMILL_ROUNDS").is_ok() {
        std::io::stderr()
            .write_all(said().as_bytes())
            .expect("stderr");
    }
}
