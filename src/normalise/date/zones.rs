//! Names of zones that are not in the IANA database: abbreviations, in minutes east of Greenwich.
//!
//! RFC 822 defines ten of them; the rest is what feeds write. Where one abbreviation has several
//! meanings the table has the commonest, and [`ELSEWHERE`] what readers of a language mean by it.

/// Key (lower case, letters only) and minutes east.
#[rustfmt::skip]
pub(super) const ZONES: &[(&str, i32)] = &[
    // universal time under its many names
    ("gmt", 0), ("utc", 0), ("ut", 0), ("z", 0), ("zulu", 0), ("uct", 0), ("wet", 0),
    ("etcgmt", 0), ("etcutc", 0),
    ("coordinated universal time", 0), ("greenwich mean time", 0), ("universal time", 0),
    // North America; two letters mean standard time (RFC 822 knows no others)
    ("est", -300), ("edt", -240), ("et", -300), ("eastern standard time", -300), ("eastern daylight time", -240),
    ("cst", -360), ("cdt", -300), ("ct", -360), ("central standard time", -360), ("central daylight time", -300),
    ("mst", -420), ("mdt", -360), ("mt", -420), ("mountain standard time", -420), ("mountain daylight time", -360),
    ("pst", -480), ("pdt", -420), ("pt", -480), ("pacific standard time", -480), ("pacific daylight time", -420),
    ("akst", -540), ("akdt", -480), ("hst", -600), ("hast", -600), ("hdt", -540), ("hadt", -540),
    ("ast", -240), ("adt", -180), ("at", -240), ("nst", -210), ("ndt", -150),
    // Europe, with the German names
    ("bst", 60), ("west", 60), ("cet", 60), ("met", 60), ("mez", 60), ("cest", 120), ("mest", 120), ("mesz", 120),
    ("central european time", 60), ("central european standard time", 60), ("central european summer time", 120),
    ("british summer time", 60),
    ("eet", 120), ("oez", 120), ("eest", 180), ("oesz", 180), ("trt", 180), ("fet", 180), ("msk", 180), ("msd", 240),
    ("samt", 240), ("azot", -60), ("azost", 0), ("cvt", -60),
    // South America
    ("art", -180), ("brt", -180), ("brst", -120), ("clt", -240), ("clst", -180), ("cot", -300), ("pet", -300),
    ("vet", -240), ("bot", -240), ("uyt", -180), ("gyt", -240), ("srt", -180), ("gft", -180), ("amt", -240),
    // Africa
    ("wat", 60), ("cat", 120), ("sast", 120), ("eat", 180),
    // Asia. IST: India, which has more feeds than Israel and Ireland together
    ("ist", 330), ("idt", 180), ("irst", 210), ("irdt", 270), ("gst", 240), ("azt", 240), ("get", 240), ("pkt", 300),
    ("uzt", 300), ("yekt", 300), ("npt", 345), ("bdt", 360), ("omst", 360), ("kgt", 360), ("mmt", 390), ("ict", 420),
    ("wib", 420), ("novt", 420), ("krat", 420), ("hovt", 420), ("hkt", 480), ("sgt", 480), ("myt", 480), ("pht", 480),
    ("phst", 480), ("wita", 480), ("irkt", 480), ("ulat", 480), ("jst", 540), ("kst", 540), ("wit", 540),
    ("yakt", 540), ("vlat", 600), ("magt", 660), ("pett", 720),
    ("india standard time", 330), ("japan standard time", 540), ("korean standard time", 540), ("china standard time", 480),
    // Australia and the Pacific
    ("awst", 480), ("acst", 570), ("acdt", 630), ("aest", 600), ("aedt", 660), ("lhst", 630), ("lhdt", 660),
    ("nzst", 720), ("nzdt", 780), ("chast", 765), ("chadt", 825), ("chst", 600), ("fjt", 720), ("sst", -660),
    // military letters, as soldiers use them; RFC 822 printed the signs the wrong way round
    ("a", 60), ("b", 120), ("c", 180), ("d", 240), ("e", 300), ("f", 360), ("g", 420), ("h", 480), ("i", 540),
    ("k", 600), ("l", 660), ("m", 720), ("n", -60), ("o", -120), ("p", -180), ("q", -240), ("r", -300), ("s", -360),
    ("t", -420), ("u", -480), ("v", -540), ("w", -600), ("x", -660), ("y", -720),
];

/// What an abbreviation means to readers of a language: key, start of the language tag, minutes east.
const ELSEWHERE: &[(&str, &str, i32)] = &[
    ("ist", "he", 120),    // Israel Standard Time
    ("ist", "en-il", 120), // the same
    ("ist", "ga", 60),     // Irish Standard Time
    ("ist", "en-ie", 60),  // the same
    ("cst", "zh", 480),    // China Standard Time, as Java writes it
    ("ast", "ar", 180),    // Arabia Standard Time
    ("bst", "bn", 360),    // Bangladesh Standard Time
    ("amt", "hy", 240),    // Armenia Time
    ("pst", "fil", 480),   // Philippine Standard Time
    ("pst", "tl", 480),    // the same
    ("pst", "en-ph", 480), // the same
    ("est", "en-au", 600), // eastern Australia, before it took AEST
    ("edt", "en-au", 660), // the same in summer
    ("cst", "en-au", 570), // central Australia
    ("wst", "en-au", 480), // western Australia
];

/// Minutes east of Greenwich of an abbreviation, whatever its case.
pub(super) fn abbreviation(name: &str, language: &str) -> Option<i32> {
    ELSEWHERE
        .iter()
        .find(|(key, tag, _)| key.eq_ignore_ascii_case(name) && starts_with(language, tag))
        .map(|(_, _, minutes)| *minutes)
        .or_else(|| {
            ZONES
                .iter()
                .find(|(key, _)| key.eq_ignore_ascii_case(name))
                .map(|(_, minutes)| *minutes)
        })
}

/// Seconds east of Greenwich of a written offset; None beyond a day.
pub(super) fn seconds(west: bool, hours: u32, minutes: u32, seconds: u32) -> Option<i32> {
    if hours > 23 || minutes > 59 || seconds > 59 {
        return None;
    }
    let east = i32::try_from(hours * 3600 + minutes * 60 + seconds).ok()?;
    Some(if west { -east } else { east })
}

/// Whether a language tag is `tag` or a narrower one.
fn starts_with(language: &str, tag: &str) -> bool {
    language
        .get(..tag.len())
        .is_some_and(|head| head.eq_ignore_ascii_case(tag))
        && matches!(language.as_bytes().get(tag.len()), None | Some(b'-' | b'_'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_abbreviation_means_what_readers_of_the_language_mean() {
        for (name, language, want) in [
            ("EST", "", Some(-300)),
            ("est", "en-US", Some(-300)),
            ("EST", "en-AU", Some(600)),
            ("IST", "", Some(330)),
            ("IST", "he-IL", Some(120)),
            ("CST", "zh-Hant-TW", Some(480)),
            ("CST", "zhx", Some(-360)),
            ("QQQ", "", None),
        ] {
            assert_eq!(abbreviation(name, language), want, "{name} in {language}");
        }
    }

    #[test]
    fn no_abbreviation_stands_twice() {
        for (i, (key, _)) in ZONES.iter().enumerate() {
            assert!(!ZONES[..i].iter().any(|(other, _)| other == key), "{key}");
        }
    }
}
