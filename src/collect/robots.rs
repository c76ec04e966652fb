//! robots.txt (RFC 9309): which pages of a host a program may ask for (E-26). Pure.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// The product token of our User-Agent, which groups are looked up by.
const TOKEN: &str = "feedmill";
/// So much of a robots.txt is read, in bytes: what the RFC asks for at least.
const CAP: usize = 500 << 10;
/// Most rules that are kept.
const MOST: usize = 10_000;
/// Longest `Crawl-delay` that is kept to.
const SLOWEST: Duration = Duration::from_secs(60);

/// What a robots.txt says of us.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rules {
    /// Whether a path that this pattern begins may be asked for.
    rules: Vec<(bool, String)>,
    /// Milliseconds between two requests.
    delay: u64,
}

/// The rules for one kind of program.
#[derive(Default)]
struct Group {
    there: bool,
    rules: Rules,
}

impl Rules {
    /// Reads a robots.txt: the groups that name us, or else those for everybody. What is no line of one is passed over,
    /// so that an HTML page allows everything.
    pub fn read(bytes: &[u8]) -> Self {
        let text = String::from_utf8_lossy(bytes.get(..CAP).unwrap_or(bytes));
        let text = text.trim_start_matches('\u{feff}');
        let (mut ours, mut everybodys) = (Group::default(), Group::default());
        // Whether the lines at hand are for us, and for everybody; lines of `User-agent` that follow each other add up.
        let (mut us, mut all, mut naming) = (false, false, false);
        for line in text.split(['\n', '\r']) {
            let line = line.split('#').next().unwrap_or_default();
            let Some((key, value)) = line.split_once(':') else {
                continue;
            };
            let (key, value) = (key.trim().to_ascii_lowercase(), value.trim());
            if key == "user-agent" {
                if !naming {
                    (us, all, naming) = (false, false, true);
                }
                us |= token(value).eq_ignore_ascii_case(TOKEN);
                all |= value.starts_with('*');
                ours.there |= us;
                continue;
            }
            // `Sitemap` and the like stand anywhere and end nothing.
            if !matches!(key.as_str(), "allow" | "disallow" | "crawl-delay") {
                continue;
            }
            naming = false;
            if us {
                ours.rules.add(&key, value);
            }
            if all {
                everybodys.rules.add(&key, value);
            }
        }
        match ours.there {
            true => ours.rules,
            false => everybodys.rules,
        }
    }

    fn add(&mut self, key: &str, value: &str) {
        if key == "crawl-delay" {
            let seconds = value.parse::<f64>().unwrap_or_default();
            let delay = Duration::try_from_secs_f64(seconds.max(0.0)).unwrap_or(SLOWEST);
            self.delay = u64::try_from(delay.min(SLOWEST).as_millis()).unwrap_or_default();
        } else if !value.is_empty() && self.rules.len() < MOST {
            self.rules.push((key == "allow", canonical(value)));
        }
    }

    /// Whether a path, with its query, may be asked for: the longest pattern decides, `Allow` among equals.
    pub fn allow(&self, path: &str) -> bool {
        let path = canonical(path);
        let fitting = self.rules.iter().filter(|(_, rule)| fits(rule, &path));
        let decides = fitting.max_by_key(|(allow, rule)| (rule.len(), *allow));
        decides.is_none_or(|(allow, _)| *allow)
    }

    /// The rest that is asked for between two requests.
    pub fn delay(&self) -> Duration {
        Duration::from_millis(self.delay)
    }
}

/// The product token that a `User-agent` line begins with.
fn token(value: &str) -> &str {
    let end = value.find(|c: char| !(c.is_ascii_alphabetic() || matches!(c, '-' | '_')));
    value.get(..end.unwrap_or(value.len())).unwrap_or_default()
}

/// Whether a pattern begins a path: `*` stands for anything, `$` at its end for the end. Each part is looked for where
/// the one before ended, so that no pattern takes long.
fn fits(pattern: &str, path: &str) -> bool {
    let (pattern, whole) = match pattern.strip_suffix('$') {
        Some(pattern) => (pattern, true),
        None => (pattern, false),
    };
    let mut parts = pattern.split('*');
    let Some(mut rest) = path.strip_prefix(parts.next().unwrap_or_default()) else {
        return false;
    };
    let parts: Vec<&str> = parts.collect();
    let Some((last, between)) = parts.split_last() else {
        return !whole || rest.is_empty();
    };
    for part in between {
        let Some((_, after)) = rest.split_once(part) else {
            return false;
        };
        rest = after;
    }
    match whole {
        true => rest.ends_with(last),
        false => rest.contains(last),
    }
}

/// One way to write a path (RFC 9309, 2.2.2): what needs no escape has none, what needs one has it in capitals.
fn canonical(path: &str) -> String {
    let mut canonical = String::with_capacity(path.len());
    let mut bytes = path.as_bytes().iter();
    while let Some(&byte) = bytes.next() {
        let escaped = || {
            let digits = bytes.as_slice().get(..2)?;
            let digits = std::str::from_utf8(digits).ok()?;
            let hex = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
            u8::from_str_radix(digits, 16).ok().filter(|_| hex)
        };
        match byte {
            b'%' => match escaped() {
                Some(meant) => {
                    bytes.nth(1);
                    let plain = meant.is_ascii_alphanumeric() || b"-._~".contains(&meant);
                    match plain {
                        true => canonical.push(char::from(meant)),
                        false => canonical.push_str(&format!("%{meant:02X}")),
                    }
                }
                None => canonical.push('%'),
            },
            b' ' | 0x7f.. | 0..0x20 => canonical.push_str(&format!("%{byte:02X}")),
            byte => canonical.push(char::from(byte)),
        }
    }
    canonical
}

#[cfg(test)]
mod tests {
    use super::*;

    /// E-26
    #[test]
    fn the_longest_rule_of_the_right_group_decides() {
        // robots.txt, path, whether it may be asked for, why
        let rows: &[(&str, &str, bool, &str)] = &[
            ("", "/a", true, "nothing is said"),
            ("User-agent: *\nDisallow: /", "/a", false, "everybody"),
            (
                "User-agent: *\nDisallow:",
                "/a",
                true,
                "an empty rule is none",
            ),
            ("User-agent: feedmill\nDisallow: /", "/a", false, "our name"),
            (
                "user-AGENT : FeedMill/2.0\ndisALLOW : /",
                "/a",
                false,
                "case and version do not matter",
            ),
            (
                "User-agent: feedmiller\nDisallow: /",
                "/a",
                true,
                "another's name",
            ),
            (
                "User-agent: feedmill\nAllow: /\n\nUser-agent: *\nDisallow: /",
                "/a",
                true,
                "our group goes before everybody's",
            ),
            (
                "User-agent: *\nDisallow: /\n\nUser-agent: feedmill\n",
                "/a",
                true,
                "even when it says nothing",
            ),
            (
                "User-agent: x\nUser-agent: feedmill\nDisallow: /a",
                "/a",
                false,
                "one group for two",
            ),
            (
                "User-agent: feedmill\n\n# a remark\nUser-agent: x\nDisallow: /a",
                "/a",
                false,
                "no rule between: one group still",
            ),
            (
                "User-agent: feedmill\nDisallow: /a\nUser-agent: x\nDisallow: /b",
                "/b",
                true,
                "a rule ends the names",
            ),
            (
                "User-agent: feedmill\nDisallow: /a\nUser-agent: x\nDisallow: /\nUser-agent: feedmill\nDisallow: /b",
                "/b",
                false,
                "two groups of ours add up",
            ),
            (
                "User-agent: x\nSitemap: /s\nUser-agent: feedmill\nDisallow: /",
                "/a",
                false,
                "a sitemap ends nothing",
            ),
            ("Disallow: /", "/a", true, "a rule of no group"),
            (
                "User-agent: *\nDisallow: /a\nAllow: /a/b",
                "/a/b/c",
                true,
                "the longer one",
            ),
            (
                "User-agent: *\nAllow: /a\nDisallow: /a",
                "/a",
                true,
                "of equals, the one that allows",
            ),
            (
                "User-agent: *\nDisallow: /a",
                "/ab",
                false,
                "a pattern is a beginning",
            ),
            (
                "User-agent: *\nDisallow: /a",
                "/b/a",
                true,
                "and nothing but",
            ),
            (
                "User-agent: *\nDisallow: /a",
                "/A",
                true,
                "case matters in paths",
            ),
            (
                "User-agent: *\nDisallow: /*.php$",
                "/a/b.php",
                false,
                "anything, then an end",
            ),
            (
                "User-agent: *\nDisallow: /*.php$",
                "/a/b.php?x",
                true,
                "not its end",
            ),
            (
                "User-agent: *\nDisallow: /*.php",
                "/a/b.php?x",
                false,
                "no end asked for",
            ),
            ("User-agent: *\nDisallow: /a$", "/a", false, "the very page"),
            (
                "User-agent: *\nDisallow: /a$",
                "/ab",
                true,
                "not the very page",
            ),
            (
                "User-agent: *\nDisallow: /a*b*c$",
                "/abbc",
                false,
                "several",
            ),
            (
                "User-agent: *\nDisallow: /a*c*b",
                "/abc",
                true,
                "in their order",
            ),
            ("User-agent: *\nDisallow: *", "/a", false, "all"),
            ("User-agent: *\nDisallow: /?p=", "/?p=3", false, "queries"),
            (
                "User-agent: *\nDisallow: /é",
                "/%C3%A9/x",
                false,
                "escapes are one way to write",
            ),
            (
                "User-agent: *\nDisallow: /%7ejo",
                "/~jo/x",
                false,
                "and the other",
            ),
            (
                "User-agent: *\nDisallow: /a%3Cd",
                "/a%3cd",
                false,
                "in either case",
            ),
            (
                "User-agent: *\nDisallow: /% a",
                "/%%20a",
                false,
                "no escape",
            ),
            (
                "\u{feff}User-agent: *\r\nDisallow: /a # all of it\r\n",
                "/a",
                false,
                "a mark, CR LF and a remark",
            ),
            (
                "<!doctype html><title>Not found</title>",
                "/a",
                true,
                "a page",
            ),
        ];
        for (text, path, allowed, why) in rows {
            let rules = Rules::read(text.as_bytes());
            assert_eq!(rules.allow(path), *allowed, "{why}: {text:?} {path}");
            let kept = serde_json::to_string(&rules).expect("it can be kept");
            assert_eq!(serde_json::from_str::<Rules>(&kept).ok(), Some(rules));
        }
    }

    #[test]
    fn a_delay_is_kept_to_up_to_a_minute() {
        for (said, seconds) in [
            ("2", 2.0),
            ("0.5", 0.5),
            ("3600", 60.0),
            ("1e300", 60.0),
            ("NaN", 0.0),
            ("-1", 0.0),
            ("soon", 0.0),
        ] {
            let text = format!("User-agent: *\nCrawl-delay: {said}");
            let delay = Rules::read(text.as_bytes()).delay();
            assert_eq!(delay, Duration::from_secs_f64(seconds), "{said}");
        }
    }

    /// T-16: nothing that a robots.txt holds takes long.
    #[test]
    fn a_hostile_one_is_read_and_asked_in_no_time() {
        let stars = format!("User-agent: *\nDisallow: /{}b", "*a".repeat(200_000));
        let many = "User-agent: *\n".to_owned() + &"Disallow: /x\n".repeat(100_000);
        let path = format!("/{}", "a".repeat(4000));
        for text in [&stars, &many] {
            let rules = Rules::read(text.as_bytes());
            assert!(rules.rules.len() <= MOST && rules.allow(&path));
        }
    }
}
