//! `feedmill completions`: what a shell needs to complete the command line.

use clap::CommandFactory;
use clap_complete::Shell;

/// What `--help` says at its end.
pub(super) const MORE: &str = "\
Where shells look for it:
  feedmill completions bash > /usr/share/bash-completion/completions/feedmill
  feedmill completions zsh > /usr/share/zsh/vendor-completions/_feedmill
  feedmill completions fish > /usr/share/fish/vendor_completions.d/feedmill.fish

For oneself alone, and for this session:
  source <(feedmill completions bash)";

/// What the command line said.
#[derive(Debug, Clone, Copy, clap::Args)]
pub struct Args {
    /// The shell
    #[arg(value_name = "SHELL")]
    pub shell: Shell,
}

/// Gives the script.
pub fn run(args: Args) -> String {
    let mut script = Vec::new();
    let mut command = super::Args::command();
    clap_complete::generate(args.shell, &mut command, "feedmill", &mut script);
    String::from_utf8_lossy(&script).into_owned()
}
