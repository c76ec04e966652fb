//! Addresses: absolute, http or https, without what only serves to follow readers about.

use url::Url;

/// Longest address that is kept, in bytes.
const LONGEST: usize = 2048;

/// Parameters that say how a reader came, never what the page is. A name ending in `*` is the
/// beginning of a family.
const TRACKING: &[&str] = &[
    "utm_*",                // Google Analytics and all who speak its language
    "mtm_*",                // Matomo
    "pk_campaign",          // Piwik, before it was Matomo
    "pk_kwd",               //
    "pk_source",            //
    "pk_medium",            //
    "piwik_*",              //
    "fbclid",               // Facebook
    "fb_action_ids",        //
    "fb_action_types",      //
    "fb_source",            //
    "gclid",                // Google Ads
    "gclsrc",               //
    "dclid",                //
    "gbraid",               //
    "wbraid",               //
    "msclkid",              // Microsoft Advertising
    "twclid",               // Twitter
    "ttclid",               // TikTok
    "li_fat_id",            // LinkedIn
    "igsh",                 // Instagram
    "igshid",               //
    "yclid",                // Yandex
    "ysclid",               //
    "_openstat",            //
    "mc_cid",               // Mailchimp
    "mc_eid",               //
    "_hsenc",               // HubSpot
    "_hsmi",                //
    "__hs*",                //
    "hsctatracking",        //
    "mkt_tok",              // Marketo
    "oly_enc_id",           // Omeda
    "oly_anon_id",          //
    "vero_id",              // Vero
    "vero_conv",            //
    "rb_clickid",           //
    "s_cid",                // Adobe Analytics
    "ml_subscriber",        // MailerLite
    "ml_subscriber_hash",   //
    "_branch_match_id",     // Branch
    "wickedid",             // Wicked Reports
    "ns_campaign",          // Comscore
    "ns_mchannel",          //
    "ns_source",            //
    "ns_linkname",          //
    "at_medium",            // AT Internet, as the BBC uses it
    "at_campaign",          //
    "at_custom*",           //
    "xtor",                 // AT Internet
    "ocid",                 // MSN, BBC
    "cmpid",                // campaign id of several newspapers
    "__twitter_impression", //
    "spm",                  // Alibaba
];

/// Beginnings of fragments that point to nothing on the page.
const TRACKING_FRAGMENTS: &[&str] = &[
    "utm_",
    "xtor=",
    "mtm_",
    "pk_campaign",
    "ref=rss",
    "rssowlmlink",
];

/// Absolute http(s) address without tracking parameters, or None.
///
/// Resolved by the WHATWG URL standard; percent-encoding is kept as it was. A name and password
/// in the address are left out: what is published is for everybody.
pub(super) fn clean(link: &str, base: Option<&Url>) -> Option<String> {
    let mut url = resolve(link, base)?;
    if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none_or(str::is_empty) {
        return None;
    }
    if !url.username().is_empty() || url.password().is_some() {
        url.set_password(None).ok()?;
        url.set_username("").ok()?;
    }
    strip_query(&mut url);
    if url.fragment().is_some_and(|fragment| {
        fragment.is_empty()
            || TRACKING_FRAGMENTS
                .iter()
                .any(|start| fragment.starts_with(start))
    }) {
        url.set_fragment(None);
    }
    let address = String::from(url);
    (address.len() <= LONGEST).then_some(address)
}

/// The address as a URL, of whatever scheme.
pub(super) fn resolve(link: &str, base: Option<&Url>) -> Option<Url> {
    let link = link.trim_matches(|c: char| c.is_whitespace() || c.is_control());
    if link.is_empty() {
        return None;
    }
    if let Some(base) = base {
        return base.join(link).ok();
    }
    match link.strip_prefix("//") {
        // Without a base the scheme is open; today it is https.
        Some(rest) => Url::parse(&format!("https://{rest}")).ok(),
        None => Url::parse(link).ok(),
    }
}

fn strip_query(url: &mut Url) {
    let Some(query) = url.query() else { return };
    let kept: Vec<&str> = query
        .split('&')
        .filter(|pair| !is_tracking(pair.split('=').next().unwrap_or_default()))
        .collect();
    let kept = kept.join("&");
    if kept.len() != query.len() || kept.is_empty() {
        url.set_query(Some(kept.as_str()).filter(|kept| !kept.is_empty()));
    }
}

fn is_tracking(name: &str) -> bool {
    // A query that was escaped for HTML twice: `a=1&amp;utm_source=b`.
    let name = name
        .strip_prefix("amp;")
        .unwrap_or(name)
        .to_ascii_lowercase();
    TRACKING.iter().any(|known| match known.strip_suffix('*') {
        Some(family) => name.starts_with(family),
        None => name == *known,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn base() -> Url {
        Url::parse("https://example.org/blog/post/").expect("a fixed address")
    }

    #[test]
    fn addresses_are_absolute_and_clean() {
        let cases = [
            (" /a \n", Some("https://example.org/a")),
            ("../b?x=1#c", Some("https://example.org/blog/b?x=1#c")),
            (
                "//cdn.example.net/i.png",
                Some("https://cdn.example.net/i.png"),
            ),
            ("https://example.org:443/a", Some("https://example.org/a")),
            (
                "http://example.org:8080/a",
                Some("http://example.org:8080/a"),
            ),
            (
                "/a?utm_source=rss&id=7&utm_medium=feed",
                Some("https://example.org/a?id=7"),
            ),
            ("/a?UTM_Source=rss", Some("https://example.org/a")),
            ("/a?id=7&amp;fbclid=x", Some("https://example.org/a?id=7")),
            (
                "/a?q=caf%C3%A9%20x&b=%2F",
                Some("https://example.org/a?q=caf%C3%A9%20x&b=%2F"),
            ),
            (
                "/a?p=1&p=2&empty",
                Some("https://example.org/a?p=1&p=2&empty"),
            ),
            ("/a#utm_source=rss", Some("https://example.org/a")),
            ("/a#section-2", Some("https://example.org/a#section-2")),
            ("/page/1/", Some("https://example.org/page/1/")),
            (
                "https://user:secret@example.org/a",
                Some("https://example.org/a"),
            ),
            ("java\nscript:alert(1)", None),
            ("mailto:a@example.org", None),
            ("data:text/html,x", None),
            ("ftp://example.org/a", None),
            ("http://", None),
            ("", None),
        ];
        for (link, expected) in cases {
            assert_eq!(clean(link, Some(&base())).as_deref(), expected, "{link}");
        }
        assert_eq!(clean("/a", None), None);
        assert_eq!(
            clean("//example.org/a", None).as_deref(),
            Some("https://example.org/a")
        );
        assert_eq!(
            clean(&format!("/{}", "x".repeat(3000)), Some(&base())),
            None
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]
        #[test]
        fn cleaning_twice_changes_nothing(link in "[ -~é]{0,60}") {
            if let Some(once) = clean(&link, Some(&base())) {
                prop_assert_eq!(clean(&once, None), Some(once.clone()));
            }
        }
    }
}
