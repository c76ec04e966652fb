//! A feed that arrives in part (D-08): nothing is taken away, nothing comes twice, and no entry
//! that was cut is taken for one that was changed.

use std::collections::BTreeSet;

use super::entry::{FORMATS, Upstream};
use super::{ALL, HEAD, Met, World};
use crate::server::Answer;

/// How a body is cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cut {
    /// The server says how long it is, and closes the connection before.
    InTransit,
    /// The server says that what it sends is all.
    AtItsEnd,
}

/// Every `step`th cut of a feed of `number` entries: first of a source that has it all already, then
/// of one that has yet to get the rest.
fn cuts(number: usize, step: usize) {
    for (name, format) in FORMATS {
        let mut feed = Upstream::new(format, number);
        feed.cdata = true;
        let whole = feed.body();
        let mut known = World::new();
        let config = format!("{HEAD}{}{ALL}formats = [\"json\"]\n", known.source("one"));
        known.configure(&config);
        known.server.set("/one", feed.answer());
        known.turn();
        known.met("all");
        let before = known.site.published();
        let texts: BTreeSet<String> = texts(&known);
        let mut growing = World::new();
        let config = format!("{HEAD}{}{ALL}formats = [\"json\"]\n", growing.source("one"));
        growing.configure(&config);
        let mut there = 0;
        for at in (0..whole.len()).step_by(step) {
            for cut in [Cut::InTransit, Cut::AtItsEnd] {
                let mut answer = feed.answer();
                match cut {
                    Cut::InTransit => answer.cut = Some(at),
                    Cut::AtItsEnd => {
                        answer = Answer::new("text/plain", whole.get(..at).unwrap_or_default())
                    }
                }
                known.server.set("/one", answer.clone());
                known.turn();
                assert!(known.site.published() == before, "{name}, {cut:?} at {at}");
                growing.server.set("/one", answer);
                growing.turn();
                let met = growing.met("all");
                assert_eq!(
                    met,
                    Met {
                        new: met.all - there,
                        ..Met::nothing(met.all)
                    },
                    "{name}, {cut:?} at {at}"
                );
                assert!(
                    cut == Cut::AtItsEnd || met.new == 0,
                    "{name} at {at}: cut in transit"
                );
                there = met.all;
                assert!(
                    self::texts(&growing).is_subset(&texts),
                    "{name}, {cut:?} at {at}: a part of an entry"
                );
            }
        }
        growing.server.set("/one", feed.answer());
        growing.turn();
        assert_eq!(growing.met("all").all, number, "{name}");
        assert_eq!(self::texts(&growing), texts, "{name}");
    }
}

/// Ids, titles, dates and texts of what is published.
fn texts(world: &World) -> BTreeSet<String> {
    let items = world.site.items("feeds/all.json").into_iter();
    items.map(|item| format!("{item:?}")).collect()
}

#[test]
fn a_part_of_a_feed_changes_nothing() {
    cuts(100, 2999);
    cuts(3, 29);
}

#[test]
#[ignore = "takes an hour: every cut of a feed of a hundred entries"]
fn no_part_of_a_feed_changes_anything() {
    cuts(100, 1);
}
