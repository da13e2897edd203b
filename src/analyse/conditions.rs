//! Conditions: the logic of three values, and tests of values.

use std::sync::Arc;

use super::encoder::{Cases, Encoder, Term, Want, boolean, constant_truth, reason_bit};
use super::formula::{Formula, KNOWN, Literal};
use super::linear::{Relation, Sum};
use super::rational::Rational;
use super::set::Set;
use crate::ir::{self, CompareOp, Expr, ExprKind, IsTest, Pattern, Within};
use crate::types::{Codelist, Scalar, Type};

/// Texts beyond which a pattern is not tried on each.
const MOST_TEXTS: usize = 2_000;

/// When a test is true, false, unknown.
struct Test {
    holds: Formula,
    fails: Formula,
    unknown: Formula,
}

impl Test {
    fn wanted(self, want: Want) -> Formula {
        match want {
            Want::True => self.holds,
            Want::False => self.fails,
            Want::Unknown => self.unknown,
            Want::NotFalse => Formula::either(self.unknown, self.holds),
            Want::NotTrue => Formula::either(self.unknown, self.fails),
        }
    }
}

impl Encoder<'_> {
    /// When a condition that is no constant is as wanted.
    pub(super) fn condition(&mut self, expr: &Arc<Expr>, want: Want) -> Formula {
        match &expr.kind {
            ExprKind::Not(a) => self.truth(a, want.of_negation()),
            ExprKind::And(all) => self.all_of(all, want),
            ExprKind::Or(all) => self.any_of(all, want),
            ExprKind::Implies(a, b) => self.implication(a, b, want),
            ExprKind::Interval { sure, possible } => match want {
                Want::True | Want::NotTrue => self.truth(sure, want),
                Want::False | Want::NotFalse => self.truth(possible, want),
                Want::Unknown => {
                    Formula::both(self.truth(sure, Want::NotTrue), self.truth(possible, Want::NotFalse))
                }
            },
            ExprKind::Compare(op, a, b) => self.comparison(expr, *op, a, b, want),
            ExprKind::In(a, set) => self.membership(expr, a, set, want),
            ExprKind::Under(a, above, list) => self.under(expr, a, above, list, want),
            ExprKind::Matches(a, pattern) => self.matches(expr, a, pattern, want),
            ExprKind::Within(within) => self.within(expr, within, want),
            ExprKind::Is(a, test) => self.is(a, *test, want),
            ExprKind::If(condition, a, b) => {
                let yes = self.each_want(a, want);
                let no = self.each_want(b, want);
                self.chosen(condition, &yes, &no, want)
            }
            ExprKind::Case(branches, otherwise) => {
                let mut rest = self.each_want(otherwise, want);
                for (condition, value) in branches.iter().rev() {
                    let own = self.each_want(value, want);
                    let wants = [want, Want::True, Want::False, Want::NotTrue, Want::NotFalse];
                    rest =
                        Branches(wants.map(|want| (want, self.chosen(condition, &own, &rest, want))).into());
                }
                rest.of(want)
            }
            ExprKind::FirstKnown(all) => self.first_known(all, want),
            ExprKind::Column(column) => match self.column(*column) {
                Some(variable) if expr.ty == Type::Boolean => boolean(variable, want),
                _ => self.opaque_condition(expr, want),
            },
            ExprKind::Literal(value) => constant_truth(value, want),
            ExprKind::GroupKey(_)
            | ExprKind::Parameter(_)
            | ExprKind::Dated(..)
            | ExprKind::AsOf
            | ExprKind::This(_)
            | ExprKind::CodeOf(..)
            | ExprKind::Negate(_)
            | ExprKind::Arithmetic(..)
            | ExprKind::Widen(_)
            | ExprKind::Call(..)
            | ExprKind::Tuple(_)
            | ExprKind::Aggregate(_) => self.opaque_condition(expr, want),
        }
    }

    fn all_of(&mut self, all: &[Arc<Expr>], want: Want) -> Formula {
        let mut each =
            |want: Want| -> Vec<Formula> { all.iter().map(|part| self.truth(part, want)).collect() };
        match want {
            Want::True | Want::NotFalse => Formula::all(each(want)),
            Want::False | Want::NotTrue => Formula::any(each(want)),
            Want::Unknown => {
                Formula::both(Formula::all(each(Want::NotFalse)), Formula::any(each(Want::Unknown)))
            }
        }
    }

    fn any_of(&mut self, all: &[Arc<Expr>], want: Want) -> Formula {
        let mut each =
            |want: Want| -> Vec<Formula> { all.iter().map(|part| self.truth(part, want)).collect() };
        match want {
            Want::True | Want::NotFalse => Formula::any(each(want)),
            Want::False | Want::NotTrue => Formula::all(each(want)),
            Want::Unknown => {
                Formula::both(Formula::all(each(Want::NotTrue)), Formula::any(each(Want::Unknown)))
            }
        }
    }

    fn implication(&mut self, a: &Arc<Expr>, b: &Arc<Expr>, want: Want) -> Formula {
        let (not_a, own) = (self.truth(a, want.of_negation()), self.truth(b, want));
        match want {
            Want::True | Want::NotFalse => Formula::either(not_a, own),
            Want::False | Want::NotTrue => Formula::both(not_a, own),
            Want::Unknown => {
                let open = [self.truth(a, Want::NotFalse), self.truth(b, Want::NotTrue)];
                Formula::both(Formula::all(open), Formula::either(not_a, own))
            }
        }
    }

    fn each_want(&mut self, expr: &Arc<Expr>, want: Want) -> Branches {
        let wants = [want, Want::True, Want::False, Want::NotTrue, Want::NotFalse];
        Branches(wants.map(|want| (want, self.truth(expr, want))).into())
    }

    /// `if`: with an unknown condition, what both branches agree on.
    fn chosen(&mut self, condition: &Arc<Expr>, yes: &Branches, no: &Branches, want: Want) -> Formula {
        let on_true = Formula::both(self.truth(condition, Want::True), yes.of(want));
        let on_false = Formula::both(self.truth(condition, Want::False), no.of(want));
        let agreed = match want {
            Want::True | Want::False => Formula::both(yes.of(want), no.of(want)),
            Want::NotTrue | Want::NotFalse => Formula::either(yes.of(want), no.of(want)),
            Want::Unknown => Formula::both(
                Formula::either(yes.of(Want::NotTrue), no.of(Want::NotTrue)),
                Formula::either(yes.of(Want::NotFalse), no.of(Want::NotFalse)),
            ),
        };
        let on_unknown = Formula::both(self.truth(condition, Want::Unknown), agreed);
        Formula::any([on_true, on_false, on_unknown])
    }

    fn first_known(&mut self, all: &[Arc<Expr>], want: Want) -> Formula {
        let mut before = Formula::True;
        let mut options = Vec::new();
        let decided = match want {
            Want::True | Want::NotFalse => Some(Want::True),
            Want::False | Want::NotTrue => Some(Want::False),
            Want::Unknown => None,
        };
        for part in all {
            if let Some(decided) = decided {
                options.push(Formula::both(before.clone(), self.truth(part, decided)));
            }
            before = Formula::both(before, self.truth(part, Want::Unknown));
        }
        if matches!(want, Want::Unknown | Want::NotFalse | Want::NotTrue) {
            options.push(before);
        }
        Formula::any(options)
    }

    fn comparison(
        &mut self,
        expr: &Arc<Expr>,
        op: CompareOp,
        a: &Arc<Expr>,
        b: &Arc<Expr>,
        want: Want,
    ) -> Formula {
        let (Some(left), Some(right)) = (self.value(a), self.value(b)) else {
            return self.opaque_condition(expr, want);
        };
        self.compared(op, &left, &right).wanted(want)
    }

    fn compared(&self, op: CompareOp, left: &Cases, right: &Cases) -> Test {
        let pairs = |op: CompareOp| {
            let pair = |(a, x): &(Formula, Term), (b, y): &(Formula, Term)| {
                Formula::all([a.clone(), b.clone(), self.related(op, x, y)])
            };
            Formula::any(left.known.iter().flat_map(|a| right.known.iter().map(move |b| pair(a, b))))
        };
        Test {
            holds: pairs(op),
            fails: pairs(opposite(op)),
            unknown: Formula::either(left.missing.clone(), right.missing.clone()),
        }
    }

    /// When two known values compare so.
    pub(super) fn related(&self, op: CompareOp, a: &Term, b: &Term) -> Formula {
        match (a, b) {
            (Term::Number(a), Term::Number(b)) => {
                let asked = |a: &Sum, b: &Sum, relation| self.asked(a.minus(b), relation);
                match op {
                    CompareOp::Equal => asked(a, b, Relation::Equal),
                    CompareOp::NotEqual => {
                        Formula::either(asked(a, b, Relation::Below), asked(b, a, Relation::Below))
                    }
                    CompareOp::Less => asked(a, b, Relation::Below),
                    CompareOp::LessOrEqual => asked(a, b, Relation::AtMost),
                    CompareOp::Greater => asked(b, a, Relation::Below),
                    CompareOp::GreaterOrEqual => asked(b, a, Relation::AtMost),
                }
            }
            (Term::Constant(a), Term::Constant(b)) => match op {
                CompareOp::Equal => Formula::of(a == b),
                CompareOp::NotEqual => Formula::of(a != b),
                _ => Formula::True,
            },
            (Term::Discrete(variable), Term::Constant(number))
            | (Term::Constant(number), Term::Discrete(variable)) => match op {
                CompareOp::Equal => Formula::is_in(*variable, Set::of(vec![*number])),
                CompareOp::NotEqual => Formula::is_in(*variable, Set::all_but(vec![*number])),
                _ => Formula::True,
            },
            (Term::Discrete(a), Term::Discrete(b)) => match op {
                CompareOp::Equal if a == b => Formula::True,
                CompareOp::NotEqual if a == b => Formula::False,
                CompareOp::Equal => Formula::Literal(Literal::Same(*a, *b)),
                CompareOp::NotEqual => Formula::Literal(Literal::Differ(*a, *b)),
                _ => Formula::True,
            },
            (Term::Number(_), _) | (_, Term::Number(_)) => Formula::True,
        }
    }

    /// `sum RELATION 0`; what does not fit is not asked.
    pub(super) fn asked(&self, sum: Option<Sum>, relation: Relation) -> Formula {
        sum.map_or(Formula::True, |sum| sum.asks(relation, &|variable| self.variables.is_whole(variable)))
    }

    fn membership(&mut self, expr: &Arc<Expr>, a: &Arc<Expr>, set: &ir::Set, want: Want) -> Formula {
        let test = match set {
            ir::Set::Values(members) => return self.in_values(expr, a, members, want),
            ir::Set::Range(low, high) => self.in_range(a, low, high),
            ir::Set::Codelist(list) => {
                let codes = self.list(list);
                self.value(a).map(|cases| in_set(&cases, &codes))
            }
        };
        match test {
            Some(test) => test.wanted(want),
            None => self.opaque_condition(expr, want),
        }
    }

    fn in_range(&mut self, a: &Arc<Expr>, low: &Arc<Expr>, high: &Arc<Expr>) -> Option<Test> {
        let (value, low, high) = (self.value(a)?, self.value(low)?, self.value(high)?);
        let above = self.compared(CompareOp::LessOrEqual, &low, &value);
        let below = self.compared(CompareOp::LessOrEqual, &value, &high);
        let open = |test: &Test| Formula::either(test.holds.clone(), test.unknown.clone());
        let unknown = Formula::either(above.unknown.clone(), below.unknown.clone());
        Some(Test {
            unknown: Formula::all([open(&above), open(&below), unknown]),
            holds: Formula::both(above.holds, below.holds),
            fails: Formula::either(above.fails, below.fails),
        })
    }

    fn in_values(&mut self, expr: &Arc<Expr>, a: &Arc<Expr>, members: &[Arc<Expr>], want: Want) -> Formula {
        if let Some(test) = self.in_constants(a, members) {
            return test.wanted(want);
        }
        let equal = |encoder: &mut Self, want: Want| -> Option<Vec<Formula>> {
            members.iter().map(|member| encoder.equal(a, member, want)).collect()
        };
        let formula = match want {
            Want::True | Want::NotFalse => equal(self, want).map(Formula::any),
            Want::False | Want::NotTrue => equal(self, want).map(Formula::all),
            Want::Unknown => match (equal(self, Want::NotTrue), equal(self, Want::Unknown)) {
                (Some(open), Some(unknown)) => Some(Formula::both(Formula::all(open), Formula::any(unknown))),
                _ => None,
            },
        };
        formula.unwrap_or_else(|| self.opaque_condition(expr, want))
    }

    /// A discrete value in constants: one set.
    fn in_constants(&mut self, a: &Arc<Expr>, members: &[Arc<Expr>]) -> Option<Test> {
        if !matches!(a.ty, Type::Text | Type::Code(_)) {
            return None;
        }
        let mut numbers = Vec::with_capacity(members.len());
        for member in members {
            match self.constant(member)? {
                Some(Scalar::Text(text)) => numbers.push(self.variables.text(&text)),
                _ => return None,
            }
        }
        let cases = self.value(a)?;
        Some(in_set(&cases, &Set::of(numbers)))
    }

    /// When two values, or all parts of two tuples, are equal.
    fn equal(&mut self, a: &Arc<Expr>, b: &Arc<Expr>, want: Want) -> Option<Formula> {
        if let (ExprKind::Tuple(left), ExprKind::Tuple(right)) = (&a.kind, &b.kind) {
            let mut each = |want: Want| -> Option<Vec<Formula>> {
                left.iter().zip(right).map(|(a, b)| self.equal(a, b, want)).collect()
            };
            return Some(match want {
                Want::True | Want::NotFalse => Formula::all(each(want)?),
                Want::False | Want::NotTrue => Formula::any(each(want)?),
                Want::Unknown => {
                    Formula::both(Formula::all(each(Want::NotFalse)?), Formula::any(each(Want::Unknown)?))
                }
            });
        }
        let (left, right) = (self.value(a)?, self.value(b)?);
        Some(self.compared(CompareOp::Equal, &left, &right).wanted(want))
    }

    fn under(
        &mut self,
        expr: &Arc<Expr>,
        a: &Arc<Expr>,
        above: &Arc<Expr>,
        list: &Arc<Codelist>,
        want: Want,
    ) -> Formula {
        let (Some(Some(Scalar::Text(above))), Some(cases)) = (self.constant(above), self.value(a)) else {
            return self.opaque_condition(expr, want);
        };
        let codes = self.list(list);
        let below = list.codes().iter().filter(|code| list.is_under(&code.code, &above) == Some(true));
        let below = Set::of(below.map(|code| self.variables.text(&code.code)).collect());
        let others = codes.intersection(&below.complement());
        let inside = in_set(&cases, &codes);
        let test = Test {
            holds: in_set(&cases, &below).holds,
            fails: in_set(&cases, &others).holds,
            unknown: Formula::either(inside.unknown, inside.fails),
        };
        test.wanted(want)
    }

    fn matches(&mut self, expr: &Arc<Expr>, a: &Arc<Expr>, pattern: &Pattern, want: Want) -> Formula {
        let (Some(cases), Some(free)) = (self.value(a), self.variables.add_opaque(expr, KNOWN)) else {
            return self.opaque_condition(expr, want);
        };
        self.abstracted = true;
        // Of a record the texts are those of all records before: only codes are tried.
        let tried = if self.record.is_some() && a.ty == Type::Text { 0 } else { MOST_TEXTS };
        let (matching, others): (Vec<_>, Vec<_>) =
            self.variables.texts().take(tried).partition(|(_, text)| pattern.matches(text));
        let numbers = |texts: Vec<(u32, &Arc<str>)>| texts.into_iter().map(|(number, _)| number).collect();
        let (never, always) = (Set::all_but(numbers(others)), Set::all_but(numbers(matching)));
        let test = Test {
            holds: Formula::both(in_set(&cases, &never).holds, boolean(free, Want::True)),
            fails: Formula::both(in_set(&cases, &always).holds, boolean(free, Want::False)),
            unknown: cases.missing.clone(),
        };
        test.wanted(want)
    }

    fn is(&mut self, a: &Arc<Expr>, test: IsTest, want: Want) -> Formula {
        let holds = match want {
            Want::True | Want::NotFalse => true,
            Want::False | Want::NotTrue => false,
            Want::Unknown => return Formula::False,
        };
        match test {
            IsTest::True => self.truth(a, if holds { Want::True } else { Want::NotTrue }),
            IsTest::False => self.truth(a, if holds { Want::False } else { Want::NotFalse }),
            IsTest::Missing if a.ty == Type::Boolean && holds => self.truth(a, Want::Unknown),
            IsTest::Missing if a.ty == Type::Boolean => {
                Formula::either(self.truth(a, Want::True), self.truth(a, Want::False))
            }
            IsTest::Missing => match self.value(a) {
                Some(cases) if holds => cases.missing.clone(),
                Some(cases) => Formula::any(cases.known.iter().map(|(guard, _)| guard.clone())),
                None => Formula::True,
            },
            IsTest::MissingBecause(reason) => match a.kind {
                ExprKind::Column(column) => match self.column(column) {
                    Some(variable) => {
                        let bit = reason_bit(reason);
                        Formula::Literal(Literal::State(variable, if holds { bit } else { !bit }))
                    }
                    None => Formula::True,
                },
                _ => Formula::of(!holds),
            },
        }
    }

    fn within(&mut self, expr: &Arc<Expr>, of: &Within, want: Want) -> Formula {
        match self.within_test(of) {
            Some(test) => test.wanted(want),
            None => self.opaque_condition(expr, want),
        }
    }

    /// Exact types only, with a constant share: `|a - b| <= max(share × |b|, amount)`.
    fn within_test(&mut self, of: &Within) -> Option<Test> {
        if !matches!(of.value.ty, Type::Integer(_) | Type::Decimal(_)) {
            return None;
        }
        let share = match &of.share {
            None => None,
            Some(share) => match self.constant(share)? {
                Some(Scalar::Number(share)) if share >= 0.0 => Some(rounded_share(share)?),
                _ => return None,
            },
        };
        let (value, base) = (self.value(&of.value)?, self.value(&of.base)?);
        let nothing = Arc::new(Cases {
            known: vec![(Formula::True, Term::Number(Sum::constant(Rational::integer(-1))))],
            missing: Formula::False,
        });
        let amount = match &of.amount {
            Some(amount) => self.value(amount)?,
            None => nothing,
        };
        let (mut holds, mut fails) = (Vec::new(), Vec::new());
        for (a, x) in &value.known {
            for (b, y) in &base.known {
                for (c, w) in &amount.known {
                    let (Term::Number(x), Term::Number(y), Term::Number(w)) = (x, y, w) else { return None };
                    let guard = Formula::all([a.clone(), b.clone(), c.clone()]);
                    let (near, far) = self.near(x, y, w, share)?;
                    holds.push(Formula::both(guard.clone(), near));
                    fails.push(Formula::both(guard, far));
                }
            }
        }
        let unknown = [&value, &base, &amount].map(|cases| cases.missing.clone());
        Some(Test { holds: Formula::any(holds), fails: Formula::any(fails), unknown: Formula::any(unknown) })
    }

    fn near(&self, x: &Sum, y: &Sum, amount: &Sum, share: Option<Rational>) -> Option<(Formula, Formula)> {
        let distance = x.minus(y)?;
        let mirrored = distance.times(Rational::integer(-1))?;
        let at_most = |limit: &Sum| -> Option<(Formula, Formula)> {
            let (first, second) = (distance.minus(limit)?, mirrored.minus(limit)?);
            let inside = Formula::both(
                self.asked(Some(first), Relation::AtMost),
                self.asked(Some(second), Relation::AtMost),
            );
            let outside = Formula::either(
                self.asked(limit.minus(&distance), Relation::Below),
                self.asked(limit.minus(&mirrored), Relation::Below),
            );
            Some((inside, outside))
        };
        let (near, far) = at_most(amount)?;
        let Some(share) = share else { return Some((near, far)) };
        let limit = y.times(share)?;
        let (near_above, far_above) = at_most(&limit)?;
        let (near_below, far_below) = at_most(&limit.times(Rational::integer(-1))?)?;
        let positive = self.asked(y.times(Rational::integer(-1)), Relation::AtMost);
        let negative = self.asked(Some(y.clone()), Relation::AtMost);
        let relative = Formula::either(
            Formula::both(positive.clone(), near_above),
            Formula::both(negative.clone(), near_below),
        );
        let beyond = Formula::either(Formula::both(positive, far_above), Formula::both(negative, far_below));
        Some((Formula::either(near, relative), Formula::both(far, beyond)))
    }
}

/// Formulas of one expression by what is wanted of it.
struct Branches(Vec<(Want, Formula)>);

impl Branches {
    fn of(&self, want: Want) -> Formula {
        let found = self.0.iter().find(|(own, _)| *own == want);
        found.map_or(Formula::True, |(_, formula)| formula.clone())
    }
}

/// A discrete value in a set.
fn in_set(cases: &Cases, set: &Set) -> Test {
    let inside = |set: &Set| {
        Formula::any(cases.known.iter().map(|(guard, term)| {
            let test = match term {
                Term::Constant(number) => Formula::of(set.has(*number)),
                Term::Discrete(variable) => Formula::is_in(*variable, set.clone()),
                Term::Number(_) => Formula::True,
            };
            Formula::both(guard.clone(), test)
        }))
    };
    Test { holds: inside(set), fails: inside(&set.complement()), unknown: cases.missing.clone() }
}

/// The comparison that is true when this one is false, of known values with an order.
fn opposite(op: CompareOp) -> CompareOp {
    match op {
        CompareOp::Equal => CompareOp::NotEqual,
        CompareOp::NotEqual => CompareOp::Equal,
        CompareOp::Less => CompareOp::GreaterOrEqual,
        CompareOp::LessOrEqual => CompareOp::Greater,
        CompareOp::Greater => CompareOp::LessOrEqual,
        CompareOp::GreaterOrEqual => CompareOp::Less,
    }
}

/// A share as it is counted with: rounded to eleven digits after the point.
fn rounded_share(share: f64) -> Option<Rational> {
    let digits: i128 = format!("{share:.11}").replace('.', "").parse().ok()?;
    Rational::new(digits, 100_000_000_000)
}
