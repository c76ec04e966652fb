//! `[status]`: where the status page is, and who may see it.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use url::Host;

use super::file::{At, Section};
use super::place::Defaults;
use super::report::{Fault, Log};
use super::settings::{Listen, Status};
use super::{auth, value};
use crate::collect::http::Secret;

const LISTEN: Listen = Listen::Tcp(SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8781));
/// Shorter ones can be guessed, in bytes.
const SHORTEST: usize = 16;

const HELP: &str =
    "`openssl rand -hex 24 > secrets/status` makes one; then `token_file = \"secrets/status\"`";

/// The status page, unless it is switched off. `serving` is where feeds are served.
pub(super) fn of(
    root: Section<'_>,
    serving: Option<&Listen>,
    defaults: &Defaults,
    warnings: &mut Vec<String>,
    log: &mut Log,
) -> Option<Status> {
    let Some(section) = root.table("status") else {
        return Some(Status {
            listen: LISTEN,
            chosen: false,
            token: None,
            hosts: Vec::new(),
        });
    };
    let written = section.text("listen");
    let listen = match &written {
        Some(text) => value::listen(text, &defaults.folder, log)?,
        None => LISTEN,
    };
    if let Some(text) = &written
        && !matches!(listen, Listen::Tcp(address) if address.port() == 0)
        && serving == Some(&listen)
    {
        log.push(
            Fault::new(text.span.clone(), "feeds are served at this address")
                .label("the status page needs one of its own")
                .help("for example `listen = \"127.0.0.1:8781\"`"),
        );
    }
    let says = |key: &str| section.key_span(key).is_some();
    let shown = says("token_file") || says("token_env");
    let token = if shown {
        let token = auth::secret(&section, "token", HELP, &defaults.folder, warnings, log);
        token.filter(|token| long_enough(token, &section, log))
    } else {
        None
    };
    if let Some(text) = written.as_ref().filter(|_| !shown && !listen.is_local()) {
        log.push(
            Fault::new(
                text.span.clone(),
                "a status page that others can reach needs a token",
            )
            .label("not only this machine can ask here")
            .help(HELP)
            .help("or keep it to this machine: `listen = \"127.0.0.1:8781\"`"),
        );
    }
    let hosts = section.texts("hosts").map(|texts| texts.value);
    let hosts = hosts.unwrap_or_default();
    Some(Status {
        listen,
        chosen: written.is_some(),
        token,
        hosts: hosts.iter().filter_map(|text| host(text, log)).collect(),
    })
}

fn long_enough(token: &Secret, section: &Section<'_>, log: &mut Log) -> bool {
    if token.len() >= SHORTEST {
        return true;
    }
    let key = ["token_file", "token_env"].into_iter();
    let span = key.filter_map(|key| section.text(key)).next();
    log.push(
        Fault::new(
            span.map_or(section.span(), |text| text.span),
            format!("the token of `[status]` must have at least {SHORTEST} characters"),
        )
        .label("what is there can be guessed")
        .help(HELP),
    );
    false
}

/// A host name, as browsers send it.
fn host(text: &At<&str>, log: &mut Log) -> Option<String> {
    if let Ok(Host::Domain(name)) = Host::parse(text.value) {
        return Some(name);
    }
    log.push(
        Fault::new(text.span.clone(), "`hosts` holds host names")
            .label("not a host name")
            .help(
                "for example \"status.example.org\", without a port; addresses need not be listed",
            ),
    );
    None
}
