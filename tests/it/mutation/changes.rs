//! What publishers do to a feed.

use super::entry::{Entry, Format, Upstream};

/// One change: what it is called, and what it does to the feed.
pub(super) struct Change {
    pub(super) name: &'static str,
    pub(super) change: fn(&mut Upstream),
    /// What the feed is like before, where that is something special.
    pub(super) before: fn(&mut Upstream),
}

const fn change(name: &'static str, change: fn(&mut Upstream)) -> Change {
    Change {
        name,
        change,
        before: |_| {},
    }
}

const fn from(before: fn(&mut Upstream), name: &'static str, change: fn(&mut Upstream)) -> Change {
    Change {
        name,
        change,
        before,
    }
}

fn nothing(_: &mut Upstream) {}

fn no_guids(feed: &mut Upstream) {
    feed.each(|_, entry| entry.guid = None);
}

fn no_dates(feed: &mut Upstream) {
    feed.each(|_, entry| entry.date = None);
}

/// Guids that many programs take for none, or for one.
fn odd_guids(feed: &mut Upstream) {
    let odd = ["0", "00", "false", "aB", "Ab", "null"];
    feed.each(|_, entry| {
        let at = entry.number;
        entry.guid = odd.get(at % odd.len()).map(|odd| (*odd).to_owned());
    });
}

/// One guid for all (B07), or one link (B08).
fn one_guid(feed: &mut Upstream) {
    feed.each(|_, entry| entry.guid = Some("N/A".to_owned()));
}

fn one_link(feed: &mut Upstream) {
    feed.each(|_, entry| {
        entry.guid = None;
        entry.link = "http://old.example/".to_owned();
    });
}

/// Short texts, as of a feed of teasers.
fn teasers(feed: &mut Upstream) {
    feed.each(|_, entry| entry.text = "Read more.".to_owned());
}

fn urns(feed: &mut Upstream) {
    feed.each(|_, entry| entry.guid = Some(format!("urn:cms:{:x}", entry.number * 7919)));
}

fn guids(feed: &mut Upstream, change: impl Fn(&str) -> String) {
    feed.each(|_, entry| entry.guid = entry.guid.as_deref().map(&change));
}

fn links(feed: &mut Upstream, change: impl Fn(&str) -> String) {
    feed.each(|_, entry| entry.link = change(&entry.link));
}

fn both(feed: &mut Upstream, change: impl Fn(&str) -> String) {
    guids(feed, &change);
    links(feed, &change);
}

/// After each of these, readers must see nothing new and miss nothing.
pub(super) const CHANGES: &[Change] = &[
    change("text edited", |feed| {
        feed.each(|_, entry| entry.text.push_str("<p>Corrected: it was noon.</p>"));
    }),
    change("retitled", |feed| {
        feed.each(|at, entry| entry.title = format!("Another title, the {at}th"));
    }),
    change("titles escaped once more", |feed| {
        feed.each(|_, entry| entry.title = super::entry::escape(&entry.title));
    }),
    change("retagged", |feed| {
        feed.each(|at, entry| entry.tags = vec![format!("tag-{at}"), "other".to_owned()]);
    }),
    change("another author", |feed| {
        feed.each(|_, entry| entry.author = Some("Ben Hill".to_owned()));
    }),
    change("no author", |feed| {
        feed.each(|_, entry| entry.author = None)
    }),
    change("text cut to a teaser", |feed| {
        feed.each(|_, entry| entry.text = entry.text.chars().take(60).collect());
    }),
    change("dates shifted by a zone", |feed| feed.shift = -2),
    change("dates taken away", |feed| {
        feed.each(|_, entry| entry.date = None)
    }),
    change("guids and links to https", |feed| {
        both(feed, |text| text.replace("http:", "https:"));
    }),
    change("guids alone to https", |feed| {
        guids(feed, |text| text.replace("http:", "https:"));
    }),
    change("guids to https and retitled", |feed| {
        guids(feed, |text| text.replace("http:", "https:"));
        feed.each(|at, entry| entry.title = format!("Retitled {at}"));
    }),
    change("guids and links to another host", |feed| {
        both(feed, |text| text.replace("old.example", "new.example.org"));
    }),
    change("links alone to another host", |feed| {
        links(feed, |text| text.replace("old.example", "new.example.org"));
    }),
    change("guids and links with www", |feed| {
        both(feed, |text| text.replace("old.example", "www.old.example"));
    }),
    change("tracking in links", |feed| {
        links(feed, |text| {
            format!("{text}?utm_source=rss&utm_medium=feed")
        });
    }),
    change("tracking in guids", |feed| {
        guids(feed, |text| format!("{text}&utm_source=rss"));
    }),
    change("slugs for guids", |feed| {
        feed.each(|_, entry| entry.guid = Some(entry.link.replace("http:", "https:")));
    }),
    change("slugs changed", |feed| {
        links(feed, |text| text.replace("-of-the-town", ""))
    }),
    change("links turned round", |feed| {
        links(feed, |text| text.replace("/notes/", "/2025/01/archive/"));
    }),
    change("a slash at the end of links", |feed| {
        links(feed, |text| format!("{text}/"))
    }),
    change("a slash at the end of both", |feed| {
        feed.each(|_, entry| {
            entry.link.push('/');
            entry.guid = entry.guid.as_ref().map(|guid| format!("{guid}/"));
        });
    }),
    change("numbers for guids", |feed| {
        feed.each(|_, entry| entry.guid = Some(entry.number.to_string()));
    }),
    change("guids all others, links kept", |feed| {
        urns(feed);
    }),
    change("guids and links all others", |feed| {
        feed.each(|_, entry| {
            let number = entry.number;
            entry.guid = Some(format!("urn:cms:{number:x}"));
            entry.link = format!("https://new.example.org/{number:x}");
        });
    }),
    change("guids and links all others, one edited", |feed| {
        feed.each(|at, entry| {
            let number = entry.number;
            entry.guid = Some(format!("urn:cms:{number:x}"));
            entry.link = format!("https://new.example.org/{number:x}");
            if at == 1 {
                entry.text = "<p>Rewritten.</p>".to_owned();
            }
        });
    }),
    change("a new site: guids, links, dates", |feed| {
        feed.each(|at, entry| {
            let number = entry.number;
            entry.guid = Some(format!("urn:cms:{number:x}"));
            entry.link = format!("https://new.example.org/{number:x}");
            let imported = chrono::DateTime::from_timestamp(1_760_000_000, 0).expect("a time");
            entry.date =
                Some(imported + chrono::TimeDelta::seconds(-i64::try_from(at).unwrap_or(0)));
        });
    }),
    change("guids taken away", |feed| {
        feed.each(|_, entry| entry.guid = None)
    }),
    change("guids emptied", |feed| guids(feed, |_| String::new())),
    change("blanks in guids", |feed| {
        guids(feed, |text| format!("\n   {text}\t "))
    }),
    change("guids in capitals", |feed| guids(feed, str::to_uppercase)),
    change("guids with markup", |feed| {
        guids(feed, |text| format!("<b>{text}</b>"))
    }),
    change("guids too long", |feed| {
        guids(feed, |text| format!("{text}&{}", "x".repeat(3000)))
    }),
    change("one guid for all", |feed| guids(feed, |_| "N/A".to_owned())),
    change("guids said to be links", |feed| {
        feed.permalink = Some("true")
    }),
    change("guids said nothing of", |feed| feed.permalink = None),
    change("order turned round", |feed| feed.entries.reverse()),
    change("the older half goes", |feed| feed.entries.truncate(2)),
    change("the newer half goes", |feed| {
        feed.entries.drain(..2);
    }),
    change("every second goes", |feed| {
        let mut at = 0;
        feed.entries.retain(|_| {
            at += 1;
            at % 2 == 0
        });
    }),
    change("all go", |feed| feed.entries.clear()),
    change("everything twice", |feed| {
        let again = feed.entries.clone();
        feed.entries.extend(again);
    }),
    change("CDATA", |feed| feed.cdata = true),
    change("another encoding", |feed| feed.latin = true),
    change("a base", |feed| {
        feed.base = Some("http://old.example/notes/")
    }),
    change("a base and relative links", |feed| {
        feed.base = Some("http://old.example/");
        if feed.format != Format::Json {
            links(feed, |text| text.replace("http://old.example/", ""));
        }
    }),
    change("a counter", |feed| feed.counter += 1),
    from(no_guids, "guids added", |feed| {
        feed.entries = Upstream::new(feed.format, feed.entries.len()).entries;
    }),
    from(no_guids, "slugs are guids added", |feed| {
        feed.each(|_, entry| entry.guid = Some(entry.link.replace("http:", "https:")));
    }),
    from(no_guids, "without guids retitled", |feed| {
        feed.each(|_, entry| entry.title.push_str(", again"));
    }),
    from(no_guids, "without guids https and www", |feed| {
        links(feed, |text| text.replace("http://", "https://www."));
    }),
    from(no_guids, "without guids another host", |feed| {
        links(feed, |text| text.replace("old.example", "new.example.org"));
    }),
    from(no_guids, "without guids a zone", |feed| feed.shift = 1),
    from(no_dates, "dates added", |feed| {
        feed.each(|at, entry| entry.date = Entry::new(at).date);
    }),
    from(no_dates, "undated, guids all others", urns),
    from(no_dates, "undated, order turned round", |feed| {
        feed.entries.reverse()
    }),
    from(
        |feed| {
            no_dates(feed);
            teasers(feed);
        },
        "undated teasers, guids all others",
        urns,
    ),
    from(teasers, "teasers, guids all others", urns),
    from(teasers, "teasers grow to texts", |feed| {
        feed.each(|_, entry| entry.text = Entry::new(1).text);
    }),
    from(odd_guids, "odd guids", nothing),
    from(odd_guids, "odd guids retitled", |feed| {
        feed.each(|_, entry| entry.title.push_str(", again"));
    }),
    from(odd_guids, "odd guids in capitals", |feed| {
        guids(feed, str::to_uppercase)
    }),
    from(one_guid, "one guid, order turned round", |feed| {
        feed.entries.reverse()
    }),
    from(one_guid, "one guid, one goes", |feed| {
        feed.entries.pop();
    }),
    from(one_guid, "one guid, all but one go", |feed| {
        feed.entries.truncate(1)
    }),
    from(one_guid, "one guid, texts edited", |feed| {
        feed.each(|_, entry| entry.text.push_str("<p>Corrected: it was noon.</p>"));
    }),
    from(one_guid, "one guid, now each its own", |feed| {
        feed.entries = Upstream::new(feed.format, feed.entries.len()).entries;
    }),
    from(
        one_link,
        "one link and no guid, order turned round",
        |feed| feed.entries.reverse(),
    ),
    from(one_link, "one link and no guid, one goes", |feed| {
        feed.entries.pop();
    }),
    from(one_link, "one link and no guid, texts edited", |feed| {
        feed.each(|_, entry| entry.text.push_str("<p>Corrected: it was noon.</p>"));
    }),
    change("as RSS", |feed| feed.format = Format::Rss),
    change("as Atom", |feed| feed.format = Format::Atom),
    change("as JSON Feed", |feed| feed.format = Format::Json),
    change("as Atom with other ids", |feed| {
        feed.format = Format::Atom;
        feed.each(|_, entry| entry.guid = Some(format!("tag:old.example,2025:{}", entry.number)));
    }),
];
