//! What packagers install besides the program: completions for shells, pages of the manual.

use std::io::Write;
use std::process::{Command, Stdio};

use crate::site::Site;

const COMMANDS: &[&str] = &[
    "run",
    "build",
    "inspect",
    "add",
    "check",
    "doctor",
    "status",
    "import",
    "export",
    "adopt",
    "backup",
    "restore",
    "init",
    "completions",
    "man",
];

/// What a program makes of a text on its stdin; it must succeed and complain of nothing.
fn through(program: &mut Command, text: &str) -> String {
    let mut child = program
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program is installed");
    let mut stdin = child.stdin.take().expect("stdin is piped");
    stdin.write_all(text.as_bytes()).expect("it reads");
    drop(stdin);
    let output = child.wait_with_output().expect("it ends");
    let complaints = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success() && complaints.is_empty(),
        "{complaints}"
    );
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Bash completes commands, options and the values of options.
#[test]
#[ignore = "needs bash: ./tests/all installs it"]
fn bash_completes() {
    let site = Site::new("");
    let script = site.run(&["completions", "bash"]).out;
    through(Command::new("bash").args(["-n", "-s"]), &script);
    for (typed, expected) in [
        (&["im"][..], &["import"][..]),
        (&["inspect", "--format", ""], &["json", "table"]),
        (&["--log-format", ""], &["text", "json"]),
        (&["status", "--js"], &["--json"]),
        (&["import", "--li"], &["--links"]),
        (&["completions", "e"], &["elvish"]),
    ] {
        let words: String = typed.iter().map(|word| format!(" '{word}'")).collect();
        let (last, before) = (typed.last().unwrap_or(&""), typed.iter().rev().nth(1));
        let line = format!(
            "{script}\nCOMP_WORDS=(feedmill{words}); COMP_CWORD={}; _feedmill feedmill '{last}' '{}'; printf '%s\\n' \"${{COMPREPLY[@]}}\"\n",
            typed.len(),
            before.unwrap_or(&"feedmill"),
        );
        let replied = through(&mut Command::new("bash"), &line);
        assert_eq!(replied.lines().collect::<Vec<_>>(), expected, "{typed:?}");
    }
}

#[test]
fn every_shell_has_its_script_with_all_commands() {
    let site = Site::new("");
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let ran = site.run(&["completions", shell]);
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        for command in COMMANDS {
            assert!(ran.out.contains(command), "{shell}: {command}");
        }
    }
    assert_eq!(site.run(&["completions", "tcsh"]).code, Some(2));
}

/// One page for each command, the whole help in them, and groff has nothing to warn of.
#[test]
#[ignore = "needs groff: ./tests/all installs it"]
fn the_manual_can_be_read() {
    let site = Site::new("");
    let ran = site.run(&["man", "share/man1"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let pages = std::fs::read_dir(site.path("share/man1")).expect("a folder");
    assert_eq!(pages.count(), COMMANDS.len() + 1);
    let read = |roff: &str| {
        let mut groff = Command::new("groff");
        through(groff.args(["-man", "-ww", "-Tutf8", "-P-cbou"]), roff)
    };
    for command in COMMANDS {
        let text = read(&site.read(&format!("share/man1/feedmill-{command}.1")));
        let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let head = format!("NAME feedmill-{command} - ");
        let call = format!("SYNOPSIS feedmill {command} ");
        assert!(words.contains(&head) && words.contains(&call), "{text}");
        assert!(text.contains("NOTES"), "{text}");
    }
    let whole = site.run(&["man"]).out;
    assert_eq!(whole, site.read("share/man1/feedmill.1"));
    let text = read(&whole);
    for line in [
        "feedmill-import(1)",
        "         2  config.toml or the command line is at fault",
    ] {
        assert!(text.contains(line), "{text}");
    }
}
