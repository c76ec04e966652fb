//! `feedmill doctor`: everything that feedmill stands on, looked at, and what to do about what is found.

mod machine;
mod state;

use chrono::{DateTime, Utc};

use super::{Common, Failure, Outcome, check};
use crate::config::{self, Settings};
use crate::mill::{self, Facts};
use crate::publish::write;
use crate::store::Store;
use crate::text::addresses;

/// What `--help` says at its end.
pub(super) const MORE: &str = "\
Looks at config.toml, the state (from end to end), the published files, sources, who
is told, folders, the disk, the clock and the limits of the system. Each line says
what was found and, where something is wrong, what to do. Nothing is changed, and
`feedmill run` may run meanwhile.

Exit codes: 0 nothing is wrong, or only worth knowing (`note`); 1 something is wrong;
2 config.toml is at fault";

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Well,
    /// Worth knowing; nothing has to be done now.
    Note,
    Wrong,
}

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Finding {
    about: &'static str,
    verdict: Verdict,
    /// What was found, and what to do.
    said: String,
}

impl Finding {
    fn well(about: &'static str, said: impl Into<String>) -> Self {
        Finding {
            about,
            verdict: Verdict::Well,
            said: said.into(),
        }
    }

    fn note(about: &'static str, said: impl Into<String>) -> Self {
        Finding {
            verdict: Verdict::Note,
            ..Finding::well(about, said)
        }
    }

    fn wrong(about: &'static str, said: impl Into<String>) -> Self {
        Finding {
            verdict: Verdict::Wrong,
            ..Finding::well(about, said)
        }
    }
}

/// Runs the command.
///
/// # Errors
/// When the configuration is at fault. What else is wrong is a finding.
pub fn run(common: &Common) -> Result<(Outcome, String), Failure> {
    let settings = config::load(&common.config)?;
    let now = super::now();
    let findings = examine(&settings, now);
    let wrong = |finding: &Finding| finding.verdict == Verdict::Wrong;
    let outcome = match findings.iter().any(wrong) {
        true => Outcome::Wanting,
        false => Outcome::Done,
    };
    Ok((outcome, addresses(&shown(&findings))))
}

fn examine(settings: &Settings, now: DateTime<Utc>) -> Vec<Finding> {
    let mut findings = vec![config(settings)];
    findings.extend(state::examine(&settings.state));
    let store = Store::read(&settings.state).ok().flatten();
    let facts = store.and_then(|store| mill::facts(settings, &store, now).ok());
    findings.extend(output(settings, facts.as_ref()));
    if let Some(facts) = &facts {
        findings.extend(sources(facts));
        findings.extend(told(facts));
    }
    findings.extend(machine::examine(settings, facts.as_ref(), now));
    findings
}

fn config(settings: &Settings) -> Finding {
    let file = settings.file.display();
    match settings.warnings.len() {
        0 => Finding::well("config", format!("{file}: no fault")),
        _ => Finding::note(
            "config",
            format!("{file}: {}", settings.warnings.join("; ")),
        ),
    }
}

/// The published files: as they are remembered, and after the rules of their formats.
fn output(settings: &Settings, facts: Option<&Facts>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in facts.iter().flat_map(|facts| &facts.files) {
        let there = write::stat(&settings.output, &file.path);
        let said = match there {
            None => "is gone",
            Some(there) if there.size != file.output.size => "was written by somebody else",
            Some(_) => continue,
        };
        let path = settings.output.join(&file.path);
        let path = path.display();
        findings.push(Finding::wrong(
            "output",
            format!("{path} {said}: `feedmill build` writes it anew"),
        ));
    }
    match check::run(settings) {
        Err(error) => findings.push(Finding::wrong("feeds", format!("{error:#}"))),
        Ok(checked) if checked.findings > 0 => findings.push(Finding::wrong(
            "feeds",
            format!(
                "{} rules of formats are broken: `feedmill check` names them",
                checked.findings
            ),
        )),
        Ok(checked) if checked.files == 0 => findings.push(Finding::note(
            "feeds",
            "nothing is published yet: `feedmill build` does that",
        )),
        Ok(checked) => findings.push(Finding::well(
            "feeds",
            format!(
                "{}: {} files after the rules of their formats",
                settings.output.display(),
                checked.files
            ),
        )),
    }
    findings
}

fn sources(facts: &Facts) -> Vec<Finding> {
    let mut findings = Vec::new();
    for source in &facts.sources {
        let said = || format!("{}: {}", source.state.name, source.condition());
        if source.state.error.is_some() {
            findings.push(Finding::wrong("source", said()));
        } else if source.quiet.is_some() {
            findings.push(Finding::note("source", said()));
        }
    }
    if findings.is_empty() {
        let count = facts.sources.len();
        findings.push(Finding::well("sources", format!("{count}, none failed")));
    }
    findings
}

fn told(facts: &Facts) -> Vec<Finding> {
    let failed = facts.told.iter().filter_map(|receiver| {
        let error = receiver.error.as_ref()?;
        let (kind, shown, waiting) = (receiver.kind, &receiver.shown, receiver.waiting);
        let said = format!("{kind} {shown}: {error}; {waiting} wait, and are tried again");
        Some(Finding::wrong("told", said))
    });
    failed.collect()
}

/// A line for each finding, and what it comes to.
fn shown(findings: &[Finding]) -> String {
    let mut out = String::new();
    for finding in findings {
        let verdict = match finding.verdict {
            Verdict::Well => "ok",
            Verdict::Note => "note",
            Verdict::Wrong => "WRONG",
        };
        out.push_str(&format!(
            "{verdict:<7}{:<10}{}\n",
            finding.about, finding.said
        ));
    }
    let wrong = findings.iter();
    let wrong = wrong.filter(|finding| finding.verdict == Verdict::Wrong);
    out + &match wrong.count() {
        0 => "nothing is wrong\n".to_owned(),
        1 => "1 thing is wrong\n".to_owned(),
        wrong => format!("{wrong} things are wrong\n"),
    }
}
