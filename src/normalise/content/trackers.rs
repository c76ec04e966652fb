//! Pictures that nobody is meant to see.

use dom_query::NodeRef;
use url::Url;

/// Where counting pictures come from: the end of the host, and the beginning of the path.
const COUNTERS: &[(&str, &str)] = &[
    ("pixel.wp.com", "/"),              // WordPress.com statistics
    ("stats.wordpress.com", "/"),       //
    ("feeds.wordpress.com", "/1.0/"),   // its sharing buttons as pictures
    ("feeds.feedburner.com", "/~r/"),   // FeedBurner
    ("feeds.feedburner.com", "/~ff/"),  //
    ("feedproxy.google.com", "/~r/"),   //
    ("google-analytics.com", "/"),      //
    ("doubleclick.net", "/"),           //
    ("googleadservices.com", "/"),      //
    ("facebook.com", "/tr"),            // Meta's pixel
    ("scorecardresearch.com", "/"),     // Comscore
    ("quantserve.com", "/"),            // Quantcast
    ("feedsportal.com", "/"),           //
    ("pheedo.com", "/"),                //
    ("feedblitz.com", "/~/i/"),         //
    ("list-manage.com", "/track/open"), // Mailchimp
    ("sendgrid.net", "/wf/open"),       //
    ("mixpanel.com", "/track"),         //
    ("tracking.feedpress.com", "/"),    // FeedPress
    ("tracking.feedpress.it", "/"),     //
    ("buysellads.com", "/track"),       //
    ("a.rss.app", "/"),                 //
    ("px.ads.linkedin.com", "/"),       //
];

/// Scripts of counters that people host themselves, by the end of the path.
const COUNTER_PATHS: &[&str] = &[
    "/piwik.php",
    "/matomo.php",
    "/b.gif",
    "/pixel.gif",
    "/track.gif",
];

/// Whether a picture is there to count readers: of one point, or from a known counter.
pub(super) fn is_tracker(image: &NodeRef<'_>, address: &str) -> bool {
    is_point(image) || is_counter(address)
}

fn is_point(image: &NodeRef<'_>) -> bool {
    let style = image.attr("style").unwrap_or_default().to_ascii_lowercase();
    let tiny = |name: &str| {
        let attribute = image
            .attr(name)
            .is_some_and(|value| matches!(value.trim().trim_end_matches("px").trim(), "0" | "1"));
        attribute
            || style.split(';').any(|rule| {
                rule.split_once(':').is_some_and(|(property, value)| {
                    property.trim() == name
                        && matches!(value.trim().trim_end_matches("px").trim(), "0" | "1")
                })
            })
    };
    tiny("width") && tiny("height")
}

pub(super) fn is_counter(address: &str) -> bool {
    let Ok(url) = Url::parse(address) else {
        return false;
    };
    let (host, path) = (url.host_str().unwrap_or_default(), url.path());
    COUNTERS.iter().any(|(known, start)| {
        path.starts_with(start)
            && host
                .strip_suffix(known)
                .is_some_and(|before| before.is_empty() || before.ends_with('.'))
    }) || COUNTER_PATHS.iter().any(|end| path.ends_with(end)) && url.query().is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counters_are_known_by_host_and_path() {
        let cases = [
            ("https://pixel.wp.com/b.gif?host=x", true),
            ("https://www.facebook.com/tr?id=1", true),
            ("https://www.facebook.com/photo.jpg", false),
            ("https://stats.example.org/matomo.php?idsite=1", true),
            ("https://example.org/b.gif", false),
            ("https://notdoubleclick.net/a.gif", false),
            ("data:image/gif;base64,AA", false),
        ];
        for (address, expected) in cases {
            assert_eq!(is_counter(address), expected, "{address}");
        }
    }
}
