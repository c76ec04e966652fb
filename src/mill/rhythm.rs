//! Whether a list has been silent for longer than is its way: then it may be read wrongly, rather than be quiet.

use chrono::{DateTime, TimeDelta, Utc};

/// So many articles, the latest, show how often a source publishes.
pub(super) const LATEST: u32 = 30;
/// Fewer do not.
const FEW: usize = 5;
/// So often as long as its longest pause it must have been silent.
const TIMES: i32 = 3;
/// And never less than this: a weekend with a holiday on either side.
const LEAST: TimeDelta = TimeDelta::days(4);

/// Why its silence is odd, if it is: by the dates of its latest articles, the newest first.
pub(super) fn silence(dates: &[DateTime<Utc>], now: DateTime<Utc>) -> Option<String> {
    let newest = *dates.first()?;
    if dates.len() < FEW {
        return None;
    }
    let pauses = dates.iter().zip(dates.iter().skip(1));
    let longest = pauses.map(|(later, earlier)| *later - *earlier).max()?;
    let silent = now - newest;
    (silent > LEAST.max(longest * TIMES)).then(|| {
        let days = |span: TimeDelta| match span.num_days() {
            0 | 1 => "a day".to_owned(),
            days => format!("{days} days"),
        };
        format!(
            "nothing new for {}, where its longest pause was {}: it may be broken; `feedmill inspect` shows how the list is read",
            days(silent),
            days(longest)
        )
    })
}

/// A source that publishes rarely is asked so often for each article that it gives.
const ASKED: i32 = 4;

/// How long a source can be left alone by how often it publishes: a quarter of its usual pause, which its present silence
/// makes longer. None when it has published too little to know. By the dates of its latest articles, the newest first.
pub(super) fn rest(dates: &[DateTime<Utc>], now: DateTime<Utc>) -> Option<TimeDelta> {
    if dates.len() < FEW {
        return None;
    }
    let pauses = i32::try_from(dates.len()).ok()?;
    let pause = (now - *dates.last()?) / pauses;
    (pause > TimeDelta::zero()).then(|| pause / ASKED)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// E-07: the option `adaptive`.
    #[test]
    fn who_publishes_rarely_is_left_alone_for_long() {
        let hour = |hour: i64| DateTime::from_timestamp(hour * 3600, 0).expect("an hour");
        // Hours of the articles, the newest first; the hour it is; the rest, in hours.
        let rows: &[(&[i64], i64, Option<i64>)] = &[
            // every day, then a day and a month of silence
            (&[120, 96, 72, 48, 24], 144, Some(6)),
            (&[120, 96, 72, 48, 24], 24 * 35, Some(40)),
            // every hour
            (&[105, 104, 103, 102, 101, 100], 106, Some(0)),
            // dates ahead, and too few to know
            (&[9, 9, 9, 9, 9], 1, None),
            (&[4, 3, 2, 1], 100, None),
            (&[], 100, None),
        ];
        for (dates, now, expected) in rows {
            let dates: Vec<_> = dates.iter().map(|at| hour(*at)).collect();
            let rest = rest(&dates, hour(*now)).map(|rest| rest.num_hours());
            assert_eq!(rest, *expected, "{dates:?} at {now}");
        }
    }

    #[test]
    fn a_quiet_weekend_is_no_alarm() {
        let day = |day: i64| DateTime::from_timestamp(day * 86_400, 0).expect("a day");
        // Days of the articles, the newest first; today; whether that is odd.
        let rows: &[(&[i64], i64, bool)] = &[
            // every working day, then a weekend, a week, a fortnight
            (&[104, 103, 102, 101, 100, 97, 96], 107, false),
            (&[104, 103, 102, 101, 100, 97, 96], 111, false),
            (&[104, 103, 102, 101, 100, 97, 96], 118, true),
            // once a month
            (&[150, 120, 90, 60, 30], 190, false),
            (&[150, 120, 90, 60, 30], 250, true),
            // several times a day: a long weekend, then longer
            (&[100, 100, 100, 100, 100], 104, false),
            (&[100, 100, 100, 100, 100], 105, true),
            // too few to know
            (&[100, 99, 98, 97], 400, false),
            (&[], 400, false),
        ];
        for (dates, today, odd) in rows {
            let dates: Vec<_> = dates.iter().map(|at| day(*at)).collect();
            let said = silence(&dates, day(*today));
            assert_eq!(said.is_some(), *odd, "{dates:?} on {today}: {said:?}");
        }
    }
}
