//! What makes sources comparable: entities, and how each source gives their variables and definitions.

use std::sync::Arc;

use super::{Citation, Expr, Rule, Source, SourceId, Standard};
use crate::files::Span;
use crate::types::Labels;

/// What records are about, whoever holds them: variables, definitions and rules over them.
#[derive(Debug, Clone)]
pub struct Entity {
    /// Its `///` lines.
    pub doc: String,
    /// Where it comes from.
    pub citations: Vec<Citation>,
    /// Its variables and definitions as a source without files: the columns are the variables, and the definitions,
    /// with their examples, are over them. Its id in examples and rules is that of [`Standard::of_entities`].
    pub shape: Source,
    /// What is said of each variable, by the column of the shape.
    pub variables: Vec<Variable>,
    /// Rules on it, over the shape, with their examples. Those that sources are judged by are among
    /// [`Standard::rules`], one for each source that provides the entity.
    pub rules: Vec<Rule>,
    /// How each source gives it, in the order of the sources.
    pub provisions: Vec<Provision>,
}

/// What is said of a variable of an entity.
#[derive(Debug, Clone)]
pub struct Variable {
    /// Its `///` lines.
    pub doc: String,
    /// What reports show, by language.
    pub title: Labels,
    /// Where it comes from.
    pub citations: Vec<Citation>,
    /// Where it is declared.
    pub span: Span,
}

/// How one source gives an entity.
#[derive(Debug, Clone)]
pub struct Provision {
    /// The source.
    pub source: SourceId,
    /// Each variable, by the column of the shape.
    pub variables: Vec<Provided>,
    /// Each definition, in the order of the shape's.
    pub definitions: Vec<Provided>,
    /// Where the source says it.
    pub span: Span,
}

/// A variable or a definition at a source.
#[derive(Debug, Clone)]
pub struct Provided {
    /// Over the columns of the source; the missing value where it can not be computed.
    pub expr: Arc<Expr>,
    /// How far it can be computed.
    pub how: Computable,
    /// Variables that it reads and that the source does not collect.
    pub missing: Vec<String>,
    /// Variables that it reads and that the source gives for some records only.
    pub in_part: Vec<String>,
}

/// How far a source can compute a variable or a definition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Computable {
    /// From variables that it gives.
    Yes,
    /// By a rule of its own, that the source gives for it.
    BySubstitute,
    /// Something that it reads is not collected, or is given for some records only; it can be known nonetheless.
    InPart,
    /// It is unknown for every record.
    No,
}

/// What a source counts: `observes flow of declarations`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Observes {
    /// Stock, flow or event.
    pub kind: Observation,
    /// Of what.
    pub of: String,
}

/// What a source counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Observation {
    /// What there is at a moment.
    Stock,
    /// What happens within a period.
    Flow,
    /// Single events.
    Event,
}

impl Standard {
    /// The rules and definitions on entities as a standard of their own, to run their examples: the sources, after them
    /// the entities' shapes, and the entities' rules.
    #[must_use]
    pub fn of_entities(&self) -> Standard {
        let mut own = self.clone();
        own.sources.iter_mut().for_each(|source| source.definitions.clear());
        own.rules.clear();
        for entity in std::mem::take(&mut own.entities) {
            own.sources.push(entity.shape);
            own.rules.extend(entity.rules);
        }
        own
    }
}
