//! The unit for systemd (T-62): how much it leaves open, and that feedmill asks for nothing that it forbids.

use std::collections::{BTreeMap, BTreeSet};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};

use crate::daemon::{get, port};
use crate::server::{Answer, Server};
use crate::site::{Group, Site, wait_for};

const UNIT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/feedmill.service");

fn systemd(args: &[&str]) -> String {
    let output = Command::new("systemd-analyze").args(args).output();
    let output = output.expect("systemd-analyze is installed: ./tests/all installs it");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{said}");
    said
}

/// The sets of calls that systemd knows, each with its members.
fn sets() -> BTreeMap<String, Vec<String>> {
    let mut sets: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut name = String::new();
    for line in systemd(&["syscall-filter", "--no-pager"]).lines() {
        let member = line.trim();
        if line.starts_with('@') {
            member.clone_into(&mut name);
        } else if line.starts_with(' ') && !member.starts_with('#') && !member.is_empty() {
            sets.entry(name.clone())
                .or_default()
                .push(member.to_owned());
        }
    }
    sets
}

fn members(sets: &BTreeMap<String, Vec<String>>, name: &str, into: &mut BTreeSet<String>) {
    for member in sets.get(name).into_iter().flatten() {
        match member.starts_with('@') {
            true => members(sets, member, into),
            false => drop(into.insert(member.clone())),
        }
    }
}

/// The calls that the unit allows, by its own lines.
fn allowed(unit: &str) -> BTreeSet<String> {
    let sets = sets();
    let mut allowed = BTreeSet::new();
    for line in unit
        .lines()
        .filter_map(|line| line.strip_prefix("SystemCallFilter="))
    {
        let mut named = BTreeSet::new();
        let (denies, names) = match line.strip_prefix('~') {
            Some(names) => (true, names),
            None => (false, line),
        };
        for name in names.split(' ') {
            members(&sets, name, &mut named);
        }
        match denies {
            true => allowed = allowed.difference(&named).cloned().collect(),
            false => allowed.extend(named),
        }
    }
    assert!(allowed.len() > 100, "{allowed:?}");
    allowed
}

#[test]
#[ignore = "needs systemd-analyze: ./tests/all installs it"]
fn the_unit_leaves_little_open() {
    // In tenths of what systemd calls exposure: 2.0 of 10.
    systemd(&["security", "--offline=true", "--threshold=20", UNIT]);
}

/// The calls that the daemon makes while it reads, asks, publishes, serves and ends.
fn calls(site: &Site, port: u16) -> String {
    // Not beside the configuration, where each of its lines would wake what it tells of.
    let folder = tempfile::tempdir().expect("a folder");
    let log = folder.path().join("calls");
    let daemon = site.command(&["run"]);
    let mut strace = Command::new("strace");
    strace
        .args(["-f", "-qq", "-e", "signal=none", "-o"])
        .arg(&log);
    strace.arg(daemon.get_program()).args(daemon.get_args());
    strace.current_dir(site.path("."));
    let child = strace.stderr(Stdio::null()).process_group(0).spawn();
    let mut child = Group(child.expect("it starts"));
    let address = format!("127.0.0.1:{port}");
    wait_for("all is published", Duration::from_secs(60), || {
        let (_, body) = get(&address, "/all.json", "Accept-Encoding: identity\r\n")?;
        (body.contains("From here") && body.contains("From afar")).then_some(())
    });
    site.write("articles/b.md", "---\ntitle: Later\n---\n\nText.\n");
    wait_for("the edit is published", Duration::from_secs(60), || {
        let (_, body) = get(&address, "/all.json", "")?;
        body.contains("Later").then_some(())
    });
    let holder = site.read("feedmill.db.lock");
    let holder = Pid::from_raw(holder.trim().parse().expect("a process")).expect("a process");
    kill_process(holder, Signal::TERM).expect("it is there");
    let ended = wait_for("it ends", Duration::from_secs(30), || {
        child.0.try_wait().expect("it can be asked")
    });
    assert!(ended.success(), "{ended}");
    std::fs::read_to_string(log).expect("a log")
}

#[test]
#[ignore = "needs strace and systemd-analyze: ./tests/all installs them"]
fn what_the_unit_forbids_is_never_asked_for() {
    let (upstream, port) = (Server::start(), port());
    upstream.set(
        "/far",
        Answer::new(
            "application/rss+xml",
            "<rss version=\"2.0\"><channel><title>U</title><link>https://u.example/</link><description>d</description>\
             <item><guid isPermaLink=\"false\">far</guid><title>From afar</title></item></channel></rss>",
        ),
    );
    // By its name, which has to be looked up.
    let far = upstream.base.replace("127.0.0.1", "localhost");
    let site = Site::new(&format!(
        "base_url = \"https://feeds.example.org/\"\n[serve]\nlisten = \"127.0.0.1:{port}\"\n[fetch]\nallow_private = [\"127.0.0.1\", \"::1\"]\n\
         [[source]]\nname = \"notes\"\npath = \"articles\"\n[[source]]\nname = \"far\"\nurl = \"{far}/far\"\n\
         [[feed]]\nname = \"all\"\ntitle = \"All\"\nlink = \"https://example.org/\"\n"
    ));
    site.write(
        "articles/a.md",
        "---\ntitle: From here\ndate: 2025-01-01\n---\n\nText.\n",
    );
    let unit = std::fs::read_to_string(UNIT).expect("a unit");
    let mut allowed = allowed(&unit);
    if rustix::process::geteuid().is_root() {
        // SQLite gives its files to the owner of the first, where it may.
        allowed.insert("fchown".to_owned());
    }
    let calls = calls(&site, port);
    let mut faults = BTreeSet::new();
    let mut names = BTreeSet::new();
    let own = site.path(".").canonicalize().expect("a folder");
    for line in calls.lines() {
        let Some((_, call)) = line.split_once(' ') else {
            continue;
        };
        let call = call.trim_start();
        let Some((name, arguments)) = call.split_once('(') else {
            continue;
        };
        if !name.starts_with(|letter: char| letter.is_ascii_lowercase()) {
            continue;
        }
        names.insert(name);
        if !allowed.contains(name) {
            faults.insert(format!("SystemCallFilter: {name}"));
        }
        if arguments.contains("PROT_EXEC") && arguments.contains("PROT_WRITE") {
            faults.insert(format!("MemoryDenyWriteExecute: {call}"));
        }
        if name == "socket"
            && !["AF_INET,", "AF_INET6,", "AF_UNIX,"]
                .iter()
                .any(|family| arguments.starts_with(family))
        {
            faults.insert(format!("RestrictAddressFamilies: {call}"));
        }
        let writes = ["O_WRONLY", "O_RDWR", "O_CREAT"]
            .iter()
            .any(|flag| arguments.contains(flag));
        let path = arguments.split('"').nth(1).unwrap_or_default();
        let is_own = Path::new(path).starts_with(&own)
            || !path.starts_with('/')
            || path.starts_with("/dev/");
        if name == "openat" && writes && !is_own {
            faults.insert(format!("ProtectSystem: {call}"));
        }
    }
    assert!(names.len() > 40 && names.contains("renameat"), "{names:?}");
    assert!(faults.is_empty(), "{faults:#?}");
    // T-61: before anything that is secret is read, core dumps are off.
    let off = calls.find("prctl(PR_SET_DUMPABLE, SUID_DUMP_DISABLE");
    assert!(off.expect("core dumps are off") < calls.find("config.toml").expect("a configuration"));
}
