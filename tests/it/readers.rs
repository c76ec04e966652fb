//! What others make of our feeds: parsers not our own read back what was published. The feed-rs
//! crate does so here; three in Python do where tests/all has installed them.

use std::path::Path;
use std::process::Command;

use crate::site::Site;

/// The samples, and articles that are hard to write down.
fn site() -> Site {
    let root = env!("CARGO_MANIFEST_DIR");
    let site = Site::new(
        "base_url = \"https://feeds.example.org/\"\n[serve]\nlisten = \"\"\n[[source]]\npath = \"articles\"\nlink = \"https://example.org/{path}/\"\n\
         [[feed]]\nname = \"all\"\ntitle = \"All\"\nlink = \"https://example.org/\"\n[[feed]]\nname = \"tags\"\nper = \"tag\"\ntitle = \"{value}\"\nlink = \"https://example.org/\"\n",
    );
    for entry in std::fs::read_dir(format!("{root}/examples/articles"))
        .expect("the samples are there")
        .flatten()
    {
        if entry.path().is_file() {
            site.write_bytes(
                &format!("articles/{}", entry.file_name().to_string_lossy()),
                &std::fs::read(entry.path()).expect("a sample"),
            );
        }
    }
    site.write("articles/odd.md", "---\ntitle: \"<b> & ]]> \\\"quotes\\\" \\u2028 𝄞 ü\"\ndate: 2025-05-05T05:05:05+05:45\ntags: [\"a&b\", \"<c>\"]\nauthor: \"A. <Author> & Co\"\n---\n\nText with `]]>` and <em>markup</em> & an ampersand.\n");
    site.write("articles/closing.md", "---\ntitle: \"What </b> and &amp; and <i>this</i> mean\"\ndate: 1990-01-02\nid: \"yt:video:odd\"\nlang: jp\n---\n\nA title that speaks of markup.\n");
    site.write("articles/same.md", "---\ntitle: \"Same day\"\ndate: 1990-01-02\nid: \"HTTP://Example.org:80/%7esame\"\n---\n\nAnother of that day.\n");
    site
}

/// Every RSS and Atom file of a folder that feed-rs reads otherwise than its JSON Feed says; and how
/// many it has read.
fn read_back(folder: &Path, read: &mut usize) -> Vec<String> {
    let mut faults = Vec::new();
    for entry in std::fs::read_dir(folder)
        .expect("the folder is there")
        .flatten()
    {
        let path = entry.path();
        if path.is_dir() {
            faults.extend(read_back(&path, read));
            continue;
        }
        if !path.extension().is_some_and(|e| e == "rss" || e == "atom") {
            continue;
        }
        *read += 1;
        let json = std::fs::read_to_string(path.with_extension("json")).expect("it has a sibling");
        let fold = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let wanted: Vec<_> = crate::site::items(&json)
            .into_iter()
            .map(|item| {
                let at = chrono::DateTime::parse_from_rfc3339(&item.published).expect("a date");
                (item.id, fold(&item.title), at.timestamp())
            })
            .collect();
        let bytes = std::fs::read(&path).expect("it is readable");
        let feed = match feed_rs::parser::parse(bytes.as_slice()) {
            Ok(feed) => feed,
            Err(error) => {
                faults.push(format!("{}: {error}", path.display()));
                continue;
            }
        };
        let found = feed.entries.into_iter().map(|entry| {
            let title = entry
                .title
                .map(|title| fold(&title.content))
                .unwrap_or_default();
            let at = entry.published.map(|at| at.timestamp()).unwrap_or_default();
            (entry.id, title, at)
        });
        let found: Vec<_> = found.collect();
        if found.len() != wanted.len() {
            faults.push(format!(
                "{}: {} entries, not {}",
                path.display(),
                found.len(),
                wanted.len()
            ));
        }
        for (found, wanted) in found
            .iter()
            .zip(&wanted)
            // What has no title gets a line in its place where the format wants one.
            .filter(|(found, wanted)| {
                found != wanted && !wanted.1.is_empty()
                    || (&found.0, found.2) != (&wanted.0, wanted.2)
            })
        {
            faults.push(format!("{}: {found:?}, not {wanted:?}", path.display()));
        }
    }
    faults
}

#[test]
fn feed_rs_reads_back_what_was_published() {
    let site = site();
    site.build();
    let mut read = 0;
    let faults = read_back(&site.path("feeds"), &mut read);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(read >= 10, "{read} files");
}

#[test]
#[ignore = "needs xmllint and Python readers: ./tests/all installs them"]
fn others_read_back_what_was_published() {
    let python = std::env::var("FEEDMILL_READERS").expect("tests/all sets FEEDMILL_READERS");
    let root = env!("CARGO_MANIFEST_DIR");
    let site = site();
    site.build();
    let feeds = site.path("feeds");
    let xml: Vec<_> = site
        .published()
        .into_iter()
        .map(|(path, ..)| path)
        .filter(|path| {
            path.extension()
                .is_some_and(|e| e == "rss" || e == "atom" || e == "opml")
        })
        .collect();
    let lint = Command::new("xmllint")
        .arg("--noout")
        .args(&xml)
        .output()
        .expect("xmllint is installed");
    assert!(
        lint.status.success(),
        "{}",
        String::from_utf8_lossy(&lint.stderr)
    );
    let read = Command::new(python)
        .arg(format!("{root}/tests/readback.py"))
        .arg(&feeds)
        .output()
        .expect("python is installed");
    assert!(
        read.status.success(),
        "{}{}",
        String::from_utf8_lossy(&read.stdout),
        String::from_utf8_lossy(&read.stderr)
    );
}
