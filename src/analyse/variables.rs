//! The variables of formulas: columns, parameters, and everything that is not looked into.

use std::collections::HashMap;
use std::sync::Arc;

use super::formula::{KNOWN, Variable};
use super::rational::Rational;
use super::set::Set;
use crate::ir::Expr;
use crate::types::{ColumnId, Type};

/// What values a variable takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Sort {
    /// Texts, codes, booleans: numbered values.
    Discrete,
    /// Integers, days, steps of periods.
    Whole,
    /// Decimals and floating-point numbers, of which any fraction is allowed: more than there is.
    Fraction,
}

/// What is known of a variable from its type.
#[derive(Debug, Clone)]
pub(super) struct Declared {
    pub(super) sort: Sort,
    /// The states it may be in.
    pub(super) states: u64,
    /// Least and greatest value.
    pub(super) limits: Option<(Rational, Rational)>,
    /// Discrete values.
    pub(super) values: Set,
    /// The column it is.
    pub(super) column: Option<ColumnId>,
}

/// Variables by number, and the numbers of texts.
#[derive(Debug, Default)]
pub(super) struct Variables {
    declared: Vec<Declared>,
    columns: HashMap<ColumnId, Variable>,
    opaque: HashMap<Arc<Expr>, Variable>,
    pub(super) texts: NumberedTexts,
}

/// Numbers of texts.
#[derive(Debug, Default)]
pub(super) struct NumberedTexts {
    numbers: HashMap<Arc<str>, u32>,
    texts: Vec<Arc<str>>,
}

impl NumberedTexts {
    /// The number of a text.
    fn number(&mut self, text: &Arc<str>) -> u32 {
        if let Some(number) = self.numbers.get(text) {
            return *number;
        }
        let number = FIRST_TEXT + u32::try_from(self.texts.len()).expect("fewer than 2^32 texts");
        self.numbers.insert(text.clone(), number);
        self.texts.push(text.clone());
        number
    }

    pub(super) fn len(&self) -> usize {
        self.texts.len()
    }
}

/// The numbers of false and true.
pub(super) const FALSE: u32 = 0;
/// See [`FALSE`].
pub(super) const TRUE: u32 = 1;
/// The number of the first text.
const FIRST_TEXT: u32 = 2;

/// The least and greatest integer.
pub(super) fn integer_limits() -> (Rational, Rational) {
    (Rational::integer(i64::MIN.into()), Rational::integer(i64::MAX.into()))
}

/// Beyond the least and greatest decimal: 38 digits, nine of them after the point.
pub(super) fn decimal_limits() -> (Rational, Rational) {
    let limit = 10_i128.pow(29);
    (Rational::integer(-limit), Rational::integer(limit))
}

/// The least and greatest day.
pub(super) fn date_limits() -> (Rational, Rational) {
    (Rational::integer(i32::MIN.into()), Rational::integer(i32::MAX.into()))
}

impl Variables {
    pub(super) fn declared(&self, variable: Variable) -> &Declared {
        &self.declared[variable.0 as usize]
    }

    /// Whether it takes integers only.
    pub(super) fn is_whole(&self, variable: Variable) -> bool {
        self.declared(variable).sort == Sort::Whole
    }

    /// The variable of a column, if it has one.
    pub(super) fn column(&self, column: ColumnId) -> Option<Variable> {
        self.columns.get(&column).copied()
    }

    /// The variable of a column; `None` for types without one kind of values.
    pub(super) fn add_column(&mut self, column: ColumnId, ty: &Type, states: u64) -> Option<Variable> {
        if let Some(known) = self.columns.get(&column) {
            return Some(*known);
        }
        let mut declared = of_type(ty, states)?;
        declared.column = Some(column);
        let variable = self.add(declared);
        self.columns.insert(column, variable);
        Some(variable)
    }

    /// The variable of an expression that is not looked into: one for equal expressions.
    pub(super) fn add_opaque(&mut self, expr: &Arc<Expr>, states: u64) -> Option<Variable> {
        if let Some(known) = self.opaque.get(expr) {
            return Some(*known);
        }
        let variable = self.add(of_type(&expr.ty, states)?);
        self.opaque.insert(expr.clone(), variable);
        Some(variable)
    }

    /// A variable for a number that is known.
    pub(super) fn add_fraction(&mut self) -> Variable {
        let values = Set::everything();
        self.add(Declared { sort: Sort::Fraction, states: KNOWN, limits: None, values, column: None })
    }

    fn add(&mut self, declared: Declared) -> Variable {
        let variable = Variable(u32::try_from(self.declared.len()).expect("fewer than 2^32 variables"));
        self.declared.push(declared);
        variable
    }

    /// The number of a text.
    pub(super) fn text(&mut self, text: &Arc<str>) -> u32 {
        self.texts.number(text)
    }

    /// The text of a number.
    pub(super) fn text_of(&self, number: u32) -> Option<&Arc<str>> {
        self.texts.texts.get(number.checked_sub(FIRST_TEXT)? as usize)
    }

    /// Every text with its number.
    pub(super) fn texts(&self) -> impl Iterator<Item = (u32, &Arc<str>)> {
        (FIRST_TEXT..).zip(&self.texts.texts)
    }
}

fn of_type(ty: &Type, states: u64) -> Option<Declared> {
    let (sort, limits, values) = match ty {
        Type::Boolean => (Sort::Discrete, None, Set::of(vec![FALSE, TRUE])),
        Type::Text | Type::Code(_) => (Sort::Discrete, None, Set::everything()),
        Type::Integer(_) | Type::Timestamp => (Sort::Whole, Some(integer_limits()), Set::everything()),
        Type::Date | Type::Period(Some(_)) => (Sort::Whole, Some(date_limits()), Set::everything()),
        Type::Decimal(_) => (Sort::Fraction, Some(decimal_limits()), Set::everything()),
        Type::Number(_) | Type::Percent => (Sort::Fraction, None, Set::everything()),
        Type::Period(None) | Type::Tuple(_) | Type::Missing => return None,
    };
    Some(Declared { sort, states, limits, values, column: None })
}
