//! kill -9 during `build`, at moments spread over the whole of it: never a half-written feed, never
//! a lost, doubled or renamed article (D-01).

use std::collections::BTreeMap;
use std::process::Stdio;
use std::time::{Duration, Instant};

use crate::site::{Site, items, rounds, wait_for};

fn article(number: u32, round: u32) -> String {
    let paragraph =
        "A sentence that is long enough to make a feed of some size when it is said often. "
            .repeat(20);
    format!(
        "---\ntitle: Article {number}\ndate: 2025-01-01T{:02}:{:02}:00Z\ntags: [t{}]\n---\n\nRound {round}. {paragraph}\n",
        number / 60,
        number % 60,
        number % 7
    )
}

#[test]
fn fifty_kills_lose_and_double_nothing() {
    let site = Site::new(
        "base_url = \"https://feeds.example.org/\"\n[serve]\nlisten = \"\"\n[[source]]\nname = \"notes\"\npath = \"articles\"\n[[feed]]\nname = \"all\"\ntitle = \"All\"\nlink = \"https://example.org/\"\nlimit = 1000\n\
         [[feed]]\nname = \"tags\"\nper = \"tag\"\ntitle = \"{value}\"\nlink = \"https://example.org/\"\n",
    );
    let count = 120;
    for number in 0..count {
        site.write(&format!("articles/{number}.md"), &article(number, 0));
    }
    site.build();
    for number in (0..count).step_by(3) {
        site.write(&format!("articles/{number}.md"), &article(number, 0));
    }
    // How long a build like those below takes, on this machine and under its load of the moment.
    let started = Instant::now();
    site.build();
    let whole = started.elapsed();
    let ids: BTreeMap<String, String> = site
        .items("feeds/all.json")
        .into_iter()
        .map(|item| (item.title, item.id))
        .collect();
    assert_eq!(ids.len(), count as usize);
    let mut killed = 0;
    let rounds = u32::try_from(rounds(50)).expect("a number");
    for round in 1..=rounds {
        for number in 0..count {
            if (number + round) % 3 == 0 {
                site.write(&format!("articles/{number}.md"), &article(number, round));
            }
        }
        let mut child = site
            .command(&["build", "-q"])
            .stderr(Stdio::null())
            .spawn()
            .expect("it starts");
        // A different moment each time, over a little more than a whole build.
        let moment = whole.mul_f64(f64::from(round * 37 % 50) / 50.0);
        std::thread::sleep(moment.max(Duration::from_millis(1)));
        if child.try_wait().expect("it can be asked").is_none() {
            killed += 1;
        }
        let _ = child.kill();
        let _ = child.wait();
        whole_feeds(&site, &ids, round);
    }
    assert!(
        killed > rounds / 4,
        "only {killed} of {rounds} builds were hit"
    );
    let ran = site.build();
    whole_feeds(&site, &ids, 0);
    let last = items(&site.read("feeds/all.json"));
    assert!(
        last.iter().all(|item| item.content.contains("Round")),
        "{}",
        ran.err
    );
    let left: Vec<_> = std::fs::read_dir(site.path("feeds"))
        .expect("it is there")
        .flatten()
        .map(|entry| entry.file_name())
        .collect();
    assert!(
        left.iter()
            .all(|name| !name.to_string_lossy().contains("tmp")),
        "{left:?}"
    );
}

fn whole_feeds(site: &Site, ids: &BTreeMap<String, String>, round: u32) {
    let now: Vec<_> = site.items("feeds/all.json");
    assert_eq!(now.len(), ids.len(), "round {round}");
    for item in now {
        assert_eq!(ids.get(&item.title), Some(&item.id), "round {round}");
    }
    assert!(
        site.read("feeds/all.rss").trim_end().ends_with("</rss>"),
        "round {round}"
    );
    assert!(
        site.read("feeds/all.atom").trim_end().ends_with("</feed>"),
        "round {round}"
    );
}

/// D-17: of many that start at once one has the state, and the others say which; when it is killed, the next has it at once.
#[test]
fn of_many_processes_one_has_the_state() {
    let site = Site::with_articles(&[("a.md", "---\ntitle: A\ndate: 2025-01-01\n---\n\nText.\n")]);
    site.build();
    let start = || {
        let mut command = site.command(&["run", "-q"]);
        let child = command.stderr(Stdio::piped()).spawn();
        child.expect("it starts")
    };
    for round in 0..rounds(3) {
        let mut children: Vec<_> = (0..20).map(|_| start()).collect();
        let started = Instant::now();
        let losers = wait_for("all but one have ended", Duration::from_secs(60), || {
            let mut ended = 0;
            for child in &mut children {
                ended += usize::from(child.try_wait().expect("it can be asked").is_some());
            }
            (ended + 1 >= children.len()).then_some(ended)
        });
        assert_eq!(losers, 19, "round {round}: after {:?}", started.elapsed());
        let holder = site.read("feedmill.db.lock");
        let (mut winners, mut ended): (Vec<_>, Vec<_>) = children
            .into_iter()
            .partition(|child| child.id().to_string() == holder);
        for child in ended.drain(..) {
            let output = child.wait_with_output().expect("it has ended");
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            assert_eq!(output.status.code(), Some(1), "{said}");
            assert!(said.contains("in use by another feedmill"), "{said}");
        }
        let mut winner = winners.pop().expect("who holds the state runs");
        assert!(winner.try_wait().expect("it can be asked").is_none());
        winner.kill().expect("it runs");
        winner.wait().expect("it has ended");
        assert_eq!(site.run(&["build", "-q"]).code, Some(0), "no lock is left");
    }
}
