//! What is no file of text (T-42, T-45): pipes, sockets, devices, folders with the name of a file, and more than there is
//! room for.

use std::os::unix::net::UnixListener;
use std::process::Command;
use std::time::{Duration, Instant};

use super::{article, ends, pipe};
use crate::site::Site;

/// T-42, T-45: a pipe to which nobody writes, a socket, a device without end, a folder called like a file, a file of a
/// tebibyte: each is named, none is waited for or read, and the scan takes about as long as without them.
#[test]
fn what_is_no_file_is_passed_over_at_once() {
    let site = Site::with_articles(&[("a.md", &article("A", 1)), ("b.md", &article("B", 2))]);
    let started = Instant::now();
    site.build();
    let without = started.elapsed();
    let at = |name: &str| site.path(&format!("articles/{name}"));
    for number in 0..20 {
        pipe(&at(&format!("pipe-{number}.md")));
    }
    let _socket = UnixListener::bind(at("socket.md")).expect("a socket");
    let mut named: Vec<String> = (0..20).map(|number| format!("pipe-{number}.md")).collect();
    named.extend(["socket.md", "sparse.md", "huge.txt"].map(str::to_owned));
    // Who may not make devices goes without them.
    for (name, numbers) in [("zero.md", ["1", "5"]), ("random.md", ["1", "9"])] {
        let made = Command::new("mknod")
            .arg(at(name))
            .arg("c")
            .args(numbers)
            .output();
        if made.is_ok_and(|made| made.status.success()) {
            named.push(name.to_owned());
        }
    }
    std::fs::create_dir(at("folder.md")).expect("a folder");
    site.write("articles/folder.md/c.md", &article("C", 3));
    for (name, size) in [("sparse.md", 1_u64 << 40), ("huge.txt", 17 << 20)] {
        let file = std::fs::File::create(at(name)).expect("a file");
        file.set_len(size).expect("its size is set");
    }
    for _ in 0..2 {
        let started = Instant::now();
        let ran = site.run(&["build"]);
        let took = started.elapsed();
        assert!(
            took < without + Duration::from_secs(1),
            "{took:?}, {without:?} without"
        );
        assert_eq!(ran.code, Some(3), "{}", ran.err);
        for name in &named {
            assert_eq!(
                ran.err.matches(&format!("{name}:")).count(),
                1,
                "{name} in:\n{}",
                ran.err
            );
        }
        assert_eq!(site.titles("feeds/all.json"), ["C", "B", "A"]);
    }
}

/// T-42: what was a file when it was listed and is a pipe when it is opened is not waited for.
#[test]
fn what_becomes_a_pipe_is_not_waited_for() {
    use rustix::fs::{CWD, RenameFlags};

    let site = Site::with_articles(&[("stays.md", &article("Stays", 1))]);
    let names: Vec<String> = (0..40).map(|number| format!("{number}.md")).collect();
    for name in &names {
        site.write(&format!("articles/{name}"), &article(name, 2));
        pipe(&site.path(&format!("articles/.{name}")));
    }
    let articles = site.path("articles");
    let restless = super::Restless::new(move |_| {
        for name in &names {
            let (one, other) = (articles.join(name), articles.join(format!(".{name}")));
            let _ = rustix::fs::renameat_with(CWD, &one, CWD, &other, RenameFlags::EXCHANGE);
        }
        std::thread::sleep(Duration::from_micros(500));
    });
    for round in 0..6 {
        if round > 0 {
            site.sql("UPDATE source SET fingerprint = 'an older version'");
        }
        ends(&site);
        assert!(site.titles("feeds/all.json").contains(&"Stays".to_owned()));
    }
    drop(restless);
}
