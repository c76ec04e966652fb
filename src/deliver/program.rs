//! The program that is run after publishing, for hosts that only have files: `rsync` and its like. Shell: runs what the
//! operator named, word by word, without a shell, for a limited time, beside everything else.

use std::io::Write;
use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process_group};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt};
use tokio::process::{Child, Command};
use tokio::task::JoinHandle;

/// So many lines of its output are told, of so many characters each.
const LINES: usize = 200;
const WIDTH: usize = 500;
/// How long a program that was told to end may tidy up, and how long its last words are waited for.
const GRACE: Duration = Duration::from_secs(2);

/// What is run.
#[derive(Debug, Clone)]
pub struct Program {
    /// The program and its arguments; not empty.
    pub words: Vec<String>,
    /// The folder it is run in.
    pub folder: PathBuf,
    /// How long it may take.
    pub limit: Duration,
    /// Variables it is given besides those of the environment.
    pub given: Vec<(&'static str, String)>,
    /// Variables of the environment that it is not given: they hold secrets.
    pub withheld: Vec<String>,
}

/// One run.
#[derive(Debug, Clone)]
pub struct Run {
    /// What is run.
    pub program: Program,
    /// The errands that it does.
    pub keys: Vec<i64>,
    /// Paths of changed files below the output folder; they come in on its standard input, a line each.
    pub changed: Vec<String>,
    /// Paths of files that are gone; a line each in the file that `FEEDMILL_REMOVED` names.
    pub removed: Vec<String>,
}

/// What came of a run.
#[derive(Debug)]
pub struct Ran {
    /// The errands that it did, if it did.
    pub keys: Vec<i64>,
    /// Why it did not, in a sentence.
    pub outcome: Result<(), String>,
}

impl Run {
    /// Runs the program to its end, or to the limit. When this is dropped before, the program ends with all its
    /// children.
    pub async fn run(self) -> Ran {
        let outcome = self.attempt().await;
        Ran {
            keys: self.keys,
            outcome,
        }
    }

    async fn attempt(&self) -> Result<(), String> {
        let name = self.program.words.first().map_or("", String::as_str);
        let said = |what: &str, error: std::io::Error| format!("{name}: {what}: {error}");
        let list = lines(&self.removed).map_err(|error| said("listing what is gone", error))?;
        let mut command = self.command(&list);
        let mut child = command
            .spawn()
            .map_err(|error| said("it cannot be run", error))?;
        let mut group = Group::of(&child);
        if let Some(mut stdin) = child.stdin.take() {
            let text: String = self
                .changed
                .iter()
                .map(|path| format!("{path}\n"))
                .collect();
            // Who does not read it does not want it.
            tokio::spawn(async move {
                let _ = stdin.write_all(text.as_bytes()).await;
            });
        }
        let heard = [
            child.stdout.take().map(listen),
            child.stderr.take().map(listen),
        ];
        let ended = match tokio::time::timeout(self.program.limit, child.wait()).await {
            Ok(ended) => Some(ended.map_err(|error| said("waiting for it", error))?),
            Err(_) => {
                group.signal(Signal::TERM);
                if tokio::time::timeout(GRACE, child.wait()).await.is_err() {
                    group.signal(Signal::KILL);
                }
                None
            }
        };
        if ended.is_some() {
            group.0 = None;
        } else {
            group.signal(Signal::KILL);
        }
        let mut last = String::new();
        for listener in heard.into_iter().flatten() {
            last = last_words(listener).await.unwrap_or(last);
        }
        let last = match last.as_str() {
            "" => String::new(),
            last => format!(": {last}"),
        };
        match ended {
            Some(status) if status.success() => Ok(()),
            Some(status) => Err(format!("{name} ended with {status}{last}")),
            None => {
                let limit = humantime::format_duration(self.program.limit);
                Err(format!(
                    "{name} took longer than {limit} and was ended{last}"
                ))
            }
        }
    }

    fn command(&self, removed: &tempfile::NamedTempFile) -> Command {
        let program = &self.program;
        let mut words = program.words.iter();
        let name = words.next().map_or("", String::as_str);
        // One that lies beside config.toml, wherever feedmill was called.
        let name = match name.contains('/') {
            true => program.folder.join(name),
            false => PathBuf::from(name),
        };
        let mut command = Command::new(name);
        command
            .args(words)
            .current_dir(&program.folder)
            .envs(program.given.iter().map(|(name, value)| (name, value)))
            .env("FEEDMILL_REMOVED", removed.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .process_group(0)
            .kill_on_drop(true);
        for name in &program.withheld {
            command.env_remove(name);
        }
        command
    }
}

/// A file of lines, gone when it is dropped.
fn lines(paths: &[String]) -> std::io::Result<tempfile::NamedTempFile> {
    let mut file = tempfile::NamedTempFile::new()?;
    for path in paths {
        writeln!(file, "{path}")?;
    }
    file.flush()?;
    Ok(file)
}

/// A program with its children, ended when this is dropped.
struct Group(Option<Pid>);

impl Group {
    fn of(child: &Child) -> Self {
        let id = child.id().and_then(|id| i32::try_from(id).ok());
        Group(id.and_then(Pid::from_raw))
    }

    fn signal(&self, signal: Signal) {
        if let Some(group) = self.0 {
            let _ = kill_process_group(group, signal);
        }
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        self.signal(Signal::KILL);
    }
}

/// Tells what a program says, line by line, and remembers the last one.
fn listen(mut pipe: impl AsyncRead + Unpin + Send + 'static) -> JoinHandle<String> {
    tokio::spawn(async move {
        let (mut told, mut last, mut line) = (0, String::new(), Vec::new());
        let mut buffer = [0; 4096];
        loop {
            let read = pipe.read(&mut buffer).await.unwrap_or_default();
            let bytes = buffer.get(..read).unwrap_or_default();
            for &byte in bytes.iter().chain((read == 0).then_some(&b'\n')) {
                if byte != b'\n' {
                    if line.len() < 4 * WIDTH {
                        line.push(byte);
                    }
                    continue;
                }
                let text = plain(&String::from_utf8_lossy(&std::mem::take(&mut line)));
                if text.is_empty() {
                    continue;
                }
                told += 1;
                match told {
                    ..=LINES => tracing::info!("after_publish: {text}"),
                    more if more == LINES + 1 => tracing::info!("after_publish: …"),
                    _ => {}
                }
                last = text;
            }
            if read == 0 {
                return last;
            }
        }
    })
}

/// A child of it may hold the pipe open for ever.
async fn last_words(mut listener: JoinHandle<String>) -> Option<String> {
    let heard = tokio::time::timeout(GRACE, &mut listener).await;
    if heard.is_err() {
        listener.abort();
    }
    heard.ok()?.ok().filter(|last| !last.is_empty())
}

/// A line without anything that a terminal would obey.
fn plain(line: &str) -> String {
    let mut out = String::new();
    for c in line.trim_end().chars().take(WIDTH) {
        match c.is_control() {
            true => out.extend(c.escape_default()),
            false => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_program_says_is_shown_and_not_obeyed() {
        for (line, shown) in [
            ("sent 5 bytes\r", "sent 5 bytes"),
            ("\u{1b}[2Jgone", "\\u{1b}[2Jgone"),
            ("naïve «text»", "naïve «text»"),
            ("a\u{7}\tb", "a\\u{7}\\tb"),
        ] {
            assert_eq!(plain(line), shown);
        }
        assert_eq!(plain(&"x".repeat(9000)).len(), WIDTH);
    }
}
