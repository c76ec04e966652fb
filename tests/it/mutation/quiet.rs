//! Nothing has changed: no byte, no time of any file (B10, B27).

use super::entry::{FORMATS, Upstream};
use super::{ALL, HEAD, World};

/// Fifty turns, every tenth in a program started anew, of feeds with dates and without, with a
/// counter that runs, and of a folder.
#[test]
fn fifty_turns_of_nothing_change_nothing() {
    let mut world = World::new();
    let mut config = HEAD.to_owned();
    let mut feeds = Vec::new();
    for (format_name, format) in FORMATS {
        for kind in ["plain", "undated", "nameless"] {
            let name = format!("{kind}-{format_name}");
            config.push_str(&world.source(&name));
            let mut feed = Upstream::new(format, 5);
            feed.each(|_, entry| {
                // Else the sources would carry the same articles.
                entry.link = entry
                    .link
                    .replace("old.example", &format!("{name}.example"));
                entry.guid = entry
                    .guid
                    .as_ref()
                    .map(|guid| guid.replace("old.example", &format!("{name}.example")));
                match kind {
                    "undated" => entry.date = None,
                    "nameless" => (entry.date, entry.guid) = (None, None),
                    _ => {}
                }
            });
            feeds.push((name, feed));
        }
    }
    config.push_str(&format!("[[source]]\npath = \"notes\"\n{ALL}"));
    for number in 0..5 {
        world.site.write(
            &format!("notes/{number}.md"),
            &format!("# Note {number}\n\nIts text.\n"),
        );
    }
    world.configure(&config);
    let mut before = None;
    for turn in 0..50 {
        for (name, feed) in &mut feeds {
            feed.counter = turn;
            // Every third poll is answered by 304.
            let answer = feed.answer().header("ETag", &format!("\"{}\"", turn / 3));
            world.server.set(&format!("/{name}"), answer);
        }
        if turn % 10 == 9 {
            world.restart();
        }
        let report = world.turn();
        assert_eq!(report.failures, []);
        let published = world.site.published();
        let before = before.get_or_insert_with(|| published.clone());
        assert!(*before == published, "turn {turn}: {:?}", report.written);
    }
    assert_eq!(world.site.items("feeds/all.json").len(), 50);
}
