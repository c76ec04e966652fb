//! Files of a folder, and what authors and their tools do to them.

use std::path::Path;
use std::time::{Duration, SystemTime};

/// The files that every folder has at first.
pub(super) const FILES: [(&str, &str); 4] = [
    (
        "2025-01-02-ferry.md",
        "---\ntitle: The ferry\nauthor: Ada Vale\ntags: [town, water]\n---\n\nThe ferry goes at *seven* from the old quay.\n\nIt takes bicycles.\n",
    ),
    (
        "bread.md",
        "---\ntitle: Bread wants time\ndate: 2025-01-03T07:30:00Z\nsummary: Start on the evening before.\n---\n\nBread wants time more than it wants yeast.\n",
    ),
    (
        "own.md",
        "---\nid: https://example.org/id/bridge\ntitle: The bridge\ndate: 2025-01-04\n---\n\nThe bridge is closed to lorries.\n",
    ),
    (
        "undated.md",
        "# A lamp in the night\n\nA lamp costs less than the stairs.\n",
    ),
];

/// Changes every file of a folder: its name, its text.
fn each(folder: &Path, change: impl Fn(&str, &str) -> (String, String)) {
    let mut names: Vec<_> = std::fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name())
        .collect();
    names.sort();
    for name in names {
        let (path, name) = (folder.join(&name), name.to_string_lossy().into_owned());
        let text = std::fs::read_to_string(&path).expect("a file");
        let (new_name, new_text) = change(&name, &text);
        let new = folder.join(&new_name);
        std::fs::create_dir_all(new.parent().expect("a folder")).expect("it is made");
        if new_name != name {
            std::fs::rename(&path, &new).expect("it is renamed");
        }
        if new_text != text {
            std::fs::write(&new, new_text).expect("it is written");
        }
    }
}

fn edit(folder: &Path, change: impl Fn(&str) -> String) {
    each(folder, |name, text| (name.to_owned(), change(text)));
}

fn rename(folder: &Path, change: impl Fn(&str) -> String) {
    each(folder, |name, text| (change(name), text.to_owned()));
}

/// Adds lines to the front matter, where there is any.
fn say(folder: &Path, lines: &str) {
    edit(folder, |text| match text.strip_prefix("---\n") {
        Some(rest) => format!("---\n{lines}{rest}"),
        None => text.to_owned(),
    });
}

/// Takes lines that begin so out of every file.
fn unsay(folder: &Path, begins: &[&str]) {
    edit(folder, |text| {
        let lines = text
            .lines()
            .filter(|line| !begins.iter().any(|begin| line.starts_with(begin)));
        lines.map(|line| format!("{line}\n")).collect()
    });
}

fn touch(folder: &Path, time: SystemTime) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let file = std::fs::File::options()
            .write(true)
            .open(entry.expect("an entry").path());
        file.expect("a file")
            .set_modified(time)
            .expect("its time is set");
    }
}

/// YAML front matter as TOML.
fn as_toml(text: &str) -> String {
    let Some((head, body)) = text
        .strip_prefix("---\n")
        .and_then(|rest| rest.split_once("---\n"))
    else {
        return text.to_owned();
    };
    let lines = head.lines().filter_map(|line| line.split_once(": "));
    let lines = lines.map(|(key, value)| match value.strip_prefix('[') {
        Some(list) => {
            let items = list
                .trim_end_matches(']')
                .split(", ")
                .map(|item| format!("\"{item}\""));
            format!("{key} = [{}]\n", items.collect::<Vec<_>>().join(", "))
        }
        None if key == "date" => format!("{key} = {value}\n"),
        None => format!("{key} = \"{value}\"\n"),
    });
    format!("+++\n{}+++\n{body}", lines.collect::<String>())
}

/// Paragraphs of Markdown as HTML, below front matter that stays.
fn as_html(text: &str) -> String {
    let (head, body) = match text
        .strip_prefix("---\n")
        .and_then(|rest| rest.split_once("---\n"))
    {
        Some((head, body)) => (format!("---\n{head}---\n"), body),
        None => (String::new(), text),
    };
    let body = body
        .trim()
        .split("\n\n")
        .map(|part| match part.strip_prefix("# ") {
            Some(title) => format!("<h1>{title}</h1>\n"),
            None => format!("<p>{}</p>\n", part.replace("*seven*", "<em>seven</em>")),
        });
    head + "\n" + &body.collect::<String>()
}

/// What a change is called, and what it does to a folder.
pub(super) type Change = (&'static str, fn(&Path));

/// After each of these, readers must see nothing new and miss nothing.
pub(super) const CHANGES: &[Change] = &[
    ("text edited", |folder| {
        edit(folder, |text| format!("{text}\nCorrected: at eight.\n"))
    }),
    ("text replaced", |folder| {
        edit(folder, |text| {
            match text
                .strip_prefix("---\n")
                .and_then(|rest| rest.split_once("---\n"))
            {
                Some((head, _)) => format!("---\n{head}---\n\nAll is different here.\n"),
                None => "# A lamp in the night\n\nAll is different here.\n".to_owned(),
            }
        });
    }),
    ("retitled", |folder| {
        edit(folder, |text| {
            text.replace("title: ", "title: New ")
                .replace("# A lamp", "# The lamp")
        });
    }),
    ("redated", |folder| {
        edit(folder, |text| text.replace("2025-01-0", "2025-02-0"))
    }),
    ("dates taken away", |folder| unsay(folder, &["date:"])),
    ("dates added", |folder| {
        edit(folder, |text| {
            text.replace("title: The ferry", "date: 2025-01-05\ntitle: The ferry")
        });
    }),
    ("retagged", |folder| {
        edit(folder, |text| text.replace("[town, water]", "[quay]"))
    }),
    ("tags added", |folder| {
        say(folder, "keywords: [all, sorts]\n")
    }),
    ("another author", |folder| {
        edit(folder, |text| text.replace("Ada Vale", "Ben Hill"))
    }),
    ("no author, no tags", |folder| {
        unsay(folder, &["author:", "tags:"])
    }),
    ("summary added", |folder| {
        say(folder, "description: In short.\n")
    }),
    ("summary taken away", |folder| unsay(folder, &["summary:"])),
    ("touched", |folder| touch(folder, SystemTime::now())),
    ("times all alike, as after a clone", |folder| {
        touch(
            folder,
            SystemTime::UNIX_EPOCH + Duration::from_secs(1_760_000_000),
        );
    }),
    ("files copied and put back", |folder| {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            let bytes = std::fs::read(&path).expect("a file");
            std::fs::remove_file(&path).expect("it goes");
            std::fs::write(&path, bytes).expect("it is back");
        }
    }),
    ("renamed", |folder| {
        rename(folder, |name| format!("a-{name}"))
    }),
    ("moved into a folder", |folder| {
        rename(folder, |name| format!("2025/notes/{name}"))
    }),
    ("the folder moved", |folder| {
        rename(folder, |name| format!("deep/{name}"));
        std::fs::rename(folder.join("deep"), folder.join("other")).expect("it is renamed");
    }),
    ("another extension", |folder| {
        rename(folder, |name| name.replace(".md", ".markdown"))
    }),
    ("front matter taken away", |folder| {
        edit(folder, |text| {
            let text = text
                .strip_prefix("---\n")
                .and_then(|rest| rest.split_once("---\n"))
                .map_or(text, |(_, body)| body);
            text.trim_start().to_owned()
        });
    }),
    ("front matter added", |folder| {
        edit(folder, |text| {
            match text.strip_prefix("# A lamp in the night\n") {
                Some(rest) => format!("---\ntitle: A lamp in the night\n---\n{rest}"),
                None => text.to_owned(),
            }
        });
    }),
    ("an id added", |folder| {
        edit(folder, |text| {
            text.replace("title: The ferry", "title: The ferry\nlayout: post")
        });
    }),
    ("lines end in CRLF", |folder| {
        edit(folder, |text| text.replace('\n', "\r\n"))
    }),
    ("a byte order mark", |folder| {
        edit(folder, |text| format!("\u{feff}{text}"))
    }),
    ("TOML", |folder| edit(folder, as_toml)),
    ("HTML in Markdown", |folder| edit(folder, as_html)),
    ("HTML files", |folder| {
        each(folder, |name, text| {
            (name.replace(".md", ".html"), as_html(text))
        });
    }),
    ("renamed and edited", |folder| {
        each(folder, |name, text| {
            let note = if text.starts_with("---") {
                "\nCorrected: at eight.\n"
            } else {
                ""
            };
            (name.replace(".md", "-again.md"), format!("{text}{note}"))
        });
    }),
    ("renamed and given tags", |folder| {
        each(folder, |name, text| {
            (
                format!("a-{name}"),
                text.replacen("---\n", "---\ncategory: news\n", 1),
            )
        });
    }),
];
