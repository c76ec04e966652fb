//! Feeds one part of feedmill with inputs, each made from those before that reached something new. `./run` builds and runs it;
//! the variable `FEEDMILL_TARGET` names the part, by its row in [`targets::TARGETS`].
#![no_main]
#![expect(
    clippy::disallowed_methods,
    reason = "libFuzzer's entry, and which part is meant"
)]

mod input;
mod measure;
mod targets;

use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;

#[global_allocator]
static MEMORY: measure::Counting = measure::Counting;

static TARGET: OnceLock<fn(&[u8])> = OnceLock::new();

fuzz_target!(
    init: {
        TARGET.get_or_init(target);
    },
    |bytes: &[u8]| {
        measure::bounded(|| TARGET.get_or_init(target)(bytes));
    }
);

fn target() -> fn(&[u8]) {
    let name = std::env::var("FEEDMILL_TARGET").unwrap_or_default();
    let row = targets::TARGETS.iter().find(|row| row.name == name);
    row.expect("FEEDMILL_TARGET names a row of TARGETS").run
}
