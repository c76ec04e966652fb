//! What a hostile folder costs (T-46).

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;

use super::{article, ends, pipe};
use crate::site::Site;

/// The most memory that a build took, in KiB: the program that is run at its end reads it.
fn peak(site: &Site) -> u64 {
    ends(site);
    let said = site.read("peak");
    let number = said
        .split_whitespace()
        .nth(1)
        .and_then(|number| number.parse().ok());
    number.unwrap_or_else(|| panic!("{said}"))
}

/// T-46, T-45, T-42: pipes, circles of links, a file of a tebibyte and thousands of odd names beside two hundred articles take
/// less than 32 MiB more than these alone.
#[test]
fn a_hostile_folder_takes_little_memory() {
    let site = || {
        let site = Site::with_articles(&[]);
        let config = site.read("config.toml");
        let measure =
            "after_publish = [\"sh\", \"-c\", \"grep VmHWM /proc/$PPID/status > peak\"]\n";
        site.write("config.toml", &format!("{measure}{config}"));
        for number in 0..200 {
            site.write(
                &format!("articles/{number}.md"),
                &article(&format!("Article {number}"), number),
            );
        }
        site
    };
    let (plain, hostile) = (site(), site());
    let at = |name: &str| hostile.path(&format!("articles/{name}"));
    for number in 0..50 {
        pipe(&at(&format!("pipe-{number}.md")));
    }
    for number in 0..100 {
        std::fs::create_dir(at(&format!("ring-{number}"))).expect("a folder");
        symlink("..", at(&format!("ring-{number}/up"))).expect("a link");
        symlink("..", at(&format!("ring-{number}/up.md"))).expect("a link");
    }
    let sparse = std::fs::File::create(at("sparse.md")).expect("a file");
    sparse.set_len(1 << 40).expect("a tebibyte");
    for number in 0..20 {
        let file = std::fs::File::create(at(&format!("large-{number}.md"))).expect("a file");
        file.set_len((16 << 20) + 1).expect("a size");
    }
    for number in 0..1000_u32 {
        let bytes = [
            &b"odd-\xff\n"[..],
            &number.to_be_bytes().map(|byte| byte | 0x80),
            b"\x1b[2J.md",
        ]
        .concat();
        let path = hostile.path("articles").join(OsStr::from_bytes(&bytes));
        std::fs::write(path, "\0\0\0 no text").expect("a file");
    }
    let (base, most) = (peak(&plain), peak(&hostile));
    let more = most.saturating_sub(base);
    assert!(more < 32 << 10, "{more} KiB more than {base} KiB");
    assert_eq!(hostile.titles("feeds/all.json").len(), 200);
}
