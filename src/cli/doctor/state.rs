//! The state: whole, for nobody else to read, and what lies beside it.
#![expect(clippy::disallowed_methods, reason = "shell: looks at the state")]

use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use super::Finding;
use crate::cli::check::plural;
use crate::store;

/// What feedmill leaves beside a state, by what its name begins with after that of the state, and why.
const LEFT: &[(&str, &str)] = &[
    (".damaged", "a state that was damaged"),
    (".replaced", "the state before a copy was put in its place"),
    (".v", "the state of an older feedmill"),
];

/// Looks at a state from end to end.
pub(super) fn examine(path: &Path) -> Vec<Finding> {
    let mut findings = vec![whole(path)];
    findings.extend(mode(path));
    findings.extend(left(path));
    findings
}

fn whole(path: &Path) -> Finding {
    let file = path.display();
    if !path.exists() {
        let said = format!("{file}: not there yet: `feedmill build` or `feedmill run` makes it");
        return Finding::note("state", said);
    }
    match store::examine(path) {
        Ok(found) => Finding::well(
            "state",
            format!(
                "{file}: whole, {} article{}, {} KB",
                found.articles,
                plural(found.articles),
                found.size.div_ceil(1000)
            ),
        ),
        Err(error @ store::Error::NoState { .. }) => Finding::wrong(
            "state",
            format!(
                "{error}: stop feedmill, and `feedmill restore` a copy, or rename it: then the next pass makes a new one of what is published"
            ),
        ),
        Err(error) => Finding::wrong("state", error.to_string()),
    }
}

/// It holds what only its owner may have been let in to read.
fn mode(path: &Path) -> Option<Finding> {
    let mode = std::fs::metadata(path).ok()?.permissions().mode();
    let file = path.display();
    (mode & 0o077 != 0).then(|| {
        Finding::note(
            "state",
            format!(
                "{file}: others may open it (mode {:o}): `chmod 600 {file}` unless you want that",
                mode & 0o777
            ),
        )
    })
}

/// What lies beside it from earlier times.
fn left(path: &Path) -> Vec<Finding> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let other = entry.file_name().to_string_lossy().into_owned();
        let Some(rest) = other.strip_prefix(name.as_ref()) else {
            continue;
        };
        let what = LEFT.iter().find(|(begins, _)| rest.starts_with(begins));
        // The journal of one that is named itself.
        let is_part = other.ends_with("-wal") || other.ends_with("-shm");
        if let Some((_, what)) = what.filter(|_| !is_part) {
            let path = entry.path();
            found.push(format!(
                "{}: {what}; remove it when you need it no more",
                path.display()
            ));
        }
    }
    found.sort();
    found
        .into_iter()
        .map(|said| Finding::note("state", said))
        .collect()
}
