//! Console sessions: what commands print, where, and what they exit with.

use std::fs;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

/// What came of a command.
pub(crate) struct Session {
    exit: i32,
    out: String,
    err: String,
}

impl Session {
    /// The command fails unless it exits so.
    pub(crate) fn exits(self, code: i32) -> Self {
        assert_eq!(self.exit, code, "\n--- standard output\n{}\n--- standard error\n{}", self.out, self.err);
        self
    }

    pub(crate) fn says(self, text: &str) -> Self {
        assert!(
            self.out.contains(text),
            "`{text}` is not in\n{}\n--- standard error\n{}",
            self.out,
            self.err
        );
        self
    }

    pub(crate) fn lacks(self, text: &str) -> Self {
        assert!(!self.out.contains(text), "`{text}` is in\n{}", self.out);
        self
    }

    pub(crate) fn code(&self) -> i32 {
        self.exit
    }

    pub(crate) fn out(&self) -> &str {
        &self.out
    }

    pub(crate) fn complains(self, text: &str) -> Self {
        assert!(
            self.err.contains(text),
            "`{text}` is not in\n{}\n--- standard output\n{}",
            self.err,
            self.out
        );
        self
    }
}

/// Runs `mizan` in a folder, in English, without the environment's wishes.
pub(crate) fn mizan(folder: &Path, line: &str) -> Session {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mizan"));
    command.current_dir(folder).args(line.split_whitespace()).env_clear().env("LANG", "C");
    let output = command.output().expect("the command starts");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the command writes UTF-8");
    Session { exit: output.status.code().unwrap_or(-1), out: text(output.stdout), err: text(output.stderr) }
}

pub(crate) const RULES: &str = r#"source people {
  files "people.csv"
  key   id
  id:   integer
  age:  integer [year]  in 0..120
}

/// Who works is of age.
rule adults on people: age >= 15 {
  example pass { age: 20 }
  example fail { age: 10 }
}
"#;

pub(crate) const GOOD: &str = "id,age\n1,20\n2,30\n";

/// A standard, and a delivery with one file.
pub(crate) fn workplace(rules: &str, people: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    fs::create_dir_all(at.join("standard")).unwrap();
    fs::create_dir_all(at.join("delivery")).unwrap();
    fs::write(at.join("standard/mizan.toml"), "name = \"people\"\nversion = \"1.0\"\n").unwrap();
    fs::write(at.join("standard/people.mizan"), rules).unwrap();
    fs::write(at.join("delivery/people.csv"), people).unwrap();
    folder
}

const CHECK: &str = "check delivery --standard standard";

#[test]
fn a_good_delivery_passes() {
    let folder = workplace(RULES, GOOD);
    let session = mizan(folder.path(), CHECK).exits(0).says("Passed: all 7 rules hold.").says("people 1.0");
    assert_eq!(session.err, "");
}

#[test]
fn a_breached_rule_fails_the_gate() {
    let folder = workplace(RULES, "id,age\n1,20\n2,3\n");
    mizan(folder.path(), CHECK)
        .exits(1)
        .says("error people.adults — breached")
        .says("row 2 of people.csv, key 2");
    let never = format!("{CHECK} --fail-on never");
    mizan(folder.path(), &never).exits(0).says("Passed, though one of 7 rules is not met");
}

#[test]
fn a_severity_below_the_gate_does_not_fail_it() {
    let rules = RULES.replace("example pass", "severity warning\n  example pass");
    let folder = workplace(&rules, "id,age\n1,20\n2,3\n");
    mizan(folder.path(), CHECK).exits(0).says("warning people.adults — breached");
    mizan(folder.path(), &format!("{CHECK} --fail-on warning")).exits(1);
}

#[test]
fn a_missing_file_leaves_the_run_incomplete() {
    let folder = workplace(RULES, GOOD);
    fs::remove_file(folder.path().join("delivery/people.csv")).unwrap();
    mizan(folder.path(), CHECK)
        .exits(4)
        .says("Incomplete")
        .says("no file was delivered; expected: people.csv");
}

#[test]
fn a_missing_column_leaves_its_rules_open_and_the_rest_judged() {
    let folder = workplace(RULES, "id,Age\n1,20\n1,30\n");
    let session = mizan(folder.path(), CHECK).exits(4).says("the column `age` is not there; is it `Age`?");
    session.says("people.id.unique — breached").says("people.adults");
}

#[test]
fn a_source_without_rows_is_never_green() {
    let folder = workplace(RULES, "id,age\n");
    mizan(folder.path(), CHECK).exits(4).says("the files have no row");
}

#[test]
fn a_file_that_is_empty_or_damaged_can_not_be_read() {
    let folder = workplace(RULES, "");
    mizan(folder.path(), CHECK).exits(4).says("the file is empty: it has no header");
    let rules = RULES.replace("people.csv", "people.parquet");
    let folder = workplace(&rules, GOOD);
    fs::write(folder.path().join("delivery/people.parquet"), b"PAR1 and nothing of Parquet PAR1").unwrap();
    mizan(folder.path(), CHECK).exits(4).says("the file is damaged or not of its format");
}

#[test]
fn a_cell_that_does_not_read_breaks_the_rule_of_its_type() {
    let folder = workplace(RULES, "id,age\n1,20\n2,thirty\n");
    mizan(folder.path(), CHECK).exits(1).says("people.age.type — breached");
}

#[test]
fn records_of_the_wrong_width_are_a_problem_of_the_file() {
    let folder = workplace(RULES, "id,age\n1,20,x\n2,30\n");
    mizan(folder.path(), CHECK).exits(4).says("row 1 has more fields than the header");
    let folder = workplace(RULES, "id,age\n1\n2,30\n");
    mizan(folder.path(), CHECK).exits(1).says("row 1 has fewer fields than the header");
}

#[test]
fn a_delivery_that_is_not_there_is_missing_data() {
    let folder = workplace(RULES, GOOD);
    mizan(folder.path(), "check nowhere --standard standard")
        .exits(4)
        .complains("the delivery `nowhere` is not there");
}

#[test]
fn a_mistyped_name_is_wrong_usage_and_offers_the_right_one() {
    let folder = workplace(RULES, GOOD);
    let with = |option: &str| mizan(folder.path(), &format!("{CHECK} {option}")).exits(2);
    with("--only people.adulst").complains("is it `people.adults`?");
    with("--source peopel=delivery/people.csv").complains("is it `people`?");
    with("--set limit=3").complains("limit");
    with("--only [").complains("no pattern of rules");
    with("--as-of 2024-13-01").complains("--as-of");
    with("--memory 10MB").complains("at least 128 MB");
    with("--memory much").complains("--memory");
    with("--format xml").complains("expected text, json, html, markdown, junit");
    with("--format text --format json").complains("standard output");
}

#[test]
fn an_unknown_command_is_wrong_usage() {
    let folder = tempfile::tempdir().unwrap();
    mizan(folder.path(), "chek delivery").exits(2).complains("unrecognized subcommand 'chek'");
    mizan(folder.path(), "").exits(2);
    mizan(folder.path(), "check").exits(2).complains("DELIVERY");
}

#[test]
fn a_standard_that_does_not_compile_says_every_error() {
    let rules = RULES.replace("age >= 15", "aeg >= 15");
    let folder = workplace(&format!("{rules}\nrule two on people: agee < 3\n"), GOOD);
    let session = mizan(folder.path(), CHECK).exits(3).complains("aeg").complains("agee").complains("M0201");
    assert_eq!(session.out, "");
    mizan(folder.path(), "lint standard").exits(3).says("aeg");
}

#[test]
fn a_file_stands_for_the_only_source() {
    let folder = workplace(RULES, GOOD);
    mizan(folder.path(), "check delivery/people.csv --standard standard").exits(0);
    mizan(folder.path(), "check --source people=delivery/people.csv --standard standard").exits(0);
    let two = format!("{RULES}\nsource others {{ files \"others.csv\" id: integer }}\n");
    let folder = workplace(&two, GOOD);
    let session = mizan(folder.path(), "check delivery/people.csv --standard standard").exits(2);
    session.complains("--source NAME=delivery/people.csv; the sources are people, others");
    mizan(folder.path(), "check --source people=delivery/people.csv --standard standard").exits(0);
}

#[test]
fn the_nearest_standard_upward_is_taken() {
    let folder = workplace(RULES, GOOD);
    fs::rename(folder.path().join("delivery"), folder.path().join("standard/2024")).unwrap();
    mizan(folder.path(), "check standard/2024").exits(0).says("people 1.0");
    mizan(&folder.path().join("standard"), "check 2024").exits(0).says("people 1.0");
    mizan(&folder.path().join("standard"), "test").exits(0).says("All 2 examples agree.");
}

#[test]
fn rules_are_chosen_by_name() {
    let folder = workplace(RULES, "id,age\n1,20\n2,3\n");
    mizan(folder.path(), &format!("{CHECK} --skip people.adults")).exits(0).says("all 6 rules hold");
    mizan(folder.path(), &format!("{CHECK} --only people.age.*")).exits(0).says("all 3 rules hold");
    mizan(folder.path(), &format!("{CHECK} --skip people.*")).exits(4).says("no rule was judged");
}

#[test]
fn a_result_goes_to_a_file_and_is_the_same_each_time() {
    let folder = workplace(RULES, "id,age\n1,20\n2,3\n");
    let line = format!("{CHECK} --as-of 2024-12-31 --reproducible --format text --format json=");
    mizan(folder.path(), &format!("{line}one.json --threads 1")).exits(1).says("breached");
    mizan(folder.path(), &format!("{line}two.json --threads 3")).exits(1);
    let read = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap();
    assert_eq!(read("one.json"), read("two.json"));
    let result: serde_json::Value = serde_json::from_str(&read("one.json")).unwrap();
    assert_eq!((result["verdict"].as_str(), result["as_of"].as_str()), (Some("failed"), Some("2024-12-31")));
    mizan(folder.path(), &format!("{CHECK} --format json=no/such/folder.json"))
        .exits(2)
        .complains("can not be written");
}

#[test]
fn languages_are_those_of_the_reader() {
    let folder = workplace(RULES, GOOD);
    mizan(folder.path(), &format!("{CHECK} --lang fr")).exits(0).says("Accepté");
    mizan(folder.path(), &format!("--lang ar {CHECK}")).exits(0).says("مقبول");
    mizan(folder.path(), &format!("{CHECK} --lang de")).exits(2).complains("expected fr, ar or en");
    let mut command = Command::new(env!("CARGO_BIN_EXE_mizan"));
    command.current_dir(folder.path()).args(CHECK.split(' ')).env_clear();
    let output = command.env("LANG", "fr_MA.UTF-8").env("MIZAN_LANG", "ar").output().unwrap();
    assert!(String::from_utf8_lossy(&output.stdout).contains("مقبول"));
}

#[test]
fn lint_says_what_could_be_better_and_denies_it_when_asked() {
    let folder = workplace(RULES, GOOD);
    mizan(folder.path(), "lint standard").exits(0).says("nothing to report");
    let wrong = RULES.replace("example fail { age: 10 }", "example fail { age: 50 }");
    let folder = workplace(&wrong, GOOD);
    mizan(folder.path(), "lint standard").exits(3).says("M0802");
    mizan(folder.path(), "lint standard --format json").exits(3).says("\"code\": \"M0802\"");
    let warned = format!("{RULES}\nrule few on people as a whole {{ require count() < 9  tolerate 1 }}\n");
    let folder = workplace(&warned, GOOD);
    mizan(folder.path(), "lint standard").exits(0).says("M0705");
    mizan(folder.path(), "lint standard --deny warnings").exits(3);
}

#[test]
fn test_shows_the_examples_that_disagree() {
    let wrong = RULES.replace("example fail { age: 10 }", "example fail \"ten\" { age: 50 }");
    let folder = workplace(&wrong, GOOD);
    let session =
        mizan(folder.path(), "test standard").exits(1).says("people.adults \"ten\"  people.mizan:11");
    session.says("expected: fail; found: pass").says("1 of 2 examples does not agree.");
}

#[test]
fn fmt_writes_canonical_text_and_check_writes_nothing() {
    let loose = RULES.replace("  key   id\n", "      key id   \n\n\n");
    let folder = workplace(&loose, GOOD);
    let read = || fs::read_to_string(folder.path().join("standard/people.mizan")).unwrap();
    mizan(folder.path(), "fmt --check standard")
        .exits(1)
        .says("not in canonical form: standard/people.mizan");
    assert_eq!(read(), loose);
    mizan(folder.path(), "fmt standard").exits(0).says("written in canonical form");
    assert_ne!(read(), loose);
    mizan(folder.path(), "fmt --check standard").exits(0);
    mizan(folder.path(), "fmt --check standard/people.mizan").exits(0);
}

#[test]
fn fmt_leaves_a_broken_file_alone_and_repairs_it_when_asked() {
    let broken = RULES.replace("age >= 15", "age ≥ 15");
    let folder = workplace(&broken, GOOD);
    let read = || fs::read_to_string(folder.path().join("standard/people.mizan")).unwrap();
    mizan(folder.path(), "fmt standard").exits(3).complains("M0104").complains("was left as it is");
    assert_eq!(read(), broken);
    mizan(folder.path(), "fmt --repair standard").exits(0);
    assert!(read().contains("age >= 15"), "{}", read());
}

#[test]
fn explain_takes_a_code_in_any_case_and_offers_those_alike() {
    let folder = tempfile::tempdir().unwrap();
    mizan(folder.path(), "explain m0201").exits(0).says("M0201");
    mizan(folder.path(), "explain").exits(0).says("M0201  unknown-name");
    mizan(folder.path(), "explain M0299").exits(2).complains("M0201");
    mizan(folder.path(), "explain unknown-column").exits(0).says("M0202");
    mizan(folder.path(), "explain unknown-colum").exits(2).complains("M0202  unknown-column");
}

#[test]
fn functions_are_listed_described_and_offered() {
    let folder = tempfile::tempdir().unwrap();
    mizan(folder.path(), "functions").exits(0).says("years_between").says("level(value: code)");
    mizan(folder.path(), "functions years_between").exits(0).says("years_between(");
    mizan(folder.path(), "functions year_between").exits(2).complains("is it `years_between`?");
}

#[test]
fn a_folder_without_a_standard_says_how_to_name_one() {
    let folder = tempfile::tempdir().unwrap();
    mizan(folder.path(), "lint").exits(2).complains("there is no mizan.toml");
    mizan(folder.path(), "lint nowhere").exits(2).complains("`nowhere` is no folder");
    fs::create_dir(folder.path().join("empty")).unwrap();
    mizan(folder.path(), "lint empty").exits(2).complains("holds no .mizan file");
}

#[test]
fn the_demonstration_finds_the_errors_that_were_planted() {
    let folder = tempfile::tempdir().unwrap();
    let session =
        mizan(folder.path(), "demo here --samples 1").exits(0).says("Failed").says("What to try next:");
    session
        .says("mizan check here/delivery --standard here/standard")
        .says("here/report.html")
        .says("fixed: 10, failing newly: 10");
    assert!(
        fs::read_to_string(folder.path().join("here/report.html")).unwrap().starts_with("<!DOCTYPE html>")
    );
    mizan(folder.path(), "demo here").exits(2).complains("give another");
    mizan(folder.path(), "check here/delivery --samples 0 --as-of 2025-01-31")
        .exits(1)
        .complains("Moroccan standard");
}
