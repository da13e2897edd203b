//! Cases said in Mizan.

use std::fmt::Write as _;

use serde_json::Value;

use super::{Said, several, text, texts};

/// A column's name as the language writes it.
pub fn name(column: &str) -> String {
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
pub fn between(expr: &str, check: &Value) -> String {
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
pub fn on_rows(check: &Value, columns: &[&str], condition: &str) -> Said {
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

pub fn on_whole(condition: &str) -> Said {
    Said { rules: format!("rule held on t as a whole: {condition}\n"), ..Said::default() }
}

/// A case in the language; nothing where the language has no words for it.
#[expect(clippy::too_many_lines, reason = "one arm for each kind of check")]
pub fn say(case: &Value) -> Option<Said> {
    let check = &case["check"];
    let column = text(&check["column"]);
    let c = name(column);
    let columns = texts(&check["columns"]);
    let names: Vec<String> = columns.iter().map(|column| name(column)).collect();
    let (a, b) = (text(&check["column_a"]), text(&check["column_b"]));
    let sum = |all: &[String], by: &str| all.join(by);
    let tiny = "within 0.000000001 of";
    Some(match text(&check["kind"]) {
        "agg_in_range" => match aggregate(check) {
            Some(value) => on_whole(&between(&format!("({value})"), check)),
            None => several::statistic(check)?,
        },
        "all_of" if check["checks"][0]["kind"] == "foreign_key" => several::references(check)?,
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
        "aggregate_ratio" => {
            let of = |column: &str| format!("{}(known {})", text(&check["fn"]), name(column));
            several::totals(check, text(&check["table_b"]), &of(a), &of(text(&check["column_b_name"])))
        }
        "row_count_ratio" => several::totals(check, text(&check["other"]), "count()", "count()"),
        "dataset_match" => several::dataset_match(case)?,
        "column_count" | "column_names_match" | "schema_match_ratio" => several::of_columns(check)?,
        "values_abs_step_in_range" => {
            several::after_another(check, &between(&format!("abs({c} - earlier.{c})"), check))
        }
        "sequential_first_break" => several::first_break(check),
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
            // Elsewhere a text of no characters is a value, which no such pattern is met by.
            let values = texts(&case["tables"]["main"][column]["values"]);
            if values.contains(&"")
                && case["tables"]["main"][column]["values"].as_array()?.iter().all(Value::is_string)
            {
                on_rows(check, &[], &format!("{c} is known and {c} matches /{whole}/"))
            } else {
                on_rows(check, &[column], &format!("{c} matches /{whole}/"))
            }
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
            several::unique_where(check, columns.first().copied().unwrap_or(column), &filter(check)?)
        }
        "primary_key" => {
            let known: Vec<String> = names.iter().map(|name| format!("{name} is known")).collect();
            on_rows(check, &[], &format!("{} and unique({})", known.join(" and "), names.join(", ")))
        }
        "later_duplicates" => several::later_duplicates(check, &columns),
        "compound_unique" => on_rows(check, &columns, &format!("unique({})", names.join(", "))),
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
        "foreign_key" => several::reference_to(check, &columns),
        "values_have_format" => on_rows(check, &[column], &form(text(&check["format"]), &c)?),
        _ => return None,
    })
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
