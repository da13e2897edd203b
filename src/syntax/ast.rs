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
    /// `entity NAME { … }`
    Entity(Entity),
    /// `link NAME from A to B by …`
    Link(Box<Link>),
    /// `table NAME from A { … }`
    Table(Box<Table>),
    /// `compare A with B by … { … }`
    Compare(Box<Compare>),
    /// `balance NAME on A of X over K { … }`
    Balance(Box<Balance>),
}

/// `entity person { age: integer [year] }`
#[derive(Debug, Clone)]
pub struct Entity {
    /// Its name.
    pub name: Name,
    /// `title { … }`.
    pub title: Texts,
    /// `cite … …`.
    pub cites: Vec<Cite>,
    /// Its variables.
    pub variables: Vec<Variable>,
}

/// `age: integer [year] { title { … } }`, a variable of an entity.
#[derive(Debug, Clone)]
pub struct Variable {
    /// Its `///` lines.
    pub doc: String,
    /// Its name.
    pub name: Name,
    /// Its type.
    pub ty: TypeExpr,
    /// `title` and `cite`.
    pub settings: Settings,
}

/// `link permits from taechir to one dgsn by person_id, nationality = citizenship where valid`
#[derive(Debug, Clone)]
pub struct Link {
    /// Its name.
    pub name: Name,
    /// The source, or table, whose records are judged.
    pub from: Name,
    /// The source, or table, whose records are linked.
    pub to: Name,
    /// `one`: a record has at most one.
    pub one: bool,
    /// Names on both sides: of `from`, of `to`.
    pub pairings: Vec<(Name, Name)>,
    /// `where`.
    pub condition: Option<Expr>,
    /// `title { … }`.
    pub title: Texts,
}

/// `table by_sex from cnss { where … by … measure … }`
#[derive(Debug, Clone)]
pub struct Table {
    /// Its name.
    pub name: Name,
    /// The source or table that it is computed from.
    pub from: Name,
    /// `title { … }`.
    pub title: Texts,
    /// `cite … …`.
    pub cites: Vec<Cite>,
    /// `where`.
    pub condition: Option<Expr>,
    /// `by sex, year_of(month) as year`.
    pub by: Vec<(Expr, Option<Name>)>,
    /// `measure persons = count()`.
    pub measures: Vec<Measure>,
}

/// `measure wages: decimal [MAD] = sum(wage)`
#[derive(Debug, Clone)]
pub struct Measure {
    /// Its name.
    pub name: Name,
    /// The declared type.
    pub ty: Option<TypeExpr>,
    /// What it is, over the rows of a cell.
    pub expr: Expr,
    /// `title` and the like.
    pub settings: Settings,
}

/// `compare NAME: A with B by k { … }`, `compare E across A, B by k { … }`
#[derive(Debug, Clone)]
pub struct Compare {
    /// `NAME:`, where it is written.
    pub name: Option<Name>,
    /// The left side; of `across`, the entity (or the first source).
    pub left: Name,
    /// What it is compared with.
    pub right: CompareSide,
    /// Key names on both sides.
    pub by: Vec<(Name, Name)>,
    /// `pair x with y within T`.
    pub pairs: Vec<Pair>,
    /// `only in B …`.
    pub only_in: Vec<OnlyIn>,
    /// `mirror partner with reporter`.
    pub mirrors: Vec<(Name, Name)>,
    /// `bridge "…"`.
    pub bridge: Texts,
    /// `when`.
    pub when: Option<Expr>,
    /// `require A.x / B.x in 0.5..1.5`.
    pub requires: Vec<Require>,
    /// The other clauses.
    pub settings: Settings,
    /// Examples.
    pub examples: Vec<Example>,
    /// From the name (or `compare`) to its end.
    pub span: Span,
}

/// What stands on the right of a comparison.
#[derive(Debug, Clone)]
pub enum CompareSide {
    /// `with B`
    Named(Name),
    /// `with last delivery`
    LastDelivery(Span),
    /// `across A, B, C`
    Across(Vec<Name>),
}

/// `pair wages with total within 0.5% { severity warning }`
#[derive(Debug, Clone)]
pub struct Pair {
    /// A column of the left side.
    pub left: Name,
    /// Of the right side, where its name is another.
    pub right: Option<Name>,
    /// `within T`; equal where it is not written.
    pub tolerance: Option<ToleranceExpr>,
    /// Its own settings.
    pub settings: Settings,
}

/// `only in permits tolerate 2%`
#[derive(Debug, Clone)]
pub struct OnlyIn {
    /// A side.
    pub side: Name,
    /// `ignored`: no rule is made of it.
    pub ignored: bool,
    /// Its settings.
    pub settings: Settings,
}

/// `balance accounts on national_accounts of value over sector { … }`
#[derive(Debug, Clone)]
pub struct Balance {
    /// Its name.
    pub name: Name,
    /// The source or table.
    pub subject: Name,
    /// The column that is added up.
    pub measure: Name,
    /// The column whose codes the relations name.
    pub dimension: Name,
    /// `along`: the relations are those of the dimension's code list.
    pub along: bool,
    /// `'S1' = 'S11' + 'S12'`.
    pub relations: Vec<Relation>,
    /// `relations from "accounts.csv"`.
    pub relations_from: Option<Text>,
    /// `within 1`.
    pub within: Option<ToleranceExpr>,
    /// `absent unknown | zero`.
    pub absent: Option<Spanned<AbsentParts>>,
    /// `when`, of every relation.
    pub when: Option<Expr>,
    /// The other clauses.
    pub settings: Settings,
    /// Examples.
    pub examples: Vec<Example>,
    /// From its name to its end.
    pub span: Span,
}

/// `'B' = 'C' - 'D' when frequency == 'A'`
#[derive(Debug, Clone)]
pub struct Relation {
    /// The code before the sign.
    pub total: Text,
    /// `= < <= > >=`; `=` is [`CompareOp::Equal`].
    pub op: CompareOp,
    /// The codes after it; true where one is taken off.
    pub terms: Vec<(bool, Text)>,
    /// Its own guard.
    pub when: Option<Expr>,
    /// The whole.
    pub span: Span,
}

/// What a part that is not there stands for in a balance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AbsentParts {
    /// A missing value.
    Unknown,
    /// Zero.
    Zero,
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
    /// `from 2022-09 = …`: values and the time from which each is in force.
    Dated(Vec<(Spanned<Literal>, Expr)>),
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
    /// `from "limits.csv"`: its rows are a table of the standard, not of a delivery.
    pub from: Option<Text>,
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
    /// `columns items = rc01..rc19`.
    pub column_sets: Vec<ColumnSet>,
    /// `provides person { … }`.
    pub provides: Vec<Provides>,
    /// `observes flow of declarations`.
    pub observes: Option<Observes>,
    /// `basis { age >= 15  reference month }`: each entry's name, and the whole entry as written.
    pub basis: Vec<(Name, Text)>,
    /// `rates mad_per_unit by currency, month`: the column of the rate, then the keys; the source converts money.
    pub rates: Option<(Name, Vec<Name>)>,
    /// A clause given twice: its keyword, the first place, the second.
    pub repeated: Vec<(&'static str, Span, Span)>,
}

/// `columns items = rc01..rc19: decimal [MAD]? in 0..9_000`
#[derive(Debug, Clone)]
pub struct ColumnSet {
    /// Its name.
    pub name: Name,
    /// Which columns.
    pub range: ColumnRange,
    /// The type and clauses of columns that it declares; the name and doc in it are the set's. Without it the columns
    /// are declared elsewhere.
    pub declares: Option<Column>,
    /// The whole.
    pub span: Span,
}

/// The columns of a set.
#[derive(Debug, Clone)]
pub enum ColumnRange {
    /// `rc01..rc19`: in the order of declaration; where the set declares them, every number between.
    Between(Name, Name),
    /// `rc*`
    Prefix(Name),
    /// `a, b, c`
    List(Vec<Name>),
}

/// `provides person { … }`
#[derive(Debug, Clone)]
pub struct Provides {
    /// The entity.
    pub entity: Name,
    /// `by person_id`: several rows make one record.
    pub by: Vec<Name>,
    /// What is given, one entry a variable or definition.
    pub provided: Vec<Provided>,
    /// `everything else not collected`.
    pub everything_else: Option<Span>,
    /// The whole.
    pub span: Span,
}

/// `age = years_between(birth_date, as_of)`, `available = not collected`, `sex`
#[derive(Debug, Clone)]
pub struct Provided {
    /// The variable, or a definition that is given by substitute.
    pub name: Name,
    /// How.
    pub value: ProvidedValue,
}

/// How a source gives a variable.
#[derive(Debug, Clone)]
pub enum ProvidedValue {
    /// By an expression.
    Expr(Expr),
    /// By the column of the same name.
    Same,
    /// `not collected`
    NotCollected(Span),
}

/// `observes stock of persons`
#[derive(Debug, Clone)]
pub struct Observes {
    /// Stock, flow or event.
    pub kind: Spanned<Observation>,
    /// Of what.
    pub of: Name,
}

/// What a source counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Observation {
    /// What there is at a moment.
    Stock,
    /// What happens within a period.
    Flow,
    /// Single events.
    Event,
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
    /// `weight 3`: how unwilling one is to change it, for the localisation of errors.
    pub weight: Option<Spanned<Decimal>>,
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
    /// `expects …`.
    pub expects: Vec<Expects>,
    /// `for each …`.
    pub for_each: Option<ForEach>,
    /// From the name (or `rule`) to its end.
    pub span: Span,
}

/// `expects exactly region in regions, month in 2024-01..2024-12`
#[derive(Debug, Clone)]
pub struct Expects {
    /// `exactly`: what is not expected fails too.
    pub exactly: bool,
    /// The parts of the product: one expression or several together, and where they are to be.
    pub parts: Vec<(Vec<Expr>, Set)>,
    /// Its own settings.
    pub settings: Settings,
    /// The clause.
    pub span: Span,
}

/// A family of rules.
#[derive(Debug, Clone)]
pub enum ForEach {
    /// `for each c in items`: the name that stands for a column, the set of columns.
    Column(Name, Name),
    /// `for each row of limits`: the source whose rows are read.
    Row(Name),
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
        /// `columns items:`, a set of columns, each of which is `it` in the condition.
        columns: Option<Name>,
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
