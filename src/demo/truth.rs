//! The ground truth: what each rule must find, by plain predicates over the generator's own records.

use std::collections::BTreeMap;

use serde::Serialize;

/// True, false, or unknown.
pub(super) type Truth = Option<bool>;

/// Items of one rule, by outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Outcomes {
    /// All of them.
    pub items: u64,
    /// The requirement holds.
    pub pass: u64,
    /// The guard holds and the requirement does not.
    pub fail: u64,
    /// A missing value leaves it open.
    pub unknown: u64,
    /// The guard does not hold.
    pub not_applicable: u64,
}

impl Outcomes {
    fn add(&mut self, guard: Truth, requirement: Truth) {
        self.items += 1;
        let counter = match (guard, requirement) {
            (Some(false), _) => &mut self.not_applicable,
            (_, Some(true)) => &mut self.pass,
            (Some(true), Some(false)) => &mut self.fail,
            _ => &mut self.unknown,
        };
        *counter += 1;
    }
}

/// What a cell holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cell<T> {
    Empty,
    Unreadable,
    Value(T),
}

impl<T> Cell<T> {
    pub(super) fn of(value: Option<T>) -> Self {
        value.map_or(Cell::Empty, Cell::Value)
    }

    /// A text as what it names, where `read` can tell.
    pub(super) fn read<'t>(text: Option<&'t str>, read: impl Fn(&'t str) -> Option<T>) -> Self {
        match text {
            None => Cell::Empty,
            Some(text) => read(text).map_or(Cell::Unreadable, Cell::Value),
        }
    }

    pub(super) fn value(self) -> Option<T> {
        match self {
            Cell::Value(value) => Some(value),
            Cell::Empty | Cell::Unreadable => None,
        }
    }
}

/// Whether a cell must be there.
pub(super) enum Need<'p, R> {
    /// It must.
    Present,
    /// It may be empty, and is then not judged.
    Optional,
    /// It stands for something where it is empty.
    Means,
    /// It must where this is true, and must not where it is false.
    Asked(&'p dyn Fn(&R) -> Truth),
}

/// A check of a column's known values: the last part of the rule's name, and what must hold.
pub(super) type Check<'p, T> = (&'static str, &'p dyn Fn(&T) -> bool);

/// The ground truth of one source, while it is counted.
pub(super) struct Counting<'r, R> {
    source: &'static str,
    records: &'r [R],
    /// The day that the delivery is checked as of.
    pub(super) as_of: i32,
    pub(super) outcomes: BTreeMap<String, Outcomes>,
}

impl<'r, R> Counting<'r, R> {
    pub(super) fn new(source: &'static str, records: &'r [R], as_of: i32) -> Self {
        Counting { source, records, as_of, outcomes: BTreeMap::new() }
    }

    /// A rule on rows.
    pub(super) fn rows(
        &mut self,
        rule: &str,
        guard: impl Fn(&R) -> Truth,
        requirement: impl Fn(&R) -> Truth,
    ) {
        self.items(rule, self.records.iter().map(|record| (guard(record), requirement(record))));
    }

    /// A rule on rows without a guard.
    pub(super) fn all_rows(&mut self, rule: &str, requirement: impl Fn(&R) -> Truth) {
        self.rows(rule, |_| Some(true), requirement);
    }

    /// A rule on rows: no other row has the key, whose parts are all known.
    pub(super) fn unique<K: Ord>(&mut self, rule: &str, key: impl Fn(&'r R) -> Option<K>) {
        let mut times: BTreeMap<K, u32> = BTreeMap::new();
        for key in self.records.iter().filter_map(&key) {
            *times.entry(key).or_default() += 1;
        }
        let once = |record| key(record).map(|key| times[&key] == 1);
        self.items(rule, self.records.iter().map(|record| (Some(true), once(record))));
    }

    /// A rule on groups: rows without a key are in none.
    pub(super) fn groups<K: Ord>(
        &mut self,
        rule: &str,
        key: impl Fn(&'r R) -> Option<K>,
        judge: impl Fn(&[&'r R]) -> (Truth, Truth),
    ) {
        let mut groups: BTreeMap<K, Vec<&'r R>> = BTreeMap::new();
        for record in self.records {
            if let Some(key) = key(record) {
                groups.entry(key).or_default().push(record);
            }
        }
        self.items(rule, groups.values().map(|group| judge(group)));
    }

    /// A rule on the whole source.
    pub(super) fn whole(&mut self, rule: &str, requirement: Truth) {
        self.items(rule, std::iter::once((Some(true), requirement)));
    }

    /// The rules that a column brings with it.
    pub(super) fn column<T>(
        &mut self,
        column: &str,
        need: &Need<'_, R>,
        cell: impl Fn(&'r R) -> Cell<T>,
        checks: &[Check<'_, T>],
    ) {
        let rule = |suffix: &str| format!("{column}.{suffix}");
        let empty = |record| matches!(cell(record), Cell::Empty);
        let readable = |record| (Some(true), Some(!matches!(cell(record), Cell::Unreadable)));
        self.items(&rule("type"), self.records.iter().map(readable));
        match need {
            Need::Present => {
                self.items(
                    &rule("present"),
                    self.records.iter().map(|record| (Some(true), Some(!empty(record)))),
                );
            }
            Need::Asked(asked) => {
                let routed = |record| asked(record).map(|asked| asked != empty(record));
                self.items(&rule("asked"), self.records.iter().map(|record| (Some(true), routed(record))));
            }
            Need::Optional | Need::Means => {}
        }
        let judged_empty = matches!(need, Need::Present | Need::Means);
        for (suffix, check) in checks {
            let requirement = |record| cell(record).value().map(|value| check(&value));
            let judged =
                self.records.iter().map(|record| (Some(judged_empty || !empty(record)), requirement(record)));
            self.items(&rule(suffix), judged);
        }
    }

    fn items(&mut self, rule: &str, items: impl Iterator<Item = (Truth, Truth)>) {
        let mut outcomes = Outcomes::default();
        items.for_each(|(guard, requirement)| outcomes.add(guard, requirement));
        let twice = self.outcomes.insert(format!("{}.{rule}", self.source), outcomes);
        debug_assert!(twice.is_none(), "{rule} is counted once");
    }
}

/// False when one is, else unknown when one is, else true.
pub(super) fn and(a: Truth, b: Truth) -> Truth {
    match (a, b) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }
}

/// True when one is, else unknown when one is, else false.
pub(super) fn or(a: Truth, b: Truth) -> Truth {
    match (a, b) {
        (Some(true), _) | (_, Some(true)) => Some(true),
        (Some(false), Some(false)) => Some(false),
        _ => None,
    }
}

/// Whether all values are there and one and the same.
pub(super) fn one_value<T: PartialEq>(mut values: impl Iterator<Item = Option<T>>) -> Truth {
    let first = values.next()??;
    let mut same = true;
    for value in values {
        same &= value? == first;
    }
    Some(same)
}

/// Whether an upper bound holds for certain, for none, or for some of the rows that an undecided share may have:
/// `sure` and `possible` of `all` rows are counted, and at most (or at least) `limit` in a hundred are asked for.
pub(super) fn share_at_least(sure: usize, possible: usize, all: usize, limit: usize) -> Truth {
    let reaches = |count: usize| count * 100 >= limit * all;
    (reaches(sure) == reaches(possible)).then(|| reaches(sure))
}

/// Digits only, and so many.
pub(super) fn is_digits(text: &str, count: usize) -> bool {
    text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Capital letters and digits (and what is in `also`) only, between `least` and `most`.
pub(super) fn is_capitals(text: &str, least: usize, most: usize, also: &[u8]) -> bool {
    let fits = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || also.contains(&byte);
    (least..=most).contains(&text.len()) && text.bytes().all(fits)
}

/// Whether fifteen digits are an ICE: the number they make is a multiple of 97.
pub(super) fn is_ice(text: &str) -> bool {
    is_digits(text, 15) && text.parse::<u64>().is_ok_and(|number| number % 97 == 0)
}
