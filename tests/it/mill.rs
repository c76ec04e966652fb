//! The mill itself, turned by a test: what happens while an address is being asked.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use feedmill::config::{self, Settings};
use feedmill::mill::{Mill, Report, Which, address};

use crate::site::Site;

fn settings(site: &Site, sources: &str) -> Arc<Settings> {
    let text = format!(
        "[[feed]]\nname = \"all\"\ntitle = \"All\"\nlink = \"https://example.org/\"\n{sources}"
    );
    let settings = config::check(&text, &site.path("config.toml"));
    Arc::new(settings.unwrap_or_else(|faults| panic!("{faults}")))
}

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_760_000_000, 0).expect("a time")
}

fn names(jobs: &[address::Job]) -> Vec<&str> {
    jobs.iter().map(|job| job.source.name.as_str()).collect()
}

const ONE: &str = "[[source]]\nname = \"one\"\nurl = \"https://one.example/feed\"\n";
const TWO: &str = "[[source]]\nname = \"two\"\nurl = \"https://two.example/feed\"\n";

/// A source that is taken out of the configuration and put back while it is being asked.
#[test]
fn what_is_being_asked_comes_back() {
    let site = Site::new("");
    let both = format!("{ONE}{TWO}");
    let mut mill = Mill::open(settings(&site, &both), now()).expect("a state");
    let jobs = mill.due(now(), Which::Due).expect("a state");
    assert_eq!(names(&jobs), ["one", "two"]);
    assert_eq!(
        names(&mill.due(now(), Which::Due).expect("a state")),
        [""; 0]
    );
    mill.reconfigure(settings(&site, TWO), now())
        .expect("taken up");
    let refused = address::refused(jobs, &anyhow::anyhow!("no certificates"));
    let mut report = Report::default();
    mill.take(refused, now(), &mut report).expect("taken in");
    assert_eq!(report.failures.len(), 1, "{:?}", report.failures);
    mill.reconfigure(settings(&site, &both), now())
        .expect("taken up");
    // That it was asked is remembered, whatever has become of it.
    assert_eq!(
        names(&mill.due(now(), Which::Due).expect("a state")),
        [""; 0]
    );
    let then = now() + TimeDelta::minutes(15);
    assert_eq!(
        names(&mill.due(then, Which::Due).expect("a state")),
        ["one"]
    );
    // Given another address while it is asked, it takes nothing of the old one.
    let other = ONE.replace("one.example", "other.example");
    mill.reconfigure(settings(&site, &other), now())
        .expect("taken up");
    let later = now() + TimeDelta::days(2);
    let next = mill.next_due(later);
    assert_eq!(next, None, "it is being asked");
}

/// D-04: answers that cannot be kept are asked for again, but not at once.
#[test]
fn answers_that_cannot_be_kept_are_asked_for_again() {
    let site = Site::new("");
    let mut mill = Mill::open(settings(&site, ONE), now()).expect("a state");
    let jobs = mill.due(now(), Which::Due).expect("a state");
    site.sql("ALTER TABLE source RENAME TO gone");
    let refused = address::refused(jobs, &anyhow::anyhow!("no certificates"));
    let taken = mill.take(refused, now(), &mut Report::default());
    assert!(taken.is_err());
    site.sql("ALTER TABLE gone RENAME TO source");
    assert_eq!(
        names(&mill.due(now(), Which::Due).expect("a state")),
        [""; 0]
    );
    let later = mill.next_due(now()).expect("it is due");
    assert_eq!(later, now() + TimeDelta::minutes(15));
    assert_eq!(
        names(&mill.due(later, Which::Due).expect("a state")),
        ["one"]
    );
}
