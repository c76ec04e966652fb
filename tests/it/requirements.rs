//! docs/requirements.md: every requirement has a row, and every row the tests that cover it, or the reason why there is
//! none.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The requirements by their letters: the first and the last number.
const REQUIREMENTS: &[(char, u32, u32)] = &[
    ('B', 1, 52),
    ('D', 1, 26),
    ('E', 1, 31),
    ('H', 16, 16),
    ('O', 1, 1),
    ('T', 1, 1),
    ('T', 10, 21),
    ('T', 30, 38),
    ('T', 40, 51),
    ('T', 60, 64),
    ('X', 5, 5),
];

/// The names of all tests, with the files that they stand in.
fn tests() -> BTreeMap<String, BTreeSet<String>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut tests: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut folders = vec![root.join("src"), root.join("tests/it")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let file = path.strip_prefix(root).expect("within").display();
                let text = std::fs::read_to_string(&path).expect("a file");
                let mut is_test = false;
                for line in text.lines().map(str::trim_start) {
                    is_test |= line.starts_with("#[test]") || line.starts_with("#[tokio::test");
                    let name = line.strip_prefix("async ").unwrap_or(line);
                    if let Some(name) = name.strip_prefix("fn ").filter(|_| is_test) {
                        let name = name.split(['(', '<']).next().unwrap_or_default();
                        tests
                            .entry(name.to_owned())
                            .or_default()
                            .insert(file.to_string());
                        is_test = false;
                    }
                }
            }
        }
    }
    tests
}

#[test]
fn every_requirement_has_its_tests_or_a_reason() {
    let tests = tests();
    let text = include_str!("../../docs/requirements.md");
    let mut faults = Vec::new();
    let mut rows = BTreeSet::new();
    for line in text.lines().filter(|line| line.starts_with("| ")) {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let [id, says, by] = cells[..] else {
            faults.push(format!("no row of three cells: {line}"));
            continue;
        };
        if !id.contains('-') {
            continue;
        }
        if !rows.insert(id) || says.is_empty() {
            faults.push(format!("{id} stands twice, or says nothing"));
        }
        let (named, reason) = by
            .split_once("Not")
            .map_or((by, None), |(named, reason)| (named, Some(reason)));
        let named: Vec<&str> = named.split('`').skip(1).step_by(2).collect();
        if named.is_empty() && reason.is_none_or(|reason| reason.len() < 20) {
            faults.push(format!("{id} has neither a test nor a reason"));
        }
        for test in named {
            let (file, name) = test.split_once(' ').unwrap_or(("", test));
            let there = tests.get(name).is_some_and(|files| files.contains(file));
            if !there {
                faults.push(format!("{id}: there is no test {name} in {file}"));
            }
        }
    }
    for (letter, first, last) in REQUIREMENTS {
        for number in *first..=*last {
            let id = format!("{letter}-{number:02}");
            if !rows.contains(id.as_str()) {
                faults.push(format!("{id} is missing"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
