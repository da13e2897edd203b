//! Values: sums, conditionals, codes.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::encoder::{Cases, Encoder, MOST_CASES, Term, Want};
use super::formula::Formula;
use super::linear::{Relation, Sum};
use super::rational::Rational;
use super::set::Set;
use super::variables::{FALSE, TRUE, date_limits, decimal_limits, integer_limits};
use crate::ir::{ArithmeticOp, CodeFunction, CompareOp, Expr, ExprKind};
use crate::types::{Codelist, Decimal, Type};

impl Encoder<'_> {
    /// The values of an expression that is no constant; `None` where it is not looked into.
    pub(super) fn term(&mut self, expr: &Arc<Expr>) -> Option<Cases> {
        if expr.ty == Type::Boolean {
            let truth = |encoder: &mut Self, want| encoder.truth(expr, want);
            let known = vec![
                (truth(self, Want::True), Term::Constant(TRUE)),
                (truth(self, Want::False), Term::Constant(FALSE)),
            ];
            return Some(Cases { known, missing: truth(self, Want::Unknown) });
        }
        match &expr.kind {
            ExprKind::Column(column) => {
                let variable = self.column(*column)?;
                Some(self.of_variable(variable))
            }
            ExprKind::Widen(a) => self.widened(a, &expr.ty),
            ExprKind::Negate(a) => {
                let cases = self.value(a)?;
                let negated = |sum: &Sum| sum.times(Rational::integer(-1));
                let known = map_numbers(&cases, &negated)?;
                self.within_limits(known, cases.missing.clone(), &expr.ty)
            }
            ExprKind::Arithmetic(op, a, b) => self.arithmetic(*op, a, b, &expr.ty),
            ExprKind::If(condition, a, b) => {
                let (yes, no) = (self.value(a)?, self.value(b)?);
                self.choice(condition, &yes, &no)
            }
            ExprKind::Case(branches, otherwise) => {
                let mut rest = self.value(otherwise)?;
                for (condition, value) in branches.iter().rev() {
                    let own = self.value(value)?;
                    rest = Arc::new(self.choice(condition, &own, &rest)?);
                }
                Some(Cases { known: rest.known.clone(), missing: rest.missing.clone() })
            }
            ExprKind::FirstKnown(all) => self.first_known_value(all),
            ExprKind::CodeOf(function, a, list) => self.code_of(*function, a, list),
            ExprKind::Call(builtin, arguments) => match builtin.name {
                "least" => self.extreme(arguments, CompareOp::LessOrEqual),
                "greatest" => self.extreme(arguments, CompareOp::GreaterOrEqual),
                _ => None,
            },
            _ => None,
        }
    }

    fn widened(&mut self, a: &Arc<Expr>, to: &Type) -> Option<Cases> {
        let exact = match (&a.ty, to) {
            (Type::Integer(_), Type::Decimal(_)) => true,
            // Into floating-point numbers exact types are rounded.
            (Type::Integer(_) | Type::Decimal(_), Type::Number(_) | Type::Percent) => false,
            _ => true,
        };
        let cases = exact.then(|| self.value(a))??;
        Some(Cases { known: cases.known.clone(), missing: cases.missing.clone() })
    }

    fn arithmetic(&mut self, op: ArithmeticOp, a: &Arc<Expr>, b: &Arc<Expr>, ty: &Type) -> Option<Cases> {
        // Sums of floating-point numbers are rounded, and quotients are such numbers.
        if matches!(ty, Type::Number(_) | Type::Percent) || op == ArithmeticOp::Divide {
            return None;
        }
        let (left, right) = (self.value(a)?, self.value(b)?);
        if left.known.len() * right.known.len() > MOST_CASES {
            return None;
        }
        let mut known = Vec::new();
        for (guard, x) in &left.known {
            for (other, y) in &right.known {
                let (Term::Number(x), Term::Number(y)) = (x, y) else { return None };
                let (side, sum) = match op {
                    ArithmeticOp::Add => (Formula::True, x.plus(y)?),
                    ArithmeticOp::Subtract => (Formula::True, x.minus(y)?),
                    ArithmeticOp::Multiply => self.product(x, y, ty)?,
                    ArithmeticOp::Divide => return None,
                };
                known.push((Formula::all([guard.clone(), other.clone(), side]), Term::Number(sum)));
            }
        }
        let missing = Formula::either(left.missing.clone(), right.missing.clone());
        self.within_limits(known, missing, ty)
    }

    /// A product with a constant. Of decimals it is rounded at the ninth digit: a value nearby, with what is sure of it.
    fn product(&mut self, x: &Sum, y: &Sum, ty: &Type) -> Option<(Formula, Sum)> {
        let product = match (x.as_constant(), y.as_constant()) {
            (Some(factor), _) => (y.times(factor)?, factor),
            (_, Some(factor)) => (x.times(factor)?, factor),
            (None, None) => return None,
        };
        let (product, factor) = product;
        if !matches!(ty, Type::Decimal(_)) || factor.is_integer() {
            return Some((Formula::True, product));
        }
        let rounded = Sum::variable(self.variables.add_fraction());
        let half = Sum::constant(Rational::new(1, 2 * Decimal::ONE)?);
        let above = self.asked(Some(rounded.minus(&product)?.minus(&half)?), Relation::AtMost);
        let below = self.asked(Some(product.minus(&rounded)?.minus(&half)?), Relation::AtMost);
        let near = Formula::both(above, below);
        if self.record.is_none() {
            return Some((near, rounded));
        }
        // Values that are to be found are looked for among round ones first.
        let equal = self.asked(Some(rounded.minus(&product)?), Relation::Equal);
        Some((Formula::either(equal, near), rounded))
    }

    /// Where a result is beyond what its type holds, it is missing.
    fn within_limits(&mut self, known: Vec<(Formula, Term)>, missing: Formula, ty: &Type) -> Option<Cases> {
        let (low, high) = match ty {
            Type::Integer(_) | Type::Timestamp => integer_limits(),
            Type::Decimal(_) => decimal_limits(),
            Type::Date => date_limits(),
            // Any period that has no day is beyond this.
            Type::Period(_) => (Rational::integer(-250_000), Rational::integer(250_000)),
            _ => return None,
        };
        let is_decimal = matches!(ty, Type::Decimal(_));
        let beyond = if is_decimal { Relation::AtMost } else { Relation::Below };
        let mut outside = vec![missing];
        for (guard, term) in &known {
            let Term::Number(sum) = term else { return None };
            let above = self.asked(Sum::constant(high).minus(sum), beyond);
            let below = self.asked(sum.minus(&Sum::constant(low)), beyond);
            outside.push(Formula::both(guard.clone(), Formula::either(above, below)));
        }
        Some(Cases { known, missing: Formula::any(outside) })
    }

    fn choice(&mut self, condition: &Arc<Expr>, yes: &Cases, no: &Cases) -> Option<Cases> {
        let [on_true, on_false, on_unknown] =
            [Want::True, Want::False, Want::Unknown].map(|want| self.truth(condition, want));
        let mut known = Vec::new();
        for (guard, term) in &yes.known {
            known.push((Formula::both(on_true.clone(), guard.clone()), term.clone()));
        }
        for (guard, term) in &no.known {
            known.push((Formula::both(on_false.clone(), guard.clone()), term.clone()));
        }
        let mut open = vec![yes.missing.clone(), no.missing.clone()];
        if !matches!(on_unknown, Formula::False) {
            for (guard, term) in &yes.known {
                for (other, same) in &no.known {
                    let both = [on_unknown.clone(), guard.clone(), other.clone()];
                    let equal = self.related(CompareOp::Equal, term, same);
                    known.push((Formula::all(both.clone().into_iter().chain([equal])), term.clone()));
                    let differ = self.related(CompareOp::NotEqual, term, same);
                    open.push(Formula::all(both.into_iter().chain([differ])));
                }
            }
        }
        known.retain(|(guard, _)| !matches!(guard, Formula::False));
        if known.len() > MOST_CASES {
            return None;
        }
        let missing = Formula::any([
            Formula::both(on_true, yes.missing.clone()),
            Formula::both(on_false, no.missing.clone()),
            Formula::both(on_unknown, Formula::any(open)),
        ]);
        Some(Cases { known, missing })
    }

    fn first_known_value(&mut self, all: &[Arc<Expr>]) -> Option<Cases> {
        let mut before = Formula::True;
        let mut known = Vec::new();
        for part in all {
            let cases = self.value(part)?;
            for (guard, term) in &cases.known {
                known.push((Formula::both(before.clone(), guard.clone()), term.clone()));
            }
            before = Formula::both(before, cases.missing.clone());
        }
        Some(Cases { known, missing: before })
    }

    /// `parent` and `level`: by the codes that have each result.
    fn code_of(&mut self, function: CodeFunction, a: &Arc<Expr>, list: &Arc<Codelist>) -> Option<Cases> {
        let cases = self.value(a)?;
        let mut without = Vec::new();
        let mut results: BTreeMap<CodeResult, Vec<u32>> = BTreeMap::new();
        for code in list.codes() {
            let number = self.variables.text(&code.code);
            let result = match function {
                CodeFunction::Parent => code.parent.clone().map(CodeResult::Text),
                CodeFunction::Level => {
                    i64::try_from(list.ancestry(&code.code).len()).ok().map(CodeResult::Level)
                }
            };
            match result {
                Some(result) => results.entry(result).or_default().push(number),
                None => without.push(number),
            }
        }
        if results.len() * cases.known.len() > MOST_CASES {
            return None;
        }
        let nowhere = self.list(list).complement();
        let without = Set::of(without);
        let mut known = Vec::new();
        let mut outside = vec![cases.missing.clone()];
        for (guard, term) in &cases.known {
            for (result, numbers) in &results {
                let value = match result {
                    CodeResult::Text(text) => Term::Constant(self.variables.text(text)),
                    CodeResult::Level(level) => {
                        Term::Number(Sum::constant(Rational::integer((*level).into())))
                    }
                };
                let inside = Formula::both(guard.clone(), has(term, &Set::of(numbers.clone())));
                known.push((inside, value));
            }
            outside.push(Formula::both(guard.clone(), has(term, &nowhere)));
            outside.push(Formula::both(guard.clone(), has(term, &without)));
        }
        Some(Cases { known, missing: Formula::any(outside) })
    }

    /// `least` and `greatest`: each argument, where it stands so to all the others.
    fn extreme(&mut self, arguments: &[Arc<Expr>], op: CompareOp) -> Option<Cases> {
        let all: Vec<Arc<Cases>> =
            arguments.iter().map(|argument| self.value(argument)).collect::<Option<_>>()?;
        if all.iter().any(|cases| cases.known.len() != 1) {
            return None;
        }
        let guards = Formula::all(all.iter().map(|cases| cases.known[0].0.clone()));
        let terms: Vec<&Term> = all.iter().map(|cases| &cases.known[0].1).collect();
        let mut known = Vec::new();
        for term in &terms {
            let stands = terms.iter().map(|other| self.related(op, term, other));
            known.push((Formula::both(guards.clone(), Formula::all(stands)), (*term).clone()));
        }
        Some(Cases { known, missing: Formula::any(all.iter().map(|cases| cases.missing.clone())) })
    }
}

/// What `parent` or `level` yields.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum CodeResult {
    Text(Arc<str>),
    Level(i64),
}

fn has(term: &Term, set: &Set) -> Formula {
    match term {
        Term::Constant(number) => Formula::of(set.has(*number)),
        Term::Discrete(variable) => Formula::is_in(*variable, set.clone()),
        Term::Number(_) => Formula::True,
    }
}

fn map_numbers(cases: &Cases, map: &dyn Fn(&Sum) -> Option<Sum>) -> Option<Vec<(Formula, Term)>> {
    let one = |(guard, term): &(Formula, Term)| match term {
        Term::Number(sum) => Some((guard.clone(), Term::Number(map(sum)?))),
        Term::Constant(_) | Term::Discrete(_) => None,
    };
    cases.known.iter().map(one).collect()
}
