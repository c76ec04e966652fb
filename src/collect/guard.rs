//! Which addresses may be fetched: the public internet, and what the operator allows besides
//! (standards.md 3.2). Pure.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::LazyLock;

use ipnet::IpNet;
use url::{Host, Url};

/// An exception from the address guard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Allowed {
    /// A host name, lower case.
    Host(String),
    /// An address or a network.
    Net(IpNet),
    /// An address at one port, where it stands in the URL itself.
    Socket(SocketAddr),
}

/// Networks that are not the public internet, with what they are.
const PRIVATE: &[(&str, &str)] = &[
    ("0.0.0.0/8", "unspecified"),
    ("10.0.0.0/8", "private"),
    ("100.64.0.0/10", "shared by carriers"),
    ("127.0.0.0/8", "loopback"),
    ("169.254.0.0/16", "link-local"),
    ("172.16.0.0/12", "private"),
    ("192.0.0.0/24", "reserved"),
    ("192.0.2.0/24", "documentation"),
    ("192.88.99.0/24", "reserved"),
    ("192.168.0.0/16", "private"),
    ("198.18.0.0/15", "benchmarking"),
    ("198.51.100.0/24", "documentation"),
    ("203.0.113.0/24", "documentation"),
    ("224.0.0.0/4", "multicast"),
    ("240.0.0.0/4", "reserved"),
    ("::/96", "unspecified, loopback or IPv4-compatible"),
    ("64:ff9b:1::/48", "local NAT64"),
    ("100::/64", "discard"),
    ("2001::/32", "Teredo"),
    ("2001:2::/48", "benchmarking"),
    ("2001:10::/28", "ORCHID"),
    ("2001:20::/28", "ORCHID"),
    ("2001:db8::/32", "documentation"),
    ("3fff::/20", "documentation"),
    ("5f00::/16", "segment routing"),
    ("fc00::/7", "private"),
    ("fe80::/10", "link-local"),
    ("fec0::/10", "site-local"),
    ("ff00::/8", "multicast"),
];

static NETS: LazyLock<Vec<(IpNet, &'static str)>> = LazyLock::new(|| {
    PRIVATE
        .iter()
        .filter_map(|(net, what)| Some((net.parse().ok()?, *what)))
        .collect()
});

/// What kind of address it is, when it is not a public one. IPv4 addresses inside IPv6 ones
/// (mapped, NAT64, 6to4, ISATAP) are judged as what they reach.
pub fn private(address: IpAddr) -> Option<&'static str> {
    let net = NETS.iter().find(|(net, _)| net.contains(&address));
    match (net, address) {
        (Some((_, what)), _) => Some(what),
        (None, IpAddr::V6(six)) => private(IpAddr::V4(embedded(six)?)),
        (None, IpAddr::V4(_)) => None,
    }
}

fn embedded(six: Ipv6Addr) -> Option<Ipv4Addr> {
    let [a, b, c, d, e, f, g, h] = six.segments();
    let join = |high: u16, low: u16| Ipv4Addr::from((u32::from(high) << 16) | u32::from(low));
    match (a, b, c, d, e, f) {
        // Mapped, translated (SIIT), NAT64.
        (0, 0, 0, 0, 0, 0xffff) | (0, 0, 0, 0, 0xffff, 0) | (0x64, 0xff9b, 0, 0, 0, 0) => {
            Some(join(g, h))
        }
        // 6to4, ISATAP.
        (0x2002, ..) => Some(join(b, c)),
        (_, _, _, _, _, 0x5efe) => Some(join(g, h)),
        _ => None,
    }
}

/// Whether an address may be connected to for the sake of `host`; the port, where it is known.
///
/// # Errors
/// A sentence that says what the address is and how to allow it.
pub fn check_address(
    host: &str,
    address: IpAddr,
    port: Option<u16>,
    allowed: &[Allowed],
) -> Result<(), String> {
    let Some(what) = private(address) else {
        return Ok(());
    };
    if allows(allowed, host, Some(address), port) {
        return Ok(());
    }
    Err(format!(
        "{address} is a {what} address, which is not fetched: add \"{host}\" to allow_private under [fetch] if it is meant"
    ))
}

/// Whether a URL may be asked for, as far as it can be told before its name is resolved.
///
/// # Errors
/// A sentence that says what is wrong.
pub fn check_url(url: &Url, allowed: &[Allowed]) -> Result<(), String> {
    if !matches!(url.scheme(), "http" | "https") {
        return Err(format!(
            "`{}:` addresses are not fetched, only http: and https:",
            url.scheme()
        ));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("a user name or password in an address is not used: take it out".to_owned());
    }
    let host = url.host_str().unwrap_or_default();
    let port = url.port_or_known_default().unwrap_or_default();
    let literal = |address| check_address(host, address, Some(port), allowed);
    match url.host() {
        Some(Host::Ipv4(address)) => literal(IpAddr::V4(address))?,
        Some(Host::Ipv6(address)) => literal(IpAddr::V6(address))?,
        Some(Host::Domain(name)) => this_machine(name, allowed)?,
        None => return Err("it has no host".to_owned()),
    }
    if !matches!(port, 80 | 443 | 1024..) && !allows(allowed, host, None, Some(port)) {
        return Err(format!(
            "port {port} is not one that web servers use: add \"{host}\" to allow_private under [fetch] if it is meant"
        ));
    }
    Ok(())
}

/// `localhost` and what ends in it is this machine (RFC 6761), whatever it is looked up as, and by whom.
fn this_machine(name: &str, allowed: &[Allowed]) -> Result<(), String> {
    let bare = name.trim_end_matches('.').to_ascii_lowercase();
    if bare != "localhost" && !bare.ends_with(".localhost") {
        return Ok(());
    }
    let four = check_address(name, IpAddr::V4(Ipv4Addr::LOCALHOST), None, allowed);
    four.or_else(|_| check_address(name, IpAddr::V6(Ipv6Addr::LOCALHOST), None, allowed))
}

fn allows(allowed: &[Allowed], host: &str, address: Option<IpAddr>, port: Option<u16>) -> bool {
    let bare = host.trim_matches(['[', ']']).trim_end_matches('.');
    let address = address.or_else(|| bare.parse().ok());
    allowed.iter().any(|allowed| match allowed {
        Allowed::Host(name) => name.eq_ignore_ascii_case(bare),
        Allowed::Net(net) => address.is_some_and(|address| net.contains(&address)),
        Allowed::Socket(socket) => Some(socket.ip()) == address && Some(socket.port()) == port,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every address form of standards.md 3.2 that needs no name to be resolved.
    #[test]
    fn private_addresses_are_refused_in_every_spelling() {
        for url in [
            "http://127.0.0.1/",
            "http://127.1/",
            "http://0177.0.0.1/",
            "http://0x7f.1/",
            "http://2130706433/",
            "http://0/",
            "http://[::]/",
            "http://[::1]/",
            "http://[::ffff:127.0.0.1]/",
            "http://[::ffff:7f00:1]/",
            "http://[::127.0.0.1]/",
            "http://[64:ff9b::7f00:1]/",
            "http://[64:ff9b::10.0.0.1]/",
            "http://[2002:7f00:1::]/",
            "http://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/",
            "http://[fe80::5efe:7f00:1]/",
            "http://[fd00:ec2::254]/",
            "http://169.254.169.254/latest/meta-data/",
            "http://１２７.0.0.1/",
            "http://10.1.2.3:8080/",
            "http://100.64.0.1/",
            "http://198.18.0.1/",
            "http://255.255.255.255/",
            "http://public.example@127.0.0.1/",
            "http://user:secret@example.org/",
            "http://example.org:25/",
            "ftp://example.org/feed",
            "file:///etc/passwd",
            "gopher://example.org/",
        ] {
            let url = Url::parse(url).expect("a test address parses");
            assert!(check_url(&url, &[]).is_err(), "{url} was let through");
        }
    }

    #[test]
    fn public_addresses_pass() {
        for url in [
            "https://example.org/",
            "http://93.184.216.34/",
            "http://[2606:2800::1]/",
            "https://example.org:8443/",
        ] {
            let url = Url::parse(url).expect("a test address parses");
            assert_eq!(check_url(&url, &[]), Ok(()), "{url}");
        }
    }

    #[test]
    fn what_the_operator_allows_passes() {
        let allowed = [
            Allowed::Net("10.0.0.0/8".parse().expect("a network")),
            Allowed::Host("intranet.example".into()),
        ];
        let url = |url: &str| Url::parse(url).expect("a test address parses");
        assert_eq!(check_url(&url("http://10.9.8.7/feed"), &allowed), Ok(()));
        assert_eq!(
            check_url(&url("http://intranet.example:81/"), &allowed),
            Ok(())
        );
        assert!(check_url(&url("http://127.0.0.1/"), &allowed).is_err());
        assert!(check_address("intranet.example", [192, 168, 0, 1].into(), None, &allowed).is_ok());
        assert!(check_address("other.example", [192, 168, 0, 1].into(), None, &allowed).is_err());
    }

    #[test]
    fn every_row_of_the_table_is_a_network() {
        assert_eq!(NETS.len(), PRIVATE.len());
    }
}
