//! What a browser shows: the pages and the feeds themselves, in Debian's Chromium.

mod call;
mod driver;
mod feeds;
mod harness;
mod pages;
mod status;
mod world;
