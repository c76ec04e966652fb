//! What an evaluation has at hand: the page, the node that an expression is about, and how much may still be done.

use std::cell::Cell;

use super::outline::{Item, Outline};

/// How much more may be done: one for each node looked at, and for some characters of text.
///
/// All expressions of a page share one, so that no page and no rule takes long.
#[derive(Debug)]
pub(in crate::parse::site_rules) struct Steps(Cell<usize>);

impl Steps {
    /// So many steps.
    pub(in crate::parse::site_rules) fn new(most: usize) -> Self {
        Steps(Cell::new(most))
    }

    /// Whether there were too few.
    pub(in crate::parse::site_rules) fn are_used_up(&self) -> bool {
        self.0.get() == 0
    }

    pub(super) fn spend(&self, steps: usize) -> Result<(), Spent> {
        let left = self.0.get().saturating_sub(steps);
        self.0.set(left);
        if left == 0 { Err(Spent) } else { Ok(()) }
    }
}

/// The steps are used up.
#[derive(Debug)]
pub(super) struct Spent;

/// What an expression is about (XPath 1.0, 1).
#[derive(Clone, Copy)]
pub(super) struct Context {
    pub(super) item: Item,
    pub(super) position: usize,
    pub(super) size: usize,
}

/// An evaluation under way.
pub(super) struct Evaluator<'a> {
    pub(super) outline: &'a Outline<'a>,
    pub(super) steps: &'a Steps,
}
