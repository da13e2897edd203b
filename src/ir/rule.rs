//! Sources, rules and their settings.

use std::sync::Arc;

use super::Expr;
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
    /// Sources.
    pub sources: Vec<Source>,
    /// Rules, in the order of the standard: a source's generated rules where the source stands.
    pub rules: Vec<Rule>,
}

/// A national or methodological choice.
#[derive(Debug, Clone)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// Its type.
    pub ty: Type,
    /// Its default: an expression over other parameters, those before it in [`Standard::parameters`].
    pub default: Arc<Expr>,
    /// Where it is declared.
    pub span: Span,
}

/// One institution's extract.
#[derive(Debug, Clone)]
pub struct Source {
    /// Its name.
    pub name: String,
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
    /// Definitions on it.
    pub definitions: Vec<Definition>,
    /// Where it is declared.
    pub span: Span,
}

/// A named expression over a source.
#[derive(Debug, Clone)]
pub struct Definition {
    /// Its name.
    pub name: String,
    /// What it says.
    pub expr: Arc<Expr>,
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
    /// What an item is.
    pub items: Items,
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
    /// The columns that it reads, in the order of the schema; those of its messages are not among them.
    #[must_use]
    pub fn columns(&self) -> Vec<ColumnId> {
        let keys: &[Key] = match &self.items {
            Items::Groups(keys) => keys,
            Items::Rows | Items::Whole => &[],
        };
        let conditions = self.requirements.iter().map(|requirement| &requirement.condition);
        let roots =
            conditions.chain(&self.guard).chain(&self.effective).chain(keys.iter().map(|key| &key.expr));
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
    /// Records: a value for each named column; other columns are missing.
    pub records: Vec<Vec<(ColumnId, Value)>>,
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
