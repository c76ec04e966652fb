//! The integration tests: the real program, real folders, real sockets; one module per concern.

mod address;
mod build;
mod daemon;
mod faults;
mod house;
mod kill;
mod readers;
mod server;
mod site;
