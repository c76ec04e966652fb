//! An expression on a page → its value (XPath 1.0, 2 and 3).

use std::iter::{once, successors};

use super::call::call;
use super::compare;
use super::context::{Context, Evaluator, Spent, Steps};
use super::expression::{Axis, Expression, Operator, Path, Start, Step};
use super::outline::{Item, Outline, whole};
use super::value::Value;

/// What an expression comes to, as seen from the page as a whole; nothing when the steps are used up.
pub(super) fn evaluate(
    expression: &Expression,
    outline: &Outline<'_>,
    steps: &Steps,
) -> Option<Value> {
    let evaluator = Evaluator { outline, steps };
    let context = Context {
        item: outline.root(),
        position: 1,
        size: 1,
    };
    evaluator.value(expression, context).ok()
}

impl Evaluator<'_> {
    pub(super) fn value(&self, expression: &Expression, context: Context) -> Result<Value, Spent> {
        self.steps.spend(1)?;
        Ok(match expression {
            Expression::Text(text) => Value::Text(text.clone()),
            Expression::Number(number) => Value::Number(*number),
            Expression::Negative(inner) => {
                Value::Number(-self.value(inner, context)?.number(self.outline))
            }
            Expression::Both(operator, left, right) => {
                self.both(*operator, left, right, context)?
            }
            Expression::Call(function, arguments) => {
                let values: Result<_, Spent> = arguments
                    .iter()
                    .map(|one| self.value(one, context))
                    .collect();
                call(*function, values?, self, context)?
            }
            Expression::Path(path) => Value::Nodes(self.path(path, context)?),
        })
    }

    fn both(
        &self,
        operator: Operator,
        left: &Expression,
        right: &Expression,
        context: Context,
    ) -> Result<Value, Spent> {
        let left = self.value(left, context)?;
        match operator {
            Operator::Or if left.truth() => return Ok(Value::Truth(true)),
            Operator::And if !left.truth() => return Ok(Value::Truth(false)),
            _ => {}
        }
        let right = self.value(right, context)?;
        let numbers = |calculate: fn(f64, f64) -> f64| {
            Value::Number(calculate(
                left.number(self.outline),
                right.number(self.outline),
            ))
        };
        Ok(match operator {
            Operator::Or | Operator::And => Value::Truth(right.truth()),
            Operator::Plus => numbers(|left, right| left + right),
            Operator::Minus => numbers(|left, right| left - right),
            Operator::Times => numbers(|left, right| left * right),
            Operator::Divided => numbers(|left, right| left / right),
            Operator::Modulo => numbers(|left, right| left % right),
            Operator::Union => match (left, right) {
                (Value::Nodes(mut left), Value::Nodes(right)) => {
                    self.steps.spend(left.len() + right.len())?;
                    left.extend(right);
                    Value::Nodes(in_order(left))
                }
                _ => Value::Nodes(Vec::new()),
            },
            comparison => {
                let spend = |steps| self.steps.spend(steps);
                Value::Truth(compare::holds(
                    comparison,
                    left,
                    right,
                    self.outline,
                    spend,
                )?)
            }
        })
    }

    fn path(&self, path: &Path, context: Context) -> Result<Vec<Item>, Spent> {
        let mut items = match &path.start {
            Start::Root => vec![self.outline.root()],
            Start::Here => vec![context.item],
            Start::Of(inner, predicates) => match self.value(inner, context)? {
                Value::Nodes(nodes) => self.filtered(nodes, predicates)?,
                _ => Vec::new(),
            },
        };
        for step in &path.steps {
            items = self.step(step, &items)?;
        }
        Ok(items)
    }

    fn step(&self, step: &Step, from: &[Item]) -> Result<Vec<Item>, Spent> {
        let mut all = Vec::new();
        for item in from {
            let mut found = self.axis(step.axis, *item);
            self.steps.spend(1 + found.len())?;
            found.retain(|item| self.outline.passes(*item, &step.test));
            all.extend(self.filtered(found, &step.predicates)?);
        }
        Ok(in_order(all))
    }

    /// Those of which every predicate holds; positions are those in the order given.
    fn filtered(
        &self,
        mut items: Vec<Item>,
        predicates: &[Expression],
    ) -> Result<Vec<Item>, Spent> {
        for predicate in predicates {
            let size = items.len();
            let mut kept = Vec::new();
            for (at, item) in items.into_iter().enumerate() {
                let position = at + 1;
                let context = Context {
                    item,
                    position,
                    size,
                };
                let holds = match self.value(predicate, context)? {
                    Value::Number(number) => number == position as f64,
                    value => value.truth(),
                };
                if holds {
                    kept.push(item);
                }
            }
            items = kept;
        }
        Ok(items)
    }

    /// The nodes on an axis, the nearest first.
    fn axis(&self, axis: Axis, item: Item) -> Vec<Item> {
        let (outline, at) = (self.outline, item.node);
        let is_attribute = item.attribute.is_some();
        let owner = if is_attribute {
            Some(at)
        } else {
            outline.parent(at)
        };
        let ancestors = successors(owner, |at| outline.parent(*at)).map(whole);
        let siblings = || {
            owner
                .filter(|_| !is_attribute)
                .into_iter()
                .flat_map(|owner| outline.children(owner))
        };
        match axis {
            Axis::Own => vec![item],
            Axis::Parent => ancestors.take(1).collect(),
            Axis::Ancestor => ancestors.collect(),
            Axis::AncestorOrSelf => once(item).chain(ancestors).collect(),
            Axis::DescendantOrSelf if is_attribute => vec![item],
            Axis::DescendantOrSelf => once(item).chain(outline.below(at).map(whole)).collect(),
            Axis::Attribute | Axis::Child | Axis::Descendant if is_attribute => Vec::new(),
            Axis::Attribute => outline.attributes(at).collect(),
            Axis::Child => outline.children(at).map(whole).collect(),
            Axis::Descendant => outline.below(at).map(whole).collect(),
            Axis::FollowingSibling => siblings().filter(|other| *other > at).map(whole).collect(),
            Axis::PrecedingSibling => siblings()
                .rev()
                .filter(|other| *other < at)
                .map(whole)
                .collect(),
            Axis::Following => {
                // What is in an element comes after its attributes.
                let from = if is_attribute {
                    at + 1
                } else {
                    outline.end(at)
                };
                outline.between(from..outline.end(0)).map(whole).collect()
            }
            Axis::Preceding => {
                let before = outline
                    .between(1..at)
                    .filter(|other| outline.end(*other) <= at);
                let mut before: Vec<Item> = before.map(whole).collect();
                before.reverse();
                before
            }
            Axis::Namespace => Vec::new(),
        }
    }
}

/// In document order, each once.
pub(super) fn in_order(mut items: Vec<Item>) -> Vec<Item> {
    items.sort_unstable();
    items.dedup();
    items
}
