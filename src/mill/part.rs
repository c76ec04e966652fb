//! What the parts of a turn have in common.

use std::time::Duration;

use chrono::TimeDelta;
use rayon::prelude::*;
use url::Url;

use crate::article::Identity;
use crate::collect::http::Credential;
use crate::config::Source;
use crate::normalise::{self, moved::Known};
use crate::publish;
use crate::store::Alike;

/// So many articles are read or made in less than the time that it takes to wake a core.
pub(super) const FEW: usize = 3;

/// Says how far a long step is: what is being done, how much of it, of how much.
pub type Progress<'a> = &'a (dyn Fn(&str, u64, u64) + Sync);

/// What decides how a source's documents become articles, and who they are shown to: when it changes, they are read
/// again (E-02).
/// `base` is where relative addresses lead.
pub(super) fn fingerprint(source: &Source, base: Option<&Url>) -> String {
    let base = base.map_or("", Url::as_str);
    let account = source.credential.as_ref().map(Credential::account);
    let account = account.unwrap_or_default();
    let version = env!("CARGO_PKG_VERSION");
    let rules = format!("{version} {base} {} {account}", rules(source));
    blake3::hash(rules.as_bytes()).to_hex().to_string()
}

/// The same of the configuration alone: a new version of the program is no reason to ask for a hundred pages again.
pub(super) fn rules(source: &Source) -> String {
    let rules = format!("{:?} {:?}", source.normalise, source.parse);
    blake3::hash(rules.as_bytes()).to_hex().to_string()
}

/// The id under which an article of a source is published, were it new: the same in every format.
pub(super) fn id(identity: &Identity, authority: &str, source: &str) -> String {
    publish::id(&normalise::identity::qualify(identity, authority, source))
}

/// Runs a part of a turn; a panic in it is that part's failure.
pub(super) fn guarded<T>(part: impl FnOnce() -> T) -> Result<T, String> {
    // What a part leaves half done is either its own, or rolled back with its transaction.
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(part)).map_err(|panic| {
        let said = panic.downcast_ref::<String>().map(String::as_str);
        let said = said.or_else(|| panic.downcast_ref::<&str>().copied());
        let said = said.map(|said| format!(" ({said})")).unwrap_or_default();
        format!("a fault of feedmill kept it from being done{said}: please report it")
    })
}

/// Works on many things with all cores; on a few alone, since to wake the others takes longer.
pub(super) fn on_all_cores<T: Sync, R: Send>(
    things: &[T],
    work: impl Fn(&T) -> R + Sync + Send,
) -> Vec<R> {
    match things.len() {
        0..=FEW => things.iter().map(work).collect(),
        _ => things.par_iter().map(work).collect(),
    }
}

/// An article of the state, as one that may have been another's former self.
pub(super) fn former(alike: Alike) -> Known {
    Known {
        key: alike.key,
        published: alike.published,
        article: alike.article,
    }
}

/// A duration as the calendar counts it; a day where it is too long for that.
pub(super) fn delta(duration: Duration) -> TimeDelta {
    TimeDelta::from_std(duration).unwrap_or(TimeDelta::days(1))
}

#[cfg(test)]
mod tests {
    use super::guarded;

    /// D-20
    #[test]
    fn a_panic_is_the_failure_of_its_part() {
        assert_eq!(guarded(|| 7), Ok(7));
        let failed = guarded(|| -> u8 { panic!("no {}", "way") });
        let reason = failed.expect_err("it panicked");
        assert!(reason.contains("(no way)"), "{reason}");
    }
}
