//! From typed expressions to formulas. A formula for "the condition is true" may allow more than is meant, never less:
//! what is not looked into (functions, aggregates, parameters) may have any value, equal expressions the same.

use std::collections::HashMap;
use std::sync::Arc;

use super::formula::{Formula, KNOWN, Literal, Variable};
use super::linear::Sum;
use super::rational::Rational;
use super::set::Set;
use super::variables::{FALSE, TRUE, Variables};
use crate::interpret::{self, Row, Table};
use crate::ir::{Expr, ExprKind};
use crate::types::{Codelist, Column, ColumnId, Decimal, Reason, Scalar, Schema, Type, Value};

/// What a formula says of a condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Want {
    True,
    False,
    Unknown,
    NotFalse,
    NotTrue,
}

impl Want {
    /// What to ask of the operand of `not`.
    pub(super) fn of_negation(self) -> Want {
        match self {
            Want::True => Want::False,
            Want::False => Want::True,
            Want::Unknown => Want::Unknown,
            Want::NotFalse => Want::NotTrue,
            Want::NotTrue => Want::NotFalse,
        }
    }
}

/// A known value.
#[derive(Debug, Clone)]
pub(super) enum Term {
    Number(Sum),
    /// A discrete value by its number.
    Constant(u32),
    /// A discrete variable.
    Discrete(Variable),
}

/// The values of an expression, each with when it has it, and when it has none.
#[derive(Debug)]
pub(super) struct Cases {
    pub(super) known: Vec<(Formula, Term)>,
    pub(super) missing: Formula,
}

/// Cases of one value beyond which an expression is not looked into.
pub(super) const MOST_CASES: usize = 40;

/// A record some fields of which are free: the others are constants.
#[derive(Debug, Clone, Copy)]
pub(super) struct Record<'a> {
    /// The record, its first row.
    pub(super) table: &'a Table,
    /// By column.
    pub(super) free: &'a [bool],
}

/// Numbers of texts and of the codes of lists, kept from one encoder to the next.
#[derive(Default)]
pub(super) struct Texts {
    numbered: super::variables::NumberedTexts,
    lists: HashMap<*const Codelist, Set>,
}

/// Texts beside those of code lists beyond which all are forgotten.
const MOST_TEXTS: usize = 100_000;

/// Writes formulas over one source.
pub(super) struct Encoder<'a> {
    pub(super) variables: Variables,
    pub(super) schema: &'a Schema,
    pub(super) record: Option<Record<'a>>,
    /// Whether something was not looked into.
    pub(super) abstracted: bool,
    truths: HashMap<(*const Expr, Want), Formula>,
    values: HashMap<*const Expr, Option<Arc<Cases>>>,
    constants: HashMap<*const Expr, bool>,
    lists: HashMap<*const Codelist, Set>,
}

impl<'a> Encoder<'a> {
    pub(super) fn new(schema: &'a Schema, record: Option<Record<'a>>) -> Self {
        Encoder {
            variables: Variables::default(),
            schema,
            record,
            abstracted: false,
            truths: HashMap::new(),
            values: HashMap::new(),
            constants: HashMap::new(),
            lists: HashMap::new(),
        }
    }

    /// When a condition is as wanted. Expressions must outlive the encoder: they are remembered by their place.
    pub(super) fn truth(&mut self, expr: &Arc<Expr>, want: Want) -> Formula {
        let key = (Arc::as_ptr(expr), want);
        if let Some(known) = self.truths.get(&key) {
            return known.clone();
        }
        let formula = match self.constant(expr) {
            Some(value) => constant_truth(&value, want),
            None => self.condition(expr, want),
        };
        self.truths.insert(key, formula.clone());
        formula
    }

    /// The values of an expression; `None` when they are of no kind that formulas have.
    pub(super) fn value(&mut self, expr: &Arc<Expr>) -> Option<Arc<Cases>> {
        let key = Arc::as_ptr(expr);
        if let Some(known) = self.values.get(&key) {
            return known.clone();
        }
        let cases = match self.constant(expr) {
            Some(value) => self.constant_cases(&value, &expr.ty),
            None => self.term(expr),
        };
        let cases = match cases {
            Some(cases) if cases.known.len() <= MOST_CASES => Some(Arc::new(cases)),
            _ => self.opaque(expr).map(Arc::new),
        };
        self.values.insert(key, cases.clone());
        cases
    }

    /// The value of an expression that reads nothing, or fields of the record that are not free.
    pub(super) fn constant(&mut self, expr: &Arc<Expr>) -> Option<Value> {
        if !self.is_constant(expr) {
            return None;
        }
        Some(match self.record {
            Some(record) => interpret::evaluate(expr, &Row::new(record.table, 0)),
            None => interpret::constant(expr),
        })
    }

    /// Takes texts that were numbered before.
    pub(super) fn take_texts(&mut self, texts: &mut Texts) {
        self.variables.texts = std::mem::take(&mut texts.numbered);
        self.lists = std::mem::take(&mut texts.lists);
    }

    /// Gives them back, unless there are too many.
    pub(super) fn give_texts(mut self, texts: &mut Texts) {
        let listed: usize = self.lists.values().map(|set| set.listed().len()).sum();
        if self.variables.texts.len() <= listed + MOST_TEXTS {
            texts.numbered = std::mem::take(&mut self.variables.texts);
            texts.lists = std::mem::take(&mut self.lists);
        }
    }

    fn is_constant(&mut self, expr: &Arc<Expr>) -> bool {
        let key = Arc::as_ptr(expr);
        if let Some(known) = self.constants.get(&key) {
            return *known;
        }
        let is_constant = match &expr.kind {
            ExprKind::Column(column) => self.record.is_some_and(|record| !record.free[column.index()]),
            ExprKind::GroupKey(_)
            | ExprKind::Parameter(_)
            | ExprKind::Dated(..)
            | ExprKind::AsOf
            | ExprKind::This(_)
            | ExprKind::Aggregate(_) => false,
            _ => expr.children().into_iter().all(|child| self.is_constant(child)),
        };
        self.constants.insert(key, is_constant);
        is_constant
    }

    fn constant_cases(&mut self, value: &Value, ty: &Type) -> Option<Cases> {
        Some(match value {
            None => Cases { known: Vec::new(), missing: Formula::True },
            Some(scalar) => {
                Cases { known: vec![(Formula::True, self.scalar(scalar, ty)?)], missing: Formula::False }
            }
        })
    }

    pub(super) fn scalar(&mut self, scalar: &Scalar, ty: &Type) -> Option<Term> {
        let number = |value: i128| Some(Term::Number(Sum::constant(Rational::integer(value))));
        match scalar {
            Scalar::Boolean(truth) => Some(Term::Constant(if *truth { TRUE } else { FALSE })),
            Scalar::Text(text) => Some(Term::Constant(self.variables.text(text))),
            Scalar::Integer(value) => number((*value).into()),
            Scalar::Date(days) => number((*days).into()),
            Scalar::Timestamp(micros) => number((*micros).into()),
            Scalar::Decimal(value) => {
                Rational::new(value.units(), Decimal::ONE).map(|value| Term::Number(Sum::constant(value)))
            }
            Scalar::Number(value) => {
                Rational::of_number(*value).map(|value| Term::Number(Sum::constant(value)))
            }
            Scalar::Period(period) if matches!(ty, Type::Period(Some(_))) => number(period.index().into()),
            Scalar::Period(_) | Scalar::Tuple(_) => None,
        }
    }

    /// The variable of a column, its texts numbered where it has a list.
    pub(super) fn column(&mut self, id: ColumnId) -> Option<Variable> {
        let column: &Column = self.schema.column(id);
        if let Some(list) = &column.codelist {
            self.list(&list.clone());
        }
        let freed = self.record.is_some();
        let states = if freed { freed_states(column) } else { states(column) };
        self.variables.add_column(id, &column.ty, states)
    }

    /// The codes of a list.
    pub(super) fn list(&mut self, list: &Arc<Codelist>) -> Set {
        let key = Arc::as_ptr(list);
        if let Some(known) = self.lists.get(&key) {
            return known.clone();
        }
        let codes = list.codes().iter().map(|code| self.variables.text(&code.code)).collect();
        let set = Set::of(codes);
        self.lists.insert(key, set.clone());
        set
    }

    /// An expression that is not looked into.
    pub(super) fn opaque(&mut self, expr: &Arc<Expr>) -> Option<Cases> {
        let never_missing = matches!(expr.kind, ExprKind::AsOf | ExprKind::GroupKey(_));
        let states = if never_missing { KNOWN } else { KNOWN | reason_bit(Reason::Empty) };
        let variable = self.variables.add_opaque(expr, states)?;
        self.abstracted = true;
        Some(self.of_variable(variable))
    }

    pub(super) fn of_variable(&self, variable: Variable) -> Cases {
        Cases {
            known: vec![(Formula::known(variable), self.term_of(variable))],
            missing: Formula::missing(variable),
        }
    }

    pub(super) fn term_of(&self, variable: Variable) -> Term {
        match self.variables.declared(variable).sort {
            super::variables::Sort::Discrete => Term::Discrete(variable),
            _ => Term::Number(Sum::variable(variable)),
        }
    }

    /// A condition that is a variable.
    pub(super) fn opaque_condition(&mut self, expr: &Arc<Expr>, want: Want) -> Formula {
        self.abstracted = true;
        let states = KNOWN | reason_bit(Reason::Empty);
        match self.variables.add_opaque(expr, states) {
            Some(variable) => boolean(variable, want),
            // No boolean, where only a bare `missing` can be: unknown.
            None => constant_truth(&None, want),
        }
    }
}

/// What is said of a boolean variable.
pub(super) fn boolean(variable: Variable, want: Want) -> Formula {
    let is = |number| {
        let value = Formula::Literal(Literal::In(variable, Set::of(vec![number])));
        Formula::both(Formula::known(variable), value)
    };
    match want {
        Want::True => is(TRUE),
        Want::False => is(FALSE),
        Want::Unknown => Formula::missing(variable),
        Want::NotFalse => Formula::either(Formula::missing(variable), is(TRUE)),
        Want::NotTrue => Formula::either(Formula::missing(variable), is(FALSE)),
    }
}

/// What is said of a constant condition.
pub(super) fn constant_truth(value: &Value, want: Want) -> Formula {
    let truth = match value {
        Some(Scalar::Boolean(truth)) => Some(*truth),
        _ => None,
    };
    Formula::of(match want {
        Want::True => truth == Some(true),
        Want::False => truth == Some(false),
        Want::Unknown => truth.is_none(),
        Want::NotFalse => truth != Some(false),
        Want::NotTrue => truth != Some(true),
    })
}

/// The bit of a reason.
pub(super) fn reason_bit(reason: Reason) -> u64 {
    1 << reason.code().min(63)
}

/// The states that a cell of a column may be in.
fn states(column: &Column) -> u64 {
    let declared = (0..column.missing.len()).filter_map(|position| u8::try_from(position).ok());
    let declared = declared.fold(0, |bits, position| bits | reason_bit(Reason::Declared(position)));
    KNOWN | reason_bit(Reason::Empty) | reason_bit(Reason::Unreadable) | declared
}

/// The states that a field may be given: nobody would make it unreadable, or refuse for another.
fn freed_states(column: &Column) -> u64 {
    let _ = column;
    KNOWN | reason_bit(Reason::Empty)
}
