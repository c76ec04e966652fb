//! The house keeps its shape: who may import whom (ARCHITECTURE.md, invariant 5).

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Each module, and what of the crate it may name.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("article", &[]),
    ("text", &[]),
    ("markup", &["text"]),
    ("vocabulary", &[]),
    ("cldr", &[]),
    ("schedule", &[]),
    ("collect", &["article"]),
    (
        "parse",
        &["article", "text", "markup", "vocabulary", "cldr"],
    ),
    (
        "normalise",
        &["article", "text", "markup", "vocabulary", "cldr"],
    ),
    ("store", &["article"]),
    ("publish", &["article", "text", "markup", "vocabulary"]),
    ("serve", &["article"]),
    // Only sends what it is handed, by the one client; what is to be sent the mill knows.
    ("deliver", &["article", "collect"]),
    (
        "config",
        &[
            "article",
            "collect",
            "deliver",
            "normalise",
            "parse",
            "publish",
            "schedule",
        ],
    ),
    (
        "mill",
        &[
            "article",
            "text",
            "collect",
            "parse",
            "normalise",
            "store",
            "publish",
            // What is put elsewhere has the headers that it is served with.
            "serve",
            "deliver",
            "schedule",
            "config",
        ],
    ),
    // It shows what the mill tells, and changes nothing.
    ("status", &["article", "text", "mill", "serve", "store"]),
    (
        "daemon",
        &[
            "collect", "config", "deliver", "mill", "publish", "serve", "status", "store",
        ],
    ),
    (
        "cli",
        &[
            "article",
            "text",
            "collect",
            "config",
            "daemon",
            "deliver",
            "mill",
            "normalise",
            "parse",
            "publish",
            "status",
            "store",
        ],
    ),
];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("src is readable") {
        let path = entry.expect("src is readable").path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// The first parts of every `crate::…` path that a file names.
fn named(text: &str) -> BTreeSet<&str> {
    let mut names = BTreeSet::new();
    let code = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    for line in code {
        for (at, _) in line.match_indices("crate::") {
            let before = line.get(..at).and_then(|before| before.chars().next_back());
            if before.is_some_and(|before| before == '$' || before.is_alphanumeric()) {
                continue;
            }
            let rest = line.get(at + "crate::".len()..).unwrap_or_default();
            if let Some(list) = rest.strip_prefix('{') {
                let list = list.split('}').next().unwrap_or_default();
                names.extend(list.split(',').filter_map(first_part));
            } else {
                names.extend(first_part(rest));
            }
        }
    }
    names
}

fn first_part(path: &str) -> Option<&str> {
    let path = path.trim();
    let end = path
        .find(|c: char| !c.is_alphanumeric() && c != '_')
        .unwrap_or(path.len());
    path.get(..end).filter(|name| !name.is_empty())
}

#[test]
fn no_module_imports_what_lies_above_it() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&src, &mut files);
    assert!(files.len() > 30, "the sources were found");
    let mut faults = Vec::new();
    for file in files {
        let relative = file.strip_prefix(&src).expect("it lies in src");
        let module = relative
            .iter()
            .next()
            .expect("a path has a part")
            .to_string_lossy();
        let module = module.trim_end_matches(".rs");
        if matches!(module, "lib" | "main") {
            continue;
        }
        let Some((_, may)) = MAY_IMPORT.iter().find(|(name, _)| *name == module) else {
            faults.push(format!(
                "src/{}: the module `{module}` is not in the table",
                relative.display()
            ));
            continue;
        };
        let text = std::fs::read_to_string(&file).expect("a source file is readable");
        for name in named(&text) {
            if name != module && !may.contains(&name) {
                faults.push(format!("src/{} imports crate::{name}", relative.display()));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_table_itself_has_no_circle() {
    for (at, (module, may)) in MAY_IMPORT.iter().enumerate() {
        let below: Vec<&str> = MAY_IMPORT.iter().take(at).map(|(name, _)| *name).collect();
        for name in *may {
            assert!(
                below.contains(name),
                "{module} may import {name}, which does not stand above it in the table"
            );
        }
    }
}
