//! One change after the other, at random: a folder and two feeds that carry the same articles go
//! through dozens of them, and readers see what is new and nothing else.
//!
//! `FEEDMILL_SEED=17 cargo test --test it mutation::walk` walks one way of one's choice.

use super::entry::{Entry, Format, Upstream};
use super::steps::{DEEDS, note};
use super::{ALL, HEAD, Met, World};

const STEPS: usize = 30;
const SEEDS: [u64; 3] = [1, 2, 3];

/// A generator of numbers that are the same for the same seed (SplitMix64).
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Dice(seed)
    }

    pub(crate) fn throw(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^= mixed >> 31;
        usize::try_from(mixed % sides as u64).unwrap_or_default()
    }
}

pub(super) struct Walk {
    pub(super) world: World,
    pub(super) dice: Dice,
    pub(super) one: Upstream,
    pub(super) two: Upstream,
    /// Files of the folder: name and text.
    pub(super) files: Vec<(String, String)>,
    /// Of sources in the configuration: their names, in order.
    pub(super) names: [String; 3],
    pub(super) host: usize,
    /// Numbers every step, so that nothing changes into what it was.
    pub(super) step: usize,
}

impl Walk {
    /// Changes the first feed.
    pub(super) fn each(&mut self, change: impl Fn(usize, &mut Entry)) -> usize {
        let step = self.step;
        for entry in &mut self.one.entries {
            change(step, entry);
        }
        0
    }

    pub(super) fn file(&mut self) -> usize {
        self.dice.throw(self.files.len())
    }

    /// Gives a file another name, text, or both.
    pub(super) fn rewrite(&mut self, at: usize, name: String, text: String) -> usize {
        let old = std::mem::replace(&mut self.files[at], (name.clone(), text.clone()));
        if old.0 != name {
            self.world.site.remove(&format!("notes/{}", old.0));
        }
        self.world.site.write(&format!("notes/{name}"), &text);
        0
    }

    pub(super) fn configure(&mut self) -> usize {
        let head = HEAD.replace(
            "feeds.example.org",
            &format!("feeds{}.example.org", self.host),
        );
        let sources = self.names.each_ref().map(|name| match name.split_once('-') {
            Some(("one", _)) => format!("[[source]]\nname = \"{name}\"\nurl = \"{}/one\"\n", self.world.server.base),
            Some(("two", _)) => format!("[[source]]\nname = \"{name}\"\nurl = \"{}/two\"\n", self.world.server.base),
            _ => format!("[[source]]\nname = \"{name}\"\npath = \"notes\"\nlink = \"https://example.org/{{path}}/\"\n"),
        });
        self.world
            .configure(&format!("{head}{}{ALL}", sources.concat()));
        0
    }

    fn serve(&self) {
        self.world.server.set("/one", self.one.answer());
        self.world.server.set("/two", self.two.answer());
    }
}

fn walk(seed: u64) {
    let mut walk = Walk {
        world: World::new(),
        dice: Dice(seed),
        one: Upstream::new(Format::Rss, 5),
        two: Upstream::new(Format::Atom, 4),
        files: (1..=3)
            .map(|number| (format!("{number}.md"), note(number)))
            .collect(),
        names: ["notes-0", "one-0", "two-0"].map(str::to_owned),
        host: 0,
        step: 0,
    };
    walk.two
        .each(|at, entry| entry.guid = Some(format!("two:{at}")));
    for (name, text) in walk.files.clone() {
        walk.world.site.write(&format!("notes/{name}"), &text);
    }
    walk.configure();
    walk.serve();
    walk.world.turn();
    let mut all = 5 + 3;
    assert_eq!(
        walk.world.met("all"),
        Met {
            new: all,
            ..Met::nothing(all)
        }
    );
    let mut way = Vec::new();
    for step in 1..=STEPS {
        walk.step = step;
        walk.serve();
        let (name, deed) = DEEDS[walk.dice.throw(DEEDS.len())];
        way.push(name);
        let more = deed(&mut walk);
        if !name.ends_with("for once") {
            walk.serve();
        }
        walk.world.turn();
        all += more;
        let met = walk.world.met("all");
        assert_eq!(
            met,
            Met {
                new: more,
                ..Met::nothing(all)
            },
            "FEEDMILL_SEED={seed}, step {step}: {way:?}"
        );
    }
}

#[test]
fn a_walk_shows_nothing() {
    match std::env::var("FEEDMILL_SEED") {
        Ok(seed) => walk(seed.parse().expect("FEEDMILL_SEED is a number")),
        Err(_) => SEEDS.into_iter().for_each(walk),
    }
}
