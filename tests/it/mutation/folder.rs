//! What authors and their tools do to files. Each change is a folder of its own; all are turned
//! together.

use super::files::{CHANGES, FILES};
use super::{EACH, HEAD, Met, World};

fn name(change: &str) -> String {
    change.replace(',', "").replace(' ', "-").to_lowercase()
}

/// Each change is made, stays, is followed by one more article, and is taken back.
#[test]
fn no_change_of_files_shows() {
    let mut world = World::new();
    let mut config = format!("{HEAD}{EACH}");
    for (change, _) in CHANGES {
        let name = name(change);
        config.push_str(&format!(
            "[[source]]\npath = \"{name}\"\nlink = \"https://example.org/{name}/{{path}}/\"\n"
        ));
        for (file, text) in FILES {
            world.site.write(&format!("{name}/{file}"), text);
        }
    }
    world.configure(&config);
    let mut faults = Vec::new();
    let files = FILES.len();
    for step in ["first", "changed", "stays", "one more", "started anew"] {
        for (change, deed) in CHANGES {
            let name = name(change);
            match step {
                "changed" => deed(&world.site.path(&name)),
                "one more" => world.site.write(
                    &format!("{name}/more.md"),
                    "# One more\n\nSome text of its own.\n",
                ),
                _ => {}
            }
        }
        if step == "started anew" {
            world.restart();
        }
        let report = world.turn();
        assert_eq!(report.failures, [], "{step}");
        for (change, _) in CHANGES {
            let met = world.met(&format!("by/{}", name(change)));
            let expected = match step {
                "first" => Met {
                    new: files,
                    ..Met::nothing(files)
                },
                "one more" => Met {
                    new: 1,
                    ..Met::nothing(files + 1)
                },
                "started anew" => Met::nothing(files + 1),
                _ => Met::nothing(files),
            };
            if met != expected {
                faults.push(format!("{change}, {step}: {met:?}"));
            }
        }
        if step == "stays" || step == "started anew" {
            assert_eq!(report.written, [""; 0], "B10, {step}");
        }
    }
    super::none(&faults);
}

/// B02: retitled ten times, one id.
#[test]
fn retitled_ten_times() {
    let mut world = World::with(&format!("[[source]]\npath = \"notes\"\n{}", super::ALL));
    for number in 0..10 {
        world
            .site
            .write("notes/a.md", &format!("# Title {number}\n\nThe text.\n"));
        world.turn();
        let new = usize::from(number == 0);
        assert_eq!(
            world.met("all"),
            Met {
                new,
                ..Met::nothing(1)
            }
        );
        assert_eq!(
            world.site.titles("feeds/all.json"),
            [format!("Title {number}")]
        );
    }
}

/// Point 10 of the figures to reach: a lost state gives the same ids and dates, with the feeds and
/// without.
#[test]
fn a_lost_state_shows_nothing() {
    for feeds_too in [false, true] {
        let mut world = World::with(&format!(
            "[[source]]\npath = \"notes\"\nlink = \"https://example.org/{{path}}/\"\n{}",
            super::ALL
        ));
        for (file, text) in FILES {
            world.site.write(&format!("notes/{file}"), text);
        }
        world.turn();
        world.met("all");
        let before = world.site.items("feeds/all.json");
        world.restart();
        world.site.forget_state();
        if feeds_too {
            std::fs::remove_dir_all(world.site.path("feeds")).expect("feeds go");
        }
        world.turn();
        assert_eq!(world.met("all"), Met::nothing(FILES.len()));
        assert_eq!(world.site.items("feeds/all.json"), before);
    }
}
