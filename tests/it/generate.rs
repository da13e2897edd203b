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

/// By rule the state that the generator gives it, and how many rows it counted.
fn states(folder: &Path) -> BTreeMap<String, (String, u64)> {
    let text = fs::read_to_string(folder.join("rules.csv")).unwrap();
    let mut states = BTreeMap::new();
    for line in text.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        states.insert(cells[0].to_owned(), (cells[1].to_owned(), cells[2].parse().unwrap_or(0)));
    }
    states
}

/// The rules that somebody has written: `SOURCE.NAME`.
fn is_written(id: &str) -> bool {
    id.matches('.').count() == 1
}

/// Checks a delivery, and that each rule that is said to be obeyed fails where errors were planted and nowhere else.
fn fails_where_it_was_broken(folder: &Path, standard: &str, what: &str) -> BTreeMap<String, (String, u64)> {
    let (planted, states) = (planted(&folder.join("g")), states(&folder.join("g")));
    let check =
        format!("check g/delivery --standard {standard} {DATE} --samples 2000 --format json=result.json");
    mizan(folder, &check);
    let text = fs::read_to_string(folder.join("result.json")).unwrap();
    let result: Value = serde_json::from_str(&text).unwrap();
    for rule in result["rules"].as_array().unwrap() {
        let id = rule["id"].as_str().unwrap();
        let Some((state, rows)) = states.get(id) else {
            assert_eq!(rule["verdict"], "not evaluated", "{what}: {id} is judged and nothing is said of it");
            continue;
        };
        if !["obeyed", "never broken"].contains(&state.as_str()) {
            continue;
        }
        let place =
            |sample: &Value| (sample["file"].as_str().unwrap().to_owned(), sample["row"].as_u64().unwrap());
        let found: BTreeSet<(String, u64)> = rule["samples"].as_array().unwrap().iter().map(place).collect();
        assert_eq!(found, planted.get(id).cloned().unwrap_or_default(), "{what}: {id}");
        assert_eq!(rule["fail"].as_u64().unwrap(), found.len() as u64, "{what}: {id}");
        assert_eq!(*rows, found.len() as u64, "{what}: {id}");
    }
    states
}

/// How many rules are in a state, of those that somebody has written.
fn count(states: &BTreeMap<String, (String, u64)>, state: &str) -> usize {
    states.iter().filter(|(id, (of, rows))| is_written(id) && of == state && *rows > 0).count()
}

#[test]
fn rules_fail_where_they_were_broken_and_nowhere_else() {
    let mut folders: Vec<PathBuf> =
        fs::read_dir(shipped("")).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    // Of the written rules of a standard at least so many are broken somewhere.
    let least = BTreeMap::from([
        ("morocco", 15),
        ("morocco-registers", 40),
        ("morocco-surveys", 40),
        ("icls-vectors", 1),
    ]);
    let (mut standards, mut met) = (0, 0);
    for rules in folders {
        let name = rules.file_name().unwrap().to_string_lossy().into_owned();
        for seed in [1, 2] {
            let folder = tempfile::tempdir().unwrap();
            let standard = rules.display().to_string();
            let line =
                format!("generate g --standard {standard} --rows 160 --errors 300 --seed {seed} {DATE}");
            let generated = mizan(folder.path(), &line);
            if !folder.path().join("g").exists() {
                generated.exits(2).complains("no source that is delivered");
                continue;
            }
            generated.exits(0).says("failing rows were planted");
            standards += 1;
            let states = fails_where_it_was_broken(folder.path(), &standard, &format!("{name}, {seed}"));
            if let Some(least) = least.get(name.as_str()) {
                met += 1;
                assert!(count(&states, "obeyed") >= *least, "{name}, {seed}: {states:?}");
            }
        }
    }
    assert!(standards >= 16 && met == 2 * least.len(), "{standards} {met}");
}

/// Order and equality within a record and with a linked one, existence elsewhere, check digits, a rule that no record meets,
/// one that no record breaks, and one on groups.
#[test]
fn each_kind_of_rule_is_obeyed_and_broken_or_named() {
    let folder = tempfile::tempdir().unwrap();
    let standard = r#"
source people { files "people.csv" key person
  person: text matches /\d{6}/
  born: date in 1940-01-01..2000-12-31
  sex: text in { "f", "m" }
  share: percent? in 0%..100%
}
source jobs { files "jobs.parquet" key job
  job: integer in 1..99_999
  person: text
  sex: text in { "f", "m" }
  begun: date
  ended: date?
  ice: text matches /\d{15}/
  wage: decimal in 0..9_999
  bonus: decimal in 0..9_999
  total: decimal in 0..50_000
  note: text matches /[a-z]{3}/
}
link of_whom from jobs to one people by person
rule ends_after on jobs: begun < ended
rule is_sum on jobs: total == wage + bonus
rule same_sex on jobs: sex == of_whom.sex
rule is_grown on jobs: years_between(of_whom.born, begun) >= 15
rule is_known on jobs: person in people.person
rule valid on jobs: check_digit(ice, "ICE")
rule few_shares on people: sex == "f" implies share <= 50%
rule impossible on jobs: starts_with(note, "9")
rule always on jobs: starts_with(note, "")
rule together on jobs by person: count() < 3
"#;
    fs::create_dir(folder.path().join("s")).unwrap();
    fs::write(folder.path().join("s/a.mizan"), standard).unwrap();
    for seed in [1, 2, 3] {
        let line = format!("generate g --standard s --rows 900 --errors 200 --seed {seed} {DATE}");
        let _ = fs::remove_dir_all(folder.path().join("g"));
        mizan(folder.path(), &line)
            .exits(0)
            .says("jobs.impossible: 900 rows could not be brought to obey it")
            .says("jobs.together")
            .says("jobs.always");
        let states = fails_where_it_was_broken(folder.path(), "s", &seed.to_string());
        let state = |rule: &str| states[&format!("jobs.{rule}")].0.as_str();
        for rule in ["ends_after", "is_sum", "same_sex", "is_grown", "valid"] {
            assert!(state(rule) == "obeyed" && states[&format!("jobs.{rule}")].1 > 0, "{rule}: {states:?}");
        }
        assert_eq!(
            ["impossible", "always", "together"].map(state),
            ["not reached", "never broken", "not looked at"]
        );
    }
    for (language, words) in [("fr", "n'ont pas pu être rendues conformes"), ("ar", "تعذر جعل")] {
        let line = format!("generate {language} --standard s --rows 9 --lang {language} {DATE}");
        mizan(folder.path(), &line).exits(0).says(words);
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
