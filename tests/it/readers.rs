//! What others make of our feeds: three parsers not our own read back what was published. They are
//! installed by tests/all.

use std::process::Command;

use crate::site::Site;

#[test]
#[ignore = "needs xmllint and Python readers: ./tests/all installs them"]
fn others_read_back_what_was_published() {
    let python = std::env::var("FEEDMILL_READERS").expect("tests/all sets FEEDMILL_READERS");
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
