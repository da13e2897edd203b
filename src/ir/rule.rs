//! Sources, rules and their settings.

use std::sync::Arc;

use super::{Entity, Expr, Observes, Set};
use crate::files::Span;
use crate::types::{
    Codelist, ColumnId, CsvFormat, Labels, Schema, Severity, Tolerance, Type, UnknownPolicy, Value,
};

/// Index of a source in its standard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(pub u32);

/// Index of a rule in its standard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleId(pub u32);

/// Index of a parameter in its standard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ParameterId(pub u32);

/// A compiled standard.
#[derive(Debug, Clone)]
pub struct Standard {
    /// From `mizan.toml`; empty when there is none.
    pub name: String,
    /// From `mizan.toml`; empty when there is none.
    pub version: String,
    /// ISO 639-1 codes of the languages that its texts must have.
    pub languages: Vec<String>,
    /// SHA-256 of the texts it was compiled from, in hexadecimal.
    pub sha256: String,
    /// Code lists; a type's `CodelistId` indexes them.
    pub codelists: Vec<Arc<Codelist>>,
    /// Parameters.
    pub parameters: Vec<Parameter>,
    /// Sources, and what is computed from them: tables, comparisons, expected records. A computed one comes after what
    /// it is computed from.
    pub sources: Vec<Source>,
    /// Entities, in the order of the standard.
    pub entities: Vec<Entity>,
    /// Rules, in the order of the standard: a source's generated rules where the source stands.
    pub rules: Vec<Rule>,
    /// Comparisons, in the order of the standard.
    pub compares: Vec<Compare>,
    /// Cells of tables with fewer records than this are suppressed in every output; 0: none is.
    pub threshold: u64,
}

/// A national or methodological choice.
#[derive(Debug, Clone)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// Its type.
    pub ty: Type,
    /// Its default: an expression over other parameters, those before it in [`Standard::parameters`]. Missing where it
    /// depends on time.
    pub default: Arc<Expr>,
    /// Its values where it depends on time, each with the day from which it is in force, ascending; none otherwise.
    pub dated: Vec<(i32, Arc<Expr>)>,
    /// Where it is declared.
    pub span: Span,
}

/// One institution's extract, or rows that are computed from others.
#[derive(Debug, Clone)]
pub struct Source {
    /// Its name. Of the rows of a comparison its name; of expected records the name of what they are expected in.
    pub name: String,
    /// Where its rows come from.
    pub rows: Rows,
    /// What reports show, by language.
    pub title: Labels,
    /// Who delivers it, by language (`""` for a text without a language).
    pub owner: Labels,
    /// Globs below the delivery, with `{field: type}` parts: the fields are columns of the schema with
    /// `from_file_name`, named `file.FIELD`.
    pub files: Vec<String>,
    /// The columns that identify a record.
    pub key: Vec<ColumnId>,
    /// The column that says when a record is of.
    pub period: Option<ColumnId>,
    /// The columns.
    pub schema: Schema,
    /// How its CSV files are written.
    pub csv: CsvFormat,
    /// What it counts, where it says so.
    pub observes: Option<Observes>,
    /// What a comparison must know of it: each entry's name, and the whole entry as written.
    pub basis: Vec<(String, String)>,
    /// Definitions on it.
    pub definitions: Vec<Definition>,
    /// Where it is declared.
    pub span: Span,
}

/// Where the rows of a source come from.
#[derive(Debug, Clone)]
pub enum Rows {
    /// Files of the delivery.
    Files,
    /// Computed from the rows of a source.
    Table(Box<Table>),
    /// The keys of two tables of equally many keys of the same types, matched: one row for each key that occurs, its
    /// columns [`Matched`].
    Matched {
        /// The left table.
        left: SourceId,
        /// The right table.
        right: SourceId,
    },
    /// The records that must be there, each with whether it is.
    Expected(Box<Expected>),
    /// The table of the same columns in the result of the previous delivery; no rows where there is none.
    LastDelivery(SourceId),
}

/// A table: one row for each combination of the keys that occurs in the rows that it is computed from; a missing key is
/// a value like others ("not stated"). Its columns are the keys, the measures, and last [`Table::RECORDS`].
#[derive(Debug, Clone)]
pub struct Table {
    /// What it is computed from.
    pub base: SourceId,
    /// `where`, over rows of the base: rows for which it is not true are left out; those for which it is unknown are
    /// counted.
    pub condition: Option<Arc<Expr>>,
    /// Over rows of the base.
    pub keys: Vec<Key>,
    /// Over the group of the rows that agree on the keys, as in rules on groups.
    pub measures: Vec<Key>,
    /// Whether a person declared it: it is an output. Others serve a comparison.
    pub declared: bool,
}

impl Table {
    /// The name of the last column of a table: how many rows a cell is computed from, an integer.
    pub const RECORDS: &'static str = "#records";
}

/// The columns of the rows of a comparison, in this order: the keys; [`Matched::LEFT`] and [`Matched::RIGHT`], how many
/// rows each side has with the key (integers; [`Table::RECORDS`] of the side, 0 where it has none); the measures of the
/// left table; those of the right table. A key with a missing part matches nothing: it is a row of its own side.
#[derive(Debug, Clone, Copy)]
pub struct Matched;

impl Matched {
    /// How many rows of the left side have the key.
    pub const LEFT: &'static str = "#left";
    /// How many rows of the right side have the key.
    pub const RIGHT: &'static str = "#right";
    /// How many columns stand between the keys and the measures.
    pub const COUNTS: usize = 2;
}

/// The records that must be there: for each group, each combination of the values of the parts. Its columns are the
/// groups' keys, the parts' keys, and last [`Expected::FOUND`] and [`Expected::WANTED`].
#[derive(Debug, Clone)]
pub struct Expected {
    /// In what they are expected.
    pub base: SourceId,
    /// Over rows of the base: only rows for which it is true count, and make groups.
    pub condition: Option<Arc<Expr>>,
    /// Over rows of the base: each combination that occurs asks for all the records; rows with a missing key are left
    /// out. None: the whole.
    pub groups: Vec<Key>,
    /// The factors of the product.
    pub parts: Vec<ExpectedPart>,
    /// Whether combinations that are not expected are rows too, with [`Expected::WANTED`] false.
    pub exactly: bool,
}

impl Expected {
    /// How many rows of the base there are for the record, an integer.
    pub const FOUND: &'static str = "#found";
    /// Whether the record is expected, a boolean.
    pub const WANTED: &'static str = "#wanted";
    /// How many records can be expected: each is a row in memory.
    pub const MOST: u64 = 2_000_000;

    /// How many records are expected of this many groups, where each factor has so many combinations; `Err` where
    /// that is more than [`Expected::MOST`].
    ///
    /// # Errors
    /// The number.
    pub fn size(groups: usize, factors: impl IntoIterator<Item = u64>) -> Result<(), u64> {
        let groups = u64::try_from(groups).unwrap_or(u64::MAX);
        let size = factors.into_iter().fold(groups, u64::saturating_mul);
        if size > Self::MOST { Err(size) } else { Ok(()) }
    }
}

/// One factor of the product of expected records.
#[derive(Debug, Clone)]
pub struct ExpectedPart {
    /// Over rows of the base: one expression, or several that are taken together.
    pub keys: Vec<Key>,
    /// What must occur.
    pub values: ExpectedValues,
}

/// What must occur.
#[derive(Debug, Clone)]
pub enum ExpectedValues {
    /// Constants (tuples for several keys), a range of integers, dates or periods of one length, or the codes of a list.
    Set(Set),
    /// The combinations that occur in another source, by expressions over its rows; those with a missing part are left
    /// out.
    Rows(SourceId, Vec<Arc<Expr>>),
}

/// A comparison of two sides. Its rules are among [`Standard::rules`].
#[derive(Debug, Clone)]
pub struct Compare {
    /// Its name.
    pub name: String,
    /// What reports show, by language.
    pub title: Labels,
    /// The name of the left side: a source or table.
    pub left: String,
    /// The name of the right side.
    pub right: String,
    /// Its rows, [`Rows::Matched`].
    pub source: SourceId,
    /// The rule on keys that both sides have once: pass is equal, fail is different, unknown is not comparable.
    pub matched: Option<RuleId>,
    /// Why the two can be compared, by language.
    pub bridge: Labels,
    /// Where it is declared.
    pub span: Span,
}

/// A named expression over a source, or over the variables of an entity.
#[derive(Debug, Clone)]
pub struct Definition {
    /// Its name.
    pub name: String,
    /// What it says.
    pub expr: Arc<Expr>,
    /// Its `///` lines.
    pub doc: String,
    /// What reports show, by language.
    pub title: Labels,
    /// Where the definition comes from.
    pub citations: Vec<Citation>,
    /// Its examples.
    pub examples: Vec<Example>,
}

/// `cite "document" "place" [to verify]`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citation {
    /// The document.
    pub document: String,
    /// Where in it.
    pub place: Option<String>,
    /// Whether it is still to be verified.
    pub to_verify: bool,
}

/// What a rule judges one by one.
#[derive(Debug, Clone)]
pub enum Items {
    /// Every row.
    Rows,
    /// Every group of rows that agree on the keys; rows with a missing key are counted as ungrouped.
    Groups(Vec<Key>),
    /// The whole source: one item.
    Whole,
}

/// One key of a group.
#[derive(Debug, Clone)]
pub struct Key {
    /// As messages and reports name it.
    pub name: String,
    /// Over the rows.
    pub expr: Arc<Expr>,
}

/// One rule on one source.
#[derive(Debug, Clone)]
pub struct Rule {
    /// `SOURCE.NAME`, or `SOURCE.COLUMN.CONSTRAINT`: what `--only`, results and waivers call it.
    pub id: String,
    /// The source it judges.
    pub source: SourceId,
    /// Of a rule on an entity: variables that the source does not collect and without which it is unknown of every
    /// record. With any, the rule is not evaluated.
    pub uncollected: Vec<String>,
    /// What an item is.
    pub items: Items,
    /// Whether an item can be evaluated at all; false is not evaluated (of a balance: no part is there). Never missing.
    pub evaluated: Option<Arc<Expr>>,
    /// When an item's period is within `effective`: false is not applicable, missing is unknown.
    pub effective: Option<Arc<Expr>>,
    /// `when`.
    pub guard: Option<Arc<Expr>>,
    /// `require`s: at least one.
    pub requirements: Vec<Requirement>,
    /// How grave a breach is.
    pub severity: Severity,
    /// Failing items up to which the verdict is `tolerated`.
    pub tolerance: Tolerance,
    /// The share of applicable items that must have been checked, in thousand-millionths ([`Tolerance::WHOLE`] is all).
    pub coverage: u64,
    /// What becomes of unknown items.
    pub unknown: UnknownPolicy,
    /// Earlier names.
    pub replaces: Vec<String>,
    /// What reports show, by language.
    pub title: Labels,
    /// Its `///` lines.
    pub doc: String,
    /// Where it comes from.
    pub citations: Vec<Citation>,
    /// Its examples.
    pub examples: Vec<Example>,
    /// Who wrote it: a person, or the compiler from a column.
    pub origin: Origin,
    /// ESS type of validation rule (`VIR`, `COV`, …), inferred.
    pub kind: &'static str,
    /// Where it stands in its file.
    pub span: Span,
    /// The whole of its text; of a generated one, that from which it was generated.
    pub text: Span,
}

/// Who wrote a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// A person.
    Written,
    /// The compiler, from a column's declaration.
    Column(ColumnId, ConstraintRule),
    /// The compiler, from the source's `key` of several columns.
    Key,
    /// The compiler, from a link that leads to one record: no judged record has several.
    LinkToOne,
    /// The compiler, from a comparison: what it asks of a key.
    Compare(CompareRule),
    /// The compiler, from `expects`: the record is there, and (`exactly`) no other.
    Expected,
    /// The compiler, from a relation of a balance.
    Balance,
}

/// What a generated rule of a comparison asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CompareRule {
    /// The pairs agree.
    Matched,
    /// No key is only on the left.
    OnlyLeft,
    /// No key is only on the right.
    OnlyRight,
    /// No key is twice on the left.
    DuplicateLeft,
    /// No key is twice on the right.
    DuplicateRight,
}

/// The generated rules of a column, whose messages are in the catalogues.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ConstraintRule {
    /// `SOURCE.COLUMN.type`: the cell can be read as the column's type.
    Type,
    /// `.present`: the cell is not empty.
    Present,
    /// `.code`: the cell is a code of the column's list.
    Code,
    /// `.range`: the cell is in a range, a set, or compares as declared.
    Range,
    /// `.pattern`: the cell matches.
    Pattern,
    /// `.unique`: no other row has the cell; of a key.
    Unique,
    /// `.asked`: the cell is present if asked, empty if not.
    Asked,
}

impl ConstraintRule {
    /// The last part of the rule's id.
    #[must_use]
    pub fn suffix(self) -> &'static str {
        match self {
            ConstraintRule::Type => "type",
            ConstraintRule::Present => "present",
            ConstraintRule::Code => "code",
            ConstraintRule::Range => "range",
            ConstraintRule::Pattern => "pattern",
            ConstraintRule::Unique => "unique",
            ConstraintRule::Asked => "asked",
        }
    }
}

impl Rule {
    /// What decides whether a requirement is asked of an item: `evaluated`, `effective`, `guard`, as far as they are there.
    pub fn gates(&self) -> impl Iterator<Item = &Arc<Expr>> {
        self.evaluated.iter().chain(&self.effective).chain(&self.guard)
    }

    /// The columns of its own source that it reads, in the order of the schema; those of its messages are not among them.
    #[must_use]
    pub fn columns(&self) -> Vec<ColumnId> {
        let keys: &[Key] = match &self.items {
            Items::Groups(keys) => keys,
            Items::Rows | Items::Whole => &[],
        };
        let conditions = self.requirements.iter().map(|requirement| &requirement.condition);
        let roots = conditions.chain(self.gates()).chain(keys.iter().map(|key| &key.expr));
        let mut columns = Vec::new();
        for root in roots {
            root.walk(&mut |expr| {
                if let super::ExprKind::Column(id) = expr.kind {
                    columns.push(id);
                }
            });
        }
        columns.sort_unstable();
        columns.dedup();
        columns
    }
}

/// One condition of a rule.
#[derive(Debug, Clone)]
pub struct Requirement {
    /// What must hold.
    pub condition: Arc<Expr>,
    /// What is said of an item that breaks it; the rule's message is copied here, none for the generated one.
    pub message: Option<Message>,
}

/// A message by language (`""` for a text without a language), with the expressions its placeholders read.
#[derive(Debug, Clone)]
pub struct Message {
    /// The parts by language.
    pub texts: std::collections::BTreeMap<String, Vec<MessagePart>>,
    /// The expressions that parts refer to: over rows for a rule on rows, over the group otherwise.
    pub fields: Vec<Field>,
}

/// An expression that a message shows.
pub type Field = super::Key;

/// A piece of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MessagePart {
    /// Text as it is.
    Text(String),
    /// The value of the field of this position in [`Message::fields`].
    Field(usize),
}

/// `example OUTCOME { … }`: records of the source, the first of which (or its group, or the whole) is judged.
#[derive(Debug, Clone)]
pub struct Example {
    /// Its name.
    pub name: Option<String>,
    /// What must come out.
    pub outcome: ExampleOutcome,
    /// Records of sources: a value for each named column; other columns are missing. The first is of the source that is
    /// judged, or of what that is computed from.
    pub records: Vec<(SourceId, Vec<(ColumnId, Value)>)>,
    /// Parameters set for this example.
    pub given: Vec<(ParameterId, Value)>,
    /// `given as_of = …`, in days since 1970-01-01.
    pub as_of: Option<i32>,
    /// Where it stands.
    pub span: Span,
}

/// What an example states.
#[derive(Debug, Clone, PartialEq)]
pub enum ExampleOutcome {
    /// Of a rule.
    Pass,
    /// Of a rule.
    Fail,
    /// Of a rule.
    Unknown,
    /// Of a rule.
    NotApplicable,
    /// Of a definition; `None` is missing.
    Value(Value),
}

impl Standard {
    /// A source by its id.
    #[must_use]
    pub fn source(&self, id: SourceId) -> &Source {
        &self.sources[id.0 as usize]
    }

    /// A rule by its id.
    #[must_use]
    pub fn rule(&self, id: RuleId) -> &Rule {
        &self.rules[id.0 as usize]
    }

    /// Every rule with its id.
    pub fn rules(&self) -> impl Iterator<Item = (RuleId, &Rule)> {
        (0..).map(RuleId).zip(&self.rules)
    }

    /// Every source with its id.
    pub fn sources(&self) -> impl Iterator<Item = (SourceId, &Source)> {
        (0..).map(SourceId).zip(&self.sources)
    }
}
