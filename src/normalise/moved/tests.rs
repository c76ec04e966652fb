use chrono::TimeDelta;
use proptest::prelude::*;

use super::*;
use crate::article::{DateOrigin, Dated, IdOrigin, Identity};

const PROSE: &str = "The ferry goes at seven from the old quay, in every weather but fog, and takes bicycles \
                     for a coin. Whoever comes late walks round the bay, which takes an hour, or waits for the next.";

/// `number` tells the parts of articles apart: each is another article.
fn article(number: usize) -> Article {
    let at = DateTime::parse_from_rfc3339("2025-01-02T08:30:00Z").expect("a date");
    let hours = i64::try_from(number).unwrap_or_default();
    Article {
        identity: own(&format!("old-{number}")),
        url: Some(format!("https://old.example/notes/{number}")),
        title: Some(format!("Note {number}")),
        published: dated(at + TimeDelta::hours(hours)),
        content_html: format!("<p>{number}. {PROSE}</p>"),
        ..Article::default()
    }
}

fn own(value: &str) -> Identity {
    Identity {
        value: value.to_owned(),
        origin: IdOrigin::Own,
        ..Identity::default()
    }
}

fn dated(at: DateTime<FixedOffset>) -> Option<Dated> {
    Some(Dated {
        at,
        origin: DateOrigin::Feed,
        field: "pubDate".into(),
    })
}

fn day(day: u32) -> Option<Dated> {
    let date = format!("2025-01-{day:02}T00:00:00Z");
    dated(DateTime::parse_from_rfc3339(&date).expect("a date"))
}

/// Articles as the state has them, by key.
fn known(articles: &[Article]) -> Vec<Known> {
    let known = articles.iter().zip(0..).map(|(article, key)| Known {
        key,
        published: article.published.as_ref().map_or_else(
            || chrono::DateTime::UNIX_EPOCH.fixed_offset(),
            |dated| dated.at,
        ),
        article: article.clone(),
    });
    known.collect()
}

/// What a document under new ids was before; the `kept` last of it have known ids.
fn before(document: &[Article], kept: usize, gone: &[Article]) -> Vec<Option<i64>> {
    let entries: Vec<&Article> = document.iter().collect();
    let new = document.len() - kept;
    let is_new: Vec<bool> = (0..document.len()).map(|at| at < new).collect();
    let found = find(&entries, &is_new, &known(gone));
    (0..document.len())
        .map(|at| found.get(&at).copied())
        .collect()
}

/// The articles from one number on, each changed: under a new id, by whatever `change` does.
fn changed(numbers: std::ops::Range<usize>, change: impl Fn(usize, &mut Article)) -> Vec<Article> {
    numbers
        .map(|number| {
            let mut article = article(number);
            article.identity = own(&format!("new-{number}"));
            change(number, &mut article);
            article
        })
        .collect()
}

fn originals(number: usize) -> Vec<Article> {
    (0..number).map(article).collect()
}

type Edit = fn(usize, &mut Article);

/// D-10: the migrations. Each as the move of a whole feed; those that are marked are recognised in a
/// single entry, too.
#[test]
fn what_moved_is_recognised() {
    let edits: &[(&str, bool, Edit)] = &[
        ("id", true, |_, _| {}),
        ("id by its scheme, all else", true, |at, a| {
            a.identity = own(&format!("https://www.old.example/?p={at}/"));
            a.title = Some("Other".into());
            a.url = None;
            a.content_html.clear();
        }),
        ("id and text", true, |_, a| {
            a.content_html = "<p>Rewritten.</p>".into()
        }),
        ("id and host of the link", true, |at, a| {
            a.url = Some(format!("https://new.example/notes/{at}"));
            a.content_html = "<p>Links lead elsewhere.</p>".into();
        }),
        ("id and link", true, |at, a| {
            a.url = Some(format!("https://new.example/{at}.html"))
        }),
        ("id and date taken away", true, |_, a| a.published = None),
        ("id and spelling of the title", true, |at, a| {
            a.title = Some(format!("NOTE: {at}"))
        }),
        ("id taken away", true, |at, a| {
            a.identity = Identity {
                value: format!("https://old.example/notes/{at}"),
                origin: IdOrigin::Link,
                ..Identity::default()
            };
            a.title = Some("Other".into());
            a.published = None;
        }),
        ("id, link and text", false, |at, a| {
            a.url = Some(format!("https://new.example/{at}.html"));
            a.content_html = "<p>Rewritten.</p>".into();
        }),
        ("id, link and title", true, |at, a| {
            a.url = Some(format!("https://new.example/{at}.html"));
            a.title = Some("Other".into());
        }),
        ("id and title", true, |at, a| {
            a.title = Some(format!("Other {at}"))
        }),
        ("id, link and date", false, |at, a| {
            a.url = Some(format!("https://new.example/{at}.html"));
            a.published = day(20);
        }),
        ("id and date, without text", false, |_, a| {
            a.published = None;
            a.content_html.clear();
        }),
    ];
    for (name, alone, edit) in edits {
        let mut originals = originals(5);
        if name.contains("scheme") {
            for (at, article) in originals.iter_mut().enumerate() {
                article.identity = own(&format!("http://old.example/?p={at}"));
            }
        }
        if name.contains("without text") {
            originals.iter_mut().for_each(|article| {
                article.published = None;
                article.content_html.clear();
            });
        }
        let all: Vec<Option<i64>> = (0..5).map(Some).collect();
        assert_eq!(before(&changed(0..5, edit), 0, &originals), all, "{name}");
        // Half of the feed may have kept its ids.
        let mut half = changed(0..3, edit);
        half.extend(originals[3..5].iter().cloned());
        let found = before(&half, 2, &originals[..3]);
        assert_eq!(found, [Some(0), Some(1), Some(2), None, None], "{name}");
        let one = before(&changed(0..1, edit), 0, &originals);
        assert_eq!(one == [Some(0)], *alone, "{name}");
    }
}

/// Two different articles are never one: each row is a document of new articles that look like
/// those that are gone.
#[test]
fn what_only_looks_alike_stays_apart() {
    let edition: Edit = |at, a| {
        a.url = Some("https://old.example/daily".into());
        a.title = Some("The daily".into());
        a.content_html = format!("<p>{PROSE}</p>");
        a.published = day(u32::try_from(at).unwrap_or(0) + 1);
    };
    let platform: Edit = |at, a| {
        a.url = Some(format!("https://old.example/builds/{}", at % 5));
        a.title = Some(format!("Build for platform {}", at % 5));
        a.content_html = format!("<p>Built from revision {}.</p>", at * 7919);
    };
    let show: Edit = |at, a| {
        a.url = Some(format!("https://old.example/shows/{}", at % 5));
        a.title = Some(format!("Show {}", at % 5));
        a.content_html = "<p>Every evening, with music.</p>".into();
    };
    let release: Edit = |at, a| {
        a.title = Some("Press release".into());
        a.published = day(1);
        a.content_html = format!("<p>{at} new mills. {PROSE}</p>");
    };
    let chart: Edit = |at, a| {
        a.url = Some(format!("https://old.example/chart/{}", at % 5));
        a.title = Some(format!("Song {at}"));
        a.published = day(1);
        a.content_html = format!("<p>At {at}.</p>");
    };
    let footer: Edit = |_, a| a.content_html = format!("<p>{PROSE}</p>");
    let untitled: Edit = |_, a| a.title = None;
    let rows: &[(&str, Edit)] = &[
        ("editions of a daily, alike but for the date", edition),
        ("builds of five platforms, all replaced at once", platform),
        ("editions of five shows, all replaced at once", show),
        ("press releases of one day", release),
        ("places in a chart of one day", chart),
        ("one text below everything", footer),
        ("no titles", untitled),
    ];
    for (name, edit) in rows {
        for number in [1, 2, 5] {
            let gone: Vec<Article> = originals(number)
                .into_iter()
                .enumerate()
                .map(|(at, mut article)| {
                    edit(at, &mut article);
                    article
                })
                .collect();
            let next = changed(5..5 + number, edit);
            assert_eq!(
                before(&next, 0, &gone),
                vec![None; number],
                "{name}, {number}"
            );
        }
    }
}

/// What is side by side in a document is not one, and nothing is two.
#[test]
fn what_is_there_is_nobody_else() {
    let originals = originals(3);
    // Twins under new ids: which is the old one?
    let mut twins = changed(0..1, |_, _| {});
    twins.extend(changed(0..1, |_, a| a.identity = own("new-too")));
    assert_eq!(before(&twins, 0, &originals), [None, None]);
    // An article by a link that another, known one has.
    let mut document = changed(7..8, |_, a| {
        a.url = Some("https://old.example/notes/1".into());
        a.identity.origin = IdOrigin::Link;
    });
    document.push(originals[1].clone());
    assert_eq!(before(&document, 1, &originals[..1]), [None, None]);
}

/// Fewer that moved than stayed, or than [`MANY`], are no move.
#[test]
fn a_few_are_no_move() {
    let edit: Edit = |at, a| {
        a.url = Some(format!("https://new.example/{at}"));
        a.content_html = "<p>Rewritten.</p>".into();
    };
    let originals = originals(9);
    assert_eq!(before(&changed(0..2, edit), 0, &originals), [None, None]);
    let mut document = changed(0..4, edit);
    document.extend(originals[4..].iter().cloned());
    assert_eq!(before(&document, 5, &originals[..4]), vec![None; 9]);
}

/// Where a move is proven, the rest is known by its links; where the rest is the greater part, it is
/// not.
#[test]
fn what_was_edited_in_a_move_is_known_by_its_link() {
    let edited = |edited: usize| {
        changed(0..6, move |at, a| {
            if at < edited {
                a.title = Some(format!("Edited {at}"));
                a.published = day(28);
                a.content_html = format!("<p>Edited {at}.</p>");
            }
        })
    };
    let all: Vec<Option<i64>> = (0..6).map(Some).collect();
    assert_eq!(before(&edited(3), 0, &originals(6)), all);
    let found = before(&edited(4), 0, &originals(6));
    assert_eq!(found, [None, None, None, None, Some(4), Some(5)]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    /// However articles and documents are mixed: nothing is two, nothing comes from nowhere, and the
    /// order of what is known decides nothing.
    #[test]
    fn pairs_are_pairs(
        old in proptest::collection::vec((0usize..4, 0usize..3, 0usize..3), 0..8),
        new in proptest::collection::vec((0usize..4, 0usize..3, 0usize..3), 0..8),
    ) {
        let make = |prefix: &str, parts: &[(usize, usize, usize)]| -> Vec<Article> {
            let made = parts.iter().enumerate().map(|(at, (link, title, date))| {
                let mut made = article(*link);
                made.identity = own(&format!("{prefix}-{at}"));
                made.title = article(*title).title;
                made.published = article(*date).published;
                made
            });
            made.collect()
        };
        let (old, new) = (make("old", &old), make("new", &new));
        let entries: Vec<&Article> = new.iter().collect();
        let is_new = vec![true; new.len()];
        let mut gone = known(&old);
        let found = find(&entries, &is_new, &gone);
        gone.reverse();
        prop_assert_eq!(&find(&entries, &is_new, &gone), &found);
        let keys: std::collections::HashSet<&i64> = found.values().collect();
        prop_assert_eq!(keys.len(), found.len());
        prop_assert!(found.iter().all(|(at, key)| *at < new.len() && usize::try_from(*key).is_ok_and(|key| key < old.len())));
    }
}
