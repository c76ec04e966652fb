//! Folders that somebody else can write to, by accident or on purpose (T-40 … T-47): links, pipes, devices, files that
//! grow or change while they are read, names of any bytes, and thousands of files that come and go at once.

mod git;
mod links;
mod memory;
mod moving;
mod names;
mod special;

use std::path::Path;
use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::time::{Duration, Instant};

use crate::site::Site;

/// Somebody who does one thing over and over, until this is dropped.
struct Restless {
    stop: Arc<AtomicBool>,
    thread: Option<std::thread::JoinHandle<()>>,
}

impl Restless {
    fn new(mut deed: impl FnMut(usize) + Send + 'static) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = Arc::clone(&stop);
        let thread = std::thread::spawn(move || {
            for number in 0.. {
                if stopped.load(Relaxed) {
                    break;
                }
                deed(number);
            }
        });
        Restless {
            stop,
            thread: Some(thread),
        }
    }
}

impl Drop for Restless {
    fn drop(&mut self) {
        self.stop.store(true, Relaxed);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn article(title: &str, day: usize) -> String {
    format!(
        "---\ntitle: {title}\ndate: 2025-01-{:02}\n---\n\nThe text of {title}.\n",
        day % 28 + 1
    )
}

fn pipe(path: &Path) {
    let made = std::process::Command::new("mkfifo").arg(path).status();
    assert!(made.expect("mkfifo is there").success());
}

/// Builds, and fails when that does not end.
fn ends(site: &Site) {
    let mut build = site.command(&["build", "-q"]);
    let mut child = build.stderr(Stdio::null()).spawn().expect("it starts");
    let started = Instant::now();
    while child.try_wait().expect("it can be asked").is_none() {
        if started.elapsed() > Duration::from_secs(40) {
            child.kill().expect("killed");
            child.wait().expect("ended");
            panic!("it does not end");
        }
        std::thread::sleep(Duration::from_millis(10));
    }
}
