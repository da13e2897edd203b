//! The typed, resolved standard: what the engines read. Names are ids, definitions are in place, every expression
//! has its type, and widenings are explicit, so that operands of one operator have one type.

mod bind;
mod expr;
mod rule;

pub use bind::{Bindings, bind};
pub use expr::{
    Aggregate, AggregateFunction, ArithmeticOp, CodeFunction, CompareOp, Expr, ExprKind, IsTest, Pattern,
    Scope, Set, Within,
};
pub use rule::{
    Citation, ConstraintRule, Definition, Example, ExampleOutcome, Field, Items, Key, Message, MessagePart,
    Origin, Parameter, ParameterId, Requirement, Rule, RuleId, Source, SourceId, Standard,
};
