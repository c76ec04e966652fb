//! The integration tests: the real program, real folders, real sockets; one module per concern.
#![expect(
    clippy::disallowed_methods,
    reason = "tests of the shell: real files, real sockets, real time"
)]

mod add;
mod address;
mod adopt;
mod article;
mod attacks;
mod backup;
#[allow(
    dead_code,
    reason = "what a browser can do is there before every use of it"
)]
mod browser;
mod build;
mod client;
mod daemon;
mod damage;
mod dated;
mod doctor;
mod edits;
mod faults;
mod folder;
#[allow(dead_code, reason = "the unit tests of the client use the rest of it")]
mod hostile;
mod hostile_folder;
mod house;
mod identity;
mod import;
mod kill;
mod known_bugs;
mod list;
mod listing;
mod mill;
mod mutation;
mod odd;
mod packaging;
mod pages;
mod polite;
mod push;
mod readers;
mod requirements;
mod room;
mod roundtrip;
mod server;
mod serving;
mod site;
mod site_rules;
mod status;
mod subscribers;
mod summaries;
mod syscalls;
mod torture;
mod upstream;
mod watched;
