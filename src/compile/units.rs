//! Units of measure: currencies, times, persons, and those that the standard declares.

use std::collections::BTreeSet;

use super::{Compiler, iso4217};
use crate::diag::{Code, Diagnostic, similar};
use crate::syntax::ast::{self, DeclarationKind};
use crate::types::Unit;

/// Units that need no declaration, beside the currencies.
const TIMES_AND_PERSONS: [&str; 5] = ["day", "week", "month", "year", "person"];

/// The units of a standard.
#[derive(Debug)]
pub(super) struct Units {
    declared: BTreeSet<String>,
}

impl Units {
    pub(super) fn new() -> Self {
        Units { declared: BTreeSet::new() }
    }

    fn has(&self, name: &str) -> bool {
        TIMES_AND_PERSONS.contains(&name) || iso4217::name(name).is_some() || self.declared.contains(name)
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        let known = TIMES_AND_PERSONS.into_iter().chain(iso4217::CURRENCIES.iter().map(|(code, _)| *code));
        known.chain(self.declared.iter().map(String::as_str))
    }

    /// The unit nearest to a name; among equals the Moroccan dirham and the great currencies come first.
    fn similar(&self, name: &str) -> Option<&str> {
        let near = |candidate: &str| strsim::osa_distance(&name.to_lowercase(), &candidate.to_lowercase());
        let first = ["MAD", "EUR", "USD"].into_iter().find(|known| near(known) == 1);
        first.or_else(|| similar(name, self.names()))
    }
}

impl Compiler<'_> {
    /// Enters the units of `unit` declarations.
    pub(super) fn declare_units(&mut self, declarations: &[ast::Declaration]) {
        let units = || {
            declarations.iter().filter_map(|declaration| match &declaration.kind {
                DeclarationKind::Unit(unit) => Some(unit),
                _ => None,
            })
        };
        for unit in units() {
            self.units.declared.insert(unit.name.value.clone());
        }
        for (_, expr) in units().filter_map(|unit| unit.equals.as_ref()) {
            self.unit(expr, &[]);
        }
    }

    /// The unit of an expression in brackets. A name that is one of `columns` would be a unit taken from a column.
    pub(super) fn unit(&mut self, expr: &ast::UnitExpr, columns: &[ast::Column]) -> Option<Unit> {
        let mut unit = Unit::none();
        for (name, exponent) in &expr.factors {
            if !self.units.has(&name.value) {
                self.report_unknown_unit(name, columns);
                return None;
            }
            let factor = Unit::base(&name.value);
            unit = if *exponent < 0 { unit.per(&factor) } else { unit.times(&factor) }?;
        }
        Some(unit)
    }

    fn report_unknown_unit(&mut self, name: &ast::Name, columns: &[ast::Column]) {
        if columns.iter().any(|column| column.name.value == name.value) {
            return self.not_yet("unit from a column", name.span);
        }
        let near = self.units.similar(&name.value).map(str::to_owned);
        let mut diagnostic = Diagnostic::new(Code::UnknownUnit, name.span).with("name", name.value.clone());
        if let Some(near) = &near {
            diagnostic = diagnostic.with("label", iso4217::name(near).unwrap_or(near)).fix(name.span, near);
        }
        self.report(diagnostic.similar(near.as_deref()).help("declare"));
    }
}
