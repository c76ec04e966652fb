//! newsboat with a home of its own, subscribed to one address.

use std::process::Command;

use tempfile::TempDir;

pub(super) struct Newsboat {
    home: TempDir,
    pub(super) url: String,
    /// How many articles have been marked as read.
    pub(super) read: usize,
}

impl Newsboat {
    pub(super) fn new(url: &str) -> Self {
        let home = tempfile::tempdir().expect("a folder");
        std::fs::write(home.path().join("urls"), format!("{url}\n")).expect("a file");
        std::fs::write(home.path().join("config"), "auto-reload no\n").expect("a file");
        Newsboat {
            home,
            url: url.to_owned(),
            read: 0,
        }
    }

    fn run(&self, args: &[&str]) -> String {
        let output = Command::new("timeout")
            .args([
                "20", "newsboat", "-u", "urls", "-c", "cache.db", "-C", "config",
            ])
            .args(args)
            .env("HOME", self.home.path())
            .current_dir(self.home.path())
            .output()
            .expect("newsboat is installed");
        assert!(output.status.success(), "newsboat {args:?}: {output:?}");
        String::from_utf8(output.stdout).expect("UTF-8")
    }

    /// Asks the daemon, as a reader does every so often.
    pub(super) fn reload(&self) {
        self.run(&["-x", "reload"]);
    }

    pub(super) fn unread(&self) -> usize {
        let said = self.run(&["-x", "print-unread"]);
        let number = said
            .split(' ')
            .next()
            .and_then(|number| number.parse().ok());
        number.unwrap_or_else(|| panic!("{said}"))
    }

    /// The titles of all articles that it has, sorted.
    pub(super) fn titles(&self) -> Vec<String> {
        let mut titles = self.column("title");
        titles.sort();
        titles
    }

    /// Marks as read all that it has, by the list of guids that it takes from another newsboat.
    pub(super) fn mark_all_read(&mut self) {
        let guids = self.column("guid");
        self.read = guids.len();
        let list = self.home.path().join("read");
        std::fs::write(&list, guids.join("\n") + "\n").expect("a file");
        self.run(&["-I", "read"]);
    }

    fn column(&self, name: &str) -> Vec<String> {
        let cache = rusqlite::Connection::open(self.home.path().join("cache.db")).expect("a cache");
        let mut rows = cache
            .prepare(&format!("SELECT {name} FROM rss_item WHERE deleted = 0"))
            .expect("newsboat's table");
        let values = rows.query_map([], |row| row.get(0)).expect("rows");
        values.collect::<Result<_, _>>().expect("texts")
    }
}
