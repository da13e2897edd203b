//! Whether linear constraints can hold together, in exact fractions: the general simplex of Dutertre and de Moura
//! ("A Fast Linear-Arithmetic Solver for DPLL(T)", CAV 2006), with Bland's rule, which ends. Integers by branching.

use super::formula::Variable;
use super::linear::{Linear, Relation};
use super::rational::Rational;
use super::state::Bound;

/// A fraction and a multiple of something infinitely small: how strict bounds are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Point {
    value: Rational,
    small: Rational,
}

/// What came of it.
#[derive(Debug)]
pub(super) enum Feasible {
    /// Values by the position of the variable.
    Yes(Vec<Rational>),
    No,
    /// Fractions grew beyond 128 bits, or integers took too many branches.
    Unclear,
}

/// A variable of the problem: its bounds, and whether it takes integers only.
#[derive(Debug, Clone)]
pub(super) struct Range {
    pub(super) variable: Variable,
    pub(super) low: Option<Bound>,
    pub(super) high: Option<Bound>,
    pub(super) whole: bool,
}

/// How many branches integers may take.
const BRANCHES: usize = 60;

/// Values within the ranges for which all constraints hold.
pub(super) fn solve(ranges: &[Range], linears: &[&Linear], with_integers: bool) -> Feasible {
    let mut branches = 0;
    branch(ranges.to_vec(), linears, with_integers, &mut branches)
}

fn branch(ranges: Vec<Range>, linears: &[&Linear], with_integers: bool, branches: &mut usize) -> Feasible {
    let values = match Tableau::new(&ranges, linears).map(Tableau::solve) {
        Some(Some(Some(values))) => values,
        Some(Some(None)) => return Feasible::No,
        Some(None) | None => return Feasible::Unclear,
    };
    let broken = ranges.iter().zip(&values).position(|(range, value)| range.whole && !value.is_integer());
    let Some(position) = broken.filter(|_| with_integers) else { return Feasible::Yes(values) };
    *branches += 1;
    if *branches > BRANCHES {
        return Feasible::Unclear;
    }
    let mut unclear = false;
    let below = values[position].floor();
    let Some(above) = below.checked_add(1) else { return Feasible::Unclear };
    for (value, is_high) in [(below, true), (above, false)] {
        let mut half = ranges.clone();
        let bound = Some(Bound { value: Rational::integer(value), strict: false });
        *(if is_high { &mut half[position].high } else { &mut half[position].low }) = bound;
        match branch(half, linears, with_integers, branches) {
            Feasible::Yes(values) => return Feasible::Yes(values),
            Feasible::No => {}
            Feasible::Unclear => unclear = true,
        }
    }
    if unclear { Feasible::Unclear } else { Feasible::No }
}

/// Rows express basic variables by the others. Columns are the problem's variables, then one for each constraint.
struct Tableau {
    rows: Vec<Vec<Rational>>,
    /// The variable of each row.
    basis: Vec<usize>,
    low: Vec<Option<Point>>,
    high: Vec<Option<Point>>,
    value: Vec<Point>,
    /// How many variables the problem itself has.
    own: usize,
}

const NOTHING: Point = Point { value: Rational::ZERO, small: Rational::ZERO };

impl Point {
    fn low(bound: Bound) -> Point {
        let small = if bound.strict { Rational::ONE } else { Rational::ZERO };
        Point { value: bound.value, small }
    }

    fn high(bound: Bound) -> Point {
        let small = if bound.strict { Rational::integer(-1) } else { Rational::ZERO };
        Point { value: bound.value, small }
    }

    fn plus(self, other: Point) -> Option<Point> {
        Some(Point { value: self.value.plus(other.value)?, small: self.small.plus(other.small)? })
    }

    fn minus(self, other: Point) -> Option<Point> {
        Some(Point { value: self.value.minus(other.value)?, small: self.small.minus(other.small)? })
    }

    fn times(self, factor: Rational) -> Option<Point> {
        Some(Point { value: self.value.times(factor)?, small: self.small.times(factor)? })
    }
}

impl Tableau {
    /// Every variable at the end of its range nearest to zero, constraints as rows.
    fn new(ranges: &[Range], linears: &[&Linear]) -> Option<Tableau> {
        let own = ranges.len();
        let all = own + linears.len();
        let mut low: Vec<Option<Point>> = ranges.iter().map(|range| range.low.map(Point::low)).collect();
        let mut high: Vec<Option<Point>> = ranges.iter().map(|range| range.high.map(Point::high)).collect();
        let mut value: Vec<Point> = (0..own).map(|at| nearest_to_zero(low[at], high[at])).collect();
        let mut rows = Vec::with_capacity(linears.len());
        for linear in linears {
            let mut row = vec![Rational::ZERO; all];
            let mut sum = NOTHING;
            for (variable, factor) in &linear.terms {
                let at = ranges.binary_search_by_key(variable, |range| range.variable).ok()?;
                row[at] = *factor;
                sum = sum.plus(value[at].times(*factor)?)?;
            }
            let strict = linear.relation == Relation::Below;
            let end = Bound { value: linear.bound, strict };
            high.push(Some(Point::high(end)));
            low.push((linear.relation == Relation::Equal).then(|| Point::low(end)));
            value.push(sum);
            rows.push(row);
        }
        Some(Tableau { rows, basis: (own..all).collect(), low, high, value, own })
    }

    /// Values of the problem's variables; the inner `None` when there are none, the outer when fractions outgrew.
    #[expect(clippy::option_option, reason = "not there and not found are two answers")]
    fn solve(mut self) -> Option<Option<Vec<Rational>>> {
        if (0..self.own).any(|at| matches!((self.low[at], self.high[at]), (Some(l), Some(h)) if l > h)) {
            return Some(None);
        }
        while let Some((row, target, rises)) = self.broken() {
            let Some(entering) = self.entering(row, rises) else { return Some(None) };
            self.pivot(row, entering, target)?;
        }
        Some(Some(self.concrete()?))
    }

    /// The basic variable of least number outside its bounds: its row, the bound, whether it must rise.
    fn broken(&self) -> Option<(usize, Point, bool)> {
        let outside = |row: usize| {
            let at = self.basis[row];
            match (self.low[at], self.high[at]) {
                (Some(low), _) if self.value[at] < low => Some((row, low, true)),
                (_, Some(high)) if self.value[at] > high => Some((row, high, false)),
                _ => None,
            }
        };
        (0..self.rows.len()).filter_map(outside).min_by_key(|(row, _, _)| self.basis[*row])
    }

    /// The other variable of least number that can move the row's towards its bound.
    fn entering(&self, row: usize, rises: bool) -> Option<usize> {
        (0..self.value.len()).find(|at| {
            let factor = self.rows[row][*at];
            if factor.is_zero() || self.basis.contains(at) {
                return false;
            }
            if factor.is_positive() == rises {
                self.high[*at].is_none_or(|high| self.value[*at] < high)
            } else {
                self.low[*at].is_none_or(|low| self.value[*at] > low)
            }
        })
    }

    /// Brings the row's variable to a bound by moving another, which takes its place in the basis.
    fn pivot(&mut self, row: usize, entering: usize, target: Point) -> Option<()> {
        let leaving = self.basis[row];
        let factor = self.rows[row][entering];
        let step = target.minus(self.value[leaving])?.times(Rational::ONE.over(factor)?)?;
        self.value[leaving] = target;
        self.value[entering] = self.value[entering].plus(step)?;
        for other in (0..self.rows.len()).filter(|other| *other != row) {
            let moved = self.rows[other][entering];
            if !moved.is_zero() {
                let basic = self.basis[other];
                self.value[basic] = self.value[basic].plus(step.times(moved)?)?;
            }
        }
        // leaving = Σ … + factor × entering, so entering = (leaving - Σ …) / factor.
        let inverse = Rational::ONE.over(factor)?;
        let mut solved = self.rows[row].clone();
        solved[entering] = Rational::ZERO;
        for cell in solved.iter_mut().filter(|cell| !cell.is_zero()) {
            *cell = cell.times(inverse)?.negated()?;
        }
        solved[leaving] = inverse;
        for other in (0..self.rows.len()).filter(|other| *other != row) {
            let moved = self.rows[other][entering];
            if moved.is_zero() {
                continue;
            }
            self.rows[other][entering] = Rational::ZERO;
            for (cell, part) in self.rows[other].iter_mut().zip(&solved).filter(|(_, part)| !part.is_zero()) {
                *cell = cell.plus(part.times(moved)?)?;
            }
        }
        self.rows[row] = solved;
        self.basis[row] = entering;
        Some(())
    }

    /// Fractions for the points: the infinitely small is made small enough.
    fn concrete(&self) -> Option<Vec<Rational>> {
        let mut small = Rational::ONE;
        for at in 0..self.value.len() {
            let own = self.value[at];
            if let Some(low) = self.low[at] {
                small = small.min(room(low, own)?);
            }
            if let Some(high) = self.high[at] {
                small = small.min(room(own, high)?);
            }
        }
        let concrete = |at: usize| self.value[at].value.plus(self.value[at].small.times(small)?);
        (0..self.own).map(concrete).collect()
    }
}

/// The largest small thing (at most one) with which the lower point stays at or below the upper.
fn room(lower: Point, upper: Point) -> Option<Rational> {
    let (apart, slope) = (upper.value.minus(lower.value)?, lower.small.minus(upper.small)?);
    if slope.is_positive() && apart.is_positive() { apart.over(slope) } else { Some(Rational::ONE) }
}

fn nearest_to_zero(low: Option<Point>, high: Option<Point>) -> Point {
    match (low, high) {
        (Some(low), _) if low > NOTHING => low,
        (_, Some(high)) if high < NOTHING => high,
        _ => NOTHING,
    }
}
