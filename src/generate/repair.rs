//! Records that obey rules, and records that break one: what a rule reads is drawn again until it does. Where that does not
//! help, values are looked for that the rules allow together.

use std::collections::BTreeSet;

use super::cells::{Cells, Drawn, OF_BREACHES};
use super::draft::Draft;
use super::hint::{coerced, shifted};
use super::plan::{ErrorKind, Values};
use crate::analyse::{Demand, solve};
use crate::interpret::{Row, evaluate};
use crate::types::{ColumnId, Value};

/// Changes that are tried of one record.
const TRIES: u64 = 200;
/// Of so many steps away from what is wanted one is taken, so that no wall stops it for good.
const STEPS_AWAY: u64 = 16;
/// Other records that it is tried to be linked to.
const LINKS: u64 = 24;

/// A row as it is written.
pub(super) struct Delivered {
    pub(super) cells: Vec<Value>,
    /// The rules that the record could not be brought to obey, by position.
    pub(super) unmet: Vec<usize>,
    /// What is planted in it.
    pub(super) planted: Option<Planted>,
    /// What was to be planted, and could not be.
    pub(super) given_up: Option<usize>,
}

/// An error in a row.
pub(super) struct Planted {
    /// Its position.
    pub(super) error: usize,
    /// The rules that fail because of it, by position.
    pub(super) broken: Vec<usize>,
}

impl Cells<'_> {
    /// A record that obeys the rules, as far as it was brought to, and those that it may break.
    pub(super) fn record(&self, source: usize, row: u64) -> Drawn {
        let draft = self.draft(source, row);
        let asked = &self.sources[source].questions.asked;
        let written = (0..asked.len()).filter(|at| !asked[*at].is_of_column);
        let broken: BTreeSet<usize> =
            written.filter(|at| draft.may_break(&self.sources[source], *at)).collect();
        if broken.is_empty() {
            return (draft, Vec::new());
        }
        let mut walk = Walk::new(self, (source, row), draft, broken);
        walk.go();
        (walk.draft, walk.broken.into_iter().collect())
    }

    /// A row as it is written: a record, or what became of it when it was broken.
    pub(super) fn delivered(&self, source: usize, row: u64) -> Delivered {
        let (record, unmet) = self.record(source, row);
        let error = self.error(source, row);
        match error.and_then(|error| self.planted(source, row, error, &record, &unmet)) {
            Some((broken, planted)) => {
                Delivered { cells: broken.written, unmet, planted: Some(planted), given_up: None }
            }
            None => Delivered { cells: record.written, unmet, planted: None, given_up: error },
        }
    }

    /// The record with an error, unless it can not be said of each rule whether it fails then.
    fn planted(
        &self,
        source: usize,
        row: u64,
        error: usize,
        record: &Draft,
        unmet: &[usize],
    ) -> Option<(Draft, Planted)> {
        let planned = &self.sources[source];
        let kind = &planned.errors[error].kind;
        let mut draft = record.clone();
        if let ErrorKind::Breach(goal) = kind {
            let broken = unmet.iter().copied().chain([*goal]).collect();
            let mut walk = Walk::new(self, (source, row), draft, broken);
            (walk.goal, walk.first) = (Some(*goal), OF_BREACHES);
            walk.go();
            draft = walk.draft;
            if !draft.breaks(planned, *goal) {
                return None;
            }
        } else {
            let broken = self.broken(source, row, kind);
            broken.into_iter().for_each(|(at, value)| draft.set(planned, at, value));
        }
        // What is taken from another record and broken leads to others, nobody knows to which.
        let is_lost = !matches!(kind, ErrorKind::Breach(_))
            && (0..planned.columns.len()).any(|at| {
                matches!(planned.columns[at].values, Values::Taken(..))
                    && draft.table.columns[at] != record.table.columns[at]
            });
        let is_guarded = |at: &usize| planned.columns[*at].is_guarded;
        let mut guarded = (0..planned.columns.len()).filter(is_guarded);
        if guarded.any(|at| draft.table.columns[at] != record.table.columns[at]) {
            return None;
        }
        let (mut fails, mut is_open) = (Vec::new(), false);
        for at in (0..planned.questions.asked.len()).filter(|at| !unmet.contains(at)) {
            if is_lost && draft.asks_of_others(planned, at) {
                is_open = true;
            } else if draft.breaks(planned, at) {
                fails.push(at);
            } else {
                is_open |= draft.may_break(planned, at);
            }
        }
        (!is_open).then_some((draft, Planted { error, broken: fails }))
    }
}

/// What may be changed.
#[derive(Clone, Copy)]
enum Move {
    Cell(usize),
    Link(usize),
}

struct Walk<'c> {
    cells: &'c Cells<'c>,
    source: usize,
    row: u64,
    draft: Draft,
    /// The rules that are not as wanted.
    broken: BTreeSet<usize>,
    /// The rule that is to be broken.
    goal: Option<usize>,
    first: u64,
    /// How often it may still be linked to another record.
    links: u64,
    /// The nearest to what is wanted before it went a step away from there.
    nearest: Option<(Draft, BTreeSet<usize>, usize)>,
}

impl<'c> Walk<'c> {
    fn new(cells: &'c Cells<'c>, place: (usize, u64), draft: Draft, broken: BTreeSet<usize>) -> Self {
        let (source, row) = place;
        Walk { cells, source, row, draft, broken, goal: None, first: 1, links: LINKS, nearest: None }
    }
}

impl Walk<'_> {
    fn go(&mut self) {
        for attempt in self.first..self.first + TRIES {
            if self.broken.is_empty() {
                return;
            }
            if !self.step(attempt) {
                break;
            }
        }
        if let Some((draft, broken, weight)) = self.nearest.take()
            && weight < self.weight()
        {
            (self.draft, self.broken) = (draft, broken);
        }
        if !self.broken.is_empty() {
            self.solve();
        }
    }

    /// Changes one cell that a rule reads, unless more rules are not as wanted then; false where there is nothing to change.
    fn step(&mut self, attempt: u64) -> bool {
        let chance = self.cells.chance(self.source, self.row, attempt);
        let of_goal = self.goal.filter(|goal| self.broken.contains(goal));
        let rules = self.broken.iter().copied().filter(|rule| of_goal.is_none_or(|goal| goal == *rule));
        let open: Vec<(usize, Vec<Move>)> =
            rules.map(|rule| (rule, self.moves(rule))).filter(|(_, moves)| !moves.is_empty()).collect();
        let Some((rule, moves)) = pick(&open, chance) else { return false };
        // What a comparison says of a column is more promising than another draw.
        let hints = &self.cells.sources[self.source].questions.asked[*rule].hints;
        let is_hinted = |of: &&Move| matches!(of, Move::Cell(at) if hints.contains_key(at));
        let hinted: Vec<Move> = moves.iter().filter(is_hinted).copied().collect();
        let moves = if hinted.is_empty() || (chance >> 40).is_multiple_of(3) { moves } else { &hinted };
        let chosen = *pick(moves, chance >> 8).expect("there is a move");
        let (broken, weight) = (self.broken.clone(), self.weight());
        match chosen {
            Move::Cell(at) => {
                let value = self.tried(*rule, at, attempt, chance >> 16);
                let before = self.draft.drawn[at].clone();
                if value == before {
                    return true;
                }
                self.set(at, value);
                self.judge(&[at]);
                let is_away = self.weight() > weight;
                if is_away && (chance >> 50).is_multiple_of(STEPS_AWAY) {
                    self.remember(at, before, broken, weight);
                } else if is_away {
                    self.set(at, before);
                    self.broken = broken;
                }
            }
            Move::Link(other) => {
                self.links -= 1;
                let before = self.draft.clone();
                self.cells.link(&mut self.draft, self.source, other, self.row, attempt);
                self.judge(&self.linked_positions(other));
                if self.weight() > weight {
                    (self.draft, self.broken) = (before, broken);
                }
            }
        }
        true
    }

    /// Remembers the record before a step away, unless a nearer one is.
    fn remember(&mut self, at: usize, before: Value, broken: BTreeSet<usize>, weight: usize) {
        if self.nearest.as_ref().is_none_or(|(_, _, nearest)| weight < *nearest) {
            let mut draft = self.draft.clone();
            draft.set(&self.cells.sources[self.source], at, before);
            self.nearest = Some((draft, broken, weight));
        }
    }

    fn set(&mut self, at: usize, value: Value) {
        self.draft.set(&self.cells.sources[self.source], at, value);
    }

    /// How far the record is from what is wanted. The rule that is to be broken counts more than all that are not to be; what
    /// linked records decide is given up before what the record itself does.
    fn weight(&self) -> usize {
        let planned = &self.cells.sources[self.source];
        let weight = |rule: &usize| match planned.questions.asked[*rule].is_alone {
            _ if self.goal == Some(*rule) => 10_000,
            true => 4,
            false => 1,
        };
        self.broken.iter().map(weight).sum()
    }

    fn moves(&self, rule: usize) -> Vec<Move> {
        let planned = &self.cells.sources[self.source];
        let mut moves = Vec::new();
        let mut others = BTreeSet::new();
        for at in &planned.questions.asked[rule].columns {
            let own = planned.columns.len();
            if *at >= own {
                others.insert(planned.questions.linked[*at - own].source);
            } else if planned.is_free(*at) {
                moves.push(Move::Cell(*at));
            } else if let Values::Taken(other, _) = planned.columns[*at].values {
                others.insert(other);
            }
        }
        let may_choose = |other: &usize| self.links > 0 && planned.may_choose(*other);
        moves.extend(others.into_iter().filter(may_choose).map(Move::Link));
        moves
    }

    fn linked_positions(&self, other: usize) -> Vec<usize> {
        let planned = &self.cells.sources[self.source];
        let own = planned.columns.len();
        let taken = (0..own).filter(|at| planned.is_taken(*at, other));
        let linked = planned.questions.linked.iter().enumerate().filter(|(_, cell)| cell.source == other);
        taken.chain(linked.map(|(position, _)| own + position)).collect()
    }

    /// A value to try: what a comparison of the rule says, or one near it; nothing; or another that is drawn.
    fn tried(&self, rule: usize, at: usize, attempt: u64, chance: u64) -> Value {
        let planned = &self.cells.sources[self.source];
        let column = &planned.columns[at];
        if chance.is_multiple_of(8) && column.may_be_empty() {
            return None;
        }
        let hints = planned.questions.asked[rule].hints.get(&at);
        if let Some(hints) = hints.filter(|_| !chance.is_multiple_of(3))
            && let Some(value) =
                evaluate(pick(hints, chance >> 4).expect("a hint"), &Row::new(&self.draft.table, 0))
            && let Some(value) = coerced(&value, &column.column.ty)
        {
            let step = [0, 1, 0, -1][usize::try_from(chance >> 8 & 3).expect("two bits")];
            return shifted(value, step);
        }
        self.cells.again(self.source, at, self.row, attempt)
    }

    /// Judges again what depends on some positions of the extended record.
    fn judge(&mut self, positions: &[usize]) {
        let planned = &self.cells.sources[self.source];
        for asked in positions.iter().flat_map(|position| &planned.reach[*position]) {
            let is_wanted = if self.goal == Some(*asked) {
                self.draft.breaks(planned, *asked)
            } else {
                !self.draft.may_break(planned, *asked)
            };
            if is_wanted {
                self.broken.remove(asked);
            } else {
                self.broken.insert(*asked);
            }
        }
    }

    /// Looks for values that all rules allow that read what these rules read.
    fn solve(&mut self) {
        let planned = &self.cells.sources[self.source];
        let asked = &planned.questions.asked;
        let own = planned.columns.len();
        let read = self.broken.iter().flat_map(|rule| &asked[*rule].columns).copied();
        let fields: BTreeSet<usize> = read.filter(|at| *at < own && planned.is_free(*at)).collect();
        let concerned: BTreeSet<usize> = fields.iter().flat_map(|at| &planned.reach[*at]).copied().collect();
        let demands: Vec<Demand<'_>> = concerned
            .iter()
            .map(|rule| {
                let is_goal = self.goal == Some(*rule);
                let of = if is_goal { &asked[*rule].at_best } else { &asked[*rule].surely };
                Demand { gates: &of.gates, requirements: &of.requirements, breaks: is_goal }
            })
            .collect();
        let free: Vec<ColumnId> =
            fields.iter().filter_map(|at| u32::try_from(*at).ok().map(ColumnId)).collect();
        let Some(values) = solve(&planned.extended, &self.draft.table, &free, &demands) else { return };
        let before = (self.draft.clone(), self.broken.clone(), self.weight());
        for (at, value) in fields.iter().zip(values) {
            let value = value.and_then(|value| coerced(&value, &planned.columns[*at].column.ty));
            self.draft.set(planned, *at, value);
        }
        let positions: Vec<usize> = fields.into_iter().collect();
        self.judge(&positions);
        if self.weight() > before.2 {
            (self.draft, self.broken, _) = before;
        }
    }
}

fn pick<T>(all: &[T], chance: u64) -> Option<&T> {
    all.get(usize::try_from(chance % (all.len() as u64).max(1)).expect("below a length"))
}
