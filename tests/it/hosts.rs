//! What code hosts ask of the forms that are written for them, and what the action does in a step of GitHub.

use std::collections::BTreeSet;

use mizan::locale::{Catalog, Lang};
use mizan::report;
use serde_json::{Value, json};

use crate::cli::{RULES, mizan, workplace};
use crate::reports::run;

/// An issue of GitLab's code quality report, as its documentation asks for it (*Code Quality report format*).
fn issue() -> Value {
    let text = json!({ "type": "string", "minLength": 1 });
    json!({
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": text,
            "check_name": text,
            "fingerprint": text,
            "severity": { "enum": ["info", "minor", "major", "critical", "blocker"] },
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    // Relative to the repository, without `./`.
                    "path": { "type": "string", "pattern": "^[^/.]" },
                    "lines": {
                        "type": "object",
                        "required": ["begin"],
                        "properties": { "begin": { "type": "integer", "minimum": 1 } },
                    },
                },
            },
        },
    })
}

#[test]
fn a_code_quality_report_has_what_gitlab_asks_for() {
    let validator =
        jsonschema::validator_for(&json!({ "type": "array", "items": issue() })).expect("a schema");
    for lang in Lang::ALL {
        let text = report::gitlab(&run(lang), Catalog::of(lang));
        assert!(text.starts_with('['), "a mark of byte order is refused");
        let report: Value = serde_json::from_str(&text).unwrap();
        let errors: Vec<String> = validator.iter_errors(&report).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{errors:#?}");
        let issues = report.as_array().unwrap();
        let prints: BTreeSet<&str> =
            issues.iter().map(|issue| issue["fingerprint"].as_str().unwrap()).collect();
        assert_eq!(prints.len(), issues.len(), "every issue has a fingerprint of its own");
    }
}

#[test]
fn two_absent_columns_of_a_file_are_two_findings() {
    let mut run = run(Lang::English);
    let source = run.sources.iter_mut().find(|source| source.name == "permits").expect("the source");
    let absent = source.problems.iter().find(|problem| problem.kind == "column-absent");
    let mut second = absent.expect("a column is absent").clone();
    second.column = Some("number".to_owned());
    source.problems.push(second);
    let report: Value = serde_json::from_str(&report::gitlab(&run, Catalog::of(Lang::English))).unwrap();
    let absent = report.as_array().unwrap().iter();
    let absent = absent.filter(|issue| issue["check_name"] == "permits.column-absent");
    let prints: BTreeSet<&str> = absent.map(|issue| issue["fingerprint"].as_str().unwrap()).collect();
    assert_eq!(prints.len(), 2);
}

#[test]
fn a_host_is_told_files_as_it_knows_them() {
    let place = workplace(RULES, "id,age\n1,10\n");
    let said = |line: &str| mizan(place.path(), line).exits(1).out().to_owned();
    let check =
        |standard: &str, form: &str| said(&format!("check delivery --standard {standard} --format {form}"));
    for standard in ["standard", "./standard", &place.path().join("standard").display().to_string()] {
        assert!(check(standard, "github").contains("file=standard/people.mizan,line="));
        assert!(check(standard, "gitlab").contains("\"path\": \"standard/people.mizan\""));
        assert!(check(standard, "sarif").contains("\"uri\": \"standard/people.mizan\""));
        assert!(check(standard, "junit").contains("file=\"standard/people.mizan\" line="));
        assert!(check(standard, "json").contains("\"place\": \"people.mizan:"));
    }
    let delivery = place.path().join("delivery");
    let line = format!("check . --standard {} --format github", place.path().join("standard").display());
    assert!(mizan(&delivery, &line).exits(1).out().contains("file=people.mizan,line="));
}

#[test]
fn a_host_is_told_delivered_files_as_it_knows_them() {
    let place = workplace(RULES, "id,Age\n1,10\n");
    let (standard, delivery) = (place.path().join("standard"), place.path().join("delivery"));
    let elsewhere = workplace(RULES, "id,age\n1,10\n");
    let said = |folder: &std::path::Path, delivery: &str, form: &str| {
        let line = format!("check {delivery} --standard {} --format {form}", standard.display());
        mizan(folder, &line).exits(4).out().to_owned()
    };
    let told = |folder: &std::path::Path, delivery: &str, file: &str| {
        assert!(
            said(folder, delivery, "github").contains(&format!("file={file},title=people.column-absent"))
        );
        assert!(said(folder, delivery, "gitlab").contains(&format!("\"path\": \"{file}\"")));
        assert!(said(folder, delivery, "sarif").contains(&format!("\"uri\": \"{file}\"")));
        assert!(said(folder, delivery, "junit").contains(&format!("file=\"{file}\">")));
        // What is said to people, and what the result is compared by, does not depend on where the command ran.
        assert!(!said(folder, delivery, "json").contains("delivery/people.csv"));
    };
    let absolute = delivery.display().to_string();
    for given in ["delivery", "./delivery", absolute.as_str()] {
        told(place.path(), given, "delivery/people.csv");
    }
    told(&delivery, ".", "people.csv");
    // From beside it: what no host holds has its name in the delivery.
    told(&standard, "../delivery", "people.csv");
    told(elsewhere.path(), &absolute, "people.csv");
    // Given by themselves, too.
    for given in ["delivery/people.csv", &format!("{absolute}/people.csv")] {
        let form = said(place.path(), given, "gitlab");
        assert!(form.contains("\"path\": \"delivery/people.csv\""), "{form}");
    }
    let form = said(elsewhere.path(), &format!("{absolute}/people.csv"), "gitlab");
    assert!(form.contains("\"path\": \"people.csv\""), "{form}");
    // Where no file is there, the line that asks for it.
    std::fs::remove_file(delivery.join("people.csv")).unwrap();
    let form = said(place.path(), "delivery", "github");
    assert!(form.contains("file=standard/people.mizan,line=1,title=people.source-absent"), "{form}");
}

#[test]
fn the_image_is_built_by_a_compiler_that_the_package_takes() {
    let version = |text: &str| -> (u32, u32) {
        let (major, minor) = text.split_once('.').expect("two numbers");
        (major.parse().expect("a number"), minor.parse().expect("a number"))
    };
    let image = include_str!("../../Dockerfile");
    let (_, from) = image.split_once("FROM rust:").expect("the image of the compiler");
    let least = env!("CARGO_PKG_RUST_VERSION");
    assert!(version(from.split('-').next().unwrap()) >= version(least), "{from} is older than {least}");
    let copied = image.lines().find(|line| line.contains("/usr/local/bin/mizan")).expect("the binary");
    assert!(image.find("USER mizan") > image.find(copied) && image.contains("--locked"));
}

#[cfg(unix)]
mod action {
    use std::fs;
    use std::os::unix::fs::symlink;
    use std::path::Path;
    use std::process::{Command, Output};

    use serde_json::Value;

    use crate::cli::{GOOD, RULES, workplace};

    /// The script of the step that checks, as `action.yml` has it.
    fn script() -> String {
        let action = include_str!("../../action.yml");
        let (_, step) = action.split_once("- name: Check the delivery").expect("the step");
        let (_, script) = step.split_once("run: |\n").expect("its script");
        let is_of_it = |line: &&str| line.starts_with("        ");
        script.lines().take_while(is_of_it).map(|line| format!("{}\n", line.trim_start())).collect()
    }

    /// The step as GitHub runs it, with Mizan where the step before has put it.
    fn step(folder: &Path) -> Output {
        fs::create_dir_all(folder.join("temp/mizan/bin")).unwrap();
        symlink(env!("CARGO_BIN_EXE_mizan"), folder.join("temp/mizan/bin/mizan")).unwrap();
        let mut command = Command::new("bash");
        command.current_dir(folder).args(["--noprofile", "--norc", "-eo", "pipefail", "-c", &script()]);
        let path = std::env::var_os("PATH").unwrap_or_default();
        command.env_clear().env("PATH", path).env("GITHUB_ACTIONS", "true");
        let inputs = [
            ("DELIVERY", "delivery"),
            ("STANDARD", "standard"),
            ("WAY", "en"),
            ("FAIL_ON", "error"),
            ("PREVIOUS", ""),
            ("WAIVERS", ""),
            ("SARIF", "mizan.sarif"),
        ];
        command.envs(inputs);
        for (variable, file) in
            [("RUNNER_TEMP", "temp"), ("GITHUB_OUTPUT", "output"), ("GITHUB_STEP_SUMMARY", "summary.md")]
        {
            command.env(variable, folder.join(file));
        }
        command.output().expect("bash starts")
    }

    #[test]
    fn the_action_annotates_fails_and_leaves_a_summary() {
        let place = workplace(RULES, "id,age\n1,10\n");
        let folder = place.path();
        let output = step(folder);
        let out = String::from_utf8(output.stdout).unwrap();
        assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
        assert!(out.contains("::error file=standard/people.mizan,line="), "{out}");
        let summary = fs::read_to_string(folder.join("summary.md")).unwrap();
        assert!(summary.starts_with("# Failed"), "{summary}");
        let said = fs::read_to_string(folder.join("output")).unwrap();
        let result = said.trim().strip_prefix("result=").expect("an output");
        for file in [result, &folder.join("mizan.sarif").display().to_string()] {
            let _: Value = serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap();
        }
    }

    #[test]
    fn the_action_passes_where_the_gate_does() {
        let place = workplace(RULES, GOOD);
        let output = step(place.path());
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        assert!(fs::read_to_string(place.path().join("summary.md")).unwrap().starts_with("# Passed"));
    }
}
