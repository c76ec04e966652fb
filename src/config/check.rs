//! The file as written → [`Settings`]: values, defaults, and what contradicts what.
//!
//! Nothing stops at the first fault: what cannot be read takes its default, so that the rest is
//! still looked at.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::tz::TimeZone;
use url::Url;

use super::file::{At, Section};
use super::place::{Defaults, absolute, is_path, lexical};
use super::report::{Fault, Log};
use super::settings::{Listen, Settings};
use super::{auth, bucket, feed, name, program, push, rules, source, status, value};
use crate::collect;
use crate::schedule::Schedule;

const OUTPUT: &str = "feeds";
const STATE: &str = "feedmill.db";
/// Beside the state, pages lie before they are put into an object store.
const PAGES: &str = ".pages";
const LISTEN: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8780);
const EVERY: Duration = Duration::from_secs(15 * 60);
const MIN_INTERVAL: Duration = Duration::from_secs(15 * 60);
const HOST_DELAY: Duration = Duration::from_secs(2);
const CONNECTIONS: usize = 32;

/// Settings from the whole file. What is wrong is in the log; the settings then serve for nothing.
///
/// `whole` is false when the file has faults of syntax: what seems to be missing may only be unreadable.
pub(super) fn settings(root: Section<'_>, file: &Path, whole: bool, log: &mut Log) -> Settings {
    let folder = file.parent().unwrap_or(Path::new("")).to_owned();
    let zone = root
        .text("time_zone")
        .and_then(|text| value::zone(&text, log))
        .unwrap_or(TimeZone::UTC);
    let every = root
        .text("every")
        .and_then(|text| value::schedule(&text, &zone, log))
        .unwrap_or(Schedule::Every(EVERY));
    let (output, state) = places(root, &folder, log);
    let listen = listen(root, &folder, log);
    let base_url = base_url(root, listen.as_ref(), whole, log);
    let mut defaults = Defaults {
        folder,
        zone,
        every,
        output,
        rules: None,
        adaptive: root
            .table("fetch")
            .and_then(|fetch| fetch.flag("adaptive"))
            .unwrap_or(false),
    };
    let (site_rules, mut warnings) = rules::of(root, &defaults, log);
    defaults.rules = site_rules;
    let status = status::of(root, listen.as_ref(), &defaults, &mut warnings, log);
    if whole {
        source::some(root, log);
        feed::some(root, log);
    }
    let names = name::of_sources(root, &defaults, log);
    let sources = source::all(root, &names, &defaults, &mut warnings, log);
    let feeds = feed::all(root, &base_url, &names, log);
    let serve = root.table("serve");
    let fetch = fetch(root, &base_url, &defaults.folder, log);
    let push = push::of(root, &defaults.folder, &feeds, &mut warnings, log);
    let bucket = bucket::of(root, fetch.proxy.as_ref(), log);
    let after_publish = program::of(root, file, &defaults.output, &base_url, log);
    Settings {
        file: file.to_owned(),
        output: defaults.output,
        state,
        base_url,
        zone: defaults.zone,
        listen,
        status,
        shown: Vec::new(),
        delta: serve.and_then(|serve| serve.flag("delta")).unwrap_or(false),
        max_age: max_age(&defaults.every),
        fetch,
        sources,
        feeds,
        push,
        after_publish,
        bucket,
        warnings,
    }
}

/// The folder that feeds are written to and the file of the state.
fn places(root: Section<'_>, folder: &Path, log: &mut Log) -> (PathBuf, PathBuf) {
    let mut place = |key: &str, default: &str| {
        let written = root.text(key);
        let written = written.filter(|text| key != "output" || !bucket::is_one(text.value));
        if let Some(text) = written.as_ref().filter(|text| !is_path(text.value)) {
            log.push(
                Fault::new(text.span.clone(), format!("`{key}` must be a path"))
                    .label("not a path on this machine")
                    .help(format!("for example `{key} = {default:?}`")),
            );
        }
        absolute(folder, written.map_or(default, |text| text.value))
    };
    let (mut output, state) = (place("output", OUTPUT), place("state", STATE));
    if root
        .text("output")
        .is_some_and(|text| bucket::is_one(text.value))
    {
        let mut beside = state.clone().into_os_string();
        beside.push(PAGES);
        output = beside.into();
    }
    if lexical(&state).starts_with(lexical(&output)) {
        let written = root.text("state").or_else(|| root.text("output"));
        let span = written.map_or(root.span(), |text| text.span);
        log.push(
            Fault::new(span, "`state` lies inside `output`")
                .label("everything in `output` is published")
                .help(format!(
                    "for example `state = {STATE:?}` beside `output = {OUTPUT:?}`"
                )),
        );
    }
    (output, state)
}

fn listen(root: Section<'_>, folder: &Path, log: &mut Log) -> Option<Listen> {
    match root.table("serve").and_then(|serve| serve.text("listen")) {
        Some(text) => value::listen(&text, folder, log),
        None => Some(Listen::Tcp(LISTEN)),
    }
}

/// The public address of `output`, ending in `/`.
fn base_url(root: Section<'_>, listen: Option<&Listen>, whole: bool, log: &mut Log) -> Url {
    let written = root.text("base_url");
    if let Some(text) = &written {
        return base_url_as_written(text, log).unwrap_or_else(|| own_address(LISTEN));
    }
    let off = root
        .table("serve")
        .and_then(|serve| serve.text("listen"))
        .filter(|text| text.value.is_empty() || matches!(listen, Some(Listen::Unix(_))));
    if let Some(text) = off.filter(|_| whole) {
        let (message, label) = match text.value {
            "" => (
                "without a server, `base_url` is needed",
                "nothing is served here",
            ),
            _ => (
                "behind a Unix socket, `base_url` is needed",
                "no address by itself",
            ),
        };
        log.push(
            Fault::new(text.span, message)
                .label(label)
                .help("at the top: `base_url = \"https://example.org/feeds/\"`, the public address of `output`; feeds hold their own address"),
        );
    }
    own_address(match listen {
        Some(Listen::Tcp(address)) => *address,
        _ => LISTEN,
    })
}

fn base_url_as_written(text: &At<&str>, log: &mut Log) -> Option<Url> {
    let mut url = value::address(text, "base_url", log)?;
    if url.query().is_some() || url.fragment().is_some() {
        log.push(
            Fault::new(
                text.span.clone(),
                "`base_url` must be the address of a folder",
            )
            .label("has a `?` or a `#`")
            .help("for example \"https://example.org/feeds/\""),
        );
        return None;
    }
    if !url.path().ends_with('/') {
        url.set_path(&format!("{}/", url.path()));
    }
    Some(url)
}

/// Where a browser on this machine finds what is served there.
fn own_address(listen: SocketAddr) -> Url {
    let ip = match listen.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => IpAddr::V4(Ipv4Addr::LOCALHOST),
        IpAddr::V6(ip) if ip.is_unspecified() => IpAddr::V6(Ipv6Addr::LOCALHOST),
        ip => ip,
    };
    let address = format!("http://{}/", SocketAddr::new(ip, listen.port()));
    Url::parse(&address).expect("an IP address with a port is a host of an address")
}

fn fetch(
    root: Section<'_>,
    base_url: &Url,
    folder: &Path,
    log: &mut Log,
) -> collect::http::Options {
    let section = root.table("fetch");
    let mut duration = |key: &str, default: Duration| {
        section
            .and_then(|fetch| fetch.text(key))
            .and_then(|text| value::duration(&text, key, log))
            .unwrap_or(default)
    };
    let min_interval = duration("min_interval", MIN_INTERVAL);
    let host_delay = duration("host_delay", HOST_DELAY);
    let contact = section.and_then(|fetch| fetch.text("contact")).map_or_else(
        || value::contact_of(base_url),
        |text| value::contact(&text, log),
    );
    let connections = section
        .and_then(|fetch| fetch.count("connections"))
        .and_then(|number| value::between(&number, "connections", 1, 1024, log))
        .unwrap_or(CONNECTIONS);
    let allow_private = section
        .and_then(|fetch| fetch.texts("allow_private"))
        .map(|texts| texts.value)
        .unwrap_or_default()
        .iter()
        .filter_map(|text| value::allowed(text, log))
        .collect();
    collect::http::Options {
        contact,
        min_interval,
        host_delay,
        connections,
        allow_private,
        proxy: section
            .and_then(|fetch| fetch.text("proxy"))
            .and_then(|text| value::proxy(&text, log)),
        authorities: section
            .and_then(|fetch| fetch.text("ca_file"))
            .map(|text| auth::authorities(&text, folder, log))
            .unwrap_or_default(),
    }
}

/// How long a cache may keep a feed: as long as sources rest, within a minute and a day (H-09).
fn max_age(every: &Schedule) -> Duration {
    let every = match every {
        Schedule::Every(every) => *every,
        Schedule::Cron { .. } => EVERY,
    };
    every.clamp(Duration::from_secs(60), Duration::from_secs(24 * 60 * 60))
}
