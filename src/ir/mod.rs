//! The typed, resolved standard: what the engines read. Names are ids, definitions are in place, every expression
//! has its type, and widenings are explicit, so that operands of one operator have one type.

mod bind;
mod difference;
mod entity;
mod expr;
mod reads;
mod replace;
mod rule;

pub use bind::{Bindings, bind};
pub use difference::differences;
pub use entity::{Computable, Entity, Observation, Observes, Provided, Provision, Variable};
pub use expr::{
    Aggregate, AggregateFunction, ArithmeticOp, CodeFunction, CompareOp, Expr, ExprKind, IsTest, Matching,
    Pattern, Scope, Set, Within,
};
pub use reads::Reads;
pub use replace::replace_columns;
pub use rule::{
    Citation, Compare, CompareRule, ConstraintRule, Definition, Example, ExampleOutcome, Expected,
    ExpectedPart, ExpectedValues, Field, Items, Key, Matched, Message, MessagePart, Origin, Parameter,
    ParameterId, Requirement, Rows, Rule, RuleId, Source, SourceId, Standard, Table,
};
