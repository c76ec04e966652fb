//! sfeed with a home of its own, subscribed to the RSS and the Atom feed.

use std::process::Command;

use tempfile::TempDir;

pub(super) struct Sfeed {
    home: TempDir,
}

impl Sfeed {
    /// As its manual says: a script of subscriptions. What it has is merged by id alone; by itself it takes id, title and
    /// address together, and shows an article once more under each title that it had.
    pub(super) fn new(base: &str) -> Self {
        let home = tempfile::tempdir().expect("a folder");
        let tab = '\t';
        let script = format!(
            "sfeedpath=\"$HOME/feeds\"\nmerge() {{ sort -t '{tab}' -s -u -k6,6 \"$3\" \"$2\" 2>/dev/null; }}\n\
             feeds() {{\n  feed rss '{base}/all.rss'\n  feed atom '{base}/all.atom'\n}}\n"
        );
        std::fs::write(home.path().join("sfeedrc"), script).expect("a file");
        Sfeed { home }
    }

    fn run(&self, program: &str, argument: &str) -> String {
        let output = Command::new("timeout")
            .args(["20", program, argument])
            .env("HOME", self.home.path())
            .current_dir(self.home.path())
            .output()
            .expect("sfeed is installed");
        assert!(output.status.success(), "{program}: {output:?}");
        String::from_utf8(output.stdout).expect("UTF-8")
    }

    pub(super) fn update(&self) {
        self.run("sfeed_update", "sfeedrc");
    }

    /// The titles that it shows of a feed, sorted.
    pub(super) fn titles(&self, feed: &str) -> Vec<String> {
        let shown = self.run("sfeed_plain", &format!("feeds/{feed}"));
        let mut titles: Vec<String> = shown
            .lines()
            .map(|line| {
                let from = line.find("Article ").unwrap_or_else(|| panic!("{line}"));
                let title = line.get(from..).unwrap_or_default();
                title
                    .split(" http")
                    .next()
                    .unwrap_or_default()
                    .trim()
                    .to_owned()
            })
            .collect();
        titles.sort();
        titles
    }
}
