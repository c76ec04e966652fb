//! Nothing active gets through (T-30, T-33): every string of tests/data/attacks in every field of every kind of source, and
//! what comes out as articles, RSS, Atom, JSON Feed and index.html.

mod active;
mod carriers;
mod published;

use std::sync::Arc;

use chrono::{DateTime, FixedOffset};
use feedmill::article::{Article, Document, Entry, Feed, Origin, Person};
use feedmill::{normalise, parse};
use url::Url;

use carriers::{CARRIERS, Carrier};

/// Fewest strings that there must be.
const LEAST: usize = 220;

fn attacks() -> Vec<String> {
    let file = include_str!("../../data/attacks/strings.txt");
    let lines = file.lines().filter(|line| line.starts_with('"'));
    lines
        .map(|line| serde_json::from_str(line).expect("a JSON string a line"))
        .collect()
}

fn base() -> Url {
    "https://example.org/blog/".parse().expect("an address")
}

fn day() -> DateTime<FixedOffset> {
    "2024-05-12T10:00:00Z".parse().expect("a date")
}

/// The articles in a carrier with one string in all of its fields; none when it cannot be read.
fn articles(carrier: &Carrier, attack: &str) -> Vec<Article> {
    let address: Url = base().join(carrier.name).expect("an address");
    let origin = if carrier.is_file {
        Origin::File(carrier.name.to_owned())
    } else {
        Origin::Address(address.clone())
    };
    let document = Document {
        origin: origin.clone(),
        bytes: (carrier.write)(attack).into_bytes(),
        content_type: Some(carrier.media_type.to_owned()),
        base: Some(address.clone()),
    };
    match parse::parse(&document, &parse::Options::default()) {
        Ok(parsed) => normalise::articles(
            parsed,
            &origin,
            Some(&address),
            &normalise::Options::default(),
            day().to_utc(),
        ),
        Err(_) => Vec::new(),
    }
}

fn feed(articles: &[Article]) -> Feed {
    let entries = articles.iter().enumerate().map(|(number, article)| Entry {
        id: format!("{}#{number}", article.identity.value),
        published: day(),
        updated: day(),
        article: Arc::new(article.clone()),
    });
    Feed {
        name: "all".into(),
        title: "All".into(),
        description: "All there is".into(),
        link: base(),
        base_url: base(),
        language: None,
        author: Person {
            name: "Ann".into(),
            ..Person::default()
        },
        formats: vec!["rss".into(), "atom".into(), "json".into()],
        hubs: Vec::new(),
        entries: entries.collect(),
    }
}

/// All fields of an article that somebody follows or shows.
fn check(article: &Article) -> Result<(), String> {
    active::none_in(&article.content_html)?;
    let people = article
        .authors
        .iter()
        .filter_map(|person| person.url.as_deref());
    let media = article.attachments.iter().map(|medium| medium.url.as_str());
    let addresses = article.url.iter().chain(&article.image).map(String::as_str);
    for address in addresses.chain(people).chain(media) {
        active::is_harmless(address)?;
    }
    let mails = article
        .authors
        .iter()
        .filter_map(|person| person.email.as_deref());
    for mail in mails {
        if mail.contains(['<', '>', '"', ':', ' ']) {
            return Err(format!("mail {mail}"));
        }
    }
    let lines = article
        .title
        .iter()
        .chain(&article.summary)
        .chain(&article.tags);
    for line in lines.chain(article.authors.iter().map(|person| &person.name)) {
        let is_broken =
            |c: char| c.is_control() || matches!(c, '\u{202e}' | '\u{fffe}' | '\u{ffff}');
        if line.contains(is_broken) {
            return Err(format!("line {line:?}"));
        }
    }
    Ok(())
}

#[test]
fn t33_nothing_active_gets_through_any_field_of_any_kind_of_source() {
    let attacks = attacks();
    assert!(attacks.len() >= LEAST, "{}", attacks.len());
    let faults: Vec<String> = std::thread::scope(|scope| {
        let carriers = CARRIERS.iter();
        let threads: Vec<_> = carriers
            .map(|carrier| scope.spawn(|| faults(carrier, &attacks)))
            .collect();
        let done = threads.into_iter();
        done.flat_map(|thread| thread.join().expect("no panic"))
            .collect()
    });
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

fn faults(carrier: &Carrier, attacks: &[String]) -> Vec<String> {
    let harmless = articles(carrier, "harmless");
    assert_eq!(harmless.len(), 1, "{} carries", carrier.name);
    let shape = published::Shape::of(&feed(&harmless));
    let mut faults = Vec::new();
    let mut read = 0;
    for attack in attacks {
        let articles = articles(carrier, attack);
        read += usize::from(!articles.is_empty());
        let checked = articles
            .iter()
            .try_for_each(check)
            .and_then(|()| shape.check(&feed(&articles)));
        if let Err(fault) = checked {
            faults.push(format!("{}: {attack:?}: {fault}", carrier.name));
        }
    }
    assert!(
        read * 10 >= attacks.len() * 9,
        "{}: {read} read",
        carrier.name
    );
    faults
}

/// The strings are what they are taken for: most are active as they stand.
#[test]
fn the_strings_are_active_as_they_stand() {
    let attacks = attacks();
    let active = attacks
        .iter()
        .filter(|attack| active::none_in(attack).is_err());
    assert!(active.count() * 10 >= attacks.len() * 8);
}
