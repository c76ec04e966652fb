//! The pages for people as files and as they are served, without a browser: tests/it/browser/ looks at them in one.

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use feedmill::publish;
use sha2::{Digest, Sha256};

use crate::site::{FOLDER, Site};

/// What stands between two pieces of a text.
fn between<'a>(text: &'a str, start: &str, end: &str) -> &'a str {
    let (_, rest) = text.split_once(start).expect(start);
    rest.split_once(end).expect(end).0
}

/// The hashes in the policy are those of the style and the script that there are: with others, browsers show pages
/// bare. The server and the page say the same.
#[test]
fn pages_may_run_what_is_theirs() {
    let page = String::from_utf8(publish::index(&[]).bytes).expect("UTF-8");
    let policy = between(
        &page,
        "http-equiv=\"Content-Security-Policy\" content=\"",
        "\"",
    );
    assert_eq!(policy, publish::POLICY);
    for (name, element) in [("style-src", "style"), ("script-src", "script")] {
        let own = between(&page, &format!("<{element}>"), &format!("</{element}>"));
        let hash = format!("{name} 'sha256-{}'", BASE64.encode(Sha256::digest(own)));
        assert!(policy.contains(&hash), "{policy} should have {hash}");
    }
    let served = include_str!("../../src/serve/resource.rs");
    let served = between(served, "const PAGE_POLICY: &str = \"", "\";");
    assert_eq!(served.replace("\\\n     ", ""), publish::POLICY);
}

#[test]
fn each_feed_has_a_page_unless_its_formats_say_otherwise() {
    let config = format!(
        "{FOLDER}\n[[feed]]\nname = \"tags\"\nper = \"tag\"\ntitle = \"{{value}}\"\nlink = \"https://example.org/\"\n\
         [[feed]]\nname = \"bare\"\ntitle = \"Bare\"\nlink = \"https://example.org/\"\nformats = [\"json\"]\n"
    );
    let site = Site::new(&config);
    site.write(
        "articles/a.md",
        "---\ntitle: First\ndate: 2025-01-01\ntags: [wind]\n---\n\n# Part\n\nThe text.\n",
    );
    site.build();
    for (page, links) in [
        (
            "feeds/all.html",
            ["href=\"all.rss\"", "href=\"index.html\""],
        ),
        (
            "feeds/tags/wind.html",
            ["href=\"wind.rss\"", "href=\"../index.html\""],
        ),
        (
            "feeds/index.html",
            ["href=\"all.html\"", "href=\"tags/wind.html\""],
        ),
    ] {
        for link in links {
            assert!(site.read(page).contains(link), "{page} has no {link}");
        }
    }
    assert!(!site.path("feeds/bare.html").exists());
    assert!(
        !site
            .read("feeds/bare.json")
            .contains("to read it as a page")
    );
    assert!(site.read("feeds/all.rss").contains("href=\"feed.css\""));
    assert!(
        site.read("feeds/tags/wind.atom")
            .contains("href=\"../feed.css\"")
    );
    assert!(site.path("feeds/feed.css").exists());
    assert_eq!(site.run(&["check"]).code, Some(0));

    // What a feed no longer names goes, with the style when nothing needs it.
    site.write("config.toml", &format!("{FOLDER}formats = [\"json\"]\n"));
    site.build();
    for gone in ["feeds/all.html", "feeds/feed.css", "feeds/all.rss"] {
        assert!(!site.path(gone).exists(), "{gone}");
    }
}

/// What leads from a feed to its page is not taken for anything else when the feed is read.
#[test]
fn our_own_reader_takes_nothing_from_it() {
    let site = Site::with_articles(&[(
        "a.md",
        "---\ntitle: First\ndate: 2025-01-01\n---\n\nThe text.\n",
    )]);
    site.build();
    for format in ["rss", "atom", "json"] {
        let read = site.run(&[
            "inspect",
            "--format",
            "json",
            &format!("feeds/all.{format}"),
        ]);
        assert_eq!(read.code, Some(0), "{}", read.err);
        assert!(
            read.out.contains("First") && !read.out.contains("as a page"),
            "{}",
            read.out
        );
        assert!(!read.out.contains("user_comment"), "{}", read.out);
    }
}
