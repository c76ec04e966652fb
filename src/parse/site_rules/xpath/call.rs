//! The core library of functions (XPath 1.0, 4).

use super::context::{Context, Evaluator, Spent};
use super::expression::Function;
use super::outline::Item;
use super::value::Value;

/// What a function gives for its arguments, of which there are as many as it takes.
pub(super) fn call(
    function: Function,
    arguments: Vec<Value>,
    evaluator: &Evaluator<'_>,
    context: Context,
) -> Result<Value, Spent> {
    let outline = evaluator.outline;
    let count = arguments.len();
    let mut arguments = arguments.into_iter();
    // An argument that may be left out is the node that the expression is about.
    let mut next = || {
        arguments
            .next()
            .unwrap_or_else(|| Value::Nodes(vec![context.item]))
    };
    let text = |value: Value| {
        let text = value.text(outline);
        evaluator.steps.spend(text.len() / 16)?;
        Ok::<String, Spent>(text)
    };
    Ok(match function {
        Function::Boolean => Value::Truth(next().truth()),
        Function::Not => Value::Truth(!next().truth()),
        Function::True => Value::Truth(true),
        Function::False => Value::Truth(false),
        Function::Number => Value::Number(next().number(outline)),
        Function::Ceiling => Value::Number(next().number(outline).ceil()),
        Function::Floor => Value::Number(next().number(outline).floor()),
        Function::Round => Value::Number(round(next().number(outline))),
        Function::Position => Value::Number(context.position as f64),
        Function::Last => Value::Number(context.size as f64),
        Function::Count => Value::Number(nodes(next()).len() as f64),
        Function::Sum => {
            let numbers = nodes(next()).into_iter();
            Value::Number(
                numbers
                    .map(|node| Value::Nodes(vec![node]).number(outline))
                    .sum(),
            )
        }
        Function::String => Value::Text(text(next())?),
        Function::Concat => {
            let mut joined = String::new();
            for _ in 0..count {
                joined.push_str(&text(next())?);
            }
            evaluator.steps.spend(joined.len() / 16)?;
            Value::Text(joined)
        }
        Function::Contains => Value::Truth(text(next())?.contains(&text(next())?)),
        Function::StartsWith => Value::Truth(text(next())?.starts_with(&text(next())?)),
        Function::SubstringBefore => {
            let (whole, mark) = (text(next())?, text(next())?);
            Value::Text(
                whole
                    .split_once(&mark)
                    .map_or("", |(before, _)| before)
                    .to_owned(),
            )
        }
        Function::SubstringAfter => {
            let (whole, mark) = (text(next())?, text(next())?);
            Value::Text(
                whole
                    .split_once(&mark)
                    .map_or("", |(_, after)| after)
                    .to_owned(),
            )
        }
        Function::Substring => {
            let (whole, first) = (text(next())?, round(next().number(outline)));
            let behind = match count {
                3 => first + round(next().number(outline)),
                _ => f64::INFINITY,
            };
            let places = whole.chars().zip(1_u32..).filter(|(_, place)| {
                let place = f64::from(*place);
                place >= first && place < behind
            });
            Value::Text(places.map(|(c, _)| c).collect())
        }
        Function::StringLength => Value::Number(text(next())?.chars().count() as f64),
        Function::NormalizeSpace => {
            let whole = text(next())?;
            let words: Vec<&str> = whole
                .split([' ', '\t', '\r', '\n'])
                .filter(|word| !word.is_empty())
                .collect();
            Value::Text(words.join(" "))
        }
        Function::Translate => {
            let (whole, from, to) = (text(next())?, text(next())?, text(next())?);
            evaluator
                .steps
                .spend(whole.len().saturating_mul(from.len()) / 16)?;
            let to: Vec<char> = to.chars().collect();
            let translated = |c: char| match from.chars().position(|other| other == c) {
                Some(at) => to.get(at).copied(),
                None => Some(c),
            };
            Value::Text(whole.chars().filter_map(translated).collect())
        }
        Function::Name => {
            let first = nodes(next()).first().copied();
            Value::Text(
                first
                    .and_then(|node| outline.name(node))
                    .unwrap_or_default(),
            )
        }
        Function::NamespaceUri => Value::Text(String::new()),
        Function::Id => {
            let ids = match next() {
                Value::Nodes(nodes) => nodes.iter().map(|node| outline.text(*node) + " ").collect(),
                value => value.text(outline),
            };
            let named = |item: &Item| {
                let own = outline.attribute_of(*item, "id");
                own.is_some_and(|own| ids.split_ascii_whitespace().any(|id| id == own))
            };
            evaluator
                .steps
                .spend(outline.end(0) as usize * (1 + ids.len() / 16))?;
            Value::Nodes(outline.elements().filter(named).collect())
        }
        Function::Lang => {
            let wanted = text(next())?.to_ascii_lowercase();
            let around = std::iter::successors(Some(context.item.node), |at| outline.parent(*at));
            let own = around
                .map(super::outline::whole)
                .find_map(|item| outline.attribute_of(item, "lang"));
            let own = own.unwrap_or_default().to_ascii_lowercase();
            let rest = own.strip_prefix(&wanted);
            Value::Truth(rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('-')))
        }
    })
}

fn nodes(value: Value) -> Vec<Item> {
    match value {
        Value::Nodes(nodes) => nodes,
        _ => Vec::new(),
    }
}

/// Halves go up, also below zero; what is no number stays none, and compares with nothing.
fn round(number: f64) -> f64 {
    (number + 0.5).floor()
}
