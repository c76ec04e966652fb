//! An output folder that is full or cannot be written for a while, and has room again later (D-04, D-05); and the end, under
//! load (D-19).

use std::os::unix::process::CommandExt;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use crate::daemon::{get, port, start};
use crate::site::{Group, Site, wait_for};

const LIMIT: Duration = Duration::from_secs(60);

fn site(port: u16, status: &str) -> Site {
    let site = Site::new(&format!(
        "base_url = \"https://feeds.example.org/\"\n[serve]\nlisten = \"127.0.0.1:{port}\"\n[status]\nlisten = \"{status}\"\n\
         [[source]]\nname = \"notes\"\npath = \"articles\"\n\
         [[feed]]\nname = \"all\"\ntitle = \"All\"\nlink = \"https://example.org/\"\n"
    ));
    site.write("articles/a.md", &article("First"));
    site
}

fn article(title: &str) -> String {
    format!(
        "---\ntitle: {title}\ndate: 2025-01-01\n---\n\n{}\n",
        "Of some length. ".repeat(2000)
    )
}

/// What is done to the disk beneath the output folder when the file `now` appears, and undone when `then` does.
const TROUBLE: &[(&str, &str, &str)] = &[
    (
        "full",
        "dd if=/dev/zero of=feeds/.fill bs=4096 2> dd",
        "rm feeds/.fill",
    ),
    (
        "read-only",
        "mount -o remount,ro feeds",
        "mount -o remount,rw feeds",
    ),
];

/// The program in a space of its own, where its output folder is a small disk.
fn inside(site: &Site, does: &str, undoes: &str) -> Group {
    let script = format!(
        "set -e; mkdir -p feeds; mount -t tmpfs -o size=512k none feeds
         wait_for() {{ while ! [ -e \"$1\" ]; do sleep 0.05; done; }}
         ( wait_for now; {does} || true; touch done; wait_for then; {undoes} ) &
         exec \"$FEEDMILL\" run"
    );
    let mut command = Command::new("unshare");
    command
        .args(["--mount", "--map-root-user", "sh", "-c", &script])
        .env("FEEDMILL", env!("CARGO_BIN_EXE_feedmill"))
        .env_remove("FEEDMILL_CONFIG")
        .current_dir(site.path("."))
        .stdin(Stdio::null())
        .stderr(std::fs::File::create(site.path("log")).expect("a log"))
        .process_group(0);
    Group(command.spawn().expect("unshare is there"))
}

/// What is published stays served, the status says what is the matter, and what was missed comes by itself.
#[test]
fn a_disk_without_room_is_waited_for() {
    let can = Command::new("unshare")
        .args([
            "--mount",
            "--map-root-user",
            "mount",
            "-t",
            "tmpfs",
            "none",
            "/mnt",
        ])
        .output();
    if !can.is_ok_and(|can| can.status.success()) {
        // Where no disk can be mounted there is none to fill.
        return;
    }
    for (what, does, undoes) in TROUBLE {
        let (port, status) = (port(), port());
        let site = site(port, &format!("127.0.0.1:{status}"));
        let mut running = inside(&site, does, undoes);
        let (served, told) = (format!("127.0.0.1:{port}"), format!("127.0.0.1:{status}"));
        let has = |title: &str| {
            let (status, body) = get(&served, "/all.json", "")?;
            (status == 200 && body.contains(title)).then_some(())
        };
        wait_for("the first is served", LIMIT, || has("First"));
        site.write("now", "");
        wait_for("it is so", LIMIT, || {
            site.path("done").exists().then_some(())
        });
        site.write("articles/b.md", &article("Second"));
        wait_for("the status tells", LIMIT, || {
            let (_, json) = get(&told, "/status.json", "")?;
            let (health, _) = get(&told, "/healthz", "")?;
            (health == 503 || json.contains("all.json") && site.read("log").contains("error"))
                .then_some(())
        });
        let until = Instant::now() + Duration::from_secs(3);
        while Instant::now() < until {
            let (status, body) = get(&served, "/all.json", "").expect("it answers");
            assert_eq!(status, 200, "{what}");
            let whole: serde_json::Value = serde_json::from_str(&body).expect("it is whole");
            assert!(body.contains("First"), "{what}: {whole}");
            let (_, rss) = get(&served, "/all.rss", "").expect("it answers");
            assert!(rss.trim_end().ends_with("</rss>"), "{what}");
        }
        assert!(
            running.0.try_wait().expect("it can be asked").is_none(),
            "{what}: it has ended"
        );
        site.write("then", "");
        wait_for(what, LIMIT, || has("Second"));
    }
}

/// D-19: no answer is cut when the program is asked to end, and it ends.
#[test]
fn no_answer_is_cut_by_the_end() {
    let port = port();
    let site = site(port, "");
    for number in 0..30 {
        site.write(
            &format!("articles/{number}.md"),
            &article(&format!("Number {number}")),
        );
    }
    let mut daemon = start(&site, port);
    let address = format!("127.0.0.1:{port}");
    wait_for("all are served", LIMIT, || {
        let (_, body) = get(&address, "/all.json", "")?;
        body.contains("Number 29").then_some(())
    });
    let (stop, whole) = (
        Arc::new(AtomicBool::new(false)),
        Arc::new(AtomicUsize::new(0)),
    );
    let clients: Vec<_> = (0..20)
        .map(|_| {
            let (stop, whole, address) = (Arc::clone(&stop), Arc::clone(&whole), address.clone());
            std::thread::spawn(move || {
                let mut cut = 0;
                while !stop.load(Relaxed) {
                    match get(&address, "/all.json", "") {
                        Some((200, body)) if body.trim_end().ends_with('}') => {
                            whole.fetch_add(1, Relaxed);
                        }
                        Some(_) => cut += 1,
                        // Nobody listens any more.
                        None => {}
                    }
                }
                cut
            })
        })
        .collect();
    wait_for("there is load", LIMIT, || {
        (whole.load(Relaxed) > 200).then_some(())
    });
    kill_process(Pid::from_child(&daemon.child), Signal::TERM).expect("it runs");
    let ended = wait_for("it ends", Duration::from_secs(20), || {
        daemon.child.try_wait().expect("it can be asked")
    });
    stop.store(true, Relaxed);
    let cut: usize = clients
        .into_iter()
        .map(|client| client.join().expect("no panic"))
        .sum();
    assert!(ended.success(), "{ended}");
    assert_eq!(cut, 0, "of {} answers", whole.load(Relaxed));
}
