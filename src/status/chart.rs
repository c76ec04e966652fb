//! The latest answers of an address as a row of bars: SVG with a text that says the same.

use std::fmt::Write;

use crate::store::{Fetch, Outcome};

/// Units from one bar to the next, and of a bar.
const STEP: usize = 6;
const BAR: usize = 4;
/// Units of the whole height.
const HEIGHT: u64 = 24;
/// The least bar that is seen.
const STUB: u64 = 3;

/// The bars: low where nothing was new, the higher the more was new, full and marked where it failed. Nothing in it comes
/// from a document. None where there were no answers.
pub(super) fn svg(fetches: &[Fetch]) -> Option<String> {
    if fetches.is_empty() {
        return None;
    }
    let width = fetches.len() * STEP - (STEP - BAR);
    let mut out = format!(
        "<svg class=\"chart\" role=\"img\" aria-label=\"{}\" width=\"{width}\" height=\"{HEIGHT}\" viewBox=\"0 0 {width} {HEIGHT}\">",
        text(fetches)
    );
    for (at, fetch) in fetches.iter().enumerate() {
        let (class, height) = match fetch.outcome {
            Outcome::Failed => ("failed", HEIGHT),
            _ if fetch.new == 0 => ("quiet", STUB),
            // 1, 2, 4 … articles: a little more for each doubling.
            _ => ("new", (8 + 3 * u64::from(fetch.new.ilog2())).min(HEIGHT)),
        };
        let (x, y) = (at * STEP, HEIGHT - height);
        let _ = write!(
            out,
            "<g><title>{}</title><rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{BAR}\" height=\"{height}\" rx=\"1\"/>",
            line(fetch)
        );
        if fetch.outcome == Outcome::Failed {
            // Not by colour alone.
            let _ = write!(
                out,
                "<path class=\"cross\" d=\"M{x} 2l{BAR} {BAR}m0 -{BAR}l-{BAR} {BAR}\"/>"
            );
        }
        out.push_str("</g>");
    }
    out.push_str("</svg>");
    Some(out)
}

/// One answer in words.
pub(super) fn line(fetch: &Fetch) -> String {
    let status = fetch.status.map(|status| format!(" ({status})"));
    let what = match (fetch.outcome, fetch.new) {
        (Outcome::Failed, _) => "failed".to_owned(),
        (_, 0) => "nothing new".to_owned(),
        (_, new) => format!("{new} new"),
    };
    format!(
        "{}: {what}{}, {} bytes, {} ms",
        fetch.at.format("%F %H:%M UTC"),
        status.unwrap_or_default(),
        fetch.bytes,
        fetch.milliseconds
    )
}

/// All of them in a sentence.
fn text(fetches: &[Fetch]) -> String {
    let failed = fetches
        .iter()
        .filter(|fetch| fetch.outcome == Outcome::Failed);
    let (failed, new) = (
        failed.count(),
        fetches.iter().map(|fetch| fetch.new).sum::<u64>(),
    );
    let quiet = fetches
        .iter()
        .filter(|fetch| fetch.outcome != Outcome::Failed && fetch.new == 0)
        .count();
    let mut times: Vec<u64> = fetches.iter().map(|fetch| fetch.milliseconds).collect();
    times.sort_unstable();
    let usual = times.get(times.len() / 2).copied().unwrap_or_default();
    let all = match fetches.len() {
        1 => "the last answer".to_owned(),
        many => format!("the last {many} answers"),
    };
    format!(
        "Of {all}, {failed} failed and {quiet} brought nothing new; {new} new articles came. Usually {usual} ms."
    )
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;

    #[test]
    fn bars_and_words_say_the_same() {
        let fetch = |outcome, new| Fetch {
            source: "<a>".into(),
            at: DateTime::from_timestamp(1_760_000_000, 0).expect("a time"),
            outcome,
            status: Some(200),
            bytes: 10,
            milliseconds: new,
            new,
        };
        assert_eq!(svg(&[]), None);
        let all = [
            fetch(Outcome::Failed, 0),
            fetch(Outcome::Unchanged, 0),
            fetch(Outcome::Document, 1),
            fetch(Outcome::Document, u64::MAX / 2),
        ];
        let chart = svg(&all[..3]).expect("a chart");
        assert!(chart.contains("aria-label=\"Of the last 3 answers, 1 failed and 1 brought nothing new; 1 new articles came."), "{chart}");
        for (class, height) in [("failed", 24), ("quiet", 3), ("new", 8)] {
            let bar = chart
                .split("<rect ")
                .find(|part| part.contains(&format!("class=\"{class}\"")));
            let bar = bar.expect("a bar");
            assert!(bar.contains(&format!("height=\"{height}\"")), "{bar}");
        }
        assert!(!chart.contains("<a>"));
        assert!(svg(&all).expect("a chart").contains("height=\"24\" rx"));
    }
}
