//! Cases of other tools' own tests, said in Mizan: data, a check in neutral words, the outcome they assert.
//!
//! The cases are not part of the project; where they are absent the test says so and passes.
#![expect(
    clippy::print_stdout,
    clippy::from_iter_instead_of_collect,
    reason = "the test tells how much it could say; an array's type leads"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow::array::{ArrayRef, BooleanArray, Date32Array, Float64Array, Int64Array, RecordBatch, StringArray};
use mizan::data::{FileFormat, FoundFile};
use mizan::engine::{self, Options};
use mizan::outcome::{self, Tally, Verdict};
use mizan::{Files, Standard, interpret, ir};
use parquet::arrow::ArrowWriter;
use serde_json::Value;

use crate::support::{bound, deliver, shared, world};

/// Where the other tool means something else; `docs/language.md`, "Where Mizan differs from other tools".
const DIFFERENT: &[(&str, &str)] = &[
    ("fric-later-duplicates-001", "every row of a duplicate fails, the first too"),
    ("fric-later-duplicates-002", "every row of a duplicate fails; a key missing in part is unknown"),
    ("fric-later-duplicates-003", "every row of a duplicate fails, the first too"),
    ("fric-later-duplicates-005", "every row of a duplicate fails, the first too"),
    ("gxc-values-match-regex-006", "a text without a character is an empty cell, from Parquet as from CSV"),
    ("gxc-values-have-format-005", "`check_digit` takes no blanks out of an IBAN"),
];

/// Cases that must stay sayable.
const SAID_AT_LEAST: usize = 152;

/// A case in the words of the language.
#[derive(Default)]
struct Said {
    /// Code lists.
    lists: String,
    /// Columns that are of another type than their values'.
    types: BTreeMap<String, String>,
    /// The rules; `held` gives the outcome, `rows` (else `held`) the failing rows.
    rules: String,
    /// Whether the failing rule's items are rows.
    of_rows: bool,
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
        let Some(words) = say(case) else {
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

/// A column's name as the language writes it.
fn name(column: &str) -> String {
    format!("`{column}`")
}

/// A value of a case as a literal; dates are told from texts by their column.
fn literal(value: &Value) -> String {
    match value {
        Value::String(text) if is_date(text) => text.clone(),
        Value::String(text) => format!("\"{text}\""),
        other => other.to_string(),
    }
}

fn is_date(text: &str) -> bool {
    text.len() == 10 && text.bytes().enumerate().all(|(at, byte)| (byte == b'-') == (at == 4 || at == 7))
}

fn set(value: &Value) -> String {
    let all: Vec<String> = value.as_array().unwrap().iter().map(literal).collect();
    format!("{{{}}}", all.join(", "))
}

/// `expr` between the bounds of a check.
fn between(expr: &str, check: &Value) -> String {
    let mut parts = Vec::new();
    for (bound, inclusive, strict, wide) in
        [("min", "min_inclusive", ">", ">="), ("max", "max_inclusive", "<", "<=")]
    {
        if !check[bound].is_null() {
            let sign = if check[inclusive] == Value::Bool(false) { strict } else { wide };
            parts.push(format!("{expr} {sign} {}", literal(&check[bound])));
        }
    }
    parts.join(" and ")
}

/// A filter, false where a value of it is missing.
fn filter(check: &Value) -> Option<String> {
    let one = |part: &Value| {
        format!("({} {} {}) is true", name(text(&part["column"])), text(&part["op"]), literal(&part["value"]))
    };
    match &check["where"] {
        Value::Null => None,
        all if all["all"].is_array() => {
            let all: Vec<String> = all["all"].as_array().unwrap().iter().map(one).collect();
            Some(all.join(" and "))
        }
        part => Some(one(part)),
    }
}

/// An aggregate of the whole source.
fn aggregate(check: &Value) -> Option<String> {
    let column = name(text(&check["column"]));
    let whose = filter(check).map_or(String::new(), |filter| format!(" where {filter}"));
    Some(match text(&check["fn"]) {
        "distinct_count" => format!("count(distinct known {column}{whose})"),
        plain @ ("sum" | "mean" | "min" | "max" | "median" | "stddev") => {
            format!("{plain}(known {column}{whose})")
        }
        "stddev_population" => {
            let known = format!("count(where {column} is known)");
            format!("stddev(known {column}) * sqrt(({known} - 1) / {known})")
        }
        _ => return None,
    })
}

/// A share in hundredths, without what binary fractions add to it.
fn percent(share: f64) -> f64 {
    (share * 1e8).round() / 1e6
}

/// A rule on rows over the rows on which `columns` are known, with the share of them that may fail.
fn on_rows(check: &Value, columns: &[&str], condition: &str) -> Said {
    let mut guard: Vec<String> = columns.iter().map(|column| format!("{} is known", name(column))).collect();
    guard.extend(filter(check));
    let when = if guard.is_empty() { String::new() } else { format!("when {} ", guard.join(" and ")) };
    let ratio = check["min_pass_ratio"].as_f64().unwrap_or(1.0);
    let mut rules = String::new();
    if check["min_pass_ratio_exclusive"] == Value::Bool(true) {
        writeln!(rules, "rule rows on t {{ {when} require {condition} }}").unwrap();
        writeln!(rules, "rule held on t as a whole: share(where {condition}) > {}%", percent(ratio)).unwrap();
    } else {
        let failing = percent(1.0 - ratio);
        writeln!(rules, "rule held on t {{ {when} require {condition} tolerate {failing}% }}").unwrap();
    }
    Said { rules, of_rows: true, ..Said::default() }
}

fn on_whole(condition: &str) -> Said {
    Said { rules: format!("rule held on t as a whole: {condition}\n"), ..Said::default() }
}

fn known_of(table: &Value, column: &str) -> Vec<Value> {
    table[column]["values"]
        .as_array()
        .map(|all| all.iter().filter(|value| !value.is_null()).cloned().collect())
        .unwrap_or_default()
}

/// A case in the language; nothing where the language has no words for it.
#[expect(clippy::too_many_lines, reason = "one arm for each kind of check")]
fn say(case: &Value) -> Option<Said> {
    let check = &case["check"];
    let column = text(&check["column"]);
    let c = name(column);
    let columns = texts(&check["columns"]);
    let names: Vec<String> = columns.iter().map(|column| name(column)).collect();
    let (a, b) = (text(&check["column_a"]), text(&check["column_b"]));
    let sum = |all: &[String], by: &str| all.join(by);
    let tiny = "within 0.000000001 of";
    Some(match text(&check["kind"]) {
        "agg_in_range" => on_whole(&between(&format!("({})", aggregate(check)?), check)),
        "all_of" | "any_of" => {
            let parts: Option<Vec<String>> = check["checks"]
                .as_array()?
                .iter()
                .map(|part| Some(format!("({})", between(&format!("({})", aggregate(part)?), part))))
                .collect();
            on_whole(&parts?.join(if check["kind"] == "all_of" { " and " } else { " or " }))
        }
        "aggregate_ratio" if check["table_b"] == "main" => {
            let of = |column: &str| format!("{}({})", text(&check["fn"]), name(column));
            on_whole(&between(&format!("({} / {})", of(a), of(text(&check["column_b_name"]))), check))
        }
        "correlation_in_range" => {
            on_whole(&between(&format!("correlation({}, {})", name(a), name(b)), check))
        }
        "row_count" => on_whole(&between(
            &filter(check).map_or("count()".to_owned(), |filter| format!("count(where {filter})")),
            check,
        )),
        "value_share_at_least" => {
            let least = percent(check["min_share"].as_f64()?);
            on_whole(&format!("share(where {c} == {}) >= {least}%", literal(&check["value"])))
        }
        "distinct_values" if check["relation"] == "superset_of" => {
            let each = check["set"].as_array()?.iter();
            let each: Vec<String> =
                each.map(|value| format!("any row (({c} == {}) is true)", literal(value))).collect();
            on_whole(&each.join(" and "))
        }
        "values_in_set_or_missing" => {
            on_rows(check, &[], &format!("{c} is missing or {c} in {}", set(&check["set"])))
        }
        "values_in_set" => on_rows(check, &[column], &format!("{c} in {}", set(&check["set"]))),
        "values_not_in_set" => on_rows(check, &[column], &format!("{c} not in {}", set(&check["set"]))),
        "values_in_range" => on_rows(check, &[column], &between(&c, check)),
        "values_in_range_missing_fails" => {
            on_rows(check, &[], &format!("{c} is known and {}", between(&c, check)))
        }
        "length_in_range" => on_rows(check, &[column], &between(&format!("length({c})"), check)),
        "values_match_regex" => {
            let regex = text(&check["regex"]);
            let whole = match regex.strip_prefix('^') {
                Some(rest) => rest.to_owned(),
                None => format!(".*{regex}"),
            };
            let whole = match whole.strip_suffix('$') {
                Some(rest) => rest.to_owned(),
                None => format!("{whole}.*"),
            };
            on_rows(check, &[column], &format!("{c} matches /{whole}/"))
        }
        "values_split_in_set" => {
            let word = texts(&check["set"]).join("|");
            on_rows(
                check,
                &[column],
                &format!("{c} matches /({word})({}({word}))*/", text(&check["delimiter"])),
            )
        }
        "primary_key" | "values_unique" if check["where"].is_object() => {
            let key = columns.first().copied().unwrap_or(column);
            let rules = format!("rule held on t by {}: count(where {}) <= 1\n", name(key), filter(check)?);
            Said { rules, ..Said::default() }
        }
        "primary_key" => {
            let known: Vec<String> = names.iter().map(|name| format!("{name} is known")).collect();
            on_rows(check, &[], &format!("{} and unique({})", known.join(" and "), names.join(", ")))
        }
        "later_duplicates" if check["all_missing_fails"] == Value::Bool(true) => {
            let known: Vec<String> = names.iter().map(|name| format!("{name} is known")).collect();
            on_rows(check, &[], &format!("unique({}) and ({})", names.join(", "), known.join(" or ")))
        }
        "compound_unique" | "later_duplicates" => {
            on_rows(check, &columns, &format!("unique({})", names.join(", ")))
        }
        "row_expression" if check["missing"] == "fails" => {
            let known: Vec<String> = names.iter().map(|name| format!("{name} is known")).collect();
            let condition = text(&check["expression"]).replace(" = ", " == ");
            on_rows(check, &[], &format!("{} and {condition}", known.join(" and ")))
        }
        "row_sum_equals_column" => {
            let (total, parts) = names.split_last()?;
            on_rows(check, &columns, &format!("{} + {} {tiny} {total}", sum(parts, " + "), check["add"]))
        }
        "row_product_equals_column" => {
            let (total, parts) = names.split_last()?;
            on_rows(check, &columns, &format!("{} * {} {tiny} {total}", sum(parts, " * "), check["times"]))
        }
        "row_sum_in_range" => on_rows(check, &columns, &between(&format!("({})", sum(&names, " + ")), check)),
        "columns_equal" => {
            let pairs: Vec<String> =
                names.windows(2).map(|pair| format!("{} == {}", pair[0], pair[1])).collect();
            on_rows(check, &columns, &pairs.join(" and "))
        }
        "both_or_neither_missing" => {
            on_rows(check, &[], &format!("({} is missing) == ({} is missing)", name(a), name(b)))
        }
        "pair_relative_difference" if check["relative_to"] == "b" => {
            let percent = percent(check["max_relative"].as_f64()?);
            on_rows(check, &[a, b], &format!("{} within {percent}% of {}", name(a), name(b)))
        }
        "values_not_outliers" if check["method"] == "std" => on_rows(
            check,
            &[column],
            &format!(
                "abs({c} - mean(known {c} overall)) <= {} * stddev(known {c} overall)",
                check["multiplier"]
            ),
        ),
        "values_not_outliers" => on_rows(
            check,
            &[column],
            &format!(
                "abs({c} - median(known {c} overall)) < {} * iqr(known {c} overall)",
                check["multiplier"]
            ),
        ),
        "values_within_sd_of_median" => on_rows(
            check,
            &[column],
            &format!(
                "abs({c} - median(known {c} overall)) <= {} * stddev(known {c} overall)",
                check["multiplier"]
            ),
        ),
        "foreign_key" => reference_to(case, &columns)?,
        "values_have_format" => on_rows(check, &[column], &form(text(&check["format"]), &c)?),
        _ => return None,
    })
}

/// A reference to another table: its keys as a code list, or as a set of tuples.
fn reference_to(case: &Value, columns: &[&str]) -> Option<Said> {
    let check = &case["check"];
    let others = texts(&check["other_columns"]);
    let other = &case["tables"][text(&check["other"])];
    if check["other"] != "missing" && others.iter().any(|column| other[*column].is_null()) {
        return None;
    }
    if let ([column], [key]) = (columns, others.as_slice()) {
        let codes: BTreeSet<String> = known_of(other, key)
            .iter()
            .map(|value| value.as_str().map_or(value.to_string(), str::to_owned))
            .collect();
        let mut said = on_rows(check, &[column], &format!("{} in reference", name(column)));
        if !other.is_null() {
            let codes: Vec<String> =
                codes.iter().map(|code| format!("'{code}' {{ en \"{code}\" }}")).collect();
            said.lists = format!("codelist reference {{ {} }}\n", codes.join("\n"));
        }
        said.types.insert((*column).to_owned(), "reference".to_owned());
        return Some(said);
    }
    let rows = other[others[0]]["values"].as_array()?.len();
    let tuple = |row: usize| {
        let parts: Vec<String> = others.iter().map(|key| literal(&other[*key]["values"][row])).collect();
        format!("({})", parts.join(", "))
    };
    // A key with a missing part refers to nothing.
    let whole = |row: &usize| others.iter().all(|key| !other[*key]["values"][*row].is_null());
    let tuples: BTreeSet<String> = (0..rows).filter(whole).map(tuple).collect();
    let tuples: Vec<String> = tuples.into_iter().collect();
    let names: Vec<String> = columns.iter().map(|column| name(column)).collect();
    Some(on_rows(check, columns, &format!("({}) in {{{}}}", names.join(", "), tuples.join(", "))))
}

/// The form of an identifier. A final `X` is not checked where blanks or hyphens must go first: `digits` loses it.
fn form(format: &str, c: &str) -> Option<String> {
    let hex = "[0-9a-fA-F]";
    Some(match format {
        "uuid" => format!(
            "{c} matches /(urn:uuid:)?\\{{?{hex}{{8}}-?{hex}{{4}}-?{hex}{{4}}-?{hex}{{4}}-?{hex}{{12}}\\}}?/"
        ),
        "ean" => format!("{c} matches /\\d{{8}}/ or check_digit(digits({c}), \"EAN-13\")"),
        "iban" => format!("check_digit({c}, \"IBAN\")"),
        "isin" => format!("check_digit({c}, \"ISIN\")"),
        "isbn10" => format!(
            "{c} matches /(\\d[ -]?){{9}}[\\dX]/ and (ends_with({c}, \"X\") or check_digit(digits({c}), \"ISBN-10\"))"
        ),
        "isbn13" => format!("{c} matches /[\\d -]+/ and check_digit(digits({c}), \"ISBN-13\")"),
        "orcid" => format!(
            "{c} matches /(\\d{{4}}-){{3}}\\d{{3}}[\\dX]/ \
             and (ends_with({c}, \"X\") or check_digit(digits({c}), \"ISO 7064 MOD 11-2\"))"
        ),
        "gtin14_base_unit" => format!("{c} matches /0\\d{{13}}/ and check_digit(right({c}, 13), \"EAN-13\")"),
        "mac" => format!("{c} matches /{hex}{{2}}([:-]{hex}{{2}}){{5}}/"),
        "md5" => format!("{c} matches /{hex}{{32}}/"),
        "doi" => format!("{c} matches /10\\.\\d{{4,9}}\\x2F\\S+/"),
        "hex_color" => format!("{c} matches /#({hex}{{3}}|{hex}{{6}})/"),
        "ssn_us" => format!("{c} matches /\\d{{3}}-\\d{{2}}-\\d{{4}}/"),
        "bic" => format!(
            "{c} matches /[A-Z]{{6}}[A-Z0-9]{{2}}([A-Z0-9]{{3}})?/ \
             and mid({c}, 5, 2) in {{\"DE\", \"FR\", \"HU\", \"MA\", \"MN\", \"US\"}}"
        ),
        "email" => format!("{c} matches /[^@\\s]+@([^@\\s.]+\\.)+[A-Za-z]{{2,}}/"),
        _ => return None,
    })
}

/// How the case comes out otherwise than it says: by every engine, from CSV and from Parquet.
fn differences(case: &Value, said: &Said) -> Vec<String> {
    let mut source = "source t {\n  files \"t.csv\"\n  place: integer\n".to_owned();
    let main = case["tables"]["main"].as_object().unwrap();
    for (column, values) in main {
        let plain = match text(&values["type"]) {
            "int64" => "integer",
            "float64" => "number",
            "bool" => "boolean",
            "date32" => "date",
            _ => "text",
        };
        let kind = said.types.get(column).map_or(plain, String::as_str);
        writeln!(source, "  {}: {kind}?", name(column)).unwrap();
    }
    let standard = format!("{}{source}}}\n{}", said.lists, said.rules);
    let (compiled, diagnostics) = Standard::compile(&Files::of("case.mizan", &standard));
    let expected = text(&case["expected"]["outcome"]);
    let Some(compiled) = compiled else {
        let refused = expected == "rule_error";
        return if refused { Vec::new() } else { vec![format!("does not compile: {diagnostics:#?}")] };
    };
    if expected == "rule_error" {
        return vec!["compiles, though the rule is wrong".to_owned()];
    }
    let standard = bound(&compiled);
    let odd = |text: &str| text.is_empty() || text.trim() != text;
    let odd = main.values().any(|column| {
        texts(&column["values"])
            .iter()
            .zip(column["values"].as_array().unwrap())
            .any(|(text, value)| value.is_string() && odd(text))
    });
    let mut files = vec![("Parquet", FileFormat::Parquet, as_parquet(main, said))];
    if !odd {
        files.push(("CSV", FileFormat::Csv, as_csv(main)));
    }
    let mut wrong = Vec::new();
    for (format, kind, bytes) in files {
        let found = FoundFile {
            path: PathBuf::from("t.csv"),
            name: "t.csv".to_owned(),
            format: kind,
            fields: Vec::new(),
        };
        let data = deliver(&standard, &[(found, bytes)]);
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

fn compare(
    case: &Value,
    said: &Said,
    standard: &ir::Standard,
    tallies: &BTreeMap<ir::RuleId, Tally>,
) -> Vec<String> {
    let expected = &case["expected"];
    let of = |name: &str| standard.rules().find(|(_, rule)| rule.id.as_str() == name);
    let (held, rule) = of("t.held").expect("every case has the rule");
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

type Columns = serde_json::Map<String, Value>;

fn rows_of(main: &Columns) -> usize {
    main.values().next().map_or(0, |column| column["values"].as_array().unwrap().len())
}

fn as_csv(main: &Columns) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(std::iter::once("place").chain(main.keys().map(String::as_str))).unwrap();
    for row in 0..rows_of(main) {
        let cells = main.values().map(|column| match &column["values"][row] {
            Value::Null => String::new(),
            Value::String(text) => text.clone(),
            other => other.to_string(),
        });
        writer.write_record(std::iter::once(row.to_string()).chain(cells)).unwrap();
    }
    writer.into_inner().unwrap()
}

fn as_parquet(main: &Columns, said: &Said) -> Vec<u8> {
    let places: ArrayRef = Arc::new(Int64Array::from_iter_values(0..i64::try_from(rows_of(main)).unwrap()));
    let mut arrays: Vec<(String, ArrayRef)> = vec![("place".to_owned(), places)];
    let epoch = chrono::NaiveDate::from_ymd_opt(1970, 1, 1).unwrap();
    for (column, values) in main {
        let cells = values["values"].as_array().unwrap();
        let array: ArrayRef = match text(&values["type"]) {
            _ if said.types.contains_key(column) => {
                let plain = |cell: &Value| cell.as_str().map_or(cell.to_string(), str::to_owned);
                Arc::new(StringArray::from_iter(
                    cells.iter().map(|cell| (!cell.is_null()).then(|| plain(cell))),
                ))
            }
            "int64" => Arc::new(Int64Array::from_iter(cells.iter().map(Value::as_i64))),
            "float64" => Arc::new(Float64Array::from_iter(cells.iter().map(Value::as_f64))),
            "bool" => Arc::new(BooleanArray::from_iter(cells.iter().map(Value::as_bool))),
            "date32" => Arc::new(Date32Array::from_iter(cells.iter().map(|cell| {
                let date: Option<chrono::NaiveDate> = cell.as_str().map(|text| text.parse().unwrap());
                date.map(|date| i32::try_from((date - epoch).num_days()).unwrap())
            }))),
            _ => Arc::new(StringArray::from_iter(cells.iter().map(Value::as_str))),
        };
        arrays.push((column.clone(), array));
    }
    let batch =
        RecordBatch::try_from_iter_with_nullable(arrays.into_iter().map(|(name, array)| (name, array, true)));
    let batch = batch.unwrap();
    let mut writer = ArrowWriter::try_new(Vec::new(), batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.into_inner().unwrap()
}
