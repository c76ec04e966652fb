//! A folder of rule files → [`SiteRules`].
#![expect(clippy::disallowed_methods, reason = "shell: reads the rule files")]

use std::io;
use std::path::Path;
use std::sync::Arc;

use super::file::Section;
use super::place::{Defaults, is_path};
use super::report::{Fault, Log};
use crate::parse::SiteRules;

/// Longest rule file that is read, in bytes. The longest that people wrote has 12 000.
const LONGEST: u64 = 1 << 20;

/// The rules of the folder that `site_rules` names, and what in them was not understood.
pub(super) fn of(
    root: Section<'_>,
    defaults: &Defaults,
    log: &mut Log,
) -> (Option<Arc<SiteRules>>, Vec<String>) {
    let Some(written) = root.text("site_rules") else {
        return (None, Vec::new());
    };
    let fault = |label: String| {
        Fault::new(written.span.clone(), "`site_rules` must be a folder of rule files")
            .label(label)
            .help("one text file for each host, named `example.org.txt`, in the format of Full-Text RSS; github.com/fivefilters/ftr-site-config has two thousand")
    };
    if !is_path(written.value) {
        log.push(fault("not a path on this machine".to_owned()));
        return (None, Vec::new());
    }
    match read(&defaults.path(written.value)) {
        Ok((rules, warnings)) => {
            let warnings = warnings.into_iter();
            let named = warnings
                .map(|warning| format!("{}/{warning}", written.value.trim_end_matches('/')));
            (Some(Arc::new(rules)), named.collect())
        }
        Err(error) => {
            log.push(fault(match error.kind() {
                io::ErrorKind::NotFound => "there is no such folder".to_owned(),
                io::ErrorKind::NotADirectory => "this is no folder".to_owned(),
                _ => error.to_string(),
            }));
            (None, Vec::new())
        }
    }
}

/// Reads the rule files of a folder: each `*.txt` that is named after a host. With them comes one sentence for each
/// line or file that is left out.
///
/// # Errors
/// When the folder cannot be read.
pub fn read(folder: &Path) -> io::Result<(SiteRules, Vec<String>)> {
    let (mut files, mut unread) = (Vec::new(), Vec::new());
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if !name.strip_suffix(".txt").is_some_and(is_host) {
            continue;
        }
        let bytes = std::fs::metadata(&path).and_then(|facts| {
            match facts.is_file() && facts.len() <= LONGEST {
                true => std::fs::read(&path),
                false => Err(io::Error::other("this is no rule file of at most 1 MB")),
            }
        });
        match bytes {
            Ok(bytes) => files.push((name, String::from_utf8_lossy(&bytes).into_owned())),
            Err(error) => unread.push(format!("{name}: {error}")),
        }
    }
    let (rules, mut warnings) = SiteRules::new(files);
    unread.sort_unstable();
    warnings.extend(unread);
    Ok((rules, warnings))
}

/// Whether a file is named after a host: `README.txt` is not.
fn is_host(name: &str) -> bool {
    name.contains('.') || matches!(name, "global" | "localhost")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_named_after_hosts_are_read_and_others_left_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let write = |name: &str, text: &[u8]| {
            std::fs::write(folder.path().join(name), text).expect("written");
        };
        let names = || format!("{:?}", read(folder.path()).expect("read").0);
        let empty = names();
        for name in [
            "README.txt",
            "LICENSE.txt",
            "example.org",
            "example.org.txt~",
            ".gitignore",
        ] {
            write(name, b"no rule");
        }
        let (_, warnings) = read(folder.path()).expect("read");
        assert_eq!((names(), warnings), (empty.clone(), Vec::new()));
        write(".example.org.txt", b"title: '\xe9t\xe9'\nnonsense\n");
        std::fs::create_dir(folder.path().join("folder.example.txt")).expect("made");
        let (_, warnings) = read(folder.path()).expect("read");
        let expected = [
            ".example.org.txt: line 2: this is no `directive: value`",
            "folder.example.txt: this is no rule file of at most 1 MB",
        ];
        assert_eq!(warnings, expected);
        assert_ne!(names(), empty);
        write("global.txt", &vec![b'#'; (1 << 20) + 1]);
        assert_eq!(read(folder.path()).expect("read").1.len(), 3);
    }
}
