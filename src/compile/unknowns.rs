//! What is unknown for every record, by Kleene's logic: `worked and x` is not, where `x` can be false.
//!
//! Each expression has the outcomes that some record may give it; what can only be missing is the missing value. The
//! outcomes of parts are taken as independent of each other, so that there are rather too many than too few.

use std::collections::HashMap;
use std::ops::BitOr;
use std::sync::Arc;

use crate::ir::{Aggregate, AggregateFunction, CompareOp, Expr, ExprKind, IsTest, Scope, Set};
use crate::types::{Scalar, Type};

/// Outcomes that are possible: true, false, missing. A known value that is no boolean counts as true or false.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Outcomes(u8);

impl Outcomes {
    const NONE: Outcomes = Outcomes(0);
    pub(super) const TRUE: Outcomes = Outcomes(1);
    pub(super) const FALSE: Outcomes = Outcomes(2);
    const KNOWN: Outcomes = Outcomes(3);
    pub(super) const MISSING: Outcomes = Outcomes(4);
    const ANY: Outcomes = Outcomes(7);

    /// Whether one of these is possible.
    pub(super) fn may(self, outcome: Outcomes) -> bool {
        self.0 & outcome.0 != 0
    }

    fn when(self, possible: bool) -> Outcomes {
        if possible { self } else { Outcomes::NONE }
    }

    fn negated(self) -> Outcomes {
        Outcomes::TRUE.when(self.may(Outcomes::FALSE))
            | Outcomes::FALSE.when(self.may(Outcomes::TRUE))
            | Outcomes::MISSING.when(self.may(Outcomes::MISSING))
    }

    /// Of Kleene's and.
    pub(super) fn and(self, other: Outcomes) -> Outcomes {
        let (open, missing) = (Outcomes::TRUE | Outcomes::MISSING, Outcomes::MISSING);
        Outcomes::TRUE.when(self.may(Outcomes::TRUE) && other.may(Outcomes::TRUE))
            | Outcomes::FALSE.when(self.may(Outcomes::FALSE) || other.may(Outcomes::FALSE))
            | missing.when(self.may(missing) && other.may(open) || self.may(open) && other.may(missing))
    }

    fn or(self, other: Outcomes) -> Outcomes {
        self.negated().and(other.negated()).negated()
    }
}

impl BitOr for Outcomes {
    type Output = Outcomes;

    fn bitor(self, other: Outcomes) -> Outcomes {
        Outcomes(self.0 | other.0)
    }
}

/// Whether an expression is the missing value.
pub(super) fn is_unknown(expr: &Expr) -> bool {
    matches!(expr.kind, ExprKind::Literal(None))
}

/// The expression with every part that is missing for every record written as the missing value, and conditions that
/// can only be true, or false, as that. It means the same.
pub(super) fn known_part(expr: &Arc<Expr>) -> Arc<Expr> {
    Folder::default().fold(expr)
}

/// The outcomes that some record may give an expression.
pub(super) fn outcomes(expr: &Arc<Expr>) -> Outcomes {
    let mut folder = Folder::default();
    let folded = folder.fold(expr);
    folder.of(&folded)
}

/// Expressions that were folded, and the outcomes of what came of them. The expressions are kept, so that no address
/// is given twice.
#[derive(Default)]
struct Folder {
    folded: HashMap<*const Expr, (Arc<Expr>, Arc<Expr>)>,
    outcomes: HashMap<*const Expr, Outcomes>,
}

impl Folder {
    fn of(&self, expr: &Arc<Expr>) -> Outcomes {
        self.outcomes.get(&Arc::as_ptr(expr)).copied().unwrap_or(Outcomes::ANY)
    }

    fn fold(&mut self, expr: &Arc<Expr>) -> Arc<Expr> {
        if let Some((_, folded)) = self.folded.get(&Arc::as_ptr(expr)) {
            return folded.clone();
        }
        let own = |kind| Arc::new(Expr { kind, ty: expr.ty.clone(), span: expr.span });
        let inner = match expr.kind.map_own(&mut |child| self.fold(child)) {
            Some(kind) => own(kind),
            None => expr.clone(),
        };
        let outcomes = self.possible(&inner.kind);
        let folded = match outcomes {
            _ if matches!(inner.kind, ExprKind::Literal(_)) => inner,
            Outcomes::MISSING => own(ExprKind::Literal(None)),
            Outcomes::TRUE if expr.ty == Type::Boolean => truth_literal(&own, true),
            Outcomes::FALSE if expr.ty == Type::Boolean => truth_literal(&own, false),
            _ => inner,
        };
        self.outcomes.insert(Arc::as_ptr(&folded), outcomes);
        self.folded.insert(Arc::as_ptr(expr), (expr.clone(), folded.clone()));
        folded
    }

    fn possible(&self, kind: &ExprKind) -> Outcomes {
        match kind {
            ExprKind::Literal(value) => literal(value.as_ref()),
            ExprKind::Column(_)
            | ExprKind::GroupKey(_)
            | ExprKind::Parameter(_)
            | ExprKind::AsOf
            | ExprKind::This(_) => Outcomes::ANY,
            ExprKind::Not(a) => self.of(a).negated(),
            ExprKind::And(all) => all.iter().fold(Outcomes::TRUE, |so_far, part| so_far.and(self.of(part))),
            ExprKind::Or(all) => all.iter().fold(Outcomes::FALSE, |so_far, part| so_far.or(self.of(part))),
            ExprKind::Implies(a, b) => self.of(a).negated().or(self.of(b)),
            ExprKind::Interval { sure, possible } => interval(self.of(sure), self.of(possible)),
            ExprKind::Compare(op, a, b) => comparison(*op, a, b).unwrap_or_else(|| self.strict(&[a, b])),
            ExprKind::In(a, set) => self.membership(a, set),
            ExprKind::Is(a, test) => is_test(self.of(a), *test),
            ExprKind::If(condition, then, otherwise) => {
                conditional(self.of(condition), self.of(then), self.of(otherwise), may_agree(then, otherwise))
            }
            ExprKind::Case(branches, otherwise) => self.case(branches, otherwise),
            ExprKind::FirstKnown(all) => {
                let parts = || all.iter().map(|part| self.of(part));
                let known = parts().fold(Outcomes::NONE, |so_far, part| so_far | part);
                Outcomes(known.0 & Outcomes::KNOWN.0)
                    | Outcomes::MISSING.when(parts().all(|part| part.may(Outcomes::MISSING)))
            }
            ExprKind::Tuple(all) => {
                let is_void = all.iter().all(|part| self.of(part) == Outcomes::MISSING);
                if is_void { Outcomes::MISSING } else { Outcomes::ANY }
            }
            ExprKind::Aggregate(aggregate) => self.aggregate(aggregate),
            ExprKind::Dated(..)
            | ExprKind::Under(..)
            | ExprKind::CodeOf(..)
            | ExprKind::Matches(..)
            | ExprKind::Within(_)
            | ExprKind::Negate(_)
            | ExprKind::Arithmetic(..)
            | ExprKind::Widen(_)
            | ExprKind::Call(..) => self.strict(&kind.children()),
        }
    }

    /// Of what is missing where an operand is.
    fn strict(&self, operands: &[&Arc<Expr>]) -> Outcomes {
        let is_void = operands.iter().any(|operand| self.of(operand) == Outcomes::MISSING);
        if is_void { Outcomes::MISSING } else { Outcomes::ANY }
    }

    fn membership(&self, value: &Arc<Expr>, set: &Set) -> Outcomes {
        let is_void = |part: &Arc<Expr>| self.of(part) == Outcomes::MISSING;
        let of_void = match set {
            Set::Values(all) => !all.is_empty() && all.iter().all(is_void),
            Set::Range(low, high) => is_void(low) && is_void(high),
            Set::Codelist(_) => false,
        };
        if is_void(value) || of_void { Outcomes::MISSING } else { Outcomes::ANY }
    }

    /// Cases are conditionals within each other: each first one, else the rest.
    fn case(&self, branches: &[(Arc<Expr>, Arc<Expr>)], otherwise: &Arc<Expr>) -> Outcomes {
        let mut rest = self.of(otherwise);
        for (position, (condition, value)) in branches.iter().enumerate().rev() {
            let agree = position + 1 < branches.len() || may_agree(value, otherwise);
            rest = conditional(self.of(condition), self.of(value), rest, agree);
        }
        rest
    }

    /// The group of a judged row or group has at least one row; matching rows may be none.
    fn aggregate(&self, aggregate: &Aggregate) -> Outcomes {
        use AggregateFunction as F;
        let is_void = |part: &Arc<Expr>| self.of(part) == Outcomes::MISSING;
        let some_void = |part: &Option<Arc<Expr>>| part.as_ref().is_some_and(is_void);
        let keys = match &aggregate.scope {
            Scope::Matching(matching) => &matching.mine,
            Scope::By(keys) => keys,
            Scope::Group => &Vec::new(),
        };
        if keys.iter().any(is_void) {
            return Outcomes::MISSING;
        }
        if matches!(aggregate.scope, Scope::Matching(_)) {
            return Outcomes::ANY;
        }
        if [&aggregate.condition, &aggregate.weight, &aggregate.second].into_iter().any(some_void) {
            return Outcomes::MISSING;
        }
        let is_open = match aggregate.function {
            F::Count if aggregate.known => true,
            // Where a condition leaves out every row, sums, `any` and `every` of nothing are known.
            F::Count | F::Sum | F::Any | F::Every | F::Same => aggregate.condition.is_some(),
            _ => false,
        };
        if !is_open && some_void(&aggregate.value) { Outcomes::MISSING } else { Outcomes::ANY }
    }
}

fn truth_literal(own: &dyn Fn(ExprKind) -> Arc<Expr>, truth: bool) -> Arc<Expr> {
    own(ExprKind::Literal(Some(Scalar::Boolean(truth))))
}

fn literal(value: Option<&Scalar>) -> Outcomes {
    match value {
        None => Outcomes::MISSING,
        Some(Scalar::Boolean(true)) => Outcomes::TRUE,
        Some(Scalar::Boolean(false)) => Outcomes::FALSE,
        Some(_) => Outcomes::KNOWN,
    }
}

/// True when `sure` is true, false when `possible` is false, else missing.
fn interval(sure: Outcomes, possible: Outcomes) -> Outcomes {
    let open =
        sure.may(Outcomes::FALSE | Outcomes::MISSING) && possible.may(Outcomes::TRUE | Outcomes::MISSING);
    Outcomes::TRUE.when(sure.may(Outcomes::TRUE))
        | Outcomes::FALSE.when(possible.may(Outcomes::FALSE))
        | Outcomes::MISSING.when(open)
}

/// With a missing condition, the value on which both branches agree. `agree` is whether they can.
fn conditional(condition: Outcomes, then: Outcomes, otherwise: Outcomes, agree: bool) -> Outcomes {
    let both = Outcomes(then.0 & otherwise.0 & Outcomes::KNOWN.0).when(agree);
    let is_one = then == otherwise && (then == Outcomes::TRUE || then == Outcomes::FALSE);
    let decided = then.when(condition.may(Outcomes::TRUE)) | otherwise.when(condition.may(Outcomes::FALSE));
    let open = both | Outcomes::MISSING.when(!is_one);
    decided | open.when(condition.may(Outcomes::MISSING))
}

/// Whether two values can be known and equal.
fn may_agree(a: &Expr, b: &Expr) -> bool {
    match (&a.kind, &b.kind) {
        (ExprKind::Literal(Some(a)), ExprKind::Literal(Some(b))) => a == b,
        _ => true,
    }
}

fn is_test(value: Outcomes, test: IsTest) -> Outcomes {
    let asked = match test {
        IsTest::Missing => Outcomes::MISSING,
        IsTest::True => Outcomes::TRUE,
        IsTest::False => Outcomes::FALSE,
        // Reasons are of columns: what is missing for every record is none.
        IsTest::MissingBecause(_) if value == Outcomes::MISSING => return Outcomes::FALSE,
        IsTest::MissingBecause(_) => return Outcomes::KNOWN,
    };
    Outcomes::TRUE.when(value.may(asked)) | Outcomes::FALSE.when(value.0 & !asked.0 != 0)
}

/// Of two numbers, what it is. Shares with an unknown condition are compared so, at the ends of their interval.
fn comparison(op: CompareOp, a: &Expr, b: &Expr) -> Option<Outcomes> {
    let order = number(a)?.partial_cmp(&number(b)?)?;
    let holds = match op {
        CompareOp::Equal => order.is_eq(),
        CompareOp::NotEqual => order.is_ne(),
        CompareOp::Less => order.is_lt(),
        CompareOp::LessOrEqual => order.is_le(),
        CompareOp::Greater => order.is_gt(),
        CompareOp::GreaterOrEqual => order.is_ge(),
    };
    Some(if holds { Outcomes::TRUE } else { Outcomes::FALSE })
}

/// A constant, or a share of a group of which all rows, or none, are counted.
fn number(expr: &Expr) -> Option<f64> {
    match &expr.kind {
        ExprKind::Literal(Some(Scalar::Number(number))) => Some(*number),
        ExprKind::Aggregate(aggregate)
            if aggregate.function == AggregateFunction::Share
                && aggregate.weight.is_none()
                && !matches!(aggregate.scope, Scope::Matching(_)) =>
        {
            match aggregate.condition.as_deref().map(|condition| &condition.kind) {
                Some(ExprKind::Literal(Some(Scalar::Boolean(all)))) => Some(if *all { 1.0 } else { 0.0 }),
                _ => None,
            }
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn and_follows_kleene() {
        let some = Outcomes::TRUE | Outcomes::MISSING;
        assert_eq!(Outcomes::MISSING.and(some), Outcomes::MISSING);
        assert_eq!(Outcomes::MISSING.and(Outcomes::ANY), Outcomes::FALSE | Outcomes::MISSING);
        assert_eq!(Outcomes::MISSING.or(Outcomes::TRUE), Outcomes::TRUE);
        assert_eq!(Outcomes::FALSE.or(Outcomes::MISSING), Outcomes::MISSING);
    }

    #[test]
    fn branches_that_agree_decide_an_unknown_condition() {
        let agreeing = conditional(Outcomes::MISSING, Outcomes::TRUE, Outcomes::TRUE, true);
        assert_eq!(agreeing, Outcomes::TRUE);
        assert_eq!(conditional(Outcomes::MISSING, Outcomes::MISSING, Outcomes::ANY, true), Outcomes::MISSING);
        assert_eq!(conditional(Outcomes::TRUE, Outcomes::TRUE, Outcomes::MISSING, true), Outcomes::TRUE);
    }
}
