//! One value each: text as written → what it stands for, or a fault that says what is allowed.

use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use globset::Glob;
use http::HeaderValue;
use jiff::tz::{TimeZone, TimeZoneDatabase};
use url::{Host, Url};

use super::file::At;
use super::place::{absolute, is_path};
use super::report::{Fault, Log, nearest};
use super::settings::Listen;
use crate::collect::http::Allowed;
use crate::normalise::date::DayOrder;
use crate::schedule::Schedule;

/// Longest glob (T-20), in bytes.
const GLOB_LIMIT: usize = 1024;

/// `"15m"`, `"1h 30m"`, `"0s"`.
pub(super) fn duration(text: &At<&str>, key: &str, log: &mut Log) -> Option<Duration> {
    let read = humantime::parse_duration(text.value);
    if read.is_err() {
        log.push(
            Fault::new(
                text.span.clone(),
                format!("`{key}` must be a length of time"),
            )
            .label("a number and a unit each")
            .help(format!(
                "for example `{key} = \"15m\"`; the units are s, m, h, d"
            )),
        );
    }
    read.ok()
}

/// `"15m"` or a cron line.
pub(super) fn schedule(text: &At<&str>, zone: &TimeZone, log: &mut Log) -> Option<Schedule> {
    Schedule::parse(text.value, zone)
        .map_err(|reason| {
            log.push(
                Fault::new(
                    text.span.clone(),
                    "`every` must be a length of time or a cron line",
                )
                .label(reason)
                .help("for example `every = \"15m\"` or `every = \"*/15 6-22 * * MON-FRI\"`"),
            );
        })
        .ok()
}

/// An IANA zone by its name, from the database inside the program: the host's own may be years old.
pub(super) fn zone(text: &At<&str>, log: &mut Log) -> Option<TimeZone> {
    let database = TimeZoneDatabase::bundled();
    let found = database.get(text.value);
    if found.is_err() {
        let names: Vec<String> = database.available().map(|name| name.to_string()).collect();
        // People know the city, not the continent: `Berlin` means `Europe/Berlin`.
        let city = |name: &&String| {
            let city = name.rsplit('/').next().unwrap_or_default();
            city.eq_ignore_ascii_case(&text.value.replace(' ', "_"))
        };
        let near = names
            .iter()
            .find(city)
            .map(String::as_str)
            .or_else(|| nearest(text.value, names.iter().map(String::as_str)));
        log.push(
            Fault::new(text.span.clone(), "there is no such time zone")
                .label("must be a name of the IANA time zone database")
                .maybe_help(near.map(|near| format!("did you mean \"{near}\"?")))
                .help("for example \"Europe/Berlin\", \"America/New_York\" or \"UTC\""),
        );
    }
    found.ok()
}

/// `"127.0.0.1:8780"`; empty for none.
pub(super) fn listen(text: &At<&str>, folder: &Path, log: &mut Log) -> Option<Listen> {
    if text.value.is_empty() {
        return None;
    }
    if let Some(path) = text
        .value
        .strip_prefix("unix:")
        .filter(|path| is_path(path))
    {
        return Some(Listen::Unix(absolute(folder, path)));
    }
    let read = text.value.parse::<SocketAddr>();
    if read.is_err() {
        let port = text.value.rsplit_once(':').map_or("8780", |(_, port)| port);
        let meant = [
            text.value.replace("localhost", "127.0.0.1"),
            format!("{}:8780", text.value.trim_end_matches(':')),
            format!("[{}]:8780", text.value),
            format!("127.0.0.1:{port}"),
        ];
        let meant = meant
            .iter()
            .find(|meant| meant.parse::<SocketAddr>().is_ok());
        log.push(
            Fault::new(text.span.clone(), "`listen` must be an address and a port")
                .label("not an address with a port")
                .maybe_help(meant.map(|meant| format!("did you mean \"{meant}\"?")))
                .help("for example \"127.0.0.1:8780\", \"[::1]:8780\", \"0.0.0.0:8780\" for every interface, \"unix:feedmill.sock\" for a Unix socket, or \"\" for no server"),
        );
    }
    read.ok().map(Listen::Tcp)
}

/// An absolute http(s) address. No user and password in it: they would end up in feeds and logs.
pub(super) fn address(text: &At<&str>, key: &str, log: &mut Log) -> Option<Url> {
    let fault = |label: &str| {
        Fault::new(
            text.span.clone(),
            format!("`{key}` must be an http or https address"),
        )
        .label(label)
    };
    let url = match Url::parse(text.value) {
        Ok(url) => url,
        Err(url::ParseError::RelativeUrlWithoutBase) => {
            let meant = format!("https://{}", text.value);
            let meant = Url::parse(&meant)
                .ok()
                .filter(|url| url.host_str().is_some_and(|host| host.contains('.')))
                .map(|_| format!("did you mean \"{meant}\"?"));
            log.push(fault("this has no https:// in front").maybe_help(meant));
            return None;
        }
        Err(error) => {
            log.push(fault(&error.to_string()));
            return None;
        }
    };
    if !matches!(url.scheme(), "http" | "https") {
        log.push(fault("neither http nor https"));
        return None;
    }
    if !url.username().is_empty() || url.password().is_some() {
        log.push(
            fault("holds a user name or a password").help("leave out what stands before the `@`"),
        );
        return None;
    }
    Some(url)
}

/// An address or mailto: that goes into the User-Agent (E-18, T-36).
pub(super) fn contact(text: &At<&str>, log: &mut Log) -> Option<String> {
    let mail = text
        .value
        .strip_prefix("mailto:")
        .is_some_and(|mail| mail.split('@').filter(|part| !part.is_empty()).count() == 2);
    let web = Url::parse(text.value).is_ok_and(|url| matches!(url.scheme(), "http" | "https"));
    let plain = stands_in_a_comment(text.value);
    if (mail || web) && plain && HeaderValue::from_str(text.value).is_ok() {
        return Some(text.value.to_owned());
    }
    let meant = text.value.contains('@') && !mail && !web && plain;
    log.push(
        Fault::new(
            text.span.clone(),
            "`contact` must be a mailto: or https: address",
        )
        .label("goes into the User-Agent of every request, so no blanks or line breaks either")
        .maybe_help(meant.then(|| format!("did you mean \"mailto:{}\"?", text.value)))
        .help("for example \"mailto:ops@example.org\" or \"https://example.org/about\""),
    );
    None
}

/// The address of what is published tells whom to turn to, where it is one for everybody (E-18).
pub(super) fn contact_of(base_url: &Url) -> Option<String> {
    const AT_HOME: &[&str] = &["local", "internal", "lan", "home.arpa", "localhost"];
    let Host::Domain(name) = base_url.host()? else {
        return None;
    };
    let name = name.trim_end_matches('.');
    let ends_in = |home: &&str| {
        name.strip_suffix(home)
            .is_some_and(|before| before.ends_with('.'))
    };
    let public = name.contains('.') && !AT_HOME.iter().any(ends_in);
    (public && stands_in_a_comment(base_url.as_str())).then(|| base_url.to_string())
}

fn stands_in_a_comment(text: &str) -> bool {
    text.chars()
        .all(|c| c.is_ascii_graphic() && !matches!(c, '(' | ')' | '\\'))
}

/// The address of a proxy.
pub(super) fn proxy(text: &At<&str>, log: &mut Log) -> Option<Url> {
    let label = match Url::parse(text.value) {
        Ok(url) if !matches!(url.scheme(), "http" | "https" | "socks5" | "socks5h") => {
            "must begin with http://, https://, socks5:// or socks5h://"
        }
        Ok(url) if !url.username().is_empty() || url.password().is_some() => {
            "holds a user name or a password, which proxies are not given"
        }
        Ok(url) if !url.has_host() || !matches!(url.path(), "" | "/") || url.query().is_some() => {
            "more or less than a host and a port"
        }
        Ok(url) if url.port_or_known_default().is_none() => "has no port",
        Ok(url) => return Some(url),
        Err(_) => "not an address",
    };
    let bare = !text.value.contains("://") && text.value.contains(':');
    let meant = bare.then(|| format!("did you mean \"http://{}\"?", text.value));
    log.push(
        Fault::new(text.span.clone(), "`proxy` must be the address of a proxy")
            .label(label)
            .maybe_help(meant)
            .help("for example \"http://proxy.example.org:3128\" or \"socks5h://127.0.0.1:1080\""),
    );
    None
}

/// A host name, an address (with or without a port), or a network.
pub(super) fn allowed(text: &At<&str>, log: &mut Log) -> Option<Allowed> {
    let bare = text.value.trim_start_matches('[').trim_end_matches(']');
    if let Ok(address) = bare.parse::<std::net::IpAddr>() {
        return Some(Allowed::Net(address.into()));
    }
    if let Ok(net) = text.value.parse::<ipnet::IpNet>() {
        return Some(Allowed::Net(net));
    }
    if let Ok(socket) = text.value.parse() {
        return Some(Allowed::Socket(socket));
    }
    let fault = Fault::new(
        text.span.clone(),
        "`allow_private` holds host names, addresses and networks",
    )
    .help("for example \"wiki.example.org\", \"127.0.0.1\", \"10.1.2.3:8080\" or \"10.0.0.0/8\"");
    let label = match text.value {
        value if value.contains("://") => "an address of a page, not of a host",
        value if value.contains('/') => "not a network",
        value if value.contains('*') => "no `*` here: name the hosts, or give a network",
        value if value.contains(':') => "a port goes with an address only: leave out the port",
        value => match Host::parse(value) {
            Ok(Host::Domain(host)) => return Some(Allowed::Host(host)),
            _ => "not a host name",
        },
    };
    log.push(fault.label(label));
    None
}

/// A glob.
pub(super) fn glob(text: &At<&str>, key: &str, log: &mut Log) -> Option<String> {
    let reason = match text.value {
        "" => "empty".to_owned(),
        value if value.len() > GLOB_LIMIT => format!("longer than {GLOB_LIMIT} bytes"),
        value if value.starts_with('/') || value.starts_with("./") => {
            "patterns are relative to `path`: leave out what leads there".to_owned()
        }
        value => match Glob::new(value) {
            Ok(_) => return Some(value.to_owned()),
            Err(error) => error.kind().to_string(),
        },
    };
    log.push(
        Fault::new(
            text.span.clone(),
            format!("`{key}` holds a pattern that cannot be read"),
        )
        .label(reason)
        .help(
            "for example \"**/*.md\" for every Markdown file, \"drafts/**\" for all below a folder",
        ),
    );
    None
}

/// A well-formed BCP 47 tag (RFC 5646).
pub(super) fn language(text: &At<&str>, log: &mut Log) -> Option<String> {
    let mut parts = text.value.split('-');
    let first = parts.next().unwrap_or_default();
    let primary = (2..=8).contains(&first.len()) && first.bytes().all(|b| b.is_ascii_alphabetic());
    let rest = parts.all(|part| {
        (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric())
    });
    if primary && rest && text.value.len() <= 35 {
        return Some(text.value.to_owned());
    }
    let meant = text.value.replace('_', "-");
    let meant = (meant != text.value).then(|| format!("did you mean \"{meant}\"?"));
    log.push(
        Fault::new(text.span.clone(), "`language` must be a language tag")
            .label("not a BCP 47 tag")
            .maybe_help(meant)
            .help("for example \"en\", \"de-AT\" or \"pt-BR\""),
    );
    None
}

/// `"day-first"` or `"month-first"`.
pub(super) fn day_order(text: &At<&str>, log: &mut Log) -> Option<DayOrder> {
    const ORDERS: &[(&str, DayOrder)] = &[
        ("day-first", DayOrder::DayFirst),
        ("month-first", DayOrder::MonthFirst),
    ];
    choice(text, "day_order", ORDERS, log)
}

/// One of a few words.
pub(super) fn choice<T: Copy>(
    text: &At<&str>,
    key: &str,
    choices: &[(&str, T)],
    log: &mut Log,
) -> Option<T> {
    let found = choices.iter().find(|(word, _)| *word == text.value);
    if found.is_none() {
        let words: Vec<String> = choices
            .iter()
            .map(|(word, _)| format!("\"{word}\""))
            .collect();
        let near = nearest(text.value, choices.iter().map(|(word, _)| *word));
        log.push(
            Fault::new(
                text.span.clone(),
                format!("`{key}` must be one of {}", words.join(", ")),
            )
            .label("not one of these")
            .maybe_help(near.map(|near| format!("did you mean \"{near}\"?"))),
        );
    }
    found.map(|&(_, value)| value)
}

/// A whole number between two.
pub(super) fn between(
    number: &At<u64>,
    key: &str,
    least: u64,
    most: u64,
    log: &mut Log,
) -> Option<usize> {
    if !(least..=most).contains(&number.value) {
        log.push(
            Fault::new(
                number.span.clone(),
                format!("`{key}` must be between {least} and {most}"),
            )
            .label("out of bounds"),
        );
        return None;
    }
    usize::try_from(number.value).ok()
}

/// One line of text with something in it.
pub(super) fn line(text: &At<&str>, key: &str, log: &mut Log) -> Option<String> {
    let label = match text.value.trim() {
        "" => "empty",
        value if value.chars().any(char::is_control) => {
            "has a line break or another control character"
        }
        value if value.chars().count() > 1000 => "longer than 1000 characters",
        value => return Some(value.to_owned()),
    };
    let message = format!("`{key}` must be a line of text");
    log.push(Fault::new(text.span.clone(), message).label(label));
    None
}
