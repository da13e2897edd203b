//! Checks over several tables, over what is counted of one, over its order, and over its list of columns.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use super::delivery::Columns;
use super::say::{between, name, on_rows, on_whole};
use super::{Said, text, texts};

/// The source of a table.
pub fn source_of(table: &str) -> String {
    if table == "main" { "t".to_owned() } else { format!("other_{table}") }
}

/// `left` between the bounds of a check times `right`: no division by zero.
fn between_parts_of(left: &str, right: &str, check: &Value) -> String {
    let mut scaled = check.clone();
    scaled["min"] = Value::Null;
    scaled["max"] = Value::Null;
    let mut parts = Vec::new();
    for (bound, sign) in [("min", [">", ">="]), ("max", ["<", "<="])] {
        if !check[bound].is_null() {
            let inclusive = check[format!("{bound}_inclusive")] != Value::Bool(false);
            parts.push(format!("{left} {} {} * {right}", sign[usize::from(inclusive)], check[bound]));
        }
    }
    parts.join(" and ")
}

/// One number of this table against one of another: each a table of one cell, that are compared.
pub fn totals(check: &Value, other: &str, mine: &str, theirs: &str) -> Said {
    let mut rules = String::new();
    for (side, source, measure) in [("left", "t", mine), ("right", source_of(other).as_str(), theirs)] {
        writeln!(rules, "table {side}_cell from {source} {{ measure total = {measure} }}").unwrap();
        writeln!(rules, "table {side} from {side}_cell {{ by 1 as one measure total = only(total) }}")
            .unwrap();
    }
    let condition = between_parts_of("left.total", "right.total", check);
    writeln!(rules, "compare held: left with right by one {{ require {condition} bridge \"totals\" }}")
        .unwrap();
    Said { rules, held: "held", ..Said::default() }
}

/// A key that must be one of another table.
pub fn reference_to(check: &Value, columns: &[&str]) -> Said {
    on_rows(check, columns, &is_one_of_another(check, columns))
}

fn is_one_of_another(check: &Value, columns: &[&str]) -> String {
    let source = source_of(text(&check["other"]));
    let tuple = |names: Vec<String>| match names.as_slice() {
        [one] => one.clone(),
        several => format!("({})", several.join(", ")),
    };
    let mine = tuple(columns.iter().map(|column| name(column)).collect());
    let others = texts(&check["other_columns"]);
    let theirs = tuple(others.iter().map(|column| format!("{source}.{}", name(column))).collect());
    format!("{mine} in {theirs}")
}

/// Several keys, each of which must be one of another table where it is not missing.
pub fn references(check: &Value) -> Option<Said> {
    let mut parts = Vec::new();
    for part in check["checks"].as_array()? {
        let columns = texts(&part["columns"]);
        for column in &columns {
            parts.push(format!("({} is missing or {})", name(column), is_one_of_another(part, &columns)));
        }
    }
    Some(on_rows(check, &[], &parts.join(" and ")))
}

/// Records that must be equal to those of another table with their key.
pub fn dataset_match(case: &Value) -> Option<Said> {
    let check = &case["check"];
    let other = text(&check["other"]);
    let (main, theirs) = (case["tables"]["main"].as_object()?, case["tables"][other].as_object()?);
    let pairs = |value: &Value| -> Vec<(String, String)> {
        let pairs = value.as_array().map(Vec::as_slice).unwrap_or_default();
        pairs.iter().map(|pair| (text(&pair[0]).to_owned(), text(&pair[1]).to_owned())).collect()
    };
    let keys = pairs(&check["keys"]);
    let mut compared = pairs(&check["match"]);
    if check["match"].is_null() {
        let alike = main.keys().filter(|name| theirs.contains_key(*name));
        let alike = alike.filter(|name| keys.iter().all(|(key, _)| key != *name));
        compared = alike.map(|name| (name.clone(), name.clone())).collect();
    }
    let by: Vec<String> =
        keys.iter().map(|(mine, theirs)| format!("{} = {}", name(mine), name(theirs))).collect();
    let equal = compared.iter().map(|(mine, theirs)| {
        let sign = if main[mine]["type"] == "float64" { "within 0 of" } else { "==" };
        format!(" and {} {sign} counterpart.{}", name(mine), name(theirs))
    });
    let equal: String = equal.collect();
    let mut said = on_rows(check, &[], "same");
    let link = format!("link counterpart from t to one {} by {}\n", source_of(other), by.join(", "));
    said.rules = format!("{link}define same on t = any counterpart{equal}\n{}", said.rules);
    Some(said)
}

const ROW_BEFORE: &str =
    "define place_before on t = place - 1\nlink earlier from t to one t by place_before = place\n";

/// A condition on a value and the one in the row before.
pub fn after_another(check: &Value, condition: &str) -> Said {
    let mut said = on_rows(check, &[text(&check["column"])], &format!("no earlier or ({condition})"));
    said.rules = format!("{ROW_BEFORE}{}", said.rules);
    said
}

/// The first row whose value is not one more than the one before.
pub fn first_break(check: &Value) -> Said {
    let column = name(text(&check["column"]));
    let condition = "not breaks or place > min(place where breaks overall)";
    let mut said = on_rows(check, &[text(&check["column"])], condition);
    let breaks = format!("define breaks on t = any earlier and {column} != earlier.{column} + 1\n");
    said.rules = format!("{ROW_BEFORE}{breaks}{}", said.rules);
    said
}

/// Rows that an earlier one has the key of.
pub fn later_duplicates(check: &Value, columns: &[&str]) -> Said {
    let names: Vec<String> = columns.iter().map(|column| name(column)).collect();
    let each = |test: &str, by: &str| {
        names.iter().map(|name| format!("{name} is {test}")).collect::<Vec<_>>().join(by)
    };
    let mut said = if check["all_missing_fails"] == Value::Bool(true) {
        let (some, any) = (each("known", " or "), each("missing", " or "));
        on_rows(check, &[], &format!("({some}) and ({any} or no before)"))
    } else {
        on_rows(check, columns, "no before")
    };
    let link = format!("link before from t to t by {} where place < this.place\n", names.join(", "));
    said.rules = format!("{link}{}", said.rules);
    said
}

/// A key that no other row has of those that a filter lets through.
pub fn unique_where(check: &Value, key: &str, filter: &str) -> Said {
    let key = name(key);
    let condition = format!("{key} is known and no twin");
    // Of a key a missing one fails; of values it is left out.
    let left_out: &[&str] = if check["kind"] == "primary_key" { &[] } else { &[text(&check["column"])] };
    let mut said = on_rows(check, left_out, &condition);
    let link = format!("link twin from t to t by {key} where place != this.place and {filter}\n");
    said.rules = format!("{link}{}", said.rules);
    said
}

/// A statistic that is no function of the language, but of what is.
pub fn statistic(check: &Value) -> Option<Said> {
    let column = name(text(&check["column"]));
    let cells = format!(
        "table cells from t {{ where {column} is known by {column} as value measure records = count() }}\n\
         define part on cells = records / sum(records overall)\ndefine weighed on cells = part * log(part)\n"
    );
    let moments = format!(
        "define off on t = {column} - mean(known {column} overall)\ndefine off_2 on t = off * off\n\
         define off_3 on t = off_2 * off\ndefine off_4 on t = off_2 * off_2\n"
    );
    let spread = "mean(known off_2)";
    let skewness = format!("mean(known off_3) / ({spread} * sqrt({spread}))");
    let (before, source, value) = match text(&check["fn"]) {
        "entropy_natural" => (cells, "cells", "(0 - sum(weighed))".to_owned()),
        "entropy_base2" => (cells, "cells", "(0 - sum(weighed) / log(2))".to_owned()),
        "unique_over_distinct" => (cells, "cells", "(count(where records == 1) / count())".to_owned()),
        "skewness" => (moments, "t", format!("({skewness})")),
        "skewness_abs" => (moments, "t", format!("abs({skewness})")),
        "excess_kurtosis" => (moments, "t", format!("(mean(known off_4) / ({spread} * {spread}) - 3)")),
        _ => return None,
    };
    let rules = format!("{before}rule held on {source} as a whole: {}\n", between(&value, check));
    Some(Said { rules, held: if source == "t" { "t.held" } else { "cells.held" }, ..Said::default() })
}

/// A check of a table's list of columns, which is a source of one row for each.
pub fn of_columns(check: &Value) -> Option<Said> {
    let said = match text(&check["kind"]) {
        "column_count" => on_whole(&between("count()", check)),
        "column_names_match" => {
            let regex = text(&check["regex"]).trim_start_matches('^').trim_end_matches('$');
            on_rows(check, &[], &format!("name matches /{regex}/"))
        }
        "schema_match_ratio" => {
            let other = format!("{}_columns", source_of(text(&check["other"])));
            let mut said = on_whole(&between("(count(where alike) / count())", check));
            let alike = format!("define alike on t_columns = (name, kind) in ({other}.name, {other}.kind)\n");
            said.rules = format!("{alike}{}", said.rules);
            said
        }
        _ => return None,
    };
    let rules =
        said.rules.replace("on t as a whole", "on t_columns as a whole").replace("on t {", "on t_columns {");
    Some(Said { rules, held: "t_columns.held", of_rows: false, of_columns: true })
}

/// The list of a table's columns.
pub fn columns_of(table: &Columns) -> Columns {
    let names: Vec<&String> = table.keys().collect();
    let kinds: Vec<&Value> = table.values().map(|column| &column["type"]).collect();
    let column = |values: Value| json!({ "type": "utf8", "values": values });
    Map::from_iter([("name".to_owned(), column(json!(names))), ("kind".to_owned(), column(json!(kinds)))])
}
