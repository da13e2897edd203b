//! The demonstration: the standard that ships, and a synthetic delivery whose errors are known.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use mizan::data::{SourceData, find_files, load_standard};
use mizan::demo::{self, Outcomes, Written, WrittenDelivery};
use mizan::interpret;
use mizan::ir::{self, RuleId, SourceId};
use mizan::outcome::Tally;
use mizan::{Files, Standard, engine};
use serde_json::Value as Json;

use crate::cli::mizan;
use crate::support;

const SEED: u64 = 20_250_131;

fn written() -> (tempfile::TempDir, Written) {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let written =
        demo::write(folder.path(), demo::Size::default(), SEED).expect("the demonstration is written");
    (folder, written)
}

/// The standard that was written, and the files of its sources in one of the deliveries.
fn read(written: &Written, delivery: &WrittenDelivery) -> (ir::Standard, BTreeMap<SourceId, SourceData>) {
    let files = load_standard(std::slice::from_ref(&written.standard)).expect("the standard is read");
    let (standard, found) = Standard::compile(&files);
    assert!(found.is_empty(), "{found:#?}");
    let standard = standard.expect("a standard without diagnostics compiles");
    let bindings = standard.bindings(delivery.as_of, &[]).expect("nothing is set");
    let bound = ir::bind(standard.ir(), &bindings);
    let open = |source: &ir::Source| {
        let found =
            find_files(&delivery.folder, &source.files, &source.schema).expect("the delivery is read");
        SourceData::open(found, &source.schema, &source.csv)
    };
    let data = bound.sources().map(|(id, source)| (id, open(source))).collect();
    (bound, data)
}

/// Rules whose counts are not those of the ground truth, with both.
fn disagreements(
    standard: &ir::Standard,
    tallies: &BTreeMap<RuleId, Tally>,
    truth: &BTreeMap<String, Outcomes>,
) -> Vec<(String, Outcomes, Outcomes)> {
    let found = tallies.iter().map(|(id, tally)| {
        let rule = standard.rule(*id);
        assert_eq!(tally.not_evaluated, None, "{}", rule.id);
        let counts = tally.counts.with_policy(rule.unknown);
        let outcomes = Outcomes {
            items: counts.items,
            pass: counts.pass,
            fail: counts.fail,
            unknown: counts.unknown,
            not_applicable: counts.not_applicable,
        };
        (rule.id.clone(), outcomes, truth[&rule.id])
    });
    found.filter(|(_, found, expected)| found != expected).collect()
}

#[test]
fn the_engine_finds_what_was_planted_and_nothing_else() {
    let (_folder, written) = written();
    for delivery in [&written.before, &written.now] {
        let (standard, data) = read(&written, delivery);
        let rules: Vec<RuleId> = standard.rules().map(|(id, _)| id).collect();
        let judged = engine::judge(&standard, &data, &rules, &engine::Options::default());
        assert_eq!(judged.tallies.len(), delivery.truth.len());
        let wrong = disagreements(&standard, &judged.tallies, &delivery.truth);
        assert!(wrong.is_empty(), "rule, found, planted: {wrong:#?}");
    }
}

#[test]
fn the_reference_finds_what_was_planted_and_nothing_else() {
    let (_folder, written) = written();
    for delivery in [&written.before, &written.now] {
        let (standard, data) = read(&written, delivery);
        let world = support::world(&standard, &data);
        let judge = |(id, _)| (id, interpret::judge(&world, id, 0));
        let tallies: BTreeMap<RuleId, Tally> = standard.rules().map(judge).collect();
        assert_eq!(tallies.len(), delivery.truth.len());
        let wrong = disagreements(&standard, &tallies, &delivery.truth);
        assert!(wrong.is_empty(), "rule, found, planted: {wrong:#?}");
    }
}

#[test]
fn diffing_two_deliveries_names_exactly_the_planted_changes() {
    let place = tempfile::tempdir().expect("a folder for the test");
    let folder = place.path();
    mizan(folder, &format!("demo demo --seed {SEED} --format json=a.json --reproducible")).exits(0);
    let results = ["demo/results/2024-10-31.json", "demo/results/2025-01-31.json"];
    let diff = mizan(folder, &format!("diff {} --format json", results.join(" "))).exits(0);
    let found: Json = serde_json::from_str(diff.out()).expect("the comparison as JSON");
    let truth = fs::read_to_string(folder.join("demo/ground_truth.json")).expect("the ground truth");
    let truth: Json = serde_json::from_str(&truth).expect("the ground truth as JSON");
    let found: BTreeMap<&str, (&str, &Json, &Json)> = rules_of(&found)
        .map(|rule| {
            (text(&rule["id"]), (text(&rule["change"]), &rule["before"]["fail"], &rule["after"]["fail"]))
        })
        .collect();
    let written = truth["changes"].as_object().expect("the changes by rule");
    let planted: BTreeMap<&str, (&str, &Json, &Json)> = written
        .iter()
        .map(|(id, rule)| (id.as_str(), (text(&rule["change"]), &rule["before"], &rule["now"])))
        .collect();
    assert_eq!(found, planted);
    for change in ["fixed", "new", "persisting", "moved"] {
        assert!(found.values().any(|(found, ..)| *found == change), "{change}");
    }
    // The run of the demonstration says the same of each rule.
    let run: Json = serde_json::from_str(&fs::read_to_string(folder.join("a.json")).expect("the result"))
        .expect("the result as JSON");
    let said = |rule: &Json| {
        found.get(text(&rule["id"])).is_none_or(|(change, ..)| rule["before"]["change"] == *change)
    };
    assert!(rules_of(&run).all(said));
    mizan(folder, "history demo/results").exits(0).says("2024-10-31").says("2025-01-31");
}

fn rules_of(result: &Json) -> impl Iterator<Item = &Json> {
    result["rules"].as_array().expect("rules").iter()
}

fn text(json: &Json) -> &str {
    json.as_str().expect("a text")
}

#[test]
fn the_deliveries_are_read_without_a_problem() {
    let (_folder, written) = written();
    for delivery in [&written.before, &written.now] {
        let (standard, data) = read(&written, delivery);
        for (id, source) in standard.sources() {
            assert_eq!(data[&id].problems(), [], "{}", source.name);
            let rows: u64 = data[&id].files().iter().map(|file| file.rows.unwrap_or_default()).sum();
            assert_eq!(rows, delivery.rows[source.name.as_str()] as u64, "{}", source.name);
        }
    }
}

#[test]
fn one_seed_gives_one_delivery_and_another_seed_another() {
    let (first, _) = written();
    let (second, _) = written();
    let third = tempfile::tempdir().expect("a folder for the test");
    demo::write(third.path(), demo::Size::default(), SEED + 1).expect("the demonstration is written");
    let (first, second, third) = (contents(first.path()), contents(second.path()), contents(third.path()));
    assert_eq!(first, second);
    let changed = |path: &&String| first[*path] != third[*path];
    let changed: BTreeSet<&String> = first.keys().filter(changed).collect();
    assert_eq!(changed.len(), 14, "thirteen tables and the ground truth: {changed:?}");
}

#[test]
fn what_is_there_is_not_overwritten() {
    let (folder, _) = written();
    assert!(demo::write(folder.path(), demo::Size::default(), SEED).is_err());
}

#[test]
fn deliveries_that_are_too_small_for_what_is_planted_are_refused() {
    let place = tempfile::tempdir().expect("a folder for the test");
    for declarations in ["99999", "10000001", "many"] {
        let refused = mizan(place.path(), &format!("demo demo --declarations {declarations}")).exits(2);
        refused.complains("expected a number from 100000 to 10000000");
    }
}

/// What the Moroccan standard uses.
const USED: [&str; 2] = ["base", "icls"];

#[test]
fn the_embedded_standard_is_the_folder_of_the_repository() {
    let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
    let mut folder = contents(&rules.join("morocco"));
    for used in USED {
        for (path, text) in contents(&rules.join(used)) {
            match path.split_once('/') {
                _ if path == "mizan.toml" => {}
                Some(("codelists", _)) => drop(folder.insert(path, text)),
                _ => drop(folder.insert(format!("{used}/{path}"), text)),
            }
        }
    }
    let embedded: BTreeMap<String, Vec<u8>> =
        demo::STANDARD.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect();
    assert_eq!(folder.keys().collect::<Vec<_>>(), embedded.keys().collect::<Vec<_>>());
    assert!(folder == embedded, "the texts are the same");
    let loaded =
        load_standard(&[Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/morocco")]).expect("it is read");
    assert_eq!(names(&loaded), names(&demo::standard_files()));
}

#[test]
fn countries_of_morocco_are_those_of_iso_less_one() {
    let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
    let lines = |path: &str| {
        let text = fs::read_to_string(rules.join(path)).expect("a table that ships");
        text.lines().map(str::to_owned).collect::<Vec<_>>()
    };
    let mut all = lines("codelists/countries.csv");
    all.retain(|line| !line.starts_with("ESH,"));
    assert_eq!(all, lines("base/codelists/countries.csv"));
}

fn names(files: &Files) -> (Vec<String>, Vec<String>) {
    let rules = files.iter().map(|(_, file)| file.name().to_owned()).collect();
    (rules, files.attachments().map(|(path, _)| path.to_owned()).collect())
}

/// Every file below a folder, by its path with `/`.
fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders: Vec<PathBuf> = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let below = path.strip_prefix(folder).expect("below the folder");
            let name = below
                .components()
                .map(|part| part.as_os_str().to_string_lossy())
                .collect::<Vec<_>>()
                .join("/");
            found.insert(name, fs::read(&path).expect("a file"));
        }
    }
    found
}
