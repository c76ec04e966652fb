//! Two values compared (XPath 1.0, 3.4).

use super::expression::Operator;
use super::outline::Outline;
use super::value::{Value, to_number};

/// Whether a comparison holds; between nodes when it holds for one of them. The last thing given is
/// told how many comparisons are to be made, and may forbid them.
pub(super) fn holds<E>(
    operator: Operator,
    left: Value,
    right: Value,
    outline: &Outline<'_>,
    spend: impl Fn(usize) -> Result<(), E>,
) -> Result<bool, E> {
    // With a truth, nodes are one as well: whether there are any.
    let is_truth = matches!(left, Value::Truth(_)) || matches!(right, Value::Truth(_));
    let texts = |value: Value| -> Result<Vec<Value>, E> {
        match value {
            Value::Nodes(nodes) if !is_truth => {
                let text = |node| {
                    let text = outline.text(node);
                    spend(1 + text.len() / 16)?;
                    Ok(Value::Text(text))
                };
                nodes.into_iter().map(text).collect()
            }
            value => Ok(vec![value]),
        }
    };
    let (left, right) = (texts(left)?, texts(right)?);
    spend(left.len().saturating_mul(right.len()))?;
    let mut pairs = left
        .iter()
        .flat_map(|one| right.iter().map(move |other| (one, other)));
    Ok(pairs.any(|(one, other)| one_holds(operator, one, other)))
}

fn one_holds(operator: Operator, left: &Value, right: &Value) -> bool {
    use Operator::{AtLeast, AtMost, Equal, Less, More, Unequal};
    let is_equal = || match (left, right) {
        (Value::Truth(_), _) | (_, Value::Truth(_)) => left.truth() == right.truth(),
        (Value::Text(left), Value::Text(right)) => left == right,
        _ => number(left) == number(right),
    };
    match operator {
        Equal => is_equal(),
        Unequal => !is_equal(),
        Less => number(left) < number(right),
        AtMost => number(left) <= number(right),
        More => number(left) > number(right),
        AtLeast => number(left) >= number(right),
        _ => false,
    }
}

fn number(value: &Value) -> f64 {
    match value {
        Value::Number(number) => *number,
        Value::Text(text) => to_number(text),
        value => f64::from(u8::from(value.truth())),
    }
}
