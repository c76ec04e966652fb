//! Machines that sleep, clocks that are set, starts after a long pause (E-29).

use chrono::{DateTime, TimeDelta, Utc};
use feedmill::mill::{Report, Which, address};

use super::{World, at};

fn world(sources: usize) -> World {
    let urls: Vec<String> = (0..sources)
        .map(|number| format!("http://h{}.example/{number}", number % 50))
        .collect();
    World::new(&urls, "every = \"1h\"")
}

/// Lets a daemon run for a while; nobody answers. When each source was asked, in seconds.
fn run(world: &mut World, from: DateTime<Utc>, seconds: i64) -> Vec<(String, i64)> {
    let mut asked = Vec::new();
    for second in 0..seconds {
        world.now = from + TimeDelta::seconds(second);
        let now = world.now;
        let jobs = world.mill().due(now, Which::Spread).expect("a state");
        asked.extend(jobs.iter().map(|job| (job.source.name.clone(), second)));
        if !jobs.is_empty() {
            let failed = address::refused(jobs, &anyhow::anyhow!("the network is down"));
            let mill = world.mill();
            mill.take(failed, now, &mut Report::default())
                .expect("a state");
        }
    }
    asked
}

/// E-06, E-29: many that are due at once are asked once each, over minutes, at the first start, after a sleep, after a
/// step of the clock and after a long pause of the process; a handful goes at once.
#[test]
fn many_that_are_due_at_once_are_spread() {
    for (sources, least, most) in [(8, 0, 0), (20, 40, 60), (60, 150, 180), (300, 540, 600)] {
        let mut world = world(sources);
        for (what, start) in [
            ("first start", at(0)),
            ("a sleep of three days", at(3 * 86_400)),
            ("a start after three days", at(6 * 86_400)),
        ] {
            if what.starts_with("a start") {
                world.restart();
            }
            let asked = run(&mut world, start, 605);
            let mut names: Vec<&String> = asked.iter().map(|(name, _)| name).collect();
            names.sort();
            names.dedup();
            assert_eq!(
                (names.len(), asked.len()),
                (sources, sources),
                "{what}: each once"
            );
            let last = asked.iter().map(|(_, at)| *at).max().unwrap_or_default();
            assert!(
                (least..=most).contains(&last),
                "{sources}, {what}: the last after {last} s"
            );
            let peak = (0..605)
                .map(|second| asked.iter().filter(|(_, at)| *at == second).count())
                .max();
            let allowed = if sources < 10 { sources } else { 2 };
            assert!(
                peak <= Some(allowed),
                "{sources}, {what}: {peak:?} in one second"
            );
        }
    }
}

/// E-29: whoever waits for its turn is not forgotten, and a process that naps until the next one wakes for it.
#[test]
fn the_next_time_is_that_of_whoever_is_held_back() {
    let mut world = world(100);
    let now = world.now;
    let first = world.mill().due(now, Which::Spread).expect("a state");
    assert!((1..5).contains(&first.len()));
    let next = world.mill().next_due(now).expect("there are more");
    assert!(next > now && next <= now + TimeDelta::seconds(10), "{next}");
    // `build` asks all of them in the one pass that it is: one of each host at a time.
    let mut world = self::world(100);
    let jobs = world.mill().due(now, Which::Pass).expect("a state");
    assert_eq!(jobs.len(), 50);
    assert_eq!(world.mill().to_ask(now, Which::Pass), 50);
}

/// E-29, D-15: a clock that is put back asks each once, and not again and again.
#[test]
fn a_clock_that_is_put_back_asks_once() {
    let mut world = world(5);
    assert_eq!(run(&mut world, at(0), 60).len(), 5);
    assert_eq!(run(&mut world, at(-30 * 86_400), 600).len(), 5);
    world.restart();
    assert_eq!(run(&mut world, at(-29 * 86_400 - 86_000), 60).len(), 0);
}
