//! The states of one aggregate over many groups: columns of numbers for the aggregates that large tables have, one
//! state a group for the others.

use std::cmp::Ordering;
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, BooleanArray, Float64Array, Int64Array};
use arrow::buffer::BooleanBuffer;
use hashbrown::{HashMap, HashSet};

use super::accumulate::{Operands, State, count};
use super::coded;
use super::groups::NONE;
use super::held::{from_integers, from_words, integer_of, to_integer};
use super::keys::{NumberSet, Numbers, SHORT, text_of, words_of};
use super::pile::Pile;
use super::shape::Slot;
use crate::ir::AggregateFunction;
use crate::kernel::{Mask, View, array_of};
use crate::types::{ExactSum, Scalar, Type, Value};

/// A group whose aggregate is missing whatever else comes.
const SPOILT: u8 = 1;
/// A group of which the condition kept a row.
const KEPT: u8 = 2;
/// A group with a known value.
const KNOWN: u8 = 4;

/// A group with two different values.
const SEVERAL: u8 = 8;
/// A group with a missing value that does not spoil it.
const GAP: u8 = 16;

/// Of a group of conditions: some are true, some false, some unknown.
const SOME: u8 = 1;
const NOT_ALL: u8 = 2;
const OPEN: u8 = 4;

/// States by group.
#[derive(Debug)]
pub(super) struct States {
    /// What is known of each group; none are kept for [`Data::Any`].
    flags: Vec<u8>,
    data: Data,
}

#[derive(Debug)]
enum Data {
    /// The lower 32 bits; the upper ones where any count has left them.
    Counts {
        low: Vec<u32>,
        carried: Vec<u32>,
    },
    /// The lower 64 bits of sums; the upper ones where any sum has left them.
    Integers {
        low: Vec<i64>,
        carried: Vec<i64>,
    },
    Sums {
        sums: Vec<ExactSum>,
        n: Vec<u64>,
    },
    Shares {
        holds: Vec<u64>,
        of: Vec<u64>,
    },
    /// Different known values.
    Distinct(Vec<NumberSet>),
    /// Whether some are true, some false, some unknown, as flags.
    Truths(Vec<u8>),
    /// The least or greatest, as integers in the same order.
    Extremes(Vec<i64>),
    /// The first or last text.
    Texts(Words),
    /// The one value.
    Ones(Words),
    /// Numbers of which order statistics are asked.
    Numbers(Vec<Pile>),
    Any(Vec<State>),
}

impl States {
    pub(super) fn new(slot: &Slot) -> Self {
        use AggregateFunction as F;
        let aggregate = &slot.aggregate;
        let plain = aggregate.weight.is_none() && !aggregate.distinct;
        let ty = aggregate.value.as_ref().map(|value| &value.ty);
        let data = match (aggregate.function, ty) {
            (F::Count, _) if plain => Data::Counts { low: Vec::new(), carried: Vec::new() },
            (F::Sum, Some(Type::Integer(_))) if plain => {
                Data::Integers { low: Vec::new(), carried: Vec::new() }
            }
            (F::Sum, Some(Type::Number(_) | Type::Percent)) | (F::Mean, _) if plain => {
                Data::Sums { sums: Vec::new(), n: Vec::new() }
            }
            (F::Count, _) if aggregate.distinct => Data::Distinct(Vec::new()),
            (F::Median | F::Quantile | F::Mad | F::Iqr, _) if plain => Data::Numbers(Vec::new()),
            (F::Any | F::Every, _) if plain => Data::Truths(Vec::new()),
            (F::Min | F::Max, Some(ty)) if plain && to_integer(ty).is_some() => Data::Extremes(Vec::new()),
            (F::Min | F::Max, Some(Type::Text | Type::Code(_))) if plain => Data::Texts(Words::default()),
            (F::Only | F::Same, Some(ty)) if plain && !matches!(ty, Type::Tuple(_) | Type::Missing) => {
                Data::Ones(Words::default())
            }
            (F::Share, _) if plain => Data::Shares { holds: Vec::new(), of: Vec::new() },
            _ => Data::Any(Vec::new()),
        };
        States { flags: Vec::new(), data }
    }

    /// Makes room for groups that are new.
    pub(super) fn grow(&mut self, slot: &Slot, groups: usize) {
        match &mut self.data {
            Data::Counts { low, carried } => {
                low.resize(groups, 0);
                if !carried.is_empty() {
                    carried.resize(groups, 0);
                }
            }
            Data::Integers { low, carried } => {
                low.resize(groups, 0);
                if !carried.is_empty() {
                    carried.resize(groups, 0);
                }
            }
            Data::Sums { sums, n } => {
                sums.resize_with(groups, ExactSum::default);
                n.resize(groups, 0);
            }
            Data::Shares { holds, of } => {
                holds.resize(groups, 0);
                of.resize(groups, 0);
            }
            Data::Truths(flags) => flags.resize(groups, 0),
            Data::Extremes(best) => best.resize(groups, 0),
            Data::Ones(words) | Data::Texts(words) => words.of.resize(groups, 0),
            Data::Distinct(sets) => sets.resize_with(groups, NumberSet::default),
            Data::Numbers(numbers) => numbers.resize_with(groups, Pile::default),
            Data::Any(states) => return states.resize_with(groups, || State::new(&slot.aggregate)),
        }
        self.flags.resize(groups, 0);
    }

    /// Bytes, as far as they grow with the rows; estimated where groups have sets of their own.
    pub(super) fn bytes(&self) -> u64 {
        fn of<T>(items: &Vec<T>) -> usize {
            items.capacity() * size_of::<T>()
        }
        let data = match &self.data {
            Data::Counts { low, carried } => of(low) + of(carried),
            Data::Integers { low, carried } => of(low) + of(carried),
            Data::Sums { sums, n } => of(sums) + of(n),
            Data::Shares { holds, of: all } => of(holds) + of(all),
            Data::Distinct(sets) => of(sets) + sets.iter().map(HashSet::allocation_size).sum::<usize>(),
            Data::Truths(flags) => of(flags),
            Data::Extremes(best) => of(best),
            Data::Texts(words) | Data::Ones(words) => of(&words.of),
            Data::Numbers(piles) => of(piles) + piles.iter().map(Pile::bytes).sum::<usize>(),
            Data::Any(states) => of(states),
        };
        (of(&self.flags) + data) as u64
    }

    /// Takes less memory for the same, where it can.
    pub(super) fn pack(&mut self) {
        if let Data::Numbers(piles) = &mut self.data {
            piles.iter_mut().for_each(Pile::pack);
        }
    }

    /// Takes rows in, each into its group; those of group [`NONE`] are left out.
    pub(super) fn add(&mut self, slot: &Slot, operands: &Operands, groups: &[u32]) {
        if self.add_whole(slot, operands, groups.len()) {
            return;
        }
        if let Data::Any(states) = &mut self.data {
            for (row, group) in groups.iter().enumerate() {
                if let Some(state) = states.get_mut(*group as usize) {
                    state.add(&slot.aggregate, operands, row);
                }
            }
            return;
        }
        if let Data::Shares { .. } = &self.data {
            return self.add_shares(operands, groups);
        }
        if matches!(slot.aggregate.function, AggregateFunction::Any | AggregateFunction::Every) {
            return self.add_truths(slot, operands, groups);
        }
        let rows = self.kept(slot, operands, groups);
        match (&mut self.data, &operands.value) {
            (Data::Counts { low, carried }, _) => rows.for_each(|_, group| add_count(low, carried, group, 1)),
            (Data::Integers { low, carried }, Some(View::Integer(values))) => {
                let values = values.values();
                rows.for_each(|row, group| add_integer(low, carried, group, values[row]));
            }
            (Data::Sums { sums, n }, Some(View::Number(values))) => {
                let values = values.values();
                rows.for_each(|row, group| {
                    sums[group].add(values[row]);
                    n[group] += 1;
                });
            }
            (Data::Numbers(numbers), Some(View::Number(values))) => {
                let values = values.values();
                rows.for_each(|row, group| numbers[group].push(values[row]));
            }
            (Data::Extremes(best), Some(view)) => {
                let wanted = wanted(slot);
                let flags = &mut self.flags;
                rows.for_each(|row, group| {
                    let Some(value) = integer_of(view, row) else { return };
                    if flags[group] & KNOWN == 0 || value.cmp(&best[group]) == wanted {
                        best[group] = value;
                    }
                    flags[group] |= KNOWN;
                });
            }
            (Data::Texts(best), Some(view)) => {
                let ty = slot.aggregate.value.as_ref().map_or(&Type::Missing, |value| &value.ty);
                let (words, _) = words_of(view, ty, groups.len());
                let (wanted, flags) = (wanted(slot), &mut self.flags);
                rows.for_each(|row, group| {
                    if flags[group] & KNOWN == 0 || best.passes(words[row], view, row, group, wanted) {
                        flags[group] |= KNOWN;
                        best.put(group, words[row], view, row);
                    }
                });
            }
            (Data::Ones(ones), Some(view)) => {
                let ty = slot.aggregate.value.as_ref().map_or(&Type::Missing, |value| &value.ty);
                let (words, _) = words_of(view, ty, groups.len());
                let flags = &mut self.flags;
                rows.for_each(|row, group| {
                    if flags[group] & KNOWN == 0 {
                        flags[group] |= KNOWN;
                        ones.put(group, words[row], view, row);
                    } else if ones.of[group] != words[row] {
                        flags[group] |= SEVERAL;
                    }
                });
            }
            (Data::Distinct(sets), Some(view)) => {
                let ty = slot.aggregate.value.as_ref().map_or(Type::Missing, |value| value.ty.clone());
                let Numbers { values, .. } = Numbers::of_views(&[view], &[ty], groups.len(), true);
                rows.for_each(|row, group| {
                    sets[group].insert(values[row]);
                });
            }
            (Data::Numbers(numbers), Some(view)) => {
                rows.for_each(|row, group| {
                    if let Some(value) = view.number(row) {
                        numbers[group].push(value);
                    }
                });
            }
            (Data::Integers { low, carried }, Some(view)) => rows.for_each(|row, group| {
                if let Some(Scalar::Integer(value)) = view.get(row) {
                    add_integer(low, carried, group, value);
                }
            }),
            (Data::Sums { sums, n }, Some(view)) => rows.for_each(|row, group| {
                if let Some(value) = view.number(row) {
                    sums[group].add(value);
                    n[group] += 1;
                }
            }),
            _ => {}
        }
    }

    /// Takes in rows of the only group there can be, where counting bits is enough.
    fn add_whole(&mut self, slot: &Slot, operands: &Operands, rows: usize) -> bool {
        if !slot.whole || !matches!(self.data, Data::Counts { .. } | Data::Shares { .. }) {
            return false;
        }
        let Truth { truth, known } = Truth::of(operands.condition.as_ref(), rows);
        let mut spoilt = known.count_set_bits() < rows;
        let mut kept = truth;
        if let (Data::Counts { .. }, Some(value)) = (&self.data, &operands.value)
            && let Some(value) = self::known(value, rows)
        {
            spoilt |= !slot.aggregate.known && (&kept & &!&value).count_set_bits() > 0;
            kept = &kept & &value;
        }
        self.flags[0] |= u8::from(spoilt) * SPOILT;
        let n = kept.count_set_bits();
        match &mut self.data {
            Data::Counts { low, carried } => add_count(low, carried, 0, u32::try_from(n).unwrap_or(u32::MAX)),
            Data::Shares { holds, of } => {
                holds[0] += n as u64;
                of[0] += rows as u64;
            }
            _ => {}
        }
        true
    }

    fn add_shares(&mut self, operands: &Operands, groups: &[u32]) {
        let Data::Shares { holds, of } = &mut self.data else { return };
        let Truth { truth, known } = Truth::of(operands.condition.as_ref(), groups.len());
        for (row, group) in in_groups(groups) {
            self.flags[group] |= u8::from(!known.value(row)) * SPOILT;
            holds[group] += u64::from(truth.value(row));
            of[group] += 1;
        }
    }

    fn add_truths(&mut self, slot: &Slot, operands: &Operands, groups: &[u32]) {
        let rows = groups.len();
        let condition = Truth::of(operands.condition.as_ref(), rows);
        let Some(value) = operands.value.as_ref().map(|view| Mask::of_view(view, rows)) else { return };
        let Data::Truths(found) = &mut self.data else { return };
        let open = if slot.aggregate.known { 0 } else { OPEN };
        for (row, group) in in_groups(groups) {
            if !condition.known.value(row) {
                self.flags[group] |= SPOILT;
            } else if condition.truth.value(row) {
                found[group] |= match (value.truth.value(row), value.falsity.value(row)) {
                    (true, _) => SOME,
                    (_, true) => NOT_ALL,
                    _ => open,
                };
            }
        }
    }

    /// The rows with a known value that the condition keeps, by group; flags what that tells of the groups.
    fn kept<'g>(&mut self, slot: &Slot, operands: &Operands, groups: &'g [u32]) -> Kept<'g> {
        let condition = operands.condition.as_ref().map(|view| Truth::of(Some(view), groups.len()));
        let value = operands.value.as_ref().and_then(|view| known(view, groups.len()));
        if let Some(condition) = &condition {
            for row in (!&condition.known).set_indices() {
                if let Some(flags) = self.flags.get_mut(groups[row] as usize) {
                    *flags |= SPOILT;
                }
            }
        }
        let kept = condition.map(|condition| condition.truth);
        if let Some(value) = &value {
            let mut unknown = !value;
            if let Some(kept) = &kept {
                unknown = &unknown & kept;
            }
            let flag = match (slot.aggregate.known, slot.aggregate.function) {
                (true, _) => KEPT,
                (false, AggregateFunction::Same) => KEPT | GAP,
                (false, _) => KEPT | SPOILT,
            };
            for row in unknown.set_indices() {
                if let Some(flags) = self.flags.get_mut(groups[row] as usize) {
                    *flags |= flag;
                }
            }
        }
        let rows = match (kept, value) {
            (Some(kept), Some(value)) => Some(&kept & &value),
            (Some(rows), None) | (None, Some(rows)) => Some(rows),
            (None, None) => None,
        };
        let kept = Kept { groups, rows };
        if matches!(self.data, Data::Integers { .. } | Data::Sums { .. }) {
            kept.for_each(|_, group| self.flags[group] |= KEPT | KNOWN);
        }
        kept
    }

    /// Takes in other states: `to` says for each of them which of these is of the same group.
    pub(super) fn merge(&mut self, slot: &Slot, other: States, to: &[u32]) {
        // Several of the others may be of one group: whether it has a value is asked as they come.
        let theirs_flags = other.flags;
        let flags = &mut self.flags;
        let mut join = |at: usize, to: usize| {
            let (mine, theirs) = (flags[to], theirs_flags[at]);
            flags[to] |= theirs;
            (mine & KNOWN != 0, theirs & KNOWN != 0)
        };
        if !matches!(self.data, Data::Extremes(_) | Data::Texts(_) | Data::Ones(_) | Data::Any(_)) {
            to.iter().enumerate().for_each(|(at, to)| {
                join(at, *to as usize);
            });
        }
        let pairs = || to.iter().map(|to| *to as usize);
        match (&mut self.data, other.data) {
            (Data::Counts { low, carried }, Data::Counts { low: theirs, carried: more }) => {
                pairs().zip(theirs).for_each(|(to, n)| add_count(low, carried, to, n));
                if !more.is_empty() {
                    carried.resize(low.len(), 0);
                    pairs().zip(more).for_each(|(to, carry)| carried[to] += carry);
                }
            }
            (Data::Integers { low, carried }, Data::Integers { low: theirs, carried: more }) => {
                pairs().zip(theirs).for_each(|(to, value)| add_integer(low, carried, to, value));
                if !more.is_empty() {
                    carried.resize(low.len(), 0);
                    pairs().zip(more).for_each(|(to, carry)| carried[to] += carry);
                }
            }
            (Data::Sums { sums, n }, Data::Sums { sums: theirs, n: more }) => {
                pairs().zip(theirs).for_each(|(to, sum)| sums[to].merge(&sum));
                pairs().zip(more).for_each(|(to, more)| n[to] += more);
            }
            (Data::Shares { holds, of }, Data::Shares { holds: theirs, of: more }) => {
                pairs().zip(theirs).for_each(|(to, n)| holds[to] += n);
                pairs().zip(more).for_each(|(to, n)| of[to] += n);
            }
            (Data::Truths(mine), Data::Truths(theirs)) => {
                pairs().zip(theirs).for_each(|(to, found)| mine[to] |= found);
            }
            (Data::Extremes(mine), Data::Extremes(theirs)) => {
                let is_min = slot.aggregate.function == AggregateFunction::Min;
                for (at, (to, value)) in pairs().zip(theirs).enumerate() {
                    let (has_mine, has_theirs) = join(at, to);
                    let passes = if is_min { value < mine[to] } else { value > mine[to] };
                    if has_theirs && (!has_mine || passes) {
                        mine[to] = value;
                    }
                }
            }
            (Data::Texts(mine), Data::Texts(theirs)) => {
                mine.texts.extend(theirs.texts);
                let wanted = wanted(slot);
                for (at, (to, word)) in pairs().zip(theirs.of).enumerate() {
                    match join(at, to) {
                        (_, false) => {}
                        (true, true) if mine.order(word, mine.of[to]) != wanted => {}
                        (_, true) => mine.of[to] = word,
                    }
                }
            }
            (Data::Ones(mine), Data::Ones(theirs)) => {
                mine.texts.extend(theirs.texts);
                let mut several = Vec::new();
                for (at, (to, word)) in pairs().zip(theirs.of).enumerate() {
                    match join(at, to) {
                        (_, false) => {}
                        (false, true) => mine.of[to] = word,
                        (true, true) if mine.of[to] != word => several.push(to),
                        (true, true) => {}
                    }
                }
                several.into_iter().for_each(|to| self.flags[to] |= SEVERAL);
            }
            (Data::Distinct(mine), Data::Distinct(theirs)) => {
                pairs().zip(theirs).for_each(|(to, set)| unite(&mut mine[to], set));
            }
            (Data::Numbers(mine), Data::Numbers(theirs)) => {
                pairs().zip(theirs).for_each(|(to, numbers)| mine[to].append(numbers));
            }
            (Data::Any(mine), Data::Any(theirs)) => {
                pairs().zip(theirs).for_each(|(to, state)| mine[to].merge(&slot.aggregate, state));
            }
            _ => {}
        }
    }

    /// Deals the states into lots: `lot` says for each in which. None are left, but the room for them is.
    pub(super) fn scatter(&mut self, slot: &Slot, lot: &[u8], sizes: &[usize]) -> Vec<States> {
        let flags = scatter(&mut self.flags, lot, sizes);
        let data: Vec<Data> = match &mut self.data {
            Data::Counts { low, carried } => scatter(low, lot, sizes)
                .into_iter()
                .zip(scatter(carried, lot, sizes))
                .map(|(low, carried)| Data::Counts { low, carried })
                .collect(),
            Data::Integers { low, carried } => scatter(low, lot, sizes)
                .into_iter()
                .zip(scatter(carried, lot, sizes))
                .map(|(low, carried)| Data::Integers { low, carried })
                .collect(),
            Data::Sums { sums, n } => scatter(sums, lot, sizes)
                .into_iter()
                .zip(scatter(n, lot, sizes))
                .map(|(sums, n)| Data::Sums { sums, n })
                .collect(),
            Data::Shares { holds, of } => scatter(holds, lot, sizes)
                .into_iter()
                .zip(scatter(of, lot, sizes))
                .map(|(holds, of)| Data::Shares { holds, of })
                .collect(),
            Data::Truths(found) => scatter(found, lot, sizes).into_iter().map(Data::Truths).collect(),
            Data::Extremes(best) => scatter(best, lot, sizes).into_iter().map(Data::Extremes).collect(),
            Data::Ones(words) => words.scatter(lot, sizes).map(Data::Ones).collect(),
            Data::Texts(words) => words.scatter(lot, sizes).map(Data::Texts).collect(),
            Data::Distinct(sets) => scatter(sets, lot, sizes).into_iter().map(Data::Distinct).collect(),
            Data::Numbers(numbers) => scatter(numbers, lot, sizes).into_iter().map(Data::Numbers).collect(),
            Data::Any(states) => scatter(states, lot, sizes).into_iter().map(Data::Any).collect(),
        };
        debug_assert!(data.iter().zip(sizes).all(|(data, size)| data.len() == *size), "{:?}", slot.node);
        flags.into_iter().zip(data).map(|(flags, data)| States { flags, data }).collect()
    }

    /// The values of the groups, and last that of a group without rows.
    pub(super) fn finish(mut self, slot: &Slot) -> ArrayRef {
        let groups = self.data.len();
        self.grow(slot, groups + 1);
        let flags = self.flags;
        let spoilt = |group: usize| flags[group] & SPOILT != 0;
        // Rows none of which has a known value have no sum; no rows have the sum zero.
        let no_sum = |group: usize| spoilt(group) || flags[group] & (KEPT | KNOWN) == KEPT;
        match self.data {
            Data::Counts { low, carried } => {
                let carry = |group: usize| carried.get(group).map_or(0, |carry| i64::from(*carry) << 32);
                let value = |group: usize| (!spoilt(group)).then(|| carry(group) + i64::from(low[group]));
                Arc::new((0..=groups).map(value).collect::<Int64Array>())
            }
            Data::Integers { low, carried } => {
                let whole = |group: usize| match carried.get(group) {
                    None | Some(0) => Some(low[group]),
                    Some(_) => None,
                };
                let value = |group: usize| if no_sum(group) { None } else { whole(group) };
                Arc::new((0..=groups).map(value).collect::<Int64Array>())
            }
            Data::Sums { sums, n } => {
                let is_mean = slot.aggregate.function == AggregateFunction::Mean;
                let value = |group: usize| {
                    let none = no_sum(group) || (is_mean && n[group] == 0);
                    let sum = if none { None } else { sums[group].value() }?;
                    let value = if is_mean { sum / count(n[group]) } else { sum };
                    value.is_finite().then_some(value)
                };
                Arc::new((0..=groups).map(value).collect::<Float64Array>())
            }
            Data::Shares { holds, of } => {
                let value = |group: usize| {
                    let none = spoilt(group) || of[group] == 0;
                    (!none).then(|| count(holds[group]) / count(of[group]))
                };
                Arc::new((0..=groups).map(value).collect::<Float64Array>())
            }
            Data::Truths(found) => {
                let value = |(group, found): (usize, u8)| match slot.aggregate.function {
                    _ if spoilt(group) => None,
                    AggregateFunction::Any if found & SOME != 0 => Some(true),
                    AggregateFunction::Any => (found & OPEN == 0).then_some(false),
                    _ if found & NOT_ALL != 0 => Some(false),
                    _ => (found & OPEN == 0).then_some(true),
                };
                Arc::new(found.into_iter().enumerate().map(value).collect::<BooleanArray>())
            }
            Data::Extremes(best) => {
                let there = |group: usize| !spoilt(group) && flags[group] & KNOWN != 0;
                let values = best.into_iter().enumerate().map(|(group, value)| there(group).then_some(value));
                from_integers(&values.collect(), &slot.ty)
            }
            Data::Ones(words) if slot.aggregate.function == AggregateFunction::Same => {
                let value = |group: usize| match flags[group] {
                    of if of & SPOILT != 0 => None,
                    of if of & SEVERAL != 0 => Some(false),
                    of => (of & GAP == 0).then_some(true),
                };
                Arc::new((0..words.of.len()).map(value).collect::<BooleanArray>())
            }
            Data::Ones(words) => {
                words.finish(|group| flags[group] & (SPOILT | SEVERAL | KNOWN) == KNOWN, &slot.ty)
            }
            Data::Texts(words) => words.finish(|group| flags[group] & (SPOILT | KNOWN) == KNOWN, &slot.ty),
            Data::Distinct(sets) => {
                let value = |(group, set): (usize, NumberSet)| {
                    if spoilt(group) { None } else { i64::try_from(set.len()).ok() }
                };
                Arc::new(sets.into_iter().enumerate().map(value).collect::<Int64Array>())
            }
            Data::Numbers(numbers) => {
                let value = |(group, numbers): (usize, Pile)| {
                    if spoilt(group) {
                        None
                    } else {
                        numbers.statistic(slot.aggregate.function, slot.fraction)
                    }
                };
                Arc::new(numbers.into_iter().enumerate().map(value).collect::<Float64Array>())
            }
            Data::Any(states) => {
                let finish = |state: State| state.finish(&slot.aggregate, slot.fraction);
                let values: Vec<Value> = states.into_iter().map(finish).collect();
                array_of(&values, &slot.ty)
            }
        }
    }
}

impl Data {
    fn len(&self) -> usize {
        match self {
            Data::Counts { low, .. } => low.len(),
            Data::Integers { low, .. } => low.len(),
            Data::Sums { n, .. } => n.len(),
            Data::Shares { of, .. } => of.len(),
            Data::Truths(found) => found.len(),
            Data::Extremes(best) => best.len(),
            Data::Ones(words) | Data::Texts(words) => words.of.len(),
            Data::Distinct(sets) => sets.len(),
            Data::Numbers(numbers) => numbers.len(),
            Data::Any(states) => states.len(),
        }
    }
}

/// One value of each group as a word: see [`words_of`].
#[derive(Debug, Default)]
struct Words {
    of: Vec<u128>,
    /// The texts of words that are only hashes of them.
    texts: HashMap<u128, Arc<str>>,
}

impl Words {
    /// The value of a group is that of a row.
    fn put(&mut self, group: usize, word: u128, view: &View, row: usize) {
        self.of[group] = word;
        if let Some(text) = view.text(row).filter(|text| text.len() > SHORT) {
            self.texts.entry(word).or_insert_with(|| Arc::from(text));
        }
    }

    /// Whether the text of a row is wanted in the place of that of a group.
    fn passes(&self, word: u128, view: &View, row: usize, group: usize, wanted: Ordering) -> bool {
        let known = self.of[group];
        if word == known {
            return false;
        }
        let mut short = [0; SHORT];
        view.text(row).is_some_and(|text| text.as_bytes().cmp(self.bytes(known, &mut short)) == wanted)
    }

    /// How the texts of two words compare.
    fn order(&self, a: u128, b: u128) -> Ordering {
        let (mut of_a, mut of_b) = ([0; SHORT], [0; SHORT]);
        self.bytes(a, &mut of_a).cmp(self.bytes(b, &mut of_b))
    }

    fn bytes<'b>(&'b self, word: u128, short: &'b mut [u8; SHORT]) -> &'b [u8] {
        if let Some(text) = self.texts.get(&word) {
            return text.as_bytes();
        }
        let (bytes, length) = text_of(word).unwrap_or_default();
        *short = bytes;
        &short[..length]
    }

    fn scatter<'s>(&'s mut self, lot: &[u8], sizes: &[usize]) -> impl Iterator<Item = Words> + use<'s> {
        let texts = std::mem::take(&mut self.texts);
        scatter(&mut self.of, lot, sizes).into_iter().map(move |of| {
            let text = |word: &u128| texts.get(word).map(|text| (*word, text.clone()));
            let texts = if texts.is_empty() { HashMap::new() } else { of.iter().filter_map(text).collect() };
            Words { of, texts }
        })
    }

    /// The values of groups that have one.
    fn finish(self, has: impl Fn(usize) -> bool, ty: &Type) -> ArrayRef {
        let word = |(group, word)| has(group).then_some(word);
        let words: Vec<Option<u128>> = self.of.into_iter().enumerate().map(word).collect();
        let values = from_words(&words, &self.texts, ty);
        if matches!(ty, Type::Code(_)) { coded::of_texts(&values) } else { values }
    }
}

/// Rows with their groups, as far as they are kept.
struct Kept<'g> {
    groups: &'g [u32],
    rows: Option<BooleanBuffer>,
}

impl Kept<'_> {
    fn for_each(&self, mut take: impl FnMut(usize, usize)) {
        match &self.rows {
            None => in_groups(self.groups).for_each(|(row, group)| take(row, group)),
            Some(rows) => rows.set_indices().for_each(|row| {
                if self.groups[row] != NONE {
                    take(row, self.groups[row] as usize);
                }
            }),
        }
    }
}

fn in_groups(groups: &[u32]) -> impl Iterator<Item = (usize, usize)> + '_ {
    groups.iter().enumerate().filter(|(_, group)| **group != NONE).map(|(row, group)| (row, *group as usize))
}

/// A condition along rows.
struct Truth {
    truth: BooleanBuffer,
    known: BooleanBuffer,
}

impl Truth {
    /// Without a condition every row is true.
    fn of(view: Option<&View>, rows: usize) -> Self {
        let Mask { truth, falsity } = view.map_or_else(|| Mask::all(rows), |view| Mask::of_view(view, rows));
        let known = &truth | &falsity;
        Truth { truth, known }
    }
}

/// The rows whose value is known; `None` when that is all.
fn known(view: &View, rows: usize) -> Option<BooleanBuffer> {
    let nulls = match view {
        View::Boolean(array) => array.nulls(),
        View::Integer(array) => array.nulls(),
        View::Decimal(array) => array.nulls(),
        View::Number(array) => array.nulls(),
        View::Text(array) => array.nulls(),
        View::Date(array) => array.nulls(),
        View::Timestamp(array) => array.nulls(),
        View::Period(array) => array.nulls(),
        View::Constant(_) | View::Dictionary(..) | View::Tuple(_) | View::Missing => {
            return Some(BooleanBuffer::collect_bool(rows, |row| view.is_known(row)));
        }
    };
    nulls.filter(|nulls| nulls.null_count() > 0).map(|nulls| nulls.inner().clone())
}

fn add_integer(low: &mut [i64], carried: &mut Vec<i64>, group: usize, value: i64) {
    let (sum, overflowed) = low[group].overflowing_add(value);
    low[group] = sum;
    if overflowed {
        carried.resize(low.len(), 0);
        carried[group] += if value < 0 { -1 } else { 1 };
    }
}

fn add_count(low: &mut [u32], carried: &mut Vec<u32>, group: usize, n: u32) {
    let (sum, overflowed) = low[group].overflowing_add(n);
    low[group] = sum;
    if overflowed {
        carried.resize(low.len(), 0);
        carried[group] += 1;
    }
}

/// How a value compares with the best known one to take its place.
fn wanted(slot: &Slot) -> Ordering {
    if slot.aggregate.function == AggregateFunction::Min { Ordering::Less } else { Ordering::Greater }
}

fn unite(mine: &mut NumberSet, mut theirs: NumberSet) {
    if mine.len() < theirs.len() {
        std::mem::swap(mine, &mut theirs);
    }
    mine.extend(theirs);
}

/// The items in their lots, in order; their vector keeps its room.
pub(super) fn scatter<T>(items: &mut Vec<T>, lot: &[u8], sizes: &[usize]) -> Vec<Vec<T>> {
    if items.is_empty() {
        return sizes.iter().map(|_| Vec::new()).collect();
    }
    let mut lots: Vec<Vec<T>> = sizes.iter().map(|size| Vec::with_capacity(*size)).collect();
    for (item, lot) in items.drain(..).zip(lot) {
        lots[usize::from(*lot)].push(item);
    }
    lots
}
