//! What may happen between two turns of a walk.

use super::entry::{Entry, FORMATS, Format, Upstream};
use super::walk::Walk;
use crate::server::Answer;

/// What a step does, and how many articles it adds.
pub(super) type Step = (&'static str, fn(&mut Walk) -> usize);

fn paragraph(step: usize) -> String {
    format!(
        "<p>In the {step}th week all of it was written anew, by somebody who had not seen it before and \
             took nothing from what stood there; and so it stands here now, as good as the other, and longer.</p>"
    )
}

/// All that may happen.
pub(super) const DEEDS: &[Step] = &[
    ("guids to https or back", |walk| {
        walk.each(|_, entry| {
            let guid = entry.guid.as_deref().unwrap_or_default();
            entry.guid = Some(match guid.strip_prefix("http:") {
                Some(rest) => format!("https:{rest}"),
                None => guid.replacen("https:", "http:", 1),
            });
        })
    }),
    ("all guids", |walk| {
        walk.each(|step, entry| entry.guid = Some(format!("urn:{step}:{}", entry.number)))
    }),
    ("guids as addresses", |walk| {
        walk.each(|step, entry| {
            entry.guid = Some(format!("http://old.example/{step}?p={}", entry.number))
        })
    }),
    ("guids as numbers", |walk| {
        walk.each(|step, entry| entry.guid = Some((step * 1000 + entry.number).to_string()))
    }),
    ("no guids", |walk| walk.each(|_, entry| entry.guid = None)),
    ("one guid for all", |walk| {
        walk.each(|_, entry| entry.guid = Some("N/A".to_owned()))
    }),
    ("all links", |walk| {
        walk.each(|step, entry| {
            entry.link = format!("https://host{step}.example/{}/slug", entry.number)
        })
    }),
    ("all guids and links", |walk| {
        walk.each(|step, entry| {
            entry.guid = Some(format!("urn:{step}:{}", entry.number));
            entry.link = format!("https://host{step}.example/{}", entry.number);
        })
    }),
    ("tracking in links", |walk| {
        walk.each(|step, entry| {
            let link = entry.link.split('?').next().unwrap_or_default();
            entry.link = format!("{link}?utm_source=step{step}");
        })
    }),
    ("another zone", |walk| {
        walk.one.shift = i64::try_from(walk.dice.throw(12)).unwrap_or(0) - 6;
        0
    }),
    ("retitled", |walk| {
        walk.each(|step, entry| entry.title = format!("Title {step}, {}", entry.number))
    }),
    ("text edited", |walk| {
        walk.each(|step, entry| entry.text.push_str(&format!("<p>Note {step}.</p>")))
    }),
    ("text rewritten", |walk| {
        walk.each(|step, entry| entry.text = format!("<p>{}.</p>{}", entry.number, paragraph(step)))
    }),
    ("one entry edited in all", |walk| {
        let at = walk.dice.throw(walk.one.entries.len());
        let step = walk.step;
        let entry = &mut walk.one.entries[at];
        entry.title = format!("Edited {step}");
        entry.text = format!("<p>{}.</p>{}", entry.number, paragraph(step));
        entry.date = entry.date.map(|date| date + chrono::TimeDelta::minutes(7));
        0
    }),
    ("order turned round", |walk| {
        walk.one.entries.reverse();
        0
    }),
    ("another format", |walk| {
        walk.one.format = FORMATS[walk.dice.throw(3)].1;
        0
    }),
    ("another encoding", |walk| {
        walk.one.latin = !walk.one.latin;
        walk.one.cdata = walk.dice.throw(2) == 0;
        0
    }),
    ("another permalink", |walk| {
        walk.one.permalink = [None, Some("true"), Some("false")][walk.dice.throw(3)];
        0
    }),
    ("an entry more", |walk| {
        let number = walk
            .one
            .entries
            .iter()
            .map(|entry| entry.number)
            .max()
            .unwrap_or(0)
            + 1;
        let mut entry = Entry::new(number);
        entry.guid = Some(format!("urn:more:{number}"));
        walk.one.entries.insert(0, entry);
        1
    }),
    ("the copies' guids", |walk| {
        let step = walk.step;
        walk.two
            .each(|at, entry| entry.guid = Some(format!("two:{step}:{at}")));
        0
    }),
    ("the copies dated earlier", |walk| {
        walk.two.shift -= 1;
        0
    }),
    ("half of it for once", |walk| {
        let mut half = walk.one.clone();
        let parity = walk.dice.throw(2);
        let mut at = 0;
        half.entries.retain(|_| {
            at += 1;
            at % 2 == parity
        });
        walk.world.server.set("/one", half.answer());
        0
    }),
    ("nothing for once", |walk| {
        let answers = [
            Upstream::new(Format::Rss, 0).answer(),
            Answer::status(500),
            Answer::new(
                "text/html",
                "<!doctype html><title>Log in</title><form></form>",
            ),
        ];
        walk.world
            .server
            .set("/one", answers[walk.dice.throw(3)].clone());
        0
    }),
    ("a file renamed", |walk| {
        let at = walk.file();
        let (_, text) = walk.files[at].clone();
        walk.rewrite(at, format!("n{}.md", walk.step), text)
    }),
    ("a file moved", |walk| {
        let at = walk.file();
        let (_, text) = walk.files[at].clone();
        walk.rewrite(at, format!("{0}/n{0}.md", walk.step), text)
    }),
    ("a file edited", |walk| {
        let at = walk.file();
        let (name, text) = walk.files[at].clone();
        walk.rewrite(at, name, format!("{text}\nIn the {}th week.\n", walk.step))
    }),
    ("a file renamed and edited", |walk| {
        let at = walk.file();
        let (_, text) = walk.files[at].clone();
        walk.rewrite(
            at,
            format!("n{}.md", walk.step),
            format!("{text}\nIn the {}th week.\n", walk.step),
        )
    }),
    ("a file more", |walk| {
        let number = walk.step;
        walk.files.push((format!("more{number}.md"), note(number)));
        let at = walk.files.len() - 1;
        let (name, text) = walk.files[at].clone();
        walk.rewrite(at, name, text);
        1
    }),
    ("a file where one was", |walk| {
        // The name of one that is renamed in the same turn.
        let at = walk.file();
        let (name, text) = walk.files[at].clone();
        walk.rewrite(at, format!("n{}.md", walk.step), text);
        let number = walk.step;
        walk.files.push((name, note(number)));
        let at = walk.files.len() - 1;
        let (name, text) = walk.files[at].clone();
        walk.rewrite(at, name, text);
        1
    }),
    ("started anew", |walk| {
        walk.world.restart();
        0
    }),
    ("sources in another order", |walk| {
        walk.names.rotate_left(1);
        walk.configure()
    }),
    ("a source renamed", |walk| {
        let at = walk.dice.throw(3);
        let kind = walk.names[at]
            .split('-')
            .next()
            .unwrap_or_default()
            .to_owned();
        walk.names[at] = format!("{kind}-{}", walk.step);
        walk.configure()
    }),
    ("another host", |walk| {
        walk.host = walk.step;
        walk.configure()
    }),
    ("the state lost", |walk| {
        walk.world.restart();
        // Copies whose links are no longer the same were known by the state alone.
        let same = |entry: &Entry| entry.link.starts_with("http://old.example/");
        if walk.one.entries.iter().all(same) {
            walk.world.site.forget_state();
        }
        0
    }),
];

/// A file's text.
pub(super) fn note(number: usize) -> String {
    format!(
        "---\ntitle: Note of the {number}th\ndate: 2024-03-{:02}T10:00:00Z\n---\n\nThe text of the {number}th note.\n",
        number % 28 + 1
    )
}
