//! What the grammar yields: declarations and expressions with their places, before any name is looked up.

use crate::files::Span;
use crate::types::{Decimal, Grain, Period, Severity, UnknownPolicy};

/// A value with the place it was written at.
#[derive(Debug, Clone, PartialEq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub span: Span,
}

/// A name; backquotes are taken off.
pub type Name = Spanned<String>;
/// A text; escapes are resolved.
pub type Text = Spanned<String>;
/// Texts by language: `{ fr "…" ar "…" }`, or one text without a language (`lang` is then `None`).
pub type Texts = Vec<(Option<Name>, Text)>;

/// One declaration, its `///` lines joined.
#[derive(Debug, Clone)]
pub struct Declaration {
    /// The documentation before it; empty when there is none.
    pub doc: String,
    /// The whole declaration, without the documentation.
    pub span: Span,
    /// What is declared.
    pub kind: DeclarationKind,
}

/// What a declaration declares.
#[derive(Debug, Clone)]
pub enum DeclarationKind {
    /// `codelist NAME …`
    Codelist(Codelist),
    /// `unit NAME = 1000 MAD`
    Unit(UnitDeclaration),
    /// `parameter NAME: TYPE = …`
    Parameter(Parameter),
    /// `define NAME on SUBJECT = …`
    Define(Define),
    /// `source NAME { … }`
    Source(Box<Source>),
    /// `rule NAME on SUBJECT …`
    Rule(Box<Rule>),
    /// `rules on SUBJECT … { NAME: CONDITION … }`: one rule each, sharing the header.
    Rules(Vec<Rule>),
    /// A declaration that parses but is not compiled yet: `entity`, `link`, `table`, `compare`, `balance`.
    Later {
        /// Its keyword.
        keyword: &'static str,
        /// Its name, where it has one.
        name: Option<Name>,
    },
}

/// `codelist NAME [from "PATH"] { … }`
#[derive(Debug, Clone)]
pub struct Codelist {
    /// Its name.
    pub name: Name,
    /// `from "codelists/iso3166.csv"`.
    pub from: Option<Text>,
    /// `title { … }`.
    pub title: Texts,
    /// `code alpha3` in a list from a file: the column, and the coding it is (`code iso_num as numeric`).
    pub code_columns: Vec<(Name, Option<Name>)>,
    /// `label fr name_fr`: language and column.
    pub label_columns: Vec<(Name, Name)>,
    /// `parent region`: the column.
    pub parent_column: Option<Name>,
    /// Codes written out.
    pub codes: Vec<CodeEntry>,
}

/// `'1' { fr "Masculin" } parent '0' from 2020 until 2024`
#[derive(Debug, Clone)]
pub struct CodeEntry {
    /// The code.
    pub code: Text,
    /// Labels.
    pub labels: Texts,
    /// The code above it.
    pub parent: Option<Text>,
    /// When it is in use.
    pub period: Option<Effective>,
}

/// `unit kMAD = 1000 MAD`
#[derive(Debug, Clone)]
pub struct UnitDeclaration {
    /// Its name.
    pub name: Name,
    /// Factor and unit; none for a new base unit.
    pub equals: Option<(Spanned<Decimal>, UnitExpr)>,
    /// `title { … }`.
    pub title: Texts,
}

/// `parameter NAME: TYPE = VALUE`
#[derive(Debug, Clone)]
pub struct Parameter {
    /// Its name.
    pub name: Name,
    /// Its type.
    pub ty: TypeExpr,
    /// Its value, or values by date.
    pub value: ParameterValue,
    /// `title { … }`.
    pub title: Texts,
}

/// The value or values of a parameter.
#[derive(Debug, Clone)]
pub enum ParameterValue {
    /// `= VALUE`
    Constant(Expr),
    /// `from 2022-09 = …`: dated values; the span is the first `from`.
    Dated(Span),
}

/// `define NAME[: TYPE] on SUBJECT = EXPR { … }`
#[derive(Debug, Clone)]
pub struct Define {
    /// Its name.
    pub name: Name,
    /// The declared type.
    pub ty: Option<TypeExpr>,
    /// What it is over.
    pub subject: Name,
    /// What it says.
    pub expr: Expr,
    /// `title { … }`.
    pub title: Texts,
    /// `cite … …`.
    pub cites: Vec<Cite>,
    /// `replaces old`.
    pub replaces: Vec<Name>,
    /// Examples; outcomes are values.
    pub examples: Vec<Example>,
}

/// `source NAME { … }`
#[derive(Debug, Clone)]
pub struct Source {
    /// Its name.
    pub name: Name,
    /// `title { … }`.
    pub title: Texts,
    /// `owner "…"`, or by language.
    pub owner: Texts,
    /// `files "…" "…"`.
    pub files: Vec<Text>,
    /// `key a, b`.
    pub key: Vec<Name>,
    /// `period declaration_month`.
    pub period: Option<Name>,
    /// `format csv { … }`.
    pub format: Option<Format>,
    /// The columns.
    pub columns: Vec<Column>,
    /// Clauses that parse but are not compiled yet: `provides`, `columns`, `rates`; with their places.
    /// `observes` and `basis` describe the source and are accepted without effect.
    pub later: Vec<(&'static str, Span)>,
    /// A clause given twice: its keyword, the first place, the second.
    pub repeated: Vec<(&'static str, Span, Span)>,
}

/// `format csv { delimiter ";" decimal "," encoding "windows-1256" }`
#[derive(Debug, Clone)]
pub struct Format {
    /// `csv`.
    pub kind: Name,
    /// `delimiter ";"`.
    pub delimiter: Option<Text>,
    /// `decimal ","`.
    pub decimal: Option<Text>,
    /// `encoding "…"`.
    pub encoding: Option<Text>,
}

/// `wage: decimal [MAD/month]? in 0..9 { severity warning } identifying`
#[derive(Debug, Clone)]
pub struct Column {
    /// Its `///` lines.
    pub doc: String,
    /// Its name.
    pub name: Name,
    /// Its type.
    pub ty: TypeExpr,
    /// `coded numeric`.
    pub coded: Option<Name>,
    /// `in`, `matches`, comparisons.
    pub constraints: Vec<Constraint>,
    /// `missing { 98 "refused" }`.
    pub missing: Vec<MissingEntry>,
    /// `empty means 'none'`.
    pub empty_means: Option<Expr>,
    /// `asked when CONDITION`.
    pub asked_when: Option<Expr>,
    /// `identifying`.
    pub identifying: bool,
    /// Settings in braces at the end: they are of every generated rule of the column. `title` too.
    pub settings: Settings,
}

/// One constraint of a column, with the settings in its own braces.
#[derive(Debug, Clone)]
pub struct Constraint {
    /// What it asks.
    pub kind: ConstraintKind,
    /// `{ severity warning message "…" }`.
    pub settings: Settings,
    /// Where it stands.
    pub span: Span,
}

/// What a constraint asks of its column.
#[derive(Debug, Clone)]
pub enum ConstraintKind {
    /// `in 0..26`, `in {…}`, `in list`.
    In(Set),
    /// `matches /…/`.
    Matches(Text),
    /// `>= 0`.
    Compare(CompareOp, Expr),
}

/// `98 "refused"`, `98 { fr "refus" en "refused" }`
#[derive(Debug, Clone)]
pub struct MissingEntry {
    /// What the file holds.
    pub value: Expr,
    /// What it stands for.
    pub reason: Texts,
}

/// `TYPE [UNIT]?`
#[derive(Debug, Clone)]
pub struct TypeExpr {
    /// `integer`, `date`, the name of a code list.
    pub name: Name,
    /// `[MAD/month]`.
    pub unit: Option<UnitExpr>,
    /// `?`.
    pub optional: bool,
    /// The whole.
    pub span: Span,
}

/// `MAD/month`: names with their exponents, 1 or -1, as written; the name `1` is left out.
#[derive(Debug, Clone)]
pub struct UnitExpr {
    /// Each factor.
    pub factors: Vec<(Name, i8)>,
    /// The inside of the brackets.
    pub span: Span,
}

/// One rule.
#[derive(Debug, Clone)]
pub struct Rule {
    /// Its `///` lines (those of a rule within `rules` are its own).
    pub doc: String,
    /// Its name.
    pub name: Name,
    /// What it is on.
    pub subject: Name,
    /// What an item is.
    pub items: Items,
    /// `when`.
    pub when: Option<Expr>,
    /// `require`s.
    pub requires: Vec<Require>,
    /// The other clauses.
    pub settings: Settings,
    /// Examples.
    pub examples: Vec<Example>,
    /// Clauses that parse but are not compiled yet: `expects`, `for each`; with their places.
    pub later: Vec<(&'static str, Span)>,
    /// From the name (or `rule`) to its end.
    pub span: Span,
}

/// What a rule judges one by one.
#[derive(Debug, Clone)]
pub enum Items {
    /// Every row.
    Rows,
    /// Groups `by` keys.
    Groups(Vec<Name>),
    /// Groups `by key except period`; the span is that clause.
    KeyExcept(Vec<Name>, Span),
    /// `as a whole`.
    Whole,
}

/// `require CONDITION { settings }`
#[derive(Debug, Clone)]
pub struct Require {
    /// The condition.
    pub condition: Expr,
    /// Its own settings.
    pub settings: Settings,
}

/// Settings of a rule, a requirement, a constraint or a column. A setting given twice is in `repeated`.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// `title { … }`.
    pub title: Texts,
    /// `severity warning`.
    pub severity: Option<Spanned<Severity>>,
    /// `tolerate …`.
    pub tolerate: Option<ToleranceExpr>,
    /// `coverage 98%`.
    pub coverage: Option<Spanned<Decimal>>,
    /// `unknown fails`.
    pub unknown: Option<Spanned<UnknownPolicy>>,
    /// `effective from … until …`.
    pub effective: Option<Effective>,
    /// `message …`.
    pub message: Texts,
    /// `cite … …`.
    pub cites: Vec<Cite>,
    /// `replaces a, b`.
    pub replaces: Vec<Name>,
    /// A setting given twice: its keyword, the first place, the second.
    pub repeated: Vec<(&'static str, Span, Span)>,
}

/// `from T [until T]`; times are literals.
#[derive(Debug, Clone)]
pub struct Effective {
    /// First period or day.
    pub from: Option<Spanned<Literal>>,
    /// Last period or day, included.
    pub until: Option<Spanned<Literal>>,
    /// The clause.
    pub span: Span,
}

/// `cite "document" "place" [to verify]`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cite {
    /// The document.
    pub document: String,
    /// Where in it.
    pub place: Option<String>,
    /// Whether the citation is still to be verified.
    pub to_verify: bool,
}

/// `example OUTCOME ["name"] { … }`
#[derive(Debug, Clone)]
pub struct Example {
    /// What must come out.
    pub outcome: Spanned<ExpectedOutcome>,
    /// Its name.
    pub name: Option<Text>,
    /// `given p = v`, also `given as_of = 2024-12-31`.
    pub given: Vec<(Name, Expr)>,
    /// Records: the short form is one record without a source's name.
    pub records: Vec<(Option<Name>, Vec<(Name, Expr)>)>,
    /// The whole example.
    pub span: Span,
}

/// The outcome that an example states.
#[derive(Debug, Clone)]
pub enum ExpectedOutcome {
    /// `pass`.
    Pass,
    /// `fail`.
    Fail,
    /// `unknown`; of a definition: missing.
    Unknown,
    /// `not applicable`.
    NotApplicable,
    /// Of a definition: a value, `example true { … }`, `example 'employed' { … }`.
    Value(Expr),
}

/// `0.5%`, `20`, `10% at least 3`; of `within` and of `tolerate`.
#[derive(Debug, Clone)]
pub struct ToleranceExpr {
    /// The first amount: a percent, a number, or any expression (`within tol of x`).
    pub amount: Box<Expr>,
    /// After `at least`.
    pub at_least: Option<Box<Expr>>,
    /// The whole.
    pub span: Span,
}

/// A literal.
#[derive(Debug, Clone, PartialEq)]
pub enum Literal {
    /// Digits without a point.
    Integer(i64),
    /// Digits with a point.
    Decimal(Decimal),
    /// `5%`, as the number before the sign.
    Percent(Decimal),
    /// `"text"`.
    Text(String),
    /// `'code'`.
    Code(String),
    /// `2024-01-31`, as days since 1970-01-01.
    Date(i32),
    /// `2024-01-31T12:00:00`, as microseconds.
    Timestamp(i64),
    /// `2024-01`, `2024-Q1`, `2024-W05`. (A year is written as an integer, or `2024` beside `from`.)
    Period(Period),
    /// `true`, `false`.
    Boolean(bool),
    /// `missing`.
    Missing,
}

/// An expression.
#[derive(Debug, Clone)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// Where it stands.
    pub span: Span,
}

/// Comparison operators.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CompareOp {
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
}

/// Arithmetic operators.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ArithmeticOp {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
}

/// What follows `in`.
#[derive(Debug, Clone)]
pub enum Set {
    /// `{ a, b }`
    Values(Vec<Expr>),
    /// `a..b`
    Range(Box<Expr>, Box<Expr>),
    /// A code list, a parameter, or another source's column, by an expression that is a path.
    Named(Box<Expr>),
}

/// What follows `is`.
#[derive(Debug, Clone, PartialEq)]
pub enum IsTest {
    /// `is missing`
    Missing,
    /// `is missing "refused"`
    MissingBecause(Text),
    /// `is known`
    Known,
    /// `is true`
    True,
    /// `is false`
    False,
}

/// `any`, `every`, `no`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quantifier {
    /// At least one.
    Any,
    /// All.
    Every,
    /// None.
    No,
}

/// What an expression is.
#[derive(Debug, Clone)]
pub enum ExprKind {
    /// A literal without a unit.
    Literal(Literal),
    /// `26 days`, `5 [MAD/month]`: a number with its unit.
    Quantity(Literal, UnitExpr),
    /// A name.
    Name(String),
    /// `a.b`: `this.start`, `file.period`, `dgsn.person_id`.
    Path(Name, Name),
    /// `-x`
    Negate(Box<Expr>),
    /// `a + b`
    Arithmetic(ArithmeticOp, Box<Expr>, Box<Expr>),
    /// `a <= b <= c`: one operand more than operators; one operator for a plain comparison.
    Compare(Vec<Expr>, Vec<Spanned<CompareOp>>),
    /// `x [not] in S`
    In {
        /// What is looked for.
        value: Box<Expr>,
        /// `not in`.
        negated: bool,
        /// Where.
        set: Set,
    },
    /// `x [not] under c`
    Under {
        /// The code.
        value: Box<Expr>,
        /// `not under`.
        negated: bool,
        /// The code that may be above it.
        above: Box<Expr>,
    },
    /// `x [not] matches /r/`: the text between the slashes, `\/` resolved.
    Matches {
        /// The text.
        value: Box<Expr>,
        /// `not matches`.
        negated: bool,
        /// The pattern.
        pattern: Text,
    },
    /// `a [not] within T of b`
    Within {
        /// The value judged.
        value: Box<Expr>,
        /// `not within`.
        negated: bool,
        /// How far it may be.
        tolerance: ToleranceExpr,
        /// From what.
        of: Box<Expr>,
    },
    /// `x is [not] …`
    Is {
        /// The value.
        value: Box<Expr>,
        /// `is not`.
        negated: bool,
        /// What is asked of it.
        test: IsTest,
    },
    /// `city determines zip`; several columns on a side stand in parentheses.
    Determines(Box<Expr>, Box<Expr>),
    /// `not c`
    Not(Box<Expr>),
    /// `a and b and c`
    And(Vec<Expr>),
    /// `a or b or c`
    Or(Vec<Expr>),
    /// `a implies b`
    Implies(Box<Expr>, Box<Expr>),
    /// `if c then a else b`
    If(Box<Expr>, Box<Expr>, Box<Expr>),
    /// `case { c => a, … else => z }`
    Case(Vec<(Expr, Expr)>, Box<Expr>),
    /// `any row (c)`, `every L (c)`, `no L`, `every (columns items: it >= 0)`
    Quantified {
        /// How many.
        quantifier: Quantifier,
        /// `row`, or a link.
        over: Option<Name>,
        /// What must hold of them.
        condition: Option<Box<Expr>>,
    },
    /// `f(x, y)`, `sum(known x where c weighted w by k)`, `max permits (expires)`, `gapless(month from a to b)`
    Call(Call),
    /// `(a, b)`: a combination. A single parenthesised expression leaves no trace but for `and` with `or`.
    Tuple(Vec<Expr>),
}

/// A call, of a function or an aggregate.
#[derive(Debug, Clone)]
pub struct Call {
    /// What is called.
    pub function: Name,
    /// The link before the parenthesis.
    pub link: Option<Name>,
    /// `distinct`.
    pub distinct: bool,
    /// `known`.
    pub known: bool,
    /// `columns items`: a set of columns stands for the arguments.
    pub columns: Option<Name>,
    /// The arguments.
    pub arguments: Vec<Expr>,
    /// `where c`.
    pub condition: Option<Box<Expr>>,
    /// `weighted w`.
    pub weight: Option<Box<Expr>>,
    /// `by a, b`, or `overall`.
    pub grouping: Option<CallGrouping>,
    /// `along k`, of `previous` and `parts`.
    pub along: Option<Name>,
    /// `from a to b`, of `gapless`.
    pub range: Option<(Box<Expr>, Box<Expr>)>,
    /// The unit in brackets among the arguments: `in_unit(x, [MAD])`.
    pub unit: Option<UnitExpr>,
}

/// The groups that an aggregate of a row rule is over.
#[derive(Debug, Clone)]
pub enum CallGrouping {
    /// `by a, b`
    By(Vec<Expr>),
    /// `overall`
    Overall(Span),
}

/// The grains that period literals may have, for messages.
pub const GRAINS: [(Grain, &str); 4] =
    [(Grain::Year, "year"), (Grain::Quarter, "quarter"), (Grain::Month, "month"), (Grain::Week, "week")];

impl Expr {
    /// Calls `visit` on this expression and on every one below it.
    pub fn walk(&self, visit: &mut dyn FnMut(&Expr)) {
        visit(self);
        self.children().into_iter().for_each(|child| child.walk(visit));
    }

    fn children(&self) -> Vec<&Expr> {
        match &self.kind {
            ExprKind::Literal(_) | ExprKind::Quantity(..) | ExprKind::Name(_) | ExprKind::Path(..) => {
                Vec::new()
            }
            ExprKind::Negate(a)
            | ExprKind::Not(a)
            | ExprKind::Matches { value: a, .. }
            | ExprKind::Is { value: a, .. } => {
                vec![a]
            }
            ExprKind::Arithmetic(_, a, b)
            | ExprKind::Under { value: a, above: b, .. }
            | ExprKind::Determines(a, b)
            | ExprKind::Implies(a, b) => vec![a, b],
            ExprKind::Compare(all, _) | ExprKind::And(all) | ExprKind::Or(all) | ExprKind::Tuple(all) => {
                all.iter().collect()
            }
            ExprKind::In { value, set, .. } => std::iter::once(&**value).chain(set.children()).collect(),
            ExprKind::Within { value, tolerance, of, .. } => {
                let amounts = std::iter::once(&*tolerance.amount).chain(tolerance.at_least.as_deref());
                [&**value, &**of].into_iter().chain(amounts).collect()
            }
            ExprKind::If(a, b, c) => vec![a, b, c],
            ExprKind::Case(branches, otherwise) => {
                branches.iter().flat_map(|(c, v)| [c, v]).chain(std::iter::once(&**otherwise)).collect()
            }
            ExprKind::Quantified { condition, .. } => condition.as_deref().into_iter().collect(),
            ExprKind::Call(call) => call.children(),
        }
    }
}

impl Set {
    fn children(&self) -> Vec<&Expr> {
        match self {
            Set::Values(all) => all.iter().collect(),
            Set::Range(low, high) => vec![low, high],
            Set::Named(list) => vec![list],
        }
    }
}

impl Call {
    fn children(&self) -> Vec<&Expr> {
        let keys: &[Expr] = match &self.grouping {
            Some(CallGrouping::By(keys)) => keys,
            Some(CallGrouping::Overall(_)) | None => &[],
        };
        let range = self.range.iter().flat_map(|(from, to)| [&**from, &**to]);
        let clauses = [self.condition.as_deref(), self.weight.as_deref()].into_iter().flatten();
        self.arguments.iter().chain(clauses).chain(keys).chain(range).collect()
    }
}
