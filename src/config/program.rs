//! `after_publish` → the program that is run after publishing.

use std::path::Path;
use std::time::Duration;

use url::Url;

use super::file::Section;
use super::report::{Fault, Log};
use super::value;
use crate::deliver::Program;

const LIMIT: Duration = Duration::from_secs(60);
const LONGEST: Duration = Duration::from_secs(24 * 60 * 60);

/// The program, if one is to be run.
pub(super) fn of(
    root: Section<'_>,
    file: &Path,
    output: &Path,
    base_url: &Url,
    log: &mut Log,
) -> Option<Program> {
    let limit = root.text("after_publish_limit");
    let Some(written) = root.texts("after_publish") else {
        if let Some(text) = limit {
            let message = "`after_publish_limit` says something about `after_publish`";
            log.push(Fault::new(text.span, message).label("there is none"));
        }
        return None;
    };
    let words: Vec<String> = written
        .value
        .iter()
        .map(|text| text.value.to_owned())
        .collect();
    let label = match words.first().map(String::as_str) {
        None | Some("") => Some("no program"),
        Some(_) if words.iter().any(|word| word.contains('\0')) => Some("has a NUL in it"),
        Some(word) if words.len() == 1 && word.contains(' ') => Some("one word with a blank in it"),
        Some(_) => None,
    };
    if let Some(label) = label {
        log.push(
            Fault::new(written.span, "`after_publish` must be a program and its arguments")
                .label(label)
                .help("a string for each word, without a shell: [\"rsync\", \"-a\", \"feeds/\", \"web:/srv/feeds/\"]"),
        );
        return None;
    }
    let read = limit.as_ref().map(|text| {
        let read = value::duration(text, "after_publish_limit", log)?;
        if (Duration::from_secs(1)..=LONGEST).contains(&read) {
            return Some(read);
        }
        let message = "`after_publish_limit` must be between a second and a day";
        log.push(Fault::new(text.span.clone(), message).label("out of bounds"));
        None
    });
    Some(Program {
        words,
        folder: file.parent().unwrap_or(Path::new("/")).to_owned(),
        limit: read.flatten().unwrap_or(LIMIT),
        given: vec![
            ("FEEDMILL_CONFIG", file.display().to_string()),
            ("FEEDMILL_OUTPUT", output.display().to_string()),
            ("FEEDMILL_BASE_URL", base_url.to_string()),
        ],
        withheld: secrets(root),
    })
}

/// The variables of the environment that hold secrets of this configuration.
fn secrets(root: Section<'_>) -> Vec<String> {
    let sources = root.tables("source");
    let auth = sources.iter().filter_map(|source| source.table("auth"));
    let of_sources =
        auth.flat_map(|auth| ["password_env", "token_env", "value_env"].map(|key| auth.text(key)));
    let push = root.table("push");
    let of_push = push.map(|push| push.text("webhook_secret_env"));
    of_sources
        .chain(of_push)
        .flatten()
        .map(|text| text.value.to_owned())
        .collect()
}
