//! Units of measure: currencies, times, persons, and those that the standard declares.

use std::collections::BTreeMap;

use super::{Compiler, iso4217};
use crate::diag::{Code, Diagnostic, similar};
use crate::syntax::ast::{self, DeclarationKind};
use crate::types::{Type, Unit};

/// Units that need no declaration, beside the currencies.
const TIMES_AND_PERSONS: [&str; 5] = ["day", "week", "month", "year", "person"];

/// The units of a standard.
#[derive(Debug)]
pub(super) struct Units {
    /// Those that the standard declares, with what they are worth in others; none of a new base unit.
    declared: BTreeMap<String, Option<(i128, Unit)>>,
}

/// A ratio of two whole numbers.
pub(super) type Ratio = (i128, i128);

/// The units that a declared one may be worth through others.
const LONGEST_CHAIN: usize = 32;

impl Units {
    pub(super) fn new() -> Self {
        Units { declared: BTreeMap::new() }
    }

    pub(super) fn has(&self, name: &str) -> bool {
        TIMES_AND_PERSONS.contains(&name) || iso4217::name(name).is_some() || self.declared.contains_key(name)
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        let known = TIMES_AND_PERSONS.into_iter().chain(iso4217::CURRENCIES.iter().map(|(code, _)| *code));
        known.chain(self.declared.keys().map(String::as_str))
    }

    /// What a unit is worth in units that have no factor; `None` when that can not be told.
    pub(super) fn worth(&self, unit: &Unit) -> Option<(Ratio, Unit)> {
        self.worth_within(unit, LONGEST_CHAIN)
    }

    fn worth_within(&self, unit: &Unit, chain: usize) -> Option<(Ratio, Unit)> {
        let (mut ratio, mut base) = ((1_i128, 1_i128), Unit::none());
        for (name, exponent) in unit.factors() {
            let (own, own_base) = match self.declared.get(name.as_ref()) {
                Some(Some((billionths, unit))) => {
                    let (below, base) = self.worth_within(unit, chain.checked_sub(1)?)?;
                    (product(below, (*billionths, 1_000_000_000))?, base)
                }
                _ => ((1, 1), Unit::base(name)),
            };
            for _ in 0..exponent.unsigned_abs() {
                let (factor, next) = if *exponent > 0 {
                    (own, base.times(&own_base)?)
                } else {
                    ((own.1, own.0), base.per(&own_base)?)
                };
                (ratio, base) = (product(ratio, factor)?, next);
            }
        }
        Some((ratio, base))
    }

    /// How many of `to` one of `from` is; `None` when neither a factor nor a chain of them says so.
    pub(super) fn ratio(&self, from: &Unit, to: &Unit) -> Option<Ratio> {
        let ((above, from_base), (below, to_base)) = (self.worth(from)?, self.worth(to)?);
        if from_base == to_base { product(above, (below.1, below.0)) } else { None }
    }

    /// The names in a unit that are no units: columns that hold a currency.
    pub(super) fn columns<'u>(&self, unit: &'u Unit) -> impl Iterator<Item = &'u str> {
        unit.factors().iter().map(|(name, _)| name.as_ref()).filter(|name| !self.has(name))
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
            self.units.declared.insert(unit.name.value.clone(), None);
        }
        for unit in units() {
            let Some((factor, expr)) = &unit.equals else { continue };
            let Some(equal) = self.unit(expr, &[]) else { continue };
            let worth = (factor.value.units() > 0).then(|| (factor.value.units(), equal));
            self.units.declared.insert(unit.name.value.clone(), worth);
            if self.units.worth(&Unit::base(&unit.name.value)).is_none() {
                self.units.declared.insert(unit.name.value.clone(), None);
                let name = unit.name.value.clone();
                let cycle = format!("{name} → … → {name}");
                self.report(Diagnostic::new(Code::Cycle, unit.name.span).with("cycle", cycle));
            }
        }
    }

    /// The unit of an expression in brackets. A name that is no unit's and one of `columns` is the currency that the
    /// column holds.
    pub(super) fn unit(&mut self, expr: &ast::UnitExpr, columns: &[ast::Column]) -> Option<Unit> {
        let mut unit = Unit::none();
        for (name, exponent) in &expr.factors {
            if !self.units.has(&name.value) {
                self.currency_column(name, columns)?;
            }
            let factor = Unit::base(&name.value);
            unit = if *exponent < 0 { unit.per(&factor) } else { unit.times(&factor) }?;
        }
        Some(unit)
    }

    /// A column that says in which currency an amount is: a code or a text.
    fn currency_column(&mut self, name: &ast::Name, columns: &[ast::Column]) -> Option<()> {
        let Some(column) = columns.iter().find(|column| column.name.value == name.value) else {
            self.report_unknown_unit(name);
            return None;
        };
        let ty = &column.ty.name;
        if ty.value == "text" || Self::plain_type(&ty.value).is_none() {
            return Some(());
        }
        let diagnostic = Diagnostic::new(Code::TypeMismatch, name.span).with("expected", "codelist, text");
        let diagnostic = diagnostic.with("found", ty.value.clone());
        self.report(diagnostic.label("declared", ty.span));
        None
    }

    fn report_unknown_unit(&mut self, name: &ast::Name) {
        let near = self.units.similar(&name.value).map(str::to_owned);
        let mut diagnostic = Diagnostic::new(Code::UnknownUnit, name.span).with("name", name.value.clone());
        if let Some(near) = &near {
            diagnostic = diagnostic.with("label", iso4217::name(near).unwrap_or(near)).fix(name.span, near);
        }
        self.report(diagnostic.similar(near.as_deref()).help("declare"));
    }

    /// A type seen from another record: a currency that its own record holds is found there by `owner.column`.
    pub(super) fn seen_from(&self, ty: &Type, owner: &str) -> Type {
        match ty.unit() {
            Some(unit) if self.units.columns(unit).next().is_some() => {
                ty.with_unit(self.renamed(unit, &|name| format!("{owner}.{name}")))
            }
            _ => ty.clone(),
        }
    }

    /// A unit with its columns' names changed.
    fn renamed(&self, unit: &Unit, rename: &dyn Fn(&str) -> String) -> Unit {
        let mut renamed = Unit::none();
        for (name, exponent) in unit.factors() {
            let base = if self.units.has(name) { Unit::base(name) } else { Unit::base(&rename(name)) };
            for _ in 0..exponent.unsigned_abs() {
                let next = if *exponent > 0 { renamed.times(&base) } else { renamed.per(&base) };
                renamed = next.expect("the exponents are those of the unit");
            }
        }
        renamed
    }
}

/// The product of two ratios in lowest terms.
fn product(a: Ratio, b: Ratio) -> Option<Ratio> {
    let (above, below) = (a.0.checked_mul(b.0)?, a.1.checked_mul(b.1)?);
    let common = common_divisor(above, below);
    Some((above / common, below / common))
}

fn common_divisor(a: i128, b: i128) -> i128 {
    if b == 0 { a.max(1) } else { common_divisor(b, a % b) }
}
