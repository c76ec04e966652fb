//! Tokens → an expression (XPath 1.0, 2.1 and 3).

use std::iter::Peekable;
use std::vec::IntoIter;

use super::expression::{
    AXES, Axis, Expression, FUNCTIONS, Function, KINDS, Operator, Path, Start, Step, Test,
};
use super::token::Token;

/// Deepest nesting of parentheses, predicates and arguments.
const DEEPEST: usize = 40;

/// The operators, with how tightly they bind: `or` the least.
const OPERATORS: &[(&str, u8, Operator)] = &[
    ("or", 1, Operator::Or),
    ("and", 2, Operator::And),
    ("=", 3, Operator::Equal),
    ("!=", 3, Operator::Unequal),
    ("<", 4, Operator::Less),
    ("<=", 4, Operator::AtMost),
    (">", 4, Operator::More),
    (">=", 4, Operator::AtLeast),
    ("+", 5, Operator::Plus),
    ("-", 5, Operator::Minus),
    ("*", 6, Operator::Times),
    ("div", 6, Operator::Divided),
    ("mod", 6, Operator::Modulo),
    ("|", 8, Operator::Union),
];

/// Binds tighter than multiplication, and less than `|`.
const SIGN: u8 = 7;

/// Reads all tokens as one expression.
///
/// # Errors
/// What is wrong with it, in a few words.
pub(super) fn read(tokens: Vec<Token>) -> Result<Expression, String> {
    let mut reader = Reader {
        tokens: tokens.into_iter().peekable(),
        depth: 0,
    };
    let expression = reader.expression(1)?;
    match reader.tokens.peek() {
        None => Ok(expression),
        Some(token) => Err(format!("{} is not expected", shown(token))),
    }
}

struct Reader {
    tokens: Peekable<IntoIter<Token>>,
    depth: usize,
}

impl Reader {
    /// Operands joined by operators that bind at least so tightly.
    fn expression(&mut self, tightness: u8) -> Result<Expression, String> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err("it is nested too deeply".into());
        }
        let mut left = self.signed()?;
        while let Some((binds, operator)) = self.operator(tightness) {
            self.tokens.next();
            let right = self.expression(binds + 1)?;
            left = Expression::Both(operator, left.into(), right.into());
        }
        self.depth -= 1;
        Ok(left)
    }

    fn signed(&mut self) -> Result<Expression, String> {
        let mut negative = false;
        let mut signs = 0;
        while self.took("-") {
            negative = !negative;
            signs += 1;
        }
        if signs == 0 {
            return self.operand();
        }
        let operand = self.expression(SIGN)?;
        Ok(match negative {
            true => Expression::Negative(operand.into()),
            false => Expression::Call(Function::Number, vec![operand]),
        })
    }

    /// The operator that comes next. A name is one here, since an operand has just ended.
    fn operator(&mut self, tightness: u8) -> Option<(u8, Operator)> {
        let next = match self.tokens.peek()? {
            Token::Sign(sign) => *sign,
            Token::Name(name) => name.as_str(),
            _ => return None,
        };
        OPERATORS
            .iter()
            .find(|(name, binds, _)| *name == next && *binds >= tightness)
            .map(|(_, binds, operator)| (*binds, *operator))
    }

    /// A literal, a call, a group or a path.
    fn operand(&mut self) -> Result<Expression, String> {
        if self.took("//") {
            let mut steps = Vec::new();
            self.anywhere(&mut steps)?;
            return self.path(Start::Root, steps);
        }
        if self.took("/") {
            let steps = match self.begins_step() {
                true => vec![self.step()?],
                false => Vec::new(),
            };
            return self.path(Start::Root, steps);
        }
        let primary = match self.tokens.peek() {
            Some(Token::Text(_) | Token::Number(_)) => match self.tokens.next() {
                Some(Token::Text(text)) => Expression::Text(text),
                Some(Token::Number(number)) => Expression::Number(number),
                _ => return Err(ENDS.into()),
            },
            Some(Token::Sign("(")) => {
                self.tokens.next();
                let inner = self.expression(1)?;
                self.expect(")")?;
                inner
            }
            Some(Token::Name(_)) => match self.name_or_call()? {
                Word::Call(call) => call,
                Word::Step(step) => return self.path(Start::Here, vec![step]),
            },
            Some(_) => {
                let steps = vec![self.step()?];
                return self.path(Start::Here, steps);
            }
            None => return Err(ENDS.into()),
        };
        let predicates = self.predicates()?;
        let goes_on = matches!(self.tokens.peek(), Some(Token::Sign("/" | "//")));
        if predicates.is_empty() && !goes_on {
            return Ok(primary);
        }
        self.path(Start::Of(primary.into(), predicates), Vec::new())
    }

    /// The rest of a path.
    fn path(&mut self, start: Start, mut steps: Vec<Step>) -> Result<Expression, String> {
        // `/` alone is the page as a whole: nothing can follow it.
        while !steps.is_empty() || start != Start::Root {
            if self.took("//") {
                self.anywhere(&mut steps)?;
            } else if self.took("/") {
                steps.push(self.step()?);
            } else {
                break;
            }
        }
        Ok(Expression::Path(Path { start, steps }))
    }

    /// `//` stands for a step to every node below; it and the step behind it are one where no
    /// position is asked for, which saves a set of all nodes.
    fn anywhere(&mut self, steps: &mut Vec<Step>) -> Result<(), String> {
        let mut step = self.step()?;
        if step.axis == Axis::Child && !step.predicates.iter().any(Expression::asks_position) {
            step.axis = Axis::Descendant;
        } else {
            steps.push(Step {
                axis: Axis::DescendantOrSelf,
                test: Test::Node,
                predicates: Vec::new(),
            });
        }
        steps.push(step);
        Ok(())
    }

    fn begins_step(&mut self) -> bool {
        matches!(
            self.tokens.peek(),
            Some(Token::Name(_) | Token::Sign("." | ".." | "@" | "*"))
        )
    }

    fn step(&mut self) -> Result<Step, String> {
        let step = |axis, test| Step {
            axis,
            test,
            predicates: Vec::new(),
        };
        let mut step = match self.tokens.next() {
            Some(Token::Sign(".")) => step(Axis::Own, Test::Node),
            Some(Token::Sign("..")) => step(Axis::Parent, Test::Node),
            Some(Token::Sign("@")) => step(Axis::Attribute, self.test()?),
            Some(Token::Sign("*")) => step(Axis::Child, Test::Any),
            Some(Token::Name(name)) => return self.named_step(name),
            Some(token) => return Err(format!("{} is not expected", shown(&token))),
            None => return Err(ENDS.into()),
        };
        step.predicates = self.predicates()?;
        Ok(step)
    }

    /// A name where an operand begins: a call, or a step.
    fn name_or_call(&mut self) -> Result<Word, String> {
        let Some(Token::Name(name)) = self.tokens.next() else {
            return Err(ENDS.into());
        };
        let is_kind = KINDS.iter().any(|(kind, _)| *kind == name);
        if !is_kind && self.took("(") {
            return self.call(&name).map(Word::Call);
        }
        self.named_step(name).map(Word::Step)
    }

    fn named_step(&mut self, name: String) -> Result<Step, String> {
        let (axis, test) = if self.took("::") {
            let axis = AXES.iter().find(|(known, _)| *known == name);
            let (_, axis) = axis.ok_or_else(|| format!("there is no axis `{name}`"))?;
            (*axis, self.test()?)
        } else {
            (Axis::Child, self.test_named(name)?)
        };
        let predicates = self.predicates()?;
        Ok(Step {
            axis,
            test,
            predicates,
        })
    }

    fn test(&mut self) -> Result<Test, String> {
        match self.tokens.next() {
            Some(Token::Sign("*")) => Ok(Test::Any),
            Some(Token::Name(name)) => self.test_named(name),
            Some(token) => Err(format!("{} is not expected", shown(&token))),
            None => Err(ENDS.into()),
        }
    }

    fn test_named(&mut self, name: String) -> Result<Test, String> {
        if !self.took("(") {
            return Ok(Test::Name(name));
        }
        let kind = KINDS.iter().find(|(kind, _)| *kind == name);
        let (_, test) = kind.ok_or_else(|| format!("`{name}()` cannot stand here"))?;
        if *test == Test::Instruction && matches!(self.tokens.peek(), Some(Token::Text(_))) {
            self.tokens.next();
        }
        self.expect(")")?;
        Ok(test.clone())
    }

    fn predicates(&mut self) -> Result<Vec<Expression>, String> {
        let mut predicates = Vec::new();
        while self.took("[") {
            predicates.push(self.expression(1)?);
            self.expect("]")?;
        }
        Ok(predicates)
    }

    /// The arguments of a call, after its parenthesis.
    fn call(&mut self, name: &str) -> Result<Expression, String> {
        let known = FUNCTIONS.iter().find(|(known, ..)| *known == name);
        let (_, function, fewest, most) =
            known.ok_or_else(|| format!("there is no function `{name}`"))?;
        let mut arguments = Vec::new();
        if !self.took(")") {
            arguments.push(self.expression(1)?);
            while self.took(",") {
                arguments.push(self.expression(1)?);
            }
            self.expect(")")?;
        }
        if !(*fewest..=*most).contains(&arguments.len()) {
            return Err(format!("`{name}` takes another number of arguments"));
        }
        Ok(Expression::Call(*function, arguments))
    }

    fn took(&mut self, sign: &str) -> bool {
        self.tokens
            .next_if(|token| matches!(token, Token::Sign(known) if *known == sign))
            .is_some()
    }

    fn expect(&mut self, sign: &str) -> Result<(), String> {
        if self.took(sign) {
            return Ok(());
        }
        Err(match self.tokens.peek() {
            Some(token) => format!("`{sign}` is missing before {}", shown(token)),
            None => format!("`{sign}` is missing at the end"),
        })
    }
}

const ENDS: &str = "it ends too early";

/// What a name turned out to begin.
enum Word {
    Call(Expression),
    Step(Step),
}

fn shown(token: &Token) -> String {
    match token {
        Token::Name(name) => format!("`{name}`"),
        Token::Text(text) => format!("'{text}'"),
        Token::Number(number) => format!("`{number}`"),
        Token::Sign(sign) => format!("`{sign}`"),
    }
}
