//! What publishers do to a feed that is read from its address. Each change is a source of its
//! own, in each format; all are turned together.

use super::changes::CHANGES;
use super::entry::{Entry, FORMATS, Upstream};
use super::{EACH, HEAD, Met, World};

/// The name of a source in a configuration.
pub(super) fn slug(name: &str, format: &str) -> String {
    let name: String = name.chars().filter(|c| *c != ',' && *c != ':').collect();
    format!("{}-{format}", name.replace(' ', "-").to_lowercase())
}

const ENTRIES: usize = 4;

/// Each change is made, stays, is taken back, and is made again with an entry added: only that
/// one is new.
#[test]
fn no_change_upstream_shows() {
    // "every second goes" and its like are made of the feed as it was at first.
    let mut world = World::new();
    let mut config = format!("{HEAD}{EACH}");
    let mut rows = Vec::new();
    for row in CHANGES {
        for (format_name, format) in FORMATS {
            let name = slug(row.name, format_name);
            config.push_str(&world.source(&name));
            let mut before = Upstream::new(format, ENTRIES);
            (row.before)(&mut before);
            rows.push((name, row, before));
        }
    }
    world.configure(&config);
    let mut faults = Vec::new();
    for step in [
        "first",
        "changed",
        "stays",
        "taken back",
        "one more",
        "one more, changed",
    ] {
        for (name, row, before) in &rows {
            let mut feed = before.clone();
            if step.starts_with("one more") {
                let mut more = feed.clone();
                more.entries = vec![Entry::new(ENTRIES)];
                (row.before)(&mut more);
                feed.entries.splice(0..0, more.entries);
            }
            if step.contains("change") || step == "stays" {
                (row.change)(&mut feed);
            }
            world.server.set(&format!("/{name}"), feed.answer());
        }
        let report = world.turn();
        assert_eq!(report.failures, [], "{step}");
        for (name, ..) in &rows {
            let met = world.met(&format!("by/{name}"));
            let expected = match step {
                "first" => Met {
                    new: ENTRIES,
                    ..Met::nothing(ENTRIES)
                },
                "one more" => Met {
                    new: 1,
                    ..Met::nothing(ENTRIES + 1)
                },
                "one more, changed" => Met::nothing(ENTRIES + 1),
                _ => Met::nothing(ENTRIES),
            };
            if met != expected {
                faults.push(format!("{name}, {step}: {met:?}"));
            }
        }
        if step == "stays" {
            assert_eq!(report.written, [""; 0], "B10");
        }
    }
    super::none(&faults);
}

/// What a publisher makes of the article of a number, so that it looks like others.
type Alike = fn(&mut Entry);

/// Articles that are new are seen, however much they look like those that they push out of the feed.
#[test]
fn what_only_looks_alike_is_new() {
    let rows: &[(&str, Alike)] = &[
        ("editions", |entry| {
            entry.link = "http://old.example/daily".to_owned();
            entry.title = "The daily".to_owned();
            entry.text = Entry::new(0).text;
        }),
        ("builds", |entry| {
            entry.link = format!("http://old.example/builds/{}", entry.number % ENTRIES);
            entry.title = format!("Build for platform {}", entry.number % ENTRIES);
        }),
        ("releases", |entry| {
            entry.title = "Press release".to_owned();
            entry.date = Entry::new(0).date;
        }),
        ("undated", |entry| {
            entry.title = "Untitled".to_owned();
            entry.date = None;
        }),
        ("chart", |entry| {
            entry.link = format!("http://old.example/chart/{}", entry.number % ENTRIES);
            entry.date = chrono::DateTime::from_timestamp(1_735_689_600, 0);
        }),
    ];
    let mut world = World::new();
    let mut config = format!("{HEAD}{EACH}");
    let mut sources = Vec::new();
    for (kind, alike) in rows {
        for (format_name, format) in FORMATS {
            for window in [1, ENTRIES] {
                let name = format!("{kind}-{format_name}-{window}");
                config.push_str(&world.source(&name));
                sources.push((name, *alike, format, window));
            }
        }
    }
    world.configure(&config);
    for turn in 0..3 {
        for (name, alike, format, window) in &sources {
            let mut feed = Upstream::new(*format, 0);
            let numbers = (turn * window..(turn + 1) * window).rev();
            feed.entries = numbers.map(Entry::new).collect();
            feed.each(|_, entry| alike(entry));
            world.server.set(&format!("/{name}"), feed.answer());
        }
        world.turn();
        for (name, _, _, window) in &sources {
            let all = (turn + 1) * window;
            let expected = Met {
                new: *window,
                ..Met::nothing(all)
            };
            assert_eq!(
                world.met(&format!("by/{name}")),
                expected,
                "{name}, turn {turn}"
            );
        }
    }
}
