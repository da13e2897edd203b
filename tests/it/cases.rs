//! Cases of other tools' own tests, said in Mizan: data, a check in neutral words, the outcome they assert.
//!
//! The cases are not part of the project; where they are absent the test says so and passes.
#![expect(
    clippy::print_stdout,
    clippy::from_iter_instead_of_collect,
    reason = "the test tells how much it could say; an array's type leads"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use mizan::data::{FileFormat, FoundFile};
use mizan::diag::{Diagnostics, Level};
use mizan::engine::{self, Options};
use mizan::outcome::{self, Tally, Verdict};
use mizan::{Files, Standard, interpret, ir};
use serde_json::Value;

use self::delivery::Columns;
use crate::support::{bound, deliver, shared, world};

mod delivery;
mod say;
mod several;

/// Where the other tool means something else; `docs/language.md`, "Where Mizan differs from other tools".
const DIFFERENT: &[(&str, &str)] =
    &[("gxc-values-have-format-005", "`check_digit` takes no blanks out of an IBAN")];

/// Cases that must stay sayable.
const SAID_AT_LEAST: usize = 214;

/// How a wrong rule is refused, by what is wrong with it.
const REFUSED: &[(&str, &[&str])] = &[("unknown_column", &["M0201", "M0202"]), ("unknown_table", &["M0205"])];

/// A case in the words of the language.
struct Said {
    /// The rules; `held` gives the outcome, `t.rows` (else `held`) the failing rows.
    rules: String,
    /// The rule that gives the outcome.
    held: &'static str,
    /// Whether the failing rule's items are rows.
    of_rows: bool,
    /// Whether the rule is on the lists of the tables' columns.
    of_columns: bool,
}

impl Default for Said {
    fn default() -> Self {
        Self { rules: String::new(), held: "t.held", of_rows: false, of_columns: false }
    }
}

#[test]
fn cases_of_other_tools_come_out_as_those_tools_say() {
    let Some(cases) = shared("cases").and_then(|folder| cases_below(&folder)) else {
        println!("no shared/cases beside the project: nothing to compare");
        return;
    };
    let (mut said, mut agree, mut wrong) = (0, 0, Vec::new());
    let mut unsaid: BTreeMap<String, usize> = BTreeMap::new();
    let mut different = BTreeSet::new();
    for case in &cases {
        let id = text(&case["id"]);
        let Some(words) = say::say(case) else {
            *unsaid.entry(text(&case["check"]["kind"]).to_owned()).or_default() += 1;
            continue;
        };
        said += 1;
        let found = differences(case, &words);
        if found.is_empty() {
            agree += 1;
        } else if DIFFERENT.iter().any(|(known, _)| *known == id) {
            different.insert(id);
        } else {
            wrong.push(format!("{id}: {}\n{}", found.join("; "), words.rules));
        }
    }
    println!("{} cases: {said} said, {agree} agree, {} differ on purpose", cases.len(), different.len());
    println!("not said: {unsaid:?}");
    assert!(wrong.is_empty(), "{} of {said} differ\n{}", wrong.len(), wrong.join("\n"));
    let listed: BTreeSet<&str> = DIFFERENT.iter().map(|(id, _)| *id).collect();
    assert_eq!(different, listed, "a listed difference is none any more");
    assert!(said >= SAID_AT_LEAST, "{said} cases said");
}

fn cases_below(folder: &Path) -> Option<Vec<Value>> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder).ok()?.flatten().map(|entry| entry.path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    files.sort();
    let mut cases = Vec::new();
    for path in files {
        let file: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        cases.extend(file["cases"].as_array().unwrap().iter().cloned());
    }
    Some(cases)
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn texts(value: &Value) -> Vec<&str> {
    value.as_array().map(|all| all.iter().map(text).collect()).unwrap_or_default()
}

/// How the case comes out otherwise than it says: by every engine, from CSV and from Parquet.
fn differences(case: &Value, said: &Said) -> Vec<String> {
    let sources = sources(case, said);
    let declared: String =
        sources.iter().map(|(source, table)| delivery::declaration(source, table)).collect();
    let standard = format!("{declared}{}", said.rules);
    let (compiled, diagnostics) = Standard::compile(&Files::of("case.mizan", &standard));
    if text(&case["expected"]["outcome"]) == "rule_error" {
        return not_refused(case, compiled.is_some(), &diagnostics);
    }
    // What no record can meet is refused; what it comes to is seen without asking that.
    let contradictory = codes(&diagnostics).contains("M1004");
    let compiled = if contradictory {
        Standard::compile_as_it_is(&Files::of("case.mizan", &standard)).0
    } else {
        compiled
    };
    let Some(compiled) = compiled else {
        return vec![format!("does not compile: {diagnostics:#?}")];
    };
    let standard = bound(&compiled);
    let mut formats = vec![("Parquet", FileFormat::Parquet)];
    if !sources.iter().any(|(_, table)| delivery::is_odd(table)) {
        formats.push(("CSV", FileFormat::Csv));
    }
    let mut wrong = Vec::new();
    for (format, kind) in formats {
        let files: Vec<_> = sources.iter().map(|(source, table)| file(source, table, kind)).collect();
        let data = deliver(&standard, &files);
        let ids: Vec<ir::RuleId> = standard.rules().map(|(id, _)| id).collect();
        let options = Options { batch_rows: 2, samples: 100, ..Options::default() };
        let native = engine::judge(&standard, &data, &ids, &options).tallies;
        let world = world(&standard, &data);
        let reference: BTreeMap<ir::RuleId, Tally> =
            ids.iter().map(|id| (*id, interpret::judge(&world, *id, 100))).collect();
        for (engine, tallies) in [("native", native), ("reference", reference)] {
            for found in compare(case, said, &standard, &tallies) {
                wrong.push(format!("{format}, {engine}: {found}"));
            }
        }
    }
    wrong
}

/// The tables of a case as sources, or the lists of their columns.
fn sources(case: &Value, said: &Said) -> Vec<(String, Columns)> {
    let tables = case["tables"].as_object().unwrap().iter();
    let source = |(table, columns): (&String, &Value)| {
        let (source, columns) = (several::source_of(table), columns.as_object().unwrap());
        if said.of_columns {
            (format!("{source}_columns"), several::columns_of(columns))
        } else {
            (source, columns.clone())
        }
    };
    tables.map(source).collect()
}

fn file(source: &str, table: &Columns, format: FileFormat) -> (FoundFile, Vec<u8>) {
    let name = format!("{source}.csv");
    let bytes = match format {
        FileFormat::Parquet => delivery::as_parquet(table),
        FileFormat::Csv => delivery::as_csv(table),
    };
    (FoundFile { path: PathBuf::from(&name), name, format, fields: Vec::new() }, bytes)
}

/// A wrong rule must be refused for what is wrong with it, which needs no data.
fn not_refused(case: &Value, compiles: bool, diagnostics: &Diagnostics) -> Vec<String> {
    if compiles {
        return vec!["compiles, though the rule is wrong".to_owned()];
    }
    let reason = text(&case["expected"]["reason"]);
    let found = codes(diagnostics);
    if REFUSED.iter().any(|(known, codes)| *known == reason && codes.iter().any(|code| found.contains(code)))
    {
        return Vec::new();
    }
    vec![format!("refused by {found:?}, not for {reason}")]
}

fn codes(diagnostics: &Diagnostics) -> BTreeSet<&'static str> {
    let errors = diagnostics.iter().filter(|found| found.level() == Level::Error);
    errors.map(|found| found.code.info().code).collect()
}

fn compare(
    case: &Value,
    said: &Said,
    standard: &ir::Standard,
    tallies: &BTreeMap<ir::RuleId, Tally>,
) -> Vec<String> {
    let expected = &case["expected"];
    let of = |name: &str| standard.rules().find(|(_, rule)| rule.id.as_str() == name);
    let (held, rule) = of(said.held).expect("every case has the rule");
    let counts = tallies[&held].counts;
    let whole = matches!(rule.items, ir::Items::Whole);
    let verdict = outcome::verdict(counts, rule.tolerance, rule.coverage, whole);
    // Nothing to consider passes elsewhere.
    let outcome = match verdict {
        Verdict::Ok | Verdict::Tolerated | Verdict::NotEvaluated => "pass",
        Verdict::NotCheckedEnough | Verdict::Breached => "fail",
    };
    let mut wrong = Vec::new();
    if outcome != text(&expected["outcome"]) {
        wrong.push(format!("{verdict:?} {counts:?} instead of {}", expected["outcome"]));
    }
    if !said.of_rows {
        if ["unexpected_count", "evaluated_count", "unexpected_rows"]
            .iter()
            .any(|what| !expected[what].is_null())
        {
            wrong.push("its rows are not compared".to_owned());
        }
        return wrong;
    }
    let tally = &tallies[&of("t.rows").map_or(held, |(id, _)| id)];
    if expected["unexpected_count"].as_u64().is_some_and(|count| count != tally.counts.fail) {
        wrong.push(format!("{} failing instead of {}", tally.counts.fail, expected["unexpected_count"]));
    }
    if expected["evaluated_count"].as_u64().is_some_and(|count| count != tally.counts.checked()) {
        wrong.push(format!("{} checked instead of {}", tally.counts.checked(), expected["evaluated_count"]));
    }
    if let Some(rows) = expected["unexpected_rows"].as_array() {
        let rows: Vec<u64> = rows.iter().filter_map(Value::as_u64).collect();
        let found: Vec<u64> =
            tally.samples.iter().filter_map(|sample| sample.row).map(|row| row - 1).collect();
        if rows != found {
            wrong.push(format!("rows {found:?} instead of {rows:?}"));
        }
    }
    wrong
}
