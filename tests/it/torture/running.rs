//! The program under torture, and how it ends.

use std::fs::File;
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process, kill_process_group};

use crate::site::{Site, wait_for};

/// A running program, perhaps under strace, which refuses what it asks of the system.
pub(super) struct Running {
    child: Child,
    log: std::path::PathBuf,
    /// Says which process holds the state, or held it.
    lock: std::path::PathBuf,
    /// How long the log was when it started.
    before: u64,
}

impl Drop for Running {
    fn drop(&mut self) {
        self.kill();
    }
}

impl Running {
    /// Starts the daemon; with `inject`, under strace.
    pub(super) fn start(site: &Site, inject: Option<&str>) -> Self {
        let daemon = site.command(&["run"]);
        let mut command = match inject {
            None => daemon,
            Some(inject) => {
                let mut strace = Command::new("strace");
                strace.args(["-f", "-qq", "-o", "/dev/null"]);
                let (calls, _) = inject
                    .split_once(':')
                    .expect("calls and what becomes of them");
                strace.args(["-e", &format!("trace={calls}")]);
                strace.args(["-e", &format!("inject={inject}")]);
                strace.arg(daemon.get_program()).args(daemon.get_args());
                strace.current_dir(site.path(".")).stdin(Stdio::null());
                strace.env_remove("FEEDMILL_CONFIG");
                strace
            }
        };
        let log = site.path("log");
        let said = File::options().create(true).append(true).open(&log);
        let said = said.expect("a log");
        let before = said.metadata().expect("its size").len();
        let child = command
            .stderr(said)
            .process_group(0)
            .spawn()
            .expect("it starts");
        Running {
            child,
            log,
            lock: site.path("feedmill.db.lock"),
            before,
        }
    }

    /// What it last said.
    pub(super) fn said(&self) -> String {
        let log = std::fs::read_to_string(&self.log).unwrap_or_default();
        let lines: Vec<&str> = log.lines().collect();
        lines[lines.len().saturating_sub(30)..].join("\n")
    }

    /// kill -9.
    pub(super) fn kill(&mut self) {
        if self.child.try_wait().is_ok_and(|ended| ended.is_none()) {
            // With strace what it traces, which would run on without it.
            let group = Pid::from_child(&self.child);
            let _ = kill_process_group(group, Signal::KILL);
        }
        let _ = self.child.wait();
        // What strace has traced may take a moment longer, and holds the state until then.
        let holder = std::fs::read_to_string(&self.lock).unwrap_or_default();
        let process = std::path::Path::new("/proc").join(holder.trim());
        wait_for("it is gone", Duration::from_secs(20), || {
            (holder.is_empty() || !process.exists()).then_some(())
        });
    }

    /// SIGTERM, and it ends in good order.
    pub(super) fn stop(&mut self) {
        let _ = kill_process(Pid::from_child(&self.child), Signal::TERM);
        let ended = wait_for("it ends", Duration::from_secs(30), || {
            self.child.try_wait().expect("it can be asked")
        });
        // One that has just begun has nothing to bring to an end.
        let silent = std::fs::metadata(&self.log).is_ok_and(|log| log.len() == self.before);
        assert!(ended.success() || silent, "{ended}: {}", self.said());
    }

    /// Has it look at its configuration.
    pub(super) fn hang_up(&self) {
        let _ = kill_process(Pid::from_child(&self.child), Signal::HUP);
    }
}
