//! What an XPath expression consists of.

/// An expression (XPath 1.0, 3).
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Expression {
    /// `'text'`
    Text(String),
    /// `3.14`
    Number(f64),
    /// `- 1`
    Negative(Box<Expression>),
    /// Two operands and what stands between them.
    Both(Operator, Box<Expression>, Box<Expression>),
    /// `contains(., 'x')`
    Call(Function, Vec<Expression>),
    /// `//div[1]/@class`
    Path(Path),
}

impl Expression {
    /// Whether it may be about a position, were it a predicate: it is a number, or asks for one.
    pub(super) fn asks_position(&self) -> bool {
        use Function::{Ceiling, Count, Floor, Last, Number, Position, Round, StringLength, Sum};
        use Operator::{Divided, Minus, Modulo, Plus, Times};
        let is_number = match self {
            Expression::Number(_) | Expression::Negative(_) => true,
            Expression::Text(_) | Expression::Path(_) => false,
            Expression::Both(operator, ..) => {
                matches!(operator, Plus | Minus | Times | Divided | Modulo)
            }
            Expression::Call(function, _) => matches!(
                function,
                Ceiling | Count | Floor | Last | Number | Position | Round | StringLength | Sum
            ),
        };
        is_number || self.names_position()
    }

    /// Whether `position()` or `last()` stand in it, but for predicates of its own.
    fn names_position(&self) -> bool {
        match self {
            Expression::Text(_) | Expression::Number(_) => false,
            Expression::Path(path) => {
                matches!(&path.start, Start::Of(inner, _) if inner.names_position())
            }
            Expression::Negative(inner) => inner.names_position(),
            Expression::Both(_, left, right) => left.names_position() || right.names_position(),
            Expression::Call(function, arguments) => {
                matches!(function, Function::Position | Function::Last)
                    || arguments.iter().any(Expression::names_position)
            }
        }
    }
}

/// What stands between two operands, by how tightly it binds (XPath 1.0, 3.1 to 3.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operator {
    Or,
    And,
    Equal,
    Unequal,
    Less,
    AtMost,
    More,
    AtLeast,
    Plus,
    Minus,
    Times,
    Divided,
    Modulo,
    Union,
}

/// A location path, or a filter expression (XPath 1.0, 2 and 3.3).
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Path {
    pub(super) start: Start,
    pub(super) steps: Vec<Step>,
}

/// Where a path begins.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Start {
    /// `/…`
    Root,
    /// `…`
    Here,
    /// `(…)[1]/…`
    Of(Box<Expression>, Vec<Expression>),
}

/// One step of a path (XPath 1.0, 2.1).
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Step {
    pub(super) axis: Axis,
    pub(super) test: Test,
    pub(super) predicates: Vec<Expression>,
}

/// Which nodes are looked at (XPath 1.0, 2.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Axis {
    Ancestor,
    AncestorOrSelf,
    Attribute,
    Child,
    Descendant,
    DescendantOrSelf,
    Following,
    FollowingSibling,
    /// HTML has none: always empty.
    Namespace,
    Parent,
    Preceding,
    PrecedingSibling,
    Own,
}

/// The axes by name.
pub(super) const AXES: &[(&str, Axis)] = &[
    ("ancestor", Axis::Ancestor),
    ("ancestor-or-self", Axis::AncestorOrSelf),
    ("attribute", Axis::Attribute),
    ("child", Axis::Child),
    ("descendant", Axis::Descendant),
    ("descendant-or-self", Axis::DescendantOrSelf),
    ("following", Axis::Following),
    ("following-sibling", Axis::FollowingSibling),
    ("namespace", Axis::Namespace),
    ("parent", Axis::Parent),
    ("preceding", Axis::Preceding),
    ("preceding-sibling", Axis::PrecedingSibling),
    ("self", Axis::Own),
];

/// Which of those nodes are meant (XPath 1.0, 2.3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Test {
    /// `*`
    Any,
    /// `div`
    Name(String),
    /// `node()`
    Node,
    /// `text()`
    Text,
    /// `comment()`
    Comment,
    /// `processing-instruction()`: a page has none.
    Instruction,
}

/// The tests that are written like functions.
pub(super) const KINDS: &[(&str, Test)] = &[
    ("comment", Test::Comment),
    ("node", Test::Node),
    ("processing-instruction", Test::Instruction),
    ("text", Test::Text),
];

/// A function of the core library (XPath 1.0, 4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Function {
    Boolean,
    Ceiling,
    Concat,
    Contains,
    Count,
    False,
    Floor,
    Id,
    Lang,
    Last,
    Name,
    NamespaceUri,
    NormalizeSpace,
    Not,
    Number,
    Position,
    Round,
    StartsWith,
    String,
    StringLength,
    Substring,
    SubstringAfter,
    SubstringBefore,
    Sum,
    Translate,
    True,
}

/// The functions by name, with the fewest and the most arguments.
#[rustfmt::skip] // one row, one line
pub(super) const FUNCTIONS: &[(&str, Function, usize, usize)] = &[
    ("boolean", Function::Boolean, 1, 1),
    ("ceiling", Function::Ceiling, 1, 1),
    ("concat", Function::Concat, 2, usize::MAX),
    ("contains", Function::Contains, 2, 2),
    ("count", Function::Count, 1, 1),
    ("false", Function::False, 0, 0),
    ("floor", Function::Floor, 1, 1),
    ("id", Function::Id, 1, 1),
    ("lang", Function::Lang, 1, 1),
    ("last", Function::Last, 0, 0),
    ("local-name", Function::Name, 0, 1),
    ("name", Function::Name, 0, 1),
    ("namespace-uri", Function::NamespaceUri, 0, 1),
    ("normalize-space", Function::NormalizeSpace, 0, 1),
    ("not", Function::Not, 1, 1),
    ("number", Function::Number, 0, 1),
    ("position", Function::Position, 0, 0),
    ("round", Function::Round, 1, 1),
    ("starts-with", Function::StartsWith, 2, 2),
    ("string", Function::String, 0, 1),
    ("string-length", Function::StringLength, 0, 1),
    ("substring", Function::Substring, 2, 3),
    ("substring-after", Function::SubstringAfter, 2, 2),
    ("substring-before", Function::SubstringBefore, 2, 2),
    ("sum", Function::Sum, 1, 1),
    ("translate", Function::Translate, 3, 3),
    ("true", Function::True, 0, 0),
];
