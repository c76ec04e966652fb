//! The power fails after any call of a pass (D-03).

use super::World;
use super::disk::{CHANGES, Disk, Kept};
use crate::site::rounds;

/// Each feed is the old one or the new one, and the next pass makes what an undisturbed one does, whatever of that which
/// had not been synced is on the disk.
#[test]
#[ignore = "needs strace: ./tests/all installs it"]
fn power_that_fails_at_any_call_tears_loses_doubles_and_renames_nothing() {
    let world = World::new();
    world.restore();
    let root = world.site.path("").canonicalize().expect("a folder");
    let log = world.saved.path().with_extension("calls");
    let disk = Disk::new(&root, &|| {
        let (log, trace) = (log.to_str().expect("UTF-8"), format!("trace={CHANGES}"));
        let ran = world.pass(&["-y", "-xx", "-s", "99999999", "-o", log, "-e", &trace]);
        assert!(ran.status.success(), "{}", super::said(&ran));
        std::fs::read_to_string(log).expect("a log")
    });
    std::fs::remove_file(log).expect("it goes");
    assert!(disk.calls() > 100, "{}", disk.calls());
    // The model itself: when everything is done, what is there is what was there.
    disk.leave(disk.calls(), Kept::Names);
    assert_eq!(world.feeds(), world.after);
    // By FEEDMILL_ROUNDS more: each time another part of what was not synced.
    let more = rounds(1) as u64;
    for calls in 0..=disk.calls() {
        let random = (0..more).map(|seed| Kept::Some(seed << 32 | calls as u64));
        let usual = [Kept::Nothing, Kept::Names, Kept::Bytes];
        let turn = match more {
            // One of them at each call, and a random one.
            1 => vec![usual[calls % 3]],
            _ => usual.to_vec(),
        };
        for kept in turn.into_iter().chain(random) {
            world.restore();
            disk.leave(calls, kept);
            world.whole(&format!("{calls} calls, {kept:?}"), "");
        }
    }
}
