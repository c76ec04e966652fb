//! How long an answer stays fresh, by its headers (E-07, E-08). Pure: the time is an argument.

use std::time::{Duration, SystemTime};

use chrono::{DateTime, TimeDelta, Utc};
use http::HeaderMap;
use http::header::{AGE, CACHE_CONTROL, DATE, EXPIRES, RETRY_AFTER};

/// Longest freshness that is believed (E-07).
const DAY: Duration = Duration::from_secs(24 * 60 * 60);
/// Longest `Retry-After` that is obeyed as it is (E-08).
const WEEK: TimeDelta = TimeDelta::days(7);

/// How long the answer is fresh: `max-age` less `Age`, or `Expires` less `Date`, whichever is
/// longer, a day at most. What forbids caching gives nothing: it does not make us ask sooner. None
/// when nothing at all is said: what was said before holds on (RFC 9111, 4.3.4).
pub fn fresh_for(headers: &HeaderMap, now: DateTime<Utc>) -> Option<Duration> {
    if !headers.contains_key(CACHE_CONTROL) && !headers.contains_key(EXPIRES) {
        return None;
    }
    let control = text(headers, &CACHE_CONTROL);
    let age = text(headers, &AGE).trim().parse().unwrap_or(0u64);
    let max_age = control
        .split(',')
        .filter_map(|directive| directive.trim().split_once('='))
        .filter(|(name, _)| name.trim().eq_ignore_ascii_case("max-age"))
        .filter_map(|(_, value)| value.trim().trim_matches('"').parse::<u64>().ok())
        .max()
        .map(|seconds| Duration::from_secs(seconds.saturating_sub(age)));
    let said = date(headers, &DATE).unwrap_or_else(|| now.into());
    let expires = date(headers, &EXPIRES).and_then(|expires| expires.duration_since(said).ok());
    Some(max_age.max(expires).unwrap_or_default().min(DAY))
}

/// When the server wants to be asked again: seconds or any of the three date forms; of several,
/// the latest; what is past or senseless counts as nothing.
pub fn retry_after(headers: &HeaderMap, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    headers
        .get_all(RETRY_AFTER)
        .iter()
        .filter_map(|value| {
            let value = value.to_str().ok()?.trim();
            if let Ok(seconds) = value.parse::<f64>() {
                let whole = seconds.is_finite() && seconds > 0.0;
                let seconds = whole.then(|| seconds.min(WEEK.as_seconds_f64()).ceil())?;
                #[expect(clippy::cast_possible_truncation, reason = "at most a week of seconds")]
                return Some(now + TimeDelta::seconds(seconds as i64));
            }
            let at = DateTime::<Utc>::from(httpdate::parse_http_date(value).ok()?);
            (at > now).then(|| at.min(now + WEEK))
        })
        .max()
}

fn text(headers: &HeaderMap, name: &http::HeaderName) -> String {
    let values = headers
        .get_all(name)
        .iter()
        .filter_map(|value| value.to_str().ok());
    values.collect::<Vec<_>>().join(",")
}

fn date(headers: &HeaderMap, name: &http::HeaderName) -> Option<SystemTime> {
    httpdate::parse_http_date(headers.get(name)?.to_str().ok()?.trim()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.append(*name, HeaderValue::from_static(value));
        }
        headers
    }

    /// E-07
    #[test]
    fn freshness_is_the_longest_that_is_said() {
        let (date, later) = (
            "Sun, 06 Nov 1994 08:49:37 GMT",
            "Sun, 06 Nov 1994 09:49:37 GMT",
        );
        let now = DateTime::from_timestamp(784_111_777 + 1800, 0).expect("a time");
        for (pairs, seconds) in [
            (&[("cache-control", "max-age=600")][..], Some(600)),
            (
                &[("cache-control", "public, max-age=600"), ("age", "100")],
                Some(500),
            ),
            (&[("cache-control", "max-age=600"), ("age", "900")], Some(0)),
            (&[("cache-control", "max-age=99999999")], Some(86_400)),
            (&[("cache-control", "no-store")], Some(0)),
            (&[("cache-control", "Max-Age = \"60\"")], Some(60)),
            (&[("date", date), ("expires", later)], Some(3600)),
            (&[("expires", later)], Some(1800)),
            (
                &[("expires", later), ("cache-control", "max-age=60")],
                Some(1800),
            ),
            (&[("date", date), ("expires", "0")], Some(0)),
            (&[("date", date)], None),
            (&[], None),
        ] {
            let fresh = fresh_for(&headers(pairs), now).map(|fresh| fresh.as_secs());
            assert_eq!(fresh, seconds, "{pairs:?}");
        }
    }

    /// E-08
    #[test]
    fn retry_after_in_all_its_forms() {
        let now = DateTime::from_timestamp(784_111_777, 0).expect("a time");
        let seconds = |pairs: &[(&'static str, &'static str)]| {
            retry_after(&headers(pairs), now).map(|at| (at - now).num_seconds())
        };
        assert_eq!(seconds(&[("retry-after", "120")]), Some(120));
        assert_eq!(
            seconds(&[("retry-after", "Sun, 06 Nov 1994 08:50:37 GMT")]),
            Some(60)
        );
        assert_eq!(
            seconds(&[("retry-after", "Sunday, 06-Nov-94 08:50:37 GMT")]),
            Some(60)
        );
        assert_eq!(
            seconds(&[("retry-after", "Sun Nov  6 08:50:37 1994")]),
            Some(60)
        );
        assert_eq!(seconds(&[("retry-after", "1e9")]), Some(604_800));
        assert_eq!(seconds(&[("retry-after", "-5")]), None);
        assert_eq!(seconds(&[("retry-after", "")]), None);
        assert_eq!(seconds(&[("retry-after", "soon")]), None);
        assert_eq!(
            seconds(&[("retry-after", "Sun, 06 Nov 1993 08:49:37 GMT")]),
            None
        );
        assert_eq!(
            seconds(&[("retry-after", "60"), ("retry-after", "90")]),
            Some(90)
        );
    }
}
