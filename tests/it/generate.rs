//! Generated deliveries: what columns declare holds, and fails exactly where it was broken.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::cli::mizan;

const DATE: &str = "--as-of 2024-12-31";

fn shipped(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("rules").join(name)
}

/// By rule the file and row of each planted error.
fn planted(folder: &Path) -> BTreeMap<String, BTreeSet<(String, u64)>> {
    let mut planted: BTreeMap<String, BTreeSet<(String, u64)>> = BTreeMap::new();
    for line in fs::read_to_string(folder.join("planted.csv")).unwrap().lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        planted
            .entry(cells[0].to_owned())
            .or_default()
            .insert((cells[1].to_owned(), cells[2].parse().unwrap()));
    }
    planted
}

/// Whether columns bring it: `SOURCE.COLUMN.KIND`.
fn is_generated(id: &str) -> bool {
    let kinds = ["type", "present", "code", "range", "pattern", "unique", "asked"];
    id.matches('.').count() >= 2 && kinds.contains(&id.rsplit('.').next().unwrap_or_default())
}

#[test]
fn rules_that_columns_bring_fail_where_they_were_broken_and_nowhere_else() {
    for standard in [
        "morocco",
        "morocco-registers",
        "morocco-surveys",
        "morocco-inferred",
        "recruitment-cost-survey",
        "sdg-10-7-1-vectors",
    ] {
        let (folder, rules) = (tempfile::tempdir().unwrap(), shipped(standard).display().to_string());
        let place = folder.path().join("g");
        let line = format!("generate g --standard {rules} --rows 1500 --errors 100 {DATE}");
        mizan(folder.path(), &line).exits(0).says("failing rows were planted");
        let planted = planted(&place);
        assert!(planted.len() > 10, "{standard}: {planted:?}");
        let check =
            format!("check g/delivery --standard {rules} {DATE} --samples 500 --format json=result.json");
        mizan(folder.path(), &check).exits(1);
        let text = fs::read_to_string(folder.path().join("result.json")).unwrap();
        let result: Value = serde_json::from_str(&text).unwrap();
        let mut looked_at = 0;
        for rule in result["rules"].as_array().unwrap() {
            let id = rule["id"].as_str().unwrap();
            if !is_generated(id) {
                continue;
            }
            looked_at += 1;
            let place = |sample: &Value| {
                (sample["file"].as_str().unwrap().to_owned(), sample["row"].as_u64().unwrap())
            };
            let samples = rule["samples"].as_array().unwrap().iter().map(place);
            let found: BTreeSet<(String, u64)> = samples.collect();
            assert_eq!(found, planted.get(id).cloned().unwrap_or_default(), "{standard}: {id}");
            assert_eq!(rule["fail"].as_u64().unwrap(), found.len() as u64, "{standard}: {id}");
        }
        assert!(looked_at > 40, "{standard}: {looked_at}");
    }
}

#[test]
fn every_type_is_written_as_it_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let columns = "key k, q
  k: text matches /[A-Z]\\d{4}/
  q: quarter
  y: year?
  w: week?
  p: percent in 0%..50%
  d: decimal? >= 0
  n: number? in 0..1
  t: timestamp?
  b: boolean
  x: c?
  i: integer? < 0 missing { 9 \"refused\" }
  o: date? in 2020-01-01..as_of asked when b\n}\n";
    let text = format!(
        "codelist c {{ 'a' {{ en \"A\" }} 'b' {{ en \"B\" }} }}
source s {{ files \"s_*.csv\" format csv {{ delimiter \";\" decimal \",\" }} {columns}
source v {{ files \"v/*.parquet\" {columns}"
    );
    fs::create_dir(folder.path().join("rules")).unwrap();
    fs::write(folder.path().join("rules/mizan.toml"), "name = \"t\"\nversion = \"1.0.0\"\n").unwrap();
    fs::write(folder.path().join("rules/t.mizan"), text).unwrap();
    mizan(folder.path(), &format!("generate g --standard rules --rows 800 --errors 0 {DATE}")).exits(0);
    mizan(folder.path(), &format!("check g/delivery --standard rules {DATE}")).exits(0).says("Passed");
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_another_gives_others() {
    let folder = tempfile::tempdir().unwrap();
    let rules = shipped("morocco").display().to_string();
    let with = |name: &str, seed: u32| {
        let line = format!("generate {name} --standard {rules} --rows 100 --seed {seed} {DATE}");
        mizan(folder.path(), &line).exits(0);
        fs::read(folder.path().join(name).join("delivery/dgsn/1.parquet")).unwrap()
    };
    let one = with("a", 1);
    assert_eq!(one, with("b", 1));
    assert_ne!(one, with("c", 2));
}

#[test]
fn what_can_not_be_generated_is_said_and_nothing_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let line = format!("generate g --standard {} --rows 10", shipped("morocco").display());
    mizan(folder.path(), &line).exits(0);
    mizan(folder.path(), &line).exits(2).complains("is there already");
    mizan(folder.path(), &format!("{line} --rows 0")).exits(2).complains("--rows");
    let definitions = format!("generate h --standard {}", shipped("icls").display());
    mizan(folder.path(), &definitions).exits(2).complains("no source that is delivered");
}

#[test]
fn the_plan_says_which_columns_are_read_and_reads_no_data_page() {
    let folder = tempfile::tempdir().unwrap();
    let rules = shipped("morocco").display().to_string();
    let line = format!("generate g --standard {rules} --rows 400 {DATE}");
    mizan(folder.path(), &line).exits(0);
    let plan = |more: &str| {
        let line = format!("check g/delivery --standard {rules} {DATE} --plan {more}");
        mizan(folder.path(), &line).exits(0).out().to_owned()
    };
    let of_one = plan("--only dgsn.sex.code");
    let lines: Vec<&str> = of_one.lines().collect();
    assert!(
        lines[0].starts_with("1. dgsn: 400 rows (pieces: 1), ") && lines[0].ends_with("columns: sex"),
        "{of_one}"
    );
    assert_eq!(lines.len(), 2, "no other source is read: {of_one}");
    let whole = plan("");
    assert!(whole.contains("Readings: 3;"), "{whole}");
    // The pages of a file are nothing any more; its footer is.
    let path = folder.path().join("g/delivery/dgsn/1.parquet");
    let mut bytes = fs::read(&path).unwrap();
    let length = bytes.len();
    let footer = u32::from_le_bytes(bytes[length - 8..length - 4].try_into().unwrap());
    bytes[4..length - 8 - footer as usize].fill(0);
    fs::write(&path, bytes).unwrap();
    assert_eq!(plan(""), whole);
    mizan(folder.path(), &format!("check g/delivery --standard {rules} {DATE}")).exits(4);
    mizan(folder.path(), "check g/delivery --plan --failing f.parquet").exits(2).complains("--plan");
}

/// A part of a key may be looked for in another source, in a part of its key that repeats.
#[test]
fn keys_that_are_looked_for_elsewhere_are_different() {
    let folder = tempfile::tempdir().unwrap();
    let standard = r#"
source h { files "h.csv" key house, person house: integer in 1..40 person: integer in 1..9 }
source p { files "p.csv" key house, number house: integer number: integer in 1..5 }
source q { files "q.csv" key who, number who: integer number: integer in 1..50 }
link of_h from p to h by house
link of_q from q to h by who = person
rule found on p: any of_h (person > 0)
rule found_too on q: any of_q (house > 0)
"#;
    fs::create_dir(folder.path().join("s")).unwrap();
    fs::write(folder.path().join("s/a.mizan"), standard).unwrap();
    mizan(folder.path(), &format!("generate g --standard s --rows 100 --errors 0 {DATE}")).exits(0);
    mizan(folder.path(), &format!("check g/delivery --standard s {DATE}")).exits(0).says("21 rules hold");
}
