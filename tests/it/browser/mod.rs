//! What a browser shows: the pages and the feeds themselves, in Debian's Chromium.

mod driver;
mod harness;
