//! XPath 1.0 over a page: expression and outline in, nodes or a value out.
//!
//! The whole of <https://www.w3.org/TR/1999/REC-xpath-19991116/> but for variables and namespaces, which HTML has none of.
//! Names are compared as HTML does, without regard to case. An expression is bounded in length and depth when it is read,
//! and in [`Steps`] when it is evaluated.

mod call;
mod compare;
mod context;
mod evaluate;
mod expression;
mod outline;
mod reader;
mod token;
mod value;

use expression::Expression;

pub(super) use context::Steps;
pub(super) use outline::{Item, Outline};
pub(super) use value::Value;

/// An expression that was understood.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct XPath(Expression);

impl XPath {
    /// Reads an expression.
    ///
    /// # Errors
    /// What is wrong with it, in a few words.
    pub(super) fn read(text: &str) -> Result<XPath, String> {
        reader::read(token::tokens(text)?).map(XPath)
    }

    /// What it comes to on a page, as seen from its root; nothing when the steps are used up.
    pub(super) fn evaluate(&self, outline: &Outline<'_>, steps: &Steps) -> Option<Value> {
        evaluate::evaluate(&self.0, outline, steps)
    }
}

#[cfg(test)]
mod tests;
