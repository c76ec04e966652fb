//! `feedmill import` and `feedmill export` (O-02): what is added, what is left as it is, and the way round.

use std::io::Write;
use std::process::{Command, Stdio};

use crate::server::{Answer, Server};
use crate::site::Site;

const CONFIG: &str = "# What we read.\noutput = \"public\"   # served by nginx\n\n# our own notes\n[[source]]\npath = \"notes\" # the old ones\n\n\
    [[source]]\nurl = \"https://known.example/feed\"\n\n# everything in one\n[[feed]]\nname = \"all\"\ntitle = \"All\"\n\n# the end\n";

const LIST: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<opml version="1.1"><head><title>My &amp; yours</title></head><body>
<outline text="News"><outline text="Town" title="The town" type="rss" xmlUrl="https://town.example/feed?a=1&amp;b=2" htmlUrl="https://town.example/"/>
<outline text="known.example" XMLURL="https://known.example/feed#top"/></outline>
<outline text="The town" xmlUrl="http://other.example/"/><outline text="The town" xmlUrl="http://other.example/"/>
<outline text="Script" xmlUrl="exec:~/bin/make-feed"/><outline text="Mail" xmlUrl="https://ann:secret@mail.example/rss"/>
<outline text="Page" type="link" url="https://page.example/news"/><outline text="More" type="include" url="https://list.example/more.opml"/>
</body></opml>"#;

fn site(config: &str) -> Site {
    let site = Site::new(config);
    site.write("notes/first.md", "# First\n");
    site.write("list.opml", LIST);
    site
}

/// Everything stays where it was, what is there is not added twice, and what is left out is named with its reason.
#[test]
fn subscriptions_are_appended_and_comments_and_order_stay() {
    let site = site(CONFIG);
    let ran = site.run(&["import", "list.opml"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let added = "\n[[source]]\nname = \"The town\"\nurl = \"https://town.example/feed?a=1&b=2\"\n\n[[source]]\nname = \"The town-2\"\nurl = \"http://other.example/\"\n";
    let mark = "\n# everything in one\n";
    let expected = CONFIG.replace(mark, &format!("{added}{mark}"));
    assert_eq!(site.read("config.toml"), expected);
    let said = "added to config.toml: 2\n  The town  https://town.example/feed?a=1&b=2\n  The town-2  http://other.example/\n\
        there already: 2\n  known.example  https://known.example/feed#top\n  The town-2  http://other.example/\n\
        left out: 4\n  Script  exec:~/bin/make-feed  no http or https address\n  \
        Mail  https://mail.example/rss  it holds a user name or a password: add it by hand, with [source.auth]\n  \
        Page  https://page.example/news  a link to a page: `--links` takes those\n  \
        More  https://list.example/more.opml  another list: import it by itself\n";
    assert_eq!(ran.out, said);
    let ran = site.run(&["import", "list.opml"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(ran.out.starts_with("there already: 4\n"), "{}", ran.out);
    assert_eq!(site.read("config.toml"), expected);
    let ran = site.run(&["import", "--links", "list.opml"]);
    assert!(
        ran.out
            .starts_with("added to config.toml: 1\n  Page  https://page.example/news\n"),
        "{}",
        ran.out
    );
}

/// Without a config.toml, or without a feed in it, there is one afterwards; from stdin as from a file.
#[test]
fn a_feed_comes_with_the_first_subscriptions() {
    for config in [
        None,
        Some("output = \"public\"\n"),
        Some("[[source]]\npath = \"notes\"\n"),
    ] {
        let site = site(config.unwrap_or_default());
        if config.is_none() {
            site.remove("config.toml");
        }
        let mut child = site
            .command(&["import", "-"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("it starts");
        let mut stdin = child.stdin.take().expect("it is piped");
        stdin.write_all(LIST.as_bytes()).expect("it reads");
        drop(stdin);
        assert_eq!(child.wait().expect("it ends").code(), Some(0));
        let text = site.read("config.toml");
        assert!(text.starts_with(config.unwrap_or_default()), "{text}");
        assert!(
            text.contains("[[feed]]\nname = \"all\"\ntitle = \"My & yours\"\n"),
            "{text}"
        );
        assert_eq!(text.matches("\nurl = ").count(), 3, "{text}");
        assert_eq!(site.run(&["check"]).code, Some(0));
    }
}

/// No OPML, nothing to follow, a broken config.toml: nothing is written.
#[test]
fn what_cannot_be_imported_changes_nothing() {
    let site = site(CONFIG);
    let list = |body: &str| format!("<opml><body>{body}</body></opml>");
    for (text, code, reason) in [
        (String::new(), 1, "it is empty"),
        (
            "<!doctype html><title>Log in</title>".into(),
            1,
            "page of HTML",
        ),
        ("<rss version='2.0'/>".into(), 1, "begins with <rss>"),
        (list("<outline text='x'/>"), 1, "no subscription"),
        (
            list("<outline text='x' xmlUrl='ftp://x/'/>"),
            1,
            "no http or https",
        ),
    ] {
        site.write("odd.opml", &text);
        let ran = site.run(&["import", "odd.opml"]);
        assert_eq!(ran.code, Some(code), "{text}: {}", ran.err);
        assert!((ran.err + &ran.out).contains(reason), "{text}");
    }
    for (target, reason) in [
        ("nowhere.opml", "no such file"),
        ("https://town.example/list.opml", "curl"),
        ("notes", "not a regular file"),
    ] {
        let ran = site.run(&["import", target]);
        assert_eq!(ran.code, Some(1), "{target}: {}", ran.err);
        assert!(ran.err.contains(reason), "{target}: {}", ran.err);
    }
    assert_eq!(site.read("config.toml"), CONFIG);
    let broken = CONFIG.replace("title =", "titel =");
    site.write("config.toml", &broken);
    let ran = site.run(&["import", "list.opml"]);
    assert_eq!(ran.code, Some(2), "{}", ran.err);
    assert!(ran.err.contains("did you mean `title`?"), "{}", ran.err);
    assert_eq!(site.read("config.toml"), broken);
}

/// A feed of named sources takes none of the new ones: that is said. An OPML in place of a feed leads here.
#[test]
fn what_follows_from_an_import_is_said() {
    let site = site(&CONFIG.replace("title = \"All\"", "title = \"All\"\nsources = [\"notes\"]"));
    let ran = site.run(&["import", "list.opml"]);
    assert!(
        ran.out.contains("no feed takes from them yet"),
        "{}",
        ran.out
    );
    let ran = site.run(&["inspect", "list.opml"]);
    assert!(ran.err.contains("feedmill import"), "{}", ran.err);
}

/// As many subscriptions as are read, all of one title: in seconds, even as it is built for tests.
#[test]
fn ten_thousand_subscriptions_are_taken() {
    let site = site("");
    let outlines: String = (0..10_000)
        .map(|n| format!("<outline text='Same' xmlUrl='https://many.example/{n}'/>"))
        .collect();
    site.write(
        "many.opml",
        &format!("<opml><body>{outlines}</body></opml>"),
    );
    let ran = site.run(&["import", "many.opml"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(ran.out.starts_with("added to config.toml: 10000\n"));
}

/// A feed, a page that announces one, a list without one: what is exported is read back as the same.
fn followed() -> (Server, Site) {
    let server = Server::start();
    let base = server.base.clone();
    let feed = |title: &str| {
        let item = "<item><title>A</title><link>https://town.example/a</link><pubDate>Tue, 03 Mar 2026 08:00:00 GMT</pubDate></item>";
        let text = format!(
            "<rss version=\"2.0\"><channel><title>{title}</title><link>https://town.example/</link><description>d</description>{item}</channel></rss>"
        );
        Answer::new("application/rss+xml", text)
    };
    server.set("/one.xml?a=1&b=2", feed("One &amp; &lt;all&gt;"));
    server.set("/two.xml", feed("Two"));
    let front = "<!doctype html><title>Front</title><link rel=alternate type=application/rss+xml href=/two.xml><p>Hello</p>";
    server.set("/two", Answer::new("text/html", front));
    let map = format!(
        "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"><url><loc>{base}/a</loc></url></urlset>"
    );
    server.set("/map.xml", Answer::new("application/xml", map));
    let site = Site::new(&format!(
        "base_url = \"https://feeds.example.org/\"\n[serve]\nlisten = \"\"\n[fetch]\nallow_private = [\"127.0.0.1\"]\nmin_interval = \"0s\"\nhost_delay = \"0s\"\n[[source]]\npath = \"notes\"\n[[source]]\nname = \"first\"\nurl = \"{base}/one.xml?a=1&b=2\"\n\
         [[source]]\nurl = \"{base}/two\"\n[[source]]\nname = \"map\"\nurl = \"{base}/map.xml\"\nfull_text = false\n[[source]]\nname = \"new\"\nurl = \"{base}/new.xml\"\n[[feed]]\nname = \"all\"\ntitle = \"All\"\nlink = \"https://example.org/\"\n"
    ));
    site.write("notes/first.md", "# First\n");
    assert_eq!(site.run(&["build"]).code, Some(3));
    (server, site)
}

#[test]
fn what_is_exported_is_imported_as_the_same() {
    let (server, site) = followed();
    let base = &server.base;
    let ran = site.run(&["export"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let expected = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<opml version=\"2.0\">\n  <head>\n    <title>Subscriptions</title>\n  </head>\n  <body>\n    \
         <outline type=\"rss\" text=\"One &amp; &lt;all&gt;\" title=\"One &amp; &lt;all&gt;\" xmlUrl=\"{base}/one.xml?a=1&amp;b=2\"/>\n    \
         <outline type=\"rss\" text=\"Two\" title=\"Two\" xmlUrl=\"{base}/two.xml\" htmlUrl=\"{base}/two\"/>\n    \
         <outline type=\"link\" text=\"map\" title=\"map\" url=\"{base}/map.xml\"/>\n    \
         <outline type=\"rss\" text=\"new\" title=\"new\" xmlUrl=\"{base}/new.xml\"/>\n  </body>\n</opml>\n"
    );
    assert_eq!(ran.out, expected);
    let asked = server.log().len();
    // Into the same: all is there, the page that announces a feed too.
    site.write("own.opml", &ran.out);
    let again = site.run(&["import", "--links", "own.opml"]);
    assert!(again.out.starts_with("there already: 4\n"), "{}", again.out);
    // Into an empty one, and out of it again.
    let other = Site::new("");
    other.remove("config.toml");
    other.write("own.opml", &ran.out);
    let taken = other.run(&["import", "--links", "own.opml"]);
    assert!(
        taken.out.starts_with("added to config.toml: 4\n"),
        "{}",
        taken.out
    );
    let back = other.run(&["export"]).out;
    let addresses = |text: &str| -> Vec<String> {
        let parts = text
            .split(['"', '\''])
            .filter(|part| part.starts_with("http"));
        let mut found: Vec<_> = parts.map(str::to_owned).collect();
        found.retain(|address| !address.ends_with("/two"));
        found
    };
    assert_eq!(addresses(&back), addresses(&ran.out));
    assert_eq!(server.log().len(), asked, "nothing is fetched");
    let folders = Site::new("[[source]]\npath = \"notes\"\n[[feed]]\ntitle = \"All\"\n");
    let ran = folders.run(&["export"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(1), ""));
}

/// Readers take what is exported, and what they export is taken.
#[test]
#[ignore = "needs newsboat and sfeed: ./tests/all installs them"]
fn readers_take_what_is_exported() {
    let (server, site) = followed();
    let base = &server.base;
    let list = site.run(&["export"]).out;
    site.write("own.opml", &list);
    site.write("urls", "");
    let newsboat = |args: &[&str]| {
        let output = Command::new("newsboat")
            .args(["-u", "urls", "-c", "cache.db", "-C", "/dev/null"])
            .args(args)
            .env("HOME", site.path("."))
            .current_dir(site.path("."))
            .output()
            .expect("newsboat is installed");
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).expect("UTF-8")
    };
    newsboat(&["-i", "own.opml"]);
    let urls = site.read("urls");
    for feed in ["one.xml?a=1&b=2", "two.xml", "new.xml"] {
        assert!(urls.contains(&format!("{base}/{feed}")), "{urls}");
    }
    // It takes links for feeds, too.
    let other = Site::new("");
    other.write("newsboat.opml", &newsboat(&["-e"]));
    let ran = other.run(&["import", "newsboat.opml"]);
    assert!(
        ran.out.starts_with("added to config.toml: 4\n"),
        "{}{}",
        ran.out,
        ran.err
    );
    let sfeed = Command::new("sfeed_opml_import")
        .stdin(std::fs::File::open(site.path("own.opml")).expect("a file"))
        .output()
        .expect("sfeed is installed");
    let sfeed = String::from_utf8(sfeed.stdout).expect("UTF-8");
    assert!(
        sfeed.contains(&format!("feed 'Two' '{base}/two.xml'")),
        "{sfeed}"
    );
    assert!(
        sfeed.contains(&format!("'{base}/one.xml?a=1&b=2'")),
        "{sfeed}"
    );
}
