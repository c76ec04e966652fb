//! `feedmill run`: the real daemon, its watcher, its server and its signals.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::{Child, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::time::{Duration, Instant};

use crate::site::{Site, items, rounds, wait_for};

/// The running daemon; killed when the test ends before it.
pub(crate) struct Daemon {
    pub(crate) child: Child,
    pub(crate) address: String,
}

impl Drop for Daemon {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub(crate) fn port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("an address").port()
}

fn site() -> (Site, u16) {
    let port = port();
    let site = Site::new(&format!(
        "[serve]\nlisten = \"127.0.0.1:{port}\"\n[[source]]\nname = \"notes\"\npath = \"articles\"\n[[feed]]\nname = \"all\"\ntitle = \"All\"\nlink = \"https://example.org/\"\n"
    ));
    site.write(
        "articles/first.md",
        "---\ntitle: First\ndate: 2025-01-01\n---\n\nThe first text.\n",
    );
    (site, port)
}

pub(crate) fn start(site: &Site, port: u16) -> Daemon {
    let child = site
        .command(&["run"])
        .stderr(Stdio::piped())
        .spawn()
        .expect("the daemon starts");
    let mut daemon = Daemon {
        child,
        address: format!("127.0.0.1:{port}"),
    };
    let mut stderr = daemon.child.stderr.take().expect("stderr is piped");
    std::thread::spawn(move || {
        // Drained, so that the daemon never waits for a reader.
        let mut bytes = Vec::new();
        let _ = stderr.read_to_end(&mut bytes);
    });
    let address = daemon.address.clone();
    wait_for("the daemon serves", Duration::from_secs(20), || {
        get(&address, "/all.json", "").filter(|answer| answer.0 == 200)
    });
    daemon
}

/// Status and body.
pub(crate) fn get(address: &str, path: &str, header: &str) -> Option<(u16, String)> {
    let mut stream = TcpStream::connect(address).ok()?;
    write!(
        stream,
        "GET {path} HTTP/1.1\r\nHost: {address}\r\n{header}Connection: close\r\n\r\n"
    )
    .ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    let status = answer.split(' ').nth(1)?.parse().ok()?;
    let (_, body) = answer.split_once("\r\n\r\n")?;
    Some((status, body.to_owned()))
}

pub(crate) fn signal(daemon: &Daemon, name: &str) {
    let status = std::process::Command::new("kill")
        .args([&format!("-{name}"), &daemon.child.id().to_string()])
        .status();
    assert!(status.expect("kill is there").success());
}

fn titles(daemon: &Daemon) -> Vec<String> {
    let (_, body) = get(&daemon.address, "/all.json", "").expect("it answers");
    items(&body).into_iter().map(|item| item.title).collect()
}

/// Issue 2, 1: an edited or added article is published within two seconds of the save.
#[test]
fn edits_are_published_at_once_and_signals_are_obeyed() {
    let (site, port) = site();
    let mut daemon = start(&site, port);
    assert_eq!(titles(&daemon), ["First"]);
    // As an editor saves: a new file renamed over the old one.
    site.write(
        "articles/.first.md.swp",
        "---\ntitle: First, edited\ndate: 2025-01-01\n---\n\nThe first text, edited.\n",
    );
    let saved = Instant::now();
    std::fs::rename(
        site.path("articles/.first.md.swp"),
        site.path("articles/first.md"),
    )
    .expect("a rename");
    wait_for("the edit is served", Duration::from_secs(5), || {
        (titles(&daemon) == ["First, edited"]).then_some(())
    });
    assert!(
        saved.elapsed() < Duration::from_secs(2),
        "{:?}",
        saved.elapsed()
    );
    let saved = Instant::now();
    site.write(
        "articles/new/second.md",
        "---\ntitle: Second\ndate: 2025-01-02\n---\n\nThe second text.\n",
    );
    wait_for("the new article is served", Duration::from_secs(5), || {
        (titles(&daemon) == ["Second", "First, edited"]).then_some(())
    });
    assert!(
        saved.elapsed() < Duration::from_secs(2),
        "{:?}",
        saved.elapsed()
    );
    // What is served is what lies there.
    assert_eq!(
        get(&daemon.address, "/all.rss", "").expect("it answers").1,
        site.read("feeds/all.rss")
    );
    // A second process says who holds the state, and stops (D-17).
    let second = site.run(&["build"]);
    assert_eq!(second.code, Some(1), "{}", second.err);
    assert!(
        second.err.contains(&format!("pid {}", daemon.child.id())),
        "{}",
        second.err
    );
    assert_eq!(site.run(&["status"]).code, Some(0));
    signal(&daemon, "TERM");
    let status = daemon.child.wait().expect("it ends");
    assert_eq!(status.code(), Some(0));
    assert_eq!(site.build().code, Some(0));
}

/// D-12: a changed configuration is taken up, a broken one is not.
#[test]
fn a_changed_configuration_is_taken_up_and_a_broken_one_is_not() {
    let (site, port) = site();
    let mut daemon = start(&site, port);
    let good = site.read("config.toml");
    site.write("config.toml", "this is not = = toml\n[[[");
    signal(&daemon, "HUP");
    std::thread::sleep(Duration::from_millis(600));
    assert_eq!(titles(&daemon), ["First"]);
    site.write(
        "config.toml",
        &format!(
            "{good}[[feed]]\nname = \"other\"\ntitle = \"Other\"\nlink = \"https://example.org/\"\n"
        ),
    );
    wait_for("the new feed is served", Duration::from_secs(10), || {
        get(&daemon.address, "/other.json", "").filter(|answer| answer.0 == 200)
    });
    signal(&daemon, "INT");
    assert_eq!(daemon.child.wait().expect("it ends").code(), Some(0));
}

/// A checkout or a deployment puts a folder in the place of another, often under the same inode.
#[test]
fn what_is_put_in_the_place_of_a_source_is_watched() {
    let (site, port) = site();
    let daemon = start(&site, port);
    for round in 0..3 {
        std::fs::remove_dir_all(site.path("articles")).expect("the folder goes");
        site.write("articles/first.md", "# First\n\nThe first text.\n");
        let early = format!("Early {round}");
        wait_for("the new folder is read", Duration::from_secs(10), || {
            site.write("articles/early.md", &format!("# {early}\n"));
            titles(&daemon).contains(&early).then_some(())
        });
        let late = format!("Late {round}");
        site.write("articles/late.md", &format!("# {late}\n\nLate text.\n"));
        wait_for("the new folder is watched", Duration::from_secs(10), || {
            titles(&daemon).contains(&late).then_some(())
        });
    }
}

/// B25: an article whose date lies ahead appears at its time, not before, and nothing has to happen.
#[test]
fn a_scheduled_article_appears_at_its_time() {
    let (site, port) = site();
    let daemon = start(&site, port);
    let due = std::time::SystemTime::now() + Duration::from_secs(3);
    let seconds = due.duration_since(std::time::UNIX_EPOCH);
    let due = i64::try_from(seconds.expect("after 1970").as_secs()).expect("a time");
    let date = chrono::DateTime::from_timestamp(due, 0).expect("a time");
    site.write(
        "articles/soon.md",
        &format!(
            "---\ntitle: Soon\ndate: {}\n---\n\nText.\n",
            date.to_rfc3339()
        ),
    );
    wait_for("it appears", Duration::from_secs(8), || {
        let there = titles(&daemon) == ["Soon", "First"];
        let now = chrono::Utc::now();
        assert!(!there || now >= date, "too early");
        assert!(now < date + chrono::TimeDelta::seconds(3), "too late");
        there.then_some(())
    });
}

/// A source folder that is taken away and made again, and a single file over which another is
/// renamed, are still watched.
#[test]
fn what_is_replaced_is_watched_all_the_same() {
    let (site, port) = site();
    site.write(
        "one.md",
        "---\ntitle: One\ndate: 2024-01-01\n---\n\nText.\n",
    );
    let config = site.read("config.toml") + "[[source]]\nname = \"one\"\npath = \"one.md\"\n";
    site.write("config.toml", &config);
    let daemon = start(&site, port);
    wait_for("the start", Duration::from_secs(5), || {
        (titles(&daemon) == ["First", "One"]).then_some(())
    });
    for round in 1..=2 {
        std::fs::remove_dir_all(site.path("articles")).expect("it is removed");
        std::thread::sleep(Duration::from_millis(700));
        let title = format!("Round {round}");
        site.write(
            "articles/first.md",
            &format!("---\ntitle: {title}\ndate: 2025-01-01\n---\n\nText.\n"),
        );
        wait_for("the new folder is read", Duration::from_secs(5), || {
            (titles(&daemon)[0] == title).then_some(())
        });
        std::thread::sleep(Duration::from_millis(700));
        let title = format!("Edit {round}");
        site.write(
            "articles/first.md",
            &format!("---\ntitle: {title}\ndate: 2025-01-01\n---\n\nText.\n"),
        );
        site.write(
            "one.tmp",
            &format!("---\ntitle: One {round}\ndate: 2024-01-01\n---\n\nText.\n"),
        );
        site.rename("one.tmp", "one.md");
        wait_for("the edits are read", Duration::from_secs(5), || {
            (titles(&daemon) == [title.clone(), format!("One {round}")]).then_some(())
        });
    }
}

/// D-04: a state that cannot be written for a while ends nothing; what was missed is made up for.
#[test]
fn trouble_with_the_state_does_not_end_the_daemon() {
    let (site, port) = site();
    let mut daemon = start(&site, port);
    site.sql("ALTER TABLE article RENAME TO gone");
    site.write(
        "articles/second.md",
        "---\ntitle: Second\ndate: 2025-01-02\n---\n\nText.\n",
    );
    std::thread::sleep(Duration::from_secs(2));
    assert_eq!(titles(&daemon), ["First"]);
    assert_eq!(daemon.child.try_wait().expect("it can be asked"), None);
    site.sql("ALTER TABLE gone RENAME TO article");
    wait_for("it is made up for", Duration::from_secs(15), || {
        (titles(&daemon) == ["Second", "First"]).then_some(())
    });
    // So with an output that is in the way.
    std::fs::remove_dir_all(site.path("feeds")).expect("it is removed");
    site.write("feeds", "not a folder");
    site.write(
        "articles/third.md",
        "---\ntitle: Third\ndate: 2025-01-03\n---\n\nText.\n",
    );
    std::thread::sleep(Duration::from_secs(1));
    assert_eq!(titles(&daemon), ["Second", "First"]);
    site.remove("feeds");
    site.write(
        "articles/third.md",
        "---\ntitle: Third again\ndate: 2025-01-03\n---\n\nText.\n",
    );
    wait_for("it is written again", Duration::from_secs(5), || {
        (titles(&daemon) == ["Third again", "Second", "First"]).then_some(())
    });
    signal(&daemon, "TERM");
    assert_eq!(daemon.child.wait().expect("it ends").code(), Some(0));
}

/// D-06: with hardly any files to be opened, and all of them taken by clients, nothing ends, and what was missed is made up
/// for when they are gone.
#[test]
fn without_descriptors_the_daemon_goes_on() {
    let (site, port) = site();
    let run = site.command(&["run"]);
    let mut limited = std::process::Command::new("sh");
    limited
        .args(["-c", "ulimit -n 64 && exec \"$0\" \"$@\""])
        .arg(run.get_program())
        .args(run.get_args())
        .current_dir(site.path("."))
        .stderr(Stdio::null());
    let child = limited.spawn().expect("the daemon starts");
    let mut daemon = Daemon {
        child,
        address: format!("127.0.0.1:{port}"),
    };
    wait_for("the daemon serves", Duration::from_secs(20), || {
        get(&daemon.address, "/all.json", "").filter(|answer| answer.0 == 200)
    });
    let clients: Vec<TcpStream> = (0..200)
        .filter_map(|_| TcpStream::connect(&daemon.address).ok())
        .collect();
    assert!(clients.len() > 64, "{}", clients.len());
    site.write(
        "articles/second.md",
        "---\ntitle: Second\ndate: 2025-01-02\n---\n\nText.\n",
    );
    std::thread::sleep(Duration::from_secs(2));
    assert_eq!(daemon.child.try_wait().expect("it can be asked"), None);
    drop(clients);
    wait_for(
        "it is published and served",
        Duration::from_secs(30),
        || {
            let (_, body) = get(&daemon.address, "/all.json", "")?;
            let titles: Vec<String> = items(&body).into_iter().map(|item| item.title).collect();
            (titles == ["Second", "First"]).then_some(())
        },
    );
    signal(&daemon, "TERM");
    assert_eq!(daemon.child.wait().expect("it ends").code(), Some(0));
}

/// D-12: broken configurations, each with other faults and other wishes, while readers ask: no request fails, and nothing
/// of them is taken up. `FEEDMILL_ROUNDS` says how many.
#[test]
fn broken_configurations_change_nothing_for_readers() {
    let rounds = rounds(60);
    let (site, port) = site();
    let mut daemon = start(&site, port);
    let good = site.read("config.toml");
    let over = Arc::new(AtomicBool::new(false));
    let reader = std::thread::spawn({
        let (address, over) = (daemon.address.clone(), Arc::clone(&over));
        move || {
            let mut asked = 0;
            while !over.load(Relaxed) {
                let (status, body) = get(&address, "/all.json", "").expect("it answers");
                assert_eq!(status, 200);
                assert!(body.contains("\"title\": \"All\""), "{body}");
                asked += 1;
                std::thread::sleep(Duration::from_millis(5));
            }
            asked
        }
    });
    for round in 0..rounds {
        let wished = good.replace("title = \"All\"", &format!("title = \"Wish {round}\""));
        let broken = match round % 6 {
            0 => format!("{wished}\nnonsense = = {round}\n"),
            1 => wished.replace("path = ", "paht = "),
            2 => wished.replace("link = \"https://example.org/\"", "link = \"nowhere\""),
            3 => format!("{wished}\n[[feed]]\nname = \"all\"\n"),
            4 => wished.split_at(wished.len() - 3 - round % 20).0.to_owned(),
            _ => format!("every = {round}\n{wished}"),
        };
        site.write("config.toml", &broken);
        signal(&daemon, "HUP");
        std::thread::sleep(Duration::from_millis(20));
    }
    std::thread::sleep(Duration::from_millis(600));
    over.store(true, Relaxed);
    let asked = reader.join().expect("no request failed");
    assert!(asked > rounds, "{asked}");
    assert_eq!(daemon.child.try_wait().expect("it can be asked"), None);
    site.write(
        "config.toml",
        &good.replace("title = \"All\"", "title = \"Better\""),
    );
    signal(&daemon, "HUP");
    wait_for("a good one is taken up", Duration::from_secs(10), || {
        let (_, body) = get(&daemon.address, "/all.json", "")?;
        body.contains("\"title\": \"Better\"").then_some(())
    });
}
