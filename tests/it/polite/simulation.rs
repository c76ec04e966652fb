//! Thirty days of two hundred sources on sixty hosts, with a restart every four hours.

use std::collections::BTreeMap;
use std::io::{BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use chrono::{DateTime, TimeDelta, Utc};
use feedmill::mill::Which;

use super::{START, World, at, feed};

const SOURCES: usize = 200;
const HOSTS: usize = 60;
const HOUR: i64 = 3600;
const DAY: i64 = 24 * HOUR;
const DAYS: i64 = 30;
/// How often sources are asked, and the least interval.
const EVERY: i64 = 5 * HOUR;

/// What is counted of one address.
#[derive(Default, Clone)]
struct Seen {
    last: Option<i64>,
    /// The validators of its last answer that was not 304, when that was 200.
    validators: Option<(Option<String>, Option<String>)>,
    wanted_rest_until: i64,
}

/// What the servers have seen.
#[derive(Default, Debug, Clone)]
struct Figures {
    requests: u64,
    by_status: BTreeMap<u16, u64>,
    repeated: u64,
    unconditional: u64,
    early: u64,
    inside_retry_after: u64,
    cookies: u64,
    referrers: u64,
    bytes: u64,
    asked_after_move: u64,
}

#[derive(Default)]
struct Servers {
    now: i64,
    port: u16,
    addresses: BTreeMap<(usize, String), Seen>,
    hosts_rest_until: BTreeMap<usize, i64>,
    figures: Figures,
}

/// An answer: status, headers, body.
type Said = (u16, Vec<(&'static str, String)>, Vec<u8>);

/// The document of a source: half of them change once in the thirty days.
fn document(source: usize, now: i64) -> (Vec<u8>, String, String) {
    let changed = source.is_multiple_of(2) && now - START > (source as i64 % 25 + 2) * DAY;
    let last = if changed { 9 } else { 8 };
    let body = feed("", 1..=last).body;
    let body = String::from_utf8(body).expect("text");
    let body = body.replace("item-", &format!("s{source}-"));
    let date = DateTime::from_timestamp(START - i64::from(20 - last) * DAY, 0).expect("a time");
    let date = date.format("%a, %d %b %Y %H:%M:%S GMT").to_string();
    (body.into_bytes(), format!("W/\"{source}, {last}\""), date)
}

impl Servers {
    fn answer(&mut self, host: usize, path: &str, headers: &BTreeMap<String, String>) -> Said {
        let now = self.now;
        let key = (host, path.to_owned());
        let mut seen = self.addresses.get(&key).cloned().unwrap_or_default();
        let rests = self
            .hosts_rest_until
            .get(&host)
            .copied()
            .unwrap_or_default();
        let figures = &mut self.figures;
        figures.requests += 1;
        figures.early += u64::from(seen.last.is_some_and(|last| now - last < EVERY));
        figures.inside_retry_after += u64::from(now < seen.wanted_rest_until.max(rests));
        figures.cookies += u64::from(headers.contains_key("cookie"));
        figures.referrers += u64::from(headers.contains_key("referer"));
        if let Some((tag, date)) = &seen.validators {
            figures.repeated += 1;
            let sent = |name: &str| headers.get(name).cloned();
            let conditional = sent("if-none-match") == *tag && sent("if-modified-since") == *date;
            figures.unconditional += u64::from(!conditional);
        }
        let (status, mut said, body) = self.decide(host, path, headers);
        seen.last = Some(now);
        let find = |name: &str| {
            said.iter()
                .find(|(known, _)| *known == name)
                .map(|(_, value)| value.clone())
        };
        if status != 304 {
            let validators = (find("ETag"), find("Last-Modified"));
            let any = validators.0.is_some() || validators.1.is_some();
            seen.validators = (status == 200 && any).then_some(validators);
        }
        let rest = find("X-Rest")
            .and_then(|rest| rest.parse::<i64>().ok())
            .unwrap_or_default();
        if status == 429 {
            self.hosts_rest_until.insert(host, now + rest);
        }
        seen.wanted_rest_until = now + rest;
        self.addresses.insert(key, seen);
        *self.figures.by_status.entry(status).or_default() += 1;
        self.figures.bytes += body.len() as u64;
        said.push(("Set-Cookie", "visitor=1; Max-Age=99999999".to_owned()));
        (status, said, body)
    }

    fn decide(&mut self, host: usize, path: &str, headers: &BTreeMap<String, String>) -> Said {
        let (now, day) = (self.now, (self.now - START) / DAY);
        let number = path.trim_start_matches(|c: char| !c.is_ascii_digit());
        let source: usize = number.parse().unwrap_or_default();
        let none = Vec::new;
        let rest = |seconds: i64, dated: bool| {
            let until = DateTime::from_timestamp(now + seconds, 0).expect("a time");
            let value = match dated {
                true => until.format("%a, %d %b %Y %H:%M:%S GMT").to_string(),
                false => seconds.to_string(),
            };
            vec![("Retry-After", value), ("X-Rest", seconds.to_string())]
        };
        let hour = (now - START) / HOUR % 24;
        match host {
            40..=44 if hour < 6 => return (429, rest(7 * HOUR, host.is_multiple_of(2)), none()),
            45..=49 if hour < 8 => return (503, rest(11 * HOUR, host.is_multiple_of(2)), none()),
            50..=52 if day >= 5 => return (404, Vec::new(), none()),
            53 | 54 if day >= 5 => return (410, Vec::new(), none()),
            55..=57 if day >= 3 => {
                let there = format!("http://127.0.1.{}:{}/moved/{source}", host - 54, self.port);
                self.figures.asked_after_move += u64::from(day >= 6);
                return (301, vec![("Location", there)], none());
            }
            58 if day % 2 == 0 => return (500, Vec::new(), none()),
            59 if path.starts_with("/feed") => {
                return (302, vec![("Location", format!("/real/{source}"))], none());
            }
            _ => {}
        }
        let (body, tag, date) = document(source, now);
        let mut said = vec![("Content-Type", "application/rss+xml".to_owned())];
        // One of them has no validators at all.
        if source % 3 != 1 && source != 0 {
            said.push(("ETag", tag));
        }
        if !source.is_multiple_of(3) && source != 0 {
            said.push(("Last-Modified", date));
        }
        match source % 5 {
            1 => said.push(("Cache-Control", "public, max-age=600".to_owned())),
            2 => said.push(("Cache-Control", "max-age=43200".to_owned())),
            3 => said.push(("Cache-Control", "no-cache".to_owned())),
            4 if source % 20 == 4 => said.push(("Cache-Control", "max-age=86400".to_owned())),
            _ => {}
        }
        let has = |header: &str, name: &str| {
            let validator = said.iter().find(|(known, _)| *known == name);
            validator.map(|(_, value)| headers.get(header) == Some(value))
        };
        let same = has("if-none-match", "ETag").or(has("if-modified-since", "Last-Modified"));
        match same {
            Some(true) => (304, said, none()),
            _ => (200, said, body),
        }
    }
}

fn serve(stream: TcpStream, shared: &Mutex<Servers>) -> Option<()> {
    stream.set_nodelay(true).ok()?;
    let mut reader = BufReader::new(stream.try_clone().ok()?);
    let mut stream = stream;
    loop {
        let (path, headers) = crate::server::head(&mut reader)?;
        let host = headers.get("host")?.split(':').next()?.rsplit('.').next()?;
        let host = host.parse::<usize>().ok()?.checked_sub(1)?;
        let (status, said, body) = shared.lock().ok()?.answer(host, &path, &headers);
        let mut head = format!("HTTP/1.1 {status} -\r\n");
        for (name, value) in &said {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        if status != 304 {
            head.push_str(&format!("Content-Length: {}\r\n", body.len()));
        }
        head.push_str("\r\n");
        let mut whole = head.into_bytes();
        whole.extend(body);
        stream.write_all(&whole).ok()?;
    }
}

/// The hosts, each at an address of its own on loopback, all on one port.
fn start() -> Arc<Mutex<Servers>> {
    let bind = |host: usize, port: u16| TcpListener::bind(format!("127.0.1.{host}:{port}"));
    let first = bind(1, 0).expect("a port");
    let port = first.local_addr().expect("an address").port();
    let shared = Arc::new(Mutex::new(Servers {
        port,
        ..Servers::default()
    }));
    let others = (2..=HOSTS).map(|host| bind(host, port).expect("the same port"));
    for listener in std::iter::once(first).chain(others) {
        let served = Arc::clone(&shared);
        std::thread::spawn(move || {
            for stream in listener.incoming().take(100_000).flatten() {
                let shared = Arc::clone(&served);
                std::thread::spawn(move || serve(stream, &shared));
            }
        });
    }
    shared
}

/// E-01 … E-12, E-14, E-15, E-19: what thirty days cost those who are asked.
#[test]
#[expect(
    clippy::print_stdout,
    reason = "the table of figures is what it is for"
)]
fn thirty_days_of_two_hundred_sources() {
    let servers = start();
    let port = servers.lock().expect("no panic").port;
    let urls: Vec<String> = (0..SOURCES)
        .map(|source| format!("http://127.0.1.{}:{port}/feed/{source}", source % HOSTS + 1))
        .collect();
    let mut world = World::new(&urls, "every = \"5h\"");
    let config = world.site.read("config.toml");
    let config = config.replace("[fetch]\n", "[fetch]\nmin_interval = \"5h\"\n");
    world.site.write("config.toml", &config);
    let end = at(DAYS * DAY);
    let (mut restarts, mut running) = (0, world.now);
    while world.now < end {
        servers.lock().expect("no panic").now = world.now.timestamp();
        world.turn(Which::Due);
        if world.now - running >= TimeDelta::hours(4) {
            world.restart();
            (restarts, running) = (restarts + 1, world.now);
        }
        world.now += TimeDelta::minutes(30);
    }
    let (saved, received) = (sum(&world, "saved"), sum(&world, "received"));
    let figures = servers.lock().expect("no panic").figures.clone();
    // Whoever asks without conditions gets a body from each of the sources that have one, each time.
    let polls = u64::try_from(DAYS * DAY / EVERY).expect("some");
    let unconditional: u64 = (0..SOURCES)
        .filter(|source| !(50..=54).contains(&(source % HOSTS)))
        .map(|source| polls * document(source, START).0.len() as u64)
        .sum();
    let share = figures.bytes as f64 * 100.0 / unconditional as f64;
    println!("{DAYS} days, {SOURCES} sources on {HOSTS} hosts, {restarts} restarts");
    for (what, number) in [
        ("requests", figures.requests),
        ("repeated after a 200 with validators", figures.repeated),
        ("  of these unconditional", figures.unconditional),
        ("earlier than the least interval", figures.early),
        ("inside a Retry-After window", figures.inside_retry_after),
        ("with a cookie", figures.cookies),
        ("with a referrer", figures.referrers),
        (
            "to an address that moved three days before",
            figures.asked_after_move,
        ),
        ("bytes of bodies", figures.bytes),
        ("bytes that asking unconditionally had cost", unconditional),
        ("bytes received, by our account", received),
        ("bytes spared by 304, by our account", saved),
    ] {
        println!("{number:>12}  {what}");
    }
    println!("{share:>11.2}%  of unconditional polling");
    for (status, number) in &figures.by_status {
        println!("{number:>12}  answered {status}");
    }
    assert!(figures.requests > 10_000 && figures.repeated > 8000);
    assert_eq!(figures.unconditional, 0);
    assert_eq!(figures.early, 0);
    assert_eq!(figures.inside_retry_after, 0);
    assert_eq!((figures.cookies, figures.referrers), (0, 0));
    assert_eq!(figures.asked_after_move, 0);
    assert_eq!(figures.bytes, received);
    assert!(share <= 2.0, "{share} %");
    assert_eq!(figures.by_status.get(&410), Some(&(2 * 6)));
    assert!(saved > 0);
}

fn sum(world: &World, column: &str) -> u64 {
    let state = rusqlite::Connection::open(world.site.path("feedmill.db")).expect("a state");
    let query = format!("SELECT sum({column}) FROM source");
    let sum: i64 = state
        .query_row(&query, [], |row| row.get(0))
        .expect("a sum");
    sum.unsigned_abs()
}

/// The clock of the simulation begins on a Monday.
#[test]
fn the_simulation_begins_when_it_says() {
    let start: DateTime<Utc> = at(0);
    assert_eq!(
        start.format("%a %F %T").to_string(),
        "Mon 2026-01-05 10:00:00"
    );
}
