//! Both engines agree where rules read other rows than the judged one: links to other sources and to the own one,
//! membership, tables and what looks along their keys, comparisons, expected records, balances.
//!
//! `MIZAN_CASES` and `MIZAN_SEED` are as in [`crate::engines`]; a quarter of the pairs is tried, each of which has more in it.

use std::collections::BTreeMap;
use std::path::PathBuf;

use mizan::data::{FileFormat, FoundFile, SourceData};
use mizan::ir::{self, SourceId};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed, TestRunner};

use crate::engines::{
    Row, SOURCE, Text, aggregate, boolean, date, differences, integer, number, one_of, parquet_of, row,
};
use crate::support::{bound, native, native_by_portions, reference, standard};

/// Rules of each generated standard.
const RULES: u32 = 10;
/// Pairs that are tried where `MIZAN_CASES` does not say.
const PAIRS: u32 = 4_000;

/// Another source of the same columns, links, tables and a comparison.
const AROUND: &str = "
link os from t to o by s
link oc from t to o by c, f
link near from t to o by a where m <= this.m
link on from t to one o by id
link back from t to t by u = s
link mates from t to t by c where a != this.a

table cells from t {
  where f or n > 0
  by c, m
  measure k = count()
  measure total = sum(known a)
  measure top = max(n)
}
table others from o {
  by c, m
  measure k = count(where g is true)
  measure total: integer = sum(b)
}
table years from cells { by year_of(m) as year  measure k = sum(k)  measure areas = count(distinct known c) }
compare cells with others by c, m { pair k within 10% at least 1  pair total  only in others tolerate 2% }
compare people: t with o by s { pair a  pair n within 0.5  require t.a <= o.b or t.f  when t.g is not false }
compare cells with last delivery by c, m { pair k }
balance sums on cells of k over c { 'g' = 'a' + 'b'  'c' <= 'g' - 'a' when m >= 2024-02  absent unknown }
balance tree on cells of total along c { absent zero  within 1 }
";

/// The second source, and what is built on both.
fn around() -> String {
    let other = SOURCE[SOURCE.find("source t").expect("the source")..].replace("source t", "source o");
    format!("{SOURCE}{}{AROUND}", other.replace("t.parquet", "o.parquet"))
}

fn links() -> Text {
    one_of(&["os", "oc", "near", "on", "back", "mates"])
}

/// A condition on a linked record, which may read the judged one.
fn of_linked() -> Text {
    let order = || one_of(&["==", "<=", ">", "!="]);
    prop_oneof![
        2 => boolean(1),
        1 => (one_of(&["a", "b", "d", "x", "m"]), order()).prop_map(|(x, op)| format!("{x} {op} this.{x}")),
        1 => (integer(1), order()).prop_map(|(i, op)| format!("this.b {op} {i}")),
        1 => (boolean(0), order()).prop_map(|(c, op)| format!("({c}) or this.a {op} b")),
        1 => one_of(&["this.x in x..y", "n within 20% of this.n", "this.b is missing \"refused\" or f", "c == this.c"]),
    ]
    .boxed()
}

fn linked() -> Text {
    let known = || one_of(&["", "known "]);
    let order = || one_of(&["<", "<=", ">", ">="]);
    let filter =
        || prop_oneof![2 => Just(String::new()), 1 => of_linked().prop_map(|c| format!(" where {c}"))];
    prop_oneof![
        3 => (one_of(&["any", "every", "no"]), links(), of_linked()).prop_map(|(q, l, c)| format!("{q} {l} ({c})")),
        1 => (one_of(&["any", "no"]), links()).prop_map(|(q, l)| format!("{q} {l}")),
        2 => (links(), filter(), one_of(&["==", "<=", ">"]), one_of(&["0", "1", "b"]))
            .prop_map(|(l, w, op, k)| format!("count {l} ({}) {op} {k}", w.trim_start())),
        1 => (links(), known(), one_of(&["s", "a", "c"])).prop_map(|(l, k, x)| format!("count {l} (distinct {k}{x}) <= 1")),
        2 => (one_of(&["sum", "min", "max"]), links(), known(), integer(1), filter(), order(), integer(0))
            .prop_map(|(f, l, k, x, w, op, y)| format!("{f} {l} ({k}{x}{w}) {op} {y}")),
        1 => (one_of(&["mean", "median", "stddev", "sum", "max"]), links(), known(), number(0), filter(), order())
            .prop_map(|(f, l, k, x, w, op)| format!("{f} {l} ({k}{x}{w}) {op} 1")),
        1 => (links(), of_linked(), order()).prop_map(|(l, c, op)| format!("share {l} (where {c}) {op} 50%")),
        1 => (one_of(&["min", "max"]), links(), known(), order(), date())
            .prop_map(|(f, l, k, op, y)| format!("{f} {l} ({k}x) {op} {y}")),
        2 => one_of(&["on.a == a", "on.n < n", "on.c == c", "on.x is known", "on.b is missing \"refused\"", "on.f or f", "on.s != s"]),
        2 => (one_of(&["a", "b", "limit"]), one_of(&["", "not "])).prop_map(|(x, not)| format!("{x} {not}in o.b")),
        1 => one_of(&["s in o.s", "c not in o.c", "x in o.y", "m in o.m", "u in t.s", "(s, f) in (o.s, o.g)"]),
    ]
    .boxed()
}

/// On a cell of the table `cells`.
fn of_cell() -> Text {
    let order = || one_of(&["<", "<=", ">", ">=", "=="]);
    let x = || one_of(&["k", "total"]);
    prop_oneof![
        2 => (x(), order()).prop_map(|(x, op)| format!("{x} {op} 2")),
        2 => (x(), one_of(&["20%", "1", "50% at least 1"])).prop_map(|(x, t)| format!("{x} within {t} of previous({x} along m)")),
        1 => (x(), order(), x()).prop_map(|(x, op, y)| format!("previous({x} along m) {op} {y}")),
        1 => Just("top >= previous(top along m)".to_owned()),
        2 => (x(), one_of(&["", "known "]), order()).prop_map(|(x, k, op)| format!("{x} {op} parts({k}{x} along c)")),
        1 => (x(), one_of(&["c", "m"]), one_of(&["<", ">="])).prop_map(|(x, k, op)| format!("{x} {op} mean(known {x} by {k})")),
        1 => one_of(&["top is known", "c == 'a'", "c in letters", "m >= 2024-02", "c is missing", "total == sum(known total overall)"]),
    ]
    .boxed()
}

fn rule() -> impl Strategy<Value = String> {
    let when =
        |c: Text| prop_oneof![2 => Just(String::new()), 1 => c.prop_map(|c| format!("when {c} "))].boxed();
    let of_row = || prop_oneof![3 => linked(), 1 => boolean(2)].boxed();
    let of_group = || {
        prop_oneof![
            2 => aggregate(""),
            2 => (links_of_groups(), of_linked_group()).prop_map(|(l, c)| format!("any {l} ({c})")),
            1 => links_of_groups().prop_map(|l| format!("count() <= count {l} ()")),
            1 => links_of_groups().prop_map(|l| format!("sum(known a) <= sum {l} (known b)")),
        ]
        .boxed()
    };
    prop_oneof![
        8 => (when(of_row()), linked(), one_of(&["", " effective from 2024-01 until 2024-02", " unknown fails"]))
            .prop_map(|(w, r, s)| format!(" on t {{ {w}require {r}{s} }}")),
        2 => (when(of_group()), of_group()).prop_map(|(w, r)| format!(" on t by s {{ {w}require {r} }}")),
        6 => (when(of_cell()), of_cell(), one_of(&["", " effective from 2024-01 until 2024-03"]))
            .prop_map(|(w, r, s)| format!(" on cells {{ {w}require {r}{s} }}")),
        1 => of_cell().prop_filter("keys stand in their groups", |c| !c.contains("along") && !c.contains(" by ") && !c.contains("overall"))
            .prop_map(|c| format!(" on cells by c: every row ({c})")),
        1 => one_of(&["k >= 0", "areas <= 2", "k within 30% of previous(k along year)"]).prop_map(|c| format!(" on years: {c}")),
        1 => one_of(&["sum(known k) > 3", "count() <= 4", "max(known total) > 0"]).prop_map(|c| format!(" on cells as a whole: {c}")),
        3 => expected(),
    ]
}

fn links_of_groups() -> Text {
    one_of(&["os"])
}

fn of_linked_group() -> Text {
    one_of(&["a > 0", "b is known", "f", "n <= 1", "s == this.s"])
}

fn expected() -> Text {
    let by = one_of(&["", " by s", " by f, u"]);
    let exactly = one_of(&["", "exactly "]);
    let what = one_of(&[
        "c in letters",
        "m in 2024-01..2024-03",
        "c in {'a', 'b'}, m in 2024-01..2024-02",
        "a in -1..2",
        "a in 1..2_000_001",
        "(c, f) in {('a', true), ('b', false), ('a', true)}",
        "c in o.c",
        "(c, m) in o",
    ]);
    (by, exactly, what)
        .prop_map(|(by, exactly, what)| format!(" on t{by} {{ expects {exactly}{what} }}"))
        .boxed()
}

fn deliver(standard: &ir::Standard, files: [Vec<u8>; 2]) -> BTreeMap<SourceId, SourceData> {
    let of_files = standard.sources().filter(|(_, source)| matches!(source.rows, ir::Rows::Files));
    of_files
        .zip(files)
        .map(|((id, source), bytes)| {
            let name = source.files[0].clone();
            let path = PathBuf::from(&name);
            let found = FoundFile { path, name, format: FileFormat::Parquet, fields: Vec::new() };
            (id, SourceData::of_bytes(vec![(found, bytes)], &source.schema, &source.csv))
        })
        .collect()
}

fn judged(rules: &[String], t: &[Row], o: &[Row], layout: (usize, usize, bool)) -> Result<(), String> {
    let text: String =
        rules.iter().enumerate().map(|(number, rule)| format!("rule r{number}{rule}\n")).collect();
    let text = format!("{}{text}", around());
    let standard = bound(&standard(&text));
    let (group_rows, batch_rows, dictionary) = layout;
    let data = deliver(&standard, [t, o].map(|rows| parquet_of(rows, group_rows, dictionary)));
    let found = native(&standard, &data, batch_rows);
    let wrong = differences(&standard, &found, &reference(&standard, &data));
    if !wrong.is_empty() {
        return Err(format!("{}\n{text}", wrong.join("\n")));
    }
    let other = deliver(&standard, [t, o].map(|rows| parquet_of(rows, 7, !dictionary)));
    let is_short = group_rows % 4 == 0;
    let again = if is_short { native_by_portions(&standard, &other) } else { native(&standard, &other, 5) };
    let moved = differences(&standard, &found, &again);
    if moved.is_empty() {
        Ok(())
    } else {
        Err(format!("depends on layout or memory: {}\n{text}", moved.join("\n")))
    }
}

#[test]
fn both_engines_agree_across_sources() {
    let pairs: u32 = std::env::var("MIZAN_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(PAIRS);
    let seed = std::env::var("MIZAN_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(21);
    let config = Config {
        cases: pairs.div_ceil(RULES * 4),
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(seed),
        max_shrink_iters: 100,
        ..Config::default()
    };
    let rules = proptest::collection::vec(rule(), RULES as usize);
    let rows = || proptest::collection::vec(row(), 0..20);
    let layout = (1..30_usize, 1..30_usize, any::<bool>());
    TestRunner::new(config)
        .run(&(rules, rows(), rows(), layout), |(rules, t, o, layout)| {
            let judged = judged(&rules, &t, &o, layout);
            prop_assert!(judged.is_ok(), "{}", judged.unwrap_err());
            Ok(())
        })
        .unwrap_or_else(|failure| panic!("{failure}"));
}
