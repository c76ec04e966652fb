//! Lines that are not the article: advertising, newsletter and share prompts, cookie notices,
//! "read more", credits, bylines.
//!
//! A line counts only when it is nothing else: every sentence of it must be such a prompt (or a
//! courtesy that goes with one). A sentence of an article that merely mentions a newsletter stays.

mod dateline;
mod lines;
mod table;
mod words;

pub use dateline::without_dateline;
pub use lines::{byline, dated_byline};

use super::sentences::sentences;
use table::{COURTESIES, Match, ROWS};

/// Why a line is no part of the article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Noise {
    /// An advertisement or its marker.
    Advertisement,
    /// An invitation to subscribe.
    Newsletter,
    /// An invitation to share or follow.
    Share,
    /// A cookie notice.
    Cookies,
    /// A notice to those whose browser lacks something.
    Browser,
    /// An invitation to read on, here or elsewhere.
    ReadMore,
    /// A copyright line.
    Rights,
    /// "The post X appeared first on Y".
    Syndication,
    /// Who made the picture.
    Credit,
    /// Who wrote it, or when.
    Byline,
}

/// Longest text, in bytes, that is looked at: what is longer is prose.
const LONGEST: usize = 480;

/// What a line (or a short paragraph) is, when it is nothing but that.
pub fn noise(line: &str) -> Option<Noise> {
    if line.len() > LONGEST {
        return None;
    }
    let text = bare(line);
    if text.is_empty() {
        return None;
    }
    if let Some(noise) = one(&text) {
        return Some(noise);
    }
    if lines::only_networks(&text) {
        return Some(Noise::Share);
    }
    if lines::is_byline(line.trim()) || lines::is_time_line(&text) {
        return Some(Noise::Byline);
    }
    let mut found = None;
    let folded = super::fold(line);
    for sentence in sentences(&folded) {
        if sentence.len() == folded.len() {
            // It is the whole, of which it is known.
            return None;
        }
        let sentence = bare(sentence);
        if sentence.is_empty() {
            continue;
        }
        match one(&sentence) {
            Some(noise) => found = found.or(Some(noise)),
            None if is_courtesy(&sentence) => {}
            None => return None,
        }
    }
    found
}

/// The first row that says so, for one sentence or a whole short line.
fn one(text: &str) -> Option<Noise> {
    let words = text.split(' ').count();
    ROWS.iter()
        .copied()
        .flatten()
        .find(|row| words <= row.words && row.rule.holds(text))
        .map(|row| row.noise)
}

impl Match {
    fn holds(&self, text: &str) -> bool {
        match self {
            Match::Is(phrases) => phrases.iter().any(|phrase| {
                after(text, phrase).is_some_and(|rest| rest.chars().all(|c| !c.is_alphanumeric()))
            }),
            Match::Begins(phrases) => begins(text, phrases),
            Match::Ends(phrases) => {
                let text = text.trim_end_matches(|c: char| !c.is_alphanumeric());
                phrases.iter().any(|phrase| text.ends_with(phrase))
            }
            Match::BeginsAndHas(phrases, objects) => {
                begins(text, phrases) && objects.iter().any(|object| has(text, object))
            }
            Match::HasAll(parts) => parts
                .iter()
                .all(|any| any.iter().any(|part| has(text, part))),
        }
    }
}

fn has(text: &str, part: &str) -> bool {
    memchr::memmem::find(text.as_bytes(), part.as_bytes()).is_some()
}

/// What follows a phrase at the beginning. Of hundreds of phrases most have another first letter.
fn after<'a>(text: &'a str, phrase: &str) -> Option<&'a str> {
    let alike = text.as_bytes().first() == phrase.as_bytes().first();
    alike.then(|| text.strip_prefix(phrase))?
}

/// Begins with a phrase, and the phrase ends where a word ends.
fn begins(text: &str, phrases: &[&str]) -> bool {
    phrases.iter().any(|phrase| {
        after(text, phrase).is_some_and(|rest| {
            phrase.ends_with(|c: char| !c.is_alphanumeric() || is_unspaced(c))
                || !rest.starts_with(char::is_alphanumeric)
        })
    })
}

/// Letters of scripts that put no space between words.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}')
}

fn is_courtesy(text: &str) -> bool {
    text.split(' ').count() <= 12 && begins(text, COURTESIES)
}

/// Folded, lower case, typographic apostrophes plain, without decoration at either end
/// (`*** … ***`, `[…]`, `>`, arrows, emoji).
fn bare(line: &str) -> String {
    if line.is_ascii() {
        let mut text = super::fold(line);
        text.make_ascii_lowercase();
        let bare = text
            .trim_start_matches(|c: char| !c.is_ascii_alphanumeric() && c != '@')
            .trim_end_matches(|c: char| !c.is_ascii_alphanumeric() && !".!?:".contains(c));
        return match bare.len() == text.len() {
            true => text,
            false => bare.to_owned(),
        };
    }
    bare_of_any(line)
}

fn bare_of_any(line: &str) -> String {
    let folded: String = super::fold(line)
        .chars()
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            '’' | '‘' | 'ʼ' => '\'',
            '\u{307}' => ' ',
            c => c,
        })
        .collect();
    let text = folded
        .trim_start_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '©' | '@' | '¿'))
        .trim_end_matches(|c: char| {
            !c.is_alphanumeric()
                && !matches!(c, '.' | '!' | '?' | ':' | '。' | '！' | '？' | '।' | '؟')
                && !is_mark(c)
        });
    super::fold(text)
}

/// Vowel signs and viramas, which end words of Indic scripts and are no letters to Unicode.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{900}'..='\u{dff}' | '\u{e31}'..='\u{e4e}')
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn ascii_is_bared_like_all_else(line in "[ -~\\t]{0,16}") {
            proptest::prop_assert_eq!(bare(&line), bare_of_any(&line));
        }
    }

    #[test]
    fn prompts_are_known_in_many_languages() {
        use Noise::*;
        for (line, expected) in [
            ("ADVERTISEMENT", Advertisement),
            ("*** Advertisement ***", Advertisement),
            ("[Sponsored]", Advertisement),
            (
                "Advertisement: Buy the best widgets at widgets.example today!",
                Advertisement,
            ),
            ("Story continues below advertisement", Advertisement),
            ("– Anzeige –", Advertisement),
            ("Publicité", Advertisement),
            ("Реклама", Advertisement),
            ("広告", Advertisement),
            (
                "Use code SAVE20 for 20% off your first order!",
                Advertisement,
            ),
            ("Subscribe to our newsletter for weekly tips!", Newsletter),
            (
                "Enjoyed this post? Sign up for our mailing list and never miss an update.",
                Newsletter,
            ),
            ("Abonnieren Sie unseren Newsletter!", Newsletter),
            ("Jetzt für den Newsletter anmelden", Newsletter),
            ("Inscrivez-vous à notre newsletter.", Newsletter),
            ("Suscríbete a nuestro boletín semanal.", Newsletter),
            ("Iscriviti alla nostra newsletter", Newsletter),
            ("Assine a nossa newsletter", Newsletter),
            ("Schrijf je in voor onze nieuwsbrief", Newsletter),
            ("Подпишитесь на нашу рассылку", Newsletter),
            ("メルマガに登録する", Newsletter),
            ("订阅我们的新闻通讯", Newsletter),
            ("Share this article", Share),
            ("Follow us on Mastodon and Instagram.", Share),
            ("Facebook Twitter LinkedIn Email", Share),
            ("Artikel teilen", Share),
            ("We use cookies to improve your experience.", Cookies),
            ("Diese Website verwendet Cookies.", Cookies),
            ("Your browser does not support the video element.", Browser),
            ("Listen to this article · 5 min", ReadMore),
            ("Loading…", Browser),
            ("Swipe to scroll horizontally", Browser),
            ("Waiting for your permission to load the video.", Browser),
            ("GET OUR PRESS APP BY CLICKING HERE", ReadMore),
            ("You must be logged in to post a comment.", Share),
            ("For all the latest news, visit our front page.", Newsletter),
            ("Max Muster / Keystone", Credit),
            ("Jetzt lesen!", ReadMore),
            ("Already a subscriber? Log in to continue.", Newsletter),
            ("Haben Sie noch kein Konto?", Newsletter),
            ("Subscribe to: Posts (Atom)", Newsletter),
            (
                "In this June 20, 2020, file photo, the press is carried out of the school.",
                Credit,
            ),
            ("Tiempo de lectura: 5 minutos", Byline),
            ("读完需 5 分钟", Byline),
            ("بقلم سعاد محمود", Byline),
            ("홍길동 기자", Byline),
            ("Read more…", ReadMore),
            ("Continue reading →", ReadMore),
            ("Weiterlesen »", ReadMore),
            ("Click here to read the full story.", ReadMore),
            ("続きを読む", ReadMore),
            ("© 2024 Example Press. All rights reserved.", Rights),
            ("Alle Rechte vorbehalten.", Rights),
            ("The post Ten Tips appeared first on Example.", Syndication),
            (
                "Der Beitrag Zehn Tipps erschien zuerst auf Beispiel.",
                Syndication,
            ),
            ("Photo by Ann Example on Unsplash", Credit),
            ("Foto: Max Muster", Credit),
            ("By Jane Doe", Byline),
            ("Von Jana Muster und Karl Beispiel", Byline),
            ("May 3, 2024 · 5 min read", Byline),
            ("Von Karl Beispiel, 3. Mai 2024", Byline),
            (
                "[Sponsored] Visit our friends for a free saw.",
                Advertisement,
            ),
            ("Get 30% off all inks this week!", Advertisement),
            (
                "Support independent journalism: become a member for five a month.",
                Newsletter,
            ),
            (
                "You are receiving this email because you signed up.",
                Newsletter,
            ),
            (
                "Thanks for reading! If you enjoyed this, forward it to a friend.",
                Share,
            ),
        ] {
            assert_eq!(noise(line), Some(expected), "{line}");
        }
    }

    #[test]
    fn articles_may_speak_of_such_things() {
        for line in [
            "The newsletter was started in 2010 by two friends who shared a printer.",
            "Our readers subscribe because the advice is free of advertising.",
            "Subscribe to our newsletter was the first thing on every page, and it annoyed everyone who came to read the news of the day, said the editor.",
            "Cookies are small files that a site keeps in your browser.",
            "By train to Prague it takes four hours.",
            "By 2024 the number had doubled.",
            "Share prices fell by four per cent on Tuesday.",
            "Read the manual before you write to us.",
            "Follow the river until you reach the mill.",
            "Ads pay for most of what we read.",
            "Facebook said on Monday that it had closed the page.",
            "Photo books sell well before Christmas.",
            "Werbung bezahlt den größten Teil dessen, was wir lesen.",
            "Sponsored by nobody, the two of them printed the first issue at night and carried it round the town by hand.",
            "Join two strips of paper with glue.",
            "Loading the press took an hour.",
            "Log in your boots and your name at the gate, said the keeper.",
            "In this photo we see how the press was carried.",
            "Listen to the river at night and you will hear the mill.",
            "บทความโดยย่อของการพิมพ์ในเมืองเล็กแห่งหนึ่งในภาคเหนือ",
            "Ein Newsletter ist kein Tagebuch.",
            "Advertising revenue fell.",
            "Sign your name here.",
            "Von Berlin nach Prag fahren täglich sechs Züge.",
            "Image files should be small.",
            "Support for member states grew in the second year.",
            "Get the sheets out before the ink is dry.",
            "Help us understand the river, said the children.",
        ] {
            assert_eq!(noise(line), None, "{line}");
        }
    }
}
