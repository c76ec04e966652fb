//! Temporary.
#![allow(
    clippy::print_stdout,
    missing_docs,
    clippy::unwrap_used,
    clippy::disallowed_methods
)]
use feedmill::article::*;
use std::io::BufRead;
fn main() {
    let now = chrono::DateTime::parse_from_rfc3339("2026-11-23T00:00:00Z")
        .unwrap()
        .to_utc();
    for line in std::io::stdin().lock().lines() {
        let line = line.unwrap();
        let f: Vec<&str> = line.split('\t').collect();
        let bytes = std::fs::read(f[0]).unwrap();
        let name = f[0].rsplit('/').next().unwrap().to_owned();
        let document = Document {
            origin: Origin::File(name),
            bytes,
            content_type: (f[2] != "-").then(|| f[2].to_owned()),
            base: (f[1] != "-").then(|| url::Url::parse(f[1]).ok()).flatten(),
        };
        let t = std::time::Instant::now();
        let Ok(parsed) = feedmill::parse::parse(&document, &Default::default()) else {
            println!("{{}}");
            continue;
        };
        let raw: Vec<_> = parsed
            .articles
            .first()
            .map(|a| {
                a.dates
                    .iter()
                    .map(|d| format!("{:?} {:?} {} | {}", d.role, d.origin, d.field, d.text))
                    .collect()
            })
            .unwrap_or_default();
        let lang = parsed.articles.first().and_then(|a| a.language.clone());
        let kind = format!("{:?}", parsed.kind);
        let a = feedmill::normalise::articles(
            parsed,
            &document.origin,
            document.base.as_ref(),
            &Default::default(),
            now,
        );
        let us = t.elapsed().as_micros();
        let a = a.into_iter().next().unwrap_or_default();
        let s = |d: &Option<Dated>| {
            d.as_ref()
                .map(|d| (d.at.to_rfc3339(), d.origin, d.field.clone()))
        };
        println!(
            "{}",
            serde_json::json!({"got": s(&a.published), "upd": s(&a.updated), "cand": raw, "lang": lang, "kind": kind, "us": us as u64})
        );
    }
}
