//! Who may see the status page, and who may act there (T-60).

use std::net::IpAddr;

use http::header::{AUTHORIZATION, COOKIE, HOST, HeaderMap, ORIGIN};
use http::{HeaderName, Request};
use url::form_urlencoded;

/// The cookie of those who have logged in.
const COOKIE_NAME: &str = "feedmill_status";
const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// What is checked before anything is shown.
#[derive(Debug)]
pub struct Door {
    /// Of the token that must be shown, if one must.
    token: Option<blake3::Hash>,
    /// Where it listens; None for a Unix socket.
    listen: Option<IpAddr>,
    /// Other names by which it may be asked, in lower case.
    hosts: Vec<String>,
    /// What the cookie must hold: known to this process alone.
    session: blake3::Hash,
    /// What the forms of the page hold: no other site can know it.
    form: blake3::Hash,
}

/// How somebody was let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Entry {
    /// No token is needed here.
    Open,
    /// A program that has shown the token.
    Bearer,
    /// A browser that has logged in.
    Cookie,
    /// Not at all.
    None,
}

impl Door {
    /// A door of its own for this process: `random` is from the operating system.
    pub fn new(
        token: Option<blake3::Hash>,
        listen: Option<IpAddr>,
        hosts: Vec<String>,
        random: &[u8; 32],
    ) -> Self {
        Door {
            token,
            listen,
            hosts,
            session: blake3::keyed_hash(random, b"session"),
            form: blake3::keyed_hash(random, b"form"),
        }
    }

    /// Whether a token must be shown.
    pub(super) fn is_locked(&self) -> bool {
        self.token.is_some()
    }

    /// What the forms of the page hold.
    pub(super) fn form(&self) -> String {
        self.form.to_hex().to_string()
    }

    /// The cookie of those who have logged in, for `Set-Cookie`.
    pub(super) fn cookie(&self) -> String {
        let session = self.session.to_hex();
        format!("{COOKIE_NAME}={session}; Path=/; HttpOnly; SameSite=Strict")
    }

    /// What takes the cookie away, for `Set-Cookie`.
    pub(super) fn no_cookie(&self) -> String {
        format!("{COOKIE_NAME}=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0")
    }

    /// The host that was asked, where it is one of ours: a site in a browser that has its own name lead to this machine
    /// asks for that name.
    pub(super) fn host<T>(&self, request: &Request<T>) -> Option<String> {
        let named = match request.uri().authority() {
            Some(authority) => authority.as_str(),
            None => {
                let mut hosts = request.headers().get_all(HOST).iter();
                let host = hosts.next().filter(|_| hosts.next().is_none())?;
                host.to_str().ok()?
            }
        };
        let named = named.to_ascii_lowercase();
        self.is_ours(&named).then_some(named)
    }

    fn is_ours(&self, named: &str) -> bool {
        let host = match named.rsplit_once(':') {
            Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host,
            _ => named,
        };
        let bare = host.trim_start_matches('[').trim_end_matches(']');
        if let Ok(ip) = bare.parse::<IpAddr>() {
            let (ip, own) = (ip.to_canonical(), self.listen.map(|own| own.to_canonical()));
            // No name leads astray where none is used.
            return ip.is_loopback() || own.is_none_or(|own| own == ip || own.is_unspecified());
        }
        host == "localhost" || self.hosts.iter().any(|known| known == host)
    }

    /// Whether somebody is let in.
    pub(super) fn entry(&self, headers: &HeaderMap) -> Entry {
        let Some(token) = self.token else {
            return Entry::Open;
        };
        let shown = headers
            .get(AUTHORIZATION)
            .and_then(|value| value.to_str().ok());
        let shown = shown.and_then(|value| value.split_once(' '));
        let bearer = shown.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
        if bearer.is_some_and(|(_, shown)| equal(token, shown.trim())) {
            return Entry::Bearer;
        }
        let cookies = headers.get_all(COOKIE).iter();
        let cookies = cookies.filter_map(|value| value.to_str().ok());
        let mut cookies = cookies
            .flat_map(|value| value.split(';'))
            .filter_map(|pair| pair.trim().split_once('='));
        let session = self.session.to_hex();
        let is_in = |(name, value): (&str, &str)| {
            name == COOKIE_NAME && equal(blake3::hash(session.as_bytes()), value)
        };
        match cookies.any(is_in) {
            true => Entry::Cookie,
            false => Entry::None,
        }
    }

    /// Whether the token of a login form is the right one.
    pub(super) fn opens(&self, body: &[u8]) -> bool {
        let shown = field(body, "token").unwrap_or_default();
        self.token.is_some_and(|token| equal(token, shown.trim()))
    }

    /// Whether an action comes from a page of ours, or from a program that has shown the token.
    pub(super) fn is_own(
        &self,
        headers: &HeaderMap,
        host: &str,
        entry: Entry,
        body: &[u8],
    ) -> bool {
        let form = field(body, "form").unwrap_or_default();
        let known = equal(blake3::hash(self.form().as_bytes()), &form);
        is_same_origin(headers, host) && (entry == Entry::Bearer || known)
    }
}

/// Whether a request that changes something was sent by a page of ours, as far as the browser says.
pub(super) fn is_same_origin(headers: &HeaderMap, host: &str) -> bool {
    let ours = |origin: &str| {
        let other = origin.strip_prefix("http://");
        let other = other.or_else(|| origin.strip_prefix("https://"));
        other.is_some_and(|other| other.eq_ignore_ascii_case(host))
    };
    let all = |name: &HeaderName, right: &dyn Fn(&str) -> bool| {
        let mut values = headers.get_all(name).iter();
        values.all(|value| value.to_str().is_ok_and(right))
    };
    all(&ORIGIN, &ours) && all(&SEC_FETCH_SITE, &|site| site == "same-origin")
}

/// The first value of a field of a form.
pub(super) fn field(body: &[u8], name: &str) -> Option<String> {
    let mut fields = form_urlencoded::parse(body);
    let found = fields.find(|(key, _)| key == name);
    found.map(|(_, value)| value.into_owned())
}

/// Hashes are compared in constant time; of what is shown, only its length can be told from the time that it takes.
fn equal(hash: blake3::Hash, shown: &str) -> bool {
    hash == blake3::hash(shown.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKEN: &str = "0123456789abcdef-token";

    fn door(listen: &str, token: bool) -> Door {
        let token = token.then(|| blake3::hash(TOKEN.as_bytes()));
        let listen: std::net::SocketAddr = listen.parse().expect("an address");
        Door::new(
            token,
            Some(listen.ip()),
            vec!["status.example.org".into()],
            &[7; 32],
        )
    }

    fn request(headers: &[(&str, &str)]) -> Request<()> {
        let mut request = Request::builder().uri("/");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.body(()).expect("a request")
    }

    /// T-60: a name that was made to lead here is not ours.
    #[test]
    fn only_our_own_hosts_are_answered() {
        for (listen, host, ours) in [
            ("127.0.0.1:8781", "127.0.0.1:8781", true),
            ("127.0.0.1:8781", "127.0.0.1", true),
            ("127.0.0.1:8781", "LOCALHOST:8781", true),
            ("127.0.0.1:8781", "[::1]:8781", true),
            ("127.0.0.1:8781", "status.example.org", true),
            ("127.0.0.1:8781", "status.example.org:443", true),
            ("127.0.0.1:8781", "evil.example:8781", false),
            ("127.0.0.1:8781", "localhost.evil.example", false),
            ("127.0.0.1:8781", "evil.example@127.0.0.1", false),
            ("127.0.0.1:8781", "10.0.0.7:8781", false),
            ("127.0.0.1:8781", "", false),
            ("10.0.0.7:8781", "10.0.0.7:8781", true),
            ("0.0.0.0:8781", "10.0.0.7:8781", true),
            ("[::]:8781", "[fd00::7]:8781", true),
            ("0.0.0.0:8781", "evil.example", false),
        ] {
            let named = door(listen, false).host(&request(&[("host", host)]));
            assert_eq!(named.is_some(), ours, "{listen} {host}");
        }
        let two = request(&[("host", "localhost"), ("host", "evil.example")]);
        assert_eq!(door("127.0.0.1:1", false).host(&two), None);
        assert_eq!(door("127.0.0.1:1", false).host(&request(&[])), None);
    }

    #[test]
    fn a_token_or_a_cookie_opens() {
        let door = door("0.0.0.0:8781", true);
        let cookie = door.cookie();
        let cookie = cookie.split(';').next().expect("a pair");
        let two = format!("other=1; {cookie}");
        for (name, value, entry) in [
            ("authorization", format!("Bearer {TOKEN}"), Entry::Bearer),
            ("authorization", format!("bearer  {TOKEN} "), Entry::Bearer),
            ("authorization", format!("Basic {TOKEN}"), Entry::None),
            ("authorization", TOKEN.to_owned(), Entry::None),
            ("authorization", "Bearer ".to_owned(), Entry::None),
            ("authorization", format!("Bearer {TOKEN}x"), Entry::None),
            ("cookie", cookie.to_owned(), Entry::Cookie),
            ("cookie", two, Entry::Cookie),
            ("cookie", format!("{cookie}0"), Entry::None),
            ("cookie", format!("feedmill_status={TOKEN}"), Entry::None),
            ("x-other", String::new(), Entry::None),
        ] {
            assert_eq!(
                door.entry(request(&[(name, &value)]).headers()),
                entry,
                "{value}"
            );
        }
        assert!(door.opens(format!("token={TOKEN}").as_bytes()));
        assert!(!door.opens(b"token=") && !door.opens(b"") && !door.opens(b"token=0123"));
    }

    #[test]
    fn actions_come_from_our_page_or_a_program_with_the_token() {
        let door = door("127.0.0.1:8781", true);
        let host = "127.0.0.1:8781";
        let good = format!("source=a&form={}", door.form());
        let own = "http://127.0.0.1:8781";
        for (headers, entry, body, expected) in [
            (&[("origin", own)] as &[_], Entry::Open, good.as_str(), true),
            (
                &[("origin", own), ("sec-fetch-site", "same-origin")],
                Entry::Cookie,
                &good,
                true,
            ),
            (
                &[("sec-fetch-site", "same-origin")],
                Entry::Open,
                &good,
                true,
            ),
            (&[], Entry::Open, &good, true),
            (&[], Entry::Bearer, "source=a", true),
            (&[], Entry::Open, "source=a", false),
            (&[], Entry::Cookie, "source=a&form=0", false),
            (&[("origin", own)], Entry::Open, "source=a&form=", false),
            (
                &[("origin", "http://127.0.0.1:8780")],
                Entry::Open,
                &good,
                false,
            ),
            (
                &[("origin", "http://evil.example")],
                Entry::Open,
                &good,
                false,
            ),
            (
                &[("origin", "http://evil.example")],
                Entry::Bearer,
                &good,
                false,
            ),
            (&[("origin", "null")], Entry::Open, &good, false),
            (
                &[("origin", own), ("sec-fetch-site", "cross-site")],
                Entry::Open,
                &good,
                false,
            ),
            (
                &[("sec-fetch-site", "same-site")],
                Entry::Open,
                &good,
                false,
            ),
            (&[("sec-fetch-site", "none")], Entry::Open, &good, false),
        ] {
            let headers = request(headers).headers().clone();
            let own = door.is_own(&headers, host, entry, body.as_bytes());
            assert_eq!(own, expected, "{headers:?} {entry:?} {body}");
        }
    }
}
