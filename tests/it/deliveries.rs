//! Runs over files where rules read several sources: what is opened, what is absent, what is said.

use std::fs;

use mizan::check::{CheckOptions, Delivery, Engine, check};
use mizan::outcome::Verdict;
use mizan::report::{RuleRun, Run, RunVerdict};
use tempfile::TempDir;

use crate::support::standard;

const STANDARD: &str = "
source workers { files \"workers.csv\" key id  id: integer  person: text?  since: integer? }
source permits { files \"permits.csv\" key number  number: integer  person: text?  until: integer? }
link held from workers to permits by person
table by_year from workers { where since > 0  by since  measure n = count() }
rule holds_one on workers: any held (until >= this.since)
rule paid on workers: since > 0
rule few on by_year: n <= 1
compare by_person: workers with permits by person { pair since with until within 5 }
";

const WORKERS: &str = "id,person,since\n1,a,10\n2,b,10\n3,c,\n4,,20\n";
const PERMITS: &str = "number,person,until\n1,a,9\n2,b,12\n3,b,3\n";

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder for the test");
    for (name, text) in files {
        fs::write(folder.path().join(name), text).expect("the file is written");
    }
    folder
}

/// The run of both engines, which is one.
fn run(files: &[(&str, &str)], only: &[&str]) -> Run {
    let folder = folder(files);
    let delivery = Delivery { root: Some(folder.path().to_owned()), ..Delivery::default() };
    judged(&delivery, only)
}

fn judged(delivery: &Delivery, only: &[&str]) -> Run {
    let standard = standard(STANDARD);
    let only: Vec<String> = only.iter().map(|pattern| (*pattern).to_owned()).collect();
    let with = |engine| {
        let options = CheckOptions { only: &only, engine, ..CheckOptions::default() };
        check(&standard, delivery, &options).expect("there is something to run")
    };
    let run = with(Engine::Native);
    assert_eq!(run, with(Engine::Reference));
    run
}

fn rule<'a>(run: &'a Run, id: &str) -> &'a RuleRun {
    run.rules.iter().find(|rule| rule.id == id).unwrap_or_else(|| panic!("no rule {id}"))
}

fn counts(run: &Run, id: &str) -> [u64; 4] {
    let rule = rule(run, id);
    [rule.pass, rule.fail, rule.unknown, rule.not_applicable]
}

/// The sources whose files were opened.
fn delivered(run: &Run) -> Vec<&str> {
    let with_files = run.sources.iter().filter(|source| !source.files.is_empty());
    with_files.map(|source| source.name.as_str()).collect()
}

#[test]
fn rules_read_the_sources_that_their_links_lead_to() {
    let run = run(&[("workers.csv", WORKERS), ("permits.csv", PERMITS)], &[]);
    assert_eq!(counts(&run, "workers.holds_one"), [1, 2, 1, 0]);
    let sample = &rule(&run, "workers.holds_one").samples[0];
    assert_eq!(
        (sample.file.as_deref(), sample.row, sample.key.as_str()),
        (Some("workers.csv"), Some(1), "1")
    );
}

#[test]
fn rules_on_computed_rows_name_what_they_are_on_and_no_file() {
    let run = run(&[("workers.csv", WORKERS), ("permits.csv", PERMITS)], &[]);
    let few = rule(&run, "by_year.few");
    assert_eq!((few.subject.as_str(), counts(&run, "by_year.few")), ("by_year", [1, 1, 0, 0]));
    assert_eq!(
        (few.samples[0].file.as_ref(), few.samples[0].row, few.samples[0].key.as_str()),
        (None, None, "10")
    );
    assert_eq!(few.ungrouped, 1, "the worker whose year is not known");
    assert_eq!(few.checked_share, Some(0.75));
    assert_eq!(counts(&run, "by_person")[..3], [1, 0, 0], "of the keys that both have once");
    assert_eq!(counts(&run, "by_person.duplicated_in_permits")[..2], [1, 1]);
    assert_eq!(delivered(&run), ["workers", "permits"], "what is computed was not delivered");
}

#[test]
fn an_absent_source_stops_the_rules_that_read_it_and_no_other() {
    let run = run(&[("workers.csv", WORKERS)], &[]);
    assert_eq!(run.verdict, RunVerdict::Incomplete);
    for id in ["workers.holds_one", "by_person"] {
        let stopped = rule(&run, id);
        let why = stopped.why.as_ref().expect("it was not evaluated");
        assert_eq!((stopped.verdict, why.kind), (Verdict::NotEvaluated, "source-absent"));
        assert!(why.message.contains("permits"), "{}", why.message);
    }
    assert_eq!(rule(&run, "workers.holds_one").not_evaluated, 4, "its rows are known");
    assert_eq!(counts(&run, "workers.paid"), [3, 0, 1, 0]);
    assert_eq!(counts(&run, "by_year.few"), [1, 1, 0, 0]);
}

#[test]
fn an_absent_column_of_another_source_stops_what_reads_it() {
    let run = run(&[("workers.csv", WORKERS), ("permits.csv", "number,person\n1,a\n")], &[]);
    let why = rule(&run, "workers.holds_one").why.clone().expect("it was not evaluated");
    assert_eq!(why.kind, "column-absent");
    assert!(why.message.contains("until") && why.message.contains("permits"), "{}", why.message);
    assert_eq!(counts(&run, "by_person.only_in_workers")[..2], [1, 2], "keys and rows are there");
    let problems = &run.sources[1].problems;
    let absent = problems.iter().find(|problem| problem.kind == "column-absent").expect("it is said");
    assert_eq!(absent.severity, mizan::types::Severity::Error);
}

#[test]
fn a_file_that_can_not_be_read_stops_the_rules_of_other_sources_that_read_it() {
    let run = run(&[("workers.csv", WORKERS), ("permits.csv", "")], &[]);
    let why = rule(&run, "workers.holds_one").why.clone().expect("it was not evaluated");
    assert!(why.message.contains("permits"), "{}", why.message);
    assert_eq!(counts(&run, "workers.paid"), [3, 0, 1, 0]);
}

#[test]
fn only_the_files_that_the_chosen_rules_read_are_opened() {
    let of_table = run(&[("workers.csv", WORKERS)], &["by_year.*"]);
    assert_eq!(delivered(&of_table), ["workers"]);
    assert_eq!(of_table.verdict, RunVerdict::Failed);
    let of_link = run(&[("workers.csv", WORKERS), ("permits.csv", PERMITS)], &["workers.holds_one"]);
    assert_eq!(delivered(&of_link), ["workers", "permits"]);
}

#[test]
fn with_the_files_of_single_sources_only_rules_that_read_no_other_are_judged() {
    let folder = folder(&[("w.csv", WORKERS)]);
    let sources = [("workers".to_owned(), vec![folder.path().join("w.csv")])].into();
    let run = judged(&Delivery { root: None, sources }, &[]);
    assert!(run.rules.iter().all(|rule| rule.subject != "by_person" && rule.id != "workers.holds_one"));
    assert_eq!(counts(&run, "by_year.few"), [1, 1, 0, 0]);
}

#[test]
fn a_file_that_changes_while_it_is_read_stops_its_rules_and_no_other() {
    let folder = folder(&[("workers.csv", WORKERS), ("permits.csv", PERMITS)]);
    let delivery = Delivery { root: Some(folder.path().to_owned()), ..Delivery::default() };
    let path = folder.path().join("permits.csv");
    // Somebody goes on writing when the first rows have been read.
    let changed = std::sync::Once::new();
    let progress = |_| {
        changed.call_once(|| {
            fs::write(&path, format!("{PERMITS}4,c,1\n")).expect("the file is written again");
        });
    };
    let options = CheckOptions { progress: &progress, ..CheckOptions::default() };
    let judge = || check(&standard(STANDARD), &delivery, &options).expect("there is something to run");
    let kinds = |run: &Run, source: usize| -> Vec<String> {
        run.sources[source].problems.iter().map(|problem| problem.kind.clone()).collect()
    };
    let run = judge();
    assert_eq!(run.verdict, RunVerdict::Incomplete);
    assert_eq!(rule(&run, "workers.holds_one").verdict, Verdict::NotEvaluated);
    assert_eq!(counts(&run, "workers.paid"), [3, 0, 1, 0]);
    assert_eq!((kinds(&run, 0), kinds(&run, 1)), (vec![], vec!["file-changed".to_owned()]));
    let again = judge();
    assert_eq!((kinds(&again, 1), counts(&again, "workers.holds_one")), (vec![], [1, 1, 2, 0]));
}
