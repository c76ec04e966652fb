//! `[source.auth]` → [`Credential`], and the files that hold what is secret or trusted.
#![expect(
    clippy::disallowed_methods,
    reason = "shell: reads files and the environment, where secrets are"
)]

use std::io;
use std::path::Path;

use http::header::{self, HeaderName};
use url::Url;

use super::file::{At, Section};
use super::place::{Defaults, absolute, is_path};
use super::report::{Fault, Log};
use crate::collect::http::{Authorities, Credential, Proof, Secret};

/// Longest file of a secret or of certificates that is read, in bytes.
const LONGEST: u64 = 1 << 20;

/// The ways to be let in: what comes before the secret, and what the secret is called.
const WAYS: &[(Option<&str>, &str)] = &[
    (Some("username"), "password"),
    (None, "token"),
    (Some("header"), "value"),
];

const HELP: &str = "`username` with `password_file`, or `token_file`, or `header` with `value_file`; `…_env` names a variable of the environment in place of a file";

/// Headers that the client writes itself.
const OWN: &[HeaderName] = &[
    header::HOST,
    header::USER_AGENT,
    header::ACCEPT,
    header::ACCEPT_ENCODING,
    header::IF_NONE_MATCH,
    header::IF_MODIFIED_SINCE,
    header::CONNECTION,
    header::CONTENT_LENGTH,
    header::TRANSFER_ENCODING,
    header::TE,
    header::TRAILER,
    header::UPGRADE,
    header::EXPECT,
    header::RANGE,
    header::PROXY_AUTHORIZATION,
];

/// What a source shows its server, and one sentence for each thing that is unwise about it.
pub(super) fn of(
    source: &Section<'_>,
    url: &Url,
    defaults: &Defaults,
    warnings: &mut Vec<String>,
    log: &mut Log,
) -> Option<Credential> {
    let section = source.table("auth")?;
    let is_there = |way: &&(Option<&str>, &str)| {
        let keys = [
            way.0.map(str::to_owned),
            Some(format!("{}_file", way.1)),
            Some(format!("{}_env", way.1)),
        ];
        keys.iter()
            .flatten()
            .any(|key| section.key_span(key).is_some())
    };
    let mut ways = WAYS.iter().filter(is_there);
    let fault = |label: &str| {
        Fault::new(
            section.span(),
            "`[source.auth]` must say one way to be let in",
        )
        .label(label)
        .help(HELP)
    };
    let Some(&(before, name)) = ways.next() else {
        log.push(fault("this says none"));
        return None;
    };
    if ways.next().is_some() {
        log.push(fault("this says several"));
        return None;
    }
    let secret = secret(&section, name, HELP, &defaults.folder, warnings, log);
    let first = before.map(|key| (key, section.text(key)));
    let proof = match first {
        None => Proof::Bearer(secret?),
        Some((key, None)) => {
            log.push(fault(&format!("`{key}` is missing")));
            return None;
        }
        Some(("header", Some(text))) => Proof::Header(header_name(&text, log)?, secret?),
        Some((_, Some(text))) => Proof::Basic(user_name(&text, log)?, secret?),
    };
    if url.scheme() == "http" {
        let host = url.host_str().unwrap_or_default();
        warnings.push(format!(
            "{host}: what `[source.auth]` shows it can be read on the way there: use https if it can"
        ));
    }
    Some(Credential::new(url, proof))
}

/// What `NAME_file` or `NAME_env` of a table holds; one of them must be there.
pub(super) fn secret(
    section: &Section<'_>,
    name: &str,
    help: &str,
    folder: &Path,
    warnings: &mut Vec<String>,
    log: &mut Log,
) -> Option<Secret> {
    let (file, env) = (format!("{name}_file"), format!("{name}_env"));
    let (text, is_file) = match (section.text(&file), section.text(&env)) {
        (Some(text), None) => (text, true),
        (None, Some(text)) => (text, false),
        (both, _) => {
            let label = match both {
                Some(_) => "both are here",
                None => "neither is here",
            };
            let message = format!("the {name} is in `{file}` or in `{env}`");
            log.push(Fault::new(section.span(), message).label(label).help(help));
            return None;
        }
    };
    let found = match is_file {
        true => file_of(&text, folder, warnings),
        false => match std::env::var(text.value) {
            Ok(value) => Ok(value.into_bytes()),
            Err(std::env::VarError::NotPresent) => Err("this variable is not set".to_owned()),
            Err(_) => Err("this variable is not UTF-8".to_owned()),
        },
    };
    let read = found.and_then(|bytes| {
        let text = String::from_utf8(bytes).map_err(|_| "what it holds is not UTF-8".to_owned())?;
        Secret::new(&text).map_err(|reason| format!("what it holds {reason}"))
    });
    let (key, kind) = match is_file {
        true => (file, "a file that holds nothing else"),
        false => (env, "a variable of the environment that holds nothing else"),
    };
    read.map_err(|label| {
        let message = format!("`{key}` must name {kind}");
        log.push(Fault::new(text.span.clone(), message).label(label));
    })
    .ok()
}

/// A secret's file; who else may read it is told.
fn file_of(text: &At<&str>, folder: &Path, warnings: &mut Vec<String>) -> Result<Vec<u8>, String> {
    let (bytes, facts) = bytes_of(text, folder)?;
    if open_to_all(&facts) {
        warnings.push(format!(
            "{}: everybody on this machine can read this secret: `chmod o-r` it",
            text.value
        ));
    }
    Ok(bytes)
}

fn bytes_of(text: &At<&str>, folder: &Path) -> Result<(Vec<u8>, std::fs::Metadata), String> {
    if !is_path(text.value) {
        return Err("not a path on this machine".to_owned());
    }
    let path = absolute(folder, text.value);
    let told = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound => "there is no such file".to_owned(),
        _ => error.to_string(),
    };
    let facts = std::fs::metadata(&path).map_err(told)?;
    if !facts.is_file() || facts.len() > LONGEST {
        return Err("this is no file of at most 1 MB".to_owned());
    }
    Ok((std::fs::read(&path).map_err(told)?, facts))
}

#[cfg(unix)]
fn open_to_all(facts: &std::fs::Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    facts.mode() & 0o004 != 0
}

#[cfg(not(unix))]
fn open_to_all(_: &std::fs::Metadata) -> bool {
    false
}

/// `[fetch] ca_file`
pub(super) fn authorities(text: &At<&str>, folder: &Path, log: &mut Log) -> Authorities {
    let read = bytes_of(text, folder).and_then(|(pem, _)| Authorities::new(&pem));
    read.unwrap_or_else(|label| {
        log.push(
            Fault::new(
                text.span.clone(),
                "`ca_file` must be a file of certificates",
            )
            .label(label)
            .help("in PEM: it begins with `-----BEGIN CERTIFICATE-----`"),
        );
        Authorities::default()
    })
}

fn user_name(text: &At<&str>, log: &mut Log) -> Option<String> {
    let label = match text.value {
        "" => "empty",
        name if name.contains(':') => "a `:` ends the name where it is sent",
        name if name.chars().any(char::is_control) => "has a control character",
        name => return Some(name.to_owned()),
    };
    log.push(Fault::new(text.span.clone(), "`username` must be a name").label(label));
    None
}

fn header_name(text: &At<&str>, log: &mut Log) -> Option<HeaderName> {
    let label = match text.value.parse::<HeaderName>() {
        Ok(name) if OWN.contains(&name) => "feedmill writes this one itself",
        Ok(name) => return Some(name),
        Err(_) => "no name of a header",
    };
    log.push(
        Fault::new(text.span.clone(), "`header` must be the name of a header")
            .label(label)
            .help("for example \"X-Api-Key\""),
    );
    None
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::super::{Settings, check};

    fn folder() -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().expect("a folder");
        for (name, text) in [
            ("good", "s3cret-canary\n"),
            ("empty", "\n"),
            ("lines", "a\nb\n"),
            ("latin", "\u{e9}"),
        ] {
            std::fs::write(folder.path().join(name), text).expect("written");
        }
        std::fs::write(folder.path().join("binary"), b"\xff").expect("written");
        let file = folder.path().join("config.toml");
        (folder, file)
    }

    fn config(url: &str, auth: &str) -> String {
        format!("[[source]]\nurl = \"{url}\"\n[source.auth]\n{auth}\n[[feed]]\ntitle = \"All\"\n")
    }

    /// T-61, E-18: each fault is told with its line, and without the secret.
    #[test]
    fn each_fault_of_auth_is_said_and_no_secret_with_it() {
        let (_folder, file) = folder();
        for (auth, words) in [
            ("", "says none"),
            ("username = \"ada\"", "neither is here"),
            ("password_file = \"good\"", "`username` is missing"),
            ("username = \"a:b\"\npassword_file = \"good\"", "a `:` ends"),
            ("token_file = \"none\"", "there is no such file"),
            ("token_file = \"empty\"", "is empty"),
            ("token_file = \"lines\"", "more than one line"),
            ("token_file = \"binary\"", "not UTF-8"),
            ("token_file = \".\"", "no file of at most"),
            ("token_env = \"FEEDMILL_NOT_SET_4711\"", "is not set"),
            (
                "token_file = \"good\"\ntoken_env = \"PATH\"",
                "both are here",
            ),
            (
                "token_file = \"good\"\nusername = \"a\"",
                "this says several",
            ),
            ("header = \"Host\"\nvalue_file = \"good\"", "itself"),
            ("header = \"a b\"\nvalue_file = \"good\"", "no name of"),
            ("password = \"s3cret\"", "did you mean"),
        ] {
            let text = config("https://example.org/feed", auth);
            let faults = check(&text, &file).expect_err(auth).to_string();
            assert!(faults.contains(words), "{auth}: {faults}");
            assert!(!faults.contains("canary"), "{faults}");
            assert!(faults.contains("config.toml:"), "{faults}");
        }
        let beside = "[[source]]\npath = \"articles\"\n[source.auth]\ntoken_file = \"good\"\n[[feed]]\ntitle = \"All\"\n";
        let faults = check(beside, &file).expect_err("a folder").to_string();
        assert!(faults.contains("something about addresses"), "{faults}");
    }

    fn good(url: &str, auth: &str, file: &std::path::Path) -> Settings {
        check(&config(url, auth), file).unwrap_or_else(|faults| panic!("{faults}"))
    }

    /// T-61: what is right is taken, what is unwise is said, and nothing of it is printed.
    #[test]
    fn secrets_come_from_files_and_the_environment() {
        let (folder, file) = folder();
        for auth in [
            "username = \"ada\"\npassword_file = \"good\"",
            "token_file = \"good\"",
            "token_env = \"CARGO_MANIFEST_DIR\"",
            "header = \"X-Api-Key\"\nvalue_file = \"good\"",
        ] {
            let settings = good("https://example.org/feed", auth, &file);
            let source = settings.sources.first().expect("a source");
            assert!(source.credential.is_some(), "{auth}");
            let printed = format!("{settings:?}");
            assert!(!printed.contains("canary"), "{printed}");
        }
        let plain = good("http://example.org/feed", "token_file = \"good\"", &file);
        assert!(format!("{:?}", plain.warnings).contains("use https"));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = |mode| {
                let path = folder.path().join("good");
                std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).expect("set");
            };
            let auth = "token_file = \"good\"";
            mode(0o644);
            let warnings = good("https://example.org/feed", auth, &file).warnings;
            assert!(format!("{warnings:?}").contains("chmod o-r"));
            mode(0o640);
            let warnings = good("https://example.org/feed", auth, &file).warnings;
            assert_eq!(warnings, Vec::<String>::new());
        }
        drop(folder);
    }
}
