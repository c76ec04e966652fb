//! The dates of a page, each with what says so: marks for machines, the address or file's name, lines that people read.

mod byline;
mod embedded;
mod event;
mod label;
mod line;
mod metas;
mod named;
mod pieces;
mod span;
mod structured;
mod times;
mod words;

pub(super) use byline::dates as visible;
pub(super) use named::{in_address, in_name};
pub(super) use span::find as spans;
pub(super) use structured::structured;
